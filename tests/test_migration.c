/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/migration.h>

#include "support/close.h"
#include "support/random.h"

/* Sums and products of some hundred doubles: rounding stays far below this. */
static const double ROUNDING = 1e-13;

/* --- Totals to ages --- */

enum { CELLS = 42, AREAS = 7 };

/* The sum forward, backward and from both ends: the same bits each way. */
static void assert_sum(const double *values, int count, int stride, double expected)
{
    double forward = 0.0, backward = 0.0, zigzag = 0.0;
    for (int i = 0; i < count; i++) {
        forward += values[i * stride];
        backward += values[(count - 1 - i) * stride];
        zigzag += values[(i % 2 ? count - 1 - i / 2 : i / 2) * stride];
    }
    assert_close(forward, expected, 0, 0);
    assert_close(backward, expected, 0, 0);
    assert_close(zigzag, expected, 0, 0);
}

static void fill(double *values, int count, uint64_t seed, double lowest, double highest)
{
    uint64_t random = seed;
    for (int i = 0; i < count; i++)
        values[i] = lowest + (highest - lowest) * next_random(&random);
}

static void spreads_totals_exactly(void **state)
{
    static const double totals[] = {1.0,    -1.0,   987.0, -123456.789, 1.0 / 3.0,
                                    1e-200, 9.9e14, 0.1,   -729.25,     5e-324};
    double schedule[CELLS], population[CELLS], out[CELLS];
    cohort_error error;
    for (uint64_t seed = 1; seed <= 50; seed++)
        for (size_t t = 0; t < sizeof totals / sizeof *totals; t++) {
            double sum = 0.0, total = totals[t];
            fill(schedule, CELLS, seed, 0.0, 0.2);
            fill(population, CELLS, seed + 100, 0.0, 3000.0);
            schedule[5] = population[11] = 0.0;
            for (int i = 0; i < CELLS; i++)
                sum += schedule[i] * population[i];
            assert_ok(cohort_migration_by_age(total, CELLS, schedule, population, out, &error),
                      error);
            if (fabs(total) > 1e-290)
                assert_sum(out, CELLS, 1, total);
            for (int i = 0; i < CELLS; i++) {
                /* rounding of the cells, 2^-52 of the total each; the largest takes all */
                assert_close(out[i], total * schedule[i] * population[i] / sum, 0,
                             CELLS * 3e-16 * fabs(total) + 5e-324);
                assert_true(out[i] * total >= 0.0);
            }
            assert_close(out[5], 0.0, 0, 0);
            assert_false(signbit(out[5]));
            assert_close(out[11], 0.0, 0, 0);
        }
}

static void spreads_by_the_schedule_without_a_population(void **state)
{
    double cells[4] = {1.0, 0.0, 2.0, 5.0};
    static const double expected[4] = {-100.0, 0.0, -200.0, -500.0};
    cohort_error error;
    assert_ok(cohort_migration_by_age(-800.0, 4, cells, NULL, cells, &error), error); /* in place */
    assert_memory_equal(cells, expected, sizeof cells);
    assert_ok(cohort_migration_by_age(0.0, 4, (double[4]){1.0, 2.0, 0.0, 0.0}, NULL, cells, &error),
              error);
    for (int i = 0; i < 4; i++)
        assert_true(cells[i] == 0.0 && !signbit(cells[i]));
    /* 1 in 3 equal parts: the first takes the bit that is left over */
    assert_ok(cohort_migration_by_age(1.0, 3, (double[3]){1.0, 1.0, 1.0}, NULL, cells, &error),
              error);
    assert_sum(cells, 3, 1, 1.0);
    assert_true(cells[1] == cells[2] && fabs(cells[0] - cells[1]) <= 4e-16);
}

static void spreads_net_totals_from_two_sides(void **state)
{
    static const double in[4] = {1.0, 3.0, 1.0, 0.0}, out[4] = {4.0, 2.0, 0.0, 2.0};
    static const double expected[4] = {180.0 - 400.0, 540.0 - 200.0, 180.0, -200.0};
    double net[CELLS], arrivals[CELLS], departures[CELLS];
    cohort_error error;
    assert_ok(cohort_migration_by_age_two_sided(900.0, 800.0, 4, in, out, net, &error), error);
    for (int i = 0; i < 4; i++)
        assert_close(net[i], expected[i], ROUNDING, 0);
    assert_sum(net, 4, 1, 100.0);

    for (uint64_t seed = 1; seed <= 50; seed++) {
        fill(arrivals, CELLS, seed, 0.0, 0.2);
        fill(departures, CELLS, seed + 100, 0.0, 0.2);
        assert_ok(cohort_migration_by_age_two_sided(8765.0, 12.0, CELLS, arrivals, departures, net,
                                                    &error),
                  error);
        assert_sum(net, CELLS, 1, 8753.0);
    }
    assert_ok(cohort_migration_by_age_two_sided(0.0, 8.0, 4, in, out, net, &error), error);
    assert_ok(cohort_migration_by_age(-8.0, 4, out, NULL, arrivals, &error), error);
    for (int i = 0; i < 4; i++)
        assert_close(net[i], arrivals[i], 0, 0);
}

