/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Leslie operator and the stable population: against the characteristic (Lotka's) equation
 * solved here, against closed forms, and against long projections. */
#include <cohort/stable.h>

#include "support/close.h"
#include "support/small.h"

#include <string.h>

#include <stdbool.h>
#include <stdlib.h>

enum { MOST_AGES = 101, MOST_CELLS = COHORT_SEXES * MOST_AGES };

static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_EVEN, COHORT_WPP_END};
enum { CONVENTIONS = sizeof conventions / sizeof *conventions };
static const int widths[] = {1, 5};

/* Smooth rates by the age in the middle of a group, the same in every interval but for the level of
 * fertility, which falls. Ages to 100+. Migration by rates where asked for. */
static cohort_inputs *smooth_inputs(cohort_convention convention, int width, int steps,
                                    double fertility, double migration)
{
    const cohort_grid grid = {width, 100 / width + 1, 2000, steps};
    cohort_inputs *in = blank_inputs_of(&grid, convention);
    const bool ipss = convention == COHORT_IPSS;
    fill_quantity(in, COHORT_BASE, 100.0);
    fill_quantity(in, COHORT_MALE_SHARE, 0.512);
    fill_quantity(in, COHORT_CWR, 0.07 * width * fertility / 2);
    for (int i = 0; i < steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid.ages; x++) {
                double age = (x + 0.5) * width;
                double force = 0.0004 + (sex ? 0.00002 : 0.00003) * exp(0.1 * age);
                *value_at(in, COHORT_SURVIVAL, i, sex, x) = exp(-force * width);
                if (x > 0)
                    *value_at(in, COHORT_NET_MIGRATION_RATIO, i, sex, x) =
                        migration * width * exp(-pow((age - 27) / 9, 2));
                if (!ipss)
                    *value_at(in, COHORT_ASFR, i, sex, x) =
                        age < 15 || age > 50 ? 0.0 : fertility / 35.0;
            }
    return in;
}

static cohort_stable stable_of(const cohort_inputs *in, int interval, double *structure)
{
    cohort_stable stable;
    cohort_error error;
    assert_ok(cohort_stable_population(in, interval, &stable, structure, &error), error);
    return stable;
}

/* --- The operator --- */

static void operator_is_the_projection(void **state)
{
    for (int k = 0; k < CONVENTIONS; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        const int cells = (int)cohort_grid_cells(&small_grid);
        double matrix[4 * SMALL_AGES * SMALL_AGES];
        unsigned random = 1;
        cohort_error error;
        fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
        for (int run = 0; run < 5; run++) {
            for (int c = 0; c < cells; c++) {
                random = random * 1664525u + 1013904223u;
                cohort_inputs_array(in, COHORT_BASE)[c] = 600.0 + (random >> 16) % 1000u;
            }
            cohort_projection *p = project(in);
            const double *population = cohort_projection_population(p)->cells;
            for (int i = 0; i < SMALL_STEPS; i++, population += cells) {
                assert_ok(cohort_leslie(in, i, matrix, &error), error);
                for (int row = 0; row < cells; row++) {
                    double sum = 0.0;
                    for (int column = 0; column < cells; column++)
                        sum += matrix[row * cells + column] * population[column];
                    /* 1e-13: sums of some 20 terms in another order */
                    assert_close(sum, population[cells + row], 1e-13, 0);
                }
            }
            cohort_projection_free(p);
        }
        cohort_inputs_free(in);
    }
}

