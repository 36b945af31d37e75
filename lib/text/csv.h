/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CSV_H
#define COHORT_TEXT_CSV_H

#include <cohort/csv.h>
#include <cohort/error.h>

/* Where a cell is, and what it has; for messages. */
typedef struct cohort_cell_place {
    const char *file;   /* as shown */
    const char *column; /* its heading */
    const char *text;
    int line;
} cohort_cell_place;

/* Fail with "FILE, line N, column NAME: "TEXT": expected ...", or "the cell is empty" for the
 * text. Returned: the code. */
int cohort_place_fail(const cohort_cell_place *place, int code, const char *expected,
                      cohort_error *error);

/* The same of a cell that is no number: `code` as of cohort_written_number; an example of what was
 * expected, unless the text shows more. */
int cohort_place_no_number(const cohort_cell_place *place, int code, const char *example,
                           cohort_error *error);

/* cohort_place_fail of a cell of CSV. */
int cohort_cell_fail(const cohort_csv *csv, int record, int column, int code, const char *expected,
                     cohort_error *error);

/* The column with this name. Errors: COHORT_ERROR_MISSING. */
int cohort_cell_column(const cohort_csv *csv, const char *name, int *column, cohort_error *error);

#endif
