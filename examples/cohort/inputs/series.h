/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several tables together: files of one series, and the area that --area means. */
#ifndef SERIES_H
#define SERIES_H

#include "text/text.h"

/* Populations of the same areas at other dates, of another sex, or the same ones, go into the first
 * of their tables; areas are matched by code and name, and those that are not are listed. Returned:
 * how many tables, of at least one, are left; those and their paths move up. Exits with a message
 * on an error. */
int join_series(int files, cohort_table **tables, const char **paths);

/* Rates of an area in another table than its population go into that one. Returned as above. */
int join_rates(int files, cohort_table **tables, const char **paths, const char *area);

/* Has a table populations and no rates? *events: has it births or deaths, too? Net migration beside
 * deaths is events, such as a projection prints; where `events` is NULL, it is what is to come. */
bool has_only_populations(const cohort_table *table, bool *events);

/* Exit with why two tables with the population of an area were not joined. */
_Noreturn void fail_twice(const cohort_table *one, const cohort_table *other, const char *area);

/* Has a table rows of a variable of an area? A gap in them is said when they are used. */
bool has_variable(const cohort_table *table, const char *area, const char *variable);

/* Has a table life tables or fertility of an area? */
bool has_rates(const cohort_table *table, const char *area);

/* The area that is asked for by its code, by its code written otherwise (without the zero before
 * it, or with the check digit), by its name or a part of that. Returned: its code; what was asked
 * for, if there is none. Exits with the candidates if there are several. */
const char *find_area(int files, cohort_table *const *tables, const char *asked);

#endif
