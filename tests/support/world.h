/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas made without the library's own chance, whose uncertainty is known. */
#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include <cohort/backtest.h>

enum { AGES = 15, DATES = 5, START = 1990, BASE = 1995, HORIZONS = 3, MOST_AREAS = 1000 };
enum { WOMEN_FIRST = 3, WOMEN_LAST = 9 };
extern const cohort_grid world_grid;
#define CWR 0.25

/* Everybody's latest rates, as they are: the forecast has no error of its own. */
cohort_forecast_options known_rates(void);

/* The one base date whose rates have no errors. */
extern const cohort_cases from_base;

extern const cohort_uncertainty CELLS, BIRTHS, CERTAIN;
extern const cohort_band everybody;

struct world {
    int areas;
    cohort_stock stocks[MOST_AREAS];
    cohort_censuses censuses;
};

/* Areas of about so many persons; the first interval, which the rates come from, has no errors.
 * Freed with free_world. */
struct world *make_world(int areas, double persons, unsigned long seed,
                         const cohort_uncertainty *cells, const cohort_uncertainty *births);
void free_world(struct world *world);

/* Persons of a cell. */
double *person(struct world *world, int area, int date, int sex, int age);

#endif
