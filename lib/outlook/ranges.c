/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/ranges.h"

#include <stdlib.h>
#include <string.h>

void cohort_ranges_free(struct ranges *ranges)
{
    free(ranges->at);
    *ranges = (struct ranges){0};
}

bool cohort_ranges_reserve(struct ranges *ranges, int more)
{
    const int room = ranges->count + more;
    if (room <= ranges->room)
        return true;
    struct range *at = realloc(ranges->at, (size_t)room * sizeof *at);
    if (!at)
        return false;
    ranges->at = at;
    ranges->room = room;
    return true;
}

void cohort_ranges_add(struct ranges *ranges, struct range range)
{
    int i = ranges->count;
    while (i > 0 && ranges->at[i - 1].first > range.last)
        i--;
    ranges->members += range.last - range.first + 1;
    const bool joins_left = i > 0 && ranges->at[i - 1].last == range.first - 1;
    const bool joins_right = i < ranges->count && ranges->at[i].first == range.last + 1;
    struct range *here = ranges->at + i;
    const size_t behind = (size_t)(ranges->count - i);
    if (joins_left && joins_right) {
        here[-1].last = here->last;
        memmove(here, here + 1, (behind - 1) * sizeof *here);
        ranges->count--;
    } else if (joins_left) {
        here[-1].last = range.last;
    } else if (joins_right) {
        here->first = range.first;
    } else {
        memmove(here + 1, here, behind * sizeof *here);
        *here = range;
        ranges->count++;
    }
}

bool cohort_ranges_gap(const struct ranges *ranges, struct range within, struct range *gap)
{
    *gap = within;
    for (int i = 0; i < ranges->count; i++) {
        const struct range *r = &ranges->at[i];
        if (r->last < gap->first)
            continue;
        if (r->first > gap->first) {
            if (r->first <= gap->last)
                gap->last = r->first - 1;
            break;
        }
        if (r->last >= gap->last)
            return false;
        gap->first = r->last + 1;
    }
    return gap->first <= gap->last;
}

int cohort_ranges_common(const struct ranges *a, const struct ranges *b)
{
    for (int i = 0, j = 0; i < a->count && j < b->count;) {
        const struct range x = a->at[i], y = b->at[j];
        if (x.first <= y.last && y.first <= x.last)
            return x.first > y.first ? x.first : y.first;
        if (x.last < y.last)
            i++;
        else
            j++;
    }
    return -1;
}
