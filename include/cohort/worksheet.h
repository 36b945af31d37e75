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
 * The scenarios of the Cabinet Office's worksheet, which every municipality of Japan compares, and
 * its degrees of influence. Pattern 1 is the baseline as it is (the institute's assumptions).
 */

/** The TFR of both simulations. */
#define COHORT_WORKSHEET_TFR 2.1

/** When it begins. */
enum {
    COHORT_WORKSHEET_TFR_FROM = 2030 /**< the first date that the TFR stands at */
};

/**
 * A simulation of the worksheet, as a scenario on pattern 1.
 *   1  TFR 2.1 at every date from 2030 on, none of it before
 *   2  the same, and no net migration from the first interval on
 * Both as commonly read, the guide's own text not being at hand; other readings are a scenario.
 * Errors: COHORT_ERROR_ARGUMENT for another number; *out is then NULL.
 * Ownership: freed with cohort_scenario_free.
 */
COHORT_API int cohort_worksheet_simulation(int number, cohort_scenario **out, cohort_error *error);

/**
 * Degree of influence (影響度), 1 to 5, of natural change. It and that of social change:
 *   natural  simulation 1 in percent of pattern 1:    below 100, 105, 110, 115, and 115 or over
 *   social   simulation 2 in percent of simulation 1: below 100, 110, 120, 130, and 130 or over
 * A high degree: there is much to be gained by fertility, or by keeping people. 0 for a NAN.
 * The thresholds are those in common use of the guides of 2015 and 2019.
 */
COHORT_API int cohort_natural_degree(double percent);

/** Degree of influence of social change, as above. */
COHORT_API int cohort_social_degree(double percent);

/** The two degrees, and what they come from. */
typedef struct cohort_influence {
    double pattern_1, simulation_1, simulation_2; /**< total population at the horizon, persons */
    double natural_percent, social_percent;       /**< the two ratios; NAN where they divide by 0 */
    int natural_degree, social_degree;            /**< 1 to 5; 0 where there is no ratio */
} cohort_influence;

/**
 * The degrees of an area from its pattern 1, at a horizon, such as 2040; between two dates
 * on a straight line.
 * An area without net migration has a social ratio of 100 %, a horizon before 2030 a natural one.
 * Errors: COHORT_ERROR_NO_EFFECT for a projection that ends before 2030; COHORT_ERROR_GRID for one
 * that runs past it without a date there, and for a year outside; COHORT_ERROR_MISSING for inputs
 * without tfr_per_cwr or asfr; those of projections.
 */
COHORT_API int cohort_influence_of(const cohort_inputs *pattern_1, double year,
                                   cohort_influence *influence, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
