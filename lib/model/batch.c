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

/* What has been seen of lanes. */
struct survey {
    struct batch_layout layout;
    bool may_turn_negative;
};

/* Do more come than leave in every cell? Else a population may turn negative. */
static bool some_leave(const cohort_inputs *inputs, const struct seen *seen)
{
    if (seen[COHORT_NET_MIGRANTS].negative)
        return true;
    if (!seen[COHORT_NET_MIGRATION_RATIO].negative || !inputs->convention->by_arrival)
        return seen[COHORT_NET_MIGRATION_RATIO].negative;
    const double *survival = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *rates = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    for (size_t c = 0; c < (size_t)inputs->grid.steps * cohort_grid_cells(&inputs->grid); c++)
        if (survival[c] + rates[c] < 0.0)
            return true;
    return false;
}

/* Of checked inputs. */
static void survey(struct survey *all, const cohort_inputs *inputs, const struct seen *seen)
{
    struct batch_layout *y = &all->layout;
    struct steps steps;
    cohort_steps_survey(&steps, inputs, seen);
    if (y->width < 2 && seen[COHORT_NET_MIGRANTS].nonzero)
        y->width = 2;
    if (!y->convention->by_arrival && steps.moves == MOVES_RATE)
        y->width = 3;
    y->women_first = steps.women_first < y->women_first ? steps.women_first : y->women_first;
    y->women_last = steps.women_last > y->women_last ? steps.women_last : y->women_last;
    all->may_turn_negative |= some_leave(inputs, seen);
}

/* Before any lane has been surveyed. */
static struct survey survey_begin(const cohort_inputs *inputs, bool shared)
{
    return (struct survey){.layout = {
                               .convention = inputs->convention,
                               .ages = inputs->grid.ages,
                               .women_first = inputs->grid.ages,
                               .women_last = -1,
                               .width = 1,
                               .shared = shared,
                               .half = 0.5 * inputs->grid.width,
                           }};
}

/* What two threads have surveyed. */
static void survey_join(struct survey *all, const struct survey *other)
{
    struct batch_layout *y = &all->layout;
    const struct batch_layout *o = &other->layout;
    y->width = o->width > y->width ? o->width : y->width;
    y->women_first = o->women_first < y->women_first ? o->women_first : y->women_first;
    y->women_last = o->women_last > y->women_last ? o->women_last : y->women_last;
    all->may_turn_negative |= other->may_turn_negative;
}

/* After all have been. */
static void survey_end(struct survey *all)
{
    struct batch_layout *y = &all->layout;
    const size_t cells = COHORT_SEXES * (size_t)y->ages;
    const bool by_rates = y->convention->births == BIRTHS_BY_RATES;
    if (y->women_first > y->women_last) /* no births */
        y->women_first = y->women_last + 1;
    y->apart = y->convention->by_arrival && all->may_turn_negative;
    y->asfr = cells * (size_t)y->width;
    y->share = y->asfr + (by_rates ? cohort_batch_women(y) : 0);
    y->settled = y->share + 2;
    y->size = y->settled + (y->apart ? 2 * cells : 0);
}

/* Does the layout have a place for all that was seen? */
static bool holds(const struct batch_layout *y, const struct survey *all)
{
    const struct batch_layout *o = &all->layout;
    return o->width <= y->width && o->women_first >= y->women_first &&
           o->women_last <= y->women_last &&
           (y->apart || !y->convention->by_arrival || !all->may_turn_negative);
}

/* ---- writing them ---- */

/* A lane's numbers of an interval, which stand `stride` apart. */
struct lane_places {
    double *first;
    size_t stride;
};

static inline double *place(const struct lane_places *to, size_t at)
{
    return to->first + at * to->stride;
}

static void write_cells(const struct batch_layout *y, const struct step *step,
                        const struct lane_places *to)
{
    const bool arrival = y->convention->by_arrival;
    for (size_t sex = 0; sex < COHORT_SEXES; sex++)
        for (size_t x = 0; x < (size_t)y->ages; x++) {
            const size_t c = sex * (size_t)y->ages + x;
            const double rate = step->m[c];
            double *cell = place(to, cohort_batch_cell(y, sex, x));
            cell[0] = arrival ? step->S[c] + rate : step->S[c];
            if (y->width > 1)
                cell[to->stride] = step->M[c];
            if (y->width > 2)
                cell[2 * to->stride] = rate;
            if (!y->apart)
                continue;
            *place(to, y->settled + 2 * c) = step->S[c];
            *place(to, y->settled + 2 * c + 1) = rate;
        }
}

