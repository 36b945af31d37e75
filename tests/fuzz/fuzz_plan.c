/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
/* Targets, and what was counted, as the program reads them: where it would end with a message, this goes
 * on. (What the program has open then is not freed.) */
#include "fuzz/take.h"

#include "inputs/counts.h"
#include "inputs/targets.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

/* ---- in place of say.c ---- */

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static jmp_buf way_out;
cohort_error error;

void complain(const char *format, ...)
{
    char text[4000];
    va_list arguments;
    va_start(arguments, format);
    HOLDS(vsnprintf(text, sizeof text, format, arguments) > 0);
    va_end(arguments);
}

_Noreturn void die(const char *format, ...)
{
    char text[4000];
    va_list arguments;
    va_start(arguments, format);
    HOLDS(vsnprintf(text, sizeof text, format, arguments) > 0);
    va_end(arguments);
    longjmp(way_out, 1);
}

void note(const char *format, ...)
{
    (void)format;
}

int bearable(int code)
{
    HOLDS(code != COHORT_ERROR_MEMORY);
    return code;
}

void must(int code)
{
    if (code)
        die("%s", error.text);
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    HOLDS(memory);
    return memory;
}

const char *input_name(const char *path)
{
    return path;
}

/* ---- */

static void take_target(void *to, const char *file, const struct target *target)
{
    HOLDS(to && file && target->name && target->line > 0 && isfinite(target->aim.value));
}

static void read_counts(const char *path)
{
    const cohort_grid grid = {5, 19, 2015, 9};
    struct observed observed = {.area = "01223", .dates = OCTOBER_1};
    observed_read(&observed, path, &grid);
    for (int i = 0; i < observed.count; i++)
        counted(&observed.counts[i], (cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END});
    int first;
    events_until(&observed, 2024, &first);
    observed_free(&observed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[] = "/tmp/cohort-fuzz-XXXXXX";
    const int file = mkstemp(path);
    if (size < 1)
        size = 0;
    HOLDS(file >= 0 && (size == 0 || write(file, bytes + 1, size - 1) == (ssize_t)size - 1));
    close(file);
    if (setjmp(way_out) == 0) {
        if (size && bytes[0] % 2)
            targets_read(path, take_target, &error);
        else
            read_counts(path);
    }
    unlink(path);
    return 0;
}
