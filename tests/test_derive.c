/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/derive.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/small.h"
#include "support/stocks.h"
#include "support/tables.h"

/* Ages to 70+, so that some passages begin at 60 and later; two intervals published, four in all. */
enum { WIDTH = 5, AGES = 15, OPEN = AGES - 1, KNOWN = 2, STEPS = 4, UNSET = 77 };
enum { CELLS = STEPS * COHORT_SEXES * AGES };
static const cohort_grid published_grid = {WIDTH, AGES, 2015, KNOWN};
static const cohort_grid reference_grid = {WIDTH, AGES, 2015, STEPS};

static const double ROUNDING = 1e-13; /* a handful of them */

/* --- A derivation --- */

struct derivation {
    cohort_stock published;
    cohort_inputs *reference, *inputs;
    unsigned char split[CELLS];
};

static int begin(void **state)
{
    static struct derivation derivation;
    derivation = (struct derivation){.published = scattered_stock(&published_grid),
                                     .reference = scattered_inputs(&reference_grid)};
    memset(derivation.split, UNSET, sizeof derivation.split);
    *state = &derivation;
    return 0;
}

static int end(void **state)
{
    struct derivation *d = *state;
    cohort_stock_free(&d->published);
    cohort_inputs_free(d->reference);
    cohort_inputs_free(d->inputs);
    return 0;
}

static void derive(struct derivation *d)
{
    cohort_error error;
    assert_ok(cohort_derive(&d->published, d->reference, d->split, &d->inputs, &error), error);
}

static int split_of(const struct derivation *d, int interval, int sex, int age)
{
    return d->split[cohort_cell(&reference_grid, interval, sex, age)];
}

static void check_cell(const struct derivation *d, int interval, int sex, int age, double survival,
                       double migration, double migrants, int split)
{
    const double absolute = 1e-14; /* of a difference of numbers near 1 */
    assert_close(value_of(d->inputs, COHORT_SURVIVAL, interval, sex, age), survival, ROUNDING, 0);
    assert_close(value_of(d->inputs, COHORT_NET_MIGRATION_RATIO, interval, sex, age), migration,
                 ROUNDING, absolute);
    assert_close(value_of(d->inputs, COHORT_NET_MIGRANTS, interval, sex, age), migrants, 0, 0);
    assert_int_equal(split_of(d, interval, sex, age), split);
}

static void check_reproduces(struct derivation *d)
{
    cohort_projection *projection = project(d->inputs);
    const cohort_stock *population = cohort_projection_population(projection);
    for (size_t i = 0; i < cohort_cell(&published_grid, KNOWN + 1, 0, 0); i++)
        /* Two intervals of products and quotients of doubles. */
        assert_close(population->cells[i], d->published.cells[i], 1e-9, 1e-9);
    cohort_projection_free(projection);
}

static void reproduces_the_published_cells(void **state)
{
    struct derivation *d = *state;
    cohort_inputs *without_split;
    cohort_error error;
    derive(d);
    check_reproduces(d);
    assert_ok(cohort_derive(&d->published, d->reference, NULL, &without_split, &error), error);
    assert_same_inputs(without_split, d->inputs);
    cohort_inputs_free(without_split);
    assert_memory_equal(cohort_inputs_grid(d->inputs), &reference_grid, sizeof reference_grid);
    assert_same_bits(cohort_inputs_view(d->inputs, COHORT_BASE), d->published.cells,
                     cohort_grid_cells(&published_grid));
    assert_same_quantity(d->inputs, d->reference, COHORT_TFR_PER_CWR);
}

static void takes_the_references_survival_under_sixty(void **state)
{
    struct derivation *d = *state;
    derive(d);
    for (int i = 0; i < KNOWN; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x <= 60 / WIDTH; x++) { /* 0: births, who are no migrants */
                double survival = value_of(d->reference, COHORT_SURVIVAL, i, sex, x);
                double migration = x > 0 ? ratio_of(&d->published, i, sex, x) - survival : 0;
                check_cell(d, i, sex, x, survival, migration, 0, COHORT_SPLIT_REFERENCE);
            }
}

