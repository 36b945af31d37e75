/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that goes on from what was counted. */
#include <cohort/track.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"
#include "support/stocks.h"
#include "support/words.h"

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};

enum { CELLS = COHORT_SEXES * SMALL_AGES };

static cohort_inputs *restart(const cohort_projection *plan, int count,
                              const cohort_figure *observations, int year)
{
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(cohort_track_restart(plan, count, observations, year, &inputs, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    return inputs;
}

/* Every cell of both sexes, as observed at a time. */
static void observe_cells(const cohort_projection *plan, double year,
                          cohort_figure observations[CELLS])
{
    for (int c = 0; c < CELLS; c++) {
        const cohort_band cell = small_group(c / SMALL_AGES, c % SMALL_AGES);
        observations[c] =
            cohort_figure_of(cell, year, count_of(cohort_projection_population(plan), year, cell));
    }
}

/* On the plan's grid from `date` on: its own population, and its results to the bit. */
static void assert_goes_on_as_planned(const cohort_inputs *inputs, const cohort_projection *plan,
                                      int date)
{
    const size_t population = cohort_cell(&small_grid, date, 0, 0);
    cohort_projection *again = project(inputs);
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    assert_int_equal(grid->start, SMALL_START + date * SMALL_WIDTH);
    assert_int_equal(grid->steps, SMALL_STEPS - date);
    assert_same_bits(cohort_inputs_view(inputs, COHORT_BASE),
                     result_cells(plan, RESULT_POPULATION) + population, CELLS);
    for (int r = 0; r < RESULTS; r++)
        assert_same_bits(result_cells(again, r), result_cells(plan, r) + population,
                         result_count(again, r));
    cohort_projection_free(again);
}

/* Totals, bands that overlap, and every cell; before, at and after dates; all conventions. */
static void goes_on_with_the_plan_when_on_track(void **state)
{
    static const double times[] = {2015.0, 2016.25, 2019.9, 2020.0, 2024.252, 2028.7, 2030.0};
    static const cohort_band bands[] = {{COHORT_BOTH, 0, COHORT_OPEN_END},
                                        {COHORT_FEMALE, 15, 49},
                                        {COHORT_MALE, 0, COHORT_OPEN_END},
                                        {COHORT_BOTH, 0, 14},
                                        {COHORT_BOTH, 40, COHORT_OPEN_END}};
    for (int convention = 0; convention < COHORT_CONVENTION_COUNT; convention++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, (cohort_convention)convention);
        cohort_projection *plan = project(in);
        for (size_t t = 0; t < LENGTH(times); t++)
            for (int date = 0; date <= SMALL_STEPS; date++) {
                const int year = cohort_grid_year(&small_grid, date);
                cohort_figure observations[CELLS];
                cohort_error error;
                observe_cells(plan, times[t], observations);
                cohort_inputs *later = restart(plan, CELLS, observations, year);
                assert_goes_on_as_planned(later, plan, date);
                cohort_inputs_free(later);
                for (size_t b = 0; b < LENGTH(bands); b++) {
                    observations[b] = cohort_figure_of(bands[b], times[t], 0.0);
                    assert_ok(cohort_count(cohort_projection_population(plan), times[t], bands[b],
                                           &observations[b].value, &error),
                              error);
                }
                for (int count = 1; count <= (int)LENGTH(bands); count += 4) {
                    later = restart(plan, count, observations, year);
                    assert_goes_on_as_planned(later, plan, date);
                    cohort_inputs_free(later);
                }
            }
        cohort_projection_free(plan);
        cohort_inputs_free(in);
    }
}

/* On the last day before nobody is left, the expected total is a small difference of large numbers,
 * the sum of the cells there another. */
static void goes_on_with_a_plan_that_ends(void **state)
{
    static const double times[] = {2019.9, 2019.999, 2019.9999, 2019.99999};
    cohort_inputs *in = blank_inputs(&small_grid);
    for (int c = 0; c < CELLS; c++)
        cohort_inputs_array(in, COHORT_BASE)[c] = 1000.0 / (c + 3.0);
    cohort_projection *plan = project(in);
    for (size_t t = 0; t < LENGTH(times); t++) {
        const cohort_figure total = cohort_figure_of(
            everybody, times[t], count_of(cohort_projection_population(plan), times[t], everybody));
        cohort_inputs *later = restart(plan, 1, &total, 2015);
        assert_same_inputs(later, in);
        cohort_inputs_free(later);
    }
    cohort_projection_free(plan);
    cohort_inputs_free(in);
}

/* With the later intervals' rates; and what was handed in is only read. */
static void keeps_the_later_rates(void **state)
{
    for (int convention = 0; convention < COHORT_CONVENTION_COUNT; convention++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, (cohort_convention)convention);
        cohort_projection *plan = project(in), *fresh = project(in);
        const cohort_figure total = cohort_figure_of(
            everybody, 2024.252,
            0.9 * count_of(cohort_projection_population(plan), 2024.252, everybody));
        cohort_inputs *expected, *later = restart(plan, 1, &total, 2025);
        cohort_error error;
        assert_ok(cohort_inputs_restart(in, 2025, cohort_inputs_view(later, COHORT_BASE), &expected,
                                        &error),
                  error);
        assert_same_inputs(later, expected);
        assert_same_results(plan, fresh);
        cohort_inputs_free(expected);
        cohort_inputs_free(later);
        cohort_projection_free(fresh);
        cohort_projection_free(plan);
        cohort_inputs_free(in);
    }
}

