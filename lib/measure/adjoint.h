/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MEASURE_ADJOINT_H
#define COHORT_MEASURE_ADJOINT_H

#include "model/step.h"

/*
 * The step read backward. `seeds` are derivatives of some number with respect to the populations
 * [sex][age] of a date; all functions below are the transposes of those in step.h.
 */

/*
 * Given: the closing's seeds, which are used up; both populations.
 * Returned: added to the opening's seeds; derivatives with respect to the step's coefficients in
 * interval 0 of `derivatives` (but for `births`, which no population needs).
 */
void cohort_step_adjoint(const struct step *step, const double *opening, const double *closing,
                         double *closing_seeds, double *opening_seeds, struct steps *derivatives);

/* From derivatives with respect to an interval's coefficients to those with respect to the inputs
 * that they are made of: added to the gradient. */
void cohort_steps_prepare_adjoint(const struct steps *derivatives, const cohort_inputs *inputs,
                                  int interval, cohort_inputs *gradient);

#endif
