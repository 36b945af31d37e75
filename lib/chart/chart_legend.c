/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_frame.h"

#include <math.h>
#include <stdio.h>

enum { SIGN_WIDTH = 22, SIGN_GAP = 6, ENTRY_GAP = 16, ROW = 18, BELOW = 8 };
enum { HEIGHT_MAX = 5 * ROW + BELOW };

static void draw_box(cohort_output *out, double x, double y, double width, const char *paint)
{
    cohort_svg_box(out, &(svg_box){x, y - 6, x + width, y + 6}, paint, NULL);
}

static void draw_filled(cohort_output *out, double x, double y, double width, const char *fill,
                        double opacity)
{
    char paint[100];
    const int percent = (int)lround(100.0 * opacity);
    snprintf(paint, sizeof paint, percent < 100 ? "fill='%s' fill-opacity='.%02d'" : "fill='%s'",
             fill, percent);
    draw_box(out, x, y, width, paint);
}

void cohort_chart_mark(cohort_output *out, cohort_mark mark, int colour, double x, double y,
                       const char *rim, const char *tip)
{
    const bool hollow = mark == COHORT_MARK_TARGETS;
    char paint[100];
    if (hollow)
        snprintf(paint, sizeof paint, "fill='#fff' stroke='%s' stroke-width='2'",
                 cohort_chart_colours[colour]);
    else
        snprintf(paint, sizeof paint, "fill='%s'%s", cohort_chart_inks[colour], rim);
    cohort_svg_mark(out, hollow ? SVG_DIAMOND : colour % 3, x, y, paint, tip);
}

void cohort_chart_net(cohort_output *out, double x, double top, double bottom)
{
    const double edges[] = {top, bottom}, away[] = {-6.0, 6.0};
    cohort_output_print(out, "<path d='");
    for (int i = 0; i < 2; i++) {
        cohort_svg_point(out, 'M', x, edges[i]);
        cohort_svg_point(out, 'L', x - 4.5, edges[i] + away[i]);
        cohort_svg_point(out, 'L', x + 4.5, edges[i] + away[i]);
        cohort_output_print(out, "Z");
    }
    cohort_output_print(out, "%s", "' fill='" CHART_BLACK "'/>\n");
}

static void draw_sign(cohort_output *out, double x, double y, int sign, int colour, int depth)
{
    const double middle = x + SIGN_WIDTH / 2.0;
    switch (sign) {
    case COHORT_MARK_POINTS:
    case COHORT_MARK_TARGETS:
        cohort_chart_mark(out, (cohort_mark)sign, colour, middle, y, "", NULL);
        break;
    case COHORT_MARK_BAND:
        draw_filled(out, x, y, SIGN_WIDTH, cohort_chart_colours[colour],
                    cohort_band_opacity(depth));
        break;
    case SIGN_BOX:
        draw_filled(out, x, y, SIGN_WIDTH, cohort_chart_colours[colour], 1.0);
        break;
    case SIGN_SEXES:
        draw_filled(out, x, y, SIGN_WIDTH / 2.0, cohort_sex_colour(COHORT_MALE), 1.0);
        draw_filled(out, middle, y, SIGN_WIDTH / 2.0, cohort_sex_colour(COHORT_FEMALE), 1.0);
        break;
    case SIGN_OUTLINE:
        draw_box(out, x, y, SIGN_WIDTH, "fill='none' stroke='" CHART_BLACK "' stroke-width='1.8'");
        break;
    case SIGN_NET:
        cohort_chart_net(out, middle, y, y);
        break;
    default: /* a line */
        cohort_svg_line(out, x, y, x + SIGN_WIDTH, y,
                        cohort_chart_stroke((cohort_mark)sign, colour).text);
    }
}

/* An entry that does not fit begins the next line; after the last one entries are left out. */
void cohort_legend_add(chart_legend *legend, int sign, int colour, int depth, const char *label)
{
    const chart_frame *frame = legend->frame;
    const svg_box *inside = &frame->inside;
    const svg_font font = {12, .fill = CHART_BLACK,
                           .max = cohort_frame_width(frame) - SIGN_WIDTH - SIGN_GAP};
    const double width = SIGN_WIDTH + SIGN_GAP + cohort_svg_width(&font, label);
    if (legend->height == 0.0) {
        legend->height = ROW + BELOW;
    } else if (legend->x + width > inside->right) {
        legend->x = inside->left;
        legend->height += ROW;
    }
    if (legend->height > HEIGHT_MAX) {
        legend->height = HEIGHT_MAX;
        legend->x = inside->right;
        return;
    }
    if (legend->draw) {
        const double y = inside->top + legend->height - BELOW - ROW / 2.0;
        draw_sign(frame->out, legend->x, y, sign, colour, depth);
        cohort_svg_text(frame->out, &font, legend->x + SIGN_WIDTH + SIGN_GAP, y + 0.36 * font.size,
                        label);
    }
    legend->x += width + ENTRY_GAP;
}

void cohort_chart_tick(const chart_frame *frame, const svg_box *plot, double x, double value,
                       int decimals, double beside)
{
    const svg_font font = {11, .fill = CHART_GREY};
    cohort_svg_line(frame->out, x, plot->top, x, plot->bottom,
                    value != 0.0 ? "stroke='" CHART_GRID "'" : "stroke='" CHART_FRAME "'");
    cohort_svg_text_between(frame->out, &font, x, frame->inside.left - beside,
                            frame->inside.right + beside, plot->bottom + 15,
                            cohort_frame_number(frame, value, decimals).text);
}
