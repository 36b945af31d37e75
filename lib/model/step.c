/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include <math.h>

enum { PARTS = COHORT_WOMEN_PARTS };

void cohort_cuts_add(struct cuts *cuts, int sex, int age, bool at_opening, double persons)
{
    if (cuts->count < cuts->most)
        cuts->list[cuts->count] = (cohort_cut){cuts->interval, sex, age, at_opening, persons};
    cuts->count++;
}

struct steps cohort_steps_of(const cohort_inputs *inputs, const struct survey *survey)
{
    return (struct steps){
        .inputs = inputs,
        .women_first = survey->women_first,
        .women_last = survey->women_last,
        .moves = survey->of[COHORT_NET_MIGRATION_RATIO].nonzero ? MOVES_RATE
                 : survey->of[COHORT_NET_MIGRANTS].nonzero      ? MOVES_COUNT
                                                                : MOVES_NONE,
        .level = cohort_level_best(),
    };
}

struct step cohort_step_of(const struct steps *steps, int interval)
{
    const cohort_inputs *inputs = steps->inputs;
    const size_t i = (size_t)interval, ages = (size_t)inputs->grid.ages,
                 cells = COHORT_SEXES * ages;
    const double *boys = cohort_inputs_at(inputs, COHORT_MALE_SHARE, i);
    const double *cwr = cohort_inputs_at(inputs, COHORT_CWR, i);
    return (struct step){
        .ages = inputs->grid.ages,
        .women_first = steps->women_first,
        .women_last = steps->women_last,
        .moves = steps->moves,
        .by_arrival = inputs->convention->by_arrival,
        .after_births = inputs->convention->after_births,
        .early = inputs->convention->early,
        .S = cohort_inputs_at(inputs, COHORT_SURVIVAL, i * cells),
        .m = cohort_inputs_at(inputs, COHORT_NET_MIGRATION_RATIO, i * cells),
        .M = cohort_inputs_at(inputs, COHORT_NET_MIGRANTS, i * cells),
        .asfr = cohort_inputs_at(inputs, COHORT_ASFR, i * ages),
        .boys = boys,
        .cwr = cwr,
        .factor = cwr ? *cwr : 0.5 * inputs->grid.width,
        .share = {*boys, 1.0 - *boys},
    };
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

/* ---- what is below zero ---- */

/* An interval that is gone through again, cell by cell, for something in it fell below zero. The same
 * formulas are asked for it: `t` is NULL in all other intervals, which the compiler knows. */
struct settling {
    int ages;
    struct cuts *cuts;
    bool openings; /* are they listed now, or else the closings? */
    bool cut;      /* was somebody of the cell at hand? */
};

/* Persons of whom there are not less than none. `entered`: the sum of the sizes of all who did. */
static double at_least_zero(struct settling *t, ptrdiff_t c, bool at_opening, double persons,
                            double entered)
{
    if (persons >= 0.0 || isnan(persons)) /* the latter is found at the end */
        return persons;
    if (persons >= -COHORT_ZERO_TOLERANCE * entered)
        return 0.0;
    t->cut = true;
    if (t->openings == at_opening)
        cohort_cuts_add(t->cuts, (int)c / t->ages, (int)c % t->ages, at_opening, -persons);
    return 0.0;
}

/* The sizes of a cell's migrants. */
static COHORT_INLINE double moving_size(const struct step *s, const double *o, ptrdiff_t c)
{
    return fabs(s->M[c]) + fabs(s->m[c]) * o[c];
}

/* What a cell becomes. */
struct cell {
    double before, deaths, moves, closing;
    double entered; /* the sum of the sizes of what closing is made of */
};

/* Returned: the sign of its closing. Where somebody is cut, net migration is what accounts leave. */
static COHORT_INLINE int64_t set(ptrdiff_t c, struct cell cell, double *closing,
                                 const struct events *to, struct settling *t)
{
    if (t)
        cell.closing = at_least_zero(t, c, false, cell.closing, cell.entered);
    if (t && t->cut)
        cell.moves = cell.closing - cell.before + cell.deaths;
    if (t)
        t->cut = false;
    closing[c] = cell.closing;
    if (to) {
        to->deaths[c] = cell.deaths;
        to->net_migration[c] = cell.moves;
    }
    return cohort_sign(cell.closing);
}

/* ---- births ---- */

/* Women of a group over the interval, twice their mean: at the opening with those who came then
 * (`cut`: not below zero), and at the closing without those who came after the births. */
static COHORT_INLINE double women_of(const struct step *s, bool cut, const double *o,
                                     const double *closing, ptrdiff_t c, bool is_open)
{
    const double begin = o[c] + early_of(s, o, c);
    return (cut && begin < 0.0 ? 0.0 : begin) +
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

/* The first group of each sex, from the births (a ratio: the children) of both. Returned: as of
 * grow. */
static COHORT_INLINE int64_t begin_life(const struct step *s, double births, const double *o,
                                        double *closing, const struct events *to,
                                        struct settling *t)
{
    const double late = 1.0 - s->early;
    int64_t signs = 0;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const ptrdiff_t c = sex * (ptrdiff_t)s->ages;
        const double shared = births * s->share[sex];
        const double children = s->by_arrival ? shared : shared * s->S[c];
        const double born = !s->by_arrival || shared == 0.0 ? shared : shared / s->S[c];
        const double moves = late * moving(s, o, c); /* by arrival m is 0 */
        const struct cell cell = {born, born * (1.0 - s->S[c]), moves, children + moves,
                                  children + late * moving_size(s, o, c)};
        if (to)
            to->births[c] = born;
        signs |= set(c, cell, closing, to, t);
    }
    return signs;
}

/* ---- an interval ---- */

/* Those who begin in a cell: the sum of their sizes, and they themselves. */
static COHORT_INLINE double begin_size(const struct step *s, const double *o, ptrdiff_t c)
{
    return o[c] + s->early * moving_size(s, o, c);
}

static COHORT_INLINE double begin_of(const struct step *s, const double *o, ptrdiff_t c,
                                     struct settling *t)
{
    const double begin = o[c] + early_of(s, o, c);
    return t ? at_least_zero(t, c, true, begin, begin_size(s, o, c)) : begin;
}

/* Rates of the age at the start: those of the group before come, and of the open group itself. The
 * two oldest have to be enough together, but each by itself if they are women who bear. */
static COHORT_INLINE int64_t enter(const struct step *s, ptrdiff_t c, bool is_open, const double *o,
                                   double *closing, const struct events *to, struct settling *t)
{
    const bool bear = c >= s->ages && (s->asfr[s->ages - 2] > 0.0 || s->asfr[s->ages - 1] > 0.0);
    struct settling *each = is_open && !bear ? NULL : t;
    const double late = (1.0 - s->early) * moving(s, o, c), early = early_of(s, o, c - 1);
    const double other = begin_of(s, o, c - 1, each), own = is_open ? begin_of(s, o, c, each) : 0.0;
    const double came = begin_size(s, o, c - 1) + (is_open ? begin_size(s, o, c) : 0.0);
    double from = is_open ? other + own : other;
    if (t && !each)
        from = at_least_zero(t, c, true, from, came);
    const struct cell cell = {is_open ? o[c - 1] + o[c] : o[c - 1], from * (1.0 - s->S[c]),
                              (is_open ? early + early_of(s, o, c) : early) + late,
                              from * s->S[c] + late,
                              came * s->S[c] + (1.0 - s->early) * moving_size(s, o, c)};
    const int64_t signs =
        is_open && !bear ? cohort_sign(from) : cohort_sign(other) | cohort_sign(own);
    return set(c, cell, closing, to, t) | (s->early > 0.0 ? signs : 0);
}

/* Rates of the age that is reached. */
static COHORT_INLINE int64_t arrive(const struct step *s, ptrdiff_t c, bool is_open,
                                    const double *o, double *closing, const struct events *to,
                                    struct settling *t)
{
    const double from = is_open ? o[c - 1] + o[c] : o[c - 1];
    const double rate = s->moves == MOVES_RATE ? s->m[c] : 0.0;
    const double counts = s->moves == MOVES_NONE ? 0.0 : s->M[c];
    const struct cell cell = {from, from * (1.0 - s->S[c]), from * rate + counts,
                              from * (s->S[c] + rate) + counts,
                              from * (s->S[c] + fabs(rate)) + fabs(counts)};
    return set(c, cell, closing, to, t);
}

/* All but the first groups. Returned: negative if a cell, or who begins in it, is below zero. The loop
 * takes the open group along, which is set right behind it; but not where cells are settled. */
static COHORT_INLINE int64_t grow(const struct step *s, const double *restrict o,
                                  double *restrict closing, const struct events *to,
                                  struct settling *t)
{
    int64_t signs = 0;
    for (ptrdiff_t first = 0; first < COHORT_SEXES * (ptrdiff_t)s->ages; first += s->ages) {
        const ptrdiff_t open = first + s->ages - 1;
        for (ptrdiff_t c = first + 1; c <= open - (t != NULL); c++)
            signs |= s->by_arrival ? arrive(s, c, false, o, closing, to, t)
                                   : enter(s, c, false, o, closing, to, t);
        signs |= s->by_arrival ? arrive(s, open, true, o, closing, to, t)
                               : enter(s, open, true, o, closing, to, t);
    }
    return signs;
}

static COHORT_INLINE bool run_one(const struct step *s, const double *opening, double *closing,
                                  const struct events *to, struct settling *t)
{
    const int64_t signs = grow(s, opening, closing, to, t);
    closing[COHORT_FEMALE * (ptrdiff_t)s->ages] = 0.0; /* for sums that take it along, times 0 */
    const double births = births_of(s, t != NULL, opening, closing);
    return (signs | begin_life(s, births, opening, closing, to, t)) >= 0;
}

/* Twice: to list the openings, and then the closings. */
void cohort_step_settle(const struct step *step, const double *opening, double *closing,
                        const struct events *events, struct cuts *cuts)
{
    struct settling t = {.ages = step->ages, .cuts = cuts};
    for (int pass = 0; pass < 2; pass++) {
        t.openings = pass == 0;
        run_one(step, opening, closing, events, &t);
    }
}

/* ---- all intervals ---- */

/* The address of the fast run's own step is not taken: it would be read again for each cell. */
static void settle(const struct steps *steps, int interval, double *opening,
                   const struct events *events, struct cuts *cuts)
{
    const struct step step = cohort_step_of(steps, interval);
    cuts->interval = interval;
    cohort_step_settle(&step, opening, opening + COHORT_SEXES * (size_t)step.ages, events, cuts);
}

/* Each kind by itself, so that nothing is asked within the loops. */
static COHORT_INLINE void run_as(const struct steps *steps, bool by_arrival, enum moves moves,
                                 bool has_early, bool after_births, bool has_events, int first,
                                 int end, double *population, const struct events *events,
                                 struct cuts *cuts)
{
    const size_t cells = cohort_grid_cells(&steps->inputs->grid);
    struct step step = cohort_step_of(steps, first);
    step.by_arrival = by_arrival;
    step.moves = moves;
    step.early = has_early ? step.early : 0.0;
    step.after_births = after_births;
    for (int i = first; i < end; i++, population += cells) {
        struct events to = {0};
        if (i > first)
            cohort_step_next(&step);
        if (has_events)
            to = cohort_events_from(events, (size_t)i * cells);
        if (!run_one(&step, population, population + cells, has_events ? &to : NULL, NULL) && cuts)
            settle(steps, i, population, has_events ? &to : NULL, cuts);
    }
}

static COHORT_INLINE void run_all(const struct steps *steps, int first, int end, double *population,
                                  const struct events *events, struct cuts *cuts)
{
    const struct convention *convention = steps->inputs->convention;
    switch ((int)steps->moves * 16 + convention->by_arrival * 8 + (convention->early > 0.0) * 4 +
            convention->after_births * 2 + (events != NULL)) {
#define KIND(moves, arrival, early, after, has_events)                                             \
    case moves * 16 + arrival * 8 + early * 4 + after * 2 + has_events:                            \
        run_as(steps, arrival, moves, early, after, has_events, first, end, population, events,    \
               cuts);                                                                              \
        break;
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
}

COHORT_AT_V3 static void run_all_v3(const struct steps *steps, int first, int end,
                                    double *population, const struct events *events,
                                    struct cuts *cuts)
{
    run_all(steps, first, end, population, events, cuts);
}

void cohort_steps_run(const struct steps *steps, int first, int end, double *population,
                      const struct events *events, struct cuts *cuts)
{
    if (first < end)
        (steps->level >= LEVEL_V3 ? run_all_v3 : run_all)(steps, first, end, population, events,
                                                          cuts);
}

double cohort_step_births(const struct step *step, const double *opening, const double *closing)
{
    return births_of(step, false, opening, closing);
}

void cohort_step_births_by_mother(const struct step *step, const double *opening,
                                  const double *closing, double *births)
{
    const ptrdiff_t women = COHORT_FEMALE * (ptrdiff_t)step->ages;
    for (int x = 0; x < step->ages; x++) /* (the first group's asfr is 0) */
        births[x] = step->factor * (step->asfr[x] * women_of(step, true, opening, closing,
                                                             women + x, x == step->ages - 1));
}
