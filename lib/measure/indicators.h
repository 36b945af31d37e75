/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MEASURE_INDICATORS_H
#define COHORT_MEASURE_INDICATORS_H

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

/* A time between two dates: `part` of the way from `date` to the next; part 0 at a date. */
struct moment {
    int date;
    double part;
};
/* Errors: COHORT_ERROR_GRID when the year is outside the dates. */
int cohort_moment_of(const cohort_grid *grid, double year, struct moment *moment,
                     cohort_error *error);

/* A band at a time: both of these. */
int cohort_band_at(const cohort_grid *grid, cohort_band band, double year,
                   struct band_groups *groups, struct moment *moment, cohort_error *error);

/* cohort_count with each person weighted by rates [sex][age]; NULL = 1. */
int cohort_count_weighted(const cohort_stock *stock, double year, cohort_band band,
                          const double *rates, double *count, cohort_error *error);

#endif
