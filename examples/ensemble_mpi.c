/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble_mpi: a town's random trajectories, spread over the ranks of MPI, as in
 * `mpirun -n 4 ensemble_mpi 01223 100000`. What it prints is the same on any number of ranks. */
#include <cohort/cohort.h>
#include <mpi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static cohort_error error;

/* One rank that fails ends all. */
static void must(int code)
{
    if (code) {
        fprintf(stderr, "%s\n", error.text);
        MPI_Abort(MPI_COMM_WORLD, 1);
    }
}

/* Records go from rank to rank in pieces, as MPI counts in int: first how many bytes. */
enum { PIECE = 1 << 20 };

static int piece_of(uint64_t left)
{
    return left < PIECE ? (int)left : PIECE;
}

static void send_record(const cohort_ensemble *ensemble)
{
    cohort_output *memory;
    const char *bytes;
    size_t size;
    must(cohort_output_memory(&memory, &error));
    cohort_ensemble_save(ensemble, memory);
    must(cohort_output_text(memory, &bytes, &size, &error));
    const uint64_t whole = size;
    MPI_Send(&whole, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
    for (uint64_t at = 0; at < whole; at += PIECE)
        MPI_Send(bytes + at, piece_of(whole - at), MPI_CHAR, 0, 0, MPI_COMM_WORLD);
    cohort_output_close(&memory, 1, NULL);
}

static void receive_record(cohort_ensemble *ensemble, int rank)
{
    uint64_t whole;
    MPI_Recv(&whole, 1, MPI_UINT64_T, rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    char *bytes = malloc((size_t)whole);
    if (!bytes)
        MPI_Abort(MPI_COMM_WORLD, 1);
    for (uint64_t at = 0; at < whole; at += PIECE)
        MPI_Recv(bytes + at, piece_of(whole - at), MPI_CHAR, rank, 0, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    must(cohort_ensemble_load(ensemble, bytes, (size_t)whole, &error));
    free(bytes);
}

int main(int argc, char **argv)
{
    int rank, ranks;
    cohort_inputs *town;
    cohort_ensemble *ensemble;
    cohort_spreads *spreads;
    cohort_figure total = {.times = 0};
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    options.trajectories = argc > 2 ? atoi(argv[2]) : 10000;
    options.seed = cohort_ensemble_seed(1, argc > 1 ? argv[1] : "01223");
    must(cohort_measure_parse("total", 2060, &total.measure, &error));
    options.figure_count = 1;
    options.figures = &total;
    must(cohort_table_derive("fixtures/ipss2018.csv", argc > 1 ? argv[1] : "01223",
                             "fixtures/japan.csv", "00000", 2060, &town, &error));
    must(cohort_spreads_read("fixtures/spreads.csv", &spreads, &error));
    must(cohort_spreads_apply(spreads, town, &options, &error));
    must(cohort_ensemble_new(town, &options, &ensemble, &error));

    const long long n = options.trajectories;
    const int first = (int)(n * rank / ranks), end = (int)(n * (rank + 1) / ranks);
    must(cohort_ensemble_run(ensemble, first, end - first, 1, &error));
    if (rank > 0)
        send_record(ensemble);
    for (int other = 1; rank == 0 && other < ranks; other++)
        receive_record(ensemble, other);
    for (int i = 0; rank == 0 && i < 5; i++) {
        const double levels[] = {0.025, 0.1, 0.5, 0.9, 0.975};
        double value;
        must(cohort_ensemble_quantile(ensemble, 0, levels[i], &value, &error));
        printf("2060 total, %4.1f %%: %.3f\n", 100 * levels[i], value);
    }
    cohort_ensemble_free(ensemble);
    cohort_spreads_free(spreads);
    cohort_inputs_free(town);
    MPI_Finalize();
    return fclose(stdout) != 0;
}
