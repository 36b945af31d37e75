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
 * Random streams that depend only on (seed, stream): the same numbers with any threads, processes
 * and order. The generator is counter-based: Philox 4x32-10. Its key is the seed. Its counter has
 * the position in the stream in its lower and the stream in its upper 64 bits, in words of 32 bits,
 * the lowest first.
 * Reference: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011),
 * and the known answers of Random123 (tests/kat_vectors).
 *
 * This header needs GSL's headers, so cohort.h does not include it.
 */

/** One block of four 32-bit random numbers, out[4]. */
COHORT_API void cohort_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/**
 * The generator as a type of GSL's: 32 bits a number, four numbers for each position. gsl_rng_set
 * goes to the beginning of stream 0 of a seed, cohort_random_seek to that of any stream. Its state
 * is small, so each thread can have one.
 */
COHORT_API const gsl_rng_type *cohort_random_type(void);

/**
 * Go to the beginning of a stream.
 * Errors: COHORT_ERROR_ARGUMENT for a generator of another type, which is not changed.
 */
COHORT_API int cohort_random_seek(gsl_rng *random, uint64_t seed, uint64_t stream,
                                  cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
