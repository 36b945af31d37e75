/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pictures.h"
#include "report/report.h"

/* What a picture is of: one path, where it shows one. */
struct subject {
    const struct outlook *o;
    enum { PATHS, AGES, EVENTS, BARS, FAN, ELSEWHERE } kind;
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
    if (s->kind == PATHS)
        picture_paths(out, s->o, chart, -1);
    else if (s->kind == AGES)
        paint_ages(out, s, chart);
    else if (s->kind == ELSEWHERE)
        picture_elsewhere(out, s->o, s->elsewhere, chart);
    else if (s->kind == EVENTS)
        picture_events(out, s->o, chart);
    else if (s->kind == BARS)
        picture_bars(out, s->o, chart, s->path);
    else
        picture_fan(out, s->o, chart, s->path);
}

void report_draw_paths(struct page *p, const struct outlook *o)
{
    page_picture(p, 360, 620, paint, &(struct subject){o, PATHS, 0, 0, NULL});
}

/* A path at every date, against the baseline; or that against its first date. */
static void draw_ages(struct page *p, const struct outlook *o, int path)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    page_frames_begin(p, filled(in(p, W_PYRAMIDS_OF), o->paths[path].name.s).s,
                      path > 0 || o->path_count == 1);
    for (int i = 0; i < count; i++)
        if (outlook_figure(o, path, TOTAL, years[i]) > 0.0)
            page_frame(p, years[i], paint, &(struct subject){o, AGES, path, years[i], NULL});
    page_frames_end(p);
}

void report_pyramids(struct page *p, const struct outlook *o)
{
    if (!(outlook_figure(o, 0, TOTAL, o->first) > 0.0)) {
        page_say(p, REMARK, in(p, W_NOBODY));
        return;
    }
    page_say(p, REMARK, in(p, W_ONE_SCALE), o->origin.s);
    draw_ages(p, o, 0);
    for (int path = 1; path < o->path_count; path++)
        draw_ages(p, o, path);
}

void report_draw_events(struct page *p, const struct outlook *o)
{
    page_picture(p, 480, 900, paint, &(struct subject){o, EVENTS, 0, 0, NULL});
}

void report_draw_bars(struct page *p, const struct outlook *o, int path)
{
    page_picture(p, 0, 0, paint, &(struct subject){o, BARS, path, 0, NULL});
}

void report_draw_fan(struct page *p, const struct outlook *o, int path)
{
    page_picture(p, 340, 420, paint, &(struct subject){o, FAN, path, 0, NULL});
}

void report_draw_elsewhere(struct page *p, const struct outlook *o, const struct elsewhere *e)
{
    page_picture(p, 320, 640, paint, &(struct subject){o, ELSEWHERE, 0, 0, e});
}
