/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values beside targets. */
#ifndef COHORT_CHART_CHART_TARGETS_H
#define COHORT_CHART_CHART_TARGETS_H

#include "chart/chart_field.h"

void cohort_targets_draw(const chart_field *field);

#endif
