/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many lanes at once: each has the bits of a projection by itself, whatever stands beside it, on
 * any number of threads and every level of the processor that is here. */
#include "support/close.h"
#include "support/lanes.h"
#include "support/random.h"

#include "model/batch.h"
#include "model/projection.h"

#include <stdbool.h>
#include <stdlib.h>

/* --- The same bits --- */

/* The groups 15-49 of ipss are on the grid. */
static bool fits(const cohort_grid *grid, int convention)
{
    return grid->width <= 5 || convention != COHORT_IPSS;
}

static const cohort_grid grids[] = {
    {5, 12, 2015, 3}, {1, 53, 2000, 6}, {5, 21, 1950, 4}, {5, 11, 2015, 0}, {25, 3, 2000, 3},
};

/* Lanes of every grid, convention and variant, one after another. */
static void for_all_lanes(int count, int variants, void (*check)(struct lanes *lanes))
{
    for (size_t g = 0; g < sizeof grids / sizeof *grids; g++)
        for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
            for (int v = 0; fits(&grids[g], c) && v < variants; v++) {
                struct lanes lanes =
                    lanes_of(&grids[g], (cohort_convention)c, (enum variant)v, count);
                check(&lanes);
                free_lanes(&lanes);
            }
}

/* As it was made, and on each level of the processor; freed. */
static void assert_levels_agree(cohort_batch *batch, const struct lanes *lanes)
{
    assert_as_alone(batch, 2, lanes);
    for (int level = LEVEL_BASE; level <= (int)cohort_level_best(); level++) {
        batch->kernel = cohort_batch_kernel((enum level)level);
        assert_as_alone(batch, 1, lanes);
    }
    cohort_batch_free(batch);
}

static void check_lanes(struct lanes *lanes)
{
    assert_levels_agree(batch_of(lanes->count, lanes->view), lanes);
}

static void every_lane_is_as_it_is_alone_on_every_level(void **state)
{
    const char *best = cohort_level_name(cohort_level_best());
    assert_string_equal(cohort_level_name(cohort_level_best()), best);
    print_message("levels up to %s\n", best);
    for_all_lanes(COHORT_BLOCK + 3, VARIANTS + 1, check_lanes);
}

/* Rates of one area, and base populations of their own. */
static void check_shared_rates(struct lanes *lanes)
{
    double *bases = share_rates(lanes);
    cohort_batch *batch;
    cohort_error error;
    fill_quantity(lanes->inputs[0], COHORT_BASE, (double)NAN); /* it is not read */
    assert_ok(cohort_batch_new_shared(lanes->inputs[0], lanes->count, bases, &batch, &error),
              error);
    assert_levels_agree(batch, lanes);
    free(bases);
}

static void shared_rates_are_as_if_each_had_them(void **state)
{
    for_all_lanes(2 * COHORT_BLOCK + 5, VARIANTS, check_shared_rates);
}

/* And the kernel of one projection has levels of its own. */
static void check_projection(struct lanes *lanes)
{
    cohort_projection *again = project(lanes->inputs[0]);
    cohort_error error;
    for (int level = LEVEL_BASE; level <= (int)cohort_level_best(); level++) {
        again->steps.level = (enum level)level;
        assert_ok(cohort_projection_run(again, &error), error);
        assert_same_results(again, lanes->alone[0]);
    }
    cohort_projection_free(again);
}

static void one_projection_has_the_same_bits_on_every_level(void **state)
{
    for_all_lanes(1, VARIANTS, check_projection);
}

static void any_number_of_lanes_will_do(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct lanes lanes = lanes_of(&small_grid, (cohort_convention)c, VARIANTS, MOST_LANES);
        for (int count = 1; count <= MOST_LANES; count++) {
            struct lanes some = lanes;
            cohort_batch *batch = batch_of(count, lanes.view);
            some.count = count;
            assert_as_alone(batch, 1 + count % 4, &some);
            cohort_batch_free(batch);
        }
        free_lanes(&lanes);
    }
}

/* Lanes in another order, some of them more than once. */
static void neighbours_change_nothing(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct lanes lanes = lanes_of(&small_grid, (cohort_convention)c, VARIANTS, MOST_LANES);
        const cohort_inputs *mixed[2 * MOST_LANES];
        int from[2 * MOST_LANES];
        for (int i = 0; i < 2 * MOST_LANES; i++) {
            from[i] = (MOST_LANES - 1 + 17 * i) % MOST_LANES * (i % 5 != 0);
            mixed[i] = lanes.inputs[from[i]];
        }
        cohort_batch *batch = batch_of(2 * MOST_LANES, mixed);
        double *populations = populations_of(batch, 2);
        for (int i = 0; i < 2 * MOST_LANES; i++)
            assert_same_bits(populations + (size_t)i * lanes.size,
                             result_cells(lanes.alone[from[i]], RESULT_POPULATION), lanes.size);
        free(populations);
        cohort_batch_free(batch);
        free_lanes(&lanes);
    }
}

