/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* open_memstream, stat */
#include "text/files.h"

#include "text/say.h"

#include <cohort/output.h>

#include <stdlib.h>
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

void draft_begin(struct draft *draft)
{
    draft->stream = open_memstream(&draft->text, &draft->size);
    if (!draft->stream)
        die("out of memory");
}

void draft_end(struct draft *draft, const char *path)
{
    cohort_output *output;
    cohort_error error;
    if (fclose(draft->stream) != 0)
        die("out of memory");
    must(cohort_output_open(path, &output, &error), &error);
    fwrite(draft->text, 1, draft->size,
           cohort_output_stream(output)); /* _close knows how it went */
    must(cohort_output_close(&output, 1, &error), &error);
    free(draft->text);
}
