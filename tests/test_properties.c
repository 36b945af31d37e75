/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold in every convention, and what each refuses. */
#include "support/close.h"
#include "support/small.h"

/* --- Properties --- */

static void closes_every_account(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        cohort_projection *p = project(in);
        for (size_t at = 0; at < result_count(p, RESULT_DEATHS); at++) {
            const double *P = result_cells(p, RESULT_POPULATION) + at;
            size_t x = at % SMALL_AGES, next = cohort_grid_cells(&small_grid);
            double births = result_cells(p, RESULT_BIRTHS)[at];
            double before = x == 0 ? births : x == SMALL_OPEN ? P[-1] + P[0] : P[-1];
            double deaths = result_cells(p, RESULT_DEATHS)[at];
            assert_true(deaths > 0.0 && (x == 0 ? births > 0.0 : births == 0.0));
            /* a few roundings of the numbers added */
            assert_close(before - deaths + result_cells(p, RESULT_NET_MIGRATION)[at], P[next],
                         1e-13, 1e-11);
        }
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

static void scales_with_its_persons(void **state)
{
    static const struct {
        double factor, relative, absolute;
    } cases[] = {
        {2.0, 0.0, 0.0}, /* a power of two: bit for bit */
        {0.125, 0.0, 0.0},
        {3.7, 1e-12, 1e-10}, /* roundings; the absolute one for flows that nearly cancel */
    };
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        cohort_projection *p = project(in);
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
            cohort_inputs *more = copy_inputs(in);
            for (size_t i = 0; i < value_count(in, COHORT_BASE); i++)
                cohort_inputs_array(more, COHORT_BASE)[i] *= cases[k].factor;
            for (size_t i = 0; i < value_count(in, COHORT_NET_MIGRANTS); i++)
                cohort_inputs_array(more, COHORT_NET_MIGRANTS)[i] *= cases[k].factor;
            cohort_projection *q = project(more);
            for (int r = 0; r < RESULTS; r++)
                for (size_t i = 0; i < result_count(p, r); i++)
                    assert_close(result_cells(q, r)[i], cases[k].factor * result_cells(p, r)[i],
                                 cases[k].relative, cases[k].absolute);
            cohort_projection_free(q);
            cohort_inputs_free(more);
        }
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

static const cohort_quantity by_sex[] = {COHORT_BASE, COHORT_SURVIVAL, COHORT_NET_MIGRATION_RATIO,
                                         COHORT_NET_MIGRANTS};

/* What is swapped: base population, survival, both migrations, and the shares of births. The rates
 * of bearing stay with the women: asfr and cwr are as they were. */
static cohort_inputs *swap_sexes(const cohort_inputs *in)
{
    cohort_inputs *out = copy_inputs(in);
    for (size_t q = 0; q < sizeof by_sex / sizeof *by_sex; q++)
        for (size_t at = 0; at < value_count(in, by_sex[q]); at++) {
            size_t other = at / SMALL_AGES % 2 ? at - SMALL_AGES : at + SMALL_AGES;
            cohort_inputs_array(out, by_sex[q])[at] = cohort_inputs_view(in, by_sex[q])[other];
        }
    for (int i = 0; i < SMALL_STEPS; i++)
        *value_at(out, COHORT_MALE_SHARE, i, 0, 0) = 1.0 - value_of(in, COHORT_MALE_SHARE, i, 0, 0);
    return out;
}

static void assert_mirrored(const cohort_projection *p, const cohort_projection *q, double relative,
                            double absolute)
{
    for (int r = 0; r < RESULTS; r++)
        for (size_t at = 0; at < result_count(p, r); at++) {
            size_t other = at / SMALL_AGES % 2 ? at - SMALL_AGES : at + SMALL_AGES;
            assert_close(result_cells(q, r)[at], result_cells(p, r)[other], relative, absolute);
        }
}

static void assert_swapped(const cohort_inputs *in, double relative)
{
    cohort_inputs *swapped = swap_sexes(in);
    cohort_projection *p = project(in), *q = project(swapped);
    assert_mirrored(p, q, relative, 0.0);
    cohort_projection_free(q);
    cohort_projection_free(p);
    cohort_inputs_free(swapped);
}

/* Without births the sexes are one another's mirror, bit for bit. */
static void swaps_sexes_without_births(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        let_nobody_leave(in); /* with no births, newborns' migrants cannot be taken away */
        fill_quantity(in, c == COHORT_IPSS ? COHORT_CWR : COHORT_ASFR, 0.0);
        assert_swapped(in, 0.0);
        cohort_inputs_free(in);
    }
}

/* With births, when there are as many men at the mothers' ages: the sexes differ in what the births
 * of the projection live through (group x in interval i >= x), and the births in their shares. The
 * youngest of the base go with them, whose group's migrants wpp-even lets in at the opening. */