static void takes_the_smaller_survival_from_sixty_on(void **state)
{
    struct derivation *d = *state;
    int own = 0, national = 0;
    /* The border itself: 55-59 and 60-64 at the start, both below the reference's survival. */
    *stock_cell(&d->published, 1, COHORT_FEMALE, 12) =
        0.5 * *stock_cell(&d->published, 0, COHORT_FEMALE, 11);
    *stock_cell(&d->published, 1, COHORT_FEMALE, 13) =
        0.5 * *stock_cell(&d->published, 0, COHORT_FEMALE, 12);
    derive(d);
    double national_12 = value_of(d->reference, COHORT_SURVIVAL, 0, COHORT_FEMALE, 12);
    check_cell(d, 0, COHORT_FEMALE, 12, national_12, 0.5 - national_12, 0, COHORT_SPLIT_REFERENCE);
    check_cell(d, 0, COHORT_FEMALE, 13, 0.5, 0, 0, COHORT_SPLIT_OWN);
    for (int i = 0; i < KNOWN; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 60 / WIDTH + 1; x < AGES; x++) {
                double survival = value_of(d->reference, COHORT_SURVIVAL, i, sex, x);
                double ratio = ratio_of(&d->published, i, sex, x);
                own += ratio < survival;
                national += ratio >= survival;
                check_cell(d, i, sex, x, fmin(ratio, survival), fmax(ratio - survival, 0), 0,
                           ratio < survival ? COHORT_SPLIT_OWN : COHORT_SPLIT_REFERENCE);
            }
    assert_true(own > 0 && national > 0); /* or the test says nothing */
}

static void takes_fertility_from_the_published_cells(void **state)
{
    struct derivation *d = *state;
    derive(d);
    for (int i = 0; i < KNOWN; i++) {
        double children = children_of(&d->published, i + 1);
        assert_close(value_of(d->inputs, COHORT_CWR, i, 0, 0),
                     children / women_of(&d->published, i + 1), ROUNDING, 0);
        assert_close(value_of(d->inputs, COHORT_MALE_SHARE, i, 0, 0),
                     *stock_cell(&d->published, i + 1, COHORT_MALE, 0) / children, ROUNDING, 0);
    }
}

/* --- Cells without a ratio --- */

static void takes_nobody_after_nobody_for_the_reference(void **state)
{
    struct derivation *d = *state;
    *stock_cell(&d->published, 0, COHORT_MALE, 4) = 0;
    *stock_cell(&d->published, 1, COHORT_MALE, 5) = 0;
    for (int x = OPEN - 1; x <= OPEN; x++)
        *stock_cell(&d->published, 0, COHORT_MALE, x) = 0;
    *stock_cell(&d->published, 1, COHORT_MALE, OPEN) = 0;
    derive(d);
    check_reproduces(d);
    check_cell(d, 0, COHORT_MALE, 5, value_of(d->reference, COHORT_SURVIVAL, 0, COHORT_MALE, 5), 0,
               0, COHORT_SPLIT_EMPTY);
    check_cell(d, 0, COHORT_MALE, OPEN,
               value_of(d->reference, COHORT_SURVIVAL, 0, COHORT_MALE, OPEN), 0, 0,
               COHORT_SPLIT_EMPTY);
}

static void takes_somebody_after_nobody_for_a_count(void **state)
{
    struct derivation *d = *state;
    static const int reached[] = {5, OPEN - 1}; /* before 60, and after */
    for (size_t k = 0; k < 2; k++) {
        *stock_cell(&d->published, 0, COHORT_FEMALE, reached[k] - 1) = 0;
        *stock_cell(&d->published, 1, COHORT_FEMALE, reached[k]) = 3;
    }
    derive(d);
    check_reproduces(d);
    for (size_t k = 0; k < 2; k++)
        check_cell(d, 0, COHORT_FEMALE, reached[k],
                   value_of(d->reference, COHORT_SURVIVAL, 0, COHORT_FEMALE, reached[k]), 0, 3,
                   COHORT_SPLIT_COUNT);
}

