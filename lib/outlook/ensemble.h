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

/* FNV-1a, 64 bits: begin with FNV_BEGIN. A change of a single byte always changes it. */
#define FNV_BEGIN 0xcbf29ce484222325u
uint64_t cohort_hash_bytes(uint64_t hash, const unsigned char *bytes, size_t size);

/* Of inputs and options, the same on every machine. */
uint64_t cohort_ensemble_fingerprint(const struct chances *chances, const struct record *record);

#endif
