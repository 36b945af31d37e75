/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L
#include "bench/common/timing.h"

#include "core/level.h"

#include <cohort/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 21 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double time_of(struct way way, long runs)
{
    const double begin = now();
    for (long i = 0; i < runs; i++)
        way.run(way.context);
    return (now() - begin) / (double)runs;
}

/* So many runs that they take some milliseconds; the first ones warm up. */
static long runs_of(struct way way)
{
    long runs = 1;
    while (time_of(way, runs) * (double)runs < 4e-3)
        runs *= 2;
    return runs;
}

/* Other work on the machine only ever adds to a time. */
static double quickest(const double times[ROUNDS])
{
    double least = times[0];
    for (int round = 1; round < ROUNDS; round++)
        least = times[round] < least ? times[round] : least;
    return least;
}

void compare(const char *name, const char *unit, double parts, struct way ours,
             struct way reference)
{
    const double scale = (strcmp(unit, "ns") == 0 ? 1e9 : strcmp(unit, "us") == 0 ? 1e6 : 1e3);
    const long our_runs = runs_of(ours), their_runs = runs_of(reference);
    double a[ROUNDS], b[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        a[round] = time_of(ours, our_runs);
        b[round] = time_of(reference, their_runs);
    }
    const double mine = scale * quickest(a) / parts, theirs = scale * quickest(b) / parts;
    printf("%s,%s,%.4g,%.4g,%.2f\n", name, unit, mine, theirs, theirs / mine);
    fflush(stdout);
}

void *need(void *memory)
{
    if (!memory) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return memory;
}

void need_ok(int code, const cohort_error *error)
{
    if (code) {
        fprintf(stderr, "%s\n", error->text);
        exit(1);
    }
}

/* ---- streaming ---- */

enum { SIDE_BY_SIDE = 64 };

static COHORT_INLINE double read_all(const double *memory, size_t count)
{
    double sums[SIDE_BY_SIDE] = {0}, sum = 0.0;
    for (size_t i = 0; i + SIDE_BY_SIDE <= count; i += SIDE_BY_SIDE)
        COHORT_SIMD for (size_t j = 0; j < SIDE_BY_SIDE; j++) sums[j] += memory[i + j];
    for (int j = 0; j < SIDE_BY_SIDE; j++)
        sum += sums[j];
    return sum;
}

static double read_base(const double *memory, size_t count)
{
    return read_all(memory, count);
}

COHORT_AT_V3 static double read_v3(const double *memory, size_t count)
{
    return read_all(memory, count);
}

COHORT_AT_V4 static double read_v4(const double *memory, size_t count)
{
    return read_all(memory, count);
}

void stream_run(void *context)
{
    static double (*const levels[LEVEL_COUNT])(const double *, size_t) = {read_base, read_v3,
                                                                          read_v4};
    struct stream *stream = context;
    stream->sum = levels[cohort_level_best()](stream->memory, stream->count);
}
