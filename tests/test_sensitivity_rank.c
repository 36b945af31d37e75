/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a proportional change of a part does, and which values move a measure most. The derivatives
 * themselves: test_sensitivity.c. */
#include <cohort/sensitivity.h>

#include "support/close.h"
#include "support/small.h"
#include "support/words.h"

#include <stdlib.h>

static const cohort_measure total = {{BOTH, 0, OPEN}, 2030, 0, {BOTH, 0, OPEN}, NULL},
                            women = {{WOMEN, 20, 39}, 2027.5, 0, {BOTH, 0, OPEN}, NULL},
                            share = {{BOTH, 0, 14}, 2030, 1, {BOTH, 0, OPEN}, NULL};
static const cohort_measure *const measures[] = {&total, &women, &share};

/* A convention's inputs with their gradient. */
struct world {
    cohort_inputs *inputs, *gradient;
    double measure;
};

static struct world world_of(cohort_convention convention, const cohort_measure *measure)
{
    struct world w = {scattered_inputs_of(&small_grid, convention),
                      blank_inputs_of(&small_grid, convention), 0.0};
    cohort_projection *projection = project(w.inputs);
    cohort_error error;
    assert_ok(cohort_sensitivity(projection, measure, w.gradient, &w.measure, &error), error);
    cohort_projection_free(projection);
    return w;
}

static void free_world(struct world *w)
{
    cohort_inputs_free(w->inputs);
    cohort_inputs_free(w->gradient);
}

