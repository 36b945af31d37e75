/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_WORDS_H
#define COHORT_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The words of tables, each with its synonyms in every language. What a word means does not depend
 * on the language of its file.
 */
typedef enum cohort_meaning {
    /* columns */
    COHORT_MEANS_AREA,
    COHORT_MEANS_NAME,
    COHORT_MEANS_VARIABLE,
    COHORT_MEANS_YEAR,
    COHORT_MEANS_SEX,
    COHORT_MEANS_AGE,
    COHORT_MEANS_VALUE,
    COHORT_MEANS_REGION, /* what areas are parts of: a province, a prefecture */
    /* what cells and headings say */
    COHORT_MEANS_ONE_SEX, /* detail: which */
    COHORT_MEANS_TOTAL,   /* all ages or both sexes */
    COHORT_MEANS_WHOLE,   /* all of another kind: nationalities; of variants the middle one */
    COHORT_MEANS_ALL_AGES,
    COHORT_MEANS_UNKNOWN,  /* age */
    COHORT_MEANS_QUANTITY, /* detail: of cohort_quantity_names */
    COHORT_MEANS_REGISTER, /* persons of a register */
    COHORT_MEANS_CENSUS,
    COHORT_MEANS_OTHER, /* a quantity that is none of these; detail: is it that beside one, too? */
    COHORT_MEANS_UNIT,  /* detail: how many persons */
    COHORT_MEANS_UNITS, /* a column of units */
    COHORT_MEANS_ASIDE, /* says nothing about the figures: "of which" */
    COHORT_MEANS_AS_OF, /* the date beside it is that of the figures */
    COHORT_MEANS_MADE,  /* the date beside it is of something else */
    COHORT_MEANS_DASH,  /* zero, or no value */
    COHORT_MEANINGS
} cohort_meaning;

/* The words in English (and a few of its neighbours) and Japanese; a language is a column. */
enum { COHORT_WORD_LANGUAGES = 2 };

/* What a word means: a bit (1 << meaning) for each of its meanings, 0 if it is in no language's
 * column. Capital letters of ASCII do not matter. details[meaning]
 * (NULL: not needed) is set for each that has a detail. */
unsigned cohort_word_meanings(const char *word, int *details);

/* The same of a text as people write it (cohort_plain_text). */
unsigned cohort_text_meanings(const char *text);

/* Does a text as people write it mean the same as the word (`年度` as `year`)? */
bool cohort_is_synonym(const char *text, const char *word);

static inline bool cohort_means(unsigned meanings, cohort_meaning meaning)
{
    return (meanings >> meaning & 1U) != 0;
}

static inline bool cohort_word_means(const char *word, cohort_meaning meaning)
{
    return cohort_means(cohort_word_meanings(word, NULL), meaning);
}

/* Of kinds, such as nationalities: all of them? */
static inline bool cohort_is_whole(unsigned meanings)
{
    return cohort_means(meanings, COHORT_MEANS_WHOLE) ||
           cohort_means(meanings, COHORT_MEANS_TOTAL) ||
           cohort_means(meanings, COHORT_MEANS_ALL_AGES);
}

/* A sex as tables and scenarios have it. Returned: is the text one? */
bool cohort_parse_sex(const char *text, int *sex);
#define COHORT_SEX_EXPECTED "male, female or both (or M, F, T; 男, 女, 総数)"

/* A column's names, for messages: at most `most`, an equal part of them in each language, the library's
 * own first. Returned: how many. */
enum { COHORT_SYNONYM_TEXT = 40 };
int cohort_column_synonyms(cohort_meaning column, int most, char synonyms[][COHORT_SYNONYM_TEXT]);

/* The quantities that tables of people's own have, by the library's names; ended by NULL. Those
 * behind the first, up to COHORT_LAST_RATE, are rates; the last is any other, whose figures nothing is
 * done with. */
extern const char *const cohort_quantity_names[];
enum { COHORT_LAST_RATE = 6, COHORT_OTHER_QUANTITY = 12 };

/* Where a title has a word of a meaning, the first; NULL: nowhere. */
const char *cohort_meaning_within(const char *title, cohort_meaning meaning);

/* A quantity that a title names anywhere ("Death rates (period 1x1)"); -1: none. One beside population
 * (`人口・世帯数`) is that, but for shares of it (`人口（％）`). */
int cohort_quantity_within(const char *title);

/* Is a title that names no quantity the name of some rate (`年齢別喫煙率`, `Literacy rate by age`)? */
bool cohort_rate_within(const char *title);

/* Does a title name a part of the population only (`外国人`, but not `外国人を含む`), or nothing but a
 * share (`単位：％`)? */
bool cohort_part_within(const char *title);

/* The one sex that a title names ("■男性", "Male (persons)"); -1: none, or both. */
int cohort_sex_within(const char *title);

#endif
