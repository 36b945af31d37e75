/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SOLVE_RAKE_H
#define COHORT_SOLVE_RAKE_H

#include "measure/indicators.h"

/* A control in whole groups of the arrays first .. last together. */
struct margin {
    int control, date; /* the caller's own: not read */
    int first, last;
    struct band_groups groups;
    double value;
};

/* How it went. */
struct raking {
    int rounds;
    int missed; /* after a failure: the margin it is about */
};

/*
 * Multiply cells until all margins are met: iterative proportional fitting.
 * Given: cells, one array [sex][age] an area, all 0 or more.
 * Errors: COHORT_ERROR_SOLVE; the cells are then left half done.
 */
int cohort_rake_margins(const cohort_grid *grid, double *const *cells, int count,
                        const struct margin *margins, struct raking *raking, cohort_error *error);

#endif
