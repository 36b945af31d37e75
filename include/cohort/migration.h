/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MIGRATION_H
#define COHORT_MIGRATION_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Migration: model schedules, totals to ages, gross to net.
 *
 * All functions work only on the caller's arrays and allocate nothing; several threads may call
 * them at once. An output must not overlap an input or another output, unless a function says
 * otherwise.
 */

/* --- Model schedules ------------------------------------------------------------------------- */

/**
 * Rogers and Castro's model migration schedule. The rate at exact age x, in years, is
 *
 *   m(x) = a1 exp(-alpha1 x)
 *        + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2)))
 *        + a3 exp(-alpha3 (x - mu3) - exp(-lambda3 (x - mu3))) + c
 *
 * The terms are those of children, who move with their parents, of the labour force and of
 * retirement, and a level at all ages. A peak is highest at mu + log(lambda / alpha) / lambda, not
 * at mu. With eleven parameters there are all terms; with seven (a1 alpha1 a2 mu2 alpha2 lambda2 c)
 * a3 is 0, and mu3, alpha3 and lambda3 have no effect.
 *
 * Ranges, checked by every function that returns a code: levels a1, a2, a3 and c 0 to 1e6, in the
 * unit of the rates; alpha and lambda 0 to 3 per year; mu 0 to 150 years.
 * Reference: Rogers and Castro, Model Migration Schedules, IIASA Research Report RR-81-30 (1981).
 * Its forms of nine and thirteen parameters, whose rates rise again among the oldest, are not
 * offered.
 */
typedef struct cohort_rogers_castro {
    double a1;      /**< level of the children's term */
    double alpha1;  /**< its fall with age, per year */
    double a2;      /**< level of the labour force's term */
    double mu2;     /**< position of its peak, years of age */
    double alpha2;  /**< its fall after the peak, per year */
    double lambda2; /**< its rise before the peak, per year */
    double a3;      /**< level of the retirement term */
    double mu3;     /**< position of its peak, years of age */
    double alpha3;  /**< its fall after the peak, per year */
    double lambda3; /**< its rise before the peak, per year */
    double c;       /**< level at all ages */
} cohort_rogers_castro;

/**
 * The "fundamental" schedule of seven parameters, an initializer. Only its shape is meant to be
 * used: over a life its rates add up to about 1 (the gross migraproduction rate).
 * Reference: Rogers and Castro (1981), as the R package migest documents it (rc9.fund in version
 * 1.8.5, rc_model_fund since); not compared with the report itself.
 */
#define COHORT_ROGERS_CASTRO_FUNDAMENTAL                                                           \
    {                                                                                              \
        0.02, 0.1, 0.06, 20.0, 0.1, 0.4, 0.0, 0.0, 0.0, 0.0, 0.003                                 \
    }

/** The rate at an exact age, years. Nothing is checked. */
COHORT_API double cohort_rogers_castro_rate(const cohort_rogers_castro *schedule, double age);

/**
 * The mean rate between two exact ages, years; the rate at that age if they are equal. Nothing is
 * checked.
 *
 * It is the integral by ten-point Gauss-Legendre quadrature, on pieces in which no exponent changes
 * by more than 1, divided by to - from: exact to rounding, 1e-14 of the highest rate.
 */
COHORT_API double cohort_rogers_castro_mean(const cohort_rogers_castro *schedule, double from,
                                            double to);

/**
 * Rates by age group: the mean of the schedule over each group.
 * Given: ages, the number of groups, 1 to 1000, the last one open-ended; width, 1 to 100 years.
 * Returned: rates[ages], per person and year, in the unit of the levels: the mean over x * width to
 * (x + 1) * width exact years. So the open age group has the mean over its first `width` years. The
 * curve is almost level there, and the ages within the group are not known.
 * Errors: COHORT_ERROR_GRID; COHORT_ERROR_VALUE naming the parameter.
 */
COHORT_API int cohort_rogers_castro_schedule(const cohort_rogers_castro *schedule, int ages,
                                             int width, double *rates, cohort_error *error);

