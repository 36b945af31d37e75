/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where populations come to their end: cells that are emptied, more who leave than are there, towns in
 * which nobody lives. */
#include <cohort/batch.h>
#include <cohort/projection.h>

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/grid.h"
#include "model/projection.h"
#include "support/close.h"
#include "support/lanes.h"

static const double ROUNDING = 1e-14; /* a handful of operations */

/* Everybody survives with 0.7, 100 in each cell, no births and no migration. */
static cohort_inputs *plain_inputs(cohort_convention convention)
{
    cohort_inputs *in = blank_inputs_of(&small_grid, convention);
    fill_quantity(in, COHORT_BASE, 100.0);
    fill_quantity(in, COHORT_SURVIVAL, 0.7);
    fill_quantity(in, COHORT_MALE_SHARE, 0.5);
    return in;
}

static double cell(const cohort_projection *p, int result, int interval, int sex, int age)
{
    return result_cells(p, result)[cohort_cell(&small_grid, interval, sex, age)];
}

/* The last lane of a batch has the bits of the projection. */
static void assert_same_in_batch(int count, const cohort_inputs *const *lanes,
                                 const cohort_projection *last)
{
    cohort_batch *batch = batch_of(count, lanes);
    const size_t size = result_count(last, RESULT_POPULATION);
    double *populations = populations_of(batch, 1);
    assert_same_bits(populations + (size_t)(count - 1) * size,
                     result_cells(last, RESULT_POPULATION), size);
    free(populations);
    cohort_batch_free(batch);
}

static void assert_batch_fails(int count, const cohort_inputs *const *lanes, const char *text)
{
    cohort_batch *batch = batch_of(count, lanes);
    cohort_error error;
    assert_fails(cohort_batch_run(batch, 1, NULL, NULL, &error), COHORT_ERROR_VALUE, error, text);
    cohort_batch_free(batch);
}

/* Migrants who come at the end of an interval had no part in its births, however many they are. */
static void counts_births_without_who_comes_after_them(void **state)
{
    static const double sizes[] = {1.0, 79.0, 1e3, 1e9, 1e15};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        cohort_inputs *in = plain_inputs(COHORT_WPP_END);
        for (int x = WOMEN_FIRST; x <= WOMEN_LAST; x++)
            *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, x) = 0.0731;
        fill_quantity(in, COHORT_BASE, 0.0);
        for (int x = 0; x < SMALL_AGES; x++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                *value_at(in, COHORT_NET_MIGRANTS, 0, sex, x) = sizes[i] + x;
        cohort_projection *empty = project(in);
        assert_true(cell(empty, RESULT_BIRTHS, 0, COHORT_MALE, 0) == 0.0);
        assert_true(cell(empty, RESULT_POPULATION, 1, COHORT_MALE, 0) == sizes[i]);
        *value_at(in, COHORT_BASE, 0, COHORT_FEMALE, 4) = 1e-6; /* few women */
        cohort_projection *few = project(in);
        /* 5 x 0.0731 x (1e-6 at the opening, in group 4, and 0.7e-6 at the closing, in 5) / 2 / 2 */
        assert_close(cell(few, RESULT_BIRTHS, 0, COHORT_MALE, 0),
                     5 * 0.0731 * (1e-6 + 0.7e-6) / 2 / 2, ROUNDING, 0);
        cohort_projection_free(few);
        cohort_projection_free(empty);
        cohort_inputs_free(in);
    }
}

/* Of 3 persons 0.7 survive, and 2.1 leave: nobody is left, in doubles as on paper. */
static void empties_a_cell_exactly(void **state)
{
    static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_END};
    for (int k = 0; k < 2; k++) {
        cohort_inputs *in = plain_inputs(conventions[k]);
        *value_at(in, COHORT_BASE, 0, COHORT_MALE, 4) = 3.0;
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 5) = -2.1;
        cohort_projection *p = project(in);
        assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, 5) == 0.0);
        assert_close(cell(p, RESULT_NET_MIGRATION, 0, COHORT_MALE, 5), -2.1, ROUNDING, 0);
        assert_close(cell(p, RESULT_DEATHS, 0, COHORT_MALE, 5), 0.9, ROUNDING, 0);
        cohort_projection_free(p);
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 5) =
            -2.1 - 1e-13; /* more than rounding */
        cohort_error error;
        assert_fails(cohort_projection_new(in, &p, &error), COHORT_ERROR_VALUE, error,
                     "projected population, 2020, men 25-29: -");
        cohort_inputs_free(in);
    }
}

