/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/inputs.h"
#include "core/threads.h"
#include "model/batch.h"
#include "model/projection.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- one block ---- */

/* What a thread works in. */
struct room {
    double *population; /* [sex][age][COHORT_BLOCK] */
    double *borne;      /* [women][COHORT_BLOCK] */
    double *visit;      /* of the visit */
};

/* Doubles in it, whole lines of the cache, so that no two threads write to one. */
static size_t room_size(const cohort_batch *batch, const struct batch_visit *visit)
{
    const size_t places = cohort_grid_cells(&batch->grid) + cohort_batch_women(&batch->layout);
    return (places * COHORT_BLOCK + visit->room + 7) / 8 * 8;
}

static struct room room_in(double *at, const cohort_batch *batch)
{
    double *borne = at + cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    return (struct room){at, borne, borne + cohort_batch_women(&batch->layout) * COHORT_BLOCK};
}

/* A block's base populations, to begin with. */
static void begin(const cohort_batch *batch, int block, const struct room *room)
{
    const size_t size = cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    memcpy(room->population, batch->base + (size_t)block * size, size * sizeof(double));
}

static const double *coefficients_of(const cohort_batch *batch, int block, int interval)
{
    return batch->coefficients + cohort_batch_at(batch, block, interval);
}

/* Returned: the first lane of which a cell is negative or not finite at any date, INT_MAX if none
 * is. What is not finite never becomes finite again, and without a negative coefficient nothing
 * becomes negative: mostly the last date tells for all. */
static int run_block(const cohort_batch *batch, int block, const struct room *room,
                     const struct batch_visit *visit)
{
    const struct batch_kernel *kernel = batch->kernel;
    const struct batch_layout *y = &batch->layout;
    double *population = room->population;
    double lowest[COHORT_BLOCK] = {0}, zero[COHORT_BLOCK];
    begin(batch, block, room);
    for (int date = 0; date <= batch->grid.steps; date++) {
        if (visit->stop && atomic_load(visit->stop))
            return INT_MAX;
        if (visit->call)
            visit->call(visit, batch, block, date, population, room->visit);
        if (date == batch->grid.steps)
            break;
        const double *k = coefficients_of(batch, block, date);
        if (batch->may_turn_negative && date > 0)
            kernel->lower(y->ages, population, lowest);
        if (batch->may_turn_negative && y->early_first <= y->early_last)
            kernel->lower_early(y, k, population, lowest);
        kernel->step(y, k, population, room->borne);
    }
    kernel->lower(y->ages, population, lowest);
    kernel->end(y->ages, population, zero);
    for (int l = 0; l < cohort_batch_block_lanes(batch, block); l++)
        if (lowest[l] < 0.0 || zero[l] != 0.0)
            return block * COHORT_BLOCK + l;
    return INT_MAX;
}

/* Those who begin an interval, with the migrants of the opening. */
static int check_beginning(const cohort_batch *batch, int interval, int lane,
                           const double *population, cohort_error *error)
{
    const struct batch_layout *y = &batch->layout;
    const double *k = coefficients_of(batch, lane / COHORT_BLOCK, interval);
    const size_t stride = cohort_batch_lanes_of(y), l = (size_t)(lane % COHORT_BLOCK);
    const size_t own = y->shared ? 0 : l;
    int code = COHORT_OK;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = y->early_first; !code && x <= y->early_last; x++) {
            const size_t stay = cohort_batch_cell(y, (size_t)sex, (size_t)x) + 2;
            const double persons = population[(size_t)(sex * y->ages + x) * COHORT_BLOCK + l];
            const double half = k[cohort_batch_early(y, sex, x) * stride + own];
            code =
                cohort_check_beginning(&batch->grid, interval, sex, x,
                                       persons + (half + persons * k[stay * stride + own]), error);
        }
    return code;
}

/* Run a lane's block once more, to name the cell that was found. */
static int fail_lane(const cohort_batch *batch, int lane, const struct room *room,
                     cohort_error *error)
{
    const int block = lane / COHORT_BLOCK;
    const size_t cells = cohort_grid_cells(&batch->grid);
    double *population = room->population, *closing = room->visit;
    int code = COHORT_OK;
    begin(batch, block, room);
    for (int i = 0; !code && i < batch->grid.steps; i++) {
        code = check_beginning(batch, i, lane, population, error);
        batch->kernel->step(&batch->layout, coefficients_of(batch, block, i), population,
                            room->borne);
        for (size_t c = 0; c < cells; c++)
            closing[c] = population[c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)];
        if (!code)
            code = cohort_check_closing(&batch->grid, i, closing, error);
    }
    return cohort_fail_prefix(error, code, "lane %d: ", lane);
}

