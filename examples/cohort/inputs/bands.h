/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BANDS_H
#define BANDS_H

#include "text/text.h"

extern const cohort_band everybody;

/* A band by its name. */
cohort_band band_named(const char *name);

/* The same sex and ages? */
bool same_band(cohort_band a, cohort_band b);

/* The events of an interval, of both sexes and all ages. */
double events_in(const cohort_flow *flow, int interval);

/* Persons in a named band at a year. */
double persons_in(const cohort_stock *population, int year, const char *band);

/* A copy of a population, freed by the caller. */
int copy_stock(const cohort_stock *from, cohort_stock *to, cohort_error *problem);

#endif
