/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/calibrate.h>

#include "core/error.h"
#include "model/scenario.h"
#include "solve/goals.h"
#include "solve/nearest.h"

#include <math.h>
#include <stdlib.h>

struct calibration {
    cohort_scenario *scenario; /* on trial */
    const cohort_parameter *parameters;
    int parameter_count;
    struct goals goals;
};

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

/* The scenario on trial is left at the answer. */
static int solve(struct calibration *c, cohort_fit *fit, cohort_error *error)
{
    const struct nearest problem = {c->parameter_count, c->goals.count, c->parameters,
                                    c->goals.asked,     evaluate,       c,
                                    c->goals.units};
    double *x = malloc((size_t)c->parameter_count * sizeof *x);
    int code = x ? cohort_nearest(&problem, x, fit, error) : cohort_fail_memory(error);
    for (int j = 0; !code && j < c->parameter_count; j++)
        code = cohort_scenario_set_value(c->scenario, c->parameters[j].operation, x[j], error);
    free(x);
    return code;
}

int cohort_calibrate(const cohort_inputs *baseline, cohort_scenario *scenario, int parameter_count,
                     const cohort_parameter *parameters, int target_count,
                     const cohort_figure *targets, cohort_fit *fit, cohort_error *error)
{
    struct calibration c = {.parameters = parameters, .parameter_count = parameter_count};
    int code = check_parameters(scenario, parameter_count, parameters, error);
    if (!code)
        code = cohort_scenario_copy(scenario, &c.scenario, error);
    if (!code)
        code = cohort_goals_new(&c.goals, baseline, target_count, targets, "target", false, error);
    if (!code)
        code = solve(&c, fit, error);
    if (!code)
        cohort_scenario_take_values(scenario, c.scenario);
    cohort_scenario_free(c.scenario);
    cohort_goals_free(&c.goals);
    return code;
}
