/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/derived.h>

#include "core/error.h"
#include "core/grid.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* All cells are checked before any is written. */
static int check_cells(const cohort_stock *population, const double *rates, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    const size_t cells = cohort_grid_cells(grid);
    for (size_t i = 0; i < cells * ((size_t)grid->steps + 1); i++) {
        const double persons = population->cells[i], rate = rates[i];
        if (rate >= 0.0 && isfinite(rate * persons))
            continue;
        const bool is_rate = rate >= 0.0 && isfinite(rate);
        const int cell = (int)(i % cells);
        char age[COHORT_AGE_TEXT], times[40] = "";
        if (is_rate)
            snprintf(times, sizeof times, " times %.10g persons", persons);
        return cohort_fail(
            error, COHORT_ERROR_VALUE, "%d, %s, age %s: rate %.10g%s: expected a finite number%s",
            cohort_grid_year(grid, (int)(i / cells)), cohort_sex_word(cell / grid->ages),
            cohort_age_text(grid, cell % grid->ages, age), rate, times,
            is_rate ? "" : ", 0 or more");
    }
    return COHORT_OK;
}

int cohort_derived(const cohort_stock *population, const double *rates, cohort_stock *derived,
                   cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    if (!cohort_grid_equal(grid, &derived->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "derived: expected the grid of population");
    int code = cohort_stock_has_cells(population, error);
    if (!code)
        code = cohort_stock_has_cells(derived, error);
    if (!code)
        code = check_cells(population, rates, error);
    if (code)
        return code;
    const size_t cells = cohort_cell(grid, grid->steps + 1, 0, 0);
    double *to = cohort_stock_cells(derived);
    for (size_t i = 0; i < cells; i++)
        to[i] = population->cells[i] * rates[i];
    return cohort_succeed(error);
}
