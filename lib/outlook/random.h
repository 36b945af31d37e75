/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_RANDOM_H
#define COHORT_OUTLOOK_RANDOM_H

#include <cohort/error.h>

#include <gsl/gsl_rng.h>
#include <stdint.h>

/*
 * Random streams that depend only on (seed, stream): the same numbers with any threads, processes
 * and order. The generator is counter-based: Philox 4x32-10. Its key is the seed. Its counter has
 * the position in the stream in its lower and the stream in its upper 64 bits, in words of 32 bits,
 * the lowest first.
 * Reference: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011),
 * and the known answers of Random123 (tests/kat_vectors).
 */

/* One block of four 32-bit random numbers, out[4]. */
void cohort_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/*
 * The generator as a type of GSL's: 32 bits a number, four numbers for each position. gsl_rng_set
 * goes to the beginning of stream 0 of a seed, cohort_random_seek to that of any stream. Its state
 * is small, so each thread can have one.
 */
const gsl_rng_type *cohort_random_type(void);

/*
 * Go to the beginning of a stream.
 * Errors: COHORT_ERROR_ARGUMENT for a generator of another type, which is not changed.
 */
int cohort_random_seek(gsl_rng *random, uint64_t seed, uint64_t stream, cohort_error *error);

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
