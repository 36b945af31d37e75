/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_MARKUP_H
#define COHORT_CHART_MARKUP_H

#include <cohort/output.h>

#include <stddef.h>

/* So many bytes of a text, as cohort_output_markup writes one. */
void cohort_markup_bytes(cohort_output *out, const char *text, size_t size);

#endif
