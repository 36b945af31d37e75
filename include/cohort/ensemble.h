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
 * How sure? Many random trajectories of one area: demographic chance (who dies, is born, moves, in
 * a town of a few thousand) and uncertain rates, each switchable; and what they say together:
 * quantiles, fans, probabilities.
 *
 * Chance (`events` 1), in each interval and cell, numbers of persons being whole, 0 to 2^31 - 1:
 *   base population   the nearest whole numbers
 *   deaths            binomial: those who begin the interval, 1 - S; the two oldest groups together
 *   net migrants      of a rate m < 0 people leave, binomial, with -m / S of the survivors; of
 *                     m > 0 they come, Poisson, opening m. Of a count M: Poisson with |M|, never
 *                     more leaving than are there
 *   births            of either sex Poisson with the step's expected births of the women as they
 *                     came out (so all births are Poisson, and boys and girls binomial among them);
 *                     survivors binomial with S_0
 * In the conventions of the UN migrants come when the convention has them come: in wpp-even of half
 * the rate and half the count at the opening (leaving: binomial of those at the age, -m / 2), then
 * deaths, then the other half; in wpp-end all of them after the deaths. The closing's rate is of
 * those who were at the age at the opening, but those leave who have come to it: binomial, with the
 * probability that gives the expected number, at most 1. Births are of the women with the migrants
 * of the opening and those of the closing (wpp-end: without them).
 * With certain rates expectations are those of the deterministic run from the whole base population
 * where nothing is bounded. Net migration stands for larger streams to and fro, whose chance is
 * larger than this: that belongs into migration's standard deviation.
 *
 * Uncertain rates: in interval i, on the logarithm,
 *   fertility   births times exp(e_i)
 *   mortality   1 - S becomes 1 - S^exp(e_i): the force of mortality is multiplied
 *   migration   what becomes of the survivors by migration is multiplied. In ipss (S + m) / S times
 *               exp(e_i): net migration becomes (S + m) exp(e_i) - S, and with another survival S'
 *               S' (S + m) / S exp(e_i) - S'; so a survival alone takes its migrants along. In the
 *               conventions of the UN 1 + m times exp(e_i). Counts are left alone
 * e is autoregressive from one interval to the next: e_1 = sd z_1, e_i = autocorrelation e_i-1 + sd
 * z_i, z standard normal; in ages, z = sqrt(age_correlation) c + sqrt(1 - age_correlation) a, c one
 * for all cells of the interval and a one a cell (fertility in ipss has one cell), those of two cells
 * correlated by neighbour_correlation^d, d being how many groups they are apart, and one more
 * between men and women. Of migration e_i
 * is multiplied by the profile of the cell's age at the interval's end: the young are less certain to
 * stay than the middle-aged. So medians of rates are the given ones, and their means a little above.
 *
 * A trajectory is a function of inputs, options and its number. Chance and the three uncertain
 * rates have streams of random numbers of their own: switching one of them off leaves the numbers
 * of the others as they are, and two scenarios of one seed meet the same deviations of their rates.
 * Threads, order and parts change no bit. Another machine changes none if its C library's exp and
 * log, of which uncertain rates are made and by which GSL draws events, give the same bits: glibc's
 * differ in the last one between processors with and without FMA. (Batches and projections use
 * neither.)
 */

/** How uncertain rates are: e above. */
typedef struct cohort_uncertainty {
    double sd;              /**< of z's effect in an interval, on the logarithm; 0 = certain */
    double autocorrelation; /**< 0 to 1; 1 = a random walk */
    double age_correlation; /**< 0 to 1; 1 = all ages, and both sexes, together */
    double neighbour_correlation; /**< 0 to 1; of what ages have of their own */
} cohort_uncertainty;

/** What to run and to record. */
typedef struct cohort_ensemble_options {
    size_t size;      /**< sizeof of this struct; at least through `figures` */
    uint64_t seed;    /**< of all random numbers */
    int trajectories; /**< 1 or more */
    int events;       /**< 0 or 1: demographic chance */
    cohort_uncertainty fertility, mortality,
        migration;     /**< of the rates; see cohort_spreads_apply */
    int certain_rates; /**< 0: one sd at least has to be above 0; 1: all may be 0, and then intervals
                            are of chance only: many times too narrow for a forecast */
    const double
        *migration_profile;       /**< [ages], 0 or more; NULL = 1 at all; borrowed by _new alone */
    int figure_count;             /**< figures recorded beside every cell of every date */
    const cohort_figure *figures; /**< borrowed by _new alone; of the trajectory, at most 2^40 in
                                     size; components, area and value are not read */
    size_t most_bytes;            /**< for what is recorded; 0 = 48 MiB */
} cohort_ensemble_options;

/** 1,000 trajectories of seed 1, with chance. How uncertain rates are has to be set (or
 * certain_rates): without it cohort_ensemble_new refuses them. */
#define COHORT_ENSEMBLE_OPTIONS                                                                    \
    {                                                                                              \
        sizeof(cohort_ensemble_options), 1, 1000, 1, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, 0,  \
            NULL, 0, NULL, 0                                                                       \
    }

/** Fill options of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_ensemble_options_init_sized(cohort_ensemble_options *options, size_t size);

/** Fill options. */
#define cohort_ensemble_options_init(options)                                                      \
    cohort_ensemble_options_init_sized((options), sizeof *(options))

