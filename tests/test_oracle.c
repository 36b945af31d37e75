/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library against the oracle on random inputs: each interval is computed again from the library's
 * own opening. COHORT_ORACLE_RUNS in the environment: how many inputs, 20,000 if it is not there. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wdouble-promotion" /* what this is for */
#endif

#include <cohort/cohort.h>

#include "support/close.h"
#include "support/oracle.h"
#include "support/random.h"

#include <stdio.h>
#include <stdlib.h>

/* A handful of operations on doubles, of what entered a cell. */
static const double ROUNDING = 1e-14;

/* A population below zero by at most so much of what entered it counts as zero, see projection.h. With
 * rounding it surely does up to a part of it, and surely not beyond a multiple. */
static const double ZERO = COHORT_ZERO_TOLERANCE;
static long double part = 0.0L, multiple = 2.0L;

static uint64_t state;

static double uniform(double from, double to)
{
    return from + (to - from) * next_random(&state);
}

static int whole(int from, int to)
{
    return from + (int)((to - from + 1) * next_random(&state));
}

static int chance(double probability)
{
    return next_random(&state) < probability;
}

/* ---- random inputs ---- */

static cohort_grid random_grid(cohort_convention convention)
{
    static const int widths[] = {1, 5}; /* with whole groups 15-49 */
    const int width = convention == COHORT_IPSS ? widths[whole(0, 1)] : whole(1, 10);
    const int open = whole(60, 130) / width;
    return (cohort_grid){width, open + 1, whole(1900, 2100), whole(1, 4)};
}

/* Persons of a cell: nobody, whole persons or not, few or many. */
static double persons(double size)
{
    if (chance(0.08))
        return 0.0;
    const double value = size * uniform(0.1, 1.0) * (chance(0.1) ? 1e-6 : 1.0);
    return chance(0.5) && size > 10.0 ? floor(value) : value;
}

static double share(void)
{
    return chance(0.03)   ? 0.0
           : chance(0.03) ? 1.0
           : chance(0.5)  ? uniform(0.9, 1.0)
                          : uniform(0, 1);
}

/* Net migration of an interval and sex: a part of those who may be there, sometimes all of them. */
static void fill_migration(cohort_inputs *inputs, int interval, int sex, const double *base,
                           double level)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const int ipss = cohort_inputs_convention(inputs) == COHORT_IPSS;
    const int even = cohort_inputs_convention(inputs) == COHORT_WPP_EVEN;
    const size_t at = cohort_cell(grid, interval, sex, 0);
    double *m = cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO) + at;
    double *M = cohort_inputs_array(inputs, COHORT_NET_MIGRANTS) + at;
    const double *S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + at;
    for (int x = 0; x < grid->ages; x++) {
        const double from = x ? base[x - 1] : base[x];
        if (!even && chance(0.05) && interval == 0 && x > 0) { /* all leave who have survived */
            m[x] = ipss && chance(0.5) ? -S[x] : 0.0;
            M[x] = m[x] < 0.0 ? 0.0 : -S[x] * from;
            continue;
        }
        if (chance(0.5) && !(ipss && x == 0)) /* births do not migrate by a rate in ipss */
            m[x] = uniform(-level, level) * (ipss ? S[x] : 1.0);
        if (chance(0.3))
            M[x] = uniform(-level, level) * level * (from + chance(0.02));
    }
}

