/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/small.h"

#include <cohort/system.h>

#include <stdlib.h>

enum { AREAS = 3, CELLS = COHORT_SEXES * SMALL_AGES, FLOWS = SMALL_STEPS * AREAS * CELLS };

/* Three areas of one convention, of different size, and irregular moves. */
struct region {
    cohort_inputs *inputs[AREAS];
    double out_rates[FLOWS], in_shares[FLOWS], rates[FLOWS * AREAS];
};

static size_t flow(int interval, int area, int cell)
{
    return (size_t)((interval * AREAS + area) * CELLS + cell);
}

static struct region *region_of(cohort_convention convention)
{
    struct region *r = calloc(1, sizeof *r);
    for (int a = 0; a < AREAS; a++) {
        r->inputs[a] = scattered_inputs_of(&small_grid, convention);
        admit_alone(r->inputs[a]);
        for (size_t i = 0; i < value_count(r->inputs[a], COHORT_BASE); i++)
            cohort_inputs_array(r->inputs[a], COHORT_BASE)[i] *= 1.0 + 0.77 * a;
    }
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int cell = 0; cell < CELLS; cell++)
            for (int a = 0; a < AREAS; a++) {
                static const double shares[AREAS] = {0.53, 0.29, 0.18};
                r->out_rates[flow(i, a, cell)] = 0.01 + 0.003 * a + 0.0017 * (cell % 7);
                r->in_shares[flow(i, a, cell)] = shares[(a + cell + i) % AREAS];
            }
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int from = 0; from < AREAS; from++)
            for (int to = 0; to < AREAS; to++)
                for (int cell = 0; cell < CELLS; cell++)
                    r->rates[((i * AREAS + from) * AREAS + to) * CELLS + cell] =
                        r->out_rates[flow(i, from, cell)] * r->in_shares[flow(i, to, cell)];
    return r;
}

static void free_region(struct region *r)
{
    for (int a = 0; a < AREAS; a++)
        cohort_inputs_free(r->inputs[a]);
    free(r);
}

static cohort_system *run(const struct region *r, const cohort_moves *moves)
{
    cohort_system *system;
    cohort_error error;
    assert_ok(
        cohort_system_new(AREAS, (const cohort_inputs *const *)r->inputs, moves, &system, &error),
        error);
    return system;
}

/* Who comes less who goes, over all areas: nil to the last digit in every cell. */
static void check_nothing_is_lost(const cohort_system *system)
{
    for (int i = 0; i < SMALL_STEPS; i++) {
        const double *out = cohort_system_departures(system, i);
        const double *in = cohort_system_arrivals(system, i);
        double moved = 0.0;
        for (int cell = 0; cell < CELLS; cell++) {
            double net = 0.0;
            for (int a = 0; a < AREAS; a++) {
                net += in[a * CELLS + cell] - out[a * CELLS + cell];
                moved += out[a * CELLS + cell];
            }
            assert_true(net == 0.0);
        }
        assert_true(moved > 0.0);
    }
}

/* The system's areas are projections: the counts that moved stand in their inputs. */
static void check_areas(const cohort_system *system, const struct region *r)
{
    for (int a = 0; a < AREAS; a++) {
        const cohort_projection *area = cohort_system_area(system, a);
        cohort_inputs *inputs = copy_inputs(r->inputs[a]);
        for (int i = 0; i < SMALL_STEPS; i++)
            for (int cell = 0; cell < CELLS; cell++) {
                double in = cohort_system_arrivals(system, i)[a * CELLS + cell];
                double out = cohort_system_departures(system, i)[a * CELLS + cell];
                cohort_inputs_array(inputs, COHORT_NET_MIGRANTS)[i * CELLS + cell] += in - out;
            }
        cohort_projection *alone = project(inputs);
        for (int result = 0; result < RESULTS; result++)
            for (size_t c = 0; c < result_count(alone, result); c++) /* one rounding of net */
                assert_close(result_cells(area, result)[c], result_cells(alone, result)[c], 1e-12,
                             1e-10);
        cohort_projection_free(alone);
        cohort_inputs_free(inputs);
    }
}

