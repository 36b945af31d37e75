/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_ENSEMBLE_H
#define COHORT_OUTLOOK_ENSEMBLE_H

#include <cohort/ensemble.h>

#include "outlook/record.h"
#include "outlook/trajectory.h"

struct cohort_ensemble {
    struct chances chances;
    struct record record;
    uint64_t fingerprint; /* of inputs and options: equal ones may be put together */
};

#endif