static void fill_interval(cohort_inputs *inputs, int interval, double level)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    double *S = cohort_inputs_array(inputs, COHORT_SURVIVAL);
    double *asfr = cohort_inputs_array(inputs, COHORT_ASFR);
    double *cwr = cohort_inputs_array(inputs, COHORT_CWR);
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        for (int x = 0; x < grid->ages; x++)
            S[cohort_cell(grid, interval, sex, x)] = share();
        if (level > 0.0)
            fill_migration(inputs, interval, sex, base + cohort_cell(grid, 0, sex, 0), level);
    }
    if (cwr && S[cohort_cell(grid, interval, 0, 0)] * S[cohort_cell(grid, interval, 1, 0)] > 0.0)
        cwr[interval] = chance(0.1) ? 0.0 : uniform(0.0, 0.8);
    const int all = chance(0.1), first = all ? 1 : 15 / grid->width,
              last = all ? grid->ages - 1 : 49 / grid->width;
    for (int x = first; asfr && x <= last; x++)
        if (x > 0 && chance(0.9))
            asfr[(size_t)interval * (size_t)grid->ages + (size_t)x] = uniform(0.0, 0.3);
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[interval] =
        chance(0.05) ? share() : uniform(0.4, 0.6);
}

static cohort_inputs *random_inputs(void)
{
    static const double levels[] = {0.0, 0.0, 0.005, 0.02, 0.2};
    const cohort_convention convention = (cohort_convention)whole(0, COHORT_CONVENTION_COUNT - 1);
    const cohort_grid grid = random_grid(convention);
    const double size = pow(10.0, uniform(-6.0, 9.0)), level = levels[whole(0, 4)];
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(cohort_inputs_new(&grid, convention, &inputs, &error), error);
    cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
    double *base = cohort_inputs_array(inputs, COHORT_BASE);
    const int empty = chance(0.02);
    for (size_t c = 0; !empty && c < cohort_grid_cells(&grid); c++)
        base[c] = persons(size);
    for (int i = 0; i < grid.steps; i++)
        fill_interval(inputs, i, level);
    return inputs;
}

/* ---- held against the oracle ---- */

static struct oracle truth;
static struct {
    int run, refused, near_zero, cells;
    double worst;
} tally;

static void compare(const cohort_inputs *inputs, const char *what, double value,
                    long double expected, long double size, int interval, int sex, int age)
{
    const long double off = fabsl(value - expected);
    tally.cells++;
    if (size > 0.0L && off / size > tally.worst)
        tally.worst = (double)(off / size);
    if (off <= ROUNDING * size || (size < 1e-290L && off < 1e-290L))
        return;
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    fail_msg("input %d, %s, width %d, ages %d, interval %d: %s of sex %d, age group %d: %.17g, "
             "expected %.17Lg, %.3Lg of what entered",
             tally.run, cohort_convention_name(cohort_inputs_convention(inputs)), grid->width,
             grid->ages, interval, what, sex, age, value, expected, off / size);
}

/* Closing by zero: what entered may have been taken away to the last unit. */
static long double at_least_zero(long double value, long double size)
{
    return value < 0.0L && value >= -multiple * ZERO * size ? 0.0L : value;
}

/* Few may be left of many women to bear: what entered the births is of all of these. */
static void compare_births(const cohort_inputs *inputs, const double *births, int interval)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        compare(inputs, "births", births[cohort_cell(cohort_inputs_grid(inputs), 0, sex, 0)],
                truth.births[sex], truth.bearing[sex], interval, sex, 0);
}

/* In ipss they are also those of the very women at the end. */
static void compare_births_by_ratio(const cohort_inputs *inputs, const double *births,
                                    const double *closing, int interval)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double boys = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    long double women = 0.0L;
    for (int x = 15 / grid->width; x < 50 / grid->width; x++)
        women += closing[cohort_cell(grid, 0, COHORT_FEMALE, x)];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const size_t own = cohort_cell(grid, interval, sex, 0);
        const long double children = women * cohort_inputs_view(inputs, COHORT_CWR)[interval] *
                                     (sex == COHORT_MALE ? boys : 1.0 - boys);
        const long double born =
            children > 0.0L ? children / cohort_inputs_view(inputs, COHORT_SURVIVAL)[own] : 0.0L;
        compare(inputs, "births by the ratio", births[cohort_cell(grid, 0, sex, 0)], born, born,
                interval, sex, 0);
    }
}

