/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_DERIVE_H
#define COHORT_DERIVE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>
#include <cohort/lifetable.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * From published tables to rates.
 */

/** The life tables of one year, by sex. */
typedef struct cohort_dated_lifetable {
    int year;                                    /**< that they stand for */
    const cohort_lifetable *table[COHORT_SEXES]; /**< borrowed */
} cohort_dated_lifetable;

/**
 * Rates of a reference area (a nation) as inputs without migration: what towns borrow from it.
 *
 * Given: population at successive dates by sex and age group; `lifetables`, one or more, in order
 * of year; `tfr`, one a date, or NULL when not known.
 * Returned: *out on the population's grid, with
 *   base_population  the first date's
 *   survival         of an interval: the mean over the life tables of its two ends, as far as
 *                    given. Where neither is: the last interval that has one, and from age 50 on
 *                    (at the interval's start) that survival times the change since then of the
 *                    population's own cohort ratio P_x(t+n) / P_x-1(t), not above 1 (migration
 *                    hardly matters there). Inferred.
 *   cwr, male_share  the population's own, at the interval's end
 *   tfr_per_cwr      tfr / cwr: the conversion of the Cabinet Office's worksheet
 * Errors: COHORT_ERROR_MISSING when the first interval has no life table; COHORT_ERROR_VALUE when
 * a population cell is negative or not finite or a ratio has no denominator; COHORT_ERROR_GRID.
 */
COHORT_API int cohort_derive_reference(const cohort_stock *population, int lifetable_count,
                                       const cohort_dated_lifetable *lifetables, const double *tfr,
                                       cohort_inputs **out, cohort_error *error);

/** How a cell's rates were found. */
enum {
    COHORT_SPLIT_REFERENCE = 0, /**< survival of the reference; the rest is net migration */
    COHORT_SPLIT_OWN = 1,       /**< the area's own ratio is the smaller: taken as survival whole */
    COHORT_SPLIT_EMPTY = 2,     /**< 0 / 0: survival of the reference, no migration */
    COHORT_SPLIT_COUNT = 3,     /**< x / 0: a count of net migrants, not a rate */
    COHORT_SPLIT_EXTENDED = 4   /**< bit, or-ed: held from the last published interval */
};

/**
 * Rates of an area from its published populations at successive dates, the convention being
 * COHORT_IPSS.
 *
 * Given: `published`; `reference` on the same ages, from the same first date on; its last date is
 * the horizon, at or beyond the published ones.
 * Returned: *out, whose projection gives the published cells again, up to rounding.
 *   ratio            P_x(t+n) / P_x-1(t); the open group: over the two oldest together
 *   survival         the reference's; from age 60 on (at the interval's start) the smaller of that
 *                    and the area's own ratio, so that local mortality is not taken for migration
 *   net migration    ratio - survival; under age 60 it holds the area's excess mortality
 *   cwr, male_share  the area's own, at the interval's end; the reference's where there are no
 *                    women 15-49, or no children
 *   beyond the last published date: ratios and male share of the last interval are held, and the
 *   cwr moves in proportion to the reference's. A count (x / 0) is not carried on.
 * `split`, when not NULL, tells [interval][sex][age] how each cell was found (see above).
 * Errors: COHORT_ERROR_GRID; COHORT_ERROR_VALUE naming the published cell.
 * Reference: for the split, IPSS, Regional Population Projections for Japan: 2015-2045 (2018),
 * describes the assumptions; the rules here are inferred, its assumption tables not being at hand.
 */
COHORT_API int cohort_derive(const cohort_stock *published, const cohort_inputs *reference,
                             unsigned char *split, cohort_inputs **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
