/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raking by itself: of one array, by hand, and when it is slow. */
#include <cohort/control.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"

#include <float.h>

static const cohort_grid tiny = {5, 3, 2000, 0};
static const cohort_band men = {COHORT_MALE, 0, 9};
static const cohort_band women = {COHORT_FEMALE, 0, 9};
static const cohort_band young = {COHORT_BOTH, 0, 4}, older = {COHORT_BOTH, 5, 9};
static const cohort_band oldest = {COHORT_BOTH, 10, COHORT_OPEN_END};

/* Raking leaves the cross-product ratio, here 4. With 10 and 5 in the rows, 9 and 6 in the columns
 * x (x - 4) = 4 (10 - x) (9 - x), so x = 12 - sqrt(24). */
static void two_by_two_by_hand(void **state)
{
    double cells[6] = {2, 1, 0, 1, 2, 7};
    const cohort_figure margins[] = {
        persons_of_area(9, men, -1, 10.0), persons_of_area(9, women, -1, 5.0),
        persons_of_area(9, young, -1, 9.0), persons_of_area(9, older, -1, 6.0),
        persons_of_area(9, oldest, -1, 7.0 + 1e-12)}; /* nearly there at once */
    const double x = 12.0 - sqrt(24.0), expected[6] = {x, 10.0 - x, 0, 9.0 - x, x - 4.0, 7};
    cohort_error error;
    assert_ok(cohort_rake(&tiny, cells, 5, margins, &error), error);
    for (int c = 0; c < 6; c++) /* 1e-11: raking ends 1e-12 from its limit */
        assert_close(cells[c], expected[c], 0, 1e-11);
}

/* The same with two areas, half of each cell in either sex. */
static void two_areas_by_hand(void **state)
{
    const cohort_grid grid = {5, 12, 2000, 0};
    const double base[2][2] = {{1.0, 0.5}, {0.5, 1.0}}, x = 12.0 - sqrt(24.0);
    const double expected[2][2] = {{x, 10.0 - x}, {9.0 - x, x - 4.0}};
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure margins[] = {persons_of_area(0, everybody, 2000, 10.0),
                                     persons_of_area(1, everybody, 2000, 5.0),
                                     persons_of_area(COHORT_ALL_AREAS, young, 2000, 9.0),
                                     persons_of_area(COHORT_ALL_AREAS, older, 2000, 6.0)};
    const cohort_projection *two[2];
    cohort_controlled *controlled;
    cohort_error error;
    for (int a = 0; a < 2; a++) {
        cohort_inputs *in = blank_inputs(&grid);
        for (int c = 0; c < 4; c++)
            cohort_inputs_array(in, COHORT_BASE)[cohort_cell(&grid, 0, c / 2, c % 2)] =
                base[a][c % 2];
        two[a] = project(in);
        cohort_inputs_free(in);
    }
    assert_ok(cohort_controlled_new(2, two, 4, margins, &controlled, &error), error);
    for (int a = 0; a < 2; a++)
        for (int c = 0; c < 4; c++) /* 1e-11 as above */
            assert_close(cohort_controlled_population(controlled, a)
                             ->cells[cohort_cell(&grid, 0, c / 2, c % 2)],
                         expected[a][c % 2] / 2.0, 0, 1e-11);
    cohort_controlled_free(controlled);
    for (int a = 0; a < 2; a++)
        cohort_projection_free((cohort_projection *)(uintptr_t)two[a]);
}

/* The bound: one cell may be off by 25 DBL_EPSILON, not by more. */
static void more_than_rounding_is_adjusted(void **state)
{
    double cells[6] = {1024.0, 1, 1, 1, 1, 1};
    cohort_figure one = PERSONS_OF(COHORT_MALE, 0, 4, 2000, 1024.0 * (1 + 24 * DBL_EPSILON));
    cohort_error error;
    assert_ok(cohort_rake(&tiny, cells, 1, &one, &error), error);
    assert_true(cells[0] == 1024.0);
    one.value = 1024.0 * (1 + 26 * DBL_EPSILON);
    assert_ok(cohort_rake(&tiny, cells, 1, &one, &error), error);
    assert_true(cells[0] == one.value);
}