/* The tolerance is of all that entered: survivors, and migrants by counts and by rates, of both groups
 * that come to the open one. */
static void tolerates_by_all_that_entered(void **state)
{
    cohort_inputs *end = plain_inputs(COHORT_WPP_END), *ipss = plain_inputs(COHORT_IPSS);
    cohort_inputs *even = plain_inputs(COHORT_WPP_EVEN);
    *value_at(end, COHORT_BASE, 0, COHORT_MALE, 4) = 3.0; /* 3 x 0.7 - 21 x 0.1 */
    *value_at(end, COHORT_BASE, 0, COHORT_MALE, 5) = 21.0;
    *value_at(end, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 5) = -0.1;
    *value_at(end, COHORT_BASE, 0, COHORT_FEMALE, 4) = 1.0 - 0x1p-49; /* just the tolerance of 1 */
    *value_at(end, COHORT_SURVIVAL, 0, COHORT_FEMALE, 5) = 0.5;
    *value_at(end, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 5) = -0.5 - 0x1p-50;
    cohort_projection *p = project(end);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, 5) == 0.0);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_FEMALE, 5) == 0.0);
    cohort_projection_free(p);

    fill_quantity(ipss, COHORT_BASE,
                  0.0); /* 6 women, 0.7 children of each, of whom 2.1 boys leave */
    *value_at(ipss, COHORT_BASE, 0, COHORT_FEMALE, 4) = 6.0;
    *value_at(ipss, COHORT_SURVIVAL, 0, COHORT_FEMALE, 5) = 1.0;
    *cohort_inputs_array(ipss, COHORT_CWR) = 0.7;
    *value_at(ipss, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 0) = -2.1;
    p = project(ipss);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, 0) == 0.0);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_FEMALE, 0) > 2.0);
    cohort_projection_free(p);

    *value_at(even, COHORT_BASE, 0, COHORT_MALE, 4) = 0.3; /* less a half of 0.6 */
    *value_at(even, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 4) = -0.6 - 1.8e-15;
    *value_at(even, COHORT_BASE, 0, COHORT_MALE, SMALL_OPEN - 1) = 0.3; /* 0.4 leave, 0.1 come */
    *value_at(even, COHORT_NET_MIGRANTS, 0, COHORT_MALE, SMALL_OPEN - 1) = -0.8 - 2.5e-15;
    *value_at(even, COHORT_BASE, 0, COHORT_MALE, SMALL_OPEN) = 0.0;
    *value_at(even, COHORT_NET_MIGRANTS, 0, COHORT_MALE, SMALL_OPEN) = 0.2;
    p = project(even);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, 5) == 0.0);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, SMALL_OPEN) == 0.1);
    cohort_projection_free(p);
    cohort_inputs_free(even);
    cohort_inputs_free(ipss);
    cohort_inputs_free(end);
}

/* A run that overflowed leaves nothing behind for the next one. */
static void runs_after_what_overflowed(void **state)
{
    cohort_inputs *good = plain_inputs(COHORT_WPP_EVEN), *in = plain_inputs(COHORT_WPP_EVEN);
    cohort_error error;
    fill_quantity(in, COHORT_BASE, DBL_MAX / 3.0); /* too many births */
    for (int x = WOMEN_FIRST; x <= WOMEN_LAST; x++)
        *value_at(good, COHORT_ASFR, 0, COHORT_FEMALE, x) =
            *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, x) = 0.2;
    cohort_projection *fresh = project(good), *p = project(good);
    assert_fails(cohort_projection_update(p, in, &error), COHORT_ERROR_VALUE, error,
                 "projected population, 2020, men 0-4: inf");
    assert_ok(cohort_projection_update(p, good, &error), error);
    assert_memory_equal(result_cells(p, RESULT_POPULATION), result_cells(fresh, RESULT_POPULATION),
                        2 * cohort_grid_cells(&small_grid) * sizeof(double));
    cohort_projection_free(p);
    cohort_projection_free(fresh);
    cohort_inputs_free(in);
    cohort_inputs_free(good);
}