/* One interval of a lane. */
static void write_interval(const cohort_batch *batch, const cohort_inputs *inputs, int lane,
                           int interval)
{
    const struct batch_layout *y = &batch->layout;
    const struct lane_places to = {
        batch->rates + cohort_batch_at(batch, lane / COHORT_BLOCK, interval) +
            (y->shared ? 0 : lane % COHORT_BLOCK),
        cohort_batch_lanes_of(y),
    };
    const struct step step = cohort_step_of(&(struct steps){.inputs = inputs}, interval);
    write_cells(y, &step, &to);
    for (size_t w = 0; step.asfr && w < cohort_batch_women(y); w++)
        *place(&to, y->asfr + w) = step.asfr[(size_t)y->women_first + w];
    *place(&to, y->share) = step.share[COHORT_MALE];
    *place(&to, y->share + 1) = step.factor;
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
    batch->base =
        cohort_room(base * blocks + run * runs + COHORT_BATCH_AHEAD * COHORT_BLOCK, &batch->memory);
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
static int make(int lanes, const cohort_inputs *inputs, struct survey *all, cohort_batch **out,
                cohort_error *error)
{
    cohort_batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return cohort_fail_memory(error);
    survey_end(all);
    *batch = (cohort_batch){
        .grid = inputs->grid,
        .cuts = inputs->cuts,
        .lanes = lanes,
        .blocks = (lanes - 1) / COHORT_BLOCK + 1,
        .layout = all->layout,
        .may_turn_negative = all->may_turn_negative,
        .kernel = cohort_batch_kernel(cohort_level_best()),
    };
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
    /* Of each thread: */
    struct survey all[COHORT_THREADS_MAX]; /* its lanes */
    int refused[COHORT_THREADS_MAX];       /* the lowest of them; INT_MAX = none */
};

static int check_lane(const struct making *making, int lane, struct seen *seen, cohort_error *error)
{
    int code = cohort_inputs_match(making->inputs[0], making->inputs[lane], error);
    return code ? code : cohort_inputs_see(making->inputs[lane], COHORT_BASE, seen, error);
}

/* Interval by interval, so that the lanes of a block, which write to the same lines of the cache,
 * are brought together while these are near. */
static void write_piece(void *context, int thread, int block)
{
    struct making *making = context;
    cohort_batch *batch = making->batch;
    const int first = block * COHORT_BLOCK, end = first + cohort_batch_block_lanes(batch, block);
    (void)thread;
    for (int i = 0; i < batch->grid.steps; i++)
        for (int lane = first; lane < end; lane++)
            write_interval(batch, making->inputs[lane], lane, i);
    for (int lane = first; lane < end; lane++)
        write_base(batch, lane, cohort_inputs_view(making->inputs[lane], COHORT_BASE));
}

static void survey_piece(void *context, int thread, int block)
{
    struct making *making = context;
    const int first = block * COHORT_BLOCK, end = first + COHORT_BLOCK;
    struct seen seen[COHORT_QUANTITY_COUNT];
    for (int lane = first; lane < making->lanes && lane < end; lane++)
        if (check_lane(making, lane, seen, NULL) == COHORT_OK)
            survey(&making->all[thread], making->inputs[lane], seen);
        else if (lane < making->refused[thread])
            making->refused[thread] = lane;
}

/* While its inputs are near. */
static void survey_and_write_piece(void *context, int thread, int block)
{
    struct making *making = context;
    survey_piece(context, thread, block);
    if (making->refused[thread] == INT_MAX && holds(&making->batch->layout, &making->all[thread]))
        write_piece(context, thread, block);
}

static int refuse(const struct making *making, cohort_error *error)
{
    struct seen seen[COHORT_QUANTITY_COUNT];
    int refused = INT_MAX;
    for (int t = 0; t < making->team; t++)
        refused = making->refused[t] < refused ? making->refused[t] : refused;
    if (refused == INT_MAX)
        return COHORT_OK;
    return cohort_fail_prefix(error, check_lane(making, refused, seen, error),
                              "lane %d: ", refused);
}

/* All have mostly the layout of the first block, and are written as they are read; else they are
 * written again in the layout of all. */
static int write_all(struct making *making, cohort_error *error)
{
    for (int t = 0; t < making->team; t++) {
        making->all[t] = survey_begin(making->inputs[0], false);
        making->refused[t] = INT_MAX;
    }
    survey_piece(making, 0, 0);
    int code = make(making->lanes, making->inputs[0], &making->all[0], &making->batch, error);
    if (code)
        return code;
    cohort_run_pieces(making->team, making->batch->blocks, survey_and_write_piece, making);
    for (int t = 1; t < making->team; t++)
        survey_join(&making->all[0], &making->all[t]);
    code = refuse(making, error);
    if (code || holds(&making->batch->layout, &making->all[0])) {
        making->batch->may_turn_negative = making->all[0].may_turn_negative;
        return code;
    }
    cohort_batch_free(making->batch);
    making->batch = NULL;
    code = make(making->lanes, making->inputs[0], &making->all[0], &making->batch, error);
    if (!code)
        cohort_run_pieces(making->team, making->batch->blocks, write_piece, making);
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
    struct seen seen[COHORT_QUANTITY_COUNT];
    *out = NULL;
    int code = check_lanes(lanes, error);
    if (!code)
        code = cohort_inputs_see(rates, COHORT_BASE + 1, seen, error);
    for (int lane = 0; !code && lane < lanes; lane++)
        code = check_base(&rates->grid, lane, base_populations + (size_t)lane * cells, error);
    if (code)
        return code;
    struct survey all = survey_begin(rates, true);
    survey(&all, rates, seen);
    cohort_batch *batch;
    code = make(lanes, rates, &all, &batch, error);
    if (code)
        return code;
    for (int i = 0; i < batch->grid.steps; i++)
        write_interval(batch, rates, 0, i);
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
