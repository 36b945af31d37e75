/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/indicators.h>

#include "support/close.h"
#include "support/small.h"
#include "support/stocks.h"
#include "support/words.h"

#include <stdio.h>

static const double nan_value = (double)NAN;

/* To 85+ at 2015, 2020 and 2025. */
static const cohort_grid wide_grid = {5, 18, 2015, 2};

/* --- Bands --- */

static void names_bands_both_ways(void **state)
{
    static const struct {
        const char *name;
        cohort_band band;
    } cases[] = {
        {"total", {COHORT_BOTH, 0, COHORT_OPEN_END}},
        {"men", {COHORT_MALE, 0, COHORT_OPEN_END}},
        {"women", {COHORT_FEMALE, 0, COHORT_OPEN_END}},
        {"age_0_14", {COHORT_BOTH, 0, 14}},
        {"age_65_plus", {COHORT_BOTH, 65, COHORT_OPEN_END}},
        {"women_20_39", {COHORT_FEMALE, 20, 39}},
        {"men_0_4", {COHORT_MALE, 0, 4}},
        {"men_90_plus", {COHORT_MALE, 90, COHORT_OPEN_END}},
        {"age_7_7", {COHORT_BOTH, 7, 7}},
        {"women_0_999", {COHORT_FEMALE, 0, 999}},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cohort_band band = {-7, -7, -7};
        cohort_error error;
        char name[COHORT_BAND_NAME];
        assert_ok(cohort_band_parse(cases[i].name, &band, &error), error);
        assert_int_equal(band.sex, cases[i].band.sex);
        assert_int_equal(band.age_from, cases[i].band.age_from);
        assert_int_equal(band.age_to, cases[i].band.age_to);
        assert_ptr_equal(cohort_band_name(band, name), name);
        assert_string_equal(name, cases[i].name);
    }
}

static void refuses_names_that_are_no_bands(void **state)
{
    static const char *const names[] = {
        "",
        "Total",
        "total_0_4",
        "age",
        "age_",
        "age_0",
        "age_0_",
        "age_0_14_",
        "age_0_14x",
        "age_20_19",
        "age_-5_4",
        "age_5_-1",
        "age_a_b",
        "age_0_1.5",
        "age_65_pluss",
        "age_65_Plus",
        "age_65plus",
        "age_plus",
        "age_0_1000",
        "men0_4",
        "men_",
        "women_20",
        "women20_39",
        "woman_20_39",
        "Women",
        " women",
        "women ",
        "women_20-39",
        "male_20_39",
        "age_1000_1200",
        "age__plus",
        "age_ 0_14",
        "age_+0_14",
        "age_-0_14",
        "women_ 20_plus",
        "menwomen",
        "women_20_plus_39",
    };
    for (size_t i = 0; i < LENGTH(names); i++) {
        cohort_band band = {-7, -7, -7};
        cohort_error error;
        char part[100];
        snprintf(part, sizeof part, "\"%s\": expected total, men, women", names[i]);
        assert_fails(cohort_band_parse(names[i], &band, &error), COHORT_ERROR_ARGUMENT, error,
                     part);
        assert_int_equal(band.sex, -7); /* untouched */
        assert_int_equal(band.age_from, -7);
        assert_int_equal(band.age_to, -7);
    }
}

/* The longest name has room. */
static void names_any_band(void **state)
{
    char name[COHORT_BAND_NAME];
    const int large = COHORT_OPEN_END - 1;
    assert_string_equal(cohort_band_name((cohort_band){COHORT_FEMALE, large, large}, name),
                        "women_2147483646_2147483646");
    assert_string_equal(cohort_band_name((cohort_band){9, -large, large}, name),
                        "unknown_-2147483646_2147483646");
    assert_string_equal(cohort_band_name((cohort_band){-1, 0, 4}, name), "unknown_0_4");
}

/* --- Counts --- */

static double sum_groups(const double *cells, int time, int sex, int first, int last)
{
    double sum = 0.0;
    for (int x = first; x <= last; x++)
        sum += (sex != COHORT_FEMALE ? cells[cohort_cell(&wide_grid, time, COHORT_MALE, x)] : 0.0) +
               (sex != COHORT_MALE ? cells[cohort_cell(&wide_grid, time, COHORT_FEMALE, x)] : 0.0);
    return sum;
}

