/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_RANGE_H
#define COHORT_CORE_RANGE_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>

/* What values are like, seen in one pass. */
struct seen {
    bool outside;  /* is any below `lowest`, above `highest`, or not a number? */
    bool nonzero;  /* is any not 0? */
    bool negative; /* is any below 0 (or -0)? */
};

/* Without a way out of the loop, which is faster where mostly none is outside. copy: they are copied
 * there on the way, all of them, -0 as 0, and it is not the same memory; or NULL. */
struct seen cohort_see_copy(const double *values, size_t count, double lowest, double highest,
                            double *copy);

static inline struct seen cohort_see(const double *values, size_t count, double lowest,
                                     double highest)
{
    return cohort_see_copy(values, count, lowest, highest, NULL);
}

/* of [count]: raised to the highest of each column of [rows][count]. */
void cohort_highest(const double *values, size_t rows, size_t count, double *of);

/* Are all of them numbers of persons: finite, 0 or more? */
static inline bool cohort_are_counts(const double *persons, size_t count)
{
    return !cohort_see(persons, count, 0.0, DBL_MAX).outside;
}

/* In this order. */
static inline double cohort_sum(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* The quantile p, 0 to 1, between two values on a straight line. Given: ascending. */
static inline double cohort_quantile_of(const double *values, int count, double p)
{
    const double at = p * (count - 1);
    const int low = (int)at, high = low < count - 1 ? low + 1 : low;
    return values[low] + (at - low) * (values[high] - values[low]);
}

#endif
