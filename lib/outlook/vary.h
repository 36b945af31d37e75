/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_VARY_H
#define COHORT_OUTLOOK_VARY_H

#include <cohort/ensemble.h>

#include "outlook/random.h"

#include <stdbool.h>

/* What varies, and how. */
enum vary { VARY_FERTILITY, VARY_MORTALITY, VARY_MIGRATION, VARIES };
struct variation {
    const cohort_inputs *inputs;
    const double *log_survival; /* [interval][sex][age] */
    cohort_uncertainty of[VARIES];
    const double *profile; /* [age]: of migration; NULL = 1 */
};

/* Does anything vary? */
bool cohort_varies(const struct variation *variation);

/* The number of doubles that cohort_vary needs as its state. */
size_t cohort_vary_room(const cohort_grid *grid);

/*
 * Make the rates of all intervals.
 * Given: random, a generator each, at its beginning; state, room to work in; varied, a copy of the
 * inputs, which gets the rates.
 * Errors: COHORT_ERROR_VALUE for a rate that is no longer finite.
 */
int cohort_vary(const struct variation *variation, struct generator random[VARIES], double *state,
                cohort_inputs *varied, cohort_error *error);

#endif
