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
 * Every function works on the caller's arrays and keeps nothing; none allocates; any number of
 * threads may call them at once. Where nothing else is said, an output must not overlap an input or
 * another output.
 */

/* --- Model schedules ------------------------------------------------------------------------- */

/**
 * Rogers and Castro's model migration schedule. The rate at exact age x, in years, is
 *
 *   m(x) = a1 exp(-alpha1 x)
 *        + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2)))
 *        + a3 exp(-alpha3 (x - mu3) - exp(-lambda3 (x - mu3))) + c
 *
 * children, who move with their parents; the labour force; retirement; a level at all ages. A peak
 * is highest at mu + log(lambda / alpha) / lambda, not at mu. The eleven parameters have all of it;
 * the seven (a1 alpha1 a2 mu2 alpha2 lambda2 c) have no retirement peak: a3 = 0, and mu3, alpha3,
 * lambda3 then change nothing.
 *
 * Ranges, kept by whatever returns a code: levels a1, a2, a3, c from 0 to 1e6, in the unit of the
 * rates; alpha and lambda from 0 to 3 per year; mu from 0 to 150 years.
 * Reference: Rogers and Castro, Model Migration Schedules, IIASA Research Report RR-81-30 (1981).
 * Its forms whose rates rise again among the oldest (nine and thirteen parameters) are not offered.
 */
typedef struct cohort_rogers_castro {
    double a1;      /**< level of the children */
    double alpha1;  /**< their fall, per year */
    double a2;      /**< level of the labour force */
    double mu2;     /**< where its peak stands, years of age */
    double alpha2;  /**< its fall behind the peak, per year */
    double lambda2; /**< its rise before the peak, per year */
    double a3;      /**< level of the retired */
    double mu3;     /**< where their peak stands, years of age */
    double alpha3;  /**< its fall, per year */
    double lambda3; /**< its rise, per year */
    double c;       /**< level at all ages */
} cohort_rogers_castro;

/**
 * The "fundamental" schedule of seven parameters, an initializer. Source: Rogers and Castro (1981),
 * as the documentation of the R package migest gives it (rc9.fund in version 1.8.5, rc_model_fund
 * since); not compared with the report itself. Only its shape is meant to be used: its rates add up
 * to about 1 over a life (the gross migraproduction rate).
 */
#define COHORT_ROGERS_CASTRO_FUNDAMENTAL                                                           \
    {                                                                                              \
        0.02, 0.1, 0.06, 20.0, 0.1, 0.4, 0.0, 0.0, 0.0, 0.0, 0.003                                 \
    }

/** The rate at one exact age, years: the formula above, unchecked. */
COHORT_API double cohort_rogers_castro_rate(const cohort_rogers_castro *schedule, double age);

/**
 * The mean rate between two exact ages, years: the integral by ten-point Gauss-Legendre
 * quadrature, on pieces in which no exponent changes by more than 1, over to - from; to = from
 * gives the rate at that age. Exact to rounding, 1e-14 of the highest rate. Unchecked.
 */
COHORT_API double cohort_rogers_castro_mean(const cohort_rogers_castro *schedule, double from,
                                            double to);

/**
 * Rates by age group.
 * Given: groups of `width` years, 1 to 100, `ages` of them, 1 to 1000, the last open-ended.
 * Returned: rates[ages], per person and year, in the unit of the levels: the mean over each group,
 * x * width to (x + 1) * width exact years, as above. The open group takes the mean over its first
 * `width` years: far out the curve is all but level, and how the old are spread is not known here.
 * Errors: COHORT_ERROR_GRID; COHORT_ERROR_VALUE naming the parameter. `rates` is then untouched.
 */
COHORT_API int cohort_rogers_castro_schedule(const cohort_rogers_castro *schedule, int ages,
                                             int width, double *rates, cohort_error *error);

/** Observed rates: rates[i] is the mean from exact age from[i] to to[i]. Borrowed by the call. */
typedef struct cohort_observed_rates {
    int count;             /**< how many */
    const double *from;    /**< [count] years, 0 to 200 */
    const double *to;      /**< [count] years, from[i] or more, to 200; NULL: points at from[i] */
    const double *rates;   /**< [count] 0 to 1e6 */
    const double *weights; /**< [count] 0 to 1e15, such as persons; NULL: all equal */
} cohort_observed_rates;

/** How to fit. */
typedef struct cohort_rogers_castro_options {
    size_t size;                       /**< sizeof of this struct; at least through `start` */
    int parameters;                    /**< 7 or 11 */
    const cohort_rogers_castro *start; /**< NULL: several, found from the rates */
    const cohort_rogers_castro *lower, *upper; /**< bounds, inclusive; NULL: those below */
} cohort_rogers_castro_options;

/** Seven parameters, the start and the bounds found here; set what differs. */
#define COHORT_ROGERS_CASTRO_OPTIONS                                                               \
    {                                                                                              \
        sizeof(cohort_rogers_castro_options), 7, NULL, NULL, NULL                                  \
    }

