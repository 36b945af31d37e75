/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_ROOM_H
#define COHORT_CORE_ROOM_H

#include <stdbool.h>
#include <stddef.h>

/* Room for so many doubles, not set, on a line of the cache, in large pages where there is much of it
 * and the system has them: fresh memory costs a fault a page. NULL: no memory. Free what `memory`
 * points to. */
double *cohort_room(size_t count, void **memory);

/* Let an array on the heap have room for so many members of a size. Given: the address of the pointer
 * to it; NULL is an array without members. Returned: false: no memory; the array is as it was. */
bool cohort_resize(void *array, size_t count, size_t size);

#endif
