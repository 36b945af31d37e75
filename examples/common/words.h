/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of pictures and reports in both languages. */
#ifndef WORDS_H
#define WORDS_H

#include <cohort/cohort.h>

enum word {
    WORD_BASELINE,
    WORD_CITY_PLAN,
    WORD_SCENARIO,
    WORD_TARGETS,
    WORD_CENSUS,
    WORD_REGISTER,
    WORD_TOTAL,
    WORD_WOMEN_20_39,
    WORD_PERSONS,
    WORD_MEDIAN,
    WORD_WITHIN_80,
    WORD_WITHIN_95,
    WORD_MIGRATION,
    WORD_FERTILITY,
    WORD_MORTALITY,
    WORD_BASE_POPULATION,
    WORD_OWN_CALCULATION,
    WORD_IPSS,
    WORD_CITY_DOCUMENT,
    WORDS
};
const char *word_of(cohort_language language, enum word word);

/* The language of the environment (LC_ALL, LC_MESSAGES, LANG; the first that is set): Japanese if
 * it begins with ja, else English. */
cohort_language words_language(void);

/* An area's name from areas.csv in one of the languages; "area CODE" if it is not there. */
void words_area(cohort_language language, const char *area, char *name, int size);

#endif
