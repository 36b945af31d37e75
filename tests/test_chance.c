/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demographic chance in one interval, and uncertain rates: their moments against theory. */
#include "support/close.h"
#include "support/small.h"

#include "core/inputs.h"
#include "fit/chance.h"
#include "fit/vary.h"
#include "model/step.h"

#include <cohort/random.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Every comparison with theory here is one of a mean of N independent numbers, with a bound of 6
 * standard errors: for a normal deviation, as such means have to a good approximation, a false
 * alarm in 2e-9 of all seeds; in fewer than 1e-6 for all 250 comparisons of this file together. The
 * seeds are fixed: what passes once passes always.
 */
#define BOUND 6.0

static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_EVEN, COHORT_WPP_END};
enum { CELLS = COHORT_SEXES * SMALL_AGES };

/* Sums of powers of deviations from a centre near the mean. */
struct moments {
    double n, centre, sums[5];
};

static void add(struct moments *m, double value)
{
    double power = 1.0;
    m->n++;
    for (int i = 1; i <= 4; i++)
        m->sums[i] += power *= value - m->centre;
}

static double mean_of(const struct moments *m)
{
    return m->centre + m->sums[1] / m->n;
}

/* Mean square and mean fourth power about the centre. */
static double square_of(const struct moments *m)
{
    return m->sums[2] / m->n;
}

static void assert_mean(const char *what, const struct moments *m)
{
    const double off = m->sums[1] / m->n, error = sqrt(square_of(m) / m->n);
    if (!(fabs(off) <= BOUND * error))
        fail_msg("%s: mean %.8g, expected %.8g, off by %.2f standard errors", what, mean_of(m),
                 m->centre, off / error);
}

static void assert_variance(const char *what, const struct moments *m, double expected)
{
    const double found = square_of(m), fourth = m->sums[4] / m->n;
    const double error = sqrt((fourth - found * found) / m->n);
    if (!(fabs(found - expected) <= BOUND * error))
        fail_msg("%s: variance %.8g, expected %.8g, off by %.2f standard errors", what, found,
                 expected, (found - expected) / error);
}

static gsl_rng *generator(void)
{
    gsl_rng *random = gsl_rng_alloc(cohort_random_type());
    assert_non_null(random);
    return random;
}

static void round_base(cohort_inputs *inputs)
{
    double *base = cohort_inputs_array(inputs, COHORT_BASE);
    for (int c = 0; c < CELLS; c++)
        base[c] = round(base[c]);
}

/* ---- what is expected ---- */

/* The variance of a cell but the births', step by step as ensemble.h describes it. */
static double variance_of(const cohort_inputs *in, int sex, int age, double expected)
{
    const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
    const double early = cohort_inputs_convention(in) == COHORT_WPP_EVEN ? 0.5 : 0.0;
    const double S = value_of(in, COHORT_SURVIVAL, 0, sex, age);
    const double m = value_of(in, COHORT_NET_MIGRATION_RATE, 0, sex, age);
    const double M = value_of(in, COHORT_NET_MIGRANTS, 0, sex, age);
    double begun = 0.0, variance = 0.0;
    for (int x = age - 1; x <= (age == SMALL_OPEN ? age : age - 1); x++) {
        const double n = value_of(in, COHORT_BASE, 0, sex, x);
        const double rate = early * value_of(in, COHORT_NET_MIGRATION_RATE, 0, sex, x);
        const double count = early * value_of(in, COHORT_NET_MIGRANTS, 0, sex, x);
        begun += n * (1.0 + rate) + count;
        variance += n * fabs(rate) * (rate < 0.0 ? 1.0 + rate : 1.0) + fabs(count);
    }
    if (ipss) /* leaving and dying together are one binomial */
        return (m < 0.0 ? begun * (S + m) * (1.0 - S - m) : begun * (S * (1.0 - S) + m)) + fabs(M);
    variance = S * S * variance + S * (1.0 - S) * begun;
    const double left = (1.0 - early) * m * value_of(in, COHORT_BASE, 0, sex, age);
    if (left < 0.0) { /* E(1 / n) to second order: the third is below 1e-5 of the variance */
        const double n = expected - left - (1.0 - early) * M;
        variance += -left - left * left / n * (1.0 + variance / n / n);
    } else {
        variance += left;
    }
    return variance + (1.0 - early) * fabs(M);
}

