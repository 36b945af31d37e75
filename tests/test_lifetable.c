/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/lifetable.h>

#include "support/close.h"
#include "support/japan.h"

enum { MOST_AGES = 130 };

#define AK COHORT_AX_ANDREEV_KINGKADE
#define CD COHORT_AX_COALE_DEMENY

/* Sums and quotients of some hundred doubles: rounding stays far below this. */
static const double ROUNDING = 1e-12;

static cohort_lifetable new_table(int ages)
{
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, ages, NULL, &error), error);
    return table;
}

/* A table whose every probability of dying is q. */
static cohort_lifetable constant_table(int ages, double q)
{
    cohort_lifetable table = new_table(ages);
    cohort_error error;
    for (int x = 0; x < ages; x++)
        table.qx[x] = q;
    assert_ok(cohort_lifetable_from_qx(&table, COHORT_FEMALE, AK, &error), error);
    return table;
}

/* --- Japan's complete life tables --- */

static void gives_official_expectations_of_life(void **state)
{
    /* As the Ministry of Health, Labour and Welfare published them with its 22nd (2015) and 23rd
     * (2020) complete life tables: e_0 and e_65, years, two decimals. */
    static const struct {
        int year, sex;
        double e0, e65;
    } official[] = {{2015, COHORT_MALE, 80.75, 19.41},
                    {2015, COHORT_FEMALE, 86.99, 24.24},
                    {2020, COHORT_MALE, 81.56, 19.97},
                    {2020, COHORT_FEMALE, 87.71, 24.88}};
    for (size_t i = 0; i < sizeof official / sizeof *official; i++) {
        cohort_lifetable table = japan_lifetable(official[i].year, official[i].sex, NULL);
        /* 0.01: the ministry's own rounding to 0.005, and its finer L_x within the year. */
        assert_close(table.ex[0], official[i].e0, 0, 0.01);
        assert_close(table.ex[65], official[i].e65, 0, 0.01);
        cohort_lifetable_free(&table);
    }
}

static void satisfies_identities_at_every_age(void **state)
{
    cohort_lifetable t = japan_lifetable(2015, COHORT_MALE, NULL);
    const int last = t.ages - 1;
    double survivors = 1.0, years = 0.0, deaths = 0.0;
    for (int x = 0; x <= last; x++) {
        assert_close(t.lx[x], survivors, ROUNDING, 0);
        assert_close(t.Lx[x] * t.mx[x], x == last ? t.lx[x] : t.lx[x] * t.qx[x], ROUNDING, 0);
        assert_close(t.ex[x] * t.lx[x], t.Tx[x], ROUNDING, 0);
        assert_close(t.dx[x], t.lx[x] * t.qx[x], ROUNDING, 0);
        if (x < last) {
            assert_close(t.Lx[x], t.lx[x + 1] + t.ax[x] * t.lx[x] * t.qx[x], ROUNDING, 0);
            assert_close(t.Tx[x] - t.Tx[x + 1], t.Lx[x], 0, 1e-12); /* a difference of some 80 */
        }
        if (x > 0 && x < last)
            assert_close(t.ax[x], 0.5, 0, 0);
        survivors *= 1.0 - t.qx[x];
        years += t.Lx[x];
        deaths += t.dx[x];
    }
    assert_close(deaths, 1.0, ROUNDING, 0); /* everyone dies once */
    assert_close(t.Tx[0], years, ROUNDING, 0);
    assert_close(t.Tx[last], t.Lx[last], 0, 0);
    cohort_lifetable_free(&t);
}

static void closes_the_open_age(void **state)
{
    double qx[MOST_AGES];
    cohort_lifetable t = japan_lifetable(2015, COHORT_MALE, qx);
    const int last = t.ages - 1;
    /* The documented closing: q is that of the first year, and l / m with m = q / (1 - q / 2). */
    assert_close(t.qx[last], 1.0, 0, 0);
    assert_close(t.mx[last], qx[last] / (1.0 - qx[last] / 2.0), ROUNDING, 0);
    assert_close(t.Lx[last], t.lx[last] / t.mx[last], ROUNDING, 0);
    assert_close(t.ax[last], t.ex[last], ROUNDING, 0);
    cohort_lifetable_free(&t);
}

/* --- a_0 --- */

