/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values beside targets, where they cover neither one another nor, if it can be, lines and
 * points. */
#include "chart/chart_field.h"
#include "chart/chart_series.h"

#include <math.h>
#include <string.h>

enum { MOST_PLACED = 64 };

/* What is covered costs so much; a label at the price of another one is not worth it. */
enum { COST_LINE = 1, COST_MARK = 10, COST_LABEL = 1000 };

typedef struct label_boxes {
    int count;
    svg_box boxes[MOST_PLACED];
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

/* The best of the places around a point; its cost. */
static int choose(const chart_field *f, const label_boxes *placed, double x, double y, double width,
                  double height, svg_box *best)
{
    /* The middle of the label, in halves of its size and of the diamond's. */
    static const double places[][2] = {{0, -1},  {0, 1}, {1, -1}, {1, 1},    {-1, 1},
                                       {-1, -1}, {1, 0}, {-1, 0}, {0, -2.2}, {0, 2.2}};
    int least = 2 * COST_LABEL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const double across = places[i][1] == 0.0 ? width / 2 + 9 : width / 2 + 3;
        const double middle = x + places[i][0] * across, at = y + places[i][1] * (height / 2 + 8);
        const svg_box box = {middle - width / 2, at - height / 2, middle + width / 2,
                             at + height / 2};
        const int cost = cost_of(f, placed, &box);
        if (cost < least) {
            least = cost;
            *best = box;
        }
    }
    return least;
}

/* Is the value there already, at the end of a line of the same colour? */
static bool stands_at_end(const chart_field *f, const cohort_chart_series *target, int at,
                          const char *text)
{
    for (int i = 0; i < f->panel->series_count; i++) {
        const cohort_chart_series *s = &f->panel->series[i];
        const int last = cohort_is_line(s) ? cohort_series_last(s) : -1;
        if (last >= 0 && s->end_value && s->colour == target->colour &&
            s->years[last] == target->years[at] &&
            strcmp(cohort_end_text(&f->lines->frame, f->panel, s).text, text) == 0)
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
    if (placed->count == MOST_PLACED || stands_at_end(f, s, at, number.text))
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