static double change_of(const struct world *w, const cohort_part *part, double by)
{
    double change = (double)NAN;
    cohort_error error;
    assert_ok(cohort_sensitivity_change(w->inputs, w->gradient, part, by, &change, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    return change;
}

/* What one value adds, by the header: mortality through its deaths. */
static double by_hand(cohort_quantity quantity, double value, double derivative, double by)
{
    switch (quantity) {
    case COHORT_SURVIVAL:
        return -by * derivative * (1.0 - value);
    case COHORT_MALE_SHARE:
    case COHORT_TFR_PER_CWR:
        return 0.0;
    default:
        return by * derivative * value;
    }
}

/* --- Changes of a part --- */

/* Parts of many kinds; fertility in part is the UN's alone. */
static const struct {
    cohort_part part;
    int wpp_alone;
} parts[] = {
    {COHORT_PART(COHORT_BASE_POPULATION), 0},
    {COHORT_PART(COHORT_MORTALITY), 0},
    {COHORT_PART(COHORT_MIGRATION), 0},
    {COHORT_PART(COHORT_FERTILITY), 0},
    {COHORT_PART(COHORT_ALL_COMPONENTS), 0},
    {{COHORT_MORTALITY, MEN, 0, 4, START, OPEN}, 0},
    {{COHORT_MORTALITY, BOTH, 50, OPEN, 2020, 2030}, 0},
    {{COHORT_MIGRATION, WOMEN, 15, 29, 2015, 2025}, 0},
    {{COHORT_MIGRATION, MEN, 0, 4, 2020, 2025}, 0},
    {{COHORT_MIGRATION, BOTH, 45, OPEN, START, 2020}, 0},
    {{COHORT_BASE_POPULATION | COHORT_MIGRATION, WOMEN, 10, 24, START, 2015}, 0},
    {{COHORT_BASE_POPULATION | COHORT_MORTALITY | COHORT_MIGRATION, MEN, 20, 39, START, 2020}, 0},
    {{COHORT_FERTILITY, BOTH, 0, OPEN, 2020, 2025}, 0},
    {{COHORT_FERTILITY, WOMEN, 20, 34, 2020, OPEN}, 1},
    {{COHORT_ALL_COMPONENTS, WOMEN, 25, 29, START, OPEN}, 1},
};

static int applies(size_t p, cohort_convention convention)
{
    return convention != COHORT_IPSS || !parts[p].wpp_alone;
}

/* Ones in the cells of a part, by cohort_inputs_take_part, which says what a part is. */
static cohort_inputs *mask_of(cohort_convention convention, const cohort_part *part)
{
    cohort_inputs *mask = blank_inputs_of(&small_grid, convention);
    cohort_inputs *ones = blank_inputs_of(&small_grid, convention);
    cohort_error error;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        fill_quantity(ones, (cohort_quantity)q, 1.0);
    assert_ok(cohort_inputs_take_part(mask, ones, part, &error), error);
    cohort_inputs_free(ones);
    return mask;
}

static double sum_by_hand(const struct world *w, const cohort_inputs *mask, double by, double *size)
{
    double sum = 0.0;
    *size = 0.0;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(mask, (cohort_quantity)q); i++) {
            const cohort_quantity quantity = (cohort_quantity)q;
            double part = cohort_inputs_view(mask, quantity)[i] *
                          by_hand(quantity, cohort_inputs_view(w->inputs, quantity)[i],
                                  cohort_inputs_view(w->gradient, quantity)[i], by);
            sum += part;
            *size += fabs(part);
        }
    return sum;
}

static void adds_up_the_cells_of_a_part(void **state)
{
    static const double by[] = {0.01, -0.25, 1.0, 0.0};
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
        for (size_t m = 0; m < LENGTH(measures); m++) {
            struct world w = world_of((cohort_convention)c, measures[m]);
            for (size_t p = 0; p < LENGTH(parts); p++) {
                if (!applies(p, (cohort_convention)c))
                    continue;
                cohort_inputs *mask = mask_of((cohort_convention)c, &parts[p].part);
                for (size_t k = 0; k < LENGTH(by); k++) {
                    double size, sum = sum_by_hand(&w, mask, by[k], &size);
                    assert_close(change_of(&w, &parts[p].part, by[k]), sum, 0.0,
                                 1e-13 * size); /* up to 444 roundings, most far smaller */
                    assert_true(by[k] == 0.0 || measures[m] != &total || size > 0.0);
                }
                cohort_inputs_free(mask);
            }
            free_world(&w);
        }
}

/* Inputs with the cells of a mask changed by a share: deaths, for survival. */
static double scaled(const struct world *w, const cohort_inputs *mask, double by,
                     const cohort_measure *measure)
{
    cohort_inputs *changed = copy_inputs(w->inputs);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(mask, (cohort_quantity)q); i++) {
            double *value = &cohort_inputs_array(changed, (cohort_quantity)q)[i];
            double deaths = 1.0 - *value;
            if (cohort_inputs_view(mask, (cohort_quantity)q)[i] == 0.0 || q == COHORT_MALE_SHARE)
                continue;
            *value = q == COHORT_SURVIVAL ? 1.0 - (1.0 + by) * deaths : (1.0 + by) * *value;
        }
    cohort_projection *projection = project(changed);
    cohort_error error;
    double value;
    assert_ok(
        cohort_measure_value(cohort_projection_population(projection), measure, &value, &error),
        error);
    cohort_projection_free(projection);
    cohort_inputs_free(changed);
    return value;
}

/* A difference over 2h is off by h^2 / 6 of the third derivative: h = 1e-5, and a measure is a
 * polynomial of the scale, of degree 10 at the most, with coefficients of its size: below 10 * 9 *
 * 8 / 6 h^2 = 1.2e-8 of it. The roundings of two runs, 1e-14 of it over 2h, are far less. */
static void foresees_what_runs_give(void **state)
{
    const double h = 1e-5;
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
        for (size_t m = 0; m < LENGTH(measures); m++) {
            struct world w = world_of((cohort_convention)c, measures[m]);
            for (size_t p = 0; p < LENGTH(parts); p++) {
                if (!applies(p, (cohort_convention)c))
                    continue;
                cohort_inputs *mask = mask_of((cohort_convention)c, &parts[p].part);
                double more = scaled(&w, mask, h, measures[m]);
                double less = scaled(&w, mask, -h, measures[m]);
                assert_close(change_of(&w, &parts[p].part, 1.0), (more - less) / (2.0 * h), 0.0,
                             1.5e-8 * w.measure);
                cohort_inputs_free(mask);
            }
            free_world(&w);
        }
}