/* --- Gross to net --- */

static void turns_gross_into_net(void **state)
{
    /* By hand. The last cell is empty. */
    static const double population[4] = {1000.0, 200.0, 50.0, 0.0};
    static const double out_rates[4] = {0.1, 0.5, 0.0, 0.3};
    static const double counts[4] = {130.0, 40.0, 0.0, 0.0};
    static const double pool[4] = {2600.0, 80.0, 7.0, 0.0}, shares[4] = {0.05, 0.5, 0.0, 0.25};
    static const double expected[4] = {30.0, -60.0, 0.0, 0.0};
    static const double expected_rates[4] = {0.03, -0.3, 0.0, 0.0};
    double net[4], net_rates[4];
    cohort_error error;
    for (int pooled = 0; pooled < 2; pooled++) {
        assert_ok(cohort_migration_net(4, population, out_rates, pooled ? shares : counts,
                                       pooled ? pool : NULL, net, net_rates, &error),
                  error);
        for (int i = 0; i < 4; i++) {
            assert_close(net[i], expected[i], ROUNDING, 0);
            assert_close(net_rates[i], expected_rates[i], ROUNDING, 0);
        }
    }
    /* Somebody comes where nobody lived: a count there is. */
    assert_ok(cohort_migration_net(1, population + 3, out_rates, counts, NULL, net, NULL, &error),
              error);
    assert_close(net[0], 130.0, 0, 0);
    double in_place[4] = {1000.0, 200.0, 50.0, 0.0};
    assert_ok(cohort_migration_net(4, in_place, out_rates, counts, NULL, NULL, in_place, &error),
              error);
    for (int i = 0; i < 4; i++)
        assert_close(in_place[i], expected_rates[i], ROUNDING, 0);
}

/* --- Several areas --- */

static double people[AREAS * CELLS], leave[AREAS * CELLS], shares[AREAS * CELLS];
static double departures[AREAS * CELLS], arrivals[AREAS * CELLS], net[AREAS * CELLS];
static const cohort_migration_flows FLOWS = {departures, arrivals, net};

static void fill_areas(uint64_t seed)
{
    fill(people, AREAS * CELLS, seed, 0.0, 5000.0);
    fill(leave, AREAS * CELLS, seed + 100, 0.0, 0.6);
    fill(shares, AREAS * CELLS, seed + 200, 0.0, 1.0);
    for (int x = 0; x < CELLS; x++) {
        double sum = 0.0;
        if (x % 5 == 0)
            shares[x % AREAS * CELLS + x] = 0.0;
        for (int a = 0; a < AREAS; a++)
            sum += shares[a * CELLS + x];
        for (int a = 0; a < AREAS; a++)
            shares[a * CELLS + x] /= sum;
    }
}

static void shares_out_a_pool_by_hand(void **state)
{
    /* Two areas, two cells. Cell 0: 100 and 50 leave, 150 are shared 1 : 2; cell 1: nobody. */
    static const double population[4] = {1000.0, 10.0, 100.0, 20.0};
    static const double out_rates[4] = {0.1, 0.0, 0.5, 0.0};
    static const double in_shares[4] = {1.0 / 3.0, 0.0, 2.0 / 3.0, 0.0};
    static const double out[4] = {100.0, 0.0, 50.0, 0.0}, in[4] = {50.0, 0.0, 100.0, 0.0};
    cohort_error error;
    assert_ok(cohort_migration_pool(2, 2, population, out_rates, in_shares, &FLOWS, &error), error);
    for (int i = 0; i < 4; i++) {
        assert_close(departures[i], out[i], ROUNDING, 0);
        assert_close(arrivals[i], in[i], ROUNDING, 0);
        assert_close(net[i], in[i] - out[i], ROUNDING, 0);
    }
}