/**
 * Observed rates: rates[i] is the mean from exact age from[i] to to[i]. The arrays are read only
 * during the call.
 */
typedef struct cohort_observed_rates {
    int count;             /**< number of observations */
    const double *from;    /**< [count] years, 0 to 200 */
    const double *to;      /**< [count] years, from[i] or more, to 200; NULL: points at from[i] */
    const double *rates;   /**< [count] 0 to 1e6 */
    const double *weights; /**< [count] 0 to 1e15, such as persons; NULL: all 1 */
} cohort_observed_rates;

/** How to fit. */
typedef struct cohort_rogers_castro_options {
    size_t size;                       /**< sizeof this struct; an old one may end after `start` */
    int parameters;                    /**< number of parameters, 7 or 11 */
    const cohort_rogers_castro *start; /**< where to start; NULL: several starts are found from
                                            the rates */
    const cohort_rogers_castro *lower; /**< bounds, inclusive; NULL: COHORT_ROGERS_CASTRO_LOWER */
    const cohort_rogers_castro *upper; /**< likewise; NULL: COHORT_ROGERS_CASTRO_UPPER */
} cohort_rogers_castro_options;

/**
 * Options with seven parameters, the start and the bounds found by the function; change what
 * differs.
 */
#define COHORT_ROGERS_CASTRO_OPTIONS                                                               \
    {                                                                                              \
        sizeof(cohort_rogers_castro_options), 7, NULL, NULL, NULL                                  \
    }

/** Fill options of this size as COHORT_ROGERS_CASTRO_OPTIONS does, for languages without macros. */
COHORT_API void cohort_rogers_castro_options_init_sized(cohort_rogers_castro_options *options,
                                                        size_t size);

/** Fill options as COHORT_ROGERS_CASTRO_OPTIONS does. */
#define cohort_rogers_castro_options_init(options)                                                 \
    cohort_rogers_castro_options_init_sized((options), sizeof *(options))

/** The default lower bounds, an initializer, to be copied and changed. */
#define COHORT_ROGERS_CASTRO_LOWER                                                                 \
    {                                                                                              \
        0.0, 0.0, 0.0, 0.0, 0.0, 0.01, 0.0, 30.0, 0.0, 0.01, 0.0                                   \
    }

/** The default upper bounds, an initializer. */
#define COHORT_ROGERS_CASTRO_UPPER                                                                 \
    {                                                                                              \
        1e6, 3.0, 1e6, 60.0, 3.0, 3.0, 1e6, 120.0, 3.0, 3.0, 1e6                                   \
    }

/**
 * Fill schedules with the three initializers, for languages without macros; any pointer may be
 * NULL.
 */
COHORT_API void cohort_rogers_castro_init(cohort_rogers_castro *fundamental,
                                          cohort_rogers_castro *lower, cohort_rogers_castro *upper);

/** How a fit went. */
typedef struct cohort_rogers_castro_fit_report {
    int observations;  /**< number of observations with a weight above 0 */
    int parameters;    /**< number of free parameters: 7 or 11, less those with equal bounds */
    int converged;     /**< 1: no step within the bounds improves the fit any more; 0: stopped
                            before */
    int iterations;    /**< steps taken from the start that gave the answer */
    int bounds_active; /**< free parameters that are at a bound */
    double rms;        /**< root of the weighted mean squared residual, in the unit of the rates */
    double worst;      /**< largest absolute residual of an observation with a weight, same unit */
} cohort_rogers_castro_fit_report;