static const struct band_case {
    cohort_band band;
    int first, last; /* groups */
} bands[] = {
    {{COHORT_BOTH, 0, COHORT_OPEN_END}, 0, 17},
    {{COHORT_MALE, 0, COHORT_OPEN_END}, 0, 17},
    {{COHORT_FEMALE, 20, 39}, 4, 7},
    {{COHORT_MALE, 0, 4}, 0, 0},
    {{COHORT_BOTH, 80, 84}, 16, 16},
    {{COHORT_BOTH, 85, COHORT_OPEN_END}, 17, 17},
    {{COHORT_FEMALE, 65, COHORT_OPEN_END}, 13, 17},
};

static const struct band_error {
    cohort_band band;
    int code;
    const char *part;
} bad_bands[] = {
    {{COHORT_BOTH, 0, 13}, COHORT_ERROR_GRID, "ages 0 to 13: expected the last age of a group"},
    {{COHORT_BOTH, 3, 14}, COHORT_ERROR_GRID, "ages from 3: expected the first age of a group"},
    {{COHORT_BOTH, 85, 89}, COHORT_ERROR_GRID, "ages 85 to 89: expected"},
    {{COHORT_BOTH, 90, COHORT_OPEN_END}, COHORT_ERROR_GRID, "ages from 90"},
    {{COHORT_BOTH, -5, 14}, COHORT_ERROR_GRID, "ages from -5"},
    {{COHORT_BOTH, 20, 14}, COHORT_ERROR_GRID, "ages 20 to 14"},
    {{3, 0, 14}, COHORT_ERROR_ARGUMENT, "sex 3: expected"},
    {{-1, 0, 14}, COHORT_ERROR_ARGUMENT, "sex -1: expected"},
};

/* At dates the sums; between them a straight line. */
static void counts_bands_in_any_year(void **state)
{
    static const struct {
        double year;
        int date;
        double part; /* of the way to the next date */
    } years[] = {{2015, 0, 0.0},   {2020, 1, 0.0}, {2025, 2, 0.0},
                 {2017.5, 0, 0.5}, {2016, 0, 0.2}, {2023.75, 1, 0.75}};
    cohort_stock stock = scattered_stock(&wide_grid);
    for (size_t y = 0; y < LENGTH(years); y++)
        for (size_t b = 0; b < LENGTH(bands); b++) {
            int sex = bands[b].band.sex, first = bands[b].first, last = bands[b].last;
            double expected = sum_groups(stock.cells, years[y].date, sex, first, last), count;
            if (years[y].part > 0.0)
                expected =
                    (1.0 - years[y].part) * expected +
                    years[y].part * sum_groups(stock.cells, years[y].date + 1, sex, first, last);
            cohort_error error;
            assert_ok(cohort_count(&stock, years[y].year, bands[b].band, &count, &error), error);
            assert_close(count, expected, 1e-14, 0.0); /* the order of 36 sums */
        }
    cohort_stock_free(&stock);
}

static void adds_up_to_the_total(void **state)
{
    static const double years[] = {2015, 2016.7, 2019.999, 2020, 2024.2, 2025};
    cohort_stock stock = scattered_stock(&wide_grid);
    for (size_t y = 0; y < LENGTH(years); y++) {
        double parts = 0.0, three[3], count;
        cohort_error error;
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int from = 0; from <= 85; from += 5) {
                int to = from == 85 ? COHORT_OPEN_END : from + 4;
                assert_ok(
                    cohort_count(&stock, years[y], (cohort_band){sex, from, to}, &count, &error),
                    error);
                parts += count;
            }
        double total = cohort_total(&stock, years[y]);
        assert_close(parts, total, 1e-14, 0.0); /* roundings of 36 sums */
        assert_ok(cohort_three_ages(&stock, years[y], three, &error), error);
        assert_close(three[0] + three[1] + three[2], total, 1e-14, 0.0);
    }
    cohort_stock_free(&stock);
}

