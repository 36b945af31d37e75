/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels on a field: names and values at the ends of lines, and values beside targets. */
#include "chart/chart_field.h"

#include <math.h>
#include <string.h>

/* --- At the ends of lines, spread apart ------------------------------------------------------- */

enum { ENDS_MAX = 8, END_LINE = 14, AWAY = 8 /* from the line's end */ };

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

/* The value at the end of a line. */
static chart_text end_text(const chart_frame *frame, const cohort_chart_panel *panel,
                           const cohort_chart_series *series)
{
    return cohort_frame_number(frame, series->values[cohort_series_last(series)], panel->decimals);
}

double cohort_end_values_width(const chart_frame *frame, const cohort_chart_panel *panel)
{
    double max = 0.0;
    for (int i = 0; i < panel->series_count; i++) {
        const cohort_chart_series *s = &panel->series[i];
        const svg_font font = end_font(s, true);
        if (cohort_is_line(s) && s->end_value && cohort_series_last(s) >= 0)
            max = fmax(max, cohort_svg_width(&font, end_text(frame, panel, s).text) + AWAY);
    }
    return max;
}

double cohort_ends_width(const chart_frame *frame, const cohort_chart_panel *panel, double height)
{
    double max = 0.0, lines = 0.0;
    int count = 0;
    for (int i = 0; i < panel->series_count; i++) {
        const cohort_chart_series *s = &panel->series[i];
        if (!cohort_is_line(s) || !s->label || cohort_series_last(s) < 0)
            continue;
        const svg_font font = end_font(s, false);
        count++;
        lines += END_LINE * (1 + s->end_value);
        max = fmax(max, cohort_svg_width(&font, s->label) + AWAY);
    }
    const bool fits = count <= ENDS_MAX && lines <= height && max <= 0.3 * frame->chart.width;
    return fits ? max : 0.0;
}

