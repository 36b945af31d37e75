/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/range.h"

#include "core/level.h"

#include <stdint.h>

static COHORT_INLINE bool any_outside(const double *values, size_t count, double lowest,
                                      double highest)
{
    int64_t found = 0; /* as wide as what is compared */
    for (size_t i = 0; i < count; i++)
        found |= !(values[i] >= lowest) | !(values[i] <= highest);
    return found;
}

COHORT_AT_V3 static bool any_outside_v3(const double *values, size_t count, double lowest,
                                        double highest)
{
    return any_outside(values, count, lowest, highest);
}

bool cohort_any_outside(const double *values, size_t count, double lowest, double highest)
{
    return cohort_level_best() >= LEVEL_V3 ? any_outside_v3(values, count, lowest, highest)
                                           : any_outside(values, count, lowest, highest);
}
