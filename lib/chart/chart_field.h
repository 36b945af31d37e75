/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series, and the field of a panel in which they are drawn. */
#ifndef COHORT_CHART_CHART_FIELD_H
#define COHORT_CHART_CHART_FIELD_H

#include "chart/chart_frame.h"

#include <stdbool.h>

/* --- Series over time ------------------------------------------------------------------------- */

static inline bool cohort_is_line(const cohort_chart_series *series)
{
    return series->mark == COHORT_MARK_LINE || series->mark == COHORT_MARK_DASHES ||
           series->mark == COHORT_MARK_THIN;
}

/* Errors as in cohort_chart_lines. */
#define CHART_YEAR_MAX 1e7
int cohort_lines_check(int count, const cohort_chart_panel *panels, cohort_error *error);

/* Index of a series' first or last value; -1: it has none. */
int cohort_series_first(const cohort_chart_series *series);
int cohort_series_last(const cohort_chart_series *series);

/* Does it have a value at this index? */
bool cohort_series_has(const cohort_chart_series *series, int at);

/* --- The field of a panel --------------------------------------------------------------------- */

/* The whole picture. */
typedef struct chart_lines {
    chart_frame frame;
    int count;
    const cohort_chart_panel *panels;
    chart_axis years;
    double years_apart; /* the least distance of their labels */
    bool direct;        /* labels at the lines' ends */
    int columns;
    double left, right;    /* pixels beside a field: numbers of the axis, ends of lines */
    double head, foot;     /* pixels above every field, and below the last of a column */
    double across, height; /* pixels from column to column; of a field */
    double top;            /* of the first row */
} chart_lines;

/* A panel and its place. */
typedef struct chart_field {
    const chart_lines *lines;
    const cohort_chart_panel *panel;
    svg_box plot;
    chart_axis years, values;
    bool is_lowest; /* in its column: the years are printed */
} chart_field;

static inline double cohort_field_x(const chart_field *field, double year)
{
    return cohort_chart_at(&field->years, year, field->plot.left, field->plot.right);
}

static inline double cohort_field_y(const chart_field *field, double value)
{
    return cohort_chart_at(&field->values, value, field->plot.bottom, field->plot.top);
}

void cohort_field_draw(const chart_field *field);

/* Its labels (chart_labels.c). Returned: the width of the labels at the ends of lines, 0 if they
 * are too many or too long to stand there; the width of the values only. */
double cohort_ends_width(const chart_frame *frame, const cohort_chart_panel *panel, double height);
double cohort_end_values_width(const chart_frame *frame, const cohort_chart_panel *panel);

void cohort_ends_draw(const chart_field *field);
void cohort_targets_draw(const chart_field *field);

#endif
