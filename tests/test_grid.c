/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/grid.h"
#include "support/close.h"
#include "support/small.h"

#include <limits.h>

static void checks_ranges(void **state)
{
    static const struct {
        cohort_grid grid;
        const char *part; /* of the message; NULL = usable */
    } cases[] = {
        {{1, 3, -100000, 0}, NULL},
        {{100, 1000, 100000, 10000}, NULL},
        {{0, 12, 2015, 3}, "age groups of 0 years: expected 1 to 100"},
        {{-5, 12, 2015, 3}, "age groups of -5 years"},
        {{101, 12, 2015, 3}, "age groups of 101 years"},
        {{5, 2, 2015, 3}, "2 age groups: expected 3 to 1000"},
        {{5, 1001, 2015, 3}, "1001 age groups"},
        {{5, 12, -100001, 3}, "first date -100001: expected a year within 100000 of zero"},
        {{5, 12, 100001, 3}, "first date 100001"},
        {{5, 12, INT_MIN, 3}, "first date -2147483648"},
        {{5, 12, 2015, -1}, "-1 intervals: expected 0 to 10000"},
        {{5, 12, 2015, 10001}, "10001 intervals"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_error error = {1, "unset"};
        if (cases[i].part) {
            assert_fails(cohort_grid_check(&cases[i].grid, &error), COHORT_ERROR_GRID, error,
                         cases[i].part);
            assert_int_equal(cohort_grid_check(&cases[i].grid, NULL), COHORT_ERROR_GRID);
        } else {
            assert_ok(cohort_grid_check(&cases[i].grid, &error), error);
            assert_int_equal(error.code, COHORT_OK);
            assert_string_equal(error.text, "");
        }
    }
}

static void finds_dates(void **state)
{
    static const struct {
        int year, date;
    } cases[] = {
        {2015, 0},  {2020, 1},     {2030, 3},     {2016, -1}, {2019, -1}, {2010, -1},  {2035, -1},
        {2031, -1}, {INT_MAX, -1}, {INT_MIN, -1}, {2014, -1}, {0, -1},    {-2015, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(cohort_grid_date(&small_grid, cases[i].year), cases[i].date);
    for (int date = 0; date <= SMALL_STEPS; date++)
        assert_int_equal(cohort_grid_date(&small_grid, cohort_grid_year(&small_grid, date)), date);

    const cohort_grid alone = {5, 12, -3, 0}; /* one date, before year 0 */
    assert_int_equal(cohort_grid_date(&alone, -3), 0);
    assert_int_equal(cohort_grid_date(&alone, 2), -1);
    assert_int_equal(cohort_grid_date(&alone, -8), -1);
}

static void numbers_cells_age_fastest(void **state)
{
    size_t next = 0;
    for (int time = 0; time <= SMALL_STEPS; time++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < SMALL_AGES; age++)
                assert_int_equal(cohort_cell(&small_grid, time, sex, age), next++);
    assert_int_equal(next, 4 * cohort_grid_cells(&small_grid));
    assert_int_equal(cohort_grid_cells(&small_grid), 24);
    assert_int_equal(cohort_cell(&small_grid, 2, COHORT_FEMALE, 7), 2 * 24 + 12 + 7);
    /* the largest grid's last cell does not overflow an int: 20 million cells fit, but exactly */
    const cohort_grid large = {1, 1000, 0, 10000};
    assert_int_equal(cohort_cell(&large, 10000, COHORT_FEMALE, 999), 10001u * 2000u - 1u);
}

static void finds_groups_of_ages(void **state)
{
    static const struct {
        int from, to, first, last;
        const char *part; /* of the message; NULL = found */
    } cases[] = {
        {0, 4, 0, 0, NULL},
        {0, 14, 0, 2, NULL},
        {15, 49, 3, 9, NULL},
        {50, 54, 10, 10, NULL},
        {0, COHORT_OPEN_END, 0, 11, NULL},
        {50, COHORT_OPEN_END, 10, 11, NULL},
        {55, COHORT_OPEN_END, 11, 11, NULL},
        {-5, 4, 0, 0, "ages from -5: expected the first age of a group: 0, 5, ... 55"},
        {3, 14, 0, 0, "ages from 3"},
        {60, COHORT_OPEN_END, 0, 0, "ages from 60"},
        {0, 15, 0, 0, "ages 0 to 15: expected the last age of a group, up to 54, or an open end"},
        {0, 13, 0, 0,
         "ages 0 to 13: expected the last age of a group, up to 54, or an open end (10 to 13 are "
         "4/5 "
         "of the group 10-14)"},
        {15, 14, 0, 0, "ages 15 to 14"},
        {15, 9, 0, 0, "ages 15 to 9"},
        {0, 59, 0, 0, "ages 0 to 59"},
        {55, 59, 0, 0, "ages 55 to 59"},
        {0, COHORT_OPEN_END - 1, 0, 0, "up to 54"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_error error;
        int first = -7, last = -7;
        int code =
            cohort_grid_groups(&small_grid, cases[i].from, cases[i].to, &first, &last, &error);
        if (cases[i].part) {
            assert_fails(code, COHORT_ERROR_GRID, error, cases[i].part);
            assert_int_equal(first, -7); /* outputs untouched */
            assert_int_equal(last, -7);
        } else {
            assert_ok(code, error);
            assert_int_equal(first, cases[i].first);
            assert_int_equal(last, cases[i].last);
        }
    }
}

static void names_ages_and_sexes(void **state)
{
    char text[COHORT_AGE_TEXT];
    const cohort_grid single = {1, 91, 2000, 0};
    assert_string_equal(cohort_age_text(&small_grid, 0, text), "0-4");
    assert_string_equal(cohort_age_text(&small_grid, 10, text), "50-54");
    assert_string_equal(cohort_age_text(&small_grid, 11, text), "55+");
    assert_string_equal(cohort_age_text(&single, 7, text), "7");
    assert_string_equal(cohort_age_text(&single, 90, text), "90+");
    assert_string_equal(cohort_sex_name(COHORT_MALE), "men");
    assert_string_equal(cohort_sex_name(COHORT_BOTH), "both sexes");
    assert_string_equal(cohort_sex_word(COHORT_FEMALE), "female");
    assert_string_equal(cohort_sex_word(3), "unknown");
    assert_string_equal(cohort_sex_word(-1), "unknown");
    assert_string_equal(cohort_sex_name(-1), "unknown sex");
    assert_string_equal(cohort_sex_name(3), "unknown sex");
}

static void compares_grids(void **state)
{
    assert_true(cohort_grid_equal(&small_grid, &(cohort_grid){5, 12, 2015, 3}));
    assert_false(cohort_grid_equal(&small_grid, &(cohort_grid){4, 12, 2015, 3}));
    assert_false(cohort_grid_equal(&small_grid, &(cohort_grid){5, 13, 2015, 3}));
    assert_false(cohort_grid_equal(&small_grid, &(cohort_grid){5, 12, 2010, 3}));
    assert_false(cohort_grid_equal(&small_grid, &(cohort_grid){5, 12, 2015, 2}));
}

static void assert_zeros(const double *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(cells[i] == 0.0);
}

static void makes_stocks_and_flows(void **state)
{
    cohort_stock stock;
    cohort_flow flow;
    cohort_error error;
    assert_ok(cohort_stock_init(&stock, &small_grid, &error), error);
    assert_ok(cohort_flow_init(&flow, &small_grid, &error), error);
    assert_memory_equal(&stock.grid, &small_grid, sizeof small_grid);
    assert_memory_equal(&flow.grid, &small_grid, sizeof small_grid);
    assert_zeros(stock.cells, 4 * 24); /* one date more than there are intervals */
    assert_zeros(flow.cells, 3 * 24);
    assert_ptr_equal(cohort_stock_cells(&stock), stock.cells);
    assert_ptr_equal(cohort_flow_cells(&flow), flow.cells);
    cohort_stock_cells(&stock)[4 * 24 - 1] = 1.0; /* the last ones are ours to write */
    cohort_flow_cells(&flow)[3 * 24 - 1] = 1.0;
    cohort_stock_free(&stock);
    cohort_flow_free(&flow);
    assert_null(stock.cells);
    assert_null(flow.cells);
    cohort_stock_free(&stock); /* twice does no harm */
    cohort_flow_free(&flow);
    cohort_stock_free(NULL);
    cohort_flow_free(NULL);
}

/* Fewer ages and dates, with everybody who is older in the open group; nothing else. */
static void takes_a_part_of_a_stock(void **state)
{
    static const cohort_grid others[] = {
        {10, 6, 2015, 1}, {5, 13, 2015, 3}, {5, 12, 2010, 3}, {5, 12, 2016, 1}, {5, 12, 2020, 3}};
    const cohort_grid less = {5, 10, 2020, 1};
    cohort_stock stock;
    cohort_error error;
    assert_ok(cohort_stock_init(&stock, &small_grid, &error), error);
    for (int c = 0; c < 4 * 24; c++)
        cohort_stock_cells(&stock)[c] = 100.0 + c;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_fails(cohort_stock_refit(&stock, &others[i], &error), COHORT_ERROR_GRID, error,
                     "expected a part of 12 groups of 5 years from 2015 to 2030");
        assert_true(cohort_grid_equal(&stock.grid, &small_grid));
    }
    assert_ok(cohort_stock_refit(&stock, &less, &error), error);
    assert_true(cohort_grid_equal(&stock.grid, &less));
    assert_true(stock.cells[cohort_cell(&less, 0, COHORT_FEMALE, 3)] == 100.0 + 24 + 12 + 3);
    assert_true(stock.cells[cohort_cell(&less, 1, COHORT_MALE, 9)] == 3 * (100.0 + 48 + 10));
    cohort_stock_free(&stock);
}

static void makes_nothing_on_a_bad_grid(void **state)
{
    const cohort_grid bad = {5, 2, 2015, 3};
    double garbage = 0.0;
    cohort_stock stock = {.cells = &garbage};
    cohort_flow flow = {.cells = &garbage};
    cohort_error error;
    assert_fails(cohort_stock_init(&stock, &bad, &error), COHORT_ERROR_GRID, error, "2 age groups");
    assert_fails(cohort_flow_init(&flow, &bad, &error), COHORT_ERROR_GRID, error, "2 age groups");
    assert_null(stock.cells);
    assert_null(flow.cells);
    cohort_stock_free(&stock);
    cohort_flow_free(&flow);
}

static void makes_one_date_without_intervals(void **state)
{
    const cohort_grid grid = {5, 12, 2015, 0};
    cohort_stock stock;
    cohort_flow flow;
    cohort_error error;
    assert_ok(cohort_stock_init(&stock, &grid, &error), error);
    assert_ok(cohort_flow_init(&flow, &grid, &error), error);
    assert_zeros(stock.cells, 24);
    assert_non_null(flow.cells);
    cohort_stock_free(&stock);
    cohort_flow_free(&flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_ranges),
        cmocka_unit_test(finds_dates),
        cmocka_unit_test(numbers_cells_age_fastest),
        cmocka_unit_test(finds_groups_of_ages),
        cmocka_unit_test(names_ages_and_sexes),
        cmocka_unit_test(compares_grids),
        cmocka_unit_test(makes_stocks_and_flows),
        cmocka_unit_test(takes_a_part_of_a_stock),
        cmocka_unit_test(makes_nothing_on_a_bad_grid),
        cmocka_unit_test(makes_one_date_without_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