static void loses_nobody_in_the_pool(void **state)
{
    cohort_error error;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        fill_areas(seed);
        leave[3 * CELLS + 4] = 1.0; /* all of them */
        people[2 * CELLS] = 1e-9;
        assert_ok(cohort_migration_pool(AREAS, CELLS, people, leave, shares, &FLOWS, &error),
                  error);
        for (int x = 0; x < CELLS; x++) {
            double pool = 0.0, movers = 0.0;
            for (int a = 0; a < AREAS; a++) {
                pool += departures[a * CELLS + x];
                movers += people[a * CELLS + x] * leave[a * CELLS + x];
            }
            assert_sum(arrivals + x, AREAS, CELLS, pool);
            assert_sum(net + x, AREAS, CELLS, 0.0);
            for (int a = 0; a < AREAS; a++) {
                int i = a * CELLS + x;
                assert_true(departures[i] <= people[i] && departures[i] >= 0.0);
                assert_true(arrivals[i] >= 0.0 && (arrivals[i] == 0.0) == (shares[i] == 0.0));
                /* some units of 2^-51 of the pool */
                assert_close(departures[i], people[i] * leave[i], 0, 5e-16 * movers);
                assert_close(arrivals[i], movers * shares[i], 0, 1e-14 * movers);
                assert_close(net[i], arrivals[i] - departures[i], 0, 0);
            }
        }
    }
}

/* Shares from a table of six decimals: they are divided by their sum, and nobody is lost. */
static void takes_rounded_shares(void **state)
{
    static const double population[3] = {700.0, 90.0, 41.0}, out_rates[3] = {0.1, 0.2, 0.3};
    static const double in_shares[3] = {0.333333, 0.333333, 0.333333};
    cohort_error error;
    assert_ok(cohort_migration_pool(3, 1, population, out_rates, in_shares, &FLOWS, &error), error);
    assert_sum(net, 3, 1, 0.0);
    for (int a = 0; a < 3; a++)
        assert_close(arrivals[a], (70.0 + 18.0 + 12.3) / 3.0, ROUNDING, 0);
}

static void leaves_a_lone_area_as_it_was(void **state)
{
    static const double population[2] = {700.0, 90.0}, out_rates[2] = {0.1, 0.23};
    static const double in_shares[2] = {1.0, 1.0};
    const cohort_migration_flows only_net = {NULL, NULL, net};
    cohort_error error;
    assert_ok(cohort_migration_pool(1, 2, population, out_rates, in_shares, &only_net, &error),
              error);
    for (int i = 0; i < 2; i++)
        assert_true(net[i] == 0.0 && !signbit(net[i]));
}

static void moves_between_origins_and_destinations(void **state)
{
    /* Three areas, one cell, by hand; the diagonal is not read. */
    static const double population[3] = {1000.0, 200.0, 50.0};
    static const double matrix[9] = {0.9, 0.08, 0.02, 0.25, -1.0, 0.0, 0.1, 0.3, 7.0};
    static const double out[3] = {100.0, 50.0, 20.0}, in[3] = {55.0, 95.0, 20.0};
    cohort_error error;
    assert_ok(cohort_migration_origin_destination(3, 1, population, matrix, &FLOWS, &error), error);
    for (int a = 0; a < 3; a++) {
        assert_close(departures[a], out[a], ROUNDING, 0);
        assert_close(arrivals[a], in[a], ROUNDING, 0);
        assert_close(net[a], in[a] - out[a], 0, 1e-12); /* a difference of some hundred */
    }
    assert_sum(net, 3, 1, 0.0);
}

/* A pool is the matrix out-rate of the origin x share of the destination: the same net migration,
 * but for who "moves" within an area. */
static void agrees_with_the_pool(void **state)
{
    static double matrix[AREAS * AREAS * CELLS], pooled[AREAS * CELLS];
    cohort_error error;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        fill_areas(seed);
        assert_ok(cohort_migration_pool(AREAS, CELLS, people, leave, shares, &FLOWS, &error),
                  error);
        memcpy(pooled, net, sizeof pooled);
        for (int a = 0; a < AREAS; a++)
            for (int b = 0; b < AREAS; b++)
                for (int x = 0; x < CELLS; x++)
                    matrix[(a * AREAS + b) * CELLS + x] =
                        leave[a * CELLS + x] * shares[b * CELLS + x];
        assert_ok(cohort_migration_origin_destination(AREAS, CELLS, people, matrix, &FLOWS, &error),
                  error);
        for (int x = 0; x < CELLS; x++)
            assert_sum(net + x, AREAS, CELLS, 0.0);
        for (int i = 0; i < AREAS * CELLS; i++)
            assert_close(net[i], pooled[i], 0, 1e-10); /* rounding of some 10,000 movers */
    }
}

