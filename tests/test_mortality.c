/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life tables from death rates, relational models and improvement. */
#include <cohort/grid.h>
#include <cohort/lifetable.h>

#include "support/close.h"

#define AK COHORT_AX_ANDREEV_KINGKADE
#define CD COHORT_AX_COALE_DEMENY

enum { ROWS = 22, LAST = ROWS - 1 }; /* 0, 1-4, 5-9, ... 95-99, 100+ */

/* Sums and quotients of some hundred doubles: rounding stays far below this. */
static const double ROUNDING = 1e-12;

static int age_of(int row)
{
    return row < 2 ? row : 5 * (row - 1);
}

static cohort_lifetable new_abridged(void)
{
    cohort_lifetable table;
    cohort_error error;
    int ages[ROWS];
    for (int x = 0; x < ROWS; x++)
        ages[x] = age_of(x);
    assert_ok(cohort_lifetable_init(&table, ROWS, ages, &error), error);
    return table;
}

static cohort_lifetable abridged(int sex, cohort_ax rule, const double mx[ROWS])
{
    cohort_lifetable table = new_abridged();
    cohort_error error;
    memcpy(table.mx, mx, ROWS * sizeof *mx);
    assert_ok(cohort_lifetable_from_mx(&table, sex, rule, &error), error);
    return table;
}

static cohort_lifetable new_single(int ages)
{
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, ages, NULL, &error), error);
    return table;
}

/* --- Published tables --- */

/*
 * Death rates by abridged age and life expectancies at birth, Japan and Nigeria, 2020-2025.
 * Source: United Nations, Department of Economic and Social Affairs, Population Division, World
 * Population Prospects 2024; licence CC BY 3.0 IGO. `within`: how near Coale and Demeny's rule, not
 * the UN's, comes; it misses where infants die early (Nigeria).
 */
static const struct published {
    int sex;
    double e0, within, mx[ROWS];
} published[] = {
    {COHORT_MALE, 81.5694, 0.002, {0.00178023, 0.00015581, 7.028e-05,  8.617e-05,  0.00025559,
                                   0.00046334, 0.00047696, 0.00056992, 0.0007447,  0.00109199,
                                   0.00177478, 0.00294476, 0.0047331,  0.00763717, 0.01242202,
                                   0.02027524, 0.03286323, 0.05828513, 0.10795781, 0.19113763,
                                   0.31343865, 0.47773465}}, /* Japan */
    {COHORT_FEMALE, 87.633, 0.002, {0.0016034,  0.00014518, 5.811e-05,  6.928e-05,  0.00014983,
                                    0.00022889, 0.00025316, 0.00031572, 0.00043986, 0.00067434,
                                    0.00106133, 0.00164227, 0.00232425, 0.00332888, 0.00510362,
                                    0.0083342,  0.01471208, 0.02923313, 0.06106047, 0.12588527,
                                    0.2365903,  0.41271163}}, /* Japan */
    {COHORT_MALE, 53.7892, 0.013, {0.08058962, 0.01013139, 0.00601502, 0.00341302, 0.0043703,
                                   0.00628367, 0.00652104, 0.00698229, 0.00790577, 0.0096392,
                                   0.0117917,  0.01565091, 0.02051261, 0.02963203, 0.0439636,
                                   0.06796804, 0.10459939, 0.16162426, 0.24916557, 0.38076718,
                                   0.52386311, 0.66748986}}, /* Nigeria */
    {COHORT_FEMALE, 54.394, 0.013, {0.06855121, 0.00955347, 0.00804569, 0.00409596, 0.0047145,
                                    0.00554378, 0.00637211, 0.00737508, 0.00850952, 0.00972617,
                                    0.01079855, 0.01370761, 0.01846887, 0.02725068, 0.04184428,
                                    0.06534662, 0.09999736, 0.15465995, 0.23018592, 0.34116513,
                                    0.46197264, 0.60501417}}, /* Nigeria */
};
enum { PUBLISHED = sizeof published / sizeof *published };

static void gives_the_uns_expectations_of_life(void **state)
{
    for (const struct published *p = published; p < published + PUBLISHED; p++) {
        cohort_lifetable un = abridged(p->sex, AK, p->mx), other = abridged(p->sex, CD, p->mx);
        /* 0.0001 years: rounding; by the slope of 95-99 itself Japan's women are off by 0.0017 */
        assert_close(un.ex[0], p->e0, 0, 0.0001);
        assert_close(other.ex[0], p->e0, 0, p->within);
        cohort_lifetable_free(&other);
        cohort_lifetable_free(&un);
    }
}

