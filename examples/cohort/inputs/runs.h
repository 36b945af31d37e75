/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of inputs. */
#ifndef RUNS_H
#define RUNS_H

#include "text/numbers.h"
#include "text/say.h"

#include <cohort/cohort.h>

/* cohort_projection_new, with a note of the emigration that was cut (--cut-emigration), if any, of an
 * area (NULL: whose it is is clear). */
int run_inputs(const char *area, const cohort_inputs *inputs, cohort_projection **out,
               cohort_error *problem);

/* What may surprise of a row of a scenario (lib/doc/scenarios.md, "Rules"): that the baseline comes
 * back before the last date, that births before its first year change, and a very low TFR.
 * How many texts. */
enum { ROW_SURPRISES = 3 };
int row_surprises(cohort_language language, const cohort_scenario *scenario, int row,
                  const cohort_grid *grid, struct text said[ROW_SURPRISES]);

/* Notes of these, of all rows of a file, each said once. NULL: none. */
void note_surprises(const cohort_scenario *scenario, const char *path, const cohort_grid *grid);

#endif
