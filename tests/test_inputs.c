/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/small.h"

#include <stdio.h>

static const double nan_value = (double)NAN;
static const double infinite = HUGE_VAL;

static void refuses_grids_and_conventions(void **state)
{
    static const struct {
        cohort_grid grid;
        int convention, code;
        const char *part;
    } cases[] = {
        {{5, 2, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "2 age groups: expected 3"},
        {{10, 12, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "ages from 15"},
        {{4, 30, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "ages from 15"},
        {{15, 12, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "ages 15 to 49"},
        {{5, 10, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "ages 15 to 49"}, /* 45+ is open */
        {{1, 50, 2015, 3}, COHORT_IPSS, COHORT_ERROR_GRID, "ages 15 to 49"}, /* 49+ is open */
        {{5, 12, 2015, 3},
         COHORT_CONVENTION_COUNT,
         COHORT_ERROR_ARGUMENT,
         "convention 3: expected one of COHORT_IPSS, COHORT_WPP_EVEN, COHORT_WPP_END"},
        {{5, 2, 2015, 3}, COHORT_WPP_EVEN, COHORT_ERROR_GRID, "2 age groups: expected 3"},
        {{5, 12, 2015, 3}, -1, COHORT_ERROR_ARGUMENT, "convention -1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_inputs *inputs = (cohort_inputs *)(uintptr_t)1;
        cohort_error error;
        assert_fails(cohort_inputs_new(&cases[i].grid, (cohort_convention)cases[i].convention,
                                       &inputs, &error),
                     cases[i].code, error, cases[i].part);
        assert_null(inputs);
    }
    cohort_inputs_free(NULL);
}

/* Open at 50, or single years: the smallest grids with whole groups 15-49. */
static void takes_any_grid_with_groups_15_49(void **state)
{
    static const cohort_grid grids[] = {
        {5, 11, 2015, 3}, {1, 51, 2000, 2}, {5, 12, 2015, 0}, {5, 21, -50, 1}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        cohort_inputs *inputs = blank_inputs(&grids[i]);
        assert_memory_equal(cohort_inputs_grid(inputs), &grids[i], sizeof *grids);
        assert_int_equal(cohort_inputs_convention(inputs), COHORT_IPSS);
        cohort_inputs_free(inputs);
    }
}

/* The UN's conventions need no groups 15-49. */
static void takes_any_grid_under_the_un(void **state)
{
    static const cohort_grid grids[] = {{1, 3, 2015, 1}, {10, 9, 2000, 2}, {5, 10, 2015, 0}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++)
        for (int c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
            cohort_inputs *inputs = blank_inputs_of(&grids[i], (cohort_convention)c);
            assert_memory_equal(cohort_inputs_grid(inputs), &grids[i], sizeof *grids);
            assert_int_equal(cohort_inputs_convention(inputs), c);
            cohort_inputs_free(inputs);
        }
}

static void names_and_parses_conventions(void **state)
{
    static const char *const names[] = {"ipss", "wpp-even", "wpp-end"};
    cohort_error error;
    assert_int_equal(COHORT_CONVENTION_COUNT, sizeof names / sizeof *names);
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_convention parsed = COHORT_CONVENTION_COUNT;
        assert_string_equal(cohort_convention_name((cohort_convention)c), names[c]);
        assert_ok(cohort_convention_parse(names[c], &parsed, &error), error);
        assert_int_equal(parsed, c);
    }
    assert_null(cohort_convention_name((cohort_convention)-1));
    assert_null(cohort_convention_name(COHORT_CONVENTION_COUNT));
    static const char *const none[] = {"", "wpp", "WPP-even", "ipss ", "wpp-even2"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        cohort_convention parsed = COHORT_WPP_END;
        assert_fails(cohort_convention_parse(none[i], &parsed, &error), COHORT_ERROR_ARGUMENT,
                     error, "expected one of ipss, wpp-even, wpp-end");
        assert_non_null(strstr(error.text, none[i]));
        assert_int_equal(parsed, COHORT_WPP_END);
    }
}

/* Which quantities each convention reads; the others have no array. */
static const char read_by[COHORT_QUANTITY_COUNT][COHORT_CONVENTION_COUNT + 1] = {
    [COHORT_BASE] = "xxx",
    [COHORT_SURVIVAL] = "xxx",
    [COHORT_NET_MIGRATION_RATIO] = "xxx",
    [COHORT_NET_MIGRANTS] = "xxx",
    [COHORT_MALE_SHARE] = "xxx",
    [COHORT_CWR] = "x..",
    [COHORT_TFR_PER_CWR] = "x..",
    [COHORT_ASFR] = ".xx",
};

static void has_the_arrays_of_its_convention(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = blank_inputs_of(&small_grid, (cohort_convention)c);
        for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
            double *values = cohort_inputs_array(inputs, (cohort_quantity)q);
            assert_int_equal(values != NULL, read_by[q][c] == 'x');
            assert_ptr_equal(values, cohort_inputs_view(inputs, (cohort_quantity)q));
        }
        cohort_inputs_free(inputs);
    }
}

static void assert_zero_and_apart(cohort_inputs *inputs)
{
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        double *values = cohort_inputs_array(inputs, (cohort_quantity)q);
        for (size_t i = 0; i < value_count(inputs, (cohort_quantity)q); i++) {
            assert_true(values[i] == 0.0); /* also: nothing written through another quantity */
            values[i] = q + 1.0;
        }
    }
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(inputs, (cohort_quantity)q); i++)
            assert_true(cohort_inputs_view(inputs, (cohort_quantity)q)[i] == q + 1.0);
}

static void begins_at_zero_with_arrays_apart(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = blank_inputs_of(&small_grid, (cohort_convention)c);
        assert_zero_and_apart(inputs);
        cohort_inputs_free(inputs);
    }
}

