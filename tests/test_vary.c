/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain rates of one trajectory: their moments against theory, and their bounds. */
#include "support/close.h"
#include "support/moments.h"
#include "support/small.h"

#include "core/inputs.h"
#include "outlook/vary.h"

#include <stdlib.h>

static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_EVEN};

/* Room and generators for rates of the small grid, as a thread has them. */
struct varied {
    cohort_inputs *inputs, *out;
    double *log_survival, *state;
    struct variation variation;
    struct generator random[VARIES];
};

static void begin(struct varied *v, cohort_inputs *inputs)
{
    const size_t count = value_count(inputs, COHORT_SURVIVAL);
    v->inputs = inputs;
    v->out = copy_inputs(inputs);
    v->log_survival = malloc(count * sizeof(double));
    v->state = malloc(cohort_vary_room(&small_grid) * sizeof(double));
    assert_true(v->log_survival && v->state);
    for (size_t i = 0; i < count; i++)
        v->log_survival[i] = log(cohort_inputs_view(inputs, COHORT_SURVIVAL)[i]);
    v->variation = (struct variation){.inputs = inputs, .log_survival = v->log_survival};
    for (int i = 0; i < VARIES; i++)
        cohort_generator_make(&v->random[i]);
}

static void vary(struct varied *v, uint64_t trajectory)
{
    cohort_error error;
    for (uint64_t i = 0; i < VARIES; i++)
        assert_int_equal(cohort_random_seek(&v->random[i].rng, 70, trajectory + (i << 32), NULL),
                         COHORT_OK);
    assert_ok(cohort_vary(&v->variation, v->random, v->state, v->out, &error), error);
}

static void end(struct varied *v)
{
    free(v->state);
    free(v->log_survival);
    cohort_inputs_free(v->out);
    cohort_inputs_free(v->inputs);
}

/* The deviation on the logarithm that a rate has got. */
static double deviation(const struct varied *v, int what, int interval, int sex, int age)
{
    const double S = value_of(v->inputs, COHORT_SURVIVAL, interval, sex, age);
    const double m = value_of(v->inputs, COHORT_NET_MIGRATION_RATIO, interval, sex, age);
    const double now = value_of(v->out, COHORT_SURVIVAL, interval, sex, age);
    const double moved = value_of(v->out, COHORT_NET_MIGRATION_RATIO, interval, sex, age);
    const bool ipss = cohort_inputs_convention(v->inputs) == COHORT_IPSS;
    const cohort_quantity bearing = ipss ? COHORT_CWR : COHORT_ASFR;
    if (what == VARY_FERTILITY)
        return log(value_of(v->out, bearing, interval, sex, age) /
                   value_of(v->inputs, bearing, interval, sex, age));
    if (what == VARY_MORTALITY)
        return log(log(now) / log(S));
    return ipss ? log((now + moved) / now * S / (S + m)) : log((1.0 + moved) / (1.0 + m));
}

/* Variances of all intervals; the products of two intervals of a cell, of two cells of an interval, of
 * two cells of two intervals, and of the sexes. */
static void assert_autoregression(struct varied *v, int what, int ages)
{
    enum { N = 20000, PAIRS = 5 };
    const cohort_uncertainty u = v->variation.of[what];
    const double own = 1.0 - u.age_correlation, k = u.neighbour_correlation;
    struct moments e[SMALL_STEPS] = {{0}}, products[PAIRS] = {{0}};
    double variance[SMALL_STEPS] = {0}, expected[PAIRS];
    for (int i = 0; i < SMALL_STEPS; i++)
        variance[i] =
            u.sd * u.sd + (i > 0 ? u.autocorrelation * u.autocorrelation * variance[i - 1] : 0.0);
    expected[0] = u.autocorrelation * variance[0];
    expected[1] = u.autocorrelation * u.autocorrelation * variance[0];
    expected[2] = (u.age_correlation + own * pow(k, 3.0)) * variance[SMALL_STEPS - 1];
    expected[3] = (u.age_correlation + own * pow(k, 4.0)) * u.autocorrelation * variance[1];
    expected[4] = (u.age_correlation + own * pow(k, 2.0)) * variance[SMALL_STEPS - 1];
    for (int i = 0; i < PAIRS; i++)
        products[i].centre = expected[i];
    for (unsigned t = 0; t < N; t++) {
        vary(v, t);
        double d[SMALL_STEPS];
        for (int i = 0; i < SMALL_STEPS; i++)
            add(&e[i], d[i] = deviation(v, what, i, COHORT_FEMALE, 5));
        add(&products[0], d[0] * d[1]);
        add(&products[1], d[0] * d[2]);
        if (ages < 2)
            continue;
        add(&products[2], d[2] * deviation(v, what, 2, COHORT_FEMALE, 8));
        add(&products[3], d[1] * deviation(v, what, 2, COHORT_FEMALE, 9));
        if (what != VARY_FERTILITY)
            add(&products[4], d[2] * deviation(v, what, 2, COHORT_MALE, 6)); /* an age, and a sex */
    }
    for (int i = 0; i < SMALL_STEPS; i++) {
        assert_mean("deviation", &e[i]);
        assert_variance("deviation", &e[i], variance[i]);
    }
    for (int i = 0; i < PAIRS && products[i].n > 0.0; i++)
        assert_mean("product of deviations", &products[i]);
}

