/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_SEPARATOR_H
#define COHORT_TEXT_SEPARATOR_H

#include "text/cells.h"

/* What separates the cells of a text: that of which most of its first lines have the same number;
 * blanks, if none is in half of them and the lines have three words or more. */
cohort_separator cohort_find_separator(const char *text);

#endif
