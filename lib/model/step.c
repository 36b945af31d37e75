/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include "core/range.h"

#include <cohort/projection.h>

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { PARTS = COHORT_WOMEN_PARTS };

void cohort_steps_survey(struct steps *steps, const cohort_inputs *inputs, const struct seen *seen)
{
    const cohort_grid *grid = &inputs->grid;
    const size_t ages = (size_t)grid->ages;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    *steps = (struct steps){
        .inputs = inputs,
        .women_first = inputs->women_first,
        .women_last = inputs->women_last,
        .moves = seen[COHORT_NET_MIGRATION_RATIO].nonzero ? MOVES_RATE
                 : seen[COHORT_NET_MIGRANTS].nonzero      ? MOVES_COUNT
                                                          : MOVES_NONE,
        .level = cohort_level_best(),
    };
    if (!asfr)
        return;
    steps->women_first = grid->ages;
    steps->women_last = -1;
    for (size_t i = 0; i < (size_t)grid->steps; i++, asfr += ages) {
        for (int x = 0; x < steps->women_first; x++)
            if (asfr[x] != 0.0)
                steps->women_first = x;
        for (int x = grid->ages - 1; x > steps->women_last; x--)
            if (asfr[x] != 0.0)
                steps->women_last = x;
    }
}

static COHORT_INLINE void set_births(struct step *step, double male_share, double factor)
{
    step->factor = factor;
    step->share[COHORT_MALE] = male_share;
    step->share[COHORT_FEMALE] = 1.0 - male_share;
}

static const double *of_interval(const cohort_inputs *inputs, cohort_quantity quantity,
                                 int interval, size_t size)
{
    const double *all = cohort_inputs_view(inputs, quantity);
    return all ? all + (size_t)interval * size : NULL;
}

struct step cohort_step_of(const struct steps *steps, int interval)
{
    const cohort_inputs *inputs = steps->inputs;
    const size_t cells = cohort_grid_cells(&inputs->grid), ages = (size_t)inputs->grid.ages;
    const double *cwr = of_interval(inputs, COHORT_CWR, interval, 1);
    struct step step = {
        .ages = inputs->grid.ages,
        .women_first = steps->women_first,
        .women_last = steps->women_last,
        .moves = steps->moves,
        .by_arrival = inputs->convention->by_arrival,
        .after_births = inputs->convention->after_births,
        .early = inputs->convention->early,
        .S = of_interval(inputs, COHORT_SURVIVAL, interval, cells),
        .m = of_interval(inputs, COHORT_NET_MIGRATION_RATIO, interval, cells),
        .M = of_interval(inputs, COHORT_NET_MIGRANTS, interval, cells),
        .asfr = of_interval(inputs, COHORT_ASFR, interval, ages),
    };
    set_births(&step, *of_interval(inputs, COHORT_MALE_SHARE, interval, 1),
               cwr ? *cwr : 0.5 * inputs->grid.width);
    return step;
}

/* From one interval to the next. */
static COHORT_INLINE void go_on(struct step *step, size_t cells)
{
    step->S += cells;
    step->m += cells;
    step->M += cells;
    if (!step->by_arrival)
        step->asfr += step->ages;
}

/* ---- what happens in a cell: the formulas of step.h ---- */

/* Net migrants of the cell, with rates of the age at the start. */
static COHORT_INLINE double moving(const struct step *s, const double *o, ptrdiff_t c)
{
    return s->moves == MOVES_NONE    ? 0.0
           : s->moves == MOVES_COUNT ? s->M[c]
                                     : s->M[c] + s->m[c] * o[c];
}

/* Those of it who come at the opening. */
static COHORT_INLINE double early_of(const struct step *s, const double *o, ptrdiff_t c)
{
    return s->early > 0.0 ? s->early * moving(s, o, c) : 0.0;
}

/* A cell by whom it is entered (with those of them who came early), and who moves into it late. */
static COHORT_INLINE void enter(const struct step *s, ptrdiff_t c, double from, double early,
                                double late, double *closing, const struct events *to)
{
    closing[c] = from * s->S[c] + late;
    if (to) {
        to->deaths[c] = from * (1.0 - s->S[c]);
        to->net_migration[c] = early + late;
    }
}

/* The same with rates of the age that is reached. */
static COHORT_INLINE void arrive(const struct step *s, ptrdiff_t c, double from, double *closing,
                                 const struct events *to)
{
    const double rate = s->moves == MOVES_RATE ? s->m[c] : 0.0;
    const double counts = s->moves == MOVES_NONE ? 0.0 : s->M[c];
    closing[c] = from * (s->S[c] + rate) + counts;
    if (to) {
        to->deaths[c] = from * (1.0 - s->S[c]);
        to->net_migration[c] = from * rate + counts;
    }
}

