/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_INDICATORS_H
#define COHORT_MODEL_INDICATORS_H

#include <cohort/indicators.h>

/* A band in whole groups of a grid: found once, summed often. */
struct band_groups {
    int sex_first, sex_last, first, last;
};

/* Errors: COHORT_ERROR_ARGUMENT (sex), COHORT_ERROR_GRID (ages). */
int cohort_band_groups(const cohort_grid *grid, cohort_band band, struct band_groups *groups,
                       cohort_error *error);

/* Sum over a band at one time of an array [time][sex][age]. */
double cohort_band_sum(const cohort_grid *grid, const double *cells, int time,
                       const struct band_groups *groups);

#endif
