/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_ORDER_H
#define COHORT_TABLE_ORDER_H

#include <cohort/error.h>
#include <cohort/table.h>

#include <stddef.h>
#include <stdint.h>

/*
 * The order of rows: by area, variable, year, sex, first and last age. Texts are compared once a
 * pair of area and variable; a row is then one number, and sorting needs no comparisons.
 */

/* The years that rows may have. */
enum { COHORT_TABLE_FIRST_YEAR = -9999, COHORT_TABLE_LAST_YEAR = 9999 };

/* An area with a variable, as the file first names them. */
typedef struct cohort_row_pair {
    const char *area, *variable;
    int first; /* row */
    int rank;  /* among the pairs in order */
} cohort_row_pair;

typedef struct cohort_row_order {
    uint64_t *keys; /* a row each: at first the number of its pair */
    int rows;
    cohort_row_pair *pairs;
    int pair_count, pair_room;
    cohort_row_pair **ranked; /* in order, when all rows are there */
    int *slots;               /* pairs by their hash; -1: none */
    size_t slot_count;
} cohort_row_order;

/* Begin, for at most so many rows. Freed with cohort_order_free, also after a failure. */
int cohort_order_begin(cohort_row_order *order, int rows, cohort_error *error);
void cohort_order_free(cohort_row_order *order);

/* The next of the rows. Its area and variable become those of the first row with the same, so that
 * comparing them is quick. Errors: COHORT_ERROR_MEMORY. */
int cohort_order_add(cohort_row_order *order, cohort_row *row, cohort_error *error);

/*
 * When all rows are there.
 * Returned: *sorted, the numbers of the rows in order, allocated, or NULL when they are in order
 * already; *again, a row that agrees with the row *before in all of these, or -1.
 */
int cohort_order_end(cohort_row_order *order, const cohort_row *rows, uint32_t **sorted, int *again,
                     int *before, cohort_error *error);

/* An area, and its first row. */
typedef struct cohort_row_area {
    const char *area, *name;
    int first;
} cohort_row_area;

/* After the end: each area once, in the order of their first rows; allocated. */
int cohort_order_areas(const cohort_row_order *order, cohort_row_area **areas, int *count,
                       cohort_error *error);

#endif
