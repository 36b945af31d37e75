/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demographic chance in one interval: its moments against theory, and its bounds. */
#include "support/close.h"
#include "support/moments.h"
#include "support/small.h"

#include "core/inputs.h"
#include "model/step.h"
#include "outlook/chance.h"

#include "outlook/random.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_EVEN, COHORT_WPP_END};
enum { CELLS = COHORT_SEXES * SMALL_AGES };

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

static double early_of(const cohort_inputs *in)
{
    return cohort_inputs_convention(in) == COHORT_WPP_EVEN ? 0.5 : 0.0;
}

/* Of those who begin the interval at an age: with the migrants of the opening. */
static double variance_begun(const cohort_inputs *in, int sex, int age)
{
    const double n = value_of(in, COHORT_BASE, 0, sex, age);
    const double rate = early_of(in) * value_of(in, COHORT_NET_MIGRATION_RATIO, 0, sex, age);
    const double count = early_of(in) * value_of(in, COHORT_NET_MIGRANTS, 0, sex, age);
    return n * fabs(rate) * (rate < 0.0 ? 1.0 + rate : 1.0) + fabs(count);
}

static double mean_begun(const cohort_inputs *in, int sex, int age)
{
    const double n = value_of(in, COHORT_BASE, 0, sex, age);
    const double rate = early_of(in) * value_of(in, COHORT_NET_MIGRATION_RATIO, 0, sex, age);
    return n * (1.0 + rate) + early_of(in) * value_of(in, COHORT_NET_MIGRANTS, 0, sex, age);
}

/* The last of the ages from which one comes to an age; the first is the one before. */
static int last_from(int age)
{
    return age == SMALL_OPEN ? age : age - 1;
}

/* Of those who have come to an age and not died. */
static double variance_arrived(const cohort_inputs *in, int sex, int age)
{
    const double S = value_of(in, COHORT_SURVIVAL, 0, sex, age);
    double variance = 0.0;
    for (int x = age - 1; x <= last_from(age); x++)
        variance += S * S * variance_begun(in, sex, x) + S * (1.0 - S) * mean_begun(in, sex, x);
    return variance;
}

/* With the migrants of the closing, in the conventions of the UN; `expected` with them. */
static double variance_closed(const cohort_inputs *in, int sex, int age, double variance,
                              double expected)
{
    const double late = 1.0 - early_of(in),
                 M = late * value_of(in, COHORT_NET_MIGRANTS, 0, sex, age);
    const double left = late * value_of(in, COHORT_NET_MIGRATION_RATIO, 0, sex, age) *
                        value_of(in, COHORT_BASE, 0, sex, age);
    if (left < 0.0) { /* E(1 / n) to second order: the third is below 1e-5 of the variance */
        const double n = expected - left - M;
        variance += -left - left * left / n * (1.0 + variance / n / n);
    } else {
        variance += left;
    }
    return variance + fabs(M);
}

/* The variance of a cell but the births', step by step as ensemble.h describes it. */
static double variance_of(const cohort_inputs *in, int sex, int age, double expected)
{
    if (cohort_inputs_convention(in) != COHORT_IPSS)
        return variance_closed(in, sex, age, variance_arrived(in, sex, age), expected);
    const double S = value_of(in, COHORT_SURVIVAL, 0, sex, age);
    const double m = value_of(in, COHORT_NET_MIGRATION_RATIO, 0, sex, age);
    double begun = 0.0; /* leaving and dying together are one binomial */
    for (int x = age - 1; x <= last_from(age); x++)
        begun += mean_begun(in, sex, x);
    return (m < 0.0 ? begun * (S + m) * (1.0 - S - m) : begun * (S * (1.0 - S) + m)) +
           fabs(value_of(in, COHORT_NET_MIGRANTS, 0, sex, age));
}

/* Births are Poisson with a mean that varies with the women, e = sum of b_x (women at the opening,
 * but in ipss, + those at the end): b_x. */
static double bearing(const cohort_inputs *in, int age)
{
    if (cohort_inputs_convention(in) == COHORT_IPSS)
        return age >= WOMEN_FIRST && age <= WOMEN_LAST ? value_of(in, COHORT_CWR, 0, 0, 0) : 0.0;
    return age > 0 ? 0.5 * SMALL_WIDTH * value_of(in, COHORT_ASFR, 0, 0, age) : 0.0;
}

/* The women at the end of an age who count for births: in wpp-end those before the migrants. What
 * these add depends on nobody else, so it is also their covariance with those who are there then. */
static double variance_of_women(const cohort_inputs *in, const double *expected, int age)
{
    if (cohort_inputs_convention(in) == COHORT_WPP_END)
        return variance_arrived(in, COHORT_FEMALE, age);
    return variance_of(in, COHORT_FEMALE, age, expected[SMALL_AGES + age]);
}