/* The ratio of each cell, held to a date before or after. */
static void holds_ratios_until_the_date(void **state)
{
    static const double time = 2023.6;
    cohort_projection *plan = small_plan();
    cohort_figure cells[CELLS];
    observe_cells(plan, time, cells);
    double ratios[CELLS];
    for (int c = 0; c < CELLS; c++) {
        ratios[c] = 0.7 + 0.6 * c / CELLS;
        cells[c].value *= ratios[c];
    }
    for (int date = 0; date <= SMALL_STEPS; date++) {
        cohort_inputs *later = restart(plan, CELLS, cells, cohort_grid_year(&small_grid, date));
        const double *planned =
            result_cells(plan, RESULT_POPULATION) + cohort_cell(&small_grid, date, 0, 0);
        for (int c = 0; c < CELLS; c++) /* a few roundings */
            assert_close(cohort_inputs_view(later, COHORT_BASE)[c], ratios[c] * planned[c], 1e-14,
                         0.0);
        cohort_inputs_free(later);
    }
    cohort_projection_free(plan);
}

/* A total moves all cells alike; bands of their own each their cells. */
static void spreads_totals_and_bands(void **state)
{
    static const double time = 2024.252;
    const cohort_band women = {COHORT_FEMALE, 15, 49};
    cohort_projection *plan = small_plan();
    const cohort_figure total = cohort_figure_of(
        everybody, time, 0.97 * count_of(cohort_projection_population(plan), time, everybody));
    const cohort_figure bands[] = {
        cohort_figure_of(women, time,
                         0.9 * count_of(cohort_projection_population(plan), time, women)),
        PERSONS_OF(COHORT_MALE, 0, COHORT_OPEN_END, time,
                   1.05 * count_of(cohort_projection_population(plan), time,
                                   (cohort_band){COHORT_MALE, 0, COHORT_OPEN_END})),
    };
    const double *planned =
        result_cells(plan, RESULT_POPULATION) + cohort_cell(&small_grid, 2, 0, 0);
    cohort_inputs *by_total = restart(plan, 1, &total, 2025),
                  *by_band = restart(plan, 2, bands, 2025);
    for (int c = 0; c < CELLS; c++) {
        const int age = c % SMALL_AGES;
        const double ratio = c < SMALL_AGES                            ? 1.05
                             : age >= WOMEN_FIRST && age <= WOMEN_LAST ? 0.9
                                                                       : 1.0;
        assert_close(cohort_inputs_view(by_total, COHORT_BASE)[c], 0.97 * planned[c], 1e-13,
                     0.0); /* the order of 24 sums */
        assert_close(cohort_inputs_view(by_band, COHORT_BASE)[c], ratio * planned[c], 1e-13, 0.0);
    }
    cohort_inputs_free(by_band);
    cohort_inputs_free(by_total);
    cohort_projection_free(plan);
}

