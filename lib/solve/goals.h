/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SOLVE_GOALS_H
#define COHORT_SOLVE_GOALS_H

#include <cohort/calibrate.h>
#include <cohort/projection.h>

#include "measure/indicators.h"

/* Targets made ready for many evaluations. */
struct goals {
    int count;
    const cohort_target *targets; /* borrowed */
    struct band_groups *groups;   /* [count] */
    double *values;               /* [count] what is asked for */
    cohort_projection *projection;
};

/* `inputs` give the grid, and are a first run. Free with _free, also after a failure.
 * Errors: COHORT_ERROR_ARGUMENT, _VALUE, _GRID naming the target; those of a projection. */
int cohort_goals_new(struct goals *goals, const cohort_inputs *inputs, int count,
                     const cohort_target *targets, cohort_error *error);
void cohort_goals_free(struct goals *goals);

/* Indicators of one evaluation: begin with nil, then add the runs that are needed, each once. */
void cohort_goals_begin(const struct goals *goals, double *values);
int cohort_goals_need(const struct goals *goals, unsigned run);
int cohort_goals_add_run(struct goals *goals, unsigned run, const cohort_inputs *inputs,
                         double *values, cohort_error *error);

#endif
