/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as planners write them. */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "text/say.h"

#include <stddef.h>

/* A short text, handed over whole: persons(x, 0).s lasts as long as the expression it stands in. */
struct text {
    char s[400];
};
COHORT_PRINTF(1, 2) struct text text_of(const char *format, ...);
struct text whole(int number);

/* What a file that is read is called, safe to print. */
struct text shown_name(const char *path);

/* Columns of a terminal that a text takes: letters of three bytes and more are mostly wide. */
int columns_of(const char *text, size_t bytes);

/* The bytes that the first characters of a text take. */
size_t bytes_of(const char *text, int characters);

/* Rounded, its whole part in groups of three behind a sign, right-aligned to a width; a dash for
 * NAN, here and below. */
struct text grouped(double value, int decimals, int width, const char *minus, const char *plus);

/* "26,917", "▲18,559" for a fall. */
struct text persons(double value, int width);

/* The same with a + for a rise. */
struct text change(double value, int width);

/* "0.56%", right-aligned to a width; with a sign in front. */
struct text percent(double value, int decimals, int width);
struct text percent_change(double value, int decimals, int width);

#endif