/* Figures that need no library: men and women of the first date; deaths and rates of one step. */
static void says_what_is_known(void **state)
{
    static const cohort_grid one_step = {5, 12, 2015, 1};
    static const cohort_measure first = {{BOTH, 0, OPEN}, 2015, 0, {BOTH, 0, OPEN}, NULL},
                                men = {{MEN, 30, 34}, 2020, 0, {BOTH, 0, OPEN}, NULL};
    const cohort_part men_first = {COHORT_BASE_POPULATION, MEN, 0, OPEN, START, OPEN},
                      deaths = {COHORT_MORTALITY, MEN, 25, 29, START, OPEN},
                      moves = {COHORT_MIGRATION, MEN, 25, 29, START, OPEN},
                      others = {COHORT_MIGRATION | COHORT_MORTALITY, MEN, 30, OPEN, START, OPEN};
    struct world w = {scattered_inputs(&one_step), blank_inputs(&one_step), 0.0};
    cohort_projection *projection = project(w.inputs);
    cohort_error error;
    double sum = 0.0, opening = value_of(w.inputs, COHORT_BASE, 0, MEN, 5);
    assert_ok(cohort_sensitivity(projection, &first, w.gradient, NULL, &error), error);
    for (int x = 0; x < SMALL_AGES; x++)
        sum += value_of(w.inputs, COHORT_BASE, 0, MEN, x);
    assert_close(change_of(&w, &men_first, 0.01), 0.01 * sum, 1e-14, 0.0); /* 12 roundings */

    assert_ok(cohort_sensitivity(projection, &men, w.gradient, NULL, &error), error);
    assert_close(change_of(&w, &deaths, 0.1),
                 -0.1 * opening * (1.0 - value_of(w.inputs, COHORT_SURVIVAL, 0, MEN, 6)), 1e-14,
                 0.0);
    assert_close(change_of(&w, &moves, -0.5),
                 -0.5 * (opening * value_of(w.inputs, COHORT_NET_MIGRATION_RATIO, 0, MEN, 6) +
                         value_of(w.inputs, COHORT_NET_MIGRANTS, 0, MEN, 6)),
                 1e-14, 0.0);
    assert_true(change_of(&w, &others, 1.0) == 0.0);
    cohort_projection_free(projection);
    free_world(&w);
}

static void assert_change_refused(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                  const cohort_part *part, int code)
{
    cohort_error error;
    double change = 17.0;
    assert_fails(cohort_sensitivity_change(inputs, gradient, part, 0.01, &change, &error), code,
                 error, "");
    assert_true(change == 17.0);
}

