/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BANDS_H
#define BANDS_H

#include "text/text.h"

/* The same sex and ages? */
bool same_band(cohort_band a, cohort_band b);

/* Persons in a named band at a year. */
double persons_in(const cohort_stock *population, int year, const char *band);

#endif
