/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has been counted in an area: censuses, registers, and the events of calendar years. */
#ifndef COUNTS_H
#define COUNTS_H

#include <cohort/cohort.h>

enum { MOST_COUNTS = 16, MOST_CELLS = 400 };

/* Counts of one kind at one time: some bands of the population, each once. */
struct counts {
    const char *kind; /* census, register */
    int year;
    double at; /* on the clock of the projection's dates */
    int count;
    cohort_observation bands[MOST_CELLS];
};

struct observed {
    const char *area;
    cohort_table *table;
    int month, day; /* that the projection's dates mean */
    int count;
    struct counts *counts;
};

/* Read the counts of an area, in bands of a projection's grid; what is older than its open group
 * goes into it. A census is of the day that the dates mean, a register of 1 January. Given: area,
 * month and day. Exits with a message on an error, and when there are none. */
void observed_read(struct observed *o, const char *path, const cohort_grid *grid);
void observed_free(struct observed *o);

/* The persons counted in a band: as given, or the sum of cells by sex; NAN if neither is there. */
double counted(const struct counts *counts, cohort_band band);

/* The events of a calendar year, NAN where not counted, on the clock of the projection's dates. */
cohort_vital events_of(const struct observed *o, int year);

/* The counts to start from: cells by sex where there are any, else bands, else the total. Returned:
 * how many. */
int finest_counts(const struct counts *counts, cohort_observation chosen[MOST_CELLS]);

#endif
