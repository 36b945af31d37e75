/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several areas that exchange people: through a pool, and by origin and destination. */
#include <cohort/system.h>

#include "support/close.h"
#include "support/small.h"

#include <stdbool.h>
#include <stdlib.h>

enum { AREAS = 3, CELLS = COHORT_SEXES * SMALL_AGES, FLOWS = SMALL_STEPS * AREAS * CELLS };

/* Areas on small_grid, and both kinds of moves among them. */
static cohort_inputs *inputs[AREAS];
static double out_rates[FLOWS], in_shares[FLOWS], rates[FLOWS * AREAS];
static const cohort_moves pool = {.out_rates = out_rates, .in_shares = in_shares};
static const cohort_moves matrix = {.rates = rates};
static const cohort_moves *const kinds[] = {&pool, &matrix};

static size_t flow_index(int interval, int area, int cell)
{
    return ((size_t)interval * AREAS + (size_t)area) * CELLS + (size_t)cell;
}

static double *rate_at(int interval, int from, int to, int cell)
{
    return &rates[(((size_t)interval * AREAS + (size_t)from) * AREAS + (size_t)to) * CELLS +
                  (size_t)cell];
}

/* Spread evenly over 0 .. 1. */
static double scatter(size_t index)
{
    double turn = 0.7548776662466927 * (double)(index + 1);
    return turn - floor(turn);
}

/* Shares that add up to 1; rates of origin and destination that mean the same moves, but for those
 * that lead back to where they came from (the diagonal is not read: 9 there says so). */
static void fill_moves(void)
{
    for (size_t i = 0; i < FLOWS; i++)
        out_rates[i] = 0.03 * scatter(i);
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int c = 0; c < CELLS; c++) {
            double sum = 0.0;
            for (int a = 0; a < AREAS; a++)
                sum += 0.2 + scatter(FLOWS + flow_index(i, a, c));
            for (int a = 0; a < AREAS; a++)
                in_shares[flow_index(i, a, c)] = (0.2 + scatter(FLOWS + flow_index(i, a, c))) / sum;
            for (int from = 0; from < AREAS; from++)
                for (int to = 0; to < AREAS; to++)
                    *rate_at(i, from, to, c) = from == to ? 9.0
                                                          : out_rates[flow_index(i, from, c)] *
                                                                in_shares[flow_index(i, to, c)];
        }
}

/* The areas differ in base and counts of migrants; in nothing else when `alike`. */
static void begin(cohort_convention convention, bool alike)
{
    fill_moves();
    for (int a = 0; a < AREAS; a++) {
        inputs[a] = scattered_inputs_of(&small_grid, convention);
        for (int c = 0; c < CELLS; c++)
            cohort_inputs_array(inputs[a], COHORT_BASE)[c] *= 1.0 + 0.1 * a * scatter((size_t)c);
        for (size_t c = 0; c < value_count(inputs[a], COHORT_NET_MIGRANTS); c++)
            cohort_inputs_array(inputs[a], COHORT_NET_MIGRANTS)[c] *= 0.5 + 0.2 * a;
        for (int c = 0; c < SMALL_STEPS * CELLS && !alike; c++)
            cohort_inputs_array(inputs[a], COHORT_SURVIVAL)[c] *= 1.0 - 0.02 * a;
    }
}

static void end(void)
{
    for (int a = 0; a < AREAS; a++)
        cohort_inputs_free(inputs[a]);
}

static cohort_system *run(const cohort_moves *moves)
{
    cohort_system *system;
    cohort_error error;
    assert_ok(
        cohort_system_new(AREAS, (const cohort_inputs *const *)inputs, moves, &system, &error),
        error);
    return system;
}

static const double *population_of(const cohort_system *system, int area, int date)
{
    return cohort_projection_population(cohort_system_area(system, area))->cells +
           cohort_cell(&small_grid, date, 0, 0);
}

/* Every convention and kind of moves. */
static void for_each(bool alike, void (*check)(const cohort_moves *moves))
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++)
        for (int kind = 0; kind < 2; kind++) {
            begin((cohort_convention)k, alike);
            check(kinds[kind]);
            end();
        }
}

/* --- Flows --- */

