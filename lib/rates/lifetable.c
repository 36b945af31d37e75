/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/lifetable.h>

#include "core/error.h"
#include "core/limits.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int cohort_lifetable_init(cohort_lifetable *table, int ages, const int *first_age,
                          cohort_error *error)
{
    *table = (cohort_lifetable){.ages = ages};
    if (ages < 2 || ages > 1000)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "life table of %d groups: expected 2 to 1000", ages);
    for (int x = 0; first_age && x < ages; x++)
        if (x == 0 ? first_age[x] != 0 : first_age[x] <= first_age[x - 1] || first_age[x] > 1000)
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "life table: group %d begins at age %d: expected ages rising from 0 "
                               "to at most 1000",
                               x, first_age[x]);
    double **const columns[] = {&table->mx, &table->qx, &table->ax, &table->lx,
                                &table->dx, &table->Lx, &table->Tx, &table->ex};
    const size_t count = sizeof columns / sizeof *columns, size = (size_t)ages;
    double *block = calloc(count * size, sizeof *block);
    table->age = calloc(size, sizeof *table->age);
    if (!block || !table->age) {
        free(block);
        free(table->age);
        table->age = NULL;
        return cohort_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        *columns[i] = block + i * size;
    for (int x = 0; x < ages; x++)
        table->age[x] = first_age ? first_age[x] : x;
    return cohort_succeed(error);
}

void cohort_lifetable_free(cohort_lifetable *table)
{
    if (table) {
        free(table->mx); /* the first column begins the block */
        free(table->age);
        *table = (cohort_lifetable){0};
    }
}

/* ---- years lived by those who die ---- */

enum { GREVILLE_FROM = 15 };

double cohort_a0_andreev_kingkade(int sex, double m0)
{
    if (sex == COHORT_MALE)
        return m0 < 0.02300   ? 0.14929 - 1.99545 * m0
               : m0 < 0.08307 ? 0.02832 + 3.26021 * m0
                              : 0.29915;
    return m0 < 0.01724 ? 0.14903 - 2.05527 * m0 : m0 < 0.06891 ? 0.04667 + 3.88089 * m0 : 0.31411;
}

double cohort_a0_coale_demeny(int sex, double m0)
{
    if (sex == COHORT_MALE)
        return m0 < 0.107 ? 0.045 + 2.684 * m0 : 0.330;
    return m0 < 0.107 ? 0.053 + 2.800 * m0 : 0.350;
}

double cohort_a1_coale_demeny(int sex, double m0)
{
    if (sex == COHORT_MALE)
        return m0 < 0.107 ? 1.651 - 2.816 * m0 : 1.352;
    return m0 < 0.107 ? 1.522 - 1.518 * m0 : 1.361;
}

static double a0_of(cohort_ax rule, int sex, double m0)
{
    return rule == COHORT_AX_COALE_DEMENY ? cohort_a0_coale_demeny(sex, m0)
                                          : cohort_a0_andreev_kingkade(sex, m0);
}

/* Greville's formula, from the slope of the neighbours' logarithms; in the last closed row from
 * that of the row before, as the UN's code does: the open group's rate is no neighbour. Half the
 * width where they are 0, or where high or uneven rates would put it outside the group. */
static double greville(const cohort_lifetable *table, int x, double n)
{
    enum { TENTH_ROW = 9 };
    const double *m = table->mx;
    const int of = x == table->ages - 2 && table->age[x - 1] >= GREVILLE_FROM ? x - 1 : x;
    if (!(m[of - 1] > 0.0 && m[of + 1] > 0.0))
        return n / 2.0;
    double k = log(m[of + 1] / m[of - 1]) / (2.0 * (table->age[of + 1] - table->age[of]));
    double a = n / 2.0 - n * n / 12.0 * (m[x] - k);
    if (x >= TENTH_ROW)
        a = fmax(a, 0.97);
    return a > 0.0 && a < n ? a : n / 2.0;
}

static double ax_of(const cohort_lifetable *table, int x, int sex, cohort_ax rule)
{
    const int from = table->age[x], n = table->age[x + 1] - from;
    if (from == 0 && n == 1)
        return a0_of(rule, sex, table->mx[0]);
    if (from == 1 && n == 4)
        return cohort_a1_coale_demeny(sex, table->mx[0]);
    return n > 1 && from >= GREVILLE_FROM ? greville(table, x, n) : n / 2.0;
}

/* ---- the columns ---- */

/* lx, dx, Lx, Tx, ex from qx and ax. In the open group qx is 1 and ax its expectation. */
static void complete(cohort_lifetable *table)
{
    const int last = table->ages - 1;
    double survivors = 1.0, years = 0.0;
    for (int x = 0; x <= last; x++) {
        table->lx[x] = survivors;
        table->dx[x] = survivors * table->qx[x];
        survivors = x == last ? 0.0 : survivors * (1.0 - table->qx[x]);
        double width = x == last ? 0.0 : table->age[x + 1] - table->age[x];
        table->Lx[x] = width * survivors + table->ax[x] * table->dx[x];
    }
    for (int x = last; x >= 0; x--) {
        years += table->Lx[x];
        table->Tx[x] = years;
        table->ex[x] = table->lx[x] > 0.0 ? years / table->lx[x] : 0.0;
    }
}

