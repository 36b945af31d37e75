/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/graduations.h"
#include "support/random.h"
#include "support/japan.h"

#include "rates/graduate_composite.h"

/* Sums of some ten doubles, scaled to their total: a few units of rounding. */
static const double ROUNDING = 1e-12;

static void graduate(cohort_graduation method, int groups, const int *first_age,
                     const double *counts, double *single)
{
    cohort_error error;
    for (int i = 0; i < MOST; i++)
        single[i] = -7.0;
    assert_ok(cohort_graduate(method, groups, first_age, counts, single, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    assert_close(single[first_age[groups] - first_age[0]], -7.0, 0, 0); /* nothing behind the end */
}

/* Totals kept, nothing negative, and the way back. */
static void check_promises(cohort_graduation method, int groups, const int *first_age,
                           const double *counts)
{
    double single[MOST], back[MOST] = {0};
    cohort_error error;
    graduate(method, groups, first_age, counts, single);
    for (int i = 0; i < first_age[groups] - first_age[0]; i++)
        assert_true(single[i] >= 0.0);
    assert_ok(cohort_aggregate(groups, first_age, single, back, &error), error);
    for (int g = 0; g < groups; g++)
        assert_close(back[g], counts[g], ROUNDING, 0);
}

/* --- Promises of all methods --- */

/* Counts of 14 orders of magnitude, a quarter of them 0. */
static double rough_count(uint64_t *state)
{
    double kind = next_random(state), value = next_random(state);
    return kind < 0.25 ? 0.0 : kind < 0.7 ? 1e4 * value : pow(10.0, 14.0 * value - 3.0);
}

static void keeps_totals_of_rough_counts(void **state)
{
    uint64_t seed = 20150101;
    int first_age[MOST];
    double counts[MOST];
    for (int i = 0; i < 60; i++) {
        int groups = 5 + i % 16;
        five_year_ages(groups, first_age);
        for (int g = 0; g < groups; g++)
            counts[g] = rough_count(&seed);
        for (int m = 0; m < METHODS; m++)
            check_promises(methods[m], groups, first_age, counts);
    }
}

static void keeps_totals_of_uneven_groups(void **state)
{
    uint64_t seed = 42;
    int first_age[MOST];
    double counts[MOST];
    for (int i = 0; i < 60; i++) {
        int groups = 1 + i % 12;
        first_age[0] = i % 3;
        for (int g = 0; g < groups; g++) {
            first_age[g + 1] = first_age[g] + 1 + (int)(14.0 * next_random(&seed));
            counts[g] = rough_count(&seed);
        }
        check_promises(COHORT_MONOTONE_SPLINE, groups, first_age, counts);
        check_promises(COHORT_PENALISED_COMPOSITE_LINK, groups, first_age, counts);
    }
}

static void keeps_totals_of_extreme_counts(void **state)
{
    static const double cases[][6] = {
        {0, 0, 0, 0, 0, 0},          {1e15, 1e15, 1e15, 1e15, 1e15, 1e15},
        {1e15, 0, 0, 0, 0, 0},       {0, 0, 0, 0, 0, 1e15},
        {0, 0, 3, 0, 0, 0},          {1e-200, 0, 1e-200, 0, 0, 0},
        {1e-9, 1e15, 1e-9, 0, 1, 0}, {1, 2, 4, 1e300 * 0, 1e14, 1e-14}};
    int first_age[MOST];
    five_year_ages(6, first_age);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int m = 0; m < METHODS; m++)
            check_promises(methods[m], 6, first_age, cases[i]);
}

static void turns_around_with_its_counts(void **state)
{
    static const double counts[] = {900, 1100, 1250, 700, 1500, 1300, 640, 20, 310, 160};
    enum { GROUPS = sizeof counts / sizeof *counts };
    int first_age[MOST];
    double reversed[GROUPS], there[MOST], back[MOST];
    five_year_ages(GROUPS, first_age);
    for (int g = 0; g < GROUPS; g++)
        reversed[g] = counts[GROUPS - 1 - g];
    for (int m = 0; m < METHODS; m++) {
        graduate(methods[m], GROUPS, first_age, counts, there);
        graduate(methods[m], GROUPS, first_age, reversed, back);
        for (int i = 0; i < 5 * GROUPS; i++)
            assert_close(there[i], back[5 * GROUPS - 1 - i], ROUNDING, 0);
    }
}

/* Also where its groups are uneven or empty, so that the iteration stops far from any rest. */
static void turns_uneven_groups_around(void **state)
{
    uint64_t seed = 1870;
    for (int i = 0; i < 40; i++) {
        const int groups = 2 + i % 9;
        int first_age[MOST] = {i % 4}, turned_age[MOST] = {7};
        double counts[MOST], turned[MOST], there[MOST], back[MOST];
        for (int g = 0; g < groups; g++) {
            first_age[g + 1] = first_age[g] + 1 + (int)(12.0 * next_random(&seed));
            counts[g] = i % 2                      ? rough_count(&seed)
                        : next_random(&seed) < 0.4 ? 0.0
                                                   : 0.07 * (g + 1);
        }
        for (int g = 0; g < groups; g++) {
            turned_age[g + 1] = turned_age[g] + first_age[groups - g] - first_age[groups - g - 1];
            turned[g] = counts[groups - 1 - g];
        }
        graduate(COHORT_PENALISED_COMPOSITE_LINK, groups, first_age, counts, there);
        graduate(COHORT_PENALISED_COMPOSITE_LINK, groups, turned_age, turned, back);
        for (int x = 0, last = first_age[groups] - first_age[0] - 1; x <= last; x++)
            assert_close(there[x], back[last - x], ROUNDING, 0);
    }
}

/* --- Curves that come out as they are --- */

/* Persons of age x to x + 1 under the density sum of c_k x^k. */
static double polynomial_count(const double c[5], double from, double to)
{
    double sum = 0.0;
    for (int k = 0; k < 5; k++)
        sum += c[k] / (k + 1) * (pow(to, k + 1) - pow(from, k + 1));
    return sum;
}

static double worst_departure(cohort_graduation method, const double c[5])
{
    enum { GROUPS = 9 };
    int first_age[MOST];
    double counts[GROUPS], single[MOST], worst = 0.0;
    five_year_ages(GROUPS, first_age);
    for (int g = 0; g < GROUPS; g++)
        counts[g] = polynomial_count(c, 5 * g, 5 * (g + 1));
    graduate(method, GROUPS, first_age, counts, single);
    for (int x = 0; x < 5 * GROUPS; x++)
        worst = fmax(worst, fabs(single[x] / polynomial_count(c, x, x + 1) - 1.0));
    return worst;
}

static void reproduces_the_curves_of_its_theory(void **state)
{
    static const double curves[5][5] = {
        {200}, {90, 7}, {700, -25, 0.6}, {900, 20, -2.5, 0.05}, {900, 20, -2.5, 0.05, 0.002}};
    /* The highest degree of density that comes out as it is. The composite link's curve is the
     * exponential of a line where nothing bends it: of polynomials only the constant. */
    static const int degree[METHODS] = {3, 3, 2, 1, 0};
    for (int m = 0; m < METHODS; m++)
        for (int k = 0; k < 5; k++) {
            double worst = worst_departure(methods[m], curves[k]);
            if (k <= degree[m])
                /* Iterated to 1e-8 there, else rounding only. */
                assert_close(worst, 0, 0, k == 0 && m == 4 ? 1e-7 : ROUNDING);
            else
                assert_true(worst > 1e-8 && worst < 0.2);
        }
}

static void draws_lines_over_uneven_groups(void **state)
{
    static const int first_age[] = {0, 1, 5, 10, 25, 27, 40};
    static const double c[5] = {300, -7};
    double counts[6], single[MOST];
    for (int g = 0; g < 6; g++)
        counts[g] = polynomial_count(c, first_age[g], first_age[g + 1]);
    graduate(COHORT_MONOTONE_SPLINE, 6, first_age, counts, single);
    for (int x = 0; x < 40; x++)
        assert_close(single[x], polynomial_count(c, x, x + 1), ROUNDING, 0);
}

static void draws_exponentials_by_the_composite_link(void **state)
{
    static const int first_age[] = {20, 35, 40, 55, 60, 80};
    double counts[5], single[MOST];
    for (int g = 0; g < 5; g++)
        counts[g] = 1e6 * (exp(-0.03 * first_age[g]) - exp(-0.03 * first_age[g + 1]));
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 5, first_age, counts, single);
    /* A straight line in logarithms is never penalised; the iteration stops at steps of 1e-8. */
    for (int x = 20; x < 80; x++)
        assert_close(single[x - 20], 1e6 * (exp(-0.03 * x) - exp(-0.03 * (x + 1))), 1e-6, 0);
}

