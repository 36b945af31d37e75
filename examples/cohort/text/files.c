/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* stat */
#include "text/files.h"

#include "text/say.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The folder of a path and the name in it. */
static bool same_place(const char *path, const char *other)
{
    struct stat states[2];
    const char *paths[2] = {path, other}, *names[2];
    for (int i = 0; i < 2; i++) {
        char folder[4096];
        const char *slash = strrchr(paths[i], '/');
        names[i] = slash ? slash + 1 : paths[i];
        snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash + 1 - paths[i]) : 1,
                 slash ? paths[i] : ".");
        if (stat(folder, &states[i]) != 0)
            return false;
    }
    return states[0].st_dev == states[1].st_dev && states[0].st_ino == states[1].st_ino &&
           strcmp(names[0], names[1]) == 0;
}

bool same_file(const char *path, const char *other)
{
    struct stat a, b;
    if (stat(path, &a) == 0 && stat(other, &b) == 0)
        return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    return same_place(path, other);
}

void write_draft(cohort_output *draft, const char *path)
{
    cohort_output *output;
    const char *text;
    size_t size;
    must(cohort_output_text(draft, &text, &size, &error));
    must(cohort_output_open(path, &output, &error));
    cohort_output_write(output, text, size);
    must(cohort_output_close(&output, 1, &error));
    cohort_output_close(&draft, 1, NULL);
}

void write_scenario(const cohort_scenario *scenario, const char *path)
{
    cohort_output *draft;
    must(cohort_output_memory(&draft, &error));
    must(cohort_scenario_write(scenario, draft, &error));
    write_draft(draft, path);
}
