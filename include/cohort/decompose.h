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
 * Why do two paths differ? The difference of a measure, split among causes: parts of the inputs
 * (see cohort_part), such as the migration of women aged 20-29 in 2025-2035.
 *
 * A path is run with the cells of some causes taken from the one, and all others from the other.
 * What the causes leave out, and all that differs besides, is the rest.
 */

/**
 * In the order given: each cause's part is what the measure gains when its cells are taken over on
 * top of those before it. Another order gives other parts wherever causes work on one another
 * (migrants' children).
 * Given: inputs of the two paths on one grid and convention; count 1 or more. Causes may overlap: a
 * cell counts for the first that has it.
 * Returned: parts[count + 1], the rest being the last; they add up to the measure of `to` less that
 * of `from`, to rounding.
 * Errors: COHORT_ERROR_ARGUMENT (count); those of cohort_inputs_take_part, naming the cause by its
 * number from 1 on; those of a projection (a mix may have more migrants leave than are there) and
 * of cohort_measure_value.
 * Reference: stepwise replacement, Andreev, Shkolnikov and Begun, Demographic Research 7 (2002).
 */
COHORT_API int cohort_decompose(const cohort_inputs *from, const cohort_inputs *to,
                                const cohort_measure *measure, int count, const cohort_part *causes,
                                double *parts, cohort_error *error);

/** Limits of what follows. */
enum {
    COHORT_MOST_SHAPLEY_CAUSES = 16 /**< causes in no order: 2^16 runs */
};

/**
 * In no order: the mean over all orders of the causes (the rest always last), by 2^count runs.
 * Given: count 1 to 16; otherwise as above. Exchanging the paths turns the signs, if the causes
 * leave nothing out (the rest is last both ways).
 * Errors: as above; COHORT_ERROR_ARGUMENT for a count out of its range.
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
