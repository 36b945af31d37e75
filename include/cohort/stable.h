/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_STABLE_H
#define COHORT_STABLE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Stable population theory: what the rates of one interval lead to if they stay for ever. Net
 * migration ratios are part of the rates; counts of net migrants are left out.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), sections 6.4 and 7.
 */

/**
 * The Leslie matrix of an interval: closing = matrix * opening.
 * Returned: matrix[2 * ages][2 * ages], row-major; rows and columns are cells [sex][age].
 * Errors: COHORT_ERROR_GRID (no such interval), COHORT_ERROR_MEMORY, those of cohort_inputs_check.
 */
COHORT_API int cohort_leslie(const cohort_inputs *inputs, int interval, double *matrix,
                             cohort_error *error);

/** A stable population. */
typedef struct cohort_stable {
    double growth;           /**< r, the intrinsic growth rate, per year (0.01 = 1 %) */
    double factor;           /**< exp(r n): growth in an interval, the matrix's largest
                                  eigenvalue */
    double net_reproduction; /**< daughters that a newborn girl will have under these rates */
    int iterations;          /**< steps of the power iteration */
} cohort_stable;

/**
 * The stable population of an interval's rates, by power iteration until no share changes by 1e-14.
 * By the theorem of Perron and Frobenius it converges unless fertility is confined to ages that are
 * multiples of a period.
 *
 * Where births fall faster than the open age group, the result is that group only: look at the
 * structure and net_reproduction.
 * Returned: *stable; structure[sex][age], shares of the whole population, unless NULL.
 * Errors: as in cohort_leslie; COHORT_ERROR_SOLVE when the iteration does not converge (negative
 * coefficients, from high net out-migration, can prevent it), when nobody is left, when births
 * have no survival, or when the open age group has births and does not shrink.
 */
COHORT_API int cohort_stable_population(const cohort_inputs *inputs, int interval,
                                        cohort_stable *stable, double *structure,
                                        cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