/* More leave at the opening than are there, and those who come at the closing hide it: it is found
 * alone, beside anybody, and in every lane. */
static void finds_who_was_not_there_at_the_opening(void **state)
{
    cohort_inputs *bad = plain_inputs(COHORT_WPP_EVEN), *good = plain_inputs(COHORT_WPP_EVEN);
    cohort_projection *p;
    cohort_error error;
    *value_at(bad, COHORT_BASE, 0, COHORT_MALE, 6) = 0.0;
    *value_at(bad, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 6) = -10.0;
    const char *text = "population with the migrants of the opening, 2015, men 30-34: -5";
    for (int beside = 0; beside < 2; beside++) {
        *value_at(bad, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 9) = -beside;
        assert_fails(cohort_projection_new(bad, &p, &error), COHORT_ERROR_VALUE, error, text);
        for (int lane = 0; lane < 2; lane++) {
            const cohort_inputs *lanes[] = {lane ? good : bad, lane ? bad : good};
            assert_batch_fails(2, lanes, text);
        }
    }
    cohort_inputs_free(good);
    cohort_inputs_free(bad);
}

/* The two oldest groups share their survival: together they are enough. */
static void takes_the_two_oldest_together(void **state)
{
    cohort_inputs *in = plain_inputs(COHORT_WPP_EVEN);
    *value_at(in, COHORT_BASE, 0, COHORT_MALE, SMALL_OPEN) = 2.0;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, SMALL_OPEN) = -6.0;
    cohort_projection *p = project(in);
    assert_close(cell(p, RESULT_POPULATION, 1, COHORT_MALE, SMALL_OPEN),
                 (100.0 + 2.0 - 3.0) * 0.7 - 3.0, ROUNDING, 0);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* Whichever cell falls below zero, one after another, is found in lanes that share their rates. */
static void finds_any_cell_of_shared_rates(void **state)
{
    double populations[(SMALL_STEPS + 1) * COHORT_SEXES * SMALL_AGES];
    for (int convention = 0; convention < COHORT_CONVENTION_COUNT; convention++)
        for (int c = 0; c < COHORT_SEXES * SMALL_AGES; c++) {
            cohort_inputs *in = plain_inputs((cohort_convention)convention);
            cohort_projection *alone;
            cohort_batch *batch;
            cohort_error error, expected;
            cohort_inputs_array(in, COHORT_NET_MIGRANTS)[c] = -190.0;
            assert_int_equal(cohort_projection_new(in, &alone, &expected), COHORT_ERROR_VALUE);
            assert_ok(
                cohort_batch_new_shared(in, 1, cohort_inputs_view(in, COHORT_BASE), &batch, &error),
                error);
            assert_fails(cohort_batch_populations(batch, 1, populations, &error),
                         COHORT_ERROR_VALUE, error, expected.text);
            cohort_batch_free(batch);
            cohort_inputs_free(in);
        }
}

/* Women of the two oldest groups who bear do not leave from those of each other, alone and in a
 * batch: more are refused, or cut. */
