/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_FIGURE_H
#define COHORT_FIGURE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/indicators.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Measures and figures: numbers that can be asked of a projection. A measure is persons in a band,
 * a share of them, or persons times rates (households, pupils), at a time. A figure is a measure or
 * a difference of two, with the run it belongs to and the value it should have. Targets, goals,
 * controls, observations and what an ensemble records are all figures.
 */

/**
 * A measure: one number about a population at a time. Between two dates the numbers of persons are
 * interpolated along a straight line, and a percentage is that of the two interpolated numbers.
 */
typedef struct cohort_measure {
    cohort_band band;    /**< these persons are counted */
    double year;         /**< the time, as in cohort_count */
    int is_percent;      /**< 0: persons; 1: percent of the persons in `per` */
    cohort_band per;     /**< the persons of 100 percent; read only if is_percent is 1 */
    const double *rates; /**< [sex][age], borrowed: what a person of `band` (not of `per`)
                              counts, such as a headship rate or the rate of pupils (see
                              derived.h), finite; NULL = 1 */
} cohort_measure;

/** Size of the longest name of a measure, NUL included. */
#define COHORT_MEASURE_NAME (2 * COHORT_BAND_NAME)

/**
 * The measure of a name at a year: the name of a band (`women_20_39`), or of two bands for a
 * percentage (`age_65_plus/total`).
 * Returned: *measure.
 * Errors: COHORT_ERROR_ARGUMENT.
 */
COHORT_API int cohort_measure_parse(const char *name, double year, cohort_measure *measure,
                                    cohort_error *error);

/**
 * The name of a measure, without its year and rates.
 * Returned: `name`, the caller's buffer, in which it is written.
 */
COHORT_API const char *cohort_measure_name(const cohort_measure *measure,
                                           char name[COHORT_MEASURE_NAME]);

/**
 * The value of a measure of a population.
 * Returned: *value, in persons (times the unit of the rates) or percent.
 * Errors: those of cohort_count; COHORT_ERROR_VALUE for a percentage of nobody, and for a rate of
 * the band that is not finite.
 */
COHORT_API int cohort_measure_value(const cohort_stock *stock, const cohort_measure *measure,
                                    double *value, cohort_error *error);

/** All areas together, in place of an area's number. */
#define COHORT_ALL_AREAS (-1)

/**
 * A figure: a measure, or the difference measure - times * minus, with the value it should have.
 * cohort_figure_of sets every member; change what differs:
 *   a share          measure.is_percent = 1
 *   households       measure.rates = headship rates, [sex][age]
 *   one component    components = COHORT_MIGRATION: the baseline with only the scenario's migration
 *   a gain           times = 1, minus = measure, minus_components = COHORT_NO_COMPONENT: how many
 *                    more than in the baseline
 *   a level kept     value = 0, times = 1, minus.year = 2025: as many as in 2025
 * Functions say which members they do not read. The type is closed: no member will be added.
 */
typedef struct cohort_figure {
    cohort_measure measure;    /**< what is counted, and when */
    unsigned components;       /**< bits: the measure is that of the baseline's run with these
                                    components of the scenario. Only cohort_calibrate and
                                    cohort_reach read them */
    double times;              /**< 0: only `measure`; otherwise this many times `minus` is
                                    subtracted */
    cohort_measure minus;      /**< the measure that is subtracted; not read if times is 0 */
    unsigned minus_components; /**< bits: the run of `minus` */
    int area;                  /**< the area of a control: 0 .. areas - 1, or COHORT_ALL_AREAS.
                                    Only cohort_controlled_new reads it */
    double value;              /**< the value that it should have, or that was counted; ensembles
                                    do not read it */
} cohort_figure;

/**
 * A figure: a number of persons in a band at a year.
 * Returned: the figure of the run with the whole scenario and of all areas, with times 0, `minus`
 * the same measure of the same run, no rates, and all persons as 100 percent if is_percent is set.
 */
COHORT_API cohort_figure cohort_figure_of(cohort_band band, double year, double value);

#ifdef __cplusplus
}
#endif

#endif
