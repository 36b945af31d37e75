/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* isatty, fcntl */

#include "text/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool held; /* what is printed waits for the end */
static bool bar;  /* is in the way */
volatile sig_atomic_t limit_is_met;

#define RED "\033[31m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

bool on_terminal(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

static bool in_colour(void)
{
    const char *none = getenv("NO_COLOR");
    return on_terminal() && !(none && *none);
}

COHORT_PRINTF(3, 0)
static void say(const char *before, const char *after, const char *format, va_list arguments)
{
    char text[4000]; /* as it may show paths and options, without what a terminal would obey */
    char line[4100]; /* written at once: a console of Windows shows no part of a letter */
    vsnprintf(text, sizeof text, format, arguments);
    cohort_clean_text(text);
    snprintf(line, sizeof line, "%s%s%s%s", bar ? "\r\033[K" : "", before, text, after);
    fputs(line, stderr);
}

COHORT_PRINTF(1, 0)
static void say_error(const char *format, va_list arguments)
{
    say(in_colour() ? RED "error:" PLAIN " " : "error: ", "\n", format, arguments);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say_error(format, arguments);
    va_end(arguments);
}

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say_error(format, arguments);
    va_end(arguments);
    if (held) { /* without what has been printed so far */
        const int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
            _Exit(EXIT_WRONG);
    }
    exit(EXIT_WRONG);
}

cohort_error error;

int bearable(int code)
{
    if (code == COHORT_ERROR_MEMORY)
        die("out of memory");
    return code;
}

void must(int code)
{
    if (bearable(code) != COHORT_OK)
        die("%s", error.text);
}

#ifdef SIGXFSZ
static void know_limit(int signal)
{
    limit_is_met = signal;
}
#endif

void hold_descriptors(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY}; /* reading and writing them fails */
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) < 0 && open("/dev/null", modes[i]) < 0)
            _Exit(EXIT_WRONG);
#ifdef SIGXFSZ
    sigaction(SIGXFSZ, &(const struct sigaction){.sa_handler = know_limit}, NULL);
#endif
}

int advise(cohort_error *problem, const char *format, ...)
{
    const size_t used = strlen(problem->text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text + used, sizeof problem->text - used, format, arguments);
    va_end(arguments);
    return problem->code;
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        die("out of memory");
    return memory;
}

void *resize(void *memory, size_t count, size_t size)
{
    void *resized = realloc(memory, count * size);
    if (!resized)
        die("out of memory");
    return resized;
}

static char *notes;
static size_t notes_used, notes_room;

/* Keep a note for what is written later. */
COHORT_PRINTF(1, 0)
static void keep(const char *format, va_list arguments)
{
    char text[1000];
    vsnprintf(text, sizeof text, format, arguments);
    cohort_clean_text(text);
    if (notes_used + sizeof text + 1 > notes_room)
        notes = resize(notes, notes_room = 2 * notes_room + sizeof text + 1, 1);
    notes_used += (size_t)sprintf(notes + notes_used, "%s\n", text);
}

const char *notes_said(void)
{
    return notes ? notes : "";
}

void note(const char *format, ...)
{
    const bool dim = in_colour();
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    say(dim ? DIM "note: " : "note: ", dim ? PLAIN "\n" : "\n", format, arguments);
    keep(format, again);
    va_end(again);
    va_end(arguments);
}

void note_once(bool *noted, const char *what, const char *then)
{
    if (!*noted)
        note("%s%s", what, then);
    *noted = true;
}

COHORT_PRINTF(1, 2)
static void say_left_out(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("left out: ", "\n", format, arguments);
    va_end(arguments);
}

void say_area_left_out(const char *area, const char *name, const char *reason)
{
    const bool named = *name && strcmp(name, area) != 0;
    say_left_out("%s%s%s: %s", area, named ? " " : "", named ? name : "", reason);
}

void say_areas_left_out(int out, int count)
{
    if (out > 0)
        say_left_out("%d of %d areas", out, count);
    if (out == count)
        die("no area is left");
}

void bar_is_shown(bool shown)
{
    bar = shown;
}

void hold_output(void)
{
    static char buffer[1 << 18];
    held = setvbuf(stdout, buffer, _IOFBF, sizeof buffer) == 0;
}

int finish(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    complain("standard output: cannot be written%s%s", errno ? ": " : "",
             errno ? strerror(errno) : "");
    return EXIT_WRONG;
}

const char *input_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}
