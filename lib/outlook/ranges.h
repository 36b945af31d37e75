/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_RANGES_H
#define COHORT_OUTLOOK_RANGES_H

#include <stdbool.h>

/* A set of numbers as ranges: ascending, with a gap between any two: one set has one form. */
struct range {
    int first, last;
};
struct ranges {
    int count, room;
    int members; /* numbers in the set */
    struct range *at;
};

void cohort_ranges_free(struct ranges *ranges);

/* Room for so many ranges more than there are. Returned: false when memory is out. */
bool cohort_ranges_reserve(struct ranges *ranges, int more);

/* Add a range that has none of the set's numbers; there is room for one. */
void cohort_ranges_add(struct ranges *ranges, struct range range);

/* The first stretch of numbers within a range that are not in the set; false if there is none. */
bool cohort_ranges_gap(const struct ranges *ranges, struct range within, struct range *gap);

/* The lowest number of both sets, or -1. */
int cohort_ranges_common(const struct ranges *a, const struct ranges *b);

#endif
