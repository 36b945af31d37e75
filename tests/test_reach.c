/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goals and what it takes to reach them, each answer run again apart from the library's search. */
#include <cohort/reach.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/reaching.h"
#include "support/small.h"
#include "support/tables.h"
#include "support/words.h"

#define WHOLE COHORT_ALL_COMPONENTS /* the run with the whole scenario */

/* --- Levers and goals on the small grid --- */

enum { SUPPRESSION, FERTILITY, SCALE, TOGETHER, RAMP, HOUSEHOLD, LEVERS };

static const cohort_operation first_of_all[] = {
    {COHORT_SCALE_NET_MIGRATION, MEN, 0, 14, 2015, 2025, 0.7, 0.9, NONE, "before"},
    {COHORT_SUPPRESS_OUT_MIGRATION, BOTH, 45, OPEN, START, OPEN, 0.125, NONE, NONE, ""}};
static const cohort_operation last_of_all[] = {
    {COHORT_ADD_MIGRANTS, WOMEN, 25, 34, 2020, OPEN, 3.25, NONE, NONE, "behind"}};

static const struct lever_case {
    int count;
    cohort_operation operations[3];
    double lower, upper;
} lever_cases[LEVERS] = {
    [SUPPRESSION] = {1, {COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1.0)}, 0.0, 1.0},
    [FERTILITY] = {1, {COHORT_OPERATION(COHORT_SET_TFR, 1.0)}, 0.5, 3.0},
    [SCALE] = {1, {COHORT_OPERATION(COHORT_SCALE_NET_MIGRATION, 0.5)}, 0.25, 2.5},
    [TOGETHER] = {3,
                  {{COHORT_SUPPRESS_OUT_MIGRATION, MEN, 0, 29, START, OPEN, 0.5, NONE, NONE,
                    "half"},
                   {COHORT_SUPPRESS_OUT_MIGRATION, WOMEN, 0, 34, 2020, OPEN, 1.0, NONE, NONE, ""},
                   {COHORT_ADD_MIGRANTS, BOTH, 20, 24, 2015, 2025, 40.0, NONE, NONE, ""}},
                  0.0,
                  1.0},
    [RAMP] = {1,
              {{COHORT_SET_TFR, BOTH, 0, OPEN, 2020, 2030, 1.0, 1.4, NONE, "from 1.4"}},
              0.5,
              2.5},
    [HOUSEHOLD] = {0, {COHORT_OPERATION(COHORT_ADD_MIGRANTS, 0.0)}, -1.0, 30.0},
};

static const cohort_member family[] = {{MEN, 34}, {WOMEN, 31}, {BOTH, 4}};

/* A scenario whose lever stands between other operations. */
static cohort_scenario *scenario_with(int which, const cohort_inputs *inputs, cohort_lever *lever)
{
    const struct lever_case *c = &lever_cases[which];
    cohort_scenario *scenario = scenario_of(LENGTH(first_of_all), first_of_all);
    cohort_error error;
    *lever = (cohort_lever){LENGTH(first_of_all), c->count, c->lower, c->upper};
    for (int i = 0; i < c->count; i++)
        assert_ok(cohort_scenario_add(scenario, &c->operations[i], &error), error);
    if (which == HOUSEHOLD) {
        assert_ok(cohort_scenario_add_household(scenario, inputs, 3, family, 1.0, START, OPEN,
                                                &lever->first, &error),
                  error);
        lever->count = cohort_scenario_count(scenario) - lever->first;
    }
    for (size_t i = 0; i < LENGTH(last_of_all); i++)
        assert_ok(cohort_scenario_add(scenario, &last_of_all[i], &error), error);
    return scenario;
}

static const cohort_figure goals[] = {
    PERSONS_OF(BOTH, 0, OPEN, 2030, 0),
    PERSONS_OF(BOTH, 0, 14, 2027.5, 0),
    PERCENT_OF(BOTH, 0, 4, 2030, 0),
    DIFFERENCE_OF(MEASURE_OF(0, BOTH, 0, 4, 2030), MEASURE_OF(0, BOTH, 0, 4, 2015), 0),
    DIFFERENCE_OF(MEASURE_OF(0, WOMEN, 0, 39, 2025), MEASURE_OF(0, MEN, 0, 39, 2030), 0),
    DIFFERENCE_OF(MEASURE_OF(1, BOTH, 0, 14, 2030), MEASURE_OF(1, BOTH, 0, 14, 2020), 0),
};

