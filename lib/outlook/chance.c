/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/chance.h"

#include "core/inputs.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>

/* One interval. Arrays are [sex][age]. */
struct interval {
    const cohort_grid *grid;
    const cohort_inputs *inputs;
    const gsl_rng *random;
    const double *S, *m, *M;
    const double *opening;
    double *begun;   /* with the migrants of the opening */
    double *arrived; /* by age at the end, before the migrants of the closing */
    double *closing;
    int number;
    bool beyond; /* something was too large, or not finite */
};

/* ---- what is drawn ---- */

/* Of n persons those whom something befalls, each by himself with probability p. */
static double some_of(struct interval *it, double n, double p)
{
    if (!(n <= MOST_PERSONS) || isnan(p)) {
        it->beyond = true;
        return 0.0;
    }
    if (!(n > 0.0 && p > 0.0))
        return 0.0;
    return p < 1.0 ? gsl_ran_binomial(it->random, p, (unsigned)n) : n;
}

/* Events of which so many are expected. */
static double events_of(struct interval *it, double mean)
{
    if (!(mean <= MOST_PERSONS)) {
        it->beyond = true;
        return 0.0;
    }
    return mean > 0.0 ? gsl_ran_poisson(it->random, mean) : 0.0;
}

/* Net migrants of whom so many are expected: they come, or leave as long as there are any. */
static double counted_migrants(struct interval *it, double expected, double n)
{
    return expected >= 0.0 ? events_of(it, expected) : -fmin(events_of(it, -expected), n);
}

/* n persons with net migrants by a rate: each leaves with probability -rate; or as many come as the
 * rate means for `exposed`. */
static double with_rate(struct interval *it, double n, double rate, double exposed)
{
    return rate < 0.0 ? n - some_of(it, n, -rate) : n + events_of(it, rate * exposed);
}

/* ---- migrants ---- */

/* Those of the opening. Returned: -1, or a cell that went beyond. */
static int open_interval(struct interval *it, double early)
{
    for (int c = 0; c < (int)cohort_grid_cells(it->grid); c++) {
        double n = it->opening[c];
        if (early > 0.0) {
            n = with_rate(it, n, early * it->m[c], n);
            n += counted_migrants(it, early * it->M[c], n);
        }
        it->begun[c] = n;
        if (it->beyond)
            return c;
    }
    return -1;
}

/* Those of the closing. The rate is of those who were at this age at the opening, but
 * those who are there now leave: each with the probability that gives the expected number. */
static void close_by_place(struct interval *it, int c, double late)
{
    double n = it->arrived[c];
    const double expected = late * it->m[c] * it->opening[c];
    if (expected < 0.0)
        n -= some_of(it, n, n > 0.0 ? -expected / n : 0.0);
    else
        n += events_of(it, expected);
    it->closing[c] = n + counted_migrants(it, late * it->M[c], n);
}

/* By arrival: they are of those who survive, by the age they reach: of `before` at the opening. */
static void close_by_arrival(struct interval *it, int c, double before)
{
    double n = it->arrived[c];
    const double rate = it->m[c];
    if (rate != 0.0) /* without survivors there is nobody to leave */
        n = with_rate(it, n, rate < 0.0 && n > 0.0 ? rate / it->S[c] : fmax(rate, 0.0), before);
    it->closing[c] = n + counted_migrants(it, it->M[c], n);
}

/* ---- births and deaths ---- */

/* Births per unit of male_share (or of its complement), expected of the women as they are. */
static double exposure(const struct interval *it)
{
    const int women = COHORT_FEMALE * it->grid->ages;
    const struct convention *convention = it->inputs->convention;
    double sum = 0.0;
    if (convention->births == BIRTHS_BY_RATIO) {
        for (int x = it->inputs->women[0]; x <= it->inputs->women[1]; x++)
            sum += it->closing[women + x];
        return sum * cohort_inputs_view(it->inputs, COHORT_CWR)[it->number];
    }
    const double *asfr = cohort_inputs_view(it->inputs, COHORT_ASFR) + it->number * it->grid->ages;
    const double *closing = convention->after_births ? it->arrived : it->closing;
    for (int x = 1; x < it->grid->ages; x++) /* none in the first group: that is checked */
        sum += asfr[x] * (it->begun[women + x] + closing[women + x]);
    return 0.5 * it->grid->width * sum;
}

/* Births of a sex and those of them who survive. A child-woman ratio and its male share are those
 * of the survivors. */
static void bear(struct interval *it, int sex, double exposed)
{
    const bool by_ratio = it->inputs->convention->births == BIRTHS_BY_RATIO;
    const int first = sex * it->grid->ages;
    const double men = cohort_inputs_view(it->inputs, COHORT_MALE_SHARE)[it->number];
    const double expected = exposed * (sex == COHORT_MALE ? men : 1.0 - men);
    const double born =
        events_of(it, by_ratio && expected > 0.0 ? expected / it->S[first] : expected);
    it->arrived[first] = some_of(it, born, it->S[first]);
}

/* Everybody who is there at the opening. Returned: -1, or a cell that went beyond. */
static int grow_older(struct interval *it, double late)
{
    const bool by_arrival = it->inputs->convention->by_arrival;
    const int ages = it->grid->ages;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x < ages; x++) {
            const int c = sex * ages + x;
            const double n = it->begun[c - 1] + (x == ages - 1 ? it->begun[c] : 0.0);
            it->arrived[c] = n - some_of(it, n, 1.0 - it->S[c]);
            if (by_arrival)
                close_by_arrival(it, c, n);
            else
                close_by_place(it, c, late);
            if (it->beyond || !(it->closing[c] <= MOST_PERSONS))
                return c;
        }
    return -1;
}

int cohort_chance_interval(const cohort_inputs *inputs, int interval, const gsl_rng *random,
                           const double *opening, double *closing, double *room)
{
    const cohort_grid *grid = &inputs->grid;
    const size_t cells = cohort_grid_cells(grid), at = cohort_cell(grid, interval, 0, 0);
    const double early = inputs->convention->early;
    struct interval it = {
        .grid = grid,
        .inputs = inputs,
        .random = random,
        .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + at,
        .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at,
        .opening = opening,
        .begun = room,
        .arrived = room + cells,
        .closing = closing,
        .number = interval,
    };
    int beyond = open_interval(&it, early); /* nobody, if early is 0 */
    if (beyond < 0)
        beyond = grow_older(&it, 1.0 - early);
    const double exposed = beyond < 0 ? exposure(&it) : 0.0;
    for (int sex = 0; beyond < 0 && sex < COHORT_SEXES; sex++) {
        const int first = sex * grid->ages;
        bear(&it, sex, exposed);
        if (inputs->convention->by_arrival)
            it.closing[first] =
                it.arrived[first] + counted_migrants(&it, it.M[first], it.arrived[first]);
        else
            close_by_place(&it, first, 1.0 - early);
        if (it.beyond || !(it.closing[first] <= MOST_PERSONS))
            beyond = first;
    }
    return beyond;
}
