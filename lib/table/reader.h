/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_READER_H
#define COHORT_TABLE_READER_H

#include "table/order.h"
#include "table/table.h"

typedef enum cohort_reader_column {
    READ_AREA,
    READ_NAME,
    READ_VARIABLE,
    READ_YEAR,
    READ_SEX,
    READ_AGE,
    READ_VALUE,
    READ_COLUMNS
} cohort_reader_column;

/*
 * A file on its way to a table. In the wide layout a line has the values of all dates; in the long one
 * it is a row, with its own year and value.
 */
typedef struct cohort_reader {
    const cohort_csv *csv;
    const char *name;             /* of the file */
    const char *const *variables; /* those that may stand in it; NULL: any */
    cohort_table *gaps;           /* where values that cannot be read are noted; NULL: an error */
    cohort_error *error;
    int columns[READ_COLUMNS]; /* -1: not there */
    bool wide;
    int date_count; /* of the long layout 1, whose year is not read */
    struct cohort_reader_date {
        int year, column;
    } * dates; /* in order of year */
    int count;
    cohort_row *rows; /* one a line; of the wide layout without year and value */
    double *values;   /* of the wide layout: [line][date] */
    uint32_t *sorted; /* lines in order, as of cohort_order_end */
    cohort_row_order order;
} cohort_reader;

/* The variable of a table without that column: a wide one, or one of persons. */
#define COHORT_POPULATION "population"

/* May the variable stand in the table? Returned: NULL, or what was expected, for messages: the caller's
 * buffer. */
enum { COHORT_READER_EXPECTED = 200 };
const char *cohort_reader_refuses(const cohort_reader *read, const char *variable,
                                  char expected[COHORT_READER_EXPECTED]);

/* Find the layout, the columns by their names, English or Japanese, and the dates.
 * Errors: COHORT_ERROR_DUPLICATE: two columns that are one; COHORT_ERROR_MISSING, with those that there
 * are; COHORT_ERROR_VALUE: a misspelt date; COHORT_ERROR_ARGUMENT: a population is not expected. */
int cohort_reader_columns(cohort_reader *read);

/* Then read all lines and find their order. Errors: COHORT_ERROR_MISSING: there are none;
 * COHORT_ERROR_DUPLICATE; those of cells. */
int cohort_reader_lines(cohort_reader *read);

/* The values of a line, one a date. */
double *cohort_reader_values(const cohort_reader *read, size_t line);

/* Free what is left of it, also after a failure. */
void cohort_reader_free(cohort_reader *read);

#endif