static void counts_of_migrants_are_left_out(void **state)
{
    for (int k = 0; k < CONVENTIONS; k++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        cohort_inputs *without = copy_inputs(in);
        enum { CELLS = COHORT_SEXES * SMALL_AGES };
        double matrices[2][CELLS * CELLS], structures[2][CELLS];
        cohort_error error;
        fill_quantity(without, COHORT_NET_MIGRANTS, 0.0);
        assert_ok(cohort_leslie(in, 1, matrices[0], &error), error);
        assert_ok(cohort_leslie(without, 1, matrices[1], &error), error);
        assert_same_bits(matrices[0], matrices[1], CELLS * CELLS);
        cohort_stable a = stable_of(in, 1, structures[0]), b = stable_of(without, 1, structures[1]);
        assert_same_bits(&a.growth, &b.growth, 1);
        assert_same_bits(structures[0], structures[1], CELLS);
        assert_true(value_of(in, COHORT_NET_MIGRANTS, 1, 0, 1) != 0.0); /* the caller's stay */
        cohort_inputs_free(without);
        cohort_inputs_free(in);
    }
}

/* --- The characteristic equation --- */

/* Women's, with those of one birth who reach each group, l_0 = 1: in the UN's conventions
 *   1 = (1 - male_share) S_0 sum of n f_x l_x (factor^-x + factor^-(x + 1)) / 2,
 * in ipss 1 = (1 - male_share) cwr sum of l_x factor^-x over ages 15-49. Migration must be zero. */
static double characteristic(const cohort_inputs *in, int interval, double factor)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
    double sum = 0.0, reach = 1.0;
    for (int x = 0; x < grid->ages; x++) {
        reach *= x == 0 ? 1.0 : value_of(in, COHORT_SURVIVAL, interval, COHORT_FEMALE, x);
        if (ipss && x * grid->width >= 15 && x * grid->width < 50)
            sum += value_of(in, COHORT_CWR, interval, 0, 0) * reach * pow(factor, -x);
        if (!ipss)
            sum += value_of(in, COHORT_SURVIVAL, interval, COHORT_FEMALE, 0) * grid->width *
                   value_of(in, COHORT_ASFR, interval, 0, x) * reach *
                   (pow(factor, -x) + pow(factor, -x - 1)) / 2;
    }
    return (1.0 - value_of(in, COHORT_MALE_SHARE, interval, 0, 0)) * sum;
}

static double solve_characteristic(const cohort_inputs *in, int interval)
{
    double low = 0.5, high = 2.0;
    assert_true(characteristic(in, interval, low) > 1 && characteristic(in, interval, high) < 1);
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (characteristic(in, interval, middle) > 1.0)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

/* Shares of the whole that a growth factor means: reach / factor^x, sex by sex. */
static void structure_of(const cohort_inputs *in, int interval, double factor, double *cells)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
    double sum = 0.0, male = value_of(in, COHORT_MALE_SHARE, interval, 0, 0);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++) {
            double S = value_of(in, COHORT_SURVIVAL, interval, sex, x);
            double *cell = cells + sex * grid->ages + x;
            *cell = x == 0               ? (sex ? 1 - male : male) * (ipss ? 1.0 : S)
                    : x < grid->ages - 1 ? cell[-1] * S / factor
                                         : cell[-1] * S / (factor - S);
            sum += *cell;
        }
    for (int c = 0; c < COHORT_SEXES * grid->ages; c++)
        cells[c] /= sum;
}

static void solves_lotkas_equation(void **state)
{
    static const double fertility[] = {1.1, 2.1, 6.0};
    for (int k = 0; k < CONVENTIONS * 2 * 3; k++) {
        const int width = widths[k / 3 % 2];
        cohort_inputs *in = smooth_inputs(conventions[k / 6], width, 1, fertility[k % 3], 0);
        double structure[MOST_CELLS], expected[MOST_CELLS];
        cohort_stable stable = stable_of(in, 0, structure);
        double factor = solve_characteristic(in, 0);
        /* 1e-12: shares come to rest at 1e-14, slowed by the next eigenvalue (0.98) */
        assert_close(stable.factor, factor, 1e-12, 0);
        assert_close(stable.growth, log(factor) / width, 0, 1e-12);
        assert_true((stable.growth > 0) == (stable.net_reproduction > 1));
        structure_of(in, 0, factor, expected);
        for (int c = 0; c < (int)cohort_grid_cells(cohort_inputs_grid(in)); c++)
            assert_close(structure[c], expected[c], 0, 1e-12);
        cohort_inputs_free(in);
    }
}