/* --- Published values --- */

/* Five-year groups of 1950 .. 1954 and what DemoTools (Riffe and others) prints for them on its
 * pages of sprague() and beers(), ages 0 .. 5; the data come with the UN's Sprague script. */
static const double published_groups[5][6] = {{54170, 44775, 42142, 38464, 34406, 30386},
                                              {57424, 44475, 41752, 39628, 34757, 30605},
                                              {60272, 44780, 41804, 40229, 35155, 30978},
                                              {62727, 45681, 42101, 40474, 35599, 31439},
                                              {64816, 47137, 42508, 40532, 36083, 31940}};

static void check_published(cohort_graduation method, const double expected[5][6], int ages)
{
    int first_age[MOST];
    double single[MOST];
    five_year_ages(6, first_age);
    for (int year = 0; year < 5; year++) {
        graduate(method, 6, first_age, published_groups[year], single);
        for (int x = 0; x < ages; x++) /* printed to seven digits: 0.01 at least */
            assert_close(single[x], expected[year][x], 0, 0.0051);
    }
}

static void agrees_with_published_sprague(void **state)
{
    static const double expected[5][6] = {
        {12172.491, 11380.448, 10717.448, 10171.000, 9728.613, 9377.795},
        {13335.035, 12243.392, 11325.976, 10567.384, 9952.213, 9465.059},
        {14267.992, 12963.256, 11865.352, 10956.496, 10218.904, 9634.792},
        {14942.285, 13534.800, 12345.568, 11356.168, 10548.179, 9903.181},
        {15353.26, 13962.34, 12775.62, 11776.49, 10948.29, 10274.40}};
    check_published(COHORT_SPRAGUE, expected, 6);
}

