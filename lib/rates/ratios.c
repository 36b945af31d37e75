/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/ratios.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/range.h"

#include <float.h>

struct ratio cohort_ratio(const cohort_stock *stock, int interval, int sex, int age)
{
    const cohort_grid *grid = &stock->grid;
    const double *from = stock->cells + cohort_cell(grid, interval, sex, 0);
    struct ratio ratio = {from[age - 1], stock->cells[cohort_cell(grid, interval + 1, sex, age)]};
    if (age == grid->ages - 1)
        ratio.opening += from[age];
    return ratio;
}

struct children cohort_children(const cohort_stock *stock, const cohort_inputs *inputs, int date)
{
    const cohort_grid *grid = &stock->grid;
    const double *women = stock->cells + cohort_cell(grid, date, COHORT_FEMALE, 0);
    const size_t groups = (size_t)(inputs->women_last - inputs->women_first + 1);
    return (struct children){stock->cells[cohort_cell(grid, date, COHORT_MALE, 0)], women[0],
                             cohort_sum(women + inputs->women_first, groups)};
}

int cohort_stock_check(const cohort_stock *stock, const char *what, cohort_error *error)
{
    const cohort_grid *grid = &stock->grid;
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++) {
                double value = stock->cells[cohort_cell(grid, date, sex, x)];
                char age[COHORT_AGE_TEXT];
                if (!(value >= 0.0 && value <= DBL_MAX))
                    return cohort_fail(error, COHORT_ERROR_VALUE,
                                       "%s, %d, %s %s: %g: expected a finite number, 0 or more",
                                       what, cohort_grid_year(grid, date), cohort_sex_name(sex),
                                       cohort_age_text(grid, x, age), value);
            }
    return cohort_succeed(error);
}
