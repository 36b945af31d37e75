/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life tables that are closed too early: noticed, and extended by a model; open groups split by
 * abridged tables. */
#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"

#include <cohort/sheets.h>
#include <cohort/graduate.h>
#include <cohort/lifetable.h>
#include <cohort/table.h>

#define AK COHORT_AX_ANDREEV_KINGKADE

enum { MOST = 120 };

/* --- Models --- */

static double force(cohort_old_ages model, double age)
{
    const double z = 0.11 * exp(0.098 * (age - 85.0));
    return model == COHORT_KANNISTO ? z / (1.0 + z) : z;
}

/* Deaths by person-years, summed by four-hundredths of a year; the open group's over 60 years. */
static double true_rate(cohort_old_ages model, double from, double to)
{
    double left = 1.0, years = 0.0;
    for (double age = from; age < to - 0.001; age += 0.0025) {
        const double after = left * exp(-0.0025 * force(model, age + 0.00125));
        years += 0.0025 * (left + after) / 2.0;
        left = after;
    }
    return (1.0 - left) / years;
}

/* A table by groups of `width` to the open age, its rates those of a model. */
static cohort_lifetable table_to(int width, int open, cohort_old_ages model)
{
    cohort_lifetable table;
    cohort_error error;
    int age[MOST] = {0};
    const int ages = open / width + 1;
    for (int x = 0; x < ages; x++)
        age[x] = x * width;
    assert_ok(cohort_lifetable_init(&table, ages, age, &error), error);
    for (int x = 0; model && x < ages; x++)
        table.mx[x] = true_rate(model, age[x], x < ages - 1 ? age[x + 1] : age[x] + 60);
    return table;
}

static void recovers_its_models(void **state)
{
    for (cohort_old_ages model = COHORT_KANNISTO; model <= COHORT_GOMPERTZ; model++)
        for (int width = 1; width <= 5; width += 4)
            for (int open = 70; open <= 90; open += 20) {
                cohort_lifetable early = table_to(width, open, model), late, truth;
                cohort_error error;
                early.mx[early.ages - 1] = 0.003; /* is not read */
                late = table_to(width, 110, COHORT_OLD_AGES_AS_GIVEN);
                truth = table_to(width, 110, model);
                assert_ok(cohort_lifetable_extend(&early, model, open - 20, COHORT_FEMALE, AK,
                                                  &late, &error),
                          error);
                for (int x = 0; x < late.ages; x++) /* the sums by steps */
                    assert_close(late.mx[x], truth.mx[x], 5e-6, 0);
                assert_true(late.ex[0] > 30.0 && late.qx[late.ages - 1] == 1.0);
                cohort_lifetable_free(&truth);
                cohort_lifetable_free(&late);
                cohort_lifetable_free(&early);
            }
}

/* Japan's women, 2020-2025, as in test_mortality.c (United Nations, World Population Prospects
 * 2024, CC BY 3.0 IGO): as if they had been published to 85+, at the last closed group's rate. */
