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
 * Stable population theory: where the rates of one interval lead if they stay for ever. Counts of
 * migrants are left out; net migration rates are part of the rates.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), sections 6.4 and 7.
 */

/**
 * The Leslie operator of an interval: closing = operator * opening, without counts of migrants.
 * Returned: matrix[2 A][2 A], row-major, of cells [sex][age]; the caller's.
 * Errors: COHORT_ERROR_GRID (no such interval), COHORT_ERROR_MEMORY, those of cohort_inputs_check.
 */
COHORT_API int cohort_leslie(const cohort_inputs *inputs, int interval, double *matrix,
                             cohort_error *error);

/** A stable population. */
typedef struct cohort_stable {
    double growth;           /**< r, intrinsic growth, per year (0.01 = 1 %) */
    double factor;           /**< exp(r n): the operator's largest eigenvalue */
    double net_reproduction; /**< daughters a newborn girl will bear under these rates */
    int iterations;          /**< steps of the power iteration */
} cohort_stable;

/**
 * The stable population of an interval's rates, by power iteration of the operator's kernel until
 * no share changes by 1e-14 (Perron-Frobenius: it converges when fertility is not confined to ages
 * with a common period).
 * Returned: *stable; structure[sex][age], shares of the whole, when not NULL.
 * Errors: as above; COHORT_ERROR_SOLVE when it does not converge (rates of emigration that make
 * coefficients negative may keep it from that), when nobody is left at all, or when births have no
 * survival. Where births fall faster than the open group, the answer is that group alone: see the
 * structure, and net_reproduction.
 */
COHORT_API int cohort_stable_population(const cohort_inputs *inputs, int interval,
                                        cohort_stable *stable, double *structure,
                                        cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