/**
 * Fit a schedule to rates: least weighted sum of squares within bounds.
 *
 * Given: at least as many observations with a weight above 0 as parameters; a start within the
 * bounds, if there is one. Equal bounds keep a parameter fixed. With 7 parameters a3, mu3, alpha3
 * and lambda3 become 0; their bounds and start are not read. Without a start several are tried and
 * the best result is kept: the labour peak where the rates of ages 12-45 are highest, with three
 * shapes; the retirement peak where the fit of seven parameters leaves most at ages 45-90, and at
 * 62 and 70, with two shapes. Then, since that fit may have taken a high retirement peak for the
 * labour peak: the labour peak where rates are highest at ages 12-27, with three shapes, and the
 * retirement peak where that leaves most, with two.
 * Returned: *schedule; *report, which must not be NULL. The search ends when no slope is left
 * (1e-10, as the cosine of residuals and derivatives), when the residuals are only rounding, or
 * when 20 steps have lowered the sum of squares by less than 1e-5 of it. If it takes 500 steps,
 * report->converged is 0; that is no error.
 * Errors: COHORT_ERROR_ARGUMENT (parameters; bounds; a start outside them; too few observations);
 * COHORT_ERROR_VALUE naming the observation or parameter, or when all rates are 0;
 * COHORT_ERROR_SOLVE when the start's rates are too large to be squared.
 *
 * There can be several local minima: look at report->rms, and give a start if it is too large.
 * Rates of all ages determine the curve well, but not each parameter, least of all those of a
 * retirement peak: different values can give rates that differ by less than their noise. Eleven
 * parameters fitted to eighteen five-year rates with 5 % of noise took all 500 steps in one fit of
 * seven, with residuals no larger than those of the true curve.
 * Reference: Levenberg and Marquardt's method with analytic derivatives, steps being cut at the
 * bounds; for the scaling, More, in Watson (ed.), Numerical Analysis, Lecture Notes in Mathematics
 * 630 (1978), 105-116.
 */
COHORT_API int cohort_rogers_castro_fit(const cohort_observed_rates *observed,
                                        const cohort_rogers_castro_options *options,
                                        cohort_rogers_castro *schedule,
                                        cohort_rogers_castro_fit_report *report,
                                        cohort_error *error);

/* --- Totals to ages -------------------------------------------------------------------------- */

/**
 * Spread a total over cells of sex and age.
 *
 * Given: total, migrants, -1e15 to 1e15: in-, out- or net migrants; cells, 1 or more;
 * schedule[cells], 0 to 1e15: rates by cell if there is a population, otherwise the shape of the
 * migrants themselves; population[cells], persons, 0 to 1e15, or NULL.
 * Returned: out[cells], persons: total * w / (sum of w), where w = schedule * population, or
 * schedule. `out` may be one of the inputs. Each cell is rounded to the last bit of the total (at
 * most 2^-52 of it), and the cell of the largest weight takes the rest: the cells add up to the
 * total exactly, in any order of addition. (This does not hold for totals of less than 1e-290.) A
 * cell without weight is 0, and no cell has another sign than the total.
 * Errors: COHORT_ERROR_ARGUMENT (no cell); COHORT_ERROR_VALUE naming the value, or when no weight
 * is above 0, even for a total of 0.
 */
COHORT_API int cohort_migration_by_age(double total, int cells, const double *schedule,
                                       const double *population, double *out, cohort_error *error);

/**
 * Spread a net total made of arrivals and departures over cells. The two differ by age: a net total
 * of +100 may be 900 who come and 800 who leave, who are younger.
 *
 * Given: totals, persons, 0 to 1e15; cells, 1 or more; in_schedule[cells] and out_schedule[cells],
 * the shapes of arrivals and departures (rates must be multiplied by population first), 0 to 1e15,
 * also for a total of 0.
 * Returned: net[cells], persons: arrivals less departures, each spread as in
 * cohort_migration_by_age. `net` may be one of the inputs. Both are rounded to the last bit of the
 * larger total. The cells add up to in_total - out_total, in any order of addition: exactly if that
 * has no finer bits (whole numbers have none), otherwise to within 2^-52 of the larger total.
 * Errors: as in cohort_migration_by_age.
 */
COHORT_API int cohort_migration_by_age_two_sided(double in_total, double out_total, int cells,
                                                 const double *in_schedule,
                                                 const double *out_schedule, double *net,
                                                 cohort_error *error);

/* --- Gross to net ---------------------------------------------------------------------------- */

/**
 * @file
 * Gross to net: index i of population, rates and flows is the same group of people. It is a group
 * by sex and age at the interval's opening; or, for arrays by age at the interval's END as in
 * cohort_inputs, the persons on their way into that cell (the two oldest groups together for the
 * open one). Rates are shares of the opening population over the whole interval, 0 to 1.
 */

