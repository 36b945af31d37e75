/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TRACK_H
#define COHORT_TRACK_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/inputs.h>
#include <cohort/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * On track? What has been counted, held against a plan.
 *
 * Years are those of the projection's dates. Where these mean a day other than 1 January, as a
 * census of 1 October, a day's year has to be given on that clock: cohort_year_of.
 */

/** A day as a year of a projection whose dates mean month_of_dates, day_of_dates of their year (1,
 * 1 to 12, 31; no 29 February, which most years have not): 1 January 2025 is 2024.252 where 2024
 * means 1 October 2024. From date to date a day is 1/365 or 1/366. NAN for no day of the Gregorian
 * calendar. */
COHORT_API double cohort_year_of(int year, int month, int day, int month_of_dates,
                                 int day_of_dates);

/** A count against a plan. */
typedef struct cohort_gap {
    double expected; /**< of the plan, in the figure's unit */
    double gap;      /**< observed - expected; of a share in percentage points */
    double percent;  /**< 100 gap / expected; NAN unless expected is above 0 */
} cohort_gap;

/**
 * Counts against a plan.
 * Given: a plan that has run; one or more observations, of any times: figures of the plan, with the
 * value that was counted (their components are not read).
 * Returned: gaps[count].
 * Errors: COHORT_ERROR_ARGUMENT (no observations); those of cohort_measure_value,
 * COHORT_ERROR_VALUE (a value that is not finite, or is negative and no difference), naming the
 * observation by its number from 1 on; the gaps are then as they were.
 */
COHORT_API int cohort_track(const cohort_projection *plan, int count,
                            const cohort_figure *observations, cohort_gap *gaps,
                            cohort_error *error);

/** Events of a period that have been counted; NAN where they have not. */
typedef struct cohort_vital {
    double year_from, year_to; /**< the period */
    double births;             /**< of the whole period, persons */
    double deaths;             /**< likewise */
    double net_migration;      /**< likewise */
} cohort_vital;

/** What a gap is made of, persons. */
typedef struct cohort_origin {
    double gap;              /**< counted less expected: the sum of the four below */
    double before;           /**< what stood already, and what the events do not explain */
    double births;           /**< counted less expected; 0 where not counted */
    double deaths;           /**< expected less counted; 0 where not counted */
    double net_migration;    /**< counted less expected; 0 where not counted */
    cohort_balance expected; /**< of the plan, over the period */
} cohort_origin;

/**
 * Where a gap comes from, where births, deaths and moves of a period have been counted.
 * Given: the total observed at the period's end; events of the period, NAN where not counted.
 * Returned: *origin, in persons, such that
 *   gap = before + births + deaths + net_migration:
 * `before` is what already stood at the period's beginning, with whatever the counted events do not
 * explain (other concepts of population, entries that are corrections); the others are observed
 * less expected, with their sign in the total (more deaths than expected: below 0), nil where not
 * counted. Where the total of the period's beginning was counted too, cohort_track's gap there is
 * what stood, and the rest of `before` is what the events do not explain.
 * Errors: COHORT_ERROR_GRID (also a period without length: a calendar year ends a year after it
 * begins), COHORT_ERROR_VALUE (negative or infinite counts; net migration may be negative).
 */
COHORT_API int cohort_track_origin(const cohort_projection *plan, const cohort_vital *vital,
                                   double observed, cohort_origin *origin, cohort_error *error);

/**
 * The plan's rates from a date on, with the population that was counted: what comes of it, and, by
 * cohort_reach, what it would now take.
 * Given: observations of persons, all of one time: totals, bands, or every cell; `year`, the date
 * to start at.
 * The plan's population of the time is raked to them (cohort_rake), and each cell's ratio to the
 * plan is held until the date; it is 1 where the plan has nobody. What is exactly as expected gives
 * the plan's own population, bit for bit.
 * `year` may be before or after the observations, and is best the date nearest to them, less than
 * an interval away: a ratio is an age group's, whose persons move on to the next group by and by.
 * From an earlier date the plan's rates lead near the observations, not exactly to them; until a
 * later one the plan's events are taken for granted. The last date gives inputs without intervals.
 * Returned: *out; freed with cohort_inputs_free.
 * Errors: those of cohort_track; COHORT_ERROR_ARGUMENT (observations of several times, or not of
 * persons); those of cohort_rake, where observations are the controls of the same numbers, and
 * cohort_inputs_restart. *out is then NULL.
 */
COHORT_API int cohort_track_restart(const cohort_projection *plan, int count,
                                    const cohort_figure *observations, int year,
                                    cohort_inputs **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
