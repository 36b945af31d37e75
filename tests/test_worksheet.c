/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worksheet's simulations and degrees of influence. */
#include <cohort/worksheet.h>

#include <cohort/indicators.h>

#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"
#include "support/words.h"

#include <limits.h>

static const double nan_value = (double)NAN;

/* The small world's ages to 2045, and single years: dates at and around 2030. */
static const cohort_grid long_grid = {SMALL_WIDTH, SMALL_AGES, SMALL_START, 6};
static const cohort_grid single_grid = {1, 60, 2022, 12};

/* --- Simulations --- */

static cohort_scenario *simulation(int number)
{
    cohort_scenario *scenario;
    cohort_error error;
    assert_ok(cohort_worksheet_simulation(number, &scenario, &error), error);
    return scenario;
}

static void assert_operation(const cohort_operation *actual, const cohort_operation *expected)
{
    assert_int_equal(actual->kind, expected->kind);
    assert_int_equal(actual->sex, expected->sex);
    assert_int_equal(actual->age_from, expected->age_from);
    assert_int_equal(actual->age_to, expected->age_to);
    assert_int_equal(actual->year_from, expected->year_from);
    assert_int_equal(actual->year_to, expected->year_to);
    assert_true(actual->value == expected->value);
    assert_true(isnan(actual->value_from) && isnan(actual->baseline_tfr));
}

static void is_a_list_of_operations(void **state)
{
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 2.1);
    const cohort_operation stay = COHORT_OPERATION(COHORT_ZERO_MIGRATION, 0.0);
    tfr.year_from = 2030;
    for (int number = 1; number <= 2; number++) {
        cohort_scenario *scenario = simulation(number);
        assert_int_equal(cohort_scenario_count(scenario), number);
        assert_operation(cohort_scenario_operation(scenario, 0), &tfr);
        if (number == 2)
            assert_operation(cohort_scenario_operation(scenario, 1), &stay);
        cohort_scenario_free(scenario);
    }
    assert_true(COHORT_WORKSHEET_TFR == 2.1 && COHORT_WORKSHEET_TFR_FROM == 2030);
}

static void refuses_other_numbers(void **state)
{
    static const int numbers[] = {0, 3, -1, INT_MIN, INT_MAX};
    for (size_t k = 0; k < LENGTH(numbers); k++) {
        cohort_scenario *scenario = (cohort_scenario *)(uintptr_t)1;
        cohort_error error;
        assert_fails(cohort_worksheet_simulation(numbers[k], &scenario, &error),
                     COHORT_ERROR_ARGUMENT, error, "expected 1 or 2");
        assert_null(scenario);
        assert_int_equal(cohort_worksheet_simulation(numbers[k], &scenario, NULL),
                         COHORT_ERROR_ARGUMENT);
    }
}

/* Two children per woman and a tenth at every date from 2030 on, in the rates themselves. */
static void set_fertility_by_hand(cohort_inputs *in)
{
    const cohort_grid grid = *cohort_inputs_grid(in);
    for (int i = 0; i < grid.steps; i++) {
        if (cohort_grid_year(&grid, i + 1) < 2030)
            continue;
        if (cohort_inputs_convention(in) == COHORT_IPSS) {
            *value_at(in, COHORT_CWR, i, 0, 0) = 2.1 / value_of(in, COHORT_TFR_PER_CWR, i, 0, 0);
            continue;
        }
        double tfr = 0.0;
        for (int x = 0; x < grid.ages; x++)
            tfr += grid.width * value_of(in, COHORT_ASFR, i, 0, x);
        for (int x = 0; x < grid.ages; x++)
            *value_at(in, COHORT_ASFR, i, 0, x) *= 2.1 / tfr;
    }
}