/* --- The columns, from the text --- */

static double expected_ax(const double *m, int row, int sex, cohort_ax rule)
{
    if (row == LAST)
        return 1.0 / m[row];
    if (row == 0)
        return rule == AK ? cohort_a0_andreev_kingkade(sex, m[0])
                          : cohort_a0_coale_demeny(sex, m[0]);
    if (row == 1)
        return cohort_a1_coale_demeny(sex, m[0]);
    if (row <= 3) /* 5-9, 10-14 */
        return 2.5;
    const int of = row == LAST - 1 ? row - 1 : row; /* 95-99 has the slope of 90-94 */
    double k = (log(m[of + 1]) - log(m[of - 1])) / 10.0;
    double a = 2.5 - 25.0 / 12.0 * (m[row] - k);
    return row + 1 >= 10 && a < 0.97 ? 0.97 : a; /* the tenth row is ages 40-44 */
}

static void assert_columns(const cohort_lifetable *t, int sex, cohort_ax rule)
{
    double l = 1.0, T = t->Tx[0];
    for (int x = 0; x < ROWS; x++) {
        double n = x == LAST ? 0.0 : age_of(x + 1) - age_of(x),
               a = expected_ax(t->mx, x, sex, rule);
        double q = x == LAST ? 1.0 : n * t->mx[x] / (1.0 + (n - a) * t->mx[x]), d = l * q;
        assert_close(t->ax[x], a, ROUNDING, 0);
        assert_close(t->qx[x], q, ROUNDING, 0);
        assert_close(t->lx[x], l, ROUNDING, 0);
        assert_close(t->dx[x], d, ROUNDING, 0);
        assert_close(t->Lx[x], x == LAST ? d / t->mx[x] : n * (l - d) + a * d, ROUNDING, 0);
        assert_close(t->Lx[x] * t->mx[x], d, ROUNDING, 0);
        assert_close(t->Tx[x], T, ROUNDING, 1e-12); /* here a difference of some 80 years */
        assert_close(t->ex[x], t->Tx[x] / l, ROUNDING, 0);
        l -= d;
        T -= t->Lx[x];
    }
    assert_close(T, 0.0, 0, 1e-12);
}

static void completes_abridged_tables(void **state)
{
    for (const struct published *p = published; p < published + PUBLISHED; p++)
        for (int rule = 0; rule < 2; rule++) {
            cohort_lifetable t = abridged(p->sex, (cohort_ax)rule, p->mx);
            assert_columns(&t, p->sex, (cohort_ax)rule);
            assert_true(memcmp(t.mx, p->mx, sizeof p->mx) == 0); /* the caller's, untouched */
            cohort_lifetable_free(&t);
        }
}

static void follows_coale_and_demeny(void **state)
{
    /* Worked out by hand from table 3.3 of Preston, Heuveline and Guillot. */
    static const struct {
        int sex;
        double m0, a0, a1;
    } points[] = {
        {COHORT_MALE, 0.0, 0.045, 1.651},         {COHORT_MALE, 0.05, 0.1792, 1.5102},
        {COHORT_MALE, 0.106, 0.329504, 1.352504}, {COHORT_MALE, 0.107, 0.330, 1.352},
        {COHORT_MALE, 0.4, 0.330, 1.352},         {COHORT_FEMALE, 0.0, 0.053, 1.522},
        {COHORT_FEMALE, 0.05, 0.193, 1.4461},     {COHORT_FEMALE, 0.106, 0.3498, 1.361092},
        {COHORT_FEMALE, 0.107, 0.350, 1.361},     {COHORT_FEMALE, 0.4, 0.350, 1.361},
    };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        assert_close(cohort_a0_coale_demeny(points[i].sex, points[i].m0), points[i].a0, ROUNDING,
                     0);
        assert_close(cohort_a1_coale_demeny(points[i].sex, points[i].m0), points[i].a1, ROUNDING,
                     0);
    }
}

