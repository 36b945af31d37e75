/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_SVG_H
#define COHORT_CHART_SVG_H

#include <cohort/output.h>

#include <stdbool.h>

/*
 * Elements of SVG. Lengths are pixels, y downwards. `paint` has an element's other attributes, in
 * single quotes: "fill='none' stroke='#000'".
 */
typedef struct svg_box {
    double left, top, right, bottom;
} svg_box;

typedef enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END } svg_anchor;

/* How a text is set. */
typedef struct svg_font {
    double size;
    svg_anchor anchor;
    bool bold;
    const char *fill;
    double max;         /* width in pixels; 0: no limit */
    const char *before; /* a word before the first line, or NULL */
} svg_font;

/* A length as text: up to two decimals, never "-0", a point in every locale; within 100,000. */
typedef struct svg_pixels {
    char text[48];
} svg_pixels;
svg_pixels cohort_svg_pixels(double value);
#define SVG_PIXELS(value) (cohort_svg_pixels(value).text)

void cohort_svg_line(cohort_output *out, double x1, double y1, double x2, double y2,
                     const char *paint);

/* A box; `tip`: shown when it is pointed at (NULL: none). */
void cohort_svg_box(cohort_output *out, const svg_box *box, const char *paint, const char *tip);

/* A point of a path: command and coordinates, as in "M10,20". */
void cohort_svg_point(cohort_output *out, char command, double x, double y);

enum { SVG_CIRCLE, SVG_SQUARE, SVG_TRIANGLE, SVG_DIAMOND };
void cohort_svg_mark(cohort_output *out, int shape, double x, double y, const char *paint,
                     const char *tip);

/* A text; what is wider than `max` becomes an ellipsis. It is an element of its own, so its writing
 * direction does not affect others. */
void cohort_svg_text(cohort_output *out, const svg_font *font, double x, double y,
                     const char *text);

/* The same, centred on x but kept between left and right. */
void cohort_svg_text_between(cohort_output *out, const svg_font *font, double x, double left,
                             double right, double y, const char *text);

/* Up to `max_lines` lines, the first one's baseline at y; nothing is written if out is NULL.
 * Returned: how many. */
int cohort_svg_lines(cohort_output *out, const svg_font *font, double x, double y, double leading,
                     int max_lines, const char *text);

/* The estimated width of a text in a font, up to its `max`. */
double cohort_svg_width(const svg_font *font, const char *text);

#endif
