/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structs that are all zero, or that a failed init left, and grids of any numbers: every function
 * that takes one gives an error, NAN or -1, and does no arithmetic with it before. */
#include "support/close.h"
#include "support/small.h"

#include <cohort/cohort.h>

#include <limits.h>
#include <math.h>

static const cohort_grid bad_grids[] = {
    {0, 0, 0, 0},        {5, 21, 2015, INT_MAX},   {0, 21, 2015, 3},
    {INT_MIN, 3, 0, 1},  {INT_MAX, INT_MAX, 0, 0}, {5, INT_MIN, INT_MIN, INT_MIN},
    {5, 21, INT_MAX, 3}, {-1, -1, -1, -1},         {5, 21, 2015, -1},
};
enum { BAD = sizeof bad_grids / sizeof *bad_grids };

/* A stock without cells on a bad grid, or, as the last one, on a good one: its cells were freed. */
static cohort_stock bad_stock(int i)
{
    return (cohort_stock){i < BAD ? bad_grids[i] : small_grid, NULL};
}

static void an_init_refuses_bad_grids(void **state)
{
    for (int i = 0; i < BAD; i++) {
        cohort_stock stock = {.grid = small_grid};
        cohort_flow flow = {.grid = small_grid};
        cohort_inputs *inputs;
        cohort_error error;
        assert_int_equal(cohort_stock_init(&stock, &bad_grids[i], &error), COHORT_ERROR_GRID);
        assert_int_equal(cohort_flow_init(&flow, &bad_grids[i], &error), COHORT_ERROR_GRID);
        assert_null(stock.cells);
        assert_null(flow.cells);
        assert_int_equal(stock.grid.width, 0); /* the bad one is not kept */
        assert_int_equal(flow.grid.width, 0);
        assert_int_equal(cohort_inputs_new(&bad_grids[i], COHORT_IPSS, &inputs, &error),
                         COHORT_ERROR_GRID);
        assert_null(inputs);
    }
}

static void an_init_takes_its_own_grid(void **state)
{
    cohort_stock stock = {.grid = small_grid};
    cohort_error error;
    assert_ok(cohort_stock_init(&stock, &stock.grid, &error), error);
    assert_int_equal(stock.grid.steps, small_grid.steps);
    cohort_stock_free(&stock);
}

/* What is asked of a stock that has nothing. */
static void a_stock_of_nothing_has_no_figures(void **state)
{
    const cohort_band all = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure total = cohort_figure_of(all, 2015, 1.0);
    for (int i = 0; i <= BAD; i++) {
        const cohort_stock stock = bad_stock(i);
        const cohort_flow flow = {stock.grid, NULL};
        cohort_stock other = {.cells = NULL};
        cohort_dependency ratios;
        cohort_inputs *inputs = NULL;
        cohort_error error;
        double value = 7.0, three[3], cell[1] = {0.0};
        assert_true(isnan(cohort_total(&stock, 2015)));
        assert_true(cohort_grid_date(&stock.grid, 2015) <= 0);
        assert_true(cohort_count(&stock, 2015, all, &value, &error) < 0);
        assert_true(cohort_flow_count(&flow, 0, all, &value, &error) < 0);
        assert_true(cohort_three_ages(&stock, 2015, three, &error) < 0);
        assert_true(cohort_dependency_ratios(&stock, 2015, &ratios, &error) < 0);
        assert_true(cohort_median_age(&stock, 2015, COHORT_MALE, &value, &error) < 0);
        assert_true(cohort_measure_value(&stock, &total.measure, &value, &error) < 0);
        assert_true(cohort_derived(&stock, cell, &other, &error) < 0);
        assert_true(cohort_derive_reference(&stock, 0, NULL, NULL, &inputs, &error) < 0);
        assert_true(cohort_forecast_population(&stock, 2040, NULL, &other, &error) < 0);
        assert_true(cohort_forecast(&stock, 2040, NULL, &inputs, &error) < 0);
        assert_true(cohort_forecast_peers(1, &stock, NULL, &other, &error) < 0);
        assert_true(value == 7.0);
        assert_null(inputs);
        other = stock;
        assert_true(cohort_stock_refit(&other, &small_grid, &error) < 0);
        assert_null(other.cells);
    }
}

static void an_array_needs_a_grid(void **state)
{
    const cohort_figure total =
        cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, 2015, 1.0);
    for (int i = 0; i < BAD; i++) {
        double cell[1] = {0.0}, value = 7.0;
        cohort_error error;
        assert_true(cohort_child_woman_ratio(&bad_grids[i], cell, &value, &error) < 0);
        assert_true(cohort_rake(&bad_grids[i], cell, 1, &total, &error) < 0);
        assert_true(isnan(cohort_tfr_standardised(&bad_grids[i], cell, cell, cell, 1.5)));
        assert_true(value == 7.0);
    }
}

static void spreads_and_inputs_refuse_stocks_of_nothing(void **state)
{
    const cohort_figure total =
        cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, 2015, 1.0);
    cohort_spreads *spreads;
    cohort_table *japan;
    cohort_error error;
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &spreads, &error), error);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &japan, &error), error);
    cohort_inputs *good = scattered_inputs_of(&small_grid, COHORT_IPSS), *made = NULL;
    for (int i = 0; i <= BAD; i++) {
        const cohort_stock stock = bad_stock(i);
        cohort_stock out = {.cells = NULL};
        const double p = 0.5;
        double value = 7.0;
        assert_true(cohort_spreads_quantile(spreads, &stock, &total, 0.5, &value, &error) < 0);
        assert_true(cohort_spreads_below(spreads, &stock, &total, 1.0, &value, &error) < 0);
        assert_true(
            cohort_spreads_sum(spreads, 1, &stock, NULL, &total, 10, 1, 1, &p, &value, &error) < 0);
        assert_true(cohort_derive(&stock, good, NULL, &made, &error) < 0);
        assert_true(cohort_unround(&stock, good, 0, NULL, &out, NULL, &error) < 0);
        assert_true(i == BAD ||
                    cohort_table_reference_on(japan, "00000", &bad_grids[i], &made, &error) < 0);
        assert_true(value == 7.0);
        assert_null(made);
    }
    cohort_inputs_free(good);
    cohort_table_free(japan);
    cohort_spreads_free(spreads);
}

/* Found by a fuzzer: children of a ratio whose survival is -0 had births of -infinity. */
static void births_without_survival_are_refused(void **state)
{
    static const double zeros[] = {0.0, -0.0};
    for (int i = 0; i < 2; i++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, COHORT_IPSS);
        cohort_projection *p;
        cohort_error error;
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            *value_at(inputs, COHORT_SURVIVAL, 0, sex, 0) = zeros[i];
        assert_fails(cohort_projection_new(inputs, &p, &error), COHORT_ERROR_ACCOUNT, error,
                     "births without survival");
        assert_null(p);
        cohort_inputs_free(inputs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_init_refuses_bad_grids),
        cmocka_unit_test(an_init_takes_its_own_grid),
        cmocka_unit_test(a_stock_of_nothing_has_no_figures),
        cmocka_unit_test(an_array_needs_a_grid),
        cmocka_unit_test(births_without_survival_are_refused),
        cmocka_unit_test(spreads_and_inputs_refuse_stocks_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
