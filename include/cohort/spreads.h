/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SPREADS_H
#define COHORT_SPREADS_H

#include <stdint.h>

#include <cohort/csv.h>
#include <cohort/ensemble.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/grid.h>
#include <cohort/indicators.h>
#include <cohort/output.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Spreads: how uncertain forecasts are, as past errors have shown. A forecast's intervals take
 * three lines:
 *
 *     cohort_spreads_read("fixtures/spreads.csv", &spreads, &error);
 *     cohort_spreads_quantile(spreads, population, &total, 0.1, &low, &error);
 *     cohort_spreads_quantile(spreads, population, &total, 0.9, &high, &error);
 *
 * fixtures/spreads.csv has those of Japan's municipalities. lib/doc/forecast.md says how they were
 * estimated; examples/intervals.c uses them.
 *
 * `population` is the path of an area, from its last count on, in steps of five years. Of a band,
 * the quantile p, h intervals on, is
 *   forecast * exp(s Q_h(p))
 *   ln s = a_0 + a_1 x + a_2 x^2 + a_3 min(|g|, 0.25) + a_4 min(max(g, 0), 0.25)
 * where x = ln(persons at the base) - 10, from 200 persons on, and g is the logarithm of the
 * total's growth in the first interval. Q_h are the quantiles of past errors, ln(count / forecast)
 * / s, taken twice: as they are, and moved so that their median has the other sign, since the sign
 * of a bias to come is not known. Between the tabulated levels they are on a straight line over the
 * normal deviate of p. Beyond the horizons that were measured, the last one's logarithms grow in
 * proportion to time: an extrapolation.
 *
 * A scenario's path has the same relative errors, by its own size and growth. Coverage is that of
 * forecasts with peers; without any, intervals have held less.
 *
 * The file is CSV: of,years,what,at,value. `of` is total, age_0_14, age_15_64, age_65_plus,
 * women_20_39 or children_per_woman; `years` is the horizon; `what` is
 *   scale       the coefficient a_i, with `at` i
 *   quantile    Q_h, with `at` p, ascending, from below 0.5 to above
 *   together    `at` group: the share of the variance that areas of a group (a prefecture) have in
 *               common; `at` nation: the share that all areas have
 *   within_80, within_95   percent of cases whose count lay inside, `at` this number of persons or
 *               more, up to the next; `at` least and most: of all sizes, by base date
 * For `of` cells (cohort-change ratios of one interval) `what` is profile, `at` an age,
 * age_correlation and neighbour_correlation, as in ensemble.h; and most_persons, the largest area
 * whose errors were measured.
 */

/** Bands of which errors were measured. */
enum {
    COHORT_SPREAD_TOTAL,
    COHORT_SPREAD_0_14,
    COHORT_SPREAD_15_64,
    COHORT_SPREAD_65_PLUS,
    COHORT_SPREAD_WOMEN_20_39,
    COHORT_SPREAD_BANDS
};

enum {
    COHORT_HORIZONS_MAX = 20, /**< the largest number of horizons */
    COHORT_GROUP_MAX = 99999  /**< the largest number of a group of areas: five digits */
};

/** A band, by its number from 0 on; the total for another number. */
COHORT_API cohort_band cohort_spread_band(int number);

/** Spreads, opaque. */
typedef struct cohort_spreads cohort_spreads;

/**
 * Read spreads from a file.
 * Given: path; "-" is standard input.
 * Errors: those of cohort_csv_read; COHORT_ERROR_MISSING (a column, or a required number),
 * COHORT_ERROR_VALUE and COHORT_ERROR_DUPLICATE naming file, line, column, value and what was
 * expected.
 * Ownership: freed with cohort_spreads_free.
 */
COHORT_API int cohort_spreads_read(const char *path, cohort_spreads **out, cohort_error *error);

/**
 * Read spreads from CSV that cohort_csv_read or cohort_csv_parse has read.
 * Errors: those of cohort_spreads_read except COHORT_ERROR_READ.
 * Ownership: the function takes the csv and frees it, even on failure.
 */
