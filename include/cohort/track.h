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
 * On track? Counts are compared with a plan, which is a projection.
 *
 * A year means a date of the projection. Where dates are another day than 1 January, such as a
 * census on 1 October, use cohort_year_of to get the year of a day.
 */

/**
 * The year of a day, with its fraction, in a projection whose dates are the day month_of_dates,
 * day_of_dates of their year. With dates on 1 October (10, 1), 1 January 2025 is 2024.252. A day is
 * 1/365 or 1/366 of the time from one date to the next.
 * Given: a day of the Gregorian calendar; month_of_dates and day_of_dates, 1, 1 to 12, 31, but not
 * 29 February.
 * Returned: NAN for a day that does not exist.
 */
COHORT_API double cohort_year_of(int year, int month, int day, int month_of_dates,
                                 int day_of_dates);

/** A count compared with a plan. */
typedef struct cohort_gap {
    double expected; /**< the plan's value, in the figure's unit */
    double gap;      /**< observed - expected; for a share in percentage points */
    double percent;  /**< 100 gap / expected; NAN unless expected is above 0 */
} cohort_gap;

/**
 * Compare counts with a plan.
 * Given: a plan that has run; observations[count], 1 or more, of any times: figures of the plan
 * with the value that was counted. Their components are not read.
 * Returned: gaps[count].
 * Errors: COHORT_ERROR_ARGUMENT (no observations). Naming the observation by its number from 1 on:
 * those of cohort_measure_value; COHORT_ERROR_VALUE (a value that is not finite, or negative unless
 * the figure is a difference).
 */
COHORT_API int cohort_track(const cohort_projection *plan, int count,
                            const cohort_figure *observations, cohort_gap *gaps,
                            cohort_error *error);

/** Events that were counted in a period; NAN for those that were not. */
typedef struct cohort_vital {
    double year_from, year_to; /**< the period */
    double births;             /**< in the whole period, persons */
    double deaths;             /**< likewise */
    double net_migration;      /**< likewise */
} cohort_vital;

/** What a gap consists of, persons. */
typedef struct cohort_origin {
    double gap;              /**< counted - expected: the sum of the next four */
    double before;           /**< the gap at the period's beginning, and what the events do not
                                  explain */
    double births;           /**< counted - expected; 0 if not counted */
    double deaths;           /**< expected - counted, its effect on the total; 0 if not counted */
    double net_migration;    /**< counted - expected; 0 if not counted */
    cohort_balance expected; /**< the plan's account of the period */
} cohort_origin;

/**
 * Where a gap comes from, if births, deaths or net migration of a period were counted: gap = before
 * + births + deaths + net_migration.
 *
 * `before` is the gap that there was at the period's beginning, and what the counted events do not
 * explain (other definitions of the population, corrections of registers). If the total at the
 * beginning was counted too, cohort_track gives the gap at that time; the rest of `before` is what
 * the events do not explain.
 * Given: a plan that has run; the events of the period; observed, all persons counted at its end.
 * Returned: *origin.
 * Errors: those of cohort_projection_balance; COHORT_ERROR_GRID (a period without length: a
 * calendar year ends one year after it begins), COHORT_ERROR_VALUE (negative or infinite counts;
 * net migration may be negative).
 */
COHORT_API int cohort_track_origin(const cohort_projection *plan, const cohort_vital *vital,
                                   double observed, cohort_origin *origin, cohort_error *error);

/**
 * Restart the plan: its rates from a date on, with the population that was counted. Project the
 * result to see what follows; use it in cohort_reach to see what it would now take.
 *
 * The plan's population at the time of the observations is raked to them (cohort_rake). The ratio
 * of each cell to the plan is kept until the date `year`; it is 1 where the plan has nobody. Where
 * counts are exactly as expected, the population is the plan's own, bit for bit.
 *
 * `year` may be before or after the observations; the nearest date, less than an interval away, is
 * best. The ratio belongs to an age group, whose persons grow older and move on to the next one.
 * From an earlier date the plan's rates lead near the observations, not exactly to them; until a
 * later date the plan's events are taken as having happened. The last date gives inputs without
 * intervals.
 * Given: a plan that has run; observations[count] of persons, 1 or more, all at one time: totals,
 * bands, or every cell; year, a date of the plan.
 * Errors: those of cohort_track; COHORT_ERROR_ARGUMENT (observations at several times, or not of
 * persons); those of cohort_rake, where observations are the controls of the same number; those of
 * cohort_inputs_restart.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_track_restart(const cohort_projection *plan, int count,
                                    const cohort_figure *observations, int year,
                                    cohort_inputs **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
