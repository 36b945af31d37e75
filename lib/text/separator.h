/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_SEPARATOR_H
#define COHORT_TEXT_SEPARATOR_H

/* What separates the cells of a row. */
typedef enum cohort_separator {
    COHORT_COMMAS,
    COHORT_TABS,
    COHORT_SEMICOLONS,
    COHORT_BARS,
    COHORT_TABS_AND_COMMAS, /* Eurostat's TSV: the first cell has several, with commas */
    COHORT_BLANKS,          /* any number of blanks or tabs */
    COHORT_GIVEN            /* cells that were given one by one */
} cohort_separator;

/* What separates the cells of a text: that of which most of its first lines have the same number;
 * blanks, if none is in half of them and the lines have three words or more. */
cohort_separator cohort_find_separator(const char *text);

#endif
