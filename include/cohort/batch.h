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
 * side as lanes. A batch gives populations only, without events. Each lane has the same bits as
 * cohort_projection_run_population gives, with any number of threads and on every processor.
 *
 * Lanes run in blocks, and only the populations of a block at one date are in memory, so memory
 * does not grow with the number of dates. Results are passed on date by date.
 */

/** A batch of projections, opaque. */
typedef struct cohort_batch cohort_batch;

/**
 * Make a batch in which each lane has inputs of its own.
 * Given: inputs[lanes], lanes 1 or more, all on one grid and convention; the same inputs may appear
 * several times. threads as in cohort_batch_run: they check and prepare the inputs, which takes
 * longer than a run.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_GRID, COHORT_ERROR_VALUE (naming the lane, from 0
 * on), COHORT_ERROR_MEMORY.
 * Ownership: the inputs stay the caller's and need not outlive the call; *out is freed with
 * cohort_batch_free.
 */
COHORT_API int cohort_batch_new(int lanes, const cohort_inputs *const *inputs, int threads,
                                cohort_batch **out, cohort_error *error);

/**
 * Make a batch in which all lanes have the same rates, each with its own base population. It is
 * prepared in one thread.
 * Given: rates, whose base population is not read; lanes, 1 or more;
 * base_populations[lane][sex][age], persons, finite, 0 or more.
 * Errors and ownership: as in cohort_batch_new.
 */
COHORT_API int cohort_batch_new_shared(const cohort_inputs *rates, int lanes,
                                       const double *base_populations, cohort_batch **out,
                                       cohort_error *error);

/** Free a batch. */
COHORT_API void cohort_batch_free(cohort_batch *batch);

/** The number of lanes. */
COHORT_API int cohort_batch_lanes(const cohort_batch *batch);

/** The grid of all lanes, owned by the batch. */
COHORT_API const cohort_grid *cohort_batch_grid(const cohort_batch *batch);

/** How lanes are laid out in memory. */
enum {
    COHORT_BLOCK = 16 /**< lanes of a block */
};

/**
 * A function that takes the populations of one block at one date. It is called with the dates of a
 * block in order, from one thread; blocks come in any order, and at the same time from several
 * threads.
 * Given: population [sex][age][COHORT_BLOCK], valid only during the call: `lanes` lanes of the
 * batch from first_lane on. Places after those are to be ignored.
 * Returned: 0 to go on; anything else stops the run (other threads may still make a few calls).
 */
typedef int cohort_batch_sink(void *context, int first_lane, int lanes, int date,
                              const double *population);

/**
 * Run all lanes.
 * Given: threads, 1 or more, or 0 for as many as the machine has (1 without OpenMP); at most one
 * for each block, and 256, are used. sink, with its context, or NULL.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_STOPPED when the sink stopped it; COHORT_ERROR_VALUE
 * naming the lowest lane in which a cell became negative or not finite, and its first such cell
 * (the sink may have received its populations); COHORT_ERROR_MEMORY for the little that each thread
 * needs.
 */
COHORT_API int cohort_batch_run(const cohort_batch *batch, int threads, cohort_batch_sink *sink,
                                void *context, cohort_error *error);

/**
 * Run all lanes and keep all populations.
 * Returned: populations[lane][date][sex][age], persons.
 * Errors: as in cohort_batch_run. Populations are then partly written and must not be used.
 */
COHORT_API int cohort_batch_populations(const cohort_batch *batch, int threads, double *populations,
                                        cohort_error *error);

/**
 * Run all lanes and keep only measures.
 * Given: measures[count], 1 or more.
 * Returned: values[lane][measure].
 * Errors: as in cohort_batch_run; those of cohort_measure_value, naming the measure by its number
 * from 1 on, and the lowest lane for a percentage of nobody. Values are then partly written and
 * must not be used.
 */
COHORT_API int cohort_batch_measures(const cohort_batch *batch, int threads, int count,
                                     const cohort_measure *measures, double *values,
                                     cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