/* The ends with a label or a value, from top to bottom. */
static int list_ends(const chart_field *f, line_end ends[ENDS_MAX])
{
    int count = 0;
    for (int i = 0; i < f->panel->series_count && count < ENDS_MAX; i++) {
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

/* Neighbours that overlap are each moved by half, until none does; then all are moved between the
 * two bounds, if there is room. */
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
    label.max = value.max = f->lines->right - AWAY + 4;
    if (fabs(end->middle - end->y) > 5.0 || end->x < f->plot.right - 1.0)
        cohort_svg_line(frame->out, end->x + 2, end->y, x - 2, end->middle,
                        "stroke='" CHART_FRAME "' stroke-width='.8'");
    if (has_label(f, end->series)) {
        cohort_svg_text(frame->out, &label, x, y, end->series->label);
        y += END_LINE;
    }
    if (end->series->end_value)
        cohort_svg_text(frame->out, &value, x, y, end_text(frame, f->panel, end->series).text);
}

void cohort_ends_draw(const chart_field *field)
{
    line_end ends[ENDS_MAX];
    const int count = list_ends(field, ends);
    spread(count, ends, field->plot.top - 6, field->plot.bottom + 6);
    for (int i = 0; i < count; i++)
        draw_end(field, &ends[i]);
}

/* --- Beside targets --------------------------------------------------------------------------- */

/* They never cover one another, and cover lines and points only if there is no other place. */
enum { PLACED_MAX = 64 };

/* The cost of covering something; a label that would cover another one is left out. */
enum { COST_LINE = 1, COST_MARK = 10, COST_LABEL = 1000 };

typedef struct label_boxes {
    int count;
    svg_box boxes[PLACED_MAX];
} label_boxes;

static bool overlap(const svg_box *a, const svg_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* Does the straight line from (x1, y1) to (x2, y2), x1 <= x2, pass through the box? */
static bool crosses(const svg_box *box, double x1, double y1, double x2, double y2)
{
    const double from = fmax(box->left, x1), to = fmin(box->right, x2);
    if (from > to)
        return false;
    const double slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0.0;
    const double a = y1 + (from - x1) * slope, b = y1 + (to - x1) * slope;
    return fmin(a, b) < box->bottom && fmax(a, b) > box->top;
}

static int cost_of_series(const chart_field *f, const cohort_chart_series *s, const svg_box *box)
{
    int cost = 0;
    if (s->mark == COHORT_MARK_BAND)
        return 0;
    for (int i = 0; i < s->count; i++) {
        if (!cohort_series_has(s, i))
            continue;
        const double x = cohort_field_x(f, s->years[i]), y = cohort_field_y(f, s->values[i]);
        if (!cohort_is_line(s)) {
            const svg_box mark = {x - 5, y - 5, x + 5, y + 5};
            cost += overlap(&mark, box) ? COST_MARK : 0;
        } else if (i + 1 < s->count && cohort_series_has(s, i + 1)) {
            cost += crosses(box, x, y, cohort_field_x(f, s->years[i + 1]),
                            cohort_field_y(f, s->values[i + 1]))
                        ? COST_LINE
                        : 0;
        }
    }
    return cost;
}

static int cost_of(const chart_field *f, const label_boxes *placed, const svg_box *box)
{
    int cost = 0;
    if (box->left < f->plot.left || box->right > f->plot.right || box->top < f->plot.top - 4 ||
        box->bottom > f->plot.bottom)
        cost += COST_LABEL;
    for (int i = 0; i < placed->count; i++)
        cost += overlap(&placed->boxes[i], box) ? COST_LABEL : 0;
    for (int i = 0; i < f->panel->series_count; i++)
        cost += cost_of_series(f, &f->panel->series[i], box);
    return cost;
}

/* The cheapest of the places around a point. Returned: its cost. */
static int choose(const chart_field *f, const label_boxes *placed, double x, double y, double width,
                  double height, svg_box *best)
{
    /* The middle of the label, in halves of its size and of the diamond's. */
    static const double places[][2] = {{0, -1},  {0, 1}, {1, -1}, {1, 1},    {-1, 1},
                                       {-1, -1}, {1, 0}, {-1, 0}, {0, -2.2}, {0, 2.2}};
    int min = 2 * COST_LABEL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const double across = places[i][1] == 0.0 ? width / 2 + 9 : width / 2 + 3;
        const double middle = x + places[i][0] * across, at = y + places[i][1] * (height / 2 + 8);
        const svg_box box = {middle - width / 2, at - height / 2, middle + width / 2,
                             at + height / 2};
        const int cost = cost_of(f, placed, &box);
        if (cost < min) {
            min = cost;
            *best = box;
        }
    }
    return min;
}

/* Is the value already printed at the end of a line of the same colour? */
static bool stands_at_end(const chart_field *f, const cohort_chart_series *target, int at,
                          const char *text)
{
    for (int i = 0; i < f->panel->series_count; i++) {
        const cohort_chart_series *s = &f->panel->series[i];
        const int last = cohort_is_line(s) ? cohort_series_last(s) : -1;
        if (last >= 0 && s->end_value && s->colour == target->colour &&
            s->years[last] == target->years[at] &&
            strcmp(end_text(&f->lines->frame, f->panel, s).text, text) == 0)
            return true;
    }
    return false;
}

static void draw_value(const chart_field *f, const cohort_chart_series *s, int at,
                       label_boxes *placed)
{
    const chart_frame *frame = &f->lines->frame;
    const svg_font font = {11, SVG_MIDDLE, .fill = cohort_chart_inks[s->colour]};
    const chart_text number = cohort_frame_number(frame, s->values[at], f->panel->decimals);
    svg_box box;
    if (placed->count == PLACED_MAX || stands_at_end(f, s, at, number.text))
        return;
    const int cost =
        choose(f, placed, cohort_field_x(f, s->years[at]), cohort_field_y(f, s->values[at]),
               cohort_svg_width(&font, number.text), font.size, &box);
    if (cost >= COST_LABEL)
        return;
    if (cost > 0)
        cohort_svg_box(frame->out, &box, "fill='#fff' fill-opacity='.75'", NULL);
    cohort_svg_text(frame->out, &font, (box.left + box.right) / 2, box.bottom - 0.14 * font.size,
                    number.text);
    placed->boxes[placed->count++] = box;
}

void cohort_targets_draw(const chart_field *field)
{
    label_boxes placed = {0};
    for (int i = 0; i < field->panel->series_count; i++) {
        const cohort_chart_series *s = &field->panel->series[i];
        for (int at = 0; s->mark == COHORT_MARK_TARGETS && at < s->count; at++)
            if (cohort_series_has(s, at))
                draw_value(field, s, at, &placed);
    }
}