/* Births in ipss: Poisson whose mean varies with the women. */
static double variance_of_births(const cohort_inputs *in, const double *expected, int sex)
{
    const double share = value_of(in, COHORT_MALE_SHARE, 0, 0, 0);
    const double each =
        value_of(in, COHORT_CWR, 0, 0, 0) * (sex == COHORT_MALE ? share : 1.0 - share);
    const double M = value_of(in, COHORT_NET_MIGRANTS, 0, sex, 0);
    double women = 0.0;
    for (int x = WOMEN_FIRST; x <= WOMEN_LAST; x++)
        women += variance_of(in, COHORT_FEMALE, x, expected[SMALL_AGES + x]);
    return expected[sex * SMALL_AGES] - M + each * each * women + fabs(M);
}

static void events_have_their_moments(void **state)
{
    (void)state;
    enum { N = 20000 };
    gsl_rng *random = generator();
    for (size_t k = 0; k < sizeof conventions / sizeof *conventions; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        round_base(in);
        struct steps steps;
        cohort_error error;
        struct moments moments[CELLS] = {{0}};
        double expected[CELLS], closing[CELLS], room[2 * CELLS];
        const double *opening = cohort_inputs_view(in, COHORT_BASE);
        assert_ok(cohort_steps_init(&steps, &small_grid, &error), error);
        cohort_steps_prepare(&steps, in);
        cohort_step_run(&steps, 0, opening, expected);
        for (int c = 0; c < CELLS; c++)
            moments[c].centre = expected[c];
        for (unsigned t = 0; t < N; t++) {
            cohort_random_seek(random, 30 + k, t);
            assert_int_equal(cohort_chance_interval(in, 0, random, opening, closing, room), -1);
            for (int c = 0; c < CELLS; c++)
                add(&moments[c], closing[c]);
        }
        for (int c = 0; c < CELLS; c++) {
            const int sex = c / SMALL_AGES, age = c % SMALL_AGES;
            char name[64];
            snprintf(name, sizeof name, "%s, sex %d, group %d",
                     cohort_convention_name(conventions[k]), sex, age);
            assert_mean(name, &moments[c]);
            if (age > 0)
                assert_variance(name, &moments[c], variance_of(in, sex, age, expected[c]));
            else if (conventions[k] == COHORT_IPSS)
                assert_variance(name, &moments[c], variance_of_births(in, expected, sex));
        }
        cohort_steps_free(&steps);
        cohort_inputs_free(in);
    }
    gsl_rng_free(random);
}

/* More are to leave than there are, by rates and by counts. */
static void nobody_is_negative(void **state)
{
    (void)state;
    gsl_rng *random = generator();
    for (size_t k = 0; k < sizeof conventions / sizeof *conventions; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        double *m = cohort_inputs_array(in, COHORT_NET_MIGRATION_RATE);
        for (int c = 0; c < CELLS; c++) {
            cohort_inputs_array(in, COHORT_BASE)[c] = c % 5;
            cohort_inputs_array(in, COHORT_NET_MIGRANTS)[c] = c % 3 == 0 ? -4.0 : 0.0;
            m[c] = m[c] == 0.0 ? 0.0 : c % 2 ? -1.0 : -0.5;
        }
        int people = 0;
        for (unsigned t = 0; t < 2000; t++) {
            double closing[CELLS], room[2 * CELLS];
            cohort_random_seek(random, 40 + k, t);
            assert_int_equal(cohort_chance_interval(
                                 in, 0, random, cohort_inputs_view(in, COHORT_BASE), closing, room),
                             -1);
            for (int c = 0; c < CELLS; c++) {
                assert_true(closing[c] >= 0.0 && closing[c] == floor(closing[c]));
                people += (int)closing[c];
            }
        }
        assert_true(people > 0);
        cohort_inputs_free(in);
    }
    gsl_rng_free(random);
}

/* What is certain happens: everybody survives, or nobody; and nothing comes of nobody. */
static void certain_events_are_certain(void **state)
{
    (void)state;
    gsl_rng *random = generator();
    for (size_t k = 0; k < sizeof conventions / sizeof *conventions; k++)
        for (int survive = 0; survive <= 1; survive++) {
            cohort_inputs *in = blank_inputs_of(&small_grid, conventions[k]);
            double closing[CELLS], room[2 * CELLS];
            double *base = cohort_inputs_array(in, COHORT_BASE);
            for (int c = 0; c < CELLS; c++)
                base[c] = 10.0 * c + 3.0;
            fill_quantity(in, COHORT_SURVIVAL, survive);
            cohort_random_seek(random, 50, 0);
            assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), -1);
            for (int c = 0; c < CELLS; c++) {
                const int age = c % SMALL_AGES;
                double before = age == 0 ? 0.0 : base[c - 1];
                if (age == SMALL_OPEN)
                    before += base[c];
                assert_true(closing[c] == survive * before);
            }
            cohort_inputs_free(in);
        }
    gsl_rng_free(random);
}