static void check_sum_is_zero(const cohort_moves *moves)
{
    for (int a = 0; a < AREAS; a++) /* so that what the areas hold is what moved */
        fill_quantity(inputs[a], COHORT_NET_MIGRANTS, 0.0);
    cohort_system *system = run(moves);
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int c = 0; c < CELLS; c++) {
            const double *departures = cohort_system_departures(system, i) + c;
            const double *arrivals = cohort_system_arrivals(system, i) + c;
            double sums[3] = {0, 0, 0}, net = 0.0;
            for (int a = 0; a < AREAS; a++) {
                const cohort_inputs *in = cohort_projection_inputs(cohort_system_area(system, a));
                double held = cohort_inputs_view(in, COHORT_NET_MIGRANTS)[i * CELLS + c];
                sums[0] += departures[a * CELLS];
                sums[1] += arrivals[a * CELLS];
                net += arrivals[a * CELLS] - departures[a * CELLS];
                sums[2] += held;
                assert_close(held, arrivals[a * CELLS] - departures[a * CELLS], 0, 0);
            }
            /* 0: exactly */
            assert_close(sums[0], sums[1], 0, 0);
            assert_close(net, 0.0, 0, 0);
            assert_close(sums[2], 0.0, 0, 0);
            /* somebody moves, but for the unborn of ipss */
            bool unborn = cohort_inputs_convention(inputs[0]) == COHORT_IPSS && c % SMALL_AGES == 0;
            assert_true(unborn ? sums[0] == 0.0 : sums[0] > 0.0);
        }
    cohort_system_free(system);
}

static void moves_add_up_to_zero(void **state)
{
    for_each(false, check_sum_is_zero);
}

/* Those who may move: by age at the opening, or in ipss those on their way to an age. */
static double present_at(const double *opening, int cell)
{
    const int x = cell % SMALL_AGES;
    if (cohort_inputs_convention(inputs[0]) != COHORT_IPSS)
        return opening[cell];
    return x == 0 ? 0.0 : x == SMALL_OPEN ? opening[cell - 1] + opening[cell] : opening[cell - 1];
}

static void check_flows(const cohort_moves *moves)
{
    cohort_system *system = run(moves);
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int a = 0; a < AREAS; a++)
            for (int c = 0; c < CELLS; c++) {
                double departures = 0.0, arrivals = 0.0;
                for (int b = 0; b < AREAS; b++) {
                    double there = present_at(population_of(system, b, i), c);
                    double here = present_at(population_of(system, a, i), c);
                    bool counts = moves == &pool || a != b;
                    if (counts) {
                        departures +=
                            here * out_rates[flow_index(i, a, c)] * in_shares[flow_index(i, b, c)];
                        arrivals +=
                            there * out_rates[flow_index(i, b, c)] * in_shares[flow_index(i, a, c)];
                    }
                }
                /* 1e-13: flows are rounded to 2^-51 of all who move */
                size_t at = (size_t)a * CELLS + (size_t)c;
                assert_close(cohort_system_departures(system, i)[at], departures, 1e-13, 1e-13);
                assert_close(cohort_system_arrivals(system, i)[at], arrivals, 1e-13, 1e-13);
                /* they come on top of the area's own migrants */
                const cohort_inputs *held = cohort_projection_inputs(cohort_system_area(system, a));
                double own = cohort_inputs_view(inputs[a], COHORT_NET_MIGRANTS)[i * CELLS + c];
                double all = cohort_inputs_view(held, COHORT_NET_MIGRANTS)[i * CELLS + c];
                assert_close(all - own, arrivals - departures, 1e-12, 1e-11);
            }
    cohort_system_free(system);
}

static void moves_are_rates_of_those_present(void **state)
{
    for_each(false, check_flows);
}

/* An area is the projection of its own inputs with the counts that moved, accounts and all. */
static void check_areas(const cohort_moves *moves)
{
    cohort_system *system = run(moves);
    for (int a = 0; a < AREAS; a++) {
        const cohort_projection *area = cohort_system_area(system, a);
        cohort_projection *alone = project(cohort_projection_inputs(area));
        assert_same_results(area, alone);
        cohort_projection_free(alone);
        for (int i = 0; i < SMALL_STEPS; i++)
            for (int c = 0; c < CELLS; c++) {
                const int at = i * CELLS + c, x = c % SMALL_AGES;
                const double *opening = population_of(system, a, i);
                double before = x == 0            ? cohort_projection_births(area)->cells[at]
                                : x == SMALL_OPEN ? opening[c - 1] + opening[c]
                                                  : opening[c - 1];
                double after = before - cohort_projection_deaths(area)->cells[at] +
                               cohort_projection_net_migration(area)->cells[at];
                assert_close(population_of(system, a, i + 1)[c], after, 1e-12, 0);
            }
    }
    cohort_system_free(system);
}

