/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_WORDING_H
#define COHORT_TEXT_WORDING_H

#include <stdbool.h>

/* Cells as people and offices write them, in English and Japanese. */

/*
 * The text in ASCII as far as it has such characters in other widths or forms: full-width letters,
 * digits and signs; the dashes and the minus of Unicode as `-`, waves as `~`; without spaces at its
 * ends. Into the caller's buffer, which is returned; "" for a text that does not fit.
 */
#define COHORT_PLAIN_TEXT 64
const char *cohort_plain_text(const char *text, char plain[COHORT_PLAIN_TEXT]);

/* A capital letter of ASCII as a small one. */
static inline char cohort_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The same but for capital letters of ASCII? */
bool cohort_same_word(const char *a, const char *b);

/* The first of the words, which end with NULL, that is the same; NULL: none. */
const char *cohort_word_among(const char *text, const char *const *words);

/* The nearest of the words, for a misspelt one; NULL when all are far from it. */
const char *cohort_nearest_word(const char *text, const char *const *words);

/* Words for all ages or both sexes: 総数 and so on; ended by NULL. */
extern const char *const cohort_total_words[];

/* A sex as tables and scenarios have it. Returned: was it one? */
bool cohort_parse_sex(const char *text, int *sex);
#define COHORT_SEX_EXPECTED "male, female or both (or M, F, T; 男, 女, 総数)"

#endif
