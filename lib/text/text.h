/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_TEXT_H
#define COHORT_TEXT_TEXT_H

#include <stdbool.h>

/* The text of a cell, as messages show it: cut to 40 bytes at a whole character, control characters
 * as '?'. Into the caller's buffer, which is returned. */
#define COHORT_SHOWN_TEXT 48
const char *cohort_shown_text(const char *text, char shown[COHORT_SHOWN_TEXT]);

/* A path without the beginning if it is long: a pointer into the path itself. */
const char *cohort_shown_path(const char *path);

/* Would a spreadsheet take a cell for a formula? It begins with = + - @, a tab or the end of a line,
 * and is not only a number. */
bool cohort_is_formula(const char *text);

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