static void rates_are_autoregressive(void **state)
{
    static const cohort_uncertainty all[] = {
        {0.2, 0.6, 0.3, 0.7}, {0.1, 1.0, 0.9, 0.0}, {0.3, 0.0, 0.0, 0.9}};
    for (size_t k = 0; k < 2; k++)
        for (int what = 0; what < VARIES; what++) {
            struct varied v;
            begin(&v, scattered_inputs_of(&small_grid, conventions[k]));
            v.variation.of[what] = all[((size_t)what + k) % 3];
            assert_autoregression(&v, what, k == 0 && what == VARY_FERTILITY ? 1 : 2);
            end(&v);
        }
}

/* A component that is certain stays as it is, bit for bit; but that in ipss the migrants share in
 * the survival. One that is uncertain has the same rates whatever else is. */
static void components_stand_for_themselves(void **state)
{
    static const cohort_uncertainty some = {0.2, 0.6, 0.3, 0.0};
    static const cohort_quantity bearing[] = {COHORT_CWR, COHORT_ASFR};
    for (size_t k = 0; k < 2; k++)
        for (int what = 0; what < VARIES; what++) {
            struct varied alone, all;
            begin(&alone, scattered_inputs_of(&small_grid, conventions[k]));
            begin(&all, scattered_inputs_of(&small_grid, conventions[k]));
            assert_false(cohort_varies(&alone.variation));
            alone.variation.of[what] = some;
            assert_true(cohort_varies(&alone.variation));
            for (int i = 0; i < VARIES; i++)
                all.variation.of[i] = some;
            vary(&alone, 7);
            vary(&all, 7);
            const struct {
                cohort_quantity quantity;
                int of;
            } rates[] = {{bearing[k], VARY_FERTILITY},
                         {COHORT_SURVIVAL, VARY_MORTALITY},
                         {COHORT_NET_MIGRATION_RATIO, VARY_MIGRATION}};
            for (int i = 0; i < VARIES; i++)
                if (rates[i].of != what &&
                    !(k == 0 && i == VARY_MIGRATION && what == VARY_MORTALITY))
                    assert_same_quantity(alone.out, alone.inputs, rates[i].quantity);
                else if (rates[i].of == what && !(k == 0 && what == VARY_MIGRATION))
                    assert_same_quantity(alone.out, all.out, rates[i].quantity);
            assert_same_quantity(all.out, all.inputs, COHORT_BASE);
            assert_same_quantity(all.out, all.inputs, COHORT_NET_MIGRANTS);
            assert_same_quantity(all.out, all.inputs, COHORT_MALE_SHARE);
            for (int age = 1; age < SMALL_AGES; age++) /* migration's factor is its own, too */
                assert_close(deviation(&all, what, 2, COHORT_FEMALE, age < 2 ? 2 : age),
                             deviation(&alone, what, 2, COHORT_FEMALE, age < 2 ? 2 : age), 0.0,
                             1e-12 /* logarithms of numbers near 1 */);
            end(&alone);
            end(&all);
        }
}

/* Migration's deviations times the profile of the age; the same numbers of chance. */
static void a_profile_multiplies(void **state)
{
    double profile[SMALL_AGES];
    for (int x = 0; x < SMALL_AGES; x++)
        profile[x] = 0.25 * x;
    for (size_t k = 0; k < 2; k++) {
        struct varied even, uneven;
        begin(&even, scattered_inputs_of(&small_grid, conventions[k]));
        begin(&uneven, scattered_inputs_of(&small_grid, conventions[k]));
        even.variation.of[VARY_MIGRATION] = (cohort_uncertainty){0.2, 0.6, 0.3, 0.5};
        uneven.variation.of[VARY_MIGRATION] = even.variation.of[VARY_MIGRATION];
        uneven.variation.profile = profile;
        vary(&even, 9);
        vary(&uneven, 9);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 1; x < SMALL_AGES; x++)
                assert_close(deviation(&uneven, VARY_MIGRATION, 2, sex, x),
                             profile[x] * deviation(&even, VARY_MIGRATION, 2, sex, x), 0.0,
                             1e-12 /* logarithms of numbers near 1 */);
        end(&even);
        end(&uneven);
    }
}

/* Survival of nobody and of everybody, and a ratio of nobody left, stay within their bounds. */
static void bounds_are_kept(void **state)
{
    struct varied v;
    cohort_inputs *inputs = small_inputs();
    cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 4) = 0.0;
    *value_at(inputs, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 4) = 0.25;
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 5) = 1.0;
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 6) = 0.75;
    *value_at(inputs, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 6) = -0.75;
    begin(&v, inputs);
    v.variation.of[VARY_MORTALITY] = (cohort_uncertainty){1.0, 1.0, 0.0, 0.0};
    v.variation.of[VARY_MIGRATION] = (cohort_uncertainty){1.0, 1.0, 0.0, 0.0};
    for (unsigned t = 0; t < 200; t++) {
        cohort_error error;
        vary(&v, t);
        assert_ok(cohort_inputs_check(v.out, &error), error);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 4) == 0.0);
        assert_true(value_of(v.out, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 4) > 0.0);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 5) == 1.0);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 6) +
                        value_of(v.out, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 6) ==
                    0.0);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 1; x < SMALL_AGES; x++)
                assert_true(value_of(v.out, COHORT_SURVIVAL, 2, sex, x) +
                                value_of(v.out, COHORT_NET_MIGRATION_RATIO, 2, sex, x) >=
                            0.0);
    }
    end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_autoregressive),
        cmocka_unit_test(components_stand_for_themselves),
        cmocka_unit_test(a_profile_multiplies),
        cmocka_unit_test(bounds_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