static void follows_andreev_and_kingkade(void **state)
{
    /* Worked out by hand from table 3-2 of the paper: within each piece, at each breakpoint, which
     * belongs to the piece above it, and right below it. */
    static const struct {
        int sex;
        double m0, a0;
    } points[] = {
        {COHORT_MALE, 0.0, 0.14929},
        {COHORT_MALE, 0.01, 0.1293355},
        {COHORT_MALE, 0.0229999, 0.103394849545},
        {COHORT_MALE, 0.023, 0.10330483},
        {COHORT_MALE, 0.05, 0.1913305},
        {COHORT_MALE, 0.08306, 0.2991130426},
        {COHORT_MALE, 0.08307, 0.29915},
        {COHORT_MALE, 0.5, 0.29915},
        {COHORT_FEMALE, 0.0, 0.14903},
        {COHORT_FEMALE, 0.01, 0.1284773},
        {COHORT_FEMALE, 0.0172399, 0.113597350727},
        {COHORT_FEMALE, 0.01724, 0.1135765436},
        {COHORT_FEMALE, 0.05, 0.2407145},
        {COHORT_FEMALE, 0.0689, 0.314063321},
        {COHORT_FEMALE, 0.06891, 0.31411},
        {COHORT_FEMALE, 0.5, 0.31411},
    };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        assert_close(cohort_a0_andreev_kingkade(points[i].sex, points[i].m0), points[i].a0,
                     ROUNDING, 0);
}

static void settles_a0_with_the_rate_it_comes_from(void **state)
{
    static const double q0[] = {0.0, 0.002, 0.015, 0.04, 0.07, 0.2, 1.0};
    cohort_lifetable t = new_table(3);
    cohort_error error;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (size_t i = 0; i < sizeof q0 / sizeof *q0; i++) {
            t.qx[0] = q0[i];
            t.qx[1] = t.qx[2] = 0.25;
            assert_ok(cohort_lifetable_from_qx(&t, sex, AK, &error), error);
            /* The slope of a_0 is about 4 at most, and m changes by its square: settled. */
            assert_close(t.ax[0], cohort_a0_andreev_kingkade(sex, t.mx[0]), ROUNDING, 0);
            assert_close(t.mx[0], q0[i] / (1.0 - (1.0 - t.ax[0]) * q0[i]), ROUNDING, 0);
        }
    cohort_lifetable_free(&t);
}

/* --- Constant mortality: the closed form --- */

static void solves_constant_mortality(void **state)
{
    const double q = 0.07;
    cohort_lifetable t = constant_table(40, q);
    for (int x = 1; x < t.ages; x++) {
        assert_close(t.lx[x], pow(1.0 - q, x), ROUNDING, 0);
        /* The open age goes on at the same rate, so the sum is the whole geometric series. */
        assert_close(t.ex[x], 1.0 / q - 0.5, ROUNDING, 0);
    }
    double first_year = 1.0 - q + t.ax[0] * q;
    assert_close(t.ex[0], first_year + (1.0 - q) * (1.0 / q - 0.5), ROUNDING, 0);

    enum { WIDTH = 5, GROUPS = 7 };
    double Sx[GROUPS + 1] = {0};
    Sx[GROUPS] = -3.0;
    cohort_error error;
    assert_ok(cohort_lifetable_survival(&t, WIDTH, GROUPS, Sx, &error), error);
    double later = 0.0; /* person-years at ages 1 to 4 */
    for (int x = 1; x < WIDTH; x++)
        later += pow(1.0 - q, x) * (1.0 - q / 2.0);
    assert_close(Sx[0], (first_year + later) / WIDTH, ROUNDING, 0);
    /* The second group's are those of ages 0 to 4, had age 0 been like the others. */
    double second = pow(1.0 - q, WIDTH) * (1.0 - q / 2.0 + later);
    assert_close(Sx[1], second / (first_year + later), ROUNDING, 0);
    for (int x = 2; x < GROUPS; x++)
        assert_close(Sx[x], pow(1.0 - q, WIDTH), ROUNDING, 0);
    assert_close(Sx[GROUPS], -3.0, 0, 0); /* nothing is written behind the last group */
    cohort_lifetable_free(&t);
}

static void may_end_its_groups_where_the_table_ends(void **state)
{
    cohort_lifetable t = constant_table(11, 0.2);
    double Sx[11];
    cohort_error error;
    assert_ok(cohort_lifetable_survival(&t, 5, 3, Sx, &error), error);
    assert_close(Sx[2], t.Tx[10] / t.Tx[5], ROUNDING, 0);
    assert_ok(cohort_lifetable_survival(&t, 1, 11, Sx, &error), error);
    assert_close(Sx[10], 0.8, ROUNDING, 0);
    assert_close(Sx[0], t.Lx[0], ROUNDING, 0); /* of one year */
    cohort_lifetable_free(&t);
}

/* --- Errors --- */

