/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an outlook looks like. Each picture takes over what the chart says: its size, whether it is
 * embedded; and title, subtitle and source where they are given. Errors end the program. */
#ifndef PICTURES_H
#define PICTURES_H

#include "answers/elsewhere.h"

/* A path at a year. */
struct moment {
    int path, year;
};

/* Ages and sexes at a moment, as bars; as an outline those at another one: the baseline's first
 * date, or another path in the same year. Only bars where both are the same. */
void picture_pyramid(cohort_output *out, const struct outlook *o, const cohort_chart *chart,
                     struct moment bars, struct moment outline, bool one_scale);

/* Total and women 20-39 on every path, what a plan aims at, and what was counted; behind the total
 * the intervals around one path, or none (-1). */
void picture_paths(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int fan);

/* The total of the trajectories around a path: median, 80 % and 95 %; and the other paths. */
void picture_fan(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int path);

/* Births, deaths, net migration and the TFR a year, by period, on every path; and as counted. */
void picture_events(cohort_output *out, const struct outlook *o, const cohort_chart *chart);

/* The total, 100 at the first date, and the share of the old, beside other places. */
void picture_elsewhere(cohort_output *out, const struct outlook *o, const struct elsewhere *e,
                       const cohort_chart *chart);

/* How a path is drawn in every picture; and the caller's chart with the texts that it lacks. */
int path_colour(int path);
cohort_mark path_mark_of(int path);
cohort_chart with_texts(const struct outlook *o, const cohort_chart *chart, const char *title,
                        const char *subtitle);

/* What the difference between a path and the baseline is made of: components by period. */
void picture_bars(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int path);

/* Total population of every area of a source, the first date being 100, each against the others;
 * without files the municipalities around Nemuro. At most 60. */
void picture_areas(cohort_output *out, const struct source *source, const cohort_chart *chart);

#endif
