/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_SHAPE_H
#define COHORT_TABLE_SHAPE_H

#include "table/reading.h"

/* What a block is read as, for notes: into the file's counts. Are titles above it; is its date, if no
 * heading or row says it, by the file's name? */
void cohort_shape_note(const cohort_reading *read, bool titled, bool by_file);

/* What a date of a heading or a row says besides its year: a month, a mark. */
void cohort_shape_date(const cohort_reading *read, const char *text);

/* The text of a label of the row. A TFR's or a sex ratio's empty sex or age is that of all. */
const char *cohort_shape_label(const cohort_reading *read, int label);

#endif