/* Covariance of e with the women of an age at the end: by themselves, and by those of the opening
 * from among whom they are. */
static double covariance_with_births(const cohort_inputs *in, const double *expected, int age)
{
    const double S = value_of(in, COHORT_SURVIVAL, 0, COHORT_FEMALE, age);
    double sum = bearing(in, age) * variance_of_women(in, expected, age);
    for (int x = age - 1; x <= last_from(age); x++)
        if (cohort_inputs_convention(in) != COHORT_IPSS)
            sum += bearing(in, x) * S * variance_begun(in, COHORT_FEMALE, x);
    return sum;
}

/* The variance of e: of its two sums, and twice what they share. */
static double variance_of_bearing(const cohort_inputs *in, const double *expected)
{
    double sum = 0.0;
    for (int x = 1; x < SMALL_AGES; x++) {
        const double own = bearing(in, x) * variance_of_women(in, expected, x);
        sum += bearing(in, x) * (2.0 * covariance_with_births(in, expected, x) - own);
        if (cohort_inputs_convention(in) != COHORT_IPSS)
            sum += bearing(in, x) * bearing(in, x) * variance_begun(in, COHORT_FEMALE, x);
    }
    return sum;
}

/* Those of a sex who are born and live, per unit of e. */
static double born_of(const cohort_inputs *in, int sex)
{
    const double men = value_of(in, COHORT_MALE_SHARE, 0, 0, 0);
    const double share = sex == COHORT_MALE ? men : 1.0 - men;
    const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
    return ipss ? share : share * value_of(in, COHORT_SURVIVAL, 0, sex, 0);
}

static double variance_of_births(const cohort_inputs *in, const double *expected, int sex)
{
    const double late = 1.0 - early_of(in), M = late * value_of(in, COHORT_NET_MIGRANTS, 0, sex, 0);
    const double k = born_of(in, sex), all = expected[sex * SMALL_AGES];
    const double women = k * k * variance_of_bearing(in, expected);
    if (cohort_inputs_convention(in) == COHORT_IPSS)
        return all - M + women + fabs(M);
    const double left = late * value_of(in, COHORT_NET_MIGRATION_RATIO, 0, sex, 0) *
                        value_of(in, COHORT_BASE, 0, sex, 0);
    return variance_closed(in, sex, 0, all - M - left + women, all);
}

/* Of two different cells: nothing but births and the women they are of have anything in common. */
static double covariance_of(const cohort_inputs *in, const double *expected, int a, int b)
{
    const int young = a % SMALL_AGES == 0 ? a : b, other = young == a ? b : a;
    if (young % SMALL_AGES != 0)
        return 0.0;
    const double k = born_of(in, young / SMALL_AGES);
    if (other % SMALL_AGES == 0)
        return k * born_of(in, other / SMALL_AGES) * variance_of_bearing(in, expected);
    if (other / SMALL_AGES == COHORT_MALE)
        return 0.0;
    return k * covariance_with_births(in, expected, other % SMALL_AGES);
}

/* Pairs of cells that are looked at: neighbours in age, the two sexes of an age, births and every
 * age of women. */
enum { MOST_PAIRS = 4 * CELLS };
struct pair {
    int a, b;
    struct moments product;
};

static int list_pairs(const cohort_inputs *in, const double *expected, struct pair *pairs)
{
    int count = 0;
    for (int a = 0; a < CELLS; a++)
        for (int b = a + 1; b < CELLS; b++) {
            const bool births = a % SMALL_AGES == 0 && b >= SMALL_AGES;
            const bool women = a == SMALL_AGES; /* girls and women */
            if (b == a + 1 || b == a + SMALL_AGES || births || women)
                pairs[count++] = (struct pair){a, b, {.centre = covariance_of(in, expected, a, b)}};
        }
    assert_in_range(count, 1, MOST_PAIRS);
    return count;
}

/* Draw the first interval so many times. */
static void draw(const cohort_inputs *in, unsigned seed, const double *expected,
                 struct moments moments[CELLS], int count, struct pair *pairs)
{
    enum { N = 20000 };
    gsl_rng *random = generator();
    double closing[CELLS], room[2 * CELLS];
    for (int c = 0; c < CELLS; c++)
        moments[c] = (struct moments){.centre = expected[c]};
    for (unsigned t = 0; t < N; t++) {
        assert_int_equal(cohort_random_seek(random, seed, t, NULL), COHORT_OK);
        assert_int_equal(cohort_chance_interval(in, 0, random, cohort_inputs_view(in, COHORT_BASE),
                                                closing, room),
                         -1);
        for (int c = 0; c < CELLS; c++)
            add(&moments[c], closing[c]);
        for (int i = 0; i < count; i++)
            add(&pairs[i].product, (closing[pairs[i].a] - expected[pairs[i].a]) *
                                       (closing[pairs[i].b] - expected[pairs[i].b]));
    }
    gsl_rng_free(random);
}

