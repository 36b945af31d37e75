/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RATES_GRADUATE_PARTS_H
#define COHORT_RATES_GRADUATE_PARTS_H

#include <cohort/graduate.h>

#include <stdbool.h>

/* The parts of graduation. Arguments as in cohort_graduate, already checked. Singles come with the
 * shape of a curve; cohort_scale_to gives them their total. */

enum {
    COHORT_PANEL = 5 /* groups under the multipliers, and ages in a group of theirs */
};

/* Sprague's and Beers's singles of group g; false when one of them is negative. */
bool cohort_panel_singles(cohort_graduation method, int groups, const double *counts, int g,
                          double single[COHORT_PANEL]);

/* The monotone spline's singles of group g, at `single`; none is negative. */
void cohort_spline_singles(int groups, const int *first_age, const double *counts, int g,
                           double *single);

/*
 * The latent series, all positive or 0, of two groups or more, one count being above 0.
 * Errors: COHORT_ERROR_MEMORY, COHORT_ERROR_SOLVE; `single` is then untouched.
 */
int cohort_composite_singles(int groups, const int *first_age, const double *counts, double *single,
                             cohort_error *error);

/* Scale `size` values of 0 or more to a total; evenly where they are all 0. */
void cohort_scale_to(double total, int size, double *values);

#endif
