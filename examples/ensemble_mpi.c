/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble_mpi: a town's random trajectories, spread over the ranks of MPI, as in
 * `mpirun -n 4 ensemble_mpi 01223 100000`. What it prints is the same on any number of ranks. */
#include <cohort/cohort.h>
#include <mpi.h>
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

static FILE *temporary(void)
{
    FILE *file = tmpfile();
    if (!file) {
        fprintf(stderr, "no temporary file can be made\n");
        MPI_Abort(MPI_COMM_WORLD, 1);
    }
    return file;
}

/* A record goes from rank to rank in pieces; the last one is not full. */
enum { PIECE = 1 << 20 };
static unsigned char piece[PIECE];

static void send_record(const cohort_ensemble *ensemble)
{
    FILE *file = temporary();
    size_t size = PIECE;
    must(cohort_ensemble_save(ensemble, file, &error));
    rewind(file);
    while (size == PIECE) {
        size = fread(piece, 1, PIECE, file);
        MPI_Send(piece, (int)size, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
    }
    fclose(file);
}

static void receive_record(cohort_ensemble *ensemble, int rank)
{
    FILE *file = temporary();
    int size = PIECE;
    while (size == PIECE) {
        MPI_Status status;
        MPI_Recv(piece, PIECE, MPI_BYTE, rank, 0, MPI_COMM_WORLD, &status);
        MPI_Get_count(&status, MPI_BYTE, &size);
        fwrite(piece, 1, (size_t)size, file);
    }
    rewind(file);
    must(cohort_ensemble_load(ensemble, file, &error)); /* finds out if a byte is missing */
    fclose(file);
}

int main(int argc, char **argv)
{
    int rank, ranks;
    cohort_inputs *town;
    cohort_ensemble *ensemble;
    cohort_figure total = {.times = 0};
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    options.trajectories = argc > 2 ? atoi(argv[2]) : 10000;
    options.fertility = (cohort_uncertainty){0.05, 0.9, 1, 0};
    options.migration = (cohort_uncertainty){0.05, 0.7, 0.2, 0.3};
    must(cohort_measure_parse("total", 2060, &total.measure, &error));
    options.figure_count = 1;
    options.figures = &total;
    must(cohort_table_derive("fixtures/ipss2018.csv", argc > 1 ? argv[1] : "01223",
                             "fixtures/japan.csv", "00000", 2060, &town, &error));
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
    cohort_inputs_free(town);
    MPI_Finalize();
    return fclose(stdout) != 0;
}