/* cut: is emigration cut to those who are there? */
static void compare_interval(const cohort_inputs *inputs, const cohort_projection *p, int interval,
                             bool cut)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const size_t at = cohort_cell(grid, interval, 0, 0),
                 next = cohort_cell(grid, interval + 1, 0, 0);
    const double *opening = cohort_projection_population(p)->cells + at;
    const double *closing = cohort_projection_population(p)->cells + next;
    const double *deaths = cohort_projection_deaths(p)->cells + at;
    const double *moves = cohort_projection_net_migration(p)->cells + at;
    oracle_run(inputs, interval, opening, cut, &truth);
    compare_births(inputs, cohort_projection_births(p)->cells + at, interval);
    if (cohort_inputs_convention(inputs) == COHORT_IPSS)
        compare_births_by_ratio(inputs, cohort_projection_births(p)->cells + at, closing, interval);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++) {
            const size_t c = cohort_cell(grid, 0, sex, x);
            const bool open = x == grid->ages - 1;
            const long double came = truth.came[sex][x];
            const long double size = truth.entered[sex][x] + (x == 0 ? truth.bearing[sex] : 0.0L);
            const long double before =
                x == 0 ? truth.births[sex] : opening[c - 1] + (open ? opening[c] : 0.0L);
            const long double all = before + size + came;
            const long double left = cut ? fmaxl(truth.closing[sex][x], 0.0L)
                                         : at_least_zero(truth.closing[sex][x], size);
            compare(inputs, "closing", closing[c], left, size, interval, sex, x);
            compare(inputs, "deaths", deaths[c], truth.deaths[sex][x], all, interval, sex, x);
            compare(inputs, "net migration", moves[c], truth.moves[sex][x], all, interval, sex, x);
            compare(inputs, "account", closing[c], before - deaths[c] + moves[c], all, interval,
                    sex, x);
            assert_true(deaths[c] >= 0.0 && closing[c] >= 0.0);
            assert_true(cut || (truth.coming[sex][x] >= -multiple * ZERO * came &&
                                truth.closing[sex][x] >= -multiple * ZERO * size));
        }
}

/* Those who were cut, in order: each that is in the truth's interval has to be listed. */
static struct {
    cohort_cut list[4 * COHORT_SEXES * 2 * ORACLE_AGES];
    int count, at;
} cuts;

static void expect_cut(int interval, int sex, int age, int at_opening, long double persons,
                       long double size)
{
    const cohort_cut *cut = &cuts.list[cuts.at];
    const bool listed = cuts.at < cuts.count && cut->interval == interval && cut->sex == sex &&
                        cut->age == age && cut->at_opening == at_opening;
    const long double all = size + (age == 0 && !at_opening ? truth.bearing[sex] : 0.0L);
    if (listed && fabsl(cut->persons + persons) <= ROUNDING * all && persons < -part * ZERO * size)
        cuts.at++;
    else if (listed || persons < -multiple * ZERO * size)
        fail_msg(
            "input %d, interval %d: %.17Lg cut of sex %d, age group %d, at the opening: %d; listed "
            "is number %d of %d, %.17g of %d, %d, %d, %d",
            tally.run, interval, -persons, sex, age, at_opening, cuts.at, cuts.count, cut->persons,
            cut->interval, cut->sex, cut->age, cut->at_opening);
}

/* Those of the opening, of the closing, and of the closing's first groups, which come last. */
static void expect_cuts(const cohort_grid *grid, int interval)
{
    const int A = grid->ages - 1;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        for (int x = 0; x < A - 1 + 2 * truth.apart[sex]; x++)
            expect_cut(interval, sex, x, 1, truth.beginning[sex][x], truth.began[sex][x]);
        if (!truth.apart[sex])
            expect_cut(interval, sex, A, 1, truth.coming[sex][A], truth.came[sex][A]);
    }
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x <= A; x++)
            expect_cut(interval, sex, x, 0, truth.closing[sex][x], truth.entered[sex][x]);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        expect_cut(interval, sex, 0, 0, truth.closing[sex][0], truth.entered[sex][0]);
}

