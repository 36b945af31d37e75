/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/range.h"
#include "core/threads.h"
#include "model/projection.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

/* ---- which coefficients there are ---- */

/* The women who bear in any lane: nobody else's exposure is changed by adding zero. */
static void survey_women(struct batch_layout *y, const cohort_inputs *inputs)
{
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    for (int i = 0; i < inputs->grid.steps; i++)
        for (int x = 0; x < y->ages; x++, asfr++) {
            if (*asfr == 0.0)
                continue;
            y->women_first = x < y->women_first ? x : y->women_first;
            y->women_last = x > y->women_last ? x : y->women_last;
        }
}

/* The ages of which some leave at the opening. */
static void survey_early(struct batch_layout *y, const cohort_inputs *inputs,
                         const double *migrants)
{
    y->width = 3;
    for (int row = 0; row < inputs->grid.steps * COHORT_SEXES; row++)
        for (int x = 0; x < y->ages; x++, migrants++) {
            if (*migrants >= 0.0)
                continue;
            y->early_first = x < y->early_first ? x : y->early_first;
            y->early_last = x > y->early_last ? x : y->early_last;
        }
}

static void survey(struct batch_layout *y, const cohort_inputs *inputs)
{
    const struct convention *convention = inputs->convention;
    const size_t cells = (size_t)inputs->grid.steps * cohort_grid_cells(&inputs->grid);
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS);
    const double *rates = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    if (y->width < 2 && cohort_any_outside(migrants, cells, 0.0, 0.0))
        y->width = 2;
    if (!convention->by_arrival && y->width < 3 && cohort_any_outside(rates, cells, 0.0, 0.0))
        y->width = 3;
    if (convention->early > 0.0 && cohort_any_outside(migrants, cells, 0.0, DBL_MAX))
        survey_early(y, inputs, migrants);
    if (convention->births == BIRTHS_BY_RATES)
        survey_women(y, inputs);
}

/* Before any lane has been surveyed. */
static struct batch_layout layout_begin(const cohort_inputs *inputs, bool shared)
{
    const bool by_ratio = inputs->convention->births == BIRTHS_BY_RATIO;
    return (struct batch_layout){
        .ages = inputs->grid.ages,
        .women_first = by_ratio ? inputs->women_first : inputs->grid.ages,
        .women_last = by_ratio ? inputs->women_last : -1,
        .width = 1,
        .shared = shared,
        .has_bearing = !by_ratio,
        .early_first = inputs->grid.ages,
        .early_last = -1,
    };
}

/* What two threads have surveyed. */
static void layout_join(struct batch_layout *y, const struct batch_layout *other)
{
    y->width = other->width > y->width ? other->width : y->width;
    y->women_first = other->women_first < y->women_first ? other->women_first : y->women_first;
    y->women_last = other->women_last > y->women_last ? other->women_last : y->women_last;
    y->early_first = other->early_first < y->early_first ? other->early_first : y->early_first;
    y->early_last = other->early_last > y->early_last ? other->early_last : y->early_last;
}

/* After all have been. */
static void layout_end(struct batch_layout *y)
{
    const size_t cells = COHORT_SEXES * (size_t)y->ages;
    if (y->women_first > y->women_last) /* nobody bears */
        y->women_first = y->women_last + 1;
    if (y->early_first > y->early_last) /* nobody leaves */
        y->early_first = y->early_last + 1;
    const size_t women = cohort_batch_women(y);
    y->cells = y->has_bearing ? women : 0;
    y->stay_open = y->cells + cells * (size_t)y->width;
    y->bearing = y->stay_open + COHORT_SEXES;
    y->early = y->bearing + (y->has_bearing ? 1 + women : 0);
    y->size = y->early + (size_t)(y->early_last + 1 - y->early_first) * COHORT_SEXES;
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
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        for (int x = 0; x < y->ages; x++) {
            const size_t cell = (size_t)(sex * y->ages + x);
            double *cells = place(to, cohort_batch_cell(y, (size_t)sex, (size_t)x));
            cells[0] = x == 0 ? step->children[sex] : step->passage[cell];
            if (y->width > 1)
                cells[to->stride] = step->arrivals[cell];
            if (y->width > 2)
                cells[2 * to->stride] = step->stay[cell];
        }
        *place(to, y->stay_open + (size_t)sex) = step->stay_open[sex];
    }
}

