/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_TEXT_H
#define COHORT_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The text of a cell, as messages show it: cut to 40 bytes at a whole character, control characters
 * as '?'. Into the caller's buffer, which is returned. */
#define COHORT_SHOWN_TEXT 48
const char *cohort_shown_text(const char *text, char shown[COHORT_SHOWN_TEXT]);

/* The length of a text cut at a place, or before it at the end of a whole character. */
size_t cohort_whole_length(const char *text, size_t length);

/* A path without the beginning if it is long: a pointer into the path itself. */
const char *cohort_shown_path(const char *path);

/* Would a spreadsheet take a cell for a formula? It begins with = + - @, a tab or the end of a line,
 * and is not only a number. */
bool cohort_is_formula(const char *text);

/* Codes of Japan's municipalities: two digits of the prefecture (01 to 47) and three more; as local
 * governments write them, a sixth is a check digit. Is it a code of six digits whose last checks
 * the others (Ministry of Internal Affairs: 11 less the remainder, by 11, of the digits' sum
 * weighted by 6, 5, 4, 3, 2)? */
bool cohort_code_checks(const char *code);

/* Are two short texts the same? */
static inline bool cohort_same_text(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

/* A copy on the heap, or NULL. */
char *cohort_copy_text(const char *text);

#endif
