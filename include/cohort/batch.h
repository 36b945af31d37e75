/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_BATCH_H
#define COHORT_BATCH_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Many projections at once: areas, scenarios or trajectories on one grid and convention, side by
 * side as lanes. Populations alone, without the accounts of events; the same bits as
 * cohort_projection_run_population gives for each lane, at any number of threads and on every level
 * of the processor.
 *
 * Lanes are worked through in blocks; only a block's populations of one date are held, so memory
 * does not grow with dates. What comes out is handed on date by date.
 */

/** Opaque; a const handle may be shared among threads, a mutable one belongs to one. */
typedef struct cohort_batch cohort_batch;

/**
 * A set of rates a lane.
 * Given: inputs[lanes], lanes 1 or more, all on one grid and convention; a lane may stand several
 * times. They are checked and made ready here, which takes longer than a run: by so many threads, as
 * in cohort_batch_run.
 * Returned: *out. Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (naming the
 * lane, from 0 on), COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: the inputs stay the caller's and need not outlive the call; freed with
 * cohort_batch_free, which takes NULL.
 */
COHORT_API int cohort_batch_new(int lanes, const cohort_inputs *const *inputs, int threads,
                                cohort_batch **out, cohort_error *error);

/**
 * The same rates for all lanes, each with its own base population.
 * Given: rates (their base population is not read); base_populations[lane][sex][age], finite, 0 or
 * more. One thread makes them ready.
 * Otherwise as above.
 */
COHORT_API int cohort_batch_new_shared(const cohort_inputs *rates, int lanes,
                                       const double *base_populations, cohort_batch **out,
                                       cohort_error *error);

/** Free a batch; NULL is passed over. */
COHORT_API void cohort_batch_free(cohort_batch *batch);

/** How many lanes. */
COHORT_API int cohort_batch_lanes(const cohort_batch *batch);

/** The grid of all lanes, owned by the batch. */
COHORT_API const cohort_grid *cohort_batch_grid(const cohort_batch *batch);

/** How lanes are laid out. */
enum {
    COHORT_BLOCK = 16 /**< lanes of a block, which stand side by side */
};

/** Populations of one block at one date, [sex][age][COHORT_BLOCK]: so many lanes of the batch, from
 * first_lane on; places behind `lanes` are to be ignored. They stand during the call only.
 * Dates of a block come in order, from one thread; blocks in any order, and at once from several
 * threads.
 * Returned: 0 to go on; anything else stops the run (other threads may call a few times more). */
typedef int cohort_batch_sink(void *context, int first_lane, int lanes, int date,
                              const double *population);

/**
 * Run all lanes.
 * Given: threads, 1 or more, or 0 for as many as the machine has (at most one a block, and 256; 1
 * without OpenMP); sink and its context, NULL for none.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_STOPPED when the sink stopped it; COHORT_ERROR_VALUE
 * naming the lane and the first cell that became negative or not finite, of the lowest such lane (the
 * sink may have seen populations of it).
 * Allocates nothing but a little for each thread.
 */
COHORT_API int cohort_batch_run(const cohort_batch *batch, int threads, cohort_batch_sink *sink,
                                void *context, cohort_error *error);

/**
 * Run, and keep everything: populations[lane][date][sex][age].
 * Errors: as above. Populations are then not to be used: some have been written.
 */
COHORT_API int cohort_batch_populations(const cohort_batch *batch, int threads, double *populations,
                                        cohort_error *error);

/**
 * Run, and keep measures alone: values[lane][measure].
 * Given: 1 measure or more.
 * Errors: as above; those of cohort_measure_value, naming the measure by its number from 1 on, and
 * for a percentage of nobody the lowest lane. Values are then not to be used: some have been written.
 */
COHORT_API int cohort_batch_measures(const cohort_batch *batch, int threads, int count,
                                     const cohort_measure *measures, double *values,
                                     cohort_error *error);

/** The level of the processor that runs use here, found at run time: "x86-64", "x86-64-v3",
 * "x86-64-v4", or "plain" on another machine. */
COHORT_API const char *cohort_batch_level(void);

#ifdef __cplusplus
}
#endif

#endif