static void comes_near_the_ages_that_were_cut_off(void **state)
{
    static const double mx[] = {0.0016034,  0.00014518, 5.811e-05,  6.928e-05,  0.00014983,
                                0.00022889, 0.00025316, 0.00031572, 0.00043986, 0.00067434,
                                0.00106133, 0.00164227, 0.00232425, 0.00332888, 0.00510362,
                                0.0083342,  0.01471208, 0.02923313, 0.06106047, 0.12588527,
                                0.2365903,  0.41271163};
    cohort_lifetable early, late;
    cohort_error error;
    int age[22] = {0, 1};
    for (int x = 2; x < 22; x++)
        age[x] = 5 * (x - 1);
    assert_ok(cohort_lifetable_init(&early, 19, age, &error), error);
    assert_ok(cohort_lifetable_init(&late, 22, age, &error), error);
    memcpy(early.mx, mx, 19 * sizeof *mx);
    assert_fails(cohort_lifetable_from_mx(&early, COHORT_FEMALE, AK, &error), COHORT_ERROR_VALUE,
                 error, "closed too early: mx at the open age 85 is 0.0610605, so 16.38 years");
    assert_close(early.ex[0], 93.15, 0, 0.01);
    assert_ok(
        cohort_lifetable_extend(&early, COHORT_KANNISTO, 75, COHORT_FEMALE, AK, &late, &error),
        error);
    assert_close(late.mx[18], mx[18], 0.07,
                 0); /* mortality bends up more than these two groups say */
    assert_close(late.mx[20], mx[20], 0.2, 0);
    const double kannisto = late.mx[21];
    assert_close(late.ex[0], 88.11, 0, 0.01); /* in truth 87.63, and as it was given 93.15 */
    assert_ok(
        cohort_lifetable_extend(&early, COHORT_GOMPERTZ, 75, COHORT_FEMALE, AK, &late, &error),
        error);
    assert_true(late.mx[21] > 1.1 * kannisto); /* which has a bound */
    cohort_lifetable_free(&late);
    cohort_lifetable_free(&early);
}

/* --- What is noticed --- */

