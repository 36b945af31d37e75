/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_AGE_H
#define COHORT_TEXT_AGE_H

#include <stdbool.h>

enum { COHORT_AGE_MAX = 999 };

/*
 * Ages as tables have them: `5`, `5-9`, `90+`, `all`, and the same as people write them, in English
 * and Japanese: `5 to 9 years`, `5_9`, `Y5-9`, `Y_LT5`, `under 5`, `5〜9歳`, `90歳以上`, `85 and over`,
 * `90-`, `総数`; digits may be in full width. Persons of unknown age: `不詳`, `unknown`.
 * Returned: false if the text is none of these or an age is over COHORT_AGE_MAX; whether `from` is
 * below `to` is not checked. *to is COHORT_AGE_GROUP for the first form, COHORT_AGE_UNKNOWN for the
 * last.
 */
bool cohort_parse_age(const char *text, int *from, int *to);

/* Is this a date? Spreadsheets turn an age range such as 5-9 into one. */
bool cohort_is_date(const char *text);
#define COHORT_AGE_AS_DATE                                                                         \
    "an age. A spreadsheet has turned an age range into a date: write only the first age, 5 for "  \
    "5-9, and the last with a plus, 90+"

/* A range of ages in these forms, for messages; into the caller's buffer, which is returned. */
#define COHORT_AGE_RANGE_TEXT 32
const char *cohort_age_range_text(int from, int to, char text[COHORT_AGE_RANGE_TEXT]);

#endif
