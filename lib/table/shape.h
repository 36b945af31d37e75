/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_SHAPE_H
#define COHORT_TABLE_SHAPE_H

#include "table/reading.h"

/* What a block is read as, for notes: into the file's counts. Are titles above it? */
void cohort_shape_note(const cohort_reading *read, bool titled);

#endif