static void refuses_bands_and_years(void **state)
{
    static const struct {
        double year;
        const char *part;
    } years[] = {{2014, "year 2014: expected 2015 to 2025"},
                 {2014.999, "year 2014.999: expected"},
                 {2025.001, "year 2025.001: expected"},
                 {1e300, "expected 2015 to 2025"},
                 {-HUGE_VAL, "year -inf"},
                 {(double)NAN, "nan: expected 2015 to 2025"}};
    cohort_stock stock = scattered_stock(&wide_grid);
    double count = -7.0;
    cohort_error error;
    for (size_t i = 0; i < LENGTH(bad_bands); i++)
        assert_fails(cohort_count(&stock, 2020, bad_bands[i].band, &count, &error),
                     bad_bands[i].code, error, bad_bands[i].part);
    for (size_t i = 0; i < LENGTH(years); i++) {
        assert_fails(cohort_count(&stock, years[i].year, bands[0].band, &count, &error),
                     COHORT_ERROR_GRID, error, years[i].part);
        assert_true(isnan(cohort_total(&stock, years[i].year)));
    }
    assert_true(count == -7.0); /* untouched */
    cohort_stock_free(&stock);
}

static void counts_events(void **state)
{
    cohort_flow flow;
    cohort_error error;
    assert_ok(cohort_flow_init(&flow, &wide_grid, &error), error);
    for (size_t i = 0; i < 2 * cohort_grid_cells(&wide_grid); i++)
        cohort_flow_cells(&flow)[i] = 1.0 / (double)(i + 2) - 0.02;
    double count = -7.0;
    for (size_t i = 0; i < LENGTH(bad_bands); i++)
        assert_fails(cohort_flow_count(&flow, 0, bad_bands[i].band, &count, &error),
                     bad_bands[i].code, error, bad_bands[i].part);
    assert_fails(cohort_flow_count(&flow, -1, bands[0].band, &count, &error), COHORT_ERROR_GRID,
                 error, "interval -1: expected 0 to 1");
    assert_fails(cohort_flow_count(&flow, 2, bands[0].band, &count, &error), COHORT_ERROR_GRID,
                 error, "interval 2: expected 0 to 1");
    assert_true(count == -7.0); /* untouched */
    for (int i = 0; i < 2; i++)
        for (size_t b = 0; b < LENGTH(bands); b++) {
            assert_ok(cohort_flow_count(&flow, i, bands[b].band, &count, &error), error);
            assert_close(
                count, sum_groups(flow.cells, i, bands[b].band.sex, bands[b].first, bands[b].last),
                1e-13, 1e-14); /* the order of sums that partly cancel */
        }
    cohort_flow_free(&flow);
}

/* --- Three ages, shares, rounding --- */

static void knows_three_ages(void **state)
{
    cohort_stock stock = scattered_stock(&wide_grid);
    double counts[3];
    cohort_error error;
    assert_ok(cohort_three_ages(&stock, 2025, counts, &error), error);
    static const int limits[] = {0, 3, 13, 18}; /* groups: 0-14, 15-64, 65+ */
    for (int i = 0; i < 3; i++)                 /* the order of sums */
        assert_close(counts[i],
                     sum_groups(stock.cells, 2, COHORT_BOTH, limits[i], limits[i + 1] - 1), 1e-14,
                     0.0);
    cohort_stock_free(&stock);
}

static void leaves_three_ages_alone_on_failure(void **state)
{
    cohort_stock stock = scattered_stock(&wide_grid), young;
    double counts[3] = {-7.0, -7.0, -7.0};
    cohort_dependency ratios = {-7.0, -7.0, -7.0};
    cohort_error error;
    /* open at 55: 0-14 is there, 15-64 is not */
    assert_ok(cohort_stock_init(&young, &small_grid, &error), error);
    assert_fails(cohort_three_ages(&young, 2015, counts, &error), COHORT_ERROR_GRID, error,
                 "ages 15 to 64");
    assert_fails(cohort_dependency_ratios(&young, 2015, &ratios, &error), COHORT_ERROR_GRID, error,
                 "ages 15 to 64");
    assert_fails(cohort_three_ages(&stock, 2030, counts, &error), COHORT_ERROR_GRID, error,
                 "year 2030");
    assert_fails(cohort_dependency_ratios(&stock, 2010, &ratios, &error), COHORT_ERROR_GRID, error,
                 "year 2010");
    for (int i = 0; i < 3; i++)
        assert_true(counts[i] == -7.0);
    assert_true(ratios.child == -7.0 && ratios.old_age == -7.0 && ratios.total == -7.0);
    cohort_stock_free(&young);
    cohort_stock_free(&stock);
}

