/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_BYTES_H
#define COHORT_TEXT_BYTES_H

#include <cohort/error.h>

#include <stddef.h>

/*
 * All bytes of a file, and a NUL behind them.
 * Given: path, "-" being standard input; the name for messages.
 * Returned: *bytes on the heap, *size without the NUL; NULL after a failure.
 * Errors: COHORT_ERROR_READ; COHORT_ERROR_FORMAT: over 2 GiB; COHORT_ERROR_MEMORY.
 */
int cohort_read_bytes(const char *path, const char *name, char **bytes, size_t *size,
                      cohort_error *error);

/* The same of bytes in memory. */
int cohort_copy_bytes(const char *text, size_t length, const char *name, char **bytes, size_t *size,
                      cohort_error *error);

#endif
