/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households that move in, against their members' ages worked out one birthday at a time. */
#include <cohort/scenario.h>

#include "support/close.h"
#include "support/small.h"
#include "support/words.h"

#include <limits.h>

enum { MOST_AGES = 70, MOST_CELLS = COHORT_SEXES * MOST_AGES };

/* Persons of one household by sex and group, [sex][age], when they are counted as migrants. */
struct counts {
    double cells[MOST_CELLS];
};

/* --- What is expected --- */

static double clamp(double value, double lowest, double highest)
{
    return fmin(fmax(value, lowest), highest);
}

/* Of those who have lived this long when they come, the share who are younger than `limit` when the
 * interval of n years ends: they have any time from 0 to n left until then. */
static double share_younger(double lived, double limit, double n)
{
    return clamp((limit - lived) / n, 0.0, 1.0);
}

/* The same of those who have completed `age` years: birthday by birthday over a year. Between whole
 * years the share is a straight line, so that the middles of the pieces give it exactly. */
static double share_younger_of_age(int age, double limit, double n)
{
    enum { BIRTHDAYS = 1000 };
    double sum = 0.0;
    for (int day = 0; day < BIRTHDAYS; day++)
        sum += share_younger(age + (day + 0.5) / BIRTHDAYS, limit, n);
    return sum / BIRTHDAYS;
}

static double share_in_group(const cohort_inputs *inputs, int age, int x)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const int is_open = x == grid->ages - 1;
    const double from = (double)x * grid->width, to = from + grid->width;
    if (cohort_inputs_convention(inputs) != COHORT_IPSS)
        return age >= from && (is_open || age < to);
    return (is_open ? 1.0 : share_younger_of_age(age, to, grid->width)) -
           share_younger_of_age(age, from, grid->width);
}

static struct counts expected_counts(const cohort_inputs *inputs, int count,
                                     const cohort_member *members)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    struct counts expected = {{0.0}};
    for (int m = 0; m < count; m++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++)
                if (members[m].sex == sex || members[m].sex == BOTH)
                    expected.cells[cohort_cell(grid, 0, sex, x)] +=
                        (members[m].sex == BOTH ? 0.5 : 1.0) *
                        share_in_group(inputs, members[m].age, x);
    return expected;
}

/* --- What comes out --- */

static cohort_scenario *empty_scenario(void)
{
    return scenario_of(0, NULL);
}

static int add_household(cohort_scenario *scenario, const cohort_inputs *inputs, int count,
                         const cohort_member *members, double households, int year_from,
                         int year_to)
{
    cohort_error error;
    const int before = cohort_scenario_count(scenario);
    int first = -1;
    assert_ok(cohort_scenario_add_household(scenario, inputs, count, members, households, year_from,
                                            year_to, &first, &error),
              error);
    assert_int_equal(error.code, COHORT_OK);
    assert_int_equal(first, before);
    assert_true(cohort_scenario_count(scenario) > before);
    return first;
}

/* The group of an operation that adds migrants to one sex and one group, for these years. */
static size_t cell_of_operation(const cohort_grid *grid, const cohort_operation *op, int year_from,
                                int year_to)
{
    const int x = op->age_from / grid->width;
    assert_int_equal(op->kind, COHORT_ADD_MIGRANTS);
    assert_in_range(op->sex, MEN, WOMEN);
    assert_int_equal(op->age_from, x * grid->width);
    assert_in_range(x, 0, grid->ages - 1);
    assert_int_equal(op->age_to, x == grid->ages - 1 ? OPEN : op->age_from + grid->width - 1);
    assert_int_equal(op->year_from, year_from);
    assert_int_equal(op->year_to, year_to);
    assert_true(isnan(op->value_from) && isnan(op->baseline_tfr));
    return cohort_cell(grid, 0, op->sex, x);
}

/* One operation a sex and group that is met, no other, each with its share of the households. */
static void assert_operations(const cohort_scenario *scenario, int first,
                              const cohort_inputs *inputs, const struct counts *expected,
                              double households, int year_from, int year_to)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    struct counts found = {{0.0}};
    int met = 0;
    for (size_t c = 0; c < cohort_grid_cells(grid); c++)
        met += expected->cells[c] > 1e-9; /* roundings of 1000 birthdays are no persons */
    assert_int_equal(cohort_scenario_count(scenario) - first, met);
    for (int i = first; i < first + met; i++) {
        const cohort_operation *op = cohort_scenario_operation(scenario, i);
        const size_t cell = cell_of_operation(grid, op, year_from, year_to);
        assert_true(found.cells[cell] == 0.0);
        assert_true(op->value * households > 0.0);
        found.cells[cell] = op->value;
    }
    for (size_t c = 0; c < cohort_grid_cells(grid); c++) /* sums of 1000 birthdays a member */
        assert_close(found.cells[c], households * expected->cells[c], 1e-12, 1e-11);
}

