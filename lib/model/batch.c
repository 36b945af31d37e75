/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/room.h"
#include "core/threads.h"
#include "model/projection.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- which rates there are ---- */

/* Do fewer come than leave in some cell? Then a population may turn negative. */
static bool some_leave(const cohort_inputs *inputs, const struct survey *survey)
{
    if (survey->of[COHORT_NET_MIGRANTS].negative)
        return true;
    if (!survey->of[COHORT_NET_MIGRATION_RATIO].negative || !inputs->convention->by_arrival)
        return survey->of[COHORT_NET_MIGRATION_RATIO].negative;
    const double *survival = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *rates = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    int64_t signs = 0;
    for (size_t c = 0; c < (size_t)inputs->grid.steps * cohort_grid_cells(&inputs->grid); c++)
        signs |= cohort_sign(survival[c] + rates[c]);
    return signs < 0;
}

/* What one lane needs, of checked inputs. */
static struct batch_layout layout_of(const cohort_inputs *inputs, const struct survey *survey)
{
    const bool by_arrival = inputs->convention->by_arrival;
    const struct steps steps = cohort_steps_of(inputs, survey);
    return (struct batch_layout){
        .convention = inputs->convention,
        .ages = inputs->grid.ages,
        .width = steps.moves == MOVES_NONE                 ? 1
                 : steps.moves == MOVES_COUNT              ? 2
                 : !by_arrival                             ? 3
                 : survey->of[COHORT_NET_MIGRANTS].nonzero ? 2
                                                           : 1,
        .women_first = steps.women_first,
        .women_last = steps.women_last,
        .leaving = some_leave(inputs, survey),
    };
}

/* What both need; at first there is none. Returned: is it more than the first had a place for? */
static bool join(struct batch_layout *layout, const struct batch_layout *other)
{
    const struct batch_layout was = *layout;
    if (!layout->convention)
        *layout = *other;
    if (layout->width < other->width)
        layout->width = other->width;
    if (layout->women_first > other->women_first)
        layout->women_first = other->women_first;
    if (layout->women_last < other->women_last)
        layout->women_last = other->women_last;
    layout->leaving |= other->leaving;
    return layout->width != was.width || layout->women_first != was.women_first ||
           layout->women_last != was.women_last || layout->leaving != was.leaving;
}

/* Where everything stands. */
static void lay_out(struct batch_layout *y)
{
    const size_t cells = COHORT_SEXES * (size_t)y->ages;
    const bool by_rates = y->convention->births == BIRTHS_BY_RATES;
    y->apart = y->convention->by_arrival && y->leaving;
    y->asfr = cells * (size_t)y->width;
    y->share = y->asfr + (by_rates ? cohort_batch_women(y) : 0);
    y->settled = y->share + 2;
    y->size = y->settled + (y->apart ? 2 * cells : 0);
}

/* ---- an interval of a lane ---- */

/* Its numbers, which stand `stride` apart. */
struct places {
    double *first;
    size_t stride;
};

static struct places places_of(const cohort_batch *batch, int lane, int interval)
{
    const int in_block = batch->layout.shared ? 0 : lane % COHORT_BLOCK;
    return (struct places){batch->rates + cohort_batch_at(batch, lane / COHORT_BLOCK, interval) +
                               in_block,
                           cohort_batch_lanes_of(&batch->layout)};
}

static inline double *place(const struct places *of, size_t at)
{
    return of->first + at * of->stride;
}

/* An interval of the lanes of a block, from the oldest down, as it is read. What comes AHEAD of the
 * place at hand is fetched, perhaps from behind the last one. */
static void write_interval(const struct batch_layout *y, const struct step *of, size_t lanes,
                           double *to)
{
    const size_t ages = (size_t)y->ages, cells = COHORT_SEXES * ages;
    const size_t stride = cohort_batch_lanes_of(y);
    const bool arrival = y->convention->by_arrival;
    enum { AHEAD = 12 * COHORT_BLOCK, LINE = 8 };
    for (size_t first = 0; first < cells; first += ages)
        for (size_t k = ages; k > 0; k--, to += (size_t)y->width * stride) {
            const size_t c = first + k - 1;
            for (size_t at = 0; at < (size_t)y->width * stride; at += LINE)
                COHORT_FETCH(to + AHEAD + at);
            for (size_t l = 0; l < lanes; l++) {
                to[l] = (arrival ? of[l].S[c] + of[l].m[c] : of[l].S[c]) + 0.0; /* never -0 */
                if (y->width > 1)
                    to[stride + l] = of[l].M[c] + 0.0;
                if (y->width > 2)
                    to[2 * stride + l] = of[l].m[c] + 0.0;
            }
        }
    for (size_t w = 0; w < y->share - y->asfr; w++, to += stride)
        for (size_t l = 0; l < lanes; l++)
            to[l] = of[l].asfr[(size_t)y->women_first + w] + 0.0;
    for (size_t l = 0; l < lanes; l++) {
        to[l] = of[l].share[COHORT_MALE] + 0.0;
        to[stride + l] = of[l].factor + 0.0;
    }
    to += 2 * stride;
    for (size_t c = 0; y->apart && c < cells; c++, to += 2 * stride)
        for (size_t l = 0; l < lanes; l++) {
            to[l] = of[l].S[c] + 0.0;
            to[stride + l] = of[l].m[c] + 0.0;
        }
}

