/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_FIT_RECORD_H
#define COHORT_FIT_RECORD_H

#include <cohort/error.h>

#include "fit/chance.h"
#include "fit/ranges.h"

#include <stddef.h>
#include <stdint.h>

/*
 * What trajectories leave behind: values 0 .. cells - 1, which are persons, then figures of either
 * sign. Kept one by one if there is room for all, else counted in classes.
 *
 * A class is the set of numbers that one of 2^bits steps between two powers of 2 is nearest to;
 * below 1 steps are 2^-bits. So whole numbers up to 2^(bits + 1) have a class each.
 */
#define MOST_FIGURE 1099511627776.0 /* 2^40 */

/* A sum of multiples of 2^-22 in 128 bits: whatever the order, the same. */
struct total {
    int64_t high;
    uint64_t low;
};

struct record {
    size_t cells, figures;
    int trajectories, bits; /* bits: -1 = kept */
    struct ranges done;
    double *kept;         /* [value][trajectory], NaN = not yet */
    uint32_t *counts;     /* [value][class] */
    struct total *totals; /* [figure], beside the counts */
};

/* Errors: COHORT_ERROR_VALUE when not even classes of one bit fit, COHORT_ERROR_MEMORY. Freed with
 * _free, also after a failure. */
int cohort_record_make(struct record *record, size_t cells, size_t figures, int trajectories,
                       size_t most_bytes, cohort_error *error);
void cohort_record_free(struct record *record);

static inline size_t cohort_record_values(const struct record *record)
{
    return record->cells + record->figures;
}

/* Classes of a value, how many; and the first of its counts. */
size_t cohort_record_classes(const struct record *record, size_t value);
uint32_t *cohort_record_counts(const struct record *record, size_t value);

/* Take over values from .. to - 1 of trajectories first .. first + count - 1 (of
 * values[trajectory][value]), which the caller then adds to `done`. */
void cohort_record_take(struct record *record, int first, int count, const double *values,
                        size_t from, size_t to);

/* What another record has, none of whose trajectories this one has. There is room in `done`. */
void cohort_record_merge(struct record *record, const struct record *from);

/* Given: one trajectory at least. */
double cohort_record_quantile(const struct record *record, size_t value, double p);
double cohort_record_mean(const struct record *record, size_t figure);
double cohort_record_below(const struct record *record, size_t value, double limit);

#endif
