/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"

#include <cohort/grid.h>
#include <cohort/migration.h>

#include <string.h>

enum { AGES = 86, CELLS = 7, AREAS = 4 };

static const cohort_rogers_castro seven = {.a1 = 0.021,
                                           .alpha1 = 0.11,
                                           .a2 = 0.063,
                                           .mu2 = 19.3,
                                           .alpha2 = 0.12,
                                           .lambda2 = 0.45,
                                           .c = 0.0029};
static const cohort_rogers_castro eleven = {0.021, 0.11, 0.063, 19.3, 0.12,  0.45,
                                            0.008, 64.7, 0.19,  0.31, 0.0029};

/* --- Model schedules --- */

static double formula(const cohort_rogers_castro *s, double x)
{
    double labour = s->a2 * exp(-s->alpha2 * (x - s->mu2) - exp(-s->lambda2 * (x - s->mu2)));
    double retired = s->a3 * exp(-s->alpha3 * (x - s->mu3) - exp(-s->lambda3 * (x - s->mu3)));
    return s->a1 * exp(-s->alpha1 * x) + labour + retired + s->c;
}

static void follows_rogers_and_castro(void **state)
{
    (void)state;
    double rates[20];
    cohort_error error;
    for (double x = 0.0; x < 100.0; x += 3.7) {
        assert_close(cohort_rogers_castro_rate(&eleven, x), formula(&eleven, x), 1e-14, 0);
        assert_close(cohort_rogers_castro_rate(&seven, x), formula(&seven, x), 1e-14, 0);
    }
    assert_ok(cohort_rogers_castro_schedule(&eleven, 20, 5, rates, &error), error);
    for (int g = 0; g < 20; g++) { /* the open group: its first five years */
        double sum = 0.0;
        for (int i = 0; i < 5000; i++)
            sum += formula(&eleven, 5.0 * g + (i + 0.5) * 0.001) / 5000;
        assert_close(rates[g], sum, 1e-6, 0); /* the midpoint sum's own error */
        assert_close(cohort_rogers_castro_mean(&eleven, 5.0 * g, 5.0 * g + 5.0), rates[g], 1e-13,
                     0);
    }
}

/* Rates of single years, with some noise (parts of each rate). */
static void observe(const cohort_rogers_castro *from, double noise, double ages[AGES],
                    double to[AGES], double rates[AGES])
{
    unsigned seed = 12345;
    for (int x = 0; x < AGES; x++) {
        seed = seed * 1664525u + 1013904223u;
        double chance = 2.0 * (seed >> 8) / 16777216.0 - 1.0;
        ages[x] = x;
        to[x] = x + 1;
        rates[x] = cohort_rogers_castro_mean(from, x, x + 1) * (1.0 + noise * chance);
    }
}

static void fit_finds_the_parameters_again(void **state)
{
    (void)state;
    static const struct {
        const cohort_rogers_castro *truth;
        int parameters;
        double noise, rms;
    } cases[] = {{&seven, 7, 0.0, 1e-9},
                 {&eleven, 11, 0.0, 1e-9},
                 {&seven, 7, 0.05, 1e-3},
                 {&eleven, 11, 0.05, 1e-3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double ages[AGES], to[AGES], rates[AGES];
        observe(cases[i].truth, cases[i].noise, ages, to, rates);
        const cohort_observed_rates observed = {AGES, ages, to, rates, NULL};
        const cohort_rogers_castro_options options = {cases[i].parameters, NULL, NULL, NULL};
        cohort_rogers_castro found;
        cohort_rogers_castro_fit_report report;
        cohort_error error;
        assert_ok(cohort_rogers_castro_fit(&observed, &options, &found, &report, &error), error);
        assert_true(report.converged && report.rms <= cases[i].rms);
        assert_int_equal(report.parameters, cases[i].parameters);
        assert_int_equal(report.observations, AGES);
        double mu = cases[i].noise > 0 ? 0.6 : 1e-4; /* years: what 5 % of noise leaves open */
        assert_close(found.mu2, cases[i].truth->mu2, 0, mu);
        for (int x = 0; x < AGES; x++) /* the curve, no farther off than the noise of one rate */
            assert_close(cohort_rogers_castro_rate(&found, x + 0.5),
                         cohort_rogers_castro_rate(cases[i].truth, x + 0.5), cases[i].noise + 1e-7,
                         0);
    }
}

static void refuses_bad_schedules_and_fits(void **state)
{
    (void)state;
    double ages[AGES], to[AGES], rates[AGES];
    cohort_rogers_castro bad = seven, found = {.c = -7};
    cohort_rogers_castro_fit_report report;
    cohort_error error;
    observe(&seven, 0.0, ages, to, rates);
    cohort_observed_rates observed = {AGES, ages, to, rates, NULL};
    cohort_rogers_castro_options options = {8, NULL, NULL, NULL};
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &found, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "8");
    options.parameters = 7;
    observed.count = 6;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &found, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "6");
    observed.count = AGES;
    rates[3] = (double)NAN;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &found, &report, &error),
                 COHORT_ERROR_VALUE, error, "nan");
    memset(rates, 0, sizeof rates);
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &found, &report, &error),
                 COHORT_ERROR_VALUE, error, "0");
    assert_close(found.c, -7, 0, 0); /* untouched */
    bad.lambda2 = -0.1;
    rates[0] = -7;
    assert_fails(cohort_rogers_castro_schedule(&bad, 20, 5, rates, &error), COHORT_ERROR_VALUE,
                 error, "lambda2");
    assert_fails(cohort_rogers_castro_schedule(&seven, 0, 5, rates, &error), COHORT_ERROR_GRID,
                 error, "0");
    assert_close(rates[0], -7, 0, 0);
}

