/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions of what it would take that are no questions: the scenario and the report stay. */
#include <cohort/reach.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"
#include "support/words.h"

#include <limits.h>

#define MANY ((double)INFINITY)

/* What is asked for where nothing else is said. */
static const cohort_figure total_goal = PERSONS_OF(BOTH, 0, OPEN, 2030, 24000);

enum { SUPPRESS_HALF, SUPPRESS, ZERO, NOBODY_MORE, TFR, PROPORTION, RAMP, SCALE, LEAVE, COUNT };
static const cohort_operation operations[COUNT] = {
    [SUPPRESS_HALF] = {COHORT_SUPPRESS_OUT_MIGRATION, MEN, 0, 44, START, OPEN, 0.5, NONE, NONE, ""},
    [SUPPRESS] = {COHORT_SUPPRESS_OUT_MIGRATION, WOMEN, 0, 44, START, OPEN, 1.0, NONE, NONE, "x"},
    [ZERO] = {COHORT_ZERO_MIGRATION, BOTH, 50, OPEN, 2015, 2020, 0.0, NONE, NONE, ""},
    [NOBODY_MORE] = {COHORT_ADD_MIGRANTS, BOTH, 0, OPEN, START, OPEN, 0.0, NONE, NONE, ""},
    [TFR] = COHORT_OPERATION(COHORT_SET_TFR, 1.5),
    [PROPORTION] = {COHORT_SET_TFR_PROPORTION, BOTH, 0, OPEN, 2020, OPEN, 1.4, NONE, 1.3, "note"},
    [RAMP] = {COHORT_SET_TFR, BOTH, 0, OPEN, 2020, 2030, 1.6, 1.4, NONE, ""},
    [SCALE] = {COHORT_SCALE_NET_MIGRATION, BOTH, 0, 44, START, OPEN, 1.0, NONE, NONE, ""},
    [LEAVE] = {COHORT_ADD_MIGRANTS, WOMEN, 20, 24, 2020, 2025, -1.0, NONE, NONE, "they leave"},
};

