/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_field.h"

#include "core/error.h"

#include <math.h>
#include <stdio.h>

enum { PANELS_MAX = 60 };

/* --- What series have, and whether they can be drawn ------------------------------------------ */

bool cohort_series_has(const cohort_chart_series *series, int at)
{
    return !isnan(series->values[at]) &&
           (series->mark != COHORT_MARK_BAND || !isnan(series->upper[at]));
}

int cohort_series_first(const cohort_chart_series *series)
{
    for (int i = 0; i < series->count; i++)
        if (cohort_series_has(series, i))
            return i;
    return -1;
}

int cohort_series_last(const cohort_chart_series *series)
{
    for (int i = series->count - 1; i >= 0; i--)
        if (cohort_series_has(series, i))
            return i;
    return -1;
}

static bool is_value(double value)
{
    return isnan(value) || fabs(value) <= CHART_VALUE_MAX;
}

static int check_values(const cohort_chart_series *s, cohort_error *error)
{
    for (int i = 0; i < s->count; i++) {
        const double upper = s->mark == COHORT_MARK_BAND ? s->upper[i] : 0.0;
        if (!(fabs(s->years[i]) <= CHART_YEAR_MAX) || (i > 0 && s->years[i] <= s->years[i - 1]))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "year %g: expected years that rise, within %g of 0", s->years[i],
                               CHART_YEAR_MAX);
        if (!is_value(s->values[i]) || !is_value(upper))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%g: %g: expected a value within %g of 0, or NAN", s->years[i],
                               is_value(upper) ? s->values[i] : upper, CHART_VALUE_MAX);
    }
    return COHORT_OK;
}

static int check_series(const cohort_chart_series *s, cohort_error *error)
{
    const chart_number numbers[] = {{"mark", (int)s->mark, 0, COHORT_MARK_THIN},
                                    {"colour", s->colour, 0, CHART_COLOURS - 1},
                                    {"end_value", s->end_value, 0, 1}};
    int code = cohort_chart_check(3, numbers, error);
    if (code)
        return code;
    if (s->count < 1 || !s->years || !s->values || (s->mark == COHORT_MARK_BAND && !s->upper))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d values: expected 1 or more, with years, and a band's upper ones",
                           s->count);
    return check_values(s, error);
}

static int check_panel(const cohort_chart_panel *panel, cohort_error *error)
{
    const chart_number numbers[] = {{"decimals", panel->decimals, 0, CHART_DECIMALS_MAX},
                                    {"from_zero", panel->from_zero, 0, 1}};
    bool any = false;
    int code = cohort_chart_check(2, numbers, error);
    if (code)
        return code;
    for (int i = 0; i < panel->series_count; i++) {
        code = check_series(&panel->series[i], error);
        if (code)
            return cohort_chart_fail_in(error, code, "series", i + 1, panel->series[i].label);
        any = any || cohort_series_last(&panel->series[i]) >= 0;
    }
    return any ? COHORT_OK : cohort_fail(error, COHORT_ERROR_VALUE, "no value at all");
}

int cohort_lines_check(int count, const cohort_chart_panel *panels, cohort_error *error)
{
    const chart_number panel_count = {"panel_count", count, 1, PANELS_MAX};
    int code = cohort_chart_check(1, &panel_count, error);
    for (int i = 0; i < count && !code; i++) {
        code = check_panel(&panels[i], error);
        if (code)
            cohort_chart_fail_in(error, code, "panel", i + 1, panels[i].title);
    }
    return code;
}

/* --- Scales ----------------------------------------------------------------------------------- */

static void draw_heads(const chart_field *f)
{
    const chart_frame *frame = &f->lines->frame;
    const double left = f->plot.left - f->lines->left;
    const double width = f->plot.right + f->lines->right - left;
    const svg_font title = {12, .bold = true, .fill = CHART_BLACK, .max = width};
    const svg_font unit = {11, .fill = CHART_GREY, .max = width};
    if (f->panel->title)
        cohort_svg_text(frame->out, &title, left, f->plot.top - f->lines->head + 11,
                        f->panel->title);
    if (f->panel->unit && *f->panel->unit)
        cohort_svg_text(frame->out, &unit, left, f->plot.top - 10, f->panel->unit);
}

static void draw_values(const chart_field *f)
{
    const chart_frame *frame = &f->lines->frame;
    const chart_axis *axis = &f->values;
    const svg_font font = {11, SVG_END, .fill = CHART_GREY, .max = f->lines->left - 6};
    for (long long i = axis->first; i <= axis->last; i++) {
        const double y = cohort_field_y(f, (double)i * axis->step);
        cohort_svg_line(frame->out, f->plot.left, y, f->plot.right, y,
                        i == 0 || i == axis->first ? "stroke='" CHART_FRAME "'"
                                                   : "stroke='" CHART_GRID "'");
        cohort_svg_text(frame->out, &font, f->plot.left - 6, y + 0.36 * font.size,
                        cohort_frame_number(frame, (double)i * axis->step, axis->decimals).text);
    }
}