/* A goal that is what comes out somewhere between the bounds is reached, there or before. */
static void assert_reached_within(const cohort_inputs *baseline, int which, cohort_figure goal,
                                  double part)
{
    cohort_lever lever;
    cohort_scenario *scenario = scenario_with(which, baseline, &lever);
    const double x = lever.lower + part * (lever.upper - lever.lower);
    goal.value = outcome_at(baseline, scenario, &lever, &goal, x);
    const cohort_reached r = reach(baseline, scenario, &lever, &goal);
    const double slope = fabs(r.at_upper - r.at_lower) / (lever.upper - lever.lower);
    assert_int_equal(r.reached, 1);
    /* Straight or nearly: the slope there is at least a tenth of the mean. */
    if (r.x > x)
        assert_true((r.x - x) * 0.1 * slope <= exactness(&goal));
    cohort_scenario_free(scenario);
}

static void reaches_goals_with_every_lever(void **state)
{
    static const double parts[] = {0.03, 0.37, 0.5, 0.98};
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
        for (int which = 0; which < LEVERS; which++)
            for (size_t g = 0; g < LENGTH(goals); g++)
                for (size_t p = 0; p < LENGTH(parts); p++)
                    assert_reached_within(baseline, which, goals[g], parts[p]);
        cohort_inputs_free(baseline);
    }
}

/* Persons are a straight line of households and, at the date that ends the first interval, of a
 * TFR: two runs give the answer. */
static void finds_what_two_runs_give(void **state)
{
    static const int levers[] = {HOUSEHOLD, FERTILITY};
    cohort_figure goal = PERSONS_OF(BOTH, 0, OPEN, 2020, 0);
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
        for (size_t k = 0; k < LENGTH(levers); k++) {
            cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
            cohort_lever lever;
            cohort_scenario *scenario = scenario_with(levers[k], baseline, &lever);
            const double one = outcome_at(baseline, scenario, &lever, &goal, 1.0);
            const double two = outcome_at(baseline, scenario, &lever, &goal, 2.0);
            goal.value = one + 0.731 * (two - one);
            const cohort_reached r = reach(baseline, scenario, &lever, &goal);
            assert_int_equal(r.reached, 1);
            assert_close(r.x, 1.731, 0.0, 2.0 * exactness(&goal) / (two - one));
            cohort_scenario_free(scenario);
            cohort_inputs_free(baseline);
        }
}

static void multiply(cohort_inputs *inputs, cohort_quantity quantity, double factor)
{
    for (size_t i = 0; i < value_count(inputs, quantity); i++)
        cohort_inputs_array(inputs, quantity)[i] *= factor;
}

/* Numbers of 1e10 persons are 2e-6 apart: a difference of two cannot be zero to 1e-6, but to 1e-12
 * of them. */
static void holds_the_level_of_a_world(void **state)
{
    const cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1.0);
    const cohort_figure keep =
        DIFFERENCE_OF(MEASURE_OF(0, BOTH, 0, OPEN, 2030), MEASURE_OF(0, BOTH, 0, OPEN, 2020), 0);
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
        multiply(baseline, COHORT_BASE, 571230.0);
        multiply(baseline, COHORT_NET_MIGRANTS, 571230.0);
        for (int i = 0; i < 20; i++) {
            const cohort_lever lever = {0, 1, 0.5, 20.0 + 0.01 * i};
            cohort_scenario *scenario = scenario_of(1, &tfr);
            cohort_reached r;
            cohort_error error;
            assert_ok(cohort_reach(baseline, scenario, &lever, &keep, &r, &error), error);
            assert_int_equal(r.reached, 1);
            assert_close(r.value, 0.0, 0.0, 1e-6 + 1e-12 * 2e10);
            cohort_scenario_free(scenario);
        }
        cohort_inputs_free(baseline);
    }
}

/* --- Runs of some components --- */

/* What migration alone brings, what it brings beside the fertility that goes with it, a share of
 * one run less that of another; families, who are migration, have no part in fertility's run. */
static void reaches_goals_of_some_components(void **state)
{
    const unsigned none = COHORT_NO_COMPONENT, migration = COHORT_MIGRATION;
    const cohort_measure all = MEASURE_OF(0, BOTH, 0, OPEN, 2030);
    const cohort_measure children = MEASURE_OF(1, BOTH, 0, 14, 2027.5);
    const cohort_figure some[] = {
        {all, migration, 0, all, none, 0, 0.0},
        {all, migration, 1, all, none, 0, 0.0},
        {all, WHOLE, 1, all, COHORT_FERTILITY, 0, 0.0},
        {children, WHOLE, 0.5, children, migration, 0, 0.0},
    };
    static const int moving[] = {SCALE, TOGETHER, HOUSEHOLD};
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
        for (size_t k = 0; k < LENGTH(moving); k++)
            for (size_t g = 0; g < LENGTH(some); g++)
                assert_reached_within(baseline, moving[k], some[g], 0.37);
        cohort_lever lever;
        cohort_scenario *scenario = scenario_with(HOUSEHOLD, baseline, &lever);
        cohort_figure still = {all, COHORT_FERTILITY, 0, all, none, 0, 1.0};
        const cohort_reached r = reach(baseline, scenario, &lever, &still);
        assert_true(!r.reached && r.at_lower == r.at_upper);
        cohort_scenario_free(scenario);
        cohort_inputs_free(baseline);
    }
}

