/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_FORECAST_H
#define COHORT_FORECAST_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Forecasting from censuses: from an area's populations at two dates or more to its rates to come.
 * lib/doc/forecast.md has the formulas, what was tried, and how large the errors have been.
 *
 *     cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
 *     options.peers = &country;
 *     cohort_forecast(&town, 2050, &options, &inputs, &error);
 */

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
 * Peers: many areas together, whose populations at past dates say what is usual.
 * Given: counts[areas], on one grid; left_out[areas][dates], 1 = this count is not used, NULL = all
 * are.
 * Returned: *out, the sum of the areas that were counted at every date.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (a cell),
 * COHORT_ERROR_MISSING (no area was counted at every date), COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_stock_free.
 */
COHORT_API int cohort_forecast_peers(int areas, const cohort_stock *counts,
                                     const unsigned char *left_out, cohort_stock *out,
                                     cohort_error *error);

/** Groups of ages that differ in how long an area keeps what is its own. */
enum {
    COHORT_FORECAST_AGES = 7,  /**< number of groups */
    COHORT_FORECAST_RECENT = 3 /**< number of past intervals that are looked at */
};

/**
 * How to forecast. P_x(t+n) / P_x-1(t) is the cohort-change ratio of an interval; for the open age
 * group, it is over the two oldest groups together.
 *   own     (closing + prior R) / (opening + prior), R the ratio of the peers in that interval
 *   e       excess: the mean of own - R over the recent intervals that were counted at both ends,
 *           with the weights `recent`; without one, that of the latest such interval; else 0
 *   R*      the peers' level to come: the mean of their ratios with the weights `level`
 *   r_i     R* + keep fade^(i - 1) e, in interval i = 1, 2, ... Under 60, with excess above 0 or
 *           below it, keep and fade are also multiplied by gains[] or by losses[]
 * The number of newcomers is not in proportion to the residents. So where r_i > 1, under 60, the
 * closing is opening + (r_i - 1) (opening of the last counted interval); else r_i times the
 * opening.
 *
 * From 60 on the ratio also goes on with the trend of the peers: it is multiplied by N^(g^s_i) / N,
 * where N is their latest ratio, g the mean factor by which its force, -log N, changed in an
 * interval since their first one, and s_i = d + d^2 + ... + d^i with d the damping `trend`. There
 * is none if N was not below 1 in both.
 *
 * Children: those per woman of mothers_from to mothers_to are R + children_keep
 * children_fade^(i - 1) e, with one date in place of the intervals, times k^s_i with the damping
 * `trend_children`, k the mean factor by which those of the peers changed in an interval since
 * their first date. The share of boys is the area's own, drawn to its peers'.
 *
 * fade, its factors, children_fade and both dampings are of five years; in intervals of n years
 * they are raised to the power n / 5. Ages are those at the interval's start. For a date that the
 * peers do not have, their latest before it is taken. The defaults were chosen by back-tests, in
 * steps of five years.
 */
typedef struct cohort_forecast_options {
    size_t size;                   /**< sizeof this struct; an old one may end after
                                        `trend_children` */
    const cohort_stock *peers;     /**< populations of the country, or of many areas, at two dates
                                        or more, on the same ages and width; NULL = the area itself,
                                        which then keeps its ratios */
    const cohort_inputs *nation;   /**< survival, which tells deaths from moves, and TFR for each
                                        child-woman ratio, from the last count or before to
                                        last_year or beyond. NULL = survival is the peers' ratio, at
                                        most 1 */
    const unsigned char *left_out; /**< [dates], 1 = this count is not used; NULL = all are. The
                                        last one that is not left out is the last count */
    int as_of;                     /**< dates after this year are not used; COHORT_OPEN_END = all
                                        are */
    int gains_counted;             /**< 1: growth by counts, as above; 0: by ratios */
    int mothers_from, mothers_to;  /**< the ages of the women to whom children are related */
    double prior;                  /**< persons added to each cell, 0 or more */
    double recent[COHORT_FORECAST_RECENT];    /**< weights of the last interval, the one before, and
                                                so on, 0 or more; the first above 0 */
    double level[COHORT_FORECAST_RECENT];     /**< likewise, of the peers' ratios under 60 */
    double level_old[COHORT_FORECAST_RECENT]; /**< and from 60 on */
    double keep[COHORT_FORECAST_AGES];   /**< for ages 0-9, 10-24, 25-39, 40-54, 55-59, 60-74, 75
                                                and over, 0 or more */
    double fade[COHORT_FORECAST_AGES];   /**< 0 or more */
    double gains[2], losses[2];          /**< factors of keep and of fade, 0 or more */
    double children_keep, children_fade; /**< 0 or more */
    double trend, trend_children;        /**< dampings, 0 (no trend) to 1 */
} cohort_forecast_options;

/** The defaults; set the peers and the nation where there are any. */
#define COHORT_FORECAST_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_forecast_options), NULL, NULL, NULL, COHORT_OPEN_END, 1, 20, 39, 20.0,       \
            {0.8, 0.2, 0.0}, {11.0, 2.0, 2.0}, {1.0, 0.0, 0.0},                                    \
            {0.75, 1.0, 0.7, 0.0, 1.0, 0.8, 0.85}, {0.8, 0.9, 0.5, 0.0, 1.0, 0.75, 0.95},          \
            {0.85, 0.7}, {1.1, 1.05}, 1.0, 0.9, 0.8, 0.4                                           \
    }

/** Fill options of this size as COHORT_FORECAST_OPTIONS does, for languages without macros. */
COHORT_API void cohort_forecast_options_init_sized(cohort_forecast_options *options, size_t size);

/** Fill options as COHORT_FORECAST_OPTIONS does. */
#define cohort_forecast_options_init(options)                                                      \
    cohort_forecast_options_init_sized((options), sizeof *(options))

/**
 * The populations to come of an area.
 * Given: counts at two dates or more; last_year, a whole number of widths after the last count that
 * is used. options NULL = the defaults, without peers.
 * Returned: *out, from the last count on, which is its first date.
 * Errors: COHORT_ERROR_ARGUMENT (an option), COHORT_ERROR_GRID (dates, ages, peers that do not fit
 * or have no two dates until the last count; without peers, no two counts in a row),
 * COHORT_ERROR_VALUE (a cell), COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_stock_free.
 */
COHORT_API int cohort_forecast_population(const cohort_stock *counts, int last_year,
                                          const cohort_forecast_options *options, cohort_stock *out,
                                          cohort_error *error);

/**
 * The rates to come of an area, in ipss: those of cohort_derive for the populations to come. Their
 * projection begins with the last count.
 * Given: as in cohort_forecast_population; options NULL = the defaults, without peers.
 * Errors: those of cohort_forecast_population and cohort_derive; COHORT_ERROR_GRID for a nation on
 * other ages or dates, or in a convention without child-woman ratios.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_forecast(const cohort_stock *counts, int last_year,
                               const cohort_forecast_options *options, cohort_inputs **out,
                               cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
