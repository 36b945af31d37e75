/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/age.h"

#include <math.h>

/* What the cells of a total add up to; how many there are, or 0 when its ages are no groups. */
static int sum_parts(const cohort_row *row, const cohort_stock *stock, double *sum)
{
    const cohort_grid *grid = &stock->grid;
    const int date = cohort_grid_date(grid, row->year), open = (grid->ages - 1) * grid->width;
    int to = row->age_to, first, last, parts = 0;
    if (to == COHORT_AGE_GROUP)
        to = row->age_from == open ? COHORT_OPEN_END : row->age_from + grid->width - 1;
    if (date < 0 || cohort_grid_groups(grid, row->age_from, to, &first, &last, NULL))
        return 0;
    *sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = first; age <= last && (row->sex == sex || row->sex == COHORT_BOTH); age++) {
            *sum += stock->cells[cohort_cell(grid, date, sex, age)];
            parts++;
        }
    return parts;
}

int cohort_table_check_total(const cohort_table *table, const cohort_row *row,
                             const cohort_stock *stock, cohort_error *error)
{
    double sum;
    const int parts = sum_parts(row, stock, &sum);
    /* each part is rounded, and so is the total; and both may be sums of doubles */
    const double rounding = 0.5 * (parts + 1) + 1e-9 * fabs(row->value);
    if (parts == 0 || fabs(row->value - sum) <= rounding)
        return COHORT_OK;
    char place[COHORT_TABLE_PLACE], age[COHORT_AGE_RANGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s, %s: %.10g persons, year %d, sex %s, age %s, where its parts add up to "
                       "%.10g: expected their sum (persons of unknown age, if the total has them, "
                       "belong to none: spread them over the ages, or take the row out)",
                       cohort_table_name(table), cohort_table_place(table, row, place), row->value,
                       row->year, cohort_sex_word(row->sex),
                       cohort_age_range_text(row->age_from, row->age_to, age), sum);
}
