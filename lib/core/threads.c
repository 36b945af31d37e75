/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads.h"

#ifdef _OPENMP
#include <omp.h>

int cohort_threads(int asked)
{
    return asked > 0 ? asked : omp_get_num_procs();
}

void cohort_run_pieces(int threads, int count, cohort_piece *run, void *context)
{
#pragma omp parallel for num_threads(threads) schedule(dynamic) if (threads > 1)
    for (int piece = 0; piece < count; piece++)
        run(context, omp_get_thread_num(), piece);
}

#else

int cohort_threads(int asked)
{
    (void)asked;
    return 1;
}

void cohort_run_pieces(int threads, int count, cohort_piece *run, void *context)
{
    (void)threads;
    for (int piece = 0; piece < count; piece++)
        run(context, 0, piece);
}

#endif
