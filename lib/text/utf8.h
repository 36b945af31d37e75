/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_UTF8_H
#define COHORT_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length of the UTF-8 byte-order mark that the bytes begin with: 3 or 0. */
size_t cohort_utf8_mark(const char *bytes, size_t size);

/*
 * The next character of a text, which need not be UTF-8.
 * Given: `left` bytes, 1 or more.
 * Returned: its length in bytes; *code is U+FFFD for a byte that begins no character.
 */
size_t cohort_utf8_next(const char *text, size_t left, uint32_t *code);

/* Offset of the first byte that is not UTF-8, or size. */
size_t cohort_utf8_check(const char *text, size_t size);

#endif
