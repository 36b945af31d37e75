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
 * Derived projections: persons times rates by sex and age. Headship rates give households,
 * participation rates the labour force; other rates give pupils or people in need of care.
 */

/**
 * Multiply a population by rates.
 * Given: population; rates [date][sex][age] on its grid, per person, finite, 0 or more; derived,
 * initialised by the caller on the same grid.
 * Returned: the cells of *derived.
 * Errors: COHORT_ERROR_GRID when the two grids differ; COHORT_ERROR_VALUE naming date, sex, age and
 * the rate, also when the product is not finite.
 * Reference: headship-rate method, United Nations, Manual VII (1973).
 */
COHORT_API int cohort_derived(const cohort_stock *population, const double *rates,
                              cohort_stock *derived, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