static void agrees_with_published_modified_beers(void **state)
{
    /* To age 4: from 5 on this library scales to the group's count, and DemoTools does not. */
    static const double expected[5][6] = {{11952.235, 11325.417, 10766.300, 10274.882, 9851.165},
                                          {13054.267, 12173.033, 11388.299, 10700.066, 10108.335},
                                          {13941.546, 12881.400, 11937.826, 11110.827, 10400.401},
                                          {14603.87, 13449.94, 12420.70, 11516.16, 10736.33},
                                          {15046.71, 13885.44, 12843.69, 11921.45, 11118.72}};
    check_published(COHORT_BEERS_MODIFIED, expected, 5);
}

static void agrees_with_published_ordinary_beers(void **state)
{
    /* Males of the US Census Bureau's workbook BEERSP (Johnson 2016), as quoted in DemoTools' tests;
     * the workbook changes ages 0 and 2 to 8 afterwards, so ages 1 and 9 to 12 are Beers's own. */
    static const double counts[] = {752124, 582662, 463534, 369976, 286946, 235867, 199561, 172133,
                                    151194, 131502, 113439, 95614,  78777,  60157,  40960,  21318};
    static const struct {
        int age;
        double value;
    } expected[] = {{1, 158163}, {9, 105733}, {10, 101088}, {11, 96719}, {12, 92551}};
    int first_age[MOST];
    double single[MOST];
    five_year_ages(16, first_age);
    graduate(COHORT_BEERS_ORDINARY, 16, first_age, counts, single);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_close(single[expected[i].age], expected[i].value, 0,
                     0.6); /* whole persons, once more rounded */
}

