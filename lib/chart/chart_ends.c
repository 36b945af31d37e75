/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels and values at the ends of lines, spread apart. */
#include "chart/chart_field.h"
#include "chart/chart_series.h"

#include <math.h>

enum { MOST_ENDS = 8, END_LINE = 14 };
enum { AWAY = 8 }; /* from the line's end */

typedef struct line_end {
    const cohort_chart_series *series;
    double x, y, height; /* where the line ends; how high the label is */
    double middle;       /* where the label goes */
} line_end;

static bool has_label(const chart_field *f, const cohort_chart_series *s)
{
    return f->lines->direct && s->label;
}

static svg_font end_font(const cohort_chart_series *s, bool bold)
{
    const bool thin = s->mark == COHORT_MARK_THIN;
    return (svg_font){12, .bold = bold, .fill = thin ? CHART_BLACK : cohort_chart_inks[s->colour]};
}

chart_text cohort_end_text(const chart_frame *frame, const cohort_chart_panel *panel,
                           const cohort_chart_series *series)
{
    return cohort_frame_number(frame, series->values[cohort_series_last(series)], panel->decimals);
}

double cohort_end_values_width(const chart_frame *frame, const cohort_chart_panel *panel)
{
    double most = 0.0;
    for (int i = 0; i < panel->series_count; i++) {
        const cohort_chart_series *s = &panel->series[i];
        const svg_font font = end_font(s, true);
        if (cohort_is_line(s) && s->end_value && cohort_series_last(s) >= 0)
            most =
                fmax(most, cohort_svg_width(&font, cohort_end_text(frame, panel, s).text) + AWAY);
    }
    return most;
}

double cohort_ends_width(const chart_frame *frame, const cohort_chart_panel *panel, double height)
{
    double most = 0.0, lines = 0.0;
    int count = 0;
    for (int i = 0; i < panel->series_count; i++) {
        const cohort_chart_series *s = &panel->series[i];
        if (!cohort_is_line(s) || !s->label || cohort_series_last(s) < 0)
            continue;
        const svg_font font = end_font(s, false);
        count++;
        lines += END_LINE * (1 + s->end_value);
        most = fmax(most, cohort_svg_width(&font, s->label) + AWAY);
    }
    const bool fits = count <= MOST_ENDS && lines <= height && most <= 0.3 * frame->chart.width;
    return fits ? most : 0.0;
}

/* The ends that have something to say, from top to bottom. */
static int list_ends(const chart_field *f, line_end ends[MOST_ENDS])
{
    int count = 0;
    for (int i = 0; i < f->panel->series_count && count < MOST_ENDS; i++) {
        const cohort_chart_series *s = &f->panel->series[i];
        const int last = cohort_series_last(s), texts = has_label(f, s) + s->end_value;
        if (!cohort_is_line(s) || last < 0 || texts == 0)
            continue;
        line_end end = {.series = s,
                        .x = cohort_field_x(f, s->years[last]),
                        .y = cohort_field_y(f, s->values[last]),
                        .height = END_LINE * texts + (has_label(f, s) ? 3 : 0)};
        end.middle = end.y;
        int at = count++;
        for (; at > 0 && ends[at - 1].y > end.y; at--)
            ends[at] = ends[at - 1];
        ends[at] = end;
    }
    return count;
}

/* Neighbours that overlap part by halves, until none does; then all are brought between the two
 * bounds, where they have room. */
static void spread(int count, line_end *ends, double top, double bottom)
{
    for (int round = 0; round < 200; round++)
        for (int i = 1; i < count; i++) {
            const double apart = (ends[i - 1].height + ends[i].height) / 2.0;
            const double overlap = ends[i - 1].middle + apart - ends[i].middle;
            if (overlap > 0.0) {
                ends[i - 1].middle -= overlap / 2.0;
                ends[i].middle += overlap / 2.0;
            }
        }
    double bound = bottom;
    for (int i = count - 1; i >= 0; i--) {
        ends[i].middle = fmin(ends[i].middle, bound - ends[i].height / 2.0);
        bound = ends[i].middle - ends[i].height / 2.0;
    }
    bound = top;
    for (int i = 0; i < count; i++) {
        ends[i].middle = fmax(ends[i].middle, bound + ends[i].height / 2.0);
        bound = ends[i].middle + ends[i].height / 2.0;
    }
}

static void draw_end(const chart_field *f, const line_end *end)
{
    const chart_frame *frame = &f->lines->frame;
    svg_font label = end_font(end->series, false), value = end_font(end->series, true);
    double y = end->middle - end->height / 2.0 + 0.86 * END_LINE;
    const double x = f->plot.right + AWAY;
    label.most = value.most = f->lines->right - AWAY + 4;
    if (fabs(end->middle - end->y) > 5.0 || end->x < f->plot.right - 1.0)
        cohort_svg_line(frame->out, end->x + 2, end->y, x - 2, end->middle,
                        "stroke='" CHART_FRAME "' stroke-width='.8'");
    if (has_label(f, end->series)) {
        cohort_svg_text(frame->out, &label, x, y, end->series->label);
        y += END_LINE;
    }
    if (end->series->end_value)
        cohort_svg_text(frame->out, &value, x, y,
                        cohort_end_text(frame, f->panel, end->series).text);
}

void cohort_ends_draw(const chart_field *field)
{
    line_end ends[MOST_ENDS];
    const int count = list_ends(field, ends);
    spread(count, ends, field->plot.top - 6, field->plot.bottom + 6);
    for (int i = 0; i < count; i++)
        draw_end(field, &ends[i]);
}
