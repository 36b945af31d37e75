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
    double *lane;    /* of one lane: two populations, S, M, m, asfr */
    double *visit;   /* of the visit */
};
enum { LANE_ARRAYS = 6 };

/* Doubles in it, whole lines of the cache, so that no two threads write to one. */
static size_t room_size(const cohort_batch *batch, const struct batch_visit *visit)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    const size_t populations = batch->may_turn_negative ? 2 : 1;
    return (cells * (populations * COHORT_BLOCK + LANE_ARRAYS) + visit->room + 7) / 8 * 8;
}

static struct room room_in(double *at, const cohort_batch *batch)
{
    const size_t cells = cohort_grid_cells(&batch->grid), block = cells * COHORT_BLOCK;
    double *lane = at + (batch->may_turn_negative ? 2 : 1) * block;
    return (struct room){at, at + block, lane, lane + LANE_ARRAYS * cells};
}

/* A block's base populations, to begin with. */
static void begin(const cohort_batch *batch, int block, const struct room *room)
{
    const size_t size = cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    memcpy(room->population, batch->base + (size_t)block * size, size * sizeof(double));
}

/* One lane's numbers of an interval, taken apart again. */
struct lane {
    const struct batch_layout *y;
    const double *k; /* the interval's rates, from the lane on */
    size_t stride;
};

static double number(const struct lane *lane, size_t place)
{
    return lane->k[place * lane->stride];
}

static struct step step_of_lane(const struct lane *lane, double *S, double *M, double *m)
{
    const struct batch_layout *y = lane->y;
    const double boys = number(lane, y->share);
    for (size_t c = 0; c < COHORT_SEXES * (size_t)y->ages; c++) {
        const size_t cell = cohort_batch_cell(y, c / (size_t)y->ages, c % (size_t)y->ages);
        S[c] = number(lane, y->apart ? y->settled + 2 * c : cell);
        M[c] = y->width > 1 ? number(lane, cell + 1) : 0.0;
        m[c] = y->apart       ? number(lane, y->settled + 2 * c + 1)
               : y->width > 2 ? number(lane, cell + 2)
                              : 0.0;
    }
    return (struct step){
        .ages = y->ages,
        .women_first = y->women_first,
        .women_last = y->women_last,
        .moves = MOVES_RATE,
        .by_arrival = y->convention->by_arrival,
        .after_births = y->convention->after_births,
        .early = y->convention->early,
        .S = S,
        .M = M,
        .m = m,
        .factor = number(lane, y->share + 1),
        .share = {boys, 1.0 - boys},
    };
}

/* A lane's interval again, cell by cell. Returned: how many cells have more leaving than there are. */
static int settle_lane(const cohort_batch *batch, int lane, int interval, const struct room *room,
                       struct excesses *excesses)
{
    const struct batch_layout *y = &batch->layout;
    const size_t cells = cohort_grid_cells(&batch->grid), l = (size_t)(lane % COHORT_BLOCK);
    double *opening = room->lane, *closing = opening + cells, *S = closing + cells;
    double *asfr = S + 3 * cells;
    const struct lane numbers = {
        y,
        batch->rates + cohort_batch_at(batch, lane / COHORT_BLOCK, interval) + (y->shared ? 0 : l),
        cohort_batch_lanes_of(y)};
    struct step step = step_of_lane(&numbers, S, S + cells, S + 2 * cells);
    if (y->convention->births == BIRTHS_BY_RATES) {
        memset(asfr, 0, (size_t)y->ages * sizeof *asfr);
        for (size_t w = 0; w < cohort_batch_women(y); w++)
            asfr[(size_t)y->women_first + w] = number(&numbers, y->asfr + w);
        step.asfr = asfr;
    }
    for (size_t c = 0; c < cells; c++)
        opening[c] = room->opening[c * COHORT_BLOCK + l];
    excesses->interval = interval;
    const int cut =
        cohort_step_settle(&step, opening, closing, NULL, cohort_excess_collect, excesses);
    for (size_t c = 0; c < cells; c++)
        room->population[c * COHORT_BLOCK + l] = closing[c];
    return cut;
}

/* One interval of a block. Returned: the first lane in which more leave than there are, INT_MAX if
 * there is none; `excesses` collects those of the lane `asked`. */
static int run_interval(const cohort_batch *batch, int block, int interval, struct room *room,
                        int asked, struct excesses *excesses)
{
    const double *rates = batch->rates + cohort_batch_at(batch, block, interval);
    double *const opening = room->population;
    double lowest[COHORT_BLOCK] = {0};
    int first = INT_MAX;
    if (!batch->may_turn_negative) {
        batch->kernel->step(&batch->layout, rates, opening, opening, NULL);
        return first;
    }
    room->population = room->opening;
    room->opening = opening;
    batch->kernel->step(&batch->layout, rates, opening, room->population, lowest);
    for (int l = 0; l < cohort_batch_block_lanes(batch, block); l++) {
        const int lane = block * COHORT_BLOCK + l;
        struct excesses others = {.grid = &batch->grid};
        if (lowest[l] < 0.0 &&
            settle_lane(batch, lane, interval, room, lane == asked ? excesses : &others) &&
            !batch->cuts && lane < first)
            first = lane;
    }
    return first;
}

/* Returned: the first lane that fails, INT_MAX if none does. What is not finite never becomes so
 * again: the last date tells for all. */
static int run_block(const cohort_batch *batch, int block, struct room *room,
                     const struct batch_visit *visit)
{
    double zero[COHORT_BLOCK];
    int first = INT_MAX;
    begin(batch, block, room);
    for (int date = 0; date <= batch->grid.steps; date++) {
        if (visit->stop && atomic_load(visit->stop))
            return INT_MAX;
        if (visit->call)
            visit->call(visit, batch, block, date, room->population, room->visit);
        if (date == batch->grid.steps)
            break;
        const int lane = run_interval(batch, block, date, room, -1, NULL);
        first = lane < first ? lane : first;
    }
    batch->kernel->end(batch->layout.ages, room->population, zero);
    for (int l = 0; l < cohort_batch_block_lanes(batch, block); l++)
        if (zero[l] != 0.0 && block * COHORT_BLOCK + l < first)
            first = block * COHORT_BLOCK + l;
    return first;
}

/* Run a lane's block once more, to name the cells that were found. */
static int fail_lane(const cohort_batch *batch, int lane, struct room *room, cohort_error *error)
{
    const cohort_grid *grid = &batch->grid;
    const int block = lane / COHORT_BLOCK;
    struct excesses found = {.grid = grid};
    begin(batch, block, room);
    for (int i = 0; i < grid->steps; i++) {
        run_interval(batch, block, i, room, lane, &found);
        found.interval = i;
        for (int c = 0; !found.count && c < COHORT_SEXES * grid->ages; c++) {
            const double persons =
                room->population[(size_t)c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)];
            if (!(persons <= DBL_MAX))
                cohort_excess_collect(
                    &found, &(struct excess){c / grid->ages, c % grid->ages, false, -persons});
        }
    }
    return cohort_fail_prefix(error, cohort_excess_fail(&found, error), "lane %d: ", lane);
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
    struct room room = room_in(crew->rooms + (size_t)thread * crew->size, crew->batch);
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
    struct room room = room_in(rooms, batch);
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
