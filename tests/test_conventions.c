/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three conventions over one kernel, against their formulas (support/oracle.h) where parts of them are
 * zero. Published examples: test_un.c; random inputs: test_oracle.c. */
#include "support/close.h"
#include "support/oracle.h"
#include "support/small.h"

static void assert_cell(const cohort_projection *p, int result, int time, int sex, int age,
                        long double expected)
{
    const cohort_grid *grid = cohort_inputs_grid(cohort_projection_inputs(p));
    /* roundings of numbers of up to 1e5, where a flow is a difference of them */
    assert_close(result_cells(p, result)[cohort_cell(grid, time, sex, age)], (double)expected,
                 1e-12, 1e-9);
}

/* Each interval is computed again from the library's own opening. */
static void assert_formulas(const cohort_inputs *in)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    static struct oracle v;
    cohort_projection *p = project(in);
    for (int i = 0; i < grid->steps; i++) {
        oracle_run(in, i, result_cells(p, RESULT_POPULATION) + cohort_cell(grid, i, 0, 0), false,
                   &v);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++) {
                assert_cell(p, RESULT_POPULATION, i + 1, sex, x, v.closing[sex][x]);
                assert_cell(p, RESULT_BIRTHS, i, sex, x, x == 0 ? v.births[sex] : 0.0L);
                assert_cell(p, RESULT_DEATHS, i, sex, x, v.deaths[sex][x]);
                assert_cell(p, RESULT_NET_MIGRATION, i, sex, x, v.moves[sex][x]);
            }
    }
    cohort_projection_free(p);
}

static const cohort_grid grids[] = {{5, 12, 2015, 3}, {5, 11, 2000, 2},  {5, 21, 1950, 4},
                                    {1, 61, 2000, 4}, {1, 101, 1999, 3}, {10, 9, 2000, 2}};
enum { GRIDS = sizeof grids / sizeof *grids };

static void follows_the_formulas(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (int g = 0; g < GRIDS; g++) {
            if (c == COHORT_IPSS && grids[g].width == 10)
                continue; /* no groups 15-49 */
            cohort_inputs *in = scattered_inputs_of(&grids[g], c);
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* Parts that are zero may be left out; the rest must not go with them. */
static void follows_the_formulas_where_parts_are_zero(void **state)
{
    static const cohort_quantity zero[] = {COHORT_NET_MIGRATION_RATIO,
                                           COHORT_NET_MIGRANTS,
                                           COHORT_MALE_SHARE,
                                           COHORT_CWR,
                                           COHORT_ASFR,
                                           COHORT_BASE};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) {
            cohort_inputs *in = scattered_inputs_of(&small_grid, c);
            fill_quantity(in, zero[i], 0.0);
            let_nobody_leave(in);
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* One rate alone, in the first, a middle or the open group; of one sex, in one interval. */
static void follows_the_formulas_with_one_rate(void **state)
{
    static const int ages[] = {0, 5, SMALL_OPEN - 1, SMALL_OPEN};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (int k = 0; k < 8; k++) {
            if (c == COHORT_IPSS && ages[k / 2] == 0)
                continue; /* newborns have counts alone */
            cohort_inputs *in = scattered_inputs_of(&small_grid, c);
            fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
            *value_at(in, COHORT_NET_MIGRATION_RATIO, 1, k % 2, ages[k / 2]) = 0.375;
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* Ages of bearing that change from interval to interval, the oldest and the youngest possible. */
static void bears_at_any_age(void **state)
{
    static const int ages[SMALL_STEPS] = {4, SMALL_OPEN, 1};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        let_nobody_leave(in);
        fill_quantity(in, COHORT_ASFR, 0.0);
        for (int i = 0; i < SMALL_STEPS; i++)
            *value_at(in, COHORT_ASFR, i, 0, ages[i]) = 0.0625 * (i + 1);
        assert_formulas(in);
        cohort_inputs_free(in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_formulas),
        cmocka_unit_test(follows_the_formulas_where_parts_are_zero),
        cmocka_unit_test(follows_the_formulas_with_one_rate),
        cmocka_unit_test(bears_at_any_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
