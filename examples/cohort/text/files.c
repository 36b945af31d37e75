/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* stat */
#include "text/files.h"

#include "text/say.h"

#include <stdio.h>
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

/* ---- the tables that come with the program ---- */

static const char *find_folder(void)
{
    const char *folder = getenv("COHORT_FIXTURES");
    return folder && *folder ? folder : fixtures_folder;
}

struct fixture fixture(const char *name)
{
    struct fixture file;
    snprintf(file.path, sizeof file.path, "%s/%s", find_folder(), name);
    return file;
}

bool is_fixture(const char *path)
{
    const size_t length = strlen(find_folder());
    return strncmp(path, find_folder(), length) == 0 && path[length] == '/';
}

/* ---- outputs ---- */

enum { MOST_OUTPUTS = 8 };
static cohort_output *outputs[MOST_OUTPUTS]; /* that are open */

static void drop_outputs(void)
{
    for (int i = 0; i < MOST_OUTPUTS; i++)
        cohort_output_close(&outputs[i], 0, NULL);
}

static const long long LAST_SECOND = 253402300799; /* of the year 9999 */

time_t moment(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    const size_t digits = epoch ? strspn(epoch, "0123456789") : 0;
    const long long second = epoch ? strtoll(epoch, NULL, 10) : 0;
    if (epoch && (digits == 0 || epoch[digits] || second > LAST_SECOND))
        die("SOURCE_DATE_EPOCH: \"%.60s\": expected seconds since 1970, at most %lld", epoch,
            LAST_SECOND);
    return epoch ? (time_t)second : time(NULL);
}

bool keeps_formulas, for_excel;

cohort_output *output_open(const char *path)
{
    static bool is_ready;
    int free_place = 0;
    if (!is_ready && atexit(drop_outputs) != 0)
        die("out of memory");
    is_ready = true;
    while (outputs[free_place])
        free_place++;
    must(cohort_output_open(path, &outputs[free_place], &error));
    cohort_output_keep_formulas(outputs[free_place], keeps_formulas);
    return outputs[free_place];
}

void output_close(cohort_output *output)
{
    for (int i = 0; i < MOST_OUTPUTS; i++)
        if (outputs[i] == output)
            outputs[i] = NULL;
    must(cohort_output_close(&output, 1, &error));
}

const char *csv_mark(void)
{
    return for_excel ? "\xEF\xBB\xBF" : "";
}

void write_draft(cohort_output *draft, const char *path)
{
    const char *text;
    size_t size;
    must(cohort_output_text(draft, &text, &size, &error));
    cohort_output *output = output_open(path);
    cohort_output_write(output, text, size);
    output_close(output);
    cohort_output_close(&draft, 1, NULL);
}

void write_scenario(const cohort_scenario *scenario, const char *path)
{
    cohort_output *draft;
    must(cohort_output_memory(&draft, &error));
    cohort_output_keep_formulas(draft, keeps_formulas);
    must(cohort_scenario_write(scenario, draft, &error));
    write_draft(draft, path);
}
