/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of pictures and reports, and what areas and files are called there. */
#ifndef NAMES_H
#define NAMES_H

#include "inputs/source.h"
#include "text/words.h"

/* The language that is asked for; for -1 that of the environment (LC_ALL, LC_MESSAGES, LANG; the
 * first that is set): Japanese if it begins with ja, else English. */
cohort_language language_of(int asked);

/* The option `--lang` of a command; its value is a cohort_language as an int. */
extern const char *const language_names[];
#define LANGUAGE_OPTION(place)                                                                     \
    OPTION("--lang", NULL, CHOICE, place,                                                          \
           "English or Japanese; without it, as LC_ALL, LC_MESSAGES or LANG has it",               \
           .words = language_names)

/* An area's name as its tables have it; in English that of areas.csv, where they have its Japanese
 * one or none; "area CODE" if it is in neither. */
struct text name_of_area(cohort_language language, const struct source *source, const char *area);

/* An area's name as its tables or areas.csv have it; its code if it is in neither. */
struct text known_name(const struct source *source, const char *area);

/* "NAME (CODE)", the name as its tables or areas.csv have it; "area CODE" if it is in neither. */
struct text title_of_area(const struct source *source, const char *area);

/* The number of an area's prefecture (the first two characters of codes) among those met so far, to
 * which it is added while they are fewer than `most`. */
int prefecture_of(const char *code, int most, struct text *met, int *count);

/* A file's name without its folder; "standard input" for "-". */
const char *base_name(const char *path);

/* Where figures are from: `first` for those without files, the files, and one's own calculation. */
struct text name_of_origin(cohort_language language, const char *first,
                           const struct source *source);

#endif
