/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/track.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"
#include "support/words.h"

#include <limits.h>
#include <stdio.h>

static const double nan_value = (double)NAN;
static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};

enum { CELLS = COHORT_SEXES * SMALL_AGES };

/* --- Days --- */

static void knows_the_year_of_a_day(void **state)
{
    static const struct {
        int year, month, day, month_of_dates, day_of_dates;
        double begun, since, length; /* the date before it; days since, and to the next date */
    } cases[] = {
        {2025, 1, 1, 10, 1, 2024, 92, 365}, /* 31 of October, 30 of November, 31 of December */
        {2024, 10, 1, 10, 1, 2024, 0, 365},
        {2024, 9, 30, 10, 1, 2023, 365, 366}, /* over 29 February 2024 */
        {2024, 2, 29, 10, 1, 2023, 151, 366},
        {2025, 9, 30, 10, 1, 2024, 364, 365},
        {2024, 1, 1, 1, 1, 2024, 0, 366},
        {2024, 2, 29, 1, 1, 2024, 59, 366},
        {2024, 3, 1, 1, 1, 2024, 60, 366},
        {2023, 3, 1, 1, 1, 2023, 59, 365},
        {2024, 12, 31, 1, 1, 2024, 365, 366},
        {2023, 12, 31, 1, 1, 2023, 364, 365},
        {1900, 3, 1, 1, 1, 1900, 59, 365}, /* a common year, */
        {2000, 3, 1, 1, 1, 2000, 60, 366}, /* and a leap year */
        {2024, 3, 1, 2, 28, 2024, 2, 366},
        {2024, 2, 28, 3, 1, 2023, 364, 366},
        {2025, 1, 1, 12, 31, 2024, 1, 365},
        {2024, 12, 30, 12, 31, 2023, 365, 366},
        {0, 12, 31, 1, 1, 0, 365, 366},
        {-1, 1, 1, 7, 1, -2, 184, 365},
        {INT_MIN, 1, 1, 1, 2, (double)INT_MIN - 1.0, 364, 365},
        {INT_MAX, 12, 31, 1, 1, INT_MAX, 364, 365},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_close(cohort_year_of(cases[i].year, cases[i].month, cases[i].day,
                                    cases[i].month_of_dates, cases[i].day_of_dates),
                     cases[i].begun + cases[i].since / cases[i].length, 0.0,
                     0.0); /* the same division and sum */
    assert_close(cohort_year_of(2025, 1, 1, 10, 1), 2024.252, 0.0, 5e-4); /* as it is written */
}

/* Day after day of thirteen years, among them one without 29 February at the turn of a century: a
 * whole number at every date, and as much on from day to day as the year has days. */
static void years_go_on_evenly_from_day_to_day(void **state)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const int dates[][2] = {{1, 1}, {2, 28}, {3, 1}, {7, 1}, {10, 1}, {12, 31}};
    for (size_t d = 0; d < LENGTH(dates); d++) {
        double before = nan_value;
        for (int year = 1895; year < 1908; year++)
            for (int month = 1; month <= 12; month++)
                for (int day = 1;
                     day <= days[month - 1] + (month == 2 && year % 4 == 0 && year != 1900);
                     day++) {
                    double now = cohort_year_of(year, month, day, dates[d][0], dates[d][1]);
                    int is_date = month == dates[d][0] && day == dates[d][1];
                    assert_int_equal(now == floor(now), is_date);
                    assert_true(!is_date || now == year);
                    if (!isnan(before)) /* between 1/366 and 1/365: 1/730.5 +- 1/267180 */
                        assert_close(now - before, (1.0 / 365.0 + 1.0 / 366.0) / 2.0, 0.0,
                                     (1.0 / 365.0 - 1.0 / 366.0) / 2.0 +
                                         1e-12); /* roundings of numbers near 1900 */
                    before = now;
                }
    }
}

