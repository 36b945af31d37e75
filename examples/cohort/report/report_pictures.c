/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pictures.h"
#include "report/report.h"

/* What a picture is of: one path, where it shows one. */
struct subject {
    const struct outlook *o;
    enum { PATHS, AGES_SINCE, AGES_COMPARED, BARS, FAN } kind;
    int path;
};

static void paint(cohort_output *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const struct moment last = {s->path, s->o->last};
    if (s->kind == PATHS)
        picture_paths(out, s->o, chart);
    else if (s->kind == AGES_SINCE)
        picture_pyramid(out, s->o, chart, last, (struct moment){0, s->o->first});
    else if (s->kind == AGES_COMPARED)
        picture_pyramid(out, s->o, chart, last, (struct moment){0, s->o->last});
    else if (s->kind == BARS)
        picture_bars(out, s->o, chart, s->path);
    else
        picture_fan(out, s->o, chart);
}

void report_draw_paths(struct page *p, const struct outlook *o)
{
    page_picture(p, 400, 620, paint, &(struct subject){o, PATHS, 0});
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
        page_picture(p, 460, 440, paint, &(struct subject){o, AGES_SINCE, 0});
    else
        page_say(p, REMARK, in(p, W_NOBODY));
    for (int path = 1; path < o->path_count; path++)
        if (is_peopled || has_people(o, path, o->last))
            page_picture(p, 460, 440, paint, &(struct subject){o, AGES_COMPARED, path});
}

void report_draw_bars(struct page *p, const struct outlook *o, int path)
{
    page_picture(p, 0, 0, paint, &(struct subject){o, BARS, path});
}

void report_draw_fan(struct page *p, const struct outlook *o)
{
    page_picture(p, 400, 420, paint, &(struct subject){o, FAN, 0});
}
