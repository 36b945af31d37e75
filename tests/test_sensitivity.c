/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivative of a measure with respect to every value of the inputs, against runs with that
 * value changed. */
#include <cohort/sensitivity.h>

#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"
#include "support/words.h"

#include <float.h>

#define YOUNG_WOMEN                                                                                \
    {                                                                                              \
        WOMEN, 20, 39                                                                              \
    }

/* On the small grid, 2015 to 2030. */
static const cohort_measure measures[] = {
    {EVERYBODY, 2030, 0, EVERYBODY, NULL},
    {YOUNG_WOMEN, 2030, 0, EVERYBODY, NULL},
    {{MEN, 55, OPEN}, 2025, 0, EVERYBODY, NULL},
    {{BOTH, 0, 4}, 2030, 0, EVERYBODY, NULL},
    {EVERYBODY, 2030, 0, EVERYBODY, small_weights},
    {{WOMEN, 15, OPEN}, 2027.5, 0, EVERYBODY, small_weights},
    {EVERYBODY, 2021, 0, EVERYBODY, NULL},
    {EVERYBODY, 2015, 0, EVERYBODY, NULL},
    {YOUNG_WOMEN, 2020, 0, EVERYBODY, NULL},
    {{BOTH, 0, 14}, 2030, 1, EVERYBODY, NULL},
    {YOUNG_WOMEN, 2028.75, 1, {WOMEN, 0, OPEN}, NULL},
    {{BOTH, 45, OPEN}, 2015, 1, {BOTH, 15, 44}, NULL},
    {{MEN, 0, OPEN}, 2030, 1, EVERYBODY, small_weights},
};

/* --- Runs --- */

static double measured(const cohort_projection *projection, const cohort_measure *measure)
{
    double value;
    cohort_error error;
    assert_ok(
        cohort_measure_value(cohort_projection_population(projection), measure, &value, &error),
        error);
    return value;
}

/* What a percentage is taken of; 1 for a number. */
static double whole(const cohort_projection *projection, const cohort_measure *measure)
{
    const cohort_measure of = {.band = measure->per, .year = measure->year};
    return measure->is_percent ? measured(projection, &of) : 1.0;
}

static void update(cohort_projection *projection, const cohort_inputs *inputs)
{
    cohort_error error;
    assert_ok(cohort_projection_update(projection, inputs, &error), error);
}

