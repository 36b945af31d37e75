/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches that cannot be made or run: the lowest lane is named, with what it says by itself. */
#include "support/close.h"
#include "support/lanes.h"
#include "support/random.h"

#include <stdio.h>
#include <stdlib.h>

static void refuses_what_cannot_be_a_batch(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_WPP_END, EVERYTHING, 3);
    cohort_inputs *longer = scattered_inputs_of(&(cohort_grid){5, 12, 2015, 4}, COHORT_WPP_END);
    cohort_batch *batch = (cohort_batch *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_batch_new(0, lanes.view, 1, &batch, &error), COHORT_ERROR_ARGUMENT, error,
                 "0 lanes: expected 1 or more");
    assert_null(batch);
    lanes.view[2] = longer;
    assert_fails(cohort_batch_new(3, lanes.view, 1, &batch, &error), COHORT_ERROR_GRID, error,
                 "lane 2: the two inputs are not on one grid");
    lanes.view[2] = lanes.inputs[2];
    *value_at(lanes.inputs[1], COHORT_SURVIVAL, 2, COHORT_MALE, 7) = 1.5;
    batch = (cohort_batch *)(uintptr_t)1;
    assert_fails(cohort_batch_new(3, lanes.view, 1, &batch, &error), COHORT_ERROR_VALUE, error,
                 "lane 1: survival, 2025-2030, men reaching 35-39: 1.5: expected");
    assert_null(batch);
    cohort_inputs_free(longer);
    free_lanes(&lanes);
}

/* The lowest of several lanes, whichever thread came to it first. */
static void refuses_the_lowest_lane(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_IPSS, VARIANTS, MOST_LANES);
    cohort_batch *batch;
    cohort_error error;
    assert_fails(cohort_batch_new(3, lanes.view, -1, &batch, &error), COHORT_ERROR_ARGUMENT, error,
                 "threads -1");
    *value_at(lanes.inputs[MOST_LANES - 1], COHORT_SURVIVAL, 0, COHORT_MALE, 7) = 1.5;
    *value_at(lanes.inputs[COHORT_BLOCK + 3], COHORT_SURVIVAL, 1, COHORT_MALE, 7) = -0.5;
    *value_at(lanes.inputs[COHORT_BLOCK + 2], COHORT_SURVIVAL, 2, COHORT_MALE, 7) = 2.5;
    for (int threads = 0; threads <= 4; threads++) {
        assert_fails(cohort_batch_new(MOST_LANES, lanes.view, threads, &batch, &error),
                     COHORT_ERROR_VALUE, error,
                     "lane 18: survival, 2025-2030, men reaching 35-39: 2.5: expected");
        assert_null(batch);
        assert_int_equal(cohort_batch_new(MOST_LANES, lanes.view, threads, &batch, NULL),
                         COHORT_ERROR_VALUE);
    }
    free_lanes(&lanes);
}

static void refuses_base_populations(void **state)
{
    double bases[2 * COHORT_SEXES * SMALL_AGES] = {0};
    const double bad[] = {-1.0, (double)NAN, (double)INFINITY};
    cohort_inputs *rates = small_inputs();
    cohort_batch *batch = (cohort_batch *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_batch_new_shared(rates, 0, bases, &batch, &error), COHORT_ERROR_ARGUMENT,
                 error, "0 lanes");
    assert_null(batch);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bases[(3 * SMALL_AGES) + 4] = bad[i];
        batch = (cohort_batch *)(uintptr_t)1;
        assert_fails(cohort_batch_new_shared(rates, 2, bases, &batch, &error), COHORT_ERROR_VALUE,
                     error, "lane 1: base_population, 2015, women 20-24: ");
        assert_null(batch);
    }
    fill_quantity(rates, COHORT_SURVIVAL, 2.0);
    assert_fails(cohort_batch_new_shared(rates, 1, bases, &batch, &error), COHORT_ERROR_VALUE,
                 error, "survival, 2015-2020, men reaching 0-4: 2");
    assert_null(batch);
    cohort_inputs_free(rates);
}

