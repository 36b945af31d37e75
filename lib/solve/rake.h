/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SOLVE_RAKE_H
#define COHORT_SOLVE_RAKE_H

#include "measure/indicators.h"

/* A control in whole groups of the arrays first .. last together, at one time. */
struct margin {
    int first, last, time;
    struct band_groups groups;
    double value;
};

/* What is raked, and how it went. */
struct rake {
    const cohort_grid *grid;
    double *const *cells; /* one array [time][sex][age] an area, all 0 or more */
    int count;
    const struct margin *margins; /* [count] of any times */
    int time;                     /* the one that is raked */
    int rounds;                   /* returned */
    int missed;                   /* returned after a failure: the margin it is about */
};

/*
 * Multiply the cells of a time until all its margins are met: iterative proportional fitting.
 * Errors: COHORT_ERROR_SOLVE; the cells are then left half done.
 */
int cohort_rake_margins(struct rake *rake, cohort_error *error);

#endif