static void finds_either_of_the_oldest_who_bear(void **state)
{
    for (int x = SMALL_OPEN - 1; x <= SMALL_OPEN; x++)
        for (int bears = SMALL_OPEN - 1; bears <= SMALL_OPEN; bears++) {
            cohort_inputs *in = plain_inputs(COHORT_WPP_EVEN);
            cohort_projection *p;
            cohort_error expected;
            *value_at(in, COHORT_BASE, 0, COHORT_FEMALE, x) = 2.0;
            *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, x) = -6.0;
            cohort_projection_free(project(in)); /* none of them bears */
            *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, bears) = 0.0731;
            const cohort_inputs *lanes[] = {in};
            assert_int_equal(cohort_projection_new(in, &p, &expected), COHORT_ERROR_VALUE);
            assert_non_null(
                strstr(expected.text, x == SMALL_OPEN ? "women 55+: -1" : "women 50-54: -1"));
            assert_batch_fails(1, lanes, expected.text);
            cohort_inputs_cut_emigration(in, 1);
            p = project(in);
            cohort_cut cut;
            assert_int_equal(cohort_projection_cuts(p, 1, &cut), 1);
            assert_true(cut.age == x && cut.at_opening && cut.persons == 1.0);
            assert_close(cell(p, RESULT_POPULATION, 1, COHORT_FEMALE, SMALL_OPEN),
                         100.0 * 0.7 - (x == SMALL_OPEN ? 3.0 : 0.0), ROUNDING, 0);
            assert_same_in_batch(1, lanes, p);
            cohort_projection_free(p);
            cohort_inputs_free(in);
        }
}

/* Whichever cell it is that more leave than are there, a batch cuts as a single run does. */
static void cuts_in_any_cell(void **state)
{
    enum { CELLS = COHORT_SEXES * SMALL_AGES };
    for (int convention = 0; convention < COHORT_CONVENTION_COUNT; convention++)
        for (int c = 0; c < CELLS; c++) {
            cohort_inputs *good = plain_inputs((cohort_convention)convention);
            cohort_inputs_cut_emigration(good, 1);
            cohort_inputs *in = copy_inputs(good);
            cohort_inputs_array(in, COHORT_NET_MIGRANTS)[c + CELLS] = -190.0;
            cohort_projection *p = project(in);
            const cohort_inputs *lanes[] = {good, in};
            assert_same_in_batch(2, lanes, p);
            cohort_projection_free(p);
            cohort_inputs_free(in);
            cohort_inputs_free(good);
        }
}

/* A lane in which a cell is emptied exactly, within rounding, hides no other's error. */
static void names_the_first_lane_that_fails(void **state)
{
    cohort_inputs *empties = plain_inputs(COHORT_WPP_END), *fails = copy_inputs(empties);
    *value_at(empties, COHORT_BASE, 0, COHORT_MALE, 4) = 3.0;
    *value_at(empties, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 5) = -2.1;
    *value_at(fails, COHORT_NET_MIGRANTS, 1, COHORT_MALE, 5) = -100.0;
    const cohort_inputs *lanes[] = {empties, fails, fails, empties};
    cohort_projection *alone = project(empties);
    assert_same_in_batch(1, lanes, alone);
    for (int count = 2; count <= 4; count++)
        assert_batch_fails(count, lanes, "lane 1: projected population, 2025, men 25-29: -51");
    cohort_projection_free(alone);
    cohort_inputs_free(fails);
    cohort_inputs_free(empties);
}

/* Of those that overflow, whichever two it is; a lane in which emigration is cut does not fail. */
static void names_the_first_lane_that_overflows(void **state)
{
    enum { LANES = COHORT_BLOCK + 4 };
    cohort_inputs *good = plain_inputs(COHORT_WPP_END);
    *value_at(good, COHORT_ASFR, 0, COHORT_FEMALE, 4) = 0.2;
    cohort_inputs_cut_emigration(good, 1);
    cohort_inputs *bad = copy_inputs(good), *cut = copy_inputs(good);
    fill_quantity(bad, COHORT_BASE, DBL_MAX / 1.5);
    *value_at(cut, COHORT_NET_MIGRANTS, 1, COHORT_MALE, 5) = -1000.0;
    for (int a = 0; a < LANES - 1; a++)
        for (int b = a + 1; b < LANES; b++) {
            const cohort_inputs *lanes[LANES];
            char text[64];
            for (int lane = 0; lane < LANES; lane++)
                lanes[lane] = lane == a || lane == b ? bad : lane % 2 ? good : cut;
            snprintf(text, sizeof text, "lane %d: projected population, 2020, ", a);
            assert_batch_fails(LANES, lanes, text);
        }
    cohort_inputs_free(cut);
    cohort_inputs_free(bad);
    cohort_inputs_free(good);
}

