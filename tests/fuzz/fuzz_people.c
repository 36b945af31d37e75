/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids, stocks and what is asked of them: any numbers, also no cells. */
#include "fuzz/take.h"

static void ask(const cohort_stock *stock, struct take *take)
{
    cohort_error error;
    cohort_dependency ratios;
    double value = 0.0, three[3];
    const cohort_measure measure = take_measure(take);
    const double year = take_year(take);
    char name[COHORT_MEASURE_NAME];
    HOLDS(strlen(cohort_measure_name(&measure, name)) < sizeof name);
    check_error(cohort_count(stock, year, measure.band, &value, &error), &error);
    check_error(cohort_measure_value(stock, &measure, &value, &error), &error);
    check_error(cohort_three_ages(stock, year, three, &error), &error);
    check_error(cohort_dependency_ratios(stock, year, &ratios, &error), &error);
    check_error(cohort_median_age(stock, year, take_up_to(take, 3), &value, &error), &error);
    cohort_total(stock, year);
    cohort_grid_date(&stock->grid, take_int(take));
}

static void give_arrays(const cohort_grid *grid, struct take *take)
{
    double cells[2 * COHORT_SEXES * 200], value;
    cohort_error error;
    const cohort_figure controls[2] = {take_figure(take), take_figure(take)};
    if (grid->ages > 200)
        return;
    take_numbers(take, cells, sizeof cells / sizeof *cells);
    check_error(cohort_child_woman_ratio(grid, cells, &value, &error), &error);
    check_error(cohort_rake(grid, cells, take_up_to(take, 2), controls, &error), &error);
    cohort_tfr_standardised(grid, cells, cells + 400, cells + 7, take_number(take));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct take take = {bytes, size};
    const cohort_grid grid = take_grid(&take), part = take_grid(&take);
    cohort_stock stock = {grid, NULL}, other = {grid, NULL};
    cohort_inputs *inputs;
    cohort_error error;
    ask(&stock, &take);
    if (grid.steps < 100 && grid.ages < 200 && !cohort_stock_init(&stock, &grid, &error)) {
        const size_t cells = cohort_grid_cells(&grid) * ((size_t)grid.steps + 1);
        take_numbers(&take, cohort_stock_cells(&stock), cells);
        HOLDS(cohort_stock_init(&other, &grid, &error) == COHORT_OK);
        ask(&stock, &take);
        check_error(cohort_derived(&stock, other.cells, &other, &error), &error);
        check_error(cohort_derive_reference(&stock, 0, NULL, NULL, &inputs, &error), &error);
        cohort_inputs_free(inputs);
        check_error(cohort_forecast(&stock, take_int(&take), NULL, &inputs, &error), &error);
        cohort_inputs_free(inputs);
        if (part.steps < 100)
            check_error(cohort_stock_refit(&stock, &part, &error), &error);
    }
    give_arrays(&grid, &take);
    cohort_stock_free(&stock);
    cohort_stock_free(&other);
    return 0;
}
