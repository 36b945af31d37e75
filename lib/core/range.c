/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/range.h"

#include "core/level.h"

#include <stdint.h>
#include <string.h>

/* Bits of what has been looked at: all of `inside` are 1 if all are, and all of `any` those of any. */
struct look {
    int64_t inside, any; /* as wide as what is compared */
};

static COHORT_INLINE void look(struct look *look, const double *restrict values, size_t first,
                               size_t end, double lowest, double highest, bool copied,
                               double *restrict copy)
{
    int64_t inside = look->inside, any = look->any;
    for (size_t i = first; i < end; i++) {
        const double value = values[i];
        int64_t bits;
        memcpy(&bits, &value, sizeof bits);
        any |= bits;
        inside &= -(int64_t)((value >= lowest) & (value <= highest));
        if (copied)
            copy[i] = value + 0.0; /* never -0 */
    }
    *look = (struct look){inside, any};
}

/* Whole lines of the cache are written, or else read, but for the first values. */
static COHORT_INLINE struct seen see(const double *values, size_t count, double lowest,
                                     double highest, double *copy)
{
    enum { LINE = 8 };
    const uintptr_t at = (uintptr_t)(copy ? copy : values) / sizeof *values;
    const size_t before = (LINE - at % LINE) % LINE, first = before < count ? before : count;
    struct look seen = {-1, 0};
    look(&seen, values, 0, first, lowest, highest, copy != NULL, copy);
    if (copy)
        look(&seen, values, first, count, lowest, highest, true, copy);
    else
        look(&seen, values, first, count, lowest, highest, false, NULL);
    return (struct seen){!seen.inside, (seen.any & INT64_MAX) != 0, seen.any < 0};
}

/* Two rows at once. */
static COHORT_INLINE void highest(const double *restrict values, size_t rows, size_t count,
                                  double *restrict of)
{
    for (size_t i = 0; i < rows; i += 2) {
        const double *row = values + i * count, *next = i + 1 < rows ? row + count : row;
        for (size_t k = 0; k < count; k++) {
            const double most = row[k] > next[k] ? row[k] : next[k];
            of[k] = most > of[k] ? most : of[k];
        }
    }
}

COHORT_AT_V3 static struct seen see_v3(const double *values, size_t count, double lowest,
                                       double highest, double *copy)
{
    return see(values, count, lowest, highest, copy);
}

COHORT_AT_V4 static struct seen see_v4(const double *values, size_t count, double lowest,
                                       double highest, double *copy)
{
    return see(values, count, lowest, highest, copy);
}

struct seen cohort_see_copy(const double *values, size_t count, double lowest, double highest,
                            double *copy)
{
    const enum level level = cohort_level_best();
    return (level >= LEVEL_V4   ? see_v4
            : level >= LEVEL_V3 ? see_v3
                                : see)(values, count, lowest, highest, copy);
}

COHORT_AT_V3 static void highest_v3(const double *values, size_t rows, size_t count, double *of)
{
    highest(values, rows, count, of);
}

void cohort_highest(const double *values, size_t rows, size_t count, double *of)
{
    (cohort_level_best() >= LEVEL_V3 ? highest_v3 : highest)(values, rows, count, of);
}
