/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/svg.h"

#include <cohort/output.h>

#include "chart/letters.h"
#include "text/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xE2\x80\xA6"

svg_pixels cohort_svg_pixels(double value)
{
    const double max = 100000.0;
    const long hundredths = lround(100.0 * (value > max ? max : value > -max ? value : -max));
    const long size = labs(hundredths);
    const int decimals = size % 100 == 0 ? 0 : size % 10 == 0 ? 1 : 2;
    svg_pixels pixels;
    snprintf(pixels.text, sizeof pixels.text, "%s%ld%s%.*ld", hundredths < 0 ? "-" : "", size / 100,
             decimals ? "." : "", decimals, decimals == 1 ? size % 100 / 10 : size % 100);
    return pixels;
}

static void end_element(cohort_output *out, const char *name, const char *tip)
{
    if (!tip) {
        cohort_output_print(out, "/>\n");
        return;
    }
    cohort_output_print(out, "><title>");
    cohort_output_markup(out, tip);
    cohort_output_print(out, "</title></%s>\n", name);
}

void cohort_svg_line(cohort_output *out, double x1, double y1, double x2, double y2,
                     const char *paint)
{
    cohort_output_print(out, "<line x1='%s' y1='%s' x2='%s' y2='%s' %s/>\n", SVG_PIXELS(x1),
                        SVG_PIXELS(y1), SVG_PIXELS(x2), SVG_PIXELS(y2), paint);
}

void cohort_svg_box(cohort_output *out, const svg_box *box, const char *paint, const char *tip)
{
    cohort_output_print(
        out, "<rect x='%s' y='%s' width='%s' height='%s' %s",
        SVG_PIXELS(fmin(box->left, box->right)), SVG_PIXELS(fmin(box->top, box->bottom)),
        SVG_PIXELS(fabs(box->right - box->left)), SVG_PIXELS(fabs(box->bottom - box->top)), paint);
    end_element(out, "rect", tip);
}

void cohort_svg_point(cohort_output *out, char command, double x, double y)
{
    cohort_output_print(out, "%c%s,%s", command, SVG_PIXELS(x), SVG_PIXELS(y));
}

void cohort_svg_mark(cohort_output *out, int shape, double x, double y, const char *paint,
                     const char *tip)
{
    static const struct {
        int count;
        double corners[4][2];
    } shapes[] = {
        [SVG_SQUARE] = {4, {{-3.4, -3.4}, {3.4, -3.4}, {3.4, 3.4}, {-3.4, 3.4}}},
        [SVG_TRIANGLE] = {3, {{0, -4.6}, {4.4, 3.2}, {-4.4, 3.2}}},
        [SVG_DIAMOND] = {4, {{0, -5.2}, {5.2, 0}, {0, 5.2}, {-5.2, 0}}},
    };
    if (shape == SVG_CIRCLE) {
        cohort_output_print(out, "<circle cx='%s' cy='%s' r='3.6' %s", SVG_PIXELS(x), SVG_PIXELS(y),
                            paint);
        end_element(out, "circle", tip);
        return;
    }
    cohort_output_print(out, "<path d='");
    for (int i = 0; i < shapes[shape].count; i++)
        cohort_svg_point(out, i ? 'L' : 'M', x + shapes[shape].corners[i][0],
                         y + shapes[shape].corners[i][1]);
    cohort_output_print(out, "Z' %s", paint);
    end_element(out, "path", tip);
}

/* --- Texts ------------------------------------------------------------------------------------ */

static double ems(const svg_font *font, double pixels)
{
    const double room = font->bold ? 1.14 : 1.0;
    return pixels / (font->size * room);
}

double cohort_svg_width(const svg_font *font, const char *text)
{
    const double width = cohort_letters_width(text) / ems(font, 1.0);
    return font->max > 0.0 ? fmin(width, font->max) : width;
}

static void write_line(cohort_output *out, const svg_font *font, double x, double y,
                       const char *text, size_t bytes, bool cut)
{
    static const char *const anchors[] = {"", " text-anchor='middle'", " text-anchor='end'"};
    cohort_output_print(out, "<text x='%s' y='%s' font-size='%s'%s%s fill='%s'>", SVG_PIXELS(x),
                        SVG_PIXELS(y), SVG_PIXELS(font->size), anchors[font->anchor],
                        font->bold ? " font-weight='bold'" : "", font->fill);
    if (font->before)
        cohort_output_print(out, "%s<tspan style='unicode-bidi:isolate'>", font->before);
    cohort_markup_bytes(out, text, bytes);
    cohort_output_print(out, "%s%s</text>\n", cut ? ELLIPSIS : "", font->before ? "</tspan>" : "");
}

void cohort_svg_text(cohort_output *out, const svg_font *font, double x, double y, const char *text)
{
    size_t bytes = strlen(text), next;
    if (font->max > 0.0)
        bytes = cohort_letters_line(text, ems(font, font->max), true, &next);
    write_line(out, font, x, y, text, bytes, text[bytes] != '\0');
}

void cohort_svg_text_between(cohort_output *out, const svg_font *font, double x, double left,
                             double right, double y, const char *text)
{
    svg_font middle = *font;
    middle.anchor = SVG_MIDDLE;
    middle.max = right - left;
    const double room = cohort_svg_width(&middle, text) / 2.0;
    cohort_svg_text(out, &middle, fmin(fmax(x, left + room), right - room), y, text);
}

int cohort_svg_lines(cohort_output *out, const svg_font *font, double x, double y, double leading,
                     int max_lines, const char *text)
{
    svg_font of_line = *font;
    int line = 0;
    for (; line < max_lines && *text; line++) {
        size_t next;
        const bool last = line == max_lines - 1;
        const size_t bytes = cohort_letters_line(text, ems(font, font->max), last, &next);
        if (out)
            write_line(out, &of_line, x, y + line * leading, text, bytes, last && text[bytes]);
        of_line.before = NULL;
        text += next;
    }
    return line;
}
