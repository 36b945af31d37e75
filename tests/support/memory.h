/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocations that fail by number. The linker's --wrap brings the library's calls here: see the
 * Makefile. */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

/* How many there were; the number, from 0 on, of the one that fails, or -1: none; what was allocated
 * and not yet freed. (The C library's own, such as realpath's, do not come by, but are freed by the
 * library.) */
extern long allocations, fail_at;
extern int alive_count;

#endif
