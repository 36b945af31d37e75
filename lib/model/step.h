/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_STEP_H
#define COHORT_MODEL_STEP_H

#include "core/inputs.h"

/*
 * One interval: pure functions, no memory, no checks. Arrays are [sex][age] of one date or one
 * interval, in the caller's hands, and do not overlap.
 */

/* The population at the end of an interval from the one at its beginning. */
void cohort_step(const cohort_inputs *inputs, int interval, const double *restrict opening,
                 double *restrict closing);

/*
 * What happened in between, by age at the end. Births stand in age group 0; the other cells of
 * `births` are left alone.
 */
void cohort_step_flows(const cohort_inputs *inputs, int interval, const double *restrict opening,
                       const double *restrict closing, double *restrict births,
                       double *restrict deaths, double *restrict net_migration);

/*
 * Does opening - deaths + net migration = closing hold in every cell, to 1e-9 of the larger of
 * opening and closing? Returned: -1 if so, or the number of the first cell that fails (not finite
 * values fail), and its gap.
 */
int cohort_step_audit(const cohort_grid *grid, const double *opening, const double *closing,
                      const double *births, const double *deaths, const double *net_migration,
                      double *gap);

#endif