/* The oldest beyond the limits is the one by which a unit is guessed. */
static int check_column(const cohort_lifetable *table, const char *name, const double *column,
                        struct limits limits, cohort_error *error)
{
    const int last = table->ages - 1;
    char expected[COHORT_LIMITS_TEXT];
    for (int x = last; x >= 0; x--)
        if (cohort_beyond(limits, column[x], expected))
            return cohort_fail(error, COHORT_ERROR_VALUE, "%s at age %d: %g: expected %s", name,
                               table->age[x], column[x], expected);
    if (column[last] == 0.0)
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "%s at the open age %d: 0: expected a value above 0", name,
                           table->age[last]);
    return COHORT_OK;
}

/* The open group is seldom expected to live beyond 100, or at any age for more than 6 years: the
 * longest lives that are projected come to 95 (United Nations, World Population Prospects 2024). */
static int check_closing(const cohort_lifetable *table, cohort_error *error)
{
    const int last = table->ages - 1;
    const double most = fmax(100.0 - table->age[last], 6.0);
    if (table->limits == COHORT_ANY_RATES || table->ex[last] <= most)
        return cohort_succeed(error);
    return cohort_fail(
        error, COHORT_ERROR_VALUE,
        "closed too early: mx at the open age %d is %g, so %.4g years to live there, "
        "and %.4g at birth: expected at most %g there",
        table->age[last], table->mx[last], table->ex[last], table->ex[0], most);
}

static int check_choices(int sex, cohort_ax rule, cohort_error *error)
{
    if (sex != COHORT_MALE && sex != COHORT_FEMALE)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "life table: sex %d: expected COHORT_MALE or COHORT_FEMALE", sex);
    if ((unsigned)rule > COHORT_AX_COALE_DEMENY)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "life table: rule %d for ax: unknown",
                           (int)rule);
    return COHORT_OK;
}

int cohort_lifetable_from_mx(cohort_lifetable *table, int sex, cohort_ax rule, cohort_error *error)
{
    const int last = table->ages - 1;
    struct limits limits = COHORT_MX_LIMITS;
    if (table->limits == COHORT_ANY_RATES)
        limits.highest = DBL_MAX;
    int code = check_choices(sex, rule, error);
    if (!code)
        code = check_column(table, "mx", table->mx, limits, error);
    if (code)
        return code;
    for (int x = 0; x < last; x++) {
        double n = table->age[x + 1] - table->age[x], m = table->mx[x];
        table->ax[x] = ax_of(table, x, sex, rule);
        table->qx[x] = fmin(1.0, n * m / (1.0 + (n - table->ax[x]) * m));
    }
    table->qx[last] = 1.0;
    table->ax[last] = 1.0 / table->mx[last];
    complete(table);
    return check_closing(table, error);
}

int cohort_lifetable_from_qx(cohort_lifetable *table, int sex, cohort_ax rule, cohort_error *error)
{
    const int last = table->ages - 1;
    int code = check_choices(sex, rule, error);
    for (int x = 0; x < last && !code; x++)
        if (table->age[x + 1] - table->age[x] != 1)
            code = cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "qx at age %d: a group of %d years: expected single years",
                               table->age[x], table->age[x + 1] - table->age[x]);
    if (!code)
        code = check_column(table, "qx", table->qx, COHORT_QX_LIMITS, error);
    if (code)
        return code;
    /* m_0 and a_0 depend on each other: m = q / (1 - (1 - a) q), a = a(m). Settles within rounding
     * in a few rounds, a's slope being small. */
    double a0 = 0.1;
    for (int i = 0; i < 50; i++)
        a0 = a0_of(rule, sex, table->qx[0] / (1.0 - (1.0 - a0) * table->qx[0]));
    for (int x = 0; x <= last; x++) {
        double q = table->qx[x], a = x == 0 ? a0 : 0.5;
        table->mx[x] = q / (1.0 - (1.0 - a) * q);
        table->ax[x] = x == last ? 1.0 / table->mx[x] : a;
    }
    table->qx[last] = 1.0;
    complete(table);
    return check_closing(table, error);
}

/* ---- survival ---- */

/* The row that begins at an age, or -1. */
static int row_at(const cohort_lifetable *table, int age)
{
    for (int x = 0; x < table->ages; x++)
        if (table->age[x] == age)
            return x;
    return -1;
}

/* A survival; where nobody dies, rounding may come to a little more than 1. */
static double or_one(double survival)
{
    return survival > 1.0 && survival <= 1.0 + 1e-12 ? 1.0 : survival;
}

