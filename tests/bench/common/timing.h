/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two ways to do the same thing, timed in turn, and a line for them. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include <stddef.h>

/* Something to be timed. */
struct way {
    void (*run)(void *context);
    void *context;
};

/*
 * Print case,unit,ours,reference,ratio: the quickest of rounds in which each has its turn, divided by
 * `parts` (the trajectories of a batch), in ns, us or ms; ratio is reference / ours: so many times
 * faster, or for a bound, this part of it.
 */
void compare(const char *name, const char *unit, double parts, struct way ours,
             struct way reference);

/* The memory that was asked for, or the end. */
void *need(void *memory);

/* The end, unless code is 0. */
struct cohort_error;
void need_ok(int code, const struct cohort_error *error);

/* Read memory once, as fast as this processor can: the bound of what has to read it. */
struct stream {
    const double *memory;
    size_t count;
    double sum; /* so that reading it is not left out */
};
void stream_run(void *stream);

#endif