/* --- Households --- */

static const cohort_member couple_and_child[] = {{MEN, 34}, {WOMEN, 31}, {BOTH, 4}};
static const cohort_member newborn[] = {{WOMEN, 0}};
static const cohort_member students[] = {{BOTH, 18}, {BOTH, 19}, {MEN, 18}};
static const cohort_member aged[] = {{MEN, 53}, {WOMEN, 49}, {WOMEN, 54}};
static const cohort_member oldest[] = {{MEN, 55}, {WOMEN, 97}, {BOTH, INT_MAX}};
static const cohort_member every_year[] = {{MEN, 20}, {MEN, 21}, {MEN, 22}, {MEN, 23}, {MEN, 24},
                                           {MEN, 25}, {MEN, 26}, {MEN, 27}, {MEN, 28}, {MEN, 29}};
static const cohort_member twins[] = {{WOMEN, 12}, {WOMEN, 12}};

static const struct household {
    int count;
    const cohort_member *members;
} households[] = {
    {LENGTH(couple_and_child), couple_and_child},
    {LENGTH(newborn), newborn},
    {LENGTH(students), students},
    {LENGTH(aged), aged},
    {LENGTH(oldest), oldest},
    {LENGTH(every_year), every_year},
    {LENGTH(twins), twins},
};

static const cohort_grid grids[] = {
    {5, 12, 2015, 3}, /* the small one, 55 and over */
    {1, 60, 2015, 4}, {1, 51, 2015, 2}, {5, 19, 2015, 2}, {10, 6, 2015, 2}, /* the UN's alone */
    {2, 30, 2015, 2},                                                       /* likewise */
};

static int serves(const cohort_grid *grid, int convention)
{
    return convention != COHORT_IPSS || grid->width == 1 || grid->width == 5;
}

static void assert_household(const cohort_inputs *inputs, const struct household *h, double a_year)
{
    const struct counts expected = expected_counts(inputs, h->count, h->members);
    cohort_scenario *scenario = empty_scenario();
    int first = add_household(scenario, inputs, h->count, h->members, a_year, 2015, 2017);
    assert_int_equal(first, 0);
    assert_operations(scenario, first, inputs, &expected, a_year, 2015, 2017);
    first = add_household(scenario, inputs, h->count, h->members, 2.0 * a_year, START, OPEN);
    assert_operations(scenario, first, inputs, &expected, 2.0 * a_year, START, OPEN);
    cohort_scenario_free(scenario);
}

static void counts_members_by_group(void **state)
{
    for (size_t g = 0; g < LENGTH(grids); g++)
        for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
            if (!serves(&grids[g], c))
                continue;
            cohort_inputs *inputs = blank_inputs_of(&grids[g], (cohort_convention)c);
            for (size_t h = 0; h < LENGTH(households); h++) {
                assert_household(inputs, &households[h], 1.0);
                assert_household(inputs, &households[h], 7.3);
                assert_household(inputs, &households[h], -2.5); /* they leave */
            }
            cohort_inputs_free(inputs);
        }
}

/* The value of the one operation on a sex and a first age; 0 if there is none. */
static double value_for(const cohort_scenario *scenario, int sex, int age_from)
{
    double value = 0.0;
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        const cohort_operation *op = cohort_scenario_operation(scenario, i);
        if (op->sex == sex && op->age_from == age_from)
            value = op->value;
    }
    return value;
}

/* By hand: those of 30 are 30 to 36 years old within five years; all but a tenth (half a square of
 * a year, of five) are not yet 35. A year older, a fifth more are. */
static void knows_ages_by_hand(void **state)
{
    static const double not_yet[] = {0.9, 0.7, 0.5, 0.3, 0.1};
    static const cohort_grid single = {1, 60, 2015, 4};
    cohort_inputs *five = blank_inputs(&small_grid), *one = blank_inputs(&single);
    for (int age = 30; age < 35; age++) {
        const cohort_member member = {WOMEN, age};
        cohort_scenario *scenario = empty_scenario();
        add_household(scenario, five, 1, &member, 1.0, START, OPEN);
        assert_int_equal(cohort_scenario_count(scenario), 2);
        assert_close(value_for(scenario, WOMEN, 30), not_yet[age - 30], 1e-14, 0.0);
        assert_close(value_for(scenario, WOMEN, 35), 1.0 - not_yet[age - 30], 1e-14, 0.0);
        cohort_scenario_free(scenario);

        scenario = empty_scenario();
        add_household(scenario, one, 1, &member, 1.0, START, OPEN);
        assert_int_equal(cohort_scenario_count(scenario), 2);
        assert_close(value_for(scenario, WOMEN, age), 0.5, 1e-14, 0.0); /* a few roundings */
        assert_close(value_for(scenario, WOMEN, age + 1), 0.5, 1e-14, 0.0);
        cohort_scenario_free(scenario);
    }
    cohort_inputs_free(five);
    cohort_inputs_free(one);
}

