/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/derived.h>

#include "core/error.h"
#include "core/grid.h"

#include <math.h>

static int check_cell(const cohort_grid *grid, int date, int sex, int age, double persons,
                      double rate, cohort_error *error)
{
    char text[COHORT_AGE_TEXT];
    if (rate >= 0.0 && isfinite(rate * persons))
        return COHORT_OK;
    if (rate >= 0.0 && isfinite(rate))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "%d, %s, age %s: rate %.10g times %.10g persons: expected a finite "
                           "number",
                           cohort_grid_year(grid, date), cohort_sex_word(sex),
                           cohort_age_text(grid, age, text), rate, persons);
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%d, %s, age %s: rate %.10g: expected a finite number, 0 or more",
                       cohort_grid_year(grid, date), cohort_sex_word(sex),
                       cohort_age_text(grid, age, text), rate);
}

/* All cells are looked at before any is written. */
static int check_cells(const cohort_stock *population, const double *rates, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < grid->ages; age++) {
                size_t cell = cohort_cell(grid, date, sex, age);
                int code =
                    check_cell(grid, date, sex, age, population->cells[cell], rates[cell], error);
                if (code)
                    return code;
            }
    return COHORT_OK;
}

int cohort_derived(const cohort_stock *population, const double *rates, cohort_stock *derived,
                   cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    if (!cohort_grid_equal(grid, &derived->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "derived: expected the grid of population");
    int code = check_cells(population, rates, error);
    if (code)
        return code;
    const size_t cells = cohort_cell(grid, grid->steps + 1, 0, 0);
    double *to = cohort_stock_cells(derived);
    for (size_t i = 0; i < cells; i++)
        to[i] = population->cells[i] * rates[i];
    return cohort_succeed(error);
}
