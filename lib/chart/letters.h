/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_LETTERS_H
#define COHORT_CHART_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

/* The estimated width of a text in ems, by classes of letters: more than most fonts need. */
double cohort_letters_width(const char *text);

/*
 * How many bytes of the text fit into a line of `max` ems. The last line may be cut anywhere, with
 * room for an ellipsis; others are cut between words, or between letters of Chinese and Japanese.
 * Returned: the bytes; *next is where the next line begins (the text's end: there is none).
 */
size_t cohort_letters_line(const char *text, double max, bool last, size_t *next);

#endif
