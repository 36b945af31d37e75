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

/* Other pictures of an outlook. */
typedef void picture(cohort_output *out, const struct outlook *o, const cohort_chart *chart,
                     int path);

/* Total and women 20-39 on every path, what a plan aims at, and what was counted; behind the total
 * the intervals around one path, or none (-1). */
picture picture_paths;

/* The total of the trajectories around a path: median, 80 % and 95 %; and the other paths. */
picture picture_fan;

/* Births, deaths, net migration and the TFR a year, by period, on every path (whichever is given);
 * and as counted. */
picture picture_events;

/* What the difference between a path and the baseline is made of: components by period. */
picture picture_bars;

/* What is set beside other places, in percent of the first date or of everybody: of a path or,
 * numbered behind all of them, of a place. */
enum { BESIDE_TOTAL, BESIDE_WOMEN, BESIDE_65_PLUS, BESIDE_0_14, BESIDES };
extern const struct beside {
    int figure;
    bool is_share;
    const char *in[LANGUAGES];
} beside[BESIDES];
double percent_beside(const struct outlook *o, const struct elsewhere *e, int number, int which,
                      int year);

/* The total, 100 at the first date, and the share of the old, beside other places. */
void picture_elsewhere(cohort_output *out, const struct outlook *o, const struct elsewhere *e,
                       const cohort_chart *chart);

/* Total population of every area of a source, the first date being 100, each against the others;
 * without files the municipalities around Nemuro. At most 60. */
void picture_areas(cohort_output *out, const struct source *source, const cohort_chart *chart);

#endif