static void threads_change_nothing(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_WPP_EVEN, VARIANTS, MOST_LANES);
    cohort_batch *batch = batch_of(lanes.count, lanes.view);
    for (int threads = 0; threads <= 4; threads++)
        assert_as_alone(batch, threads, &lanes);
    assert_as_alone(batch, 1000000000, &lanes);
    cohort_batch_free(batch);
    free_lanes(&lanes);
}

/* A batch that holds nothing of its inputs. */
static void inputs_need_not_outlive_the_call(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_WPP_END, EVERYTHING, 3);
    cohort_batch *batch = batch_of(lanes.count, lanes.view);
    for (int lane = 0; lane < lanes.count; lane++)
        fill_quantity(lanes.inputs[lane], COHORT_SURVIVAL, (double)NAN);
    assert_as_alone(batch, 1, &lanes);
    cohort_batch_free(batch);
    cohort_batch_free(NULL);
    free_lanes(&lanes);
}

/* Any cell that is not finite, and nothing behind the last. */
static void every_level_looks_at_all_cells(void **state)
{
    enum { AGES = 3, ALL = COHORT_SEXES * AGES * COHORT_BLOCK };
    double population[ALL + COHORT_BLOCK], zero[COHORT_BLOCK];
    for (int i = 0; i < ALL + COHORT_BLOCK; i++)
        population[i] = 1.0;
    for (int level = LEVEL_BASE; level <= (int)cohort_level_best(); level++)
        for (int i = 0; i < ALL + COHORT_BLOCK; i++) {
            population[i] = (double)INFINITY;
            cohort_batch_kernel((enum level)level)->end(AGES, population, zero);
            population[i] = 1.0;
            for (int l = 0; l < COHORT_BLOCK; l++)
                assert_int_equal(zero[l] == 0.0, i >= ALL || l != i % COHORT_BLOCK);
        }
}

/* --- The sink --- */

struct noted {
    const struct lanes *lanes;
    int dates[MOST_LANES / COHORT_BLOCK + 1]; /* so many of a block have come */
};

static int look(void *context, int first_lane, int lanes, int date, const double *population)
{
    struct noted *seen = context;
    const size_t cells = cohort_grid_cells(&small_grid);
    assert_int_equal(first_lane % COHORT_BLOCK, 0);
    assert_int_equal(lanes, first_lane + COHORT_BLOCK <= seen->lanes->count
                                ? COHORT_BLOCK
                                : seen->lanes->count - first_lane);
    assert_int_equal(date, seen->dates[first_lane / COHORT_BLOCK]++);
    for (int l = 0; l < lanes; l++)
        for (size_t c = 0; c < cells; c++)
            assert_same_bits(&population[c * COHORT_BLOCK + (size_t)l],
                             result_cells(seen->lanes->alone[first_lane + l], RESULT_POPULATION) +
                                 (size_t)date * cells + c,
                             1);
    return 0;
}

static void sink_sees_every_block_and_date_once(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_IPSS, VARIANTS, MOST_LANES);
    cohort_batch *batch = batch_of(lanes.count, lanes.view);
    cohort_error error;
    for (int threads = 1; threads <= 4; threads++) {
        struct noted seen = {&lanes, {0}};
        assert_ok(cohort_batch_run(batch, threads, look, &seen, &error), error);
        for (int block = 0; block < batch->blocks; block++)
            assert_int_equal(seen.dates[block], small_grid.steps + 1);
    }
    assert_ok(cohort_batch_run(batch, 2, NULL, NULL, &error), error);
    cohort_batch_free(batch);
    free_lanes(&lanes);
}

/* It stops at the second date of the second block. */
static int stop_there(void *context, int first_lane, int lanes, int date, const double *population)
{
    ++*(int *)context;
    return first_lane == COHORT_BLOCK && date == 1 ? -3 : 0;
}

static int stop_at_once(void *context, int first_lane, int lanes, int date,
                        const double *population)
{
    return 1;
}

static void sink_stops_the_run(void **state)
{
    struct lanes lanes = lanes_of(&small_grid, COHORT_IPSS, VARIANTS, MOST_LANES);
    cohort_batch *batch = batch_of(lanes.count, lanes.view);
    cohort_error error;
    int calls = 0;
    assert_fails(cohort_batch_run(batch, 1, stop_there, &calls, &error), COHORT_ERROR_STOPPED,
                 error, "stopped by the caller");
    assert_int_equal(calls, small_grid.steps + 1 + 2);
    for (int threads = 2; threads <= 4; threads++)
        assert_int_equal(cohort_batch_run(batch, threads, stop_at_once, NULL, NULL),
                         COHORT_ERROR_STOPPED);
    cohort_batch_free(batch);
    free_lanes(&lanes);
}