/* A flat rate of 1 a year: a = 2.5 - 25/12 = 5/12 by Greville's formula, in every row. */
static void bounds_greville_from_the_tenth_row_on(void **state)
{
    double mx[ROWS];
    for (int x = 0; x < ROWS; x++)
        mx[x] = 1.0;
    cohort_lifetable t = abridged(COHORT_FEMALE, AK, mx);
    for (int x = 4; x < LAST; x++)
        assert_close(t.ax[x], x < 9 ? 5.0 / 12.0 : 0.97, ROUNDING, 0);
    assert_close(t.ax[2], 2.5, 0, 0); /* 5-9 and 10-14: half, whatever the rate */
    assert_close(t.ax[3], 2.5, 0, 0);
    assert_close(t.ax[LAST], 1.0, 0, 0);
    cohort_lifetable_free(&t);
}

/* In the last closed row it is that of the row before, where that has one. */
static void takes_the_slope_before_the_open_group(void **state)
{
    static const int age[] = {0, 1, 5, 10, 15, 20, 25};
    static const double mx[] = {0.01, 0.001, 0.0005, 0.0006, 0.002, 0.003, 0.4};
    cohort_error error;
    for (int rows = 6; rows <= 7; rows++) {
        cohort_lifetable t;
        assert_ok(cohort_lifetable_init(&t, rows, age, &error), error);
        memcpy(t.mx, mx, (size_t)rows * sizeof *mx);
        t.limits = COHORT_ANY_RATES;
        assert_ok(cohort_lifetable_from_mx(&t, COHORT_MALE, CD, &error), error);
        const double k15 = log(0.003 / 0.0006) / 10.0;
        assert_close(t.ax[4], 2.5 - 25.0 / 12.0 * (0.002 - k15), ROUNDING, 0);
        assert_close(t.ax[5], rows == 6 ? t.ex[5] : 2.5 - 25.0 / 12.0 * (0.003 - k15), ROUNDING, 0);
        cohort_lifetable_free(&t);
    }
}

/* No slope can be taken from a neighbour without deaths. */
static void halves_groups_beside_no_deaths(void **state)
{
    double mx[ROWS];
    memcpy(mx, published[0].mx, sizeof mx);
    mx[6] = 0.0; /* 25-29 */
    cohort_lifetable t = abridged(COHORT_MALE, AK, mx);
    assert_close(t.ax[5], 2.5, 0, 0);
    assert_close(t.ax[7], 2.5, 0, 0);
    assert_close(t.ax[6], expected_ax(mx, 6, COHORT_MALE, AK), ROUNDING, 0);
    assert_close(t.qx[6], 0.0, 0, 0);
    assert_close(t.lx[7], t.lx[6], 0, 0);
    cohort_lifetable_free(&t);
}

/* Mortality that rises evenly, for which l is known: h = A exp(Bx), l = exp(-(A/B)(exp(Bx) - 1)).
 * The rates are the true ones, m = (l - l') / integral of l, by Simpson's rule. */
static const double GOMPERTZ_A = 5e-5, GOMPERTZ_B = 0.09;

static double gompertz(double age)
{
    return exp(-GOMPERTZ_A / GOMPERTZ_B * expm1(GOMPERTZ_B * age));
}

static double gompertz_years(double from, double to)
{
    enum { PIECES = 2000 };
    double h = (to - from) / PIECES, sum = gompertz(from) + gompertz(to);
    for (int i = 1; i < PIECES; i++)
        sum += (i % 2 ? 4.0 : 2.0) * gompertz(from + i * h);
    return sum * h / 3.0;
}

static void meets_a_known_survival_curve(void **state)
{
    for (int single = 0; single < 2; single++) {
        cohort_lifetable t = single ? new_single(101) : new_abridged();
        cohort_error error;
        for (int x = 0; x < t.ages; x++) {
            double from = t.age[x], to = x < t.ages - 1 ? t.age[x + 1] : 160.0;
            t.mx[x] = (gompertz(from) - gompertz(to)) / gompertz_years(from, to);
        }
        assert_ok(cohort_lifetable_from_mx(&t, COHORT_FEMALE, AK, &error), error);
        /* What is off is a, by some hundredths of a year: 0.0004 and 0.0013 years of e_0; of l,
         * most at 100, where 1 % are left, 0.7 % and, a being 1/2 while many die early in a
         * year, 1.4 %. */
        assert_close(t.ex[0], gompertz_years(0.0, 160.0), 0, 0.002);
        for (int x = 0; x < t.ages; x++)
            assert_close(t.lx[x], gompertz(t.age[x]), single ? 0.015 : 0.008, 0);
        cohort_lifetable_free(&t);
    }
}

