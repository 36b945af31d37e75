/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RATES_DERIVE_H
#define COHORT_RATES_DERIVE_H

#include "core/inputs.h"

/* cohort_derive without checks or allocation: `inputs` is on the grid of `reference`, which the
 * published dates fit. */
void cohort_derive_into(const cohort_stock *published, const cohort_inputs *reference,
                        unsigned char *split, cohort_inputs *inputs);

#endif
