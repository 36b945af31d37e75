/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include <cohort/projection.h>

#include <math.h>

/* One interval, cell by cell, where the fast run found one below zero. */
struct settling {
    const struct step *step;
    const double *opening;
    double *closing;
    const struct events *events;
    cohort_excess_found *found;
    void *context;
    bool openings; /* found now, or else those of the closings? */
    int cut;
};

/* A number of persons that is not below zero. `size`: of all that entered it. */
static double at_least_zero(struct settling *t, double persons, double size, int sex, int age,
                            bool at_opening)
{
    if (persons >= 0.0 || isnan(persons)) /* the latter is found at the end */
        return persons;
    if (persons >= -COHORT_ZERO_TOLERANCE * size)
        return 0.0;
    const struct excess excess = {sex, age, at_opening, -persons};
    t->cut++;
    if (t->found && t->openings == at_opening)
        t->found(t->context, &excess);
    return 0.0;
}

/* Net migrants of a cell, of a part of them, and the size of what they are made of. */
static double part_of(const struct settling *t, double part, int c)
{
    return part > 0.0 ? part * (t->step->M[c] + t->step->m[c] * t->opening[c]) : 0.0;
}

static double size_of(const struct settling *t, double part, int c)
{
    return part * (fabs(t->step->M[c]) + fabs(t->step->m[c]) * t->opening[c]);
}

/* Those of a group who begin, as they are; the two oldest go on together. */
static double beginning(const struct settling *t, int c, double *size)
{
    const double early = t->step->early;
    *size = t->opening[c] + size_of(t, early, c);
    return t->opening[c] + part_of(t, early, c);
}

/* Whoever comes to a group: of the one before, or of the two oldest. */
static double coming(struct settling *t, int sex, int x, double *size)
{
    const int c = sex * t->step->ages + x, open = t->step->ages - 1;
    double more = 0.0, persons = beginning(t, c - 1, size);
    if (x == open) {
        persons += beginning(t, c, &more);
        *size += more;
    }
    return at_least_zero(t, persons, *size, sex, x == open ? open : x - 1, true);
}

/* Set a cell; where something was cut its net migration is what accounts leave. */
static void set(struct settling *t, int c, double before, double deaths, double moves,
                double closing, bool is_cut)
{
    t->closing[c] = closing;
    if (!t->events)
        return;
    t->events->deaths[c] = deaths;
    t->events->net_migration[c] = is_cut ? closing - before + deaths : moves;
}

static void settle_by_place(struct settling *t, int sex, int x)
{
    const struct step *s = t->step;
    const int c = sex * s->ages + x, open = s->ages - 1, cut = t->cut;
    const double early = s->early, late = part_of(t, 1.0 - early, c);
    const double before = t->opening[c - 1] + (x == open ? t->opening[c] : 0.0);
    const double in = part_of(t, early, c - 1) + (x == open ? part_of(t, early, c) : 0.0);
    double size;
    const double from = coming(t, sex, x, &size), there = from * s->S[c] + late;
    size = size * s->S[c] + size_of(t, 1.0 - early, c);
    const double closing = at_least_zero(t, there, size, sex, x, false);
    set(t, c, before, from * (1.0 - s->S[c]), in + late, closing, t->cut > cut);
}

static void settle_by_arrival(struct settling *t, int sex, int x)
{
    const struct step *s = t->step;
    const int c = sex * s->ages + x, cut = t->cut;
    const double rate = s->m[c];
    const double from = t->opening[c - 1] + (x == s->ages - 1 ? t->opening[c] : 0.0);
    const double size = from * (s->S[c] + fabs(rate)) + fabs(s->M[c]);
    const double closing = at_least_zero(t, from * (s->S[c] + rate) + s->M[c], size, sex, x, false);
    set(t, c, from, from * (1.0 - s->S[c]), from * rate + s->M[c], closing, t->cut > cut);
}

/* The first group: births and who moves. */
static void settle_first(struct settling *t, int sex, double births)
{
    const struct step *s = t->step;
    const int c = sex * s->ages, cut = t->cut;
    const double born = births * s->share[sex], part = s->asfr ? 1.0 - s->early : 1.0;
    const double moved = s->asfr ? part_of(t, part, c) : s->M[c];
    const double children = s->asfr ? born * s->S[c] : born;
    const double own = s->asfr || born == 0.0 ? born : born / s->S[c];
    const double size = children + (s->asfr ? size_of(t, part, c) : fabs(s->M[c]));
    const double closing = at_least_zero(t, children + moved, size, sex, 0, false);
    if (t->events)
        t->events->births[c] = own;
    set(t, c, own, own * (1.0 - s->S[c]), moved, closing, t->cut > cut);
}

int cohort_step_settle(const struct step *step, const double *opening, double *closing,
                       const struct events *events, cohort_excess_found *found, void *context)
{
    struct settling t = {step, opening, closing, events, found, context, true, 0};
    double size;
    for (int sex = 0; !step->by_arrival && sex < COHORT_SEXES; sex++)
        for (int x = 1; x < step->ages; x++)
            coming(&t, sex, x, &size);
    t.openings = false;
    t.cut = 0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x < step->ages; x++)
            (step->by_arrival ? settle_by_arrival : settle_by_place)(&t, sex, x);
    const double births = cohort_step_births(step, true, opening, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        settle_first(&t, sex, births);
    return t.cut;
}
