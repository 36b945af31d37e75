/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as tidy CSV: area,variable,year,sex,age,value. */
#ifndef TIDY_H
#define TIDY_H

#include <cohort/cohort.h>

#include <stdbool.h>
#include <stdio.h>

/* Before CSV is written: with `excel`, the byte-order mark so that Excel reads UTF-8. */
void begin_csv(FILE *stream, bool excel);
#define EXCEL_MARK "\xEF\xBB\xBF"

/* Where a row begins: an area's code and, unless it is NULL, its name. */
void tidy_place(cohort_output *out, const char *area, const char *name);

#endif