/* What a lane's projection says by itself when it fails. */
static void assert_fails_as_alone(const cohort_batch *batch, int lane, const cohort_inputs *inputs)
{
    cohort_projection *alone;
    cohort_error error, expected;
    char text[sizeof expected.text + 32];
    assert_int_equal(cohort_projection_new(inputs, &alone, &expected), COHORT_ERROR_VALUE);
    snprintf(text, sizeof text, "lane %d: %s", lane, expected.text);
    for (int threads = 1; threads <= 3; threads++) {
        assert_int_equal(cohort_batch_run(batch, threads, NULL, NULL, &error), COHORT_ERROR_VALUE);
        assert_int_equal(error.code, COHORT_ERROR_VALUE);
        assert_string_equal(error.text, text);
    }
    assert_int_equal(cohort_batch_run(batch, 1, NULL, NULL, NULL), COHORT_ERROR_VALUE);
}

/* A value that makes some cell impossible, in two lanes of different blocks: the lower is named. */
static void names_the_lowest_lane_and_its_first_cell(void **state)
{
    static const struct {
        cohort_convention convention;
        cohort_quantity quantity;
        int interval, sex, age;
        double value;
    } cases[] = {
        {COHORT_IPSS, COHORT_NET_MIGRATION_RATIO, 1, COHORT_FEMALE, 4, -1.0},
        {COHORT_IPSS, COHORT_NET_MIGRATION_RATIO, 2, COHORT_MALE, SMALL_OPEN, -1.0},
        {COHORT_IPSS, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 0, -1e6},
        {COHORT_IPSS, COHORT_NET_MIGRATION_RATIO, 1, COHORT_MALE, 2, 1e308},
        {COHORT_IPSS, COHORT_CWR, 0, 0, 0, 1e308},
        {COHORT_WPP_END, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, 3, -1e5},
        {COHORT_WPP_END, COHORT_ASFR, 2, COHORT_FEMALE, 5, 1e308},
        /* more leave at the opening than are there */
        {COHORT_WPP_EVEN, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 5, -1e5},
        {COHORT_WPP_EVEN, COHORT_NET_MIGRANTS, 2, COHORT_FEMALE, SMALL_OPEN, -1e5},
        {COHORT_WPP_EVEN, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, 0, -1e5},
        /* fewer than leave at the closing */
        {COHORT_WPP_EVEN, COHORT_NET_MIGRATION_RATIO, 1, COHORT_MALE, 6, 1e308},
    };
    const int low = COHORT_BLOCK + 3, high = 3 * COHORT_BLOCK;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lanes lanes = lanes_of(&small_grid, cases[i].convention, VARIANTS, MOST_LANES);
        for (int lane = low; lane <= high; lane += high - low) {
            cohort_inputs_set_rate_limits(lanes.inputs[lane], COHORT_ANY_RATES);
            *value_at(lanes.inputs[lane], cases[i].quantity, cases[i].interval, cases[i].sex,
                      cases[i].age) = cases[i].value;
        }
        cohort_batch *batch = batch_of(lanes.count, lanes.view);
        assert_fails_as_alone(batch, low, lanes.inputs[low]);
        cohort_batch_free(batch);
        free_lanes(&lanes);
    }
}

/* The two oldest groups of women, with ages that are odd in number, in each lane. */
static void sees_the_last_cells_of_every_lane(void **state)
{
    const cohort_grid odd = {5, 13, 2015, 2};
    struct lanes lanes = lanes_of(&odd, COHORT_IPSS, EVERYTHING, COHORT_BLOCK);
    for (int lane = 0; lane < lanes.count; lane++)
        for (int x = odd.ages - 2; x < odd.ages; x++) {
            double *left = value_at(lanes.inputs[lane], COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, x);
            const double was = *left;
            *left = -1e5;
            cohort_batch *batch = batch_of(lanes.count, lanes.view);
            assert_fails_as_alone(batch, lane, lanes.inputs[lane]);
            cohort_batch_free(batch);
            *left = was;
        }
    free_lanes(&lanes);
}