static void swaps_sexes_with_births(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        for (size_t q = 0; q < sizeof by_sex / sizeof *by_sex; q++)
            for (int i = 0; i < (by_sex[q] == COHORT_BASE ? 1 : SMALL_STEPS); i++)
                for (int x = by_sex[q] == COHORT_BASE ? 0 : i + 1; x < SMALL_AGES; x++)
                    *value_at(in, by_sex[q], i, COHORT_FEMALE, x) =
                        value_of(in, by_sex[q], i, COHORT_MALE, x);
        for (int i = 0; c != COHORT_IPSS && i < SMALL_STEPS; i++)
            for (int x = 0; x <= WOMEN_FIRST; x++) /* none bears whom the difference reaches */
                *value_at(in, COHORT_ASFR, i, 0, x) = 0.0;
        assert_swapped(in, 1e-14); /* 1 - (1 - share) is not always share */
        cohort_inputs_free(in);
    }
}

/* Women 15-49, or men, at a date of a result. */
static double persons_15_49(const cohort_projection *p, int date, int sex)
{
    double sum = 0.0;
    for (int x = WOMEN_FIRST; x <= WOMEN_LAST; x++)
        sum += result_cells(p, RESULT_POPULATION)[cohort_cell(&small_grid, date, sex, x)];
    return sum;
}

/*
 * Swapping the sexes swaps the results. Women bear the children in the kernel, so of the swapped
 * world only those who were born before the first date swap as they stand (bit for bit). All do
 * once its mothers, who have the numbers of the former men, bear the same number of children: cwr
 * times women 15-49 over men 15-49. Three intervals: nobody born within them reaches 15.
 */
static void swaps_sexes_with_their_mothers(void **state)
{
    cohort_inputs *in = small_inputs(), *swapped = swap_sexes(in);
    cohort_projection *p = project(in), *q = project(swapped);
    for (int date = 0; date <= SMALL_STEPS; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            assert_same_bits(
                result_cells(q, RESULT_POPULATION) + cohort_cell(&small_grid, date, sex, date),
                result_cells(p, RESULT_POPULATION) + cohort_cell(&small_grid, date, 1 - sex, date),
                (size_t)(SMALL_AGES - date));
    for (int i = 0; i < SMALL_STEPS; i++)
        *value_at(swapped, COHORT_CWR, i, 0, 0) *=
            persons_15_49(p, i + 1, COHORT_FEMALE) / persons_15_49(p, i + 1, COHORT_MALE);
    cohort_error error;
    assert_ok(cohort_projection_update(q, swapped, &error), error);
    /* the cwr and 1 - share are rounded; absolute for flows that nearly cancel */
    assert_mirrored(p, q, 1e-12, 1e-10);
    cohort_projection_free(q);
    cohort_projection_free(p);
    cohort_inputs_free(swapped);
    cohort_inputs_free(in);
}

/* Nobody dies, moves or bears: the population grows older, bit for bit. */
static void only_grows_older_without_events(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        fill_quantity(in, COHORT_SURVIVAL, 1.0);
        fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
        fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
        fill_quantity(in, COHORT_CWR, 0.0);
        fill_quantity(in, COHORT_ASFR, 0.0);
        cohort_projection *p = project(in);
        const double *cells = result_cells(p, RESULT_POPULATION);
        for (size_t at = 0; at < result_count(p, RESULT_DEATHS); at++) {
            size_t x = at % SMALL_AGES, next = at + cohort_grid_cells(&small_grid);
            double before = x == 0            ? 0.0
                            : x == SMALL_OPEN ? cells[at - 1] + cells[at]
                                              : cells[at - 1];
            assert_close(cells[next], before, 0.0, 0.0);
            for (int r = RESULT_BIRTHS; r < RESULTS; r++)
                assert_close(result_cells(p, r)[at], 0.0, 0.0, 0.0);
        }
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

/* --- Bad input --- */

static void assert_refused(const cohort_inputs *in, const char *part)
{
    cohort_projection *p = (cohort_projection *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_projection_new(in, &p, &error), COHORT_ERROR_VALUE, error, part);
    assert_null(p);
}

static void bears_at_the_mothers_ages(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        cohort_projection *p = project(in);
        double births[SMALL_AGES];
        cohort_error error;
        for (int i = -1; i <= SMALL_STEPS; i += SMALL_STEPS + 1)
            assert_fails(cohort_projection_births_by_mother(p, i, births, &error),
                         COHORT_ERROR_GRID, error, "there are 3, from 0 on");
        for (int i = 0; i < SMALL_STEPS; i++) {
            double sum = 0.0, all = 0.0;
            if (c == COHORT_IPSS) {
                assert_fails(cohort_projection_births_by_mother(p, i, births, &error),
                             COHORT_ERROR_ARGUMENT, error, "child-woman ratio");
                continue;
            }
            assert_ok(cohort_projection_births_by_mother(p, i, births, &error), error);
            for (int x = 0; x < SMALL_AGES; x++) {
                sum += births[x];
                assert_true(births[x] >= 0.0 && (births[x] > 0.0) == (x > 0));
            }
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                all += result_cells(p, RESULT_BIRTHS)[(i * COHORT_SEXES + sex) * SMALL_AGES];
            assert_close(sum, all, 1e-13, 0);
        }
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

/* Nobody can be taken away twice, and births that lack their mothers are not what is named. */
static void refuses_who_is_missing_within_the_interval(void **state)
{
    static const cohort_grid grid = {5, 6, 2000, 1};
    cohort_inputs *in = blank_inputs_of(&grid, COHORT_WPP_EVEN);
    fill_quantity(in, COHORT_BASE, 1000.0);
    fill_quantity(in, COHORT_SURVIVAL, 0.9);
    *value_at(in, COHORT_BASE, 0, COHORT_MALE, 2) = 100.0;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 2) = -250.0;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 3) = 100.0; /* who would hide it */
    assert_refused(in, "migrants of the opening, 2000, men 10-14: -25: ");
    fill_quantity(in, COHORT_NET_MIGRANTS, 0.0);
    *value_at(in, COHORT_ASFR, 0, 0, 3) = 0.1;
    *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_FEMALE, 3) = -1900.0; /* half of them is 950 */
    assert_refused(in, "projected population, 2005, women 15-19: -50: ");
    cohort_inputs_free(in);
}