static void draw_year(const chart_field *f, double year)
{
    const chart_frame *frame = &f->lines->frame;
    const svg_font font = {11, .fill = CHART_GREY};
    const double x = cohort_field_x(f, year);
    cohort_svg_line(frame->out, x, f->plot.bottom, x, f->plot.bottom + 4,
                    "stroke='" CHART_FRAME "'");
    if (f->is_lowest)
        cohort_svg_text_between(frame->out, &font, x, frame->inside.left - 10,
                                frame->inside.right + 10, f->plot.bottom + 16,
                                cohort_chart_year(year).text);
}

static bool is_whole(double year)
{
    return fabs(year - round(year)) < 1e-6;
}

/* The first and the last year if they are whole, and those of the scale far enough from both. */
static void draw_years(const chart_field *f)
{
    const chart_axis *axis = &f->years;
    const double first = is_whole(axis->low) ? axis->low : -HUGE_VAL;
    const double last = is_whole(axis->high) ? axis->high : HUGE_VAL;
    if (isfinite(first))
        draw_year(f, first);
    for (long long i = axis->first; i <= axis->last; i++) {
        const double year = (double)i * axis->step, apart = f->lines->years_apart;
        if (year - first >= apart && last - year >= apart)
            draw_year(f, year);
    }
    if (isfinite(last))
        draw_year(f, last);
}

/* --- Drawing of series ------------------------------------------------------------------------ */

/* The end of an unbroken run of values. */
static int stretch_end(const cohort_chart_series *s, int from)
{
    int end = from;
    while (end < s->count && cohort_series_has(s, end))
        end++;
    return end;
}

static void draw_line(const chart_field *f, const cohort_chart_series *s)
{
    cohort_output *out = f->lines->frame.out;
    const bool is_background = !s->label && s->colour == 0; /* a grey line without a label */
    const chart_text stroke = is_background ? (chart_text){"stroke='#bdbdbd' stroke-width='1.2'"}
                                            : cohort_chart_stroke(s->mark, s->colour);
    cohort_output_print(out, "<path d='");
    for (int i = 0; i < s->count; i++) {
        const bool joined = i > 0 && cohort_series_has(s, i - 1);
        if (!cohort_series_has(s, i))
            continue;
        cohort_svg_point(out, joined ? 'L' : 'M', cohort_field_x(f, s->years[i]),
                         cohort_field_y(f, s->values[i]));
        if (!joined && stretch_end(s, i) == i + 1)
            cohort_output_print(out, "h0"); /* a single value: its round end is a dot */
    }
    cohort_output_print(out, "' fill='none' %s stroke-linejoin='round' stroke-linecap='%s'/>\n",
                        stroke.text, s->mark == COHORT_MARK_DASHES ? "butt" : "round");
}

/* The point of a value, shifted from its year by `aside` pixels. */
static void add_point(const chart_field *f, char command, double year, double aside, double value)
{
    cohort_svg_point(f->lines->frame.out, command, cohort_field_x(f, year) + aside,
                     cohort_field_y(f, value));
}

/* An unbroken run of a band, there and back; a single value is as wide as a point. */
static void draw_stretch(const chart_field *f, const cohort_chart_series *s, int from, int end)
{
    const double room = end - from == 1 ? 3.0 : 0.0;
    for (int i = from; i < end; i++)
        add_point(f, i == from ? 'M' : 'L', s->years[i], -room, s->upper[i]);
    if (room > 0.0)
        add_point(f, 'L', s->years[from], room, s->upper[from]);
    for (int i = end - 1; i >= from; i--)
        add_point(f, 'L', s->years[i], room, s->values[i]);
    if (room > 0.0)
        add_point(f, 'L', s->years[from], -room, s->values[from]);
    cohort_output_print(f->lines->frame.out, "Z");
}

static void draw_band(const chart_field *f, const cohort_chart_series *s)
{
    cohort_output *out = f->lines->frame.out;
    cohort_output_print(out, "<path d='");
    for (int i = 0; i < s->count; i++)
        if (cohort_series_has(s, i)) {
            const int end = stretch_end(s, i);
            draw_stretch(f, s, i, end);
            i = end;
        }
    cohort_output_print(out, "' fill='%s' fill-opacity='.%02ld'/>\n",
                        cohort_chart_colours[s->colour], lround(100.0 * cohort_band_opacity(1)));
}

static void draw_marks(const chart_field *f, const cohort_chart_series *s)
{
    const chart_frame *frame = &f->lines->frame;
    char tip[400];
    for (int i = 0; i < s->count; i++)
        if (cohort_series_has(s, i)) {
            snprintf(tip, sizeof tip, "%s: %s", cohort_chart_year(s->years[i]).text,
                     cohort_frame_number(frame, s->values[i], f->panel->decimals).text);
            cohort_chart_mark(frame->out, s->mark, s->colour, cohort_field_x(f, s->years[i]),
                              cohort_field_y(f, s->values[i]), " stroke='#fff'", tip);
        }
}

static void draw_series(const chart_field *f, const cohort_chart_series *s)
{
    if (cohort_series_last(s) < 0)
        return;
    if (cohort_is_line(s))
        draw_line(f, s);
    else if (s->mark == COHORT_MARK_BAND)
        draw_band(f, s);
    else
        draw_marks(f, s);
}

void cohort_field_draw(const chart_field *field)
{
    draw_heads(field);
    draw_values(field);
    draw_years(field);
    for (int s = 0; s < field->panel->series_count; s++)
        draw_series(field, &field->panel->series[s]);
}
