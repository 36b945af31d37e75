/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/output.h>

#include "chart/chart_field.h"
#include "core/error.h"

#include <math.h>
#include <string.h>

enum { GAP = 22, FIELD_MIN = 40, COLUMN_MIN = 140, COLUMN_USUAL = 210 };

/* --- Legend ----------------------------------------------------------------------------------- */

/* Has a series before this one the same label and mark? */
static bool was_met(const chart_lines *l, int panel, int series)
{
    const cohort_chart_series *of = &l->panels[panel].series[series];
    for (int p = 0; p <= panel; p++)
        for (int s = 0; s < (p < panel ? l->panels[p].series_count : series); s++) {
            const cohort_chart_series *other = &l->panels[p].series[s];
            if (other->label && strcmp(other->label, of->label) == 0 && other->mark == of->mark)
                return true;
        }
    return false;
}

/* How many bands of its colour there are up to a band of a panel, itself included. */
static int band_depth(const cohort_chart_panel *panel, int series)
{
    int depth = 0;
    for (int s = 0; s <= series; s++)
        depth += panel->series[s].mark == COHORT_MARK_BAND &&
                 panel->series[s].colour == panel->series[series].colour;
    return depth;
}

static double draw_legend(const chart_lines *l, bool draw)
{
    chart_legend legend = {.frame = &l->frame, .draw = draw, .x = l->frame.inside.left};
    for (int p = 0; p < l->count; p++)
        for (int s = 0; s < l->panels[p].series_count; s++) {
            const cohort_chart_series *series = &l->panels[p].series[s];
            if (series->label && !(l->direct && cohort_is_line(series)) && !was_met(l, p, s))
                cohort_legend_add(&legend, (int)series->mark, series->colour,
                                  band_depth(&l->panels[p], s), series->label);
        }
    return legend.height;
}

/* --- Layout ----------------------------------------------------------------------------------- */

/* The first and the last year with a value. */
static void span_years(chart_lines *l)
{
    double low = CHART_YEAR_MAX, high = -CHART_YEAR_MAX;
    for (int p = 0; p < l->count; p++)
        for (int s = 0; s < l->panels[p].series_count; s++) {
            const cohort_chart_series *series = &l->panels[p].series[s];
            if (cohort_series_last(series) < 0)
                continue;
            low = fmin(low, series->years[cohort_series_first(series)]);
            high = fmax(high, series->years[cohort_series_last(series)]);
        }
    if (high - low < 1e-3) {
        low -= 1.0;
        high += 1.0;
    }
    l->years = cohort_chart_span(low, high, 1.0);
}

/* A panel's scale, with steps that suit a field of this height. */
static chart_axis axis_of_values(const cohort_chart_panel *panel, double height)
{
    double low = CHART_VALUE_MAX, high = -CHART_VALUE_MAX;
    const int usual = (int)(height / 38.0), max = (int)(height / 18.0);
    for (int s = 0; s < panel->series_count; s++)
        for (int i = 0; i < panel->series[s].count; i++) {
            const cohort_chart_series *series = &panel->series[s];
            if (!cohort_series_has(series, i))
                continue;
            const double upper =
                series->mark == COHORT_MARK_BAND ? series->upper[i] : series->values[i];
            low = fmin(low, fmin(upper, series->values[i]));
            high = fmax(high, fmax(upper, series->values[i]));
        }
    if (panel->from_zero) {
        low = fmin(low, 0.0);
        high = fmax(high, 0.0);
    }
    return cohort_chart_axis(low, high, usual < 2 ? 2 : usual > 8 ? 8 : usual, max > 8 ? 8 : max);
}

static double widest_number(const chart_lines *l, double height)
{
    const svg_font font = {11, .fill = CHART_GREY};
    double max = 0.0;
    for (int p = 0; p < l->count; p++) {
        const chart_axis axis = axis_of_values(&l->panels[p], height);
        for (long long i = axis.first; i <= axis.last; i++) {
            const double value = (double)i * axis.step;
            const chart_text number = cohort_frame_number(&l->frame, value, axis.decimals);
            max = fmax(max, cohort_svg_width(&font, number.text));
        }
    }
    return max;
}

static int rows_of(const chart_lines *l, int columns)
{
    return (l->count + columns - 1) / columns;
}

/* The height of a field if all of them and what is around them have this height. */
static double field_height(const chart_lines *l, int columns, double height)
{
    const int rows = rows_of(l, columns);
    return (height - l->foot - rows * l->head - (rows - 1) * GAP) / rows;
}

static double height_of(const chart_lines *l, int columns, double field)
{
    const int rows = rows_of(l, columns);
    return l->foot + rows * (l->head + field) + (rows - 1) * GAP;
}

static int max_columns(const chart_lines *l, double min)
{
    const double width = cohort_frame_width(&l->frame);
    const int columns = (int)((width + GAP) / (min + GAP));
    return columns < 1 ? 1 : columns > l->count ? l->count : columns;
}

/* Columns for a given height: fields are to be about 1.5 times as wide as high. */
static int columns_for(const chart_lines *l, double height)
{
    const double width = cohort_frame_width(&l->frame);
    double best = 1e9;
    int found = max_columns(l, COLUMN_MIN);
    for (int c = 1; c <= max_columns(l, COLUMN_MIN); c++) {
        const double across = (width - (c - 1) * GAP) / c - 50, high = field_height(l, c, height);
        const int empty = rows_of(l, c) * c - l->count;
        if (high < FIELD_MIN)
            continue;
        const double off = fabs(log(across / high / 1.5)) + 0.3 * empty / l->count;
        if (off < best) {
            best = off;
            found = c;
        }
    }
    return found;
}

