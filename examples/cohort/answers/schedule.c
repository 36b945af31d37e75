/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/schedule.h"

struct extent extent_of(const cohort_grid *grid, const cohort_operation *op)
{
    struct extent e = {0, grid->steps, 0, grid->ages - 2, op->sex, op->sex};
    for (int date = 0; date <= grid->steps; date++)
        if (cohort_grid_year(grid, date) <= op->year_from)
            e.first_date = date;
    while (e.last_date > 0 && cohort_grid_year(grid, e.last_date) > op->year_to)
        e.last_date--;
    while (e.first_age < grid->ages - 2 && e.first_age * grid->width < op->age_from)
        e.first_age++;
    while (e.last_age > 0 && e.last_age * grid->width > op->age_to)
        e.last_age--;
    if (op->sex == COHORT_BOTH) {
        e.first_sex = COHORT_MALE;
        e.last_sex = COHORT_FEMALE;
    }
    return e;
}

double kept_a_year(const cohort_inputs *plan, const cohort_inputs *baseline,
                   const cohort_stock *population, const struct extent *e)
{
    const cohort_grid *grid = cohort_inputs_grid(plan);
    const double *with = cohort_inputs_view(plan, COHORT_NET_MIGRATION_RATIO);
    const double *without = cohort_inputs_view(baseline, COHORT_NET_MIGRATION_RATIO);
    double kept = 0.0;
    for (int i = e->first_date; i < e->last_date; i++)
        for (int sex = e->first_sex; sex <= e->last_sex; sex++)
            for (int x = e->first_age; x <= e->last_age; x++) {
                size_t to = cohort_cell(grid, i, sex, x + 1);
                kept += population->cells[cohort_cell(grid, i, sex, x)] * (with[to] - without[to]);
            }
    return kept / ((e->last_date - e->first_date) * grid->width);
}