/**
 * Net migration of one area from out-rates and in-flows.
 *
 * Given: cells, 1 or more; population[cells], persons at the opening, 0 to 1e15; out_rates[cells],
 * 0 to 1; in_flows[cells]: arrivals, persons, 0 to 1e15, or with a pool the area's shares of it, 0
 * to 1; pool[cells], all who move, persons, 0 to 1e15, or NULL.
 * Returned: net_counts[cells], persons: in_flows (* pool) - population * out_rates;
 * net_rates[cells], per person at the opening: net_counts / population, 0 where both are 0. Either
 * may be NULL or one of the inputs.
 * Errors: COHORT_ERROR_ARGUMENT (no cell); COHORT_ERROR_VALUE naming the value, or, if net_rates is
 * not NULL, the cell with arrivals and no population, which has a count but no rate.
 */
COHORT_API int cohort_migration_net(int cells, const double *population, const double *out_rates,
                                    const double *in_flows, const double *pool, double *net_counts,
                                    double *net_rates, cohort_error *error);

/**
 * Flows of several areas in one interval, in arrays of the caller. Any may be NULL.
 */
typedef struct cohort_migration_flows {
    double *departures; /**< [area][cell] persons */
    double *arrivals;   /**< [area][cell] persons */
    double *net;        /**< [area][cell] persons: arrivals - departures */
} cohort_migration_flows;

/**
 * Migration among several areas through a pool: everyone who leaves an area goes into a pool by sex
 * and age, and the pool is shared out among the areas. What one area loses the others gain, so
 * migration among them creates and loses nobody. Migration to and from abroad is not in the pool.
 *
 * Given: areas, 1 or more; cells of an area, 1 or more, such as [sex][age]; population[area][cell],
 * persons, 0 to 1e15; out_rates[area][cell], 0 to 1; in_shares[area][cell], 0 to 1: in each cell
 * they add up over the areas to 1 within 1e-4, and are divided by their sum. Where nobody leaves
 * they may all be 0.
 * Returned: flows:
 *   departures = population * out_rates;  pool[cell] = sum of departures over the areas
 *   arrivals   = pool[cell] * in_shares;  net        = arrivals - departures
 * Departures are rounded down, arrivals to the nearest multiple of one binary unit for each cell,
 * at most 2^-51 of its pool; the area of the largest share (the first of equals) takes the rest. So
 * the arrivals of all areas equal their departures, and net migration adds up to 0, exactly and in
 * any order of addition. Nobody leaves who was not there.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_VALUE naming value, area and cell (from 0).
 * Reference: National Institute of Population and Social Security Research, Regional Population
 * Projections for Japan: 2020-2050 (2023), which uses out-rates (tenshutsu-ritsu) and in-shares
 * (haibun-ritsu); Koike, Journal of Population Problems 72-3 (2016), 256-275, on the pool model.
 * The rounding is this library's.
 */
COHORT_API int cohort_migration_pool(int areas, int cells, const double *population,
                                     const double *out_rates, const double *in_shares,
                                     const cohort_migration_flows *flows, cohort_error *error);

/**
 * Migration among several areas by origin and destination.
 *
 * Given: areas, cells and population[area][cell] as in cohort_migration_pool;
 * rates[origin][destination][cell], 0 to 1: movers per person of the origin's population. They add
 * up over the destinations to at most 1 (+ 1e-9). Rates with destination = origin (those who stay)
 * are not read.
 * Returned: flows, where movers = population[origin] * rate, rounded down to a multiple of one
 * binary unit for each cell, at most 2^-51 of all its movers:
 *   departures = movers by origin;  arrivals = movers by destination;  net = arrivals - departures
 * Net migration of all areas adds up to 0, exactly and in any order of addition.
 * Errors: as in cohort_migration_pool, naming origin, destination and cell.
 */
COHORT_API int cohort_migration_origin_destination(int areas, int cells, const double *population,
                                                   const double *rates,
                                                   const cohort_migration_flows *flows,
                                                   cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
