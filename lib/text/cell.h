/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CELL_H
#define COHORT_TEXT_CELL_H

#include <cohort/csv.h>
#include <cohort/error.h>

/* Fail with "FILE, line N, column NAME: "TEXT": expected ...", or "the cell is empty" for the
 * text. Returned: the code. */
int cohort_cell_fail(const cohort_csv *csv, int record, int column, int code, const char *expected,
                     cohort_error *error);

/* The column with this name. Errors: COHORT_ERROR_MISSING. */
int cohort_cell_column(const cohort_csv *csv, const char *name, int *column, cohort_error *error);

#endif
