/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Japan's figures in the fixtures. */
#ifndef TESTS_SUPPORT_JAPAN_H
#define TESTS_SUPPORT_JAPAN_H

#include <cohort/grid.h>
#include <cohort/lifetable.h>

enum { JAPAN_AGES = 19 /* five-year groups, the last of 90 and over */ };

/* The population of 2015. */
void japan_population(double counts[COHORT_SEXES][JAPAN_AGES]);

/* The complete life table of 2015 or 2020, from its qx by Andreev and Kingkade's rules; the caller
 * frees it. The qx as they are published are handed over too, unless NULL is given: qx[130]. */
cohort_lifetable japan_lifetable(int year, int sex, double *qx);

#endif
