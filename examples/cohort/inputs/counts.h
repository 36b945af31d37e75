/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has been counted in an area: censuses, registers, and the events of calendar years. */
#ifndef COUNTS_H
#define COUNTS_H

#include "options/options.h"

/* The day that a projection's dates mean: 1 October, as of Japan's censuses, unless given. */
struct dates {
    int month, day;
};
#define OCTOBER_1                                                                                  \
    {                                                                                              \
        10, 1                                                                                      \
    }

/* The options that go with counts. */
#define OBSERVED_OPTION(place)                                                                     \
    OPTION("--observed", "O.csv", INPUT, place,                                                    \
           "area,variable,year,sex,age,value; variables census (on the day that the projection's " \
           "dates mean), register (1 January); births, deaths, moved_in, moved_out of a calendar " \
           "year (both, all)")
#define DATES_OPTION(place)                                                                        \
    OPTION("--dates", "MM-DD", OWN, place,                                                         \
           "the day that the projection's dates mean; without it: 10-01", .take = take_dates,      \
           .expected = "a day such as 10-01")
bool take_dates(const char *text, void *to);

enum { MOST_COUNTS = 16, MOST_CELLS = 400 };

/* Counts of one kind at one time: some bands of the population, each once. */
struct counts {
    const char *kind;     /* census, register */
    const char *variable; /* what the table calls it */
    int year;
    double at;      /* on the clock of the projection's dates */
    double unknown; /* persons of unknown age */
    int count;
    cohort_figure bands[MOST_CELLS];
};

struct observed {
    const char *area;
    cohort_table *table;
    struct dates dates;
    int start, end; /* the projection's first and last date */
    int count;
    struct counts *counts;
};

bool is_census(const struct counts *counts);

/* Read the counts of an area, in bands of a projection's grid; what is older than its open group
 * goes into it. A census is of the day that the dates mean, a register of 1 January. Given: area
 * and dates. Exits with a message on an error, when there are none, and when bands do not add
 * up to a band that is given, too. */
void observed_read(struct observed *o, const char *path, const cohort_grid *grid);
void observed_free(struct observed *o);

/* The persons counted in a band: as given, or the sum of rows that make all of it up; or NAN. */
double counted(const struct counts *counts, cohort_band band);

/* The events of one calendar year, NAN where not counted; and those who moved in and out. */
cohort_vital events_of(const struct observed *o, int year);
void moves_of(const struct observed *o, int year, double *in, double *out);

/* The events of the calendar years up to `last`, as many on end as all of them have been counted
 * and the projection has; else those of the last only, NAN where not counted. On the clock of the
 * projection's dates. Returned also: the first year. Exits with a message when moves were counted
 * one way only. */
cohort_vital events_until(const struct observed *o, int last, int *first);

#endif
