/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sized.h"

#include "core/error.h"

#include <string.h>

enum { SIZE_MOST = 4096 }; /* of a struct that was not begun: its size may be anything */

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t size_of(const void *given)
{
    size_t size;
    memcpy(&size, given, sizeof size);
    return size;
}

void cohort_sized_init(const struct cohort_sized *type, void *given, size_t size)
{
    memset(given, 0, size);
    memcpy(given, type->defaults, smaller(size, type->size));
    memcpy(given, &size, smaller(size, sizeof size));
}

int cohort_sized_take(const struct cohort_sized *type, const void *given, void *whole,
                      cohort_error *error)
{
    const unsigned char *bytes = given ? given : type->defaults;
    const size_t size = size_of(bytes), own = sizeof size;
    if (size < type->least || size > SIZE_MOST)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "a cohort_%s of %zu bytes: expected %zu to %d; begin with "
                           "cohort_%s_init",
                           type->name, size, type->least, SIZE_MOST, type->name);
    for (size_t i = type->size; i < size; i++)
        if (bytes[i] != 0)
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "a cohort_%s of %zu bytes: this library knows %zu, and the "
                               "bytes after them are not zero",
                               type->name, size, type->size);
    memcpy(whole, type->defaults, type->size);
    memcpy((unsigned char *)whole + own, bytes + own, smaller(size, type->size) - own);
    return COHORT_OK;
}

void cohort_sized_give(const struct cohort_sized *type, const void *whole, void *given)
{
    const size_t own = sizeof(size_t), known = smaller(size_of(given), type->size);
    memcpy((unsigned char *)given + own, (const unsigned char *)whole + own, known - own);
}
