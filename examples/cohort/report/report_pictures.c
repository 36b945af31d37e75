/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pictures.h"
#include "report/report.h"

/* What a picture is of. */
struct subject {
    const struct outlook *o;
    enum report_picture kind;
    int path, year;
    const struct elsewhere *elsewhere;
};

/* One of many: its source stands once, below all of them. */
static void paint_ages(cohort_output *out, const struct subject *s, const cohort_chart *chart)
{
    const struct text title = filled(in(s->o, W_FRAME_TITLE), s->o->name.s, whole(s->year).s);
    cohort_chart own = *chart;
    own.title = title.s;
    own.source = "";
    picture_pyramid(out, s->o, &own, (struct moment){s->path, s->year},
                    (struct moment){0, s->path > 0 ? s->year : s->o->first}, true);
}

static void paint(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    if (s->kind == DRAW_PATHS)
        picture_paths(out, s->o, chart, -1);
    else if (s->kind == DRAW_AGES)
        paint_ages(out, s, chart);
    else if (s->kind == DRAW_ELSEWHERE)
        picture_elsewhere(out, s->o, s->elsewhere, chart);
    else if (s->kind == DRAW_EVENTS)
        picture_events(out, s->o, chart);
    else if (s->kind == DRAW_BARS)
        picture_bars(out, s->o, chart, s->path);
    else
        picture_fan(out, s->o, chart, s->path);
}

void report_draw(struct page *p, const struct outlook *o, enum report_picture kind, int path,
                 const struct elsewhere *elsewhere)
{
    static const double heights[][2] = {[DRAW_PATHS] = {360, 620},
                                        [DRAW_EVENTS] = {480, 900},
                                        [DRAW_BARS] = {0, 0},
                                        [DRAW_FAN] = {340, 420},
                                        [DRAW_ELSEWHERE] = {320, 640}};
    page_picture(p, heights[kind][0], heights[kind][1], paint,
                 &(struct subject){o, kind, path, 0, elsewhere});
}

/* A path at every date, against the baseline; or that against its first date. */
static void draw_ages(struct page *p, const struct outlook *o, int path)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    page_frames_begin(p, filled(in(p, W_PYRAMIDS_OF), o->paths[path].name.s).s,
                      path > 0 || o->path_count == 1);
    for (int i = 0; i < count; i++)
        if (outlook_figure(o, path, TOTAL, years[i]) > 0.0)
            page_frame(p, years[i], paint, &(struct subject){o, DRAW_AGES, path, years[i], NULL});
    page_frames_end(p);
}

void report_pyramids(struct page *p, const struct outlook *o)
{
    if (!(outlook_figure(o, 0, TOTAL, o->first) > 0.0)) {
        page_say(p, REMARK, in(p, W_NOBODY));
        return;
    }
    page_say(p, REMARK, in(p, W_ONE_SCALE), o->origin.s);
    for (int path = 0; path < o->path_count; path++)
        draw_ages(p, o, path);
}
