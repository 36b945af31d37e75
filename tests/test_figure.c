/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of a population, and the balance of a period. */
#include <cohort/figure.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/random.h"
#include "support/small.h"
#include "support/stocks.h"
#include "support/words.h"

#include <stdio.h>

static const double nan_value = (double)NAN;

/* Sums of some dozens of doubles of one sign, in another order. */
static const double ROUNDING = 1e-13;

/* --- Names --- */

static void assert_band(cohort_band actual, cohort_band expected)
{
    assert_int_equal(actual.sex, expected.sex);
    assert_int_equal(actual.age_from, expected.age_from);
    assert_int_equal(actual.age_to, expected.age_to);
}

static void names_measures_both_ways(void **state)
{
    static const struct {
        const char *name;
        cohort_band band;
        int is_percent;
        cohort_band per;
    } cases[] = {
        {"total", {BOTH, 0, OPEN}, 0, {0, 0, 0}},
        {"women_20_39", {WOMEN, 20, 39}, 0, {0, 0, 0}},
        {"age_65_plus", {BOTH, 65, OPEN}, 0, {0, 0, 0}},
        {"age_65_plus/total", {BOTH, 65, OPEN}, 1, {BOTH, 0, OPEN}},
        {"women_20_39/women", {WOMEN, 20, 39}, 1, {WOMEN, 0, OPEN}},
        {"total/men_0_4", {BOTH, 0, OPEN}, 1, {MEN, 0, 4}},
        {"men/men", {MEN, 0, OPEN}, 1, {MEN, 0, OPEN}},
    };
    for (size_t k = 0; k < LENGTH(cases); k++) {
        const double rate = 7.0;
        cohort_measure measure = {{-7, -7, -7}, -7.0, -7, {-7, -7, -7}, &rate};
        cohort_error error;
        char name[COHORT_MEASURE_NAME];
        assert_ok(cohort_measure_parse(cases[k].name, 2027.5, &measure, &error), error);
        assert_band(measure.band, cases[k].band);
        assert_int_equal(measure.is_percent, cases[k].is_percent);
        if (measure.is_percent)
            assert_band(measure.per, cases[k].per);
        assert_close(measure.year, 2027.5, 0.0, 0.0); /* as given */
        assert_null(measure.rates);
        assert_ptr_equal(cohort_measure_name(&measure, name), name);
        assert_string_equal(name, cases[k].name);
    }
}

/* The longest name has room. */
static void names_any_measure(void **state)
{
    const int large = COHORT_OPEN_END - 1;
    cohort_measure measure = {.band = {9, -large, large}, .is_percent = 1, .per = {9, -1, large}};
    char name[COHORT_MEASURE_NAME];
    assert_string_equal(cohort_measure_name(&measure, name),
                        "unknown_-2147483646_2147483646/unknown_-1_2147483646");
    measure.is_percent = 0;
    assert_string_equal(cohort_measure_name(&measure, name), "unknown_-2147483646_2147483646");
}

/* Longer than the longest name. */
#define LONG                                                                                       \
    "a_name_without_an_end_that_goes_on_and_on_until_there_is_no_room_for_it_in_any_buffer_at_all"

static void refuses_names_that_are_no_measures(void **state)
{
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"", "\"\": expected total, men, women"},
        {"/", "\"\": expected"},
        {"total/", "\"\": expected"},
        {"/total", "\"\": expected"},
        {"total/men/women", "\"men/women\": expected"},
        {"total//men", "\"/men\": expected"},
        {"total / men", "\"total \": expected"},
        {"women_20/men", "\"women_20\": expected"},
        {"women/age_1", "\"age_1\": expected"},
        {"age_65_plus/Total", "\"Total\": expected"},
        {"percent of total", "\"percent of total\": expected"},
        {LONG, "\"a_name_without_an_end_"},
        {"total/" LONG, "\"a_name_without_an_end_"},
        {LONG "/total", "\"a_name_without_an_end_"},
    };
    for (size_t k = 0; k < LENGTH(cases); k++) {
        cohort_measure measure, before;
        cohort_error error;
        memset(&measure, 0x5a, sizeof measure);
        before = measure;
        assert_fails(cohort_measure_parse(cases[k].name, 2030, &measure, &error), ARGUMENT, error,
                     cases[k].text);
        assert_int_equal(cohort_measure_parse(cases[k].name, 2030, &measure, NULL), ARGUMENT);
        assert_memory_equal(&measure, &before, sizeof measure);
    }
}