/* Interval by interval, so that its lanes are brought together in the order of memory. */
static void write_rates(const cohort_batch *batch, int block, const cohort_inputs *const *inputs,
                        size_t lanes)
{
    struct step of[COHORT_BLOCK];
    for (int i = 0; i < batch->grid.steps; i++) {
        for (size_t l = 0; l < lanes; l++)
            if (i == 0)
                of[l] = cohort_step_of(&(struct steps){.inputs = inputs[l]}, 0);
            else
                cohort_step_next(&of[l]);
        write_interval(&batch->layout, of, lanes, batch->rates + cohort_batch_at(batch, block, i));
    }
}

struct step cohort_batch_step(const cohort_batch *batch, int lane, int interval, double *room)
{
    const struct batch_layout *y = &batch->layout;
    const struct places of = places_of(batch, lane, interval);
    const size_t ages = (size_t)y->ages, cells = COHORT_SEXES * ages;
    const double boys = *place(&of, y->share);
    double *S = room, *M = S + cells, *m = M + cells, *asfr = m + cells;
    memset(room, 0, 4 * cells * sizeof *room);
    for (size_t c = 0; c < cells; c++) {
        const size_t cell = cohort_batch_cell(y, c / ages, c % ages);
        S[c] = *place(&of, y->apart ? y->settled + 2 * c : cell);
        if (y->width > 1)
            M[c] = *place(&of, cell + 1);
        if (y->apart || y->width > 2)
            m[c] = *place(&of, y->apart ? y->settled + 2 * c + 1 : cell + 2);
    }
    for (size_t w = y->asfr; w < y->share; w++)
        asfr[(size_t)y->women_first + w - y->asfr] = *place(&of, w);
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
        .asfr = asfr,
        .factor = *place(&of, y->share + 1),
        .share = {boys, 1.0 - boys},
    };
}

static void write_base(cohort_batch *batch, int lane, const double *base)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    double *to = batch->base + (size_t)(lane / COHORT_BLOCK) * cells * COHORT_BLOCK;
    for (size_t c = 0; c < cells; c++)
        to[c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)] = base[c] + 0.0; /* never -0 */
}

/* ---- a batch ---- */

/* Base populations and rates; those of lanes that there are not are zero. */
static int allocate(cohort_batch *batch, cohort_error *error)
{
    const size_t blocks = (size_t)batch->blocks, steps = (size_t)batch->grid.steps;
    const size_t base = cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    const size_t runs = batch->layout.shared ? 1 : blocks;
    const size_t run = batch->layout.size * cohort_batch_lanes_of(&batch->layout) * steps;
    const size_t most = SIZE_MAX / sizeof(double) / 4;
    if ((steps && batch->layout.size > most / COHORT_BLOCK / steps) || run > most / runs ||
        base > most / blocks)
        return cohort_fail_memory(error);
    batch->base = cohort_room(base * blocks + run * runs, &batch->memory);
    if (!batch->base)
        return cohort_fail_memory(error);
    batch->rates = batch->base + base * blocks;
    if (batch->lanes % COHORT_BLOCK == 0)
        return COHORT_OK;
    memset(batch->base + base * (blocks - 1), 0, base * sizeof(double));
    if (!batch->layout.shared)
        memset(batch->rates + run * (runs - 1), 0, run * sizeof(double));
    return COHORT_OK;
}

/* Of checked and surveyed inputs: room for all of them. */
static int make(int lanes, const cohort_inputs *inputs, const struct batch_layout *layout,
                bool shared, cohort_batch **out, cohort_error *error)
{
    cohort_batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return cohort_fail_memory(error);
    *batch = (cohort_batch){
        .grid = inputs->grid,
        .cuts = inputs->cuts,
        .lanes = lanes,
        .blocks = (lanes - 1) / COHORT_BLOCK + 1,
        .layout = *layout,
        .kernel = cohort_batch_kernel(cohort_level_best()),
    };
    batch->layout.shared = shared;
    lay_out(&batch->layout);
    int code = allocate(batch, error);
    if (code)
        cohort_batch_free(batch);
    else
        *out = batch;
    return code;
}

/* ---- rates of their own: by several threads, block by block ---- */

struct making {
    int lanes, team;
    const cohort_inputs *const *inputs;
    cohort_batch *batch;
    struct batch_layout layout[COHORT_THREADS_MAX]; /* what the lanes of each thread need */
};

