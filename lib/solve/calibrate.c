/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/calibrate.h>

#include "core/error.h"
#include "model/scenario.h"
#include "solve/goals.h"
#include "solve/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct calibration {
    cohort_scenario *scenario; /* on trial */
    const cohort_parameter *parameters;
    int parameter_count;
    struct goals goals;
    double *x; /* [parameter_count] the answer, and as many on trial */
};

enum { CLIMBS_MAX = 20 };
static const double FAR = 30.0;        /* in ranges of the steepest value */
static const double DIFFERENCE = 1e-5; /* of a range, for slopes */
static const double GAIN = 1e-7;       /* of a figure, that is worth another step */

static int evaluate(void *context, const double *x, double *values, cohort_error *error)
{
    struct calibration *c = context;
    int code = COHORT_OK;
    for (int j = 0; !code && j < c->parameter_count; j++)
        code = cohort_scenario_set_value(c->scenario, c->parameters[j].operation, x[j], error);
    return code ? code : cohort_goals_find(&c->goals, c->scenario, values, error);
}

static int check_parameters(const cohort_scenario *scenario, int count,
                            const cohort_parameter *parameters, cohort_error *error)
{
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "no parameters: expected one or more");
    for (int j = 0; j < count; j++) {
        const cohort_parameter *p = &parameters[j];
        if (!cohort_scenario_operation(scenario, p->operation))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "parameter %d: operation %d: there are %d, from 0 on", j + 1,
                               p->operation, cohort_scenario_count(scenario));
        if (!(isfinite(p->lower) && isfinite(p->upper) && p->lower <= p->prior &&
              p->prior <= p->upper && p->scale > 0.0 && isfinite(p->scale)))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "parameter %d: prior %g, bounds %g and %g, scale %g: expected the "
                               "prior within finite bounds and a scale above 0",
                               j + 1, p->prior, p->lower, p->upper, p->scale);
        int code = cohort_scenario_check_value(scenario, p->operation, p->lower, error);
        if (!code)
            code = cohort_scenario_check_value(scenario, p->operation, p->upper, error);
        if (code)
            return cohort_fail_prefix(error, code, "bounds of parameter %d: ", j + 1);
        for (int k = 0; k < j; k++)
            if (parameters[k].operation == p->operation)
                return cohort_fail(error, COHORT_ERROR_DUPLICATE,
                                   "parameters %d and %d are the same operation %d", k + 1, j + 1,
                                   p->operation);
    }
    return COHORT_OK;
}

/* The point nearest to the priors; the scenario on trial is left there. */
static int solve(struct calibration *c, const cohort_parameter *parameters, double *x,
                 cohort_fit *fit, cohort_error *error)
{
    const struct nearest problem = {.unknowns = c->parameter_count,
                                    .goals = c->goals.count,
                                    .parameters = parameters,
                                    .goal = c->goals.asked,
                                    .evaluate = evaluate,
                                    .context = c,
                                    .unit = c->goals.units};
    int code = cohort_nearest(&problem, x, fit, error);
    for (int j = 0; !code && j < c->parameter_count; j++)
        code = cohort_scenario_set_value(c->scenario, parameters[j].operation, x[j], error);
    return code;
}

static void calibration_free(struct calibration *c)
{
    cohort_scenario_free(c->scenario);
    cohort_goals_free(&c->goals);
    free(c->x);
}

static int calibration_new(struct calibration *c, const cohort_inputs *baseline,
                           const cohort_scenario *scenario, int parameter_count,
                           const cohort_parameter *parameters, int target_count,
                           const cohort_figure *targets, const char *what, cohort_error *error)
{
    *c = (struct calibration){.parameters = parameters, .parameter_count = parameter_count};
    int code = check_parameters(scenario, parameter_count, parameters, error);
    if (!code)
        code = cohort_scenario_copy(scenario, &c->scenario, error);
    if (!code)
        code = cohort_goals_new(&c->goals, baseline, target_count, targets, what, false, error);
    if (code)
        return code;
    c->x = calloc(2 * (size_t)parameter_count, sizeof *c->x);
    return c->x ? COHORT_OK : cohort_fail_memory(error);
}