/* --- Values --- */

static const cohort_band bands[] = {{BOTH, 0, OPEN}, {MEN, 0, OPEN},   {WOMEN, 20, 39},
                                    {BOTH, 0, 4},    {BOTH, 50, OPEN}, {MEN, 55, OPEN},
                                    {WOMEN, 15, 49}};
static const double years[] = {2015, 2020, 2030, 2017.5, 2021, 2029.9};

static double measure_of(const cohort_stock *stock, const cohort_measure *measure)
{
    double value;
    cohort_error error;
    assert_ok(cohort_measure_value(stock, measure, &value, &error), error);
    return value;
}

static void counts_persons_and_percent(void **state)
{
    cohort_projection *projection = small_plan();
    const cohort_stock *stock = cohort_projection_population(projection);
    for (size_t y = 0; y < LENGTH(years); y++)
        for (size_t b = 0; b < LENGTH(bands); b++)
            for (size_t p = 0; p < LENGTH(bands); p++) {
                cohort_measure measure = {.band = bands[b], .year = years[y], .per = bands[p]};
                double count = count_of(stock, years[y], bands[b]);
                double per = count_of(stock, years[y], bands[p]);
                assert_close(measure_of(stock, &measure), count, ROUNDING, 0.0);
                measure.is_percent = 1;
                assert_close(measure_of(stock, &measure), 100.0 * count / per, ROUNDING, 0.0);
            }
    cohort_projection_free(projection);
}

/* What a band has in common with itself: 100 percent, to the last digit. */
static void knows_the_whole_as_a_hundred_percent(void **state)
{
    cohort_projection *projection = small_plan();
    const cohort_stock *stock = cohort_projection_population(projection);
    for (double year = 2015.0; year <= 2030.0; year += 0.125)
        for (size_t b = 0; b < LENGTH(bands); b++) {
            const cohort_measure measure = {bands[b], year, 1, bands[b], NULL};
            assert_close(measure_of(stock, &measure), 100.0, 0.0, 0.0); /* x / x is 1 */
        }
    cohort_projection_free(projection);
}

/* Rates [sex][age] of the small world, irregular; some below 0, as a cost may be. */
static void fill_rates(double rates[COHORT_SEXES * SMALL_AGES])
{
    uint64_t random = 7;
    for (int c = 0; c < COHORT_SEXES * SMALL_AGES; c++)
        rates[c] = next_random(&random) - 0.2;
}

/* Group by group, at a time between two dates. */
static double weighted_by_hand(const cohort_stock *stock, double year, cohort_band band,
                               const double *rates)
{
    const int date = year < 2030 ? (int)(year - SMALL_START) / SMALL_WIDTH : SMALL_STEPS - 1;
    const double late = (year - cohort_grid_year(&stock->grid, date)) / SMALL_WIDTH;
    double sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < SMALL_AGES; x++)
            if ((band.sex == BOTH || band.sex == sex) &&
                ages_hold_group(band.age_from, band.age_to, x))
                sum += rates[cohort_cell(&stock->grid, 0, sex, x)] *
                       ((1.0 - late) * stock->cells[cohort_cell(&stock->grid, date, sex, x)] +
                        late * stock->cells[cohort_cell(&stock->grid, date + 1, sex, x)]);
    return sum;
}

