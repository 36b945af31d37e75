/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RANDOM_H
#define COHORT_RANDOM_H

#include <stdint.h>
#include <gsl/gsl_rng.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Random streams that are a function of (seed, stream) and of nothing else: the same numbers
 * whatever the threads, ranks or order. Counter-based: Philox 4x32-10, whose key is the seed and
 * whose counter has the place in the stream in its lower and the stream in its upper 64 bits (words
 * of 32 bits, the lowest first).
 * Reference: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011),
 * and the known answers of Random123 (tests/kat_vectors).
 *
 * This header needs GSL's; cohort.h therefore does not include it.
 */

/** One block of four 32-bit numbers. */
COHORT_API void cohort_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/** The generator as a type of GSL's: 32 bits a number, four numbers a place. Its state is small:
 * one may stand in each thread. gsl_rng_set takes the seed for stream 0; cohort_random_seek moves
 * to the beginning of any stream. */
COHORT_API const gsl_rng_type *cohort_random_type(void);

/** Go to the beginning of a stream.
 * Errors: COHORT_ERROR_ARGUMENT: a generator of another type, which is left as it was. */
COHORT_API int cohort_random_seek(gsl_rng *random, uint64_t seed, uint64_t stream,
                                  cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