/* --- Single years --- */

static void completes_single_years(void **state)
{
    enum { AGES = 91 };
    cohort_lifetable t = new_single(AGES), back = new_single(AGES);
    cohort_error error;
    for (int rule = 0; rule < 2; rule++) {
        for (int x = 0; x < AGES; x++)
            t.mx[x] = x == 0 ? 0.02 : 0.0003 * exp(0.08 * x);
        assert_ok(cohort_lifetable_from_mx(&t, COHORT_MALE, (cohort_ax)rule, &error), error);
        double a0 = rule == AK ? 0.14929 - 1.99545 * 0.02 : 0.045 + 2.684 * 0.02;
        assert_close(t.ax[0], a0, ROUNDING, 0);
        assert_close(t.qx[0], 0.02 / (1.0 + (1.0 - a0) * 0.02), ROUNDING, 0);
        for (int x = 1; x < AGES - 1; x++) {
            assert_close(t.ax[x], 0.5, 0, 0);
            assert_close(t.qx[x], t.mx[x] / (1.0 + 0.5 * t.mx[x]), ROUNDING, 0);
        }
        assert_close(t.qx[AGES - 1], 1.0, 0, 0);
        /* From its own probabilities the same table again; the open group's is m / (1 + m / 2). */
        memcpy(back.qx, t.qx, AGES * sizeof *t.qx);
        back.qx[AGES - 1] = t.mx[AGES - 1] / (1.0 + 0.5 * t.mx[AGES - 1]);
        assert_ok(cohort_lifetable_from_qx(&back, COHORT_MALE, (cohort_ax)rule, &error), error);
        for (int x = 0; x < AGES; x++) {
            assert_close(back.mx[x], t.mx[x], 1e-11,
                         0); /* 1 - q / 2 costs a digit where q is small */
            assert_close(back.lx[x], t.lx[x], ROUNDING, 0);
            assert_close(back.ex[x], t.ex[x], ROUNDING, 0);
        }
    }
    cohort_lifetable_free(&back);
    cohort_lifetable_free(&t);
}

/* 3 / (1 + 3 / 2) = 1.2: all die. */
static void caps_probabilities_at_one(void **state)
{
    cohort_lifetable t = new_single(5);
    cohort_error error;
    const double mx[] = {0.1, 0.1, 3.0, 0.2, 0.2};
    memcpy(t.mx, mx, sizeof mx);
    assert_ok(cohort_lifetable_from_mx(&t, COHORT_FEMALE, AK, &error), error);
    assert_close(t.qx[2], 1.0, 0, 0);
    assert_close(t.dx[2], t.lx[2], 0, 0);
    assert_close(t.Lx[2], 0.5 * t.lx[2], ROUNDING, 0);
    assert_close(t.ex[2], 0.5, ROUNDING, 0);
    for (int x = 3; x < 5; x++) {
        assert_close(t.lx[x], 0.0, 0, 0);
        assert_close(t.dx[x], 0.0, 0, 0);
        assert_close(t.Tx[x], 0.0, 0, 0);
        assert_close(t.ex[x], 0.0, 0, 0);
    }
    cohort_lifetable_free(&t);
}