/* Births of one group only, whichever it is, alone and in a batch. */
static void bears_in_any_group(void **state)
{
    for (int x = 1; x <= SMALL_OPEN; x++) {
        cohort_inputs *in = plain_inputs(COHORT_WPP_END);
        *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, x) = 0.0731;
        cohort_projection *p = project(in);
        assert_close(cell(p, RESULT_BIRTHS, 0, COHORT_MALE, 0),
                     5 * 0.0731 * (100.0 + 70.0 * (x == SMALL_OPEN ? 2 : 1)) / 2 / 2, ROUNDING, 0);
        const cohort_inputs *lanes[] = {in};
        assert_same_in_batch(1, lanes, p);
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

/* Too many leave, in three cells of two intervals and at an opening. */
static cohort_inputs *leaving_inputs(void)
{
    cohort_inputs *in = plain_inputs(COHORT_WPP_EVEN);
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, SMALL_OPEN) = -500.0;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 3) = -220.0;
    *value_at(in, COHORT_NET_MIGRANTS, 1, COHORT_MALE, 7) = -130.0;
    return in;
}

static void names_all_cells_of_a_run(void **state)
{
    cohort_inputs *in = leaving_inputs();
    cohort_projection *p;
    cohort_error error;
    assert_fails(cohort_projection_new(in, &p, &error), COHORT_ERROR_VALUE, error,
                 "population with the migrants of the opening, 2015, men 55+: -50:");
    assert_null(p);
    assert_non_null(strstr(error.text, "women 15-19 of 2015 (-10)"));
    assert_non_null(strstr(error.text, "men 35-39 of 2025 ("));
    cohort_inputs_free(in);
}

/* One cell, or so many, of which nine are named. */
static void says_how_many_cells_there_are(void **state)
{
    cohort_inputs *in = plain_inputs(COHORT_WPP_END);
    cohort_projection *p;
    cohort_error error;
    for (int count = 1; count < SMALL_OPEN; count++) {
        char text[sizeof error.text] =
            "projected population, 2020, men 5-9: -30: expected a finite number, 0 or more; net "
            "migration of 2015-2020 takes away more than there are, or a rate is too large";
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, count) = -100.0;
        for (int i = 1; i < count && i < 9; i++) {
            char more[64];
            snprintf(more, sizeof more, "; and %d more: ", count - 1);
            strcat(text, i == 1 ? more : ", ");
            snprintf(more, sizeof more, "men %d-%d of 2020 (-30)", 5 * i + 5, 5 * i + 9);
            strcat(text, more);
        }
        assert_int_equal(cohort_projection_new(in, &p, &error), COHORT_ERROR_VALUE);
        assert_string_equal(error.text, text);
    }
    cohort_inputs_free(in);
}

