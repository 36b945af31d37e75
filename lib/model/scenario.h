/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_SCENARIO_H
#define COHORT_MODEL_SCENARIO_H

#include <cohort/scenario.h>

/* Apply in place, without allocation. On failure `inputs` is left half changed. */
int cohort_scenario_apply_to(const cohort_scenario *scenario, cohort_inputs *inputs,
                             cohort_error *error);

/* The values alone, copied from a scenario with the same operations: to undo a failed fit. */
int cohort_scenario_copy(const cohort_scenario *scenario, cohort_scenario **out,
                         cohort_error *error);
void cohort_scenario_take_values(cohort_scenario *scenario, const cohort_scenario *from);

#endif