static void write_bearing(const struct batch_layout *y, const struct step *step,
                          const struct lane_places *to)
{
    *place(to, y->bearing) = step->bearing_migrants;
    for (size_t w = 0; w < cohort_batch_women(y); w++) {
        const size_t x = (size_t)y->women_first + w;
        *place(to, w) = step->bearing_opening[x];
        *place(to, y->bearing + 1 + w) = step->bearing_closing[x];
    }
}

static void write_early(const struct batch_layout *y, const cohort_inputs *inputs, int interval,
                        const struct lane_places *to)
{
    const int open = y->ages - 1;
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS);
    const double *rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        for (int x = y->early_first; x <= y->early_last; x++)
            *place(to, cohort_batch_early(y, sex, x)) =
                0.5 * migrants[cohort_cell(&inputs->grid, interval, sex, x)];
        if (y->early_last == open)
            *place(to, cohort_batch_cell(y, (size_t)sex, (size_t)open) + 2) =
                0.5 * rate[cohort_cell(&inputs->grid, interval, sex, open)];
    }
}

/* One interval of a lane; `steps` is room for its coefficients. Returned: is any negative? */
static bool write_interval(const cohort_batch *batch, struct steps *steps,
                           const cohort_inputs *inputs, int lane, int interval)
{
    const struct batch_layout *y = &batch->layout;
    const struct lane_places to = {
        batch->coefficients + cohort_batch_at(batch, lane / COHORT_BLOCK, interval) +
            (y->shared ? 0 : lane % COHORT_BLOCK),
        cohort_batch_lanes_of(y),
    };
    cohort_steps_prepare_interval(steps, inputs, interval);
    const struct step step = cohort_step_of(steps, interval);
    write_cells(y, &step, &to);
    if (y->has_bearing)
        write_bearing(y, &step, &to);
    if (y->early_first <= y->early_last)
        write_early(y, inputs, interval, &to);
    return cohort_steps_negative(steps, interval);
}

/* Room for the coefficients of a lane. */
static int steps_for(const cohort_batch *batch, struct steps *steps, cohort_error *error)
{
    int code = cohort_steps_init(steps, &batch->grid, error);
    if (code)
        return code;
    steps->has_stay = batch->layout.width > 2;
    steps->has_opening = batch->layout.has_bearing;
    steps->women_first = batch->layout.women_first;
    steps->women_last = batch->layout.women_last;
    return code;
}

static void write_base(cohort_batch *batch, int lane, const double *base)
{
    const size_t cells = cohort_grid_cells(&batch->grid);
    double *to = batch->base + (size_t)(lane / COHORT_BLOCK) * cells * COHORT_BLOCK;
    for (size_t c = 0; c < cells; c++)
        to[c * COHORT_BLOCK + (size_t)(lane % COHORT_BLOCK)] = base[c];
}

/* ---- a batch ---- */

/* Base populations and coefficients, zero, on a line of the cache. */
static int allocate(cohort_batch *batch, cohort_error *error)
{
    const size_t line = 64 / sizeof(double), blocks = (size_t)batch->blocks;
    const size_t base = cohort_grid_cells(&batch->grid) * COHORT_BLOCK;
    const size_t runs = batch->layout.shared ? 1 : blocks;
    const size_t run = batch->layout.size * cohort_batch_lanes_of(&batch->layout);
    const size_t most = SIZE_MAX / sizeof(double) / 4;
    if (batch->grid.steps > 0 && run > most / (size_t)batch->grid.steps / runs)
        return cohort_fail_memory(error);
    const size_t coefficients = run * (size_t)batch->grid.steps * runs;
    if (base > most / blocks)
        return cohort_fail_memory(error);
    const size_t ahead = COHORT_BATCH_AHEAD * COHORT_BLOCK;
    batch->memory = calloc(base * blocks + coefficients + ahead + line, sizeof(double));
    if (!batch->memory)
        return cohort_fail_memory(error);
    const uintptr_t address = (uintptr_t)batch->memory;
    batch->base = (double *)batch->memory + (64 - address % 64) % 64 / sizeof(double);
    batch->coefficients = batch->base + base * blocks;
    return COHORT_OK;
}

