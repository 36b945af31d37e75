/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wdouble-promotion" /* what this is for */
#endif

#include "support/oracle.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* One sex in one interval, as the formulas name things: P opening, S survival by age at the end, m and
 * M net migration, A the open group. */
struct sex {
    int A;
    const double *P, *S, *m, *M;
    long double share; /* of this sex among births */
    long double *beginning, *began, *coming, *closing, *deaths, *moves, *entered, *came;
    bool cut;   /* is emigration cut to those who are there? */
    bool apart; /* do the two oldest groups begin each by itself? */
};

static struct sex sex_of(const cohort_inputs *inputs, int interval, int sex, const double *opening,
                         bool cut, struct oracle *o)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const size_t at = cohort_cell(grid, interval, sex, 0);
    const long double boys = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    return (struct sex){
        .A = grid->ages - 1,
        .P = opening + cohort_cell(grid, 0, sex, 0),
        .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + at,
        .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at,
        .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at,
        .share = sex == COHORT_MALE ? boys : 1.0L - boys,
        .beginning = o->beginning[sex],
        .began = o->began[sex],
        .closing = o->closing[sex],
        .deaths = o->deaths[sex],
        .moves = o->moves[sex],
        .entered = o->entered[sex],
        .came = o->came[sex],
        .coming = o->coming[sex],
        .cut = cut,
        .apart = o->apart[sex],
    };
}

/* Persons, of whom nobody is left where all are cut. */
static long double present(const struct sex *s, long double persons)
{
    return s->cut ? fmaxl(persons, 0.0L) : persons;
}

/* Of a cell in which somebody is cut: those who were there, less the dead, and who is left. */
static void account(const struct sex *s, int x, long double before)
{
    const bool oldest = s->apart && x == s->A;
    if (s->cut && (s->coming[x] < 0.0L || s->closing[x] < 0.0L ||
                   (oldest && (s->beginning[x - 1] < 0.0L || s->beginning[x] < 0.0L))))
        s->moves[x] = present(s, s->closing[x]) - before + s->deaths[x];
}

/* ipss: survivors and their net migration, both by the age reached. */
static void run_ipss(const struct sex *s)
{
    for (int x = 0; x <= s->A; x++)
        s->beginning[x] = s->began[x] = s->P[x];
    for (int x = 1; x <= s->A; x++) {
        const long double from = s->P[x - 1] + (x == s->A ? (long double)s->P[x] : 0.0L);
        s->coming[x] = s->came[x] = from;
        s->deaths[x] = from * (1.0L - s->S[x]);
        s->moves[x] = from * s->m[x] + s->M[x];
        s->closing[x] = from * ((long double)s->S[x] + s->m[x]) + s->M[x];
        s->entered[x] =
            from * (s->S[x] + fabsl((long double)s->m[x])) + fabsl((long double)s->M[x]);
        account(s, x, from);
    }
    s->coming[0] = s->came[0] = 0.0L;
}

static void bear_ipss(const struct sex *s, long double children)
{
    s->closing[0] = children * s->share + s->M[0];
    s->moves[0] = s->M[0];
    s->entered[0] = children * s->share + fabsl((long double)s->M[0]);
}

/* The UN's: a part of the migrants of each age comes at the opening, the rest at the closing. */
static long double migrants(const struct sex *s, int x)
{
    return s->M[x] + (long double)s->m[x] * s->P[x];
}

static long double migrants_size(const struct sex *s, int x)
{
    return fabsl((long double)s->M[x]) + fabsl((long double)s->m[x]) * s->P[x];
}

static void run_wpp(const struct sex *s, long double early)
{
    const long double late = 1.0L - early;
    for (int x = 0; x <= s->A; x++) {
        s->beginning[x] = s->P[x] + early * migrants(s, x);
        s->began[x] = s->P[x] + early * migrants_size(s, x);
    }
    s->coming[0] = s->came[0] = 0.0L;
    for (int x = 1; x <= s->A; x++) {
        const bool open = x == s->A;
        const long double size = s->began[x - 1] + (open ? s->began[x] : 0.0L);
        s->coming[x] = s->beginning[x - 1] + (open ? s->beginning[x] : 0.0L);
        s->came[x] = size;
        const long double who = open && s->apart
                                    ? present(s, s->beginning[x - 1]) + present(s, s->beginning[x])
                                    : present(s, s->coming[x]);
        s->deaths[x] = who * (1.0L - s->S[x]);
        s->moves[x] =
            early * (migrants(s, x - 1) + (open ? migrants(s, x) : 0.0L)) + late * migrants(s, x);
        s->closing[x] = who * s->S[x] + late * migrants(s, x);
        s->entered[x] = size * s->S[x] + late * migrants_size(s, x);
        account(s, x, s->P[x - 1] + (open ? (long double)s->P[x] : 0.0L));
    }
}