/* Each person of the band counts by the rates, those of `per` by one. */
static void weights_persons_by_rates(void **state)
{
    double rates[COHORT_SEXES * SMALL_AGES];
    cohort_projection *projection = small_plan();
    const cohort_stock *stock = cohort_projection_population(projection);
    fill_rates(rates);
    for (size_t y = 0; y < LENGTH(years); y++)
        for (size_t b = 0; b < LENGTH(bands); b++) {
            cohort_measure measure = {bands[b], years[y], 0, {BOTH, 0, OPEN}, rates};
            double expected = weighted_by_hand(stock, years[y], bands[b], rates);
            /* absolute: rates of both signs cancel, in sums of up to 20000 */
            assert_close(measure_of(stock, &measure), expected, ROUNDING, 1e-9);
            measure.is_percent = 1;
            assert_close(measure_of(stock, &measure),
                         100.0 * expected / cohort_total(stock, years[y]), ROUNDING, 1e-9);
        }
    cohort_projection_free(projection);
}

static void refuses_measures(void **state)
{
    static const struct {
        cohort_measure measure;
        int code;
        const char *text;
    } cases[] = {
        {{{BOTH, 0, OPEN}, 2014.9, 0, {0, 0, 0}, NULL}, GRID, "year 2014.9: expected 2015 to 2030"},
        {{{BOTH, 0, OPEN}, 2030.1, 0, {0, 0, 0}, NULL}, GRID, "year 2030.1"},
        {{{BOTH, 0, OPEN}, (double)NAN, 0, {0, 0, 0}, NULL}, GRID, "expected 2015 to 2030"},
        {{{BOTH, 0, 13}, 2020, 0, {0, 0, 0}, NULL}, GRID, "ages 0 to 13"},
        {{{3, 0, OPEN}, 2020, 0, {0, 0, 0}, NULL}, ARGUMENT, "sex 3"},
        {{{BOTH, 0, OPEN}, 2020, 1, {BOTH, 65, OPEN}, NULL}, GRID, "ages from 65"},
        {{{BOTH, 0, OPEN}, 2020, 1, {-1, 0, OPEN}, NULL}, ARGUMENT, "sex -1"},
    };
    cohort_projection *projection = small_plan();
    const cohort_stock *stock = cohort_projection_population(projection);
    for (size_t k = 0; k < LENGTH(cases); k++) {
        double value = -7.0;
        cohort_error error;
        assert_fails(cohort_measure_value(stock, &cases[k].measure, &value, &error), cases[k].code,
                     error, cases[k].text);
        assert_int_equal(cohort_measure_value(stock, &cases[k].measure, &value, NULL),
                         cases[k].code);
        assert_true(value == -7.0);
    }
    const cohort_measure unread = {{BOTH, 0, OPEN}, 2020, 0, {3, 1, 0}, NULL};
    assert_true(measure_of(stock, &unread) > 0.0); /* `per` of persons is not looked at */
    cohort_projection_free(projection);
}

static void refuses_a_percentage_of_nobody(void **state)
{
    cohort_stock stock;
    cohort_error error;
    double value = -7.0;
    assert_ok(cohort_stock_init(&stock, &small_grid, &error), error);
    cohort_stock_cells(&stock)[cohort_cell(&small_grid, 1, MEN, 3)] = 8.0;
    const cohort_measure of_women = {{MEN, 0, OPEN}, 2020, 1, {WOMEN, 0, OPEN}, NULL};
    const cohort_measure of_2030 = {{MEN, 0, OPEN}, 2030, 1, {BOTH, 0, OPEN}, NULL};
    const cohort_measure women = {{WOMEN, 0, OPEN}, 2022.5, 1, {MEN, 15, 19}, NULL};
    assert_fails(cohort_measure_value(&stock, &of_women, &value, &error), COHORT_ERROR_VALUE, error,
                 "percentage of nobody, in 2020");
    assert_fails(cohort_measure_value(&stock, &of_2030, &value, &error), COHORT_ERROR_VALUE, error,
                 "percentage of nobody, in 2030");
    assert_true(value == -7.0);
    assert_close(measure_of(&stock, &women), 0.0, 0.0, 0.0); /* none of somebody */
    cohort_stock_free(&stock);
}

