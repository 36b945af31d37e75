/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every chart has: the <svg> element, its name for screen readers, titles, source, legend. */
#ifndef COHORT_CHART_CHART_FRAME_H
#define COHORT_CHART_CHART_FRAME_H

#include "chart/chart_style.h"
#include "chart/svg.h"

typedef enum chart_word {
    WORD_MEN,
    WORD_WOMEN,
    WORD_AGE,
    WORD_PERSONS,
    WORD_SOURCE,
    WORD_NET,
    WORD_PYRAMID,
    WORD_LINES,
    WORD_BARS
} chart_word;

typedef struct chart_frame {
    cohort_chart chart; /* complete, with its height */
    cohort_output *out;
    svg_box inside; /* the room left by titles and source */
} chart_frame;

/*
 * _take checks the options; the width inside is then known. _fit finds the height: the chart needs
 * `min` pixels inside, and gets `natural` if the caller leaves the height open.
 * Errors: COHORT_ERROR_ARGUMENT.
 */
int cohort_frame_take(const cohort_chart *given, cohort_output *out, chart_frame *frame,
                      cohort_error *error);
int cohort_frame_fit(chart_frame *frame, double min, double natural, cohort_error *error);

static inline double cohort_frame_width(const chart_frame *frame)
{
    return frame->inside.right - frame->inside.left;
}

/* Begin the picture, which is called `what` if it has no title. The caller then writes its
 * description, as markup, and calls _head. */
void cohort_frame_begin(const chart_frame *frame, chart_word what);
void cohort_frame_head(const chart_frame *frame);
void cohort_frame_end(const chart_frame *frame);

/* A number, or a word, in the chart's language. */
static inline chart_text cohort_frame_number(const chart_frame *frame, double value, int decimals)
{
    return cohort_chart_number(value, decimals, frame->chart.language, "");
}

const char *cohort_frame_word(const chart_frame *frame, chart_word word);

/* The sign of an entry of a legend: a cohort_mark, or one of these. */
enum { SIGN_BOX = COHORT_MARK_THIN + 1, SIGN_SEXES, SIGN_OUTLINE, SIGN_NET };

/* A legend of lines of entries; without `draw` it is measured. `x` begins at the inside's left. */
typedef struct chart_legend {
    const chart_frame *frame;
    bool draw;
    double x, height; /* height: with a gap below, 0 if it is empty */
} chart_legend;

/* Add an entry; colour as in cohort_chart_series, depth as in cohort_band_opacity. */
void cohort_legend_add(chart_legend *legend, int sign, int colour, int depth, const char *label);

/* A point or a target; `rim`: more attributes of a point. */
void cohort_chart_mark(cohort_output *out, cohort_mark mark, int colour, double x, double y,
                       const char *rim, const char *tip);

/* A line of the scale across a plot at x, with its number below. The number may reach `beside`
 * pixels out of the frame. */
void cohort_chart_tick(const chart_frame *frame, const svg_box *plot, double x, double value,
                       int decimals, double beside);

/* The mark of a bar's total: two arrowheads, at its upper and lower edge. */
void cohort_chart_net(cohort_output *out, double x, double top, double bottom);

/* The opacity of a band on top of depth - 1 others of its colour. */
double cohort_band_opacity(int depth);

/* The colours of the sexes' bars. */
const char *cohort_sex_colour(int sex);

#endif
