/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of rates by sex and age, each variable of which is a derived projection: households,
 * labour force, pupils. Every error ends the program. */
#ifndef RATES_H
#define RATES_H

#include "inputs/source.h"

struct rates {
    cohort_table *table;
    int count;
    const char **variables; /* as the table has them, each once */
};

/* Read the table. Its variables have names of their own, and every area of it is "all" or has a
 * population in the source. */
void rates_read(const char *path, const struct source *source, struct rates *rates);
void rates_free(struct rates *rates);

/* The derived projections of an area, one a variable; freed with rates_give_back. */
cohort_stock *rates_derive(const struct rates *rates, const char *area,
                           const cohort_stock *population);
void rates_give_back(const struct rates *rates, cohort_stock *derived);

#endif
