/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference of two paths, split among causes. */
#include <cohort/decompose.h>

#include "support/close.h"
#include "support/small.h"
#include "support/words.h"

/* Short names: a table's row on a line. */
#define BASE COHORT_BASE_POPULATION
#define MORTALITY COHORT_MORTALITY
#define MIGRATION COHORT_MIGRATION
#define FERTILITY COHORT_FERTILITY

/* Differences of some thousand persons, each with roundings of 1e-12, weighted and added up. */
static const double PERSONS = 1e-9;

static const cohort_measure total_2030 = {{BOTH, 0, OPEN}, 2030, 0, {0, 0, 0}, NULL};
static const cohort_measure measures[] = {
    {{BOTH, 0, OPEN}, 2030, 0, {0, 0, 0}, NULL},
    {{WOMEN, 20, 39}, 2025, 0, {0, 0, 0}, NULL},
    {{BOTH, 50, OPEN}, 2027.5, 1, {BOTH, 0, OPEN}, NULL}, /* percent, between dates */
};

static const cohort_part components[] = {COHORT_PART(MIGRATION), COHORT_PART(BASE),
                                         COHORT_PART(FERTILITY), COHORT_PART(MORTALITY)};

/* They leave something out. */
static const cohort_part causes[] = {
    {BASE, WOMEN, 0, OPEN, START, OPEN},    {MIGRATION, BOTH, 0, OPEN, START, 2020},
    {MIGRATION, WOMEN, 20, 39, 2020, 2030}, {MORTALITY, BOTH, 50, OPEN, START, OPEN},
    {FERTILITY, BOTH, 0, OPEN, 2020, OPEN},
};

enum { COMPONENTS = LENGTH(components), CAUSES = LENGTH(causes), MOST = 24 };

/* --- Runs and orders --- */

typedef int decomposition(const cohort_inputs *from, const cohort_inputs *to,
                          const cohort_measure *measure, int count, const cohort_part *causes,
                          double *parts, cohort_error *error);
static decomposition *const ways[] = {cohort_decompose, cohort_decompose_shapley};

static void split(decomposition *way, struct paths paths, const cohort_measure *measure, int count,
                  const cohort_part *of, double *parts)
{
    cohort_error error;
    assert_ok(way(paths.mine, paths.other, measure, count, of, parts, &error), error);
}

/* The measure after a run. */
static double run(const cohort_inputs *inputs, const cohort_measure *measure)
{
    cohort_projection *projection = project(inputs);
    double value;
    cohort_error error;
    assert_ok(
        cohort_measure_value(cohort_projection_population(projection), measure, &value, &error),
        error);
    cohort_projection_free(projection);
    return value;
}

static double difference(struct paths paths, const cohort_measure *measure)
{
    return run(paths.other, measure) - run(paths.mine, measure);
}

static double sum(int count, const double *values)
{
    double all = 0.0;
    for (int k = 0; k < count; k++)
        all += values[k];
    return all;
}

/* The next of all orders of 0 .. count - 1, in the order of the alphabet. Returned: is there one? */
static int next_order(int count, int *order)
{
    int k = count - 2, last = count - 1;
    while (k >= 0 && order[k] > order[k + 1])
        k--;
    if (k < 0)
        return 0;
    while (order[last] < order[k])
        last--;
    int swapped = order[k];
    order[k] = order[last];
    order[last] = swapped;
    for (int a = k + 1, b = count - 1; a < b; a++, b--) {
        swapped = order[a];
        order[a] = order[b];
        order[b] = swapped;
    }
    return 1;
}

static void put_in_order(int count, const int *order, const cohort_part *of, cohort_part *ordered)
{
    for (int k = 0; k < count; k++)
        ordered[k] = of[order[k]];
}

/* Every convention, with every measure. */
#define FOR_ALL_CASES(paths, measure)                                                              \
    for (cohort_convention c_ = COHORT_IPSS; c_ < COHORT_CONVENTION_COUNT; c_++)                   \
        for (struct paths paths = paths_of(c_); paths.mine; free_paths(paths), paths.mine = NULL)  \
            for (const cohort_measure *measure = measures; measure < measures + LENGTH(measures);  \
                 measure++)

/* --- In a stated order --- */

