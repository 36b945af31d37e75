/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/pictures.h"
#include "common/report.h"

/* What a picture is of: one path, where it tells of one. */
struct subject {
    const struct outlook *o;
    int path;
};

static void paint_paths(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_paths(out, s->o, chart);
}

static void paint_change(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_pyramid(out, s->o, chart, s->path, s->o->last, false);
}

static void paint_difference(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_pyramid(out, s->o, chart, s->path, s->o->last, true);
}

static void paint_bars(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_bars(out, s->o, chart, s->path);
}

static void paint_fan(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    picture_fan(out, s->o, chart);
}

void report_draw_paths(struct page *p, const struct outlook *o)
{
    page_picture(p, 400, 620, paint_paths, &(struct subject){o, 0});
}

void report_draw_pyramids(struct page *p, const struct outlook *o)
{
    page_picture(p, 460, 440, paint_change, &(struct subject){o, 0});
    for (int path = 1; path < o->path_count; path++)
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