/* --- Errors --- */

static void refuses_bad_totals(void **state)
{
    static const struct {
        double total, schedule, population;
        int cells;
        int code;
        const char *text;
    } bad[] = {
        {(double)NAN, 1, 1, 3, COHORT_ERROR_VALUE, "total"},
        {2e15, 1, 1, 3, COHORT_ERROR_VALUE, "total: 2e+15"},
        {1, -1, 1, 3, COHORT_ERROR_VALUE, "schedule[2]: -1: expected 0 to 1e+15"},
        {1, (double)NAN, 1, 3, COHORT_ERROR_VALUE, "schedule[2]"},
        {1, 1, -3, 3, COHORT_ERROR_VALUE, "population[2]: -3"},
        {1, 1, (double)INFINITY, 3, COHORT_ERROR_VALUE, "population[2]: inf"},
        {1, 1, 0, 3, COHORT_ERROR_VALUE, "no cell has a weight above 0"},
        {0, 0, 1, 3, COHORT_ERROR_VALUE, "no cell has a weight above 0"},
        {1, 1, 1, 0, COHORT_ERROR_ARGUMENT, "0 cells: expected 1 or more"},
    };
    double out[3] = {-1.0};
    cohort_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double schedule[3] = {0.0, 0.0, bad[i].schedule};
        double population[3] = {5.0, 5.0, bad[i].population};
        assert_fails(
            cohort_migration_by_age(bad[i].total, bad[i].cells, schedule, population, out, &error),
            bad[i].code, error, bad[i].text);
    }
    static const double one[3] = {1.0, 1.0, 1.0}, none[3], negative[3] = {1.0, -1.0, 1.0};
    static const struct {
        double in_total, out_total;
        const double *in, *out;
        const char *text;
    } two[] = {{-1.0, 1.0, one, one, "in_total: -1: expected 0"},
               {1.0, (double)NAN, one, one, "out_total"},
               {1.0, 1.0, negative, one, "in_schedule[1]: -1"},
               {1.0, 1.0, one, negative, "out_schedule[1]: -1"},
               {0.0, 1.0, none, one, "in_schedule: no cell"},
               {1.0, 0.0, one, none, "out_schedule: no cell"}};
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        assert_fails(cohort_migration_by_age_two_sided(two[i].in_total, two[i].out_total, 3,
                                                       two[i].in, two[i].out, out, &error),
                     COHORT_ERROR_VALUE, error, two[i].text);
    assert_fails(cohort_migration_by_age_two_sided(1.0, 1.0, -1, one, one, out, &error),
                 COHORT_ERROR_ARGUMENT, error, "-1 cells");
    assert_close(out[0], -1.0, 0, 0);
}