static void gives_shares(void **state)
{
    assert_close(cohort_share_percent(1.0, 8.0), 12.5, 0.0, 0.0); /* exact in binary */
    assert_close(cohort_share_percent(0.0, 8.0), 0.0, 0.0, 0.0);
    assert_close(cohort_share_percent(-1.0, 8.0), -12.5, 0.0, 0.0);
    assert_close(cohort_share_percent(12.0, 8.0), 150.0, 0.0, 0.0);
    assert_true(isnan(cohort_share_percent(1.0, 0.0)));
    assert_true(isnan(cohort_share_percent(0.0, 0.0)));
    assert_true(isnan(cohort_share_percent(1.0, -8.0)));
    assert_true(isnan(cohort_share_percent(1.0, nan_value)));
    assert_true(isnan(cohort_share_percent(nan_value, 8.0)));
}

/* As the document of the reference case: Nemuro's census of 2015, and others. */
static void rounds_shares_as_documents_do(void **state)
{
    static const struct {
        double counts[3];
        int decimals;
        double percent[3];
    } cases[] = {
        {{3033, 15573, 8311}, 1, {11.3, 57.8, 30.9}}, /* 57.856 by itself would be 57.9 */
        {{3033, 15573, 8311}, 0, {11, 58, 31}},
        {{3033, 15573, 8311}, 3, {11.268, 57.856, 30.876}},
        {{0, 0, 5}, 1, {0, 0, 100}},
        {{1, 1, 1}, 1, {33.3, 33.4, 33.3}},
        {{1, 6, 1}, 0, {13, 74, 13}}, /* 12.5: half away from zero */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        double percent[3];
        cohort_shares_rounded(cases[i].counts, cases[i].decimals, percent);
        for (int k = 0; k < 3; k++) /* the nearest double to the decimal number */
            assert_close(percent[k], cases[i].percent[k], 0.0, 1e-13);
    }
    assert_close(cohort_round(cohort_share_percent(15573, 26917), 1), 57.9, 0.0, 1e-13);
    double percent[3];
    cohort_shares_rounded((const double[3]){0, 0, 0}, 1, percent);
    for (int k = 0; k < 3; k++)
        assert_true(isnan(percent[k]));
}

static void rounds_half_away_from_zero(void **state)
{
    static const struct {
        double value;
        int decimals;
        double expected;
    } cases[] = {
        {0.5, 0, 1.0},
        {-0.5, 0, -1.0},
        {2.5, 0, 3.0},
        {-2.5, 0, -3.0},
        {0.49999999999999994, 0, 0.0}, /* the double below a half */
        {0.125, 2, 0.13},
        {-0.125, 2, -0.13},
        {-0.375, 1, -0.4},
        {1234.5678, 9, 1234.5678},
        {-0.04, 1, 0.0},
        {57.85, 1, 57.9},
        {2.5, -1, 3.0}, /* from 0 to 9 decimals */
        {0.1234567891234, 12, 0.123456789},
        {1e15 + 0.5, 0, 1e15 + 1.0},
        /* Decimals that are no doubles: it is the product with the power of ten, itself rounded,
         * that decides. 2.675 is stored a little below, and its product is 267.5; 1.005 is stored
         * a little below too, and its product is 100.49999999999999. */
        {2.675, 2, 2.68},
        {-2.675, 2, -2.68},
        {1.005, 2, 1.00},
        {-1.005, 2, -1.00},
        {1.115, 2, 1.12},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) /* exact: the double nearest to the decimal */
        assert_close(cohort_round(cases[i].value, cases[i].decimals), cases[i].expected, 0.0, 0.0);
    assert_true(isnan(cohort_round(nan_value, 1)));
    assert_true(!signbit(cohort_round(-0.04, 1)));
    assert_true(cohort_round(1e300, 9) == 1e300);
    assert_true(isinf(cohort_round(-HUGE_VAL, 1)));
}

