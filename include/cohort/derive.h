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

/** Life tables of one year, by sex. */
typedef struct cohort_dated_lifetable {
    int year;                                    /**< their year */
    const cohort_lifetable *table[COHORT_SEXES]; /**< [COHORT_SEXES], complete; read only during
                                                      the call */
} cohort_dated_lifetable;

/**
 * Rates of a reference area (a nation) as inputs without migration: what towns take from it.
 *
 * Given: population by sex and age group at successive dates, every cell 0 or more; lifetables
 * [lifetable_count], 1 or more; tfr[dates], children per woman, above 0 except for the first date,
 * which is not read, NULL if not known.
 * Returned: *out, in ipss on the population's grid:
 *   base_population  that of the first date
 *   survival         of an interval: the mean over the life tables of the years at its two ends,
 *                    or the only one of them. If there is none: the survival of the last interval
 *                    that has one; from age 50 on (at the interval's start) it is multiplied by the
 *                    change since then of the population's cohort-change ratio P_x(t+n) /
 *                    P_x-1(t), and is at most 1. (An assumption: migration hardly matters at these
 *                    ages.)
 *   cwr, male_share  the population's own, at the interval's end
 *   tfr_per_cwr      tfr / cwr, as in the Cabinet Office's worksheet; 0 without tfr
 * Errors: COHORT_ERROR_MISSING when the first interval has no life table; COHORT_ERROR_VALUE when a
 * cell is negative or not finite, a ratio has no denominator, or a tfr is not above 0;
 * COHORT_ERROR_GRID; COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_derive_reference(const cohort_stock *population, int lifetable_count,
                                       const cohort_dated_lifetable *lifetables, const double *tfr,
                                       cohort_inputs **out, cohort_error *error);

/** How cohort_derive found the rates of a cell. */
enum {
    COHORT_SPLIT_REFERENCE = 0, /**< survival is the reference's, the rest is net migration */
    COHORT_SPLIT_OWN = 1,       /**< the area's ratio is the smaller: it is the survival; no
                                     migration */
    COHORT_SPLIT_EMPTY = 2,     /**< 0 / 0: survival is the reference's; no migration */
    COHORT_SPLIT_COUNT = 3,     /**< x / 0: net migrants are a count, not a rate */
    COHORT_SPLIT_EXTENDED = 4   /**< a bit, combined with the others: beyond the published dates */
};

/**
 * Rates of an area from its published populations at successive dates, in ipss.
 *
 * Given: published, two dates or more; reference, on the same ages and from the same first date;
 * its last date, at or beyond the last published one, is that of the result.
 * Room in split, or NULL: `split[cohort_inputs_grid(reference)->steps][sex][age]`.
 * Returned: *out, whose projection gives the published cells again, up to rounding. Of each cell
 *   ratio            cohort-change ratio P_x(t+n) / P_x-1(t); for the open age group, over the two
 *                    oldest together
 *   survival         the reference's. From age 60 on (at the interval's start) the area's ratio if
 *                    that is smaller, so that local mortality is not taken for migration
 *   net migration    ratio - survival. Under age 60 it includes the area's excess mortality. Where
 *                    the ratio is x / 0, the x persons are net_migrants
 *   cwr              the area's own at the interval's end; the reference's if there are no women
 *                    15-49 (children are net_migrants then)
 *   male_share       the area's own; the reference's if there are no children
 * Beyond the last published date survival, net_migration_ratio and male_share of the last interval
 * are kept, the cwr moves in proportion to the reference's, and net_migrants are 0. split says how
 * each cell was found: COHORT_SPLIT_REFERENCE and so on.
 * Errors: COHORT_ERROR_GRID (also for a reference in a convention without child-woman ratios);
 * COHORT_ERROR_VALUE naming the published cell, or for a reference whose
 * cwr is 0 in the last published interval; those of cohort_inputs_check; COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_inputs_free.
 * Reference: IPSS, Regional Population Projections for Japan: 2015-2045 (2018), describes the
 * assumptions. The rules above are inferred, as its tables of assumptions were not available.
 */
COHORT_API int cohort_derive(const cohort_stock *published, const cohort_inputs *reference,
                             unsigned char *split, cohort_inputs **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
