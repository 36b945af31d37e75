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
void cohort_svg_number(FILE *stream, double value)
{
    const double most = 100000.0;
    const long hundredths = lround(100.0 * (value > most ? most : value > -most ? value : -most));
    const long size = labs(hundredths);
    fprintf(stream, "%s%ld", hundredths < 0 ? "-" : "", size / 100);
    if (size % 100)
        fprintf(stream, size % 10 ? ".%02ld" : ".%ld", size % 10 ? size % 100 : size % 100 / 10);
}

static void write_attribute(FILE *stream, const char *name, double value)
{
    fprintf(stream, " %s='", name);
    cohort_svg_number(stream, value);
    putc('\'', stream);
}

static void end_element(FILE *stream, const char *name, const char *tip)
{
    if (!tip) {
        fputs("/>\n", stream);
        return;
    }
    fputs("><title>", stream);
    cohort_output_markup(stream, tip);
    fprintf(stream, "</title></%s>\n", name);
}

void cohort_svg_line(FILE *stream, double x1, double y1, double x2, double y2, const char *paint)
{
    fputs("<line", stream);
    write_attribute(stream, "x1", x1);
    write_attribute(stream, "y1", y1);
    write_attribute(stream, "x2", x2);
    write_attribute(stream, "y2", y2);
    fprintf(stream, " %s/>\n", paint);
}

void cohort_svg_box(FILE *stream, const svg_box *box, const char *paint, const char *tip)
{
    fputs("<rect", stream);
    write_attribute(stream, "x", fmin(box->left, box->right));
    write_attribute(stream, "y", fmin(box->top, box->bottom));
    write_attribute(stream, "width", fabs(box->right - box->left));
    write_attribute(stream, "height", fabs(box->bottom - box->top));
    fprintf(stream, " %s", paint);
    end_element(stream, "rect", tip);
}

void cohort_svg_point(FILE *stream, char command, double x, double y)
{
    putc(command, stream);
    cohort_svg_number(stream, x);
    putc(',', stream);
    cohort_svg_number(stream, y);
}

static void write_circle(FILE *stream, double x, double y, const char *paint, const char *tip)
{
    fputs("<circle", stream);
    write_attribute(stream, "cx", x);
    write_attribute(stream, "cy", y);
    fprintf(stream, " r='3.6' %s", paint);
    end_element(stream, "circle", tip);
}

void cohort_svg_mark(FILE *stream, int shape, double x, double y, const char *paint,
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
        write_circle(stream, x, y, paint, tip);
        return;
    }
    fputs("<path d='", stream);
    for (int i = 0; i < shapes[shape].count; i++)
        cohort_svg_point(stream, i ? 'L' : 'M', x + shapes[shape].corners[i][0],
                         y + shapes[shape].corners[i][1]);
    fprintf(stream, "Z' %s", paint);
    end_element(stream, "path", tip);
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

static void write_line(FILE *stream, const svg_font *font, double x, double y, const char *before,
                       const char *text, size_t bytes, bool cut)
{
    static const char *const anchors[] = {"", " text-anchor='middle'", " text-anchor='end'"};
    fputs("<text", stream);
    write_attribute(stream, "x", x);
    write_attribute(stream, "y", y);
    write_attribute(stream, "font-size", font->size);
    fprintf(stream, "%s%s fill='%s'>", anchors[font->anchor],
            font->bold ? " font-weight='bold'" : "", font->fill);
    if (before)
        fprintf(stream, "%s<tspan style='unicode-bidi:isolate'>", before);
    cohort_markup_bytes(stream, text, bytes);
    fprintf(stream, "%s%s</text>\n", cut ? ELLIPSIS : "", before ? "</tspan>" : "");
}

void cohort_svg_text(FILE *stream, const svg_font *font, double x, double y, const char *text)
{
    size_t next, bytes = strlen(text);
    bool cut = false;
    if (font->most > 0.0) {
        const size_t all = bytes;
        bytes = cohort_letters_line(text, ems(font, font->most), true, &next);
        cut = bytes < all;
    }
    write_line(stream, font, x, y, font->before, text, bytes, cut);
}

void cohort_svg_text_between(FILE *stream, const svg_font *font, double x, double left,
                             double right, double y, const char *text)
{
    svg_font middle = *font;
    middle.anchor = SVG_MIDDLE;
    middle.most = right - left;
    const double room = cohort_svg_width(&middle, text) / 2.0;
    cohort_svg_text(stream, &middle, fmin(fmax(x, left + room), right - room), y, text);
}

int cohort_svg_lines(FILE *stream, const svg_font *font, double x, double y, double leading,
                     int most_lines, const char *text)
{
    int line = 0;
    while (line < most_lines && *text) {
        size_t next;
        const bool last = line == most_lines - 1;
        const size_t bytes = cohort_letters_line(text, ems(font, font->most), last, &next);
        const bool cut = last && text[bytes] != '\0';
        if (stream)
            write_line(stream, font, x, y + line * leading, line ? NULL : font->before, text, bytes,
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
