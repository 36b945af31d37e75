/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an area's rates, by interval, sex and age group. */
#ifndef COHORT_TABLE_RATE_ROWS_H
#define COHORT_TABLE_RATE_ROWS_H

#include "table/table.h"

#include <stdbool.h>

/* The area whose rows are looked for, and what they fill. */
struct rate_source {
    int count;
    const cohort_table *const *tables;
    const char *area;
    bool women_only;
    cohort_inputs *inputs;
    cohort_error *error;
};

/* The rows of a variable: in one of the tables; none if `table` is NULL. */
struct rate_rows {
    const struct rate_source *source;
    const cohort_table *table;
    const char *variable;
    cohort_row_range range;
};

/* The rows of a variable; those of years within intervals are an error. */
int cohort_rate_rows_find(const struct rate_source *s, const char *variable,
                          struct rate_rows *rows);

/* The rows of one interval, by its first year, and sex; of all sexes for COHORT_BOTH. Rates of the
 * first interval only are held. `need`: those that have to be there. */
cohort_row_range cohort_rate_rows_of(const struct rate_rows *rows, int interval, int sex);
int cohort_rate_rows_need(const struct rate_rows *rows, int interval, int sex,
                          cohort_row_range *range);

/* An error that names a row and what was expected. */
int cohort_rate_row_fail(const struct rate_rows *rows, const cohort_row *row, int code,
                         const char *expected);

/* What to do with groups wider than the projection's step. */
const char *cohort_rate_rows_narrow(const struct rate_rows *rows);

/* A value that its variable cannot have is reported with its line; cohort_inputs_check, which checks
 * all of them again, has no lines. */
int cohort_rate_row_check(const struct rate_rows *rows, const cohort_row *row,
                          struct limits limits);

/* Limits of a variable that is a quantity but for a factor. The asfr's are those of all ages
 * together. */
struct limits cohort_rate_limits_of(const struct rate_source *s, cohort_quantity quantity,
                                    double factor);

/* Read the rows of a range, a quantity but for a factor, into values[ages]; NAN for groups without
 * a row. */
int cohort_rate_rows_read(const struct rate_rows *rows, cohort_row_range range,
                          cohort_quantity quantity, double factor, double *values);

#endif
