/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include "core/range.h"

#include <cohort/projection.h>

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { PARTS = COHORT_WOMEN_PARTS };

void cohort_steps_survey(struct steps *steps, const cohort_inputs *inputs)
{
    const cohort_grid *grid = &inputs->grid;
    const size_t cells = (size_t)grid->steps * cohort_grid_cells(grid), ages = (size_t)grid->ages;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    *steps = (struct steps){
        .inputs = inputs,
        .women_first = inputs->women_first,
        .women_last = inputs->women_last,
        .has_rates = cohort_any_outside(cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO),
                                        cells, 0.0, 0.0),
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

struct step cohort_step_of(const struct steps *steps, int interval)
{
    const cohort_inputs *inputs = steps->inputs;
    const size_t at = cohort_cell(&inputs->grid, interval, 0, 0);
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    const double male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    return (struct step){
        .ages = inputs->grid.ages,
        .women_first = steps->women_first,
        .women_last = steps->women_last,
        .convention = inputs->convention,
        .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + at,
        .m = steps->has_rates ? cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at : NULL,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at,
        .asfr = asfr ? asfr + (size_t)interval * (size_t)inputs->grid.ages : NULL,
        .factor =
            asfr ? 0.5 * inputs->grid.width : cohort_inputs_view(inputs, COHORT_CWR)[interval],
        .share = {male_share, 1.0 - male_share},
    };
}

/* ---- what happens in a cell: the formulas of step.h ---- */

/* Net migrants of the cell, with rates of the age at the start. */
static COHORT_INLINE double moving(const struct step *s, bool rates, const double *o, ptrdiff_t c)
{
    return rates ? s->M[c] + s->m[c] * o[c] : s->M[c];
}

/* Those of it who come at the opening. */
static COHORT_INLINE double early_of(const struct step *s, bool rates, double early,
                                     const double *o, ptrdiff_t c)
{
    return early > 0.0 ? early * moving(s, rates, o, c) : 0.0;
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
static COHORT_INLINE void arrive(const struct step *s, ptrdiff_t c, bool rates, double from,
                                 double *closing, const struct events *to)
{
    const double rate = rates ? s->m[c] : 0.0;
    closing[c] = from * (s->S[c] + rate) + s->M[c];
    if (to) {
        to->deaths[c] = from * (1.0 - s->S[c]);
        to->net_migration[c] = from * rate + s->M[c];
    }
}

/* ---- births ---- */

/* Women of a group over the interval, twice their mean: at the opening with those who came then,
 * and at the closing without those who came after the births. */
static COHORT_INLINE double women_of(const struct step *s, bool rates, double early, double counted,
                                     const double *o, ptrdiff_t c)
{
    const double moved = moving(s, rates, o, c);
    const double lived = (o[c - 1] + early_of(s, rates, early, o, c - 1)) * s->S[c];
    return (o[c] + early_of(s, rates, early, o, c)) +
           (counted > 0.0 ? lived + counted * moved : lived);
}

/* The women of the open group are of two. */
static double oldest_women(const struct step *s, double early, double counted, const double *o,
                           ptrdiff_t c)
{
    const double moved = moving(s, s->m, o, c), begin = o[c] + early_of(s, s->m, early, o, c);
    const double lived = ((o[c - 1] + early_of(s, s->m, early, o, c - 1)) + begin) * s->S[c];
    return begin + (counted > 0.0 ? lived + counted * moved : lived);
}

/* The share of the migrants who are counted among the women of the closing. */
static double counted_of(const struct convention *convention)
{
    return convention->after_births ? 0.0 : 1.0 - convention->early;
}

/* From the oldest down, as batches go. */
static COHORT_INLINE double by_rates(const struct step *s, bool rates, double early, double counted,
                                     const double *restrict o)
{
    const ptrdiff_t women = COHORT_FEMALE * (ptrdiff_t)s->ages;
    const int open = s->ages - 1;
    double sum[PARTS] = {0};
    int x = s->women_last;
    if (x == open) {
        sum[x % PARTS] += s->asfr[x] * oldest_women(s, early, counted, o, women + x);
        x--;
    }
    for (; x >= s->women_first && x % PARTS != PARTS - 1; x--)
        sum[x % PARTS] += s->asfr[x] * women_of(s, rates, early, counted, o, women + x);
    for (x -= PARTS - 1; x >= s->women_first; x -= PARTS)
        for (int k = 0; k < PARTS; k++)
            sum[k] += s->asfr[x + k] * women_of(s, rates, early, counted, o, women + x + k);
    for (x += PARTS - 1; x >= s->women_first; x--)
        sum[x % PARTS] += s->asfr[x] * women_of(s, rates, early, counted, o, women + x);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static COHORT_INLINE double by_ratio(const struct step *s, const double *restrict closing)
{
    const double *women = closing + COHORT_FEMALE * (ptrdiff_t)s->ages;
    double sum[PARTS] = {0};
    for (int x = s->women_last; x >= s->women_first; x--)
        sum[x % PARTS] += women[x];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* The first group of each sex, from the births (a ratio: the children) of both. */
static COHORT_INLINE void begin_life(const struct step *s, double births, double late,
                                     const double *opening, double *closing,
                                     const struct events *to)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const ptrdiff_t c = sex * (ptrdiff_t)s->ages;
        const double born = births * s->share[sex];
        const double moved = s->asfr ? late * moving(s, s->m, opening, c) : s->M[c];
        const double children = s->asfr ? born * s->S[c] : born;
        closing[c] = children + moved;
        if (!to)
            continue;
        to->births[c] = s->asfr || born == 0.0 ? born : born / s->S[c];
        to->deaths[c] = to->births[c] * (1.0 - s->S[c]);
        to->net_migration[c] = moved;
    }
}

/* ---- an interval ---- */

/* Rates of the age at the start. Returned: not 0 if a cell, or who begins in it, is below zero. */
static COHORT_INLINE int64_t grow_by_place(const struct step *s, bool rates, double early,
                                           const double *restrict o, double *restrict closing,
                                           const struct events *to)
{
    const ptrdiff_t cells = COHORT_SEXES * (ptrdiff_t)s->ages;
    const double late = 1.0 - early;
    int64_t bad = 0; /* as wide as what is compared */
    for (ptrdiff_t c = 1; c < cells; c++) {
        const double in = early_of(s, rates, early, o, c - 1), from = o[c - 1] + in;
        enter(s, c, from, in, late * moving(s, rates, o, c), closing, to);
        bad |= !(closing[c] >= 0.0) | !(from >= 0.0);
    }
    for (ptrdiff_t c = s->ages - 1; c < cells; c += s->ages) {
        const double in = early_of(s, rates, early, o, c - 1) + early_of(s, rates, early, o, c);
        const double from = (o[c - 1] + early_of(s, rates, early, o, c - 1)) +
                            (o[c] + early_of(s, rates, early, o, c));
        enter(s, c, from, in, late * moving(s, rates, o, c), closing, to);
        bad |= !(closing[c] >= 0.0) | !(from >= 0.0);
    }
    return bad;
}

/* Rates of the age that is reached. */
static COHORT_INLINE int64_t grow_by_arrival(const struct step *s, bool rates,
                                             const double *restrict o, double *restrict closing,
                                             const struct events *to)
{
    const ptrdiff_t cells = COHORT_SEXES * (ptrdiff_t)s->ages;
    int64_t bad = 0;
    for (ptrdiff_t c = 1; c < cells; c++) {
        arrive(s, c, rates, o[c - 1], closing, to);
        bad |= !(closing[c] >= 0.0);
    }
    for (ptrdiff_t c = s->ages - 1; c < cells; c += s->ages) {
        arrive(s, c, rates, o[c - 1] + o[c], closing, to);
        bad |= !(closing[c] >= 0.0);
    }
    return bad;
}

/* Each kind by itself, so that nothing is asked within the loops. */
static COHORT_INLINE bool run_as(const struct step *s, bool by_arrival, bool rates, bool has_early,
                                 const double *opening, double *closing, const struct events *to)
{
    const double early = has_early ? s->convention->early : 0.0, late = 1.0 - early;
    int64_t bad = by_arrival ? grow_by_arrival(s, rates, opening, closing, to)
                             : grow_by_place(s, rates, early, opening, closing, to);
    const double women = s->asfr ? by_rates(s, rates, early, counted_of(s->convention), opening)
                                 : by_ratio(s, closing);
    begin_life(s, s->factor * women, late, opening, closing, to);
    return !bad & (closing[0] >= 0.0) & (closing[s->ages] >= 0.0);
}

static COHORT_INLINE struct events of_interval(const struct events *all, size_t at)
{
    return (struct events){all->births + at, all->deaths + at, all->net_migration + at};
}

static COHORT_INLINE int run_all_as(const struct steps *steps, bool by_arrival, bool rates,
                                    bool has_early, bool has_events, int first, int end,
                                    double *population, const struct events *events)
{
    const size_t cells = cohort_grid_cells(&steps->inputs->grid);
    for (int i = first; i < end; i++, population += cells) {
        const struct step step = cohort_step_of(steps, i);
        const struct events to =
            has_events ? of_interval(events, (size_t)i * cells) : (struct events){0};
        if (!run_as(&step, by_arrival, rates, has_early, population, population + cells,
                    has_events ? &to : NULL))
            return i;
    }
    return end;
}

static COHORT_INLINE int run_all(const struct steps *steps, int first, int end, double *population,
                                 const struct events *events)
{
    const struct convention *convention = steps->inputs->convention;
    switch (convention->by_arrival * 8 + steps->has_rates * 4 + (convention->early > 0.0) * 2 +
            (events != NULL)) {
#define KIND(arrival, rates, early, has_events)                                                    \
    case arrival * 8 + rates * 4 + early * 2 + has_events:                                         \
        return run_all_as(steps, arrival, rates, early, has_events, first, end, population, events);
#define KINDS(arrival, rates, early) KIND(arrival, rates, early, 0) KIND(arrival, rates, early, 1)
        KINDS(0, 0, 0)
        KINDS(0, 0, 1)
        KINDS(0, 1, 0)
        KINDS(0, 1, 1)
        KINDS(1, 0, 0)
        KINDS(1, 1, 0)
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

double cohort_step_births(const struct step *step, const double *opening, const double *closing)
{
    const double women = step->asfr ? by_rates(step, step->m, step->convention->early,
                                               counted_of(step->convention), opening)
                                    : by_ratio(step, closing);
    return step->factor * women;
}

void cohort_step_births_by_mother(const struct step *step, const double *opening, double *births)
{
    const double early = step->convention->early, counted = counted_of(step->convention);
    const ptrdiff_t women = COHORT_FEMALE * (ptrdiff_t)step->ages, open = step->ages - 1;
    births[0] = 0.0; /* those who are born in the interval have no children in it */
    for (ptrdiff_t x = 1; x < open; x++)
        births[x] = step->factor *
                    (step->asfr[x] * women_of(step, step->m, early, counted, opening, women + x));
    births[open] = step->factor *
                   (step->asfr[open] * oldest_women(step, early, counted, opening, women + open));
}
