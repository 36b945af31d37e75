/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pictures.h"
#include "report/report.h"

/* What a picture is of: one path, where it tells of one. */
struct subject {
    const struct outlook *o;
    int path;
};

static void paint_paths(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_paths(out, s->o, chart);
}

static void paint_change(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_pyramid(out, s->o, chart, (struct moment){s->path, s->o->last},
                    (struct moment){0, s->o->first});
}

static void paint_difference(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_pyramid(out, s->o, chart, (struct moment){s->path, s->o->last},
                    (struct moment){0, s->o->last});
}

static void paint_bars(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_bars(out, s->o, chart, s->path);
}

static void paint_fan(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_fan(out, s->o, chart);
}

void report_draw_paths(struct page *p, const struct outlook *o)
{
    page_picture(p, 400, 620, paint_paths, &(struct subject){o, 0});
}

/* Is there anybody on a path at a year? Else there is no pyramid. */
static bool has_people(const struct outlook *o, int path, int year)
{
    return outlook_figure(o, path, TOTAL, year) > 0.0;
}

void report_pyramids(struct page *p, const struct outlook *o)
{
    const bool is_peopled = has_people(o, 0, o->last);
    if (is_peopled || has_people(o, 0, o->first))
        page_picture(p, 460, 440, paint_change, &(struct subject){o, 0});
    else
        page_remark(p, "%s",
                    in(p, "Nobody lives there: there is no pyramid to be drawn.",
                       "人口が0人のため、人口ピラミッドはない。"));
    for (int path = 1; path < o->path_count; path++)
        if (is_peopled || has_people(o, path, o->last))
            page_picture(p, 460, 440, paint_difference, &(struct subject){o, path});
}

void report_draw_bars(struct page *p, const struct outlook *o, int path)
{
    page_picture(p, 0, 0, paint_bars, &(struct subject){o, path});
}

void report_draw_fan(struct page *p, const struct outlook *o)
{
    page_picture(p, 400, 420, paint_fan, &(struct subject){o, 0});
}
