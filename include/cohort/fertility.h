/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_FERTILITY_H
#define COHORT_FERTILITY_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Fertility. Age-specific rates (asfr) are births per woman and year, [ages], by groups of `width`
 * years. Pure functions on the caller's arrays.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), sections 5.1 to 5.3.
 */

/** Total fertility rate, children per woman: width * sum of asfr. */
COHORT_API double cohort_tfr(int ages, int width, const double *asfr);

/**
 * Age-specific rates from a TFR and a schedule of any level (children per woman by age, shares,
 * percent, or rates): asfr = tfr * schedule / sum of schedule / width.
 * Errors: COHORT_ERROR_VALUE when the tfr or a weight is negative or not finite, or all are nil.
 * `asfr` may be `schedule`.
 */
COHORT_API int cohort_asfr(int ages, int width, double tfr, const double *schedule, double *asfr,
                           cohort_error *error);

/** Mean age at bearing, years: bearing spread evenly within a group. NAN when asfr are nil. */
COHORT_API double cohort_mean_age_at_bearing(int ages, int width, const double *asfr);

/**
 * The share of males among births from the sex ratio at birth (males per female, 0.8 to 1.3).
 * Errors: COHORT_ERROR_VALUE: a srb outside that range is most often a share or a percentage.
 */
COHORT_API int cohort_male_share(double srb, double *male_share, cohort_error *error);

/** The sex ratio at birth from the share of males. */
COHORT_API double cohort_srb(double male_share);

/**
 * Child-woman ratio of one date: persons in the first group per woman aged 15-49.
 * Given: population [sex][age] on the grid's ages, whole groups 15-49.
 * Errors: COHORT_ERROR_GRID; COHORT_ERROR_VALUE when there are no such women.
 */
COHORT_API int cohort_child_woman_ratio(const cohort_grid *grid, const double *population,
                                        double *cwr, cohort_error *error);

/**
 * A TFR from a child-woman ratio by way of a reference area's ratio of the two:
 * tfr = cwr * reference_tfr / reference_cwr. NAN unless both references are above 0.
 */
COHORT_API double cohort_tfr_from_cwr(double cwr, double reference_tfr, double reference_cwr);

/** The way back: cwr = tfr * reference_cwr / reference_tfr. NAN likewise. */
COHORT_API double cohort_cwr_from_tfr(double tfr, double reference_tfr, double reference_cwr);

/**
 * A TFR by indirect standardisation: at which level would the reference area's schedule give an
 * area's women the children that are there? A child-woman ratio counts all women of 15-49 alike;
 * this counts each age by the children it bears, so an area with few women of 20-39 is not read as
 * one of few children a woman.
 *   tfr = reference_tfr * (C / sum of a_x W_x) / (the same ratio of the reference)
 * Given: populations [sex][age] of both on the grid's ages, at one date; asfr [ages], the
 * reference's schedule at any level. C: persons in the first group; W_x: women of group x then, who
 * are some years older than when they bore them, here as there.
 * Returned: children per woman; NAN where the schedule gives a population's women no children, and
 * unless reference_tfr and the reference's C are above 0.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), chapter 2 (indirect standardisation).
 */
COHORT_API double cohort_tfr_standardised(const cohort_grid *grid, const double *population,
                                          const double *reference_population, const double *asfr,
                                          double reference_tfr);

#ifdef __cplusplus
}
#endif

#endif
