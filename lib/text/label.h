/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_LABEL_H
#define COHORT_TEXT_LABEL_H

#include "text/words.h"

#include <cohort/grid.h>

/*
 * What a heading says: the name of a column (`市区町村コード`), or what the figures below are: of a
 * date, an age, a sex, a quantity, in a unit, or several of these (`0～4歳/m`, `人口（千人）`,
 * `2015年_不詳補完値`, `PopMale`).
 */
typedef enum cohort_label_part {
    COHORT_SAYS_COLUMN = 1,
    COHORT_SAYS_YEAR = 2,
    COHORT_SAYS_AGE = 4,
    COHORT_SAYS_SEX = 8,
    COHORT_SAYS_QUANTITY = 16,
    COHORT_SAYS_UNIT = 32,
    COHORT_SAYS_TOTAL = 64, /* all ages or both sexes: which, its neighbours say */
    COHORT_SAYS_OTHER = 128 /* of a quantity that nothing is done with, which is the rest */
} cohort_label_part;

enum { COHORT_LABEL_REST = 40 };

typedef struct cohort_label {
    unsigned says;
    cohort_meaning column;
    bool code;   /* the column has codes */
    bool number; /* the year or age is a number only, and may be something else */
    int year, age_from, age_to, sex, quantity, unit;
    char rest[COHORT_LABEL_REST]; /* the first part that is none of these; "": none */
} cohort_label;

/* Returned: does the heading say anything? */
bool cohort_parse_label(const char *text, cohort_label *label);

/* Are its ages all? */
static inline bool cohort_says_all_ages(const cohort_label *label)
{
    return label->age_from == 0 && label->age_to == COHORT_OPEN_END;
}

/* Is it of persons of whom something is unknown, and of no sex? */
static inline bool cohort_says_unknown(const cohort_label *label)
{
    return label->says & COHORT_SAYS_AGE && label->age_to == COHORT_AGE_UNKNOWN &&
           !(label->says & COHORT_SAYS_SEX);
}

#endif
