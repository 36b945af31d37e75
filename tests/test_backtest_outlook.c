/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a back-test takes for the future: ratios, how they fade, trends, children. */
#include <cohort/derive.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/world.h"

#include <stdlib.h>

static cohort_error error;

/* ---- forecasts ---- */

/* Prior and fade do nothing: cohort_derive's ratios and projection. */
static void held_ratios_are_those_of_derive(void **state)
{
    (void)state;
    struct world *world = make_world(2, 800.0, 6, &CELLS, &BIRTHS);
    const cohort_outlook held = {.fade = 1.0};
    cohort_inputs *reference, *derived, *later, *ours;
    cohort_projection *theirs, *mine;
    cohort_stock known_then;
    cohort_grid pair = world_grid;
    pair.steps = 1;
    assert_ok(cohort_inputs_new(&world_grid, COHORT_IPSS, &reference, &error), error);
    for (int i = 0; i < world_grid.steps; i++) {
        memcpy(cohort_inputs_array(reference, COHORT_SURVIVAL) + cohort_cell(&world_grid, i, 0, 0),
               world->survival, sizeof world->survival);
        cohort_inputs_array(reference, COHORT_CWR)[i] = CWR;
    }
    assert_ok(cohort_stock_init(&known_then, &pair, &error), error);
    memcpy(cohort_stock_cells(&known_then), world->stocks[1].cells, 2 * sizeof world->survival);
    assert_ok(cohort_derive(&known_then, reference, NULL, &derived, &error), error);
    assert_ok(cohort_inputs_restart(derived, BASE, known_then.cells + COHORT_SEXES * AGES, &later,
                                    &error),
              error);
    assert_ok(cohort_backtest_inputs(&world->censuses, 1, BASE, HORIZONS, &held, &ours, &error),
              error);
    assert_ok(cohort_projection_new(later, &theirs, &error), error);
    assert_ok(cohort_projection_new(ours, &mine, &error), error);
    for (size_t c = 0; c < (HORIZONS + 1) * (size_t)COHORT_SEXES * AGES; c++)
        assert_close(cohort_projection_population(mine)->cells[c],
                     cohort_projection_population(theirs)->cells[c], 1e-12, 0.0); /* rounding */
    cohort_projection_free(mine);
    cohort_projection_free(theirs);
    cohort_inputs_free(reference);
    cohort_inputs_free(derived);
    cohort_inputs_free(later);
    cohort_inputs_free(ours);
    cohort_stock_free(&known_then);
    free_world(world);
}

static double ratio_in(const cohort_inputs *inputs, int interval, int sex, int age)
{
    size_t cell = cohort_cell(&world_grid, interval, sex, age);
    return cohort_inputs_view(inputs, COHORT_SURVIVAL)[cell] +
           cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO)[cell];
}

/* The formulas of the header, written out for one cell of one area of three; an empty cell. */
static void a_ratio_fades_to_its_peers(void **state)
{
    (void)state;
    struct world *world = make_world(3, 800.0, 7, &CELLS, &BIRTHS);
    for (int c = 0; c < COHORT_SEXES * AGES; c++) /* too large to be a peer, before and after */
        for (int date = 0; date < DATES; date++)
            cohort_stock_cells(&world->stocks[2])[(size_t)date * COHORT_SEXES * AGES + (size_t)c] +=
                1000.0;
    const cohort_outlook outlook = {.prior = 20.0, .fade = 0.7, .peers = {1, {10000.0}}};
    const cohort_outlook plain = {.fade = 1.0};
    cohort_inputs *inputs;
    assert_ok(cohort_backtest_inputs(&world->censuses, 0, BASE, 2, &outlook, &inputs, &error),
              error);
    double opening = *person(world, 0, 0, 1, 5), closing = *person(world, 0, 1, 1, 6);
    double peers = (closing + *person(world, 1, 1, 1, 6)) / (opening + *person(world, 1, 0, 1, 5));
    double own = (closing + 20.0 * peers) / (opening + 20.0);
    assert_close(ratio_in(inputs, 0, 1, 6), peers + 0.7 * (own - peers), 1e-14, 0.0);
    assert_close(ratio_in(inputs, 1, 1, 6), peers + 0.49 * (own - peers), 1e-14, 0.0);
    cohort_inputs_free(inputs);

    *person(world, 0, 0, 1, 5) = 0.0;
    peers = (closing + *person(world, 1, 1, 1, 6) + *person(world, 2, 1, 1, 6)) /
            (*person(world, 1, 0, 1, 5) + *person(world, 2, 0, 1, 5));
    assert_ok(cohort_backtest_inputs(&world->censuses, 0, BASE, 1, &plain, &inputs, &error), error);
    assert_close(ratio_in(inputs, 0, 1, 6), peers, 1e-14, 0.0);
    cohort_inputs_free(inputs);
    free_world(world);
}

