/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_THREADS_H
#define COHORT_CORE_THREADS_H

/* How many threads a request means: 1 or more as they are, 0 for as many as the machine has; always
 * 1 without OpenMP. */
int cohort_threads(int asked);

/* One of many pieces of work that do not depend on each other. Given: thread, 0 to threads - 1, of
 * which none runs two pieces at once. */
typedef void cohort_piece(void *context, int thread, int piece);

/* Run pieces 0 .. count - 1 in any order, on up to so many threads, and wait for all. */
void cohort_run_pieces(int threads, int count, cohort_piece *run, void *context);

#endif
