/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_BACKTEST_H
#define COHORT_BACKTEST_H

#include <stddef.h>
#include <stdint.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/forecast.h>
#include <cohort/grid.h>
#include <cohort/indicators.h>
#include <cohort/spreads.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Back-testing: forecast many areas from an earlier census, as one would have done then, and
 * compare the result with later censuses. How large are the errors, and how many later counts do
 * intervals hold? Intervals are estimated from some cases (cohort_backtest_fit) and tested on
 * others. lib/doc/forecast.md has formulas, scores and results.
 */

/** The censuses of many areas. */
typedef struct cohort_censuses {
    int areas;                     /**< number of areas */
    const cohort_stock *stocks;    /**< [areas], on one grid of 3 dates or more */
    const unsigned char *left_out; /**< [areas][dates], 1 = this count is not used; NULL = all
                                        are */
    const int *group;              /**< [areas], 0 to COHORT_GROUP_MAX: the number of each area's
                                        prefecture, province, ...; NULL = one for all */
} cohort_censuses;

/**
 * Which cases to take. A case is an area and a base date. Its forecast uses nothing after the base
 * date, and needs the count before it, so the first base date is the second census. Peers are all
 * areas together.
 */
typedef struct cohort_cases {
    size_t size;                /**< sizeof this struct; an old one may end after `to` */
    const unsigned char *areas; /**< [areas], 1 = take the area; NULL = all */
    int from, to;               /**< years of the first and the last base date */
    int until;                  /**< the last year that is compared */
    int horizons;               /**< number of intervals, 1 to COHORT_HORIZONS_MAX */
} cohort_cases;

/** Cases of all areas and dates, of three intervals; change what differs. */
#define COHORT_CASES                                                                               \
    {                                                                                              \
        sizeof(cohort_cases), NULL, COHORT_OPEN_START, COHORT_OPEN_END, COHORT_OPEN_END, 3         \
    }

/** Fill cases of this size as COHORT_CASES does, for languages without macros. */
COHORT_API void cohort_cases_init_sized(cohort_cases *cases, size_t size);

/** Fill cases as COHORT_CASES does. */
#define cohort_cases_init(cases) cohort_cases_init_sized((cases), sizeof *(cases))

/** Which errors to put together: values of `by`. */
enum {
    COHORT_BY_SIZE = 0,  /**< by persons at the base date, in `classes` */
    COHORT_BY_BASE = 1,  /**< by base date: class 0 is the second census */
    COHORT_BY_GROUP = 2, /**< of sums over the areas of each group, by base date */
    COHORT_BY_ALL = 3    /**< of sums over all areas, by base date */
};

/** With which peers to forecast: values of `peers`. */
enum {
    COHORT_PEERS_TO_BASE = 0, /**< all areas together, until the base date */
    COHORT_PEERS_OLDER = 1,   /**< until the census before, so from the third census on */
    COHORT_PEERS_NONE = 2     /**< none: each area by itself */
};

/** How to compare. */
typedef struct cohort_backtest_options {
    size_t size; /**< sizeof this struct; an old one may end after `peers` */
    const cohort_forecast_options *forecast; /**< how to forecast; peers, nation, left_out and as_of
                                                  are not read; NULL = the defaults */
    const cohort_spreads *spreads;           /**< the intervals to test; NULL = none */
    cohort_limits classes;                   /**< of COHORT_BY_SIZE */
    int by;    /**< COHORT_BY_SIZE, COHORT_BY_BASE, COHORT_BY_GROUP or COHORT_BY_ALL */
    int peers; /**< COHORT_PEERS_TO_BASE, COHORT_PEERS_OLDER or COHORT_PEERS_NONE */
} cohort_backtest_options;

/** Errors of all sizes together, without intervals. */
#define COHORT_BACKTEST_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_backtest_options), NULL, NULL, {0, {0}}, COHORT_BY_SIZE, 0                   \
    }

/** Fill options of this size as COHORT_BACKTEST_OPTIONS does, for languages without macros. */
COHORT_API void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size);

/** Fill options as COHORT_BACKTEST_OPTIONS does. */
#define cohort_backtest_options_init(options)                                                      \
    cohort_backtest_options_init_sized((options), sizeof *(options))

/**
 * Errors of a class: 100 (forecast / count - 1), percent; scores in percent of the count. Without a
 * case all members but `cases` are NAN; without spreads those of intervals are.
 */
typedef struct cohort_backtest_row {
    int cases;         /**< number of cases */
    double bias;       /**< mean error */
    double mape;       /**< mean absolute error */
    double median;     /**< median absolute error */
    double within_80;  /**< percent of cases whose count lies within the interval of 80 %, ends
                           included */
    double within_95;  /**< the same of 95 % */
    double crps;       /**< continuous ranked probability score: twice the mean pinball loss over 23
                            quantiles from 0.01 to 0.99 */
    double winkler_80; /**< Winkler's score: width, plus 2 / (1 - level) times what the count lies
                            outside */
    double winkler_95; /**< the same of 95 % */
} cohort_backtest_row;

/**
 * Run cases and report their errors.
 * Returned: rows[COHORT_SPREAD_BANDS][cases->horizons][classes]; horizon 0 is one interval. The
 * classes are one for each class or census after the first, and a last one for all. A case in which
 * nobody was counted or expected in a band is ignored there.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (a cell), those of
 * cohort_spreads_quantile and cohort_count; COHORT_ERROR_MISSING when there is no case;
 * COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                                   const cohort_backtest_options *options,
                                   cohort_backtest_row *rows, cohort_error *error);

/**
 * Estimate from the errors of cases how uncertain forecasts are: for each band and horizon scale,
 * quantiles and common parts (see spreads.h), by least squares and as past errors had them.
 * Given: forecast, how to forecast, as in the options above; NULL = the defaults.
 * Errors: those of cohort_backtest_run; COHORT_ERROR_MISSING when there are fewer than 5 cases at
 * a horizon. With fewer than 50 there, all areas have one scale.
 * Ownership: freed with cohort_spreads_free.
 */
COHORT_API int cohort_backtest_fit(const cohort_censuses *censuses, const cohort_cases *cases,
                                   const cohort_forecast_options *forecast, cohort_spreads **out,
                                   cohort_error *error);

/**
 * Measure on cases, best on others than those of the fit, how many intervals hold the later count,
 * and keep the result in the spreads (see cohort_spreads_coverage).
 * Given: options, of which `forecast` and `classes` are read.
 * Errors: those of cohort_backtest_run. The spreads are then as they were.
 */
COHORT_API int cohort_backtest_measure(const cohort_censuses *censuses, const cohort_cases *cases,
                                       const cohort_backtest_options *options,
                                       cohort_spreads *spreads, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
