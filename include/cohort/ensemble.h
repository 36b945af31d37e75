/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_ENSEMBLE_H
#define COHORT_ENSEMBLE_H

#include <stddef.h>
#include <stdint.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/inputs.h>
#include <cohort/output.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Ensembles: how sure is a projection? An ensemble runs many random trajectories of one area and
 * gives quantiles, fans and probabilities. There are two sources of uncertainty, each optional:
 * demographic chance (who dies, is born or moves, which matters in a town of a few thousand), and
 * uncertain rates.
 *
 * Chance (`events` 1): numbers of persons are whole, 0 to 2^31 - 1, and are drawn in each interval
 * and cell. S, m and M are survival, net_migration_ratio and net_migrants.
 *   base population   rounded to whole numbers
 *   deaths            binomial: those who begin the interval, with probability 1 - S; the two
 *                     oldest groups together
 *   net migrants      by a rate m < 0: leavers are binomial, -m / S of the survivors (ipss); by a
 *                     rate m > 0: arrivals are Poisson, opening * m. By a count M: Poisson with
 *                     mean |M|, and no more leave than there are
 *   births            boys and girls are Poisson, with the births that the women, as they were
 *                     drawn, are expected to have; survivors binomial with S_0
 * In the UN's conventions migrants come as the convention says. In wpp-even half the rate and half
 * the count apply at the opening (leavers are binomial, -m / 2 of those at the age), then deaths,
 * then the other half at the closing. In wpp-end all apply after the deaths. At the closing the
 * rate is of those who were at the age at the opening, but the leavers are drawn from those who
 * have reached it: binomial, with the probability that gives the expected number, at most 1. Births
 * are of the women with the migrants of the opening and, in wpp-even, with those of the closing.
 *
 * If rates are certain and no limit is met, expected values are those of the projection from the
 * whole base population. Net migration is the difference of larger flows, whose chance is larger
 * than this; that difference belongs in migration's standard deviation.
 *
 * Uncertain rates: in interval i, with deviations e_i on the logarithm,
 *   fertility   births are multiplied by exp(e_i)
 *   mortality   1 - S becomes 1 - S^exp(e_i): the force of mortality is multiplied by exp(e_i)
 *   migration   in ipss, (S + m) / S, what migration makes of the survivors, is multiplied by
 *               exp(e_i): m becomes (S + m) exp(e_i) - S, or, if S varies to S',
 *               S' (S + m) / S exp(e_i) - S' (also with certain migration). In the UN's conventions
 *               1 + m is multiplied by exp(e_i). Counts do not vary
 * e is autoregressive: e_1 = sd z_1, e_i = autocorrelation e_i-1 + sd z_i, where z is standard
 * normal. For each age z = sqrt(age_correlation) c + sqrt(1 - age_correlation) a, with one c for
 * all cells of the interval and one a for each cell. (Fertility in ipss has one cell.) The a of two
 * cells have the correlation neighbour_correlation^d, where d is the number of groups between their
 * ages, plus one between men and women. For migration e_i is also multiplied by the profile of the
 * cell's age at the interval's end, since the young are less certain to stay than the middle-aged.
 * Medians of rates are the given rates; means are a little higher.
 *
 * A trajectory depends only on inputs, options and its number. Chance and the three uncertain rates
 * have separate streams of random numbers: switching one off does not change the others, and two
 * scenarios with one seed have the same deviations of their rates. The number of threads, the order
 * and the parts of a run do not change a bit of the results. Another machine does not either, if
 * its C library's exp and log give the same bits. (They are used for uncertain rates and, by GSL,
 * for drawing events. glibc's differ in the last bit between processors with and without FMA.
 * Batches and projections use neither.)
 */

