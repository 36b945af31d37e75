/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

const struct beside beside[BESIDES] = {[BESIDE_TOTAL] = {TOTAL, false, {W_INDEX_TOTAL}},
                                       [BESIDE_WOMEN] = {WOMEN_20_39, false, {W_INDEX_WOMEN}},
                                       [BESIDE_65_PLUS] = {AGE_65_PLUS, true, {W_SHARE_65_PLUS}},
                                       [BESIDE_0_14] = {AGE_0_14, true, {W_SHARE_0_14}}};

static double figure_at(const struct outlook *o, const struct elsewhere *e, int number, int figure,
                        int year)
{
    return number < o->path_count ? outlook_figure(o, number, figure, year)
                                  : elsewhere_figure(e, number - o->path_count, figure, year);
}

double percent_beside(const struct outlook *o, const struct elsewhere *e, int number, int which,
                      int year)
{
    const int figure = beside[which].figure;
    return cohort_share_percent(figure_at(o, e, number, figure, year),
                                beside[which].is_share ? figure_at(o, e, number, TOTAL, year)
                                                       : figure_at(o, e, number, figure, o->first));
}

static void places_table(struct page *p, const struct outlook *o, const struct elsewhere *e,
                         const struct group *g, int which)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    table_begin(
        p, group_caption(p, o, g, filled(beside[which].in[p->language], whole(o->first).s).s).s);
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    for (int i = 0; i < g->count; i++)
        table_heads(p, group_minor(g, i, true), o->paths[g->path[i]].name.s);
    for (int k = 0; k < e->count; k++)
        table_heads(p, NO_TEXTS, e->places[k].name.s);
    for (int i = 0; i < count; i++) {
        table_row(p, whole(years[i]).s);
        for (int k = 0; k < g->count; k++)
            table_numbers(p, 1, percent_beside(o, e, g->path[k], which, years[i]));
        for (int k = 0; k < e->count; k++)
            table_numbers(p, 1, percent_beside(o, e, o->path_count + k, which, years[i]));
    }
    table_end(p);
}

/* An outlook, and the places beside it. */
struct subject {
    const struct outlook *o;
    const struct elsewhere *e;
};

static void paint(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_elsewhere(out, s->o, s->e, chart);
}

void report_elsewhere(struct page *p, const struct outlook *o)
{
    struct elsewhere e;
    elsewhere_make(&e, o);
    page_picture(p, 320, 640, paint, &(struct subject){o, &e});
    for (int which = 0; which < BESIDES; which++)
        for (struct group g = {0}; next_group(o, &g);)
            if (outlook_has(o, beside[which].figure))
                places_table(p, o, &e, &g, which);
    page_say(p, REMARK, in(p, W_ELSEWHERE_NOTE));
    elsewhere_clear(&e);
}