/* Pattern 1 after a simulation, without a scenario. */
static cohort_inputs *simulated_by_hand(const cohort_inputs *pattern_1, int number)
{
    cohort_inputs *in = copy_inputs(pattern_1);
    if (number >= 1)
        set_fertility_by_hand(in);
    if (number == 2) {
        fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
        fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
    }
    return in;
}

static void assert_simulated(const cohort_inputs *pattern_1, int number)
{
    cohort_scenario *scenario = simulation(number);
    cohort_inputs *expected = simulated_by_hand(pattern_1, number), *actual;
    cohort_error error;
    assert_ok(cohort_scenario_apply(scenario, pattern_1, &actual, &error), error);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t k = 0; k < value_count(expected, (cohort_quantity)q); k++)
            /* the order of the sum of rates */
            assert_close(cohort_inputs_view(actual, (cohort_quantity)q)[k],
                         cohort_inputs_view(expected, (cohort_quantity)q)[k], 1e-14, 0.0);
    cohort_inputs_free(actual);
    cohort_inputs_free(expected);
    cohort_scenario_free(scenario);
}

static void changes_fertility_from_2030_and_all_migration(void **state)
{
    for (int number = 1; number <= 2; number++) {
        for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
            cohort_inputs *in = scattered_inputs_of(&long_grid, c);
            assert_simulated(in, number);
            cohort_inputs_free(in);
        }
        cohort_inputs *in = scattered_inputs_of(&single_grid, COHORT_WPP_END);
        assert_simulated(in, number);
        cohort_inputs_free(in);
    }
}

/* --- Degrees --- */

static const struct {
    int (*degree)(double percent);
    double limits[4];
} scales[] = {
    {cohort_natural_degree, {100, 105, 110, 115}},
    {cohort_social_degree, {100, 110, 120, 130}},
};

static void rises_at_its_limits(void **state)
{
    for (size_t s = 0; s < LENGTH(scales); s++) {
        for (int k = 0; k < 4; k++) {
            const double limit = scales[s].limits[k];
            assert_int_equal(scales[s].degree(nextafter(limit, 0.0)), k + 1);
            assert_int_equal(scales[s].degree(limit), k + 2);
            assert_int_equal(scales[s].degree(nextafter(limit, 200.0)), k + 2);
        }
        assert_int_equal(scales[s].degree(0.0), 1);
        assert_int_equal(scales[s].degree(-0.0), 1);
        assert_int_equal(scales[s].degree(5e-324), 1);
        assert_int_equal(scales[s].degree(99.9), 1);
        assert_int_equal(scales[s].degree(1e300), 5);
        assert_int_equal(scales[s].degree(HUGE_VAL), 5);
        assert_int_equal(scales[s].degree(nan_value), 0);
        assert_int_equal(scales[s].degree(-nan_value), 0);
    }
}

/* --- Influence --- */

static cohort_influence influence_of(const cohort_inputs *pattern_1, double year)
{
    cohort_influence influence;
    cohort_error error;
    assert_ok(cohort_influence_of(pattern_1, year, &influence, &error), error);
    return influence;
}

/* Everybody at a time after a simulation by hand; 0 is pattern 1. */
static double total_by_hand(const cohort_inputs *pattern_1, int number, double year)
{
    cohort_inputs *in = simulated_by_hand(pattern_1, number);
    cohort_projection *projection = project(in);
    double total = cohort_total(cohort_projection_population(projection), year);
    cohort_projection_free(projection);
    cohort_inputs_free(in);
    return total;
}

static void assert_influence(const cohort_inputs *pattern_1, double year)
{
    const cohort_influence found = influence_of(pattern_1, year);
    double totals[3];
    for (int number = 0; number <= 2; number++)
        totals[number] = total_by_hand(pattern_1, number, year);
    /* roundings of a few intervals, all of numbers of one size */
    assert_close(found.pattern_1, totals[0], 1e-13, 0.0);
    assert_close(found.simulation_1, totals[1], 1e-13, 0.0);
    assert_close(found.simulation_2, totals[2], 1e-13, 0.0);
    assert_close(found.natural_percent, 100.0 * totals[1] / totals[0], 1e-12, 0.0);
    assert_close(found.social_percent, 100.0 * totals[2] / totals[1], 1e-12, 0.0);
    assert_int_equal(found.natural_degree, cohort_natural_degree(found.natural_percent));
    assert_int_equal(found.social_degree, cohort_social_degree(found.social_percent));
}

