/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only women: as the women of both sexes, for no birth depends on men. */
#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"

#include <cohort/derive.h>
#include <cohort/grid.h>
#include <cohort/table.h>

/* Rounding: shares are multiplied in another order. */
static const double ROUNDING = 1e-13;

static void assert_women_of(const double *only, const double *both, int times, int ages)
{
    for (int i = 0; i < times * COHORT_SEXES * ages; i++) {
        const int is_man = i / ages % COHORT_SEXES == COHORT_MALE;
        assert_close(only[i], is_man ? 0.0 : both[i], ROUNDING, 0);
    }
}

static void only_women_are_those_of_both_sexes(void **state)
{
    static const cohort_operation plan[] = {COHORT_OPERATION(COHORT_SET_TFR, 1.9)};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++)
        for (int with = 0; with <= 1;
             with++) { /* also under a TFR, which is of both sexes' births */
            cohort_inputs *both = scattered_inputs_of(&small_grid, c), *only = copy_inputs(both);
            cohort_error error;
            assert_ok(cohort_inputs_women_only(only, &error), error);
            if (with) {
                cohort_inputs *before[] = {both, only};
                both = apply_operations(both, 1, plan);
                only = apply_operations(only, 1, plan);
                cohort_inputs_free(before[0]);
                cohort_inputs_free(before[1]);
            }
            cohort_projection *women = project(only), *all = project(both);
            for (int result = 0; result < RESULTS; result++)
                assert_women_of(result_cells(women, result), result_cells(all, result),
                                SMALL_STEPS + (result == RESULT_POPULATION), SMALL_AGES);
            cohort_projection_free(all);
            cohort_projection_free(women);
            cohort_inputs_free(only);
            cohort_inputs_free(both);
        }
}

/* The limit of a TFR is that of children of either sex; later inputs know it, too. */
static void only_women_keep_the_meaning_of_a_tfr(void **state)
{
    cohort_inputs *only = scattered_inputs_of(&small_grid, COHORT_WPP_END), *later;
    double base[COHORT_SEXES * SMALL_AGES] = {0};
    cohort_error error;
    fill_quantity(only, COHORT_ASFR, 0.0);
    fill_quantity(only, COHORT_MALE_SHARE, 0.5);
    *value_at(only, COHORT_ASFR, 2, COHORT_FEMALE, 4) = 2.2;
    assert_ok(cohort_inputs_women_only(only, &error), error);
    assert_close(value_of(only, COHORT_ASFR, 2, COHORT_FEMALE, 4), 1.1, 0, 0);
    assert_fails(cohort_inputs_check(only, &error), COHORT_ERROR_VALUE, error, "their TFR: 11:");
    *value_at(only, COHORT_ASFR, 2, COHORT_FEMALE, 4) = 1.0;
    assert_ok(cohort_inputs_check(only, &error), error);
    assert_ok(cohort_inputs_restart(only, 2020, base, &later, &error), error);
    *value_at(later, COHORT_ASFR, 1, COHORT_FEMALE, 4) = 1.1;
    assert_fails(cohort_inputs_check(later, &error), COHORT_ERROR_VALUE, error, "their TFR: 11:");
    cohort_inputs_free(later);
    cohort_inputs_free(only);
    only = small_inputs();
    assert_fails(cohort_inputs_women_only(only, &error), COHORT_ERROR_ARGUMENT, error,
                 "expected a convention with births by mothers' age, not ipss");
    cohort_inputs_free(only);
}

/* --- Tables --- */

#define HEADER "area,variable,year,sex,age,value\n"
#define OF(sex, young, middle, old)                                                                \
    "7,population,2000," sex ",0," young "\n7,population,2000," sex ",20," middle                  \
    "\n7,population,2000," sex ",40+," old "\n7,survival,2000," sex                                \
    ",0,0.96\n7,survival,2000," sex ",20,0.97\n7,survival,2000," sex ",40+,0.6\n"
#define WOMEN OF("female", "510", "620", "930")
#define MEN OF("male", "530", "610", "800")
#define FERTILITY "7,asfr,2000,female,20,0.075\n7,srb,2000,both,all,1.05\n"

static int read_inputs(const char *text, cohort_convention convention, cohort_inputs **out,
                       cohort_error *error)
{
    cohort_table *table = parsed_table(text, "town.csv", NULL);
    const cohort_table *const tables[] = {table};
    const int code = cohort_table_inputs(1, tables, "7", convention, 2020, out, error);
    cohort_table_free(table);
    return code;
}

static void only_women_are_read(void **state)
{
    cohort_inputs *only, *both;
    cohort_error error;
    assert_ok(read_inputs(HEADER WOMEN FERTILITY, COHORT_WPP_EVEN, &only, &error), error);
    assert_ok(read_inputs(HEADER MEN WOMEN FERTILITY, COHORT_WPP_EVEN, &both, &error), error);
    cohort_projection *women = project(only), *all = project(both);
    for (int result = 0; result < RESULTS; result++)
        assert_women_of(result_cells(women, result), result_cells(all, result),
                        1 + (result == RESULT_POPULATION), 3);
    /* by hand: 20 x 0.075 x (620 + 510 x 0.97) / 2 births, 1 of 2.05 a girl, 0.96 survive */
    assert_close(result_cells(women, RESULT_POPULATION)[9], 1.5 * 557.35 / 2.05 * 0.96, 1e-14, 0);
    cohort_projection_free(all);
    cohort_projection_free(women);
    cohort_inputs_free(both);
    cohort_inputs_free(only);
    assert_fails(read_inputs(HEADER WOMEN FERTILITY "7,survival,2000,male,0,0.9\n", COHORT_WPP_END,
                             &only, &error),
                 COHORT_ERROR_VALUE, error,
                 "town.csv, line 10: area \"7\", survival of 2000, male");
    assert_fails(read_inputs(HEADER MEN FERTILITY, COHORT_WPP_END, &only, &error),
                 COHORT_ERROR_MISSING, error, "no row for year 2000, sex female, age 0-19");
    assert_fails(read_inputs(HEADER WOMEN "7,cwr,2000,both,all,0.3\n7,srb,2000,both,all,1.05\n",
                             COHORT_IPSS, &only, &error),
                 COHORT_ERROR_GRID, error, "15"); /* groups of 20 years have no limit there */
}

/* From counts of only women no rates are derived: children are those of both sexes. */
static void only_women_are_not_derived(void **state)
{
    cohort_stock published;
    cohort_inputs *reference = small_inputs(), *derived;
    cohort_error error;
    assert_ok(cohort_stock_init(&published, &small_grid, &error), error);
    for (int i = 0; i <= SMALL_STEPS; i++)
        for (int x = 0; x < SMALL_AGES; x++)
            cohort_stock_cells(&published)[cohort_cell(&small_grid, i, COHORT_FEMALE, x)] = 90 - x;
    assert_fails(cohort_derive(&published, reference, NULL, &derived, &error), COHORT_ERROR_VALUE,
                 error, "published population: no men: expected both sexes");
    assert_null(derived);
    cohort_inputs_free(reference);
    cohort_stock_free(&published);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_women_are_those_of_both_sexes),
        cmocka_unit_test(only_women_keep_the_meaning_of_a_tfr),
        cmocka_unit_test(only_women_are_read),
        cmocka_unit_test(only_women_are_not_derived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
