/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series over time: what they have, and whether they can be drawn. */
#ifndef COHORT_CHART_CHART_SERIES_H
#define COHORT_CHART_CHART_SERIES_H

#include "chart/chart_style.h"

#include <stdbool.h>

static inline bool cohort_is_line(const cohort_chart_series *series)
{
    return series->mark == COHORT_MARK_LINE || series->mark == COHORT_MARK_DASHES ||
           series->mark == COHORT_MARK_THIN;
}

/* Errors as in cohort_chart_lines. */
#define CHART_MOST_YEAR 1e7
int cohort_lines_check(int count, const cohort_chart_panel *panels, cohort_error *error);

/* The number of a series' first or last value, -1 when it has none. */
int cohort_series_first(const cohort_chart_series *series);
int cohort_series_last(const cohort_chart_series *series);

/* Does it have a value there? */
bool cohort_series_has(const cohort_chart_series *series, int at);

#endif
