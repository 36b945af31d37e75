/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_SETTLE_H
#define COHORT_TABLE_SETTLE_H

#include "table/reader.h"

/*
 * What is settled when all rows have been read, before they are in order: codes of six digits or
 * without their leading zero, areas without any number, persons of both sexes that are to be split,
 * rates per 1,000 and ratios per 100; and the notes of it and of what was guessed.
 */
int cohort_table_settle(cohort_table *table, const cohort_table_options *options,
                        const cohort_reader_counts *counts, cohort_error *error);

/* Note what is done with qx in groups, and to make groups of the rows of a population, as of the first
 * area's. */
int cohort_table_note_use(cohort_table *table, cohort_error *error);

#endif
