/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Births, deaths and moves of a path, a year, in the periods between the dates that are shown; and
 * what was counted of them in calendar years. */
#ifndef EVENTS_H
#define EVENTS_H

#include "answers/outlook.h"

struct events {
    int from, to;
    cohort_balance sum;                             /* of the whole period */
    double births, deaths, natural, social, change; /* persons a year */
    double tfr; /* mean of its intervals; NAN: the inputs do not tell */
};
/* Returned: how many periods. */
int events_of_path(const struct outlook *o, int path, struct events events[MOST_YEARS]);

/* Calendar years of counted births, deaths or moves; their middle as a date. Returned: how many. */
struct counted_year {
    int year;
    double at, births, deaths, moved_in, moved_out, social;
};
int counted_years(const struct outlook *o, struct counted_year years[MOST_YEARS]);

#endif
