/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch_kernel.h"

#include "model/step.h"

#include <cohort/grid.h>

enum { B = COHORT_BLOCK, PARTS = COHORT_WOMEN_PARTS };
#define LANES COHORT_SIMD for (size_t l = 0; l < B; l++)

/* An interval of a block, and what is known of it at compile time. */
struct work {
    const struct batch_layout *y;
    const double *k; /* its rates */
    size_t width;
    bool shared, early;
    double *lowest;     /* NULL: not asked for */
    double (*women)[B]; /* [PARTS]: sums */
};

/* A lane's number in a place. */
static COHORT_INLINE double at(const struct work *w, size_t place, size_t lane)
{
    return w->shared ? w->k[place] : w->k[place * B + lane];
}

/* Have the numbers of places brought near that are COHORT_BATCH_AHEAD further on: by themselves
 * processors do not look so far when populations are read and written in between. */
static COHORT_INLINE void fetch(const struct work *w, size_t place)
{
    enum { LINE = 64 / sizeof(double) };
    for (size_t p = place; !w->shared && p < place + w->width; p++)
        for (size_t l = 0; l < B; l += LINE)
            COHORT_FETCH(w->k + (p + COHORT_BATCH_AHEAD) * B + l);
}

static COHORT_INLINE double lesser(double persons, double low)
{
    return persons < low ? persons : low;
}

static COHORT_INLINE void lower(const struct work *w, const double *persons)
{
    if (w->lowest)
        LANES w->lowest[l] = lesser(persons[l], w->lowest[l]);
}

/* ---- rates of the age at the start ---- */

/* Net migrants of a cell. */
static COHORT_INLINE void find_moving(const struct work *w, size_t place, const double *cell,
                                      double *moving)
{
    LANES
    {
        const double counts = w->width > 1 ? at(w, place + 1, l) : 0.0;
        moving[l] = w->width > 2 ? counts + at(w, place + 2, l) * cell[l] : counts;
    }
}

/* Those who begin in a cell. */
static COHORT_INLINE void find_beginning(const struct work *w, const double *cell,
                                         const double *moving, double *begin)
{
    const double early = w->y->convention->early;
    LANES begin[l] = w->early ? cell[l] + early * moving[l] : cell[l];
}

/* Births of the women of a cell, as women_of in step.c. */
static COHORT_INLINE void count_women(const struct work *w, size_t x, const double *cell,
                                      const double *moving, const double *lived)
{
    const struct convention *convention = w->y->convention;
    const double counted = convention->after_births ? 0.0 : 1.0 - convention->early;
    const double early = convention->early;
    const size_t place = w->y->asfr + x - (size_t)w->y->women_first;
    double *sum = w->women[x % PARTS];
    LANES
    {
        const double opening = w->early ? cell[l] + early * moving[l] : cell[l];
        const double closing = counted > 0.0 ? lived[l] + counted * moving[l] : lived[l];
        sum[l] += at(w, place, l) * (opening + closing);
    }
}

static COHORT_INLINE bool has_women(const struct batch_layout *y, size_t sex, size_t x)
{
    return sex == COHORT_FEMALE && (int)x >= y->women_first && (int)x <= y->women_last;
}

/* One sex; what is left is those who move into the first group. */
static COHORT_INLINE void grow_by_place(const struct work *w, size_t sex, double *population,
                                        double *moving)
{
    const struct batch_layout *y = w->y;
    const double late = 1.0 - y->convention->early;
    const size_t ages = (size_t)y->ages;
    double *cell = population + ((sex + 1) * ages - 1) * B, oldest[B], begin[B], before[B],
           lived[B];
    size_t place = sex * ages * w->width;
    find_moving(w, place, cell, moving);
    find_beginning(w, cell, moving, oldest);
    for (size_t x = ages - 1; x > 0; x--, cell -= B, place += w->width) {
        fetch(w, place);
        find_moving(w, place + w->width, cell - B, before);
        find_beginning(w, cell - B, before, begin);
        if (x == ages - 1)
            LANES begin[l] += oldest[l];
        LANES lived[l] = begin[l] * at(w, place, l);
        if (has_women(y, sex, x))
            count_women(w, x, cell, moving, lived);
        LANES cell[l] = lived[l] + late * moving[l];
        lower(w, begin);
        lower(w, cell);
        LANES moving[l] = before[l];
    }
    LANES moving[l] = late * moving[l];
}

