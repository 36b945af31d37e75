/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include "core/error.h"
#include "core/level.h"
#include "core/range.h"

#include <math.h>
#include <stdlib.h>

/* ---- the kernel ---- */

static COHORT_INLINE double exposure_of(const struct step *step, const double *restrict opening,
                                        const double *restrict closing)
{
    const int women = COHORT_FEMALE * step->ages;
    double sum = step->bearing_migrants;
    for (int x = step->women_first; x <= step->women_last; x++)
        sum += closing[women + x] * step->bearing_closing[x];
    if (step->bearing_opening)
        for (int x = step->women_first; x <= step->women_last; x++)
            sum += opening[women + x] * step->bearing_opening[x];
    return sum;
}

double cohort_step_exposure(const struct step *step, const double *opening, const double *closing)
{
    return exposure_of(step, opening, closing);
}

/* Growing older, the first groups being set wrong. */
static COHORT_INLINE void pass(const struct step *step, const double *restrict opening,
                               double *restrict closing)
{
    const double *restrict passage = step->passage, *restrict arrivals = step->arrivals;
    const double *restrict stay = step->stay;
    const int cells = COHORT_SEXES * step->ages;
    if (stay)
        for (int c = 1; c < cells; c++)
            closing[c] = opening[c - 1] * passage[c] + arrivals[c] + opening[c] * stay[c];
    else
        for (int c = 1; c < cells; c++)
            closing[c] = opening[c - 1] * passage[c] + arrivals[c];
}

/* The population at the end of an interval from the one at its beginning. */
static COHORT_INLINE void run_step(const struct step *step, const double *restrict opening,
                                   double *restrict closing)
{
    pass(step, opening, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int open = sex * step->ages + step->ages - 1;
        closing[open] = opening[open - 1] * step->passage[open] +
                        opening[open] * step->stay_open[sex] + step->arrivals[open];
    }
    double exposure = exposure_of(step, opening, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int first = sex * step->ages;
        closing[first] = exposure * step->children[sex] + step->arrivals[first];
        if (step->stay)
            closing[first] += opening[first] * step->stay[first];
    }
}

static COHORT_INLINE void run_steps(const struct steps *steps, int first, int end,
                                    const double *opening, double *closing)
{
    for (int i = first; i < end; i++) {
        struct step step = cohort_step_of(steps, i);
        run_step(&step, opening, closing);
        opening = closing;
        closing += COHORT_SEXES * (size_t)steps->ages;
    }
}

/* Vectors of eight are no faster here: each has to wait for what was stored a cell beside it. */
COHORT_AT_V3 static void run_v3(const struct steps *steps, int first, int end,
                                const double *opening, double *closing)
{
    run_steps(steps, first, end, opening, closing);
}

static void run(const struct steps *steps, int first, int end, const double *opening,
                double *closing)
{
    if (steps->level >= LEVEL_V3)
        run_v3(steps, first, end, opening, closing);
    else
        run_steps(steps, first, end, opening, closing);
}

void cohort_step_run(const struct steps *steps, int interval, const double *opening,
                     double *closing)
{
    run(steps, interval, interval + 1, opening, closing);
}

void cohort_steps_run(const struct steps *steps, double *population)
{
    run(steps, 0, steps->count, population, population + COHORT_SEXES * (size_t)steps->ages);
}

/* ---- its coefficients ---- */

int cohort_steps_init(struct steps *steps, const cohort_grid *grid, cohort_error *error)
{
    const size_t count = (size_t)grid->steps, ages = count * (size_t)grid->ages;
    const size_t cells = COHORT_SEXES * ages, sexes = COHORT_SEXES * count;
    *steps = (struct steps){.count = grid->steps, .ages = grid->ages, .level = cohort_level_best()};
    const struct {
        double **array;
        size_t size;
    } arrays[] = {
        {&steps->passage, cells},
        {&steps->arrivals, cells},
        {&steps->stay, cells},
        {&steps->bearing_opening, ages},
        {&steps->bearing_closing, ages},
        {&steps->stay_open, sexes},
        {&steps->children, sexes},
        {&steps->births, sexes},
        {&steps->bearing_migrants, count},
    };
    const size_t arrays_count = sizeof arrays / sizeof *arrays;
    size_t size = 1;
    for (size_t i = 0; i < arrays_count; i++)
        size += arrays[i].size;
    double *at = calloc(size, sizeof *at);
    if (!at)
        return cohort_fail_memory(error);
    for (size_t i = 0; i < arrays_count; at += arrays[i++].size)
        *arrays[i].array = at;
    return COHORT_OK;
}

void cohort_steps_free(struct steps *steps)
{
    free(steps->passage); /* begins the block */
    steps->passage = NULL;
}

/* The quantities of one interval and sex, as the formulas name them. */
struct rates {
    const double *S, *m, *M; /* [age] survival, net migration rate, net migrants */
    double share;            /* of this sex among births */
};

static struct rates rates_of(const cohort_inputs *inputs, int interval, int sex)
{
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    double male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    return (struct rates){
        .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + cell,
        .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + cell,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + cell,
        .share = sex == COHORT_MALE ? male_share : 1.0 - male_share,
    };
}

/* Arrivals are never -0, and so no population is: adding 0 then changes no bit, whether a term is
 * ignored or is zero. */
static void prepare_by_arrival(struct steps *steps, const cohort_inputs *inputs, int interval,
                               int sex)
{
    const struct rates r = rates_of(inputs, interval, sex);
    const int last = steps->ages - 1, pair = interval * COHORT_SEXES + sex;
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    double *restrict passage = steps->passage + cell, *restrict arrivals = steps->arrivals + cell;
    for (int x = 0; x <= last; x++) {
        passage[x] = r.S[x] + r.m[x];
        arrivals[x] = r.M[x] + 0.0;
    }
    passage[0] = 0.0;
    steps->stay_open[pair] = r.S[last] + r.m[last];
}

