/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_REACH_H
#define COHORT_REACH_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/inputs.h>
#include <cohort/scenario.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * What would it take? The value of one free quantity that meets a goal.
 */

/**
 * The free quantity x: operations of a scenario that follow one another and move together. Each has
 * x times the value it has in the scenario; the beginning of a ramp stays. So with a TFR or a
 * suppression of value 1, x is the TFR or the suppression itself; with the operations that
 * cohort_scenario_add_household makes for one household a year, x is households a year.
 *
 * After a search the operations have the values of its result: for another search, set them back to
 * those for x = 1.
 */
typedef struct cohort_lever {
    int first;           /**< the number of its first operation in the scenario, from 0 on */
    int count;           /**< number of operations, 1 or more */
    double lower, upper; /**< bounds of x, inclusive, finite, not reversed */
} cohort_lever;

/** The result of a search. */
typedef struct cohort_reached {
    int reached;     /**< 1: the goal is met; 0: it cannot be met within the bounds */
    double x;        /**< the x at which it is met, or the one tried that comes nearest */
    double value;    /**< the goal's figure at x, from a run with it */
    double at_lower; /**< the goal's figure at the lower bound; NAN where the projection fails */
    double at_upper; /**< the goal's figure at the upper bound, likewise */
    int runs;        /**< projections that were run */
} cohort_reached;

/**
 * Find the x nearest to the lower bound at which a goal is met, to 1e-6 persons (or percentage
 * points) + 1e-12 of the largest number it is made of.
 *
 * The upper bound, the lower one and 31 points evenly between them are tried, until the goal lies
 * between two neighbours, where Brent's method finds it. So a goal that is met only in a narrow
 * range of x may be missed. Where the projection fails because more people leave than there are,
 * the search goes to the edge of that range of x.
 * Given: the baseline's inputs; the scenario, whose other operations stay; the goal, a figure with
 * its value, of the runs that its components name. An operation may have nothing left to change,
 * which cohort_scenario_apply would refuse.
 * Returned: *reached; the scenario's lever is set to x, even if the goal is not met, which is no
 * error. Set the values back before another search.
 * Errors: COHORT_ERROR_ARGUMENT (no such operations; bounds; a lever whose values are all 0; a goal
 * of the baseline only, which nothing moves); COHORT_ERROR_VALUE (a bound out of an operation's
 * range; a goal that is not finite; the projection fails at every x tried); COHORT_ERROR_SOLVE (the
 * goal lies between two x but is not met to the accuracy above); those of scenarios and measures,
 * naming the x. The scenario is then as it was.
 * Reference: Brent, Algorithms for Minimization without Derivatives (1973), chapter 4, as in GSL.
 */
COHORT_API int cohort_reach(const cohort_inputs *baseline, cohort_scenario *scenario,
                            const cohort_lever *lever, const cohort_figure *goal,
                            cohort_reached *reached, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