static void knows_no_year_of_no_day(void **state)
{
    static const int cases[][5] = {
        {2024, 2, 30, 1, 1},
        {2023, 2, 29, 1, 1},
        {1900, 2, 29, 1, 1},
        {2024, 2, 31, 10, 1},
        {2024, 4, 31, 1, 1},
        {2024, 12, 32, 1, 1},
        {2024, 1, 0, 1, 1},
        {2024, 1, -1, 1, 1},
        {2024, 0, 1, 1, 1},
        {2024, 13, 1, 1, 1},
        {2024, -1, 1, 1, 1},
        {2024, 1, 1, 0, 1},
        {2024, 1, 1, 13, 1},
        {2024, 1, 1, 1, 0},
        {2024, 1, 1, 1, 32},
        {2024, 1, 1, 2, 29},
        {2024, INT_MAX, 1, 1, 1},
        {2024, 1, INT_MAX, 1, 1},
        {2024, 1, 1, INT_MIN, INT_MIN},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_true(
            isnan(cohort_year_of(cases[i][0], cases[i][1], cases[i][2], cases[i][3], cases[i][4])));
    assert_true(!isnan(cohort_year_of(2024, 2, 29, 1, 1)));
}

/* --- Gaps --- */

/* A cell of a plan at a time, by the formula of a straight line. */
static double cell_at(const cohort_projection *plan, double year, int sex, int age)
{
    const double *cells = result_cells(plan, RESULT_POPULATION);
    int date = year >= SMALL_START + SMALL_STEPS * SMALL_WIDTH
                   ? SMALL_STEPS - 1
                   : (int)((year - SMALL_START) / SMALL_WIDTH);
    double part = (year - SMALL_START) / SMALL_WIDTH - date;
    return (1.0 - part) * cells[cohort_cell(&small_grid, date, sex, age)] +
           part * cells[cohort_cell(&small_grid, date + 1, sex, age)];
}

static double sum_at(const cohort_projection *plan, double year, cohort_band band)
{
    double sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < SMALL_AGES; x++)
            if ((band.sex == COHORT_BOTH || band.sex == sex) && x * SMALL_WIDTH >= band.age_from &&
                x * SMALL_WIDTH <= band.age_to)
                sum += cell_at(plan, year, sex, x);
    return sum;
}

static double total_at(const cohort_projection *plan, double year)
{
    return cohort_total(cohort_projection_population(plan), year);
}

