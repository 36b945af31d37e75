/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/classes.h"

#include "core/error.h"

#include <math.h>
#include <stdbool.h>

int cohort_limits_check(const cohort_limits *limits, const char *what, cohort_error *error)
{
    bool is_good = limits->count >= 0 && limits->count <= COHORT_LIMITS_MAX;
    for (int k = 0; is_good && k < limits->count; k++)
        is_good = isfinite(limits->limit[k]) && (k == 0 || limits->limit[k] > limits->limit[k - 1]);
    if (is_good)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "limits of %s, %d: expected 0 to %d, finite and ascending", what,
                       limits->count, COHORT_LIMITS_MAX);
}

int cohort_limits_class(const cohort_limits *limits, double value)
{
    int k = 0;
    while (k < limits->count && value >= limits->limit[k])
        k++;
    return k;
}