/* --- Applied --- */

/* Net migrants more, cell by cell, in an interval. */
static void assert_more(const cohort_inputs *in, const cohort_inputs *out, int interval,
                        const struct counts *expected, double households_in_all)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    const size_t from = cohort_cell(grid, interval, 0, 0);
    const double *before = cohort_inputs_view(in, COHORT_NET_MIGRANTS) + from;
    const double *after = cohort_inputs_view(out, COHORT_NET_MIGRANTS) + from;
    double sum = 0.0, persons = 0.0;
    for (size_t c = 0; c < cohort_grid_cells(grid); c++) {
        /* roundings of numbers up to 1000, and of 1000 birthdays */
        assert_close(after[c] - before[c], households_in_all * expected->cells[c], 0.0, 1e-10);
        sum += after[c] - before[c];
        persons += expected->cells[c];
    }
    assert_close(sum, households_in_all * persons, 0.0, 1e-10);
}

static void assert_applied(const cohort_inputs *in, const struct household *h, double a_year)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    const int from = cohort_grid_year(grid, 1), width = grid->width;
    const struct counts expected = expected_counts(in, h->count, h->members);
    cohort_scenario *scenario = empty_scenario();
    cohort_inputs *out;
    cohort_error error;
    double persons = 0.0;
    add_household(scenario, in, h->count, h->members, a_year, from, OPEN);
    assert_ok(cohort_scenario_apply(scenario, in, &out, &error), error);
    for (size_t c = 0; c < cohort_grid_cells(grid); c++)
        persons += expected.cells[c];
    assert_close(persons, h->count, 1e-12, 0.0); /* nobody lost: the test's own sums */
    assert_same_bits(cohort_inputs_view(out, COHORT_NET_MIGRANTS),
                     cohort_inputs_view(in, COHORT_NET_MIGRANTS), cohort_grid_cells(grid));
    for (int i = 1; i < grid->steps; i++)
        assert_more(in, out, i, &expected, a_year * width);
    memcpy(cohort_inputs_array(out, COHORT_NET_MIGRANTS),
           cohort_inputs_view(in, COHORT_NET_MIGRANTS),
           value_count(in, COHORT_NET_MIGRANTS) * sizeof(double));
    assert_same_inputs(out, in); /* nothing else is changed */
    cohort_inputs_free(out);
    cohort_scenario_free(scenario);
}

static void brings_all_members_in_every_interval(void **state)
{
    for (size_t g = 0; g < LENGTH(grids); g++)
        for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
            if (!serves(&grids[g], c))
                continue;
            cohort_inputs *inputs = scattered_inputs_of(&grids[g], (cohort_convention)c);
            for (size_t h = 0; h < LENGTH(households); h++) {
                assert_applied(inputs, &households[h], 12.0);
                assert_applied(inputs, &households[h], -0.5);
            }
            cohort_inputs_free(inputs);
        }
}

/* Five single years of coming, those who have come being carried on, put the members into the same
 * five-year groups as one interval of five years. */
static void agrees_with_single_years(void **state)
{
    static const cohort_grid single = {1, 60, 2015, 5}, five = {5, 12, 2015, 1};
    cohort_inputs *fine = blank_inputs(&single), *wide = blank_inputs(&five);
    fill_quantity(fine, COHORT_SURVIVAL, 1.0);
    fill_quantity(wide, COHORT_SURVIVAL, 1.0);
    for (size_t h = 0; h < LENGTH(households); h++) {
        cohort_inputs *worlds[] = {fine, wide};
        cohort_projection *runs[2];
        for (int k = 0; k < 2; k++) {
            cohort_scenario *scenario = empty_scenario();
            cohort_inputs *changed;
            cohort_error error;
            add_household(scenario, worlds[k], households[h].count, households[h].members, 3.0,
                          START, OPEN);
            assert_ok(cohort_scenario_apply(scenario, worlds[k], &changed, &error), error);
            runs[k] = project(changed);
            cohort_inputs_free(changed);
            cohort_scenario_free(scenario);
        }
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < SMALL_AGES; x++) {
                const double *ages =
                    cohort_projection_population(runs[0])->cells + cohort_cell(&single, 5, sex, 0);
                double sum = 0.0;
                for (int age = 5 * x; age < 5 * x + 5; age++)
                    sum +=
                        ages[age]; /* the open group of single years, 59 and over, is in the last */
                assert_close(
                    cohort_projection_population(runs[1])->cells[cohort_cell(&five, 1, sex, x)],
                    sum, 1e-13, 1e-13); /* some twenty roundings of up to 150 persons */
            }
        cohort_projection_free(runs[0]);
        cohort_projection_free(runs[1]);
    }
    cohort_inputs_free(fine);
    cohort_inputs_free(wide);
}

