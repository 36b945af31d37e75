/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_DERIVED_H
#define COHORT_DERIVED_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Derived projections: households by headship rates, the labour force by participation rates,
 * pupils, people in need of care, anything that is a rate by sex and age times persons. One
 * mechanism; what the rates mean is the user's.
 */

/**
 * Multiply a population by rates.
 * Given: population; rates [date][sex][age] on its grid, per person, finite, 0 or more.
 * Returned: cells of *derived, which the caller has initialised on the population's grid.
 * Errors: COHORT_ERROR_GRID when the two grids differ; COHORT_ERROR_VALUE naming date, sex, age and
 * the rate, also where the product is not finite.
 * Reference: headship-rate method, United Nations, Manual VII (1973).
 */
COHORT_API int cohort_derived(const cohort_stock *population, const double *rates,
                              cohort_stock *derived, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