/* The gradient, by the library; the place it comes to is not clean. */
static cohort_inputs *gradient_of(const cohort_projection *projection,
                                  const cohort_measure *measure)
{
    const cohort_inputs *inputs = cohort_projection_inputs(projection);
    cohort_inputs *gradient = copy_inputs(inputs);
    cohort_error error;
    double value;
    assert_ok(cohort_sensitivity(projection, measure, gradient, &value, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    assert_close(value, measured(projection, measure), 1e-15, 0.0); /* the same sum: 4 roundings */
    return gradient;
}

/* --- Every value against two runs --- */

/* Two values far apart, between which the number of persons is a straight line: nobody meets one
 * value of one interval twice, so a difference of any width is the derivative, and a wide one has
 * the least rounding. They are in range, and nobody becomes less than none: rates and counts of
 * migrants are raised (lower, a rate may pass -1, and few persons 0), survival is lowered where it
 * is high. */
static void two_values(cohort_quantity quantity, double value, double pair[2])
{
    static const double rise[] = {[COHORT_NET_MIGRATION_RATIO] = 0.125,
                                  [COHORT_NET_MIGRANTS] = 16.0,
                                  [COHORT_CWR] = 0.125,
                                  [COHORT_TFR_PER_CWR] = 1.0,
                                  [COHORT_ASFR] = 0.0625,
                                  [COHORT_QUANTITY_COUNT] = 0};
    pair[0] = value;
    switch (quantity) {
    case COHORT_BASE:
        pair[0] = 0.5 * value;
        pair[1] = 1.5 * value + 1.0;
        break;
    case COHORT_SURVIVAL:
        pair[1] = value > 0.5 ? value - 0.125 : value + 0.125;
        break;
    case COHORT_MALE_SHARE:
        pair[0] = 0.5 * value;
        pair[1] = 0.5 + 0.5 * value;
        break;
    default:
        pair[1] = value + rise[quantity];
    }
}

/* Values that are 0 by rule, and so have no derivative but zero. */
static int is_zero_by_rule(const cohort_inputs *inputs, cohort_quantity quantity, size_t cell)
{
    return cell % (size_t)cohort_inputs_grid(inputs)->ages == 0 &&
           ((cohort_inputs_convention(inputs) == COHORT_IPSS &&
             quantity == COHORT_NET_MIGRATION_RATIO) ||
            quantity == COHORT_ASFR);
}

/*
 * d measure / d value by differences. For a percentage, a fraction of two straight lines o / p, the
 * difference over a and b is (o' p - o p') (b - a) / (p(a) p(b)), and the derivative at x has
 * p(x)^2 below it: exact over any width too.
 * *noise: how far roundings can bring it off. A run's number is a sum of persons, none negative,
 * each by some 3 roundings an interval and 2 for the sums over a sex and ages that are in it:
 * 100 units in the last place are a bound for either run, with room for those of the percentage.
 */
static double by_difference(cohort_projection *projection, cohort_inputs *inputs, double *at,
                            const double pair[2], const cohort_measure *measure, double here,
                            double *noise)
{
    const double before = *at;
    double f[2], p[2];
    for (int k = 0; k < 2; k++) {
        *at = pair[k];
        update(projection, inputs);
        f[k] = measured(projection, measure);
        p[k] = whole(projection, measure);
    }
    *at = before;
    const double to_here = p[0] / here * (p[1] / here);
    *noise = 200.0 * DBL_EPSILON * fmax(f[0], f[1]) / fabs(pair[1] - pair[0]) * to_here;
    return (f[1] - f[0]) / (pair[1] - pair[0]) * to_here;
}

/* Returned: how many derivatives are not zero. */
static size_t assert_derivatives(cohort_projection *projection, const cohort_inputs *inputs,
                                 const cohort_measure *measure)
{
    cohort_inputs *gradient = gradient_of(projection, measure), *other = copy_inputs(inputs);
    const double here = whole(projection, measure);
    size_t moving = 0;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        const cohort_quantity quantity = (cohort_quantity)q;
        for (size_t i = 0; i < value_count(inputs, quantity); i++) {
            double *at = &cohort_inputs_array(other, quantity)[i], pair[2], noise = 0.0;
            const double derivative = cohort_inputs_view(gradient, quantity)[i];
            double expected = 0.0;
            two_values(quantity, *at, pair);
            if (!is_zero_by_rule(inputs, quantity, i))
                expected = by_difference(projection, other, at, pair, measure, here, &noise);
            /* 1e-11: the derivative's own roundings, of sums over hundreds of ways */
            assert_close(derivative, expected, 1e-11, noise);
            if (expected == 0.0 && noise == 0.0)
                assert_true(derivative == 0.0);
            moving += derivative != 0.0;
        }
    }
    update(projection, inputs);
    cohort_inputs_free(other);
    cohort_inputs_free(gradient);
    return moving;
}

static void finds_every_derivative(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_projection *projection = project(inputs);
        for (size_t m = 0; m < LENGTH(measures); m++)
            assert_true(assert_derivatives(projection, inputs, &measures[m]) > 0);
        cohort_projection_free(projection);
        cohort_inputs_free(inputs);
    }
}

/* No survivors, nobody at some ages, no children, no migration, boys alone: values at the ends of
 * their ranges. */
static void finds_derivatives_at_the_bounds(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        fill_quantity(inputs, COHORT_NET_MIGRATION_RATIO, 0.0);
        fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            *value_at(inputs, COHORT_SURVIVAL, 1, sex, 6) = 0.0;
            *value_at(inputs, COHORT_SURVIVAL, 2, sex, 4) = 1.0;
            *value_at(inputs, COHORT_SURVIVAL, 0, sex, SMALL_OPEN) = 1.0;
            *value_at(inputs, COHORT_BASE, 0, sex, 3) = 0.0;
        }
        *value_at(inputs, COHORT_MALE_SHARE, 0, 0, 0) = 1.0;
        *value_at(inputs, COHORT_MALE_SHARE, 1, 0, 0) = 0.0;
        fill_quantity(inputs, c == COHORT_IPSS ? COHORT_CWR : COHORT_ASFR, 0.0);
        cohort_projection *projection = project(inputs);
        for (size_t m = 0; m < LENGTH(measures); m++)
            assert_true(assert_derivatives(projection, inputs, &measures[m]) > 0);
        cohort_projection_free(projection);
        cohort_inputs_free(inputs);
    }
}

