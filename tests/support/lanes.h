/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes of a batch that differ in every number and in which coefficients they have at all, beside
 * the projections that they are one by one. */
#ifndef TESTS_SUPPORT_LANES_H
#define TESTS_SUPPORT_LANES_H

#include "support/small.h"

#include <cohort/batch.h>

enum { MOST_LANES = 3 * COHORT_BLOCK + 1 };

enum variant {
    EVERYTHING,
    NO_RATES,       /* of migration */
    NO_MIGRANTS,    /* by number */
    NO_MIGRATION,   /* of either kind */
    COMING,         /* nobody leaves */
    FEW_MOTHERS,    /* bearing in some groups and intervals alone, nobody leaving */
    NO_CHILDREN,    /* at all, nobody leaving */
    NEGATIVE_ZEROS, /* in every quantity */
    VARIANTS        /* all in turn */
};

struct lanes {
    int count;
    cohort_inputs *inputs[MOST_LANES];
    const cohort_inputs *view[MOST_LANES];
    cohort_projection *alone[MOST_LANES];
    size_t size; /* populations of a lane */
};
struct lanes lanes_of(const cohort_grid *grid, cohort_convention convention, enum variant variant,
                      int count);
void free_lanes(struct lanes *lanes);

/* All lanes take over the first one's rates. Returned: their base populations; the caller frees
 * them. */
double *share_rates(struct lanes *lanes);

/* A batch that is known to succeed, made by so many threads as happens: that changes no bit. */
cohort_batch *batch_of(int lanes, const cohort_inputs *const *inputs);

/* Everything that a run has; the caller frees it. What is not written is -7. */
double *populations_of(const cohort_batch *batch, int threads);

/* The bits of all lanes are those of their projections. */
void assert_as_alone(const cohort_batch *batch, int threads, const struct lanes *lanes);

#endif
