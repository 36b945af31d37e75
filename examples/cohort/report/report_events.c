/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/events.h"
#include "answers/origin.h"
#include "inputs/fixtures.h"
#include "inputs/rates.h"
#include "report/report.h"

/* ---- births, deaths and moves ---- */

static void events_table(struct page *p, const struct outlook *o, int path)
{
    struct events events[MOST_YEARS];
    const int count = events_of_path(o, path, events);
    table_begin(p, filled(in(p, W_EVENTS_TITLE), o->paths[path].name.s).s);
    table_heads(p, NO_TEXTS, in(p, W_PERIOD), in(p, W_BIRTHS), in(p, W_DEATHS));
    table_heads(p, MINOR, in(p, W_NATURAL_CHANGE));
    table_heads(p, NO_TEXTS, in(p, W_SOCIAL_CHANGE));
    table_heads(p, MINOR, in(p, W_CHANGE));
    table_heads(p, NO_TEXTS, in(p, W_TFR));
    for (int i = 0; i < count; i++) {
        table_row(p, page_range(p, events[i].from, events[i].to).s);
        table_numbers(p, 0, events[i].births, events[i].deaths);
        table_changes(p, 0, events[i].natural, events[i].social, events[i].change);
        table_numbers(p, 2, events[i].tfr);
    }
    table_end(p);
}

void report_events(struct page *p, const struct outlook *o)
{
    report_draw(p, o, picture_events, 0, 480, 900);
    for (int k = 0; k < o->path_count; k++)
        events_table(p, o, k);
    page_say(p, REMARK, in(p, W_EVENTS_NOTE));
    if (cohort_inputs_convention(o->cases[0].baseline) == COHORT_IPSS)
        page_say(p, REMARK, in(p, W_EVENTS_DERIVED));
}

/* ---- events that were counted ---- */

static void year_row(struct page *p, const struct outlook *o, const struct group *g,
                     const struct counted_year *year, int event)
{
    const char *const names[] = {in(p, W_BIRTHS), in(p, W_DEATHS), in(p, W_MOVED_IN),
                                 in(p, W_MOVED_OUT), in(p, W_SOCIAL_CHANGE)};
    const double values[] = {year->births, year->deaths, year->moved_in, year->moved_out,
                             year->social};
    const cohort_vital v = events_of(&o->observed, year->year);
    if (isnan(values[event]))
        return;
    table_row(p, whole(year->year).s);
    table_text(p, names[event]);
    table_numbers(p, 0, values[event]);
    for (int i = 0; i < g->count; i++) {
        cohort_balance b = {.births = 0.0};
        const bool has =
            !cohort_projection_balance(o->paths[g->path[i]].run, v.year_from, v.year_to, &b, NULL);
        const double expected[] = {b.births, b.deaths, (double)NAN, (double)NAN, b.net_migration};
        table_numbers(p, 0, has ? expected[event] : (double)NAN);
        table_changes(p, 0, has ? values[event] - expected[event] : (double)NAN);
    }
}

static void path_heads(struct page *p, const struct outlook *o, const struct group *g,
                       const char *second)
{
    for (int i = 0; i < g->count; i++) {
        table_heads(p, group_minor(g, i, true), o->paths[g->path[i]].name.s);
        table_heads(p, group_minor(g, i, false), second);
    }
}

static void years_table(struct page *p, const struct outlook *o, const struct group *g)
{
    enum { EVENTS = 5 };
    struct counted_year years[MOST_YEARS];
    const int count = counted_years(o, years);
    if (count == 0)
        return;
    table_begin(p, group_caption(p, o, g, in(p, W_COUNTED_EVENTS)).s);
    table_heads(p, TEXT_COLUMN(1), in(p, W_YEAR), in(p, W_OF_BAND), in(p, W_COUNTED));
    path_heads(p, o, g, in(p, W_GAP));
    for (int i = 0; i < count; i++)
        for (int event = 0; event < EVENTS; event++)
            year_row(p, o, g, &years[i], event);
    table_end(p);
}

/* What the gap of a register's total is made of. */
static void origin_table(struct page *p, const struct outlook *o, const struct group *g,
                         const struct counts *counts)
{
    const char *const names[ORIGINS] = {in(p, W_BIRTHS), in(p, W_DEATHS), in(p, W_SOCIAL_CHANGE)};
    struct origin origins[3];
    for (int i = 0; i < g->count; i++)
        if (!origin_of(&o->observed, counts, o->paths[g->path[i]].run, &origins[i]))
            return;
    table_begin(p, group_caption(p, o, g,
                                 filled(in(p, W_ORIGIN_TITLE), whole(counts->year).s,
                                        page_range(p, origins[0].first, counts->year - 1).s)
                                     .s)
                       .s);
    table_heads(p, NO_TEXTS, in(p, W_PERSONS));
    for (int i = 0; i < g->count; i++)
        table_heads(p, NO_TEXTS, o->paths[g->path[i]].name.s);
    for (int k = 0; k < ORIGINS; k++) {
        table_row(p, names[k]);
        for (int i = 0; i < g->count; i++)
            table_changes(p, 0, origins[i].events[k].part);
    }
    table_row(p, in(p, W_BEFORE));
    for (int i = 0; i < g->count; i++)
        table_changes(p, 0, origins[i].before);
    table_row(p, in(p, W_GAP));
    for (int i = 0; i < g->count; i++)
        table_changes(p, 0, origins[i].gap);
    table_end(p);
}

void report_counted_events(struct page *p, const struct outlook *o)
{
    for (struct group g = {0}; next_group(o, &g);) {
        years_table(p, o, &g);
        for (int n = 0; n < o->observed.count; n++)
            origin_table(p, o, &g, &o->observed.counts[n]);
    }
}

/* ---- school children ---- */

static void school_table(struct page *p, const struct outlook *o, const struct group *g,
                         const struct rates *rates)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    cohort_stock *pupils[3];
    table_begin(p, group_caption(p, o, g, in(p, W_SCHOOL_TITLE)).s);
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    for (int i = 0; i < g->count; i++) {
        const struct outlook_path *path = &o->paths[g->path[i]];
        pupils[i] = rates_derive(rates, "all", path->kind.population);
        for (int v = 0; v < rates->count; v++)
            table_heads(p, group_minor(g, i, v == 0),
                        text_of("%s%s%s", path->name.s, in(p, W_COLON),
                                v == 0 ? in(p, W_ELEMENTARY) : in(p, W_LOWER_SECONDARY))
                            .s);
    }
    for (int year = 0; year < count; year++) {
        table_row(p, whole(years[year]).s);
        for (int i = 0; i < g->count; i++)
            for (int v = 0; v < rates->count; v++)
                table_numbers(p, 0, cohort_total(&pupils[i][v], years[year]));
    }
    table_end(p);
    for (int i = 0; i < g->count; i++)
        rates_give_back(rates, pupils[i]);
}

void report_school(struct page *p, const struct outlook *o)
{
    struct rates rates;
    rates_read(fixture("pupils.csv").path, &o->source, &rates);
    for (struct group g = {0}; next_group(o, &g);)
        school_table(p, o, &g, &rates);
    page_say(p, REMARK, in(p, W_SCHOOL_NOTE));
    rates_free(&rates);
}
