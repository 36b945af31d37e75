/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of pictures and reports, in the language of the reader: those of words.tsv. */
#ifndef WORDS_H
#define WORDS_H

#include "text/numbers.h"
#include "words_list.h" /* made of words.tsv: LANGUAGES, and W_KEY for the texts of a line */

#include <cohort/chart.h>

/* One text of the catalogue in the language of what `has` points to, as in(p, W_TOTAL). */
#define in(has, ...) IN_LANGUAGE((has)->language, __VA_ARGS__)
#define IN_LANGUAGE(language, ...) ((const char *const[LANGUAGES]){__VA_ARGS__}[language])

/* A text with what is filled into it, as filled(in(p, W_RANGE), "2020", "2030"). */
#define filled(...) text_filled((const char *const[]){__VA_ARGS__, NULL})
struct text text_filled(const char *const *words);

/* The same into a caller's room; what is too long is cut off. */
void fill(char *to, size_t size, const char *const *words);

#endif