static void refuses_bad_gross_flows(void **state)
{
    static const struct {
        double population, out_rate, in_flow, pool;
        const char *text;
    } bad[] = {
        {-1, 0.1, 0.1, 5, "population[1]: -1"},
        {(double)NAN, 0.1, 0.1, 5, "population[1]"},
        {9, 1.1, 0.1, 5, "out_rates[1]: 1.1: expected 0 to 1"},
        {9, -0.1, 0.1, 5, "out_rates[1]: -0.1"},
        {9, 0.1, 1.5, 5, "in_flows[1]: 1.5: expected 0 to 1"},
        {9, 0.1, 0.1, -5, "pool[1]: -5"},
        {0, 0.1, 0.1, 5, "cell 1: arrivals, and a population of 0"},
    };
    double out[2] = {-1.0};
    cohort_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const double population[2] = {1.0, bad[i].population}, rate[2] = {0.1, bad[i].out_rate};
        const double in_flows[2] = {0.1, bad[i].in_flow}, pool[2] = {1.0, bad[i].pool};
        assert_fails(cohort_migration_net(2, population, rate, in_flows, pool, NULL, out, &error),
                     COHORT_ERROR_VALUE, error, bad[i].text);
    }
    static const double one[1] = {1.0}, many[1] = {2e15};
    assert_fails(cohort_migration_net(1, one, one, many, NULL, out, NULL, &error),
                 COHORT_ERROR_VALUE, error, "in_flows[0]: 2e+15");
    assert_fails(cohort_migration_net(0, one, one, one, NULL, out, NULL, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 cells");
    assert_close(out[0], -1.0, 0, 0);
}

static void refuses_bad_areas(void **state)
{
    static const struct {
        double *array;
        double value;
        const char *text;
    } bad[] = {
        {people, -1.0, "population of area 2, cell 5: -1"},
        {people, (double)NAN, "population of area 2, cell 5"},
        {leave, 1.5, "out-rate of area 2, cell 5: 1.5: expected 0 to 1"},
        {leave, (double)NAN, "out-rate of area 2, cell 5"},
        {shares, -0.1, "in-share of area 2, cell 5: -0.1"},
        {shares, 0.99, "in-shares of cell 5 add up to "},
    };
    cohort_error error;
    net[0] = arrivals[0] = departures[0] = -1.0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fill_areas(3);
        bad[i].array[2 * CELLS + 5] = bad[i].value;
        assert_fails(cohort_migration_pool(AREAS, CELLS, people, leave, shares, &FLOWS, &error),
                     COHORT_ERROR_VALUE, error, bad[i].text);
    }
    fill_areas(3);
    shares[4 * CELLS + 1] += 2e-4; /* twice what is allowed */
    assert_fails(cohort_migration_pool(AREAS, CELLS, people, leave, shares, &FLOWS, &error),
                 COHORT_ERROR_VALUE, error, "in-shares of cell 1 add up to 1.0002 over the areas");
    for (int a = 0; a < AREAS; a++) /* somebody leaves, and is to go nowhere */
        shares[a * CELLS + 1] = 0.0;
    assert_fails(cohort_migration_pool(AREAS, CELLS, people, leave, shares, &FLOWS, &error),
                 COHORT_ERROR_VALUE, error, "in-shares of cell 1 add up to 0 over the areas");
    assert_fails(cohort_migration_pool(0, CELLS, people, leave, shares, &FLOWS, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 areas");
    assert_fails(cohort_migration_pool(AREAS, 0, people, leave, shares, &FLOWS, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 cells");
    assert_close(net[0] + arrivals[0] + departures[0], -3.0, 0, 0);
}

static void refuses_bad_matrices(void **state)
{
    static const struct {
        int at;
        double value;
        const char *text;
    } bad[] = {{1, -0.1, "rate from area 0 to 1, cell 0: -0.1: expected 0 to 1"},
               {7, (double)NAN, "rate from area 2 to 1, cell 0"},
               {3, 1.1, "rate from area 1 to 0, cell 0: 1.1"},
               {5, 0.9, "rates from area 1, cell 0 add up to 1.1: expected 1 or less"}};
    static const double population[3] = {1.0, 2.0, 3.0};
    cohort_error error;
    net[0] = -1.0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double matrix[9] = {0.0, 0.2, 0.2, 0.2, 0.0, 0.2, 0.2, 0.2, 0.0};
        matrix[bad[i].at] = bad[i].value;
        assert_fails(cohort_migration_origin_destination(3, 1, population, matrix, &FLOWS, &error),
                     COHORT_ERROR_VALUE, error, bad[i].text);
    }
    static const double negative[2] = {1.0, -2.0}, nobody_moves[4];
    assert_fails(cohort_migration_origin_destination(2, 1, negative, nobody_moves, &FLOWS, &error),
                 COHORT_ERROR_VALUE, error, "population of area 1, cell 0: -2");
    assert_fails(cohort_migration_origin_destination(-1, 1, negative, nobody_moves, &FLOWS, &error),
                 COHORT_ERROR_ARGUMENT, error, "-1 areas");
    assert_close(net[0], -1.0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreads_totals_exactly),
        cmocka_unit_test(spreads_by_the_schedule_without_a_population),
        cmocka_unit_test(spreads_net_totals_from_two_sides),
        cmocka_unit_test(turns_gross_into_net),
        cmocka_unit_test(shares_out_a_pool_by_hand),
        cmocka_unit_test(loses_nobody_in_the_pool),
        cmocka_unit_test(takes_rounded_shares),
        cmocka_unit_test(leaves_a_lone_area_as_it_was),
        cmocka_unit_test(moves_between_origins_and_destinations),
        cmocka_unit_test(agrees_with_the_pool),
        cmocka_unit_test(refuses_bad_totals),
        cmocka_unit_test(refuses_bad_gross_flows),
        cmocka_unit_test(refuses_bad_areas),
        cmocka_unit_test(refuses_bad_matrices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
