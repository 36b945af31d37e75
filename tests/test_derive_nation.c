/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A nation's rates, of which areas' are derived: life tables, the tfr, its own populations. */
#include <cohort/derive.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/small.h"
#include "support/stocks.h"

enum { WIDTH = 5, AGES = 15, OPEN = AGES - 1, STEPS = 4 };
enum { CELLS = STEPS * COHORT_SEXES * AGES };
static const cohort_grid reference_grid = {WIDTH, AGES, 2015, STEPS};

static const double ROUNDING = 1e-13; /* a handful of them */

enum { LIFE_AGES = 100 };

/* With life tables of 2015 and 2020, each of constant mortality by sex. */
struct nation {
    cohort_stock population;
    cohort_lifetable life[2][COHORT_SEXES];
    cohort_dated_lifetable dated[2];
    double Sx[2][COHORT_SEXES][AGES];
    cohort_inputs *inputs;
};

static int begin(void **state)
{
    static struct nation nation;
    cohort_error error;
    nation = (struct nation){.population = scattered_stock(&reference_grid)};
    for (int year = 0; year < 2; year++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            cohort_lifetable *life = &nation.life[year][sex];
            assert_ok(cohort_lifetable_init(life, LIFE_AGES, NULL, &error), error);
            life->limits = COHORT_ANY_RATES; /* a few at 99 as at any age */
            for (int x = 0; x < LIFE_AGES; x++)
                life->qx[x] = 0.013 - 0.004 * year - 0.002 * sex;
            assert_ok(cohort_lifetable_from_qx(life, sex, COHORT_AX_ANDREEV_KINGKADE, &error),
                      error);
            assert_ok(cohort_lifetable_survival(life, WIDTH, AGES, nation.Sx[year][sex], &error),
                      error);
            nation.dated[year].year = 2015 + 5 * year;
            nation.dated[year].table[sex] = life;
        }
    *state = &nation;
    return 0;
}

static int end(void **state)
{
    struct nation *n = *state;
    for (int i = 0; i < 2 * COHORT_SEXES; i++)
        cohort_lifetable_free(&n->life[i / COHORT_SEXES][i % COHORT_SEXES]);
    cohort_stock_free(&n->population);
    cohort_inputs_free(n->inputs);
    return 0;
}

static void derive_nation(struct nation *n, const double *tfr)
{
    cohort_error error;
    assert_ok(cohort_derive_reference(&n->population, 2, n->dated, tfr, &n->inputs, &error), error);
}

static void means_the_life_tables_of_both_ends(void **state)
{
    struct nation *n = *state;
    derive_nation(n, NULL);
    assert_close(value_of(n->inputs, COHORT_TFR_PER_CWR, 0, 0, 0), 0, 0, 0); /* not known */
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < AGES; x++) {
            double first = n->Sx[0][sex][x], second = n->Sx[1][sex][x];
            assert_close(value_of(n->inputs, COHORT_SURVIVAL, 0, sex, x), (first + second) / 2,
                         ROUNDING, 0);
            assert_close(value_of(n->inputs, COHORT_SURVIVAL, 1, sex, x), second, 0, 0);
        }
}

/* Beyond `known`, the last interval with a life table, by the table `life`. */
static void check_improved(struct nation *n, int known, int life)
{
    int capped = 0, moved = 0;
    for (int i = known + 1; i < STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < AGES; x++) {
                double expected = n->Sx[life][sex][x];
                if (x > 50 / WIDTH)
                    expected *= ratio_of(&n->population, i, sex, x) /
                                ratio_of(&n->population, known, sex, x);
                capped += expected > 1.0;
                moved += x > 50 / WIDTH && expected < 1.0;
                assert_close(value_of(n->inputs, COHORT_SURVIVAL, i, sex, x), fmin(expected, 1.0),
                             ROUNDING, 0);
            }
    assert_true(capped > 0 && moved > 0); /* or the test says nothing */
}

static void improves_survival_from_fifty_on(void **state)
{
    struct nation *n = *state;
    derive_nation(n, NULL);
    check_improved(n, 1, 1);
}