static void refuses_parts_that_do_not_fit(void **state)
{
    static const struct {
        cohort_part part;
        int code;
    } cases[] = {
        {{COHORT_MIGRATION, BOTH, 3, 9, START, OPEN}, COHORT_ERROR_GRID},
        {{COHORT_MIGRATION, BOTH, 0, 12, START, OPEN}, COHORT_ERROR_GRID},
        {{COHORT_MIGRATION, BOTH, 0, OPEN, 2016, OPEN}, COHORT_ERROR_GRID},
        {{COHORT_MIGRATION, BOTH, 20, 14, START, OPEN}, COHORT_ERROR_ARGUMENT},
        {{COHORT_MIGRATION, BOTH, 0, OPEN, 2025, 2020}, COHORT_ERROR_ARGUMENT},
        {{COHORT_MIGRATION, 3, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT},
        {{16, BOTH, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT},
        {{COHORT_NO_COMPONENT, BOTH, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT},
        {{COHORT_FERTILITY, WOMEN, 0, OPEN, START, OPEN}, COHORT_ERROR_ARGUMENT},
        {{COHORT_MIGRATION, BOTH, 0, OPEN, 2040, 2050}, COHORT_ERROR_NO_EFFECT},
        {{COHORT_BASE_POPULATION, BOTH, 0, OPEN, 2020, 2025}, COHORT_ERROR_NO_EFFECT},
    };
    const cohort_grid later = {5, 12, 2020, 3};
    const cohort_part whole = COHORT_PART(COHORT_ALL_COMPONENTS);
    struct world w = world_of(COHORT_IPSS, &total);
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_change_refused(w.inputs, w.gradient, &cases[i].part, cases[i].code);
    cohort_inputs *other = blank_inputs(&later);
    assert_change_refused(w.inputs, other, &whole, COHORT_ERROR_GRID);
    cohort_inputs_free(other);
    other = blank_inputs_of(&small_grid, COHORT_WPP_END);
    assert_change_refused(w.inputs, other, &whole, COHORT_ERROR_GRID);
    cohort_inputs_free(other);
    free_world(&w);
}

/* --- Ranking --- */

enum { MOST = 1000 };

/* Everything that can be ranked, in the inputs' order: quantities as listed, arrays as they lie. */
static int list_all(const struct world *w, cohort_influencer *all)
{
    int count = 0;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(w->inputs, (cohort_quantity)q); i++) {
            const cohort_quantity quantity = (cohort_quantity)q;
            const int cells = COHORT_SEXES * SMALL_AGES, at = (int)i;
            cohort_influencer one = {quantity, at, -1, -1, 0, 0, 0, 0}; /* a ratio an interval */
            if (q == COHORT_MALE_SHARE || q == COHORT_TFR_PER_CWR)
                continue;
            if (q == COHORT_ASFR) {
                one.interval = at / SMALL_AGES;
                one.sex = WOMEN;
                one.age = at % SMALL_AGES;
            } else if (q != COHORT_CWR) {
                one.interval = q == COHORT_BASE ? -1 : at / cells;
                one.sex = at % cells / SMALL_AGES;
                one.age = at % SMALL_AGES;
            }
            one.value = cohort_inputs_view(w->inputs, quantity)[i];
            one.derivative = cohort_inputs_view(w->gradient, quantity)[i];
            one.elasticity = one.derivative * one.value / w->measure;
            one.change = by_hand(quantity, one.value, one.derivative, 0.01);
            all[count++] = one;
        }
    assert_true(count < MOST);
    return count;
}

static int index_in(const cohort_influencer *all, int count, const cohort_influencer *one)
{
    for (int i = 0; i < count; i++)
        if (all[i].quantity == one->quantity && all[i].interval == one->interval &&
            all[i].sex == one->sex && all[i].age == one->age)
            return i;
    fail_msg("%s, interval %d, sex %d, age %d: there is none", cohort_quantity_name(one->quantity),
             one->interval, one->sex, one->age);
    return -1;
}

static int rank(const struct world *w, int most, cohort_influencer *influencers)
{
    int count = -1;
    cohort_error error;
    assert_ok(cohort_sensitivity_rank(w->inputs, w->gradient, w->measure, most, influencers, &count,
                                      &error),
              error);
    assert_int_equal(error.code, COHORT_OK);
    return count;
}

/* Every value once, each with what it does, the largest first. */
static void assert_ranking(const struct world *w)
{
    static cohort_influencer all[MOST], ranked[MOST];
    int seen[MOST] = {0}, count = list_all(w, all), last = -1;
    assert_int_equal(rank(w, MOST, ranked), count);
    for (int i = 0; i < count; i++) {
        const int at = index_in(all, count, &ranked[i]);
        assert_int_equal(seen[at]++, 0);
        assert_true(ranked[i].value == all[at].value);
        assert_true(ranked[i].derivative == all[at].derivative);
        /* two roundings, in either order */
        assert_close(ranked[i].elasticity, all[at].elasticity, 1e-15, 0.0);
        assert_close(ranked[i].change, all[at].change, 1e-15, 0.0);
        if (i > 0) {
            const double size = fabs(ranked[i].change), before = fabs(ranked[i - 1].change);
            assert_true(size < before || (size == before && at > last));
        }
        last = at;
    }
    assert_true(ranked[0].change != 0.0);
}

static void ranks_every_value(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++)
        for (size_t m = 0; m < LENGTH(measures); m++) {
            struct world w = world_of((cohort_convention)c, measures[m]);
            assert_ranking(&w);
            free_world(&w);
        }
}

/* All derivatives alike, and no two values that differ: the order is that of the inputs. */
static void ranks_ties_in_the_inputs_order(void **state)
{
    for (int c = 0; c < COHORT_CONVENTION_COUNT; c++) {
        struct world w = world_of((cohort_convention)c, &total);
        for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
            fill_quantity(w.inputs, (cohort_quantity)q, 0.5);
            fill_quantity(w.gradient, (cohort_quantity)q, 2.0);
        }
        *value_at(w.gradient, COHORT_SURVIVAL, 2, WOMEN, 4) = -3.0; /* larger, and below zero */
        *value_at(w.gradient, COHORT_BASE, 0, MEN, 0) = -2.0;       /* as large as the others */
        cohort_influencer ranked[MOST];
        assert_ranking(&w);
        assert_true(rank(&w, MOST, ranked) > 3);
        assert_int_equal(ranked[0].quantity, COHORT_SURVIVAL);
        assert_true(ranked[0].change > 0.0); /* deaths up by 0.01 of 0.5, at -3 a survivor */
        assert_int_equal(ranked[1].quantity, COHORT_BASE);
        assert_int_equal(ranked[1].age, 0);
        assert_true(ranked[1].change < 0.0);
        free_world(&w);
    }
}

