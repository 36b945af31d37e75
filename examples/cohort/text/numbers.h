/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as planners write them. */
#ifndef NUMBERS_H
#define NUMBERS_H

/* "26,917", "▲18,559" for a fall; right-aligned to a width; valid until the next call but seven. */
const char *persons(double value, int width);

/* The same with a + for a rise. */
const char *change(double value, int width);

#endif
