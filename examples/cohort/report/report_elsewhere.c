/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/elsewhere.h"
#include "report/pictures.h"
#include "report/report.h"

/* What is compared: in percent of the first date, or of everybody. */
static const struct {
    int figure;
    bool is_share;
    const char *in[LANGUAGES];
} shown[] = {{TOTAL, false, {W_INDEX_TOTAL}},
             {WOMEN_20_39, false, {W_INDEX_WOMEN}},
             {AGE_65_PLUS, true, {W_SHARE_65_PLUS}},
             {AGE_0_14, true, {W_SHARE_0_14}}};
enum { SHOWN = sizeof shown / sizeof *shown };

/* Of a path or, numbered behind all of them, of a place. */
static double figure_at(const struct outlook *o, const struct elsewhere *e, int number, int figure,
                        int year)
{
    return number < o->path_count ? outlook_figure(o, number, figure, year)
                                  : elsewhere_figure(e, number - o->path_count, figure, year);
}

static double percent_at(const struct outlook *o, const struct elsewhere *e, int number, int which,
                         int year)
{
    const int figure = shown[which].figure;
    return cohort_share_percent(figure_at(o, e, number, figure, year),
                                shown[which].is_share ? figure_at(o, e, number, TOTAL, year)
                                                      : figure_at(o, e, number, figure, o->first));
}

static void places_table(struct page *p, const struct outlook *o, const struct elsewhere *e,
                         const struct group *g, int which)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    table_begin(
        p, group_caption(p, o, g, filled(shown[which].in[p->language], whole(o->first).s).s).s);
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    for (int i = 0; i < g->count; i++)
        table_heads(p, group_minor(g, i, true), o->paths[g->path[i]].name.s);
    for (int k = 0; k < e->count; k++)
        table_heads(p, NO_TEXTS, e->places[k].name.s);
    for (int i = 0; i < count; i++) {
        table_row(p, whole(years[i]).s);
        for (int k = 0; k < g->count; k++)
            table_number(p, percent_at(o, e, g->path[k], which, years[i]), 1, NULL);
        for (int k = 0; k < e->count; k++)
            table_number(p, percent_at(o, e, o->path_count + k, which, years[i]), 1, NULL);
    }
    table_end(p);
}

void report_elsewhere(struct page *p, const struct outlook *o)
{
    struct elsewhere e;
    elsewhere_make(&e, o);
    report_draw(p, o, DRAW_ELSEWHERE, 0, &e);
    for (int which = 0; which < SHOWN; which++)
        for (struct group g = {0}; next_group(o, &g);)
            if (outlook_has(o, shown[which].figure))
                places_table(p, o, &e, &g, which);
    page_say(p, REMARK, in(p, W_ELSEWHERE_NOTE));
    elsewhere_clear(&e);
}

/* ---- the picture ---- */

/* The places are thin in colours of their own; paths as everywhere. */
static int add_series(const struct outlook *o, const struct elsewhere *e, int which,
                      const double *years, int count, cohort_chart_series *series, double *values)
{
    int used = 0;
    for (int k = 0; k < o->path_count + e->count; k++) {
        const bool is_path = k < o->path_count;
        double *own = values + (size_t)k * (size_t)count;
        bool has = false;
        for (int i = 0; i < count; i++) {
            own[i] = percent_at(o, e, k, which, (int)years[i]);
            has = has || !isnan(own[i]);
        }
        if (has)
            series[used++] = (cohort_chart_series){
                .label = is_path ? o->paths[k].name.s : e->places[k - o->path_count].name.s,
                .mark = is_path ? path_mark_of(k) : COHORT_MARK_DASHES,
                .colour = is_path              ? path_colour(k)
                          : k == o->path_count ? 3
                                               : 6,
                .end_value = !isnan(own[count - 1]),
                .count = count,
                .years = years,
                .values = own};
    }
    return used;
}

void picture_elsewhere(cohort_output *out, const struct outlook *o, const struct elsewhere *e,
                       const cohort_chart *chart)
{
    static const int drawn[] = {0, 2};
    enum { PANELS = 2, SERIES = 1 + MOST_SCENARIOS + PLACES };
    int dates[MOST_YEARS], count = outlook_years(o, dates);
    double years[MOST_YEARS];
    double *values = allocate((size_t)PANELS * SERIES * MOST_YEARS, sizeof *values);
    cohort_chart_series series[PANELS][SERIES];
    cohort_chart_panel panels[PANELS];
    struct text titles[PANELS];
    for (int i = 0; i < count; i++)
        years[i] = dates[i];
    for (int n = 0; n < PANELS; n++) {
        titles[n] = filled(shown[drawn[n]].in[o->language], whole(o->first).s);
        panels[n] = (cohort_chart_panel){.title = titles[n].s, .from_zero = 1, .series = series[n]};
        panels[n].series_count = add_series(o, e, drawn[n], years, count, series[n],
                                            values + (size_t)n * SERIES * MOST_YEARS);
    }
    const struct text title = filled(in(o, W_ELSEWHERE_TITLE), o->name.s);
    const cohort_chart full = with_texts(o, chart, title.s, "");
    must(cohort_chart_lines(out, &full, outlook_has(o, AGE_65_PLUS) ? PANELS : 1, panels, &error));
    free(values);
}
