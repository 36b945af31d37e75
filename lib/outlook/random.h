/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_RANDOM_H
#define COHORT_OUTLOOK_RANDOM_H

#include <cohort/random.h>

/* The state of the generator: a block of four numbers at a place of a stream, used up in order. */
struct philox {
    uint32_t key[2];
    uint64_t stream, place; /* place: of the next block */
    uint32_t block[4];
    int used; /* numbers of the block */
};

/* A generator with its state, without allocation: gsl_rng_alloc would call GSL's error handler. It
 * points into itself, so it must stay where it was made. */
struct generator {
    gsl_rng rng;
    struct philox state;
};
static inline void cohort_generator_make(struct generator *generator)
{
    generator->rng.type = cohort_random_type();
    generator->rng.state = &generator->state;
}

#endif
