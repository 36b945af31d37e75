/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CHART_MARKUP_H
#define COHORT_CHART_MARKUP_H

#include <stddef.h>
#include <stdio.h>

/* So many bytes of a text, as cohort_output_markup writes one. */
void cohort_markup_bytes(FILE *stream, const char *text, size_t size);

#endif
