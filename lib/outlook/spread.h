/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What spreads contain. */
#ifndef COHORT_OUTLOOK_SPREAD_H
#define COHORT_OUTLOOK_SPREAD_H

#include <cohort/forecast.h>
#include <cohort/spreads.h>

#include "core/sized.h"

/* Bands, and behind them children per woman; steps of years; ages of a profile. */
enum { CHILDREN = COHORT_SPREAD_BANDS, ITEMS, WIDTH = 5, AGES = 40 };

/* Quantiles of past errors stand at these probabilities. */
enum { COEFFICIENTS = 5, QUANTILES = 15 };
extern const double cohort_spread_levels[QUANTILES];

/* The normal deviate that 80 % lie within, above and below. */
#define DEVIATE_80 1.2815515655446004

/* Intervals whose coverage is measured. */
enum { INTERVALS = 2 };
extern const double cohort_spread_intervals[INTERVALS];

/* The errors of an item at a horizon. */
struct spread {
    double scale[COEFFICIENTS], quantile[QUANTILES];
    double group, nation;                         /* shares of the variance, of groups and of all */
    double within[INTERVALS][COHORT_CLASSES_MAX]; /* percent; NAN: not measured */
    double least[INTERVALS], most[INTERVALS];     /* likewise, by base date */
};

struct cohort_spreads {
    int horizons;
    cohort_limits classes; /* of coverage */
    struct spread of[ITEMS][COHORT_HORIZONS_MAX];
    double most_persons, age_correlation, neighbour_correlation;
    double profile[AGES];
};

/* What scale depends on: persons at the base, and the logarithm of the first interval's growth. */
struct kind {
    double persons, growth;
};
void cohort_spread_terms(struct kind kind, double terms[COEFFICIENTS]);
double cohort_spread_scale(const struct spread *spread, struct kind kind);

/* The kind of a path. */
struct kind cohort_spread_kind(const cohort_stock *population);

/* The quantile at a normal deviate, and the deviate of a standardised error. */
double cohort_spread_at(const struct spread *spread, double deviate);
double cohort_spread_deviate(const struct spread *spread, double error);

/* A forecast's errors: those of its horizon, times a factor beyond the last. */
struct error_of {
    const struct spread *spread;
    double forecast, scale; /* at horizon 0 the scale is 0, and the spread NULL */
};
int cohort_spread_find(const cohort_spreads *spreads, const cohort_stock *population,
                       const cohort_figure *figure, struct error_of *found, cohort_error *error);

/* Errors: COHORT_ERROR_ARGUMENT for a path in other steps, or of an area larger than any seen. */
int cohort_spread_check(const cohort_spreads *spreads, const cohort_stock *population,
                        cohort_error *error);

/* Quantiles of the sum of areas: see cohort_spreads_sum, whose arguments have been checked. */
int cohort_spread_sum(int areas, const struct error_of *errors, const int *groups, int draws,
                      uint64_t seed, int count, const double *p, double *values,
                      cohort_error *error);

/* One more than the largest group of an area; NULL: one. */
int cohort_spread_groups(const int *groups, int areas);

/* How the options of forecasts are taken. */
extern const struct cohort_sized cohort_forecast_options_type;

/* The class of a value. */
static inline int cohort_limits_class(const cohort_limits *limits, double value)
{
    int k = 0;
    while (k < limits->count && value >= limits->limit[k])
        k++;
    return k;
}

/* Spreads without numbers: NAN, but for the profile's first age, which is 1. */
void cohort_spreads_clear(cohort_spreads *spreads);

#endif
