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
    bool shared, early, after, check; /* check: is the lowest asked for? */
    double (*lowest)[B];              /* [PARTS] */
    double (*women)[B];               /* [PARTS]: sums */
};

/* A place, and its number where lanes share it: read once, since what is written between lanes might
 * be it for all the compiler knows. */
struct numbers {
    const double *lanes;
    double shared;
};

static COHORT_INLINE struct numbers place_of(const struct work *w, size_t place, bool is_there)
{
    return (struct numbers){w->shared ? NULL : w->k + place * B,
                            w->shared && is_there ? w->k[place] : 0.0};
}

static COHORT_INLINE double number(const struct work *w, struct numbers place, size_t l)
{
    return w->shared ? place.shared : place.lanes[l];
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

/* ---- rates of the age at the start ---- */

/* The places of a cell's migrants, and one lane's net migrants of them. */
struct migrants {
    struct numbers counts, rates;
};

static COHORT_INLINE struct migrants moves_of(const struct work *w, size_t place)
{
    return (struct migrants){place_of(w, place + 1, w->width > 1),
                             place_of(w, place + 2, w->width > 2)};
}

static COHORT_INLINE double moving_of(const struct work *w, struct migrants moves, double persons,
                                      size_t l)
{
    const double counts = w->width > 1 ? number(w, moves.counts, l) : 0.0;
    return w->width > 2 ? counts + number(w, moves.rates, l) * persons : counts;
}

/* By itself, or the loop around it has branches. */
static COHORT_INLINE void lower(double *restrict lowest, const double *restrict persons)
{
    LANES lowest[l] = persons[l] < lowest[l] ? persons[l] : lowest[l];
}

/* One cell of a sex: who comes to it from the one before (the oldest: `more` of its own, too), by the
 * women of women_of in step.c, if they count. */
static COHORT_INLINE void enter(const struct work *w, size_t place, bool is_open, bool women,
                                size_t x, const double *from_cell, double *cell)
{
    const double early = w->y->convention->early, late = 1.0 - early;
    const struct migrants mine = moves_of(w, place), before = moves_of(w, place + w->width);
    const struct numbers survival = place_of(w, place, true);
    const struct numbers asfr = place_of(w, w->y->asfr + x - (size_t)w->y->women_first, women);
    double *restrict sum = w->women[x % PARTS], *restrict lowest = w->lowest[x % PARTS];
    fetch(w, place);
    LANES
    {
        const double here = from_cell[l], moving = moving_of(w, mine, here, l);
        const double own = w->early ? here + early * moving : here;
        double from = from_cell[l - B];
        if (w->early)
            from += early * moving_of(w, before, from, l);
        if (is_open)
            from += own;
        const double lived = from * number(w, survival, l);
        const double closing = w->width > 1 ? lived + late * moving : lived;
        if (women)
            sum[l] += number(w, asfr, l) * (own + (w->after ? lived : closing));
        cell[l] = closing;
        if (w->check) {
            const double low = from < lowest[l] ? from : lowest[l];
            lowest[l] = closing < low ? closing : low;
        }
    }
}

/* One sex; what is left in `moving` is those who move into the first group. */
static COHORT_INLINE void grow_by_place(const struct work *w, size_t sex, const double *opening,
                                        double *closing, double *moving)
{
    const struct batch_layout *y = w->y;
    const double late = 1.0 - y->convention->early;
    const size_t ages = (size_t)y->ages;
    const double *from = opening + ((sex + 1) * ages - 1) * B;
    double *cell = closing + ((sex + 1) * ages - 1) * B;
    size_t place = sex * ages * w->width;
    for (size_t x = ages - 1; x > 0; x--, from -= B, cell -= B, place += w->width) {
        const bool women =
            sex == COHORT_FEMALE && (int)x >= y->women_first && (int)x <= y->women_last;
        if (x == ages - 1)
            enter(w, place, true, women, x, from, cell);
        else if (women)
            enter(w, place, false, true, x, from, cell);
        else
            enter(w, place, false, false, x, from, cell);
    }
    const struct migrants youngest = moves_of(w, place);
    LANES moving[l] = late * moving_of(w, youngest, from[l], l);
}

/* ---- rates of the age that is reached ---- */

static COHORT_INLINE void arrive(const struct work *w, size_t place, bool is_open, size_t x,
                                 double *sum, const double *from_cell, double *cell)
{
    const struct numbers ratio = place_of(w, place, true);
    const struct numbers counts = place_of(w, place + 1, w->width > 1);
    double *restrict lowest = w->lowest[x % PARTS];
    fetch(w, place);
    LANES
    {
        const double from = is_open ? from_cell[l - B] + from_cell[l] : from_cell[l - B];
        const double closing =
            from * number(w, ratio, l) + (w->width > 1 ? number(w, counts, l) : 0.0);
        if (sum)
            sum[l] += closing;
        cell[l] = closing;
    }
    if (w->check)
        lower(lowest, cell);
}

static COHORT_INLINE void grow_by_arrival(const struct work *w, size_t sex, const double *opening,
                                          double *closing, double *moving)
{
    const struct batch_layout *y = w->y;
    const size_t ages = (size_t)y->ages;
    const double *from = opening + ((sex + 1) * ages - 1) * B;
    double *cell = closing + ((sex + 1) * ages - 1) * B;
    size_t place = sex * ages * w->width;
    for (size_t x = ages - 1; x > 0; x--, from -= B, cell -= B, place += w->width) {
        const bool women =
            sex == COHORT_FEMALE && (int)x >= y->women_first && (int)x <= y->women_last;
        if (x == ages - 1)
            arrive(w, place, true, x, women ? w->women[x % PARTS] : NULL, from, cell);
        else if (women)
            arrive(w, place, false, x, w->women[x % PARTS], from, cell);
        else
            arrive(w, place, false, x, NULL, from, cell);
    }
    const struct numbers counts = place_of(w, place + 1, w->width > 1);
    LANES moving[l] = w->width > 1 ? number(w, counts, l) : 0.0;
}

/* ---- an interval ---- */

/* The first groups, as begin_life in step.c. */
static COHORT_INLINE void begin_life(const struct work *w, bool by_rates, double *population,
                                     double (*moving)[B])
{
    const struct batch_layout *y = w->y;
    const size_t ages = (size_t)y->ages;
    for (size_t sex = 0; sex < COHORT_SEXES; sex++) {
        const struct numbers survival = place_of(w, (sex * ages + ages - 1) * w->width, true);
        const struct numbers boys_share = place_of(w, y->share, true);
        const struct numbers ratio = place_of(w, y->share + 1, true);
        double *cell = population + sex * ages * B;
        LANES
        {
            const double women =
                (w->women[0][l] + w->women[1][l]) + (w->women[2][l] + w->women[3][l]);
            const double births = (by_rates ? y->half : number(w, ratio, l)) * women;
            const double boys = number(w, boys_share, l);
            const double born = births * (sex == COHORT_MALE ? boys : 1.0 - boys);
            cell[l] = (by_rates ? born * number(w, survival, l) : born) + moving[sex][l];
        }
        if (w->check)
            lower(w->lowest[0], cell);
    }
}

static COHORT_INLINE void step_as(const struct batch_layout *y, const double *k, size_t width,
                                  bool shared, bool by_arrival, bool early, bool after, bool check,
                                  const double *opening, double *closing, double *lowest)
{
    double women[PARTS][B] = {{0}}, low[PARTS][B] = {{0}}, moving[COHORT_SEXES][B];
    const struct work w = {y, k, width, shared, early, after, check, low, women};
    for (size_t sex = 0; sex < COHORT_SEXES; sex++)
        if (by_arrival)
            grow_by_arrival(&w, sex, opening, closing, moving[sex]);
        else
            grow_by_place(&w, sex, opening, closing, moving[sex]);
    begin_life(&w, !by_arrival, closing, moving);
    for (size_t part = 0; check && part < PARTS; part++)
        lower(lowest, low[part]);
}

/* Each kind of layout by itself, so that nothing is asked within the loops. */
static COHORT_INLINE void step_body(const struct batch_layout *y, const double *k,
                                    const double *opening, double *closing, double *lowest)
{
    const struct convention *convention = y->convention;
    switch (y->width * 16 + y->shared * 8 + convention->by_arrival * 4 +
            (convention->early > 0.0) * 2 + convention->after_births) {
#define KIND(width, shared, arrival, early, after)                                                 \
    case width * 16 + shared * 8 + arrival * 4 + early * 2 + after:                                \
        if (lowest)                                                                                \
            step_as(y, k, width, shared, arrival, early, after, true, opening, closing, lowest);   \
        else                                                                                       \
            step_as(y, k, width, shared, arrival, early, after, false, opening, closing, NULL);    \
        break;
#define KINDS(width, arrival, early, after)                                                        \
    KIND(width, 0, arrival, early, after) KIND(width, 1, arrival, early, after)
        KINDS(1, 0, 0, 1)
        KINDS(2, 0, 0, 1)
        KINDS(3, 0, 0, 1)
        KINDS(1, 0, 1, 0)
        KINDS(2, 0, 1, 0)
        KINDS(3, 0, 1, 0)
        KINDS(1, 1, 0, 0)
        KINDS(2, 1, 0, 0)
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
                                        const double *opening, double *closing, double *lowest)    \
    {                                                                                              \
        step_body(layout, rates, opening, closing, lowest);                                        \
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
