/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_PROJECTION_H
#define COHORT_PROJECTION_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * The projection: from inputs to populations, births, deaths and net migration.
 */

/** A number of persons that is below zero by no more than this part of what entered it (survivors,
 * and those who come and leave) is zero: 3 * 0.7 persons less 2.1 are nobody. */
#define COHORT_ZERO_TOLERANCE (8 * 2.220446049250313e-16)

/**
 * A projection, opaque. It holds a checked copy of its inputs and room for every result, so running
 * it again allocates nothing.
 */
typedef struct cohort_projection cohort_projection;

/**
 * Check and copy inputs, and run the projection.
 * Returned: *out, with its results.
 * Errors: those of cohort_inputs_check and cohort_projection_run; COHORT_ERROR_MEMORY.
 * Ownership: the inputs stay the caller's; *out is freed with cohort_projection_free.
 */
COHORT_API int cohort_projection_new(const cohort_inputs *inputs, cohort_projection **out,
                                     cohort_error *error);

/** Emigration that was cut (cohort_inputs_cut_emigration): persons who were to leave and were not
 * there. */
typedef struct cohort_cut {
    int interval; /**< number of the interval */
    int sex;      /**< COHORT_MALE or COHORT_FEMALE */
    int age; /**< number of the age group: at the interval's end, or its start if at_opening is 1 */
    int at_opening; /**< 1: of those who leave at the opening (wpp-even); otherwise 0 */
    double persons; /**< how many, above 0 */
} cohort_cut;

/**
 * What the last run has cut.
 * Given: most, the room in cuts; 0 to count them, cuts then being NULL.
 * Returned: how many there are, of which the first are in cuts[most], in the order of intervals; or
 * COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_projection_cuts(const cohort_projection *projection, int most,
                                      cohort_cut *cuts);

/** Free a projection. */
COHORT_API void cohort_projection_free(cohort_projection *projection);

/**
 * Copy other inputs on the same grid and convention into the projection, and run it without
 * allocating.
 * Errors: COHORT_ERROR_GRID (another grid or convention) and those of cohort_inputs_check: the
 * projection is then as it was. Those of cohort_projection_run: the projection then has the new
 * inputs, and its results must not be used.
 */
COHORT_API int cohort_projection_update(cohort_projection *projection, const cohort_inputs *inputs,
                                        cohort_error *error);

/**
 * Run the projection again: populations, then births, deaths and net migration.
 * Errors: COHORT_ERROR_VALUE naming the first cell that became negative or not finite;
 * COHORT_ERROR_ACCOUNT naming a cell whose account is off by more than 1e-9 of the sum of its
 * entries. The results must not be used then.
 */
COHORT_API int cohort_projection_run(cohort_projection *projection, cohort_error *error);

/**
 * Run the populations only, for those who run a projection often and need no events. The flows are
 * not changed.
 * Errors: COHORT_ERROR_VALUE as in cohort_projection_run.
 */
COHORT_API int cohort_projection_run_population(cohort_projection *projection, cohort_error *error);

/**
 * The populations at the dates, persons. This and the three flows below are owned by the projection
 * and overwritten when it runs again.
 *
 * Flows are events of an interval by age at its end; births stand in age group 0. In every cell of
 * every interval
 *   opening of the cohort - deaths + net migration = closing.
 * The opening of the cohort is the group one younger, the births for age group 0, and the two
 * oldest groups together for the last one.
 */
COHORT_API const cohort_stock *cohort_projection_population(const cohort_projection *projection);

/** The births by sex, in age group 0. */
COHORT_API const cohort_flow *cohort_projection_births(const cohort_projection *projection);

/** The deaths, by the age that the cohort reaches. */
COHORT_API const cohort_flow *cohort_projection_deaths(const cohort_projection *projection);

/** The net migration, by age at the end of the interval. */
COHORT_API const cohort_flow *cohort_projection_net_migration(const cohort_projection *projection);

/**
 * Deaths by age at death, as vital statistics count them, instead of by the age that the cohort
 * reaches.
 *
 * The deaths of each cohort are split between the age group it leaves and the one it enters.
 * Birthdays are taken as spread evenly over the interval, and the force of mortality as constant.
 * Deaths of the interval's births stay in age group 0, those of the open age group in it. This is
 * an approximation; the sums over all ages are exact.
 * Given: deaths, initialised by the caller on the projection's grid.
 * Returned: the cells of *deaths.
 * Errors: COHORT_ERROR_GRID.
 * Reference: Lexis triangles, Preston, Heuveline and Guillot, Demography (2001), section 2.2.
 */
COHORT_API int cohort_projection_deaths_by_age(const cohort_projection *projection,
                                               cohort_flow *deaths, cohort_error *error);

/**
 * Births of both sexes in an interval by the mother's age group. Only the UN's conventions have
 * them, as ipss has no birth rates by age. They are the convention's sum over women (see
 * #COHORT_CONVENTIONS), taken apart.
 * Returned: births[ages], which add up to those of cohort_projection_births.
 * Errors: COHORT_ERROR_GRID (no such interval), COHORT_ERROR_ARGUMENT (ipss).
 */
COHORT_API int cohort_projection_births_by_mother(const cohort_projection *projection, int interval,
                                                  double *births, cohort_error *error);

/** An account of all persons over a period: opening + births - deaths + net_migration = closing. */
typedef struct cohort_balance {
    double opening;       /**< persons at the beginning */
    double births;        /**< of the period */
    double deaths;        /**< of the period */
    double net_migration; /**< of the period */
    double closing;       /**< persons at the end */
} cohort_balance;

/**
 * The account of all persons between two years: natural change is births - deaths, social change is
 * net migration.
 *
 * Between two dates persons are interpolated along a straight line and events spread evenly. In
 * ipss, net migration under age 60 that was derived from published tables includes the area's
 * excess mortality (see derive.h).
 * Given: two years from the first to the last date, the second not before the first.
 * Returned: *balance.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_ACCOUNT (numbers too large to be added up).
 */
COHORT_API int cohort_projection_balance(const cohort_projection *projection, double year_from,
                                         double year_to, cohort_balance *balance,
                                         cohort_error *error);

/** The projection's copy of its inputs, owned by it. An update moves their arrays. */
COHORT_API const cohort_inputs *cohort_projection_inputs(const cohort_projection *projection);

#ifdef __cplusplus
}
#endif

#endif