static void accounts_close_in_each_area(void **state)
{
    for_each(false, check_areas);
}

/* --- Limits --- */

static void check_no_moves(const cohort_moves *moves)
{
    memset(out_rates, 0, sizeof out_rates);
    memset(rates, 0, sizeof rates);
    cohort_system *system = run(moves);
    for (int a = 0; a < AREAS; a++) {
        cohort_projection *alone = project(inputs[a]);
        assert_same_results(cohort_system_area(system, a), alone);
        cohort_projection_free(alone);
    }
    cohort_system_free(system);
}

static void without_moves_areas_are_on_their_own(void **state)
{
    for_each(false, check_no_moves);
}

/* Where all rates are equal it does not matter who lives where. */
static void check_merged(const cohort_moves *moves)
{
    cohort_system *system = run(moves);
    cohort_inputs *merged = copy_inputs(inputs[0]);
    const cohort_quantity added[] = {COHORT_BASE, COHORT_NET_MIGRANTS};
    for (int q = 0; q < 2; q++)
        for (size_t c = 0; c < value_count(merged, added[q]); c++)
            for (int a = 1; a < AREAS; a++)
                cohort_inputs_array(merged, added[q])[c] +=
                    cohort_inputs_view(inputs[a], added[q])[c];
    cohort_projection *together = project(merged);
    const cohort_stock *expected = cohort_projection_population(together);
    cohort_stock total;
    cohort_error error;
    assert_ok(cohort_stock_init(&total, &small_grid, &error), error);
    assert_ok(cohort_system_total(system, &total, &error), error);
    /* 1e-13: sums in another order, over three intervals */
    for (int c = 0; c < (SMALL_STEPS + 1) * CELLS; c++) {
        assert_close(total.cells[c], expected->cells[c], 1e-13, 0);
        double sum = 0.0;
        for (int a = 0; a < AREAS; a++)
            sum += population_of(system, a, 0)[c];
        assert_close(total.cells[c], sum, 0, 0);
    }
    cohort_stock_free(&total);
    cohort_projection_free(together);
    cohort_inputs_free(merged);
    cohort_system_free(system);
}

static void equal_areas_add_up_to_one(void **state)
{
    for_each(true, check_merged);
}

/* The same moves said in two ways: those who come back from the pool to where they were leave and
 * arrive there, and do not count by origin and destination. */
static void both_kinds_agree(void **state)
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++) {
        begin((cohort_convention)k, false);
        cohort_system *a = run(&pool), *b = run(&matrix);
        for (int area = 0; area < AREAS; area++)
            for (int c = 0; c < (SMALL_STEPS + 1) * CELLS; c++)
                assert_close(population_of(a, area, 0)[c], population_of(b, area, 0)[c], 1e-13, 0);
        for (int i = 0; i < SMALL_STEPS; i++)
            for (int area = 0; area < AREAS; area++)
                for (int c = 0; c < CELLS; c++) {
                    const int at = area * CELLS + c;
                    double back = present_at(population_of(a, area, i), c) *
                                  out_rates[flow_index(i, area, c)] *
                                  in_shares[flow_index(i, area, c)];
                    assert_close(cohort_system_departures(a, i)[at] -
                                     cohort_system_departures(b, i)[at],
                                 back, 1e-11, 1e-12);
                    assert_close(cohort_system_arrivals(a, i)[at] -
                                     cohort_system_arrivals(b, i)[at],
                                 back, 1e-11, 1e-12);
                }
        cohort_system_free(b);
        cohort_system_free(a);
        end();
    }
}

/* Two areas of three groups, nobody dies or is born; a tenth of the groups above the first leave
 * the one for the other, which is empty. */