/* Bands that share persons: at a date, where no ratio has to be held, all come out. */
static void meets_observations_that_overlap(void **state)
{
    const cohort_figure observations[] = {
        cohort_figure_of(everybody, 2020.0, 22000.0),
        PERSONS_OF(COHORT_FEMALE, 15, 49, 2020.0, 6000.0),
        PERSONS_OF(COHORT_BOTH, 0, 14, 2020.0, 4500.0),
        PERSONS_OF(COHORT_MALE, 0, COHORT_OPEN_END, 2020.0, 10900.0),
    };
    cohort_projection *plan = small_plan();
    cohort_inputs *later = restart(plan, LENGTH(observations), observations, 2020);
    cohort_projection *again = project(later);
    cohort_gap gaps[LENGTH(observations)];
    cohort_error error;
    assert_ok(cohort_track(again, LENGTH(observations), observations, gaps, &error), error);
    for (size_t i = 0; i < LENGTH(observations); i++) /* what raking is content with */
        assert_close(gaps[i].expected, observations[i].value, 1e-9, 0.0);
    cohort_projection_free(again);
    cohort_inputs_free(later);
    cohort_projection_free(plan);
}

/* Nobody there when it was counted: at the date as the plan has it. */
static void leaves_cells_of_nobody(void **state)
{
    cohort_inputs *in = small_inputs();
    let_nobody_leave(in); /* nobody leaves where nobody is */
    *value_at(in, COHORT_BASE, 0, COHORT_MALE, 4) = 0.0;
    cohort_projection *plan = project(in);
    const cohort_figure total = cohort_figure_of(
        everybody, 2015.0, 0.5 * count_of(cohort_projection_population(plan), 2015.0, everybody));
    cohort_inputs *later = restart(plan, 1, &total, 2020);
    const double *planned = result_cells(plan, RESULT_POPULATION);
    for (int age = 3; age <= 5; age++) {
        double expected = planned[cohort_cell(&small_grid, 1, COHORT_MALE, age)];
        assert_true(expected > 0.0);
        assert_close(value_of(later, COHORT_BASE, 0, COHORT_MALE, age),
                     age == 4 ? expected : 0.5 * expected, age == 4 ? 0.0 : 1e-14, 0.0); /* sums */
    }
    cohort_inputs_free(later);
    cohort_projection_free(plan);
    cohort_inputs_free(in);
}

/* An observation of nobody empties its cells. */
static void takes_an_observation_of_nobody(void **state)
{
    cohort_projection *plan = small_plan();
    const cohort_figure none = PERSONS_OF(COHORT_FEMALE, 20, 24, 2021.5, 0.0);
    cohort_inputs *later = restart(plan, 1, &none, 2020);
    for (int c = 0; c < CELLS; c++) {
        double planned = result_cells(plan, RESULT_POPULATION)[CELLS + c];
        assert_true(cohort_inputs_view(later, COHORT_BASE)[c] ==
                    (c == SMALL_AGES + 4 ? 0.0 : planned));
    }
    cohort_inputs_free(later);
    cohort_projection_free(plan);
}

