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
 * What would it take? One free quantity, solved for one goal.
 */

/**
 * The free quantity x: operations of a scenario that stand one behind the other and move together,
 * each at x times the value it has in the scenario (a ramp's beginning stays). So a TFR or a
 * suppression of value 1 makes x the TFR or the suppression itself, and households of one a year
 * (cohort_scenario_add_household) make it households a year.
 * After a search they stand at its answer: begin again from the units for another one.
 */
typedef struct cohort_lever {
    int first;           /**< number of its first operation in the scenario */
    int count;           /**< how many operations, 1 or more */
    double lower, upper; /**< bounds of x, inclusive; finite */
} cohort_lever;

/** What came of a search. */
typedef struct cohort_reached {
    int reached;     /**< 1 when the goal is met; 0 when it cannot be within the bounds */
    double x;        /**< the answer, or the x nearest to the goal */
    double value;    /**< of the goal's figure there, by a run with it */
    double at_lower; /**< of the goal's figure at the lower bound; NAN where the run fails */
    double at_upper; /**< of the goal's figure at the upper bound; likewise */
    int runs;        /**< of projections, in all */
} cohort_reached;

/**
 * The x nearest to the lower bound at which the goal is met, to 1e-6 persons (percent points) +
 * 1e-12 of the largest number that it is made of. The upper bound, then the lower one and 31 points
 * evenly between them are tried until the goal lies between two neighbours, where Brent's method
 * finds it; so a goal that is met in a narrow stretch alone may be missed.
 * Given: the baseline's inputs; the scenario, of which all that is no lever stays; the goal, which
 * is a figure with its value, of the runs that its components name.
 * Returned: *reached; the scenario's lever stands at x, reached or not: a goal that cannot be
 * reached is no error, and x is then the one tried that comes nearest to it. Operations may find
 * nothing left to change (cohort_scenario_apply would refuse those).
 * Values at which the projection fails, as more leave than are there, are passed over; the search
 * goes to their edge.
 * Errors: COHORT_ERROR_ARGUMENT (no such operations, bounds, a lever whose operations are all 0, a
 * goal of the baseline, which nothing moves), COHORT_ERROR_VALUE (a bound out of an operation's
 * range, a goal that is not finite), COHORT_ERROR_SOLVE (the goal is passed by, but not met as
 * exactly as said), those of scenarios and measures, naming the x, and of projections, if they fail
 * at every value tried. The scenario is then as it was.
 * Reference: Brent, Algorithms for Minimization without Derivatives (1973), chapter 4, as in GSL.
 */
COHORT_API int cohort_reach(const cohort_inputs *baseline, cohort_scenario *scenario,
                            const cohort_lever *lever, const cohort_figure *goal,
                            cohort_reached *reached, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