static void check_cut(cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    cohort_projection *p;
    cohort_error error;
    cohort_inputs_cut_emigration(inputs, 1);
    assert_ok(cohort_projection_new(inputs, &p, &error), error);
    cuts.at = 0;
    cuts.count = cohort_projection_cuts(p, sizeof cuts.list / sizeof *cuts.list, cuts.list);
    for (int i = 0; i < grid->steps; i++) {
        compare_interval(inputs, p, i, true);
        expect_cuts(grid, i);
    }
    assert_int_equal(cuts.at, cuts.count);
    cohort_projection_free(p);
}

/* Does a run have to be refused, may it be (1: near zero), or not (0)? Found on the oracle's own path,
 * rounded to doubles at each date. */
enum { RIGHT, NEAR_ZERO, WRONG };

static int verdict_on(long double value, long double size)
{
    return value >= -part * ZERO * size       ? RIGHT
           : value >= -multiple * ZERO * size ? NEAR_ZERO
                                              : WRONG;
}

/* Of those who come to a cell: to the open one of both cells together, or of each by itself. */
static int verdict_on_opening(int sex, int x, int open)
{
    if (x < open || !truth.apart[sex])
        return verdict_on(truth.coming[sex][x], truth.came[sex][x]);
    const int one = verdict_on(truth.beginning[sex][x - 1], truth.began[sex][x - 1]);
    const int other = verdict_on(truth.beginning[sex][x], truth.began[sex][x]);
    return one > other ? one : other;
}

static int verdict_of_path(const cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    double opening[COHORT_SEXES * ORACLE_AGES];
    int worst = RIGHT;
    memcpy(opening, cohort_inputs_view(inputs, COHORT_BASE),
           cohort_grid_cells(grid) * sizeof *opening);
    for (int i = 0; i < grid->steps && worst < WRONG; i++) {
        oracle_run(inputs, i, opening, false, &truth);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++) {
                const int begins = verdict_on_opening(sex, x, grid->ages - 1);
                const int closes = verdict_on(truth.closing[sex][x], truth.entered[sex][x]);
                worst = begins > worst ? begins : worst;
                worst = closes > worst ? closes : worst;
                opening[cohort_cell(grid, 0, sex, x)] = fmax((double)truth.closing[sex][x], 0.0);
            }
    }
    return worst;
}

static void check_one(cohort_inputs *inputs)
{
    cohort_projection *p;
    cohort_error error;
    const int code = cohort_projection_new(inputs, &p, &error);
    const int verdict = verdict_of_path(inputs);
    tally.near_zero += verdict == NEAR_ZERO;
    if (code) {
        tally.refused++;
        if (code != COHORT_ERROR_VALUE || verdict == RIGHT)
            fail_msg("input %d is refused: %s", tally.run, error.text);
    } else {
        for (int i = 0; i < cohort_inputs_grid(inputs)->steps; i++)
            compare_interval(inputs, p, i, false);
    }
    if (verdict == WRONG)
        check_cut(inputs);
    cohort_projection_free(p);
    cohort_inputs_free(inputs);
    tally.run++;
}

static void agrees_on_random_inputs(void **unused)
{
    const char *asked = getenv("COHORT_ORACLE_RUNS");
    const int runs = asked ? atoi(asked) : 20000;
    if (!oracle_is_longer()) {
        puts("skipped: long double is no longer than double here");
        skip();
    }
    for (state = 1; tally.run < runs;)
        check_one(random_inputs());
    printf("%d inputs, %d of them refused, %d within the tolerance of zero; %d numbers compared, "
           "off by at most %.2g of what entered\n",
           tally.run, tally.refused, tally.near_zero, tally.cells, tally.worst);
    assert_true(tally.refused > runs / 10 && tally.refused < 3 * (runs / 4));
    assert_true(tally.near_zero > runs / 500);
}

/* ---- cells at the tolerance ---- */

