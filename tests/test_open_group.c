/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open age groups split into single years: see test_graduate.c for closed ones. */
#include "support/close.h"
#include "support/graduations.h"
#include "support/japan.h"

/* Sums of some ten doubles, scaled to their total: a few units of rounding. */
static const double ROUNDING = 1e-12;

/* --- Open groups --- */

static cohort_lifetable constant_table(int ages, double q)
{
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, ages, NULL, &error), error);
    for (int x = 0; x < ages; x++)
        table.qx[x] = q;
    assert_ok(cohort_lifetable_from_qx(&table, COHORT_FEMALE, COHORT_AX_ANDREEV_KINGKADE, &error),
              error);
    return table;
}

static void splits_by_constant_mortality(void **state)
{
    const double q = 0.2;
    cohort_lifetable table = constant_table(111, q);
    cohort_error error;
    double single[MOST] = {0};
    assert_ok(cohort_split_open_stable(5000, &table, 0.0, 90, 100, single, &error), error);
    /* Of a stationary population dying at one rate, (1 - q)^10 are ten years older. */
    assert_close(single[10], 5000 * pow(1.0 - q, 10), ROUNDING, 0);
    for (int i = 0; i < 10; i++)
        assert_close(single[i], 5000 * q * pow(1.0 - q, i), ROUNDING, 0);
    assert_close(single[11], 0, 0, 0); /* nothing behind the end */

    /* Growing, each year's ratio falls by exp(-r). The table's own open age, 110+, has the ratio of
     * m / (m + r) instead of the whole series' exp(-r / 2) q / (1 - (1 - q) exp(-r)). */
    const double r = 0.03, m = q / (1.0 - q / 2.0), ratio = (1.0 - q) * exp(-r);
    assert_ok(cohort_split_open_stable(5000, &table, r, 90, 100, single, &error), error);
    double years = (1.0 - q / 2.0) * exp(-r / 2.0), old = 0.0, all = 0.0;
    for (int i = 0; i < 20; i++) {
        all += years * pow(ratio, i);
        old += i < 10 ? 0.0 : years * pow(ratio, i);
    }
    double oldest = pow(ratio, 20) / (m + r);
    assert_close(single[10], 5000 * (old + oldest) / (all + oldest), ROUNDING, 0);
    assert_close(single[1] / single[0], ratio, ROUNDING, 0);
    /* To the table's end: its open age alone. */
    assert_ok(cohort_split_open_stable(5000, &table, r, 109, 110, single, &error), error);
    assert_close(single[1] / single[0], (1.0 - q) * exp(-r) / (m + r) / years, ROUNDING, 0);
    cohort_lifetable_free(&table);
}

/* Of Japan's 90 and over, those of 100 and over: in IPSS's base of 2015 (the census, persons of
 * unknown age spread), 8,395 men and 53,488 women, 2.0 and 3.9 % of those of 90 and over. */
static const double centenarians[COHORT_SEXES] = {8395.0 / 408802.0, 53488.0 / 1377423.0};

static double sum_of(const double *values, int size)
{
    double sum = 0.0;
    for (int i = 0; i < size; i++)
        sum += values[i];
    return sum;
}

static void splits_japan_by_its_life_table(void **state)
{
    double counts[COHORT_SEXES][19], single[MOST], growing[MOST];
    cohort_error error;
    japan_population(counts);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        cohort_lifetable table = japan_lifetable(2015, sex, NULL);
        const double count = counts[sex][18];
        assert_ok(cohort_split_open_stable(count, &table, 0.0, 90, 100, single, &error), error);
        assert_ok(cohort_split_open_stable(count, &table, 0.05, 90, 100, growing, &error), error);
        assert_close(sum_of(single, 11), count, ROUNDING, 0);
        assert_close(sum_of(growing, 11), count, ROUNDING, 0);
        for (int i = 0; i < 10; i++)
            assert_close(single[i] / single[0], table.Lx[90 + i] / table.Lx[90], ROUNDING, 0);
        assert_close(single[10] / single[0], table.Tx[100] / table.Lx[90], ROUNDING, 0);
        /* The very old grew fast: a stationary population has too many of them, and one that grows
         * by 5 % a year too few or nearly so. */
        assert_true(single[10] / count > centenarians[sex]);
        assert_true(single[10] / count < 3.0 * centenarians[sex]);
        assert_true(growing[10] / count < 1.2 * centenarians[sex]);
        assert_true(growing[10] / count > 0.5 * centenarians[sex]);
        cohort_lifetable_free(&table);
    }
}

static void splits_japan_by_the_composite_link(void **state)
{
    double counts[COHORT_SEXES][19], single[MOST], later[MOST];
    int first_age[20];
    cohort_error error;
    japan_population(counts);
    five_year_ages(18, first_age);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const double count = counts[sex][18];
        first_age[19] = 120;
        single[11] = -7.0;
        assert_ok(cohort_split_open_composite(19, first_age, counts[sex], 100, single, &error),
                  error);
        assert_close(single[11], -7.0, 0, 0);
        assert_close(sum_of(single, 11), count, ROUNDING, 0);
        for (int i = 1; i < 10; i++)
            assert_true(single[i] > 0.0 && single[i] < single[i - 1]);
        /* Half to one and a half of what there were; the assumed end decides. */
        assert_true(single[10] / count > 0.5 * centenarians[sex]);
        assert_true(single[10] / count < 1.5 * centenarians[sex]);
        first_age[19] = 125;
        assert_ok(cohort_split_open_composite(19, first_age, counts[sex], 100, later, &error),
                  error);
        assert_true(later[10] > single[10]);
        /* From the same fit, the oldest open age, a single year, splits the younger one's count. */
        assert_ok(cohort_split_open_composite(19, first_age, counts[sex], 124, single, &error),
                  error);
        assert_close(sum_of(single + 10, 25), later[10], ROUNDING, 0);
    }
}