int cohort_lifetable_survival(const cohort_lifetable *table, int width, int groups, double *Sx,
                              cohort_error *error)
{
    if (width < 1 || width > 1000 || groups < 3 || groups > 1000)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "survival of %d groups of %d years: expected 3 to 1000 of 1 to 1000",
                           groups, width);
    for (int x = 0; x < groups; x++) {
        int row = row_at(table, x * width);
        if (row < 0)
            return cohort_fail(
                error, COHORT_ERROR_GRID,
                "groups of %d years: the life table has no group that begins at age %d", width,
                x * width);
        if (x > 0 && !(table->Tx[row_at(table, (x - 1) * width)] > table->Tx[row]))
            return cohort_fail(error, COHORT_ERROR_VALUE, "nobody survives to age %d",
                               (x - 1) * width);
    }
    double before = table->Tx[0]; /* person-years from group x - 1 on */
    for (int x = 1; x < groups; x++) {
        double from = table->Tx[row_at(table, x * width)];
        double after = x < groups - 1 ? table->Tx[row_at(table, (x + 1) * width)] : 0.0;
        Sx[x] = x == groups - 1 ? from / before : or_one((from - after) / (before - from));
        before = from;
    }
    Sx[0] = or_one((table->Tx[0] - table->Tx[row_at(table, width)]) / (width * table->lx[0]));
    return cohort_succeed(error);
}

/* ---- relational model, improvement ---- */

/* Survivors to group x under shifted logits, from the standard's. */
static double shifted(const cohort_lifetable *standard, int x, double alpha, double beta)
{
    double l = standard->lx[x];
    if (x == 0 || l >= 1.0)
        return 1.0;
    return l > 0.0 ? 1.0 / (1.0 + exp(2.0 * (alpha + beta * 0.5 * log((1.0 - l) / l)))) : 0.0;
}

/* Years lived in group x by a newborn. */
static double shifted_years(const cohort_lifetable *standard, int x, double alpha, double beta)
{
    double from = shifted(standard, x, alpha, beta), a = standard->ax[x];
    if (x == standard->ages - 1)
        return a * from;
    double to = shifted(standard, x + 1, alpha, beta);
    return (standard->age[x + 1] - standard->age[x]) * to + a * (from - to);
}

static double shifted_e0(const cohort_lifetable *standard, double alpha, double beta)
{
    double years = 0.0;
    for (int x = 0; x < standard->ages; x++)
        years += shifted_years(standard, x, alpha, beta);
    return years;
}

static void fill_shifted(const cohort_lifetable *standard, double alpha, double beta,
                         cohort_lifetable *table)
{
    const int last = table->ages - 1;
    for (int x = 0; x <= last; x++) {
        double from = shifted(standard, x, alpha, beta), q = 1.0;
        double n = x < last ? table->age[x + 1] - table->age[x] : 0.0;
        if (x < last && from > 0.0)
            q = fmax(0.0, 1.0 - shifted(standard, x + 1, alpha, beta) / from);
        table->ax[x] = standard->ax[x];
        table->qx[x] = q;
        table->mx[x] = x == last ? 1.0 / table->ax[x] : q / (n - (n - table->ax[x]) * q);
    }
    complete(table);
}

int cohort_lifetable_relational(const cohort_lifetable *standard, double e0, double beta,
                                cohort_lifetable *table, double *alpha, cohort_error *error)
{
    if (standard->ages != table->ages ||
        memcmp(standard->age, table->age, (size_t)table->ages * sizeof *table->age) != 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "relational life table: expected the groups of the standard");
    if (!(beta > 0.0 && beta <= DBL_MAX))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "beta %g: expected a number above 0",
                           beta);
    double low = -20.0, high = 20.0; /* a higher alpha is a shorter life */
    double longest = shifted_e0(standard, low, beta), shortest = shifted_e0(standard, high, beta);
    if (!(e0 > shortest && e0 < longest))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "e0 %g: expected within %.3g to %.4g years, as this standard can give",
                           e0, shortest, longest);
    for (int i = 0; i < 200 && high - low > 1e-15 * (1.0 + fabs(low)); i++) {
        double middle = 0.5 * (low + high);
        *(shifted_e0(standard, middle, beta) > e0 ? &low : &high) = middle;
    }
    fill_shifted(standard, 0.5 * (low + high), beta, table);
    if (alpha)
        *alpha = 0.5 * (low + high);
    return cohort_succeed(error);
}

int cohort_improve(int ages, const double *mx, const double *rate, double years, double *out,
                   cohort_error *error)
{
    for (int x = 0; x < ages; x++)
        if (!(mx[x] >= 0.0 && mx[x] <= DBL_MAX && rate[x] < 1.0 && rate[x] >= -DBL_MAX &&
              fabs(years) <= DBL_MAX && mx[x] * pow(1.0 - rate[x], years) <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "improvement, group %d: mx %g, rate %g, %g years: expected mx of 0 "
                               "or more and a rate below 1",
                               x, mx[x], rate[x], years);
    for (int x = 0; x < ages; x++)
        out[x] = mx[x] * pow(1.0 - rate[x], years);
    return cohort_succeed(error);
}