/* One of the two oldest groups is empty: together they still have a ratio. */
static void takes_the_two_oldest_together(void **state)
{
    struct derivation *d = *state;
    *stock_cell(&d->published, 0, COHORT_MALE, OPEN - 1) = 0;
    *stock_cell(&d->published, 0, COHORT_MALE, OPEN) = 40;
    *stock_cell(&d->published, 1, COHORT_MALE, OPEN) = 10;
    derive(d);
    check_cell(d, 0, COHORT_MALE, OPEN, 0.25, 0, 0, COHORT_SPLIT_OWN);
}

static void lets_a_whole_cohort_go(void **state)
{
    struct derivation *d = *state;
    *stock_cell(&d->published, 1, COHORT_MALE, 5) = 0;
    *stock_cell(&d->published, 1, COHORT_MALE, OPEN) = 0;
    derive(d);
    check_reproduces(d);
    double survival = value_of(d->reference, COHORT_SURVIVAL, 0, COHORT_MALE, 5);
    check_cell(d, 0, COHORT_MALE, 5, survival, -survival, 0, COHORT_SPLIT_REFERENCE);
    check_cell(d, 0, COHORT_MALE, OPEN, 0, 0, 0, COHORT_SPLIT_OWN);
}

static void takes_the_references_boys_where_no_children_are(void **state)
{
    struct derivation *d = *state;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *stock_cell(&d->published, KNOWN, sex, 0) = 0;
    derive(d);
    check_reproduces(d);
    const int last = KNOWN - 1;
    double share = value_of(d->reference, COHORT_MALE_SHARE, last, 0, 0);
    assert_close(value_of(d->inputs, COHORT_CWR, last, 0, 0), 0, 0, 0);
    for (int i = last; i < STEPS; i++) /* and held beyond */
        assert_close(value_of(d->inputs, COHORT_MALE_SHARE, i, 0, 0), share, 0, 0);
}

static void takes_children_without_women_for_a_count(void **state)
{
    struct derivation *d = *state;
    const int last = KNOWN - 1;
    for (int x = 15 / WIDTH; x < 50 / WIDTH; x++)
        *stock_cell(&d->published, KNOWN, COHORT_FEMALE, x) = 0;
    derive(d);
    check_reproduces(d);
    for (int i = last; i < STEPS; i++) /* and beyond */
        assert_close(value_of(d->inputs, COHORT_CWR, i, 0, 0),
                     value_of(d->reference, COHORT_CWR, i, 0, 0), ROUNDING, 0);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        assert_close(value_of(d->inputs, COHORT_NET_MIGRANTS, last, sex, 0),
                     *stock_cell(&d->published, KNOWN, sex, 0), 0, 0);
        assert_int_equal(split_of(d, last, sex, 0), COHORT_SPLIT_COUNT);
    }
}

static void takes_the_reference_where_neither_women_nor_children_are(void **state)
{
    struct derivation *d = *state;
    const int last = KNOWN - 1;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        *stock_cell(&d->published, KNOWN, sex, 0) = 0;
    for (int x = 15 / WIDTH; x < 50 / WIDTH; x++)
        *stock_cell(&d->published, KNOWN, COHORT_FEMALE, x) = 0;
    derive(d);
    assert_same_bits(cohort_inputs_view(d->inputs, COHORT_CWR) + last,
                     cohort_inputs_view(d->reference, COHORT_CWR) + last, 1);
    assert_same_bits(cohort_inputs_view(d->inputs, COHORT_MALE_SHARE) + last,
                     cohort_inputs_view(d->reference, COHORT_MALE_SHARE) + last, 1);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        check_cell(d, last, sex, 0, value_of(d->reference, COHORT_SURVIVAL, last, sex, 0), 0, 0,
                   COHORT_SPLIT_REFERENCE);
}

