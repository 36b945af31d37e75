/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/reach.h>

#include "core/error.h"
#include "model/scenario.h"
#include "solve/goals.h"

#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdlib.h>

enum { STRETCHES = 32, ITERATIONS_MAX = 200, EDGE_STEPS = 40 };

/* What a trial gives. Where the projection fails (more leave than are there) `fails` is its code,
 * and value and miss are NAN. */
struct outcome {
    int fails;
    double x;
    double value; /* of the goal's figure */
    double miss;  /* value - goal */
    double size;  /* the largest number in the sums behind them */
};

struct search {
    const cohort_scenario *given; /* each operation's value there is its unit */
    const cohort_lever *lever;
    cohort_scenario *trial;
    struct goals goals; /* the one */
    double *memory;     /* of Brent's method */
    int code;
    struct outcome last, best;
    cohort_error *error;
};

static int set_lever(struct search *s, double x)
{
    for (int i = 0; i < s->lever->count; i++) {
        const int op = s->lever->first + i;
        const double unit = cohort_scenario_operation(s->given, op)->value;
        int code = cohort_scenario_set_value(s->trial, op, x * unit, s->error);
        if (code)
            return code;
    }
    return COHORT_OK;
}

/* Run with the lever at x. Returned: 0, or the code of what ends the search. */
static int try_value(struct search *s, double x)
{
    const double *of = s->goals.of, *minus = s->goals.minus, goal = *s->goals.asked;
    double value = (double)NAN;
    s->goals.no_run = false;
    int code = set_lever(s, x);
    if (!code)
        code = cohort_goals_find(&s->goals, s->trial, &value, s->error);
    if (code && !s->goals.no_run)
        return cohort_fail_prefix(s->error, code, "with the lever at %.10g: ", x);
    s->last = (struct outcome){code, x, value, value - goal,
                               fmax(fmax(fabs(*of), fabs(*minus)), fabs(goal))};
    if (fabs(s->last.miss) < fabs(s->best.miss))
        s->best = s->last;
    return COHORT_OK;
}

/* For Brent's method: by how much the goal is missed; after an error 0, which ends it. */
static double miss_at(double x, void *context)
{
    struct search *s = context;
    if (!s->code)
        s->code = try_value(s, x);
    if (!s->code && s->last.fails)
        s->code = cohort_fail_prefix(s->error, s->last.fails, "with the lever at %.10g: ", x);
    return s->code ? 0.0 : s->last.miss;
}

static bool is_met(const struct search *s)
{
    return fabs(s->best.miss) <= 1e-6 + 1e-12 * s->best.size;
}

/* Brent's method where the misses at both ends differ in sign. The solver's parts are called by
 * themselves: its own allocation would abort the program when there is no memory. */
static void refine(struct search *s, double lower, double upper)
{
    const gsl_root_fsolver_type *brent = gsl_root_fsolver_brent;
    gsl_function function = {miss_at, s};
    double root, from = lower, to = upper;
    brent->set(s->memory, &function, &root, from, to);
    for (int i = 0; i < ITERATIONS_MAX && !s->code && !is_met(s) && from < to; i++)
        brent->iterate(s->memory, &function, &root, &from, &to);
}

/* Between a value that can be run and one that cannot, the last one that can. */
static struct outcome find_edge(struct search *s, struct outcome sound, double failing)
{
    for (int i = 0; i < EDGE_STEPS && !s->code; i++) {
        s->code = try_value(s, 0.5 * (sound.x + failing));
        if (s->last.fails)
            failing = s->last.x;
        else
            sound = s->last;
    }
    return sound;
}

/* Find the goal if it lies between two neighbours. Where one fails, the edge is used instead. */
static bool try_stretch(struct search *s, struct outcome from, struct outcome to)
{
    if (from.fails && to.fails)
        return false;
    if (from.fails)
        from = find_edge(s, to, from.x);
    else if (to.fails)
        to = find_edge(s, from, to.x);
    if ((from.miss < 0.0) == (to.miss < 0.0))
        return false;
    refine(s, from.x, to.x);
    return true;
}

