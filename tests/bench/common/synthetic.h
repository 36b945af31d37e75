/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs with the shapes of real ones: enough for time, which does not depend on more. */
#ifndef BENCH_SYNTHETIC_H
#define BENCH_SYNTHETIC_H

#include <cohort/inputs.h>

/* Area `number`, unlike the others. With `migrants` it has net migrants by number, of either sign,
 * beside those by rate. Freed with cohort_inputs_free. */
cohort_inputs *synthetic_inputs(const cohort_grid *grid, cohort_convention convention, int number,
                                int migrants);

#endif
