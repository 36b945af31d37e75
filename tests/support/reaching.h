/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of cohort_reach and cohort_calibrate, each run again apart from the library's search. */
#ifndef TESTS_SUPPORT_REACHING_H
#define TESTS_SUPPORT_REACHING_H

#include <cohort/reach.h>

/* A measure of the baseline with some components of a scenario as it stands. */
double measured_under(const cohort_inputs *baseline, const cohort_scenario *scenario,
                      unsigned components, const cohort_measure *measure);

/* What a goal measures at x times a scenario's lever. */
double outcome_at(const cohort_inputs *baseline, const cohort_scenario *scenario,
                  const cohort_lever *lever, const cohort_figure *goal, double x);

/* The header's promise for a goal that is met: persons or percent points. */
double exactness(const cohort_figure *goal);

/* Solve, and check what must be true of any answer; `scenario` is left at it. */
cohort_reached reach(const cohort_inputs *baseline, cohort_scenario *scenario,
                     const cohort_lever *lever, const cohort_figure *goal);

#endif