static void compares_runs(void **state)
{
    static const double years[] = {2015, 2020, 2028.5, 2030, 2032.25, 2040, 2045};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&long_grid, c), *before = copy_inputs(in);
        for (size_t y = 0; y < LENGTH(years); y++)
            assert_influence(in, years[y]);
        assert_same_inputs(in, before);
        cohort_inputs_free(before);
        cohort_inputs_free(in);
    }
}

/* Areas alike but in their persons, so that ratios are taken of many different numbers. */
enum { AREAS = 100 };
static cohort_inputs *area(int number, cohort_convention convention)
{
    cohort_inputs *in = scattered_inputs_of(&long_grid, convention);
    for (size_t c = 0; c < value_count(in, COHORT_BASE); c++)
        cohort_inputs_array(in, COHORT_BASE)[c] *= 1.0 + 0.021 * number;
    return in;
}

/* Fertility is the same until 2025, the date before 2030: exactly 100 %, in the second degree. */
static void has_no_natural_influence_before_2030(void **state)
{
    static const double years[] = {2015, 2018.4, 2020, 2025};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++)
        for (int k = 0; k < AREAS; k++) {
            cohort_inputs *in = area(k, c);
            for (size_t y = 0; y < LENGTH(years); y++) {
                const cohort_influence found = influence_of(in, years[y]);
                assert_true(found.simulation_1 == found.pattern_1);
                assert_close(found.natural_percent, 100.0, 0.0, 0.0);
                assert_int_equal(found.natural_degree, 2);
            }
            cohort_inputs_free(in);
        }
}

/* Nobody comes or goes: simulation 2 is the same as 1. */
static void has_no_social_influence_without_migration(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++)
        for (int k = 0; k < AREAS; k++) {
            cohort_inputs *in = area(k, c);
            fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
            fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
            const cohort_influence found = influence_of(in, 2040);
            assert_true(found.simulation_2 == found.simulation_1);
            assert_close(found.social_percent, 100.0, 0.0, 0.0);
            assert_int_equal(found.social_degree, 2);
            cohort_inputs_free(in);
        }
}

/* Who loses people has a high degree, who wins them the lowest. */
static void tells_losers_from_winners(void **state)
{
    cohort_inputs *in = scattered_inputs(&long_grid);
    fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int i = 0; i < long_grid.steps; i++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                for (int x = 1; x < SMALL_AGES; x++)
                    *value_at(in, COHORT_NET_MIGRATION_RATIO, i, sex, x) = 0.1 * sign;
        assert_int_equal(influence_of(in, 2040).social_degree, sign < 0 ? 5 : 1);
    }
    cohort_inputs_free(in);
}

/* A town without people has no ratio. */
static void knows_no_influence_on_nobody(void **state)
{
    cohort_inputs *in = scattered_inputs(&long_grid);
    fill_quantity(in, COHORT_BASE, 0.0);
    fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
    const cohort_influence found = influence_of(in, 2040);
    assert_true(found.pattern_1 == 0.0 && found.simulation_1 == 0.0 && found.simulation_2 == 0.0);
    assert_true(isnan(found.natural_percent) && isnan(found.social_percent));
    assert_int_equal(found.natural_degree, 0);
    assert_int_equal(found.social_degree, 0);
    cohort_inputs_free(in);
}

