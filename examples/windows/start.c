/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program finds on other systems when it starts: words in UTF-8, streams of bytes, and an
 * environment that names the language, a folder for a while, and that of the tables. */
#include <fcntl.h>
#include <io.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

int main(int argc, char **argv);
int wmain(int argc, wchar_t **argv);

int _dowildcard = 0; /* `*` in a word stays as it is typed */

static char *utf8(const wchar_t *wide)
{
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = calloc(1, (size_t)size + 1);
    if (!text)
        abort();
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

/* Set a variable of the environment that is not set. */
static void set(const char *name, const char *value)
{
    if (!getenv(name))
        _putenv_s(name, value);
}

static void set_language(void)
{
    const bool is_said = getenv("LC_ALL") || getenv("LC_MESSAGES");
    if (!is_said && PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_JAPANESE)
        set("LANG", "ja_JP.UTF-8");
}

/* The tables stand beside the program, if they do. */
static void set_fixtures(void)
{
    enum { ROOM = 32768 };
    static wchar_t program[ROOM];
    GetModuleFileNameW(NULL, program, ROOM - 16);
    wchar_t *name = wcsrchr(program, L'\\');
    if (!name)
        return;
    wcscpy(name, L"\\fixtures");
    if (GetFileAttributesW(program) == INVALID_FILE_ATTRIBUTES)
        return;
    set("COHORT_FIXTURES", utf8(program));
}

static UINT page;

static void restore_page(void)
{
    SetConsoleOutputCP(page);
}

/* A console shows UTF-8, also once more after this; bytes go to it in pieces that are not letters'. */
static void set_streams(void)
{
    for (int i = 0; i < 3; i++)
        _setmode(i, _O_BINARY);
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    page = GetConsoleOutputCP();
    if (page && page != CP_UTF8 && SetConsoleOutputCP(CP_UTF8))
        atexit(restore_page);
}

int wmain(int argc, wchar_t **argv)
{
    char **words = calloc((size_t)argc + 1, sizeof *words);
    if (!words)
        abort();
    for (int i = 0; i < argc; i++)
        words[i] = utf8(argv[i]);
    set_streams();
    set_language();
    set_fixtures();
    const char *temporary = getenv("TEMP");
    set("TMPDIR", temporary ? temporary : ".");
    return main(argc, words);
}
