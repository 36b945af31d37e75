/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series, and the field of a panel: where things stand in it, and what is drawn there. */
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

/* The number of a series' first or last value, -1 when it has none. */
int cohort_series_first(const cohort_chart_series *series);
int cohort_series_last(const cohort_chart_series *series);

/* Does it have a value there? */
bool cohort_series_has(const cohort_chart_series *series, int at);

/* --- The field of a panel --------------------------------------------------------------------- */

/* The picture that fields are part of. */
typedef struct chart_lines {
    chart_frame frame;
    int count;
    const cohort_chart_panel *panels;
    chart_axis years;
    double years_apart; /* that their labels need */
    bool direct;        /* labels at the lines' ends */
    int columns;
    double left, right;    /* pixels beside the fields: numbers of the axis, ends of lines */
    double head, foot;     /* above every field, and below the last of a column */
    double across, height; /* from column to column; of a field */
    double top;            /* of the first row */
} chart_lines;

/* A panel with its place. */
typedef struct chart_field {
    const chart_lines *lines;
    const cohort_chart_panel *panel;
    svg_box plot;
    chart_axis years, values;
    bool is_lowest; /* of its column: with the years */
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

/* Its labels (chart_labels.c): are those of these lines few and short enough to stand at their ends?
 * The pixels that they take there, or 0; those that values alone take. */
double cohort_ends_width(const chart_frame *frame, const cohort_chart_panel *panel, double height);
double cohort_end_values_width(const chart_frame *frame, const cohort_chart_panel *panel);

void cohort_ends_draw(const chart_field *field);
void cohort_targets_draw(const chart_field *field);

#endif