/* The rates are those of the interval asked for. */
static void reads_its_interval(void **state)
{
    cohort_inputs *in = smooth_inputs(COHORT_WPP_EVEN, 5, 3, 2.0, 0);
    for (int x = 3; x < 10; x++)
        *value_at(in, COHORT_ASFR, 1, 0, x) *= 1.5;
    for (int i = 0; i < 3; i++)
        assert_close(stable_of(in, i, NULL).factor, solve_characteristic(in, i), 1e-12, 0);
    assert_close(stable_of(in, 1, NULL).net_reproduction,
                 1.5 * stable_of(in, 0, NULL).net_reproduction, 1e-14, 0);
    cohort_inputs_free(in);
}

/* --- Closed forms --- */

/* Four groups of five years, those of 5-9 bear: factor^2 = c (factor + 1), with
 * c = (1 - male_share) S_0 S_1 n f / 2, half the net reproduction. */
static cohort_inputs *tiny_inputs(cohort_convention convention, double asfr)
{
    static const double survival[] = {0.8, 0.5, 0.6, 0.25};
    cohort_inputs *in = blank_inputs_of(&(cohort_grid){5, 4, 2000, 1}, convention);
    fill_quantity(in, COHORT_MALE_SHARE, 0.5);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < 4; x++)
            *value_at(in, COHORT_SURVIVAL, 0, sex, x) = survival[x];
    *value_at(in, COHORT_ASFR, 0, 0, 1) = asfr;
    return in;
}

static void meets_closed_forms(void **state)
{
    const struct {
        double asfr, factor, net_reproduction;
    } cases[] = {
        {2.0, (1.0 + sqrt(5.0)) / 2.0, 2.0}, /* c = 1: the golden ratio */
        {1.0, 1.0, 1.0},                     /* c = 1/2: stationary */
        {12.0, 3.0 + sqrt(15.0), 12.0},      /* c = 6 */
    };
    for (int k = 0; k < 6; k++) {
        cohort_inputs *in =
            tiny_inputs(k % 2 ? COHORT_WPP_EVEN : COHORT_WPP_END, cases[k / 2].asfr);
        const double f = cases[k / 2].factor;
        cohort_inputs_set_rate_limits(in, COHORT_ANY_RATES);
        const double rest[] = {1, 0.5 / f, 0.3 / f / f, 0.3 / f / f * 0.25 / (f - 0.25)};
        double structure[8];
        cohort_stable stable = stable_of(in, 0, structure);
        /* rounding, and 1e-14 where the shares come to rest */
        assert_close(stable.factor, f, 1e-13, 0);
        assert_close(stable.growth, log(f) / 5, 0, 1e-14);
        assert_close(stable.net_reproduction, cases[k / 2].net_reproduction, 1e-14, 0);
        for (int c = 0; c < 8; c++) /* men as women */
            assert_close(structure[c], rest[c % 4] / (rest[0] + rest[1] + rest[2] + rest[3]) / 2, 0,
                         1e-13);
        assert_true(stable.iterations > 1);
        cohort_inputs_free(in);
    }
}

/* Net reproduction is sum of daughters' rates times person-years: (1 - male_share) n f S_0 l_x; in
 * ipss births are children / S_0, so that S_0 falls out. */
static void adds_up_daughters(void **state)
{
    for (int k = 0; k < CONVENTIONS * 2; k++) {
        cohort_inputs *in = smooth_inputs(conventions[k / 2], widths[k % 2], 1, 1.7, 0);
        /* at factor 1 the equation's sum is just that */
        assert_close(stable_of(in, 0, NULL).net_reproduction, characteristic(in, 0, 1.0), 1e-13, 0);
        cohort_inputs_free(in);
    }
}

/* --- The property: a long projection comes to it --- */

