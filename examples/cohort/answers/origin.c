/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/origin.h"

#include "inputs/bands.h"

const char *const origin_names[ORIGINS] = {"births", "deaths", "net migration"};

bool origin_of(const struct observed *o, const struct counts *counts, const cohort_projection *path,
               struct origin *origin)
{
    const cohort_vital vital = events_until(o, counts->year - 1, &origin->first);
    const double counted_events[] = {vital.births, vital.deaths, vital.net_migration},
                 total = counted(counts, EVERYBODY);
    cohort_origin found;
    if (is_census(counts) || isnan(total) ||
        (isnan(vital.births) && isnan(vital.deaths) && isnan(vital.net_migration)))
        return false;
    must(cohort_track_origin(path, &vital, total, &found, &error));
    const double expected[] = {found.expected.births, found.expected.deaths,
                               found.expected.net_migration};
    const double parts[] = {found.births, found.deaths, found.net_migration};
    for (int k = 0; k < ORIGINS; k++) {
        origin->events[k].counted = counted_events[k];
        origin->events[k].expected = expected[k];
        origin->events[k].part = parts[k];
    }
    origin->before = found.before;
    origin->gap = found.gap;
    return true;
}