/** How uncertain a rate is: the parameters of e above. */
typedef struct cohort_uncertainty {
    double sd;                    /**< standard deviation of an interval's new deviation, on the
                                       logarithm, 0 or more; 0 = certain */
    double autocorrelation;       /**< 0 to 1; 1 = a random walk */
    double age_correlation;       /**< 0 to 1; 1 = all ages and both sexes together */
    double neighbour_correlation; /**< 0 to 1; of the part that each age has of its own */
} cohort_uncertainty;

/** What to run and to record. */
typedef struct cohort_ensemble_options {
    size_t size;      /**< sizeof this struct; an old one may end after `figures` */
    uint64_t seed;    /**< seed of all random numbers */
    int trajectories; /**< number of trajectories, 1 or more */
    int events;       /**< 1: with demographic chance; 0: without */
    cohort_uncertainty
        fertility; /**< how uncertain rates are; cohort_spreads_apply sets all three */
    cohort_uncertainty mortality; /**< likewise */
    cohort_uncertainty migration; /**< likewise */
    int certain_rates; /**< 0: at least one sd must be above 0. 1: all may be 0; intervals are
                            then of chance only, many times too narrow for a forecast */
    const double *migration_profile; /**< [ages], 0 or more; NULL = 1 at every age; read only by
                                          cohort_ensemble_new */
    int figure_count;             /**< number of figures to record besides the cells of all dates */
    const cohort_figure *figures; /**< [figure_count], read only by cohort_ensemble_new. Values
                                       up to 2^40; components, area and value are not read */
    size_t most_bytes;            /**< memory for what is recorded, bytes; 0 = 48 MiB */
} cohort_ensemble_options;

/**
 * 1,000 trajectories with seed 1 and with chance. Rates are certain: cohort_ensemble_new refuses
 * these options until uncertainty, or certain_rates, is set.
 */
#define COHORT_ENSEMBLE_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_ensemble_options), 1, 1000, 1, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, 0,  \
            NULL, 0, NULL, 0                                                                       \
    }

/** Fill options of this size as COHORT_ENSEMBLE_OPTIONS does, for languages without macros. */
COHORT_API void cohort_ensemble_options_init_sized(cohort_ensemble_options *options, size_t size);

/** Fill options as COHORT_ENSEMBLE_OPTIONS does. */
#define cohort_ensemble_options_init(options)                                                      \
    cohort_ensemble_options_init_sized((options), sizeof *(options))

/** An ensemble, opaque. */
typedef struct cohort_ensemble cohort_ensemble;

/**
 * Check options and copy inputs for an ensemble; nothing is run yet.
 *
 * The cells of all dates and the figures are kept exactly if trajectories times their number times
 * 8 bytes fit into most_bytes. Otherwise figures are kept exactly if they fit into what cells do
 * not need, or into half; cells are counted in classes of relative width 2^-k, with the largest k
 * up to 20 that fits into the rest. Figures that do not fit are counted likewise. Quantiles of
 * counted values are exact to half a class (see cohort_ensemble_error and
 * cohort_ensemble_cell_error); whole numbers up to 2^(k + 1) are exact. Means are always exact, to
 * 2^-22 of a person. Running takes about 4 MiB more, and a little for each thread.
 * Errors: COHORT_ERROR_ARGUMENT (an option; no rate is uncertain, and certain_rates is 0),
 * COHORT_ERROR_VALUE (an input; most_bytes is too small even for k = 1), COHORT_ERROR_GRID (a
 * figure's ages or year), COHORT_ERROR_MEMORY.
 * Ownership: the inputs stay the caller's and are copied; *out is freed with cohort_ensemble_free.
 */
COHORT_API int cohort_ensemble_new(const cohort_inputs *inputs,
                                   const cohort_ensemble_options *options, cohort_ensemble **out,
                                   cohort_error *error);

/**
 * A seed for one of several areas, so that areas of one seed have independent random numbers:
 * FNV-1a, 64 bits, of the seed's 8 bytes, lowest first, and the bytes of the area's code.
 */