/* --- Balances --- */

static cohort_balance balance_of(const cohort_projection *projection, double from, double to)
{
    cohort_balance balance;
    cohort_error error;
    assert_ok(cohort_projection_balance(projection, from, to, &balance, &error), error);
    return balance;
}

static cohort_projection *projection_of(cohort_convention convention)
{
    cohort_inputs *in = scattered_inputs_of(&small_grid, convention);
    cohort_projection *projection = project(in);
    cohort_inputs_free(in);
    return projection;
}

/* Events are some thousands in a population of some 20000, and net migration is a sum of numbers of
 * both signs: roundings of its hundred entries. */
static const double PERSONS = 1e-9;

/* Three years in order, each anywhere on the grid. */
static void random_years(uint64_t *random, double when[3])
{
    for (int k = 0; k < 3; k++)
        when[k] = SMALL_START + SMALL_WIDTH * SMALL_STEPS * next_random(random);
    for (int k = 0; k < 3; k++) /* 1 2, 2 3, 1 2 */
        if (when[k % 2] > when[k % 2 + 1]) {
            double later = when[k % 2];
            when[k % 2] = when[k % 2 + 1];
            when[k % 2 + 1] = later;
        }
}

static void closes_between_any_two_years(void **state)
{
    uint64_t random = 1868;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_projection *p = projection_of(c);
        for (int k = 0; k < 500; k++) {
            double when[3];
            random_years(&random, when);
            cohort_balance b = balance_of(p, when[0], when[2]);
            assert_close(b.opening + b.births - b.deaths + b.net_migration, b.closing, 0.0,
                         PERSONS);
            const cohort_stock *population = cohort_projection_population(p);
            assert_close(b.opening, cohort_total(population, when[0]), ROUNDING, 0.0);
            assert_close(b.closing, cohort_total(population, when[2]), ROUNDING, 0.0);
            assert_true(b.births > 0.0 && b.deaths > 0.0);
        }
        cohort_projection_free(p);
    }
}

/* Each interval's own accounts close, but a double does not hold what moves in all of them. */
static void refuses_more_than_can_be_added_up(void **state)
{
    cohort_inputs *in = scattered_inputs_of(&small_grid, COHORT_IPSS);
    double *base = cohort_inputs_array(in, COHORT_BASE);
    for (size_t c = 0; c < cohort_grid_cells(&small_grid); c++)
        base[c] *= 5e303; /* some 1e308 in all */
    cohort_projection *p = project(in);
    cohort_balance balance;
    cohort_error error;
    assert_fails(
        cohort_projection_balance(p, SMALL_START, SMALL_START + SMALL_WIDTH, &balance, &error),
        COHORT_ERROR_ACCOUNT, error, "too many to be added up");
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

static void adds_up_over_adjoining_periods(void **state)
{
    uint64_t random = 1600;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_projection *p = projection_of(c);
        for (int k = 0; k < 500; k++) {
            double when[3];
            random_years(&random, when);
            cohort_balance first = balance_of(p, when[0], when[1]);
            cohort_balance second = balance_of(p, when[1], when[2]);
            cohort_balance both = balance_of(p, when[0], when[2]);
            assert_close(first.closing, second.opening, 0.0, 0.0); /* the same number */
            assert_close(first.births + second.births, both.births, 0.0, PERSONS);
            assert_close(first.deaths + second.deaths, both.deaths, 0.0, PERSONS);
            assert_close(first.net_migration + second.net_migration, both.net_migration, 0.0,
                         PERSONS);
        }
        cohort_projection_free(p);
    }
}

static double events_of(const cohort_flow *flow, int interval)
{
    double count;
    cohort_error error;
    assert_ok(cohort_flow_count(flow, interval, bands[0], &count, &error), error);
    return count;
}

