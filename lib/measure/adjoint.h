/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MEASURE_ADJOINT_H
#define COHORT_MEASURE_ADJOINT_H

#include "core/inputs.h"
#include "model/step.h"

/*
 * The kernel of step.h backward over one interval: from the derivatives of a number with respect to
 * the closing population, its seeds, to those with respect to everything before.
 * Given: the interval as it was run; closing_seeds [sex][age] of its end, which are used up;
 * opening_seeds, which are added to.
 * Returned: the derivatives by the interval's inputs, added to the gradient's.
 */
void cohort_step_adjoint(const struct step *step, int interval, const double *opening,
                         const double *closing, double *closing_seeds, double *opening_seeds,
                         cohort_inputs *gradient);

#endif
