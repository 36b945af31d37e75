/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

/* First ages of the rows: from 0 on, rising, the last one open. */
static int read_ages(const cohort_table *table, cohort_row_range range, int *first,
                     cohort_error *error)
{
    const cohort_row *row = NULL;
    for (int i = range.first; i < range.end; i++) {
        const int x = i - range.first;
        row = cohort_table_sorted(table, i);
        if (x == 0 ? row->age_from != 0 : row->age_from == first[x - 1])
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d: expected ages from 0 on, each once", row->line,
                               row->age_from);
        first[x] = row->age_from;
        if (row->value < 0.0 || (row->value > 1.0 && strcmp(row->variable, "qx") == 0))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "line %d: %s at age %d: %.10g: expected %s", row->line,
                               row->variable, row->age_from, row->value,
                               strcmp(row->variable, "qx") == 0 ? "0 to 1" : "0 or more");
        if (i == range.end - 1 || row->age_to == COHORT_AGE_GROUP)
            continue;
        const cohort_row *next = cohort_table_sorted(table, i + 1);
        if (row->age_to != next->age_from - 1)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d to %d, and the next from %d: expected no gap",
                               row->line, row->age_from, row->age_to, next->age_from);
    }
    if (range.end - range.first < 2 || (first[1] != 1 && strcmp(row->variable, "mx") == 0))
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: no age 1: expected single years, or 0, 1, 5, 10, ...",
                           cohort_table_sorted(table, range.first)->line);
    if (row->age_to != COHORT_OPEN_END)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: the last age is not open: expected it written as %d+",
                           row->line, row->age_from);
    return COHORT_OK;
}

int cohort_table_lifetable(const cohort_table *table, cohort_row_range range, int sex,
                           cohort_lifetable *life, cohort_error *error)
{
    const int ages = range.end - range.first;
    const bool is_mx = strcmp(cohort_table_sorted(table, range.first)->variable, "mx") == 0;
    int *first = malloc((size_t)ages * sizeof *first);
    int code = first ? read_ages(table, range, first, error) : cohort_fail_memory(error);
    if (!code)
        code = cohort_lifetable_init(life, ages, first, error);
    free(first);
    if (code)
        return code;
    double *column = is_mx ? life->mx : life->qx;
    for (int x = 0; x < ages; x++)
        column[x] = cohort_table_sorted(table, range.first + x)->value;
    return is_mx ? cohort_lifetable_from_mx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error)
                 : cohort_lifetable_from_qx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error);
}
