/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_TRAJECTORY_H
#define COHORT_OUTLOOK_TRAJECTORY_H

#include <cohort/ensemble.h>

#include "model/step.h"
#include "outlook/random.h"
#include "outlook/vary.h"

/* What a trajectory is a function of, beside its number. Shared by all threads, never written. */
struct chances {
    cohort_inputs *inputs;
    double *log_survival, *profile; /* what `variation` points to, in one block */
    struct variation variation;
    uint64_t seed;
    bool events;
    int figure_count;
    cohort_figure *figures;
};

/* Streams of a trajectory: each kind of chance has one of its own, so that switching one off leaves
 * the numbers of the others as they are. */
enum { STREAM_EVENTS, STREAM_RATES, STREAMS = STREAM_RATES + VARIES };

/* Where one thread runs trajectories. It stays where it was made. */
struct workspace {
    cohort_inputs *inputs; /* with the rates of the trajectory */
    struct steps steps;
    cohort_stock population;
    double *state, *room;
    struct generator random[STREAMS];
};

/* Errors: COHORT_ERROR_MEMORY. Freed with _free, also after a failure and when all zero. */
int cohort_workspace_make(struct workspace *workspace, const struct chances *chances,
                          cohort_error *error);
void cohort_workspace_free(struct workspace *workspace);

/* Run one trajectory. Returned: values, the population [date][sex][age] and the figures. Errors:
 * COHORT_ERROR_VALUE, those of cohort_measure_value. */
int cohort_trajectory_run(struct workspace *workspace, const struct chances *chances, int number,
                          double *values, cohort_error *error);

#endif
