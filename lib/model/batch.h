/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_BATCH_H
#define COHORT_MODEL_BATCH_H

#include "model/batch_kernel.h"

#include <stdatomic.h>

struct cohort_batch {
    cohort_grid grid;
    int lanes, blocks;
    struct batch_layout layout;
    bool may_turn_negative; /* some of any lane leave: every interval has to be looked at */
    const struct batch_kernel *kernel;
    double *base;  /* [block][sex][age][COHORT_BLOCK] */
    double *rates; /* [block, unless shared][interval][place][lane, unless shared] */
    void *memory;  /* that both stand in */
    bool cuts;     /* emigration of more than are there */
};

/* What is made of a run. */
struct batch_visit {
    /* Called as a cohort_batch_sink is. NULL: nothing is made. */
    void (*call)(const struct batch_visit *visit, const cohort_batch *batch, int block, int date,
                 const double *population, double *room);
    void *context;
    size_t room; /* doubles that each thread has for itself; kept from date to date of a block */
    const atomic_bool *stop; /* true: nothing more is run. NULL: never */
};

/* cohort_batch_run for all. */
int cohort_batch_visit(const cohort_batch *batch, int threads, const struct batch_visit *visit,
                       cohort_error *error);

/* How many lanes a block has: COHORT_BLOCK but for the last. */
static inline int cohort_batch_block_lanes(const cohort_batch *batch, int block)
{
    const int rest = batch->lanes - block * COHORT_BLOCK;
    return rest < COHORT_BLOCK ? rest : COHORT_BLOCK;
}

/* The rates of an interval of a block. */
static inline size_t cohort_batch_at(const cohort_batch *batch, int block, int interval)
{
    const size_t run = batch->layout.shared ? 0 : (size_t)block * (size_t)batch->grid.steps;
    return (run + (size_t)interval) * batch->layout.size * cohort_batch_lanes_of(&batch->layout);
}

#endif