COHORT_API uint64_t cohort_ensemble_seed(uint64_t seed, const char *area);

/** Free an ensemble. */
COHORT_API void cohort_ensemble_free(cohort_ensemble *ensemble);

/**
 * Run `count` trajectories from number `first` on. Numbers are 0 .. trajectories - 1. Those that
 * were run before are not run again.
 * Given: threads, 1 or more, or 0 for as many as the machine has (1 without OpenMP).
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_MEMORY; COHORT_ERROR_VALUE naming the cell or figure
 * of the first trajectory that failed; those before it are then recorded, with any number of
 * threads. (Without events, a negative count of net migrants may take a cell below 0, as in a
 * projection.)
 */
COHORT_API int cohort_ensemble_run(cohort_ensemble *ensemble, int first, int count, int threads,
                                   cohort_error *error);

/** The number of trajectories that have been run. */
COHORT_API int cohort_ensemble_done(const cohort_ensemble *ensemble);

/**
 * Write everything that has been recorded, to send or keep it. The same trajectories give the same
 * bytes, however they were run. Every machine can read them, and they name nothing of the machine
 * they come from. Errors of writing are reported by cohort_output_close and cohort_output_text.
 */
COHORT_API void cohort_ensemble_save(const cohort_ensemble *ensemble, cohort_output *output);

/**
 * Add the trajectories that another ensemble has saved to those that were run here: from another
 * process, or an earlier run. It must have had the same inputs and options, except that there may
 * be more trajectories here.
 * Given: exactly the bytes that were saved. All of them are checked (they contain a fingerprint of
 * inputs and options, and a checksum) before anything is added.
 * Errors: COHORT_ERROR_FORMAT (other inputs or options; damaged), COHORT_ERROR_ARGUMENT (a
 * trajectory that was run here too, or whose number is too large), COHORT_ERROR_MEMORY. The
 * ensemble is then as it was.
 */
COHORT_API int cohort_ensemble_load(cohort_ensemble *ensemble, const void *bytes, size_t size,
                                    cohort_error *error);

/**
 * The quantile p, 0 to 1, of a cell at a date over the trajectories run so far. Between two values
 * it is on a straight line, as GSL defines it. This function and those below allocate nothing.
 * Returned: *quantile, persons.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_MISSING (nothing has been run).
 */
COHORT_API int cohort_ensemble_cell(const cohort_ensemble *ensemble, int date, int sex, int age,
                                    double p, double *quantile, cohort_error *error);

/**
 * The quantile p, 0 to 1, of a figure, by its number from 0 on.
 * Returned: *quantile.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_MISSING.
 */
COHORT_API int cohort_ensemble_quantile(const cohort_ensemble *ensemble, int figure, double p,
                                        double *quantile, cohort_error *error);

/**
 * The mean of a figure, in its unit.
 * Returned: *mean.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_MISSING.
 */
COHORT_API int cohort_ensemble_mean(const cohort_ensemble *ensemble, int figure, double *mean,
                                    cohort_error *error);

/**
 * The share of trajectories, 0 to 1, in which a figure is below a limit. If figures are counted in
 * classes, the limit is exact only to cohort_ensemble_error.
 * Returned: *share.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_MISSING.
 */
COHORT_API int cohort_ensemble_below(const cohort_ensemble *ensemble, int figure, double limit,
                                     double *share, cohort_error *error);

/**
 * The largest error of the quantiles of figures: 0 if figures are kept, otherwise half a class,
 * 2^-(k + 1), as a share of the value, or in persons if the value is below 1.
 */
COHORT_API double cohort_ensemble_error(const cohort_ensemble *ensemble);

/**
 * The largest error of the quantiles of cells, likewise. Cells are counted in classes sooner than
 * figures.
 */
COHORT_API double cohort_ensemble_cell_error(const cohort_ensemble *ensemble);

#ifdef __cplusplus
}
#endif

#endif
