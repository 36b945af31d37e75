/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_WORKSHEET_H
#define COHORT_WORKSHEET_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/inputs.h>
#include <cohort/scenario.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * The simulations of the Cabinet Office's worksheet, which every municipality of Japan compares,
 * and its degrees of influence. Pattern 1 is the baseline: the assumptions of IPSS.
 */

/** The TFR of both simulations, children per woman. */
#define COHORT_WORKSHEET_TFR 2.1

/** When the TFR begins. */
enum {
    COHORT_WORKSHEET_TFR_FROM = 2030 /**< the first date with this TFR */
};

/**
 * A simulation of the worksheet, as a scenario on pattern 1.
 *   1  TFR 2.1 at every date from 2030 on, unchanged before
 *   2  the same, and no net migration from the first interval on
 * This is the common reading; the guide's own text was not available.
 * Errors: COHORT_ERROR_ARGUMENT for another number; COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_scenario_free.
 */
COHORT_API int cohort_worksheet_simulation(int number, cohort_scenario **out, cohort_error *error);

/**
 * The degree of influence (影響度) of natural change, 1 to 5; 0 for NAN.
 *   natural  simulation 1 in percent of pattern 1:    below 100, 105, 110, 115, and 115 or over
 *   social   simulation 2 in percent of simulation 1: below 100, 110, 120, 130, and 130 or over
 * With a high degree, fertility (natural) or keeping people (social) makes a great difference.
 * Reference: the thresholds in common use from the guides of 2015 and 2019.
 */
COHORT_API int cohort_natural_degree(double percent);

/** The degree of influence of social change, 1 to 5; 0 for NAN. See cohort_natural_degree. */
COHORT_API int cohort_social_degree(double percent);

/** The two degrees of influence, and what they are calculated from. */
typedef struct cohort_influence {
    double pattern_1, simulation_1, simulation_2; /**< total population at the year, persons */
    double natural_percent;            /**< simulation 1 / pattern 1; NAN where that divides by 0 */
    double social_percent;             /**< simulation 2 / simulation 1; likewise */
    int natural_degree, social_degree; /**< 1 to 5; 0 where the percentage is NAN */
} cohort_influence;

/**
 * The degrees of influence of an area at a year.
 * Given: pattern_1, in any convention; year, such as 2040. Between two dates persons
 * are interpolated along a straight line.
 *
 * An area without net migration has a social ratio of 100 %. At a year before 2030 the natural
 * ratio is 100 %.
 * Returned: *influence.
 * Errors: COHORT_ERROR_NO_EFFECT for a projection that ends before 2030; COHORT_ERROR_GRID for one
 * that runs past 2030 without a date there, and for a year outside its dates; COHORT_ERROR_MISSING
 * for inputs without tfr_per_cwr or asfr; those of projections.
 */
COHORT_API int cohort_influence_of(const cohort_inputs *pattern_1, double year,
                                   cohort_influence *influence, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
