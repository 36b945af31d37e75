/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SENSITIVITY_H
#define COHORT_SENSITIVITY_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/inputs.h>
#include <cohort/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * What moves a measure? Its derivative with respect to every value of the inputs.
 */

/**
 * All derivatives of a measure at once, by one backward sweep through the projection (the adjoint
 * of its affine steps). It takes as long as a few runs.
 * Given: a projection that has run; the measure; gradient, made by the caller with
 * cohort_inputs_new or cohort_inputs_copy on the projection's grid and convention.
 * Returned: in each array of gradient, d measure / d value in place of the value (read it with
 * cohort_inputs_view); *value, the value itself, unless NULL.
 *
 * The derivatives of tfr_per_cwr are 0, as no projection reads it. So are those of survival[0] in
 * ipss for any population (it only appears in the accounts), and those of values that must be 0:
 * net_migration_ratio of births in ipss, asfr of the first group. Where emigration was cut
 * (cohort_projection_cuts), they are those of the flows as if it were not.
 * Errors: COHORT_ERROR_GRID; those of cohort_measure_value; COHORT_ERROR_MEMORY.
 * Reference: reverse accumulation, Griewank and Walther, Evaluating Derivatives (2008), chapter 3;
 * for matrix population models, Caswell, Sensitivity Analysis (2019), chapter 4.
 */
COHORT_API int cohort_sensitivity(const cohort_projection *projection,
                                  const cohort_measure *measure, cohort_inputs *gradient,
                                  double *value, cohort_error *error);

/**
 * The change of the measure, to first order, when all cells of a part change by a small proportion.
 * Base population, net migration (in or out, rates and counts), cwr and asfr are multiplied by 1 +
 * by, and so is mortality, 1 - survival. male_share stays.
 * Given: inputs, and the gradient found for them; by, such as 0.01 for one hundredth.
 * Returned: *change, in the measure's unit.
 * Errors: those of cohort_inputs_take_part.
 */
COHORT_API int cohort_sensitivity_change(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                         const cohort_part *part, double by, double *change,
                                         cohort_error *error);

/** A value of the inputs and its effect on a measure. */
typedef struct cohort_influencer {
    cohort_quantity quantity; /**< the quantity */
    int interval;             /**< the interval; -1 for the base population */
    int sex;                  /**< the sex, that of women for asfr; -1 for quantities without sex */
    int age;                  /**< the number of the age group; -1 for quantities without age */
    double value;             /**< the value in the inputs */
    double derivative;        /**< d measure / d value */
    double elasticity; /**< percent of the measure per percent of the value; NAN if the measure
                            is 0 */
    double change;     /**< change of the measure as in cohort_sensitivity_change with by = 0.01 */
} cohort_influencer;

/**
 * The values that move a measure most, ranked by the size of `change`, largest first; equal ones in
 * the order of the inputs. male_share and tfr_per_cwr are not ranked.
 * Given: inputs, and the gradient found for them; measure, the measure's value; room for
 * influencers[most], 1 or more.
 * Returned: influencers[*count], including those without effect; *count, their number: `most`, or
 * all that there are.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_ARGUMENT (most below 1), COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_sensitivity_rank(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                       double measure, int most, cohort_influencer *influencers,
                                       int *count, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
