/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_INDICATORS_H
#define COHORT_INDICATORS_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Indicators of a population by sex and age.
 */

/** A band: persons of one sex or both in a range of ages. */
typedef struct cohort_band {
    int sex;      /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from; /**< first age, completed years, 0 or more */
    int age_to;   /**< last age, inclusive; COHORT_OPEN_END if there is none */
} cohort_band;

/** Size of the longest name of a band, NUL included. */
#define COHORT_BAND_NAME 40

/**
 * The band of a name, such as `total`, `age_0_14`, `age_65_plus`, `women_20_39`, `men_0_4`, `women`
 * or `men`.
 * Returned: *band.
 * Errors: COHORT_ERROR_ARGUMENT.
 */
COHORT_API int cohort_band_parse(const char *name, cohort_band *band, cohort_error *error);

/**
 * The name of a band.
 * Returned: `name`, the caller's buffer, in which it is written.
 */
COHORT_API const char *cohort_band_name(cohort_band band, char name[COHORT_BAND_NAME]);

/**
 * Persons in a band at a time.
 * Given: year, from the first to the last date, not necessarily a date: between two dates each cell
 * is interpolated along a straight line, so parts add up to their whole. The band's ages are limits
 * of age groups.
 * Returned: *count, persons.
 * Errors: COHORT_ERROR_GRID (year or ages), COHORT_ERROR_ARGUMENT (unknown sex).
 */
COHORT_API int cohort_count(const cohort_stock *stock, double year, cohort_band band, double *count,
                            cohort_error *error);

/** All persons at a time, as cohort_count gives them; NAN where that fails. */
COHORT_API double cohort_total(const cohort_stock *stock, double year);

/**
 * Events of a band in an interval, which is given by the number of the date at its beginning. Ages
 * are those at the interval's end.
 * Returned: *count, events.
 * Errors: as in cohort_count; COHORT_ERROR_GRID (no such interval).
 */
COHORT_API int cohort_flow_count(const cohort_flow *flow, int interval, cohort_band band,
                                 double *count, cohort_error *error);

/**
 * Persons aged 0-14, 15-64, and 65 and over at a time. Year and errors are those of cohort_count.
 * Returned: counts[3].
 */
COHORT_API int cohort_three_ages(const cohort_stock *stock, double year, double counts[3],
                                 cohort_error *error);

/** A percentage, 100 part / whole; NAN unless whole is above 0. */
COHORT_API double cohort_share_percent(double part, double whole);

/**
 * Shares of the three age groups in percent, rounded as in Japanese planning documents: the first
 * and the last are rounded to `decimals` (0 to 9), the middle one is 100 minus these two.
 * Given: counts[3], persons.
 * Returned: percent[3].
 */
COHORT_API void cohort_shares_rounded(const double counts[3], int decimals, double percent[3]);

/**
 * Round to 0 to 9 decimals, half away from zero. The product value * 10^decimals is rounded as a
 * double: 2.675 gives 2.68, but 1.005, which is a little less than that as a double, gives 1.00.
 */
COHORT_API double cohort_round(double value, int decimals);

/** Dependency ratios: persons per 100 persons aged 15-64; NAN when there are none of these. */
typedef struct cohort_dependency {
    double child;   /**< aged 0-14 */
    double old_age; /**< aged 65 and over */
    double total;   /**< both */
} cohort_dependency;

/**
 * The dependency ratios at a time. Year and errors are those of cohort_count.
 * Returned: *ratios.
 */
COHORT_API int cohort_dependency_ratios(const cohort_stock *stock, double year,
                                        cohort_dependency *ratios, cohort_error *error);

/**
 * The median age at a time of one sex or both, in years, with persons spread evenly within an age
 * group.
 * Returned: *years.
 * Errors: those of cohort_count; COHORT_ERROR_VALUE when there is nobody or the median is in the
 * open age group.
 */
COHORT_API int cohort_median_age(const cohort_stock *stock, double year, int sex, double *years,
                                 cohort_error *error);

/** Three definitions of annual change, percent. */
typedef enum cohort_change {
    COHORT_CHANGE_COMPOUND, /**< 100 ((to / from)^(1 / years) - 1) */
    COHORT_CHANGE_LINEAR,   /**< 100 (to - from) / years / from: the change in a year over the
                                 first number */
    COHORT_CHANGE_LAST_YEAR /**< the same change in a year over the number one year before the
                                 end */
} cohort_change;

/**
 * The annual change from one number to another, percent a year (negative = decline).
 * Given: years between the two, above 0 (for COHORT_CHANGE_LAST_YEAR 1 or more).
 * Returned: NAN unless from, to and years are in range, from and to being above 0.
 */
COHORT_API double cohort_annual_change_percent(double from, double to, double years,
                                               cohort_change kind);

#ifdef __cplusplus
}
#endif

#endif
