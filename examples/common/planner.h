/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the example programs share: fixtures, a way out on errors (say.h), and figures as planners
 * write them. */
#ifndef PLANNER_H
#define PLANNER_H

#include "common/say.h"

#include <cohort/cohort.h>

#include <stdbool.h>
#include <stdio.h>

/* Before CSV is written: with `excel`, the byte-order mark by which Excel knows UTF-8. */
void begin_csv(FILE *stream, bool excel);
#define EXCEL_MARK "\xEF\xBB\xBF"

/* The code of Japan in the fixtures. */
#define JAPAN "00000"

/* A file of the fixtures, in their folder or that of COHORT_FIXTURES in the environment; the text is
 * valid until the next call but three. */
const char *fixture(const char *name);

/* An area's names in areas.csv, "" where it is not there. Returned: is it? */
struct area_names {
    char japanese[200], english[200];
};
bool area_names(const char *area, struct area_names *names);

/* Both of them, as "根室市 Nemuro"; or its code again. */
void area_name(const char *area, char *name, size_t size);

/* The published table of an area, and what it borrows from the nation up to a year. */
void load_area(const char *area, int last_year, cohort_stock *published, cohort_inputs **nation);

/* The same sex and ages? */
bool same_band(cohort_band a, cohort_band b);

/* Persons in a named band at a year. */
double persons_in(const cohort_stock *population, int year, const char *band);

/* "26,917", "▲18,559" for a fall; right-aligned to a width; valid until the next call but seven. */
const char *persons(double value, int width);

/* The same with a + for a rise. */
const char *change(double value, int width);

#endif