static void refuses_bad_probabilities(void **state)
{
    static const struct {
        int age;
        double value;
        const char *part;
    } cases[] = {{0, -0.001, "age 0: -0.001"}, {3, 1.001, "age 3: 1.001"},
                 {2, (double)NAN, "age 2: "},  {4, HUGE_VAL, "age 4: inf"},
                 {4, 0.0, "open age 4: 0"},    {4, (double)NAN, "age 4: "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_lifetable t = new_table(5);
        cohort_error error;
        for (int x = 0; x < t.ages; x++) {
            t.qx[x] = 0.1;
            t.Lx[x] = 7.25;
        }
        t.qx[cases[i].age] = cases[i].value;
        assert_fails(cohort_lifetable_from_qx(&t, COHORT_MALE, AK, &error), COHORT_ERROR_VALUE,
                     error, cases[i].part);
        assert_int_equal(cohort_lifetable_from_qx(&t, COHORT_MALE, CD, NULL), COHORT_ERROR_VALUE);
        for (int x = 0; x < t.ages; x++) { /* untouched */
            assert_close(t.Lx[x], 7.25, 0, 0);
            assert_close(t.lx[x], 0.0, 0, 0);
        }
        cohort_lifetable_free(&t);
    }
}

static void refuses_probabilities_of_wider_groups(void **state)
{
    static const int ages[] = {0, 1, 2, 7, 8};
    cohort_lifetable t;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&t, 5, ages, &error), error);
    for (int x = 0; x < t.ages; x++)
        t.qx[x] = 0.1;
    assert_fails(cohort_lifetable_from_qx(&t, COHORT_MALE, AK, &error), COHORT_ERROR_ARGUMENT,
                 error, "qx at age 2: a group of 5 years");
    assert_close(t.lx[0], 0.0, 0, 0);
    cohort_lifetable_free(&t);
}

static void refuses_unknown_sexes_and_rules(void **state)
{
    cohort_lifetable t = constant_table(5, 0.1);
    cohort_error error;
    static const int sexes[] = {-1, COHORT_BOTH};
    for (int i = 0; i < 2; i++) {
        assert_fails(cohort_lifetable_from_qx(&t, sexes[i], AK, &error), COHORT_ERROR_ARGUMENT,
                     error, "expected COHORT_MALE or COHORT_FEMALE");
        assert_fails(cohort_lifetable_from_mx(&t, sexes[i], AK, &error), COHORT_ERROR_ARGUMENT,
                     error, "expected COHORT_MALE or COHORT_FEMALE");
    }
    assert_fails(cohort_lifetable_from_qx(&t, COHORT_MALE, (cohort_ax)2, &error),
                 COHORT_ERROR_ARGUMENT, error, "rule 2 for ax");
    assert_fails(cohort_lifetable_from_mx(&t, COHORT_MALE, (cohort_ax)2, &error),
                 COHORT_ERROR_ARGUMENT, error, "rule 2 for ax");
    cohort_lifetable_free(&t);
}

static void assert_no_table(int ages, const int *first_age, const char *part)
{
    cohort_lifetable t;
    cohort_error error;
    assert_fails(cohort_lifetable_init(&t, ages, first_age, &error), COHORT_ERROR_ARGUMENT, error,
                 part);
    cohort_lifetable_free(&t); /* legal after a failure */
    cohort_lifetable_free(&t); /* and again */
}

static void refuses_tables_of_impossible_size(void **state)
{
    static const int sizes[] = {1, 0, -4, 1001};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_no_table(sizes[i], NULL, "life table of");
    cohort_lifetable_free(NULL);
}

static void refuses_ages_that_do_not_rise_from_zero(void **state)
{
    assert_no_table(3, (const int[]){1, 2, 3}, "group 0 begins at age 1");
    assert_no_table(3, (const int[]){-1, 2, 3}, "group 0 begins at age -1");
    assert_no_table(4, (const int[]){0, 1, 1, 5}, "group 2 begins at age 1");
    assert_no_table(3, (const int[]){0, 5, 1001},
                    "group 2 begins at age 1001: expected ages rising");
    assert_no_table(4, (const int[]){0, 1, 5, 4}, "group 3 begins at age 4");
}

static void keeps_the_ages_of_its_groups(void **state)
{
    int ages[] = {0, 1, 5, 10};
    cohort_lifetable abridged, single = new_table(4);
    cohort_error error;
    assert_ok(cohort_lifetable_init(&abridged, 4, ages, &error), error);
    ages[3] = 11; /* a copy */
    for (int x = 0; x < 4; x++) {
        assert_int_equal(abridged.age[x], x < 3 ? ages[x] : 10);
        assert_int_equal(single.age[x], x);
    }
    cohort_lifetable_free(&single);
    cohort_lifetable_free(&abridged);
}