static void moves_by_hand(void **state)
{
    const cohort_grid grid = {5, 3, 2000, 1};
    const double base[] = {400, 1000, 500}, out[] = {0, 0.1, 0.1};
    const struct {
        cohort_convention convention;
        double closing[2][3];
    } cases[] = {
        /* all 100 and 50 at the closing: 400 - 100, 1000 + 500 - 50 */
        {COHORT_WPP_END, {{0, 300, 1450}, {0, 100, 50}}},
        /* half at each end: 400 - 50, 950 + 475 - 25 */
        {COHORT_WPP_EVEN, {{0, 350, 1400}, {0, 50, 100}}},
    };
    for (int k = 0; k < 2; k++) {
        cohort_inputs *in[2];
        double leaving[12] = {0}, coming[12] = {0};
        cohort_system *system;
        cohort_error error;
        for (int a = 0; a < 2; a++) {
            in[a] = blank_inputs_of(&grid, cases[k].convention);
            fill_quantity(in[a], COHORT_SURVIVAL, 1.0);
        }
        for (int c = 0; c < 6; c++) {
            cohort_inputs_array(in[0], COHORT_BASE)[c] = base[c % 3];
            leaving[c] = out[c % 3];
            coming[6 + c] = 1.0;
        }
        const cohort_moves moves = {.out_rates = leaving, .in_shares = coming};
        assert_ok(cohort_system_new(2, (const cohort_inputs *const *)in, &moves, &system, &error),
                  error);
        for (int a = 0; a < 2; a++) {
            const cohort_projection *area = cohort_system_area(system, a);
            for (int c = 0; c < 6; c++) /* 1e-10: a tenth is no binary fraction */
                assert_close(cohort_projection_population(area)->cells[6 + c],
                             cases[k].closing[a][c % 3], 0, 1e-10);
            cohort_inputs_free(in[a]);
        }
        cohort_system_free(system);
    }
}

/* --- Reading it, and what is refused --- */

static void hands_out_what_there_is(void **state)
{
    begin(COHORT_WPP_EVEN, false);
    cohort_inputs *before = copy_inputs(inputs[1]);
    cohort_system *system = run(&pool);
    assert_same_inputs(inputs[1], before);
    assert_non_null(cohort_system_area(system, AREAS - 1));
    assert_null(cohort_system_area(system, AREAS));
    assert_null(cohort_system_area(system, -1));
    assert_non_null(cohort_system_departures(system, SMALL_STEPS - 1));
    assert_null(cohort_system_departures(system, SMALL_STEPS));
    assert_null(cohort_system_departures(system, -1));
    assert_null(cohort_system_arrivals(system, SMALL_STEPS));
    cohort_grid other = small_grid;
    cohort_stock total;
    cohort_error error;
    other.start++;
    assert_ok(cohort_stock_init(&total, &other, &error), error);
    cohort_stock_cells(&total)[0] = 5.0;
    assert_fails(cohort_system_total(system, &total, &error), COHORT_ERROR_GRID, error, "grid");
    assert_true(total.cells[0] == 5.0);
    cohort_stock_free(&total);
    cohort_system_free(system);
    cohort_system_free(NULL);
    cohort_inputs_free(before);
    end();
}

static void fails(int areas, const cohort_moves *moves, int code, const char *part)
{
    cohort_error error;
    cohort_system *system = (cohort_system *)&error;
    const cohort_inputs *const *in = (const cohort_inputs *const *)inputs;
    assert_fails(cohort_system_new(areas, in, moves, &system, &error), code, error, part);
    assert_null(system);
    assert_int_equal(cohort_system_new(areas, in, moves, &system, NULL), code);
}

