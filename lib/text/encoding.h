/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_ENCODING_H
#define COHORT_TEXT_ENCODING_H

#include <cohort/error.h>

#include <stddef.h>

/*
 * Is this text that can be read: UTF-8, no line over 1 MiB?
 * Given: the name for messages; size bytes and a NUL behind them.
 * Errors: COHORT_ERROR_FORMAT naming the line, with what the file may be instead.
 */
int cohort_check_text(const char *name, const char *bytes, size_t size, cohort_error *error);

/*
 * The same, but UTF-16 with a mark and Shift-JIS, which Excel in Japan writes, are converted.
 * Given: *bytes on the heap, *size of them and a NUL behind. Errors, which leave both as they were:
 * as above; COHORT_ERROR_MEMORY.
 */
int cohort_take_text(const char *name, char **bytes, size_t *size, cohort_error *error);

#endif
