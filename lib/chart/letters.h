/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_LETTERS_H
#define COHORT_CHART_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How much room texts take, where no font can be asked: in ems, by the class of each letter. A bit
 * more than most fonts need.
 */
double cohort_letters_width(const char *text);

/*
 * How many bytes of the text stand on a line of so many ems.
 * Given: last, is it the last line that there is? It is cut anywhere then, with room for the
 * ellipsis that takes the place of the rest; else between words, or between letters of Chinese and
 * Japanese.
 * Returned: the bytes; *next is where the following line begins (the text's end: there is none).
 */
size_t cohort_letters_line(const char *text, double max, bool last, size_t *next);

#endif
