/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_frame.h"

#include <math.h>
#include <stdio.h>

enum { SIGN_WIDTH = 22, SIGN_GAP = 6, ENTRY_GAP = 16, ROW = 18, MOST_ROWS = 5 };

void cohort_legend_begin(chart_legend *legend, const chart_frame *frame, bool draw, double top)
{
    *legend = (chart_legend){.frame = frame, .draw = draw, .x = frame->inside.left, .top = top};
}

static void draw_line_sign(cohort_output *out, double x, double y, cohort_mark mark, int colour)
{
    cohort_svg_line(out, x, y, x + SIGN_WIDTH, y, cohort_chart_stroke(mark, colour).text);
}

static void draw_box_sign(cohort_output *out, double x, double y, double width, const char *paint)
{
    cohort_svg_box(out, &(svg_box){x, y - 6, x + width, y + 6}, paint, NULL);
}

static void draw_filled_sign(cohort_output *out, double x, double y, const char *fill, double width,
                             double opacity)
{
    char paint[100];
    const int percent = (int)lround(100.0 * opacity);
    snprintf(paint, sizeof paint, percent < 100 ? "fill='%s' fill-opacity='.%02d'" : "fill='%s'",
             fill, percent);
    draw_box_sign(out, x, y, width, paint);
}

static void draw_mark_sign(cohort_output *out, double x, double y, chart_sign sign, int colour)
{
    char paint[100];
    if (sign == SIGN_TARGETS)
        snprintf(paint, sizeof paint, "fill='#fff' stroke='%s' stroke-width='2'",
                 cohort_chart_colour(colour));
    else
        snprintf(paint, sizeof paint, "fill='%s'", cohort_chart_ink(colour));
    cohort_svg_mark(out, sign == SIGN_TARGETS ? SVG_DIAMOND : colour % 3, x + SIGN_WIDTH / 2.0, y,
                    paint, NULL);
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

static void draw_sign(cohort_output *out, double x, double y, chart_sign sign, int colour,
                      int depth)
{
    switch (sign) {
    case SIGN_LINE:
        draw_line_sign(out, x, y, COHORT_MARK_LINE, colour);
        break;
    case SIGN_DASHES:
        draw_line_sign(out, x, y, COHORT_MARK_DASHES, colour);
        break;
    case SIGN_THIN:
        draw_line_sign(out, x, y, COHORT_MARK_THIN, colour);
        break;
    case SIGN_POINTS:
    case SIGN_TARGETS:
        draw_mark_sign(out, x, y, sign, colour);
        break;
    case SIGN_BAND:
        draw_filled_sign(out, x, y, cohort_chart_colour(colour), SIGN_WIDTH,
                         cohort_band_opacity(depth));
        break;
    case SIGN_BOX:
        draw_filled_sign(out, x, y, cohort_chart_colour(colour), SIGN_WIDTH, 1.0);
        break;
    case SIGN_SEXES:
        draw_filled_sign(out, x, y, cohort_sex_colour(COHORT_MALE), SIGN_WIDTH / 2.0, 1.0);
        draw_filled_sign(out, x + SIGN_WIDTH / 2.0, y, cohort_sex_colour(COHORT_FEMALE),
                         SIGN_WIDTH / 2.0, 1.0);
        break;
    case SIGN_OUTLINE:
        draw_box_sign(out, x, y, SIGN_WIDTH,
                      "fill='none' stroke='" CHART_BLACK "' stroke-width='1.8'");
        break;
    case SIGN_NET:
        cohort_chart_net(out, x + SIGN_WIDTH / 2.0, y, y);
        break;
    }
}

/* An entry that does not fit into the rest of its line begins another one; those after the last
 * line are left out. */
void cohort_legend_add(chart_legend *legend, chart_sign sign, int colour, int depth,
                       const char *label)
{
    const chart_frame *frame = legend->frame;
    const svg_box *inside = &frame->inside;
    const svg_font font = {12, .fill = CHART_BLACK,
                           .most = cohort_frame_width(frame) - SIGN_WIDTH - SIGN_GAP};
    const double width = SIGN_WIDTH + SIGN_GAP + cohort_svg_width(&font, label);
    if (legend->height == 0.0) {
        legend->height = ROW;
    } else if (legend->x + width > inside->right) {
        legend->x = inside->left;
        legend->height += ROW;
    }
    if (legend->height > MOST_ROWS * ROW) {
        legend->height = MOST_ROWS * ROW;
        legend->x = inside->right;
        return;
    }
    if (legend->draw) {
        const double y = legend->top + legend->height - ROW / 2.0;
        draw_sign(frame->out, legend->x, y, sign, colour, depth);
        cohort_svg_text(frame->out, &font, legend->x + SIGN_WIDTH + SIGN_GAP, y + 0.36 * font.size,
                        label);
    }
    legend->x += width + ENTRY_GAP;
}
