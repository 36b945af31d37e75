/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison, its explanation and its fan look like. Each picture takes over what the chart
 * says: its language, size, whether it is embedded; and title, subtitle and source where they are
 * given. Exits with a message on an error. */
#ifndef PICTURES_H
#define PICTURES_H

#include "common/counts.h"
#include "common/explanation.h"
#include "common/fan.h"

#include <stdio.h>

/* Ages and sexes at a year on the plan, with the base population as an outline. */
void picture_pyramid(FILE *stream, const struct comparison *c, const cohort_chart *chart, int year);

/* Total and women 20-39: baseline, plan, the plan's published figures (Nemuro's), and what was
 * counted (observed NULL: nothing). */
void picture_paths(FILE *stream, const struct comparison *c, const struct observed *observed,
                   const cohort_chart *chart);

/* The total of the trajectories that the fan has run: median, 80 % and 95 %; and the other path. */
void picture_fan(FILE *stream, const struct fan *fan, const struct observed *observed,
                 const cohort_chart *chart);

/* What a difference is made of: components by period. */
void picture_bars(FILE *stream, const struct explanation *e, const cohort_chart *chart);

/* Total population of every area of a source, the first date being 100, each against the others;
 * without files the municipalities around Nemuro. At most 60. */
void picture_areas(FILE *stream, const struct source *source, const cohort_chart *chart);

#endif
