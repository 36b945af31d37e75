/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_READER_H
#define COHORT_TABLE_READER_H

#include "table/order.h"
#include "table/table.h"

/*
 * What the layouts of a table have in common.
 */

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

/* A table on its way: where its columns are (-1: not there), and what may stand in them. */
typedef struct cohort_reader {
    const cohort_csv *csv;
    const char *name; /* of the file */
    int columns[READ_COLUMNS];
    const char *const *variables; /* NULL: any */
    cohort_table *gaps;           /* where values that cannot be read are noted; NULL: an error */
    cohort_row_order order;
    cohort_error *error;
} cohort_reader;

/* What a table has without a column `variable`: a wide one, or one of persons. */
#define COHORT_POPULATION "population"

/* May the variable stand in the table? What was expected, for messages; into the caller's buffer,
 * which is returned. */
bool cohort_reader_knows(const cohort_reader *read, const char *variable);
enum { COHORT_READER_EXPECTED = 200 };
const char *cohort_reader_expected(const cohort_reader *read, char text[COHORT_READER_EXPECTED]);

/* Records of the file, the columns having been found. Errors: COHORT_ERROR_MISSING: none. */
int cohort_reader_records(const cohort_reader *read, int *records);

/* Line, area, variable (population, without such a column), sex and age of a record; `before`: of
 * the one before it, or NULL. */
int cohort_reader_group(const cohort_reader *read, int record, const cohort_row *before,
                        cohort_row *row);

/* Its year. */
int cohort_reader_year(const cohort_reader *read, int record, cohort_row *row);

/* A value of a row whose area and variable are known. */
int cohort_reader_value(const cohort_reader *read, int record, int column, const cohort_row *row,
                        double *value);

/* All rows in order, as cohort_order_end has it. Errors: COHORT_ERROR_DUPLICATE: `same` are those of
 * another row. */
int cohort_reader_sort(cohort_reader *read, const cohort_row *rows, const char *same,
                       uint32_t **sorted);

/* Find the columns by their names, English or Japanese. Errors: COHORT_ERROR_DUPLICATE: two that are
 * one. */
int cohort_reader_locate(cohort_reader *read);

/* Does the header of the values say that they are persons: 人口, 人数? */
bool cohort_reader_counts_persons(const cohort_reader *read);

/* A column that has to be there. Errors: COHORT_ERROR_MISSING, with the columns that there are. */
int cohort_reader_find(const cohort_reader *read, cohort_reader_column column);

/* The year of a column that is a date, `2015` or `2015年`, or 0 when it is none. */
int cohort_date_column(const char *header);

/* Are dates columns? */
bool cohort_reader_is_wide(const cohort_reader *read);

#endif