static void shows_gaps(void **state)
{
    static const cohort_figure observations[] = {
        PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2015.0, 20000.0),
        PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2024.25, 21000.0),
        PERSONS_OF(COHORT_FEMALE, 15, 49, 2019.999, 5000.0),
        PERSONS_OF(COHORT_MALE, 0, 4, 2020.0, 0.0),
        PERSONS_OF(COHORT_BOTH, 55, COHORT_OPEN_END, 2030.0, 3000.5),
        PERSONS_OF(COHORT_FEMALE, 20, 24, 2026.5, 700.0),
    };
    cohort_projection *plan = small_plan();
    cohort_gap gaps[LENGTH(observations)];
    cohort_error error = {-7, "before"};
    assert_ok(cohort_track(plan, LENGTH(observations), observations, gaps, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    for (size_t i = 0; i < LENGTH(observations); i++) {
        const cohort_figure *o = &observations[i];
        double expected = sum_at(plan, o->measure.year, o->measure.band), gap = o->value - expected;
        assert_close(gaps[i].expected, expected, 1e-13, 0.0);  /* the order of 24 sums */
        assert_close(gaps[i].gap, gap, 0.0, 1e-13 * expected); /* of the same sums */
        assert_close(gaps[i].percent, 100.0 * gap / expected, 0.0, 2e-11); /* 100 times 1e-13 */
    }
    cohort_projection_free(plan);
}

/* To the bit what the plan is asked for by itself. */
static void finds_no_gap_in_the_plan(void **state)
{
    cohort_projection *plan = small_plan();
    cohort_error error;
    for (double year = 2015.0; year <= 2030.0; year += 0.37) {
        const cohort_figure observation = cohort_figure_of(everybody, year, total_at(plan, year));
        cohort_gap gap;
        assert_ok(cohort_track(plan, 1, &observation, &gap, &error), error);
        assert_true(gap.expected == observation.value);
        assert_true(gap.gap == 0.0 && gap.percent == 0.0);
    }
    cohort_projection_free(plan);
}

/* A share, households and a difference, to the bit what the plan is asked for by itself. */
static void shows_gaps_of_every_measure(void **state)
{
    double heads[CELLS];
    cohort_projection *plan = small_plan();
    const cohort_stock *population = cohort_projection_population(plan);
    cohort_figure share = PERCENT_OF(COHORT_BOTH, 55, COHORT_OPEN_END, 2023.5, 30.0);
    cohort_figure households = cohort_figure_of(everybody, 2020.0, 9000.0), growth = households;
    cohort_gap gaps[3];
    cohort_error error;
    double old, all, women;
    for (int c = 0; c < CELLS; c++)
        heads[c] = 0.015 * c;
    households.measure.rates = heads;
    growth.times = 0.5;
    growth.minus.band.sex = COHORT_FEMALE;
    growth.value = -12.0; /* a difference may be below 0 */
    const cohort_figure observations[] = {share, households, growth};
    assert_ok(cohort_track(plan, 3, observations, gaps, &error), error);
    old = sum_at(plan, 2023.5, share.measure.band);
    assert_close(gaps[0].expected, 100.0 * old / sum_at(plan, 2023.5, everybody), 1e-13, 0.0);
    assert_ok(cohort_measure_value(population, &households.measure, &all, &error), error);
    assert_true(gaps[1].expected == all && gaps[1].gap == 9000.0 - all);
    all = sum_at(plan, 2020.0, everybody);
    women = sum_at(plan, 2020.0, growth.minus.band);
    assert_close(gaps[2].gap, -12.0 - (all - 0.5 * women), 1e-13, 0.0); /* the order of sums */
    cohort_projection_free(plan);
}

static void has_no_percentage_of_nobody(void **state)
{
    cohort_inputs *inputs = blank_inputs(&small_grid);
    cohort_projection *plan = project(inputs);
    const cohort_figure observation = PERSONS_OF(COHORT_MALE, 5, 9, 2017.0, 12.0);
    cohort_gap gap;
    cohort_error error;
    assert_ok(cohort_track(plan, 1, &observation, &gap, &error), error);
    assert_true(gap.expected == 0.0 && gap.gap == 12.0);
    assert_true(isnan(gap.percent));
    cohort_projection_free(plan);
    cohort_inputs_free(inputs);
}

static const struct bad_observation {
    cohort_figure observation;
    int code;
    const char *part;
} bad_observations[] = {
    {PERSONS_OF(COHORT_BOTH, 0, 14, 2020.0, -1.0), COHORT_ERROR_VALUE,
     "observation 2 (age_0_14, 2020): -1: expected a finite number of persons, 0 or more"},
    {PERSONS_OF(COHORT_FEMALE, 0, COHORT_OPEN_END, 2020.0, (double)NAN), COHORT_ERROR_VALUE,
     "nan: expected a finite"},
    {PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020.0, HUGE_VAL), COHORT_ERROR_VALUE,
     "observation 2 (total, 2020): inf: expected a finite"},
    {PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2014.75, 1.0), COHORT_ERROR_GRID,
     "observation 2 (total, 2014.75): year 2014.75: expected 2015 to 2030"},
    {PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2030.001, 1.0), COHORT_ERROR_GRID,
     "year 2030.001: expected 2015 to 2030"},
    {PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, (double)NAN, 1.0), COHORT_ERROR_GRID,
     "nan: expected 2015"},
    {PERSONS_OF(COHORT_BOTH, 0, 12, 2020.0, 1.0), COHORT_ERROR_GRID,
     "observation 2 (age_0_12, 2020): ages 0 to 12: expected"},
    {PERSONS_OF(COHORT_BOTH, 60, COHORT_OPEN_END, 2020.0, 1.0), COHORT_ERROR_GRID, "ages from 60"},
    {PERSONS_OF(7, 0, 14, 2020.0, 1.0), COHORT_ERROR_ARGUMENT, "sex 7: expected"},
};

