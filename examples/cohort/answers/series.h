/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a projection gives as tables: one variable of an area, at every date or in every interval; the
 * years between, and whole persons that add up. */
#ifndef SERIES_H
#define SERIES_H

#include "text/text.h"

struct series {
    const char *area, *variable;
    bool is_flow;                         /* events of the interval that begins in a year */
    int start, every, times, sexes, ages; /* of sexes 1: both together */
    int width;                            /* of an age group, the last one open; 0: all ages */
    double *cells;                        /* [time][sex][age] */
    double *whole;                        /* the same in whole persons; NULL: not asked for */
};

/* All of an area, in this order, then further stocks by their names; freed with series_free. */
enum {
    SERIES_POPULATION,
    SERIES_BIRTHS,
    SERIES_BIRTHS_BY_MOTHER, /* of no times where the convention does not know it */
    SERIES_DEATHS,
    SERIES_DEATHS_BY_AGE,
    SERIES_MIGRATION,
    SERIES_DERIVED
};
struct series_list {
    int count;
    struct series *series;
};
struct series_list series_of(const char *area, const cohort_projection *projection, int derived,
                             const char *const *names, const cohort_stock *stocks);
void series_free(struct series_list *list);

/*
 * A year a time: each cell on a straight line between two dates, events spread evenly over their
 * interval, so that every year's account closes. With single ages the population's groups are graduated
 * at the dates (Sprague's multipliers; groups of other widths by the monotone spline). Between them a
 * cohort is on a straight line from its age at the one to its age at the other, and the single ages of
 * a group are brought to its count. The open group stays as it is.
 */
void series_annual(struct series_list *list, bool single_ages);

/*
 * Whole persons, by largest remainders: all areas' total of a year is rounded, its parts are rounded
 * down, and those with the largest remainders get one more until they add up to it; so areas, then the
 * sexes of each, then their ages. Nothing is off by 1 or more, and what is whole stays as it is. Net
 * migration of an area is what its whole population, births and deaths leave.
 */
void series_round(int areas, struct series_list *lists);

/* Persons or events of both sexes in completed ages; NAN where a limit cuts a group. Whole ones, if
 * they are there. */
double series_sum(const struct series *s, int time, int from, int to);

/* The year of a time. */
int series_year(const struct series *s, int time);

/* An age group as it is written: 5, 90+ or all. */
struct text series_age(const struct series *s, int age);

/* Rows area,variable,year,sex,age,value, and with whole persons `,whole` behind. */
void series_write(cohort_output *out, const struct series *s);

#endif
