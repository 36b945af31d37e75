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
    fprintf(stderr, "error: %s\n", error.text);
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

static void send(const cohort_ensemble *ensemble)
{
    const size_t size = cohort_ensemble_bytes(ensemble);
    unsigned char *bytes = allocate(size);
    cohort_ensemble_save(ensemble, bytes);
    MPI_Send(bytes, (int)size, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
    free(bytes);
}

/* What a rank has run joins what is here. Its fingerprint is that of the same inputs. */
static void receive(const struct fan *fan, int rank)
{
    cohort_ensemble *part;
    MPI_Status status;
    int size;
    MPI_Probe(rank, 0, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_BYTE, &size);
    unsigned char *bytes = allocate((size_t)size);
    MPI_Recv(bytes, size, MPI_BYTE, rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    need(cohort_ensemble_new(fan->inputs, &fan->options, &part, &error));
    need(cohort_ensemble_load(part, bytes, (size_t)size, &error));
    need(cohort_ensemble_merge(fan->ensemble, part, &error));
    cohort_ensemble_free(part);
    free(bytes);
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

static int usage(FILE *stream, const char *problem)
{
    if (problem)
        fprintf(stream, "error: %s\n", problem);
    fprintf(stream,
            "usage: mpirun -n RANKS ensemble_mpi [INPUT.csv ...] [options]\n"
            "Without INPUT.csv: Nemuro's baseline. Threads are those of a rank, 1 unless given.\n"
            "%s%s",
            fan_help, source_help);
    return problem ? 2 : 0;
}

static int run(int argc, char **argv, int rank, int ranks)
{
    struct fan_request request = fan_defaults();
    request.threads = 1;
    const char *problem = fan_read(&request, argc, argv);
    if (!problem && request.resume)
        problem = "--resume: ensemble keeps blocks, ensemble_mpi does not";
    if (problem)
        return rank == 0 ? usage(stderr, problem) : 2;
    char **areas, *text = NULL;
    size_t size;
    const int count = fan_areas(&request, &areas);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die("out of memory");
    if (count == 1)
        spread_trajectories(out, &request, areas[0], rank, ranks);
    else
        spread_areas(out, &request, count, areas, rank, ranks);
    fclose(out);
    if (rank == 0)
        fan_write(&request, text, size);
    fan_free(count, areas);
    free(text);
    return rank == 0 ? finish() : 0;
}

int main(int argc, char **argv)
{
    int rank, ranks, status = 0;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        status = rank == 0 ? usage(stdout, NULL) : 0;
    else
        status = run(argc, argv, rank, ranks);
    MPI_Finalize();
    return status;
}
