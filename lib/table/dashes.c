/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/dashes.h"

#include "table/table.h"

#include <math.h>
#include <string.h>

/* A dash or an empty cell. */
static bool is_dash(double value)
{
    return (value == 0.0 && signbit(value)) || isinf(value);
}

/* That, or a zero before the pair's population has any persons: a place can empty, but not begin with
 * nobody. */
static bool is_nothing(double value, bool unpeopled)
{
    return is_dash(value) || (value == 0.0 && unpeopled);
}

static bool has_zeros(const cohort_rows *rows)
{
    bool found = false;
    for (int i = 0; i < rows->count && !found; i++)
        found = rows->values[i] == 0.0 || isinf(rows->values[i]);
    return found;
}

/* The end of the rows that agree, from a place of the order on, in their keys' bits above some. */
static int end_of(const cohort_rows *rows, int place, int bits)
{
    const uint64_t key = rows->keys[cohort_rows_at(rows, place)] >> bits;
    while (place < rows->count && rows->keys[cohort_rows_at(rows, place)] >> bits == key)
        place++;
    return place;
}

/* The first year in which a population, which has the rows first .. end - 1 of the order, has persons;
 * 0: never. */
static uint64_t first_peopled(const cohort_rows *rows, int first, int end)
{
    for (int i = first; i < end; i++) {
        const int row = cohort_rows_at(rows, i);
        if (rows->values[row] > 0.0 && isfinite(rows->values[row]))
            return cohort_rows_year(rows, row);
    }
    return 0;
}

/* Settle the rows first .. end - 1 of the order, an area's of a date. */
static void settle_date(cohort_rows *rows, int first, int end, bool unpeopled, int *zeros,
                        int *dates)
{
    bool nothing = false, numbered = false;
    for (int i = first; i < end; i++) {
        const double value = rows->values[cohort_rows_at(rows, i)];
        const bool none = is_nothing(value, unpeopled);
        nothing = nothing || none;
        numbered = numbered || (!none && !isnan(value));
    }
    *dates += nothing && !numbered;
    for (int i = first; i < end && nothing; i++) {
        const int row = cohort_rows_at(rows, i);
        double *value = &rows->values[row];
        cohort_row_pair *pair = &rows->pairs[cohort_rows_number(rows, row)];
        const bool empty = isinf(*value);
        if (!is_nothing(*value, unpeopled))
            continue;
        if (numbered && empty) { /* which is a gap, then */
            cohort_unread_earlier(&pair->empty, &pair->gap);
            pair->gap = pair->empty;
        }
        *zeros += numbered && !empty && is_dash(*value);
        *value = empty ? (double)NAN : 0.0;
        if (!numbered)
            cohort_rows_mark(rows, row);
    }
}

void cohort_rows_settle_dashes(cohort_rows *rows, int *zeros, int *dates)
{
    uint64_t peopled = 0;
    const int count = has_zeros(rows) ? rows->count : 0;
    *zeros = *dates = 0;
    for (int i = 0, end, pair_end = 0; i < count; i = end) {
        const int row = cohort_rows_at(rows, i);
        if (i == pair_end) {
            const cohort_row_pair *pair = &rows->pairs[cohort_rows_number(rows, row)];
            const bool persons = strcmp(pair->variable, COHORT_POPULATION) == 0;
            pair_end = end_of(rows, i, COHORT_KEY_PAIR);
            peopled = persons ? first_peopled(rows, i, pair_end) : 0;
        }
        end = end_of(rows, i, COHORT_KEY_YEAR);
        settle_date(rows, i, end, cohort_rows_year(rows, row) < peopled, zeros, dates);
    }
    if (*dates > 0)
        cohort_rows_drop(rows);
}