static void ranks_as_many_as_asked_for(void **state)
{
    static cohort_influencer all[MOST];
    struct world w = world_of(COHORT_WPP_EVEN, &women);
    const int count = rank(&w, MOST, all), asked[] = {1, 2, 20, count - 1, count, count + 1};
    for (size_t k = 0; k < LENGTH(asked); k++) {
        const int expected = asked[k] < count ? asked[k] : count;
        cohort_influencer some[MOST];
        memset(some, 0x5a, sizeof some);
        const cohort_influencer untouched = some[0];
        assert_int_equal(rank(&w, asked[k], some), expected);
        for (int i = 0; i < expected; i++) {
            assert_int_equal(some[i].quantity, all[i].quantity);
            assert_int_equal(some[i].interval, all[i].interval);
            assert_int_equal(some[i].sex, all[i].sex);
            assert_int_equal(some[i].age, all[i].age);
            assert_same_bits(&some[i].change, &all[i].change, 1);
        }
        assert_memory_equal(&some[expected], &untouched, sizeof untouched);
    }
    w.measure = 0.0; /* of which nothing is a percentage */
    assert_int_equal(rank(&w, 1, all), 1);
    assert_true(isnan(all[0].elasticity) && all[0].change != 0.0);
    free_world(&w);
}

static void assert_rank_refused(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                int most, int code, const char *part)
{
    cohort_influencer one, before;
    cohort_error error;
    int count = 17;
    memset(&one, 0x5a, sizeof one);
    before = one;
    assert_fails(cohort_sensitivity_rank(inputs, gradient, 1.0, most, &one, &count, &error), code,
                 error, part);
    assert_int_equal(count, 17);
    assert_memory_equal(&one, &before, sizeof one);
}

static void refuses_to_rank(void **state)
{
    static const cohort_grid later = {5, 12, 2020, 3};
    struct world w = world_of(COHORT_IPSS, &total);
    cohort_inputs *other = blank_inputs(&later), *un = blank_inputs_of(&small_grid, COHORT_WPP_END);
    assert_rank_refused(w.inputs, w.gradient, 0, COHORT_ERROR_ARGUMENT, "0");
    assert_rank_refused(w.inputs, w.gradient, -1, COHORT_ERROR_ARGUMENT, "-1");
    assert_rank_refused(w.inputs, other, 1, COHORT_ERROR_GRID, "");
    assert_rank_refused(w.inputs, un, 1, COHORT_ERROR_GRID, "");
    cohort_inputs_free(other);
    cohort_inputs_free(un);
    free_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_up_the_cells_of_a_part),
        cmocka_unit_test(foresees_what_runs_give),
        cmocka_unit_test(says_what_is_known),
        cmocka_unit_test(refuses_parts_that_do_not_fit),
        cmocka_unit_test(ranks_every_value),
        cmocka_unit_test(ranks_ties_in_the_inputs_order),
        cmocka_unit_test(ranks_as_many_as_asked_for),
        cmocka_unit_test(refuses_to_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