/* A real town, from published tables to 2050. */
static void takes_a_town_of_the_institute(void **state)
{
    cohort_projection *projection = project_town("01223", 2050);
    const cohort_inputs *pattern_1 = cohort_projection_inputs(projection);
    assert_influence(pattern_1, 2040);
    assert_influence(pattern_1, 2033.3);
    /* Nemuro loses its young, and has few children. */
    assert_true(influence_of(pattern_1, 2040).natural_percent > 100.0);
    assert_true(influence_of(pattern_1, 2040).social_percent > 100.0);
    cohort_projection_free(projection);
}

/* --- What is refused --- */

static void assert_refused(const cohort_inputs *pattern_1, double year, int code, const char *text)
{
    cohort_influence influence, before;
    cohort_error error;
    memset(&influence, 0x5a, sizeof influence);
    before = influence;
    assert_fails(cohort_influence_of(pattern_1, year, &influence, &error), code, error, text);
    assert_int_equal(cohort_influence_of(pattern_1, year, &influence, NULL), code);
    assert_memory_equal(&influence, &before, sizeof before);
}

static void refuses_years_outside(void **state)
{
    static const double years[] = {2014.9, 2045.1, (double)NAN, -HUGE_VAL, HUGE_VAL};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&long_grid, c);
        for (size_t k = 0; k < LENGTH(years); k++)
            assert_refused(in, years[k], COHORT_ERROR_GRID, "expected 2015 to 2045");
        cohort_inputs_free(in);
    }
}

static void refuses_what_the_simulations_cannot_change(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&long_grid, c);
        const int ipss = c == COHORT_IPSS;
        let_nobody_leave(in); /* nobody need be born */
        fill_quantity(in, ipss ? COHORT_TFR_PER_CWR : COHORT_ASFR, 0.0);
        assert_refused(in, 2040, COHORT_ERROR_MISSING,
                       ipss ? "no tfr_per_cwr for 2030" : "asfr of 2025-2030 are zero");
        assert_refused(in, 2020, COHORT_ERROR_MISSING, "simulation 1: operation 1, tfr: ");
        cohort_inputs_free(in);
        in = scattered_inputs_of(&(cohort_grid){5, SMALL_AGES, 2015, 2}, c);
        assert_refused(in, 2025, COHORT_ERROR_NO_EFFECT, "2015 to 2025");
        cohort_inputs_free(in);
        in = scattered_inputs_of(&(cohort_grid){5, SMALL_AGES, 2018, 4}, c);
        assert_refused(in, 2038, COHORT_ERROR_GRID, "year 2030 is not a date");
        cohort_inputs_free(in);
    }
}

static void refuses_inputs_out_of_range(void **state)
{
    cohort_inputs *in = scattered_inputs(&long_grid);
    *value_at(in, COHORT_SURVIVAL, 1, COHORT_MALE, 4) = 1.25;
    assert_refused(in, 2040, COHORT_ERROR_VALUE, "survival, 2020-2025, men reaching 20-24: 1.25");
    cohort_inputs_free(in);
    in = scattered_inputs_of(&long_grid, COHORT_WPP_END);
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 4) = -1e6;
    assert_refused(in, 2040, COHORT_ERROR_VALUE, "women 20-24");
    cohort_inputs_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_a_list_of_operations),
        cmocka_unit_test(refuses_other_numbers),
        cmocka_unit_test(changes_fertility_from_2030_and_all_migration),
        cmocka_unit_test(rises_at_its_limits),
        cmocka_unit_test(compares_runs),
        cmocka_unit_test(has_no_natural_influence_before_2030),
        cmocka_unit_test(has_no_social_influence_without_migration),
        cmocka_unit_test(tells_losers_from_winners),
        cmocka_unit_test(knows_no_influence_on_nobody),
        cmocka_unit_test(takes_a_town_of_the_institute),
        cmocka_unit_test(refuses_years_outside),
        cmocka_unit_test(refuses_what_the_simulations_cannot_change),
        cmocka_unit_test(refuses_inputs_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
