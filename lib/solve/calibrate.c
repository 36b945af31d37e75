/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/calibrate.h>

#include "core/error.h"
#include "core/inputs.h"
#include "model/scenario.h"
#include "solve/goals.h"
#include "solve/nearest.h"

#include <math.h>
#include <stdlib.h>

/* What an evaluation needs: the runs that the targets speak of, made ready once. */
struct calibration {
    const cohort_inputs *baseline;
    cohort_inputs *changed; /* the baseline under the whole scenario */
    cohort_inputs *mixed;   /* the baseline with some components of it */
    cohort_scenario *scenario;
    const cohort_parameter *parameters;
    int parameter_count;
    struct goals goals;
};

/* All targets at the scenario's values as they stand: run by run, each run once. */
static int evaluate_runs(struct calibration *c, double *values, cohort_error *error)
{
    cohort_inputs_assign(c->changed, c->baseline);
    int code = cohort_scenario_apply_to(c->scenario, false, c->changed, error);
    cohort_goals_begin(&c->goals, values);
    for (unsigned run = 0; !code && run <= COHORT_ALL_COMPONENTS; run++) {
        if (!cohort_goals_need(&c->goals, run))
            continue;
        cohort_inputs_assign(c->mixed, c->baseline);
        code = cohort_inputs_take(c->mixed, c->changed, run, error);
        if (!code)
            code = cohort_goals_add_run(&c->goals, run, c->mixed, values, error);
    }
    return code;
}

static int evaluate(void *context, const double *x, double *values, cohort_error *error)
{
    struct calibration *c = context;
    for (int j = 0; j < c->parameter_count; j++) {
        int code = cohort_scenario_set_value(c->scenario, c->parameters[j].operation, x[j], error);
        if (code)
            return code;
    }
    return evaluate_runs(c, values, error);
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

/* Parameters as the solver's columns: prior, lower, upper, scale, one behind the other. */
static void fill_columns(int count, const cohort_parameter *parameters, double *columns)
{
    for (int j = 0; j < count; j++) {
        columns[j] = parameters[j].prior;
        columns[count + j] = parameters[j].lower;
        columns[2 * count + j] = parameters[j].upper;
        columns[3 * count + j] = parameters[j].scale;
    }
}

static void calibration_free(struct calibration *c)
{
    cohort_inputs_free(c->changed);
    cohort_inputs_free(c->mixed);
    cohort_scenario_free(c->scenario);
    cohort_goals_free(&c->goals);
}

static int calibration_new(struct calibration *c, const cohort_inputs *baseline,
                           const cohort_scenario *scenario, int target_count,
                           const cohort_target *targets, cohort_error *error)
{
    int code = cohort_inputs_check(baseline, error);
    c->baseline = baseline;
    if (!code)
        code = cohort_inputs_copy(baseline, &c->changed, error);
    if (!code)
        code = cohort_inputs_copy(baseline, &c->mixed, error);
    if (!code)
        code = cohort_scenario_copy(scenario, &c->scenario, error);
    if (!code)
        code = cohort_goals_new(&c->goals, baseline, target_count, targets, error);
    return code;
}

int cohort_calibrate(const cohort_inputs *baseline, cohort_scenario *scenario, int parameter_count,
                     const cohort_parameter *parameters, int target_count,
                     const cohort_target *targets, cohort_fit *fit, cohort_error *error)
{
    struct calibration c = {.parameters = parameters, .parameter_count = parameter_count};
    double *columns = NULL;
    int code = check_parameters(scenario, parameter_count, parameters, error);
    if (!code)
        code = calibration_new(&c, baseline, scenario, target_count, targets, error);
    if (code)
        goto out;
    const size_t n = (size_t)parameter_count;
    columns = malloc(5 * n * sizeof *columns);
    if (!columns) {
        code = cohort_fail_memory(error);
        goto out;
    }
    fill_columns(parameter_count, parameters, columns);
    struct nearest problem = {parameter_count, target_count,    columns,
                              columns + n,     columns + 2 * n, columns + 3 * n,
                              c.goals.values,  evaluate,        &c};
    double *x = columns + 4 * n;
    code = cohort_nearest(&problem, x, fit, error);
    for (int j = 0; !code && j < parameter_count; j++)
        code = cohort_scenario_set_value(c.scenario, parameters[j].operation, x[j], error);
    if (!code)
        cohort_scenario_take_values(scenario, c.scenario);
out:
    free(columns);
    calibration_free(&c);
    return code;
}
