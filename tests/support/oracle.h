/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second implementation of the conventions: plain, formula by formula as inputs.h has them, in long
 * double, from the inputs' arrays alone. */
#ifndef TESTS_SUPPORT_ORACLE_H
#define TESTS_SUPPORT_ORACLE_H

#include <cohort/inputs.h>

#include <stdbool.h>

enum { ORACLE_AGES = 140 };

typedef long double oracle_cells[COHORT_SEXES][ORACLE_AGES];

/* What an opening population becomes in one interval. */
struct oracle {
    oracle_cells beginning; /* those of an age group at the opening, with the migrants of then */
    oracle_cells began;     /* sum of the sizes of all that they are made of */
    bool apart
        [COHORT_SEXES]; /* do women of the two oldest groups bear, who then begin each by itself? */
    oracle_cells coming; /* those who come to an age group: to the open one from the two oldest */
    oracle_cells came;   /* sum of the sizes of all that they are made of */
    oracle_cells
        closing; /* by age at the end, as all below: below zero if more leave than are there */
    oracle_cells entered; /* sum of the sizes of all that entered the closing cell */
    oracle_cells deaths;  /* of the cohort that reaches the age */
    oracle_cells moves;   /* its net migration */
    long double births[COHORT_SEXES];
    long double
        bearing[COHORT_SEXES]; /* sum of the sizes of all that entered the women who bear them */
};

/* Is long double longer than double here? If not, there is nothing to compare with. */
bool oracle_is_longer(void);

/* One interval; opening [sex][age]. cut: what is made of those who are there, where emigration is cut to
 * them. */
void oracle_run(const cohort_inputs *inputs, int interval, const double *opening, bool cut,
                struct oracle *oracle);

#endif