/** Fill options of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_rogers_castro_options_init_sized(cohort_rogers_castro_options *options,
                                                        size_t size);

/** Fill options. */
#define cohort_rogers_castro_options_init(options)                                                 \
    cohort_rogers_castro_options_init_sized((options), sizeof *(options))

/** The lower bounds used where none are given: an initializer, to be copied and narrowed. */
#define COHORT_ROGERS_CASTRO_LOWER                                                                 \
    {                                                                                              \
        0.0, 0.0, 0.0, 0.0, 0.0, 0.01, 0.0, 30.0, 0.0, 0.01, 0.0                                   \
    }

/** The upper bounds, likewise. */
#define COHORT_ROGERS_CASTRO_UPPER                                                                 \
    {                                                                                              \
        1e6, 3.0, 1e6, 60.0, 3.0, 3.0, 1e6, 120.0, 3.0, 3.0, 1e6                                   \
    }

/** The three initializers as a function; NULL for what is not wanted. */
COHORT_API void cohort_rogers_castro_init(cohort_rogers_castro *fundamental,
                                          cohort_rogers_castro *lower, cohort_rogers_castro *upper);

/** How a fit went. */
typedef struct cohort_rogers_castro_fit_report {
    int observations; /**< those whose weight is above 0 */
    int parameters;   /**< free ones: 7 or 11, less those whose bounds are equal */
    int converged;  /**< 1: no way down is left within the bounds worth a step; 0: stopped before */
    int iterations; /**< steps from the start that gave the answer */
    int bounds_active; /**< free parameters that stand at a bound */
    double rms;        /**< root of the weighted mean squared residual, unit of the rates */
    double worst;      /**< largest absolute residual among those weighted, unit of the rates */
} cohort_rogers_castro_fit_report;

/**
 * Fit a schedule to rates: least weighted sum of squares within bounds.
 *
 * Given: as many observations with a weight above 0 as parameters, or more. With a start, it is the
 * only one; it lies within the bounds. Without, several are tried and the best answer kept: the
 * labour peak where the rates of ages 12-45 are highest, with three shapes; the retirement peak
 * where the seven-parameter fit leaves most at ages 45-90, and at 62 and 70, with two shapes. The
 * squares have more than one valley: look at `rms`, and give a start where it disappoints.
 * Equal bounds hold a parameter fixed. With 7 parameters a3, mu3, alpha3 and lambda3 come out 0,
 * and their bounds and start are not read.
 * The curve is well determined by rates of all ages; single parameters need not be, those of a
 * retirement peak least of all: different values can give rates that differ by less than their
 * noise. Of eighteen five-year rates with 5 % of noise one fit of eleven parameters in seven runs
 * out of steps, with residuals no larger than those of the true curve.
 * Returned: *schedule; *report (not NULL). The search ends where no slope is left (1e-10, as the
 * cosine of residuals and derivatives), where the residuals are rounding, or where 20 steps have
 * lowered the sum of squares by less than 1e-5 of it. One that ran out of steps (500) is no error:
 * see report->converged.
 * Errors: COHORT_ERROR_ARGUMENT (parameters; bounds; a start outside them; too few observations);
 * COHORT_ERROR_VALUE naming the observation or parameter, or when all rates are 0;
 * COHORT_ERROR_SOLVE when the start's rates are too large to be squared. Outputs are then
 * untouched.
 * Reference: Levenberg and Marquardt's method with the derivatives worked out and steps cut at the
 * bounds: More, in Watson (ed.), Numerical Analysis, Lecture Notes in Mathematics 630 (1978),
 * 105-116, for the scaling.
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
 * Given: `total` migrants (in-, out-, or net ones, which may be negative), -1e15 to 1e15;
 * schedule[cells], 0 to 1e15: with `population` the rates by cell, without (NULL) the shape of the
 * migrants themselves; population[cells], persons, 0 to 1e15.
 * Returned: out[cells], persons: total * w / (sum of w), with w = schedule * population or
 * schedule. `out` may be one of the inputs.
 * Each cell is rounded to the last bit of the total (at most 2^-52 of it), and the cell of the
 * largest weight takes the rest: the cells add up to the total exactly, in any order of addition. A
 * cell without weight is 0; none has the other sign. (Totals of less than 1e-290 apart.)
 * Errors: COHORT_ERROR_ARGUMENT (no cell); COHORT_ERROR_VALUE naming the value; no weight above 0
 * is one, also for a total of 0. `out` is then untouched.
 */
COHORT_API int cohort_migration_by_age(double total, int cells, const double *schedule,
                                       const double *population, double *out, cohort_error *error);