/* ---- births ---- */

/* Women of a group over the interval, twice their mean: at the opening with those who came then, and
 * at the closing without those who came after the births. `cut`: never below zero. */
static COHORT_INLINE double women_of(const struct step *s, bool cut, const double *o,
                                     const double *closing, ptrdiff_t c, bool is_open)
{
    double begin = o[c] + early_of(s, o, c);
    if (cut && begin < 0.0)
        begin = 0.0;
    return begin +
           (s->after_births ? (is_open ? o[c - 1] + o[c] : o[c - 1]) * s->S[c] : closing[c]);
}

/* In PARTS sums by the age group modulo it, from the oldest down, as batches go; asfr beyond the
 * women who bear is 0 and changes none. */
static COHORT_INLINE double by_rates(const struct step *s, bool cut, const double *restrict o,
                                     const double *restrict closing)
{
    const ptrdiff_t women = COHORT_FEMALE * (ptrdiff_t)s->ages;
    const int open = s->ages - 1;
    double sum[PARTS] = {0};
    int x = s->women_last / PARTS * PARTS;
    if (x + PARTS > open) {
        for (int k = 0; k < PARTS && x + k <= open; k++)
            sum[k] += s->asfr[x + k] * women_of(s, cut, o, closing, women + x + k, x + k == open);
        x -= PARTS;
    }
    for (; x >= s->women_first / PARTS * PARTS; x -= PARTS)
        for (int k = 0; k < PARTS; k++)
            sum[k] += s->asfr[x + k] * women_of(s, cut, o, closing, women + x + k, false);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static COHORT_INLINE double by_ratio(const struct step *s, const double *restrict closing)
{
    const double *women = closing + COHORT_FEMALE * (ptrdiff_t)s->ages;
    double sum[PARTS] = {0};
    for (int k = 0; k < PARTS; k++)
        for (int x = s->women_last - (s->women_last + PARTS - k) % PARTS; x >= s->women_first;
             x -= PARTS)
            sum[k] += women[x];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static COHORT_INLINE double births_of(const struct step *s, bool cut, const double *opening,
                                      const double *closing)
{
    return s->factor * (s->by_arrival ? by_ratio(s, closing) : by_rates(s, cut, opening, closing));
}

/* The first group of each sex, from the births (a ratio: the children) of both. */
static COHORT_INLINE void begin_life(const struct step *s, double births, const double *opening,
                                     double *closing, const struct events *to)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const ptrdiff_t c = sex * (ptrdiff_t)s->ages;
        const double born = births * s->share[sex];
        const double moved = s->by_arrival ? s->M[c] : (1.0 - s->early) * moving(s, opening, c);
        const double children = s->by_arrival ? born : born * s->S[c];
        closing[c] = children + moved;
        if (!to)
            continue;
        to->births[c] = !s->by_arrival || born == 0.0 ? born : born / s->S[c];
        to->deaths[c] = to->births[c] * (1.0 - s->S[c]);
        to->net_migration[c] = moved;
    }
}

/* ---- an interval ---- */

/* Below 0 for what is below zero: signs can be gathered by `or`, which needs no comparison. What is
 * not a number may have either sign, and is found at the end. */
static COHORT_INLINE int64_t sign_of(double persons)
{
    int64_t bits;
    memcpy(&bits, &persons, sizeof bits);
    return bits;
}

/* Rates of the age at the start. Returned: negative if a cell, or who begins in it, is below zero. */
static COHORT_INLINE int64_t grow_by_place(const struct step *s, const double *restrict o,
                                           double *restrict closing, const struct events *to)
{
    const double late = 1.0 - s->early;
    int64_t signs = 0;
    for (ptrdiff_t first = 0; first < COHORT_SEXES * (ptrdiff_t)s->ages; first += s->ages) {
        const ptrdiff_t open = first + s->ages - 1;
        for (ptrdiff_t c = first + 1; c <= open; c++) {
            const double in = early_of(s, o, c - 1), from = o[c - 1] + in;
            enter(s, c, from, in, late * moving(s, o, c), closing, to);
            signs |= sign_of(closing[c]) | (s->early > 0.0 ? sign_of(from) : 0);
        }
        const double before = early_of(s, o, open - 1), own = early_of(s, o, open);
        const double from = (o[open - 1] + before) + (o[open] + own);
        enter(s, open, from, before + own, late * moving(s, o, open), closing, to);
        signs |= sign_of(closing[open]) | sign_of(from);
    }
    return signs;
}