static void assert_refused(const cohort_inputs *baseline, const cohort_lever *lever,
                           const cohort_figure *goal, int code, const char *part)
{
    cohort_scenario *scenario = scenario_of(COUNT, operations);
    cohort_reached reached, before;
    cohort_error error;
    memset(&reached, 0x5a, sizeof reached);
    before = reached;
    assert_fails(cohort_reach(baseline, scenario, lever, goal, &reached, &error), code, error,
                 part);
    assert_int_equal(error.code, code);
    assert_true(error.text[0] != '\0');
    assert_memory_equal(&reached, &before, sizeof reached);
    assert_int_equal(cohort_scenario_count(scenario), COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_memory_equal(cohort_scenario_operation(scenario, i), &operations[i],
                            sizeof *operations);
    cohort_scenario_free(scenario);
}

static void refuses_levers(void **state)
{
    static const struct {
        cohort_lever lever;
        int code;
    } cases[] = {
        {{-1, 1, 0.0, 1.0}, ARGUMENT}, /* no such operations */
        {{COUNT, 1, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, COUNT, 0.0, 1.0}, ARGUMENT},
        {{LEAVE, 2, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, 0, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, -1, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, INT_MAX, 0.0, 1.0}, ARGUMENT},
        {{INT_MAX, 1, 0.0, 1.0}, ARGUMENT},
        {{INT_MAX, INT_MAX, 0.0, 1.0}, ARGUMENT},
        {{INT_MIN, 1, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, INT_MIN, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, 1, NONE, 1.0}, ARGUMENT}, /* bounds */
        {{SUPPRESS, 1, 0.0, NONE}, ARGUMENT},
        {{SUPPRESS, 1, -MANY, 1.0}, ARGUMENT},
        {{SUPPRESS, 1, 0.0, MANY}, ARGUMENT},
        {{SUPPRESS, 1, 0.5, 0.25}, ARGUMENT},
        {{ZERO, 1, 0.0, 1.0}, ARGUMENT}, /* all 0 */
        {{NOBODY_MORE, 1, 0.0, 1.0}, ARGUMENT},
        {{ZERO, 2, 0.0, 1.0}, ARGUMENT},
        {{SUPPRESS, 1, 0.0, 1.0625}, VALUE}, /* out of an operation's range */
        {{SUPPRESS, 1, -0.0625, 1.0}, VALUE},
        {{SUPPRESS_HALF, 1, 0.0, 2.0625}, VALUE},
        {{SUPPRESS_HALF, 2, 0.0, 1.0625}, VALUE}, /* too much for the second alone */
        {{SUPPRESS, 2, 0.0, 1.0625}, VALUE},
        {{TFR, 1, -0.5, 1.0}, VALUE},
        {{PROPORTION, 1, 1.0, 1e6}, VALUE},
        {{RAMP, 1, 1.0, 1e6}, VALUE},
        {{LEAVE, 1, -1e13, 0.0}, VALUE},
        {{SCALE, 1, 0.0, 1e300}, VALUE},
        {{LEAVE, 1, -1e308, 1e308}, VALUE},
    };
    cohort_inputs *baseline = small_inputs();
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_refused(baseline, &cases[i].lever, &total_goal, cases[i].code, "");
    cohort_inputs_free(baseline);
}

/* In range to the last: half a suppression may be doubled; one that is 0 moves with another. */
static void takes_levers_at_the_ends_of_their_range(void **state)
{
    static const cohort_lever levers[] = {
        {SUPPRESS_HALF, 1, 0.0, 2.0}, {SUPPRESS_HALF, 2, 0.0, 1.0}, {SUPPRESS, 3, 0.0, 1.0},
        {ZERO, 3, 0.75, 2.0},         {TFR, 1, 0.75, 40.0},         {LEAVE, 1, -10.0, 0.0},
    };
    cohort_inputs *baseline = small_inputs();
    for (size_t i = 0; i < LENGTH(levers); i++) {
        cohort_scenario *scenario = scenario_of(COUNT, operations);
        cohort_reached reached;
        cohort_error error;
        assert_ok(cohort_reach(baseline, scenario, &levers[i], &total_goal, &reached, &error),
                  error);
        assert_true(reached.x >= levers[i].lower && reached.x <= levers[i].upper);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(baseline);
}

#define ALL_IN_2030 MEASURE_OF(0, BOTH, 0, OPEN, 2030)

static void refuses_goals(void **state)
{
    static const struct {
        cohort_figure goal;
        int code;
    } cases[] = {
        {PERSONS_OF(BOTH, 0, OPEN, 2031, 1), GRID},
        {PERSONS_OF(BOTH, 0, OPEN, NONE, 1), GRID},
        {PERSONS_OF(BOTH, 0, 7, 2030, 1), GRID},
        {PERSONS_OF(4, 0, 9, 2030, 1), ARGUMENT},
        {{.measure = {EVERYBODY, 2030, 1, {BOTH, 1, 9}, NULL}, .components = 15}, GRID},
        {DIFFERENCE_OF(ALL_IN_2030, MEASURE_OF(0, BOTH, 0, OPEN, 2014), 1), GRID},
        {DIFFERENCE_OF(ALL_IN_2030, MEASURE_OF(0, -2, 0, 9, 2015), 1), ARGUMENT},
        {PERSONS_OF(BOTH, 0, OPEN, 2030, NONE), VALUE},
        {PERSONS_OF(BOTH, 0, OPEN, 2030, -MANY), VALUE},
        {{.measure = ALL_IN_2030}, ARGUMENT}, /* of the baseline: nothing moves it */
        {{.measure = ALL_IN_2030, .components = 99}, ARGUMENT},
        {{.measure = {EVERYBODY, 2015, 1, {MEN, 20, 24}, NULL}, .components = 15, .value = 50.0},
         VALUE}, /* a percentage of nobody */
    };
    const cohort_lever lever = {SUPPRESS, 1, 0.0, 1.0};
    cohort_inputs *baseline = small_inputs();
    *value_at(baseline, COHORT_BASE, 0, MEN, 4) = 0.0;
    let_nobody_leave(baseline);
    *value_at(baseline, COHORT_NET_MIGRATION_RATIO, 0, WOMEN, 4) = -0.125; /* for a suppression */
    *value_at(baseline, COHORT_NET_MIGRATION_RATIO, 0, MEN, 4) = -0.125;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_refused(baseline, &lever, &cases[i].goal, cases[i].code, "");
    cohort_inputs_free(baseline);
}

/* More leave than are there: which x, and where. */
static void says_where_too_many_leave(void **state)
{
    static const struct {
        cohort_lever lever;
        const char *x;
    } cases[] = {
        {{LEAVE, 1, 1e6, 2e6}, "000000"},
        {{LEAVE, 1, 12345.0, 12345.0}, "12345"},
    };
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
        for (size_t i = 0; i < LENGTH(cases); i++) {
            assert_refused(baseline, &cases[i].lever, &total_goal, VALUE, cases[i].x);
            assert_refused(baseline, &cases[i].lever, &total_goal, VALUE, ", women 20-24: -");
        }
        cohort_inputs_free(baseline);
    }
}

/* Where some values can be run, the others are passed over, from either bound: a goal between them is
 * met. */
static void ignores_values_at_which_too_many_leave(void **state)
{
    cohort_error error;
    for (int k = 0; k < 2 * COHORT_CONVENTION_COUNT; k++) {
        const int c = k / 2, from_below = k % 2;
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_projection *projection = project(baseline);
        const double total =
            cohort_total(cohort_projection_population(projection), total_goal.measure.year);
        const cohort_operation leave =
            COHORT_OPERATION(COHORT_ADD_MIGRANTS, from_below ? 1.0 : -1.0);
        cohort_scenario *scenario = scenario_of(1, &leave);
        const cohort_lever lever = {0, 1, from_below ? -1e5 : 0.0, from_below ? 0.0 : 1e5};
        cohort_figure goal = total_goal;
        cohort_reached reached;
        goal.value = total - 1.0; /* a person less, at x far below the first point that fails */
        assert_ok(cohort_reach(baseline, scenario, &lever, &goal, &reached, &error), error);
        assert_true(isnan(from_below ? reached.at_lower : reached.at_upper));
        assert_close(from_below ? reached.at_upper : reached.at_lower, total, 1e-14,
                     0); /* one run, as another */
        assert_int_equal(reached.reached, 1);
        assert_close(reached.value, total - 1.0, 0, 1e-6 + 1e-12 * total); /* as reach.h says */
        cohort_scenario_free(scenario);
        cohort_projection_free(projection);
        cohort_inputs_free(baseline);
    }
}

/* Other operations and inputs, as in cohort_scenario_apply and projections. */
static void refuses_what_scenarios_and_projections_refuse(void **state)
{
    const cohort_lever lever = {SUPPRESS, 1, 0.0, 1.0};
    cohort_inputs *baseline = small_inputs();
    *value_at(baseline, COHORT_TFR_PER_CWR, 1, 0, 0) = 0.0; /* operation 5 is a TFR */
    assert_refused(baseline, &lever, &total_goal, COHORT_ERROR_MISSING, "operation 5, tfr");
    cohort_inputs_free(baseline);

    baseline = small_inputs();
    *value_at(baseline, COHORT_SURVIVAL, 1, WOMEN, 3) = 1.5;
    assert_refused(baseline, &lever, &total_goal, VALUE, "survival");
    cohort_inputs_free(baseline);

    static const cohort_grid wide = {5, 12, 2013, 4}; /* 2015 is no date */
    baseline = scattered_inputs(&wide);
    assert_refused(baseline, &lever, &total_goal, GRID, "operation 3");
    cohort_inputs_free(baseline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_levers),
        cmocka_unit_test(takes_levers_at_the_ends_of_their_range),
        cmocka_unit_test(refuses_goals),
        cmocka_unit_test(says_where_too_many_leave),
        cmocka_unit_test(ignores_values_at_which_too_many_leave),
        cmocka_unit_test(refuses_what_scenarios_and_projections_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
