/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure sums of areas are: of each prefecture (the first two characters of codes), and of all.
 * Their errors have parts in common. */
#ifndef FAN_SUMS_H
#define FAN_SUMS_H

#include "answers/fan.h"

struct fan_sums {
    int count, most;
    cohort_stock *paths;
    int *prefectures; /* of each area, a number */
    int prefecture_count;
    struct text *names;
    bool is_whole; /* have all areas of the run the same dates, and past errors that are known? */
};

/* Begin, for at most so many areas; add one. */
struct fan_sums fan_sums_begin(int most);
void fan_sums_add(struct fan_sums *sums, const struct fan *fan);

/* What there is to say once all areas are through: nothing of one area, or of other errors. */
void fan_sums_print(cohort_output *out, const struct fan_sums *sums,
                    const struct fan_request *request);
void fan_sums_clear(struct fan_sums *sums);

#endif
