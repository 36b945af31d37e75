/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch_kernel.h"

#include <cohort/grid.h>

enum { B = COHORT_BLOCK };
#define LANES COHORT_SIMD for (size_t l = 0; l < B; l++)

/* A lane's number in a place. What is not there is zero: no sum ends in -0 (see step.c), so that
 * adding it changes no bit. */
static COHORT_INLINE double at(const double *k, size_t place, size_t lane, bool shared)
{
    return shared ? k[place] : k[place * B + lane];
}

/* Have the numbers of a place brought near that is COHORT_BATCH_AHEAD further on: by themselves
 * processors do not look so far when populations are read and written in between. */
static COHORT_INLINE void fetch(const double *k, size_t place, bool shared)
{
    enum { LINE = 64 / sizeof(double) };
    for (size_t l = 0; !shared && l < B; l += LINE)
        COHORT_FETCH(k + (place + COHORT_BATCH_AHEAD) * B + l);
}

/* A cell that one group enters, or the births: `from` is whoever enters. */
static COHORT_INLINE void enter(const double *restrict k, size_t place, size_t width, bool shared,
                                const double *from, double *cell)
{
    for (size_t w = 0; w < width; w++)
        fetch(k, place + w, shared);
    LANES
    {
        double persons =
            from[l] * at(k, place, l, shared) + (width > 1 ? at(k, place + 1, l, shared) : 0.0);
        if (width > 2)
            persons += cell[l] * at(k, place + 2, l, shared);
        cell[l] = persons;
    }
}

static COHORT_INLINE void enter_open(const double *restrict k, size_t place, size_t stay_open,
                                     size_t width, bool shared, double *cell)
{
    LANES
    {
        cell[l] = cell[l - B] * at(k, place, l, shared) + cell[l] * at(k, stay_open, l, shared) +
                  (width > 1 ? at(k, place + 1, l, shared) : 0.0);
    }
}

/* Those whom the women bear as they are at the opening; to be added up behind the others. */
static COHORT_INLINE void bear(const double *restrict k, bool shared, size_t women,
                               const double *restrict opening, double *restrict borne)
{
    for (size_t w = 0; w < women; w++)
        LANES borne[w * B + l] = opening[w * B + l] * at(k, w, l, shared);
}

/* The women's exposure to bearing: sum[lane]. */
static COHORT_INLINE void expose(const double *restrict k, size_t place, bool shared, bool bearing,
                                 size_t women, const double *restrict closing,
                                 const double *restrict borne, double *restrict sum)
{
    LANES sum[l] = bearing ? at(k, place, l, shared) : 0.0;
    for (size_t w = 0; w < women; w++)
        LANES sum[l] +=
            bearing ? closing[w * B + l] * at(k, place + 1 + w, l, shared) : closing[w * B + l];
    for (size_t w = 0; bearing && w < women; w++)
        LANES sum[l] += borne[w * B + l];
}

static COHORT_INLINE void step_as(const struct batch_layout *y, const double *restrict k,
                                  size_t width, bool shared, bool bearing,
                                  double *restrict population, double *restrict borne)
{
    const size_t ages = (size_t)y->ages, women = cohort_batch_women(y);
    double *first_woman = population + (size_t)(COHORT_FEMALE * y->ages + y->women_first) * B;
    double exposure[B];
    if (bearing)
        bear(k, shared, women, first_woman, borne);
    for (size_t sex = 0; sex < COHORT_SEXES; sex++) {
        double *cell = population + ((sex + 1) * ages - 1) * B;
        size_t place = y->cells + sex * ages * width;
        enter_open(k, place, y->stay_open + sex, width, shared, cell);
        for (size_t x = ages - 2; x > 0; x--) {
            cell -= B;
            place += width;
            enter(k, place, width, shared, cell - B, cell);
        }
    }
    expose(k, y->bearing, shared, bearing, women, first_woman, borne, exposure);
    for (size_t sex = 0; sex < COHORT_SEXES; sex++)
        enter(k, y->cells + ((sex + 1) * ages - 1) * width, width, shared, exposure,
              population + sex * ages * B);
}

/* Each kind of layout by itself, so that nothing is asked within the loops. */
static COHORT_INLINE void step_body(const struct batch_layout *y, const double *restrict k,
                                    double *restrict population, double *restrict borne)
{
    switch (y->width * 4 + y->shared * 2 + y->has_bearing) {
#define KIND(width, shared, bearing)                                                               \
    case width * 4 + shared * 2 + bearing:                                                         \
        step_as(y, k, width, shared, bearing, population, borne);                                  \
        break;
        KIND(1, 0, 0)
        KIND(1, 1, 0)
        KIND(1, 0, 1)
        KIND(1, 1, 1)
        KIND(2, 0, 0)
        KIND(2, 1, 0)
        KIND(2, 0, 1)
        KIND(2, 1, 1)
        KIND(3, 0, 1)
        KIND(3, 1, 1)
#undef KIND
    }
}

