/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BANDS_H
#define BANDS_H

#include "text/text.h"

/* What planners look at: all, the three ages, women of 20-39; as CSV and as text name them. */
enum { TOTAL, AGE_0_14, AGE_15_64, AGE_65_PLUS, WOMEN_20_39, BANDS };
extern const cohort_band shown_bands[BANDS];
extern const char *const band_codes[BANDS], *const band_names[BANDS];
#define EVERYBODY shown_bands[TOTAL]

/* A band by its name. */
cohort_band band_named(const char *name);

/* The same sex and ages? */
bool same_band(cohort_band a, cohort_band b);

/* The events of an interval, of both sexes and all ages. */
double events_in(const cohort_flow *flow, int interval);

/* Persons in a band at a year; in one that is shown. */
double persons_of(const cohort_stock *population, int year, cohort_band band);
double persons_in(const cohort_stock *population, int year, int shown);

/* A copy of a population, freed by the caller. */
int copy_stock(const cohort_stock *from, cohort_stock *to, cohort_error *problem);

#endif
