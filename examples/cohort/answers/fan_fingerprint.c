/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the text of an area depends on. */
#include "answers/fan.h"
#include "answers/hash.h"

enum { BASE, CELL, WOMEN, INTERVAL };

static size_t size_of(int shape, const cohort_grid *grid)
{
    const size_t ages = (size_t)grid->ages, steps = (size_t)grid->steps;
    return shape == BASE    ? COHORT_SEXES * ages
           : shape == CELL  ? COHORT_SEXES * ages * steps
           : shape == WOMEN ? ages * steps
                            : steps;
}

static uint64_t hash_inputs(uint64_t hash, const cohort_inputs *inputs)
{
    static const struct {
        cohort_quantity quantity;
        int shape;
    } quantities[] = {
#define QUANTITY(constant, name, shape, component, conventions, lowest, highest) {constant, shape},
        COHORT_QUANTITIES(QUANTITY)
#undef QUANTITY
    };
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const int head[] = {grid->width, grid->ages, grid->start, grid->steps,
                        (int)cohort_inputs_convention(inputs)};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        hash = hash_whole(hash, (uint64_t)head[i]);
    for (int i = 0; i < COHORT_QUANTITY_COUNT; i++) {
        const double *values = cohort_inputs_view(inputs, quantities[i].quantity);
        if (values)
            hash = hash_doubles(hash, values, size_of(quantities[i].shape, grid));
    }
    return hash;
}

static uint64_t hash_measure(uint64_t hash, const cohort_measure *measure)
{
    char name[COHORT_MEASURE_NAME];
    return hash_doubles(hash_text(hash, cohort_measure_name(measure, name)), &measure->year, 1);
}

static uint64_t hash_figures(uint64_t hash, const struct fan *fan)
{
    for (int i = 0; i < fan->figure_count; i++) {
        const cohort_figure *figure = &fan->figures[i];
        hash = hash_doubles(hash_measure(hash, &figure->measure), &figure->times, 1);
        if (figure->times != 0.0)
            hash = hash_measure(hash, &figure->minus);
    }
    for (int i = 0; i < fan->probability_count; i++) {
        const struct fan_probability *p = &fan->probabilities[i];
        hash = hash_text(hash_doubles(hash, &p->limit, 1), p->text.s);
    }
    return hash;
}

static uint64_t hash_uncertainty(uint64_t hash, const cohort_uncertainty *u)
{
    const double values[] = {u->sd, u->autocorrelation, u->age_correlation,
                             u->neighbour_correlation};
    return hash_doubles(hash, values, sizeof values / sizeof *values);
}

/* What is printed of its spreads, and the profile. */
static uint64_t hash_spreads(uint64_t hash, const struct fan *fan)
{
    if (fan->options.migration_profile)
        hash = hash_doubles(hash, fan->options.migration_profile,
                            (size_t)cohort_inputs_grid(fan->inputs)->ages);
    for (int i = 0; i < FAN_RATES; i++)
        hash = hash_whole(hash, fan->request->rates[i].is_asked);
    if (!fan->spreads)
        return hash;
    hash = hash_text(hash, fan_persons(fan).s);
    for (int m = 0; m < FAN_MEASURES; m++)
        for (int steps = fan_measured_steps(fan, m); steps > 0; steps--)
            for (int l = 0; l < FAN_INSIDE; l++) {
                const double percent = fan_coverage(fan, m, steps, fan_inside[l]);
                hash = hash_doubles(hash, &percent, 1);
            }
    return hash;
}

uint64_t fan_fingerprint(const struct fan *fan)
{
    const cohort_ensemble_options *o = &fan->options;
    uint64_t hash = hash_text(HASH_BEGIN, COHORT_VERSION);
    hash = hash_text(hash_text(hash, fan->c.area), fan->c.name);
    hash = hash_text(hash, fan->path_name);
    hash = hash_inputs(hash_inputs(hash, fan->c.baseline), fan->inputs);
    hash = hash_whole(hash_whole(hash, fan->request->seed), (uint64_t)o->trajectories);
    hash = hash_whole(hash_whole(hash, (uint64_t)o->events),
                      (fan->request->csv ? 1u : 0u) + (fan->request->cells ? 2u : 0u));
    hash = hash_uncertainty(hash, &o->fertility);
    hash = hash_uncertainty(hash, &o->mortality);
    hash = hash_uncertainty(hash, &o->migration);
    hash = hash_spreads(hash, fan);
    return hash_figures(hash, fan);
}