/**
 * Spread a net total that is made of arrivals and departures, which differ by age: a net total of
 * +100 may be 900 who come, young, and 800 who leave, younger.
 *
 * Given: totals, 0 to 1e15; in_schedule[cells], out_schedule[cells], the shapes of arrivals and of
 * departures (rates times population, if they are rates), 0 to 1e15. A schedule is needed also for
 * a total of 0.
 * Returned: net[cells], persons: arrivals less departures, each spread as above. `net` may be one
 * of the inputs.
 * Both are rounded to the last bit of the larger total, and the net cells add up exactly, in any
 * order, to in_total - out_total, if that has no finer bits (whole numbers do not); else to within
 * 2^-52 of the larger total.
 * Errors: as above.
 */
COHORT_API int cohort_migration_by_age_two_sided(double in_total, double out_total, int cells,
                                                 const double *in_schedule,
                                                 const double *out_schedule, double *net,
                                                 cohort_error *error);

/* --- Gross to net ---------------------------------------------------------------------------- */

/**
 * @file
 * Cells of population, rates and flows are the same people: index i is a group by sex and its age
 * at the interval's opening, or, for arrays that stand at the age at its END as those of
 * cohort_inputs do, the persons on their way into that cell (the two oldest groups together for the
 * open one). Rates are shares of the opening population over the whole interval, 0 to 1.
 */

/**
 * One area: out-rates and in-flows to net migration.
 *
 * Given: population[cells], persons at the opening, 0 to 1e15; out_rates[cells], 0 to 1;
 * in_flows[cells]: with `pool` NULL the arrivals, persons, 0 to 1e15; else the area's shares, 0 to
 * 1, of the pool[cells] of all who move (persons, 0 to 1e15).
 * Returned: net_counts[cells], persons: in_flows (* pool) - population * out_rates;
 * net_rates[cells], per person at the opening: the counts over the population; 0 where both are 0.
 * Either may be NULL, and either may be one of the inputs.
 * Errors: COHORT_ERROR_ARGUMENT (no cell); COHORT_ERROR_VALUE naming the value, or, if rates are
 * asked for, the cell where somebody arrives and nobody lived: a count, no rate. Outputs are then
 * untouched.
 */
COHORT_API int cohort_migration_net(int cells, const double *population, const double *out_rates,
                                    const double *in_flows, const double *pool, double *net_counts,
                                    double *net_rates, cohort_error *error);

/** Flows of several areas in one interval, [area][cell]; the caller's. Any may be NULL. */
typedef struct cohort_migration_flows {
    double *departures; /**< persons */
    double *arrivals;   /**< persons */
    double *net;        /**< persons: arrivals - departures */
} cohort_migration_flows;

/**
 * Several areas through a pool: who leaves any of them is pooled by sex and age, and the pool is
 * shared out among them. What one area loses the others gain, so that migration among them cannot
 * create or lose anybody, whatever the scenario.
 *
 * Given: areas, 1 or more; cells of an area, 1 or more, such as [sex][age], age fastest;
 * population[area][cell], persons, 0 to 1e15; out_rates[area][cell], 0 to 1;
 * in_shares[area][cell], 0 to 1, which add up over the areas to 1 within 1e-4 in each cell, and are
 * then divided by their sum. In a cell where nobody leaves they may all be 0.
 * Returned: flows:
 *   departures = population * out_rates;  pool[cell] = sum of departures over the areas
 *   arrivals   = pool[cell] * in_shares;  net        = arrivals - departures
 * Departures are rounded down, arrivals to the nearest multiple of one binary unit a cell, at most
 * 2^-51 of its pool; the area of the largest share (the first of equals) takes the rest of the
 * pool. So arrivals of all areas equal departures of all areas, and net migration adds up to 0,
 * exactly and in any order; nobody leaves who was not there.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_VALUE naming value, area and cell (from 0). Outputs
 * are then untouched.
 * Reference: National Institute of Population and Social Security Research, Regional Population
 * Projections for Japan: 2020-2050 (2023), which moves by out-rates (tenshutsu-ritsu) and in-shares
 * (haibun-ritsu); Koike, Journal of Population Problems 72-3 (2016), 256-275, on the pool model.
 * Migration to and from abroad is not in the pool. The rounding is ours.
 */
COHORT_API int cohort_migration_pool(int areas, int cells, const double *population,
                                     const double *out_rates, const double *in_shares,
                                     const cohort_migration_flows *flows, cohort_error *error);

/**
 * Several areas by origin and destination.
 *
 * Given: as above; rates[origin][destination][cell], 0 to 1: movers over the population of the
 * origin. They add up over the destinations to 1 at most (1e-9 of rounding allowed). Those with
 * destination = origin are stayers: not read.
 * Returned: flows, with movers = population[origin] * rate, rounded down to a multiple of one
 * binary unit a cell, at most 2^-51 of all its movers:
 *   departures = movers by origin;  arrivals = movers by destination;  net = their difference
 * Net migration of all areas adds up to 0, exactly and in any order of addition.
 * Errors: as above, naming origin, destination and cell.
 */
COHORT_API int cohort_migration_origin_destination(int areas, int cells, const double *population,
                                                   const double *rates,
                                                   const cohort_migration_flows *flows,
                                                   cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