/* From the lower bound on, the first stretch in which the goal lies. */
static int search(struct search *s, cohort_reached *reached)
{
    const double lower = s->lever->lower, upper = s->lever->upper;
    bool passed = false;
    s->code = try_value(s, upper);
    reached->at_upper = s->last.value;
    s->best.miss = HUGE_VAL; /* it is tried again as the last */
    if (!s->code)
        s->code = try_value(s, lower);
    reached->at_lower = s->last.value;
    struct outcome from = s->last;
    for (int i = 1; i <= STRETCHES && lower < upper && !s->code && !passed && !is_met(s); i++) {
        s->code = try_value(s, i == STRETCHES ? upper : lower + (upper - lower) * i / STRETCHES);
        const struct outcome to = s->last;
        if (!s->code)
            passed = try_stretch(s, from, to);
        from = to;
    }
    if (!s->code && s->best.miss == HUGE_VAL)
        return cohort_fail_prefix(s->error, COHORT_ERROR_VALUE,
                                  "with the lever anywhere from %.10g to %.10g: ", lower, upper);
    if (!s->code && passed && !is_met(s))
        return cohort_fail(s->error, COHORT_ERROR_SOLVE,
                           "the goal lies near %.10g, but is missed there by %g", s->best.x,
                           s->best.miss);
    return s->code;
}

static int check_lever(const cohort_scenario *scenario, const cohort_lever *lever,
                       cohort_error *error)
{
    const int operations = cohort_scenario_count(scenario);
    bool moves = false;
    if (lever->first < 0 || lever->count < 1 || lever->first > operations - lever->count)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "lever: %d operations from %d on: there are %d, from 0 on", lever->count,
                           lever->first, operations);
    if (!(isfinite(lever->lower) && isfinite(lever->upper) && lever->lower <= lever->upper))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "lever: bounds %g and %g: expected finite ones in order", lever->lower,
                           lever->upper);
    for (int op = lever->first; op < lever->first + lever->count; op++) {
        const double unit = cohort_scenario_operation(scenario, op)->value;
        int code = cohort_scenario_check_value(scenario, op, lever->lower * unit, error);
        if (!code)
            code = cohort_scenario_check_value(scenario, op, lever->upper * unit, error);
        if (code)
            return cohort_fail_prefix(error, code, "lever: operation %d at a bound: ", op + 1);
        moves |= unit != 0.0;
    }
    if (!moves)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "lever: its operations are all 0: expected their values for x = 1");
    return COHORT_OK;
}

static int search_new(struct search *s, const cohort_inputs *baseline, const cohort_figure *goal,
                      cohort_error *error)
{
    int code = check_lever(s->given, s->lever, error);
    if (!code)
        code = cohort_goals_new(&s->goals, baseline, 1, goal, "goal", false, error);
    if (!code)
        code = cohort_scenario_copy(s->given, &s->trial, error);
    if (code)
        return code;
    s->memory = malloc(gsl_root_fsolver_brent->size);
    return s->memory ? code : cohort_fail_memory(error);
}

int cohort_reach(const cohort_inputs *baseline, cohort_scenario *scenario,
                 const cohort_lever *lever, const cohort_figure *goal, cohort_reached *reached,
                 cohort_error *error)
{
    cohort_reached found = {0};
    struct search s = {.given = scenario, .lever = lever, .error = error, .best.miss = HUGE_VAL};
    int code = search_new(&s, baseline, goal, error);
    if (!code)
        code = search(&s, &found);
    if (!code)
        code = set_lever(&s, s.best.x);
    if (!code) {
        found.reached = is_met(&s);
        found.x = s.best.x;
        found.value = s.best.value;
        found.runs = s.goals.runs;
        *reached = found;
        cohort_scenario_take_values(scenario, s.trial);
        cohort_succeed(error);
    }
    cohort_scenario_free(s.trial);
    cohort_goals_free(&s.goals);
    free(s.memory);
    return code;
}
