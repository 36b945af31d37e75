/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_SIZED_H
#define COHORT_CORE_SIZED_H

#include <cohort/error.h>

#include <stddef.h>

/* A public struct that a caller fills and that may grow at its end. Its first member is a size_t:
 * its size where the caller was compiled (see lib/doc/interface.md). */
struct cohort_sized {
    const char *name;     /* for messages, without cohort_ */
    const void *defaults; /* a whole one */
    size_t size;          /* as this library knows it */
    size_t least;         /* through the members that every caller has */
};

/* The least size of a struct: through this member. */
#define COHORT_THROUGH(type, member) (offsetof(type, member) + sizeof(((type *)NULL)->member))

/* Set the first `size` bytes of a caller's struct: defaults, and 0 for what is not known here. */
void cohort_sized_init(const struct cohort_sized *type, void *given, size_t size);

/* Copy what a caller gave (NULL: the defaults) into a whole struct; members that it lacks get theirs.
 * Errors: COHORT_ERROR_ARGUMENT: a size below the least, or more than is known here unless the rest
 * is zero. */
int cohort_sized_take(const struct cohort_sized *type, const void *given, void *whole,
                      cohort_error *error);

/* Copy results into a caller's struct, as far as it goes; its size stays. */
void cohort_sized_give(const struct cohort_sized *type, const void *whole, void *given);

#endif
