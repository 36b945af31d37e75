/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_SVG_H
#define COHORT_CHART_SVG_H

#include <cohort/output.h>

#include <stdbool.h>

/*
 * Elements of SVG. Lengths are pixels, y downwards. `paint` is what an element has besides, as
 * attributes in single quotes: "fill='none' stroke='#000'".
 */
typedef struct svg_box {
    double left, top, right, bottom;
} svg_box;

typedef enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END } svg_anchor;

/* How a text is set; with most = 0 it is never cut. */
typedef struct svg_font {
    double size;
    svg_anchor anchor;
    bool bold;
    const char *fill;
    double max;         /* pixels */
    const char *before; /* a word before the first line, apart from the text; or NULL */
} svg_font;

/* A length: two decimals at most, no "-0", a point whatever the locale; within 100,000. */
typedef struct svg_pixels {
    char text[48];
} svg_pixels;
svg_pixels cohort_svg_pixels(double value);
#define SVG_PIXELS(value) (cohort_svg_pixels(value).text)

void cohort_svg_line(cohort_output *out, double x1, double y1, double x2, double y2,
                     const char *paint);

/* A box, with a text that shows when it is pointed at (NULL: none). */
void cohort_svg_box(cohort_output *out, const svg_box *box, const char *paint, const char *tip);

/* A point of a path: command and coordinates, as in "M10,20". */
void cohort_svg_point(cohort_output *out, char command, double x, double y);

/* The shapes of points: a circle, a square, a triangle; and a diamond. */
enum { SVG_CIRCLE, SVG_SQUARE, SVG_TRIANGLE, SVG_DIAMOND };
void cohort_svg_mark(cohort_output *out, int shape, double x, double y, const char *paint,
                     const char *tip);

/* A text, of which what is longer than `max` becomes an ellipsis; an element of its own, so that
 * its writing direction is its own affair. */
void cohort_svg_text(cohort_output *out, const svg_font *font, double x, double y,
                     const char *text);

/* The same in the middle of x, but no further out than from left to right. */
void cohort_svg_text_between(cohort_output *out, const svg_font *font, double x, double left,
                             double right, double y, const char *text);

/* Up to `max_lines` lines below one another, the first's baseline at y; nothing is written to
 * NULL. Returned: how many. */
int cohort_svg_lines(cohort_output *out, const svg_font *font, double x, double y, double leading,
                     int max_lines, const char *text);

/* Estimated width of a text in a font, never above its `max`. */
double cohort_svg_width(const svg_font *font, const char *text);

#endif
