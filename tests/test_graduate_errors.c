/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What graduation refuses: see test_graduate.c for the rest. */
#include "support/close.h"
#include "support/graduations.h"

static void refuses_bad_counts(void **state)
{
    static const struct {
        double value;
        const char *part;
    } cases[] = {{-1, "ages 10-14 is -1: expected 0 to 1e+15"},
                 {-1e-300, "ages 10-14 is -1e-300"},
                 {(double)NAN, "ages 10-14 is "},
                 {HUGE_VAL, "ages 10-14 is inf"},
                 {1.1e15, "ages 10-14 is 1.1e+15"}};
    int first_age[MOST];
    double single[MOST], sums[6];
    cohort_error error;
    five_year_ages(6, first_age);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double counts[] = {1, 2, cases[i].value, 3, 4, 5};
        single[0] = single[12] = sums[0] = -7.0;
        for (int m = 0; m < METHODS; m++) {
            assert_fails(cohort_graduate(methods[m], 6, first_age, counts, single, &error),
                         COHORT_ERROR_VALUE, error, cases[i].part);
            assert_int_equal(cohort_graduate(methods[m], 6, first_age, counts, single, NULL),
                             COHORT_ERROR_VALUE);
        }
        assert_fails(cohort_split_open_composite(6, first_age, counts, 27, single, &error),
                     COHORT_ERROR_VALUE, error, cases[i].part);
        assert_close(single[0], -7.0, 0, 0);
        static const int ages[] = {8, 9, 10, 12, 13, 14, 16};
        assert_fails(cohort_aggregate(6, ages, counts, sums, &error), COHORT_ERROR_VALUE, error,
                     "count at ages 10 is ");
        assert_close(sums[0], -7.0, 0, 0);
    }
}

static void refuses_ages_that_do_not_fit(void **state)
{
    static const struct {
        cohort_graduation method;
        int groups, first_age[8], code;
        const char *part;
    } cases[] = {
        {COHORT_SPRAGUE, 0, {0}, COHORT_ERROR_GRID, "0 age groups: expected 1 to 1000"},
        {COHORT_MONOTONE_SPLINE, -3, {0}, COHORT_ERROR_GRID, "-3 age groups"},
        {COHORT_MONOTONE_SPLINE, 1001, {0}, COHORT_ERROR_GRID, "1001 age groups"},
        {COHORT_MONOTONE_SPLINE,
         2,
         {0, 5, 5},
         COHORT_ERROR_GRID,
         "first age of group 2 is 5: expected more than the 5 before it"},
        {COHORT_PENALISED_COMPOSITE_LINK, 2, {0, 5, 4}, COHORT_ERROR_GRID, "group 2 is 4"},
        {COHORT_MONOTONE_SPLINE, 2, {-5, 0, 5}, COHORT_ERROR_GRID, "group 0 is -5"},
        {COHORT_MONOTONE_SPLINE, 2, {0, 5, 1001}, COHORT_ERROR_GRID, "is 1001: expected 0 to 1000"},
        {COHORT_SPRAGUE, 4, {0, 5, 10, 15, 20}, COHORT_ERROR_GRID, "4 age groups: Sprague"},
        {COHORT_BEERS_ORDINARY, 4, {0, 5, 10, 15, 20}, COHORT_ERROR_GRID, "need 5 or more"},
        {COHORT_BEERS_MODIFIED, 5, {0, 1, 5, 10, 15, 20}, COHORT_ERROR_GRID, "ages 0-0: "},
        {COHORT_SPRAGUE,
         5,
         {0, 5, 10, 15, 20, 30},
         COHORT_ERROR_GRID,
         "ages 20-29: Sprague and Beers multipliers need five-year groups"},
        {(cohort_graduation)5, 5, {0, 5, 10, 15, 20, 25}, COHORT_ERROR_ARGUMENT, "method 5"},
        {(cohort_graduation)-1, 5, {0, 5, 10, 15, 20, 25}, COHORT_ERROR_ARGUMENT, "method -1"},
    };
    static const double counts[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double single[MOST] = {-7.0};
        cohort_error error;
        assert_fails(cohort_graduate(cases[i].method, cases[i].groups, cases[i].first_age, counts,
                                     single, &error),
                     cases[i].code, error, cases[i].part);
        assert_close(single[0], -7.0, 0, 0);
    }
    double sums[2] = {-7.0};
    cohort_error error;
    assert_fails(cohort_aggregate(2, (const int[]){0, 5, 5}, counts, sums, &error),
                 COHORT_ERROR_GRID, error, "group 2 is 5");
    assert_close(sums[0], -7.0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_bad_counts),
        cmocka_unit_test(refuses_ages_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