/* Other widths: single years, wide groups, and none to project. */
static void finds_derivatives_on_other_grids(void **state)
{
    static const cohort_measure total = {EVERYBODY, 2020, 0, EVERYBODY, NULL},
                                part = {{WOMEN, 0, 19}, 2020, 1, EVERYBODY, NULL};
    static const cohort_grid grids[] = {{1, 55, 2018, 2}, {10, 6, 2015, 2}, {5, 12, 2020, 0}};
    for (size_t g = 0; g < LENGTH(grids); g++)
        for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
            if (c == COHORT_IPSS && grids[g].width == 10)
                continue; /* no whole groups 15-49 */
            cohort_inputs *inputs = scattered_inputs_of(&grids[g], (cohort_convention)c);
            let_nobody_leave(inputs); /* or more might leave than are there */
            cohort_projection *projection = project(inputs);
            assert_true(assert_derivatives(projection, inputs, &total) > 0);
            assert_true(assert_derivatives(projection, inputs, &part) > 0);
            cohort_projection_free(projection);
            cohort_inputs_free(inputs);
        }
}

/* --- What must be zero, and what must be one --- */

static void assert_zero(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(values[i] == 0.0);
}

static void assert_zero_from(const cohort_inputs *gradient, int interval)
{
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        const size_t count = value_count(gradient, (cohort_quantity)q);
        const size_t from = count / SMALL_STEPS * (size_t)interval;
        if (q != COHORT_BASE && count > 0)
            assert_zero(cohort_inputs_view(gradient, (cohort_quantity)q) + from, count - from);
    }
}

/* Rates after the measure's time move nothing; a date between two needs both. */
static void later_inputs_move_nothing(void **state)
{
    static const struct {
        double year;
        int intervals;
    } cases[] = {{2015, 0}, {2015.5, 1}, {2020, 1}, {2024, 2}, {2025, 2}, {2025.01, 3}, {2030, 3}};
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_projection *projection = project(inputs);
        for (size_t i = 0; i < LENGTH(cases); i++) {
            const cohort_measure total = {EVERYBODY, cases[i].year, 0, EVERYBODY, NULL};
            cohort_inputs *gradient = gradient_of(projection, &total);
            assert_zero_from(gradient, cases[i].intervals);
            for (int x = 1; cases[i].intervals > 0 && x < SMALL_AGES; x++)
                assert_true(value_of(gradient, COHORT_SURVIVAL, cases[i].intervals - 1, 0, x) > 0);
            cohort_inputs_free(gradient);
        }
        cohort_projection_free(projection);
        cohort_inputs_free(inputs);
    }
}