static void loses_nobody_between_areas(void **state)
{
    (void)state;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct region *r = region_of(c);
        const cohort_moves moves[] = {{r->out_rates, r->in_shares, NULL}, {NULL, NULL, r->rates}};
        for (int kind = 0; kind < 2; kind++) {
            cohort_system *system = run(r, &moves[kind]);
            cohort_stock total;
            cohort_error error;
            check_nothing_is_lost(system);
            check_areas(system, r);
            assert_ok(cohort_stock_init(&total, &small_grid, &error), error);
            assert_ok(cohort_system_total(system, &total, &error), error);
            for (int cell = 0; cell < (SMALL_STEPS + 1) * CELLS; cell++) {
                double sum = 0.0;
                for (int a = 0; a < AREAS; a++)
                    sum += result_cells(cohort_system_area(system, a), RESULT_POPULATION)[cell];
                assert_true(total.cells[cell] == sum); /* to the last digit */
            }
            cohort_stock_free(&total);
            cohort_system_free(system);
        }
        free_region(r);
    }
}

/* What the pool sends back to where it came from is no move between origin and destination. */
static void pool_and_origins_agree(void **state)
{
    (void)state;
    struct region *r = region_of(COHORT_WPP_EVEN);
    cohort_system *pool = run(r, &(cohort_moves){r->out_rates, r->in_shares, NULL});
    cohort_system *pairs = run(r, &(cohort_moves){NULL, NULL, r->rates});
    for (int a = 0; a < AREAS; a++)
        for (int cell = 0; cell < (SMALL_STEPS + 1) * CELLS; cell++)
            assert_close(result_cells(cohort_system_area(pool, a), RESULT_POPULATION)[cell],
                         result_cells(cohort_system_area(pairs, a), RESULT_POPULATION)[cell], 1e-12,
                         0); /* the flows are rounded to 2^-51 of a pool */
    cohort_system_free(pool);
    cohort_system_free(pairs);
    free_region(r);
}

static void without_moves_each_goes_its_own_way(void **state)
{
    (void)state;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct region *r = region_of(c);
        for (int i = 0; i < FLOWS * AREAS; i++)
            r->rates[i] = 0.0;
        cohort_system *system = run(r, &(cohort_moves){NULL, NULL, r->rates});
        for (int a = 0; a < AREAS; a++) {
            cohort_projection *alone = project(r->inputs[a]);
            assert_same_results(cohort_system_area(system, a), alone);
            cohort_projection_free(alone);
        }
        assert_null(cohort_system_area(system, AREAS));
        assert_null(cohort_system_arrivals(system, SMALL_STEPS));
        cohort_system_free(system);
        free_region(r);
    }
}

static void refuses_what_is_no_system(void **state)
{
    (void)state;
    struct region *r = region_of(COHORT_WPP_END);
    const cohort_inputs *const *inputs = (const cohort_inputs *const *)r->inputs;
    const cohort_moves good = {r->out_rates, r->in_shares, NULL};
    const cohort_moves both = {r->out_rates, r->in_shares, r->rates},
                       half = {NULL, r->in_shares, NULL};
    cohort_system *system = (cohort_system *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_system_new(0, inputs, &good, &system, &error), COHORT_ERROR_ARGUMENT, error,
                 "0 areas");
    assert_null(system);
    assert_fails(cohort_system_new(AREAS, inputs, &both, &system, &error), COHORT_ERROR_ARGUMENT,
                 error, "or rates alone");
    assert_fails(cohort_system_new(AREAS, inputs, &half, &system, &error), COHORT_ERROR_ARGUMENT,
                 error, "or rates alone");
    r->in_shares[flow(1, 2, 5)] += 0.1;
    assert_fails(cohort_system_new(AREAS, inputs, &good, &system, &error), COHORT_ERROR_VALUE,
                 error, "moves of 2020-2025: ");
    r->in_shares[flow(1, 2, 5)] -= 0.1;
    cohort_inputs_free(r->inputs[1]);
    r->inputs[1] = small_inputs();
    assert_fails(cohort_system_new(AREAS, inputs, &good, &system, &error), COHORT_ERROR_GRID, error,
                 "area 1: ");
    assert_null(system);
    cohort_system_free(NULL);
    free_region(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_nobody_between_areas),
        cmocka_unit_test(pool_and_origins_agree),
        cmocka_unit_test(without_moves_each_goes_its_own_way),
        cmocka_unit_test(refuses_what_is_no_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