static void cuts_emigration_to_those_present(void **state)
{
    cohort_inputs *in = leaving_inputs();
    cohort_cut cuts[16];
    cohort_error error;
    double persons = 0.0, asked = 0.0, left = 0.0;
    cohort_inputs_cut_emigration(in, 1);
    cohort_projection *p = project(in);
    const int count = cohort_projection_cuts(p, 16, cuts);
    assert_in_range(count, 4, 16);
    assert_int_equal(cohort_projection_cuts(p, 0, NULL), count);
    for (int i = 0; i < count; i++) {
        assert_true(cuts[i].persons > 0.0);
        persons += cuts[i].persons;
    }
    assert_true(cuts[0].interval == 0 && cuts[0].at_opening == 1 && cuts[0].age == SMALL_OPEN);
    assert_close(cuts[0].persons, 50.0, ROUNDING, 0);
    assert_true(cell(p, RESULT_POPULATION, 1, COHORT_MALE, SMALL_OPEN) == 0.0);
    /* Accounts close in every cell, nothing is below zero, and what was asked for is what left and what
     * was cut (of those cut at the opening some would have died). */
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < SMALL_AGES; x++) {
                const double from = x ? cell(p, RESULT_POPULATION, i, sex, x - 1)
                                      : cell(p, RESULT_BIRTHS, i, sex, 0);
                const double both =
                    from + (x == SMALL_OPEN ? cell(p, RESULT_POPULATION, i, sex, x) : 0.0);
                const double closing = cell(p, RESULT_POPULATION, i + 1, sex, x);
                assert_close(both - cell(p, RESULT_DEATHS, i, sex, x) +
                                 cell(p, RESULT_NET_MIGRATION, i, sex, x),
                             closing, 0, 1e-12);
                assert_true(closing >= 0.0 && cell(p, RESULT_DEATHS, i, sex, x) >= 0.0);
                asked += value_of(in, COHORT_NET_MIGRANTS, i, sex, x);
                left += cell(p, RESULT_NET_MIGRATION, i, sex, x);
            }
    assert_close(asked + persons, left, 0, 1e-10);
    /* In a batch, too. */
    const cohort_inputs *lanes[] = {in, in};
    assert_same_in_batch(2, lanes, p);
    /* And by a run of populations only; where nothing is settled it stays below zero. */
    double population[(SMALL_STEPS + 1) * COHORT_SEXES * SMALL_AGES];
    memcpy(population, result_cells(p, RESULT_POPULATION), sizeof population);
    assert_ok(cohort_projection_run_population(p, &error), error);
    assert_memory_equal(population, result_cells(p, RESULT_POPULATION), sizeof population);
    cohort_steps_run(&p->steps, 0, 1, population, NULL, NULL);
    assert_close(population[cohort_cell(&small_grid, 1, COHORT_MALE, SMALL_OPEN)],
                 (200.0 - 250.0) * 0.7 - 250.0, ROUNDING, 0);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* Without anything to cut it is the plain run. */
static void cuts_nothing_where_all_can_leave(void **state)
{
    cohort_inputs *plain = plain_inputs(COHORT_WPP_EVEN);
    cohort_projection *a = project(plain);
    cohort_inputs_cut_emigration(plain, 1);
    cohort_projection *b = project(plain);
    assert_same_results(a, b);
    assert_int_equal(cohort_projection_cuts(b, 0, NULL), 0);
    cohort_projection_free(a);
    cohort_projection_free(b);
    cohort_inputs_free(plain);
}

/* Women who were cut bear no fewer than no children; cells in which nobody was cut keep their net
 * migration to the last bit. */
static void counts_births_without_who_was_cut(void **state)
{
    cohort_inputs *in = plain_inputs(COHORT_WPP_EVEN);
    double births[SMALL_AGES];
    cohort_projection *p;
    cohort_error error;
    cohort_inputs_cut_emigration(in, 1);
    *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, 4) = 0.0731;
    *value_at(in, COHORT_ASFR, 0, COHORT_FEMALE, 5) = 0.0731;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 4) = -300.0;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 8) = -0.123;
    assert_ok(cohort_projection_new(in, &p, &error), error);
    const double expected = 5 * 0.0731 * 100.0 / 2; /* by those of group 5 at the opening alone */
    assert_close(cell(p, RESULT_BIRTHS, 0, COHORT_MALE, 0), expected / 2, 0, ROUNDING);
    assert_ok(cohort_projection_births_by_mother(p, 0, births, &error), error);
    assert_ok(cohort_projection_births_by_mother(p, SMALL_STEPS - 1, births, &error), error);
    assert_ok(cohort_projection_births_by_mother(p, 0, births, &error), error);
    for (int x = 0; x < SMALL_AGES; x++)
        assert_close(births[x], x == 5 ? expected : 0.0, 0, ROUNDING);
    assert_true(cell(p, RESULT_NET_MIGRATION, 0, COHORT_FEMALE, 4) == -70.0);
    assert_true(cell(p, RESULT_NET_MIGRATION, 0, COHORT_FEMALE, 8) == -0.123 / 2);
    /* Where nobody is cut, those below zero bear fewer than none: a run is then linear. */
    enum { CELLS = COHORT_SEXES * SMALL_AGES };
    double linear[2 * CELLS];
    const struct step step = cohort_step_of(&p->steps, 0);
    memcpy(linear, result_cells(p, RESULT_POPULATION), CELLS * sizeof *linear);
    cohort_steps_run(&p->steps, 0, 1, linear, NULL, NULL);
    const double women = (-50.0 + (70.0 - 150.0)) + (100.0 - 50.0 * 0.7);
    assert_close(cohort_step_births(&step, linear, linear + CELLS), 5 * 0.0731 * women / 2,
                 ROUNDING, 0);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* The largest number is one. */
