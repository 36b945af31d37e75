/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#ifdef _WIN32
#include "core/windows.h"
#include <windows.h>

/* On the heap; NULL: out of memory. */
static wchar_t *widen(const char *text)
{
    const char *meant = strcmp(text, "/dev/null") == 0 ? "NUL" : text;
    UINT page = CP_UTF8;
    int size = MultiByteToWideChar(page, MB_ERR_INVALID_CHARS, meant, -1, NULL, 0);
    if (size == 0)
        size = MultiByteToWideChar(page = CP_ACP, 0, meant, -1, NULL, 0);
    wchar_t *wide = malloc((size_t)size * sizeof *wide);
    if (wide)
        MultiByteToWideChar(page, 0, meant, -1, wide, size);
    else
        errno = ENOMEM;
    return wide;
}

static char *narrow(const wchar_t *wide)
{
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = malloc((size_t)size);
    if (text)
        WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    else
        errno = ENOMEM;
    return text;
}

/* After a call of Windows. Returned: -1. */
static int fail(void)
{
    const DWORD code = GetLastError();
    const int is_nowhere = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ||
                           code == ERROR_INVALID_NAME || code == ERROR_BAD_NETPATH;
    errno = is_nowhere ? ENOENT : code == ERROR_DISK_FULL ? ENOSPC : EACCES;
    return -1;
}

/* The body of a function of a path: what `call` says of its wide `name`. */
#define BY_NAME(type, path, failed, call)                                                          \
    wchar_t *name = widen(path);                                                                   \
    type const result = name ? (call) : (failed);                                                  \
    free(name);                                                                                    \
    return result

FILE *cohort_fopen(const char *path, const char *mode)
{
    const wchar_t how[] = {(wchar_t)mode[0], L'b', mode[strcspn(mode, "+")] ? L'+' : L'\0', L'\0'};
    BY_NAME(FILE *, path, NULL, _wfopen(name, how));
}

int cohort_open(const char *path, int flags, ...)
{
    BY_NAME(int, path, -1, _wopen(name, flags | _O_BINARY, _S_IREAD | _S_IWRITE));
}

int cohort_access(const char *path, int mode)
{
    BY_NAME(int, path, -1, _waccess(name, mode));
}

int cohort_unlink(const char *path)
{
    BY_NAME(int, path, -1, _wunlink(name));
}

/* Neither to read nor to write: of a folder, too. */
static HANDLE look_at(const char *path)
{
    wchar_t *name = widen(path);
    HANDLE file = name ? CreateFileW(name, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                     NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL)
                       : INVALID_HANDLE_VALUE;
    if (name && file == INVALID_HANDLE_VALUE)
        fail();
    free(name);
    return file;
}

int cohort_stat(const char *path, struct cohort_stat *state)
{
    BY_HANDLE_FILE_INFORMATION found;
    HANDLE file = look_at(path);
    if (file == INVALID_HANDLE_VALUE)
        return -1;
    *state = (struct cohort_stat){.st_mode = S_IFCHR};
    if (GetFileType(file) == FILE_TYPE_DISK && GetFileInformationByHandle(file, &found)) {
        const DWORD kind = found.dwFileAttributes;
        state->st_mode = (mode_t)((kind & FILE_ATTRIBUTE_DIRECTORY ? S_IFDIR : S_IFREG) |
                         (kind & FILE_ATTRIBUTE_READONLY ? 0444 : 0666));
        state->st_dev = found.dwVolumeSerialNumber;
        state->st_ino = (uint64_t)found.nFileIndexHigh << 32 | found.nFileIndexLow;
    }
    CloseHandle(file);
    return 0;
}

char *cohort_realpath(const char *path)
{
    HANDLE file = look_at(path);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    const DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, 0);
    wchar_t *wide = malloc((size + (size_t)1) * sizeof *wide);
    char *name = NULL;
    if (wide && size > 0 && GetFinalPathNameByHandleW(file, wide, size + 1, 0) > 0)
        name = narrow(wide);
    else
        fail();
    free(wide);
    CloseHandle(file);
    return name;
}

int cohort_rename(const char *from, const char *to)
{
    wchar_t *old = widen(from), *new = widen(to);
    int code = -1;
    if (old && new)
        code = MoveFileExW(old, new, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) ? 0 : fail();
    free(old);
    free(new);
    return code;
}

/* One byte far behind the end: others may read the file meanwhile. */
static int lock(HANDLE file)
{
    OVERLAPPED at = {.OffsetHigh = 1u << 30};
    return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
               ? 0
               : fail();
}

int cohort_fcntl(int file, int command, ...)
{
    const intptr_t handle = _get_osfhandle(file);
    if (handle < 0)
        return -1;
    return command == F_SETLK ? lock((HANDLE)handle) : 0;
}

const char *cohort_strerror(int number)
{
    return number == EACCES ? "Permission denied, or another program has it open"
                            : (strerror)(number);
}
#endif