/* Each run that is needed is projected once a trial. */
static void projects_each_run_once(void **state)
{
    const cohort_measure all = MEASURE_OF(0, BOTH, 0, OPEN, 2030);
    cohort_figure gain = {all, WHOLE, 1, all, WHOLE, 0, 1e9};
    cohort_inputs *baseline = small_inputs();
    for (int runs = 1; runs <= 2; runs++) {
        cohort_lever lever;
        cohort_scenario *scenario = scenario_with(FERTILITY, baseline, &lever);
        lever.upper = lever.lower; /* two trials */
        assert_int_equal(reach(baseline, scenario, &lever, &gain).runs, 2 * runs);
        cohort_scenario_free(scenario);
        gain.minus_components = COHORT_MIGRATION;
    }
    cohort_inputs_free(baseline);
}

/* --- Bounds --- */

/* Beyond either bound: the answer is that bound, and the scenario stands there. */
static void stops_at_the_nearer_bound(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
        for (int which = 0; which < LEVERS; which++)
            for (int above = 0; above <= 1; above++) {
                cohort_inputs *baseline = scattered_inputs_of(&small_grid, (cohort_convention)c);
                cohort_figure goal = goals[1]; /* children rise with every lever but one */
                cohort_lever lever;
                cohort_scenario *scenario = scenario_with(which, baseline, &lever);
                const double at_lower = outcome_at(baseline, scenario, &lever, &goal, lever.lower);
                const double at_upper = outcome_at(baseline, scenario, &lever, &goal, lever.upper);
                goal.value = above ? fmax(at_lower, at_upper) + 1e-3 : fmin(at_lower, at_upper) - 5;
                const cohort_reached r = reach(baseline, scenario, &lever, &goal);
                assert_int_equal(r.reached, 0);
                assert_true(r.x == (above == (at_upper > at_lower) ? lever.upper : lever.lower));
                cohort_scenario_free(scenario);
                cohort_inputs_free(baseline);
            }
}

/* What comes out is told as it is, however far the goal. */
static void reports_what_comes_out(void **state)
{
    cohort_inputs *baseline = small_inputs();
    cohort_figure goal = goals[0];
    cohort_lever lever;
    cohort_scenario *scenario = scenario_with(FERTILITY, baseline, &lever);
    goal.value = -1e17; /* whose neighbours are 16 away */
    assert_int_equal(reach(baseline, scenario, &lever, &goal).reached, 0); /* and all its checks */
    cohort_scenario_free(scenario);
    cohort_inputs_free(baseline);
}

static void meets_goals_at_a_bound(void **state)
{
    for (int which = 0; which < LEVERS; which++)
        for (int upper = 0; upper <= 1; upper++) {
            cohort_inputs *baseline = small_inputs();
            cohort_figure goal = goals[1];
            cohort_lever lever;
            cohort_scenario *scenario = scenario_with(which, baseline, &lever);
            const double bound = upper ? lever.upper : lever.lower;
            goal.value = outcome_at(baseline, scenario, &lever, &goal, bound);
            const cohort_reached r = reach(baseline, scenario, &lever, &goal);
            const double slope = fabs(r.at_upper - r.at_lower) / (lever.upper - lever.lower);
            assert_int_equal(r.reached, 1);
            /* as in assert_reached_within */
            assert_close(r.x, bound, 0.0, upper ? 10.0 * exactness(&goal) / slope : 0.0);
            cohort_scenario_free(scenario);
            cohort_inputs_free(baseline);
        }
}