/* GSL counts in int: what is more is not drawn, and the cell is named. */
static void too_many_are_refused(void **state)
{
    (void)state;
    double closing[CELLS], room[2 * CELLS];
    gsl_rng *random = generator();
    cohort_random_seek(random, 60, 0);
    cohort_inputs *in = small_inputs();
    double *base = cohort_inputs_array(in, COHORT_BASE);
    base[4] = 2147483648.0;
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), 5);
    base[4] = 1000.0;
    base[SMALL_OPEN] = base[SMALL_OPEN - 1] = 1.5e9; /* together */
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), SMALL_OPEN);
    base[SMALL_OPEN] = base[SMALL_OPEN - 1] = 1e3;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 2) = 3e9;
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), SMALL_AGES + 2);
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 2) = 0.0;
    *value_at(in, COHORT_CWR, 0, 0, 0) = 1e9;
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), 0);
    cohort_inputs_free(in);
    in = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    base = cohort_inputs_array(in, COHORT_BASE);
    base[7] = 3e9;
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), 7);
    base[7] = 1e9;
    base[8] = 2e9;
    assert_int_equal(cohort_chance_interval(in, 0, random, base, closing, room), -1);
    cohort_inputs_free(in);
    gsl_rng_free(random);
}

/* ---- uncertain rates ---- */

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
        cohort_random_seek(&v->random[i].rng, 70, trajectory + (i << 32));
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
    const double m = value_of(v->inputs, COHORT_NET_MIGRATION_RATE, interval, sex, age);
    const double now = value_of(v->out, COHORT_SURVIVAL, interval, sex, age);
    const double moved = value_of(v->out, COHORT_NET_MIGRATION_RATE, interval, sex, age);
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
    (void)state;
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
    (void)state;
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
                         {COHORT_NET_MIGRATION_RATE, VARY_MIGRATION}};
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
    (void)state;
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
    (void)state;
    struct varied v;
    cohort_inputs *inputs = small_inputs();
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 4) = 0.0;
    *value_at(inputs, COHORT_NET_MIGRATION_RATE, 0, COHORT_MALE, 4) = 0.25;
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 5) = 1.0;
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 6) = 0.75;
    *value_at(inputs, COHORT_NET_MIGRATION_RATE, 0, COHORT_MALE, 6) = -0.75;
    begin(&v, inputs);
    v.variation.of[VARY_MORTALITY] = (cohort_uncertainty){1.0, 1.0, 0.0, 0.0};
    v.variation.of[VARY_MIGRATION] = (cohort_uncertainty){1.0, 1.0, 0.0, 0.0};
    for (unsigned t = 0; t < 200; t++) {
        cohort_error error;
        vary(&v, t);
        assert_ok(cohort_inputs_check(v.out, &error), error);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 4) == 0.0);
        assert_true(value_of(v.out, COHORT_NET_MIGRATION_RATE, 0, COHORT_MALE, 4) > 0.0);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 5) == 1.0);
        assert_true(value_of(v.out, COHORT_SURVIVAL, 0, COHORT_MALE, 6) +
                        value_of(v.out, COHORT_NET_MIGRATION_RATE, 0, COHORT_MALE, 6) ==
                    0.0);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 1; x < SMALL_AGES; x++)
                assert_true(value_of(v.out, COHORT_SURVIVAL, 2, sex, x) +
                                value_of(v.out, COHORT_NET_MIGRATION_RATE, 2, sex, x) >=
                            0.0);
    }
    end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_have_their_moments),
        cmocka_unit_test(nobody_is_negative),
        cmocka_unit_test(certain_events_are_certain),
        cmocka_unit_test(too_many_are_refused),
        cmocka_unit_test(rates_are_autoregressive),
        cmocka_unit_test(components_stand_for_themselves),
        cmocka_unit_test(a_profile_multiplies),
        cmocka_unit_test(bounds_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