/* A table of the base date serves one interval; one of the next date, both that it borders on. */
static void takes_one_life_table_as_it_is(void **state)
{
    struct nation *n = *state;
    for (int known = 0; known < 2; known++) {
        cohort_error error;
        assert_ok(
            cohort_derive_reference(&n->population, 1, &n->dated[known], NULL, &n->inputs, &error),
            error);
        for (int i = 0; i <= known; i++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                assert_same_bits(cohort_inputs_view(n->inputs, COHORT_SURVIVAL) +
                                     cohort_cell(&reference_grid, i, sex, 0),
                                 n->Sx[known][sex], AGES);
        check_improved(n, known, known);
        cohort_inputs_free(n->inputs);
        n->inputs = NULL;
    }
}

static void takes_the_references_own_fertility(void **state)
{
    struct nation *n = *state;
    static const double tfr[STEPS + 1] = {1.4, 1.5, 1.61, 1.7, 1.82};
    derive_nation(n, tfr);
    for (int i = 0; i < STEPS; i++) {
        double children = children_of(&n->population, i + 1);
        double cwr = children / women_of(&n->population, i + 1);
        assert_close(value_of(n->inputs, COHORT_CWR, i, 0, 0), cwr, ROUNDING, 0);
        assert_close(value_of(n->inputs, COHORT_MALE_SHARE, i, 0, 0),
                     *stock_cell(&n->population, i + 1, COHORT_MALE, 0) / children, ROUNDING, 0);
        assert_close(value_of(n->inputs, COHORT_TFR_PER_CWR, i, 0, 0), tfr[i + 1] / cwr, ROUNDING,
                     0);
    }
    assert_same_bits(cohort_inputs_view(n->inputs, COHORT_BASE), n->population.cells,
                     cohort_grid_cells(&reference_grid));
    for (size_t i = 0; i < CELLS; i++) { /* no migration */
        assert_close(cohort_inputs_view(n->inputs, COHORT_NET_MIGRATION_RATIO)[i], 0, 0, 0);
        assert_close(cohort_inputs_view(n->inputs, COHORT_NET_MIGRANTS)[i], 0, 0, 0);
    }
}

static void check_nation_refused(const struct nation *n, int tables, const double *tfr, int code,
                                 const char *part)
{
    cohort_error error;
    cohort_inputs *other = blank_inputs(&reference_grid), *inputs = other;
    assert_fails(cohort_derive_reference(&n->population, tables, n->dated, tfr, &inputs, &error),
                 code, error, part);
    assert_null(inputs);
    cohort_inputs_free(other);
}

static void needs_fitting_life_tables_from_the_first_interval_on(void **state)
{
    struct nation *n = *state;
    check_nation_refused(n, 0, NULL, COHORT_ERROR_MISSING, "no life table for 2015 or 2020");
    n->life[0][COHORT_FEMALE].ages = 70; /* ends before age 70+ */
    check_nation_refused(n, 2, NULL, COHORT_ERROR_GRID,
                         "the life table has no group that begins at age 70");
    n->life[0][COHORT_FEMALE].ages = LIFE_AGES;
    n->dated[0].year = n->dated[1].year = 2025; /* good for the second interval, not the first */
    check_nation_refused(n, 2, NULL, COHORT_ERROR_MISSING, "no life table for 2015 or 2020");
}

static void refuses_a_nation_with_holes(void **state)
{
    struct nation *n = *state;
    static const struct {
        int date, sex, age;
        double value;
        const char *part;
    } cases[] = {
        {1, COHORT_FEMALE, 2, -4, "2020, women 10-14: -4"},
        {3, COHORT_MALE, OPEN, (double)NAN, "2030, men 70+: "},
        /* 50-54 in 2025: no ratio to 2030; 70+ in 2025: the ratio to compare with is zero */
        {2, COHORT_MALE, 50 / WIDTH, 0, "2025 to 2030, men reaching 55-59: no cohort ratio"},
        {2, COHORT_FEMALE, OPEN, 0, "2025 to 2030, women reaching 70+: no cohort ratio"},
        {1, COHORT_MALE, 55 / WIDTH, 0, "2025 to 2030, men reaching 60-64: no cohort ratio"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double *cell = stock_cell(&n->population, cases[i].date, cases[i].sex, cases[i].age),
               was = *cell;
        *cell = cases[i].value;
        check_nation_refused(n, 2, NULL, COHORT_ERROR_VALUE, cases[i].part);
        *cell = was;
    }
    *stock_cell(&n->population, 2, COHORT_MALE, 0) =
        *stock_cell(&n->population, 2, COHORT_FEMALE, 0) = 0;
    check_nation_refused(n, 2, NULL, COHORT_ERROR_VALUE, "2025: no children or no women 15-49");
}

static void refuses_a_bad_tfr(void **state)
{
    struct nation *n = *state;
    static const double bad[] = {0.0, -1.0, (double)NAN, HUGE_VAL};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const double tfr[STEPS + 1] = {1.4, 1.4, 1.4, bad[i], 1.4};
        check_nation_refused(n, 2, tfr, COHORT_ERROR_VALUE, "reference tfr, 2030: ");
    }
}

#define OF_NATION(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_NATION(means_the_life_tables_of_both_ends),
        OF_NATION(improves_survival_from_fifty_on),
        OF_NATION(takes_one_life_table_as_it_is),
        OF_NATION(takes_the_references_own_fertility),
        OF_NATION(needs_fitting_life_tables_from_the_first_interval_on),
        OF_NATION(refuses_a_nation_with_holes),
        OF_NATION(refuses_a_bad_tfr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