static void scales_modified_beers_to_its_groups(void **state)
{
    /* Worked out by hand: under {0, 0, 1000, 0, 0} the middle panel's singles are 132.1, 156.4,
     * 165.0, 156.4, 132.1, which add up to 742. */
    static const double counts[] = {0, 0, 1000, 0, 0};
    static const double expected[] = {1321, 1564, 1650, 1564, 1321};
    int first_age[MOST];
    double single[MOST];
    five_year_ages(5, first_age);
    graduate(COHORT_BEERS_MODIFIED, 5, first_age, counts, single);
    for (int i = 0; i < 5; i++)
        assert_close(single[10 + i], expected[i] / 7.42, ROUNDING, 0);
}

/* --- Where the multipliers go negative --- */

static void replaces_negative_groups_by_the_spline(void **state)
{
    /* Beside a garrison town's 20-24 the panels of 15-19 and 25-29 go negative: Sprague's single of
     * age 16 is 0.2224 * 300 - 0.0416 * 20000 + ... = -764 or so. */
    static const double counts[] = {310, 305, 300, 300, 20000, 280, 270, 260, 250};
    enum { GROUPS = sizeof counts / sizeof *counts };
    int first_age[MOST];
    double single[MOST], spline[MOST];
    five_year_ages(GROUPS, first_age);
    graduate(COHORT_MONOTONE_SPLINE, GROUPS, first_age, counts, spline);
    assert_true(-0.0016 * 305 + 0.0144 * 300 + 0.2224 * 300 - 0.0416 * 20000 + 0.0064 * 280 < 0);
    for (int m = 0; m < 3; m++) {
        graduate(methods[m], GROUPS, first_age, counts, single);
        for (int x = 15; x < 20; x++)
            assert_close(single[x], spline[x], 0, 0);
        for (int x = 25; x < 30; x++)
            assert_close(single[x], spline[x], 0, 0);
        assert_true(fabs(single[22] / spline[22] - 1.0) > 0.001); /* the others keep theirs */
    }
    /* Sprague's own in the middle of 20-24. */
    graduate(COHORT_SPRAGUE, GROUPS, first_age, counts, single);
    assert_close(single[22],
                 0.0064 * 300 - 0.0336 * 300 + 0.2544 * 20000 - 0.0336 * 280 + 0.0064 * 270,
                 ROUNDING, 0);
}

static void keeps_a_zero_that_rounding_leaves_below(void **state)
{
    /* Singles of f x^3: a cubic, so exact, whose first is 0. Rounding may make it -1e-13, which must
     * not call for the spline (that would give age 0 some tenth of the group). */
    int first_age[MOST];
    double counts[9], single[MOST];
    five_year_ages(9, first_age);
    for (int f = 1; f < 40; f++)
        for (int m = 0; m < 2; m++) {
            for (int g = 0; g < 9; g++) {
                counts[g] = 0.0;
                for (int x = 5 * g; x < 5 * g + 5; x++)
                    counts[g] += f / 7.0 * x * x * x;
            }
            graduate(methods[m], 9, first_age, counts, single);
            for (int x = 0; x < 45; x++) /* from groups of up to 1e6: rounding of 1e-10 */
                assert_close(single[x], f / 7.0 * x * x * x, ROUNDING, 1e-8);
        }
}

