/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/names.h"
#include "report/report.h"

/* ---- names of measures ---- */

static struct text band_words(const struct page *p, cohort_band band)
{
    const struct text from = whole(band.age_from), to = whole(band.age_to);
    const char *sex = band.sex == COHORT_MALE ? in(p, W_MEN) : in(p, W_WOMEN);
    const bool all = band.age_from <= 0 && band.age_to == COHORT_OPEN_END;
    if (all)
        return text_of("%s", band.sex == COHORT_BOTH ? in(p, W_TOTAL) : sex);
    const struct text ages = band.age_to == COHORT_OPEN_END ? filled(in(p, W_AGES_OPEN), from.s)
                                                            : filled(in(p, W_AGES), from.s, to.s);
    return band.sex == COHORT_BOTH ? ages : filled(in(p, W_BAND), sex, ages.s);
}

struct text measure_words(const struct page *p, const cohort_measure *measure)
{
    const struct text part = band_words(p, measure->band);
    if (!measure->is_percent)
        return part;
    const struct text all = band_words(p, measure->per);
    return strcmp(all.s, in(p, W_TOTAL)) == 0 ? filled(in(p, W_SHARE_OF_ALL), part.s)
                                              : filled(in(p, W_SHARE_OF), part.s, all.s);
}

static const char *figure_words(const struct page *p, int figure)
{
    return figure_names[figure][p->language];
}

/* ---- as the planning document compares: the first date and the last ---- */

static void explain_marks(struct page *p, const struct outlook *o)
{
    page_say(p, REMARK,
             o->cases[0].is_nemuro             ? in(p, W_MARKS_NEMURO)
             : o->published && !o->is_forecast ? in(p, W_MARKS_PUBLISHED)
                                               : in(p, W_MARKS));
}

/* The share of one of the three ages at a year, as the document rounds it. */
static double share_of(const struct outlook *o, int path, int figure, double year)
{
    double counts[3], percent[3];
    if (cohort_three_ages(o->paths[path].kind.population, (int)year, counts, &error))
        return (double)NAN;
    cohort_shares_rounded(counts, 1, percent);
    return percent[figure - AGE_0_14];
}

/* A figure at the first date and, on each path, at the last one; or its share. */
static void comparison_row(struct page *p, const struct outlook *o, const struct group *g,
                           int figure, bool is_share)
{
    double (*const value)(const struct outlook *, int, int, double) =
        is_share ? share_of : outlook_figure;
    const int decimals = is_share ? 1 : 0;
    const double before = value(o, 0, figure, o->first), without = value(o, 0, figure, o->last);
    table_row(p, is_share ? filled(in(p, W_SHARE), figure_words(p, figure)).s
                          : figure_words(p, figure));
    table_number(p, before, decimals, is_share ? NULL : outlook_mark(o, 0, figure, o->first));
    for (int i = 0; i < g->count; i++) {
        const int k = g->path[i];
        const double after = value(o, k, figure, o->last);
        table_number(p, after, decimals, is_share ? NULL : outlook_mark(o, k, figure, o->last));
        table_changes(p, decimals, after - before);
        if (k > 0)
            table_changes(p, decimals, after - without);
    }
}

static void comparison_table(struct page *p, const struct outlook *o, const struct group *g)
{
    const struct text first = whole(o->first), last = whole(o->last);
    table_begin(p, group_caption(p, o, g, filled(in(p, W_POPULATION_IN), first.s, last.s).s).s);
    table_heads(p, NO_TEXTS, in(p, W_PERSONS), filled(in(p, W_YEAR_IN_WORDS), first.s).s);
    for (int i = 0; i < g->count; i++) {
        table_heads(p, NO_TEXTS,
                    text_of("%s %.90s", filled(in(p, W_YEAR_IN_WORDS), last.s).s,
                            o->paths[g->path[i]].name.s)
                        .s);
        table_heads(p, MINOR, in(p, W_CHANGE));
        if (i > 0)
            table_heads(p, group_minor(g, i, false), in(p, W_AGAINST));
    }
    for (int figure = 0; figure < BANDS; figure++)
        if (outlook_has(o, figure))
            comparison_row(p, o, g, figure, false);
    for (int figure = AGE_0_14; figure <= AGE_65_PLUS; figure++)
        if (!isnan(share_of(o, 0, figure, o->first)))
            comparison_row(p, o, g, figure, true);
    table_end(p);
}

