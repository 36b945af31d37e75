/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_RANGE_H
#define COHORT_CORE_RANGE_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>

/* Is any value below `lowest`, above `highest`, or not a number? Without a way out of the loop,
 * which is faster where mostly none is. */
bool cohort_any_outside(const double *values, size_t count, double lowest, double highest);

/* Are all of them numbers of persons: finite, 0 or more? */
static inline bool cohort_are_counts(const double *persons, size_t count)
{
    return !cohort_any_outside(persons, count, 0.0, DBL_MAX);
}

/* In this order. */
static inline double cohort_sum(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

#endif