static void names_the_first_cell_that_is_not_finite(void **state)
{
    double closings[COHORT_SEXES * SMALL_AGES] = {DBL_MAX, 1.0, (double)INFINITY, (double)INFINITY};
    cohort_error error;
    assert_fails(cohort_check_finite(&small_grid, 1, 1, closings, &error), COHORT_ERROR_VALUE,
                 error, "projected population, 2025, men 10-14: inf");
    closings[2] = closings[3] = DBL_MAX;
    assert_ok(cohort_check_finite(&small_grid, 1, 1, closings, &error), error);
    /* Of one interval of a run, at its own end; and births. */
    enum { CELLS = COHORT_SEXES * SMALL_AGES };
    double population[4 * CELLS] = {0};
    cohort_inputs *in = plain_inputs(COHORT_WPP_END);
    *value_at(in, COHORT_ASFR, 1, COHORT_FEMALE, 4) = 0.2;
    cohort_projection *p = project(in);
    for (int c = 0; c < CELLS; c++)
        population[c] = DBL_MAX / 1.5;
    assert_fails(cohort_steps_run_checked(&p->steps, 1, 2, population, NULL, &error),
                 COHORT_ERROR_VALUE, error, "projected population, 2025, men 0-4: ");
    cohort_flow_cells(&p->births)[0] = DBL_MAX;
    assert_ok(cohort_projection_check_births(p, &error), error);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* In whichever interval and sex children have no births that they could come from. */
static void refuses_children_without_births(void **state)
{
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            cohort_inputs *in = plain_inputs(COHORT_IPSS);
            cohort_projection *p;
            cohort_error error;
            fill_quantity(in, COHORT_CWR, 0.3);
            *value_at(in, COHORT_SURVIVAL, i, sex, 0) = 0.0;
            assert_fails(cohort_projection_new(in, &p, &error), COHORT_ERROR_ACCOUNT, error,
                         sex == COHORT_MALE ? "men reaching 0-4" : "women reaching 0-4");
            cohort_inputs_free(in);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_births_without_who_comes_after_them),
        cmocka_unit_test(empties_a_cell_exactly),
        cmocka_unit_test(tolerates_by_all_that_entered),
        cmocka_unit_test(runs_after_what_overflowed),
        cmocka_unit_test(finds_who_was_not_there_at_the_opening),
        cmocka_unit_test(takes_the_two_oldest_together),
        cmocka_unit_test(finds_any_cell_of_shared_rates),
        cmocka_unit_test(finds_either_of_the_oldest_who_bear),
        cmocka_unit_test(names_the_first_lane_that_overflows),
        cmocka_unit_test(bears_in_any_group),
        cmocka_unit_test(cuts_in_any_cell),
        cmocka_unit_test(names_the_first_lane_that_fails),
        cmocka_unit_test(names_all_cells_of_a_run),
        cmocka_unit_test(says_how_many_cells_there_are),
        cmocka_unit_test(cuts_emigration_to_those_present),
        cmocka_unit_test(cuts_nothing_where_all_can_leave),
        cmocka_unit_test(counts_births_without_who_was_cut),
        cmocka_unit_test(names_the_first_cell_that_is_not_finite),
        cmocka_unit_test(refuses_children_without_births),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
