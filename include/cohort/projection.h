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
 * The projection: populations, births, deaths and net migration of inputs.
 */

/** A number of persons that is below zero by no more than this part of what entered it (survivors,
 * and those who come and leave) is zero: 3 * 0.7 persons less 2.1 are nobody. */
#define COHORT_ZERO_TOLERANCE (8 * 2.220446049250313e-16)

/**
 * A projection: a handle that holds a checked copy of its inputs and room for every result, so
 * that running it allocates nothing. Opaque; a const handle may be shared among threads, a mutable
 * one belongs to one.
 */
typedef struct cohort_projection cohort_projection;

/**
 * Check and copy the inputs, and run.
 * Returned: *out, with its results ready.
 * Errors: those of cohort_inputs_check and cohort_projection_run, COHORT_ERROR_MEMORY; *out is
 * then NULL.
 * Ownership: the inputs stay the caller's; *out is freed with cohort_projection_free, which takes
 * NULL.
 */
COHORT_API int cohort_projection_new(const cohort_inputs *inputs, cohort_projection **out,
                                     cohort_error *error);

/** Emigration that was cut: so many persons could not leave, since they were not there. */
typedef struct cohort_cut {
    int interval; /**< number of the interval */
    int sex;      /**< COHORT_MALE or COHORT_FEMALE */
    int age; /**< number of the age group, at the end of the interval; at_opening: at its start */
    int at_opening; /**< 0 or 1: of those who leave at the opening (wpp-even) */
    double persons; /**< more than 0 */
} cohort_cut;

/**
 * As cohort_projection_new, but where more people leave than are there, emigration is cut to those
 * who are: the cell is then empty, net migration is what could leave, and accounts close. Published
 * data of whole nations have handfuls too many in their oldest groups. Runs of this handle do so, too.
 * Look at cohort_projection_cuts: a cut of more than a handful is a fault in the inputs.
 */
COHORT_API int cohort_projection_new_cut(const cohort_inputs *inputs, cohort_projection **out,
                                         cohort_error *error);

/**
 * What the last run has cut.
 * Given: room for `most` cuts, or 0 and NULL to count them.
 * Returned: how many there are, of which the first `most` are in cuts, in the order of intervals; or
 * COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_projection_cuts(const cohort_projection *projection, int most,
                                      cohort_cut *cuts);

/** Free a projection; NULL is passed over. */
COHORT_API void cohort_projection_free(cohort_projection *projection);

/**
 * Take over other inputs on the same grid and convention, and run again, without allocation.
 * Errors: as above, and COHORT_ERROR_GRID. On failure inputs and results are no longer those of
 * one run: run again before reading.
 */
COHORT_API int cohort_projection_update(cohort_projection *projection, const cohort_inputs *inputs,
                                        cohort_error *error);

/**
 * Run the copied inputs once more: populations, then births, deaths and net migration.
 * Errors: COHORT_ERROR_VALUE naming the first cell that became negative or not finite;
 * COHORT_ERROR_ACCOUNT naming the cell whose account is off by more than 1e-9 of its entries
 * together.
 */
COHORT_API int cohort_projection_run(cohort_projection *projection, cohort_error *error);

/**
 * The populations alone, for those who run a handle often and need no events. Afterwards the
 * flows are still those of the last full run.
 * Errors: COHORT_ERROR_VALUE as above.
 */
COHORT_API int cohort_projection_run_population(cohort_projection *projection, cohort_error *error);

/**
 * Populations at the dates. As the results below: owned by the handle and overwritten by its next
 * run; persons; flows by age at the end of the interval, births in age group 0. In every cell of
 * every interval
 *   opening of the cohort (births for age group 0) - deaths + net migration = closing,
 * the opening of the last age group being that of the two oldest together.
 */
COHORT_API const cohort_stock *cohort_projection_population(const cohort_projection *projection);

/** Births by sex, in age group 0. */
COHORT_API const cohort_flow *cohort_projection_births(const cohort_projection *projection);

/** Deaths, by the age that the cohort reaches. */
COHORT_API const cohort_flow *cohort_projection_deaths(const cohort_projection *projection);

/** Net migration, by age at the end of the interval. */
COHORT_API const cohort_flow *cohort_projection_net_migration(const cohort_projection *projection);

/**
 * Deaths by age at death (the period's, as vital statistics count them) instead of by cohort.
 * cohort_projection_deaths has those of a cohort at the age it reaches; here they are split between
 * the age group it leaves and the one it enters: birthdays spread evenly over the interval, and a
 * constant force of mortality in the passage. Deaths among the births stay in age group 0, those of
 * the open group in it. An approximation, said so; sums over all ages are the same.
 * Returned: deaths->cells; the caller has initialised *deaths on the projection's grid.
 * Errors: COHORT_ERROR_GRID.
 * Reference: Lexis triangles, Preston, Heuveline and Guillot, Demography (2001), section 2.2.
 */
COHORT_API int cohort_projection_deaths_by_age(const cohort_projection *projection,
                                               cohort_flow *deaths, cohort_error *error);

/**
 * Births of both sexes in an interval by the mother's age group: the UN's conventions alone, where
 * births come of age-specific rates. In wpp-even the exposure is the mean of the women of the group
 * at the opening, with half of the migrants, and at the closing.
 * Returned: births[ages], which add up to cohort_projection_births.
 * Errors: COHORT_ERROR_GRID (no such interval), COHORT_ERROR_ARGUMENT (ipss).
 */
COHORT_API int cohort_projection_births_by_mother(const cohort_projection *projection, int interval,
                                                  double *births, cohort_error *error);

/** An account of all persons: opening + births - deaths + net_migration = closing. */
typedef struct cohort_balance {
    double opening;       /**< persons at the beginning */
    double births;        /**< of the period */
    double deaths;        /**< of the period */
    double net_migration; /**< of the period */
    double closing;       /**< persons at the end */
} cohort_balance;

/**
 * What happened between two years, as the field reports it: natural change (births - deaths) and
 * social change (net migration). All persons.
 * Given: years from the first to the last date, in order; within an interval events are spread
 * evenly, as persons are interpolated, so that opening + births - deaths + net_migration = closing.
 * In ipss net migration under age 60, derived from published tables, holds the area's excess
 * mortality (see derive.h).
 * Errors: COHORT_ERROR_GRID.
 */
COHORT_API int cohort_projection_balance(const cohort_projection *projection, double year_from,
                                         double year_to, cohort_balance *balance,
                                         cohort_error *error);

/** The checked copy of the inputs, owned by the handle. */
COHORT_API const cohort_inputs *cohort_projection_inputs(const cohort_projection *projection);

#ifdef __cplusplus
}
#endif

#endif
