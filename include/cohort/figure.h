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
 * A number that is asked of a run: persons in a band, a share, households; at a time; of which run;
 * and what it is to be. Targets, goals, controls, observations and the figures of an ensemble are
 * all this one type.
 */

/**
 * A measure: one number about a population at a time, of which can be asked why two paths differ
 * in it, what moves it, and what it would take to bring it somewhere. Between two dates a
 * percentage is that of the two interpolated numbers. Rates weigh the persons of `band`, never
 * those of `per`.
 */
typedef struct cohort_measure {
    cohort_band band;    /**< persons in this band */
    double year;         /**< at this time, as in cohort_count */
    int is_percent;      /**< 0: persons; 1: percent of the persons in `per` */
    cohort_band per;     /**< read only if is_percent is 1 */
    const double *rates; /**< [sex][age], borrowed: each person of the band counts this much, as a
                            household's head or a pupil does (see derived.h); NULL = 1 */
} cohort_measure;

/** Longest name of a measure, with its NUL. */
#define COHORT_MEASURE_NAME (2 * COHORT_BAND_NAME)

/**
 * The measure of a name: a band's, `women_20_39`; or two bands', `age_65_plus/total`, for a
 * percentage.
 * Errors: COHORT_ERROR_ARGUMENT.
 */
COHORT_API int cohort_measure_parse(const char *name, double year, cohort_measure *measure,
                                    cohort_error *error);

/** The name of a measure, written into the caller's buffer, which is returned. */
COHORT_API const char *cohort_measure_name(const cohort_measure *measure,
                                           char name[COHORT_MEASURE_NAME]);

/**
 * The value of a measure.
 * Returned: *value, in persons (times the rates' unit) or percent.
 * Errors: those of cohort_count; COHORT_ERROR_VALUE for a percentage of nobody, and for rates of
 * the band that are not finite.
 */
COHORT_API int cohort_measure_value(const cohort_stock *stock, const cohort_measure *measure,
                                    double *value, cohort_error *error);

/** All areas together, in place of an area's number. */
#define COHORT_ALL_AREAS (-1)

/**
 * A measure, or the difference of two: measure - times * minus; and the value it is held to.
 * Begin with cohort_figure_of, which sets every field, and set what differs:
 *   a share          measure.is_percent = 1
 *   households       measure.rates = rates of household heads, [sex][age]
 *   one component    components = COHORT_MIGRATION: the baseline with only the scenario's migration
 *   what is gained   times = 1, minus = measure, minus_components = COHORT_NO_COMPONENT: how many
 *                    more than in the baseline
 *   a level held     value 0, times = 1, minus.year = 2025: as many as in 2025
 * Each function says what it does not read. The type is closed: no field will be added.
 */
typedef struct cohort_figure {
    cohort_measure measure; /**< what is counted, and when */
    unsigned components;    /**< of which run: the baseline with these components of the scenario.
                               Read by cohort_calibrate and cohort_reach */
    double times;           /**< 0: only the measure above; otherwise less this many times */
    cohort_measure minus;   /**< this measure, read unless times is 0, */
    unsigned minus_components; /**< of this run; read as `components` are */
    int area;                  /**< of a control: 0 .. areas - 1, or COHORT_ALL_AREAS */
    double value;              /**< what it is to be, or was counted; ensembles do not read it */
} cohort_figure;

/**
 * So many persons of a band at a year.
 * Returned: a figure of the run with the whole scenario; times 0, `minus` the same measure of the
 * same run; percentages, once is_percent is set, of everybody; no rates; all areas.
 */
COHORT_API cohort_figure cohort_figure_of(cohort_band band, double year, double value);

#ifdef __cplusplus
}
#endif

#endif
