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
 * Several areas that exchange people. In each interval the people who leave each area are found
 * from its opening population and arrive in the others. The areas' departures and arrivals add up
 * to 0 exactly; their net migration in the accounts does to rounding. Net migration in each area's
 * own inputs (from abroad, say) comes on top.
 *
 * Rates are shares of the opening population over the interval, by sex and age group. In the UN's
 * conventions ages are those at which migrants come. (Those who leave at an age are taken from the
 * cohort that arrives at it. If that cohort is much smaller, rates far below 1 can take more than
 * there are.) In ipss ages are those at the interval's end, and rates apply to the persons on their
 * way there; births do not move.
 */

/**
 * How people move: either out_rates and in_shares, or rates; the others are NULL. Read only during
 * the call.
 */
typedef struct cohort_moves {
    const double *out_rates; /**< [interval][area][sex][age], 0 to 1: the share of people who
                                  leave */
    const double *in_shares; /**< [interval][area][sex][age], 0 to 1: the share of all leavers
                                  who come here; it adds up to 1 over the areas */
    const double *rates;     /**< [interval][origin][destination][sex][age], 0 to 1 */
} cohort_moves;

/** Areas that exchange people, with their results; opaque. */
typedef struct cohort_system cohort_system;

/**
 * Check and copy inputs and moves, and run.
 * Given: inputs[areas], 1 or more, on one grid and convention.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID; those of a projection, of cohort_migration_pool
 * and of cohort_migration_origin_destination, naming the area.
 * Ownership: freed with cohort_system_free.
 */
COHORT_API int cohort_system_new(int areas, const cohort_inputs *const *inputs,
                                 const cohort_moves *moves, cohort_system **out,
                                 cohort_error *error);

/** Free a system. */
COHORT_API void cohort_system_free(cohort_system *system);

/**
 * The results of an area by its number, from 0 on, owned by the system; NULL if there is no such
 * area. The inputs in it include the net migrants that moved.
 */
COHORT_API const cohort_projection *cohort_system_area(const cohort_system *system, int area);

/**
 * Persons who left each area in an interval, [area][sex][age], owned by the system; NULL if there
 * is no such interval.
 */
COHORT_API const double *cohort_system_departures(const cohort_system *system, int interval);

/** Persons who came to each area in an interval, [area][sex][age], likewise. */
COHORT_API const double *cohort_system_arrivals(const cohort_system *system, int interval);

/**
 * The population of all areas together.
 * Given: total, initialised by the caller on the areas' grid.
 * Returned: the cells of *total.
 * Errors: COHORT_ERROR_GRID.
 */
COHORT_API int cohort_system_total(const cohort_system *system, cohort_stock *total,
                                   cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