/* What a visit writes into all of its room stays there from date to date, each of which comes once. */
struct notes {
    int dates[MOST_LANES / COHORT_BLOCK + 1], wrong;
};

static void note(const struct batch_visit *visit, const cohort_batch *batch, int block, int date,
                 const double *population, double *room)
{
    struct notes *notes = visit->context;
    const size_t size = visit->room * sizeof *room;
    double kept[9];
    for (int k = 0; k < 9; k++)
        kept[k] = 1000.0 * block + k;
    notes->wrong += date != notes->dates[block]++ || (date > 0 && memcmp(room, kept, size) != 0);
    memcpy(room, kept, size);
}

static void visits_have_room(cohort_batch *batch)
{
    for (size_t room = 1; room <= 9; room++) {
        struct notes notes = {0};
        cohort_error error;
        const struct batch_visit visit = {note, &notes, room, NULL};
        assert_ok(cohort_batch_visit(batch, 1, &visit, &error), error);
        assert_int_equal(notes.wrong, 0);
        for (int block = 0; block < batch->blocks; block++)
            assert_int_equal(notes.dates[block], batch->grid.steps + 1);
    }
    cohort_batch_free(batch);
}

static void a_visit_has_its_room(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct lanes lanes = lanes_of(&small_grid, (cohort_convention)c, COMING, MOST_LANES);
        visits_have_room(batch_of(lanes.count, lanes.view));
        for (int lane = 0; lane < lanes.count; lane++) { /* too many leave */
            cohort_inputs_cut_emigration(lanes.inputs[lane], 1);
            *value_at(lanes.inputs[lane], COHORT_NET_MIGRANTS, 1, lane % 2, 3) = -1e5;
        }
        visits_have_room(batch_of(lanes.count, lanes.view));
        free_lanes(&lanes);
    }
}

/* --- Measures --- */

static void measures_are_those_of_single_runs(void **state)
{
    double rates[COHORT_SEXES * SMALL_AGES];
    const cohort_measure measures[] = {
        {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2030},
        {.band = {COHORT_FEMALE, 20, 39}, .year = 2015},
        {.band = {COHORT_BOTH, 0, 14}, .year = 2022.5, .rates = rates},
        {{COHORT_BOTH, 50, COHORT_OPEN_END}, 2025, 1, {COHORT_BOTH, 0, COHORT_OPEN_END}, NULL},
        {{COHORT_MALE, 0, 4}, 2028.75, 1, {COHORT_BOTH, 15, 49}, rates},
        {{COHORT_BOTH, 0, COHORT_OPEN_END}, 2015, 1, {COHORT_BOTH, 0, COHORT_OPEN_END}, NULL},
    };
    enum { COUNT = sizeof measures / sizeof *measures };
    uint64_t random = 3;
    for (size_t c = 0; c < sizeof rates / sizeof *rates; c++)
        rates[c] = next_random(&random);
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct lanes lanes = lanes_of(&small_grid, (cohort_convention)c, VARIANTS, MOST_LANES);
        cohort_batch *batch = batch_of(lanes.count, lanes.view);
        double values[MOST_LANES][COUNT];
        cohort_error error;
        for (int threads = 1; threads <= 3; threads++) {
            memset(values, 0, sizeof values);
            assert_ok(cohort_batch_measures(batch, threads, COUNT, measures, values[0], &error),
                      error);
            for (int lane = 0; lane < lanes.count; lane++)
                for (int m = 0; m < COUNT; m++) {
                    double alone;
                    assert_ok(cohort_measure_value(cohort_projection_population(lanes.alone[lane]),
                                                   &measures[m], &alone, &error),
                              error);
                    assert_same_bits(&values[lane][m], &alone, 1);
                }
        }
        cohort_batch_free(batch);
        free_lanes(&lanes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lane_is_as_it_is_alone_on_every_level),
        cmocka_unit_test(any_number_of_lanes_will_do),
        cmocka_unit_test(neighbours_change_nothing),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(inputs_need_not_outlive_the_call),
        cmocka_unit_test(shared_rates_are_as_if_each_had_them),
        cmocka_unit_test(every_level_looks_at_all_cells),
        cmocka_unit_test(one_projection_has_the_same_bits_on_every_level),
        cmocka_unit_test(sink_sees_every_block_and_date_once),
        cmocka_unit_test(sink_stops_the_run),
        cmocka_unit_test(a_visit_has_its_room),
        cmocka_unit_test(measures_are_those_of_single_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