/* ---- rates of the age that is reached ---- */

static COHORT_INLINE void grow_by_arrival(const struct work *w, size_t sex, double *population,
                                          double *moving)
{
    const struct batch_layout *y = w->y;
    const size_t ages = (size_t)y->ages;
    double *cell = population + ((sex + 1) * ages - 1) * B, from[B];
    size_t place = sex * ages * w->width;
    for (size_t x = ages - 1; x > 0; x--, cell -= B, place += w->width) {
        double *sum = w->women[x % PARTS];
        fetch(w, place);
        LANES from[l] = x == ages - 1 ? cell[l - B] + cell[l] : cell[l - B];
        LANES cell[l] = from[l] * at(w, place, l) + (w->width > 1 ? at(w, place + 1, l) : 0.0);
        if (has_women(y, sex, x))
            LANES sum[l] += cell[l];
        lower(w, cell);
    }
    LANES moving[l] = w->width > 1 ? at(w, place + 1, l) : 0.0;
}

/* ---- an interval ---- */

/* The first groups, as begin_life in step.c. */
static COHORT_INLINE void begin_life(const struct work *w, bool by_rates, double *population,
                                     double (*moving)[B])
{
    const struct batch_layout *y = w->y;
    const size_t ages = (size_t)y->ages;
    for (size_t sex = 0; sex < COHORT_SEXES; sex++) {
        const size_t survival = (sex * ages + ages - 1) * w->width;
        double *cell = population + sex * ages * B;
        LANES
        {
            const double women =
                (w->women[0][l] + w->women[1][l]) + (w->women[2][l] + w->women[3][l]);
            const double births = (by_rates ? y->half : at(w, y->share + 1, l)) * women;
            const double boys = at(w, y->share, l);
            const double born = births * (sex == COHORT_MALE ? boys : 1.0 - boys);
            cell[l] = (by_rates ? born * at(w, survival, l) : born) + moving[sex][l];
        }
        lower(w, cell);
    }
}

static COHORT_INLINE void step_as(const struct batch_layout *y, const double *k, size_t width,
                                  bool shared, bool by_arrival, bool early, double *population,
                                  double *lowest)
{
    double women[PARTS][B] = {{0}}, moving[COHORT_SEXES][B];
    const struct work w = {y, k, width, shared, early, lowest, women};
    for (size_t sex = 0; sex < COHORT_SEXES; sex++)
        if (by_arrival)
            grow_by_arrival(&w, sex, population, moving[sex]);
        else
            grow_by_place(&w, sex, population, moving[sex]);
    begin_life(&w, !by_arrival, population, moving);
}

/* Each kind of layout by itself, so that nothing is asked within the loops. */
static COHORT_INLINE void step_body(const struct batch_layout *y, const double *k,
                                    double *population, double *lowest)
{
    const struct convention *convention = y->convention;
    switch (y->width * 8 + y->shared * 4 + convention->by_arrival * 2 + (convention->early > 0.0)) {
#define KIND(width, shared, arrival, early)                                                        \
    case width * 8 + shared * 4 + arrival * 2 + early:                                             \
        step_as(y, k, width, shared, arrival, early, population, lowest);                          \
        break;
#define KINDS(width, arrival, early) KIND(width, 0, arrival, early) KIND(width, 1, arrival, early)
        KINDS(1, 0, 0)
        KINDS(2, 0, 0)
        KINDS(3, 0, 0)
        KINDS(1, 0, 1)
        KINDS(2, 0, 1)
        KINDS(3, 0, 1)
        KINDS(1, 1, 0)
        KINDS(2, 1, 0)
#undef KINDS
#undef KIND
    }
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
    attribute static void step_##suffix(const struct batch_layout *layout, const double *rates,    \
                                        double *population, double *lowest)                        \
    {                                                                                              \
        step_body(layout, rates, population, lowest);                                              \
    }                                                                                              \
    attribute static void end_##suffix(int ages, const double *population, double *zero)           \
    {                                                                                              \
        end_body(ages, population, zero);                                                          \
    }
#define ROW(suffix)                                                                                \
    {                                                                                              \
        step_##suffix, end_##suffix                                                                \
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
