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
 * Fertility: total rates, age-specific rates, child-woman ratios and the sex ratio at birth.
 * Age-specific rates (asfr) are births per woman and year, asfr[ages], by age groups of `width`
 * years. All functions are pure: they only read and write the caller's arrays.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), sections 5.1 to 5.3.
 */

/** The total fertility rate (TFR), children per woman: width * sum of asfr[ages]. */
COHORT_API double cohort_tfr(int ages, int width, const double *asfr);

/**
 * Age-specific rates from a TFR and a schedule: asfr = tfr * schedule / sum of schedule / width.
 * Given: tfr, children per woman, 0 or more; schedule[ages], 0 or more, at any level: rates,
 * shares, percentages or children per woman by age.
 * Returned: asfr[ages], which may be `schedule`.
 * Errors: COHORT_ERROR_GRID when there are not 1 to 1000 ages of 1 to 100 years; COHORT_ERROR_VALUE
 * when a number is negative or not finite, or the whole schedule is 0.
 */
COHORT_API int cohort_asfr(int ages, int width, double tfr, const double *schedule, double *asfr,
                           cohort_error *error);

/**
 * The mean age at childbearing, years, of asfr[ages], births spread evenly within an age group.
 * Returned: NAN when all asfr are 0.
 */
COHORT_API double cohort_mean_age_at_bearing(int ages, int width, const double *asfr);

/**
 * The share of males among births, from the sex ratio at birth.
 * Given: srb, males per female, 0.8 to 1.3.
 * Returned: *male_share.
 * Errors: COHORT_ERROR_VALUE for a srb outside that range, which is usually a share or a
 * percentage.
 */
COHORT_API int cohort_male_share(double srb, double *male_share, cohort_error *error);

/** The sex ratio at birth, males per female, from the share of males among births. */
COHORT_API double cohort_srb(double male_share);

/**
 * The child-woman ratio (cwr) at one date: persons in the first age group per woman aged 15-49.
 * Given: population [sex][age] on the grid's ages; age groups with limits at 15 and 50.
 * Returned: *cwr.
 * Errors: COHORT_ERROR_GRID; COHORT_ERROR_VALUE when there are no such women.
 */
COHORT_API int cohort_child_woman_ratio(const cohort_grid *grid, const double *population,
                                        double *cwr, cohort_error *error);

/**
 * A TFR from a child-woman ratio, by the proportion of the two in a reference area: tfr = cwr *
 * reference_tfr / reference_cwr.
 * Returned: NAN unless both reference values are above 0.
 */
COHORT_API double cohort_tfr_from_cwr(double cwr, double reference_tfr, double reference_cwr);

/**
 * A child-woman ratio from a TFR: cwr = tfr * reference_cwr / reference_tfr.
 * Returned: NAN unless both reference values are above 0.
 */
COHORT_API double cohort_cwr_from_tfr(double tfr, double reference_tfr, double reference_cwr);

/**
 * A TFR by indirect standardisation: the TFR at which the age pattern of a reference area's
 * fertility would give an area's women the children who are there.
 *   tfr = reference_tfr * (C / sum of asfr_x W_x) / (the same ratio of the reference)
 * C are the persons in the first age group and W_x the women in group x at the same date. (They are
 * some years older than when they had these children, in both areas.) A child-woman ratio gives all
 * women of 15-49 the same weight; here each age has the weight of its fertility. So an area with
 * few women of 20-39 is not taken for one where women have few children.
 * Given: population[sex][age] and reference_population[sex][age] on the grid's ages at one date;
 * asfr[ages] of the reference at any level; its TFR.
 * Returned: children per woman; NAN when either sum is 0, or the reference's TFR or C is not above
 * 0.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), chapter 2 (indirect
 * standardisation).
 */
COHORT_API double cohort_tfr_standardised(const cohort_grid *grid, const double *population,
                                          const double *reference_population, const double *asfr,
                                          double reference_tfr);

#ifdef __cplusplus
}
#endif

#endif