/* Each part is what is gained on top of those before: what two do together is the later one's. */
static void assert_by_hand(struct paths paths, const cohort_measure *measure, int count,
                           const cohort_part *of)
{
    double parts[MOST + 1];
    cohort_inputs *mixed = copy_inputs(paths.mine);
    double before = run(mixed, measure);
    split(cohort_decompose, paths, measure, count, of, parts);
    for (int k = 0; k < count; k++) {
        take_part(mixed, paths.other, &of[k]);
        double after = run(mixed, measure);
        assert_close(parts[k], after - before, 0.0, PERSONS);
        before = after;
    }
    assert_close(parts[count], run(paths.other, measure) - before, 0.0, PERSONS);
    cohort_inputs_free(mixed);
}

static void gives_what_each_cause_adds(void **state)
{
    static const int backwards[] = {4, 3, 2, 1, 0};
    cohort_part turned[CAUSES];
    put_in_order(CAUSES, backwards, causes, turned);
    FOR_ALL_CASES(paths, measure)
    {
        for (int count = 1; count <= CAUSES; count++)
            assert_by_hand(paths, measure, count, causes);
        assert_by_hand(paths, measure, CAUSES, turned);
        assert_by_hand(paths, measure, COMPONENTS, components);
    }
}

/* As many as one likes: the cells of the base population one by one. */
static void takes_many_causes_in_order(void **state)
{
    struct paths paths = paths_of(COHORT_IPSS);
    cohort_part cells[MOST];
    double parts[MOST + 1];
    for (int k = 0; k < MOST; k++) {
        const int x = k / COHORT_SEXES;
        cells[k] = (cohort_part){BASE, k % COHORT_SEXES, SMALL_WIDTH * x, OPEN, START, OPEN};
        if (x < SMALL_OPEN)
            cells[k].age_to = SMALL_WIDTH * x + SMALL_WIDTH - 1;
    }
    assert_by_hand(paths, &total_2030, MOST, cells);
    split(cohort_decompose, paths, &total_2030, MOST, cells, parts);
    const double whole = sum(MOST, parts);
    split(cohort_decompose, paths, &total_2030, 1, &components[1], parts);
    assert_close(parts[0], whole, 0.0, PERSONS);
    free_paths(paths);
}

/* Men of 20 and over do not meet women's migration, nor the children that it brings about: so early
 * these are not 20. */
static void needs_no_order_where_causes_do_not_meet(void **state)
{
    const cohort_part forth[] = {{MORTALITY, MEN, 20, OPEN, START, OPEN},
                                 {MIGRATION, WOMEN, 0, OPEN, START, OPEN}};
    const cohort_part back[] = {forth[1], forth[0]};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct paths paths = paths_of(c);
        double first[3], second[3], mean[3];
        split(cohort_decompose, paths, &total_2030, 2, forth, first);
        split(cohort_decompose, paths, &total_2030, 2, back, second);
        split(cohort_decompose_shapley, paths, &total_2030, 2, forth, mean);
        for (int k = 0; k < 2; k++) {
            assert_close(second[1 - k], first[k], 0.0, PERSONS);
            assert_close(mean[k], first[k], 0.0, PERSONS);
            assert_true(fabs(first[k]) > 1.0); /* and does something */
        }
        free_paths(paths);
    }
}

/* --- In both ways --- */

static void adds_up_to_the_whole(void **state)
{
    FOR_ALL_CASES(paths, measure)
    for (size_t w = 0; w < LENGTH(ways); w++) {
        const double whole = difference(paths, measure);
        double parts[CAUSES + 1];
        for (int count = 1; count <= CAUSES; count++) {
            split(ways[w], paths, measure, count, causes, parts);
            assert_close(sum(count + 1, parts), whole, 0.0, PERSONS);
            assert_true(fabs(parts[count]) > 1e3 * PERSONS); /* the rest */
        }
        split(ways[w], paths, measure, COMPONENTS, components, parts);
        assert_close(sum(COMPONENTS, parts), whole, 0.0, PERSONS);
        assert_true(parts[COMPONENTS] == 0.0);
    }
}

