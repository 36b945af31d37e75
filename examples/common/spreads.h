/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How uncertain rates are, by class of area: what `backtest --spreads FILE` has estimated, with the
 * coverage that it measured for these classes. CSV: persons_from,persons_to,of,what,at,value
 *   of    fertility, mortality or migration
 *         what  sd, autocorrelation, age_correlation, neighbour_correlation (see cohort/ensemble.h);
 *               of migration also profile, by which the sd is multiplied `at` an age (at the interval's
 *               end; groups of five years; 1 where there is no row)
 *   of    total or women_20_39
 *         what  within_80, within_95: percent of cases that lay within the interval `at` so many years
 */
#ifndef SPREADS_H
#define SPREADS_H

#include <cohort/cohort.h>

#include <stdio.h>

enum { SPREAD_FERTILITY, SPREAD_MORTALITY, SPREAD_MIGRATION, SPREAD_RATES };
enum { SPREAD_TOTAL, SPREAD_WOMEN, SPREAD_MEASURES };
enum { SPREAD_80, SPREAD_95, SPREAD_LEVELS };
enum { SPREAD_WIDTH = 5, SPREAD_AGES = 40, SPREAD_HORIZONS = 20 };

struct spread_class {
    double from, to; /* persons at the base date, both ends included */
    cohort_uncertainty rates[SPREAD_RATES];
    double profile[SPREAD_AGES]; /* of the group at the interval's end; NAN: not told */
    double within[SPREAD_MEASURES][SPREAD_HORIZONS]
                 [SPREAD_LEVELS]; /* [.][0]: after one step; NAN */
};

struct spreads {
    int count; /* 0: not read */
    struct spread_class of[COHORT_MOST_CLASSES];
};

extern const char *const spread_rates[SPREAD_RATES];

/* Nothing is told. */
struct spread_class spread_class_of(double from, double to);

/* Read a table. Exits with a message on an error. */
void spreads_read(const char *path, struct spreads *spreads);

/* Write one; who closes the file knows whether it succeeded. */
void spreads_write(cohort_output *out, const struct spreads *spreads);

/* The class of an area: its base population, if steps and convention are those of the estimates.
 * Errors: COHORT_ERROR_ARGUMENT, with what it is that there is no estimate for. */
int spreads_find(const struct spreads *spreads, const cohort_inputs *inputs,
                 const struct spread_class **found, cohort_error *problem);

/* By how many steps coverage has been measured. */
int spread_horizons(const struct spread_class *of, int measure);

/* The percent that lay inside, "81, 80, 79", and after how many years, "5, 10, 15". */
enum { SPREAD_TEXT = 8 * SPREAD_HORIZONS };
const char *spread_shares(const struct spread_class *of, int measure, int level,
                          char text[SPREAD_TEXT]);
const char *spread_years(const struct spread_class *of, int measure, char text[SPREAD_TEXT]);

/* "10,000-29,999"; valid until the next call. */
const char *spread_persons(const struct spread_class *of);

#endif