static void names_quantities(void **state)
{
    static const char *const names[] = {"base_population", "survival",   "net_migration_ratio",
                                        "net_migrants",    "male_share", "cwr",
                                        "tfr_per_cwr",     "asfr"};
    assert_int_equal(COHORT_QUANTITY_COUNT, sizeof names / sizeof *names);
    cohort_inputs *inputs = blank_inputs(&small_grid);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        assert_string_equal(cohort_quantity_name((cohort_quantity)q), names[q]);
    static const int none[] = {-1, COHORT_QUANTITY_COUNT, 1000};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_null(cohort_quantity_name((cohort_quantity)none[i]));
        assert_null(cohort_inputs_array(inputs, (cohort_quantity)none[i]));
        assert_null(cohort_inputs_view(inputs, (cohort_quantity)none[i]));
    }
    cohort_inputs_free(inputs);
}

/* The ranges of the header, and where one cell of each quantity stands in words. */
static const struct range {
    cohort_quantity quantity;
    int interval, sex, age;
    const char *place;
    double lowest, highest;
} ranges[] = {
    {COHORT_BASE, 0, COHORT_FEMALE, 11, "base_population, 2015, women 55+: ", 0, HUGE_VAL},
    {COHORT_BASE, 0, COHORT_MALE, 2, "base_population, 2015, men 10-14: ", 0, HUGE_VAL},
    {COHORT_SURVIVAL, 1, COHORT_MALE, 4, "survival, 2020-2025, men reaching 20-24: ", 0, 1},
    {COHORT_SURVIVAL, 0, COHORT_FEMALE, 0, "survival, 2015-2020, women reaching 0-4: ", 0, 1},
    {COHORT_NET_MIGRATION_RATIO, 2, COHORT_FEMALE, 11,
     "net_migration_ratio, 2025-2030, women 55+: ", -1, HUGE_VAL},
    {COHORT_NET_MIGRANTS, 2, COHORT_FEMALE, 1, "net_migrants, 2025-2030, women 5-9: ", -HUGE_VAL,
     HUGE_VAL},
    {COHORT_CWR, 2, 0, 0, "cwr, 2025-2030: ", 0, HUGE_VAL},
    {COHORT_MALE_SHARE, 0, 0, 0, "male_share, 2015-2020: ", 0, 1},
    {COHORT_TFR_PER_CWR, 1, 0, 0, "tfr_per_cwr, 2020-2025: ", 0, HUGE_VAL},
    {COHORT_ASFR, 0, COHORT_FEMALE, 1, "asfr, 2015-2020, women 5-9: ", 0, HUGE_VAL},
    {COHORT_ASFR, 2, COHORT_FEMALE, 11, "asfr, 2025-2030, women 55+: ", 0, HUGE_VAL},
};

