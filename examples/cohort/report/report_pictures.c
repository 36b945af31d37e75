/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

/* What a picture is of. */
struct subject {
    const struct outlook *o;
    picture *draw;
    int path, year;
};

static void paint(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    s->draw(out, s->o, chart, s->path);
}

void report_draw(struct page *p, const struct outlook *o, picture *draw, int path, double height,
                 double narrow_height)
{
    page_picture(p, height, narrow_height, paint,
                 &(struct subject){.o = o, .draw = draw, .path = path});
}

/* One of many: its source stands once, above all of them. */
static void paint_ages(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const struct text title = filled(in(s->o, W_FRAME_TITLE), s->o->name.s, whole(s->year).s);
    cohort_chart own = *chart;
    own.title = title.s;
    own.source = "";
    picture_pyramid(out, s->o, &own, (struct moment){s->path, s->year},
                    (struct moment){0, s->path > 0 ? s->year : s->o->first}, true);
}

/* A path at every date, against the baseline; or that against its first date. */
static void draw_ages(struct page *p, const struct outlook *o, int path)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    page_frames_begin(p, filled(in(p, W_PYRAMIDS_OF), o->paths[path].name.s).s,
                      path > 0 || o->path_count == 1);
    for (int i = 0; i < count; i++)
        if (outlook_figure(o, path, TOTAL, years[i]) > 0.0)
            page_frame(p, years[i], paint_ages,
                       &(struct subject){.o = o, .path = path, .year = years[i]});
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
