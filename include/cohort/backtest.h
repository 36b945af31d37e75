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
 * Back-testing: project many areas from an earlier census, as one would have done then, and compare
 * the result with later censuses. How large are the errors, and how uncertain must rates be (see
 * ensemble.h) so that intervals hold what they promise? The uncertainty is estimated from some
 * cases and tested on others. lib/doc/uncertainty.md has formulas and sources.
 */

/** The censuses of many areas. */
typedef struct cohort_censuses {
    int areas;                     /**< number of areas */
    const cohort_stock *stocks;    /**< [areas], on one grid with age groups that have limits at
                                        15 and 50, 3 dates or more */
    const unsigned char *left_out; /**< [areas][dates], 1 = this count is not used; NULL = all
                                        are */
    const double *survival;        /**< [sex][age], survival of a reference area (see inputs.h).
                                        It divides chance into deaths and moves; the ratio of the
                                        two together is the area's own */
} cohort_censuses;

/**
 * Which cases to take. A case is an area and a base date. Its forecast uses nothing after the base
 * date; its rates are those of the interval before, so the first base date is the second census.
 */
typedef struct cohort_cases {
    size_t size;                /**< sizeof this struct; an old one may end after `to` */
    const unsigned char *areas; /**< [areas], 1 = take the area; NULL = all */
    int from, to;               /**< years of the first and the last base date */
    int until;                  /**< the last year that is compared */
    int horizons;               /**< number of intervals to project, 1 to COHORT_HORIZONS_MAX */
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

/** Largest values in cases. */
enum {
    COHORT_HORIZONS_MAX = 20 /**< intervals to project */
};

/** Largest numbers in classes. */
enum {
    COHORT_LIMITS_MAX = 7,                     /**< number of limits */
    COHORT_CLASSES_MAX = COHORT_LIMITS_MAX + 1 /**< number of classes */
};

/**
 * Classes by ascending limits: class k has values below limit k and not below the one before; the
 * last class has no upper limit.
 */
typedef struct cohort_limits {
    int count;                       /**< number of limits, 0 to COHORT_LIMITS_MAX; there is
                                           one class more */
    double limit[COHORT_LIMITS_MAX]; /**< [count], finite, ascending */
} cohort_limits;

/**
 * How the rates of the last interval before the base date are continued.
 *
 * Let R be the ratio P_x(t+n) / P_x-1(t) of the area's peers in that interval: of all areas counted
 * at both its dates, whether cases or not, that are in the same class by persons at the base date,
 * taken together. (Where they have nobody at the opening, R is the reference's survival.)
 *   own ratio           (closing + prior R) / (opening + prior), or R if that divides by 0
 *   in interval i >= 1  R + fade^i (own - R)
 * The child-woman ratio and the share of boys have the same prior and do not change. Prior 0 and
 * fade 1 keep the area's own last ratios: the simple method, to compare with.
 *
 * Trends are those of all areas together, damped: by interval i they have moved s_i = d + d^2 + ...
 * + d^i times their mean movement in an interval since the first census, where d is the damping
 * `trend`.
 *   survival   from age 60 on (at the interval's start), by sex and age: the ratio is multiplied
 *              by N^(g^s_i) / N. N is the ratio of all areas in the last interval; g is the mean
 *              factor by which its force, -log N, changed in an interval since the first one. No
 *              trend if N was not below 1 in both, or if the base date is the second census
 *   fertility  the child-woman ratio is multiplied by k^s_i, where k is the mean factor by which
 *              that of all areas changed in an interval
 */
typedef struct cohort_outlook {
    double prior;        /**< persons added to each cell, with the ratio R, 0 or more */
    double fade;         /**< how much of the area's own is left after an interval, 0 to 1 */
    cohort_limits peers; /**< classes of peers by persons */
    double trend;        /**< the damping, 0 (no trend) to 1 (as fast as before) */
    int by_women_20_39;  /**< 0: children per woman 15-49 are kept; 1: children per woman 20-39,
                              whose number comes from the case's own projection */
} cohort_outlook;

/**
 * The inputs of a case's forecast: of an area, by its number, from a base date on, in ipss.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (a cell),
 * COHORT_ERROR_MISSING (the count at the base date or the one before is left out),
 * COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_backtest_inputs(const cohort_censuses *censuses, int area, int base_year,
                                      int horizons, const cohort_outlook *outlook,
                                      cohort_inputs **out, cohort_error *error);

/**
 * Compare outlooks: the mean absolute error of the forecasts under each, over bands, cases and
 * horizons. An error is the logarithm of forecast over count, with half a person added to each.
 * Given: band[bands], 1 or more; outlooks[count], 1 or more.
 * Returned: errors[count].
 * Errors: those of cohort_backtest_inputs and cohort_count; COHORT_ERROR_MISSING when there is no
 * case. errors[] may then be partly written.
 */
COHORT_API int cohort_backtest_compare(const cohort_censuses *censuses, const cohort_cases *cases,
                                       int bands, const cohort_band *band, int count,
                                       const cohort_outlook *outlooks, double *errors,
                                       cohort_error *error);

/** How uncertain rates are in a class of areas. */
typedef struct cohort_spread {
    int cases;  /**< number of cases from which it was estimated */
    int pooled; /**< 0: estimated from the class itself; 1: from all classes of growth of its
                     size; 2: from all cases (there were too few others) */
    cohort_uncertainty fertility, migration; /**< of the rates */
} cohort_spread;

/** Largest number of age groups in a profile. */
enum { COHORT_PROFILE_MAX = 130 };

/**
 * How uncertain rates are, by class of area. Classes are known at the base date. They are by
 * persons, and by relative growth: the logarithm of the total's change in the last interval less
 * that of all areas together.
 *
 * The uncertainty of migration is that of a cohort's whole ratio. Mortality cannot be separated
 * from it and has none of its own. The profile by age (see ensemble.h) is that of all classes.
 */
typedef struct cohort_backtest_model {
    cohort_outlook outlook;              /**< how rates are continued */
    cohort_limits size, relative_growth; /**< the classes: by persons, by growth per interval */
    cohort_spread spread[COHORT_CLASSES_MAX][COHORT_CLASSES_MAX]; /**< [size][relative_growth] */
    double most_persons;                /**< persons in the largest area of the cases, at any
                                              census */
    int width;                          /**< years between the censuses */
    int profile_ages;                   /**< age groups of the censuses' grid; 0 = no profile */
    double profile[COHORT_PROFILE_MAX]; /**< [age], by age at the interval's end */
} cohort_backtest_model;

/**
 * Estimate from cases how uncertain rates are.
 * Given: model->outlook, ->size and ->relative_growth; least, the number of cases below which a
 * class is pooled with others, 1 or more.
 * Returned: model->most_persons, ->width, ->profile_ages, ->profile and ->spread. In each class,
 * intervals of 80 % then hold 80 % of the cases' errors, after chance has been taken off. Errors,
 * on the logarithm,
 *   of persons born before the base date, by horizon, give sd and autocorrelation of migration
 *   of cells of the first interval, weighted by persons, give migration's age_correlation,
 *   neighbour_correlation and profile, the spread at an age over that of all ages
 *   of the child-woman ratio, by horizon, give sd and autocorrelation of fertility
 * An age with fewer than `least` cells has the profile 1. With only one horizon the autocorrelation
 * is 1.
 * Errors: those of cohort_backtest_inputs; COHORT_ERROR_GRID for more than COHORT_PROFILE_MAX
 * ages; COHORT_ERROR_MISSING when there is no case.
 */
COHORT_API int cohort_backtest_fit(const cohort_censuses *censuses, const cohort_cases *cases,
                                   int least, cohort_backtest_model *model, cohort_error *error);

/**
 * How uncertain rates are in an area of this size and relative growth; NULL for a model whose
 * limits are not valid.
 */
COHORT_API const cohort_spread *cohort_backtest_spread(const cohort_backtest_model *model,
                                                       double persons, double relative_growth);

/** How to run cases. */
typedef struct cohort_backtest_options {
    size_t size;             /**< sizeof this struct; an old one may end after `band` */
    uint64_t seed;           /**< seed of all random numbers */
    int trajectories;        /**< trajectories of each case; 0 = errors only, no intervals */
    int threads;             /**< as in cohort_batch_run */
    cohort_limits classes;   /**< classes of the results, by persons at the base date */
    int bands;               /**< number of bands, 1 or more */
    const cohort_band *band; /**< [bands], read only during the call */
    /**
     * Called after each case; NULL = not called. Returned: 0 to go on; anything else stops the run.
     */
    int (*progress)(void *context, int done, int all);
    void *context; /**< passed to `progress` */
} cohort_backtest_options;

/** 400 trajectories with seed 1 in one thread; set the bands, and change what differs. */
#define COHORT_BACKTEST_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_backtest_options), 1, 400, 1, {0, {0}}, 0, NULL, NULL, NULL                  \
    }