int cohort_calibrate(const cohort_inputs *baseline, cohort_scenario *scenario, int parameter_count,
                     const cohort_parameter *parameters, int target_count,
                     const cohort_figure *targets, cohort_fit *fit, cohort_error *error)
{
    struct calibration c;
    int code = calibration_new(&c, baseline, scenario, parameter_count, parameters, target_count,
                               targets, "target", error);
    if (!code)
        code = solve(&c, parameters, c.x, fit, error);
    if (!code)
        cohort_scenario_take_values(scenario, c.scenario);
    calibration_free(&c);
    return code;
}

/* ---- extremes ---- */

/* How much a figure rises from one bound of a value to the other, at the rate at x. */
static int slope_at(struct calibration *figure, double *x, int j, double *slope,
                    cohort_error *error)
{
    const cohort_parameter *p = &figure->parameters[j];
    const double here = x[j], range = p->upper - p->lower, reach = DIFFERENCE * range;
    const double from = fmax(p->lower, here - reach), to = fmin(p->upper, here + reach);
    double low = 0.0, high = 0.0;
    *slope = 0.0;
    if (!(to > from))
        return COHORT_OK;
    x[j] = from;
    int code = evaluate(figure, x, &low, error);
    x[j] = to;
    if (!code)
        code = evaluate(figure, x, &high, error);
    x[j] = here;
    *slope = code ? 0.0 : range * (high - low) / (to - from);
    return code;
}

/* Priors far from x, up the slope or down; departures are in ranges between the bounds. */
static int look_far(struct calibration *figure, double *x, double sign, cohort_parameter *far,
                    cohort_error *error)
{
    double steepest = 0.0;
    int code = COHORT_OK;
    for (int j = 0; !code && j < figure->parameter_count; j++) {
        far[j] = figure->parameters[j];
        code = slope_at(figure, x, j, &far[j].prior, error);
        steepest = fmax(steepest, fabs(far[j].prior));
    }
    for (int j = 0; j < figure->parameter_count; j++) {
        const double range = far[j].upper - far[j].lower;
        far[j].scale = range > 0.0 ? range : 1.0;
        far[j].prior = x[j] + (steepest > 0.0 ? sign * FAR * range * far[j].prior / steepest : 0.0);
    }
    return code;
}

/* Go on from c->x as long as the figure gains. */
static int climb(struct calibration *c, struct calibration *figure, double sign, double *value,
                 cohort_error *error)
{
    double *next = c->x + c->parameter_count, there;
    cohort_parameter *far = malloc((size_t)c->parameter_count * sizeof *far);
    int code = far ? evaluate(figure, c->x, value, error) : cohort_fail_memory(error);
    for (int k = 0; !code && k < CLIMBS_MAX; k++) {
        cohort_fit step = COHORT_FIT;
        code = look_far(figure, c->x, sign, far, error);
        if (code || solve(c, far, next, &step, NULL) || !step.met)
            break;
        code = evaluate(figure, next, &there, error);
        if (code || !(sign * (there - *value) > GAIN * (1.0 + fabs(there))))
            break;
        memcpy(c->x, next, (size_t)c->parameter_count * sizeof *next);
        *value = there;
    }
    free(far);
    for (int j = 0; !code && j < c->parameter_count; j++)
        code = cohort_scenario_set_value(c->scenario, c->parameters[j].operation, c->x[j], error);
    return code;
}

int cohort_calibrate_extreme(const cohort_inputs *baseline, cohort_scenario *scenario,
                             int parameter_count, const cohort_parameter *parameters,
                             int target_count, const cohort_figure *targets,
                             const cohort_figure *figure, int greatest, double *value,
                             cohort_fit *fit, cohort_error *error)
{
    struct calibration c, of = {.parameter_count = 0};
    int code = calibration_new(&c, baseline, scenario, parameter_count, parameters, target_count,
                               targets, "target", error);
    if (!code)
        code = calibration_new(&of, baseline, scenario, parameter_count, parameters, 1, figure,
                               "figure", error);
    if (!code)
        code = solve(&c, parameters, c.x, fit, error);
    if (!code)
        code = climb(&c, &of, greatest ? 1.0 : -1.0, value, error);
    if (!code)
        cohort_scenario_take_values(scenario, c.scenario);
    calibration_free(&c);
    calibration_free(&of);
    return code;
}