static void assert_refused(cohort_inputs *inputs, const struct range *r, double value,
                           const char *shown)
{
    char part[200];
    cohort_error error;
    double *cell = value_at(inputs, r->quantity, r->interval, r->sex, r->age), before = *cell;
    *cell = value;
    snprintf(part, sizeof part, "%s%s: expected a finite number from %g to %g", r->place, shown,
             r->lowest, r->highest);
    assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error, part);
    assert_int_equal(cohort_inputs_check(inputs, NULL), COHORT_ERROR_VALUE);
    *cell = before;
}

static void assert_taken(cohort_inputs *inputs, const struct range *r, double value)
{
    cohort_error error;
    double *cell = value_at(inputs, r->quantity, r->interval, r->sex, r->age), before = *cell;
    *cell = value;
    assert_ok(cohort_inputs_check(inputs, &error), error);
    *cell = before;
}

static void assert_ranges(cohort_inputs *inputs)
{
    char shown[40];
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct range *r = &ranges[i];
        if (!cohort_inputs_view(inputs, r->quantity))
            continue;
        assert_refused(inputs, r, nan_value, "nan");
        assert_refused(inputs, r, infinite, "inf");
        assert_refused(inputs, r, -infinite, "-inf");
        if (r->lowest > -infinite) {
            snprintf(shown, sizeof shown, "%.10g", r->lowest - 0.25);
            assert_refused(inputs, r, r->lowest - 0.25, shown);
            assert_taken(inputs, r, r->lowest);
        } else
            assert_taken(inputs, r, -1e300);
        if (r->highest < infinite) {
            snprintf(shown, sizeof shown, "%.10g", r->highest + 0.25);
            assert_refused(inputs, r, r->highest + 0.25, shown);
            assert_taken(inputs, r, r->highest);
        } else
            assert_taken(inputs, r, 1e300);
    }
}

static void checks_every_quantity(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
        assert_ranges(inputs);
        cohort_inputs_free(inputs);
    }
}

/* No cell of any quantity is passed over. */
static void assert_every_cell_checked(cohort_inputs *inputs)
{
    cohort_error error;
    assert_ok(cohort_inputs_check(inputs, &error), error);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        double *values = cohort_inputs_array(inputs, (cohort_quantity)q);
        for (size_t i = 0; i < value_count(inputs, (cohort_quantity)q); i++) {
            double before = values[i];
            values[i] = nan_value;
            assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error,
                         cohort_quantity_name((cohort_quantity)q));
            values[i] = before;
        }
    }
}

static void checks_every_cell(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        assert_every_cell_checked(inputs);
        cohort_inputs_free(inputs);
    }
}

static void refuses_newborn_rates(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_error error;
    for (int interval = 0; interval < SMALL_STEPS; interval++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            double *rate = value_at(inputs, COHORT_NET_MIGRATION_RATIO, interval, sex, 0);
            char part[80];
            *rate = interval == 1 ? -0.125 : 0.125;
            snprintf(part, sizeof part, "net_migration_ratio, %d-%d, births, %s: %s: expected 0",
                     2015 + 5 * interval, 2020 + 5 * interval, sex ? "women" : "men",
                     interval == 1 ? "-0.125" : "0.125");
            assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error, part);
            *rate = 0.0;
        }
    assert_ok(cohort_inputs_check(inputs, &error), error);
    cohort_inputs_free(inputs);
}

/* Under the UN's conventions the first group's rate is of those who are in it. */
static void takes_rates_of_the_first_group_under_the_un(void **state)
{
    for (int c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_error error;
        *value_at(inputs, COHORT_NET_MIGRATION_RATIO, 1, COHORT_FEMALE, 0) = 0.125;
        assert_ok(cohort_inputs_check(inputs, &error), error);
        cohort_inputs_free(inputs);
    }
}

/* Births of the interval would bear: the first group of women cannot have a rate. */
static void refuses_bearing_in_the_first_group(void **state)
{
    for (int c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++)
        for (int interval = 0; interval < SMALL_STEPS; interval++) {
            cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
            char part[80];
            cohort_error error;
            *value_at(inputs, COHORT_ASFR, interval, COHORT_FEMALE, 0) = 0.0625;
            snprintf(part, sizeof part, "asfr, %d-%d, women 0-4: 0.0625: expected 0",
                     2015 + 5 * interval, 2020 + 5 * interval);
            assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error, part);
            cohort_inputs_free(inputs);
        }
}

