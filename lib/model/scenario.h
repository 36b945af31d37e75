/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_SCENARIO_H
#define COHORT_MODEL_SCENARIO_H

#include <cohort/scenario.h>

#include <stdbool.h>

/* Apply in place, without allocation. Unless `strict`, an operation may find no migration left to
 * change (a value on trial may have taken all away). On failure `inputs` is left half changed. */
int cohort_scenario_apply_to(const cohort_scenario *scenario, bool strict, cohort_inputs *inputs,
                             cohort_error *error);

/* Would cohort_scenario_set_value take this value? */
int cohort_scenario_check_value(const cohort_scenario *scenario, int index, double value,
                                cohort_error *error);

/* For messages: the file that operations come from (copied), and the line of the one added last. */
int cohort_scenario_read_from(cohort_scenario *scenario, const char *name, cohort_error *error);
void cohort_scenario_read_at(cohort_scenario *scenario, int line);

/* Take back what was added behind the first `count` operations. */
void cohort_scenario_cut(cohort_scenario *scenario, int count);

/* The values alone, copied from a scenario with the same operations: to undo a failed fit. */
int cohort_scenario_copy(const cohort_scenario *scenario, cohort_scenario **out,
                         cohort_error *error);
void cohort_scenario_take_values(cohort_scenario *scenario, const cohort_scenario *from);

#endif