static void assert_events(const cohort_balance *balance, const cohort_projection *p, int interval,
                          double part)
{
    assert_close(balance->births, part * events_of(cohort_projection_births(p), interval), 0.0,
                 PERSONS);
    assert_close(balance->deaths, part * events_of(cohort_projection_deaths(p), interval), 0.0,
                 PERSONS);
    assert_close(balance->net_migration,
                 part * events_of(cohort_projection_net_migration(p), interval), 0.0, PERSONS);
}

/* Of an interval its events; of a part of it, by time. */
static void spreads_events_evenly(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_projection *p = projection_of(c);
        for (int i = 0; i < SMALL_STEPS; i++) {
            const int year = cohort_grid_year(&small_grid, i);
            const cohort_balance whole = balance_of(p, year, year + 5);
            const cohort_balance early = balance_of(p, year, year + 1);
            const cohort_balance middle = balance_of(p, year + 1.25, year + 3.75);
            assert_events(&whole, p, i, 1.0);
            assert_events(&early, p, i, 0.2);
            assert_events(&middle, p, i, 0.5);
        }
        cohort_projection_free(p);
    }
}

static void assert_nothing_happens(const cohort_projection *p, double year)
{
    const cohort_balance b = balance_of(p, year, year);
    const double total = cohort_total(cohort_projection_population(p), year);
    assert_close(b.opening, total, ROUNDING, 0.0);
    assert_close(b.closing, b.opening, 0.0, 0.0); /* the same number */
    assert_true(b.births == 0.0 && b.deaths == 0.0 && b.net_migration == 0.0);
}

static void has_no_events_in_no_time(void **state)
{
    cohort_inputs *in = scattered_inputs(&(cohort_grid){5, SMALL_AGES, 2015, 0});
    cohort_projection *p = projection_of(COHORT_WPP_EVEN), *without_intervals = project(in);
    for (size_t y = 0; y < LENGTH(years); y++)
        assert_nothing_happens(p, years[y]);
    assert_nothing_happens(without_intervals, 2015);
    cohort_projection_free(without_intervals);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

static void refuses_periods(void **state)
{
    static const double periods[][2] = {{2014.9, 2020},    {2020, 2030.1},      {2025, 2020},
                                        {2020.5, 2020.25}, {(double)NAN, 2020}, {2020, (double)NAN},
                                        {-HUGE_VAL, 2020}, {2020, HUGE_VAL},    {2031, 2032}};
    cohort_projection *p = projection_of(COHORT_IPSS);
    for (size_t k = 0; k < LENGTH(periods); k++) {
        const cohort_balance before = {1.0, 2.0, 3.0, 4.0, nan_value};
        cohort_balance balance = before;
        cohort_error error;
        assert_fails(cohort_projection_balance(p, periods[k][0], periods[k][1], &balance, &error),
                     GRID, error, "expected 2015 to 2030, the last not before the first");
        assert_int_equal(cohort_projection_balance(p, periods[k][0], periods[k][1], &balance, NULL),
                         GRID);
        assert_memory_equal(&balance, &before, sizeof before);
    }
    cohort_projection_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_measures_both_ways),
        cmocka_unit_test(names_any_measure),
        cmocka_unit_test(refuses_names_that_are_no_measures),
        cmocka_unit_test(counts_persons_and_percent),
        cmocka_unit_test(knows_the_whole_as_a_hundred_percent),
        cmocka_unit_test(weights_persons_by_rates),
        cmocka_unit_test(refuses_measures),
        cmocka_unit_test(refuses_a_percentage_of_nobody),
        cmocka_unit_test(closes_between_any_two_years),
        cmocka_unit_test(refuses_more_than_can_be_added_up),
        cmocka_unit_test(adds_up_over_adjoining_periods),
        cmocka_unit_test(spreads_events_evenly),
        cmocka_unit_test(has_no_events_in_no_time),
        cmocka_unit_test(refuses_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
