/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_COLUMNS_H
#define COHORT_TABLE_COLUMNS_H

#include "table/content.h"
#include "table/headings.h"
#include "table/table.h"

/* A column of figures: what its heading says of them, and the columns of labels that say the
 * rest. */
typedef struct cohort_value_column {
    int column;
    cohort_label says;
    int labels[COHORT_AXES]; /* numbers of label columns; -1: none */
    int per;                 /* what rates are per, by the heading; 0: not said */
    bool yearly;             /* is net migration that of a year, by it? */
    bool left_out;           /* while columns are chosen */
    bool same_pair;          /* of the same area and variable as the column of figures before? */
} cohort_value_column;

/* Do bits of axes name areas? */
static inline bool cohort_are_areas(unsigned axes)
{
    return axes & (1U << COHORT_MEANS_AREA | 1U << COHORT_MEANS_NAME | 1U << COHORT_MEANS_REGION);
}

typedef struct cohort_layout {
    cohort_headings headings;
    cohort_label_column *labels;
    int label_count;
    unsigned axes; /* of labels: bits */
    cohort_value_column *values;
    int value_count;
    int *selectors; /* columns of which only rows of a total count */
    int selector_count;
    int *units; /* columns of units */
    int unit_count;
    unsigned across; /* what headings say: COHORT_SAYS_YEAR, ... */
    int unused;      /* a column of words that is nothing; -1: none */
    int ignored;     /* the first of figures that nothing is done with (households); -1: none */
    int counted;     /* the first of figures that only say how persons were counted; -1: none */
    int quantity;    /* what cells say that all figures are; -1: nothing */
    int quantity_column;
    bool one_pair; /* is a row of one area and variable? */
    bool merged;   /* do labels hold over empty cells below them? */
} cohort_layout;

/* The bit of what headings say of an axis; 0: they say nothing of it. */
static inline unsigned cohort_axis_says(cohort_meaning axis)
{
    return axis == COHORT_MEANS_VARIABLE ? COHORT_SAYS_QUANTITY
           : axis == COHORT_MEANS_YEAR   ? COHORT_SAYS_YEAR
           : axis == COHORT_MEANS_SEX    ? COHORT_SAYS_SEX
           : axis == COHORT_MEANS_AGE    ? COHORT_SAYS_AGE
                                         : 0;
}

/* Do labels or headings say where figures are on an axis? */
static inline bool cohort_layout_says(const cohort_layout *layout, cohort_meaning axis)
{
    return layout->axes & 1U << axis || layout->across & cohort_axis_says(axis);
}

#endif
