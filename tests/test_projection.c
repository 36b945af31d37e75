/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/projection.h"
#include "support/close.h"
#include "support/small.h"

#include <stdio.h>

/* --- Numbers worked out on paper --- */

/* 100 men and 100 women in every group, half of the men and three quarters of the women survive,
 * a quarter as many women come (net), 10 men come and 10 women leave in every cell. */
static cohort_inputs *paper_inputs(void)
{
    cohort_inputs *in = blank_inputs(&(cohort_grid){5, 12, 2000, 1});
    fill_quantity(in, COHORT_BASE, 100.0);
    fill_quantity(in, COHORT_SURVIVAL, 0.5);
    fill_quantity(in, COHORT_NET_MIGRANTS, 10.0);
    fill_quantity(in, COHORT_CWR, 0.25);
    fill_quantity(in, COHORT_MALE_SHARE, 0.625);
    for (int x = 0; x < 12; x++) {
        *value_at(in, COHORT_SURVIVAL, 0, COHORT_FEMALE, x) = 0.75;
        *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, COHORT_FEMALE, x) = x == 0 ? 0.0 : 0.25;
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, x) = -10.0;
    }
    return in;
}

static void matches_numbers_on_paper(void **state)
{
    static const struct {
        int sex, age;
        double persons, births, deaths, net_migration;
    } cells[] = {
        /* women 15-49: 7 groups of 100 (0.75 + 0.25) - 10 = 90, 630; children 15400.5: 98.4375 boys
         * of 196.875 births, 59.0625 girls of 78.75; then the migrants */
        {COHORT_MALE, 0, 108.4375, 196.875, 98.4375, 10.0},
        {COHORT_FEMALE, 0, 49.0625, 78.75, 19.6875, -10.0},
        {COHORT_MALE, 1, 60.0, 0.0, 50.0, 10.0},
        {COHORT_MALE, 10, 60.0, 0.0, 50.0, 10.0},
        {COHORT_FEMALE, 1, 90.0, 0.0, 25.0, 15.0},
        {COHORT_FEMALE, 10, 90.0, 0.0, 25.0, 15.0},
        /* the open group: two groups of 100 */
        {COHORT_MALE, 11, 110.0, 0.0, 100.0, 10.0},
        {COHORT_FEMALE, 11, 190.0, 0.0, 50.0, 40.0},
    };
    cohort_inputs *in = paper_inputs();
    const cohort_grid *grid = cohort_inputs_grid(in);
    cohort_projection *p = project(in);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t flow = cohort_cell(grid, 0, cells[i].sex, cells[i].age);
        size_t stock = cohort_cell(grid, 1, cells[i].sex, cells[i].age);
        /* sums of eighths: exact in binary but for births / survival */
        assert_close(result_cells(p, RESULT_POPULATION)[stock], cells[i].persons, 0.0, 1e-12);
        assert_close(result_cells(p, RESULT_BIRTHS)[flow], cells[i].births, 0.0, 1e-12);
        assert_close(result_cells(p, RESULT_DEATHS)[flow], cells[i].deaths, 0.0, 1e-12);
        assert_close(result_cells(p, RESULT_NET_MIGRATION)[flow], cells[i].net_migration, 0.0,
                     1e-12);
    }
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* --- Properties --- */

/* With the same rates, the results of two populations add up to that of their sum. */
static void results_of_two_populations_add_up(void **state)
{
    cohort_inputs *a = small_inputs(), *b = copy_inputs(a), *whole = copy_inputs(a);
    cohort_inputs *both[] = {a, b, whole};
    for (size_t x = 0; x < value_count(a, COHORT_BASE); x++) {
        cohort_inputs_array(b, COHORT_BASE)[x] = 1000.0 / (double)(x + 3);
        cohort_inputs_array(whole, COHORT_BASE)[x] += cohort_inputs_array(b, COHORT_BASE)[x];
    }
    cohort_projection *p[3];
    for (int i = 0; i < 3; i++) {
        fill_quantity(both[i], COHORT_NET_MIGRANTS, 0.0);
        p[i] = project(both[i]);
    }
    for (int r = 0; r < RESULTS; r++)
        for (size_t c = 0; c < result_count(p[0], r); c++) /* roundings */
            assert_close(result_cells(p[2], r)[c],
                         result_cells(p[0], r)[c] + result_cells(p[1], r)[c], 1e-12, 0.0);
    for (int i = 0; i < 3; i++) {
        cohort_projection_free(p[i]);
        cohort_inputs_free(both[i]);
    }
}

/* --- The handle --- */