/* Columns if the height is free: as many as are wide enough, and the last row as full as others. */
static int free_columns(const chart_lines *l)
{
    const int rows = rows_of(l, max_columns(l, l->count > 3 ? COLUMN_MIN : COLUMN_USUAL));
    return (l->count + rows - 1) / rows;
}

/* What does not depend on the height. */
static void measure_heads(chart_lines *l)
{
    bool title = false, unit = false;
    for (int p = 0; p < l->count; p++) {
        title = title || (l->panels[p].title && *l->panels[p].title);
        unit = unit || (l->panels[p].unit && *l->panels[p].unit);
    }
    l->head = (title ? 17 : 0) + (unit ? 14 : 0) + 8;
    l->foot = 24;
}

static int fit(chart_lines *l, cohort_error *error)
{
    const double height = l->frame.chart.height;
    measure_heads(l);
    l->direct = l->count == 1 && l->frame.chart.width >= 480.0 &&
                cohort_ends_width(&l->frame, l->panels, height > 0.0 ? height / 2 : 200) > 0.0;
    const double legend = draw_legend(l, false);
    const double min = height_of(l, max_columns(l, COLUMN_MIN), FIELD_MIN);
    const int columns = free_columns(l);
    const double field = fmin(fmax(0.56 * (cohort_frame_width(&l->frame) / columns), 110.0), 300.0);
    int code =
        cohort_frame_fit(&l->frame, legend + min, legend + height_of(l, columns, field), error);
    if (code)
        return code;
    const double room = l->frame.inside.bottom - l->frame.inside.top - legend;
    l->columns = height == 0.0 ? columns : columns_for(l, room);
    l->height = field_height(l, l->columns, room);
    l->top = l->frame.inside.top + legend;
    return COHORT_OK;
}

static void measure_sides(chart_lines *l)
{
    const double width = cohort_frame_width(&l->frame);
    l->left = widest_number(l, l->height) + 8;
    l->right = l->direct ? cohort_ends_width(&l->frame, l->panels, l->height) : 0.0;
    for (int p = 0; p < l->count; p++)
        l->right = fmax(l->right, cohort_end_values_width(&l->frame, &l->panels[p]));
    l->right = fmax(l->right, 14.0);
    l->across = (width + GAP) / l->columns;
    const double room = l->across - GAP;
    l->left = fmin(l->left, 0.4 * room);
    l->right = fmin(l->right, 0.4 * room);
}

/* A scale of years whose labels do not overlap. */
static void scale_years(chart_lines *l)
{
    const svg_font font = {11, .fill = CHART_GREY};
    const double label = 12 + fmax(cohort_svg_width(&font, cohort_chart_year(l->years.low).text),
                                   cohort_svg_width(&font, cohort_chart_year(l->years.high).text));
    l->years_apart =
        (l->years.high - l->years.low) / (l->across - GAP - l->left - l->right) * label;
    l->years = cohort_chart_span(l->years.low, l->years.high,
                                 fmax(cohort_chart_step(l->years_apart), 1.0));
}

static chart_field field_of(const chart_lines *l, int panel)
{
    const int row = panel / l->columns, column = panel % l->columns;
    const double left = l->frame.inside.left + column * l->across;
    const double top = l->top + row * (l->head + l->height + GAP) + l->head;
    return (chart_field){
        .lines = l,
        .panel = &l->panels[panel],
        .plot = {left + l->left, top, left + l->across - GAP - l->right, top + l->height},
        .years = l->years,
        .values = axis_of_values(&l->panels[panel], l->height),
        .is_lowest = panel + l->columns >= l->count,
    };
}

/* --- Drawing ---------------------------------------------------------------------------------- */

/* Where each line begins and ends, for those who cannot see it. */
static void describe(const chart_lines *l)
{
    cohort_output *out = l->frame.out;
    for (int p = 0; p < l->count; p++)
        for (int s = 0; s < l->panels[p].series_count; s++) {
            const cohort_chart_panel *panel = &l->panels[p];
            const cohort_chart_series *series = &panel->series[s];
            if (!cohort_is_line(series) || !series->label || cohort_series_last(series) < 0)
                continue;
            const int ends[] = {cohort_series_first(series), cohort_series_last(series)};
            if (panel->title) {
                cohort_output_markup(out, panel->title);
                cohort_output_print(out, ", ");
            }
            cohort_output_markup(out, series->label);
            for (int i = 0; i < 2; i++)
                cohort_output_print(
                    out, "%s %s: %s", i ? "," : "", cohort_chart_year(series->years[ends[i]]).text,
                    cohort_frame_number(&l->frame, series->values[ends[i]], panel->decimals).text);
            cohort_output_print(out, "; ");
        }
}

int cohort_chart_lines(cohort_output *output, const cohort_chart *given, int panel_count,
                       const cohort_chart_panel *panels, cohort_error *error)
{
    chart_lines l = {.count = panel_count, .panels = panels};
    int code = cohort_frame_take(given, output, &l.frame, error);
    if (!code)
        code = cohort_lines_check(panel_count, panels, error);
    if (!code)
        code = fit(&l, error);
    if (code)
        return code;
    span_years(&l);
    measure_sides(&l);
    scale_years(&l);
    cohort_frame_begin(&l.frame, WORD_LINES);
    describe(&l);
    cohort_frame_head(&l.frame);
    draw_legend(&l, true);
    for (int p = 0; p < l.count; p++) {
        const chart_field field = field_of(&l, p);
        cohort_field_draw(&field);
        cohort_ends_draw(&field);
        cohort_targets_draw(&field);
    }
    cohort_frame_end(&l.frame);
    return cohort_succeed(error);
}
