/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_LAYOUT_H
#define COHORT_TABLE_LAYOUT_H

#include "table/columns.h"
#include "text/context.h"

/* The columns of a table from its headings and the cells below them.
 * Given: cells, the headings' rows being the next; what titles say; options.
 * Errors: COHORT_ERROR_MISSING: a column, with those that there are; COHORT_ERROR_DUPLICATE: two
 * columns that are one; COHORT_ERROR_VALUE: a misspelt date. */
int cohort_layout_find(cohort_cells *cells, const cohort_context *context,
                       const cohort_table_options *options, cohort_table *table,
                       cohort_layout *layout);
void cohort_layout_free(cohort_layout *layout);

#endif