static void refuses_bad_rates(void **state)
{
    static const struct {
        int row;
        double value;
        const char *part;
    } cases[] = {{0, -0.001, "mx at age 0: -0.001"},       {3, (double)NAN, "mx at age 10: "},
                 {1, HUGE_VAL, "mx at age 1: inf"},        {LAST, HUGE_VAL, "mx at age 100: inf"},
                 {LAST, 0.0, "mx at the open age 100: 0"}, {LAST, -1.0, "mx at age 100: -1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_lifetable t = new_abridged();
        cohort_error error;
        memcpy(t.mx, published[0].mx, sizeof published[0].mx);
        t.mx[cases[i].row] = cases[i].value;
        assert_fails(cohort_lifetable_from_mx(&t, COHORT_MALE, AK, &error), COHORT_ERROR_VALUE,
                     error, cases[i].part);
        for (int x = 0; x < ROWS; x++)
            assert_close(t.lx[x], 0.0, 0, 0);
        cohort_lifetable_free(&t);
    }
}

/* --- Survival of five-year groups out of an abridged table --- */

static void survives_between_groups(void **state)
{
    enum { GROUPS = 18 }; /* 85+ */
    cohort_lifetable t = abridged(COHORT_FEMALE, AK, published[3].mx);
    double Sx[GROUPS], L[GROUPS] = {0}, open = 0.0;
    cohort_error error;
    for (int x = 0; x < ROWS; x++)
        L[age_of(x) / 5 < GROUPS ? age_of(x) / 5 : GROUPS - 1] += t.Lx[x];
    assert_ok(cohort_lifetable_survival(&t, 5, GROUPS, Sx, &error), error);
    assert_close(Sx[0], (t.Lx[0] + t.Lx[1]) / 5.0, ROUNDING, 0);
    for (int x = 1; x < GROUPS - 1; x++)
        assert_close(Sx[x], L[x] / L[x - 1], 1e-11, 0); /* differences of T cost a digit */
    open = L[GROUPS - 1];
    assert_close(Sx[GROUPS - 1], open / (open + L[GROUPS - 2]), 1e-11, 0);
    cohort_lifetable_free(&t);
}

/* --- Relational model --- */

static double logit(double l)
{
    return 0.5 * log((1.0 - l) / l);
}

static cohort_lifetable related(const cohort_lifetable *standard, double e0, double beta,
                                double *alpha)
{
    cohort_lifetable table = new_abridged();
    cohort_error error;
    assert_ok(cohort_lifetable_relational(standard, e0, beta, &table, alpha, &error), error);
    return table;
}

static void meets_the_expectation_asked_for(void **state)
{
    static const double e0[] = {12.5, 35.0, 53.7892, 70.0, 81.25, 95.0}, beta[] = {0.7, 1.0, 1.35};
    for (int i = 0; i < PUBLISHED * 6 * 3; i++) {
        const struct published *p = &published[i % PUBLISHED];
        double wanted = e0[i / PUBLISHED % 6], slope = beta[i / PUBLISHED / 6], alpha = HUGE_VAL;
        cohort_lifetable standard = abridged(p->sex, AK, p->mx);
        cohort_lifetable t = related(&standard, wanted, slope, &alpha);
        assert_close(t.ex[0], wanted, 0, 1e-9); /* as documented: years */
        double l = 1.0, T = 0.0;
        for (int x = 0; x < LAST; x++) {
            double n = age_of(x + 1) - age_of(x), l_next = t.lx[x + 1];
            /* the logit of l near 0 or 1 is as uncertain as l: compared as l */
            double Y = alpha + slope * logit(standard.lx[x + 1]);
            assert_close(l_next, 1.0 / (1.0 + exp(2.0 * Y)), 1e-9, 1e-14);
            assert_close(t.ax[x], standard.ax[x], 0, 0);
            assert_close(t.Lx[x], n * l_next + t.ax[x] * (l - l_next), 1e-11, 0);
            if (t.dx[x] > 0.0) /* else nobody dies that a double could tell */
                assert_close(t.mx[x] * t.Lx[x], t.dx[x], 1e-9, 1e-14);
            T += t.Lx[x];
            l = l_next;
        }
        assert_close(T + l * standard.ax[LAST], wanted, 0, 1e-9);
        assert_close(t.qx[LAST], 1.0, 0, 0);
        cohort_lifetable_free(&t);
        cohort_lifetable_free(&standard);
    }
}

static void gives_the_standard_back(void **state)
{
    for (const struct published *p = published; p < published + PUBLISHED; p++) {
        cohort_lifetable standard = abridged(p->sex, CD, p->mx);
        double alpha = HUGE_VAL;
        cohort_lifetable t = related(&standard, standard.ex[0], 1.0, &alpha);
        /* e_0 is met to 1e-9 of years, and moves by some ten years with alpha */
        assert_close(alpha, 0.0, 0, 1e-9);
        for (int x = 0; x < ROWS; x++) {
            assert_close(t.lx[x], standard.lx[x], 1e-8, 0);
            assert_close(t.mx[x], standard.mx[x], 1e-8, 0);
            assert_close(t.ex[x], standard.ex[x], 1e-8, 0);
        }
        cohort_lifetable_free(&t);
        cohort_lifetable_free(&standard);
    }
}

/* A longer life is a lower alpha, and more survivors at every age. A steeper slope at the same e_0
 * takes deaths from the young to the old. */
static void moves_by_level_and_slope(void **state)
{
    cohort_lifetable standard = abridged(COHORT_FEMALE, AK, published[3].mx);
    double alpha[3] = {0};
    cohort_lifetable base = related(&standard, 60.0, 1.0, &alpha[0]);
    cohort_lifetable longer = related(&standard, 66.0, 1.0, &alpha[1]);
    cohort_lifetable steep = related(&standard, 60.0, 1.3, NULL); /* alpha need not be asked for */
    assert_true(alpha[1] < alpha[0] && alpha[0] < 0.0);
    for (int x = 1; x < ROWS; x++)
        assert_true(longer.lx[x] > base.lx[x]);
    for (int x = 1; x <= 4; x++)
        assert_true(steep.lx[x] > base.lx[x]);
    for (int x = 17; x < ROWS; x++) /* 80 and over */
        assert_true(steep.lx[x] < base.lx[x]);
    cohort_lifetable_free(&steep);
    cohort_lifetable_free(&longer);
    cohort_lifetable_free(&base);
    cohort_lifetable_free(&standard);
}

/* Where nobody dies in the standard, or nobody is left, no level changes it. */
static void keeps_ages_without_deaths_or_survivors(void **state)
{
    cohort_lifetable standard = new_single(6), t = new_single(6);
    cohort_error error;
    const double qx[] = {0.0, 0.0, 0.2, 0.4, 1.0, 0.5};
    memcpy(standard.qx, qx, sizeof qx);
    assert_ok(cohort_lifetable_from_qx(&standard, COHORT_MALE, AK, &error), error);
    assert_ok(cohort_lifetable_relational(&standard, 3.25, 1.0, &t, NULL, &error), error);
    assert_close(t.ex[0], 3.25, 0, 1e-9);
    assert_close(t.lx[2], 1.0, 0, 0);
    assert_true(t.lx[3] < 1.0 && t.lx[4] > 0.0);
    assert_close(t.lx[5], 0.0, 0, 0);
    cohort_lifetable_free(&t);
    cohort_lifetable_free(&standard);
}

static void refuses_what_no_level_gives(void **state)
{
    static const struct {
        double e0, beta;
        int code;
        const char *part;
    } cases[] = {
        {0.01, 1.0, COHORT_ERROR_VALUE, "e0 0.01: expected within"},
        {-1.0, 1.0, COHORT_ERROR_VALUE, "e0 -1: "},
        {103.0, 1.0, COHORT_ERROR_VALUE, "e0 103: "}, /* 100 + 1 / 0.605 = 101.65 */
        {(double)NAN, 1.0, COHORT_ERROR_VALUE, "within"},
        {HUGE_VAL, 1.0, COHORT_ERROR_VALUE, "e0 inf: "},
        {60.0, 0.0, COHORT_ERROR_ARGUMENT, "beta 0: expected a number above 0"},
        {60.0, -1.0, COHORT_ERROR_ARGUMENT, "beta -1"},
        {60.0, (double)NAN, COHORT_ERROR_ARGUMENT, "beta "},
        {60.0, HUGE_VAL, COHORT_ERROR_ARGUMENT, "beta inf"},
    };
    cohort_lifetable standard = abridged(COHORT_FEMALE, AK, published[3].mx), t = new_abridged();
    cohort_lifetable single = new_single(ROWS), shorter = new_single(ROWS - 1);
    cohort_error error;
    double alpha = 7.25;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_fails(
            cohort_lifetable_relational(&standard, cases[i].e0, cases[i].beta, &t, &alpha, &error),
            cases[i].code, error, cases[i].part);
    assert_fails(cohort_lifetable_relational(&standard, 60.0, 1.0, &single, &alpha, &error),
                 COHORT_ERROR_GRID, error, "expected the groups of the standard");
    assert_fails(cohort_lifetable_relational(&standard, 60.0, 1.0, &shorter, &alpha, &error),
                 COHORT_ERROR_GRID, error, "expected the groups of the standard");
    assert_close(alpha, 7.25, 0, 0);
    cohort_lifetable_free(&shorter);
    cohort_lifetable_free(&single);
    cohort_lifetable_free(&t);
    cohort_lifetable_free(&standard);
}

/* Years 2 to 4 can all be lived or all be lost, to within less than a bit: all levels are
 * between 2.5 and 4.5 years, and both ends are out of reach. */
static void reaches_up_to_its_bounds(void **state)
{
    static const double bounds[] = {2.5, 4.5}, qx[] = {0.0, 0.0, 0.2, 0.4, 1.0, 0.5};
    cohort_lifetable standard = new_single(6), t = new_single(6);
    cohort_error error;
    memcpy(standard.qx, qx, sizeof qx);
    assert_ok(cohort_lifetable_from_qx(&standard, COHORT_MALE, AK, &error), error);
    for (int i = 0; i < 2; i++) {
        const double within = nextafter(bounds[i], 3.0);
        assert_fails(cohort_lifetable_relational(&standard, bounds[i], 1.0, &t, NULL, &error),
                     COHORT_ERROR_VALUE, error, "expected within 2.5 to 4.5");
        assert_ok(cohort_lifetable_relational(&standard, within, 1.0, &t, NULL, &error), error);
        assert_close(t.ex[0], within, 0, 1e-9); /* as documented: years */
    }
    cohort_lifetable_free(&t);
    cohort_lifetable_free(&standard);
}

/* --- Improvement --- */

static void improves_rates_by_age(void **state)
{
    const double mx[] = {0.5, 0.25, 0.0, 0.125, 0.0625};
    const double rate[] = {0.5, 0.02, 0.02, 0.0, -0.25};
    static const struct {
        double years, expected[5];
    } cases[] = {
        {0.0, {0.5, 0.25, 0.0, 0.125, 0.0625}},
        {2.0, {0.125, 0.2401, 0.0, 0.125, 0.09765625}},
        {-1.0, {1.0, 0.25 / 0.98, 0.0, 0.125, 0.05}},
        {0.5, {0.35355339059327379, 0.24748737341529164, 0.0, 0.125, 0.069877124296868423}},
    };
    cohort_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double out[6] = {0}, same[5];
        out[5] = -3.0;
        memcpy(same, mx, sizeof mx);
        assert_ok(cohort_improve(5, mx, rate, cases[i].years, out, &error), error);
        assert_ok(cohort_improve(5, same, rate, cases[i].years, same, &error), error);
        for (int x = 0; x < 5; x++) {
            assert_close(out[x], cases[i].expected[x], ROUNDING, 0);
            assert_close(same[x], out[x], 0, 0); /* in place */
        }
        assert_close(out[5], -3.0, 0, 0);
    }
}

