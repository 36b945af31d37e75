/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_ERROR_H
#define COHORT_CORE_ERROR_H

#include <cohort/error.h>

/* Fill the caller's error (NULL allowed) and return the code: `return cohort_fail(...)`. Text
 * that does not fit is cut at a whole UTF-8 character. */
int cohort_fail(cohort_error *error, int code, const char *format, ...) COHORT_PRINTF(3, 4);

/* Put a prefix before the text, as in "file, line 7: ...". Returns the error's code. */
int cohort_fail_prefix(cohort_error *error, int code, const char *format, ...) COHORT_PRINTF(3, 4);

/* Out of memory. */
int cohort_fail_memory(cohort_error *error);

/* Nothing failed. */
int cohort_succeed(cohort_error *error);

#endif
