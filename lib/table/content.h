/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_CONTENT_H
#define COHORT_TABLE_CONTENT_H

#include "table/headings.h"

/* What a column of labels is of: a cohort_meaning up to COHORT_MEANS_REGION. */
enum { COHORT_AXES = COHORT_MEANS_REGION + 1 };

/* A column whose cells say what the figures of their row are of. */
typedef struct cohort_label_column {
    int column;
    cohort_meaning axis;
} cohort_label_column;

/* What the cells below the headings are, of the first rows. */
typedef struct cohort_content {
    struct column_content *columns; /* allocated */
    int count, rows;
} cohort_content;

/* Look at the rows behind the headings. Freed with cohort_content_free, also after a failure. */
int cohort_content_find(cohort_cells *cells, const cohort_headings *headings,
                        cohort_content *content);
void cohort_content_free(cohort_content *content);

/* Of ages, sexes, dates or quantities? COHORT_MEANINGS: of none. */
cohort_meaning cohort_content_axis(const cohort_content *content, int column);

/* Of kinds of which one is the whole (all nationalities)? */
bool cohort_content_selects(const cohort_content *content, int column);

/* What quantity the cells of columns that are nothing else say that the figures are (a unit of persons,
 * the name of a data set); -1: none. */
int cohort_content_quantity(const cohort_content *content, int column);

/* How many cells say ages, sexes, dates or quantities, whichever the axis is; how many are numbers; the
 * last of them, or NULL. */
int cohort_content_readable(const cohort_content *content, int column, cohort_meaning axis);
int cohort_content_numbers(const cohort_content *content, int column);
const char *cohort_content_last(const cohort_content *content, int column);

/* Of several texts? */
bool cohort_content_changes(const cohort_content *content, int column);

/* Of names? */
bool cohort_content_names(const cohort_content *content, int column);

/* Do labels hold over the empty cells below them: has one of the columns as many as labels? */
bool cohort_content_holds(const cohort_content *content, const cohort_label_column *labels,
                          int count);

#endif
