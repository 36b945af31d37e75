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

int cohort_run_pieces(int team, int count, cohort_piece *run, void *context)
{
    int lowest = INT_MAX;
#pragma omp parallel for num_threads(team) schedule(dynamic) reduction(min : lowest) if (team > 1)
    for (int piece = 0; piece < count; piece++) {
        const int number = run(context, omp_get_thread_num(), piece);
        lowest = number < lowest ? number : lowest;
    }
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