static void takes_one_value_for_both_bounds(void **state)
{
    cohort_inputs *baseline = small_inputs();
    for (int met = 0; met <= 1; met++) {
        cohort_figure goal = goals[0];
        cohort_lever lever;
        cohort_scenario *scenario = scenario_with(FERTILITY, baseline, &lever);
        lever.lower = lever.upper = 1.75;
        goal.value = outcome_at(baseline, scenario, &lever, &goal, 1.75) + (met ? 0.0 : 1.0);
        const cohort_reached r = reach(baseline, scenario, &lever, &goal);
        assert_int_equal(r.reached, met);
        assert_true(r.x == 1.75);
        assert_true(r.at_lower == r.at_upper);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(baseline);
}

/* What does not move meets its goal at the lower bound, or nowhere. */
static void knows_what_does_not_move(void **state)
{
    cohort_inputs *baseline = small_inputs();
    for (int met = 0; met <= 1; met++) {
        cohort_figure goal = PERSONS_OF(WOMEN, 20, 39, 2030, 0);
        cohort_lever lever;
        cohort_scenario *scenario = scenario_with(FERTILITY, baseline, &lever);
        goal.value = outcome_at(baseline, scenario, &lever, &goal, 1.0) - (met ? 0.0 : 1.0);
        const cohort_reached r = reach(baseline, scenario, &lever, &goal);
        assert_int_equal(r.reached, met);
        assert_true(r.x == lever.lower && r.at_lower == r.at_upper);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(baseline);
}

/* --- Measures that turn --- */

/* 1000 women of one cohort, who come in the first interval and leave in the second: at x times
 * their net migration 1000 (0.5 + 0.5 x) (0.9 - 0.4 x) are left, a parabola: 450 at 0, most
 * (528.125) at 0.625, 375 at 1.5. */
static cohort_inputs *coming_and_going(void)
{
    static const cohort_grid two_steps = {5, 12, 2015, 2};
    cohort_inputs *inputs = blank_inputs(&two_steps);
    *value_at(inputs, COHORT_BASE, 0, WOMEN, 4) = 1000.0;
    *value_at(inputs, COHORT_BASE, 0, MEN, 4) = 1000.0;
    fill_quantity(inputs, COHORT_SURVIVAL, 0.5);
    *value_at(inputs, COHORT_SURVIVAL, 1, WOMEN, 6) = 0.9;
    *value_at(inputs, COHORT_NET_MIGRATION_RATIO, 0, WOMEN, 5) = 0.5;
    *value_at(inputs, COHORT_NET_MIGRATION_RATIO, 1, WOMEN, 6) = -0.4;
    return inputs;
}

static double women_left(double x)
{
    return 1000.0 * (0.5 + 0.5 * x) * (0.9 - 0.4 * x);
}

/* The smaller x with so many women left: of 0.2 x^2 - 0.25 x + women / 1000 - 0.45 = 0. */
static double first_x(double women)
{
    return (0.25 - sqrt(0.0625 - 0.8 * (women / 1000.0 - 0.45))) / 0.4;
}

/* As persons, as a percentage (250 men are left), and as a difference. */
static void finds_goals_that_are_met_only_in_between(void **state)
{
    static const struct {
        cohort_figure goal;
        double women;
    } cases[] = {
        {PERSONS_OF(WOMEN, 30, 34, 2025, 500), 500.0},
        {PERSONS_OF(WOMEN, 30, 34, 2025, 528), 528.0},
        {PERCENT_OF(WOMEN, 30, 34, 2025, 66), 66.0 / 34.0 * 250.0},
        {DIFFERENCE_OF(MEASURE_OF(0, WOMEN, 30, 34, 2025), MEASURE_OF(0, MEN, 30, 34, 2025), 250),
         500.0},
    };
    const cohort_operation scale = COHORT_OPERATION(COHORT_SCALE_NET_MIGRATION, 1.0);
    const cohort_lever lever = {0, 1, 0.0, 1.5};
    cohort_inputs *baseline = coming_and_going();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cohort_scenario *scenario = scenario_of(1, &scale);
        const cohort_reached r = reach(baseline, scenario, &lever, &cases[i].goal);
        const double x = first_x(cases[i].women), slope = 250.0 - 400.0 * x;
        assert_int_equal(r.reached, 1);
        /* at 66 % a percent point is 250 * 100 / 34^2 = 21.6 women */
        assert_close(r.x, x, 0.0, exactness(&cases[i].goal) * 22.0 / slope);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(baseline);
}

/* Above the most there can be: of the points that are tried, the bounds and 31 between them, the
 * one with the most women. */
static void comes_nearest_in_between(void **state)
{
    static const double uppers[] = {1.5, 1.1, 2.2};
    const cohort_figure goal = PERSONS_OF(WOMEN, 30, 34, 2025, 600);
    const cohort_operation scale = COHORT_OPERATION(COHORT_SCALE_NET_MIGRATION, 1.0);
    cohort_inputs *baseline = coming_and_going();
    for (size_t i = 0; i < LENGTH(uppers); i++) {
        const cohort_lever lever = {0, 1, 0.0, uppers[i]};
        cohort_scenario *scenario = scenario_of(1, &scale);
        const cohort_reached r = reach(baseline, scenario, &lever, &goal);
        double most = 0.0;
        for (int k = 0; k <= 32; k++)
            most = fmax(most, women_left(uppers[i] * k / 32.0));
        assert_int_equal(r.reached, 0);
        assert_close(r.value, most, 1e-13, 0.0); /* a few roundings */
        assert_close(women_left(r.x), most, 1e-13, 0.0);
        assert_close(r.x, 0.625, 0.0, uppers[i] / 64.0 * 1.0001);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(baseline);
}

/* Percentages of young women, where both sexes leave less: they rise and fall again, or fall and
 * rise. The first of the two answers is found, as a walk in small steps finds it. */
static void finds_the_first_of_two_answers(void **state)
{
    static const struct {
        cohort_convention convention;
        cohort_figure goal;
    } cases[] = {
        {COHORT_IPSS, PERCENT_OF(WOMEN, 30, 39, 2030, 17.87)},
        {COHORT_WPP_END, PERCENT_OF(WOMEN, 15, 34, 2025, 30.808)},
    };
    const cohort_operation suppress = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1.0);
    const cohort_lever lever = {0, 1, 0.0, 1.0};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cohort_inputs *baseline = scattered_inputs_of(&small_grid, cases[i].convention);
        cohort_scenario *scenario = scenario_of(1, &suppress);
        cohort_figure goal = cases[i].goal;
        goal.measure.per.sex = WOMEN;
        const double start = outcome_at(baseline, scenario, &lever, &goal, 0.0);
        const double end = outcome_at(baseline, scenario, &lever, &goal, 1.0);
        double x = 0.0;
        assert_true((start < goal.value) == (end < goal.value)); /* it turns */
        while ((outcome_at(baseline, scenario, &lever, &goal, x) < goal.value) ==
               (start < goal.value))
            x += 0.001;
        const cohort_reached r = reach(baseline, scenario, &lever, &goal);
        assert_int_equal(r.reached, 1);
        assert_true(r.x > x - 0.0011 && r.x < x + 0.0001); /* one step of the walk */
        cohort_scenario_free(scenario);
        cohort_inputs_free(baseline);
    }
}

/* --- A town --- */

/* Young families a year that a town of 27,000 would need. */
static void asks_how_many_families_a_town_would_need(void **state)
{
    cohort_figure keep = goals[0];
    cohort_lever families = {0, 0, 0.0, 500.0};
    cohort_projection *projection = project_town("01223", 2060);
    const cohort_inputs *baseline = cohort_projection_inputs(projection);
    cohort_scenario *scenario = scenario_of(0, NULL);
    cohort_error error;
    keep.measure.year = 2045;
    keep.value = 20000.0;
    assert_ok(cohort_scenario_add_household(scenario, baseline, 3, family, 1.0, 2020, OPEN,
                                            &families.first, &error),
              error);
    families.count = cohort_scenario_count(scenario);
    const double none = outcome_at(baseline, scenario, &families, &keep, 0.0);
    const double one = outcome_at(baseline, scenario, &families, &keep, 1.0);
    const cohort_reached r = reach(baseline, scenario, &families, &keep);
    assert_int_equal(r.reached, 1);
    /* a straight line, by two runs that are a family a year apart: roundings, 1e-11 of 60 */
    assert_close(r.x, (keep.value - none) / (one - none), 1e-9, 0.0);
    assert_true(one - none > 3.0 * 25.0); /* they live on, and their children have children */
    cohort_scenario_free(scenario);
    cohort_projection_free(projection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reaches_goals_with_every_lever),
        cmocka_unit_test(finds_what_two_runs_give),
        cmocka_unit_test(holds_the_level_of_a_world),
        cmocka_unit_test(reaches_goals_of_some_components),
        cmocka_unit_test(projects_each_run_once),
        cmocka_unit_test(stops_at_the_nearer_bound),
        cmocka_unit_test(reports_what_comes_out),
        cmocka_unit_test(meets_goals_at_a_bound),
        cmocka_unit_test(takes_one_value_for_both_bounds),
        cmocka_unit_test(knows_what_does_not_move),
        cmocka_unit_test(finds_goals_that_are_met_only_in_between),
        cmocka_unit_test(comes_nearest_in_between),
        cmocka_unit_test(finds_the_first_of_two_answers),
        cmocka_unit_test(asks_how_many_families_a_town_would_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
