/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_TABLE_WIDE_H
#define COHORT_TABLE_TABLE_WIDE_H

#include "table/reader.h"

/* The wide layout, in which dates are columns. */
int cohort_reader_wide(cohort_reader *read, cohort_table *table);

#endif
