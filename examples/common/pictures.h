/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an outlook looks like. Each picture takes over what the chart says: its size, whether it is
 * embedded; and title, subtitle and source where they are given. Exits with a message on an error. */
#ifndef PICTURES_H
#define PICTURES_H

#include "common/outlook.h"

#include <stdio.h>

/* Ages and sexes on a path at a year, as bars; as an outline, those of the first date, or with
 * `against_baseline` of the baseline at the same year. */
void picture_pyramid(FILE *stream, const struct outlook *o, const cohort_chart *chart, int path,
                     int year, bool against_baseline);

/* Total and women 20-39 on every path, what a plan aims at, and what was counted. */
void picture_paths(FILE *stream, const struct outlook *o, const cohort_chart *chart);

/* The total of the trajectories that the fan has run: median, 80 % and 95 %; and the other paths. */
void picture_fan(FILE *stream, const struct outlook *o, const cohort_chart *chart);

/* What the difference between a path and the baseline is made of: components by period. */
void picture_bars(FILE *stream, const struct outlook *o, const cohort_chart *chart, int path);

/* Total population of every area of a source, the first date being 100, each against the others;
 * without files the municipalities around Nemuro. At most 60. */
void picture_areas(FILE *stream, const struct source *source, const cohort_chart *chart);

#endif