/* Nearly separate blocks: 0.001 takes thousands of rounds, 0.0001 too many. */
static void slow_raking_ends(void **state)
{
    for (int k = 0; k < 2; k++) {
        const double p = k == 0 ? 1e-3 : 1e-4;
        double cells[6] = {1, p, 0, p, 1, 0}, before[6];
        const cohort_figure margins[] = {
            cohort_figure_of(men, 0, 1.0 + p), cohort_figure_of(women, 0, 1.0),
            cohort_figure_of(young, 0, 1.0), cohort_figure_of(older, 0, 1.0 + p)};
        cohort_error error;
        memcpy(before, cells, sizeof cells);
        int code = cohort_rake(&tiny, cells, 4, margins, &error);
        assert_int_equal(code, k == 0 ? COHORT_OK : COHORT_ERROR_SOLVE);
        if (k == 0) {
            assert_close(cells[0] + cells[1], 1.0 + p, 1e-9, 0); /* as promised */
            assert_close(cells[1] + cells[4], 1.0 + p, 1e-9, 0);
        } else {
            assert_non_null(strstr(error.text, "10000 rounds"));
            assert_same_bits(cells, before, 6);
        }
    }
}

static void refuses_what_cannot_be_raked(void **state)
{
    const struct {
        cohort_grid grid;
        double cell;
        int count;
        cohort_figure control;
        int code;
        const char *part;
    } cases[] = {
        {tiny, 1.0, 0, cohort_figure_of(men, 0, 1.0), COHORT_ERROR_ARGUMENT, "0 controls"},
        {{5, 2, 2000, 0}, 1.0, 1, cohort_figure_of(men, 0, 1.0), COHORT_ERROR_GRID, "2 age groups"},
        {tiny, -1.0, 1, cohort_figure_of(men, 0, 1.0), COHORT_ERROR_VALUE,
         "women 5-9: -1: expected"},
        {tiny, (double)NAN, 1, cohort_figure_of(men, 0, 1.0), COHORT_ERROR_VALUE, "women 5-9: nan"},
        {tiny, 1.0, 1, cohort_figure_of(men, 0, -1.0), COHORT_ERROR_VALUE,
         "control 1 (men_0_9): -1"},
        {tiny, 1.0, 1, cohort_figure_of((cohort_band){0, 1, 4}, 0, 1.0), COHORT_ERROR_GRID,
         "control 1 (men_1_4): ages"},
        {tiny, 0.0, 1, cohort_figure_of((cohort_band){1, 5, 9}, 0, 2.0), COHORT_ERROR_SOLVE,
         "control 1 (women_5_9): expected 2 "},
        {tiny, 1e-320, 1, cohort_figure_of((cohort_band){1, 5, 9}, 0, 2.0), COHORT_ERROR_SOLVE,
         "there are none"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double cells[6] = {1, 2, 3, 4, cases[k].cell, 6}, before[6];
        cohort_error error;
        memcpy(before, cells, sizeof cells);
        assert_fails(cohort_rake(&cases[k].grid, cells, cases[k].count, &cases[k].control, &error),
                     cases[k].code, error, cases[k].part);
        assert_same_bits(cells, before, 6);
        assert_int_equal(
            cohort_rake(&cases[k].grid, cells, cases[k].count, &cases[k].control, NULL),
            cases[k].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_two_by_hand),
        cmocka_unit_test(two_areas_by_hand),
        cmocka_unit_test(more_than_rounding_is_adjusted),
        cmocka_unit_test(slow_raking_ends),
        cmocka_unit_test(refuses_what_cannot_be_raked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
