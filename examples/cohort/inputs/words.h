/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both languages of pictures and reports. */
#ifndef WORDS_H
#define WORDS_H

#include "inputs/source.h"

#include <cohort/cohort.h>

/* One of two texts, or formats of the same arguments, in the language of what `has` points to. */
#define in(has, english, japanese) ((has)->language == COHORT_JAPANESE ? (japanese) : (english))

/* The language that is asked for; for -1 that of the environment (LC_ALL, LC_MESSAGES, LANG; the first
 * that is set): Japanese if it begins with ja, else English. */
cohort_language words_language(int asked);

/* The option `--lang` of a program; its value is a cohort_language as an int. */
extern const char *const language_names[];
#define LANGUAGE_OPTION(place)                                                                     \
    OPTION("--lang", NULL, CHOICE, place,                                                          \
           "English or Japanese; without it, as LC_ALL, LC_MESSAGES or LANG has it",               \
           .words = language_names)

/* An area's name as its tables have it; in English that of areas.csv, where they have its Japanese
 * one or none; "area CODE" if it is in neither. */
void words_area(cohort_language language, const struct source *source, const char *area, char *name,
                size_t size);

/* A file's name without its folder; "standard input" for "-". */
const char *base_name(const char *path);

/* Where figures are from: what is said of those without files ("": nothing), the files, and that the
 * rest is calculated. */
void words_origin(cohort_language language, const char *first, const struct source *source,
                  char *origin, size_t size);

#endif
