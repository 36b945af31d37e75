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

/* How it went. */
struct raking {
    int rounds;
    int missed; /* after a failure: the margin it is about */
};

/*
 * Multiply the cells of a time until all its margins are met: iterative proportional fitting.
 * Given: cells, one array [time][sex][age] an area, all 0 or more.
 * Errors: COHORT_ERROR_SOLVE; the cells are then left half done.
 */
int cohort_rake_margins(const cohort_grid *grid, double *const *cells, int count,
                        const struct margin *margins, int time, struct raking *raking,
                        cohort_error *error);

#endif
