/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CALIBRATE_H
#define COHORT_CALIBRATE_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>
#include <cohort/scenario.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * What would it take? Values that make a projection meet targets.
 *
 * The answer is the one nearest to the prior (least sum of squared departures, each over its
 * scale) among those within the bounds that meet the targets exactly. Where none does, it is the
 * one that misses them least (sum of squares), and the report says by how much and why.
 *
 * With as many free values as targets, targets that are independent, and bounds that are wide
 * enough, a fit succeeds whatever the targets, and proves nothing: compare `parameters` and `rank`
 * in the report, and look at figures that were not targets.
 *
 * Targets are figures with their values: persons, a share, households or a difference, of the runs
 * that their components name, at a date or between two. A percentage point counts as much as a
 * hundredth of the base population.
 */

/** A free value: that of one operation of the scenario. */
typedef struct cohort_parameter {
    int operation; /**< its number in the scenario */
    double prior;  /**< the value to stay near to */
    double lower;  /**< bound, inclusive, within what the operation takes; not above prior */
    double upper;  /**< likewise; not below prior */
    double scale;  /**< what counts as one unit of departure from the prior, above 0 */
} cohort_parameter;

/** How a fit went. The arrays are the caller's and may be NULL; so may the whole where one is asked
 * for. */
typedef struct cohort_fit {
    size_t size;       /**< sizeof of this struct; at least through `distance` */
    int targets;       /**< how many */
    int parameters;    /**< how many free values */
    int met;           /**< 1 when every target is met, to 1e-6 persons + 1e-12 of it; else 0 */
    int rank;          /**< independent targets, as the values that stand at no bound see them */
    int bounds_active; /**< free values that stand at a bound, pushed there or not */
    int iterations;    /**< linearisations that were solved */
    double worst_miss; /**< largest absolute miss, persons or percentage points */
    double distance;   /**< root of the mean squared departure from the prior, over its scale */
    double *misses;    /**< [targets] reached minus asked for, likewise */
    int *at_bound;     /**< [parameters] -1 at the lower bound, +1 at the upper, 0 between */
} cohort_fit;

/** A report to be filled, without arrays. */
#define COHORT_FIT                                                                                 \
    {                                                                                              \
        sizeof(cohort_fit), 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL                                     \
    }

/** Fill a report of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_fit_init_sized(cohort_fit *fit, size_t size);

/** Fill a report. */
#define cohort_fit_init(fit) cohort_fit_init_sized((fit), sizeof *(fit))

/**
 * Fit values of a scenario's operations.
 * Given: the baseline's inputs; the scenario, whose other values stay; parameters and targets.
 * Returned: the answer in the scenario; *fit. Targets that cannot be met are no error: see
 * fit->met, and the misses.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_GRID; those of scenarios and projections;
 * COHORT_ERROR_SOLVE when the search does not come to rest. The scenario is then as it was.
 * Reference: least change subject to constraints by its dual, a concave function of one multiplier
 * a target (Boyd and Vandenberghe, Convex Optimization, 2004, section 5.5.5), at successive
 * linearisations by central differences.
 */
COHORT_API int cohort_calibrate(const cohort_inputs *baseline, cohort_scenario *scenario,
                                int parameter_count, const cohort_parameter *parameters,
                                int target_count, const cohort_figure *targets, cohort_fit *fit,
                                cohort_error *error);

/**
 * The unrounded cells behind a table of whole persons: nearest to the published ones and within
 * 0.5 of them (not below 0), such that the projection derived from them meets the controls.
 * Given: published, reference as in cohort_derive; controls, which are figures of that projection
 * (their components are not read). The cells of the first date are counted, not rounded, and stay; so does
 * a published 0.
 * Returned: cells of `unrounded`, which the caller has allocated on the grid of `published`; *fit.
 * Errors: as cohort_calibrate and cohort_derive.
 */
COHORT_API int cohort_unround(const cohort_stock *published, const cohort_inputs *reference,
                              int control_count, const cohort_figure *controls,
                              cohort_stock *unrounded, cohort_fit *fit, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