/* The trends of the header, written out for one cell and for children; at the second census survival
 * has none. */
static void trends_go_on(void **state)
{
    (void)state;
    struct world *world = make_world(2, 800.0, 15, &CELLS, &BIRTHS);
    const cohort_outlook plain = {.fade = 1.0}, moving = {.fade = 1.0, .trend = 0.5};
    const double gone = 0.5 + 0.25; /* by the second interval */
    double log_ratio[3], per_woman[4], women;
    for (int date = 0; date < 4; date++) {
        double children = 0.0, opening = 0.0, closing = 0.0;
        women = 0.0;
        for (int a = 0; a < 2; a++) {
            children += *person(world, a, date, 0, 0) + *person(world, a, date, 1, 0);
            for (int x = WOMEN_FIRST; x <= WOMEN_LAST; x++)
                women += *person(world, a, date, COHORT_FEMALE, x);
            opening += *person(world, a, date, 1, 12);
            closing += *person(world, a, date + 1, 1, 13);
        }
        per_woman[date] = children / women;
        if (date < 3)
            log_ratio[date] = log(closing / opening);
    }
    cohort_inputs *held, *moved;
    for (int base = 1; base < 4; base += 2) { /* the second and the fourth census */
        const int year = START + 5 * base, last = base - 1;
        assert_ok(cohort_backtest_inputs(&world->censuses, 0, year, 2, &plain, &held, &error),
                  error);
        assert_ok(cohort_backtest_inputs(&world->censuses, 0, year, 2, &moving, &moved, &error),
                  error);
        double change = last > 0 ? log(log_ratio[last] / log_ratio[0]) / last : 0.0;
        double times = exp(log_ratio[last] * (exp(change * gone) - 1.0));
        assert_close(ratio_in(moved, 1, 1, 13), times * ratio_in(held, 1, 1, 13), 1e-13, 0.0);
        assert_close(ratio_in(moved, 1, 1, 12), ratio_in(held, 1, 1, 12), 0.0, 0.0); /* from 55 */
        double children = log(per_woman[base] / per_woman[0]) / base;
        assert_close(cohort_inputs_view(moved, COHORT_CWR)[1],
                     cohort_inputs_view(held, COHORT_CWR)[1] * exp(children * gone), 1e-13, 0.0);
        assert_true(fabs(children * gone) > 1e-4 && (last == 0 || fabs(times - 1.0) > 1e-4));
        cohort_inputs_free(held);
        cohort_inputs_free(moved);
    }
    free_world(world);
}

