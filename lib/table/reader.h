/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_READER_H
#define COHORT_TABLE_READER_H

#include "table/reading.h"

/* Read all sheets, or that of the options, into the table's rows. `counts` begins empty. */
int cohort_reader_read(cohort_sheets *sheets, const cohort_table_options *options,
                       cohort_table *table, cohort_reader_counts *counts, cohort_error *error);

#endif
