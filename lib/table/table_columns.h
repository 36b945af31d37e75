/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_TABLE_COLUMNS_H
#define COHORT_TABLE_TABLE_COLUMNS_H

#include "table/reader.h"

/* Find the columns by their names, English or Japanese. Errors: COHORT_ERROR_DUPLICATE: two that are
 * one. */
int cohort_reader_locate(cohort_reader *read);

/* Does the header of the values say that they are persons: 人口, 人数? */
bool cohort_reader_counts_persons(const cohort_reader *read);

/* A column that has to be there. Errors: COHORT_ERROR_MISSING, with the columns that there are. */
int cohort_reader_find(cohort_reader *read, cohort_reader_column column);

/* The year of a column that is a date, `2015` or `2015年`, or 0 when it is none. */
int cohort_date_column(const char *header);

/* Are dates columns? */
bool cohort_reader_is_wide(const cohort_reader *read);

#endif