/* --- Dependency, median, change --- */

static void gives_dependency_ratios(void **state)
{
    cohort_stock stock = scattered_stock(&wide_grid);
    cohort_dependency ratios;
    cohort_error error;
    for (size_t i = 0; i < 3 * cohort_grid_cells(&wide_grid); i++)
        cohort_stock_cells(&stock)[i] = 0.0;
    cohort_stock_cells(&stock)[cohort_cell(&wide_grid, 0, COHORT_MALE, 2)] = 30.0;    /* 10-14 */
    cohort_stock_cells(&stock)[cohort_cell(&wide_grid, 0, COHORT_FEMALE, 3)] = 20.0;  /* 15-19 */
    cohort_stock_cells(&stock)[cohort_cell(&wide_grid, 0, COHORT_MALE, 12)] = 30.0;   /* 60-64 */
    cohort_stock_cells(&stock)[cohort_cell(&wide_grid, 0, COHORT_FEMALE, 13)] = 25.0; /* 65-69 */
    assert_ok(cohort_dependency_ratios(&stock, 2015, &ratios, &error), error);
    assert_close(ratios.child, 60.0, 1e-15, 0.0); /* one rounding each */
    assert_close(ratios.old_age, 50.0, 1e-15, 0.0);
    assert_close(ratios.total, 110.0, 1e-15, 0.0);
    assert_ok(cohort_dependency_ratios(&stock, 2020, &ratios, &error), error); /* nobody */
    assert_true(isnan(ratios.child) && isnan(ratios.old_age) && isnan(ratios.total));
    cohort_stock_free(&stock);
}

/* Three groups of ten years, the last one open, over two dates. */
static int median_of(const double cells[6], double year, int sex, double *years,
                     cohort_error *error)
{
    double later[12];
    for (int i = 0; i < 6; i++) {
        later[i] = cells[i];
        later[i + 6] = 3.0 * cells[i] + (i == 1 ? 60.0 : 0.0);
    }
    cohort_stock stock = {{10, 3, 2000, 1}, later};
    return cohort_median_age(&stock, year, sex, years, error);
}

static void finds_the_median_age(void **state)
{
    static const struct {
        double cells[6]; /* men, women: 0-9, 10-19, 20+ */
        int sex;
        double year, median;
    } cases[] = {
        {{30, 50, 20, 60, 20, 20}, COHORT_MALE, 2000, 14.0}, /* 10 + 10 (50 - 30) / 50 */
        {{30, 50, 20, 60, 20, 20}, COHORT_FEMALE, 2000, 10.0 * 50 / 60},
        {{30, 50, 20, 60, 20, 20}, COHORT_BOTH, 2000, 10.0 + 10.0 * 10 / 70},
        {{50, 30, 20, 0, 0, 0}, COHORT_MALE, 2000, 10.0}, /* at the limit of two groups */
        {{50, 0, 50, 0, 0, 0}, COHORT_MALE, 2000, 10.0},
        {{0, 50, 40, 0, 0, 0}, COHORT_MALE, 2000, 19.0}, /* the empty group is passed over */
        {{0, 10, 0, 0, 0, 0}, COHORT_BOTH, 2000, 15.0},
        {{30, 50, 20, 0, 0, 0}, COHORT_MALE, 2010, 10.0 + 10.0 * 90 / 210}, /* 90, 210, 60 */
        {{30, 50, 20, 0, 0, 0}, COHORT_MALE, 2005, 10.0 + 10.0 * 55 / 130}, /* 60, 130, 40 */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        double years;
        cohort_error error;
        assert_ok(median_of(cases[i].cells, cases[i].year, cases[i].sex, &years, &error), error);
        assert_close(years, cases[i].median, 1e-14, 0.0); /* a few roundings */
    }
}

