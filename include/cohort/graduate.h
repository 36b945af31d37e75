/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_GRADUATE_H
#define COHORT_GRADUATE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/lifetable.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Graduation: counts by age group to counts by single year of age, and back.
 *
 * All functions work only on the caller's arrays, which must not overlap; several threads may call
 * them at once. Group g holds the completed ages first_age[g] .. first_age[g + 1] - 1, so
 * first_age[groups + 1] rises and its last element is where the last group ends. The single years
 * of group g begin at single[first_age[g] - first_age[0]].
 *
 * With every method
 *   - the single years of a group add up to its count, to rounding (1e-12 of it);
 *   - no single year is negative; a group of 0 has single years of 0;
 *   - counts in reverse order give the single years in reverse order (the composite link fits one
 *     of the two orders for both).
 */

/**
 * Methods of graduation.
 *   COHORT_SPRAGUE                   Five or more groups of five years. Fifth-difference osculatory
 *       multipliers. Exact for a cubic. Can give negative values: see below.
 *   COHORT_BEERS_ORDINARY            Five or more groups of five years. Multipliers of the six-term
 *       formula of least fifth differences. Exact for a cubic. Can give negative values.
 *   COHORT_BEERS_MODIFIED            Five or more groups of five years. Least fourth differences.
 *       Exact for a quadratic. The published multipliers change the totals of all groups but the
 *       first and the last. Here the single years are then scaled back to each group's count, so
 *       there may be a step between groups. Can give negative values.
 *   COHORT_MONOTONE_SPLINE           Any groups. The cumulated counts are interpolated by cubics
 *       whose slopes are limited so that they keep rising (three-point slopes; de Boor and
 *       Swartz's limit). Never negative. Exact for a straight line.
 *   COHORT_PENALISED_COMPOSITE_LINK  Any groups, best for wide ones. The counts are taken as
 *       Poisson sums over a latent series whose logarithm is a P-spline (cubic, a knot every
 *       two years, second differences penalised). The penalty is the one with the least BIC
 *       among 10^8 .. 10^-2. Never negative. A single group is spread evenly.
 *
 * The multipliers of Sprague and Beers can give negative single years beside steep falls. The five
 * single years of such a group are then taken from the monotone spline: the same total, never
 * negative, but no longer smooth at the group's limits. Other groups keep their values.
 */
typedef enum cohort_graduation {
    COHORT_SPRAGUE = 0,                 /**< fifth-difference multipliers */
    COHORT_BEERS_ORDINARY = 1,          /**< six-term multipliers */
    COHORT_BEERS_MODIFIED = 2,          /**< six-term multipliers that smooth, scaled to the
                                             groups' counts */
    COHORT_MONOTONE_SPLINE = 3,         /**< a rising cubic spline through the cumulated counts */
    COHORT_PENALISED_COMPOSITE_LINK = 4 /**< a smooth latent series, for wide groups */
} cohort_graduation;

/**
 * Counts of age groups to counts of single years.
 * Given: first_age[groups + 1], ages from 0 to 1000; counts[groups], persons or events, 0 to 1e15.
 * Returned: single[first_age[groups] - first_age[0]], in the unit of the counts.
 * Errors: COHORT_ERROR_ARGUMENT (unknown method); COHORT_ERROR_GRID (no group; ages that do not
 * rise or are out of range; groups that the method does not take); COHORT_ERROR_VALUE naming the
 * group. Only of the composite link, the only method that allocates: COHORT_ERROR_MEMORY and
 * COHORT_ERROR_SOLVE (the iteration settles for no penalty).
 * Reference: Siegel and Swanson (eds.), The Methods and Materials of Demography, 2nd ed. (2004),
 * appendix C, for the multipliers; Sprague, J. Inst. Actuaries 22 (1880), 270-285; Beers, Record
 * Am. Inst. Actuaries 33 (1944), 245-260 and 34 (1945), 14-20; Fritsch and Carlson, SIAM J. Numer.
 * Anal. 17 (1980), 238-246, and de Boor and Swartz, J. Approx. Theory 21 (1977), 411-416; Rizzi,
 * Gampe and Eilers, Am. J. Epidemiology 182 (2015), 138-147.
 */
COHORT_API int cohort_graduate(cohort_graduation method, int groups, const int *first_age,
                               const double *counts, double *single, cohort_error *error);

/**
 * Counts of single years to counts of age groups.
 * Given: first_age as in cohort_graduate; single[first_age[groups] - first_age[0]], each 0 to 1e15.
 * Returned: counts[groups].
 * Errors: COHORT_ERROR_GRID as in cohort_graduate; COHORT_ERROR_VALUE naming the age.
 */
COHORT_API int cohort_aggregate(int groups, const int *first_age, const double *single,
                                double *counts, cohort_error *error);

/**
 * Split an open age group into single years and an older open age group, in proportion to a stable
 * population.
 * Given: count, persons aged first_age and over; a complete life table by groups of any width,
 * within which the force of mortality is taken as even; growth, per year, -1 to 1 (0: a stationary
 * population): that of births when the group's cohorts were born; open_age, where the new open age
 * group begins, above first_age and within the table.
 * Returned: single[open_age - first_age + 1]: ages first_age .. open_age - 1, then open_age and
 * over. They add up to the count. Each is in proportion to
 *   L_x exp(-growth (x + 1/2))
 * and, in the table's own open age group from age w on, whose death rate m = l_w / L_w is taken as
 * constant, to L_w exp(-growth w) m / (m + growth).
 * Errors: COHORT_ERROR_GRID (the ages do not fit the table: cohort_lifetable_extend makes a longer
 * one); COHORT_ERROR_ARGUMENT (growth out of its range, or -m or less, where the sum has no limit);
 * COHORT_ERROR_VALUE (the count; or nobody survives to first_age).
 * Reference: Preston, Heuveline and Guillot, Demography (2001), chapter 7.
 */
COHORT_API int cohort_split_open_stable(double count, const cohort_lifetable *table, double growth,
                                        int first_age, int open_age, double *single,
                                        cohort_error *error);

/**
 * Split an open age group into single years and an older open age group by the penalised composite
 * link, from the groups below it.
 * Given: first_age[groups + 1] and counts[groups] as in cohort_graduate, two groups or more. The
 * last group is the open one. first_age[groups] is an age that nobody is assumed to reach, such as
 * 120: that single year is added to the fit with a count of 0. open_age, above the last group's
 * first age and below first_age[groups].
 * Returned: single[open_age - first_age[groups - 1] + 1]: the open age group's ages below open_age,
 * then open_age and over. They add up to the open age group's count.
 *
 * How many are very old then depends mostly on that assumption. Of Japan's women of 90 and over in
 * 2015, 3.9 % were 100 and over; the result is 0.2 % if nobody reaches 110, 2.5 % with 120 and 5.8
 * % with 130. If there is a life table, use cohort_split_open_stable.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_VALUE, COHORT_ERROR_MEMORY, COHORT_ERROR_SOLVE as in
 * cohort_graduate.
 * Reference: Rizzi, Gampe and Eilers (2015), as in cohort_graduate.
 */
COHORT_API int cohort_split_open_composite(int groups, const int *first_age, const double *counts,
                                           int open_age, double *single, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