static void refuses_moves(void **state)
{
    const cohort_moves none = {NULL, NULL, NULL}, all = {out_rates, in_shares, rates};
    const cohort_moves half = {.out_rates = out_rates}, other = {.in_shares = in_shares};
    const cohort_moves mixed = {.out_rates = out_rates, .rates = rates};
    const cohort_moves shared = {.in_shares = in_shares, .rates = rates};
    begin(COHORT_WPP_END, false);
    fails(AREAS, &none, COHORT_ERROR_ARGUMENT, "expected out_rates and in_shares, or rates");
    fails(AREAS, &all, COHORT_ERROR_ARGUMENT, "alone");
    fails(AREAS, &half, COHORT_ERROR_ARGUMENT, "in_shares");
    fails(AREAS, &other, COHORT_ERROR_ARGUMENT, "out_rates");
    fails(AREAS, &mixed, COHORT_ERROR_ARGUMENT, "alone");
    fails(AREAS, &shared, COHORT_ERROR_ARGUMENT, "alone");
    fails(0, &pool, COHORT_ERROR_ARGUMENT, "0 areas");
    fails(-3, &pool, COHORT_ERROR_ARGUMENT, "-3 areas");
    const struct {
        double *at, value;
        const cohort_moves *moves;
        const char *part;
    } cases[] = {
        {&in_shares[flow_index(1, 2, 5)], 0.0, &pool, "moves of 2020-2025: in-shares"},
        {&in_shares[flow_index(0, 0, 5)], 1.1, &pool, "in_shares, 2015-2020, area 0"},
        {&out_rates[flow_index(2, 1, 0)], -0.1, &pool, "out_rates, 2025-2030, area 1"},
        {&out_rates[flow_index(2, 2, 0)], (double)NAN, &pool, "area 2, men 0-4: nan"},
        {rate_at(2, 2, 0, 3), 1.1, &matrix, "rates, 2025-2030, area 2 to 0"},
        {rate_at(0, 1, 2, 3), 0.995, &matrix, "moves of 2015-2020: rates from area 1"},
        {rate_at(1, 0, 1, 3), (double)NAN, &matrix, "rates, 2020-2025, area 0 to 1"},
    };
    *rate_at(0, 1, 0, 3) = 0.01;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double kept = *cases[k].at;
        *cases[k].at = cases[k].value;
        fails(AREAS, cases[k].moves, COHORT_ERROR_VALUE, cases[k].part);
        *cases[k].at = kept;
    }
    end();
}

static void refuses_inputs(void **state)
{
    cohort_grid later = small_grid;
    later.start += 5;
    const struct {
        const cohort_grid *grid;
        cohort_convention convention;
    } others[] = {{&later, COHORT_WPP_END}, {&small_grid, COHORT_WPP_EVEN}};
    for (int k = 0; k < 2; k++) {
        begin(COHORT_WPP_END, false);
        cohort_inputs_free(inputs[1]);
        inputs[1] = scattered_inputs_of(others[k].grid, others[k].convention);
        fails(AREAS, &pool, COHORT_ERROR_GRID, "area 1: ");
        end();
    }
    begin(COHORT_WPP_END, false);
    *value_at(inputs[2], COHORT_SURVIVAL, 1, COHORT_MALE, 3) = 1.5;
    fails(AREAS, &matrix, COHORT_ERROR_VALUE, "area 2: survival, 2020-2025, men reaching 15-19");
    end();
}

/* More leave than are left at the closing: in the last interval, whose cell is named. */
static void refuses_negative_cells(void **state)
{
    begin(COHORT_WPP_END, false);
    const int cell = SMALL_AGES + 7; /* women 35-39 */
    out_rates[flow_index(SMALL_STEPS - 1, 1, cell)] = 1.0;
    in_shares[flow_index(SMALL_STEPS - 1, 0, cell)] = 1.0;
    in_shares[flow_index(SMALL_STEPS - 1, 1, cell)] = 0.0;
    in_shares[flow_index(SMALL_STEPS - 1, 2, cell)] = 0.0;
    /* those at 35-39 are many, those who come to it few */
    *value_at(inputs[1], COHORT_SURVIVAL, SMALL_STEPS - 1, COHORT_FEMALE, 7) = 0.01;
    fails(AREAS, &pool, COHORT_ERROR_VALUE, "area 1: projected population, 2030, women 35-39: -");
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_add_up_to_zero),
        cmocka_unit_test(moves_are_rates_of_those_present),
        cmocka_unit_test(accounts_close_in_each_area),
        cmocka_unit_test(without_moves_areas_are_on_their_own),
        cmocka_unit_test(equal_areas_add_up_to_one),
        cmocka_unit_test(both_kinds_agree),
        cmocka_unit_test(moves_by_hand),
        cmocka_unit_test(hands_out_what_there_is),
        cmocka_unit_test(refuses_moves),
        cmocka_unit_test(refuses_inputs),
        cmocka_unit_test(refuses_negative_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