static void refuses_bad_improvements(void **state)
{
    static const struct {
        double mx, rate, years;
    } cases[] = {{-0.1, 0.1, 1.0},      {(double)NAN, 0.1, 1.0}, {HUGE_VAL, 0.1, 1.0},
                 {0.1, 1.0, 1.0},       {0.1, 1.5, 1.0},         {0.1, (double)NAN, 1.0},
                 {0.1, -HUGE_VAL, 1.0}, {0.1, 0.1, HUGE_VAL},    {0.1, 0.1, (double)NAN},
                 {0.1, -1.0, 2000.0},   {0.0, -1.0, 2000.0} /* beyond doubles */};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double mx[] = {0.1, 0.1, cases[i].mx}, rate[] = {0.1, 0.1, cases[i].rate};
        double out[] = {7.0, 7.0, 7.0};
        cohort_error error;
        const char *part = isfinite(cases[i].years) ? "group 2: " : "group 0: ";
        assert_fails(cohort_improve(3, mx, rate, cases[i].years, out, &error), COHORT_ERROR_VALUE,
                     error, part);
        assert_close(out[0], 7.0, 0, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_uns_expectations_of_life),
        cmocka_unit_test(completes_abridged_tables),
        cmocka_unit_test(follows_coale_and_demeny),
        cmocka_unit_test(bounds_greville_from_the_tenth_row_on),
        cmocka_unit_test(takes_the_slope_before_the_open_group),
        cmocka_unit_test(halves_groups_beside_no_deaths),
        cmocka_unit_test(meets_a_known_survival_curve),
        cmocka_unit_test(completes_single_years),
        cmocka_unit_test(caps_probabilities_at_one),
        cmocka_unit_test(refuses_bad_rates),
        cmocka_unit_test(survives_between_groups),
        cmocka_unit_test(meets_the_expectation_asked_for),
        cmocka_unit_test(gives_the_standard_back),
        cmocka_unit_test(moves_by_level_and_slope),
        cmocka_unit_test(keeps_ages_without_deaths_or_survivors),
        cmocka_unit_test(refuses_what_no_level_gives),
        cmocka_unit_test(reaches_up_to_its_bounds),
        cmocka_unit_test(improves_rates_by_age),
        cmocka_unit_test(refuses_bad_improvements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
