/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SYSTEM_H
#define COHORT_SYSTEM_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/inputs.h>
#include <cohort/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Several areas that exchange people. In each interval those who leave each area are found from its
 * opening population and sent on, so that their departures and arrivals add up to nil to the
 * last digit (the accounts' net migration, which adds halves and what areas have of their own, to
 * rounding); net migration in each area's own inputs comes on top (abroad, say).
 *
 * Rates are shares of the opening population over the interval, by sex and age group. In the
 * conventions of the UN, ages are those of the migrants as they come (who leave at an age are taken
 * from the cohort that arrives at it: where cohorts are uneven, rates far below 1 can be too
 * many); in ipss they are those at the interval's end, and the rates those of the persons on their
 * way there (nobody is on the way to age group 0: births do not move).
 */

/** How people move: one of the two, the other's arrays NULL. Borrowed by the call. */
typedef struct cohort_moves {
    const double *out_rates; /**< [interval][area][sex][age], 0 to 1: who leaves for the pool */
    const double *in_shares; /**< [interval][area][sex][age], 0 to 1: which part of the pool comes;
                                the areas' add up to 1 */
    const double *rates;     /**< [interval][origin][destination][sex][age], 0 to 1 */
} cohort_moves;

/** Opaque; as all handles: const may be shared among threads, mutable belongs to one. */
typedef struct cohort_system cohort_system;

/**
 * Check and copy everything, and run.
 * Given: areas, 1 or more, whose inputs are on one grid and convention.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID; those of a projection, of cohort_migration_pool
 * and cohort_migration_origin_destination, naming the area; *out is then NULL.
 * Ownership: freed with cohort_system_free, which takes NULL.
 */
COHORT_API int cohort_system_new(int areas, const cohort_inputs *const *inputs,
                                 const cohort_moves *moves, cohort_system **out,
                                 cohort_error *error);

/** Free a system; NULL is passed over. */
COHORT_API void cohort_system_free(cohort_system *system);

/** Results of an area, owned by the system; its inputs there hold the counts that moved. NULL for
 * no area. */
COHORT_API const cohort_projection *cohort_system_area(const cohort_system *system, int area);

/** Who left, in an interval: persons, [area][sex][age], owned by the system. */
COHORT_API const double *cohort_system_departures(const cohort_system *system, int interval);

/** Who came, likewise. */
COHORT_API const double *cohort_system_arrivals(const cohort_system *system, int interval);

/**
 * The areas added up, in their order.
 * Returned: cells of *total, which the caller has initialised on the areas' grid.
 * Errors: COHORT_ERROR_GRID.
 */
COHORT_API int cohort_system_total(const cohort_system *system, cohort_stock *total,
                                   cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