static void refuses_to_restart(void **state)
{
    static const struct {
        cohort_figure observations[3];
        int year, code;
        const char *part;
    } cases[] = {
        {{PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 9000),
          PERSONS_OF(COHORT_MALE, 0, 4, 2020, 500), PERSONS_OF(COHORT_FEMALE, 0, 4, 2021, 500)},
         2020,
         COHORT_ERROR_ARGUMENT,
         "observation 3 (women_0_4, 2021): expected the year of observation 1, 2020"},
        {{PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 9000),
          PERSONS_OF(COHORT_MALE, 0, 4, 2020, 500), PERSONS_OF(COHORT_FEMALE, 0, 4, 2020, 500)},
         2022,
         COHORT_ERROR_GRID,
         "year 2022: expected a date, every 5 years from 2015 to 2030"},
        {{PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 9000),
          PERSONS_OF(COHORT_MALE, 0, 4, 2020, 500), PERSONS_OF(COHORT_MALE, 0, 4, 2020, 600)},
         2020,
         COHORT_ERROR_SOLVE,
         "observations of 2020, each the control of its number: control "},
    };
    cohort_projection *plan = small_plan();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cohort_inputs *out = (cohort_inputs *)(uintptr_t)1;
        cohort_error error;
        assert_fails(
            cohort_track_restart(plan, 3, cases[i].observations, cases[i].year, &out, &error),
            cases[i].code, error, cases[i].part);
        assert_null(out);
    }
    cohort_projection_free(plan);
}

/* Persons can be multiplied; what is made of them cannot. */
static void restarts_only_from_persons(void **state)
{
    static const double heads[CELLS] = {1.0};
    const cohort_figure share = PERCENT_OF(COHORT_FEMALE, 20, 24, 2020, 5.0);
    cohort_figure households = cohort_figure_of(everybody, 2020, 9000), growth = households;
    households.measure.rates = heads;
    growth.times = 1.0;
    const struct {
        cohort_figure figure;
        const char *part;
    } cases[] = {
        {share,
         "observation 2 (women_20_24/total, 2020): a percentage: expected persons in a band"},
        {households, "observation 2 (total, 2020): persons times rates: expected persons"},
        {growth, "observation 2 (total, 2020): a difference: expected persons"},
    };
    cohort_projection *plan = small_plan();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const cohort_figure observations[] = {cohort_figure_of(everybody, 2020, 20000),
                                              cases[i].figure};
        cohort_inputs *out = (cohort_inputs *)(uintptr_t)1;
        cohort_error error;
        assert_fails(cohort_track_restart(plan, 2, observations, 2020, &out, &error),
                     COHORT_ERROR_ARGUMENT, error, cases[i].part);
        assert_null(out);
    }
    cohort_projection_free(plan);
}

/* Somebody was counted where the plan has nobody. */
static void cannot_multiply_nobody(void **state)
{
    cohort_inputs *in = small_inputs();
    let_nobody_leave(in); /* nobody leaves where nobody is */
    *value_at(in, COHORT_BASE, 0, COHORT_MALE, 4) = 0.0;
    cohort_projection *plan = project(in);
    const cohort_figure observations[] = {cohort_figure_of(everybody, 2015.0, 20000.0),
                                          PERSONS_OF(COHORT_MALE, 20, 24, 2015.0, 3.0)};
    cohort_inputs *out = (cohort_inputs *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_track_restart(plan, 2, observations, 2015, &out, &error),
                 COHORT_ERROR_SOLVE, error,
                 "observations of 2015, each the control of its number: control 2 ");
    assert_null(out);
    cohort_projection_free(plan);
    cohort_inputs_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_with_the_plan_when_on_track),
        cmocka_unit_test(goes_on_with_a_plan_that_ends),
        cmocka_unit_test(keeps_the_later_rates),
        cmocka_unit_test(holds_ratios_until_the_date),
        cmocka_unit_test(spreads_totals_and_bands),
        cmocka_unit_test(meets_observations_that_overlap),
        cmocka_unit_test(leaves_cells_of_nobody),
        cmocka_unit_test(takes_an_observation_of_nobody),
        cmocka_unit_test(refuses_to_restart),
        cmocka_unit_test(restarts_only_from_persons),
        cmocka_unit_test(cannot_multiply_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
