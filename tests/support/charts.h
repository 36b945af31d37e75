/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts in memory, and small things for them to draw. */
#ifndef TESTS_SUPPORT_CHARTS_H
#define TESTS_SUPPORT_CHARTS_H

#include <cohort/chart.h>

/* Into memory. */
cohort_output *picture_begin(void);

/* Close it: nothing was written. */
void assert_blank(cohort_output *output);

/* With this text as title, subtitle and source. */
cohort_chart titled(const char *text);

/* Two dates (2000, 2020) of three ages of 20 years: irregular numbers, and their double. */
cohort_stock small_stock(void);

/* Pictures that are as they have to be, whatever they show: well-formed and within their frame. Freed
 * by the caller. */
char *draw_pyramid(const cohort_chart *chart, int count,
                   const cohort_chart_population *populations);
char *draw_lines(const cohort_chart *chart, int count, const cohort_chart_panel *panels);
char *draw_bars(const cohort_chart *chart, const cohort_bars *bars);

enum { YEARS = 5 };
extern const double years[YEARS], falling[YEARS], rising[YEARS];

/* In colour 1, a band's upper values being `rising`. */
cohort_chart_series series_of(const char *label, cohort_mark mark, const double *values);
cohort_chart_panel panel_of(int count, const cohort_chart_series *series);

/* Up to three bars of up to two parts. */
cohort_bars bars_of(int bars, int parts, const double *values);

#endif
