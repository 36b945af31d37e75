/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_PART_H
#define COHORT_CORE_PART_H

#include "core/inputs.h"

/*
 * Call `visit` for every run of neighbouring values that belong to a part: `count` of them from
 * inputs->values[offset] on, all of one quantity.
 * NULL for `visit` only tries the part.
 * Errors: those of cohort_inputs_take_part; some runs may have been visited before, unless the part
 * has been tried.
 */
typedef void cohort_part_visitor(void *context, cohort_quantity quantity, size_t offset,
                                 size_t count);
int cohort_part_visit(const cohort_inputs *inputs, const cohort_part *part,
                      cohort_part_visitor *visit, void *context, cohort_error *error);

#endif