/* ---- all of them ---- */

struct crew {
    const cohort_batch *batch;
    const struct batch_visit *visit;
    double *rooms; /* of `size` doubles a thread */
    size_t size;
    int lowest[COHORT_THREADS_MAX]; /* lane that fails, of those a thread has run */
};

static void run_piece(void *context, int thread, int block)
{
    struct crew *crew = context;
    const struct room room = room_in(crew->rooms + (size_t)thread * crew->size, crew->batch);
    const int lane = run_block(crew->batch, block, &room, crew->visit);
    if (lane < crew->lowest[thread])
        crew->lowest[thread] = lane;
}

/* Returned: the lowest lane that fails, INT_MAX if none does. */
static int run_blocks(struct crew *crew, int team)
{
    int lowest = INT_MAX;
    for (int t = 0; t < team; t++)
        crew->lowest[t] = INT_MAX;
    cohort_run_pieces(team, crew->batch->blocks, run_piece, crew);
    for (int t = 0; t < team; t++)
        lowest = crew->lowest[t] < lowest ? crew->lowest[t] : lowest;
    return lowest;
}

int cohort_batch_visit(const cohort_batch *batch, int threads, const struct batch_visit *visit,
                       cohort_error *error)
{
    struct batch_visit own = *visit;
    int team, code = cohort_threads(threads, batch->blocks, &team, error);
    if (code)
        return code;
    if (own.room < cohort_grid_cells(&batch->grid))
        own.room = cohort_grid_cells(&batch->grid); /* for a lane that fails */
    const size_t size = room_size(batch, &own);
    char *memory = malloc((size_t)team * size * sizeof(double) + 64);
    if (!memory)
        return cohort_fail_memory(error);
    double *rooms = (double *)(void *)(memory + (64 - (uintptr_t)memory % 64));
    struct crew crew = {.batch = batch, .visit = &own, .rooms = rooms, .size = size};
    const int lane = run_blocks(&crew, team);
    const struct room room = room_in(rooms, batch);
    code = lane < INT_MAX ? fail_lane(batch, lane, &room, error) : cohort_succeed(error);
    free(memory);
    return code;
}

struct sink {
    cohort_batch_sink *call;
    void *context;
    atomic_bool stop;
};

static void call_sink(const struct batch_visit *visit, const cohort_batch *batch, int block,
                      int date, const double *population, double *room)
{
    struct sink *sink = visit->context;
    (void)room;
    if (sink->call(sink->context, block * COHORT_BLOCK, cohort_batch_block_lanes(batch, block),
                   date, population))
        atomic_store(&sink->stop, true);
}

int cohort_batch_run(const cohort_batch *batch, int threads, cohort_batch_sink *sink, void *context,
                     cohort_error *error)
{
    struct sink to = {.call = sink, .context = context};
    const struct batch_visit visit = {sink ? call_sink : NULL, &to, 0, &to.stop};
    int code = cohort_batch_visit(batch, threads, &visit, error);
    if (atomic_load(&to.stop))
        code = cohort_fail(error, COHORT_ERROR_STOPPED, "stopped by the caller");
    return code;
}

static void keep(const struct batch_visit *visit, const cohort_batch *batch, int block, int date,
                 const double *population, double *room)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    const size_t lane_size = (size_t)(batch->grid.steps + 1) * cells;
    double *to = (double *)visit->context + (size_t)block * COHORT_BLOCK * lane_size;
    const int lanes = cohort_batch_block_lanes(batch, block);
    (void)room;
    to += (size_t)date * cells;
    for (int l = 0; l < lanes; l++, to += lane_size)
        for (size_t c = 0; c < cells; c++)
            to[c] = population[c * COHORT_BLOCK + (size_t)l];
}

int cohort_batch_populations(const cohort_batch *batch, int threads, double *populations,
                             cohort_error *error)
{
    const struct batch_visit visit = {keep, populations, 0, NULL};
    return cohort_batch_visit(batch, threads, &visit, error);
}
