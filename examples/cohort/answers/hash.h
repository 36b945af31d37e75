/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FNV-1a in 64 bits: whether two texts are the same, most likely. */
#ifndef HASH_H
#define HASH_H

#include "text/text.h"

#define HASH_BEGIN UINT64_C(14695981039346656037)

/* The hash of what has been hashed so far and these bytes. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size);

/* The same of a text with its NUL, so that "ab", "c" is not "a", "bc"; of a whole number by its
 * value, the lowest byte first; of an array of doubles by their bits. */
uint64_t hash_text(uint64_t hash, const char *text);
uint64_t hash_whole(uint64_t hash, uint64_t number);
uint64_t hash_doubles(uint64_t hash, const double *values, size_t count);

#endif