/* Exactly: such a mix is the same inputs. */
static void gives_nothing_to_what_did_not_change(void **state)
{
    FOR_ALL_CASES(paths, measure)
    for (int changed = 0; changed < COMPONENTS; changed++)
        for (size_t w = 0; w < LENGTH(ways); w++) {
            struct paths one = {paths.mine, copy_inputs(paths.mine)};
            double parts[COMPONENTS + 1];
            take_part(one.other, paths.other, &components[changed]);
            split(ways[w], one, measure, COMPONENTS, components, parts);
            for (int k = 0; k <= COMPONENTS; k++)
                assert_true(k == changed || parts[k] == 0.0);
            assert_close(parts[changed], difference(one, measure), 0.0, PERSONS);
            cohort_inputs_free(one.other);
        }
}

/* What differs after the measure's time, and what differs in other persons. */
static void gives_nothing_to_what_does_not_touch_the_measure(void **state)
{
    const cohort_part of[] = {{MORTALITY | MIGRATION | FERTILITY, BOTH, 0, OPEN, 2020, OPEN},
                              {BASE | MIGRATION, MEN, 0, OPEN, START, OPEN},
                              {MORTALITY, WOMEN, 15, 34, START, 2020}};
    const cohort_measure women_2020 = {{WOMEN, 20, 39}, 2020, 0, {0, 0, 0}, NULL};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++)
        for (size_t w = 0; w < LENGTH(ways); w++) {
            struct paths paths = paths_of(c);
            double parts[LENGTH(of) + 1];
            split(ways[w], paths, &women_2020, LENGTH(of), of, parts);
            assert_true(parts[0] == 0.0 && parts[1] == 0.0);
            assert_true(fabs(parts[2]) > 1.0);
            free_paths(paths);
        }
}

static void finds_no_difference_of_equal_paths(void **state)
{
    FOR_ALL_CASES(paths, measure)
    for (size_t w = 0; w < LENGTH(ways); w++) {
        const struct paths same = {paths.mine, paths.mine};
        double parts[CAUSES + 1];
        split(ways[w], same, measure, CAUSES, causes, parts);
        for (int k = 0; k <= CAUSES; k++)
            assert_true(parts[k] == 0.0);
    }
}

/* --- In no order --- */

/* The mean of every order's parts. */
static void assert_mean_of_orders(struct paths paths, const cohort_measure *measure, int count,
                                  const cohort_part *of)
{
    int order[CAUSES] = {0, 1, 2, 3, 4}, orders = 0;
    double sums[CAUSES + 1] = {0}, parts[CAUSES + 1];
    do {
        cohort_part ordered[CAUSES];
        put_in_order(count, order, of, ordered);
        split(cohort_decompose, paths, measure, count, ordered, parts);
        for (int k = 0; k < count; k++)
            sums[order[k]] += parts[k];
        sums[count] += parts[count];
        orders++;
    } while (next_order(count, order));
    split(cohort_decompose_shapley, paths, measure, count, of, parts);
    for (int k = 0; k <= count; k++)
        assert_close(parts[k], sums[k] / orders, 0.0, PERSONS);
}

static void is_the_mean_over_all_orders(void **state)
{
    FOR_ALL_CASES(paths, measure)
    {
        assert_mean_of_orders(paths, measure, COMPONENTS, components);
        for (int count = 1; count <= CAUSES; count++)
            assert_mean_of_orders(paths, measure, count, causes);
    }
}

/* Named twice: in a stated order the second finds nothing left; in none they go halves. */
static void shares_alike_among_alike(void **state)
{
    const cohort_part of[] = {causes[2], causes[3], causes[2]};
    FOR_ALL_CASES(paths, measure)
    {
        double parts[LENGTH(of) + 1];
        split(cohort_decompose, paths, measure, LENGTH(of), of, parts);
        assert_true(parts[0] != 0.0 && parts[2] == 0.0);
        split(cohort_decompose_shapley, paths, measure, LENGTH(of), of, parts);
        assert_true(parts[0] != 0.0);
        assert_close(parts[2], parts[0], 0.0, PERSONS);
    }
}

/* The most that it takes. A population is a sum over those of its base: causes do not work on one
 * another, and each part is what its cause does alone. */