static void says_what_is_zero_in_ipss(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_projection *projection = project(inputs);
    for (size_t m = 0; m < LENGTH(measures); m++) {
        cohort_inputs *gradient = gradient_of(projection, &measures[m]);
        assert_zero(cohort_inputs_view(gradient, COHORT_TFR_PER_CWR), SMALL_STEPS);
        for (int i = 0; i < SMALL_STEPS; i++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                assert_true(value_of(gradient, COHORT_SURVIVAL, i, sex, 0) == 0.0);
        cohort_inputs_free(gradient);
    }
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

/* Persons at the first date and migrants are all that persons come of: each counts for the number
 * it leaves behind. A percentage stays if there are more of all. */
static void persons_add_up_to_the_measure(void **state)
{
    static const cohort_quantity persons[] = {COHORT_BASE, COHORT_NET_MIGRANTS};
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_projection *projection = project(inputs);
        for (size_t m = 0; m < LENGTH(measures); m++) {
            cohort_inputs *gradient = gradient_of(projection, &measures[m]);
            double sum = 0.0, size = 0.0;
            for (size_t q = 0; q < LENGTH(persons); q++)
                for (size_t i = 0; i < value_count(inputs, persons[q]); i++) {
                    double part = cohort_inputs_view(gradient, persons[q])[i] *
                                  cohort_inputs_view(inputs, persons[q])[i];
                    sum += part;
                    size += fabs(part);
                }
            /* 1e-13 of what is added up: a hundred roundings and those of each derivative */
            assert_close(sum, measures[m].is_percent ? 0.0 : measured(projection, &measures[m]),
                         0.0, 1e-13 * size);
            cohort_inputs_free(gradient);
        }
        cohort_projection_free(projection);
        cohort_inputs_free(inputs);
    }
}

/* --- A town --- */

static void finds_every_derivative_of_a_town(void **state)
{
    static const cohort_measure total = {EVERYBODY, 2060, 0, EVERYBODY, NULL},
                                women = {YOUNG_WOMEN, 2045, 0, EVERYBODY, NULL},
                                aged = {{BOTH, 65, OPEN}, 2060, 1, EVERYBODY, NULL};
    cohort_projection *projection = project_town("01223", 2060);
    cohort_inputs *inputs = copy_inputs(cohort_projection_inputs(projection));
    /* at the least the migration of 2015-45, of those who are alive in 2060 */
    assert_true(assert_derivatives(projection, inputs, &total) > 500);
    assert_true(assert_derivatives(projection, inputs, &women) > 60);
    assert_true(assert_derivatives(projection, inputs, &aged) > 500);
    cohort_inputs_free(inputs);
    cohort_projection_free(projection);
}

/* --- Errors and the place of the answer --- */

static void takes_no_value(void **state)
{
    cohort_inputs *inputs = small_inputs(), *gradient = blank_inputs(&small_grid);
    cohort_projection *projection = project(inputs);
    cohort_inputs *expected = gradient_of(projection, &measures[0]);
    assert_int_equal(cohort_sensitivity(projection, &measures[0], gradient, NULL, NULL), COHORT_OK);
    assert_same_inputs(gradient, expected);
    assert_same_inputs(cohort_projection_inputs(projection), inputs);
    cohort_inputs_free(expected);
    cohort_projection_free(projection);
    cohort_inputs_free(gradient);
    cohort_inputs_free(inputs);
}

/* The projection's results stay; so do gradient and value where there is no answer. */
static void assert_refused(const cohort_projection *projection, const cohort_measure *measure,
                           cohort_inputs *gradient, int code, const char *part)
{
    cohort_projection *fresh = project(cohort_projection_inputs(projection));
    cohort_inputs *before = copy_inputs(gradient);
    cohort_error error;
    double value = 17.0;
    assert_fails(cohort_sensitivity(projection, measure, gradient, &value, &error), code, error,
                 part);
    assert_true(value == 17.0);
    assert_same_inputs(gradient, before);
    assert_same_results(projection, fresh);
    cohort_inputs_free(before);
    cohort_projection_free(fresh);
}

static void refuses_what_does_not_fit(void **state)
{
    static const struct {
        cohort_measure measure;
        int code;
    } cases[] = {
        {{EVERYBODY, 2014.9, 0, EVERYBODY, NULL}, COHORT_ERROR_GRID},
        {{EVERYBODY, 2030.1, 0, EVERYBODY, NULL}, COHORT_ERROR_GRID},
        {{EVERYBODY, (double)NAN, 0, EVERYBODY, NULL}, COHORT_ERROR_GRID},
        {{{BOTH, 0, 12}, 2030, 0, EVERYBODY, NULL}, COHORT_ERROR_GRID},
        {{EVERYBODY, 2030, 1, {BOTH, 3, 14}, NULL}, COHORT_ERROR_GRID},
        {{{3, 0, 14}, 2030, 0, EVERYBODY, NULL}, COHORT_ERROR_ARGUMENT},
        {{EVERYBODY, 2030, 1, {-1, 0, 14}, NULL}, COHORT_ERROR_ARGUMENT},
        {{EVERYBODY, 2015, 1, {MEN, 20, 24}, NULL}, COHORT_ERROR_VALUE}, /* of nobody */
    };
    cohort_inputs *inputs = small_inputs();
    *value_at(inputs, COHORT_BASE, 0, MEN, 4) = 0.0;
    let_nobody_leave(inputs);
    cohort_projection *projection = project(inputs);
    cohort_inputs *gradient = blank_inputs(&small_grid);
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_refused(projection, &cases[i].measure, gradient, cases[i].code, "");
    cohort_inputs_free(gradient);

    static const cohort_grid others[] = {
        {5, 12, 2015, 2}, {5, 13, 2015, 3}, {5, 12, 2010, 3}, {1, 60, 2015, 3}};
    for (size_t g = 0; g < LENGTH(others); g++) {
        gradient = blank_inputs(&others[g]);
        assert_refused(projection, &measures[0], gradient, COHORT_ERROR_GRID, "");
        cohort_inputs_free(gradient);
    }
    gradient = blank_inputs_of(&small_grid, COHORT_WPP_EVEN);
    assert_refused(projection, &measures[0], gradient, COHORT_ERROR_GRID, "");
    cohort_inputs_free(gradient);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_derivative),
        cmocka_unit_test(finds_derivatives_at_the_bounds),
        cmocka_unit_test(finds_derivatives_on_other_grids),
        cmocka_unit_test(later_inputs_move_nothing),
        cmocka_unit_test(says_what_is_zero_in_ipss),
        cmocka_unit_test(persons_add_up_to_the_measure),
        cmocka_unit_test(finds_every_derivative_of_a_town),
        cmocka_unit_test(takes_no_value),
        cmocka_unit_test(refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