static void knows_no_median_age(void **state)
{
    static const struct {
        double cells[6];
        int sex;
        double year;
        int code;
        const char *part;
    } cases[] = {
        {{10, 10, 80, 60, 20, 20},
         COHORT_MALE,
         2000,
         COHORT_ERROR_VALUE,
         "median age in 2000: it falls into the open group 20+"},
        {{0, 0, 80, 60, 20, 20}, COHORT_MALE, 2000, COHORT_ERROR_VALUE, "open group 20+"},
        {{10, 10, 80, 0, 0, 0},
         COHORT_FEMALE,
         2000,
         COHORT_ERROR_VALUE,
         "median age in 2000: nobody is there"},
        {{10, 10, 10, 10, 10, 10}, 3, 2000, COHORT_ERROR_ARGUMENT, "sex 3"},
        {{10, 10, 10, 10, 10, 10}, COHORT_BOTH, 2011, COHORT_ERROR_GRID, "year 2011"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        double years = -7.0;
        cohort_error error;
        assert_fails(median_of(cases[i].cells, cases[i].year, cases[i].sex, &years, &error),
                     cases[i].code, error, cases[i].part);
        assert_true(years == -7.0); /* untouched */
    }
}

static void gives_annual_change(void **state)
{
    static const struct {
        double from, to, years;
        cohort_change kind;
        double percent;
    } cases[] = {
        {100, 81, 2, COHORT_CHANGE_COMPOUND, -10.0}, /* 0.9 squared */
        {100, 81, 2, COHORT_CHANGE_LINEAR, -9.5},
        {100, 81, 2, COHORT_CHANGE_LAST_YEAR, -950.0 / 90.5},
        {100, 121, 2, COHORT_CHANGE_COMPOUND, 10.0},
        {100, 121, 2, COHORT_CHANGE_LAST_YEAR, 1050.0 / 110.5},
        {100, 110, 0.5, COHORT_CHANGE_COMPOUND, 21.0},
        {100, 110, 0.5, COHORT_CHANGE_LINEAR, 20.0},
        {100, 90, 1, COHORT_CHANGE_LAST_YEAR, -10.0},
        {100, 100, 7, COHORT_CHANGE_COMPOUND, 0.0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) /* a power of numbers near 1, less 1 */
        assert_close(
            cohort_annual_change_percent(cases[i].from, cases[i].to, cases[i].years, cases[i].kind),
            cases[i].percent, 1e-13, 1e-13);
}

static void knows_no_annual_change(void **state)
{
    static const struct {
        double from, to, years;
    } cases[] = {{0, 81, 2},           {100, 0, 2},           {-1, 81, 2},
                 {100, -1, 2},         {100, 81, 0},          {100, 81, -1},
                 {(double)NAN, 81, 2}, {100, (double)NAN, 2}, {100, 81, (double)NAN}};
    for (size_t i = 0; i < LENGTH(cases); i++)
        for (int kind = COHORT_CHANGE_COMPOUND; kind <= COHORT_CHANGE_LAST_YEAR; kind++)
            assert_true(isnan(cohort_annual_change_percent(cases[i].from, cases[i].to,
                                                           cases[i].years, (cohort_change)kind)));
    assert_true(isnan(cohort_annual_change_percent(100, 81, 0.99, COHORT_CHANGE_LAST_YEAR)));
    assert_true(isnan(cohort_annual_change_percent(100, 81, 2, (cohort_change)3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_bands_both_ways),
        cmocka_unit_test(refuses_names_that_are_no_bands),
        cmocka_unit_test(names_any_band),
        cmocka_unit_test(counts_bands_in_any_year),
        cmocka_unit_test(adds_up_to_the_total),
        cmocka_unit_test(refuses_bands_and_years),
        cmocka_unit_test(counts_events),
        cmocka_unit_test(knows_three_ages),
        cmocka_unit_test(leaves_three_ages_alone_on_failure),
        cmocka_unit_test(gives_shares),
        cmocka_unit_test(rounds_shares_as_documents_do),
        cmocka_unit_test(rounds_half_away_from_zero),
        cmocka_unit_test(gives_dependency_ratios),
        cmocka_unit_test(finds_the_median_age),
        cmocka_unit_test(knows_no_median_age),
        cmocka_unit_test(gives_annual_change),
        cmocka_unit_test(knows_no_annual_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
