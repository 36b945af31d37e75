/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/events.h"

#include "answers/levers.h"

int events_of_path(const struct outlook *o, int path, struct events events[MOST_YEARS])
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    for (int i = 0; i + 1 < count; i++) {
        struct events *e = &events[i];
        *e = (struct events){.from = years[i], .to = years[i + 1]};
        must(cohort_projection_balance(o->paths[path].run, e->from, e->to, &e->sum, &error));
        const double length = e->to - e->from;
        e->births = e->sum.births / length;
        e->deaths = e->sum.deaths / length;
        e->natural = e->births - e->deaths;
        e->social = e->sum.net_migration / length;
        e->change = (e->sum.closing - e->sum.opening) / length;
        e->tfr = tfr_between(cohort_projection_inputs(o->paths[path].run), e->from, e->to);
    }
    return count - 1;
}

int counted_years(const struct outlook *o, struct counted_year years[MOST_YEARS])
{
    int count = 0;
    for (int year = o->first; o->is_counted && year <= o->last && count < MOST_YEARS; year++) {
        const cohort_vital v = events_of(&o->observed, year);
        struct counted_year *y = &years[count];
        *y = (struct counted_year){.year = year,
                                   .at = (v.year_from + v.year_to) / 2.0,
                                   .births = v.births,
                                   .deaths = v.deaths,
                                   .social = v.net_migration};
        moves_of(&o->observed, year, &y->moved_in, &y->moved_out);
        count += !(isnan(v.births) && isnan(v.deaths) && isnan(v.net_migration));
    }
    return count;
}