static void limits_the_slopes_of_the_spline(void **state)
{
    /* By hand: secants 2, 20, 2; parabolas' slopes -7 (cut to 0), 11 (cut to 3 * 2). Over the first
     * group F = 10 s^2 (3 - 2 s) - 30 s^2 (1 - s) = 10 s^3; s = 1/5, 2/5, ... */
    static const int first_age[] = {0, 5, 10, 15};
    static const double counts[] = {10, 100, 10}, empty[] = {10, 0, 10};
    double single[MOST];
    graduate(COHORT_MONOTONE_SPLINE, 3, first_age, counts, single);
    static const double expected[] = {0.08, 0.56, 1.52, 2.96, 4.88};
    for (int i = 0; i < 5; i++) {
        assert_close(single[i], expected[i], ROUNDING, 1e-14);
        assert_close(single[14 - i], expected[i], ROUNDING, 1e-14);
    }
    graduate(COHORT_MONOTONE_SPLINE, 3, first_age, empty, single);
    for (int i = 5; i < 10; i++)
        assert_close(single[i], 0, 0, 0);
    assert_true(single[4] < single[0]);
    graduate(COHORT_MONOTONE_SPLINE, 1, first_age, counts, single);
    for (int i = 0; i < 5; i++)
        assert_close(single[i], 2.0, ROUNDING, 0);
}

/* --- Penalised composite link --- */

/* Deaths at age x out of 100,000 under Gompertz's law. */
static double gompertz_deaths(int x)
{
    const double a = 3e-5, b = 0.1;
    return 1e5 * (exp(-a / b * (exp(b * x) - 1.0)) - exp(-a / b * (exp(b * (x + 1)) - 1.0)));
}

static void recovers_a_smooth_curve_from_coarse_groups(void **state)
{
    static const int first_age[] = {30, 45, 60, 70, 80, 90, 100, 110};
    double counts[7] = {0}, single[MOST], apart = 0.0, total = 0.0;
    for (int g = 0; g < 7; g++)
        for (int x = first_age[g]; x < first_age[g + 1]; x++)
            counts[g] += gompertz_deaths(x);
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 7, first_age, counts, single);
    for (int x = 30; x < 110; x++) {
        apart += fabs(single[x - 30] - gompertz_deaths(x)) / 2.0;
        total += gompertz_deaths(x);
        /* Seven groups for eighty ages: within 10 % wherever a hundredth of the deaths are. */
        if (gompertz_deaths(x) > 1000.0)
            assert_close(single[x - 30], gompertz_deaths(x), 0.1, 0);
    }
    assert_true(apart < 0.02 * total); /* index of dissimilarity: 2 % misplaced */
}

static void smooths_what_chance_explains(void **state)
{
    /* Some forty a group, no trend: departures of Poisson size. BIC takes the heaviest penalty, a
     * straight line in logarithms, which the scaling then moves to each count: within a group the
     * ratio from year to year is one and the same everywhere. */
    static const double counts[] = {41, 36, 44, 39, 42, 37, 43, 40};
    int first_age[MOST];
    double single[MOST];
    five_year_ages(8, first_age);
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 8, first_age, counts, single);
    for (int x = 0; x < 39; x++)
        if (x % 5 != 4) /* a penalty of 1e8 leaves bends of 1e-7 or so */
            assert_close(single[x + 1] / single[x], single[1] / single[0], 1e-5, 0);
}

static void draws_less_than_one_event_like_one(void **state)
{
    static const double counts[] = {0.1, 0.2, 0.4, 0.2};
    double small[4], single[MOST], tiny[MOST];
    int first_age[MOST];
    five_year_ages(4, first_age);
    for (int g = 0; g < 4; g++)
        small[g] = 1e-150 * counts[g];
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 4, first_age, counts, single);
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 4, first_age, small, tiny);
    for (int x = 0; x < 20; x++) /* iterated to 1e-8 */
        assert_close(tiny[x], 1e-150 * single[x], 1e-6, 0);
}

/* Beside a thousand million a trace is nothing: a ratio of theirs that underflows is none to descend
 * along. */
static void draws_a_trace_like_nothing(void **state)
{
    static const int first_age[] = {0, 1, 8, 9, 16};
    double counts[] = {1e9, 0, 1e9, 1e9}, without[MOST], single[MOST];
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 4, first_age, counts, without);
    counts[1] = 1e-300;
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 4, first_age, counts, single);
    for (int x = 0; x < 16; x++) /* iterated to 1e-8 */
        assert_close(single[x], x < 1 || x >= 8 ? without[x] : 0, 1e-6, 1e-300);
}

