/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble_mpi: the same as ensemble, by MPI. Each rank runs a stretch of the trajectories; the
 * first one puts them together and writes what `ensemble` writes, to the byte. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "common/fan.h"
#include "common/planner.h"

#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

/* One rank that fails ends all. */
static void need(int code)
{
    if (code == COHORT_OK)
        return;
    complain("%s", error.text);
    MPI_Abort(MPI_COMM_WORLD, 1);
}

static unsigned char *allocate(size_t size)
{
    unsigned char *bytes = malloc(size);
    if (!bytes || size > INT_MAX) {
        snprintf(error.text, sizeof error.text, "%zu bytes: more than can be sent", size);
        need(COHORT_ERROR_MEMORY);
    }
    return bytes;
}

/* The trajectories of a rank: as many for each, but for one. */
static void run_stretch(const struct fan *fan, int rank, int ranks)
{
    const struct fan_request *r = fan->request;
    const long long n = r->trajectories;
    const int first = (int)(n * rank / ranks), last = (int)(n * (rank + 1) / ranks);
    need(cohort_ensemble_run(fan->ensemble, first, last - first, r->threads, &error));
}

/* Records go from rank to rank by a file on either side, in pieces: nowhere are they a second time
 * in memory. */
enum { PIECE = 1 << 20 };
static unsigned char piece[PIECE];

static FILE *open_temporary(void)
{
    FILE *file = tmpfile();
    if (!file)
        die("a temporary file cannot be made");
    return file;
}

/* A piece that is not full is the last one. */
static void send(const cohort_ensemble *ensemble)
{
    FILE *file = open_temporary();
    size_t size = PIECE;
    need(cohort_ensemble_save(ensemble, file, &error));
    rewind(file);
    while (size == PIECE) {
        size = fread(piece, 1, PIECE, file);
        MPI_Send(piece, (int)size, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
    }
    fclose(file);
}

/* What a rank has run joins what is here. Its fingerprint is that of the same inputs. */
static void receive(const struct fan *fan, int rank)
{
    FILE *file = open_temporary();
    int size = PIECE;
    while (size == PIECE) {
        MPI_Status status;
        MPI_Recv(piece, PIECE, MPI_BYTE, rank, 0, MPI_COMM_WORLD, &status);
        MPI_Get_count(&status, MPI_BYTE, &size);
        fwrite(piece, 1, (size_t)size, file);
    }
    rewind(file); /* what could not be written is missed when it is read */
    need(cohort_ensemble_load(fan->ensemble, file, &error));
    fclose(file);
}

/* One area, its trajectories spread over the ranks; printed by rank 0. */
static void spread_trajectories(FILE *out, const struct fan_request *request, const char *area,
                                int rank, int ranks)
{
    struct fan fan;
    fan_make(&fan, request, area);
    run_stretch(&fan, rank, ranks);
    if (rank > 0)
        send(fan.ensemble);
    for (int other = 1; rank == 0 && other < ranks; other++)
        receive(&fan, other);
    if (rank == 0)
        fan_print(out, &fan, true);
    fan_clear(&fan);
}

/* One of many areas as a text, by one rank. */
static char *run_area(const struct fan_request *request, const char *area, bool first, size_t *size)
{
    char *text = NULL;
    struct fan fan;
    FILE *out = open_memstream(&text, size);
    if (!out)
        die("out of memory");
    fan_make(&fan, request, area);
    need(cohort_ensemble_run(fan.ensemble, 0, request->trajectories, request->threads, &error));
    fan_print(out, &fan, first);
    fan_clear(&fan);
    fclose(out);
    return text;
}

/* Many areas, spread over the ranks; rank 0 prints them in their order. */
static void spread_areas(FILE *out, const struct fan_request *request, int count, char **areas,
                         int rank, int ranks)
{
    for (int i = 0; i < count; i++) {
        MPI_Status status;
        size_t size = 0;
        int length;
        char *text = NULL;
        if (i % ranks == rank)
            text = run_area(request, areas[i], i == 0, &size);
        if (i % ranks == rank && rank > 0)
            MPI_Send(text, (int)size, MPI_CHAR, 0, i, MPI_COMM_WORLD);
        if (rank == 0 && i % ranks > 0) {
            MPI_Probe(i % ranks, i, MPI_COMM_WORLD, &status);
            MPI_Get_count(&status, MPI_CHAR, &length);
            size = (size_t)length;
            text = (char *)allocate(size + 1);
            MPI_Recv(text, length, MPI_CHAR, i % ranks, i, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        }
        if (rank == 0)
            fwrite(text, 1, size, out);
        free(text);
    }
}

static int run(struct fan_request *request, int rank, int ranks)
{
    char **areas, *text = NULL;
    size_t size;
    const int count = fan_areas(request, &areas);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die("out of memory");
    if (count == 1)
        spread_trajectories(out, request, areas[0], rank, ranks);
    else
        spread_areas(out, request, count, areas, rank, ranks);
    fclose(out);
    if (rank == 0)
        fan_write(request, text, size);
    fan_free(request, count, areas);
    free(text);
    return rank == 0 ? finish() : EXIT_DONE;
}

/* ---- the command line ---- */

/* Standard input is that of one rank. */
static const char *check(void *request)
{
    const struct fan_request *r = request;
    for (int i = 0; i < r->source.files; i++)
        if (strcmp(r->source.paths[i], "-") == 0)
            return "-: one rank alone has standard input: name a file";
    if (r->source.scenario && strcmp(r->source.scenario, "-") == 0)
        return "--scenario -: one rank alone has standard input: name a file";
    return fan_check(request);
}

static const struct program program = {
    .name = "ensemble_mpi",
    .summary = "the same as ensemble, on many machines by MPI",
    .synopsis = (const char *const[]){"[INPUT.csv ...] [options]", NULL},
    .description =
        "To be started by MPI: mpirun -n RANKS, then this. Trajectories, or with --areas areas, "
        "are "
        "spread over the ranks; what is written is what ensemble writes, to the byte. Threads are "
        "those of a rank, 1 unless given.\n\n"
        "Without INPUT.csv it is Nemuro's baseline.",
    .sets = (const struct option_set[]){{NULL, fan_options, 0},
                                        {SOURCE_TITLE, source_options,
                                         offsetof(struct fan_request, source)},
                                        {NULL, NULL, 0}},
    .check = check,
};

/* The first rank reads the command line for all, and says what is wrong with it. */
static int read_together(int argc, char **argv, struct fan_request *request, int rank)
{
    int status = PROGRAM_RUN;
    if (rank == 0)
        status = program_read(&program, argc, argv, request);
    else
        silence_notes();
    MPI_Bcast(&status, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (rank > 0 && status == PROGRAM_RUN)
        status = program_read(&program, argc, argv, request);
    return status;
}

int main(int argc, char **argv)
{
    struct fan_request request = fan_defaults();
    request.threads = 1;
    if (argc == 2 && (strcmp(argv[1], "--man") == 0 || strcmp(argv[1], "--bash-completion") == 0))
        return program_read(&program, argc, argv, &request); /* as it is built, without MPI */
    int rank, ranks;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    int status = read_together(argc, argv, &request, rank);
    if (status == PROGRAM_RUN)
        status = run(&request, rank, ranks);
    MPI_Finalize();
    return status;
}
