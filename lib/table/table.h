/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_TABLE_H
#define COHORT_TABLE_TABLE_H

#include <cohort/csv.h>
#include <cohort/lifetable.h>
#include <cohort/table.h>

#include "core/limits.h"
#include "table/order.h"

#include <float.h>
#include <stdbool.h>

/* A cell whose value could not be read. */
typedef struct cohort_unread {
    const char *area, *variable;
    int record, column; /* of the file */
} cohort_unread;

struct cohort_table {
    cohort_csv *csv;  /* has the texts that rows point to */
    bool wide;        /* were dates columns? */
    cohort_row *rows; /* in the order of the file; of a wide one, in order */
    int count;
    uint32_t *sorted; /* numbers of the rows in order; NULL: they are in order as they are */
    cohort_row_area *areas;
    int area_count;
    cohort_unread *
        gaps; /* in the order of the file; of consecutive ones of one area and variable only the first */
    int gap_count, gap_room;
    cohort_rate_limits limits;
    cohort_old_ages old_ages;
};

/* The limits of a rate, of which the highest does not bind where any are taken. */
static inline struct limits cohort_table_limits(const cohort_table *table, struct limits limits)
{
    if (table->limits == COHORT_ANY_RATES)
        limits.highest = DBL_MAX;
    return limits;
}

/* How many members of a row are compared, in the order of the sorted rows. */
typedef enum cohort_row_depth {
    COHORT_ROW_AREA = 1,
    COHORT_ROW_VARIABLE,
    COHORT_ROW_YEAR,
    COHORT_ROW_SEX,
    COHORT_ROW_AGE
} cohort_row_depth;

/* Sorted rows first .. end - 1. */
typedef struct cohort_row_range {
    int first, end;
} cohort_row_range;

/* Row `index` of those sorted by area, variable, year, sex and age. */
const cohort_row *cohort_table_sorted(const cohort_table *table, int index);

/* The sorted rows that agree with the key; possibly none. */
cohort_row_range cohort_table_range(const cohort_table *table, const cohort_row *key,
                                    cohort_row_depth depth);

/* Could all values of an area and variable be read? Errors: COHORT_ERROR_VALUE: what was wrong with
 * the first that could not. */
int cohort_table_gaps(const cohort_table *table, const char *area, const char *variable,
                      cohort_error *error);

/* The rows of an area and variable. Errors: COHORT_ERROR_MISSING: the area, or the variable;
 * those of cohort_table_gaps. */
int cohort_table_select(const cohort_table *table, const char *area, const char *variable,
                        cohort_row_range *range, cohort_error *error);

/* Is the row of all ages? */
static inline bool cohort_row_all_ages(const cohort_row *row)
{
    return row->age_from == 0 && row->age_to == COHORT_OPEN_END;
}

/* The file's name for messages. */
const char *cohort_table_name(const cohort_table *table);

/* `FILE: area "AREA", VARIABLE`, for messages; into the caller's buffer, which is returned. */
enum { COHORT_TABLE_WHAT = 320 };
const char *cohort_table_what(const cohort_table *table, const char *area, const char *variable,
                              char what[COHORT_TABLE_WHAT]);

/* cohort_table_population, dates after last_year left out. */
int cohort_table_stock(const cohort_table *table, const char *area, const char *variable,
                       int last_year, cohort_stock *stock, cohort_error *error);

/*
 * A life table from the rows of one sex and year, of variable mx (any ages) or qx (single years),
 * completed by Andreev and Kingkade's rules; extended by the table's model of old ages where it is
 * closed too early or before the age `oldest`. Free *life also after a failure.
 * Errors: COHORT_ERROR_GRID naming the line; those of cohort_lifetable_from_mx and _from_qx.
 */
int cohort_table_lifetable(const cohort_table *table, cohort_row_range range, int sex, int oldest,
                           cohort_lifetable *life, cohort_error *error);

#endif
