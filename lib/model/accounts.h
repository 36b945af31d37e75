/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_ACCOUNTS_H
#define COHORT_MODEL_ACCOUNTS_H

#include "model/step.h"

/*
 * Does opening - deaths + net migration = closing hold in every cell, to 1e-9 of the four
 * together? Returned: -1 if so, or the number of the first cell that fails (what is not
 * finite fails), and its gap.
 */
int cohort_audit(int ages, const double *opening, const double *closing,
                 const struct events *events, double *gap);

#endif
