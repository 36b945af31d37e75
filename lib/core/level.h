/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_LEVEL_H
#define COHORT_CORE_LEVEL_H

/*
 * One loop for several levels of the processor, without a special build: its body is an inline
 * function, which a function of each level takes over (COHORT_INLINE, COHORT_AT_V3, COHORT_AT_V4),
 * and which of them runs is asked at run time. Rounding is the same on all (see -ffp-contract=off).
 */

enum level { LEVEL_BASE, LEVEL_V3, LEVEL_V4, LEVEL_COUNT };

/* Sanitizers look at each statement: a kind of a kernel by itself would take minutes to compile.
 * COHORT_ONE_COPY: for those who count branches, once each. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(COHORT_ONE_COPY)
#define COHORT_INLINE
#elif defined(__GNUC__)
#define COHORT_INLINE inline __attribute__((always_inline))
#else
#define COHORT_INLINE inline
#endif

/* A function that is not taken over by its caller. */
#if defined(__GNUC__)
#define COHORT_APART __attribute__((noinline))
#else
#define COHORT_APART
#endif

/* What a level has beyond the one before that these loops have a use for: listed, since not every
 * compiler knows the levels by their names. */
#if defined(__GNUC__) && defined(__x86_64__)
#define COHORT_X86_64 1
#define COHORT_AT_V3 __attribute__((target("avx,avx2,bmi,bmi2,fma")))
#define COHORT_AT_V4                                                                               \
    __attribute__((target("avx,avx2,bmi,bmi2,fma,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")))
#else
#define COHORT_X86_64 0
#define COHORT_AT_V3
#define COHORT_AT_V4
#endif

/* Before a loop over lanes that stand side by side: to be vectorised as it stands, not
 * unrolled first and searched for vectors in other directions. */
#if defined(__clang__)
#define COHORT_SIMD _Pragma("clang loop unroll(disable)")
#elif defined(__GNUC__)
#define COHORT_SIMD _Pragma("omp simd") /* -fopenmp-simd: no run-time library */
#else
#define COHORT_SIMD
#endif

/* A line of the cache that will be written to. */
#ifdef __GNUC__
#define COHORT_FETCH(address) __builtin_prefetch(address, 1)
#else
#define COHORT_FETCH(address) ((void)(address))
#endif

/* The highest level that this machine has; "x86-64-v3" or the like, "plain" on other machines. */
enum level cohort_level_best(void);
const char *cohort_level_name(enum level level);

#endif