static void takes_sixteen_causes(void **state)
{
    struct paths paths = paths_of(COHORT_WPP_EVEN);
    cohort_part of[COHORT_SHAPLEY_CAUSES_MAX];
    double parts[COHORT_SHAPLEY_CAUSES_MAX + 1], alone[2];
    for (int k = 0; k < COHORT_SHAPLEY_CAUSES_MAX; k++) {
        const int from = SMALL_WIDTH * (k / COHORT_SEXES);
        of[k] = (cohort_part){BASE, k % COHORT_SEXES, from, from + SMALL_WIDTH - 1, START, OPEN};
    }
    split(cohort_decompose_shapley, paths, &total_2030, COHORT_SHAPLEY_CAUSES_MAX, of, parts);
    for (int k = 0; k < COHORT_SHAPLEY_CAUSES_MAX; k++) {
        split(cohort_decompose, paths, &total_2030, 1, &of[k], alone);
        assert_true(fabs(alone[0]) > 0.1);
        assert_close(parts[k], alone[0], 0.0, PERSONS);
    }
    free_paths(paths);
}

/* --- What is refused --- */

static void assert_refused(decomposition *way, struct paths paths, const cohort_measure *measure,
                           int count, const cohort_part *of, int code, const char *text)
{
    double parts[MOST + 1];
    cohort_error error;
    for (int k = 0; k <= MOST; k++)
        parts[k] = -7.0;
    assert_fails(way(paths.mine, paths.other, measure, count, of, parts, &error), code, error,
                 text);
    assert_int_equal(way(paths.mine, paths.other, measure, count, of, parts, NULL), code);
    for (int k = 0; k <= MOST; k++)
        assert_true(parts[k] == -7.0); /* untouched */
}

static void refuses_counts(void **state)
{
    static const int counts[] = {0, -1, 17, 24};
    struct paths paths = paths_of(COHORT_IPSS);
    cohort_part many[MOST];
    for (int k = 0; k < MOST; k++)
        many[k] = causes[k % CAUSES];
    for (size_t k = 0; k < LENGTH(counts); k++)
        assert_refused(cohort_decompose_shapley, paths, &total_2030, counts[k], many,
                       COHORT_ERROR_ARGUMENT, "causes: expected 1 to 16");
    for (size_t k = 0; k < 2; k++)
        assert_refused(cohort_decompose, paths, &total_2030, counts[k], many, COHORT_ERROR_ARGUMENT,
                       "causes: expected 1 or more");
    free_paths(paths);
}

