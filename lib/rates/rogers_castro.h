/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RATES_ROGERS_CASTRO_H
#define COHORT_RATES_ROGERS_CASTRO_H

#include <cohort/migration.h>

/* Parameters of a schedule, in the order of its members. */
enum {
    ROGERS_CASTRO_A1,
    ROGERS_CASTRO_ALPHA1,
    ROGERS_CASTRO_A2,
    ROGERS_CASTRO_MU2,
    ROGERS_CASTRO_ALPHA2,
    ROGERS_CASTRO_LAMBDA2,
    ROGERS_CASTRO_A3,
    ROGERS_CASTRO_MU3,
    ROGERS_CASTRO_ALPHA3,
    ROGERS_CASTRO_LAMBDA3,
    ROGERS_CASTRO_C,
    ROGERS_CASTRO_SIZE
};

/* Errors: COHORT_ERROR_VALUE naming the parameter of `what` that is out of its range. */
int cohort_rogers_castro_check(const cohort_rogers_castro *schedule, const char *what,
                               cohort_error *error);

/* cohort_rogers_castro_mean, and with `slopes` not NULL its derivatives by the parameters. */
double cohort_rogers_castro_slopes(const cohort_rogers_castro *schedule, double from, double to,
                                   double slopes[ROGERS_CASTRO_SIZE]);

#endif