static void bear_wpp(const struct sex *s, long double births, long double early)
{
    const long double late = 1.0L - early;
    s->closing[0] = births * s->share * s->S[0] + late * migrants(s, 0);
    s->moves[0] = late * migrants(s, 0);
    s->entered[0] = births * s->share * s->S[0] + late * migrants_size(s, 0);
}

/* Births of the women of an interval: at the opening (nobody, if more left than there are), and at
 * the closing with the migrants of then if half come early, else without any. No woman of the first
 * group bears. */
static long double births_of(const cohort_inputs *inputs, int interval, const struct sex *women,
                             long double early, long double *size)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double *asfr =
        cohort_inputs_view(inputs, COHORT_ASFR) + (size_t)interval * (size_t)grid->ages;
    long double births = 0.0L;
    *size = 0.0L;
    for (int x = 1; x <= women->A; x++) {
        const long double opening = fmaxl(women->beginning[x], 0.0L);
        const long double closing =
            early > 0.0L ? present(women, women->closing[x]) : women->coming[x] * women->S[x];
        const long double rate = grid->width * (long double)asfr[x] / 2.0L;
        births += rate * (opening + closing);
        *size += rate * (early > 0.0L ? women->began[x] + women->entered[x] : opening + closing);
    }
    return births;
}

static long double children_of(const cohort_inputs *inputs, int interval, const struct sex *women,
                               long double *size)
{
    const int width = cohort_inputs_grid(inputs)->width;
    const long double ratio = cohort_inputs_view(inputs, COHORT_CWR)[interval];
    long double sum = 0.0L;
    *size = 0.0L;
    for (int x = 15 / width; x < 50 / width; x++) {
        sum += present(women, women->closing[x]);
        *size += women->entered[x] * ratio;
    }
    return sum * ratio;
}

bool oracle_is_longer(void)
{
    volatile long double one = 1.0L, small = LDBL_EPSILON;
    return LDBL_MANT_DIG > DBL_MANT_DIG && one + small > one;
}

void oracle_run(const cohort_inputs *inputs, int interval, const double *opening, bool cut,
                struct oracle *oracle)
{
    const cohort_convention convention = cohort_inputs_convention(inputs);
    const long double early = convention == COHORT_WPP_EVEN ? 0.5L : 0.0L;
    struct sex sexes[COHORT_SEXES];
    const int A = cohort_inputs_grid(inputs)->ages - 1;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    if (asfr)
        asfr += (size_t)interval * (size_t)(A + 1);
    oracle->apart[COHORT_MALE] = false;
    oracle->apart[COHORT_FEMALE] = early > 0.0L && (asfr[A - 1] > 0.0 || asfr[A] > 0.0);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        sexes[sex] = sex_of(inputs, interval, sex, opening, cut, oracle);
        if (convention == COHORT_IPSS)
            run_ipss(&sexes[sex]);
        else
            run_wpp(&sexes[sex], early);
    }
    const struct sex *women = &sexes[COHORT_FEMALE];
    long double size = 0.0L;
    const long double born = convention == COHORT_IPSS
                                 ? children_of(inputs, interval, women, &size)
                                 : births_of(inputs, interval, women, early, &size);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const struct sex *s = &sexes[sex];
        if (convention == COHORT_IPSS) {
            bear_ipss(s, born);
            oracle->births[sex] = born == 0.0L ? 0.0L : born * s->share / s->S[0];
            oracle->bearing[sex] = born == 0.0L ? 0.0L : size * s->share / s->S[0];
        } else {
            bear_wpp(s, born, early);
            oracle->births[sex] = born * s->share;
            oracle->bearing[sex] = size * s->share;
        }
        s->deaths[0] = oracle->births[sex] * (1.0L - s->S[0]);
        account(s, 0, oracle->births[sex]);
    }
}
