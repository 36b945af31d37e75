/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_UNIT_H
#define COHORT_TEXT_UNIT_H

#include <stdbool.h>
#include <stddef.h>

/* A unit of persons within a text, and where it stands. */
typedef struct cohort_unit {
    int persons; /* 1, 1000, ...; COHORT_UNIT_UNKNOWN: of persons, but how many? */
    size_t begin, end;
} cohort_unit;

enum { COHORT_UNIT_UNKNOWN = -1 };

/* The next unit from a place on: all of the text, in brackets, behind 単位, "unit" or "in"
 * (`（千人、％）`, `単位：1,000人`, `Population ('000)`, `in 1 000 persons`). */
bool cohort_unit_find(const char *text, size_t from, cohort_unit *unit);

/* Does a sentence name thousands or the like (`数値は千人で表示`), and no rate? */
bool cohort_unit_within(const char *text);

/* The unit that a cell of a column of units is: also the exponent of ten (`3`). 0: none of persons. */
int cohort_unit_of_cell(const char *text);

/* What figures are per, by a text: 1000 of `per 1,000 persons`, `rate_per_1000`, `‰` and
 * 千人当たり, 100 of a percent sign behind no number; 0: it says none. */
int cohort_unit_per(const char *text);

/* Are figures of net migration those of a year, by a text (`Annual net migration`, `persons per year`,
 * 年間, not 5年間)? */
bool cohort_unit_is_yearly(const char *text);

/* Does the cell of a column of units say that figures are rates or shares (`%`, `crude rate`)? */
bool cohort_unit_is_rate(const char *text);

#endif
