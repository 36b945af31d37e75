/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_H
#define COHORT_CHART_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/output.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Charts as SVG: a population pyramid, lines with points, targets and bands (one panel or several),
 * and bars. Text stays text; colours can be told apart by the colour-blind and, with dashes and
 * outlines, in black and white; whatever a text holds (quotes, angle brackets, any length, any
 * writing direction, bytes that are no UTF-8) the picture is well-formed XML and stays within its
 * frame. The same data give the same bytes.
 */

/** The language of the words that a chart brings itself: the sexes, ages, units, "Source". */
typedef enum cohort_language {
    COHORT_ENGLISH, /**< en */
    COHORT_JAPANESE /**< ja */
} cohort_language;

/** The language of a name, "en" or "ja". Errors: COHORT_ERROR_ARGUMENT. */
COHORT_API int cohort_language_parse(const char *name, cohort_language *language,
                                     cohort_error *error);

/** What every chart has. Texts are UTF-8, borrowed for the call; NULL = none. */
typedef struct cohort_chart {
    size_t size;              /**< sizeof of this struct; at least through `source` */
    cohort_language language; /**< of its own words */
    int embedded;             /**< 1: an `svg` element to stand in an HTML page; 0: a file */
    const char *title;        /**< above; also names the picture for screen readers */
    const char *subtitle;     /**< below the title */
    const char *source;       /**< below, behind "Source: " */
    double width, height;     /**< pixels, 240 to 4000; height 0: as high as it has to be */
} cohort_chart;

/** In English, 720 x 440 pixels, a file; set what differs. */
#define COHORT_CHART                                                                               \
    {                                                                                              \
        sizeof(cohort_chart), COHORT_ENGLISH, 0, NULL, NULL, NULL, 720, 440                        \
    }

/** Fill a chart of this size with the same values, for languages that have no macros. */
COHORT_API void cohort_chart_init_sized(cohort_chart *chart, size_t size);

/** Fill a chart. */
#define cohort_chart_init(chart) cohort_chart_init_sized((chart), sizeof *(chart))

/** A population at a year. */
typedef struct cohort_chart_population {
    const cohort_stock *stock; /**< its dates */
    double year;               /**< as in cohort_count */
    const char *label;         /**< NULL: the year */
} cohort_chart_population;

/**
 * A population pyramid: men to the left, women to the right, ages upwards, persons labelled.
 * Given: one population or two of the same ages, each at a year (as in cohort_count); the first is
 * drawn as bars, the second as an outline over them.
 * Returned: the picture, written to the output, a file or memory. Whether all of it got there is
 * for cohort_output_close and cohort_output_text to say.
 * Errors: COHORT_ERROR_ARGUMENT (count, options), COHORT_ERROR_GRID (other ages, a year outside the
 * dates), COHORT_ERROR_VALUE (persons below 0, not finite or beyond 1e15; nobody at all); nothing is
 * written then.
 */
COHORT_API int cohort_chart_pyramid(cohort_output *output, const cohort_chart *chart, int count,
                                    const cohort_chart_population *populations,
                                    cohort_error *error);

/** How a series is drawn. */
typedef enum cohort_mark {
    COHORT_MARK_LINE,    /**< joined by straight lines; broken where a value is NAN */
    COHORT_MARK_DASHES,  /**< the same, dashed, in a pattern by their colour */
    COHORT_MARK_POINTS,  /**< what was observed: filled points, of a shape by their colour */
    COHORT_MARK_TARGETS, /**< what a plan aims at: hollow diamonds with their values */
    COHORT_MARK_BAND,    /**< shaded between value and upper: a fan is one or more of them */
    COHORT_MARK_THIN     /**< a line, thin and dark: the middle of a fan */
} cohort_mark;

/** Values at times. Series of the same label in several panels share a place in the legend. A grey
 * line without a label is drawn thin: what others are seen against. */
typedef struct cohort_chart_series {
    const char *label; /**< NULL: not in the legend */
    cohort_mark mark;  /**< how it is drawn */
    int colour; /**< 0 to 6 of the palette, 0 being grey; series that belong together share one */
    int end_value;        /**< 1: the last value of a line stands at its end */
    int count;            /**< of its values, 1 or more */
    const double *years;  /**< [count], rising */
    const double *values; /**< [count]; NAN = none */
    const double *upper;  /**< [count], of COHORT_MARK_BAND only */
} cohort_chart_series;

/** A field with an axis of its own. */
typedef struct cohort_chart_panel {
    const char *title;                 /**< NULL if there is only one */
    const char *unit;                  /**< of its values, at the axis */
    int from_zero;                     /**< 1: 0 is on its axis */
    int decimals;                      /**< of the values that are printed, 0 to 9 */
    int series_count;                  /**< how many */
    const cohort_chart_series *series; /**< drawn from first to last: bands first */
} cohort_chart_panel;

/**
 * Lines over time: indicators of one area, or small multiples of several.
 * Given: one to 60 panels; all share the axis of years. If there is only one and it is wide enough,
 * lines have their labels at their ends, and the legend has the rest.
 * Errors: COHORT_ERROR_ARGUMENT (numbers, marks, colours, years that do not rise or are beyond
 * 1e7, panels that do not fit into the height), COHORT_ERROR_VALUE (values infinite or beyond
 * 1e15; no value at all in a panel); nothing is written then.
 */
COHORT_API int cohort_chart_lines(cohort_output *output, const cohort_chart *chart, int panel_count,
                                  const cohort_chart_panel *panels, cohort_error *error);

/** Bars, each of one part or more. */
typedef struct cohort_bars {
    const char *unit;         /**< of the values */
    int decimals;             /**< that they are printed with, 0 to 9 */
    int bar_count;            /**< 1 to 60 */
    int part_count;           /**< 1 to 6 */
    const char *const *bars;  /**< [bar_count] names */
    const char *const *parts; /**< [part_count] names, the legend; NULL where there is one part */
    const double *values;     /**< [bar][part] */
} cohort_bars;

/**
 * Bars from zero, to the right for a gain and to the left for a loss, each of one part or more: what
 * a difference is made of. The sum of a bar's parts stands at its end; where parts go both ways,
 * arrowheads mark it, too.
 * Given: values[bar][part], in `unit`, printed with `decimals` (0 to 9).
 * Errors: COHORT_ERROR_ARGUMENT (other than 1 to 60 bars of 1 to 6 parts, bars that do not fit into
 * the height, a name that is NULL), COHORT_ERROR_VALUE (not finite, or beyond 1e15); nothing is
 * written then.
 */
COHORT_API int cohort_chart_bars(cohort_output *output, const cohort_chart *chart,
                                 const cohort_bars *data, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
