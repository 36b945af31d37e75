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
 * Charts as SVG: population pyramids, lines over time (with points, targets and bands, in one panel
 * or several), and bars. Text stays text. Colours can be told apart by the colour-blind and, with
 * dashes and outlines, in black and white. Whatever a text contains (quotes, angle brackets, any
 * length, any writing direction, bytes that are not UTF-8), the chart is well-formed XML and stays
 * within its frame. The same data give the same bytes.
 *
 * Every chart is written to an output, a file or memory. Errors of writing are reported by
 * cohort_output_close and cohort_output_text. After any other error nothing has been written.
 */

/** The language of a chart's own words: the sexes, ages, units, "Source". */
typedef enum cohort_language {
    COHORT_ENGLISH, /**< en */
    COHORT_JAPANESE /**< ja */
} cohort_language;

/** What every chart has. Texts are UTF-8, read only during the call; NULL = none. */
typedef struct cohort_chart {
    size_t size;              /**< sizeof this struct; an old one may end after `source` */
    cohort_language language; /**< of the chart's own words */
    int embedded;             /**< 0: a file; 1: only the `svg` element, for an HTML page */
    const char *title;        /**< above the chart; also its name for screen readers */
    const char *subtitle;     /**< below the title */
    const char *source;       /**< below the chart, after "Source: " */
    double width, height;     /**< pixels, 240 to 4000; height 0: as high as needed */
    double span; /**< persons that the scale of a pyramid holds at least, so that several have one;
                      0: as its own bars need */
} cohort_chart;

/** A chart in English, 720 x 440 pixels, a file; change what differs. */
#define COHORT_CHART                                                                               \
    {                                                                                              \
        sizeof(cohort_chart), COHORT_ENGLISH, 0, NULL, NULL, NULL, 720, 440, 0                     \
    }

/** Fill a chart of this size as COHORT_CHART does, for languages without macros. */
COHORT_API void cohort_chart_init_sized(cohort_chart *chart, size_t size);

/** Fill a chart as COHORT_CHART does. */
#define cohort_chart_init(chart) cohort_chart_init_sized((chart), sizeof *(chart))

/** A population at a time, to be drawn. */
typedef struct cohort_chart_population {
    const cohort_stock *stock; /**< the population at its dates */
    double year;               /**< the time, as in cohort_count */
    const char *label;         /**< in the legend; NULL: the year */
} cohort_chart_population;

/**
 * Draw a population pyramid: men to the left, women to the right, ages upwards, scales in persons.
 * Given: populations[count], one, drawn as bars, or two of the same ages; the second is an outline.
 * Errors: COHORT_ERROR_ARGUMENT (count, options, a span below 0 or above 1e15), COHORT_ERROR_GRID
 * (different ages, a year outside the dates), COHORT_ERROR_VALUE (persons below 0, not finite or
 * above 1e15; nobody at all).
 */
COHORT_API int cohort_chart_pyramid(cohort_output *output, const cohort_chart *chart, int count,
                                    const cohort_chart_population *populations,
                                    cohort_error *error);

/** How a series is drawn. */
typedef enum cohort_mark {
    COHORT_MARK_LINE,    /**< joined by straight lines, with a gap where a value is NAN */
    COHORT_MARK_DASHES,  /**< the same, dashed in a pattern of its colour */
    COHORT_MARK_POINTS,  /**< filled points, of a shape of its colour: what was observed */
    COHORT_MARK_TARGETS, /**< hollow diamonds with their values: what a plan aims at */
    COHORT_MARK_BAND,    /**< the area between values and upper; a fan is one or more bands */
    COHORT_MARK_THIN     /**< a thin dark line: the middle of a fan */
} cohort_mark;

/**
 * A series: values at times. Series with one label in several panels share an entry in the legend.
 * A grey line without a label is drawn thin, as a background for others.
 */
typedef struct cohort_chart_series {
    const char *label; /**< in the legend; NULL: not there */
    cohort_mark mark;  /**< how it is drawn */
    int colour;    /**< 0 to 6 of the palette; 0 is grey. Series that belong together share one */
    int end_value; /**< 1: the last value is written at the end of a line; 0: not */
    int count;     /**< number of values, 1 or more */
    const double *years;  /**< [count], rising */
    const double *values; /**< [count]; NAN = none */
    const double *upper;  /**< [count], only for COHORT_MARK_BAND, else NULL */
} cohort_chart_series;

/** A panel: a field with an axis of its own. */
typedef struct cohort_chart_panel {
    const char *title;                 /**< above the panel; NULL: none */
    const char *unit;                  /**< unit of the values, at the axis; NULL: none */
    int from_zero;                     /**< 1: the axis includes 0; 0: only if values need it */
    int decimals;                      /**< decimals of the values that are written, 0 to 9 */
    int series_count;                  /**< number of series */
    const cohort_chart_series *series; /**< [series_count], bands first: drawn from first to last */
} cohort_chart_panel;

/**
 * Draw lines over time: indicators of one area, or small panels of several. All panels share the
 * axis of years. With a single panel that is wide enough, labels stand at the ends of lines instead
 * of in the legend.
 * Given: panels[panel_count], 1 to 60.
 * Errors: COHORT_ERROR_ARGUMENT (numbers, marks, colours, years that do not rise or are beyond 1e7,
 * panels that do not fit into the height), COHORT_ERROR_VALUE (values infinite or beyond 1e15; a
 * panel without any value).
 */
COHORT_API int cohort_chart_lines(cohort_output *output, const cohort_chart *chart, int panel_count,
                                  const cohort_chart_panel *panels, cohort_error *error);

/** Bars, each of one or more parts. */
typedef struct cohort_bars {
    const char *unit;         /**< unit of the values; NULL: none */
    int decimals;             /**< decimals of the values that are written, 0 to 9 */
    int bar_count;            /**< number of bars, 1 to 60 */
    int part_count;           /**< number of parts, 1 to 6 */
    const char *const *bars;  /**< [bar_count] names */
    const char *const *parts; /**< [part_count] names, in the legend; NULL with one part */
    const double *values;     /**< [bar][part] */
} cohort_bars;

/**
 * Draw bars from 0, to the right for a gain and to the left for a loss: what a difference is made
 * of. The sum of a bar's parts is written at its end. If parts go both ways, arrowheads mark the
 * sum too.
 * Errors: COHORT_ERROR_ARGUMENT (numbers of bars, parts or decimals; bars that do not fit into the
 * height; a name that is NULL), COHORT_ERROR_VALUE (not finite, or beyond 1e15).
 */
COHORT_API int cohort_chart_bars(cohort_output *output, const cohort_chart *chart,
                                 const cohort_bars *data, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
