/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_ENSEMBLE_H
#define COHORT_ENSEMBLE_H

#include <stddef.h>
#include <stdint.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/indicators.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How sure? Many random trajectories of one area: demographic chance (who dies, is born, moves, in a
 * town of a few thousand) and uncertain rates, each switchable; and what they say together:
 * quantiles, fans, probabilities.
 *
 * Chance (`events` 1), in each interval and cell, numbers of persons being whole:
 *   base population   the nearest whole numbers
 *   deaths            binomial: opening persons, 1 - S
 *   net migrants      of a rate: out (m < 0) binomial of the survivors with -m / S, in (m > 0)
 *                     Poisson with opening m; of a count M: Poisson with |M|, never more leaving
 *                     than are there
 *   births            Poisson with the step's expected births of the women as they came out; sexes
 *                     by the male share, binomial; survivors binomial with S_0
 * (In the conventions of the UN migrants come when the convention has them come.) Expectations are
 * those of the deterministic run where nothing is bounded.
 *
 * Uncertain rates: in interval i, on the logarithm,
 *   fertility   births times exp(e_i)
 *   mortality   1 - S becomes 1 - S^exp(e_i): the force of mortality is multiplied
 *   migration   S + m is multiplied by exp(e_i): net migration becomes (S + m) exp(e_i) - S; counts
 *               are left alone
 * e is autoregressive from one interval to the next: e_1 = sd z_1, e_i = autocorrelation e_i-1 + sd
 * z_i, z standard normal; in ages, z = sqrt(age_correlation) c + sqrt(1 - age_correlation) a, c one
 * for all cells of the interval and a one a cell (fertility in ipss has one cell).
 */
typedef struct cohort_uncertainty {
    double sd;              /* of z's effect in an interval, on the logarithm; 0 = certain */
    double autocorrelation; /* 0 to 1; 1 = a random walk */
    double age_correlation; /* 0 to 1; 1 = all ages together */
} cohort_uncertainty;

/* A figure of a trajectory: a measure, or how it stands to another one of the same trajectory, as
 * a.persons - times * b.persons. */
typedef struct cohort_figure {
    cohort_measure measure;
    double times; /* 0: the measure alone */
    cohort_measure minus;
} cohort_figure;

typedef struct cohort_ensemble_options {
    size_t size; /* sizeof of this struct, as COHORT_ENSEMBLE_OPTIONS sets it */
    uint64_t seed;
    int trajectories; /* 1 or more */
    int events;       /* 0 or 1: demographic chance */
    cohort_uncertainty fertility, mortality, migration;
    int figure_count;             /* figures recorded beside every cell of every date */
    const cohort_figure *figures; /* borrowed by _new alone */
    size_t most_bytes;            /* for what is recorded; 0 = 48 MiB */
} cohort_ensemble_options;
#define COHORT_ENSEMBLE_OPTIONS                                                                    \
    {                                                                                              \
        .size = sizeof(cohort_ensemble_options), .seed = 1, .trajectories = 1000, .events = 1      \
    }

/* Opaque; a const handle may be shared among threads, a mutable one belongs to one. */
typedef struct cohort_ensemble cohort_ensemble;

/*
 * Make ready; nothing is run yet.
 * What is recorded is kept exactly as long as trajectories times (cells of all dates + figures) fit
 * into most_bytes; beyond that as counts in classes of relative width 2^-k, k being as large as fits
 * (cohort_ensemble_error tells): quantiles are then exact to that, means exact always. Both are sums
 * of whole numbers or places of their own, so no order of running changes a bit.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_VALUE, COHORT_ERROR_GRID, COHORT_ERROR_MEMORY; *out
 * is then NULL. Ownership: freed with cohort_ensemble_free, which takes NULL.
 */
COHORT_API int cohort_ensemble_new(const cohort_inputs *inputs,
                                   const cohort_ensemble_options *options, cohort_ensemble **out,
                                   cohort_error *error);
COHORT_API void cohort_ensemble_free(cohort_ensemble *ensemble);

/*
 * Run trajectories first .. first + count - 1, each from the stream of its number; those that have
 * been run are not run again.
 * Given: threads as in cohort_batch_run.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_VALUE naming trajectory and cell.
 */
COHORT_API int cohort_ensemble_run(cohort_ensemble *ensemble, int first, int count, int threads,
                                   cohort_error *error);

/* How many trajectories have been run. */
COHORT_API int cohort_ensemble_done(const cohort_ensemble *ensemble);

/*
 * Take over what another ensemble of the same inputs and options has run (another rank, a file).
 * Errors: COHORT_ERROR_ARGUMENT when they are not the same, or have run the same trajectory.
 */
COHORT_API int cohort_ensemble_merge(cohort_ensemble *ensemble, const cohort_ensemble *from,
                                     cohort_error *error);

/*
 * Everything that has been recorded as bytes, to be sent or kept: the same bytes for the same
 * trajectories, however they were run. _load takes them only if they are of the same inputs and
 * options (a fingerprint stands in them) and whole (a checksum does).
 * Errors of _load: COHORT_ERROR_FORMAT; the ensemble is then as it was.
 */
COHORT_API size_t cohort_ensemble_bytes(const cohort_ensemble *ensemble);
COHORT_API void cohort_ensemble_save(const cohort_ensemble *ensemble, void *bytes);
COHORT_API int cohort_ensemble_load(cohort_ensemble *ensemble, const void *bytes, size_t size,
                                    cohort_error *error);

/*
 * Of the trajectories run so far (one at least): the quantile p (0 to 1; between two values a straight
 * line, GSL's definition) and the mean of a cell at a date, or of a figure by its number from 0 on;
 * and the share of trajectories in which a figure is below a limit.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_MISSING (nothing run).
 */
COHORT_API int cohort_ensemble_cell(const cohort_ensemble *ensemble, int date, int sex, int age,
                                    double p, double *quantile, cohort_error *error);
COHORT_API int cohort_ensemble_quantile(const cohort_ensemble *ensemble, int figure, double p,
                                        double *quantile, cohort_error *error);
COHORT_API int cohort_ensemble_mean(const cohort_ensemble *ensemble, int figure, double *mean,
                                    cohort_error *error);
COHORT_API int cohort_ensemble_below(const cohort_ensemble *ensemble, int figure, double limit,
                                     double *share, cohort_error *error);

/* The relative error of quantiles: 0 when everything is kept, else half a class. */
COHORT_API double cohort_ensemble_error(const cohort_ensemble *ensemble);

#ifdef __cplusplus
}
#endif

#endif