static void runs_again_to_the_same_bits(void **state)
{
    cohort_inputs *in = small_inputs(), *fresh = small_inputs();
    cohort_projection *first = project(in), *again = project(in);
    cohort_error error;
    assert_same_inputs(in, fresh);           /* the caller's are only read */
    fill_quantity(in, COHORT_SURVIVAL, 0.0); /* and are copied: this changes no handle */
    const double *cells = result_cells(again, RESULT_POPULATION);
    assert_ok(cohort_projection_run(again, &error), error);
    assert_ok(cohort_projection_run_population(again, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    assert_same_results(again, first);
    assert_same_inputs(cohort_projection_inputs(again), fresh);
    assert_ptr_equal(result_cells(again, RESULT_POPULATION), cells); /* in the same room */
    cohort_projection_free(again);
    cohort_projection_free(first);
    cohort_inputs_free(fresh);
    cohort_inputs_free(in);
    cohort_projection_free(NULL);
}

static cohort_inputs *other_inputs(void)
{
    cohort_inputs *other = small_inputs();
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(other, (cohort_quantity)q); i++)
            cohort_inputs_array(other, (cohort_quantity)q)[i] *= 0.9375;
    return other;
}

static void updates_as_a_new_handle(void **state)
{
    cohort_inputs *in = small_inputs(), *other = other_inputs();
    cohort_projection *p = project(in), *fresh = project(other), *old = project(in);
    cohort_error error;
    assert_ok(cohort_projection_update(p, other, &error), error);
    assert_same_results(p, fresh);
    assert_same_inputs(cohort_projection_inputs(p), other);
    assert_ok(cohort_projection_update(p, cohort_projection_inputs(p), &error), error);
    assert_same_results(p, fresh); /* its own inputs once more */
    assert_ok(cohort_projection_update(p, in, &error), error);
    assert_same_results(p, old);
    cohort_projection_free(old);
    cohort_projection_free(fresh);
    cohort_projection_free(p);
    cohort_inputs_free(other);
    cohort_inputs_free(in);
}

static void reports_a_failing_update(void **state)
{
    cohort_inputs *in = small_inputs(), *bad = small_inputs();
    cohort_inputs *longer = scattered_inputs(&(cohort_grid){5, 12, 2015, 4});
    cohort_projection *p = project(in), *fresh = project(in);
    cohort_error error;
    assert_fails(cohort_projection_update(p, longer, &error), COHORT_ERROR_GRID, error,
                 "over 3 intervals (ipss), against 12 of 5 from 2015 over 4");
    *value_at(bad, COHORT_SURVIVAL, 2, COHORT_MALE, 7) = 1.5; /* out of its range */
    assert_fails(cohort_projection_update(p, bad, &error), COHORT_ERROR_VALUE, error,
                 "survival, 2025-2030, men reaching 35-39: 1.5");
    *value_at(bad, COHORT_SURVIVAL, 2, COHORT_MALE, 7) = 0.5; /* in range, but too few */
    *value_at(bad, COHORT_NET_MIGRATION_RATIO, 2, COHORT_MALE, 7) = -0.75;
    *value_at(bad, COHORT_NET_MIGRANTS, 2, COHORT_MALE, 7) = 0.0;
    assert_fails(cohort_projection_update(p, bad, &error), COHORT_ERROR_VALUE, error,
                 "projected population, 2030, men 35-39: -");
    assert_ok(cohort_projection_update(p, in, &error), error); /* and is as good as new */
    assert_same_results(p, fresh);
    cohort_projection_free(fresh);
    cohort_projection_free(p);
    cohort_inputs_free(longer);
    cohort_inputs_free(bad);
    cohort_inputs_free(in);
}

/* Inputs that are refused late have been copied in part, and nothing of them is left. */
static void stays_as_it_was_when_inputs_are_refused(void **state)
{
    static const cohort_quantity last[] = {COHORT_SURVIVAL, COHORT_NET_MIGRANTS, COHORT_ASFR};
    cohort_inputs *in = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    cohort_projection *p = project(in), *fresh = project(in);
    cohort_inputs *without = copy_inputs(in);
    fill_quantity(without, COHORT_NET_MIGRANTS, 0.0);
    fill_quantity(without, COHORT_NET_MIGRATION_RATIO, 0.0);
    cohort_projection *still = project(without);
    cohort_error error;
    for (int k = 0; k < 3; k++) {
        cohort_inputs *bad = copy_inputs(in);
        for (int c = 0; c < COHORT_SEXES * SMALL_AGES; c++)
            cohort_inputs_array(bad, COHORT_BASE)[c] *= 3.0;
        cohort_inputs_array(bad, last[k])[value_count(bad, last[k]) - 1] = (double)NAN;
        assert_fails(cohort_projection_update(p, bad, &error), COHORT_ERROR_VALUE, error, "nan");
        assert_same_inputs(cohort_projection_inputs(p), in);
        assert_same_results(p, fresh);
        assert_ok(cohort_projection_update(p, without, &error), error);
        assert_same_inputs(cohort_projection_inputs(p), without);
        assert_same_results(p, still);
        assert_ok(cohort_projection_update(p, in, &error), error);
        assert_same_results(p, fresh);
        cohort_inputs_free(bad);
    }
    cohort_projection_free(still);
    cohort_projection_free(fresh);
    cohort_projection_free(p);
    cohort_inputs_free(without);
    cohort_inputs_free(in);
}

/* --- What cannot be projected --- */

static void names_what_fails(void **state)
{
    static const struct {
        cohort_quantity quantity;
        int interval, sex, age;
        double value;
        int code;
        const char *part;
    } cases[] = {
        {COHORT_NET_MIGRATION_RATIO, 0, COHORT_FEMALE, 4, -1.0, COHORT_ERROR_VALUE,
         "projected population, 2020, women 20-24: -"},
        {COHORT_NET_MIGRATION_RATIO, 1, COHORT_MALE, 11, -1.0, COHORT_ERROR_VALUE,
         "projected population, 2025, men 55+: -"},
        {COHORT_NET_MIGRANTS, 2, COHORT_FEMALE, 11, -1e6, COHORT_ERROR_VALUE,
         "projected population, 2030, women 55+: -"},
        {COHORT_NET_MIGRANTS, 0, COHORT_MALE, 0, -1e6, COHORT_ERROR_VALUE,
         "projected population, 2020, men 0-4: -"},
        {COHORT_NET_MIGRATION_RATIO, 1, COHORT_MALE, 2, 1e308, COHORT_ERROR_VALUE,
         "projected population, 2025, men 10-14: inf"},
        {COHORT_CWR, 1, 0, 0, 1e308, COHORT_ERROR_VALUE,
         "projected population, 2025, men 0-4: inf"},
        {COHORT_BASE, 0, COHORT_MALE, 3, -1.0, COHORT_ERROR_VALUE,
         "base_population, 2015, men 15-19: -1: expected"},
        /* those who are not born alive cannot be children */
        {COHORT_SURVIVAL, 1, COHORT_FEMALE, 0, 0.0, COHORT_ERROR_ACCOUNT,
         "account of 2020-2025, women reaching 0-4: "},
        {COHORT_NET_MIGRATION_RATIO, 2, COHORT_MALE, 5, (double)NAN, COHORT_ERROR_VALUE,
         "net_migration_ratio, 2025-2030, men 25-29: nan"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_inputs *in = small_inputs();
        cohort_projection *p = (cohort_projection *)(uintptr_t)1;
        cohort_error error;
        cohort_inputs_set_rate_limits(in, COHORT_ANY_RATES);
        *value_at(in, cases[i].quantity, cases[i].interval, cases[i].sex, cases[i].age) =
            cases[i].value;
        assert_fails(cohort_projection_new(in, &p, &error), cases[i].code, error, cases[i].part);
        assert_null(p);
        cohort_inputs_free(in);
    }
}

/* A cell that is negative for one date alone, and is made good by those who come afterwards. */
static void names_a_passing_fault(void **state)
{
    for (int by_rate = 0; by_rate <= 1; by_rate++) {
        cohort_inputs *in = blank_inputs(&small_grid);
        cohort_projection *p;
        cohort_error error;
        fill_quantity(in, COHORT_BASE, 100.0);
        fill_quantity(in, COHORT_SURVIVAL, 0.5);
        if (by_rate)
            *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, COHORT_FEMALE, 2) = -0.75;
        else
            *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 2) = -75.0;
        *value_at(in, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, 3) = 200.0;
        assert_fails(
            cohort_projection_new(in, &p, &error), COHORT_ERROR_VALUE, error,
            "projected population, 2020, women 10-14: -25: expected a finite number, 0 or more");
        cohort_inputs_free(in);
    }
}