/* The cell that migration drives below zero is named, whether by counts or by rates. */
static void names_the_cell_that_becomes_negative(void **state)
{
    static const struct {
        int interval, sex, age;
        const char *part, *early; /* of wpp-even, where half of them leave at the opening */
    } cases[] = {
        {0, COHORT_MALE, 4, "projected population, 2020, men 20-24: -",
         "migrants of the opening, 2015, men 20-24: -"},
        {1, COHORT_MALE, SMALL_OPEN, "projected population, 2025, men 55+: -",
         "migrants of the opening, 2020, men 55+: -"},
        {2, COHORT_MALE, 0, "projected population, 2030, men 0-4: -",
         "migrants of the opening, 2025, men 0-4: -"},
        {2, COHORT_FEMALE, SMALL_OPEN, "projected population, 2030, women 55+: -",
         "migrants of the opening, 2025, women 55+: -"},
    };
    static const char *const during[SMALL_STEPS] = {
        "net migration of 2015-2020", "net migration of 2020-2025", "net migration of 2025-2030"};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
            cohort_inputs *in = scattered_inputs_of(&small_grid, c);
            int i = cases[k].interval, sex = cases[k].sex, x = cases[k].age;
            *value_at(in, COHORT_NET_MIGRANTS, i, sex, x) = -8000.0;
            if (c != COHORT_IPSS)
                *value_at(in, COHORT_ASFR, i, 0, x) =
                    0.0; /* no births by those who are not there */
            assert_refused(in, c == COHORT_WPP_EVEN ? cases[k].early : cases[k].part);
            assert_refused(in, during[i]);
            cohort_inputs_free(in);
        }
    }
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        *value_at(in, COHORT_BASE, 0, COHORT_MALE, 5) = 50.0;
        *value_at(in, COHORT_BASE, 0, COHORT_MALE, 6) = 5000.0;
        *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, COHORT_MALE, 6) = -0.5;
        *value_at(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 6) = 0.0;
        assert_refused(in, "projected population, 2020, men 30-34: -");
        cohort_inputs_free(in);
    }
}

/* A handle is of one convention. */
static void updates_within_its_convention(void **state)
{
    cohort_inputs *even = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    cohort_inputs *end = scattered_inputs_of(&small_grid, COHORT_WPP_END);
    cohort_inputs *other = copy_inputs(even);
    cohort_projection *p = project(even), *fresh;
    cohort_error error;
    fill_quantity(other, COHORT_NET_MIGRATION_RATIO, 0.0); /* other coefficients are zero now */
    fill_quantity(other, COHORT_ASFR, 0.0);
    *value_at(other, COHORT_ASFR, 1, 0, 6) = 0.75;
    let_nobody_leave(other);
    fresh = project(other);
    assert_fails(cohort_projection_update(p, end, &error), COHORT_ERROR_GRID, error, "convention");
    assert_ok(cohort_projection_update(p, other, &error), error);
    assert_same_results(p, fresh);
    cohort_projection_free(fresh);
    fresh = project(even);
    assert_ok(cohort_projection_update(p, even, &error), error);
    assert_same_results(p, fresh);
    cohort_projection_free(fresh);
    cohort_projection_free(p);
    cohort_inputs_free(other);
    cohort_inputs_free(end);
    cohort_inputs_free(even);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closes_every_account),
        cmocka_unit_test(scales_with_its_persons),
        cmocka_unit_test(swaps_sexes_without_births),
        cmocka_unit_test(swaps_sexes_with_births),
        cmocka_unit_test(swaps_sexes_with_their_mothers),
        cmocka_unit_test(only_grows_older_without_events),
        cmocka_unit_test(bears_at_the_mothers_ages),
        cmocka_unit_test(refuses_who_is_missing_within_the_interval),
        cmocka_unit_test(names_the_cell_that_becomes_negative),
        cmocka_unit_test(updates_within_its_convention),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
