/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_BACKTEST_H
#define COHORT_BACKTEST_H

#include <stddef.h>
#include <stdint.h>

#include <cohort/ensemble.h>
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
 * Back-testing: from the censuses of many areas project forward from an earlier date, as one would
 * have done then, and hold the result against the later ones. How large are the errors, and how
 * uncertain do rates have to be (see ensemble.h) for intervals to hold what they promise? The
 * second is estimated from some cases and tested on others. lib/doc/uncertainty.md has formulas and
 * sources.
 */

/** Censuses of many areas. */
typedef struct cohort_censuses {
    int areas;                     /**< how many */
    const cohort_stock *stocks;    /**< [areas], on one grid with groups 15-49, 3 dates or more */
    const unsigned char *left_out; /**< [areas][dates], 1 = count not used; NULL = all are */
    const double *survival;        /**< [sex][age] of a reference (see inputs.h): tells chance of
                                        death from chance of moving; the ratio of both is the
                                        area's own */
} cohort_censuses;

/**
 * Which cases: areas and base dates. Nothing after its base date enters a case's forecast, whose
 * rates are those of the interval before; so the first base date is the second census.
 */
typedef struct cohort_cases {
    size_t size;                /**< sizeof of this struct; at least through `to` */
    const unsigned char *areas; /**< [areas], 1 = take; NULL = all */
    int from, to;               /**< years of the first and the last base date */
    int until;                  /**< nothing later than this year is looked at */
    int horizons;               /**< intervals to project, 1 to COHORT_MOST_HORIZONS */
} cohort_cases;

/** The cases of all dates, of three intervals; set what differs. */
#define COHORT_CASES                                                                               \
    {                                                                                              \
        sizeof(cohort_cases), NULL, COHORT_OPEN_START, COHORT_OPEN_END, COHORT_OPEN_END, 3         \
    }

/** Fill cases of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_cases_init_sized(cohort_cases *cases, size_t size);

/** Fill cases. */
#define cohort_cases_init(cases) cohort_cases_init_sized((cases), sizeof *(cases))

/** Limits of cases. */
enum {
    COHORT_MOST_HORIZONS = 20 /**< intervals to project */
};

/** Limits of classes. */
enum {
    COHORT_MOST_LIMITS = 7,                      /**< limits */
    COHORT_MOST_CLASSES = COHORT_MOST_LIMITS + 1 /**< classes */
};

/** Classes by limits, ascending: class k is below limit k, the last one has no limit. */
typedef struct cohort_limits {
    int count;                        /**< 0 to COHORT_MOST_LIMITS */
    double limit[COHORT_MOST_LIMITS]; /**< [count] */
} cohort_limits;

/**
 * How the rates of the last interval go on. R being the ratio of the area's peers in that interval,
 * all areas of its class by persons at the base date taken together (those of the cases or not),
 *   own ratio           (closing + prior R) / (opening + prior)
 *   in interval i >= 1  R + fade^i (own - R)
 * The child-woman ratio and the share of boys have the same prior, and are held.
 * {0, 1}: the area's own last ratios held, the plain rival. Without anybody at the opening it is R.
 *
 * Trends are those of all areas together, damped: by interval i they have gone on by s_i = d + d^2 +
 * ... + d^i times the mean movement an interval since the first census, d being the damping.
 *   survival   from age 60 on (at the interval's start), by sex and age: the ratio is multiplied by
 *              N^(g^s_i) / N, N being the ratio of all areas in the last interval, g the mean change
 *              of its force -log N since the first one: its ratio, an interval. None where N is not
 *              below 1 in both, and at the second census
 *   fertility  the child-woman ratio is multiplied by k^s_i, k being the mean change of that of all
 *              areas, an interval
 */
typedef struct cohort_outlook {
    double prior;        /**< persons added to each cell, 0 or more */
    double fade;         /**< 0 to 1 */
    cohort_limits peers; /**< classes of peers, by persons */
    double trend;        /**< the damping, 0 (no trend) to 1 (as fast as before) */
    int by_women_20_39; /**< 0: children per woman 15-49 are held; 1: per woman 20-39, of whom there
                              are as many as the case's own projection has */
} cohort_outlook;

/**
 * Inputs of a case: of an area from a base date on, in ipss.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (a cell),
 * COHORT_ERROR_MISSING (the count at the base or before it is left out), COHORT_ERROR_MEMORY; *out
 * is then NULL.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_backtest_inputs(const cohort_censuses *censuses, int area, int base_year,
                                      int horizons, const cohort_outlook *outlook,
                                      cohort_inputs **out, cohort_error *error);

/**
 * The mean absolute error, on the logarithm, over bands, cases and horizons under each of several
 * outlooks.
 * Given: band[bands], 1 or more; 1 outlook or more.
 * Returned: errors[count].
 * Errors: as above; those of cohort_count; COHORT_ERROR_MISSING when there is no case. Errors of the
 * outlooks before the one that failed have then been written.
 */
