/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_LABELS_H
#define COHORT_TABLE_LABELS_H

#include "table/content.h"
#include "text/written.h"

enum { COHORT_KNOWN_LABELS = 256 };

/* The labels of the row that is read: what each of their columns says. */
typedef struct cohort_row_label {
    const char *text; /* of this row, or held from one above; "": nothing yet */
    int from, to;     /* ages; or a sex, a year: from */
    int oldest;       /* of the single ages so far */
    bool changed;     /* is an area, name or variable another than before? */
    bool is_new;      /* a sex, year or age that is not known yet? */
    bool ended;       /* has a block side by side with others no more rows? */
    struct cohort_known_label {
        const char *text;
        int from, to;
        bool good;
    } known[COHORT_KNOWN_LABELS]; /* sexes, years and ages by their hash */
} cohort_row_label;

/* Read a cell of labels. Returned: is it one? */
bool cohort_row_label_read(cohort_row_label *label, cohort_meaning axis, const char *text);

/* What was expected instead of a cell that is none; into the caller's buffer, or a constant. */
const char *cohort_row_label_expected(cohort_meaning axis, const char *text,
                                      char expected[COHORT_EXPECTED_TEXT]);

#endif
