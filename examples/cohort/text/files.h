/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FILES_H
#define FILES_H

#include <cohort/cohort.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Do two paths lead to one file, or would they if it were there? */
bool same_file(const char *path, const char *other);

/* Where the tables are that come with the program. folder.c is compiled twice: the program under
 * build/ uses those of the checkout, the installed one those that are installed with it. */
extern const char fixtures_folder[];

/* One of them, in their folder or that of COHORT_FIXTURES in the environment. */
struct fixture {
    char path[4096];
};
struct fixture fixture(const char *name);
bool is_fixture(const char *path);

/* Is an output (NULL: none) standard output? */
static inline bool is_standard(const char *path)
{
    return path && (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0);
}

/* Open an output, and close it, kept. Nothing is left of one that is open when the program ends. */
cohort_output *output_open(const char *path);
void output_close(cohort_output *output);

/* Now, or the moment that SOURCE_DATE_EPOCH says, so that a page or workbook can be made again byte
 * by byte. Exits with a message if it says no second of the years 1970 to 9999. */
time_t moment(void);

/* How CSV is written: with --keep-formulas cells are as they are; with --excel csv_mark() is the
 * byte-order mark with which Excel reads UTF-8, otherwise "". */
extern bool keeps_formulas, for_excel;
const char *csv_mark(void);

/* What was written to memory first, so that an error leaves nothing of it, goes to a path, or for
 * "-" to standard output; and so does a scenario. These exit with a message on an error. */
void write_draft(cohort_output *draft, const char *path);
void write_scenario(const cohort_scenario *scenario, const char *path);

#endif
