/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_FINGERPRINT_H
#define COHORT_OUTLOOK_FINGERPRINT_H

#include "outlook/record.h"
#include "outlook/trajectory.h"

/* FNV-1a, 64 bits: begin with FNV_BEGIN. A change of a single byte always changes it. */
#define FNV_BEGIN 0xcbf29ce484222325u
uint64_t cohort_hash_bytes(uint64_t hash, const unsigned char *bytes, size_t size);

/* A number as bytes, the same on every machine: the lowest first. */
void cohort_lay_out(uint64_t number, unsigned char bytes[8]);

/* Of inputs and options, the same on every machine. */
uint64_t cohort_ensemble_fingerprint(const struct chances *chances, const struct record *record);

#endif