/* Wherever it stands, it is named by its number. */
static void refuses_causes_by_their_number(void **state)
{
    static const struct {
        cohort_part cause;
        int code;
        const char *text;
    } cases[] = {
        {{BASE, BOTH, 3, OPEN, START, OPEN}, COHORT_ERROR_GRID, "ages from 3"},
        {{MIGRATION, BOTH, 0, OPEN, 2022, OPEN}, COHORT_ERROR_GRID, "year 2022 is not a date"},
        {{MORTALITY, BOTH, 55, OPEN, START, OPEN}, COHORT_ERROR_GRID, "the two oldest"},
        {{MORTALITY, 7, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT, "sex 7"},
        {{64, BOTH, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT, "components 64"},
        {{FERTILITY, BOTH, 15, 49, START, OPEN}, COHORT_ERROR_ARGUMENT, "fertility in ipss"},
        {{MIGRATION, BOTH, 0, OPEN, 2030, 2050}, COHORT_ERROR_NO_EFFECT, "without cells"},
    };
    static const char *const numbers[] = {"cause 1: ", "cause 2: ", "cause 3: "};
    struct paths paths = paths_of(COHORT_IPSS);
    for (size_t k = 0; k < LENGTH(cases); k++)
        for (size_t place = 0; place < LENGTH(numbers); place++)
            for (size_t w = 0; w < LENGTH(ways); w++) {
                cohort_part of[] = {causes[0], causes[1], causes[2]};
                of[place] = cases[k].cause;
                assert_refused(ways[w], paths, &total_2030, LENGTH(of), of, cases[k].code,
                               numbers[place]);
                assert_refused(ways[w], paths, &total_2030, LENGTH(of), of, cases[k].code,
                               cases[k].text);
            }
    free_paths(paths);
}

static void refuses_paths_on_other_grids(void **state)
{
    cohort_inputs *mine = small_inputs();
    cohort_inputs *others[] = {scattered_inputs(&(cohort_grid){5, 12, 2010, 3}),
                               scattered_inputs_of(&small_grid, COHORT_WPP_END)};
    for (size_t k = 0; k < LENGTH(others); k++) {
        for (size_t w = 0; w < LENGTH(ways); w++)
            assert_refused(ways[w], (struct paths){mine, others[k]}, &total_2030, CAUSES, causes,
                           COHORT_ERROR_GRID, "not on one grid and convention");
        cohort_inputs_free(others[k]);
    }
    cohort_inputs_free(mine);
}

static void refuses_measures(void **state)
{
    static const struct {
        cohort_measure measure;
        int code;
        const char *text;
    } cases[] = {
        {{{BOTH, 0, OPEN}, 2031, 0, {0, 0, 0}, NULL}, COHORT_ERROR_GRID, "year 2031: expected"},
        {{{BOTH, 0, 13}, 2030, 0, {0, 0, 0}, NULL}, COHORT_ERROR_GRID, "ages 0 to 13"},
        {{{5, 0, OPEN}, 2030, 0, {0, 0, 0}, NULL}, COHORT_ERROR_ARGUMENT, "sex 5"},
    };
    struct paths paths = paths_of(COHORT_IPSS);
    for (size_t k = 0; k < LENGTH(cases); k++)
        for (size_t w = 0; w < LENGTH(ways); w++)
            assert_refused(ways[w], paths, &cases[k].measure, CAUSES, causes, cases[k].code,
                           cases[k].text);
    free_paths(paths);
}

static void refuses_inputs_out_of_range(void **state)
{
    for (int other = 0; other < 2; other++)
        for (size_t w = 0; w < LENGTH(ways); w++) {
            struct paths paths = paths_of(COHORT_WPP_END);
            *value_at(other ? paths.other : paths.mine, COHORT_SURVIVAL, 1, MEN, 4) = 1.25;
            assert_refused(ways[w], paths, &total_2030, CAUSES, causes, COHORT_ERROR_VALUE,
                           "survival, 2020-2025, men reaching 20-24: 1.25");
            free_paths(paths);
        }
}

/* Few who stay, and many of whom some leave: possible each, and in one order. */
static void refuses_mixes_that_cannot_be(void **state)
{
    const cohort_part possible[] = {components[1], components[0]};
    const cohort_part not_possible[] = {components[2], components[0], components[1]};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct paths paths = paths_of(c);
        double parts[3];
        fill_quantity(paths.mine, COHORT_BASE, 10.0);
        fill_quantity(paths.mine, COHORT_NET_MIGRATION_RATIO, 0.0);
        fill_quantity(paths.mine, COHORT_NET_MIGRANTS, 0.0);
        fill_quantity(paths.other, COHORT_BASE, 1000.0);
        fill_quantity(paths.other, COHORT_NET_MIGRANTS, -30.0);
        split(cohort_decompose, paths, &total_2030, 2, possible, parts);
        assert_refused(cohort_decompose, paths, &total_2030, 3, not_possible, COHORT_ERROR_VALUE,
                       "cause 2: ");
        assert_refused(cohort_decompose_shapley, paths, &total_2030, 2, possible,
                       COHORT_ERROR_VALUE, "cause 2: ");
        assert_refused(cohort_decompose_shapley, paths, &total_2030, 2, possible,
                       COHORT_ERROR_VALUE, "population");
        free_paths(paths);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_what_each_cause_adds),
        cmocka_unit_test(takes_many_causes_in_order),
        cmocka_unit_test(needs_no_order_where_causes_do_not_meet),
        cmocka_unit_test(adds_up_to_the_whole),
        cmocka_unit_test(gives_nothing_to_what_did_not_change),
        cmocka_unit_test(gives_nothing_to_what_does_not_touch_the_measure),
        cmocka_unit_test(finds_no_difference_of_equal_paths),
        cmocka_unit_test(is_the_mean_over_all_orders),
        cmocka_unit_test(shares_alike_among_alike),
        cmocka_unit_test(takes_sixteen_causes),
        cmocka_unit_test(refuses_counts),
        cmocka_unit_test(refuses_causes_by_their_number),
        cmocka_unit_test(refuses_paths_on_other_grids),
        cmocka_unit_test(refuses_measures),
        cmocka_unit_test(refuses_inputs_out_of_range),
        cmocka_unit_test(refuses_mixes_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