static void names_the_observation_at_fault(void **state)
{
    cohort_projection *plan = small_plan();
    cohort_error error;
    for (size_t i = 0; i < LENGTH(bad_observations); i++) {
        const cohort_figure observations[] = {cohort_figure_of(everybody, 2020.0, 1.0),
                                              bad_observations[i].observation};
        cohort_gap gaps[2] = {{-7.0, -7.0, -7.0}, {-7.0, -7.0, -7.0}};
        cohort_inputs *out = (cohort_inputs *)(uintptr_t)1;
        assert_fails(cohort_track(plan, 2, observations, gaps, &error), bad_observations[i].code,
                     error, bad_observations[i].part);
        assert_true(gaps[0].expected == -7.0 && gaps[0].gap == -7.0 && gaps[0].percent == -7.0);
        assert_fails(cohort_track_restart(plan, 2, observations, 2020, &out, &error),
                     bad_observations[i].code, error, bad_observations[i].part);
        assert_null(out);
        assert_int_equal(cohort_track(plan, 2, observations, gaps, NULL), bad_observations[i].code);
    }
    cohort_projection_free(plan);
}

static void wants_an_observation(void **state)
{
    cohort_projection *plan = small_plan();
    cohort_error error;
    for (int count = -1; count <= 0; count++) {
        cohort_gap gap = {-7.0, -7.0, -7.0};
        cohort_inputs *out = (cohort_inputs *)(uintptr_t)1;
        assert_fails(cohort_track(plan, count, NULL, &gap, &error), COHORT_ERROR_ARGUMENT, error,
                     "observations: expected 1 or more");
        assert_true(gap.expected == -7.0);
        assert_fails(cohort_track_restart(plan, count, NULL, 2020, &out, &error),
                     COHORT_ERROR_ARGUMENT, error, "observations: expected 1 or more");
        assert_null(out);
    }
    cohort_projection_free(plan);
}

/* --- Origin --- */

/* Each event of the period by itself, or all, or none. */
static void reports_where_a_gap_comes_from(void **state)
{
    cohort_projection *plan = small_plan();
    cohort_balance expected;
    cohort_error error;
    assert_ok(cohort_projection_balance(plan, 2016.5, 2023.0, &expected, &error), error);
    for (int counted = 0; counted < 8; counted++) {
        const cohort_vital vital = {2016.5, 2023.0,
                                    counted & 1 ? expected.births + 40.0 : nan_value,
                                    counted & 2 ? expected.deaths + 100.0 : nan_value,
                                    counted & 4 ? expected.net_migration - 30.0 : nan_value};
        cohort_origin o;
        assert_ok(cohort_track_origin(plan, &vital, expected.closing + 500.0, &o, &error), error);
        assert_memory_equal(&o.expected, &expected, sizeof expected);
        const double rounding = 1e-14 * expected.closing; /* of a difference of such numbers */
        assert_close(o.gap, 500.0, 0.0, rounding);
        assert_close(o.births, counted & 1 ? 40.0 : 0.0, 0.0, rounding);
        assert_close(o.deaths, counted & 2 ? -100.0 : 0.0, 0.0, rounding);
        assert_close(o.net_migration, counted & 4 ? -30.0 : 0.0, 0.0, rounding);
        assert_close(o.before + o.births + o.deaths + o.net_migration, o.gap, 0.0, rounding);
        assert_true(counted & 2 || !signbit(o.deaths)); /* zero is shown as 0 */
    }
    cohort_projection_free(plan);
}

/* Counted is what another world came to: its events close its account, so that what stood before is
 * the gap at the beginning. */
