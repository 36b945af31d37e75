/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/reaching.h"

#include "support/close.h"
#include "support/small.h"

#include <math.h>
#include <string.h>

/* The scenario with its lever at x times what it is: a list of its own. */
static cohort_scenario *scenario_at(const cohort_scenario *scenario, const cohort_lever *lever,
                                    double x)
{
    cohort_scenario *moved;
    cohort_error error;
    assert_ok(cohort_scenario_new(&moved, &error), error);
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        cohort_operation op = *cohort_scenario_operation(scenario, i);
        if (i >= lever->first && i < lever->first + lever->count)
            op.value *= x;
        assert_ok(cohort_scenario_add(moved, &op, &error), error);
    }
    return moved;
}

double measured_under(const cohort_inputs *baseline, const cohort_scenario *scenario,
                      unsigned components, const cohort_measure *measure)
{
    cohort_inputs *changed, *mixed = copy_inputs(baseline);
    cohort_error error;
    double value;
    assert_ok(cohort_scenario_apply(scenario, baseline, &changed, &error), error);
    assert_ok(cohort_inputs_take(mixed, changed, components, &error), error);
    cohort_projection *projection = project(mixed);
    assert_ok(
        cohort_measure_value(cohort_projection_population(projection), measure, &value, &error),
        error);
    cohort_projection_free(projection);
    cohort_inputs_free(mixed);
    cohort_inputs_free(changed);
    return value;
}

/* What a goal measures under a scenario as it stands. */
static double outcome(const cohort_inputs *baseline, const cohort_scenario *scenario,
                      const cohort_figure *goal)
{
    const double value = measured_under(baseline, scenario, goal->components, &goal->measure);
    if (goal->times == 0.0)
        return value;
    return value -
           goal->times * measured_under(baseline, scenario, goal->minus_components, &goal->minus);
}

double outcome_at(const cohort_inputs *baseline, const cohort_scenario *scenario,
                  const cohort_lever *lever, const cohort_figure *goal, double x)
{
    cohort_scenario *moved = scenario_at(scenario, lever, x);
    const double value = outcome(baseline, moved, goal);
    cohort_scenario_free(moved);
    return value;
}

double exactness(const cohort_figure *goal)
{
    return 1e-6 + 1e-12 * fabs(goal->value);
}

/* The same run twice, in other sums: a few roundings of the numbers (2e4) a difference is of. */
static const double SAME = 1e-10;

static void assert_moved(const cohort_scenario *scenario, const cohort_scenario *before,
                         const cohort_lever *lever, double x)
{
    assert_int_equal(cohort_scenario_count(scenario), cohort_scenario_count(before));
    for (int i = 0; i < cohort_scenario_count(before); i++) {
        cohort_operation op = *cohort_scenario_operation(scenario, i);
        const cohort_operation *unit = cohort_scenario_operation(before, i);
        if (i >= lever->first && i < lever->first + lever->count) {
            assert_close(op.value, x * unit->value, 1e-15, 0.0); /* one product */
            op.value = unit->value;
        }
        assert_memory_equal(&op, unit, sizeof op); /* all else, and the others, bit for bit */
    }
}

cohort_reached reach(const cohort_inputs *baseline, cohort_scenario *scenario,
                     const cohort_lever *lever, const cohort_figure *goal)
{
    cohort_inputs *inputs_before = copy_inputs(baseline);
    const cohort_lever whole = {0, 0, 0.0, 0.0};
    cohort_scenario *before = scenario_at(scenario, &whole, 1.0);
    cohort_reached r;
    cohort_error error;
    memset(&r, 0x5a, sizeof r);
    assert_ok(cohort_reach(baseline, scenario, lever, goal, &r, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    assert_same_inputs(baseline, inputs_before);
    assert_in_range(r.reached, 0, 1);
    assert_in_range(r.runs, 1, 1000);
    assert_true(r.x >= lever->lower && r.x <= lever->upper);
    assert_moved(scenario, before, lever, r.x);
    assert_close(outcome(baseline, scenario, goal), r.value, 1e-13, SAME);
    assert_close(r.at_lower, outcome_at(baseline, before, lever, goal, lever->lower), 1e-13, SAME);
    assert_close(r.at_upper, outcome_at(baseline, before, lever, goal, lever->upper), 1e-13, SAME);
    assert_int_equal(r.reached, fabs(r.value - goal->value) <= exactness(goal));
    cohort_scenario_free(before);
    cohort_inputs_free(inputs_before);
    return r;
}