static void splits_nobody_into_nobody(void **state)
{
    static const int first_age[] = {80, 85, 120};
    static const double counts[] = {12, 0}, alone[] = {0, 12}, none[] = {0, 0};
    double single[MOST] = {-1, -1, -1};
    cohort_error error;
    assert_ok(cohort_split_open_composite(2, first_age, counts, 87, single, &error), error);
    assert_close(fabs(single[0]) + fabs(single[1]) + fabs(single[2]), 0, 0, 0);
    assert_ok(cohort_split_open_composite(2, first_age, none, 87, single, &error), error);
    assert_close(single[2], 0, 0, 0);
    assert_ok(cohort_split_open_composite(2, first_age, alone, 119, single, &error), error);
    assert_close(sum_of(single, 35), 12, ROUNDING, 0);
    cohort_lifetable table = constant_table(111, 0.2);
    assert_ok(cohort_split_open_stable(0.0, &table, 0.01, 90, 100, single, &error), error);
    assert_close(sum_of(single, 11), 0, 0, 0);
    cohort_lifetable_free(&table);
}

/* Wider rows: with deaths by an even force of mortality, without any or with nobody left evenly; an open
 * group that nobody reaches. */
static void splits_wide_rows(void **state)
{
    static const int age[] = {0, 5, 10, 15};
    static const double lx[] = {1, 1, 0.5, 0}, Lx[] = {5, 3.6, 1.25, 0};
    double single[16];
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, 4, age, &error), error);
    memcpy(table.lx, lx, sizeof lx);
    memcpy(table.Lx, Lx, sizeof Lx);
    assert_ok(cohort_split_open_stable(9.85, &table, 0.0, 0, 15, single, &error), error);
    for (int x = 0; x < 5; x++) {
        assert_close(single[x], 1.0, ROUNDING, 0);
        assert_close(single[10 + x], 0.25, ROUNDING, 0);
        if (x > 0)
            assert_close(single[5 + x] / single[4 + x], pow(0.5, 0.2), ROUNDING, 0);
    }
    assert_close(sum_of(single + 5, 5), 3.6, ROUNDING, 0);
    assert_close(single[15], 0.0, 0, 0);
    cohort_lifetable_free(&table);
}

static void refuses_open_groups_that_do_not_fit(void **state)
{
    cohort_lifetable table = constant_table(111, 0.2);
    static const struct {
        double count, growth;
        int first_age, open_age, code;
        const char *part;
    } cases[] = {
        {5, 0, 90, 90, COHORT_ERROR_GRID, "90+ split to 90+"},
        {5, 0, -1, 90, COHORT_ERROR_GRID, "-1+"},
        {5, 0, 90, 111, COHORT_ERROR_GRID, "expected ages that rise, to 110 at most"},
        {-5, 0, 90, 100, COHORT_ERROR_VALUE, "ages 90+ is -5"},
        {(double)NAN, 0, 90, 100, COHORT_ERROR_VALUE, "ages 90+ is"},
        {5, (double)NAN, 90, 100, COHORT_ERROR_ARGUMENT, "expected -1 to 1"},
        {5, 1.5, 90, 100, COHORT_ERROR_ARGUMENT, "growth of 1.5 a year"},
        {5, -0.25, 90, 100, COHORT_ERROR_ARGUMENT, "more than -0.222222, the death rate at 110+"},
    };
    double single[MOST] = {-7.0};
    cohort_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_fails(cohort_split_open_stable(cases[i].count, &table, cases[i].growth,
                                              cases[i].first_age, cases[i].open_age, single,
                                              &error),
                     cases[i].code, error, cases[i].part);
    table.Lx[95] = (double)INFINITY;
    assert_fails(cohort_split_open_stable(5, &table, 0, 90, 100, single, &error),
                 COHORT_ERROR_VALUE, error, "Lx at age 95 is inf");
    table.Lx[95] = -1.0;
    assert_fails(cohort_split_open_stable(5, &table, 0, 90, 100, single, &error),
                 COHORT_ERROR_VALUE, error, "Lx at age 95 is -1");
    table.Lx[95] = table.Lx[90] = 0.0;
    assert_fails(cohort_split_open_stable(5, &table, 0, 90, 100, single, &error),
                 COHORT_ERROR_VALUE, error, "nobody survives to age 90");
    cohort_lifetable_free(&table);

    static const int first_age[] = {80, 85, 90, 120};
    static const double counts[] = {30, 20, 10};
    static const int open_ages[] = {0, 90, 120, 130};
    for (size_t i = 0; i < sizeof open_ages / sizeof *open_ages; i++)
        assert_fails(
            cohort_split_open_composite(3, first_age, counts, open_ages[i], single, &error),
            COHORT_ERROR_GRID, error, "open group 90+ split");
    assert_fails(cohort_split_open_composite(1, first_age, counts, 82, single, &error),
                 COHORT_ERROR_GRID, error, "expected two groups or more");
    assert_close(single[0], -7.0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_by_constant_mortality),
        cmocka_unit_test(splits_japan_by_its_life_table),
        cmocka_unit_test(splits_japan_by_the_composite_link),
        cmocka_unit_test(splits_nobody_into_nobody),
        cmocka_unit_test(splits_wide_rows),
        cmocka_unit_test(refuses_open_groups_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
