/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_frame.h"

#include <cohort/output.h>

#include "core/error.h"
#include "core/sized.h"

#include <math.h>

#define FONTS "system-ui,'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,IPAGothic,sans-serif"

enum {
    PIXELS_MIN = 240,
    PIXELS_MAX = 4000,
    TITLE_LINES = 2,
    SOURCE_LINES = 3,
    MARGIN = 14,
    NARROW = 480
};

/* --- Sizes ------------------------------------------------------------------------------------ */

static bool is_pixels(double value)
{
    return value >= PIXELS_MIN && value <= PIXELS_MAX;
}

static const cohort_chart DEFAULTS = COHORT_CHART;
static const struct cohort_sized CHART = {"chart", &DEFAULTS, sizeof DEFAULTS,
                                          COHORT_THROUGH(cohort_chart, source)};

void cohort_chart_init_sized(cohort_chart *chart, size_t size)
{
    cohort_sized_init(&CHART, chart, size);
}

int cohort_frame_take(const cohort_chart *given, cohort_output *out, chart_frame *frame,
                      cohort_error *error)
{
    cohort_chart *chart = &frame->chart;
    int code = cohort_sized_take(&CHART, given, chart, error);
    const chart_number numbers[] = {{"language", (int)chart->language, 0, COHORT_JAPANESE},
                                    {"embedded", chart->embedded, 0, 1}};
    if (!code)
        code = cohort_chart_check(2, numbers, error);
    if (code)
        return code;
    if (!is_pixels(chart->width) || !(is_pixels(chart->height) || chart->height == 0.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%g by %g pixels: expected %d to %d, or a height of 0", chart->width,
                           chart->height, PIXELS_MIN, PIXELS_MAX);
    frame->out = out;
    frame->inside = (svg_box){.left = MARGIN, .right = chart->width - MARGIN};
    return COHORT_OK;
}

static const char *const words[][2] = {
    [WORD_MEN] = {"Men", "男"},
    [WORD_WOMEN] = {"Women", "女"},
    [WORD_AGE] = {"Age", "年齢"},
    [WORD_PERSONS] = {"persons", "人"},
    [WORD_SOURCE] = {"Source: ", "出典："},
    [WORD_NET] = {"Total", "計"},
    [WORD_PYRAMID] = {"Population pyramid", "人口ピラミッド"},
    [WORD_LINES] = {"Line chart", "折れ線グラフ"},
    [WORD_BARS] = {"Bar chart", "棒グラフ"},
};

const char *cohort_frame_word(const chart_frame *frame, chart_word word)
{
    return words[word][frame->chart.language];
}

/* --- Texts around the chart ------------------------------------------------------------------- */

/* Written to `out`, or only measured if it is NULL. Returned: the height. */

static double leading_of(const svg_font *font)
{
    return round(1.35 * font->size);
}

static double set_lines(cohort_output *out, const svg_font *font, double y, int max_lines,
                        const char *text)
{
    const double leading = leading_of(font);
    return text ? leading * cohort_svg_lines(out, font, MARGIN, y, leading, max_lines, text) : 0.0;
}

/* The titles, from y downwards. */
static double set_titles(const chart_frame *frame, cohort_output *out, double y)
{
    const cohort_chart *chart = &frame->chart;
    const double width = cohort_frame_width(frame);
    const svg_font title = {chart->width < NARROW ? 14.5 : 16, .bold = true, .fill = CHART_BLACK,
                            .max = width};
    const svg_font subtitle = {12, .fill = CHART_GREY, .max = width};
    const double above = set_lines(out, &title, y + title.size, TITLE_LINES, chart->title);
    return above +
           set_lines(out, &subtitle, y + above + subtitle.size, TITLE_LINES, chart->subtitle);
}

/* The source, at the bottom. */
static double set_source(const chart_frame *frame, cohort_output *out)
{
    const char *text = frame->chart.source;
    svg_font font = {10, .fill = CHART_GREY, .max = cohort_frame_width(frame)};
    if (!text || !*text)
        return 0.0;
    font.before = cohort_frame_word(frame, WORD_SOURCE);
    font.max -= 1.2 * cohort_svg_width(&(svg_font){.size = font.size}, font.before);
    const double height = set_lines(NULL, &font, 0.0, SOURCE_LINES, text);
    if (out)
        set_lines(out, &font, frame->chart.height - 10 - (height - leading_of(&font)), SOURCE_LINES,
                  text);
    return height;
}

int cohort_frame_fit(chart_frame *frame, double min, double natural, cohort_error *error)
{
    const double titles = set_titles(frame, NULL, 0.0), source = set_source(frame, NULL);
    const double above = MARGIN + titles + (titles > 0.0 ? 8 : 0);
    const double below = source + (source > 0.0 ? 6 : 0) + 10;
    double *height = &frame->chart.height;
    if (*height == 0.0)
        *height = fmax(ceil(above + below + natural), PIXELS_MIN);
    if (*height < above + below + min || *height > PIXELS_MAX)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%g pixels high: this chart needs %g to %d", *height,
                           ceil(above + below + min), PIXELS_MAX);
    frame->inside.top = above;
    frame->inside.bottom = *height - below;
    return COHORT_OK;
}

/* --- Drawing ---------------------------------------------------------------------------------- */

void cohort_frame_begin(const chart_frame *frame, chart_word what)
{
    const cohort_chart *chart = &frame->chart;
    const char *language = chart->language == COHORT_JAPANESE ? "ja" : "en";
    cohort_output *out = frame->out;
    if (!chart->embedded)
        cohort_output_print(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    cohort_output_print(out,
                        "<svg xmlns='http://www.w3.org/2000/svg' role='img' width='%s' height='%s' "
                        "viewBox='0 0 %s %s' lang='%s'%s%s%s style=\"font-family: %s%s\">\n<title>",
                        SVG_PIXELS(chart->width), SVG_PIXELS(chart->height),
                        SVG_PIXELS(chart->width), SVG_PIXELS(chart->height), language,
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

void cohort_frame_head(const chart_frame *frame)
{
    cohort_output_print(frame->out, "%s",
                        "</desc>\n<rect width='100%' height='100%' fill='#fff'/>\n");
    set_titles(frame, frame->out, MARGIN - 2);
    set_source(frame, frame->out);
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