static void long_projections_converge_to_it(void **state)
{
    enum { YEARS = 2000 }; /* (second eigenvalue / first)^YEARS is 1e-11 or less */
    static const double migration[] = {0.0, 0.004, -0.004};
    for (int k = 0; k < CONVENTIONS * 2 * 3; k++) {
        const int width = widths[k / 3 % 2], steps = YEARS / width;
        cohort_inputs *in = smooth_inputs(conventions[k / 6], width, steps, 1.9, migration[k % 3]);
        const cohort_grid *grid = cohort_inputs_grid(in);
        double structure[MOST_CELLS], total[2] = {0, 0};
        cohort_stable stable = stable_of(in, 0, structure);
        cohort_projection *p = project(in);
        const double *last =
            cohort_projection_population(p)->cells + cohort_cell(grid, steps, 0, 0);
        const int cells = (int)cohort_grid_cells(grid);
        for (int c = 0; c < cells; c++) {
            total[0] += last[c - cells];
            total[1] += last[c];
        }
        assert_close(log(total[1] / total[0]) / width, stable.growth, 0, 1e-10);
        for (int c = 0; c < cells; c++)
            assert_close(last[c] / total[1], structure[c], 1e-8, 0);
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

/* Shares, and of the operator's vector: one more step only multiplies it. */
static void is_an_eigenvector(void **state)
{
    for (int k = 0; k < CONVENTIONS; k++) {
        enum { CELLS = COHORT_SEXES * SMALL_AGES };
        cohort_inputs *in = scattered_inputs_of(&small_grid, conventions[k]);
        double matrix[CELLS * CELLS], v[CELLS], total = 0.0;
        cohort_error error;
        cohort_stable stable = stable_of(in, 2, v);
        assert_ok(cohort_leslie(in, 2, matrix, &error), error);
        for (int row = 0; row < CELLS; row++) {
            double sum = 0.0;
            for (int column = 0; column < CELLS; column++)
                sum += matrix[row * CELLS + column] * v[column];
            assert_close(sum, stable.factor * v[row], 0, 1e-13);
            total += v[row];
        }
        assert_close(total, 1.0, 1e-14, 0);
        cohort_inputs_free(in);
    }
}

/* --- What cannot be answered --- */

static void fails(const cohort_inputs *in, int interval, int code, const char *part)
{
    cohort_stable stable = {.growth = 7, .factor = 8, .net_reproduction = 9, .iterations = 10};
    double structure[COHORT_SEXES * SMALL_AGES] = {11};
    cohort_error error;
    assert_fails(cohort_stable_population(in, interval, &stable, structure, &error), code, error,
                 part);
    assert_int_equal(cohort_stable_population(in, interval, &stable, NULL, NULL), code);
    assert_true(stable.growth == 7 && stable.factor == 8 && stable.net_reproduction == 9 &&
                stable.iterations == 10 && structure[0] == 11);
}

static void refuses_bad_arguments(void **state)
{
    double matrix[4 * SMALL_AGES * SMALL_AGES] = {5};
    cohort_error error;
    cohort_inputs *in = small_inputs();
    fails(in, -1, COHORT_ERROR_GRID, "interval -1");
    fails(in, SMALL_STEPS, COHORT_ERROR_GRID, "there are 3");
    assert_fails(cohort_leslie(in, SMALL_STEPS, matrix, &error), COHORT_ERROR_GRID, error, "3");
    *value_at(in, COHORT_SURVIVAL, 1, COHORT_FEMALE, 4) = (double)NAN;
    fails(in, 0, COHORT_ERROR_VALUE, "survival, 2020-2025, women reaching 20-24");
    assert_fails(cohort_leslie(in, 0, matrix, &error), COHORT_ERROR_VALUE, error, "survival");
    assert_true(matrix[0] == 5);
    cohort_inputs_free(in);
}

/* An open group that nobody leaves, and that bears: no number of daughters is enough. Where some die,
 * however few, it is the sum of the series. */
static void has_no_bound_where_nobody_dies(void **state)
{
    const cohort_grid grid = {5, 11, 2015, 1};
    cohort_inputs *in = blank_inputs_of(&grid, COHORT_WPP_END);
    fill_quantity(in, COHORT_BASE, 100.0);
    fill_quantity(in, COHORT_SURVIVAL, 1.0);
    fill_quantity(in, COHORT_MALE_SHARE, 0.5);
    *value_at(in, COHORT_ASFR, 0, 0, 4) = 0.1;
    *value_at(in, COHORT_ASFR, 0, 0, 10) = 0.001;
    fails(in, 0, COHORT_ERROR_SOLVE, "open group in which nobody dies");
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *value_at(in, COHORT_SURVIVAL, 0, sex, 10) = 0.999;
    /* at 20-24 5 * 0.1, half of them girls; in the open group half of it in the interval of the
     * change, as the mean of opening and closing, then whole intervals that shrink by 0.999 */
    const double open = 0.001 * 0.5 * 5 * (0.999 / 2 + 0.999 / 2 * (1 + 0.999) / (1 - 0.999));
    assert_close(stable_of(in, 0, NULL).net_reproduction, 0.5 * 5 * 0.1 + open, 1e-10, 0);
    cohort_inputs_free(in);
}

static void finds_none_where_there_is_none(void **state)
{
    /* nobody is born, nobody stays in the open group: none are left */
    cohort_inputs *in = tiny_inputs(COHORT_WPP_END, 0.0);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *value_at(in, COHORT_SURVIVAL, 0, sex, 3) = 0.0;
    fails(in, 0, COHORT_ERROR_SOLVE, "no stable population");
    cohort_inputs_free(in);
    /* only women of 15-19 bear: every third generation is as large as the first */
    in = small_inputs();
    fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *value_at(in, COHORT_SURVIVAL, 0, sex, WOMEN_FIRST + 1) = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *value_at(in, COHORT_SURVIVAL, 0, sex, SMALL_OPEN) = 0.0;
    fails(in, 0, COHORT_ERROR_SOLVE, "do not come to rest");
    cohort_inputs_free(in);
}

/* At r = 0 each girl bears one: also with people who come and go, in every convention. */
static void bears_one_where_nothing_grows(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, c);
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
        cohort_quantity fertility = c == COHORT_IPSS ? COHORT_CWR : COHORT_ASFR;
        cohort_stable stable;
        cohort_error error;
        double low = 0.0, high = 50.0;
        size_t count = value_count(inputs, fertility);
        double *values = cohort_inputs_array(inputs, fertility),
               *first = malloc(count * sizeof *first);
        memcpy(first, values, count * sizeof *first);
        for (int i = 0; i < 60; i++) {
            double factor = 0.5 * (low + high);
            for (size_t v = 0; v < count; v++)
                values[v] = first[v] * factor;
            assert_ok(cohort_stable_population(inputs, 0, &stable, NULL, &error), error);
            *(stable.growth > 0.0 ? &high : &low) = factor;
        }
        assert_close(stable.growth, 0.0, 0, 1e-12);
        assert_close(stable.net_reproduction, 1.0, 0, 1e-7); /* generations of the old, far on */
        free(first);
        cohort_inputs_free(inputs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operator_is_the_projection),
        cmocka_unit_test(counts_of_migrants_are_left_out),
        cmocka_unit_test(solves_lotkas_equation),
        cmocka_unit_test(reads_its_interval),
        cmocka_unit_test(meets_closed_forms),
        cmocka_unit_test(adds_up_daughters),
        cmocka_unit_test(long_projections_converge_to_it),
        cmocka_unit_test(is_an_eigenvector),
        cmocka_unit_test(refuses_bad_arguments),
        cmocka_unit_test(has_no_bound_where_nobody_dies),
        cmocka_unit_test(finds_none_where_there_is_none),
        cmocka_unit_test(bears_one_where_nothing_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
