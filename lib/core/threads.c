/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads.h"

#include "core/error.h"

#include <limits.h>

#if defined(_OPENMP)
#include <omp.h>

enum { THREADS_MAX = COHORT_THREADS_MAX };

static int here(void)
{
    return omp_get_num_procs();
}

/* Each thread has a lowest of its own: a reduction would export a lock's name (clang). */
int cohort_run_pieces(int team, int count, cohort_piece *run, void *context)
{
    int of[COHORT_THREADS_MAX], lowest = INT_MAX;
    for (int t = 0; t < team; t++)
        of[t] = INT_MAX;
#pragma omp parallel for num_threads(team) schedule(dynamic) if (team > 1)
    for (int piece = 0; piece < count; piece++) {
        const int thread = omp_get_thread_num(), number = run(context, thread, piece);
        of[thread] = number < of[thread] ? number : of[thread];
    }
    for (int t = 0; t < team; t++)
        lowest = of[t] < lowest ? of[t] : lowest;
    return lowest;
}

#else

enum { THREADS_MAX = 1 };

static int here(void)
{
    return 1;
}

int cohort_run_pieces(int team, int count, cohort_piece *run, void *context)
{
    int lowest = INT_MAX;
    (void)team;
    for (int piece = 0; piece < count; piece++) {
        const int number = run(context, 0, piece);
        lowest = number < lowest ? number : lowest;
    }
    return lowest;
}

#endif

int cohort_threads(int threads, int pieces, int *team, cohort_error *error)
{
    if (threads < 0)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "threads %d: expected 1 or more, or 0 for as many as the machine has",
                           threads);
    int count = threads == 0 ? here() : threads;
    if (count > pieces)
        count = pieces;
    if (count > THREADS_MAX)
        count = THREADS_MAX;
    *team = count < 1 ? 1 : count;
    return cohort_succeed(error);
}
