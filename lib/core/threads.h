/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only use of OpenMP in the library. */
#ifndef COHORT_CORE_THREADS_H
#define COHORT_CORE_THREADS_H

#include <cohort/error.h>

/* Never more, whatever the caller asks for. */
enum { COHORT_THREADS_MAX = 256 };

/*
 * How many threads to start for so many pieces of work, when the caller asks for `threads` (0: as many
 * as the machine has). 1 without OpenMP.
 * Errors: COHORT_ERROR_ARGUMENT when negative.
 */
int cohort_threads(int threads, int pieces, int *team, cohort_error *error);

/* One of many pieces of work that do not depend on each other. Given: thread, 0 to team - 1, of
 * which none runs two pieces at once. Returned: a number, such as of what failed. */
typedef int cohort_piece(void *context, int thread, int piece);

/* Run pieces 0 .. count - 1 in any order, on a team of threads, and wait for all. Returned: the lowest
 * of their numbers, or INT_MAX. */
int cohort_run_pieces(int team, int count, cohort_piece *run, void *context);

#endif
