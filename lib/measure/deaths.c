/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deaths by age at death. */
#include <cohort/projection.h>

#include "core/error.h"
#include "core/grid.h"

#include <math.h>

/* Of those of a cohort who die on their way from one age group into the next, the share who have
 * reached the next: birthdays spread evenly over the interval, a constant force of mortality. */
static double share_in_next(double survival)
{
    double h = -log(survival); /* force times width */
    if (!(survival > 0.0))
        return 0.0;
    return h < 1e-4 ? 0.5 - h / 12.0 : 1.0 / h - survival / (1.0 - survival);
}

/* One sex in one interval. */
static void deaths_by_age(int ages, const double *opening, const double *survival,
                          const double *by_cohort, double *by_age)
{
    const int last = ages - 1;
    double oldest = opening[last - 1] + opening[last];
    for (int x = 0; x <= last; x++)
        by_age[x] = 0.0;
    by_age[0] = by_cohort[0]; /* births die in their group */
    for (int x = 1; x <= last; x++) {
        double deaths = by_cohort[x];
        if (x == last) { /* those who were in the open group stay there */
            deaths *= oldest > 0.0 ? opening[last - 1] / oldest : 0.0;
            by_age[last] += by_cohort[last] - deaths;
        }
        double next = deaths * share_in_next(survival[x]);
        by_age[x - 1] += deaths - next;
        by_age[x] += next;
    }
}

int cohort_projection_deaths_by_age(const cohort_projection *projection, cohort_flow *deaths,
                                    cohort_error *error)
{
    const cohort_inputs *inputs = cohort_projection_inputs(projection);
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double *population = cohort_projection_population(projection)->cells;
    const double *by_cohort = cohort_projection_deaths(projection)->cells;
    if (!cohort_grid_equal(grid, &deaths->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "deaths: expected the projection's grid");
    const double *survival = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t at = cohort_cell(grid, i, sex, 0);
            deaths_by_age(grid->ages, population + at, survival + at, by_cohort + at,
                          cohort_flow_cells(deaths) + at);
        }
    return cohort_succeed(error);
}