static void fill_coarse(cohort_inputs *inputs, cohort_quantity quantity, int from, int to,
                        double unit)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    double *values = cohort_inputs_array(inputs, quantity);
    const bool by_sex = quantity <= COHORT_NET_MIGRANTS;
    for (size_t i = 0; values && i < (by_sex ? cohort_grid_cells(grid) : (size_t)grid->ages); i++)
        values[i] = unit * whole(from, to);
}

/* One interval of numbers so round that nothing is rounded. */
static cohort_inputs *coarse_inputs(void)
{
    const cohort_convention convention = (cohort_convention)whole(0, COHORT_CONVENTION_COUNT - 1);
    const bool ipss = convention == COHORT_IPSS;
    const cohort_grid grid = {5, ipss ? whole(11, 14) : whole(3, 9), 2000, 1};
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(cohort_inputs_new(&grid, convention, &inputs, &error), error);
    cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
    fill_coarse(inputs, COHORT_BASE, 0, 15, 1.0);
    fill_coarse(inputs, COHORT_SURVIVAL, 1, 8, 1.0 / 8.0);
    if (chance(0.7))
        fill_coarse(inputs, COHORT_NET_MIGRATION_RATIO, -1, 3, 1.0 / 8.0);
    if (chance(0.8))
        fill_coarse(inputs, COHORT_NET_MIGRANTS, -1, 8, 1.0 / 4.0);
    fill_coarse(inputs, COHORT_ASFR, 0, 3, 1.0 / 16.0);
    if (!ipss)
        cohort_inputs_array(inputs, COHORT_ASFR)[0] = 0.0;
    else
        cohort_inputs_array(inputs, COHORT_CWR)[0] = whole(0, 4) / 8.0;
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[0] = whole(1, 3) / 4.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const size_t c = cohort_cell(&grid, 0, sex, 0);
        cohort_inputs_array(inputs, COHORT_SURVIVAL)[c] = 1.0 / (1 << whole(0, 2));
        if (ipss)
            cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO)[c] = 0.0;
    }
    return inputs;
}

/* Its migrants take away from a cell, or from those who come to it, all who are there and so large a
 * part of the tolerance more. */
static void empty_a_cell(cohort_inputs *inputs, double tolerance)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double early = cohort_inputs_convention(inputs) == COHORT_WPP_EVEN ? 0.5 : 0.0;
    const int sex = whole(0, 1), x = whole(0, grid->ages - 1);
    const bool coming = early > 0.0 && x > 0 && chance(0.5);
    const size_t c = cohort_cell(grid, 0, sex, x - (coming && (x < grid->ages - 1 || chance(0.5))));
    double *M = cohort_inputs_array(inputs, COHORT_NET_MIGRANTS) + c;
    const double share = coming ? early : 1.0 - early;
    *M = 0.0;
    oracle_run(inputs, 0, cohort_inputs_view(inputs, COHORT_BASE), false, &truth);
    const bool alone = coming && truth.apart[sex];
    const size_t own = c - cohort_cell(grid, 0, sex, 0);
    const long double persons = alone    ? truth.beginning[sex][own]
                                : coming ? truth.coming[sex][x]
                                         : truth.closing[sex][x];
    const long double size = alone    ? truth.began[sex][own]
                             : coming ? truth.came[sex][x]
                                      : truth.entered[sex][x];
    if (persons > 0.0L)
        *M = (double)(-(persons + tolerance * ZERO * (size + persons)) / share);
}

static void tolerates_so_much_and_no_more(void **unused)
{
    if (!oracle_is_longer())
        skip();
    part = 0.875L;
    multiple = 1.125L;
    memset(&tally, 0, sizeof tally);
    for (state = 2; tally.run < 20000;) {
        cohort_inputs *inputs = coarse_inputs();
        empty_a_cell(inputs, chance(0.5) ? 0.75 : 1.25);
        check_one(inputs);
    }
    assert_true(tally.refused > tally.run / 4 && tally.refused < 3 * (tally.run / 4));
    assert_int_equal(tally.near_zero, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_on_random_inputs),
                                       cmocka_unit_test(tolerates_so_much_and_no_more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