/* --- Beyond the published dates --- */

static void holds_the_last_ratios(void **state)
{
    struct derivation *d = *state;
    derive(d);
    for (int i = KNOWN; i < STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < AGES; x++)
                check_cell(d, i, sex, x, value_of(d->inputs, COHORT_SURVIVAL, KNOWN - 1, sex, x),
                           value_of(d->inputs, COHORT_NET_MIGRATION_RATIO, KNOWN - 1, sex, x), 0,
                           split_of(d, KNOWN - 1, sex, x) | COHORT_SPLIT_EXTENDED);
}

static void drops_counts(void **state)
{
    struct derivation *d = *state;
    *stock_cell(&d->published, KNOWN - 1, COHORT_MALE, 4) = 0;
    *stock_cell(&d->published, KNOWN, COHORT_MALE, 5) = 3;
    derive(d);
    double survival = value_of(d->reference, COHORT_SURVIVAL, KNOWN - 1, COHORT_MALE, 5);
    check_cell(d, KNOWN - 1, COHORT_MALE, 5, survival, 0, 3, COHORT_SPLIT_COUNT);
    for (int i = KNOWN; i < STEPS; i++)
        check_cell(d, i, COHORT_MALE, 5, survival, 0, 0,
                   COHORT_SPLIT_COUNT | COHORT_SPLIT_EXTENDED);
}

static void moves_the_cwr_with_the_references(void **state)
{
    struct derivation *d = *state;
    derive(d);
    double last = value_of(d->inputs, COHORT_CWR, KNOWN - 1, 0, 0);
    for (int i = KNOWN; i < STEPS; i++) {
        double change = value_of(d->reference, COHORT_CWR, i, 0, 0) /
                        value_of(d->reference, COHORT_CWR, KNOWN - 1, 0, 0);
        assert_close(value_of(d->inputs, COHORT_CWR, i, 0, 0), last * change, ROUNDING, 0);
        assert_close(value_of(d->inputs, COHORT_MALE_SHARE, i, 0, 0),
                     value_of(d->inputs, COHORT_MALE_SHARE, KNOWN - 1, 0, 0), 0, 0);
    }
}

/* --- Errors --- */

static void check_refused(struct derivation *d, int code, const char *part)
{
    cohort_error error;
    cohort_inputs *inputs = d->reference; /* anything but NULL */
    assert_fails(cohort_derive(&d->published, d->reference, d->split, &inputs, &error), code, error,
                 part);
    assert_null(inputs);
    for (int i = 0; i < CELLS; i++)
        assert_int_equal(d->split[i], UNSET);
    assert_int_equal(cohort_derive(&d->published, d->reference, NULL, &inputs, NULL), code);
}

