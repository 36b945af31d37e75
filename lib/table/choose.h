/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_CHOOSE_H
#define COHORT_TABLE_CHOOSE_H

#include "table/columns.h"
#include "table/content.h"

/* Of columns of figures that say the same one is taken: that with the suffix asked for, or that
 * without one. The table gets a note of those left out. Errors: COHORT_ERROR_DUPLICATE;
 * COHORT_ERROR_ARGUMENT: none has the suffix. */
int cohort_layout_choose(cohort_layout *layout, const cohort_table_options *options,
                         cohort_table *table, const char *file, cohort_error *error);

/* Is what a heading says beside its date the suffix asked for, written as people do (`_x`, `（x）`)? */
bool cohort_is_suffix(const cohort_table_options *options, const char *rest);

/* Of two columns of labels of the same, such as codes and their words, take one. */
int cohort_layout_choose_labels(cohort_layout *layout, const cohort_content *content,
                                const char *file, cohort_error *error);

#endif
