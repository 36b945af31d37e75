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

/** Persons of one sex or both, in a range of ages. */
typedef struct cohort_band {
    int sex;      /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from; /**< first age, completed years, 0 or more */
    int age_to;   /**< last age, inclusive; COHORT_OPEN_END when it has none */
} cohort_band;

/** Longest name of a band, with its NUL. */
#define COHORT_BAND_NAME 40

/**
 * The band of a name: `total`, `age_0_14`, `age_65_plus`, `women_20_39`, `men_0_4`, `women`, `men`.
 * Errors: COHORT_ERROR_ARGUMENT.
 */
COHORT_API int cohort_band_parse(const char *name, cohort_band *band, cohort_error *error);

/** The name of a band, written into the caller's buffer, which is returned. */
COHORT_API const char *cohort_band_name(cohort_band band, char name[COHORT_BAND_NAME]);

/**
 * Persons in a band at a time.
 * Given: year from the first to the last date; between two dates the number is interpolated along
 * a straight line, cell by cell, so that parts still add up to their whole.
 * Returned: *count, persons.
 * Errors: COHORT_ERROR_GRID when the year is outside the dates, or when the band's ends are not
 * ends of age groups; COHORT_ERROR_ARGUMENT for an unknown sex.
 */
COHORT_API int cohort_count(const cohort_stock *stock, double year, cohort_band band, double *count,
                            cohort_error *error);

/** Everybody at a year, by cohort_count; NAN where that would be an error. */
COHORT_API double cohort_total(const cohort_stock *stock, double year);

/** The same as cohort_count for the events of the interval that begins at date `interval`. */
COHORT_API int cohort_flow_count(const cohort_flow *flow, int interval, cohort_band band,
                                 double *count, cohort_error *error);

/**
 * The three ages 0-14, 15-64, 65+ at a time (year as in cohort_count).
 * Errors: as cohort_count.
 */
COHORT_API int cohort_three_ages(const cohort_stock *stock, double year, double counts[3],
                                 cohort_error *error);

/** 100 part / whole: percent. NAN when whole is not above 0. */
COHORT_API double cohort_share_percent(double part, double whole);

/**
 * Shares of the three ages in percent as Japanese planning documents round them: the first and the
 * last rounded to `decimals` (half away from zero), the middle one 100 minus the two.
 */
COHORT_API void cohort_shares_rounded(const double counts[3], int decimals, double percent[3]);

/** Round half away from zero to so many decimals, 0 to 9, as the double product value * 10^decimals
 * has it: 2.675 gives 2.68, 1.005 (which is a little less as a double) 1.00. */
COHORT_API double cohort_round(double value, int decimals);

/** Dependency ratios: per 100 persons aged 15-64. NAN when there are none. */
typedef struct cohort_dependency {
    double child;   /**< aged 0-14 */
    double old_age; /**< aged 65 and over */
    double total;   /**< both */
} cohort_dependency;

/** The dependency ratios at a time (year as in cohort_count). Errors: as cohort_count. */
COHORT_API int cohort_dependency_ratios(const cohort_stock *stock, double year,
                                        cohort_dependency *ratios, cohort_error *error);

/**
 * Median age of one sex or both, in years, persons spread evenly within an age group.
 * Errors: those of cohort_count; COHORT_ERROR_VALUE when nobody is there or when
 * the median falls into the open group.
 */
COHORT_API int cohort_median_age(const cohort_stock *stock, double year, int sex, double *years,
                                 cohort_error *error);

/** Three readings of an annual change. */
typedef enum cohort_change {
    COHORT_CHANGE_COMPOUND, /**< 100 ((to / from)^(1 / years) - 1) */
    COHORT_CHANGE_LINEAR,   /**< 100 (to - from) / years / from: the yearly number over the opening
                                 population */
    COHORT_CHANGE_LAST_YEAR /**< the same yearly number over the population one year before the
                                 end */
} cohort_change;

/**
 * Annual change between two numbers `years` apart, percent a year (negative = decline).
 * Returned: NAN unless from and to are above 0 and years is above 0 (LAST_YEAR: 1 or more).
 */
COHORT_API double cohort_annual_change_percent(double from, double to, double years,
                                               cohort_change kind);

#ifdef __cplusplus
}
#endif

#endif