/* Check a lane, and have the layout hold it. */
static int survey(const struct making *making, int lane, struct batch_layout *layout,
                  cohort_error *error)
{
    const cohort_inputs *inputs = making->inputs[lane];
    struct survey survey = {0};
    int code = cohort_inputs_match(making->inputs[0], inputs, error);
    if (!code)
        code = cohort_inputs_see(inputs, COHORT_BASE, NULL, &survey, error);
    if (code)
        return cohort_fail_prefix(error, code, "lane %d: ", lane);
    const struct batch_layout own = layout_of(inputs, &survey);
    join(layout, &own);
    return code;
}

/* A block, while its inputs are near. Returned: the first lane that is refused, or INT_MAX. */
static int write_piece(void *context, int thread, int block)
{
    struct making *making = context;
    cohort_batch *batch = making->batch;
    const int first = block * COHORT_BLOCK, end = first + cohort_batch_block_lanes(batch, block);
    for (int lane = first; lane < end; lane++)
        if (survey(making, lane, &making->layout[thread], NULL))
            return lane;
    write_rates(batch, block, making->inputs + first, (size_t)(end - first));
    for (int lane = first; lane < end; lane++)
        write_base(batch, lane, cohort_inputs_view(making->inputs[lane], COHORT_BASE));
    return INT_MAX;
}

/* All have mostly the layout of the first block; else they are written again in that of all. */
static int write_all(struct making *making, cohort_error *error)
{
    struct batch_layout layout = {0}, was;
    int code = COHORT_OK;
    for (int lane = 0; !code && lane < making->lanes && lane < COHORT_BLOCK; lane++)
        code = survey(making, lane, &layout, error);
    if (code)
        return code;
    do {
        cohort_batch_free(making->batch);
        making->batch = NULL;
        code = make(making->lanes, making->inputs[0], &layout, false, &making->batch, error);
        if (code)
            return code;
        was = layout;
        for (int t = 0; t < making->team; t++)
            making->layout[t] = layout;
        const int refused =
            cohort_run_pieces(making->team, making->batch->blocks, write_piece, making);
        if (refused < INT_MAX)
            return survey(making, refused, &layout, error);
        for (int t = 0; t < making->team; t++)
            join(&layout, &making->layout[t]);
    } while (join(&was, &layout));
    return code;
}

static int check_lanes(int lanes, cohort_error *error)
{
    if (lanes < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d lanes: expected 1 or more", lanes);
    return COHORT_OK;
}

int cohort_batch_new(int lanes, const cohort_inputs *const *inputs, int threads, cohort_batch **out,
                     cohort_error *error)
{
    struct making making = {.lanes = lanes, .inputs = inputs};
    *out = NULL;
    int code = check_lanes(lanes, error);
    if (!code)
        code = cohort_threads(threads, (lanes - 1) / COHORT_BLOCK + 1, &making.team, error);
    if (!code)
        code = write_all(&making, error);
    if (code) {
        cohort_batch_free(making.batch);
        return code;
    }
    *out = making.batch;
    return cohort_succeed(error);
}

/* ---- shared rates ---- */

static int check_base(const cohort_grid *grid, int lane, const double *base, cohort_error *error)
{
    char age[COHORT_AGE_TEXT];
    for (int c = 0; c < COHORT_SEXES * grid->ages; c++)
        if (!cohort_is_count(base[c]))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "lane %d: base_population, %d, %s %s: %.10g: expected a finite "
                               "number, 0 or more",
                               lane, grid->start, cohort_sex_name(c / grid->ages),
                               cohort_age_text(grid, c % grid->ages, age), base[c]);
    return COHORT_OK;
}

int cohort_batch_new_shared(const cohort_inputs *rates, int lanes, const double *base_populations,
                            cohort_batch **out, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&rates->grid);
    struct survey survey = {0};
    *out = NULL;
    int code = check_lanes(lanes, error);
    if (!code)
        code = cohort_inputs_see(rates, COHORT_BASE + 1, NULL, &survey, error);
    for (int lane = 0; !code && lane < lanes; lane++)
        code = check_base(&rates->grid, lane, base_populations + (size_t)lane * cells, error);
    if (code)
        return code;
    const struct batch_layout layout = layout_of(rates, &survey);
    cohort_batch *batch;
    code = make(lanes, rates, &layout, true, &batch, error);
    if (code)
        return code;
    write_rates(batch, 0, &rates, 1);
    for (int lane = 0; lane < lanes; lane++)
        write_base(batch, lane, base_populations + (size_t)lane * cells);
    *out = batch;
    return cohort_succeed(error);
}

/* ---- a batch ---- */

void cohort_batch_free(cohort_batch *batch)
{
    if (!batch)
        return;
    free(batch->memory);
    free(batch);
}

int cohort_batch_lanes(const cohort_batch *batch)
{
    return batch->lanes;
}

const cohort_grid *cohort_batch_grid(const cohort_batch *batch)
{
    return &batch->grid;
}
