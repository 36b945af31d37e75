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
 * Graduation: counts by groups of ages to counts by single year of age, and back.
 *
 * Every function works on the caller's arrays, which must not overlap, and keeps nothing: any
 * number of threads may call them at once. Group g of `groups` holds the completed ages
 * first_age[g] .. first_age[g + 1] - 1, so `first_age` is [groups + 1] and rises. The singles of
 * group g stand from single[first_age[g] - first_age[0]] on.
 *
 * Always so, whatever the method:
 *   - a group's singles add up to its count, to rounding (1e-12 of it): they are scaled to it last;
 *   - no single is negative; a group of 0 has singles of 0;
 *   - counts turned around (oldest first) give the singles turned around (the composite link's to
 *     about 1e-5, what its iteration leaves).
 */

/**
 * Methods.
 *   COHORT_SPRAGUE                   Five-year groups, five or more. Fifth-difference osculatory
 *       multipliers. Counts along a cubic of age come out as that cubic. Can go negative: see
 *       below.
 *   COHORT_BEERS_ORDINARY            Five-year groups, five or more. Multipliers of the six-term
 *       formula of least fifth differences. Exact for a cubic. Can go negative: see below.
 *   COHORT_BEERS_MODIFIED            Five-year groups, five or more. Least fourth differences;
 *       exact for a quadratic. The published multipliers smooth the groups' totals too (all but
 *       the first and the last group's): here the singles are then scaled back to each group's
 *       count, so that the curve may step between groups. Can go negative: see below.
 *   COHORT_MONOTONE_SPLINE           Any groups. The cumulated counts are interpolated by cubics
 *       whose slopes are kept within what leaves them rising (three-point slopes; de Boor and
 *       Swartz's limit), so it is never negative. Exact for a straight line.
 *   COHORT_PENALISED_COMPOSITE_LINK  Any groups, made for coarse ones. The counts are taken as
 *       Poisson sums over a latent series whose logarithm is a P-spline (cubic, a knot for every
 *       two years, second differences penalised); the penalty is the one of least BIC among 10^8
 *       .. 10^-2. Never negative. Nothing is exact but the totals. A lone group is spread evenly.
 *
 * The multipliers of Sprague and Beers give negative singles beside steep falls. The five singles
 * of such a group are then the monotone spline's: same total, never negative, but no longer joined
 * smoothly to its neighbours; the other groups stay as they are.
 */
typedef enum cohort_graduation {
    COHORT_SPRAGUE = 0,                 /**< Sprague's multipliers */
    COHORT_BEERS_ORDINARY = 1,          /**< Beers's ordinary multipliers */
    COHORT_BEERS_MODIFIED = 2,          /**< Beers's modified multipliers, totals kept */
    COHORT_MONOTONE_SPLINE = 3,         /**< a cubic spline of the cumulated counts that rises */
    COHORT_PENALISED_COMPOSITE_LINK = 4 /**< a smooth latent series, for coarse groups */
} cohort_graduation;

/**
 * Groups to single years.
 * Given: first_age[groups + 1], ages from 0 to 1000; counts[groups], persons or events, from 0 to
 * 1e15.
 * Returned: single[first_age[groups] - first_age[0]], in the unit of the counts.
 * Errors: COHORT_ERROR_ARGUMENT (no such method); COHORT_ERROR_GRID (no group, ages that do not
 * rise or are out of range, groups the method does not take); COHORT_ERROR_VALUE naming the group;
 * and of the penalised composite link, which alone allocates, COHORT_ERROR_MEMORY and
 * COHORT_ERROR_SOLVE (no penalty's fit settled). `single` is then untouched.
 * Reference: Siegel and Swanson (eds.), The Methods and Materials of Demography, 2nd ed. (2004),
 * appendix C, for the multipliers; Sprague, J. Inst. Actuaries 22 (1880), 270-285; Beers, Record
 * Am. Inst. Actuaries 33 (1944), 245-260 and 34 (1945), 14-20; Fritsch and Carlson, SIAM J. Numer.
 * Anal. 17 (1980), 238-246, and de Boor and Swartz, J. Approx. Theory 21 (1977), 411-416; Rizzi,
 * Gampe and Eilers, Am. J. Epidemiology 182 (2015), 138-147.
 */
COHORT_API int cohort_graduate(cohort_graduation method, int groups, const int *first_age,
                               const double *counts, double *single, cohort_error *error);

/**
 * Single years to groups, the way back.
 * Given: first_age as above; single[first_age[groups] - first_age[0]], each from 0 to 1e15.
 * Returned: counts[groups].
 * Errors: COHORT_ERROR_GRID as above; COHORT_ERROR_VALUE naming the age. `counts` is then
 * untouched.
 */
COHORT_API int cohort_aggregate(int groups, const int *first_age, const double *single,
                                double *counts, cohort_error *error);

/**
 * An open group to single years and an older open group, in proportion to a stable population.
 *
 * Given: `count`, the group's, ages first_age and over; `table`, by single year; `growth`, per year
 * (0: a stationary population; -1 to 1), the growth of births when the group's cohorts were born;
 * `open_age`, where the new open group begins, above first_age and within the table.
 * Returned: single[open_age - first_age + 1]: ages first_age .. open_age - 1, then open_age and
 * over. They add up to the count.
 *   L_x exp(-growth (x + 1/2)); in the table's own open group, at age w, whose death rate
 *   m = l_w / L_w is taken as constant, L_w exp(-growth w) m / (m + growth)
 * Errors: COHORT_ERROR_GRID (the ages do not fit the table, or it is not by single year);
 * COHORT_ERROR_ARGUMENT (growth out of range, or -m or less: the population has no end);
 * COHORT_ERROR_VALUE (the count; or nobody survives to first_age). `single` is then untouched.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), chapter 7.
 */
COHORT_API int cohort_split_open_stable(double count, const cohort_lifetable *table, double growth,
                                        int first_age, int open_age, double *single,
                                        cohort_error *error);

/**
 * The same by the penalised composite link, from the closed groups below the open one.
 *
 * Given: first_age[groups + 1] and counts[groups] as in cohort_graduate, two groups or more; the
 * last group is the open one and first_age[groups] the age nobody is assumed to reach, such as 120:
 * a group of that single year with a count of 0 is added to the fit. `open_age`, above the last
 * group's first age and below first_age[groups].
 * Returned: single[open_age - first_age[groups - 1] + 1]: the last group's ages below open_age,
 * then open_age and over. They add up to its count.
 * How many are very old is then mostly the assumption: of Japan's women of 90 and over in 2015,
 * 0.2 % are 100 and over if nobody reaches 110, 2.5 % with 120 and 5.8 % with 130; 3.9 % were.
 * A life table, where there is one, says more.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_VALUE, COHORT_ERROR_MEMORY, COHORT_ERROR_SOLVE as in
 * cohort_graduate. `single` is then untouched.
 * Reference: Rizzi, Gampe and Eilers (2015), as above.
 */
COHORT_API int cohort_split_open_composite(int groups, const int *first_age, const double *counts,
                                           int open_age, double *single, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