/* Nobody is born, so nobody has to survive. */
static void needs_no_newborn_survival_without_births(void **state)
{
    cohort_inputs *in = small_inputs();
    fill_quantity(in, COHORT_CWR, 0.0);
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            *value_at(in, COHORT_SURVIVAL, i, sex, 0) = 0.0;
            *value_at(in, COHORT_NET_MIGRANTS, i, sex, 0) = 400.5;
        }
    cohort_projection *p = project(in);
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t flow = cohort_cell(&small_grid, i, sex, 0);
            size_t stock = cohort_cell(&small_grid, i + 1, sex, 0);
            assert_true(result_cells(p, RESULT_BIRTHS)[flow] == 0.0);
            assert_true(result_cells(p, RESULT_DEATHS)[flow] == 0.0);
            assert_true(result_cells(p, RESULT_POPULATION)[stock] == 400.5);
        }
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

static void stands_still_without_intervals(void **state)
{
    const cohort_grid grid = {5, 12, 2015, 0};
    cohort_inputs *in = scattered_inputs(&grid);
    cohort_projection *p = project(in);
    cohort_error error;
    assert_ok(cohort_projection_run(p, &error), error);
    assert_memory_equal(&cohort_projection_population(p)->grid, &grid, sizeof grid);
    assert_same_bits(result_cells(p, RESULT_POPULATION), cohort_inputs_view(in, COHORT_BASE), 24);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* An account may be off by 1e-9 of all four parts together, whichever of them are large. */
static void checks_accounts_by_all_parts(void **state)
{
    enum { CELLS = COHORT_SEXES * SMALL_AGES, X = 4 };
    static const double parts[][4] = {/* before, deaths, net migration, closing */
                                      {1e3, 0.0, 0.0, 1e3},
                                      {0.0, 1e3, 1e3, 0.0},
                                      {0.0, -1e3, -1e3, 0.0},
                                      {1e3, 1e3, 0.0, 0.0}};
    cohort_error error;
    double none[2 * CELLS] = {0}, one[CELLS] = {1.0};
    assert_fails(
        cohort_check_accounts(&small_grid, 0, none, &(struct events){one, none, none}, &error),
        COHORT_ERROR_ACCOUNT, error, "men reaching 0-4");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        double population[2 * CELLS] = {0}, births[CELLS] = {0}, deaths[CELLS] = {0};
        double moves[CELLS] = {0};
        const struct events events = {births, deaths, moves};
        population[X - 1] = parts[i][0];
        deaths[X] = parts[i][1];
        moves[X] = parts[i][2] + 1.9e-6;
        population[CELLS + X] = parts[i][3];
        assert_ok(cohort_check_accounts(&small_grid, 0, population, &events, &error), error);
        moves[X] += 0.2e-6;
        assert_fails(cohort_check_accounts(&small_grid, 0, population, &events, &error),
                     COHORT_ERROR_ACCOUNT, error, "account of 2015-2020, men reaching 20-24");
    }
}

