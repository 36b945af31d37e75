/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/adjoint.h"

/* An interval, and the derivatives that are found. */
struct sweep {
    const struct step *step;
    const double *o;   /* the opening population */
    double *to, *from; /* seeds of the closing, and of the opening */
    double *dS, *dm, *dM, *dasfr, *dcwr, *dshare;
    double early, late;
};

/* Who came early into a cell, and who stayed there late: G_c = M_c + m_c o_c, times a seed. */
static void move(const struct sweep *w, int c, double seed)
{
    w->dM[c] += seed;
    w->dm[c] += seed * w->o[c];
    w->from[c] += seed * w->step->m[c];
}

/* Those of a cell at the opening, with the migrants of then. */
static void begin(const struct sweep *w, int c, double seed)
{
    w->from[c] += seed;
    if (w->early > 0.0)
        move(w, c, w->early * seed);
}

static double beginning(const struct sweep *w, int c)
{
    return w->o[c] + w->early * (w->step->M[c] + w->step->m[c] * w->o[c]);
}

/* c survived from whoever came to it: (b_from) S_c; the two oldest come to the open group. */
static void survive(const struct sweep *w, int c, bool open, double seed)
{
    const double S = w->step->S[c];
    w->dS[c] += seed * (beginning(w, c - 1) + (open ? beginning(w, c) : 0.0));
    begin(w, c - 1, seed * S);
    if (open)
        begin(w, c, seed * S);
}

/* ---- births ---- */

/* Women of an age over the interval, twice their mean (women_of in step.c). */
static void mother_by_rates(const struct sweep *w, int x, double seed)
{
    const struct step *s = w->step;
    const int c = COHORT_FEMALE * s->ages + x;
    const bool open = x == s->ages - 1;
    const double counted = s->after_births ? 0.0 : w->late;
    const double moved = s->M[c] + s->m[c] * w->o[c];
    const double lived = (beginning(w, c - 1) + (open ? beginning(w, c) : 0.0)) * s->S[c];
    w->dasfr[x] += seed * (beginning(w, c) + lived + counted * moved);
    seed *= s->asfr[x];
    if (seed == 0.0)
        return;
    begin(w, c, seed);
    survive(w, c, open, seed);
    move(w, c, counted * seed);
}

static void births_adjoint(const struct sweep *w, const double *opening, const double *closing)
{
    const struct step *s = w->step;
    const double births = cohort_step_births(s, opening, closing);
    double seed = 0.0; /* of the births of both sexes */
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const int c = sex * s->ages;
        const double child = w->to[c], lived = s->asfr ? s->S[c] : 1.0;
        seed += child * lived * s->share[sex];
        *w->dshare += (sex == COHORT_MALE ? 1.0 : -1.0) * child * lived * births;
        if (s->asfr) {
            w->dS[c] += child * births * s->share[sex];
            move(w, c, w->late * child);
        } else
            w->dM[c] += child;
    }
    const int women = COHORT_FEMALE * s->ages;
    if (s->asfr)
        for (int x = 1; x < s->ages; x++)
            mother_by_rates(w, x, seed * s->factor);
    double mothers = 0.0;
    for (int x = s->women_first; !s->asfr && x <= s->women_last; x++) {
        mothers += closing[women + x];
        w->to[women + x] += seed * s->factor;
    }
    if (w->dcwr)
        *w->dcwr += seed * mothers;
}

/* ---- growing older ---- */

static void place_adjoint(const struct sweep *w, int c, bool open)
{
    survive(w, c, open, w->to[c]);
    move(w, c, w->late * w->to[c]);
}

static void arrival_adjoint(const struct sweep *w, int c, bool open)
{
    const double seed = w->to[c], ratio = w->step->S[c] + w->step->m[c];
    const double from = w->o[c - 1] + (open ? w->o[c] : 0.0);
    w->dS[c] += seed * from;
    w->dm[c] += seed * from;
    w->dM[c] += seed;
    w->from[c - 1] += seed * ratio;
    if (open)
        w->from[c] += seed * ratio;
}

void cohort_step_adjoint(const struct step *step, int interval, const double *opening,
                         const double *closing, double *closing_seeds, double *opening_seeds,
                         cohort_inputs *gradient)
{
    const size_t at = cohort_cell(&gradient->grid, interval, 0, 0);
    double *dasfr = cohort_inputs_array(gradient, COHORT_ASFR);
    double *dcwr = cohort_inputs_array(gradient, COHORT_CWR);
    const struct sweep w = {
        .step = step,
        .o = opening,
        .to = closing_seeds,
        .from = opening_seeds,
        .dS = cohort_inputs_array(gradient, COHORT_SURVIVAL) + at,
        .dm = cohort_inputs_array(gradient, COHORT_NET_MIGRATION_RATIO) + at,
        .dM = cohort_inputs_array(gradient, COHORT_NET_MIGRANTS) + at,
        .dasfr = dasfr ? dasfr + (size_t)interval * (size_t)step->ages : NULL,
        .dcwr = dcwr ? dcwr + interval : NULL,
        .dshare = cohort_inputs_array(gradient, COHORT_MALE_SHARE) + interval,
        .early = step->early,
        .late = 1.0 - step->early,
    };
    births_adjoint(&w, opening, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x < step->ages; x++)
            (step->by_arrival ? arrival_adjoint : place_adjoint)(&w, sex * step->ages + x,
                                                                 x == step->ages - 1);
}
