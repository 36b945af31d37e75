/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SOLVE_NEAREST_H
#define COHORT_SOLVE_NEAREST_H

#include <cohort/calibrate.h>

/*
 * The point nearest to a prior, within bounds, at which functions take given values:
 *   least sum ((x_j - prior_j) / scale_j)^2  subject to  g(x) = goal, lower <= x <= upper;
 * where the goals cannot be met, least |unit (g(x) - goal)| first. A prior may lie beyond the bounds.
 */
struct nearest {
    int unknowns, goals;
    const cohort_parameter *parameters; /* [unknowns] their operations are not read */
    const double *goal;                 /* [goals] */
    /* Write g(x) to values[goals]; return 0 or a code. A code ends the search, except at a point on
     * trial, where it shortens the step. */
    int (*evaluate)(void *context, const double *x, double *values, cohort_error *error);
    void *context;
    const double *unit; /* [goals] above 0: how much a miss of 1 counts; NULL = 1 */
};

/*
 * Returned: x[unknowns] and *fit, a caller's; it and its arrays may be NULL.
 * Errors: COHORT_ERROR_ARGUMENT (its size), COHORT_ERROR_SOLVE, COHORT_ERROR_MEMORY, those of
 * `evaluate`.
 */
int cohort_nearest(const struct nearest *problem, double *x, cohort_fit *fit, cohort_error *error);

#endif
