/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_CHANCE_H
#define COHORT_OUTLOOK_CHANCE_H

#include <cohort/inputs.h>

#include <gsl/gsl_rng.h>

/* The most persons of a cell, and of a mean, for chance: GSL's distributions count in int. */
#define MOST_PERSONS 2147483647.0

/*
 * Demographic chance in one interval, as ensemble.h describes it: whole numbers of persons in,
 * whole numbers out.
 * Given: opening[sex][age]; room[2][sex][age] to work in.
 * Returned: closing[sex][age]; -1, or the number of a cell in which there are more than
 * MOST_PERSONS to be drawn from, or which is not finite.
 */
int cohort_chance_interval(const cohort_inputs *inputs, int interval, const gsl_rng *random,
                           const double *opening, double *closing, double *room);

#endif
