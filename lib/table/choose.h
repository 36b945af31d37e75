/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_CHOOSE_H
#define COHORT_TABLE_CHOOSE_H

#include "table/columns.h"
#include "table/content.h"
#include "text/context.h"

/* A layout on its way. */
typedef struct cohort_finder {
    cohort_layout *layout;
    const cohort_heading *columns; /* of the headings */
    int count;
    const char *file;
    const cohort_context *context; /* what titles say */
    const cohort_content *content; /* of the columns' cells */
    const cohort_table_options *options;
    cohort_table *table; /* gets the notes */
    cohort_error *error;
} cohort_finder;

/* Of columns of figures that say the same one is taken: that with the suffix asked for, or that
 * without one. The table gets a note of those left out. Errors: COHORT_ERROR_DUPLICATE;
 * COHORT_ERROR_ARGUMENT: none has the suffix. */
int cohort_layout_choose(const cohort_finder *find);

/* Is what a heading says beside its date the suffix asked for, written as people do (`_x`, `（x）`)? */
bool cohort_is_suffix(const cohort_table_options *options, const char *rest);

/* Of two columns of labels of the same, such as codes and their words, take one. */
int cohort_layout_choose_labels(const cohort_finder *find);

#endif