/* --- Totals to ages --- */

static const double schedule[CELLS] = {0.013, 0.31, 0.0, 0.07, 0.0931, 0.2, 1.0 / 3};
static const double people[CELLS] = {101, 203.5, 307, 11, 0.25, 77, 59};

static void spreads_totals_that_add_up(void **state)
{
    (void)state;
    static const double totals[] = {1000, -1234.567, 1.0 / 7, 0, 1e9 + 1.0 / 3};
    for (size_t t = 0; t < sizeof totals / sizeof *totals; t++)
        for (int with = 0; with < 2; with++) {
            double out[CELLS], forward = 0.0, backward = 0.0, weights = 0.0;
            cohort_error error;
            assert_ok(cohort_migration_by_age(totals[t], CELLS, schedule, with ? people : NULL, out,
                                              &error),
                      error);
            for (int i = 0; i < CELLS; i++) {
                forward += out[i];
                backward += out[CELLS - 1 - i];
                weights += schedule[i] * (with ? people[i] : 1.0);
            }
            assert_true(forward == totals[t] && backward == totals[t]); /* to the last bit */
            for (int i = 0; i < CELLS; i++)
                assert_close(out[i], totals[t] * schedule[i] * (with ? people[i] : 1.0) / weights,
                             1e-12, 1e-12 * fabs(totals[t]));
            assert_true(out[2] == 0.0);
        }
}

static void nets_two_sides(void **state)
{
    (void)state;
    static const double leaving[CELLS] = {0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1};
    double net[CELLS], sum = 0.0, arrive[CELLS], leave[CELLS];
    cohort_error error;
    assert_ok(cohort_migration_by_age_two_sided(900, 800, CELLS, schedule, leaving, net, &error),
              error);
    assert_ok(cohort_migration_by_age(900, CELLS, schedule, NULL, arrive, &error), error);
    assert_ok(cohort_migration_by_age(800, CELLS, leaving, NULL, leave, &error), error);
    for (int i = 0; i < CELLS; i++) {
        sum += net[i];
        assert_close(net[i], arrive[i] - leave[i], 0, 1e-10);
    }
    assert_true(sum == 100.0);
}

/* --- Gross to net --- */

static void turns_gross_flows_to_net_ones(void **state)
{
    (void)state;
    static const double out_rates[CELLS] = {0.01, 0.02, 0.03, 0.5, 0.0, 1.0, 0.04};
    static const double arrivals[CELLS] = {3, 1, 4, 1, 5, 9, 2},
                        pool[CELLS] = {9, 8, 7, 6, 5, 4, 3};
    double counts[CELLS], rates[CELLS];
    cohort_error error;
    assert_ok(cohort_migration_net(CELLS, people, out_rates, arrivals, NULL, counts, rates, &error),
              error);
    for (int i = 0; i < CELLS; i++) {
        double net = arrivals[i] - people[i] * out_rates[i];
        assert_close(counts[i], net, 1e-14, 1e-13);
        assert_close(rates[i], net / people[i], 1e-13, 1e-15);
    }
    assert_ok(cohort_migration_net(CELLS, people, out_rates, schedule, pool, counts, NULL, &error),
              error);
    for (int i = 0; i < CELLS; i++)
        assert_close(counts[i], schedule[i] * pool[i] - people[i] * out_rates[i], 1e-14, 1e-13);
}