static void finds_what_stood_before(void **state)
{
    static const double periods[][2] = {
        {2015.0, 2030.0}, {2016.25, 2018.5}, {2020.0, 2025.0}, {2017.0, 2029.9}};
    cohort_inputs *inputs = small_inputs();
    cohort_projection *plan = project(inputs);
    for (size_t c = 0; c < value_count(inputs, COHORT_BASE); c++)
        cohort_inputs_array(inputs, COHORT_BASE)[c] *= c % 2 ? 1.1 : 0.95;
    fill_quantity(inputs, COHORT_CWR, 0.2);
    cohort_projection *world = project(inputs);
    for (size_t i = 0; i < LENGTH(periods); i++) {
        cohort_balance b;
        cohort_origin o;
        cohort_gap opening, closing;
        cohort_error error;
        assert_ok(cohort_projection_balance(world, periods[i][0], periods[i][1], &b, &error),
                  error);
        const cohort_vital vital = {periods[i][0], periods[i][1], b.births, b.deaths,
                                    b.net_migration};
        const cohort_figure first = cohort_figure_of(everybody, periods[i][0], b.opening),
                            last = cohort_figure_of(everybody, periods[i][1], b.closing);
        assert_ok(cohort_track_origin(plan, &vital, b.closing, &o, &error), error);
        assert_ok(cohort_track(plan, 1, &first, &opening, &error), error);
        assert_ok(cohort_track(plan, 1, &last, &closing, &error), error);
        assert_true(o.gap == closing.gap);                           /* one expectation */
        assert_close(o.before, opening.gap, 0.0, 1e-12 * b.opening); /* a hundred roundings */
        assert_true(fabs(o.births) > 1.0 && fabs(o.deaths) > 1.0);   /* or nothing was tried */
    }
    cohort_projection_free(world);
    cohort_projection_free(plan);
    cohort_inputs_free(inputs);
}

static void refuses_counts_of_events(void **state)
{
    static const struct {
        cohort_vital vital;
        double observed;
        int code;
        const char *part;
    } cases[] = {
        {{2016, 2020, -1, 1, 1}, 1, COHORT_ERROR_VALUE, "births: -1: expected a finite number, 0"},
        {{2016, 2020, HUGE_VAL, 1, 1}, 1, COHORT_ERROR_VALUE, "births: inf"},
        {{2016, 2020, 1, -0.5, 1}, 1, COHORT_ERROR_VALUE, "deaths: -0.5: expected a finite number"},
        {{2016, 2020, 1, HUGE_VAL, 1}, 1, COHORT_ERROR_VALUE, "deaths: inf"},
        {{2016, 2020, 1, 1, -HUGE_VAL},
         1,
         COHORT_ERROR_VALUE,
         "net migration: -inf: expected a finite number, or NAN where not counted"},
        {{2016, 2020, 1, 1, 1}, -2, COHORT_ERROR_VALUE, "total observed: -2: expected"},
        {{2016, 2020, 1, 1, 1}, (double)NAN, COHORT_ERROR_VALUE, "total observed: "},
        {{2016, 2020, 1, 1, 1}, HUGE_VAL, COHORT_ERROR_VALUE, "total observed: inf"},
        {{2014, 2020, 1, 1, 1}, 1, COHORT_ERROR_GRID, "years 2014 to 2020: expected 2015 to 2030"},
        {{2016, 2031, 1, 1, 1}, 1, COHORT_ERROR_GRID, "years 2016 to 2031"},
        {{2020, 2016, 1, 1, 1}, 1, COHORT_ERROR_GRID, "years 2020 to 2016"},
        {{2016, (double)NAN, 1, 1, 1}, 1, COHORT_ERROR_GRID, "years 2016 to "},
        {{2016, 2016, 1, 1, 1}, 1, COHORT_ERROR_GRID, "years 2016 to 2016: expected a period"},
    };
    cohort_projection *plan = small_plan();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cohort_origin origin = {.gap = -7.0, .before = -7.0};
        cohort_error error;
        assert_fails(cohort_track_origin(plan, &cases[i].vital, cases[i].observed, &origin, &error),
                     cases[i].code, error, cases[i].part);
        assert_true(origin.gap == -7.0 && origin.before == -7.0);
    }
    cohort_projection_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_year_of_a_day),
        cmocka_unit_test(years_go_on_evenly_from_day_to_day),
        cmocka_unit_test(knows_no_year_of_no_day),
        cmocka_unit_test(shows_gaps),
        cmocka_unit_test(finds_no_gap_in_the_plan),
        cmocka_unit_test(shows_gaps_of_every_measure),
        cmocka_unit_test(has_no_percentage_of_nobody),
        cmocka_unit_test(names_the_observation_at_fault),
        cmocka_unit_test(wants_an_observation),
        cmocka_unit_test(reports_where_a_gap_comes_from),
        cmocka_unit_test(finds_what_stood_before),
        cmocka_unit_test(refuses_counts_of_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