static void refuses_groups_that_do_not_fit(void **state)
{
    cohort_lifetable t = constant_table(11, 0.2), abridged;
    double Sx[30] = {[0] = -1.0};
    cohort_error error;
    static const struct {
        int width, groups;
        const char *part;
    } shapes[] = {
        {5, 4, "groups of 5 years: the life table has no group that begins at age 15"},
        {1, 12, "begins at age 11"},
        {5, 2, "2 groups of 5 years: expected 3 to 1000"},
        {0, 5, "5 groups of 0 years"},
        {-5, 3, "of -5 years"},
        {11, 3, "begins at age 11"},
        {2147483647, 3, "of 2147483647 years"},
        {1, 1001, "1001 groups"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        assert_fails(cohort_lifetable_survival(&t, shapes[i].width, shapes[i].groups, Sx, &error),
                     COHORT_ERROR_GRID, error, shapes[i].part);
    assert_ok(cohort_lifetable_init(&abridged, 4, (const int[]){0, 1, 5, 10}, &error), error);
    for (int x = 0; x < 4; x++)
        abridged.mx[x] = 0.1;
    assert_ok(cohort_lifetable_from_mx(&abridged, COHORT_MALE, AK, &error), error);
    assert_fails(cohort_lifetable_survival(&abridged, 1, 3, Sx, &error), COHORT_ERROR_GRID, error,
                 "begins at age 2");
    assert_close(Sx[0], -1.0, 0, 0);
    cohort_lifetable_free(&abridged);
    cohort_lifetable_free(&t);
}

static void refuses_groups_that_nobody_reaches(void **state)
{
    cohort_lifetable t = new_table(11);
    double Sx[11] = {[0] = -1.0};
    cohort_error error;
    for (int x = 0; x < t.ages; x++)
        t.qx[x] = x == 3 ? 1.0 : 0.1;
    assert_ok(cohort_lifetable_from_qx(&t, COHORT_MALE, AK, &error), error);
    assert_fails(cohort_lifetable_survival(&t, 1, 11, Sx, &error), COHORT_ERROR_VALUE, error,
                 "nobody survives to age 4");
    assert_close(Sx[0], -1.0, 0, 0);
    assert_close(t.ex[4], 0.0, 0, 0);
    cohort_lifetable_free(&t);
}

/* Nobody dies from 1 to 79: those survive, all, also by rounding. */
static void survives_whole_where_nobody_dies(void **state)
{
    enum { ALL = 101 };
    cohort_lifetable t = new_table(ALL);
    double Sx[ALL];
    cohort_error error;
    for (int first = 1; first <= 120; first++) {
        for (int x = 0; x < ALL; x++)
            t.mx[x] = x == 0 ? 0.0001 * first : x < 80 ? 0.0 : 0.2 + 0.001 * first;
        assert_ok(cohort_lifetable_from_mx(&t, COHORT_MALE, AK, &error), error);
        for (int width = 1; width <= 5; width += 4) {
            const int groups = (ALL - 1) / width + 1;
            assert_ok(cohort_lifetable_survival(&t, width, groups, Sx, &error), error);
            for (int x = 0; x < groups; x++)
                assert_true(Sx[x] >= 0.0 && Sx[x] <= 1.0);
            for (int x = 2; x < 80 / width; x++)
                assert_close(Sx[x], 1.0, 1e-13, 0); /* of differences of sums near 100 */
        }
    }
    cohort_lifetable_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_official_expectations_of_life),
        cmocka_unit_test(satisfies_identities_at_every_age),
        cmocka_unit_test(closes_the_open_age),
        cmocka_unit_test(follows_andreev_and_kingkade),
        cmocka_unit_test(settles_a0_with_the_rate_it_comes_from),
        cmocka_unit_test(solves_constant_mortality),
        cmocka_unit_test(may_end_its_groups_where_the_table_ends),
        cmocka_unit_test(refuses_bad_probabilities),
        cmocka_unit_test(refuses_probabilities_of_wider_groups),
        cmocka_unit_test(refuses_unknown_sexes_and_rules),
        cmocka_unit_test(refuses_tables_of_impossible_size),
        cmocka_unit_test(refuses_ages_that_do_not_rise_from_zero),
        cmocka_unit_test(keeps_the_ages_of_its_groups),
        cmocka_unit_test(refuses_groups_that_do_not_fit),
        cmocka_unit_test(refuses_groups_that_nobody_reaches),
        cmocka_unit_test(survives_whole_where_nobody_dies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