/* Children per woman 20-39 are the same at every date of the projection, whoever moves. */
static void children_of_young_women_are_held(void **state)
{
    (void)state;
    struct world *world = make_world(2, 800.0, 16, &CELLS, &BIRTHS);
    const cohort_outlook young = {.prior = 20.0, .fade = 0.8, .by_women_20_39 = 1};
    const cohort_band women = {COHORT_FEMALE, 20, 39}, infants = {COHORT_BOTH, 0, 4};
    enum { MANY = 8 }; /* those born since are among the women */
    cohort_inputs *inputs;
    cohort_projection *projection;
    double per_woman[MANY + 1];
    assert_ok(cohort_backtest_inputs(&world->censuses, 0, BASE, MANY, &young, &inputs, &error),
              error);
    assert_ok(cohort_projection_new(inputs, &projection, &error), error);
    for (int i = 1; i <= MANY; i++) {
        const cohort_stock *stock = cohort_projection_population(projection);
        double children, mothers;
        assert_ok(cohort_count(stock, BASE + 5 * i, infants, &children, &error), error);
        assert_ok(cohort_count(stock, BASE + 5 * i, women, &mothers, &error), error);
        per_woman[i] = children / mothers;
        assert_close(per_woman[i], per_woman[1], 1e-12, 0.0); /* rounding of eight intervals */
    }
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
    free_world(world);
}

/* What comes after the base date does not enter the forecast. */
static void the_future_is_not_known(void **state)
{
    (void)state;
    struct world *world = make_world(3, 800.0, 8, &CELLS, &BIRTHS);
    const cohort_outlook outlook = {.prior = 20.0, .fade = 0.7, .trend = 0.9, .by_women_20_39 = 1};
    const size_t cells = COHORT_SEXES * AGES, size = 2 * cells * sizeof(double);
    cohort_inputs *before, *after;
    assert_ok(cohort_backtest_inputs(&world->censuses, 0, BASE, 2, &outlook, &before, &error),
              error);
    for (int a = 0; a < 3; a++)
        for (size_t c = 2 * cells; c < DATES * cells; c++)
            cohort_stock_cells(&world->stocks[a])[c] = 1.0;
    assert_ok(cohort_backtest_inputs(&world->censuses, 0, BASE, 2, &outlook, &after, &error),
              error);
    assert_memory_equal(cohort_inputs_view(before, COHORT_SURVIVAL),
                        cohort_inputs_view(after, COHORT_SURVIVAL), size);
    assert_memory_equal(cohort_inputs_view(before, COHORT_NET_MIGRATION_RATIO),
                        cohort_inputs_view(after, COHORT_NET_MIGRATION_RATIO), size);
    cohort_inputs_free(before);
    cohort_inputs_free(after);
    free_world(world);
}

/* The outlook with the true rates is the better one. */
static void outlooks_are_compared(void **state)
{
    (void)state;
    struct world *world = make_world(100, 1000.0, 11, &CERTAIN, &CERTAIN);
    const cohort_outlook outlooks[] = {
        {.fade = 1.0}, known, {.prior = 1e9, .fade = 0.0, .peers = {1, {0.0}}}};
    const cohort_band bands[2] = {everybody, {COHORT_FEMALE, 20, 39}};
    double errors[3], of_band[2];
    assert_ok(cohort_backtest_compare(&world->censuses, &from_base, 2, bands, 3, outlooks, errors,
                                      &error),
              error);
    assert_true(errors[1] < 0.7 * errors[0]);
    assert_true(errors[1] == errors[2]); /* peers by a limit that all are above */
    for (int b = 0; b < 2; b++)          /* of two bands the mean */
        assert_ok(cohort_backtest_compare(&world->censuses, &from_base, 1, &bands[b], 1, outlooks,
                                          &of_band[b], &error),
                  error);
    assert_true(of_band[0] != of_band[1]);
    assert_close(errors[0], 0.5 * (of_band[0] + of_band[1]), 1e-12, 0.0); /* order of summing */
    free_world(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_ratios_are_those_of_derive),
        cmocka_unit_test(a_ratio_fades_to_its_peers),
        cmocka_unit_test(trends_go_on),
        cmocka_unit_test(children_of_young_women_are_held),
        cmocka_unit_test(the_future_is_not_known),
        cmocka_unit_test(outlooks_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