/* One who says a fault that passes: of a single lane. */
static void assert_passing_fault(const cohort_inputs *inputs)
{
    const cohort_inputs *view[] = {inputs};
    cohort_batch *batch = batch_of(1, view);
    assert_fails_as_alone(batch, 0, inputs);
    cohort_batch_free(batch);
}

static cohort_inputs *even_hundreds(cohort_convention convention)
{
    cohort_inputs *inputs = blank_inputs_of(&small_grid, convention);
    fill_quantity(inputs, COHORT_BASE, 100.0);
    fill_quantity(inputs, COHORT_SURVIVAL, 0.5);
    return inputs;
}

/* A cell that is negative for one date alone, and is made good by those who come afterwards. */
static void names_a_passing_fault(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = even_hundreds((cohort_convention)c);
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 2) = c == COHORT_IPSS ? -75.0 : -180.0;
        *value_at(in, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, 2) = 900.0;
        *value_at(in, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, 3) = 900.0;
        assert_passing_fault(in);
        cohort_inputs_free(in);
    }
}

/* More leave at the opening than there are, which nobody sees at the closing: those who are left
 * die, and more come to be of their age than leave then. A few who come by rate make up for it, in
 * the open group too. */
static void names_a_fault_of_the_opening(void **state)
{
    static const int ages[] = {0, 2, SMALL_OPEN};
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        for (int enough = 0; enough <= 1; enough++) {
            const int x = ages[i], next = x < SMALL_OPEN ? x + 1 : x;
            if (x == SMALL_OPEN && enough)
                continue; /* nobody comes to it but those who begin in it */
            cohort_inputs *in = even_hundreds(COHORT_WPP_EVEN);
            *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, x) = -202.0;
            *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, x) = enough ? 0.03 : 0.01;
            *value_at(in, COHORT_SURVIVAL, 0, COHORT_MALE, next) = x < SMALL_OPEN ? 0.0 : 0.5;
            if (x > 0)
                *value_at(in, COHORT_BASE, 0, COHORT_MALE, x - 1) = x < SMALL_OPEN ? 1000.0 : 0.0;
            fill_quantity(in, COHORT_MALE_SHARE, 0.5);
            fill_quantity(in, COHORT_ASFR, 0.15);
            for (int interval = 0; interval < SMALL_STEPS; interval++)
                *value_at(in, COHORT_ASFR, interval, 0, 0) = 0.0;
            if (enough) {
                struct lanes one = {.count = 1, .inputs = {in}, .view = {in}};
                one.alone[0] = project(in);
                one.size = result_count(one.alone[0], RESULT_POPULATION);
                cohort_batch *batch = batch_of(1, one.view);
                assert_as_alone(batch, 1, &one);
                cohort_batch_free(batch);
                cohort_projection_free(one.alone[0]);
            } else {
                assert_passing_fault(in);
            }
            cohort_inputs_free(in);
        }
}

static void names_the_lane_that_shares_rates(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct lanes lanes =
            lanes_of(&small_grid, (cohort_convention)c, EVERYTHING, 2 * COHORT_BLOCK);
        double *bases = share_rates(&lanes);
        const int poor = COHORT_BLOCK + 7;
        double *base = bases + poor * COHORT_SEXES * SMALL_AGES;
        cohort_batch *batch;
        cohort_error error;
        for (int cell = 0; cell < COHORT_SEXES * SMALL_AGES; cell++)
            base[cell] = 1.0; /* of whom more than one leave */
        memcpy(cohort_inputs_array(lanes.inputs[poor], COHORT_BASE), base,
               COHORT_SEXES * SMALL_AGES * sizeof *base);
        assert_ok(cohort_batch_new_shared(lanes.inputs[0], lanes.count, bases, &batch, &error),
                  error);
        assert_fails_as_alone(batch, poor, lanes.inputs[poor]);
        cohort_batch_free(batch);
        free(bases);
        free_lanes(&lanes);
    }
}

