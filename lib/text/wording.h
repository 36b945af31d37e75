/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_WORDING_H
#define COHORT_TEXT_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Cells as people and offices write them, in English and Japanese. */

/*
 * The text with the ASCII forms of its characters: of full-width letters, digits and signs; `-` for
 * Unicode's dashes and minus, `~` for waves; half-size katakana in full size; without spaces at its
 * ends. Written to the caller's
 * buffer, which is returned; "" if the text does not fit.
 */
#define COHORT_PLAIN_TEXT 64
const char *cohort_plain_text(const char *text, char plain[COHORT_PLAIN_TEXT]);

/* The same of a title, into a buffer of another size. */
const char *cohort_plain_line(const char *text, size_t size, char *plain);

/* A capital letter of ASCII as a small one. */
static inline char cohort_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A digit, a letter of ASCII? */
static inline bool cohort_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many digits begin a text? */
static inline size_t cohort_digits(const char *text)
{
    return strspn(text, "0123456789");
}

static inline bool cohort_is_letter(char c)
{
    return cohort_lower(c) >= 'a' && cohort_lower(c) <= 'z';
}

/* Lists of words are written in small letters, with bars between them: "per |per_". One behind `=`
 * is that of a whole cell only, and begins nothing. */

/* The list behind its first word. */
static inline const char *cohort_next_word(const char *words)
{
    const char *bar = strchr(words, '|');
    return bar ? bar + 1 : "";
}

/* The length of the longest of words that begins a text; 0: none. */
size_t cohort_begins(const char *text, const char *words);

/* The same of the words that end it, at `end`; capital letters matter. */
size_t cohort_ends(const char *text, const char *end, const char *words);

/* Where the first of words is in a text; NULL: nowhere. */
const char *cohort_first_of(const char *text, const char *words);

/* Replace words everywhere in a text, one after the other, by a shorter one, or by nothing. */
void cohort_replace(char *text, const char *words, const char *with);

/* Brackets of any width. */
#define COHORT_OPENING "(|（|[|［|【|〔"
#define COHORT_CLOSING ")|）|]|］|】|〕"

/* What English has before the number that figures are per. */
#define COHORT_PER "per |per_"

/* Is a place of a text that of a word, not of a part of one? */
bool cohort_begins_word(const char *text, const char *at);

/* Where a number in digits or words begins that ends at a place of a text. */
const char *cohort_begin_of_count(const char *text, const char *end);

/* The length of the words at a place of a text that say only what its figures are per, as others stand
 * before them (`(births per woman)`, `per 1,000 population`; also `人口千対`); 0: none begin there. */
size_t cohort_clause_length(const char *text, const char *at);

/* The word nearest to a misspelt one, or NULL if all are too different. */
const char *cohort_nearest_word(const char *text, const char *const *words);

#endif
