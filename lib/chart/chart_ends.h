/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at the ends of lines: labels and values. */
#ifndef COHORT_CHART_CHART_ENDS_H
#define COHORT_CHART_CHART_ENDS_H

#include "chart/chart_field.h"

/* Are the labels of these lines few and short enough to stand at their ends? The pixels that they
 * take there, or 0; those that values alone take. */
double cohort_ends_width(const chart_frame *frame, const cohort_chart_panel *panel, double height);
double cohort_end_values_width(const chart_frame *frame, const cohort_chart_panel *panel);

/* The value at the end of a line. */
chart_text cohort_end_text(const chart_frame *frame, const cohort_chart_panel *panel,
                           const cohort_chart_series *series);

void cohort_ends_draw(const chart_field *field);

#endif
