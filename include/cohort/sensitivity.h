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
 * All derivatives at once, by one sweep backward through the projection (the adjoint of its affine
 * steps), at the cost of a few runs.
 * Given: a projection that has run; the measure.
 * Returned: gradient, which the caller has made by cohort_inputs_new or _copy on the projection's
 * grid and convention: each of its arrays holds, in place of the values, d measure / d value (read
 * them with cohort_inputs_view); *value, the measure itself, unless NULL.
 * tfr_per_cwr is not read by a projection: its derivatives are nil. So are those of survival[0] in
 * ipss for any population (there it stands in the accounts alone), and of values that have to be 0:
 * net_migration_ratio of births in ipss, asfr of the first group.
 * Errors: COHORT_ERROR_GRID; those of cohort_measure_value; COHORT_ERROR_MEMORY.
 * Reference: reverse accumulation, Griewank and Walther, Evaluating Derivatives (2008), chapter 3;
 * for matrix population models, Caswell, Sensitivity Analysis (2019), chapter 4.
 */
COHORT_API int cohort_sensitivity(const cohort_projection *projection,
                                  const cohort_measure *measure, cohort_inputs *gradient,
                                  double *value, cohort_error *error);

/**
 * What would a small proportional change do? To first order, the change of the measure when the
 * cells of a part all change by the share `by` (0.01 = one hundredth): the base population, net
 * migration (in or out, rates and counts), cwr and asfr become (1 + by) times what they are, and
 * so do deaths, 1 - survival. male_share stays.
 * Given: inputs, and the gradient found for them.
 * Errors: those of cohort_inputs_take_part.
 */
COHORT_API int cohort_sensitivity_change(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                         const cohort_part *part, double by, double *change,
                                         cohort_error *error);

/** One value of the inputs, and what it does. */
typedef struct cohort_influencer {
    cohort_quantity quantity; /**< whose value it is */
    int interval;             /**< of its array; -1 for the base population */
    int sex;                  /**< asfr: that of women; -1 where it has none */
    int age;                  /**< number of its age group; -1 where it has none */
    double value;             /**< as it stands in the inputs */
    double derivative;        /**< d measure / d value */
    double elasticity; /**< percent of the measure per percent of the value; NAN if it is 0 */
    double change;     /**< of the measure, as in cohort_sensitivity_change, if by is 0.01 */
} cohort_influencer;

/**
 * The values that move the measure most: ranked by the size of `change`, largest first, and in the
 * inputs' order where equal.
 * Given: `measure`, the measure's value; room for `most` influencers. male_share and tfr_per_cwr
 * are not ranked.
 * Returned: *count of influencers, most or all there are, also those that move nothing.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_ARGUMENT (most below 1), COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_sensitivity_rank(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                       double measure, int most, cohort_influencer *influencers,
                                       int *count, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
