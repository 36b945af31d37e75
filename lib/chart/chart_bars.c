/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/chart.h>
#include <cohort/output.h>

#include "chart/chart_frame.h"
#include "core/error.h"

#include <math.h>
#include <stdio.h>

enum { BARS_MAX = 60, PARTS_MAX = 6, ROW_MIN = 10, ROW_USUAL = 30, FOOT = 24, UNIT = 18 };

typedef struct bar_chart {
    chart_frame frame;
    const cohort_bars *data;
    chart_axis values;
    svg_box plot;
    double names; /* where the bars' names end */
    double row, thickness;
} bar_chart;

/* --- Values ----------------------------------------------------------------------------------- */

static int check(const cohort_bars *data, cohort_error *error)
{
    const chart_number numbers[] = {{"bar_count", data->bar_count, 1, BARS_MAX},
                                    {"part_count", data->part_count, 1, PARTS_MAX},
                                    {"decimals", data->decimals, 0, CHART_DECIMALS_MAX}};
    int code = cohort_chart_check(3, numbers, error);
    if (code)
        return code;
    for (int i = 0; i < data->bar_count; i++)
        if (!data->bars[i])
            return cohort_fail(error, COHORT_ERROR_ARGUMENT, "bar %d has no name", i + 1);
    for (int i = 0; i < data->part_count && data->part_count > 1; i++)
        if (!data->parts || !data->parts[i])
            return cohort_fail(error, COHORT_ERROR_ARGUMENT, "part %d has no name", i + 1);
    for (int i = 0; i < data->bar_count * data->part_count; i++)
        if (!(fabs(data->values[i]) <= CHART_VALUE_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "bar %d, part %d: %g: expected a value within %g of 0",
                               i / data->part_count + 1, i % data->part_count + 1, data->values[i],
                               CHART_VALUE_MAX);
    return COHORT_OK;
}

static double value_of(const bar_chart *b, int bar, int part)
{
    return b->data->values[bar * b->data->part_count + part];
}

/* The sum of the parts before one that have this sign: how far they reach from zero. */
static double reach(const bar_chart *b, int bar, int part, double sign)
{
    double sum = 0.0;
    for (int i = 0; i < part; i++)
        if (value_of(b, bar, i) * sign > 0.0)
            sum += value_of(b, bar, i);
    return sum;
}

/* How far all parts of a bar reach on one side. */
static double end_of(const bar_chart *b, int bar, double sign)
{
    return reach(b, bar, b->data->part_count, sign);
}

static double total_of(const bar_chart *b, int bar)
{
    return end_of(b, bar, 1.0) + end_of(b, bar, -1.0);
}

/* Are there parts on both sides of zero? Then their sum is marked. */
static bool has_net(const bar_chart *b, int bar)
{
    return end_of(b, bar, 1.0) > 0.0 && end_of(b, bar, -1.0) < 0.0;
}

/* Is the total printed at the left end? */
static bool is_labelled_left(const bar_chart *b, int bar)
{
    return end_of(b, bar, 1.0) <= 0.0 && total_of(b, bar) < 0.0;
}

static chart_text change_text(const bar_chart *b, double value)
{
    return cohort_chart_number(value, b->data->decimals, b->frame.chart.language, "+");
}

/* --- Layout ----------------------------------------------------------------------------------- */

static svg_font name_font(const bar_chart *b)
{
    return (svg_font){12, SVG_END, .fill = CHART_BLACK,
                      .max = 0.36 * cohort_frame_width(&b->frame)};
}

static svg_font total_font(svg_anchor anchor)
{
    return (svg_font){12, anchor, .bold = true, .fill = CHART_BLACK};
}

static double draw_legend(const bar_chart *b, bool draw)
{
    chart_legend legend = {.frame = &b->frame, .draw = draw, .x = b->frame.inside.left};
    for (int i = 0; i < b->data->part_count && b->data->part_count > 1; i++)
        cohort_legend_add(&legend, SIGN_BOX, i + 1, 0, b->data->parts[i]);
    for (int i = 0; i < b->data->bar_count; i++)
        if (has_net(b, i)) {
            cohort_legend_add(&legend, SIGN_NET, 0, 0, cohort_frame_word(&b->frame, WORD_NET));
            break;
        }
    return legend.height;
}

static double head_of(const bar_chart *b)
{
    return draw_legend(b, false) + (b->data->unit ? UNIT : 0);
}

/* The width of the widest total on one side. */
static double room_of(const bar_chart *b, bool left)
{
    const svg_font font = total_font(SVG_START);
    double max = 0.0;
    for (int i = 0; i < b->data->bar_count; i++)
        if (is_labelled_left(b, i) == left)
            max = fmax(max, cohort_svg_width(&font, change_text(b, total_of(b, i)).text) + 8);
    return max;
}

static void lay_out(bar_chart *b)
{
    const svg_font font = name_font(b);
    const svg_box *inside = &b->frame.inside;
    double names = 0.0, low = 0.0, high = 0.0;
    for (int i = 0; i < b->data->bar_count; i++) {
        names = fmax(names, cohort_svg_width(&font, b->data->bars[i]));
        low = fmin(low, end_of(b, i, -1.0));
        high = fmax(high, end_of(b, i, 1.0));
    }
    b->names = inside->left + names;
    b->plot =
        (svg_box){b->names + 10, inside->top + head_of(b), inside->right, inside->bottom - FOOT};
    /* The totals need room beside the longest bars, so the scale goes on that far. */
    const double width = b->plot.right - b->plot.left;
    const double left = fmin(room_of(b, true), 0.3 * width);
    const double right = fmin(room_of(b, false), 0.3 * width);
    if (high - low < 1e-9)
        high = 1.0; /* all bars are zero, but the scale needs a width */
    const double span = high - low;
    b->values =
        cohort_chart_span(low - (low < 0.0 ? 0.01 * span : 0.0), high + 0.01 * span,
                          cohort_chart_step(span * 64.0 / fmax(width - left - right, 64.0)));
    b->plot.left += left;
    b->plot.right -= right;
    b->row = (b->plot.bottom - b->plot.top) / b->data->bar_count;
    b->thickness = fmin(0.66 * b->row, 34.0);
}

static double x_of(const bar_chart *b, double value)
{
    return cohort_chart_at(&b->values, value, b->plot.left, b->plot.right);
}

static double middle_of(const bar_chart *b, int bar)
{
    return b->plot.top + (bar + 0.5) * b->row;
}

/* --- Drawing ---------------------------------------------------------------------------------- */

static void draw_scale(const bar_chart *b)
{
    const chart_frame *frame = &b->frame;
    const svg_font font = {11, .fill = CHART_GREY, .max = cohort_frame_width(frame)};
    if (b->data->unit)
        cohort_svg_text(frame->out, &font, frame->inside.left, b->plot.top - 8, b->data->unit);
    for (long long i = b->values.first; i <= b->values.last; i++) {
        const double value = (double)i * b->values.step;
        cohort_chart_tick(frame, &b->plot, x_of(b, value), value, b->values.decimals, 0.0);
    }
}

/* A part's value, printed inside it if there is room. */
static void draw_part_value(const bar_chart *b, int bar, const svg_box *box, int part)
{
    /* White on the dark colours of the palette, black on the light ones. */
    static const char *const inks[] = {"#fff", "#fff", "#222", "#222", "#222", "#fff", "#222"};
    const svg_font font = {11, SVG_MIDDLE, .fill = inks[part + 1]};
    const chart_text number = change_text(b, value_of(b, bar, part));
    if (b->data->part_count == 1 || b->thickness < 14.0 ||
        fabs(box->right - box->left) < cohort_svg_width(&font, number.text) + 8)
        return;
    cohort_svg_text(b->frame.out, &font, (box->left + box->right) / 2,
                    middle_of(b, bar) + 0.36 * font.size, number.text);
}

static void draw_part(const bar_chart *b, int bar, int part)
{
    const double value = value_of(b, bar, part), from = reach(b, bar, part, value);
    const double middle = middle_of(b, bar);
    const svg_box box = {x_of(b, from), middle - b->thickness / 2, x_of(b, from + value),
                         middle + b->thickness / 2};
    char paint[60];
    if (value == 0.0)
        return;
    snprintf(paint, sizeof paint, "fill='%s' stroke='#fff' stroke-width='.8'",
             cohort_chart_colours[part + 1]);
    cohort_svg_box(b->frame.out, &box, paint, change_text(b, value).text);
    draw_part_value(b, bar, &box, part);
}

static void draw_bar(const bar_chart *b, int bar)
{
    cohort_output *out = b->frame.out;
    const bool left = is_labelled_left(b, bar);
    const svg_font name = name_font(b), total = total_font(left ? SVG_END : SVG_START);
    const double middle = middle_of(b, bar), half = b->thickness / 2;
    const double y = middle + 0.36 * name.size;
    for (int part = 0; part < b->data->part_count; part++)
        draw_part(b, bar, part);
    if (has_net(b, bar))
        cohort_chart_net(out, x_of(b, total_of(b, bar)), middle - half, middle + half);
    cohort_svg_text(out, &name, b->names, y, b->data->bars[bar]);
    cohort_svg_text(out, &total,
                    left ? x_of(b, end_of(b, bar, -1.0)) - 5 : x_of(b, end_of(b, bar, 1.0)) + 5, y,
                    change_text(b, total_of(b, bar)).text);
}

static void describe(const bar_chart *b)
{
    for (int i = 0; i < b->data->bar_count; i++) {
        cohort_output_markup(b->frame.out, b->data->bars[i]);
        cohort_output_print(b->frame.out, ": %s; ", change_text(b, total_of(b, i)).text);
    }
}

int cohort_chart_bars(cohort_output *output, const cohort_chart *given, const cohort_bars *data,
                      cohort_error *error)
{
    bar_chart b = {.data = data};
    int code = cohort_frame_take(given, output, &b.frame, error);
    if (!code)
        code = check(data, error);
    if (code)
        return code;
    const double other = head_of(&b) + FOOT;
    code = cohort_frame_fit(&b.frame, other + ROW_MIN * data->bar_count,
                            other + ROW_USUAL * data->bar_count, error);
    if (code)
        return code;
    lay_out(&b);
    cohort_frame_begin(&b.frame, WORD_BARS);
    describe(&b);
    cohort_frame_head(&b.frame);
    draw_legend(&b, true);
    draw_scale(&b);
    for (int bar = 0; bar < data->bar_count; bar++)
        draw_bar(&b, bar);
    cohort_frame_end(&b.frame);
    return cohort_succeed(error);
}
