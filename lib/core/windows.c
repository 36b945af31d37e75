/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#ifdef _WIN32
#include "core/windows.h"

#include <stdbool.h>
#include <windows.h>

enum { ROOM = 32768, LONGEST = 3 * ROOM }; /* the longest path that there is, and its bytes */

/* Returned: false, and ENAMETOOLONG, if there is no room. */
static bool widen(const char *path, wchar_t name[ROOM])
{
    const char *meant = strcmp(path, "/dev/null") == 0 ? "NUL" : path;
    const bool fits =
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, meant, -1, name, ROOM) > 0 ||
        MultiByteToWideChar(CP_ACP, 0, meant, -1, name, ROOM) > 0;
    errno = fits ? errno : ENAMETOOLONG;
    return fits;
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

FILE *cohort_fopen(const char *path, const char *mode)
{
    const wchar_t how[] = {(wchar_t)mode[0], L'b', strchr(mode, '+') ? L'+' : L'\0', L'\0'};
    wchar_t name[ROOM];
    struct cohort_stat state;
    FILE *file = widen(path, name) ? _wfopen(name, how) : NULL;
    if (!file && errno == EACCES && cohort_stat(path, &state) == 0 && S_ISDIR(state.st_mode))
        errno = EISDIR;
    return file;
}

int cohort_open(const char *path, int flags, ...)
{
    wchar_t name[ROOM];
    return widen(path, name) ? _wopen(name, flags | _O_BINARY, _S_IREAD | _S_IWRITE) : -1;
}

int cohort_access(const char *path, int mode)
{
    wchar_t name[ROOM];
    return widen(path, name) ? _waccess(name, mode) : -1;
}

int cohort_unlink(const char *path)
{
    wchar_t name[ROOM];
    return widen(path, name) ? _wunlink(name) : -1;
}

/* Neither to read nor to write: of a folder, too. */
static HANDLE look_at(const char *path)
{
    wchar_t name[ROOM];
    if (!widen(path, name))
        return INVALID_HANDLE_VALUE;
    HANDLE file = CreateFileW(name, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (file == INVALID_HANDLE_VALUE)
        fail();
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
    wchar_t name[ROOM];
    HANDLE file = look_at(path);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    const bool known = GetFinalPathNameByHandleW(file, name, ROOM, 0) > 0 || fail() == 0;
    CloseHandle(file);
    char *resolved = known ? malloc(LONGEST) : NULL;
    if (resolved)
        WideCharToMultiByte(CP_UTF8, 0, name, -1, resolved, LONGEST, NULL, NULL);
    return resolved;
}

int cohort_rename(const char *from, const char *to)
{
    wchar_t old[ROOM], new[ROOM];
    if (!widen(from, old) || !widen(to, new))
        return -1;
    return MoveFileExW(old, new, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) ? 0 : fail();
}

/* What is locked is one byte far behind the end: others may read the file meanwhile. */
int cohort_fcntl(int file, int command, ...)
{
    OVERLAPPED at = {.OffsetHigh = 1u << 30};
    const intptr_t handle = _get_osfhandle(file);
    const DWORD how = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
    if (handle < 0 || command == F_GETFD)
        return handle < 0 ? -1 : 0;
    return LockFileEx((HANDLE)handle, how, 0, 1, 0, &at) ? 0 : fail();
}

double cohort_round_away(double x)
{
    const double whole = trunc(x);
    return fabs(x - whole) < 0.5 ? whole : whole + copysign(1.0, x);
}
#endif