static void loses_nobody(void **state)
{
    (void)state;
    double population[AREAS * CELLS], out_rates[AREAS * CELLS], shares[AREAS * CELLS];
    double pairs[AREAS * AREAS * CELLS], out[AREAS * CELLS], in[AREAS * CELLS], net[AREAS * CELLS];
    static const double share[AREAS] = {0.4, 0.3, 0.2, 0.1};
    const cohort_migration_flows flows = {out, in, net};
    cohort_error error;
    for (int a = 0; a < AREAS; a++)
        for (int c = 0; c < CELLS; c++) {
            population[a * CELLS + c] = people[c] * (1.1 + a) / 3;
            out_rates[a * CELLS + c] = 0.05 + 0.031 * a + 0.007 * c;
            shares[a * CELLS + c] = share[(a + c) % AREAS];
        }
    for (int a = 0; a < AREAS; a++)
        for (int b = 0; b < AREAS; b++)
            for (int c = 0; c < CELLS; c++)
                pairs[(a * AREAS + b) * CELLS + c] =
                    out_rates[a * CELLS + c] * shares[b * CELLS + c];
    for (int kind = 0; kind < 2; kind++) {
        assert_ok(kind ? cohort_migration_pool(AREAS, CELLS, population, out_rates, shares, &flows,
                                               &error)
                       : cohort_migration_origin_destination(AREAS, CELLS, population, pairs,
                                                             &flows, &error),
                  error);
        for (int c = 0; c < CELLS; c++) {
            double left = 0.0, moved = 0.0;
            for (int a = 0; a < AREAS; a++) {
                left += net[a * CELLS + c];
                moved += out[a * CELLS + c];
                assert_true(net[a * CELLS + c] == in[a * CELLS + c] - out[a * CELLS + c]);
                assert_close(out[a * CELLS + c],
                             population[a * CELLS + c] * out_rates[a * CELLS + c] *
                                 (kind ? 1.0 : 1.0 - shares[a * CELLS + c]),
                             1e-12, 0);
            }
            assert_true(left == 0.0 && moved > 0.0);
        }
    }
    shares[2 * CELLS + 1] += 0.01;
    net[0] = -7;
    assert_fails(cohort_migration_pool(AREAS, CELLS, population, out_rates, shares, &flows, &error),
                 COHORT_ERROR_VALUE, error, "1");
    pairs[CELLS] = 1.5;
    assert_fails(
        cohort_migration_origin_destination(AREAS, CELLS, population, pairs, &flows, &error),
        COHORT_ERROR_VALUE, error, "1.5");
    assert_close(net[0], -7, 0, 0); /* untouched */
}

static void refuses_bad_totals(void **state)
{
    (void)state;
    static const double none[CELLS] = {0}, negative[CELLS] = {1, -1};
    double out[CELLS] = {-7};
    cohort_error error;
    assert_fails(cohort_migration_by_age(100, CELLS, none, NULL, out, &error), COHORT_ERROR_VALUE,
                 error, "0");
    assert_fails(cohort_migration_by_age(100, CELLS, negative, NULL, out, &error),
                 COHORT_ERROR_VALUE, error, "-1");
    assert_fails(cohort_migration_by_age((double)NAN, CELLS, schedule, NULL, out, &error),
                 COHORT_ERROR_VALUE, error, "nan");
    assert_fails(cohort_migration_by_age(100, 0, schedule, NULL, out, &error),
                 COHORT_ERROR_ARGUMENT, error, "0");
    assert_close(out[0], -7, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_rogers_and_castro),
        cmocka_unit_test(fit_finds_the_parameters_again),
        cmocka_unit_test(refuses_bad_schedules_and_fits),
        cmocka_unit_test(spreads_totals_that_add_up),
        cmocka_unit_test(nets_two_sides),
        cmocka_unit_test(turns_gross_flows_to_net_ones),
        cmocka_unit_test(loses_nobody),
        cmocka_unit_test(refuses_bad_totals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
