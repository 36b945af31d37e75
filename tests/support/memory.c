/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/memory.h"

#include "support/close.h"

#include <stdbool.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

long allocations, fail_at = -1;

enum { MOST_ALIVE = 1000 };
static void *alive[MOST_ALIVE];
int alive_count;

static bool fails(void)
{
    return allocations++ == fail_at;
}

static void *born(void *memory)
{
    assert_true(alive_count < MOST_ALIVE);
    if (memory)
        alive[alive_count++] = memory;
    return memory;
}

static void dead(const void *memory)
{
    for (int i = alive_count - 1; memory && i >= 0; i--)
        if (alive[i] == memory) {
            alive[i] = alive[--alive_count];
            return;
        }
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : born(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : born(__real_calloc(count, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    dead(memory);
    return born(__real_realloc(memory, size));
}

void __wrap_free(void *memory)
{
    dead(memory);
    __real_free(memory);
}