static void refuses_grids_that_do_not_fit(void **state)
{
    struct derivation *d = *state;
    static const struct {
        cohort_grid grid;
        const char *part;
    } cases[] = {
        {{WIDTH, AGES + 1, 2015, KNOWN}, "published: 16 groups of 5 years; reference: 15"},
        {{WIDTH, AGES - 1, 2015, KNOWN}, "published: 14 groups of 5"},
        {{1, AGES, 2015, KNOWN}, "published: 15 groups of 1 years"},
        {{WIDTH, AGES, 2020, KNOWN},
         "expected the same first date (rates from counts alone: cohort_forecast)"},
        {{WIDTH, AGES, 2015, 0}, "from 2015 to 2015, reference"},
        {{WIDTH, AGES, 2015, STEPS + 1}, "from 2015 to 2040, reference to 2035: expected"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_stock_free(&d->published);
        d->published = scattered_stock(&cases[i].grid);
        check_refused(d, COHORT_ERROR_GRID, cases[i].part);
    }
}

static void refuses_a_reference_without_child_woman_ratios(void **state)
{
    struct derivation *d = *state;
    cohort_inputs_free(d->reference);
    d->reference = scattered_inputs_of(&reference_grid, COHORT_WPP_END);
    check_refused(d, COHORT_ERROR_GRID, "wpp-end: expected the same, and child-woman ratios");
}

static void refuses_a_lead_that_begins_at_zero(void **state)
{
    struct derivation *d = *state;
    cohort_inputs_array(d->reference, COHORT_CWR)[KNOWN - 1] = 0;
    check_refused(d, COHORT_ERROR_VALUE,
                  "reference cwr, 2020-2025, the last published interval: 0");
}

static void refuses_bad_cells_by_name(void **state)
{
    struct derivation *d = *state;
    static const struct {
        int date, sex, age;
        double value;
        const char *part;
    } cases[] = {{0, COHORT_MALE, 0, -1e-9, "2015, men 0-4: -1e-09"},
                 {1, COHORT_FEMALE, 3, (double)NAN, "2020, women 15-19: "},
                 {KNOWN, COHORT_FEMALE, OPEN, HUGE_VAL, "2025, women 70+: inf"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double *cell = stock_cell(&d->published, cases[i].date, cases[i].sex, cases[i].age);
        double was = *cell;
        *cell = cases[i].value;
        check_refused(d, COHORT_ERROR_VALUE, cases[i].part);
        *cell = was;
    }
    *value_at(d->reference, COHORT_SURVIVAL, 1, COHORT_FEMALE, 2) = 1.5;
    check_refused(d, COHORT_ERROR_VALUE, "survival, 2020-2025, women reaching 10-14: 1.5");
}

/* --- Japan --- */

static void gives_japans_child_woman_ratios(void **state)
{
    /* Children 0-4 and women 15-49, summed from IPSS's single years (2017, medium variant): whole
     * persons, so only the division rounds. No interval ends in 2015: that one is a count. */
    cohort_table *table = fixture("japan.csv");
    cohort_stock population;
    cohort_inputs *japan;
    cohort_error error;
    assert_ok(cohort_table_population(table, "00000", "population", &population, &error), error);
    assert_ok(cohort_table_reference(table, "00000", 2065, &japan, &error), error);
    assert_int_equal(cohort_inputs_grid(japan)->steps, 10);
    assert_close(children_of(&population, 0) / women_of(&population, 0), 5006217.0 / 26106605.0,
                 1e-15, 0);
    assert_close(value_of(japan, COHORT_CWR, 0, 0, 0), 4745272.0 / 24583055.0, 1e-15, 0);
    assert_close(value_of(japan, COHORT_CWR, 5, 0, 0), 3591390.0 / 17809382.0, 1e-15, 0);
    assert_close(value_of(japan, COHORT_CWR, 9, 0, 0), 2839243.0 / 14226862.0, 1e-15, 0);
    cohort_inputs_free(japan);
    cohort_stock_free(&population);
    cohort_table_free(table);
}

#define OF_AREA(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_AREA(reproduces_the_published_cells),
        OF_AREA(takes_the_references_survival_under_sixty),
        OF_AREA(takes_the_smaller_survival_from_sixty_on),
        OF_AREA(takes_fertility_from_the_published_cells),
        OF_AREA(takes_nobody_after_nobody_for_the_reference),
        OF_AREA(takes_somebody_after_nobody_for_a_count),
        OF_AREA(takes_the_two_oldest_together),
        OF_AREA(lets_a_whole_cohort_go),
        OF_AREA(takes_the_references_boys_where_no_children_are),
        OF_AREA(takes_children_without_women_for_a_count),
        OF_AREA(takes_the_reference_where_neither_women_nor_children_are),
        OF_AREA(holds_the_last_ratios),
        OF_AREA(drops_counts),
        OF_AREA(moves_the_cwr_with_the_references),
        OF_AREA(refuses_grids_that_do_not_fit),
        OF_AREA(refuses_a_reference_without_child_woman_ratios),
        OF_AREA(refuses_a_lead_that_begins_at_zero),
        OF_AREA(refuses_bad_cells_by_name),
        cmocka_unit_test(gives_japans_child_woman_ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
