/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include "core/error.h"

#include <stdlib.h>

/* ---- the kernel ---- */

static inline double exposure_of(const struct step *step, const double *opening,
                                 const double *closing)
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

/* The population at the end of an interval from the one at its beginning. */
static inline void run_step(const struct step *step, const double *restrict opening,
                            double *restrict closing)
{
    const double *restrict passage = step->passage, *restrict arrivals = step->arrivals;
    const int ages = step->ages;
    for (int c = 1; c < COHORT_SEXES * ages; c++)
        closing[c] = opening[c - 1] * passage[c] + arrivals[c];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int open = sex * ages + ages - 1;
        closing[open] = opening[open - 1] * passage[open] + opening[open] * step->stay_open[sex] +
                        arrivals[open];
    }
    if (step->stay)
        for (int c = 1; c < COHORT_SEXES * ages; c++)
            closing[c] += opening[c] * step->stay[c];

    double exposure = exposure_of(step, opening, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int first = sex * ages;
        closing[first] = exposure * step->children[sex] + arrivals[first];
        if (step->stay)
            closing[first] += opening[first] * step->stay[first];
    }
}

void cohort_step_run(const struct steps *steps, int interval, const double *opening,
                     double *closing)
{
    struct step step = cohort_step_of(steps, interval);
    run_step(&step, opening, closing);
}

void cohort_steps_run(const struct steps *steps, double *population)
{
    const size_t cells = COHORT_SEXES * (size_t)steps->ages;
    for (int i = 0; i < steps->count; i++, population += cells) {
        struct step step = cohort_step_of(steps, i);
        run_step(&step, population, population + cells);
    }
}

/* ---- its coefficients ---- */

int cohort_steps_init(struct steps *steps, const cohort_grid *grid, cohort_error *error)
{
    const size_t count = (size_t)grid->steps, ages = count * (size_t)grid->ages;
    const size_t cells = COHORT_SEXES * ages, sexes = COHORT_SEXES * count;
    *steps = (struct steps){.count = grid->steps, .ages = grid->ages};
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
        .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE) + cell,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + cell,
        .share = sex == COHORT_MALE ? male_share : 1.0 - male_share,
    };
}

static void prepare_ipss(struct steps *steps, const cohort_inputs *inputs, int interval, int sex)
{
    const struct rates r = rates_of(inputs, interval, sex);
    const int last = steps->ages - 1, pair = interval * COHORT_SEXES + sex;
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    for (int x = 0; x <= last; x++) {
        steps->passage[cell + (size_t)x] = x == 0 ? 0.0 : r.S[x] + r.m[x];
        steps->arrivals[cell + (size_t)x] = r.M[x];
    }
    steps->stay_open[pair] = r.S[last] + r.m[last];
    double children = cohort_inputs_view(inputs, COHORT_CWR)[interval] * r.share;
    steps->children[pair] = children;
    steps->births[pair] = children == 0.0 ? 0.0 : children / r.S[0];
    for (int x = steps->women_first; x <= steps->women_last; x++)
        steps->bearing_closing[(size_t)interval * (size_t)steps->ages + (size_t)x] = 1.0;
}

/* `early` is the share of the migrants who come at the opening: they survive the interval like
 * those who were there. */
static void prepare_wpp(struct steps *steps, const cohort_inputs *inputs, int interval, int sex,
                        double early)
{
    const struct rates r = rates_of(inputs, interval, sex);
    const int last = steps->ages - 1, pair = interval * COHORT_SEXES + sex;
    const double late = 1.0 - early;
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    double *passage = steps->passage + cell, *arrivals = steps->arrivals + cell;
    double *stay = steps->stay + cell;
    for (int x = 0; x <= last; x++) {
        passage[x] = x == 0 ? 0.0 : (1.0 + early * r.m[x - 1]) * r.S[x];
        arrivals[x] = late * r.M[x] + (x == 0 ? 0.0 : early * r.M[x - 1] * r.S[x]);
        stay[x] = x == last ? 0.0 : late * r.m[x];
        steps->has_stay |= stay[x] != 0.0;
    }
    arrivals[last] += early * r.M[last] * r.S[last];
    steps->stay_open[pair] = (1.0 + early * r.m[last]) * r.S[last] + late * r.m[last];
    steps->children[pair] = r.share * r.S[0];
    steps->births[pair] = r.share;
}

/* Births are n asfr times the mean of the women at the opening, with the migrants who are there
 * (`with`), and at the closing, less the migrants who have not borne yet. */
static void prepare_bearing(struct steps *steps, const cohort_inputs *inputs, int interval,
                            double with)
{
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

static bool any_negative(const double *values, int intervals, size_t size)
{
    for (size_t i = 0; i < (size_t)intervals * size; i++)
        if (values[i] < 0.0)
            return true;
    return false;
}

void cohort_steps_prepare_interval(struct steps *steps, const cohort_inputs *inputs, int interval)
{
    const bool even = inputs->convention == COHORT_WPP_EVEN;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        if (inputs->convention == COHORT_IPSS)
            prepare_ipss(steps, inputs, interval, sex);
        else
            prepare_wpp(steps, inputs, interval, sex, even ? 0.5 : 0.0);
    if (inputs->convention != COHORT_IPSS)
        prepare_bearing(steps, inputs, interval, even ? 0.5 : -1.0);
}

static bool may_turn_negative(const struct steps *steps)
{
    const size_t cells = COHORT_SEXES * (size_t)steps->ages;
    return any_negative(steps->passage, steps->count, cells) ||
           any_negative(steps->arrivals, steps->count, cells) ||
           any_negative(steps->stay, steps->count, cells) ||
           any_negative(steps->stay_open, steps->count, COHORT_SEXES) ||
           any_negative(steps->bearing_migrants, steps->count, 1) ||
           any_negative(steps->bearing_opening, steps->count, (size_t)steps->ages);
}

void cohort_steps_prepare(struct steps *steps, const cohort_inputs *inputs)
{
    steps->has_stay = false;
    steps->has_opening = inputs->convention != COHORT_IPSS;
    steps->women_first = inputs->women_first;
    steps->women_last = inputs->women_last;
    if (inputs->convention != COHORT_IPSS)
        find_women(steps, inputs);
    for (int i = 0; i < steps->count; i++)
        cohort_steps_prepare_interval(steps, inputs, i);
    steps->may_turn_negative = may_turn_negative(steps);
}
