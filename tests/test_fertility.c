/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/fertility.h>

#include "support/close.h"

#include <limits.h>

static const double ROUNDING = 1e-14; /* a handful of operations on doubles */

/* Sweden 1993 by five-year age: births per woman and year (Preston, Heuveline and Guillot,
 * Demography (2001), Box 6.2). */
enum { AGES = 18, WIDTH = 5 };
static const double sweden[AGES] = {[3] = 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003};

static void sums_rates_to_a_tfr(void **state)
{
    const double rates[] = {0.0, 0.25, 0.5, 0.125};
    assert_close(cohort_tfr(AGES, WIDTH, sweden), 2.085, ROUNDING, 0); /* 5 * 0.417 */
    assert_close(cohort_tfr(4, 1, rates), 0.875, 0, 0);
    assert_close(cohort_tfr(4, 5, rates), 4.375, 0, 0);
    assert_close(cohort_tfr(2, 1, rates), 0.25, 0, 0); /* no age more than asked for */
}

static void brings_any_schedule_to_a_tfr(void **state)
{
    static const double levels[] = {1.0, 100.0, 0.01, 1.0 / 2.085, 1e-300};
    cohort_error error;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        double schedule[AGES], asfr[AGES + 1];
        asfr[AGES] = -3.0;
        for (int x = 0; x < AGES; x++)
            schedule[x] = levels[i] * sweden[x];
        assert_ok(cohort_asfr(AGES, WIDTH, 1.39, schedule, asfr, &error), error);
        for (int x = 0; x < AGES; x++)
            assert_close(asfr[x], sweden[x] / 2.085 * 1.39, ROUNDING, 0);
        assert_close(cohort_tfr(AGES, WIDTH, asfr), 1.39, ROUNDING, 0);
        assert_close(asfr[AGES], -3.0, 0, 0);
        assert_ok(cohort_asfr(AGES, WIDTH, 1.39, schedule, schedule, &error), error);
        for (int x = 0; x < AGES; x++)
            assert_close(schedule[x], asfr[x], 0, 0); /* in place */
    }
}

static void takes_widths_and_no_fertility(void **state)
{
    const double schedule[] = {0.0, 3.0, 1.0};
    double asfr[3];
    cohort_error error;
    assert_ok(cohort_asfr(3, 1, 2.0, schedule, asfr, &error), error);
    assert_close(asfr[1], 1.5, 0, 0);
    assert_ok(cohort_asfr(3, 10, 2.0, schedule, asfr, &error), error);
    assert_close(asfr[1], 0.15, ROUNDING, 0);
    assert_close(asfr[2], 0.05, ROUNDING, 0);
    assert_ok(cohort_asfr(3, 5, 0.0, schedule, asfr, &error), error);
    for (int x = 0; x < 3; x++)
        assert_close(asfr[x], 0.0, 0, 0);
}

