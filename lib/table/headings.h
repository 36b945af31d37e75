/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_HEADINGS_H
#define COHORT_TABLE_HEADINGS_H

#include "text/cells.h"
#include "text/label.h"
#include "text/wording.h"

/* How far titles may reach above the headings, and how many rows of headings there may be. */
enum { COHORT_TITLES_MAX = 60, COHORT_HEADINGS_MAX = 4 };

/* A column's heading, of all rows of headings: what it says, and its text for messages, which is of
 * the last row that has one. */
typedef struct cohort_heading {
    cohort_label label;
    char text[COHORT_PLAIN_TEXT];
} cohort_heading;

/* The rows of headings among those not yet taken: `first` to `end` - 1; their columns. */
typedef struct cohort_headings {
    int first, end, count, line;
    bool places;             /* is the first row of places, each above the same headings? */
    cohort_heading *columns; /* allocated */
} cohort_headings;

/* Is the row one of headings: two names of columns, or several dates, ages or sexes, and no figures (but
 * below three names or more)? */
bool cohort_is_heading(const cohort_cells *cells, const cohort_cell_row *row);

/* Find the headings. Returned: count 0 when there are none; free columns, also after a failure. */
int cohort_headings_find(cohort_cells *cells, cohort_headings *headings);

#endif
