/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/fingerprint.h"

#include "core/inputs.h"

#include <string.h>

uint64_t cohort_hash_bytes(uint64_t hash, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

void cohort_lay_out(uint64_t number, unsigned char bytes[8])
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    unsigned char bytes[8];
    cohort_lay_out(number, bytes);
    return cohort_hash_bytes(hash, bytes, sizeof bytes);
}

uint64_t cohort_ensemble_seed(uint64_t seed, const char *area)
{
    return cohort_hash_bytes(hash_number(FNV_BEGIN, seed), (const unsigned char *)area,
                             strlen(area));
}

static uint64_t hash_double(uint64_t hash, double value)
{
    return hash_number(hash, cohort_bits_of(value));
}

static uint64_t hash_band(uint64_t hash, cohort_band band)
{
    hash = hash_number(hash, (uint64_t)band.sex);
    hash = hash_number(hash, (uint64_t)band.age_from);
    return hash_number(hash, (uint64_t)band.age_to);
}

static uint64_t hash_measure(uint64_t hash, const cohort_grid *grid, const cohort_measure *m)
{
    hash = hash_double(hash_band(hash, m->band), m->year);
    hash = hash_number(hash, m->is_percent ? 1 : 0);
    if (m->is_percent)
        hash = hash_band(hash, m->per);
    hash = hash_number(hash, m->rates ? 1 : 0);
    for (size_t c = 0; m->rates && c < cohort_grid_cells(grid); c++)
        hash = hash_double(hash, m->rates[c]);
    return hash;
}

static uint64_t hash_inputs(uint64_t hash, const cohort_inputs *inputs)
{
    const cohort_grid *grid = &inputs->grid;
    const int numbers[] = {grid->width, grid->ages, grid->start, grid->steps,
                           (int)inputs->convention->constant};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        hash = hash_number(hash, (uint64_t)numbers[i]);
    for (size_t i = 0; i < inputs->offset[COHORT_QUANTITY_COUNT]; i++)
        hash = hash_double(hash, inputs->values[i]);
    return hash;
}

/* Certain rates have no correlations that would be read, nor has certain migration a profile;
 * without one it is 1 at all ages. */
static uint64_t hash_variation(uint64_t hash, const struct variation *variation, int ages)
{
    for (int v = 0; v < VARIES; v++) {
        const cohort_uncertainty *u = &variation->of[v];
        hash = hash_double(hash, u->sd);
        if (u->sd == 0.0)
            continue;
        hash = hash_double(hash_double(hash, u->autocorrelation), u->age_correlation);
        hash = hash_double(hash, u->neighbour_correlation);
    }
    for (int x = 0; variation->of[VARY_MIGRATION].sd > 0.0 && x < ages; x++)
        hash = hash_double(hash, variation->profile ? variation->profile[x] : 1.0);
    return hash;
}

/* What a trajectory is a function of, and how it is recorded: not how many there are to be. */
uint64_t cohort_ensemble_fingerprint(const struct chances *chances, const struct record *record)
{
    const cohort_grid *grid = &chances->inputs->grid;
    uint64_t hash = hash_inputs(FNV_BEGIN, chances->inputs);
    hash = hash_number(hash, chances->seed);
    hash = hash_number(hash, chances->events ? 1 : 0);
    hash = hash_variation(hash, &chances->variation, grid->ages);
    for (int kind = 0; kind < STORES; kind++)
        hash = hash_number(hash, (uint64_t)record->store[kind].bits);
    for (int i = 0; i < chances->figure_count; i++) {
        const cohort_figure *figure = &chances->figures[i];
        hash = hash_double(hash_measure(hash, grid, &figure->measure), figure->times);
        if (figure->times != 0.0)
            hash = hash_measure(hash, grid, &figure->minus);
    }
    return hash;
}