static void copies_every_value_and_shares_none(void **state)
{
    cohort_inputs *inputs = small_inputs(), *copy = copy_inputs(inputs);
    assert_ptr_not_equal(copy, inputs);
    assert_same_inputs(copy, inputs);
    assert_int_equal(cohort_inputs_convention(copy), COHORT_IPSS);
    *value_at(copy, COHORT_TFR_PER_CWR, 2, 0, 0) = 9.0; /* the last value of ipss */
    *value_at(copy, COHORT_BASE, 0, 0, 0) = 9.0;
    cohort_inputs *fresh = small_inputs();
    assert_same_inputs(inputs, fresh); /* the original does not follow */
    cohort_inputs_free(fresh);
    cohort_inputs_free(copy);
    cohort_inputs_free(inputs);
}

static void assert_components_taken(const cohort_inputs *mine)
{
    cohort_error error;
    cohort_inputs *other = copy_inputs(mine);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(other, (cohort_quantity)q); i++)
            cohort_inputs_array(other, (cohort_quantity)q)[i] *= 0.75;
    for (unsigned components = 0; components <= COHORT_ALL_COMPONENTS; components++) {
        cohort_inputs *taken = copy_inputs(mine);
        assert_ok(cohort_inputs_take(taken, other, components, &error), error);
        for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
            assert_same_quantity(taken, component_of(q) & components ? other : mine,
                                 (cohort_quantity)q);
        cohort_inputs_free(taken);
    }
    cohort_inputs *same = copy_inputs(mine); /* from itself: nothing changes */
    assert_ok(cohort_inputs_take(same, same, COHORT_ALL_COMPONENTS, &error), error);
    assert_same_inputs(same, mine);
    cohort_inputs_free(same);
    cohort_inputs_free(other);
}

static void takes_components(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *mine = scattered_inputs_of(&small_grid, (cohort_convention)c);
        assert_components_taken(mine);
        cohort_inputs_free(mine);
    }
}

static void takes_only_from_the_same_convention(void **state)
{
    for (int a = 0; a < COHORT_CONVENTION_COUNT; a++)
        for (int b = 0; b < COHORT_CONVENTION_COUNT; b++) {
            cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)a);
            cohort_inputs *other = scattered_inputs_of(&small_grid, (cohort_convention)b);
            cohort_inputs *before = copy_inputs(inputs);
            cohort_error error;
            int code = cohort_inputs_take(inputs, other, COHORT_ALL_COMPONENTS, &error);
            assert_int_equal(code, a == b ? COHORT_OK : COHORT_ERROR_GRID);
            if (a != b) {
                assert_non_null(strstr(error.text, "convention"));
                assert_same_inputs(inputs, before);
            }
            cohort_inputs_free(before);
            cohort_inputs_free(other);
            cohort_inputs_free(inputs);
        }
}

static void takes_only_from_the_same_grid(void **state)
{
    static const cohort_grid grids[] = {
        {5, 13, 2015, 3}, {5, 12, 2010, 3}, {5, 12, 2015, 2}, {1, 60, 2015, 3}};
    cohort_inputs *inputs = small_inputs(), *before = small_inputs();
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        cohort_inputs *other = scattered_inputs(&grids[i]);
        cohort_error error;
        assert_fails(cohort_inputs_take(inputs, other, COHORT_ALL_COMPONENTS, &error),
                     COHORT_ERROR_GRID, error, "12 groups of 5 years from 2015 over 3 intervals");
        assert_same_inputs(inputs, before);
        cohort_inputs_free(other);
    }
    cohort_inputs_free(before);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_grids_and_conventions),
        cmocka_unit_test(takes_any_grid_with_groups_15_49),
        cmocka_unit_test(takes_any_grid_under_the_un),
        cmocka_unit_test(names_and_parses_conventions),
        cmocka_unit_test(has_the_arrays_of_its_convention),
        cmocka_unit_test(begins_at_zero_with_arrays_apart),
        cmocka_unit_test(names_quantities),
        cmocka_unit_test(checks_every_quantity),
        cmocka_unit_test(checks_every_cell),
        cmocka_unit_test(refuses_newborn_rates),
        cmocka_unit_test(takes_rates_of_the_first_group_under_the_un),
        cmocka_unit_test(refuses_bearing_in_the_first_group),
        cmocka_unit_test(copies_every_value_and_shares_none),
        cmocka_unit_test(takes_components),
        cmocka_unit_test(takes_only_from_the_same_convention),
        cmocka_unit_test(takes_only_from_the_same_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