static COHORT_INLINE double lesser(double persons, double low)
{
    return persons < low ? persons : low;
}

/* In four parts, since each minimum waits for the one before. */
static COHORT_INLINE void lower_body(int ages, const double *restrict population,
                                     double *restrict lowest)
{
    enum { PARTS = 4 };
    const size_t cells = COHORT_SEXES * (size_t)ages, part = cells / PARTS * B;
    double low[PARTS][B];
    for (size_t p = 0; p < PARTS; p++)
        LANES low[p][l] = lowest[l];
    for (size_t c = 0; c < part; c += B)
        LANES
        {
            low[0][l] = lesser(population[c + l], low[0][l]);
            low[1][l] = lesser(population[part + c + l], low[1][l]);
            low[2][l] = lesser(population[2 * part + c + l], low[2][l]);
            low[3][l] = lesser(population[3 * part + c + l], low[3][l]);
        }
    for (size_t c = PARTS * part; c < cells * B; c += B)
        LANES low[0][l] = lesser(population[c + l], low[0][l]);
    LANES lowest[l] = lesser(lesser(low[0][l], low[1][l]), lesser(low[2][l], low[3][l]));
}

/* opening + (M + m opening) / 2, where stay is m / 2: halving is exact, so these are the bits that
 * halving at the end gives. With M of 0 or more it is never negative, as m is -1 or more. */
static COHORT_INLINE void lower_early_as(const struct batch_layout *y, const double *restrict k,
                                         bool shared, const double *restrict population,
                                         double *restrict lowest)
{
    double low[B];
    LANES low[l] = lowest[l];
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = y->early_first; x <= y->early_last; x++) {
            const double *opening = population + (size_t)(sex * y->ages + x) * B;
            const size_t half = cohort_batch_early(y, sex, x);
            const size_t stay = cohort_batch_cell(y, (size_t)sex, (size_t)x) + 2;
            LANES low[l] =
                lesser(opening[l] + (at(k, half, l, shared) + opening[l] * at(k, stay, l, shared)),
                       low[l]);
        }
    LANES lowest[l] = low[l];
}

static COHORT_INLINE void lower_early_body(const struct batch_layout *y, const double *restrict k,
                                           const double *restrict population,
                                           double *restrict lowest)
{
    if (y->shared)
        lower_early_as(y, k, true, population, lowest);
    else
        lower_early_as(y, k, false, population, lowest);
}

static COHORT_INLINE void end_body(int ages, const double *restrict population,
                                   double *restrict zero)
{
    double sum[B];
    LANES sum[l] = 0.0;
    for (size_t c = 0; c < COHORT_SEXES * (size_t)ages; c++)
        LANES sum[l] += 0.0 * population[c * B + l];
    LANES zero[l] = sum[l];
}

#define INSTANCE(suffix, attribute)                                                                \
    attribute static void step_##suffix(const struct batch_layout *layout, const double *k,        \
                                        double *population, double *borne)                         \
    {                                                                                              \
        step_body(layout, k, population, borne);                                                   \
    }                                                                                              \
    attribute static void lower_##suffix(int ages, const double *population, double *lowest)       \
    {                                                                                              \
        lower_body(ages, population, lowest);                                                      \
    }                                                                                              \
    attribute static void lower_early_##suffix(const struct batch_layout *layout, const double *k, \
                                               const double *population, double *lowest)           \
    {                                                                                              \
        lower_early_body(layout, k, population, lowest);                                           \
    }                                                                                              \
    attribute static void end_##suffix(int ages, const double *population, double *zero)           \
    {                                                                                              \
        end_body(ages, population, zero);                                                          \
    }
#define ROW(suffix)                                                                                \
    {                                                                                              \
        step_##suffix, lower_##suffix, lower_early_##suffix, end_##suffix                          \
    }

INSTANCE(base, )
#if COHORT_X86_64
INSTANCE(v3, COHORT_AT_V3)
INSTANCE(v4, COHORT_AT_V4)
static const struct batch_kernel kernels[LEVEL_COUNT] = {ROW(base), ROW(v3), ROW(v4)};
#else
static const struct batch_kernel kernels[LEVEL_COUNT] = {ROW(base), ROW(base), ROW(base)};
#endif

const struct batch_kernel *cohort_batch_kernel(enum level level)
{
    return &kernels[level];
}
