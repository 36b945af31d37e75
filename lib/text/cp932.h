/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CP932_H
#define COHORT_TEXT_CP932_H

#include <stddef.h>
#include <stdint.h>

/*
 * The next character of a text in Shift-JIS as Windows has it (CP932).
 * Given: `left` bytes, 1 or more.
 * Returned: its length in bytes, 1 or 2; 0 if the bytes are no character.
 */
size_t cohort_cp932_next(const char *text, size_t left, uint32_t *code);

#endif