/* Rates of the age that is reached. */
static COHORT_INLINE int64_t grow_by_arrival(const struct step *s, const double *restrict o,
                                             double *restrict closing, const struct events *to)
{
    int64_t signs = 0;
    for (ptrdiff_t first = 0; first < COHORT_SEXES * (ptrdiff_t)s->ages; first += s->ages) {
        const ptrdiff_t open = first + s->ages - 1;
        for (ptrdiff_t c = first + 1; c <= open; c++) {
            arrive(s, c, o[c - 1], closing, to);
            signs |= sign_of(closing[c]);
        }
        arrive(s, open, o[open - 1] + o[open], closing, to);
        signs |= sign_of(closing[open]);
    }
    return signs;
}

static COHORT_INLINE bool run_one(const struct step *s, const double *opening, double *closing,
                                  const struct events *to)
{
    const int64_t signs = s->by_arrival ? grow_by_arrival(s, opening, closing, to)
                                        : grow_by_place(s, opening, closing, to);
    begin_life(s, births_of(s, false, opening, closing), opening, closing, to);
    return (signs | sign_of(closing[0]) | sign_of(closing[s->ages])) >= 0;
}

/* Each kind by itself, so that nothing is asked within the loops. */
static COHORT_INLINE int run_as(const struct steps *steps, bool by_arrival, enum moves moves,
                                bool has_early, bool after_births, bool has_events, int first,
                                int end, double *population, const struct events *events)
{
    const size_t cells = cohort_grid_cells(&steps->inputs->grid);
    const cohort_inputs *inputs = steps->inputs;
    const double *male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE);
    const double *cwr = cohort_inputs_view(inputs, COHORT_CWR);
    struct step step = cohort_step_of(steps, first);
    step.by_arrival = by_arrival;
    step.moves = moves;
    step.early = has_early ? step.early : 0.0;
    step.after_births = after_births;
    for (int i = first; i < end; i++, population += cells, go_on(&step, cells)) {
        const size_t at = (size_t)i * cells;
        set_births(&step, male_share[i], by_arrival ? cwr[i] : 0.5 * inputs->grid.width);
        struct events to = {0};
        if (has_events)
            to = (struct events){events->births + at, events->deaths + at,
                                 events->net_migration + at};
        if (!run_one(&step, population, population + cells, has_events ? &to : NULL))
            return i;
    }
    return end;
}

static COHORT_INLINE int run_all(const struct steps *steps, int first, int end, double *population,
                                 const struct events *events)
{
    const struct convention *convention = steps->inputs->convention;
    switch ((int)steps->moves * 16 + convention->by_arrival * 8 + (convention->early > 0.0) * 4 +
            convention->after_births * 2 + (events != NULL)) {
#define KIND(moves, arrival, early, after, has_events)                                             \
    case moves * 16 + arrival * 8 + early * 4 + after * 2 + has_events:                            \
        return run_as(steps, arrival, moves, early, after, has_events, first, end, population,     \
                      events);
#define KINDS(arrival, early, after)                                                               \
    KIND(MOVES_NONE, arrival, early, after, 0)                                                     \
    KIND(MOVES_NONE, arrival, early, after, 1)                                                     \
    KIND(MOVES_COUNT, arrival, early, after, 0)                                                    \
    KIND(MOVES_COUNT, arrival, early, after, 1)                                                    \
    KIND(MOVES_RATE, arrival, early, after, 0)                                                     \
    KIND(MOVES_RATE, arrival, early, after, 1)
        KINDS(0, 0, 1) /* wpp-end */
        KINDS(0, 1, 0) /* wpp-even */
        KINDS(1, 0, 0) /* ipss */
#undef KINDS
#undef KIND
    }
    return first; /* not reached: rates of the age that is reached have no early migrants */
}

COHORT_AT_V3 static int run_all_v3(const struct steps *steps, int first, int end,
                                   double *population, const struct events *events)
{
    return run_all(steps, first, end, population, events);
}

int cohort_steps_run(const struct steps *steps, int first, int end, double *population,
                     const struct events *events)
{
    return steps->level >= LEVEL_V3 ? run_all_v3(steps, first, end, population, events)
                                    : run_all(steps, first, end, population, events);
}

double cohort_step_births(const struct step *step, bool cut, const double *opening,
                          const double *closing)
{
    return births_of(step, cut, opening, closing);
}

void cohort_step_births_by_mother(const struct step *step, const double *opening,
                                  const double *closing, double *births)
{
    const ptrdiff_t women = COHORT_FEMALE * (ptrdiff_t)step->ages;
    births[0] = 0.0; /* those who are born in the interval have no children in it */
    for (int x = 1; x < step->ages; x++)
        births[x] = step->factor * (step->asfr[x] * women_of(step, true, opening, closing,
                                                             women + x, x == step->ages - 1));
}
