/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_SHIFT_JIS_H
#define COHORT_TEXT_SHIFT_JIS_H

#include <cohort/error.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Shift-JIS as Windows has it (CP932), which Excel in Japan writes by default.
 */

/* Could all of it be Shift-JIS, and neither EUC-JP nor Latin-1? */
bool cohort_looks_like_shift_jis(const char *bytes, size_t size);

/*
 * The same text in UTF-8, by the system's iconv.
 * Given and returned: *bytes, on the heap, *size of them and a NUL behind.
 * Errors, which leave both as they were: COHORT_ERROR_FORMAT, without a word, when the text does not
 * look like it or iconv cannot turn it; COHORT_ERROR_MEMORY.
 */
int cohort_from_shift_jis(char **bytes, size_t *size, cohort_error *error);

#endif