void report_comparison(struct page *p, const struct outlook *o)
{
    p->sheet = in(p, W_SHEET_COMPARISON);
    for (struct group g = {0}; next_group(o, &g);)
        comparison_table(p, o, &g);
    p->sheet = NULL;
    explain_marks(p, o);
    page_say(p, REMARK, in(p, W_ROUNDED));
}

/* ---- every date ---- */

static void path_table(struct page *p, const struct outlook *o, int path)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    table_begin(p, filled(in(p, W_POPULATION_OF), o->paths[path].name.s).s);
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    for (int figure = 0; figure < BANDS; figure++)
        if (outlook_has(o, figure))
            table_heads(p, NO_TEXTS, figure_words(p, figure));
    for (int i = 0; i < count; i++) {
        table_row(p, whole(years[i]).s);
        for (int figure = 0; figure < BANDS; figure++)
            if (outlook_has(o, figure))
                table_number(p, outlook_figure(o, path, figure, years[i]), 0,
                             outlook_mark(o, path, figure, years[i]));
    }
    table_end(p);
}

void report_paths(struct page *p, const struct outlook *o)
{
    report_draw(p, o, picture_paths, -1, 360, 620);
    for (int k = 0; k < o->path_count; k++)
        path_table(p, o, k);
    explain_marks(p, o);
}

/* ---- from the census of 2020 ---- */

