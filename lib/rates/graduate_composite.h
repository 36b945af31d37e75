/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RATES_GRADUATE_COMPOSITE_H
#define COHORT_RATES_GRADUATE_COMPOSITE_H

#include <cohort/graduate.h>

/*
 * The latent series, all positive or 0, of two groups or more, one count being above 0. Arguments
 * as in cohort_graduate, already checked; the totals of groups are still to be scaled.
 * Errors: COHORT_ERROR_MEMORY, COHORT_ERROR_SOLVE; `single` is then untouched.
 */
int cohort_composite_singles(int groups, const int *first_age, const double *counts, double *single,
                             cohort_error *error);

#endif