/* Of checked and surveyed inputs: room for all of them, zero. */
static int make(int lanes, const cohort_grid *grid, struct batch_layout *layout, cohort_batch **out,
                cohort_error *error)
{
    cohort_batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return cohort_fail_memory(error);
    layout_end(layout);
    *batch = (cohort_batch){
        .grid = *grid,
        .lanes = lanes,
        .blocks = (lanes - 1) / COHORT_BLOCK + 1,
        .layout = *layout,
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
    struct batch_layout layout[COHORT_THREADS_MAX]; /* of the lanes it has surveyed */
    int refused[COHORT_THREADS_MAX];                /* the lowest of them; INT_MAX = none */
    bool negative[COHORT_THREADS_MAX];
    struct steps steps[COHORT_THREADS_MAX];
};

static int check_lane(const struct making *making, int lane, cohort_error *error)
{
    int code = cohort_inputs_match(making->inputs[0], making->inputs[lane], error);
    return code ? code : cohort_inputs_check(making->inputs[lane], error);
}

static void survey_piece(void *context, int thread, int block)
{
    struct making *making = context;
    const int first = block * COHORT_BLOCK, end = first + COHORT_BLOCK;
    for (int lane = first; lane < making->lanes && lane < end; lane++)
        if (check_lane(making, lane, NULL) == COHORT_OK)
            survey(&making->layout[thread], making->inputs[lane]);
        else if (lane < making->refused[thread])
            making->refused[thread] = lane;
}

/* Interval by interval, so that the lanes of a block, which write to the same lines of the cache,
 * are brought together while these are near. */
static void write_piece(void *context, int thread, int block)
{
    struct making *making = context;
    cohort_batch *batch = making->batch;
    const int first = block * COHORT_BLOCK, end = first + cohort_batch_block_lanes(batch, block);
    bool negative = making->negative[thread];
    for (int i = 0; i < batch->grid.steps; i++)
        for (int lane = first; lane < end; lane++)
            negative |=
                write_interval(batch, &making->steps[thread], making->inputs[lane], lane, i);
    for (int lane = first; lane < end; lane++)
        write_base(batch, lane, cohort_inputs_view(making->inputs[lane], COHORT_BASE));
    making->negative[thread] = negative;
}

static int check_and_survey(struct making *making, cohort_error *error)
{
    int refused = INT_MAX;
    for (int t = 0; t < making->team; t++) {
        making->layout[t] = layout_begin(making->inputs[0], false);
        making->refused[t] = INT_MAX;
    }
    cohort_run_pieces(making->team, (making->lanes - 1) / COHORT_BLOCK + 1, survey_piece, making);
    for (int t = 0; t < making->team; t++) {
        layout_join(&making->layout[0], &making->layout[t]);
        refused = making->refused[t] < refused ? making->refused[t] : refused;
    }
    if (refused == INT_MAX)
        return COHORT_OK;
    return cohort_fail_prefix(error, check_lane(making, refused, error), "lane %d: ", refused);
}

static int write_all(struct making *making, cohort_error *error)
{
    cohort_batch *batch = making->batch;
    int code = COHORT_OK;
    for (int t = 0; !code && t < making->team; t++)
        code = steps_for(batch, &making->steps[t], error);
    if (!code)
        cohort_run_pieces(making->team, batch->blocks, write_piece, making);
    for (int t = 0; t < making->team; t++) {
        batch->may_turn_negative |= making->negative[t];
        cohort_steps_free(&making->steps[t]);
    }
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
        code = check_and_survey(&making, error);
    if (!code)
        code = make(lanes, &inputs[0]->grid, &making.layout[0], &making.batch, error);
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
    *out = NULL;
    int code = check_lanes(lanes, error);
    if (!code)
        code = cohort_inputs_check_rates(rates, error);
    for (int lane = 0; !code && lane < lanes; lane++)
        code = check_base(&rates->grid, lane, base_populations + (size_t)lane * cells, error);
    if (code)
        return code;
    struct batch_layout layout = layout_begin(rates, true);
    survey(&layout, rates);
    cohort_batch *batch;
    struct steps steps;
    code = make(lanes, &rates->grid, &layout, &batch, error);
    if (code)
        return code;
    code = steps_for(batch, &steps, error);
    if (code) {
        cohort_batch_free(batch);
        return code;
    }
    for (int i = 0; i < batch->grid.steps; i++)
        batch->may_turn_negative |= write_interval(batch, &steps, rates, 0, i);
    cohort_steps_free(&steps);
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