/** Opaque; a const handle may be shared among threads, a mutable one belongs to one. */
typedef struct cohort_ensemble cohort_ensemble;

/**
 * Make ready; nothing is run yet.
 * Values (cells of all dates, figures) are kept exactly as long as trajectories times values times
 * 8 bytes fit into most_bytes. Beyond that figures are kept as long as they fit into what cells do
 * not need, or into half; cells are counted in classes of relative width 2^-k, k being as large as
 * fits into the rest (up to 20), and so are figures when they do not fit. Quantiles are then exact
 * to half a class (cohort_ensemble_error and cohort_ensemble_cell_error tell), whole numbers up to
 * 2^(k + 1) altogether. Means are exact always, to 2^-22 of a person. All are sums of whole numbers
 * or places of their own, so no order of running changes a bit. Running takes some 4 MiB besides,
 * and a little for each thread; the rest (saving, loading, asking) next to nothing.
 * Errors: COHORT_ERROR_ARGUMENT (an option; no rate is uncertain, and certain_rates is 0),
 * COHORT_ERROR_VALUE (an input; most_bytes too few even
 * for k = 1), COHORT_ERROR_GRID (a figure's ages or year), COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: the inputs stay the caller's and need not outlive the call; freed with
 * cohort_ensemble_free, which takes NULL.
 */
COHORT_API int cohort_ensemble_new(const cohort_inputs *inputs,
                                   const cohort_ensemble_options *options, cohort_ensemble **out,
                                   cohort_error *error);

/** The seed of an area of several: each code has streams of its own, so that areas of one seed have
 * nothing in common. FNV-1a, 64 bits, of the seed's 8 bytes, the lowest first, and the code's. */
COHORT_API uint64_t cohort_ensemble_seed(uint64_t seed, const char *area);

/** Free an ensemble; NULL is passed over. */
COHORT_API void cohort_ensemble_free(cohort_ensemble *ensemble);

/**
 * Run trajectories first to first + count - 1 (their numbers are 0 to trajectories - 1), each from
 * the streams of its number; those that have been run are not run again.
 * Given: threads, 1 or more, or 0 for as many as the machine has (1 without OpenMP).
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_MEMORY; COHORT_ERROR_VALUE naming the first
 * trajectory that failed, and its cell or figure: those before it have then been run, whatever the
 * threads. (Without events a count of those who leave may take a cell below 0, as in a projection.)
 */
COHORT_API int cohort_ensemble_run(cohort_ensemble *ensemble, int first, int count, int threads,
                                   cohort_error *error);

/** How many trajectories have been run. */
COHORT_API int cohort_ensemble_done(const cohort_ensemble *ensemble);

/**
 * Write everything that has been recorded, to be sent or kept: the same bytes for the same
 * trajectories, however they were run. They can be read on every machine, and nothing of the one
 * that they come from stands in them. Allocates nothing but what an output in memory takes.
 * Whether all of it got there is for cohort_output_close and cohort_output_text to say.
 */
COHORT_API void cohort_ensemble_save(const cohort_ensemble *ensemble, cohort_output *output);

/**
 * Take over what another ensemble of the same inputs and options (but trajectories, of which there
 * may be more here) has saved, beside what has been run here: from another rank, or a run that was
 * killed. Allocates nothing but room for the numbers of the trajectories.
 * Given: the bytes that were saved, no more and no fewer. They are looked at whole (there is a
 * fingerprint of inputs and options in them, and a checksum) before anything is taken.
 * Errors: COHORT_ERROR_FORMAT (of other inputs or options; damaged), COHORT_ERROR_ARGUMENT (a
 * trajectory that has been run here as well, or that there is not), COHORT_ERROR_MEMORY. The
 * ensemble is then as it was.
 * Ownership: the bytes stay the caller's and need not outlive the call.
 */
COHORT_API int cohort_ensemble_load(cohort_ensemble *ensemble, const void *bytes, size_t size,
                                    cohort_error *error);

/**
 * The quantile p of a cell at a date, 0 to 1, of the trajectories run so far (one at least);
 * between two values a straight line, GSL's definition. This and what follows allocates nothing.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_MISSING (nothing run).
 */
COHORT_API int cohort_ensemble_cell(const cohort_ensemble *ensemble, int date, int sex, int age,
                                    double p, double *quantile, cohort_error *error);

/** The quantile p of a figure, by its number from 0 on. */
COHORT_API int cohort_ensemble_quantile(const cohort_ensemble *ensemble, int figure, double p,
                                        double *quantile, cohort_error *error);

/** The mean of a figure. */
COHORT_API int cohort_ensemble_mean(const cohort_ensemble *ensemble, int figure, double *mean,
                                    cohort_error *error);

/** The share of trajectories in which a figure is below a limit; of counts in classes: below one
 * within cohort_ensemble_error of it. */
COHORT_API int cohort_ensemble_below(const cohort_ensemble *ensemble, int figure, double limit,
                                     double *share, cohort_error *error);

/** The largest error of a figure's quantiles: 0 when figures are kept, else half a class,
 * 2^-(k + 1); of the value's size, or of 1 if that is below 1. */
COHORT_API double cohort_ensemble_error(const cohort_ensemble *ensemble);

/** The same of cells, which are counted in classes sooner. */
COHORT_API double cohort_ensemble_cell_error(const cohort_ensemble *ensemble);

#ifdef __cplusplus
}
#endif

#endif
