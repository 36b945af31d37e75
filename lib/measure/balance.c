/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/indicators.h>
#include <cohort/projection.h>

#include "core/error.h"

#include <math.h>

/* Add up a flow between two positions on the grid, counted in intervals from its start. */
static double flow_between(const cohort_flow *flow, double from, double to)
{
    const size_t cells = cohort_grid_cells(&flow->grid);
    double sum = 0.0;
    for (int i = 0; i < flow->grid.steps; i++) {
        double part = fmin(to, i + 1.0) - fmax(from, i), events = 0.0;
        for (size_t c = 0; part > 0.0 && c < cells; c++)
            events += flow->cells[(size_t)i * cells + c];
        sum += part > 0.0 ? part * events : 0.0;
    }
    return sum;
}

int cohort_projection_balance(const cohort_projection *projection, double year_from, double year_to,
                              cohort_balance *balance, cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(projection);
    const cohort_grid *grid = &population->grid;
    const double from = (year_from - grid->start) / grid->width;
    const double to = (year_to - grid->start) / grid->width;
    if (!(from >= 0.0 && from <= to && to <= grid->steps))
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "years %.10g to %.10g: expected %d to %d, the last not before the first",
                           year_from, year_to, grid->start, cohort_grid_year(grid, grid->steps));
    *balance = (cohort_balance){
        .opening = cohort_total(population, year_from),
        .births = flow_between(cohort_projection_births(projection), from, to),
        .deaths = flow_between(cohort_projection_deaths(projection), from, to),
        .net_migration = flow_between(cohort_projection_net_migration(projection), from, to),
        .closing = cohort_total(population, year_to),
    };
    if (!isfinite(balance->opening + balance->births + balance->deaths + balance->net_migration +
                  balance->closing))
        return cohort_fail(error, COHORT_ERROR_ACCOUNT,
                           "years %.10g to %.10g: persons are too many to be added up", year_from,
                           year_to);
    return cohort_succeed(error);
}
