/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch_kernel.h"

#include "model/step.h"

#include <cohort/grid.h>

#include <string.h>

/* TOGETHER: how many age groups in one go */
enum { B = COHORT_BLOCK, PARTS = COHORT_WOMEN_PARTS, TOGETHER = 4 };
#define UNROLL _Pragma("GCC unroll 4")
#define LANES COHORT_SIMD for (size_t l = 0; l < B; l++)

/* An interval of a block, and what is known of it at compile time. */
struct work {
    const struct batch_layout *y;
    const double *k; /* its rates */
    size_t width;
    bool shared, by_arrival, early, after;
    int64_t *signs;     /* NULL: not asked for */
    double (*women)[B]; /* [PARTS]: sums */
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

/* Where a pass over a sex stands: from the oldest down. */
struct position {
    int x; /* age group */
    size_t place;
    const double *from; /* its population at the opening */
    double *cell;       /* and at the closing */
};

/* The next `count` cells: who comes to each from the one before (the oldest: of its own, too), by the
 * women of women_of in step.c, if they count. By arrival S + m is in the place of S, and nobody is
 * early. `only_sum`: the two oldest have to be enough together, not each (enter in step.c). */
static COHORT_INLINE void enter(const struct work *w, struct position *p, int count, bool is_open,
                                bool women, bool only_sum)
{
    const double early = w->y->convention->early, late = 1.0 - early, *from_cell = p->from;
    double *cell = p->cell, *sum[TOGETHER];
    struct migrants moves[TOGETHER + 1];
    struct numbers survival[TOGETHER], asfr[TOGETHER];
    moves[0] = moves_of(w, p->place);
    UNROLL for (int k = 0; k < count; k++)
    {
        const size_t nth = women ? (size_t)(p->x - k - w->y->women_first) : 0;
        survival[k] = place_of(w, p->place, true);
        p->place += w->width;
        moves[k + 1] = moves_of(w, p->place);
        asfr[k] = place_of(w, w->y->asfr + nth, women && !w->by_arrival);
        sum[k] = w->women[(p->x - k) % PARTS];
    }
    p->x -= count;
    p->from -= count * B;
    p->cell -= count * B;
    LANES
    {
        double here = from_cell[l], moving = moving_of(w, moves[0], here, l);
        double own = w->early ? here + early * moving : here;
        int64_t signs = is_open && !only_sum && w->early ? cohort_sign(own) : 0;
        UNROLL for (int k = 0; k < count; k++)
        {
            const double closes = late * moving, before = own;
            here = from_cell[(ptrdiff_t)l - (k + 1) * B];
            moving = moving_of(w, moves[k + 1], here, l);
            own = w->early ? here + early * moving : here;
            const double from = is_open ? own + before : own;
            const double lived = from * number(w, survival[k], l);
            const double closing = w->width > 1 ? lived + closes : lived;
            if (women && w->by_arrival)
                sum[k][l] += closing;
            else if (women)
                sum[k][l] += number(w, asfr[k], l) * (before + (w->after ? lived : closing));
            cell[(ptrdiff_t)l - k * B] = closing;
            signs |= cohort_sign(closing) | (w->early ? cohort_sign(only_sum ? from : own) : 0);
        }
        if (w->signs)
            w->signs[l] |= signs;
    }
}

/* All cells above an age group. Where lanes have rates of their own memory is the limit, and several
 * cells in one go would only ask it for more at once. */
static COHORT_INLINE void pass(const struct work *w, struct position *p, int until, bool women)
{
    while (w->shared && p->x >= until + TOGETHER)
        enter(w, p, TOGETHER, false, women, false);
    while (p->x > until)
        enter(w, p, 1, false, women, false);
}

/* One sex; what is left in `moving` is those who move into the first group. */
static COHORT_INLINE void grow(const struct work *w, size_t sex, const double *opening,
                               double *closing, double *moving)
{
    const struct batch_layout *y = w->y;
    const double late = 1.0 - y->convention->early;
    const size_t ages = (size_t)y->ages, oldest = (sex + 1) * ages - 1;
    struct position p = {y->ages - 1, sex * ages * w->width, opening + oldest * B,
                         closing + oldest * B};
    const bool women = sex == COHORT_FEMALE;
    enter(w, &p, 1, true, women && y->women_last == p.x, !women || y->women_last < p.x - 1);
    if (women) {
        pass(w, &p, y->women_last > 0 ? y->women_last : 0, false);
        pass(w, &p, y->women_first - 1, true);
    }
    pass(w, &p, 0, false);
    const struct migrants youngest = moves_of(w, p.place);
    LANES moving[l] = late * moving_of(w, youngest, p.from[l], l);
}

/* The first groups, as begin_life in step.c. */
static COHORT_INLINE void begin_life(const struct work *w, double *population, double (*moving)[B])
{
    const struct batch_layout *y = w->y;
    const size_t ages = (size_t)y->ages;
    const struct numbers boys_share = place_of(w, y->share, true);
    const struct numbers factor = place_of(w, y->share + 1, true);
    for (size_t sex = 0; sex < COHORT_SEXES; sex++) {
        const struct numbers survival = place_of(w, (sex * ages + ages - 1) * w->width, true);
        double *cell = population + sex * ages * B;
        LANES
        {
            const double women =
                (w->women[0][l] + w->women[1][l]) + (w->women[2][l] + w->women[3][l]);
            const double births = number(w, factor, l) * women;
            const double boys = number(w, boys_share, l);
            const double born = births * (sex == COHORT_MALE ? boys : 1.0 - boys);
            cell[l] = (w->by_arrival ? born : born * number(w, survival, l)) + moving[sex][l];
            if (w->signs)
                w->signs[l] |= cohort_sign(cell[l]);
        }
    }
}

static COHORT_INLINE void step_as(const struct batch_layout *y, const double *k, size_t width,
                                  bool shared, bool by_arrival, bool early, bool after,
                                  bool has_signs, const double *opening, double *closing,
                                  int64_t *signs)
{
    double women[PARTS][B] = {{0}}, moving[COHORT_SEXES][B];
    int64_t own[B] = {0};
    const struct work w = {y,    k, width, shared, by_arrival, early, after, has_signs ? own : NULL,
                           women};
    for (size_t sex = 0; sex < COHORT_SEXES; sex++)
        grow(&w, sex, opening, closing, moving[sex]);
    begin_life(&w, closing, moving);
    if (has_signs)
        memcpy(signs, own, sizeof own);
}

/* Each kind of layout by itself, so that nothing is asked within the loops, and in a function of its
 * own: compilers take more than twice as long over one of all of them. */
/* clang-format off */
#define KINDS(X, ...)                                                                              \
    X(1, 0, 0, 1, __VA_ARGS__) X(2, 0, 0, 1, __VA_ARGS__) X(3, 0, 0, 1, __VA_ARGS__)               \
    X(1, 0, 1, 0, __VA_ARGS__) X(2, 0, 1, 0, __VA_ARGS__) X(3, 0, 1, 0, __VA_ARGS__)               \
    X(1, 1, 0, 0, __VA_ARGS__) X(2, 1, 0, 0, __VA_ARGS__)
#define PLACES(width, arrival, early, after, suffix)                                               \
    [KIND(width, arrival, early, after, 0)] = step_##width##arrival##early##after##0##suffix,      \
    [KIND(width, arrival, early, after, 1)] = step_##width##arrival##early##after##1##suffix,
/* clang-format on */
#define KIND(width, arrival, early, after, shared)                                                 \
    (width * 16 + shared * 8 + arrival * 4 + early * 2 + after)
#define STEP_AS(width, arrival, early, after, shared, suffix, attribute)                           \
    COHORT_APART attribute static void step_##width##arrival##early##after##shared##suffix(        \
        const struct batch_layout *y, const double *k, const double *opening, double *closing,     \
        int64_t *signs)                                                                            \
    {                                                                                              \
        if (signs)                                                                                 \
            step_as(y, k, width, shared, arrival, early, after, true, opening, closing, signs);    \
        else                                                                                       \
            step_as(y, k, width, shared, arrival, early, after, false, opening, closing, NULL);    \
    }
#define STEPS_AS(width, arrival, early, after, ...)                                                \
    STEP_AS(width, arrival, early, after, 0, __VA_ARGS__)                                          \
    STEP_AS(width, arrival, early, after, 1, __VA_ARGS__)

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
    KINDS(STEPS_AS, _##suffix, attribute)                                                          \
    attribute static void step_##suffix(const struct batch_layout *y, const double *k,             \
                                        const double *opening, double *closing, int64_t *signs)    \
    {                                                                                              \
        static void (*const steps[])(const struct batch_layout *, const double *, const double *,  \
                                     double *, int64_t *) = {KINDS(PLACES, _##suffix)};            \
        const struct convention *c = y->convention;                                                \
        steps[KIND(y->width, c->by_arrival, (c->early > 0.0), c->after_births, y->shared)](        \
            y, k, opening, closing, signs);                                                        \
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
