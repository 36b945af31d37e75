/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_DECOMPOSE_H
#define COHORT_DECOMPOSE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Why do two paths differ? The difference of a measure is split among causes. A cause is a part of
 * the inputs (see cohort_part), such as the migration of women aged 20-29 in 2025-2035. What no
 * cause covers is the rest.
 */

/**
 * Split the difference of a measure between two paths in the order of the causes: the part of a
 * cause is what the measure gains when its cells are taken over from `to`, after those of the
 * causes before it. In another order the parts are others, since causes act on one another
 * (migrants have children).
 * Given: the inputs of both paths on one grid and convention; the measure; causes[count], 1 or
 * more. A cell that several causes have belongs to the first of them.
 * Returned: parts[count + 1], the last of which is the rest. They add up to the measure of `to`
 * less that of `from`, to rounding.
 * Errors: COHORT_ERROR_ARGUMENT (count); those of cohort_inputs_take_part, naming the cause by its
 * number from 1 on; those of a projection (in a mix of both paths more may leave than there are)
 * and of cohort_measure_value.
 * Reference: stepwise replacement, Andreev, Shkolnikov and Begun, Demographic Research 7 (2002).
 */
COHORT_API int cohort_decompose(const cohort_inputs *from, const cohort_inputs *to,
                                const cohort_measure *measure, int count, const cohort_part *causes,
                                double *parts, cohort_error *error);

/** Limits of cohort_decompose_shapley. */
enum {
    COHORT_SHAPLEY_CAUSES_MAX = 16 /**< number of causes; it takes 2^16 runs */
};

/**
 * Split the difference of a measure between two paths independently of any order: each part is its
 * mean over all orders of the causes (its Shapley value). The rest always comes last. It takes
 * 2^count runs.
 *
 * With `from` and `to` exchanged the parts change their signs, if the causes leave no rest.
 * Given: causes[count], 1 to 16; otherwise as in cohort_decompose.
 * Returned: parts[count + 1], as there.
 * Errors: as in cohort_decompose.
 * Reference: Shapley, A value for n-person games, in Contributions to the Theory of Games II
 * (1953); Shorrocks, Journal of Economic Inequality 11 (2013).
 */
COHORT_API int cohort_decompose_shapley(const cohort_inputs *from, const cohort_inputs *to,
                                        const cohort_measure *measure, int count,
                                        const cohort_part *causes, double *parts,
                                        cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
