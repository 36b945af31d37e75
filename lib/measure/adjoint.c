/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/adjoint.h"

/* ---- the kernel ---- */

/* The births: of the first groups' seeds, those of the exposure, and so of the women. */
static void bearing_adjoint(const struct step *step, const double *opening, const double *closing,
                            double *closing_seeds, double *opening_seeds, struct steps *d)
{
    const int women = COHORT_FEMALE * step->ages;
    const double exposure = cohort_step_exposure(step, opening, closing);
    double seed = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        seed += closing_seeds[sex * step->ages] * step->children[sex];
        d->children[sex] = closing_seeds[sex * step->ages] * exposure;
    }
    d->bearing_migrants[0] = seed;
    for (int x = 1; x < step->ages; x++) { /* the first group bears nobody */
        closing_seeds[women + x] += seed * step->bearing_closing[x];
        d->bearing_closing[x] = seed * closing[women + x];
        d->bearing_opening[x] = seed * opening[women + x];
        if (step->bearing_opening)
            opening_seeds[women + x] += seed * step->bearing_opening[x];
    }
}

/* One sex growing older. */
static void passage_adjoint(const struct step *step, int sex, const double *opening,
                            const double *closing_seeds, double *opening_seeds, struct steps *d)
{
    const int first = sex * step->ages, open = first + step->ages - 1;
    for (int c = first; c <= open; c++) {
        const double seed = closing_seeds[c];
        d->arrivals[c] = seed;
        d->stay[c] = seed * opening[c];
        if (step->stay)
            opening_seeds[c] += seed * step->stay[c];
        if (c == first)
            continue;
        d->passage[c] = seed * opening[c - 1];
        opening_seeds[c - 1] += seed * step->passage[c];
    }
    d->stay_open[sex] = closing_seeds[open] * opening[open];
    opening_seeds[open] += closing_seeds[open] * step->stay_open[sex];
}

void cohort_step_adjoint(const struct step *step, const double *opening, const double *closing,
                         double *closing_seeds, double *opening_seeds, struct steps *derivatives)
{
    bearing_adjoint(step, opening, closing, closing_seeds, opening_seeds, derivatives);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        passage_adjoint(step, sex, opening, closing_seeds, opening_seeds, derivatives);
}

/* ---- its coefficients ---- */

/* Rates of one interval and sex as the formulas name them, and their derivatives. */
struct pair {
    const double *S, *m, *M;
    double share, sign; /* of this sex among births; d share / d male_share */
    double *dS, *dm, *dM, *dshare;
};

static struct pair pair_of(const cohort_inputs *inputs, cohort_inputs *gradient, int interval,
                           int sex)
{
    const size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    const double male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    return (struct pair){
        .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + cell,
        .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + cell,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + cell,
        .share = sex == COHORT_MALE ? male_share : 1.0 - male_share,
        .sign = sex == COHORT_MALE ? 1.0 : -1.0,
        .dS = cohort_inputs_array(gradient, COHORT_SURVIVAL) + cell,
        .dm = cohort_inputs_array(gradient, COHORT_NET_MIGRATION_RATIO) + cell,
        .dM = cohort_inputs_array(gradient, COHORT_NET_MIGRANTS) + cell,
        .dshare = cohort_inputs_array(gradient, COHORT_MALE_SHARE) + interval,
    };
}

static void arrival_adjoint(const struct steps *d, const cohort_inputs *inputs, int interval,
                            int sex, cohort_inputs *gradient)
{
    const struct pair p = pair_of(inputs, gradient, interval, sex);
    const int last = d->ages - 1, first = sex * d->ages;
    for (int x = 0; x <= last; x++) {
        double ratio = x == 0 ? 0.0 : d->passage[first + x];
        ratio += x == last ? d->stay_open[sex] : 0.0;
        p.dS[x] += ratio;
        p.dm[x] += ratio;
        p.dM[x] += d->arrivals[first + x];
    }
}

static void place_adjoint(const struct steps *d, const cohort_inputs *inputs, int interval, int sex,
                          cohort_inputs *gradient)
{
    const struct pair p = pair_of(inputs, gradient, interval, sex);
    const int last = d->ages - 1;
    const double early = inputs->convention->early, late = 1.0 - early;
    const double *passage = d->passage + sex * d->ages, *arrivals = d->arrivals + sex * d->ages;
    const double *stay = d->stay + sex * d->ages;
    for (int x = 0; x <= last; x++) {
        p.dM[x] += late * arrivals[x];
        p.dm[x] += late * (x == last ? d->stay_open[sex] : stay[x]);
        if (x == 0)
            continue;
        p.dS[x] += (1.0 + early * p.m[x - 1]) * passage[x] + early * p.M[x - 1] * arrivals[x];
        p.dm[x - 1] += early * p.S[x] * passage[x];
        p.dM[x - 1] += early * p.S[x] * arrivals[x];
    }
    p.dS[last] +=
        (1.0 + early * p.m[last]) * d->stay_open[sex] + early * p.M[last] * arrivals[last];
    p.dm[last] += early * p.S[last] * d->stay_open[sex];
    p.dM[last] += early * p.S[last] * arrivals[last];
}

static void ratio_adjoint(const struct steps *d, const cohort_inputs *inputs, int interval, int sex,
                          cohort_inputs *gradient)
{
    const struct pair p = pair_of(inputs, gradient, interval, sex);
    const double cwr = cohort_inputs_view(inputs, COHORT_CWR)[interval];
    cohort_inputs_array(gradient, COHORT_CWR)[interval] += d->children[sex] * p.share;
    *p.dshare += p.sign * d->children[sex] * cwr;
}

static void births_adjoint(const struct steps *d, const cohort_inputs *inputs, int interval,
                           int sex, cohort_inputs *gradient)
{
    const struct pair p = pair_of(inputs, gradient, interval, sex);
    p.dS[0] += p.share * d->children[sex];
    *p.dshare += p.sign * d->children[sex] * p.S[0];
}

static void bearing_prepare_adjoint(const struct steps *d, const cohort_inputs *inputs,
                                    int interval, cohort_inputs *gradient)
{
    const double with = cohort_convention_exposed(inputs->convention);
    const struct pair p = pair_of(inputs, gradient, interval, COHORT_FEMALE);
    const size_t at = (size_t)interval * (size_t)d->ages;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR) + at;
    double *dasfr = cohort_inputs_array(gradient, COHORT_ASFR) + at;
    for (int x = 1; x < d->ages; x++) {
        const double years = 0.5 * inputs->grid.width, half = years * asfr[x];
        dasfr[x] += years * (d->bearing_closing[x] + d->bearing_opening[x] * (1.0 + with * p.m[x]) +
                             d->bearing_migrants[0] * with * p.M[x]);
        p.dm[x] += d->bearing_opening[x] * half * with;
        p.dM[x] += d->bearing_migrants[0] * half * with;
    }
}

void cohort_steps_prepare_adjoint(const struct steps *derivatives, const cohort_inputs *inputs,
                                  int interval, cohort_inputs *gradient)
{
    const bool by_rates = inputs->convention->births == BIRTHS_BY_RATES;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        (inputs->convention->by_arrival ? arrival_adjoint : place_adjoint)(derivatives, inputs,
                                                                           interval, sex, gradient);
        (by_rates ? births_adjoint : ratio_adjoint)(derivatives, inputs, interval, sex, gradient);
    }
    if (by_rates)
        bearing_prepare_adjoint(derivatives, inputs, interval, gradient);
}