static void notices_tables_that_close_too_early(void **state)
{
    static const struct {
        int open;
        double rate;
        int code;
    } cases[] = {
        {65, 0.0213, COHORT_ERROR_VALUE}, /* 47 years at 65 */
        {65, 0.029, COHORT_OK},           {80, 0.049, COHORT_ERROR_VALUE}, {80, 0.051, COHORT_OK},
        {100, 0.166, COHORT_ERROR_VALUE}, {100, 0.167, COHORT_OK},         {110, 0.7, COHORT_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_lifetable table = table_to(5, cases[i].open, COHORT_KANNISTO);
        cohort_error error;
        table.mx[table.ages - 1] = cases[i].rate;
        assert_int_equal(cohort_lifetable_from_mx(&table, COHORT_MALE, AK, &error), cases[i].code);
        assert_int_equal(error.code, cases[i].code);
        table.limits = COHORT_ANY_RATES;
        assert_ok(cohort_lifetable_from_mx(&table, COHORT_MALE, AK, &error), error);
        assert_close(table.ex[table.ages - 1], 1.0 / cases[i].rate, 1e-14, 0);
        cohort_lifetable_free(&table);
    }
}

static void refuses_what_cannot_be_extended(void **state)
{
    cohort_lifetable early = table_to(5, 80, COHORT_KANNISTO);
    cohort_lifetable late = table_to(5, 110, COHORT_OLD_AGES_AS_GIVEN);
    cohort_lifetable other = table_to(10, 110, COHORT_OLD_AGES_AS_GIVEN);
    cohort_error error;
    assert_fails(
        cohort_lifetable_extend(&early, COHORT_OLD_AGES_AS_GIVEN, 60, 0, AK, &late, &error),
        COHORT_ERROR_ARGUMENT, error, "expected COHORT_KANNISTO or COHORT_GOMPERTZ");
    assert_fails(cohort_lifetable_extend(&early, COHORT_KANNISTO, 60, 0, AK, &other, &error),
                 COHORT_ERROR_GRID, error,
                 "life table up to 80+: expected one with the same groups");
    assert_fails(cohort_lifetable_extend(&late, COHORT_KANNISTO, 60, 0, AK, &early, &error),
                 COHORT_ERROR_GRID, error, "life table up to 110+");
    assert_fails(cohort_lifetable_extend(&early, COHORT_KANNISTO, 75, 0, AK, &late, &error),
                 COHORT_ERROR_VALUE, error, "no two closed groups from age 75 on");
    early.mx[14] = early.mx[15] = early.mx[13] = early.mx[12] = 0.02;
    assert_fails(cohort_lifetable_extend(&early, COHORT_GOMPERTZ, 60, 0, AK, &late, &error),
                 COHORT_ERROR_SOLVE, error, "its rates from age 60 on do not rise");
    cohort_lifetable_free(&other);
    cohort_lifetable_free(&late);
    cohort_lifetable_free(&early);
}

/* --- Tables: groups of 20 years, death rates to 40+ --- */

#define OF(sex)                                                                                    \
    "7,population,2000," sex ",0,510\n7,population,2000," sex ",20,620\n7,population,2000," sex    \
    ",40,700\n7,population,2000," sex ",60+,330\n7,mx,2000," sex ",0,0.004\n7,mx,2000," sex        \
    ",1,0.0005\n7,mx,2000," sex ",20,0.0011\n7,mx,2000," sex ",40,0.0062\n"
#define REST "7,asfr,2000,female,20,0.075\n7,srb,2000,both,all,1.05\n"
#define HEADER "area,variable,year,sex,age,value\n"

static void extends_those_of_tables(void **state)
{
    static const char *const texts[] = {
        HEADER OF("male") "7,mx,2000,male,60+,0.0062\n" OF(
            "female") "7,mx,2000,female,60+,0.0062\n" REST,
        HEADER OF("male") "7,mx,2000,male,60,0.031\n7,mx,2000,male,80+,0.012\n" OF(
            "female") "7,mx,2000,female,60,0.031\n7,mx,2000,female,80+,0.011\n" REST};
    for (int i = 0; i < 2; i++) {
        cohort_table *table = parsed_table(texts[i], "t.csv", NULL);
        cohort_inputs *inputs;
        cohort_error error;
        const cohort_table *const all[] = {table};
        assert_fails(cohort_table_inputs(1, all, "7", COHORT_WPP_END, 2020, &inputs, &error),
                     COHORT_ERROR_VALUE, error,
                     "t.csv: area \"7\", mx, 2000, male: closed too early");
        cohort_table_set_old_ages(table, COHORT_KANNISTO);
        assert_ok(cohort_table_inputs(1, all, "7", COHORT_WPP_END, 2020, &inputs, &error), error);
        const double open = value_of(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 3);
        assert_true(open > 0.35 && open < 0.55); /* with 0.0062 for ever it would be 0.88 */
        cohort_inputs_free(inputs);
        cohort_table_free(table);
    }
}

/* --- Open groups by abridged tables --- */

static void splits_by_groups_of_five_years(void **state)
{
    cohort_lifetable table = table_to(5, 85, COHORT_KANNISTO);
    double single[16], L = 0.0, T = 0.0;
    cohort_error error;
    assert_ok(cohort_lifetable_from_mx(&table, COHORT_MALE, AK, &error), error);
    assert_ok(cohort_split_open_stable(1840.0, &table, 0.0, 65, 80, single, &error), error);
    for (int x = 13; x < table.ages; x++)
        T += table.Lx[x];
    for (int g = 0; g < 3; g++, L = 0.0) { /* a stationary population's groups are the table's */
        for (int i = 0; i < 5; i++) {
            L += single[5 * g + i];
            assert_true(g + i == 0 || single[5 * g + i] < single[5 * g + i - 1]);
        }
        assert_close(L, 1840.0 * table.Lx[13 + g] / T, 1e-13, 0);
    }
    assert_close(single[15], 1840.0 * (table.Lx[16] + table.Lx[17]) / T, 1e-13, 0);
    /* within a group at an even force: each year the same share of the one before */
    assert_close(single[1] / single[0], pow(table.lx[14] / table.lx[13], 0.2), 1e-13, 0);
    assert_close(single[4] / single[3], single[1] / single[0], 1e-13, 0);
    cohort_lifetable_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recovers_its_models),
        cmocka_unit_test(comes_near_the_ages_that_were_cut_off),
        cmocka_unit_test(notices_tables_that_close_too_early),
        cmocka_unit_test(refuses_what_cannot_be_extended),
        cmocka_unit_test(extends_those_of_tables),
        cmocka_unit_test(splits_by_groups_of_five_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