static void refuses_bad_schedules(void **state)
{
    static const struct {
        double tfr, schedule[3];
        const char *part;
    } cases[] = {
        {-0.5, {0, 1, 1}, "tfr -0.5: expected 0 or more"},
        {(double)NAN, {0, 1, 1}, "tfr "},
        {HUGE_VAL, {0, 1, 1}, "tfr inf"},
        {2.0, {0, 1, -1}, "fertility schedule, age 10: -1: expected 0 or more"},
        {2.0, {0, (double)NAN, 1}, "fertility schedule, age 5: "},
        {2.0, {HUGE_VAL, 1, 1}, "fertility schedule, age 0: inf"},
        {2.0, {0, 0, 0}, "its sum is 0: expected a number above 0"},
        {2.0, {1.7e308, 1.7e308, 0}, "its sum is inf"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double asfr[] = {7.0, 7.0, 7.0};
        cohort_error error;
        assert_fails(cohort_asfr(3, 5, cases[i].tfr, cases[i].schedule, asfr, &error),
                     COHORT_ERROR_VALUE, error, cases[i].part);
        for (int x = 0; x < 3; x++)
            assert_close(asfr[x], 7.0, 0, 0);
    }
    const int shapes[][2] = {{0, 5}, {-1, 5}, {1001, 5}, {3, 0}, {3, INT_MIN}, {3, 101}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double asfr[] = {7.0, 7.0, 7.0};
        cohort_error error;
        assert_fails(cohort_asfr(shapes[i][0], shapes[i][1], 2.0, asfr, asfr, &error),
                     COHORT_ERROR_GRID, error, "expected 1 to 1000 groups of 1 to 100 years");
        assert_close(asfr[0], 7.0, 0, 0);
    }
}

static void means_the_age_at_bearing(void **state)
{
    const double one[] = {0.0, 0.0, 0.2, 0.0}, two[] = {0.0, 0.1, 0.3, 0.0}, zero[4] = {0};
    assert_close(cohort_mean_age_at_bearing(4, 5, one), 12.5, ROUNDING, 0); /* the middle */
    assert_close(cohort_mean_age_at_bearing(4, 1, one), 2.5, ROUNDING, 0);
    assert_close(cohort_mean_age_at_bearing(4, 5, two), 11.25, ROUNDING, 0);
    /* (17.5 * 120 + 22.5 * 908 + 27.5 * 1499 + 32.5 * 1125 + 37.5 * 441 + 42.5 * 74 + 47.5 * 3)
     * / 4170 = 120140 / 4170 */
    assert_close(cohort_mean_age_at_bearing(AGES, WIDTH, sweden), 120140.0 / 4170.0, ROUNDING, 0);
    assert_true(isnan(cohort_mean_age_at_bearing(4, 5, zero)));
}

static void turns_sex_ratios_into_shares(void **state)
{
    static const struct {
        double srb, share;
    } pairs[] = {{1.0, 0.5}, {1.05, 105.0 / 205.0}, {0.8, 8.0 / 18.0}, {1.3, 13.0 / 23.0}};
    cohort_error error;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double share = -1.0;
        assert_ok(cohort_male_share(pairs[i].srb, &share, &error), error);
        assert_close(share, pairs[i].share, ROUNDING, 0);
        assert_close(cohort_srb(share), pairs[i].srb, ROUNDING, 0);
    }
}

/* A share, a percentage, per cent of females, females per male by mistake, and no number. */
static void refuses_what_is_no_sex_ratio(void **state)
{
    static const double bad[] = {0.512, 51.2,  105.0, 105.0 / 205.0, 0.0,        -1.05,
                                 0.799, 1.301, 1.95,  HUGE_VAL,      (double)NAN};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double share = -7.0;
        cohort_error error;
        assert_fails(cohort_male_share(bad[i], &share, &error), COHORT_ERROR_VALUE, error,
                     "expected males per female at birth, 0.8 to 1.3");
        assert_close(share, -7.0, 0, 0);
    }
}

static void counts_children_per_woman(void **state)
{
    static const cohort_grid grids[] = {{5, 12, 2015, 0}, {1, 60, 2015, 0}};
    for (int g = 0; g < 2; g++) {
        const cohort_grid *grid = &grids[g];
        double population[2 * 60] = {0}, women = 0.0, cwr = -1.0;
        cohort_error error;
        for (size_t c = 0; c < cohort_grid_cells(grid); c++)
            population[c] = 100.0 + (double)(c * c); /* all different */
        for (int age = 15; age < 50; age += grid->width)
            women += population[cohort_cell(grid, 0, COHORT_FEMALE, age / grid->width)];
        double children = population[0] + population[grid->ages];
        assert_ok(cohort_child_woman_ratio(grid, population, &cwr, &error), error);
        assert_close(cwr, children / women, ROUNDING, 0);
        for (int age = 15; age < 50; age += grid->width)
            population[cohort_cell(grid, 0, COHORT_FEMALE, age / grid->width)] = 0.0;
        cwr = -1.0;
        assert_fails(cohort_child_woman_ratio(grid, population, &cwr, &error), COHORT_ERROR_VALUE,
                     error, "no women aged 15-49");
        assert_close(cwr, -1.0, 0, 0);
    }
}

static void needs_groups_15_49_for_the_ratio(void **state)
{
    static const cohort_grid grids[] = {{10, 9, 2015, 0}, {5, 10, 2015, 0}, {4, 20, 2015, 0}};
    for (int g = 0; g < 3; g++) {
        double population[2 * 20], cwr = -1.0;
        cohort_error error;
        for (int c = 0; c < 40; c++)
            population[c] = 1.0;
        assert_fails(cohort_child_woman_ratio(&grids[g], population, &cwr, &error),
                     COHORT_ERROR_GRID, error, "ages");
        assert_close(cwr, -1.0, 0, 0);
    }
}