/* In any cell: of births, of the group before, and of the open one itself. */
static void checks_the_account_of_each_cell(void **state)
{
    enum { CELLS = COHORT_SEXES * SMALL_AGES };
    double population[2 * CELLS], births[CELLS] = {0}, deaths[CELLS], moves[CELLS];
    const struct events events = {births, deaths, moves};
    cohort_error error;
    for (int c = 0; c < CELLS; c++) {
        const int x = c % SMALL_AGES;
        population[c] = 100.0 + 3 * c * c;
        births[c] = x == 0 ? 70.0 + c : 0.0;
        deaths[c] = 1.0 + c;
        moves[c] = 2.0 * c - 7.0;
        const double before = x == 0 ? births[c] : population[c - 1];
        population[CELLS + c] =
            before + (x == SMALL_OPEN ? population[c] : 0.0) - deaths[c] + moves[c];
    }
    assert_ok(cohort_check_accounts(&small_grid, 0, population, &events, &error), error);
    for (int c = 0; c < CELLS; c++) {
        deaths[c] += 0.5;
        assert_fails(cohort_check_accounts(&small_grid, 0, population, &events, &error),
                     COHORT_ERROR_ACCOUNT, error,
                     c < SMALL_AGES ? "2015-2020, men reaching" : "2015-2020, women reaching");
        deaths[c] -= 0.5;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_accounts_by_all_parts),
        cmocka_unit_test(checks_the_account_of_each_cell),
        cmocka_unit_test(matches_numbers_on_paper),
        cmocka_unit_test(results_of_two_populations_add_up),
        cmocka_unit_test(runs_again_to_the_same_bits),
        cmocka_unit_test(updates_as_a_new_handle),
        cmocka_unit_test(reports_a_failing_update),
        cmocka_unit_test(stays_as_it_was_when_inputs_are_refused),
        cmocka_unit_test(names_what_fails),
        cmocka_unit_test(names_a_passing_fault),
        cmocka_unit_test(needs_no_newborn_survival_without_births),
        cmocka_unit_test(stands_still_without_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