/* What an interval without chance has. */
static void expect(const cohort_inputs *in, double expected[CELLS])
{
    struct steps steps;
    struct survey survey = {0};
    double population[2 * CELLS];
    memcpy(population, cohort_inputs_view(in, COHORT_BASE), CELLS * sizeof *population);
    assert_int_equal(cohort_inputs_see(in, COHORT_BASE, NULL, &survey, NULL), COHORT_OK);
    steps = cohort_steps_of(in, &survey);
    cohort_steps_run(&steps, 0, 1, population, NULL, NULL);
    memcpy(expected, population + CELLS, CELLS * sizeof *expected);
}

/* So many births that the chance of women is not lost in that of births: without it the variances
 * and covariances that it brings would be off by 20 standard errors and more. */
static void bear_more(cohort_inputs *in)
{
    const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
    const cohort_quantity quantity = ipss ? COHORT_CWR : COHORT_ASFR;
    double *rates = cohort_inputs_array(in, quantity);
    for (size_t i = 0; i < value_count(in, quantity); i++)
        rates[i] *= 40.0;
    cohort_inputs_set_rate_limits(in, COHORT_ANY_RATES);
}

/* Means and variances of all cells, covariances of neighbours and with births. */
static void events_have_their_moments(void **state)
{
    for (unsigned k = 0; k < sizeof conventions / sizeof *conventions; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        struct moments moments[CELLS];
        struct pair pairs[MOST_PAIRS];
        double expected[CELLS];
        char name[64];
        round_base(in);
        bear_more(in);
        expect(in, expected);
        const int count = list_pairs(in, expected, pairs);
        draw(in, 30 + k, expected, moments, count, pairs);
        for (int c = 0; c < CELLS; c++) {
            const int sex = c / SMALL_AGES, age = c % SMALL_AGES;
            snprintf(name, sizeof name, "%s, sex %d, group %d",
                     cohort_convention_name(conventions[k]), sex, age);
            assert_mean(name, &moments[c]);
            assert_variance(name, &moments[c],
                            age > 0 ? variance_of(in, sex, age, expected[c])
                                    : variance_of_births(in, expected, sex));
        }
        for (int i = 0; i < count; i++) {
            snprintf(name, sizeof name, "%s, covariance of cells %d and %d",
                     cohort_convention_name(conventions[k]), pairs[i].a, pairs[i].b);
            assert_mean(name, &pairs[i].product);
        }
        cohort_inputs_free(in);
    }
}

/* More are to leave than there are, by rates and by counts. */
static void nobody_is_negative(void **state)
{
    gsl_rng *random = generator();
    for (size_t k = 0; k < sizeof conventions / sizeof *conventions; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        double *m = cohort_inputs_array(in, COHORT_NET_MIGRATION_RATIO);
        for (int c = 0; c < CELLS; c++) {
            cohort_inputs_array(in, COHORT_BASE)[c] = c % 5;
            cohort_inputs_array(in, COHORT_NET_MIGRANTS)[c] = c % 3 == 0 ? -4.0 : 0.0;
            m[c] = m[c] == 0.0 ? 0.0 : c % 2 ? -1.0 : -0.5;
        }
        int people = 0;
        for (unsigned t = 0; t < 2000; t++) {
            double closing[CELLS], room[2 * CELLS];
            assert_int_equal(cohort_random_seek(random, 40 + k, t, NULL), COHORT_OK);
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
    gsl_rng *random = generator();
    for (size_t k = 0; k < sizeof conventions / sizeof *conventions; k++)
        for (int survive = 0; survive <= 1; survive++) {
            cohort_inputs *in = blank_inputs_of(&small_grid, conventions[k]);
            double closing[CELLS], room[2 * CELLS];
            double *base = cohort_inputs_array(in, COHORT_BASE);
            for (int c = 0; c < CELLS; c++)
                base[c] = 10.0 * c + 3.0;
            fill_quantity(in, COHORT_SURVIVAL, survive);
            assert_int_equal(cohort_random_seek(random, 50, 0, NULL), COHORT_OK);
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
    double closing[CELLS], room[2 * CELLS];
    gsl_rng *random = generator();
    assert_int_equal(cohort_random_seek(random, 60, 0, NULL), COHORT_OK);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_have_their_moments),
        cmocka_unit_test(nobody_is_negative),
        cmocka_unit_test(certain_events_are_certain),
        cmocka_unit_test(too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
