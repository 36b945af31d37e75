/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and texts out of a fuzzer's bytes; zeros when they are used up. */
#ifndef TESTS_FUZZ_TAKE_H
#define TESTS_FUZZ_TAKE_H

#include <cohort/cohort.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What must hold; abort is what a fuzzer sees. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

struct take {
    const uint8_t *at;
    size_t left;
};

static inline unsigned take_byte(struct take *take)
{
    if (take->left == 0)
        return 0;
    take->left--;
    return *take->at++;
}

/* From 0 to most. */
static inline int take_up_to(struct take *take, int most)
{
    return (int)(take_byte(take) % (unsigned)(most + 1));
}

/* Mostly a small one, sometimes at an edge. */
static inline int take_int(struct take *take)
{
    static const int edges[] = {INT_MIN,     INT_MAX,     -1,  1000000000,
                                COHORT_BOTH, INT_MIN + 1, 100, 2015};
    const unsigned byte = take_byte(take);
    return byte < 8 ? edges[byte] : byte < 64 ? (int)byte - 16 : 1990 + (int)byte % 64;
}

static inline double take_number(struct take *take)
{
    static const double edges[] = {
        0.0,    -0.0, (double)NAN, (double)INFINITY, -(double)INFINITY, DBL_MAX, -DBL_MAX, DBL_MIN,
        1e-310, 1e15, -1.0};
    const unsigned byte = take_byte(take);
    double number;
    if (byte < sizeof edges / sizeof *edges)
        return edges[byte];
    if (byte < 16 && take->left >= sizeof number) {
        memcpy(&number, take->at, sizeof number);
        take->at += sizeof number;
        take->left -= sizeof number;
        return number;
    }
    return byte < 128 ? byte / 128.0 : byte < 192 ? 10.0 * byte : -(double)byte / 64.0;
}

/* A rate that is mostly sound. */
static inline double take_rate(struct take *take)
{
    return take_byte(take) > 8 ? take_byte(take) / 256.0 : take_number(take);
}

static inline void take_numbers(struct take *take, double *to, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = take_rate(take);
}

/* A grid that is mostly sound, and small. */
static inline cohort_grid take_grid(struct take *take)
{
    if (take_byte(take) < 16)
        return (cohort_grid){take_int(take), take_int(take), take_int(take), take_int(take)};
    return (cohort_grid){take_byte(take) % 2 ? 5 : 1, 3 + take_up_to(take, 12), 2015,
                         take_up_to(take, 3)};
}

static inline cohort_band take_band(struct take *take)
{
    cohort_band band = {take_up_to(take, 3), 0, COHORT_OPEN_END};
    if (take_byte(take) > 128) {
        band.age_from = take_int(take);
        band.age_to = take_int(take);
    } else if (take_byte(take) > 128) {
        band.age_from = 5 * take_up_to(take, 12);
        band.age_to = band.age_from + 5 * take_up_to(take, 5) + 4;
    }
    return band;
}

static inline double take_year(struct take *take)
{
    return take_byte(take) > 16 ? 2015.0 + take_up_to(take, 60) / 4.0 : take_number(take);
}

static inline cohort_measure take_measure(struct take *take)
{
    return (cohort_measure){.band = take_band(take),
                            .year = take_year(take),
                            .is_percent = take_byte(take) > 200,
                            .per = take_band(take)};
}

static inline cohort_figure take_figure(struct take *take)
{
    cohort_figure figure = cohort_figure_of(take_band(take), take_year(take), take_number(take));
    figure.measure.is_percent = take_byte(take) > 200;
    if (take_byte(take) > 220)
        figure.components = take_byte(take);
    if (take_byte(take) > 220)
        figure.area = take_int(take);
    if (take_byte(take) > 220)
        figure.times = take_number(take);
    return figure;
}

/* Inputs, mostly sound; NULL if the grid is not. */
static inline cohort_inputs *take_inputs(struct take *take, const cohort_grid *grid)
{
    cohort_inputs *inputs;
    cohort_error error;
    const int convention = take_byte(take) > 4 ? take_up_to(take, 2) : take_int(take);
    const int code = cohort_inputs_new(grid, (cohort_convention)convention, &inputs, &error);
    HOLDS((code == COHORT_OK) == (inputs != NULL) && code == error.code);
    if (!inputs)
        return NULL;
    const cohort_grid *own = cohort_inputs_grid(inputs);
    const size_t cells = cohort_grid_cells(own), flow = cells * (size_t)own->steps;
    double *base = cohort_inputs_array(inputs, COHORT_BASE);
    for (size_t i = 0; i < cells; i++)
        base[i] = 100.0 * take_rate(take);
    take_numbers(take, cohort_inputs_array(inputs, COHORT_SURVIVAL), flow);
    for (int i = 0; i < own->steps; i++) {
        cohort_inputs_array(inputs, COHORT_MALE_SHARE)[i] = take_rate(take);
        double *cwr = cohort_inputs_array(inputs, COHORT_CWR);
        if (cwr)
            cwr[i] = take_rate(take);
    }
    double *asfr = cohort_inputs_array(inputs, COHORT_ASFR);
    if (asfr)
        take_numbers(take, asfr, (size_t)own->ages * (size_t)own->steps);
    for (int i = 0; asfr && i < own->steps && take_byte(take) > 8; i++)
        asfr[i * own->ages] = 0.0;
    if (take_byte(take) > 128)
        for (size_t i = 0; i < flow; i++)
            cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO)[i] = take_rate(take) / 4 - 0.1;
    if (take_byte(take) > 200)
        take_numbers(take, cohort_inputs_array(inputs, COHORT_NET_MIGRANTS), flow);
    return inputs;
}

/* A text with a NUL, freed by the caller: the rest, or up to a byte 0xFF. */
static inline char *take_text(struct take *take)
{
    const uint8_t *end = take->left ? memchr(take->at, 0xFF, take->left) : NULL;
    const size_t size = end ? (size_t)(end - take->at) : take->left;
    char *text = malloc(size + 1);
    HOLDS(text);
    if (size)
        memcpy(text, take->at, size);
    text[size] = '\0';
    take->at += size + (end != NULL);
    take->left -= size + (end != NULL);
    return text;
}

/* Does a message say that it is one? */
static inline void check_error(int code, const cohort_error *error)
{
    HOLDS(code <= 0 && code == error->code && (code == 0) == (*error->text == '\0'));
    HOLDS(memchr(error->text, '\0', sizeof error->text));
}

#endif