static void converts_by_a_reference_area(void **state)
{
    /* the reference: 1.45 children per woman where there are 0.2 children per woman 15-49 */
    assert_close(cohort_tfr_from_cwr(0.24, 1.45, 0.2), 1.74, ROUNDING, 0);
    assert_close(cohort_cwr_from_tfr(1.74, 1.45, 0.2), 0.24, ROUNDING, 0);
    assert_close(cohort_tfr_from_cwr(0.0, 1.45, 0.2), 0.0, 0, 0);
    static const double bad[][2] = {{0.0, 0.2},   {1.45, 0.0},        {-1.45, 0.2},
                                    {1.45, -0.2}, {(double)NAN, 0.2}, {1.45, (double)NAN},
                                    {-1.45, -0.2}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(isnan(cohort_tfr_from_cwr(0.24, bad[i][0], bad[i][1])));
        assert_true(isnan(cohort_cwr_from_tfr(1.74, bad[i][0], bad[i][1])));
    }
}

/* A nation whose 550 women of 20-39 bear all of 200 children; a town with its very rates, but fewer
 * women of 20-39 among those of 15-49: the ratio of 1.45 children per 0.2 reads too little there. */
static void standardises_by_the_age_of_women(void **state)
{
    enum { GROUPS = 12 };
    const cohort_grid grid = {5, GROUPS, 2015, 0};
    double nation[COHORT_SEXES * GROUPS] = {103.0}, town[COHORT_SEXES * GROUPS] = {9.4};
    double *women = nation + GROUPS, *her = town + GROUPS, asfr[GROUPS] = {0};
    women[0] = 97.0, her[0] = 200.0 * 50 / 550 - town[0];
    women[3] = 450.0, her[3] = 50.0;
    women[4] = 400.0, her[4] = 20.0;
    women[6] = 150.0, her[6] = 30.0;
    asfr[4] = asfr[6] = 0.07;
    double cwr;
    cohort_error error;
    assert_ok(cohort_child_woman_ratio(&grid, town, &cwr, &error), error);
    assert_close(cohort_tfr_from_cwr(cwr, 1.45, 0.2), 1.45 / 1.1, ROUNDING, 0);
    assert_close(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45), 1.45, ROUNDING, 0);
    asfr[4] = asfr[6] = 7.0; /* the level does not matter */
    assert_close(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45), 1.45, ROUNDING, 0);
    asfr[6] = 0.0; /* all by those of 20-24 */
    assert_close(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45),
                 1.45 * (200.0 * 50 / 550 / 20) / (200.0 / 400), ROUNDING, 0);
    town[0] = her[0] = 0.0;
    assert_close(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45), 0.0, 0, 0);
    assert_true(isnan(cohort_tfr_standardised(&grid, nation, town, asfr, 1.45)));
    assert_true(isnan(cohort_tfr_standardised(&grid, nation, nation, asfr, 0.0)));
    town[0] = -1.0;
    assert_true(isnan(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45)));
    town[0] = 1.0;
    her[4] = 0.0; /* no women of the ages that count: of the town, then of the nation */
    assert_true(isnan(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45)));
    assert_true(isnan(cohort_tfr_standardised(&grid, nation, town, asfr, 1.45)));
    her[10] = 3.0; /* every group counts */
    asfr[10] = 0.02;
    women[10] = 100.0;
    assert_close(cohort_tfr_standardised(&grid, town, nation, asfr, 1.45),
                 1.45 * (1.0 / 0.06) / (200.0 / (400.0 * asfr[4] + 2.0)), ROUNDING, 0);
    asfr[4] = asfr[10] = 0.0; /* no rates at all */
    assert_true(isnan(cohort_tfr_standardised(&grid, nation, nation, asfr, 1.45)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_rates_to_a_tfr),
        cmocka_unit_test(brings_any_schedule_to_a_tfr),
        cmocka_unit_test(takes_widths_and_no_fertility),
        cmocka_unit_test(refuses_bad_schedules),
        cmocka_unit_test(means_the_age_at_bearing),
        cmocka_unit_test(turns_sex_ratios_into_shares),
        cmocka_unit_test(refuses_what_is_no_sex_ratio),
        cmocka_unit_test(counts_children_per_woman),
        cmocka_unit_test(needs_groups_15_49_for_the_ratio),
        cmocka_unit_test(converts_by_a_reference_area),
        cmocka_unit_test(standardises_by_the_age_of_women),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