COHORT_API int cohort_spreads_from_csv(cohort_csv *csv, cohort_spreads **out, cohort_error *error);

/** Free spreads. */
COHORT_API void cohort_spreads_free(cohort_spreads *spreads);

/**
 * Write spreads as CSV, as cohort_spreads_read reads it, with six significant digits. Errors of
 * writing are reported by cohort_output_close and cohort_output_text.
 */
COHORT_API void cohort_spreads_write(const cohort_spreads *spreads, cohort_output *output);

/** How many years ahead errors were measured. */
COHORT_API int cohort_spreads_years(const cohort_spreads *spreads);

/**
 * The quantile p of a figure, 0 < p < 1.
 * Given: population, the path of an area from its last count on; figure, persons in a band of those
 * above at one of its dates.
 * Returned: *value.
 * Errors: COHORT_ERROR_ARGUMENT (other steps than five years; a size of area that was not seen; p),
 * COHORT_ERROR_MISSING (errors of this figure were not measured), those of cohort_count.
 */
COHORT_API int cohort_spreads_quantile(const cohort_spreads *spreads,
                                       const cohort_stock *population, const cohort_figure *figure,
                                       double p, double *value, cohort_error *error);

/**
 * The probability that a figure is below a limit.
 * Given and errors: as in cohort_spreads_quantile.
 * Returned: *probability.
 */
COHORT_API int cohort_spreads_below(const cohort_spreads *spreads, const cohort_stock *population,
                                    const cohort_figure *figure, double limit, double *probability,
                                    cohort_error *error);

/**
 * Quantiles of the sum of a figure over areas. Their errors have a part in common in each group and
 * in all, and add up over `draws` random draws.
 * Given: populations[areas]; their groups[areas], 0 to COHORT_GROUP_MAX (NULL = one group); draws,
 * 100 or more; p[count]; a seed.
 * Returned: values[count].
 * Errors: those of cohort_spreads_quantile, naming the area; COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_spreads_sum(const cohort_spreads *spreads, int areas,
                                  const cohort_stock *populations, const int *groups,
                                  const cohort_figure *figure, int draws, uint64_t seed, int count,
                                  const double *p, double *values, cohort_error *error);

/** How many intervals have held the later count, by back-testing. */
typedef struct cohort_coverage {
    double percent;                  /**< of the cases, in areas of this size */
    double persons_from, persons_to; /**< the size; `to` is not included */
    double least; /**< the same of areas of all sizes, at the base date with the least; NAN =
                     not measured */
    double most;  /**< and at the one with the most */
} cohort_coverage;

/**
 * The coverage that was measured: in how many percent of the cases the count lay inside the
 * interval of a figure.
 * Given: level, 0.8 or 0.95.
 * Returned: *coverage.
 * Errors: as in cohort_spreads_quantile; COHORT_ERROR_MISSING when it was not measured for this
 * figure this many years ahead.
 */
COHORT_API int cohort_spreads_coverage(const cohort_spreads *spreads,
                                       const cohort_stock *population, const cohort_figure *figure,
                                       double level, cohort_coverage *coverage,
                                       cohort_error *error);

/**
 * Make the rates of an ensemble uncertain, for what has no quantiles here: cells, shares, other
 * measures. Sets fertility, mortality, migration and migration_profile of its options, so that the
 * total, less chance, and children per woman have the intervals of 80 % of the spreads over three
 * projection intervals. Migration's uncertainty is that of the cohort's whole ratio, so mortality
 * has none.
 * Given: the inputs of the area without a scenario, in ipss, in steps of five years and of up to 40
 * age groups. Use the result for scenarios too.
 * Errors: COHORT_ERROR_ARGUMENT; those of cohort_projection_new.
 * Ownership: options->migration_profile points into the spreads, which must not be freed before
 * cohort_ensemble_new has been called.
 */
COHORT_API int cohort_spreads_apply(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                    cohort_ensemble_options *options, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
