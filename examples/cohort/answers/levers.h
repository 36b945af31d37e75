/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a town can do, one thing at a time, and how much of it a goal would take. */
#ifndef LEVERS_H
#define LEVERS_H

#include "inputs/family.h"

enum lever { TFR, SUPPRESSION, FAMILIES, WOMEN, LEVERS };
extern const struct lever_facts {
    const char *title, *unit;
    double lower, upper; /* bounds that are tried; families: see most_of */
    double scale;        /* what a value is multiplied by to print it */
} levers[LEVERS];

/* What they are called on the command line; ended by NULL. */
extern const char *const lever_words[LEVERS + 1];

/* A lever for a goal: what is done, from when on, how much of it at most, and who a family is. */
struct attempt {
    enum lever lever;
    int from;
    double most;
    struct family family;
};

struct answer {
    cohort_reached reached;
    double baseline; /* the TFR without, mean of the intervals that the lever moves; NAN: no TFR */
    double verified; /* the goal's measure in a projection of its own, with the answer */
    double level;    /* what it is to be there */
    double migrants; /* net migration a year, more than without */
};

/* The upper bound: of families a hundredth of the first date's persons a year, if that is more. */
double most_of(enum lever lever, const cohort_inputs *inputs);

/* The mean TFR of the intervals between two years; NAN where the inputs do not tell. */
double tfr_between(const cohort_inputs *inputs, int year_from, int year_to);

/* Solve. Returned: the answer as a scenario, for the caller to free. Exits on an error. */
cohort_scenario *attempt(const struct attempt *attempt, const cohort_inputs *inputs,
                         const cohort_figure *goal, struct answer *answer);

/* The answer, and what comes of it. */
void print_answer(const struct attempt *attempt, const cohort_figure *goal,
                  const struct answer *answer);

/* A value of a measure. */
struct text figure_of(const cohort_measure *measure, double value);

#endif
