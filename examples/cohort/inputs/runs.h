/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of inputs. */
#ifndef RUNS_H
#define RUNS_H

#include "text/say.h"

#include <cohort/cohort.h>

/* cohort_projection_new, with a note of the emigration that was cut (--cut-emigration), if any was. */
int run_inputs(const cohort_inputs *inputs, cohort_projection **out, cohort_error *problem);

#endif
