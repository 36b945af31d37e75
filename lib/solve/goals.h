/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SOLVE_GOALS_H
#define COHORT_SOLVE_GOALS_H

#include <cohort/figure.h>
#include <cohort/projection.h>
#include <cohort/scenario.h>

#include <stdbool.h>

/* Figures with the values that are asked for, made ready for many evaluations. */
struct goals {
    const cohort_inputs *baseline; /* borrowed */
    int count;
    const cohort_figure *figures; /* [count] borrowed */
    double *asked;                /* [count] their values */
    double *units; /* [count] how many persons a miss of 1 stands for: 1, and for a percentage a
                      hundredth of the base population */
    double *of, *minus; /* [count] their two measures, as the last evaluation found them */
    cohort_inputs *changed, *mixed; /* the baseline with all, and with some, of a scenario */
    cohort_projection *projection;
    bool no_run; /* the last projection failed: more leave than are there */
    int runs;    /* projections so far */
};

/* Free with _free, also after a failure.
 * Given: what a figure is called in messages; one_run, if the runs that figures name are not read.
 * Errors: COHORT_ERROR_ARGUMENT, _VALUE, _GRID naming the figure; those of inputs. */
int cohort_goals_new(struct goals *goals, const cohort_inputs *baseline, int count,
                     const cohort_figure *figures, const char *what, bool one_run,
                     cohort_error *error);
void cohort_goals_free(struct goals *goals);

/* All figures under a scenario, whose operations may change nothing: each run that a figure needs is
 * projected once. Returned: values[count]. */
int cohort_goals_find(struct goals *goals, const cohort_scenario *scenario, double *values,
                      cohort_error *error);

/* All figures of the run of these inputs. */
int cohort_goals_find_in(struct goals *goals, const cohort_inputs *inputs, double *values,
                         cohort_error *error);

#endif
