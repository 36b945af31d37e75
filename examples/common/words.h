/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both languages of pictures and reports. */
#ifndef WORDS_H
#define WORDS_H

#include "common/program.h"

#include <cohort/cohort.h>

/* One of two texts, or formats of the same arguments, in the language of what `has` points to. */
#define in(has, english, japanese) ((has)->language == COHORT_JAPANESE ? (japanese) : (english))

/* The language of the environment (LC_ALL, LC_MESSAGES, LANG; the first that is set): Japanese if
 * it begins with ja, else English. */
cohort_language words_language(void);

/* The option `--lang` of a program; its value is a cohort_language as an int. */
extern const char *const language_names[];
#define LANGUAGE_OPTION(place)                                                                     \
    OPTION("--lang", "en|ja", CHOICE, place,                                                       \
           "English or Japanese; without it, as LC_ALL, LC_MESSAGES or LANG has it",               \
           .words = language_names)

/* An area's name from areas.csv in one of the languages; "area CODE" if it is not there. */
void words_area(cohort_language language, const char *area, char *name, int size);

#endif
