/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_ACCOUNTS_H
#define COHORT_MODEL_ACCOUNTS_H

#include "model/step.h"

/*
 * What happened in an interval between two populations, [sex][age] by age at the end. Births stand
 * in age group 0; the other cells of `births` are left alone.
 */
struct events {
    double *births, *deaths, *net_migration;
};
void cohort_accounts(const struct steps *steps, const cohort_inputs *inputs, int interval,
                     const double *opening, const double *closing, const struct events *events);

/*
 * Does opening - deaths + net migration = closing hold in every cell, to 1e-9 of the four
 * together? Returned: -1 if so, or the number of the first cell that fails (what is not
 * finite fails), and its gap.
 */
int cohort_audit(int ages, const double *opening, const double *closing,
                 const struct events *events, double *gap);

#endif
