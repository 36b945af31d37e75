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
    double *opening; /* the same of the interval's beginning, where a lane may have to be settled */
    double *lane;    /* of one lane: two populations, and its arrays of an interval */
    double *visit;   /* of the visit */
};
enum { LANE_POPULATIONS = 6 };

/* Doubles in it, whole lines of the cache, so that no two threads write to one. */
static size_t room_size(const cohort_batch *batch, const struct batch_visit *visit)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    const size_t populations = batch->layout.leaving ? 2 : 1;
    return (cells * (populations * COHORT_BLOCK + LANE_POPULATIONS) + visit->room + 7) / 8 * 8;
}

static struct room room_in(double *at, const cohort_batch *batch)
{
    const size_t cells = cohort_grid_cells(&batch->grid), block = cells * COHORT_BLOCK;
    double *lane = at + (batch->layout.leaving ? 2 : 1) * block;
    return (struct room){at, at + block, lane, lane + LANE_POPULATIONS * cells};
}

/* One lane of a block's population, and back. */
static void take_lane(size_t cells, const double *block, int lane, double *population)
{
    for (size_t c = 0; c < cells; c++)
        population[c] = block[c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)];
}

static void give_lane(size_t cells, const double *population, int lane, double *block)
{
    for (size_t c = 0; c < cells; c++)
        block[c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)] = population[c];
}

/* A lane's interval again, cell by cell. Returned: do more leave than are there? */
static bool settle_lane(const cohort_batch *batch, int lane, int interval, const struct room *room)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    double *opening = room->lane, *closing = opening + cells;
    const struct step step = cohort_batch_step(batch, lane, interval, closing + cells);
    struct cuts cuts = {0};
    take_lane(cells, room->opening, lane, opening);
    cohort_step_settle(&step, opening, closing, NULL, &cuts);
    give_lane(cells, closing, lane, room->population);
    return cuts.count > 0;
}

/* One interval of a block, in place; `keeping`: the opening is kept, and lanes are settled. Returned: is
 * there nothing to settle, or has it been? first: the first lane in which more leave than are there. */
static bool run_interval(const cohort_batch *batch, int block, int interval, struct room *room,
                         bool keeping, int *first)
{
    const double *rates = batch->rates + cohort_batch_at(batch, block, interval);
    const int lanes = cohort_batch_block_lanes(batch, block), lane = block * COHORT_BLOCK;
    double *const opening = room->population;
    int64_t signs[COHORT_BLOCK] = {0}, any = 0;
    if (keeping) {
        room->population = room->opening;
        room->opening = opening;
    }
    batch->kernel->step(&batch->layout, rates, opening, room->population,
                        batch->layout.leaving ? signs : NULL);
    for (int l = 0; l < lanes; l++) {
        any |= signs[l];
        if (keeping && signs[l] < 0 && settle_lane(batch, lane + l, interval, room) &&
            lane + l < *first)
            *first = lane + l;
    }
    return keeping || any >= 0;
}

/* Returned: the first lane that fails, INT_MAX if none does. What is not finite never becomes so
 * again: the last date tells for all. One population is enough, and near, until a lane has to be
 * settled: then the block is run again from the beginning. */
static int run_block(const cohort_batch *batch, int block, struct room *room,
                     const struct batch_visit *visit)
{
    const size_t size = cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    const double *base = batch->base + (size_t)block * size;
    double zero[COHORT_BLOCK];
    int first = INT_MAX, visited = -1;
    bool keeping = false;
    memcpy(room->population, base, size * sizeof(double));
    for (int date = 0; date <= batch->grid.steps; date++) {
        if (visit->stop && atomic_load(visit->stop))
            return INT_MAX;
        if (visit->call && date > visited)
            visit->call(visit, batch, block, date, room->population, room->visit);
        visited = date > visited ? date : visited;
        if (date < batch->grid.steps && !run_interval(batch, block, date, room, keeping, &first)) {
            keeping = true;
            memcpy(room->population, base, size * sizeof(double));
            date = -1;
        }
    }
    if (batch->cuts)
        first = INT_MAX;
    batch->kernel->end(batch->layout.ages, room->population, zero);
    for (int l = 0; l < cohort_batch_block_lanes(batch, block); l++)
        if (zero[l] != 0.0 && block * COHORT_BLOCK + l < first)
            first = block * COHORT_BLOCK + l;
    return first;
}

/* Run a lane by itself once more, to name the cells that were found. */
static int fail_lane(const cohort_batch *batch, int lane, double *room, cohort_error *error)
{
    const cohort_grid *grid = &batch->grid;
    const size_t cells = cohort_grid_cells(grid);
    double *opening = room, *closing = opening + cells;
    cohort_cut named[COHORT_CUTS_NAMED];
    struct cuts cuts = {.most = COHORT_CUTS_NAMED, .list = named};
    take_lane(cells, batch->base + (size_t)(lane / COHORT_BLOCK) * cells * COHORT_BLOCK, lane,
              opening);
    int code = COHORT_OK;
    for (; !code && cuts.interval < grid->steps; cuts.interval++) {
        const struct step step = cohort_batch_step(batch, lane, cuts.interval, room + 2 * cells);
        cohort_step_settle(&step, opening, closing, NULL, &cuts);
        memcpy(opening, closing, cells * sizeof *opening);
        if (cuts.count == 0 || batch->cuts)
            code = cohort_check_finite(grid, cuts.interval, 1, opening, error);
    }
    if (cuts.count > 0 && !batch->cuts)
        code = cohort_cuts_fail(grid, &cuts, error);
    return cohort_fail_prefix(error, code, "lane %d: ", lane);
}

/* ---- all of them ---- */

struct crew {
    const cohort_batch *batch;
    const struct batch_visit *visit;
    double *rooms; /* of `size` doubles a thread */
    size_t size;
};

static int run_piece(void *context, int thread, int block)
{
    const struct crew *crew = context;
    struct room room = room_in(crew->rooms + (size_t)thread * crew->size, crew->batch);
    return run_block(crew->batch, block, &room, crew->visit);
}

int cohort_batch_visit(const cohort_batch *batch, int threads, const struct batch_visit *visit,
                       cohort_error *error)
{
    int team, code = cohort_threads(threads, batch->blocks, &team, error);
    if (code)
        return code;
    const size_t size = room_size(batch, visit);
    char *memory = malloc((size_t)team * size * sizeof(double) + 64);
    if (!memory)
        return cohort_fail_memory(error);
    double *rooms = (double *)(void *)(memory + (64 - (uintptr_t)memory % 64));
    struct crew crew = {.batch = batch, .visit = visit, .rooms = rooms, .size = size};
    const int lane = cohort_run_pieces(team, batch->blocks, run_piece, &crew);
    code = lane < INT_MAX ? fail_lane(batch, lane, room_in(rooms, batch).lane, error)
                          : cohort_succeed(error);
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
    for (int l = 0; l < lanes; l++)
        take_lane(cells, population, l, to + (size_t)l * lane_size + (size_t)date * cells);
}

int cohort_batch_populations(const cohort_batch *batch, int threads, double *populations,
                             cohort_error *error)
{
    const struct batch_visit visit = {keep, populations, 0, NULL};
    return cohort_batch_visit(batch, threads, &visit, error);
}
