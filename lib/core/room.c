/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* madvise */
#include "core/room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LINE = 64, LARGE = 1 << 21 };

static void ask_for_large_pages(char *from, size_t size)
{
#ifdef MADV_HUGEPAGE
    const size_t skip = (LARGE - (uintptr_t)from % LARGE) % LARGE;
    if (size >= skip + LARGE)
        madvise(from + skip, (size - skip) / LARGE * LARGE, MADV_HUGEPAGE); /* or not */
#else
    (void)from;
    (void)size;
#endif
}

double *cohort_room(size_t count, void **memory)
{
    *memory = NULL;
    if (count > (SIZE_MAX - LINE) / sizeof(double))
        return NULL;
    const size_t size = count * sizeof(double) + LINE;
    char *at = *memory = malloc(size);
    if (!at)
        return NULL;
    ask_for_large_pages(at, size);
    return (double *)(void *)(at + (LINE - (uintptr_t)at % LINE) % LINE);
}

bool cohort_resize(void *array, size_t count, size_t size)
{
    void *now;
    memcpy(&now, array, sizeof now); /* a pointer of any type */
    void *resized = count > SIZE_MAX / size ? NULL : realloc(now, count * size);
    if (!resized)
        return false;
    memcpy(array, &resized, sizeof resized);
    return true;
}