/* Random numbers in the inputs, possible or not: a batch says what the first that fails says. */
static void fails_whenever_a_lane_alone_does(void **state)
{
    uint64_t random = 11;
    int failed = 0;
    for (int turn = 0; turn < 300; turn++) {
        struct lanes lanes = lanes_of(&small_grid, (cohort_convention)(turn % 3), VARIANTS, 7);
        int lowest = -1;
        for (int lane = lanes.count - 1; lane >= 0; lane--) {
            cohort_inputs *in = lanes.inputs[lane];
            double *migrants = cohort_inputs_array(in, COHORT_NET_MIGRANTS);
            for (size_t i = 0; i < value_count(in, COHORT_NET_MIGRANTS); i++)
                migrants[i] -= next_random(&random) < 0.002 ? 1500.0 * next_random(&random) : 0.0;
            if (cohort_projection_update(lanes.alone[lane], in, NULL))
                lowest = lane;
        }
        cohort_batch *batch = batch_of(lanes.count, lanes.view);
        if (lowest >= 0)
            assert_fails_as_alone(batch, lowest, lanes.inputs[lowest]);
        else
            assert_as_alone(batch, 1, &lanes);
        failed += lowest >= 0;
        cohort_batch_free(batch);
        free_lanes(&lanes);
    }
    assert_in_range(failed, 30, 270); /* or nothing was tried */
}

static void refuses_threads_and_measures(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_IPSS, COMING, MOST_LANES);
    cohort_measure measures[] = {
        {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2030},
        {{COHORT_BOTH, 50, COHORT_OPEN_END}, 2017.5, 1, {COHORT_MALE, 5, 9}, NULL},
    };
    double values[MOST_LANES * 2];
    cohort_batch *batch;
    cohort_error error;
    /* no boys of 5 to 9, nor those who would come to be */
    for (int i = 0; i < 3; i++) {
        cohort_inputs *inputs = lanes.inputs[(int[]){17, 20, 40}[i]];
        *value_at(inputs, COHORT_BASE, 0, COHORT_MALE, 0) = 0.0;
        *value_at(inputs, COHORT_BASE, 0, COHORT_MALE, 1) = 0.0;
        *value_at(inputs, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 1) = 0.0;
    }
    batch = batch_of(lanes.count, lanes.view);
    assert_fails(cohort_batch_run(batch, -1, NULL, NULL, &error), COHORT_ERROR_ARGUMENT, error,
                 "threads -1: expected 1 or more, or 0");
    assert_fails(cohort_batch_measures(batch, 1, 0, measures, values, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 measures");
    for (int threads = 1; threads <= 3; threads++)
        assert_fails(cohort_batch_measures(batch, threads, 2, measures, values, &error),
                     COHORT_ERROR_VALUE, error,
                     "lane 17, measure 2: a percentage of nobody, in 2017.5");
    measures[1].per.age_to = 8;
    assert_fails(cohort_batch_measures(batch, 1, 2, measures, values, &error), COHORT_ERROR_GRID,
                 error, "measure 2: ");
    measures[0].year = 2031;
    assert_fails(cohort_batch_measures(batch, 1, 2, measures, values, &error), COHORT_ERROR_GRID,
                 error, "measure 1: year 2031: expected 2015 to 2030");
    cohort_batch_free(batch);
    free_lanes(&lanes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_cannot_be_a_batch),
        cmocka_unit_test(refuses_the_lowest_lane),
        cmocka_unit_test(refuses_base_populations),
        cmocka_unit_test(names_the_lowest_lane_and_its_first_cell),
        cmocka_unit_test(sees_the_last_cells_of_every_lane),
        cmocka_unit_test(names_a_passing_fault),
        cmocka_unit_test(names_a_fault_of_the_opening),
        cmocka_unit_test(names_the_lane_that_shares_rates),
        cmocka_unit_test(fails_whenever_a_lane_alone_does),
        cmocka_unit_test(refuses_threads_and_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
