/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_frame.h"

#include <cohort/output.h>

#include "core/error.h"
#include "core/sized.h"

#include <math.h>

#define FONTS "system-ui,'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,IPAGothic,sans-serif"

enum {
    LEAST_PIXELS = 240,
    MOST_PIXELS = 4000,
    TITLE_LINES = 2,
    SOURCE_LINES = 3,
    MARGIN = 14,
    NARROW = 480
};

/* --- Sizes ------------------------------------------------------------------------------------ */

static bool is_pixels(double value)
{
    return value >= LEAST_PIXELS && value <= MOST_PIXELS;
}

static const cohort_chart DEFAULTS = COHORT_CHART;
static const struct cohort_sized CHART = {"chart", &DEFAULTS, sizeof DEFAULTS,
                                          COHORT_THROUGH(cohort_chart, source)};

void cohort_chart_init_sized(cohort_chart *chart, size_t size)
{
    cohort_sized_init(&CHART, chart, size);
}

int cohort_frame_take(const cohort_chart *given, cohort_chart *chart, cohort_error *error)
{
    int code = cohort_sized_take(&CHART, given, chart, error);
    if (code)
        return code;
    if (chart->language != COHORT_ENGLISH && chart->language != COHORT_JAPANESE)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "language %d: expected one of its enum",
                           (int)chart->language);
    if (!is_pixels(chart->width) || !(is_pixels(chart->height) || chart->height == 0.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%g by %g pixels: expected %d to %d, or a height of 0", chart->width,
                           chart->height, LEAST_PIXELS, MOST_PIXELS);
    if (chart->embedded != 0 && chart->embedded != 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "embedded %d: expected 0 or 1",
                           chart->embedded);
    return COHORT_OK;
}

double cohort_frame_inside_width(const cohort_chart *chart)
{
    return chart->width - 2 * MARGIN;
}

svg_font cohort_frame_font(const chart_frame *frame, double relative, const char *fill)
{
    return (svg_font){.size = round(2.0 * relative * frame->letters) / 2.0, .fill = fill};
}

/* Texts around the chart, from top to bottom: how they are set, and how many lines there are. */
typedef struct head_text {
    const char *text;
    svg_font font;
    double leading;
    int lines;
} head_text;

static head_text head_of(const chart_frame *frame, const char *text, double relative, bool bold,
                         const char *fill)
{
    head_text head = {.text = text, .font = cohort_frame_font(frame, relative, fill)};
    head.font.bold = bold;
    head.font.most = cohort_frame_inside_width(frame->chart);
    head.leading = round(1.35 * head.font.size);
    head.lines = text ? cohort_svg_lines(NULL, &head.font, 0, 0, 0, TITLE_LINES, text) : 0;
    return head;
}

static head_text title_of(const chart_frame *frame)
{
    const double relative = frame->width < NARROW ? 1.2 : 1.35;
    return head_of(frame, frame->chart->title, relative, true, CHART_BLACK);
}

static head_text subtitle_of(const chart_frame *frame)
{
    return head_of(frame, frame->chart->subtitle, 1.0, false, CHART_GREY);
}

static head_text source_of(const chart_frame *frame)
{
    head_text source = head_of(frame, NULL, 0.84, false, CHART_GREY);
    const char *text = frame->chart->source;
    if (!text || !*text)
        return source;
    source.font.before = cohort_frame_word(frame, WORD_SOURCE);
    source.font.most -=
        1.2 * cohort_svg_width(&(svg_font){.size = source.font.size}, source.font.before);
    source.text = text;
    source.lines = cohort_svg_lines(NULL, &source.font, 0, 0, 0, SOURCE_LINES, text);
    return source;
}

static double above(const chart_frame *frame)
{
    const head_text title = title_of(frame), subtitle = subtitle_of(frame);
    return MARGIN + title.lines * title.leading + subtitle.lines * subtitle.leading +
           (title.lines + subtitle.lines > 0 ? 8 : 0);
}

static double below(const chart_frame *frame)
{
    const head_text source = source_of(frame);
    return source.lines * source.leading + (source.lines > 0 ? 6 : 0) + 10;
}

int cohort_frame_fit(const cohort_chart *chart, cohort_output *out, double least, double natural,
                     chart_frame *frame, cohort_error *error)
{
    chart_frame found = {.chart = chart, .out = out, .width = chart->width, .letters = 12.0};
    const double outside = above(&found) + below(&found);
    found.height = chart->height;
    if (chart->height == 0.0)
        found.height = fmax(ceil(outside + natural), LEAST_PIXELS);
    if (found.height < outside + least || found.height > MOST_PIXELS)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%g pixels high: what is to be drawn takes %g to %d", found.height,
                           ceil(outside + least), MOST_PIXELS);
    found.inside =
        (svg_box){MARGIN, above(&found), chart->width - MARGIN, found.height - below(&found)};
    *frame = found;
    return COHORT_OK;
}

/* --- Drawing ---------------------------------------------------------------------------------- */

void cohort_frame_begin(const chart_frame *frame, chart_word what)
{
    const cohort_chart *chart = frame->chart;
    const char *language = chart->language == COHORT_JAPANESE ? "ja" : "en";
    cohort_output *out = frame->out;
    if (!chart->embedded)
        cohort_output_print(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    cohort_output_print(out,
                        "<svg xmlns='http://www.w3.org/2000/svg' role='img' width='%s' height='%s' "
                        "viewBox='0 0 %s %s' lang='%s'%s%s%s style=\"font-family: %s%s\">\n<title>",
                        SVG_PIXELS(frame->width), SVG_PIXELS(frame->height),
                        SVG_PIXELS(frame->width), SVG_PIXELS(frame->height), language,
                        chart->embedded ? "" : " xml:lang='", chart->embedded ? "" : language,
                        chart->embedded ? "" : "'", FONTS,
                        chart->embedded ? "; max-width: 100%; height: auto" : "");
    cohort_output_markup(out, chart->title && *chart->title ? chart->title
                                                            : cohort_frame_word(frame, what));
    cohort_output_print(out, "</title>\n<desc>");
    if (chart->subtitle) {
        cohort_output_markup(out, chart->subtitle);
        cohort_output_print(out, "\n");
    }
}

static double draw_head(const chart_frame *frame, const head_text *head, double y)
{
    if (head->lines > 0)
        cohort_svg_lines(frame->out, &head->font, MARGIN, y + head->font.size, head->leading,
                         TITLE_LINES, head->text);
    return y + head->lines * head->leading;
}

static void draw_source(const chart_frame *frame)
{
    const head_text source = source_of(frame);
    const double y = frame->height - 10 - (source.lines - 1) * source.leading;
    if (source.lines > 0)
        cohort_svg_lines(frame->out, &source.font, MARGIN, y, source.leading, SOURCE_LINES,
                         source.text);
}

void cohort_frame_head(const chart_frame *frame)
{
    const head_text title = title_of(frame), subtitle = subtitle_of(frame);
    cohort_output_print(frame->out, "%s",
                        "</desc>\n<rect width='100%' height='100%' fill='#fff'/>\n");
    draw_head(frame, &subtitle, draw_head(frame, &title, MARGIN - 2));
    draw_source(frame);
}

void cohort_frame_end(const chart_frame *frame)
{
    cohort_output_print(frame->out, "</svg>\n");
}

double cohort_band_opacity(int depth)
{
    return 1.0 - pow(0.78, depth);
}

const char *cohort_sex_colour(int sex)
{
    return sex == COHORT_MALE ? "#5fa2cf" : "#e8a35c";
}
