/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_DATE_H
#define COHORT_TEXT_DATE_H

#include <stdbool.h>

/*
 * The year of a date as people write it: `2015`, `2015年`, `2020-10-01`, `2020年10月1日`, `令和2年`,
 * `平成27年度`, `平成26年度末` (of the next year), `31 March 2020`, `1950-1955` (the first year of an
 * interval); with `eras`, also `R2`, `H27`, `S60`, `20151001`.
 * Returned: false if the text is none of these.
 */
bool cohort_parse_date(const char *text, bool eras, int *year);

/* The next date in a title: up to a 年, or of four digits. Returned: what follows; NULL: none. */
const char *cohort_date_next(const char *title, int *year);

/* The first; 0: none. */
int cohort_date_within(const char *title);

/* The month of a date, by what stands before its year and behind (`3月31日現在`); 0: not said. */
int cohort_month_within(const char *before, const char *behind);

#endif