/* Between crowded groups and an empty one the lightest penalty's fit creeps on and is left out, though
 * its BIC would be the least. The next one's, by Newton's method outside the library. */
static void leaves_out_a_fit_that_does_not_settle(void **state)
{
    static const int first_age[] = {0, 4, 7, 20, 23};
    static const double counts[] = {50000, 10000, 0, 20000};
    static const double expected[] = {1930.28, 6487.77, 17433.9, 24148.1, 9171.88, 808.108, 20.011};
    double single[MOST];
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 4, first_age, counts, single);
    for (int x = 0; x < 7; x++) /* six digits, and some thousandths where fits stop early */
        assert_close(single[x], expected[x], 1e-4, 0);
    assert_close(single[22], 19808.5, 1e-4, 0);
}

/* Counts beyond what cohort_graduate lets through. */
static void says_that_no_fit_settled(void **state)
{
    static const int first_age[] = {20, 25, 30};
    static const double counts[] = {HUGE_VAL, 1};
    double single[10] = {-7.0};
    cohort_error error;
    assert_fails(cohort_composite_singles(2, first_age, counts, single, &error), COHORT_ERROR_SOLVE,
                 error, "penalised composite link of 2 groups, ages 20-29: no fit settled");
    assert_close(single[0], -7.0, 0, 0);
}

static void spreads_a_lone_group_evenly(void **state)
{
    static const int first_age[] = {85, 105};
    static const double count = 340.0;
    double single[MOST];
    graduate(COHORT_PENALISED_COMPOSITE_LINK, 1, first_age, &count, single);
    for (int i = 0; i < 20; i++)
        assert_close(single[i], 17.0, ROUNDING, 0);
}

/* --- Real data --- */

static void graduates_japan(void **state)
{
    double counts[COHORT_SEXES][19], single[METHODS][MOST];
    int first_age[20];
    japan_population(counts);
    five_year_ages(18, first_age);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        for (int m = 0; m < METHODS; m++) {
            check_promises(methods[m], 18, first_age, counts[sex]);
            graduate(methods[m], 18, first_age, counts[sex], single[m]);
        }
        /* A smooth nation: the methods agree within 5 % at every age from 5 to 84 (the ends have
         * but one neighbour). */
        for (int m = 1; m < METHODS; m++)
            for (int x = 5; x < 85; x++)
                assert_close(single[m][x], single[0][x], 0.05, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_totals_of_rough_counts),
        cmocka_unit_test(keeps_totals_of_uneven_groups),
        cmocka_unit_test(keeps_totals_of_extreme_counts),
        cmocka_unit_test(turns_around_with_its_counts),
        cmocka_unit_test(turns_uneven_groups_around),
        cmocka_unit_test(reproduces_the_curves_of_its_theory),
        cmocka_unit_test(draws_lines_over_uneven_groups),
        cmocka_unit_test(draws_exponentials_by_the_composite_link),
        cmocka_unit_test(agrees_with_published_sprague),
        cmocka_unit_test(agrees_with_published_modified_beers),
        cmocka_unit_test(agrees_with_published_ordinary_beers),
        cmocka_unit_test(scales_modified_beers_to_its_groups),
        cmocka_unit_test(replaces_negative_groups_by_the_spline),
        cmocka_unit_test(keeps_a_zero_that_rounding_leaves_below),
        cmocka_unit_test(limits_the_slopes_of_the_spline),
        cmocka_unit_test(recovers_a_smooth_curve_from_coarse_groups),
        cmocka_unit_test(smooths_what_chance_explains),
        cmocka_unit_test(draws_less_than_one_event_like_one),
        cmocka_unit_test(draws_a_trace_like_nothing),
        cmocka_unit_test(leaves_out_a_fit_that_does_not_settle),
        cmocka_unit_test(says_that_no_fit_settled),
        cmocka_unit_test(spreads_a_lone_group_evenly),
        cmocka_unit_test(graduates_japan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