/* --- Behind others, and errors --- */

static const cohort_operation others[] = {
    {COHORT_SUPPRESS_OUT_MIGRATION, BOTH, 0, 59, 2015, 2025, 0.3, 0.1, (double)NAN, "kept"},
    {COHORT_SET_TFR_PROPORTION, BOTH, 0, OPEN, START, OPEN, 1.5, (double)NAN, 1.3, ""},
};

static void assert_others_alone(const cohort_scenario *scenario)
{
    for (size_t i = 0; i < LENGTH(others); i++)
        assert_memory_equal(cohort_scenario_operation(scenario, (int)i), &others[i],
                            sizeof *others);
}

static void stands_behind_others(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_scenario *scenario = scenario_of(LENGTH(others), others);
    const struct counts expected = expected_counts(inputs, 3, couple_and_child);
    assert_int_equal(cohort_scenario_add_household(scenario, inputs, 3, couple_and_child, 6.0, 2020,
                                                   2030, NULL, NULL),
                     COHORT_OK);
    assert_operations(scenario, LENGTH(others), inputs, &expected, 6.0, 2020, 2030);
    assert_others_alone(scenario);
    cohort_inputs_free(inputs);
    cohort_scenario_free(scenario);
}

/* Four women of 30 are one operation: too many of them where one boy is not. */
static const cohort_member many_women[] = {
    {MEN, 2}, {WOMEN, 30}, {WOMEN, 30}, {WOMEN, 30}, {WOMEN, 30}};
static const cohort_member third_sex[] = {{MEN, 30}, {3, 30}};
static const cohort_member negative_sex[] = {{MEN, 30}, {-1, 30}};
static const cohort_member unborn[] = {{MEN, 30}, {WOMEN, 28}, {BOTH, -1}};

static const struct {
    int count;
    const cohort_member *members;
    double households;
    int year_from, year_to, code;
} refused[] = {
    {0, couple_and_child, 1.0, START, OPEN, COHORT_ERROR_ARGUMENT},
    {-1, couple_and_child, 1.0, START, OPEN, COHORT_ERROR_ARGUMENT},
    {2, third_sex, 1.0, START, OPEN, COHORT_ERROR_ARGUMENT},
    {2, negative_sex, 1.0, START, OPEN, COHORT_ERROR_ARGUMENT},
    {3, unborn, 1.0, START, OPEN, COHORT_ERROR_ARGUMENT},
    {3, couple_and_child, 1.0, 2025, 2020, COHORT_ERROR_ARGUMENT},
    {3, couple_and_child, (double)NAN, START, OPEN, COHORT_ERROR_VALUE},
    {3, couple_and_child, (double)INFINITY, START, OPEN, COHORT_ERROR_VALUE},
    {3, couple_and_child, -(double)INFINITY, START, OPEN, COHORT_ERROR_VALUE},
    {5, many_women, 5e11, START, OPEN, COHORT_ERROR_VALUE}, /* add_migrants: to 1e12 */
};

static void leaves_the_scenario_when_refused(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, (cohort_convention)c);
        cohort_scenario *scenario = scenario_of(LENGTH(others), others);
        for (size_t i = 0; i < LENGTH(refused); i++) {
            cohort_error error;
            int first = 17;
            assert_fails(cohort_scenario_add_household(scenario, inputs, refused[i].count,
                                                       refused[i].members, refused[i].households,
                                                       refused[i].year_from, refused[i].year_to,
                                                       &first, &error),
                         refused[i].code, error, "");
            assert_int_equal(first, 17);
            assert_int_equal(cohort_scenario_count(scenario), LENGTH(others));
            assert_others_alone(scenario);
        }
        add_household(scenario, inputs, 5, many_women, 2e11, START, OPEN); /* and it goes on */
        cohort_scenario_free(scenario);
        cohort_inputs_free(inputs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_members_by_group),
        cmocka_unit_test(knows_ages_by_hand),
        cmocka_unit_test(brings_all_members_in_every_interval),
        cmocka_unit_test(agrees_with_single_years),
        cmocka_unit_test(stands_behind_others),
        cmocka_unit_test(leaves_the_scenario_when_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
