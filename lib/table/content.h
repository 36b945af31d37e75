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

/* What a cell may be: a quantity, or another of them, of which that is a kind. A whole is one of
 * kinds of which others are parts (all nationalities). */
enum {
    COHORT_CELL_NUMBER,
    COHORT_CELL_DATE,
    COHORT_CELL_AGE,
    COHORT_CELL_SEX,
    COHORT_CELL_WHOLE,
    COHORT_CELL_QUANTITY,
    COHORT_CELL_OTHER,
    COHORT_CELL_KINDS
};

typedef struct cohort_column_content {
    int filled, empty;
    int counts[COHORT_CELL_KINDS]; /* of cells */
    const char *last;              /* NULL: none */
    unsigned kinds;                /* of the last: bits */
    int changes;                   /* of one text to another */
} cohort_column_content;

/* What the cells below the headings are, of the first rows. */
typedef struct cohort_content {
    cohort_column_content *columns; /* allocated */
    int count, rows;
} cohort_content;

/* Look at the rows behind the headings. Freed with cohort_content_free, also after a failure. */
int cohort_content_find(cohort_cells *cells, const cohort_headings *headings,
                        cohort_content *content);
void cohort_content_free(cohort_content *content);

/* Of ages, sexes, dates or quantities? COHORT_MEANINGS: of none. */
cohort_meaning cohort_content_axis(const cohort_content *content, int column);

/* What quantity the cells of columns that are nothing else say that the figures are (a unit of persons,
 * the name of a data set); -1: none. */
int cohort_content_quantity(const cohort_content *content, int column);

/* How many cells say ages, sexes, dates or quantities, whichever the axis is. */
int cohort_content_readable(const cohort_content *content, int column, cohort_meaning axis);

/* Of names? */
bool cohort_content_names(const cohort_content *content, int column);

/* Do labels hold over the empty cells below them: has one of the columns as many as labels? */
bool cohort_content_holds(const cohort_content *content, const cohort_label_column *labels,
                          int count);

#endif
