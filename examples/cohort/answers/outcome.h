/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a projection gives as tables: one variable of an area, at every date or in every interval;
 * the years between, and whole persons that add up. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "inputs/bands.h"

struct outcome {
    const char *area, *name, *variable;   /* name: of the area, as a column; NULL: none */
    bool is_flow;                         /* events of the interval that begins in a year */
    int start, every, times, sexes, ages; /* of sexes 1: both together */
    int width;                            /* of an age group, the last one open; 0: all ages */
    double *cells;                        /* [time][sex][age] */
    double *whole;                        /* the same in whole persons; NULL: not asked for */
};

/* All of an area, in this order, then further stocks by their names; freed with outcome_free. */
enum {
    OUTCOME_POPULATION,
    OUTCOME_BIRTHS,
    OUTCOME_BIRTHS_BY_MOTHER, /* of no times where the convention does not know it */
    OUTCOME_DEATHS,
    OUTCOME_DEATHS_BY_AGE,
    OUTCOME_MIGRATION,
    OUTCOME_DERIVED
};
struct outcomes {
    int count;
    struct outcome *of; /* each variable */
};
struct outcomes outcome_of(const char *area, const cohort_projection *projection, int derived,
                           const char *const *names, const cohort_stock *stocks);
/* A further variable on a grid; its cells are copied, or are NULL. Births have one cell a sex. */
struct outcome *outcome_add(struct outcomes *list, const char *area, const char *variable,
                            const cohort_grid *grid, const double *cells, bool is_flow);
void outcome_add_births(struct outcomes *list, const char *area, const cohort_flow *births);
/* Only a population, by the name of its area, too. */
struct outcomes outcome_of_stock(const char *area, const char *name, const cohort_stock *stock);
void outcome_free(struct outcomes *list);

/*
 * A year a time: each cell on a straight line between two dates, events spread evenly over their
 * interval, so that every year's account closes. With single ages the population's groups are
 * graduated at the dates (Sprague's multipliers; groups of other widths by the monotone spline).
 * Between them a cohort is on a straight line from its age at the one to its age at the other, and
 * the single ages of a group are brought to its count. The open group stays as it is.
 */
void outcome_annual(struct outcomes *list, bool single_ages);

/*
 * Whole persons, by largest remainders: all areas' total of a date is rounded, its parts are
 * rounded down, and those with the largest remainders get one more until they add up to it; so
 * areas, then the sexes of each, then their ages. The events of an area's interval likewise:
 * births, losses by death and net migration add up to the change of its whole population, and
 * migration takes what is left. All but migration is off by less than 1, and what is whole stays as
 * it is.
 */
void outcome_round(int areas, struct outcomes *lists);

/* Notes of how these came about, as far as they were asked for. */
void outcome_tell(bool annual, bool single_ages, bool whole);
#define ANNUAL_HELP                                                                                \
    "the years between the dates, too: each cell on a straight line, events spread evenly"

/* Persons or events (whole, if there are) in completed ages; NAN where a limit cuts a group. */
double outcome_sum(const struct outcome *s, int time, cohort_band band);

/* The place of a cell; the year of a time; the time of a year, or -1. */
size_t outcome_cell(const struct outcome *s, int time, int sex, int age);
int outcome_year(const struct outcome *s, int time);
int outcome_time(const struct outcome *s, int year);

/* A sex and an age group as they are written: female; 5, 90+ or all. */
const char *outcome_sex(const struct outcome *s, int sex);
struct text outcome_age(const struct outcome *s, int age);

/* Where a row begins: an area's code and, unless it is NULL, its name. */
void tidy_place(cohort_output *out, const char *area, const char *name);

/* Rows area,variable,year,sex,age,value, and with whole persons `,whole` behind. */
void outcome_write(cohort_output *out, const struct outcome *s);

#endif