COHORT_API int cohort_backtest_compare(const cohort_censuses *censuses, const cohort_cases *cases,
                                       int bands, const cohort_band *band, int count,
                                       const cohort_outlook *outlooks, double *errors,
                                       cohort_error *error);

/** What is uncertain in a class of areas. */
typedef struct cohort_spread {
    int cases;  /**< that it was estimated from */
    int pooled; /**< 0: the class's own; 1: that of its size; 2: that of all (too few were left) */
    cohort_uncertainty fertility, migration; /**< of its rates */
} cohort_spread;

/** Most age groups that a profile has. */
enum { COHORT_MOST_PROFILE = 130 };

/**
 * Uncertain rates by class of area. The classes are known at the base date: persons, and relative
 * growth, the logarithm of the total's change in the last interval less that of all areas together.
 * Migration is the uncertainty of a cohort's whole ratio; mortality, which is not told apart from
 * it, has none of its own. Its profile by age (see ensemble.h) is that of all classes.
 */
typedef struct cohort_backtest_model {
    cohort_outlook outlook;              /**< how rates go on */
    cohort_limits size, relative_growth; /**< the classes: by persons, by growth per interval */
    cohort_spread spread[COHORT_MOST_CLASSES][COHORT_MOST_CLASSES]; /**< [size][relative_growth] */
    double most_persons;                 /**< of an area of the cases, at any census */
    int width;                           /**< years between the censuses */
    int profile_ages;                    /**< those of the censuses' grid; 0 = no profile */
    double profile[COHORT_MOST_PROFILE]; /**< [age], by age at the interval's end */
} cohort_backtest_model;

/**
 * Estimate the spreads from cases.
 * Given: model->outlook, ->size and ->relative_growth; `least`, cases below which a class is
 * pooled, 1 or more.
 * Returned: model->most_persons, ->width, ->profile; and ->spread, such that in each class intervals
 * of 80 % hold 80 % of the cases' errors, chance of small numbers being taken off first: the errors,
 * on the logarithm,
 *   of persons born before the base date, by horizon     sd and autocorrelation
 *   of cells of the first interval, by persons           age_correlation; profile: the spread of
 *                                                        an age over that of all
 *   of the child-woman ratio, by horizon                 the same of fertility
 * An age of less than `least` cells has the profile 1. With one horizon alone the autocorrelation is
 * 1.
 * Errors: as above; COHORT_ERROR_GRID for more than COHORT_MOST_PROFILE ages; COHORT_ERROR_MISSING
 * when there is no case.
 */
COHORT_API int cohort_backtest_fit(const cohort_censuses *censuses, const cohort_cases *cases,
                                   int least, cohort_backtest_model *model, cohort_error *error);

/** The spread for an area of this size and relative growth; NULL for a model whose classes are none. */
COHORT_API const cohort_spread *cohort_backtest_spread(const cohort_backtest_model *model,
                                                       double persons, double relative_growth);

/** How to run cases. */
typedef struct cohort_backtest_options {
    size_t size;             /**< sizeof of this struct; at least through `band` */
    uint64_t seed;           /**< of all random numbers */
    int trajectories;        /**< of each case; 0 = errors alone, without intervals */
    int threads;             /**< as in cohort_batch_run */
    cohort_limits classes;   /**< by persons at the base date, to report by */
    int bands;               /**< 1 or more */
    const cohort_band *band; /**< [bands], borrowed */
    /** After each case; NULL = none. Returned: 0 to go on; anything else stops the run. */
    int (*progress)(void *context, int done, int all);
    void *context; /**< handed to it */
} cohort_backtest_options;

/** 400 trajectories of seed 1 by one thread; set what differs, bands at least. */
#define COHORT_BACKTEST_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_backtest_options), 1, 400, 1, {0, {0}}, 0, NULL, NULL, NULL                  \
    }

/** Fill options of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size);

/** Fill options. */
#define cohort_backtest_options_init(options)                                                      \
    cohort_backtest_options_init_sized((options), sizeof *(options))

/** Errors of a class: forecast / counted - 1, in percent. Without a case all but `cases` are NAN,
 * without trajectories the two shares. */
typedef struct cohort_backtest_row {
    int cases;                   /**< how many */
    double bias;                 /**< mean */
    double mape;                 /**< mean of the absolute */
    double median;               /**< median of the absolute */
    double within_80, within_95; /**< percent of cases within the interval, ends included */
} cohort_backtest_row;

/**
 * Run the cases.
 * Returned: rows[band][horizon][class], horizon 0 being one interval, with one class more behind
 * the last: all. Cases in which nobody was counted in a band are passed over in it.
 * Errors: as above; COHORT_ERROR_STOPPED when `progress` stopped it; COHORT_ERROR_GRID for a profile
 * of other ages; those of cohort_ensemble_run and cohort_count.
 */
COHORT_API int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                                   const cohort_backtest_model *model,
                                   const cohort_backtest_options *options,
                                   cohort_backtest_row *rows, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
