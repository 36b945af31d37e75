/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/levers.h"

#include "common/comparison.h"
#include "common/planner.h"

#include <stdio.h>
#include <string.h>

static cohort_error error;

const struct lever_facts levers[LEVERS] = {
    {"tfr", "TFR of", "children per woman", 0, 5, 1},
    {"suppression", "net out-migration under 60 cut by", "%", 0, 1, 100},
    {"families", "families moving in, each year", "families", 0, 1000, 1},
    {"women", "net out-migration of women 20-39 cut by", "%", 0, 1, 100},
};

static void add(cohort_scenario *scenario, cohort_operation operation, int from)
{
    operation.year_from = from;
    must(cohort_scenario_add(scenario, &operation, &error), &error);
}

/* The lever as a scenario, at one unit of it, from a year on. */
static cohort_scenario *scenario_of(const struct attempt *a, const cohort_inputs *inputs)
{
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1);
    cohort_operation keep = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1);
    cohort_scenario *scenario;
    must(cohort_scenario_new(&scenario, &error), &error);
    switch (a->lever) {
    case TFR: /* a date's TFR is that of the births before it */
        add(scenario, tfr, a->from + cohort_inputs_grid(inputs)->width);
        break;
    case SUPPRESSION:
        keep.age_to = 59;
        add(scenario, keep, a->from);
        break;
    case WOMEN:
        keep.sex = COHORT_FEMALE;
        keep.age_from = 20;
        keep.age_to = 39;
        add(scenario, keep, a->from);
        break;
    default:
        must(cohort_scenario_add_household(scenario, inputs, a->member_count, a->members, 1,
                                           a->from, COHORT_OPEN_END, NULL, &error),
             &error);
    }
    return scenario;
}

/* Run the answer anew, from the scenario that it is written as. */
static void verify(const struct attempt *a, const cohort_inputs *inputs, const cohort_goal *goal,
                   const cohort_scenario *scenario, struct answer *answer)
{
    cohort_inputs *changed;
    cohort_projection *with, *without;
    cohort_balance then, now;
    const double last = goal->measure.year;
    if (answer->reached.x == 0.0 && cohort_scenario_operation(scenario, 0)->kind != COHORT_SET_TFR)
        must(cohort_inputs_copy(inputs, &changed, &error), &error); /* nothing is done */
    else
        must(cohort_scenario_apply(scenario, inputs, &changed, &error), &error);
    must(cohort_projection_new(changed, &with, &error), &error);
    must(cohort_projection_new(inputs, &without, &error), &error);
    answer->verified = measured(with, &goal->measure);
    answer->level = goal->value + (goal->is_difference ? measured(with, &goal->minus) : 0.0);
    if (a->from < last) {
        must(cohort_projection_balance(with, a->from, last, &then, &error), &error);
        must(cohort_projection_balance(without, a->from, last, &now, &error), &error);
        answer->migrants = (then.net_migration - now.net_migration) / (last - a->from);
    }
    cohort_projection_free(with);
    cohort_projection_free(without);
    cohort_inputs_free(changed);
}

cohort_scenario *attempt(const struct attempt *a, const cohort_inputs *inputs,
                         const cohort_goal *goal, struct answer *answer)
{
    cohort_scenario *scenario = scenario_of(a, inputs);
    const cohort_lever lever = {0, cohort_scenario_count(scenario), levers[a->lever].lower,
                                a->most};
    *answer = (struct answer){.migrants = 0};
    must(cohort_reach(inputs, scenario, &lever, goal, &answer->reached, &error), &error);
    verify(a, inputs, goal, scenario, answer);
    return scenario;
}

/* A value of a lever, with its unit. */
static void print_value(enum lever which, double x)
{
    const double value = x * levers[which].scale;
    if (which == TFR)
        printf("%.3f", value);
    else if (levers[which].unit[0] == '%')
        printf("%.2f %%", value);
    else
        printf("%.2f", value);
}

const char *figure_of(const cohort_measure *measure, double value)
{
    static char texts[4][40];
    static int next;
    char *text = texts[next++ % 4];
    snprintf(text, 40, measure->is_percent ? "%.2f %%" : "%.1f", value);
    return text;
}

void print_answer(const struct attempt *attempt, const cohort_goal *goal,
                  const struct answer *answer)
{
    const enum lever which = attempt->lever;
    const cohort_reached *r = &answer->reached;
    printf("  %-41s ", levers[which].title);
    if (!r->reached)
        printf("cannot be reached: even at ");
    print_value(which, r->x);
    if (r->reached && which != TFR)
        printf(" (net migration %s a year)", change(answer->migrants, 0));
    printf("\n%45s %g: %s", "in", goal->measure.year, figure_of(&goal->measure, answer->verified));
    if (goal->is_difference)
        printf(", in %g: %s", goal->minus.year, figure_of(&goal->measure, answer->level));
    printf("\n");
}