/** Fill options of this size as COHORT_BACKTEST_OPTIONS does, for languages without macros. */
COHORT_API void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size);

/** Fill options as COHORT_BACKTEST_OPTIONS does. */
#define cohort_backtest_options_init(options)                                                      \
    cohort_backtest_options_init_sized((options), sizeof *(options))

/**
 * Errors of a class: 100 (forecast / count - 1), percent. Without a case all members but `cases`
 * are NAN; without trajectories the two shares are.
 */
typedef struct cohort_backtest_row {
    int cases;     /**< number of cases */
    double bias;   /**< mean error */
    double mape;   /**< mean absolute error */
    double median; /**< median absolute error */
    double
        within_80; /**< percent of cases whose count lies within the interval of 80 %, ends included */
    double within_95; /**< the same of 95 % */
} cohort_backtest_row;

/**
 * Run cases and report their errors.
 * Returned: rows[band][horizon][class]; horizon 0 is one interval. There is one class more than in
 * `classes`, the last, for all cases. A case in which nobody was counted in a band is ignored
 * there.
 * Errors: those of cohort_backtest_inputs, cohort_ensemble_run and cohort_count; COHORT_ERROR_GRID
 * for a profile of other ages; COHORT_ERROR_MISSING when there is no case; COHORT_ERROR_STOPPED
 * when `progress` stopped the run.
 */
COHORT_API int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                                   const cohort_backtest_model *model,
                                   const cohort_backtest_options *options,
                                   cohort_backtest_row *rows, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
