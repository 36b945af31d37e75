/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble_mpi: the same as ensemble, by MPI. Trajectories of one area, or many areas, are spread over
 * the ranks; the first one puts them together and writes what `ensemble` writes, to the byte. */
#include "common/fan_run.h"
#include "common/say.h"

#include <limits.h>
#include <mpi.h>
#include <stdint.h>
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

/* What may go wrong for all alike the first rank does before the others, so that it is told once. */
static void wait_for_first(int rank)
{
    if (rank > 0)
        MPI_Barrier(MPI_COMM_WORLD);
}

static void let_others_go(int rank)
{
    if (rank == 0)
        MPI_Barrier(MPI_COMM_WORLD);
}

static char *allocate(size_t size)
{
    char *bytes = malloc(size);
    if (!bytes) {
        snprintf(error.text, sizeof error.text, "out of memory: %zu bytes", size);
        need(COHORT_ERROR_MEMORY);
    }
    return bytes;
}

/* Records go from rank to rank in pieces, as MPI counts in int: first how many bytes. */
enum { PIECE = 1 << 20 };

static int piece_of(uint64_t left)
{
    return left < PIECE ? (int)left : PIECE;
}

static void send(const cohort_ensemble *ensemble)
{
    cohort_output *memory;
    const char *bytes;
    size_t size;
    need(cohort_output_memory(&memory, &error));
    cohort_ensemble_save(ensemble, memory);
    need(cohort_output_text(memory, &bytes, &size, &error));
    const uint64_t whole = size;
    MPI_Send(&whole, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
    for (uint64_t at = 0; at < whole; at += PIECE)
        MPI_Send(bytes + at, piece_of(whole - at), MPI_CHAR, 0, 0, MPI_COMM_WORLD);
    cohort_output_close(&memory, 1, NULL);
}

/* What a rank has run joins what is here. Its fingerprint is that of the same inputs. */
static void receive(const struct fan *fan, int rank)
{
    uint64_t whole;
    MPI_Recv(&whole, 1, MPI_UINT64_T, rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    char *bytes = allocate((size_t)whole);
    for (uint64_t at = 0; at < whole; at += PIECE)
        MPI_Recv(bytes + at, piece_of(whole - at), MPI_CHAR, rank, 0, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    need(cohort_ensemble_load(fan->ensemble, bytes, (size_t)whole, &error));
    free(bytes);
}

/* ---- one area, its trajectories spread ---- */

/* Of a stretch as many for each rank, but for one. Then all of it is with rank 0. */
static void run_stretch(struct fan *fan, int first, int end, int rank, int ranks)
{
    const long long n = end - first;
    const int mine = first + (int)(n * rank / ranks), next = first + (int)(n * (rank + 1) / ranks);
    need(cohort_ensemble_run(fan->ensemble, mine, next - mine, fan->request->threads, &error));
    for (int other = 1; rank == 0 && other < ranks; other++)
        receive(fan, other);
    if (rank == 0)
        return;
    send(fan->ensemble);
    cohort_ensemble_free(fan->ensemble);
    need(fan_start(fan, &error));
}

static void spread_trajectories(struct fan_run *run, int rank, int ranks)
{
    const struct fan_request *r = run->request;
    struct fan fan;
    wait_for_first(rank);
    need(fan_make(&fan, r, NULL, &error));
    need(fan_start(&fan, &error));
    if (r->resume && rank == 0)
        trajectories_restore(fan.ensemble, r->resume);
    let_others_go(rank);
    int first = cohort_ensemble_done(fan.ensemble);
    MPI_Bcast(&first, 1, MPI_INT, 0, MPI_COMM_WORLD);
    for (int end; first < r->trajectories; first = end) {
        end = r->resume ? fan_run_stretch(r, first) : r->trajectories;
        run_stretch(&fan, first, end, rank, ranks);
        if (r->resume && rank == 0)
            trajectories_keep(fan.ensemble, r->resume);
        if (rank == 0)
            progress_to(&run->progress, end);
    }
    if (rank == 0)
        fan_print(fan_run_output(run), &fan);
    fan_clear(&fan);
}

/* ---- many areas, spread ---- */

enum { TEXT, REASON }; /* what a rank sends of an area */

static void send_area(const struct fan_run *run, int area)
{
    cohort_output *memory = fan_run_area(run, area, &error);
    const char *text = error.text;
    size_t size = sizeof error.text;
    if (memory)
        need(cohort_output_text(memory, &text, &size, &error));
    if (size > INT_MAX) {
        snprintf(error.text, sizeof error.text, "%zu bytes: more than can be sent", size);
        need(COHORT_ERROR_MEMORY);
    }
    MPI_Send(text, (int)size, MPI_CHAR, 0, memory ? TEXT : REASON, MPI_COMM_WORLD);
    cohort_output_close(&memory, 1, NULL);
}

static void receive_area(struct fan_run *run, int area, int rank)
{
    MPI_Status status;
    int size;
    MPI_Probe(rank, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_CHAR, &size);
    char *text = allocate((size_t)size + 1);
    MPI_Recv(text, size, MPI_CHAR, rank, status.MPI_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (status.MPI_TAG == TEXT)
        fan_run_take(run, area, text, (size_t)size);
    else
        fan_run_leave_out(run, area, text);
    free(text);
}

/* Of those that no earlier run has finished each rank has every so-manieth; the first one takes them
 * in their order. */
static void spread_areas(struct fan_run *run, int rank, int ranks)
{
    int next = 0;
    MPI_Bcast(run->block, run->count, MPI_INT, 0, MPI_COMM_WORLD);
    for (int i = 0; i < run->count; i++) {
        const bool is_kept = run->block[i] >= 0;
        const int of = is_kept ? 0 : next++ % ranks;
        if (is_kept && rank == 0)
            fan_run_take_kept(run, i);
        else if (of == rank && rank > 0)
            send_area(run, i);
        else if (rank == 0 && of > 0)
            receive_area(run, i, of);
        else if (rank == 0)
            fan_run_here(run, i);
    }
}

static int run(struct fan_request *request, int rank, int ranks)
{
    struct fan_run run;
    wait_for_first(rank);
    fan_run_open(&run, request, rank == 0);
    let_others_go(rank);
    if (request->areas)
        spread_areas(&run, rank, ranks);
    else
        spread_trajectories(&run, rank, ranks);
    return fan_run_close(&run);
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
        "are spread over the ranks; what is written is what ensemble writes, to the byte. Threads "
        "are "
        "those of a rank, 1 unless given.\n\n"
        "Without INPUT.csv it is Nemuro's baseline.",
    .sets = (const struct option_set[]){{NULL, fan_options, 0},
                                        {SOURCE_TITLE, source_options,
                                         offsetof(struct fan_request, source)},
                                        {NULL, NULL, 0}},
    .partly = "some areas were left out, the others are written",
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
