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
 * Calibration: values of a scenario's operations such that a projection meets targets.
 *
 * Among the values within their bounds that meet the targets exactly, the result is the one nearest
 * to the priors: the least sum of squared departures, each divided by its scale. If no values meet
 * them, the result misses them least (sum of squares), and the report says by how much. The search
 * is local: it begins at the priors and, if it cannot meet the targets from there, at 16 other
 * places within the bounds. Values at which the projection fails are skipped.
 *
 * Beware: with as many free values as targets, independent targets and wide bounds, a fit always
 * succeeds and proves nothing. Compare `parameters` and `rank` in the report, and look at figures
 * that were not targets.
 *
 * Targets are figures with their values, of the runs that their components name: persons, a share,
 * households or a difference, at any time of the projection. A miss of one percentage point counts
 * as much as one of a hundredth of the base population (at least one person).
 */

/** A free value: that of one operation of the scenario. */
typedef struct cohort_parameter {
    int operation; /**< the operation's number in the scenario, from 0 on */
    double prior;  /**< the value to stay near to, within the bounds */
    double lower;  /**< lower bound, inclusive, finite, in the operation's range */
    double upper;  /**< upper bound, likewise */
    double scale;  /**< the departure from the prior that counts as 1, above 0 */
} cohort_parameter;

/** A report on a fit. Its arrays belong to the caller and may be NULL; so may the report itself. */
typedef struct cohort_fit {
    size_t size;       /**< sizeof this struct; an old one may end after `distance` */
    int targets;       /**< number of targets */
    int parameters;    /**< number of free values */
    int met;           /**< 1: every target is met, to 1e-6 persons + 1e-12 of it; otherwise 0 */
    int rank;          /**< number of targets that are independent, given the values that are at
                            no bound */
    int bounds_active; /**< free values that are at a bound */
    int iterations;    /**< linearisations solved */
    double worst_miss; /**< largest absolute miss, persons or percentage points */
    double distance;   /**< root of the mean squared departure from the priors, each divided by
                            its scale */
    double *misses;    /**< [targets] reached minus asked for, persons or percentage points */
    int *at_bound;     /**< [parameters] -1 at the lower bound, +1 at the upper, 0 between */
} cohort_fit;

/** A report without arrays, to be filled. */
#define COHORT_FIT                                                                                 \
    {                                                                                              \
        sizeof(cohort_fit), 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL                                     \
    }

/** Fill a report of this size as COHORT_FIT does, for languages without macros. */
COHORT_API void cohort_fit_init_sized(cohort_fit *fit, size_t size);

/** Fill a report as COHORT_FIT does. */
#define cohort_fit_init(fit) cohort_fit_init_sized((fit), sizeof *(fit))

/**
 * Find values of a scenario's operations that meet targets.
 * Given: the baseline's inputs; the scenario, whose other values stay; parameters
 * [parameter_count], one or more, each of another operation; targets[target_count], one or more.
 * Returned: the values, in the scenario; *fit, unless NULL. Targets that cannot be met are no
 * error: see fit->met and the misses.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_DUPLICATE (two parameters of one operation);
 * COHORT_ERROR_GRID; COHORT_ERROR_VALUE; those of scenarios and projections; COHORT_ERROR_SOLVE
 * when the search does not converge; those of the projection at the priors. The scenario is then as
 * it was.
 * Reference: least change subject to constraints by its dual, a concave function of one multiplier
 * for each target (Boyd and Vandenberghe, Convex Optimization, 2004, section 5.5.5), at successive
 * linearisations by central differences.
 */
COHORT_API int cohort_calibrate(const cohort_inputs *baseline, cohort_scenario *scenario,
                                int parameter_count, const cohort_parameter *parameters,
                                int target_count, const cohort_figure *targets, cohort_fit *fit,
                                cohort_error *error);

/**
 * Find the least or the greatest value that a figure can take while targets are met: how far they
 * determine other figures.
 * Given: parameters[parameter_count] and targets[target_count] as in cohort_calibrate, from whose
 * answer the search begins; figure, whose value is not read; greatest, 0 or 1.
 * Returned: *value; the values that give it, in the scenario; *fit, of that first answer, unless
 * NULL. Where the targets cannot be met (fit->met is 0), it is the figure at the least miss.
 * Errors: those of cohort_calibrate; those of the figure name it.
 * Reference: the proximal point method (Rockafellar, SIAM J. Control and Optimization 14, 1976):
 * the point nearest to one far away along the figure's slope, again until it gains no more. The
 * search is local: in a strongly curved problem there may be values beyond it.
 */
COHORT_API int cohort_calibrate_extreme(const cohort_inputs *baseline, cohort_scenario *scenario,
                                        int parameter_count, const cohort_parameter *parameters,
                                        int target_count, const cohort_figure *targets,
                                        const cohort_figure *figure, int greatest, double *value,
                                        cohort_fit *fit, cohort_error *error);

/**
 * Find the unrounded cells behind a published table of whole persons: the nearest to the published
 * ones, within 0.5 of them and not below 0, such that the projection derived from them
 * (cohort_derive) meets controls.
 * Given: published and reference as in cohort_derive; controls[control_count], one or more
 * figures of that projection with their values (their components are not read). The cells of the
 * first date, which is a count, and published zeros stay as they are. `unrounded` is initialised by
 * the caller on the grid of `published`.
 * Returned: the cells of *unrounded; *fit, unless NULL.
 * Errors: those of cohort_calibrate and cohort_derive.
 */
COHORT_API int cohort_unround(const cohort_stock *published, const cohort_inputs *reference,
                              int control_count, const cohort_figure *controls,
                              cohort_stock *unrounded, cohort_fit *fit, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
