/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/svg.h"

#include <cohort/output.h>

#include "chart/letters.h"
#include "chart/markup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xE2\x80\xA6"

/* Whatever it is, it is written as a number of some pixels. */
void cohort_svg_number(cohort_output *out, double value)
{
    const double most = 100000.0;
    const long hundredths = lround(100.0 * (value > most ? most : value > -most ? value : -most));
    const long size = labs(hundredths);
    cohort_output_print(out, "%s%ld", hundredths < 0 ? "-" : "", size / 100);
    if (size % 100)
        cohort_output_print(out, size % 10 ? ".%02ld" : ".%ld",
                            size % 10 ? size % 100 : size % 100 / 10);
}

static void write_attribute(cohort_output *out, const char *name, double value)
{
    cohort_output_print(out, " %s='", name);
    cohort_svg_number(out, value);
    cohort_output_print(out, "'");
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
    cohort_output_print(out, "<line");
    write_attribute(out, "x1", x1);
    write_attribute(out, "y1", y1);
    write_attribute(out, "x2", x2);
    write_attribute(out, "y2", y2);
    cohort_output_print(out, " %s/>\n", paint);
}

void cohort_svg_box(cohort_output *out, const svg_box *box, const char *paint, const char *tip)
{
    cohort_output_print(out, "<rect");
    write_attribute(out, "x", fmin(box->left, box->right));
    write_attribute(out, "y", fmin(box->top, box->bottom));
    write_attribute(out, "width", fabs(box->right - box->left));
    write_attribute(out, "height", fabs(box->bottom - box->top));
    cohort_output_print(out, " %s", paint);
    end_element(out, "rect", tip);
}

void cohort_svg_point(cohort_output *out, char command, double x, double y)
{
    cohort_output_print(out, "%c", command);
    cohort_svg_number(out, x);
    cohort_output_print(out, ",");
    cohort_svg_number(out, y);
}

static void write_circle(cohort_output *out, double x, double y, const char *paint, const char *tip)
{
    cohort_output_print(out, "<circle");
    write_attribute(out, "cx", x);
    write_attribute(out, "cy", y);
    cohort_output_print(out, " r='3.6' %s", paint);
    end_element(out, "circle", tip);
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
        write_circle(out, x, y, paint, tip);
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
    return font->most > 0.0 ? fmin(width, font->most) : width;
}

static void write_line(cohort_output *out, const svg_font *font, double x, double y,
                       const char *before, const char *text, size_t bytes, bool cut)
{
    static const char *const anchors[] = {"", " text-anchor='middle'", " text-anchor='end'"};
    cohort_output_print(out, "<text");
    write_attribute(out, "x", x);
    write_attribute(out, "y", y);
    write_attribute(out, "font-size", font->size);
    cohort_output_print(out, "%s%s fill='%s'>", anchors[font->anchor],
                        font->bold ? " font-weight='bold'" : "", font->fill);
    if (before)
        cohort_output_print(out, "%s<tspan style='unicode-bidi:isolate'>", before);
    cohort_markup_bytes(out, text, bytes);
    cohort_output_print(out, "%s%s</text>\n", cut ? ELLIPSIS : "", before ? "</tspan>" : "");
}

void cohort_svg_text(cohort_output *out, const svg_font *font, double x, double y, const char *text)
{
    size_t next, bytes = strlen(text);
    bool cut = false;
    if (font->most > 0.0) {
        const size_t all = bytes;
        bytes = cohort_letters_line(text, ems(font, font->most), true, &next);
        cut = bytes < all;
    }
    write_line(out, font, x, y, font->before, text, bytes, cut);
}

void cohort_svg_text_between(cohort_output *out, const svg_font *font, double x, double left,
                             double right, double y, const char *text)
{
    svg_font middle = *font;
    middle.anchor = SVG_MIDDLE;
    middle.most = right - left;
    const double room = cohort_svg_width(&middle, text) / 2.0;
    cohort_svg_text(out, &middle, fmin(fmax(x, left + room), right - room), y, text);
}

int cohort_svg_lines(cohort_output *out, const svg_font *font, double x, double y, double leading,
                     int most_lines, const char *text)
{
    int line = 0;
    while (line < most_lines && *text) {
        size_t next;
        const bool last = line == most_lines - 1;
        const size_t bytes = cohort_letters_line(text, ems(font, font->most), last, &next);
        const bool cut = last && text[bytes] != '\0';
        if (out)
            write_line(out, font, x, y + line * leading, line ? NULL : font->before, text, bytes,
                       cut);
        text += next;
        line++;
    }
    return line;
}

int cohort_svg_line_count(const svg_font *font, int most_lines, const char *text)
{
    return cohort_svg_lines(NULL, font, 0.0, 0.0, 0.0, most_lines, text);
}
