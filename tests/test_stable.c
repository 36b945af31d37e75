/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/small.h"

#include <cohort/indicators.h>
#include <cohort/stable.h>

#include <stdlib.h>

enum { CELLS = COHORT_SEXES * SMALL_AGES };

/* The operator applied by hand. */
static void apply(const double *matrix, const double *before, double *after)
{
    for (int row = 0; row < CELLS; row++) {
        after[row] = 0.0;
        for (int column = 0; column < CELLS; column++)
            after[row] += matrix[row * CELLS + column] * before[column];
    }
}

static cohort_inputs *without_counts(cohort_convention convention)
{
    cohort_inputs *inputs = scattered_inputs_of(&small_grid, convention);
    fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
    return inputs;
}

static void the_operator_is_the_projection(void **state)
{
    (void)state;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = without_counts(c), *counts = copy_inputs(inputs);
        cohort_projection *p = project(inputs);
        const double *P = result_cells(p, RESULT_POPULATION);
        double matrix[CELLS * CELLS], same[CELLS * CELLS], after[CELLS];
        cohort_error error;
        fill_quantity(counts, COHORT_NET_MIGRANTS, 7.0); /* left out */
        for (int interval = 0; interval < SMALL_STEPS; interval++) {
            assert_ok(cohort_leslie(inputs, interval, matrix, &error), error);
            assert_ok(cohort_leslie(counts, interval, same, &error), error);
            assert_same_bits(same, matrix, CELLS * CELLS);
            apply(matrix, P + interval * CELLS, after);
            for (int cell = 0; cell < CELLS; cell++) /* sums of some ten products */
                assert_close(after[cell], P[(interval + 1) * CELLS + cell], 1e-13, 0);
        }
        cohort_projection_free(p);
        cohort_inputs_free(counts);
        cohort_inputs_free(inputs);
    }
}

static void is_what_the_operator_leaves_as_it_is(void **state)
{
    (void)state;
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = without_counts(c);
        double matrix[CELLS * CELLS], structure[CELLS], after[CELLS], sum = 0.0;
        cohort_stable stable;
        cohort_error error;
        assert_ok(cohort_leslie(inputs, 1, matrix, &error), error);
        assert_ok(cohort_stable_population(inputs, 1, &stable, structure, &error), error);
        apply(matrix, structure, after);
        for (int cell = 0; cell < CELLS; cell++) { /* shares rest to 1e-14 */
            assert_close(after[cell], stable.factor * structure[cell], 0, 1e-12);
            sum += structure[cell];
        }
        assert_close(sum, 1.0, 0, 1e-12);
        assert_close(stable.growth, log(stable.factor) / SMALL_WIDTH, 1e-14, 0);
        assert_true((stable.net_reproduction > 1.0) == (stable.growth > 0.0));
        cohort_inputs_free(inputs);
    }
}

/* Rates that stay bring any population to the stable one: the property that names it. */
static void long_runs_converge_to_it(void **state)
{
    (void)state;
    static const cohort_grid grids[] = {{5, 12, 2000, 300}, {1, 60, 2000, 1500}};
    for (int g = 0; g < 2; g++)
        for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
            const cohort_grid *grid = &grids[g];
            const int cells = COHORT_SEXES * grid->ages, last = grid->steps;
            cohort_inputs *inputs = scattered_inputs_of(grid, c);
            fill_quantity(inputs, COHORT_NET_MIGRATION_RATE, 0.0); /* or the old outgrow all */
            fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
            for (int q = COHORT_SURVIVAL; q < COHORT_QUANTITY_COUNT; q++) {
                double *values = cohort_inputs_array(inputs, (cohort_quantity)q);
                size_t size = value_count(inputs, (cohort_quantity)q) / (size_t)grid->steps;
                for (size_t i = size; values && i < size * (size_t)grid->steps; i++)
                    values[i] = values[i - size]; /* those of the first interval for ever */
            }
            cohort_stable stable;
            cohort_error error;
            double *structure = calloc((size_t)cells, sizeof *structure);
            assert_ok(cohort_stable_population(inputs, 0, &stable, structure, &error), error);
            cohort_projection *p = project(inputs);
            const cohort_stock *P = cohort_projection_population(p);
            double end = cohort_total(P, grid->start + last * grid->width);
            double before = cohort_total(P, grid->start + (last - 1) * grid->width);
            assert_close(end / before, stable.factor, 1e-7, 0); /* what is left of other waves */
            for (int cell = 0; cell < cells; cell++)
                assert_close(P->cells[last * cells + cell] / end, structure[cell], 1e-5, 1e-9);
            cohort_projection_free(p);
            free(structure);
            cohort_inputs_free(inputs);
        }
}

/* All survive, girls alone count, and bear only in one age group: daughters by hand. */
static void counts_daughters(void **state)
{
    (void)state;
    cohort_inputs *inputs = blank_inputs_of(&small_grid, COHORT_WPP_EVEN);
    cohort_stable stable;
    cohort_error error;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < SMALL_OPEN; x++)
            *value_at(inputs, COHORT_SURVIVAL, 0, sex, x) = 1.0;
    *value_at(inputs, COHORT_ASFR, 0, 0, 5) = 0.2; /* 25-29: one child a woman, in halves */
    *value_at(inputs, COHORT_ASFR, 0, 0, 6) = 0.1;
    *value_at(inputs, COHORT_MALE_SHARE, 0, 0, 0) = 0.5;
    assert_ok(cohort_stable_population(inputs, 0, &stable, NULL, &error), error);
    assert_close(stable.net_reproduction, 0.5 * 5 * (0.2 + 0.1), 1e-14, 0);
    /* Lotka's equation for these ages: a birth survives 5 or 6 groups; each half an interval apart.
     * factor f solves 1 = 0.5 * 2.5 * (0.2 (f^-5 + f^-6) + 0.1 (f^-6 + f^-7)) */
    double f = stable.factor;
    assert_close(0.5 * 2.5 * (0.2 * (pow(f, -5) + pow(f, -6)) + 0.1 * (pow(f, -6) + pow(f, -7))),
                 1.0, 0, 1e-9);
    cohort_inputs_free(inputs);
}

static void refuses_what_has_no_stable_population(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    double matrix[CELLS * CELLS];
    cohort_stable stable;
    cohort_error error;
    assert_fails(cohort_leslie(inputs, SMALL_STEPS, matrix, &error), COHORT_ERROR_GRID, error,
                 "interval 3: there are 3, from 0 on");
    assert_fails(cohort_stable_population(inputs, -1, &stable, NULL, &error), COHORT_ERROR_GRID,
                 error, "interval -1");
    fill_quantity(inputs, COHORT_SURVIVAL, 0.0);
    fill_quantity(inputs, COHORT_NET_MIGRATION_RATE, 0.0);
    fill_quantity(inputs, COHORT_CWR, 0.0);
    assert_fails(cohort_stable_population(inputs, 0, &stable, NULL, &error), COHORT_ERROR_SOLVE,
                 error, "no stable population");
    *value_at(inputs, COHORT_SURVIVAL, 0, 0, 0) = 2.0;
    assert_fails(cohort_stable_population(inputs, 0, &stable, NULL, &error), COHORT_ERROR_VALUE,
                 error, "survival");
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_operator_is_the_projection),
        cmocka_unit_test(is_what_the_operator_leaves_as_it_is),
        cmocka_unit_test(long_runs_converge_to_it),
        cmocka_unit_test(counts_daughters),
        cmocka_unit_test(refuses_what_has_no_stable_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
