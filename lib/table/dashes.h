/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_DASHES_H
#define COHORT_TABLE_DASHES_H

#include "table/rows.h"

/* A dash in place of a count: -0.0 until it is settled what it means. */
#define COHORT_DASH_VALUE (-0.0)
/* An empty cell, until it is settled whether it is one of a date that is not given. */
#define COHORT_EMPTY_VALUE (-HUGE_VAL)

/* When the rows are in order: dashes become zeros, and empty cells NAN, but where an area has nothing
 * else at a date; these go. Returned: *zeros, how many dashes did; *dates, how many areas' dates are
 * gone. */
void cohort_rows_settle_dashes(cohort_rows *rows, int *zeros, int *dates);

#endif