/* The three ages, by the forecast and by IPSS. */
static void today_ages(struct page *p, const struct today *t)
{
    const char *const names[] = {in(p, W_TODAY_FORECAST), in(p, W_TODAY_IPSS_2023)};
    table_begin(p, in(p, W_TODAY_AGES_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    for (int figure = AGE_0_14; figure <= AGE_65_PLUS; figure++)
        for (int i = 0; i < 2; i++)
            table_heads(p, i > 0 ? MINOR : NO_TEXTS,
                        text_of("%s%s%s", figure_words(p, figure), in(p, W_COLON), names[i]).s);
    for (int year = TODAY_FROM; year <= TODAY_TO; year += 5) {
        table_row(p, whole(year).s);
        for (int figure = AGE_0_14; figure <= AGE_65_PLUS; figure++) {
            table_numbers(p, 0, persons_in(&t->towns[0].forecast, year, figure),
                          published_value(t->ipss2023, "ipss2023", year, band_codes[figure]));
        }
    }
    table_end(p);
}

/* The totals of all of the towns, by the forecast and by IPSS. */
static void today_towns(struct page *p, const struct outlook *o)
{
    const char *const names[] = {in(p, W_TODAY_FORECAST), in(p, W_TODAY_IPSS_2018)};
    table_begin(p, in(p, W_TODAY_TOWNS_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_NAME));
    for (int year = TODAY_FROM; year <= TODAY_TO; year += 5)
        table_heads(p, year % 10 ? MINOR : NO_TEXTS, whole(year).s);
    for (int i = 0; i < 2 * TODAY_TOWNS; i++) {
        const struct town *town = &o->today->towns[i / 2];
        const struct text name = name_of_area(p->language, &o->source, town->code);
        table_row(p, text_of("%.99s%s%s", name.s, in(p, W_COLON), names[i % 2]).s);
        for (int year = TODAY_FROM; year <= TODAY_TO; year += 5)
            table_numbers(p, 0, cohort_total(i % 2 ? &town->ipss : &town->forecast, year));
    }
    table_end(p);
}

void report_today(struct page *p, const struct outlook *o)
{
    const struct today *t = o->today;
    const struct town *town = &t->towns[0];
    table_begin(p, in(p, W_TODAY_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_YEAR), in(p, W_TODAY_FORECAST));
    table_heads(p, MINOR, in(p, W_FROM_80), in(p, W_TO_80), in(p, W_TODAY_HELD),
                in(p, W_TODAY_IPSS_2018));
    for (int k = 1; k < o->path_count; k++)
        table_heads(p, NO_TEXTS, o->paths[k].name.s);
    table_heads(p, NO_TEXTS, in(p, W_TODAY_IPSS_2023));
    for (int year = TODAY_FROM; year <= TODAY_TO; year += 5) {
        table_row(p, whole(year).s);
        table_numbers(p, 0, cohort_total(&town->forecast, year), today_end(t, 0, year, 0.1),
                      today_end(t, 0, year, 0.9), cohort_total(&town->held, year),
                      cohort_total(&town->ipss, year));
        for (int k = 1; k < o->path_count; k++)
            table_numbers(p, 0, outlook_figure(o, k, TOTAL, year));
        table_numbers(p, 0, published_value(t->ipss2023, "ipss2023", year, "total"));
    }
    table_end(p);
    today_ages(p, t);
    today_towns(p, o);
    page_say(p, REMARK, in(p, W_TODAY_NOTE), number_text(town->unknown, 0).s);
}

/* ---- what was counted ---- */

static void count_row(struct page *p, const struct outlook *o, const struct group *g,
                      const struct counts *counts, int figure)
{
    const char *kind = is_census(counts) ? in(p, W_CENSUS) : in(p, W_REGISTER);
    const cohort_band band = shown_bands[figure];
    const cohort_figure observation = cohort_figure_of(band, counts->at, counted(counts, band));
    if (isnan(observation.value))
        return;
    table_row(p, text_of("%s %s", filled(in(p, W_YEAR_IN_WORDS), whole(counts->year).s).s, kind).s);
    table_text(p, figure_words(p, figure));
    table_numbers(p, 0, observation.value);
    for (int i = 0; i < g->count; i++) {
        cohort_gap gap;
        must(cohort_track(o->paths[g->path[i]].run, 1, &observation, &gap, &error));
        table_numbers(p, 0, gap.expected);
        table_changes(p, 0, gap.gap);
        table_changes(p, 1, gap.percent);
    }
}

static void counts_table(struct page *p, const struct outlook *o, const struct group *g)
{
    table_begin(p, group_caption(p, o, g, in(p, W_COUNTS_TITLE)).s);
    table_heads(p, TEXT_COLUMN(1), in(p, W_COUNT), in(p, W_OF_BAND), in(p, W_COUNTED));
    for (int i = 0; i < g->count; i++) {
        table_heads(p, group_minor(g, i, true), o->paths[g->path[i]].name.s);
        table_heads(p, group_minor(g, i, false), in(p, W_GAP));
        table_heads(p, MINOR, "%");
    }
    for (int n = 0; n < o->observed.count; n++)
        for (int figure = 0; figure < BANDS; figure++)
            count_row(p, o, g, &o->observed.counts[n], figure);
    table_end(p);
}

/* How far off the rates of births have been, in the last year of which births were counted. */
void report_births(struct page *p, const struct outlook *o)
{
    const cohort_projection *run = o->paths[0].run;
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    const int end = o->last + grid->width;
    for (int year = end; year >= o->first; year--) {
        int first;
        const cohort_vital v = events_until(&o->observed, year, &first);
        const int interval = (year - grid->start) / grid->width;
        if (isnan(v.births) || first != year || interval >= grid->steps)
            continue;
        const double expected = events_in(cohort_projection_births(run), interval) / grid->width;
        const int from = cohort_grid_year(grid, interval);
        page_say(p, LEAD, in(p, W_TRACK_BIRTHS), whole(year).s, number_text(v.births, 0).s,
                 number_text(100.0 * v.births / expected, 0).s, number_text(expected, 0).s,
                 page_range(p, from, from + grid->width).s, path_words(p, o, 0).s);
        return;
    }
}

void report_track(struct page *p, const struct outlook *o)
{
    for (struct group g = {0}; next_group(o, &g);)
        counts_table(p, o, &g);
    report_counted_events(p, o);
    page_say(p, REMARK, in(p, W_TRACK_NOTE));
}