static void prepare_by_place(struct steps *steps, const cohort_inputs *inputs, int interval,
                             int sex)
{
    const double early = inputs->convention->early, late = 1.0 - early;
    const struct rates r = rates_of(inputs, interval, sex);
    const int last = steps->ages - 1, pair = interval * COHORT_SEXES + sex;
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    double *restrict passage = steps->passage + cell, *restrict arrivals = steps->arrivals + cell;
    double *restrict stay = steps->stay + cell;
    passage[0] = 0.0;
    arrivals[0] = late * r.M[0] + 0.0;
    for (int x = 1; x <= last; x++) {
        passage[x] = (1.0 + early * r.m[x - 1]) * r.S[x];
        arrivals[x] = late * r.M[x] + early * r.M[x - 1] * r.S[x] + 0.0;
    }
    for (int x = 0; x < last; x++)
        stay[x] = late * r.m[x];
    stay[last] = 0.0;
    if (!steps->has_stay)
        steps->has_stay = cohort_any_outside(stay, (size_t)last, 0.0, 0.0);
    arrivals[last] += early * r.M[last] * r.S[last];
    steps->stay_open[pair] = (1.0 + early * r.m[last]) * r.S[last] + late * r.m[last];
}

/* Children of the first group at the closing, and the births that they come from. */
static void prepare_children(struct steps *steps, const cohort_inputs *inputs, int interval,
                             int sex)
{
    const struct rates r = rates_of(inputs, interval, sex);
    const int pair = interval * COHORT_SEXES + sex;
    if (inputs->convention->births == BIRTHS_BY_RATES) {
        steps->children[pair] = r.share * r.S[0];
        steps->births[pair] = r.share;
        return;
    }
    double children = cohort_inputs_view(inputs, COHORT_CWR)[interval] * r.share;
    steps->children[pair] = children;
    steps->births[pair] = children == 0.0 ? 0.0 : children / r.S[0];
}

/* With a ratio each woman 15-49 of the closing counts as one. */
static void prepare_mothers(struct steps *steps, int interval)
{
    for (int x = steps->women_first; x <= steps->women_last; x++)
        steps->bearing_closing[(size_t)interval * (size_t)steps->ages + (size_t)x] = 1.0;
}

/* With rates births are n asfr times the mean of the women at the opening and at the closing, with
 * those migrants of the opening, and without those of the closing, who are exposed. */
static void prepare_bearing(struct steps *steps, const cohort_inputs *inputs, int interval)
{
    const double with = cohort_convention_exposed(inputs->convention);
    const struct rates r = rates_of(inputs, interval, COHORT_FEMALE);
    const size_t at = (size_t)interval * (size_t)steps->ages;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR) + at;
    double migrants = 0.0;
    for (int x = 0; x < steps->ages; x++) {
        double half = 0.5 * inputs->grid.width * asfr[x];
        steps->bearing_closing[at + (size_t)x] = half;
        steps->bearing_opening[at + (size_t)x] = half * (1.0 + with * r.m[x]);
        migrants += half * with * r.M[x];
    }
    steps->bearing_migrants[interval] = migrants;
}

/* The ages of women with any fertility in any interval. */
static void find_women(struct steps *steps, const cohort_inputs *inputs)
{
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    steps->women_first = steps->ages;
    steps->women_last = -1;
    for (int i = 0; i < steps->count; i++)
        for (int x = 0; x < steps->ages; x++, asfr++) {
            if (*asfr == 0.0)
                continue;
            steps->women_first = x < steps->women_first ? x : steps->women_first;
            steps->women_last = x > steps->women_last ? x : steps->women_last;
        }
}

static bool any_negative(const double *values, int interval, size_t size)
{
    return cohort_any_outside(values + (size_t)interval * size, size, 0.0, (double)INFINITY);
}

void cohort_steps_prepare_interval(struct steps *steps, const cohort_inputs *inputs, int interval)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        if (inputs->convention->by_arrival)
            prepare_by_arrival(steps, inputs, interval, sex);
        else
            prepare_by_place(steps, inputs, interval, sex);
        prepare_children(steps, inputs, interval, sex);
    }
    if (inputs->convention->births == BIRTHS_BY_RATES)
        prepare_bearing(steps, inputs, interval);
    else
        prepare_mothers(steps, interval);
}

bool cohort_steps_negative(const struct steps *steps, int interval)
{
    const size_t ages = (size_t)steps->ages, cells = COHORT_SEXES * ages;
    return any_negative(steps->passage, interval, cells) ||
           any_negative(steps->arrivals, interval, cells) ||
           (steps->has_stay && any_negative(steps->stay, interval, cells)) ||
           any_negative(steps->stay_open, interval, COHORT_SEXES) ||
           any_negative(steps->bearing_migrants, interval, 1) ||
           (steps->has_opening && any_negative(steps->bearing_opening, interval, ages));
}

void cohort_steps_prepare(struct steps *steps, const cohort_inputs *inputs)
{
    steps->has_stay = false;
    steps->has_opening = inputs->convention->births == BIRTHS_BY_RATES;
    steps->women_first = inputs->women_first;
    steps->women_last = inputs->women_last;
    if (steps->has_opening)
        find_women(steps, inputs);
    for (int i = 0; i < steps->count; i++)
        cohort_steps_prepare_interval(steps, inputs, i);
    steps->may_turn_negative = false;
    for (int i = 0; i < steps->count && !steps->may_turn_negative; i++)
        steps->may_turn_negative = cohort_steps_negative(steps, i);
}
