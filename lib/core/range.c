/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/range.h"

#include "core/level.h"

#include <stdint.h>
#include <string.h>

static COHORT_INLINE struct seen see(const double *values, size_t count, double lowest,
                                     double highest)
{
    int64_t inside = -1, all = 0; /* as wide as what is compared */
    for (size_t i = 0; i < count; i++) {
        int64_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        all |= bits;
        inside &= -(int64_t)((values[i] >= lowest) & (values[i] <= highest));
    }
    return (struct seen){!inside, (all & INT64_MAX) != 0, all < 0};
}

COHORT_AT_V3 static struct seen see_v3(const double *values, size_t count, double lowest,
                                       double highest)
{
    return see(values, count, lowest, highest);
}

struct seen cohort_see(const double *values, size_t count, double lowest, double highest)
{
    return cohort_level_best() >= LEVEL_V3 ? see_v3(values, count, lowest, highest)
                                           : see(values, count, lowest, highest);
}
