/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three conventions over one kernel: a published example, and the formulas. */
#include <cohort/fertility.h>

#include "support/close.h"
#include "support/small.h"

/* --- Preston, Heuveline and Guillot, Demography (2001), Box 6.2: Sweden 1993, females --- */

enum { BOX_AGES = 18 };

/* Women at the opening, net migrants of the five years, person-years of the life table (radix
 * 100000), births per woman and year; and the printed women at the closing. */
static const struct {
    double opening, migrants, L, asfr, closing;
} box[BOX_AGES] = {
    {293395, 6840, 497487, 0, 302392},      {248369, 4150, 497138, 0, 298682},
    {240012, 3365, 496901, 0, 252007},      {261346, 5270, 496531, 0.012, 244150},
    {285209, 9240, 495902, 0.0908, 268267}, {314388, 8230, 495168, 0.1499, 293515},
    {281290, 5470, 494213, 0.1125, 320624}, {286923, 3155, 492760, 0.0441, 284767},
    {304108, 1770, 490447, 0.0074, 288031}, {324946, 1115, 486613, 0.0003, 303166},
    {247613, 1075, 480665, 0, 322062},      {211351, 845, 471786, 0, 243989},
    {215140, 645, 457852, 0, 205841},       {221764, 530, 436153, 0, 205516},
    {223506, 465, 402775, 0, 205270},       {183654, 300, 350358, 0, 194771},
    {141990, 250, 271512, 0, 142565},       {112424, 175, 291707, 0, 131966},
};

/* The men are given the women's figures. */
static cohort_inputs *box_inputs(cohort_convention convention)
{
    cohort_inputs *in = blank_inputs_of(&(cohort_grid){5, BOX_AGES, 1993, 1}, convention);
    cohort_error error;
    double *male_share = cohort_inputs_array(in, COHORT_MALE_SHARE);
    assert_ok(cohort_male_share(1.05, male_share, &error), error);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < BOX_AGES; x++) {
            double before = x == 0 ? 5e5 : box[x - 1].L;
            if (x == BOX_AGES - 1)
                before += box[x].L;
            *value_at(in, COHORT_SURVIVAL, 0, sex, x) = box[x].L / before;
            *value_at(in, COHORT_BASE, 0, sex, x) = box[x].opening;
            *value_at(in, COHORT_NET_MIGRANTS, 0, sex, x) = box[x].migrants;
            *value_at(in, COHORT_ASFR, 0, sex, x) = box[x].asfr;
        }
    return in;
}

static double closing_of(const cohort_projection *p, int sex, int age)
{
    const cohort_stock *population = cohort_projection_population(p);
    return population->cells[cohort_cell(&population->grid, 1, sex, age)];
}

static void reproduces_box_6_2(void **state)
{
    cohort_inputs *in = box_inputs(COHORT_WPP_EVEN);
    cohort_projection *p = project(in);
    for (int x = 0; x < BOX_AGES; x++) {
        /* 0.5: printed to the person, and every one is met when rounded */
        assert_close(closing_of(p, COHORT_FEMALE, x), box[x].closing, 0, 0.5);
        assert_close(round(closing_of(p, COHORT_FEMALE, x)), box[x].closing, 0, 0);
        if (x > 0)
            assert_close(closing_of(p, COHORT_MALE, x), box[x].closing, 0, 0.5);
    }
    assert_close(round(closing_of(p, COHORT_FEMALE, 0)), 302392.0, 0, 0);
    assert_close(round(closing_of(p, COHORT_MALE, 0)), 317340.0, 0, 0);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* With its migrants at the closing the same example has fewer births. */
static void differs_by_convention_in_box_6_2(void **state)
{
    cohort_inputs *in = box_inputs(COHORT_WPP_END);
    cohort_projection *p = project(in);
    assert_close(round(closing_of(p, COHORT_FEMALE, 0)), 300414.0, 0, 0);
    /* women 5-9: 293395 * 497138 / 497487 + 4150 = 297339.17 */
    assert_close(closing_of(p, COHORT_FEMALE, 1), 297339.17, 0, 0.01);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

/* --- The formulas once more, a cell at a time, from the text of the method --- */

enum { MOST_AGES = 101 };

/* One interval: populations at both ends and what happened. */
struct interval {
    double opening[2][MOST_AGES], closing[2][MOST_AGES];
    double births[2], deaths[2][MOST_AGES], moves[2][MOST_AGES];
};

/* Where the cohort that reaches age x comes from: one group, or the two oldest. */
static double source_of(const double *persons, int x, int oldest)
{
    return x == oldest ? persons[x - 1] + persons[x] : persons[x - 1];
}

static void expect_ipss(const cohort_inputs *in, int i, struct interval *v)
{
    const int width = cohort_inputs_grid(in)->width, oldest = cohort_inputs_grid(in)->ages - 1;
    double women = 0.0;
    for (int sex = COHORT_FEMALE; sex >= COHORT_MALE; sex--)
        for (int x = 1; x <= oldest; x++) {
            double source = source_of(v->opening[sex], x, oldest);
            double S = value_of(in, COHORT_SURVIVAL, i, sex, x);
            v->moves[sex][x] = source * value_of(in, COHORT_NET_MIGRATION_RATIO, i, sex, x) +
                               value_of(in, COHORT_NET_MIGRANTS, i, sex, x);
            v->deaths[sex][x] = source - source * S;
            v->closing[sex][x] = source * S + v->moves[sex][x];
            if (sex == COHORT_FEMALE && x * width >= 15 && x * width < 50)
                women += v->closing[sex][x];
        }
    for (int sex = 0; sex < 2; sex++) {
        double boys = value_of(in, COHORT_MALE_SHARE, i, 0, 0);
        double children =
            women * value_of(in, COHORT_CWR, i, 0, 0) * (sex == COHORT_MALE ? boys : 1.0 - boys);
        v->births[sex] = children / value_of(in, COHORT_SURVIVAL, i, sex, 0);
        v->deaths[sex][0] = v->births[sex] - children;
        v->moves[sex][0] = value_of(in, COHORT_NET_MIGRANTS, i, sex, 0);
        v->closing[sex][0] = children + v->moves[sex][0];
    }
}

/* Births of both sexes by the women of two populations; the first sex's share of them is boys. */
static void expect_births(const cohort_inputs *in, int i, const double *women,
                          const double *survivors, struct interval *v)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    double boys = value_of(in, COHORT_MALE_SHARE, i, 0, 0), births = 0.0;
    for (int x = 1; x < grid->ages; x++)
        births += grid->width * value_of(in, COHORT_ASFR, i, 0, x) * (women[x] + survivors[x]) / 2;
    v->births[COHORT_MALE] = births * boys;
    v->births[COHORT_FEMALE] = births * (1.0 - boys);
}

static double migrants_of(const cohort_inputs *in, int i, int sex, int x, const struct interval *v)
{
    return value_of(in, COHORT_NET_MIGRANTS, i, sex, x) +
           value_of(in, COHORT_NET_MIGRATION_RATIO, i, sex, x) * v->opening[sex][x];
}

static void expect_wpp_even(const cohort_inputs *in, int i, struct interval *v)
{
    const int oldest = cohort_inputs_grid(in)->ages - 1;
    double half[2][MOST_AGES], with[2][MOST_AGES];
    for (int sex = 0; sex < 2; sex++) {
        for (int x = 0; x <= oldest; x++) {
            half[sex][x] = migrants_of(in, i, sex, x, v) / 2.0;
            with[sex][x] = v->opening[sex][x] + half[sex][x];
        }
        for (int x = 1; x <= oldest; x++) {
            double source = source_of(with[sex], x, oldest);
            double survivors = source * value_of(in, COHORT_SURVIVAL, i, sex, x);
            v->closing[sex][x] = survivors + half[sex][x];
            v->deaths[sex][x] = source - survivors;
            v->moves[sex][x] = source_of(half[sex], x, oldest) + half[sex][x];
        }
    }
    expect_births(in, i, with[COHORT_FEMALE], v->closing[COHORT_FEMALE], v);
    for (int sex = 0; sex < 2; sex++) {
        double survivors = v->births[sex] * value_of(in, COHORT_SURVIVAL, i, sex, 0);
        v->closing[sex][0] = survivors + half[sex][0];
        v->deaths[sex][0] = v->births[sex] - survivors;
        v->moves[sex][0] = half[sex][0];
    }
}

static void expect_wpp_end(const cohort_inputs *in, int i, struct interval *v)
{
    const int oldest = cohort_inputs_grid(in)->ages - 1;
    double survivors[2][MOST_AGES];
    for (int sex = 0; sex < 2; sex++)
        for (int x = 1; x <= oldest; x++) {
            double source = source_of(v->opening[sex], x, oldest);
            survivors[sex][x] = source * value_of(in, COHORT_SURVIVAL, i, sex, x);
            v->deaths[sex][x] = source - survivors[sex][x];
        }
    expect_births(in, i, v->opening[COHORT_FEMALE], survivors[COHORT_FEMALE], v);
    for (int sex = 0; sex < 2; sex++) {
        survivors[sex][0] = v->births[sex] * value_of(in, COHORT_SURVIVAL, i, sex, 0);
        v->deaths[sex][0] = v->births[sex] - survivors[sex][0];
        for (int x = 0; x <= oldest; x++) {
            v->moves[sex][x] = migrants_of(in, i, sex, x, v);
            v->closing[sex][x] = survivors[sex][x] + v->moves[sex][x];
        }
    }
}

static void assert_cell(const cohort_projection *p, int result, int time, int sex, int age,
                        double expected)
{
    const cohort_grid *grid = cohort_inputs_grid(cohort_projection_inputs(p));
    /* some hundred roundings of numbers of up to 1e5, where a flow is a difference of them */
    assert_close(result_cells(p, result)[cohort_cell(grid, time, sex, age)], expected, 1e-12, 1e-9);
}

static void assert_formulas(const cohort_inputs *in)
{
    const cohort_grid *grid = cohort_inputs_grid(in);
    static void (*const expect[])(const cohort_inputs *, int, struct interval *) = {
        expect_ipss, expect_wpp_even, expect_wpp_end};
    static struct interval v;
    cohort_projection *p = project(in);
    for (int sex = 0; sex < 2; sex++)
        for (int x = 0; x < grid->ages; x++)
            v.closing[sex][x] = value_of(in, COHORT_BASE, 0, sex, x);
    for (int i = 0; i < grid->steps; i++) {
        memcpy(v.opening, v.closing, sizeof v.opening);
        expect[cohort_inputs_convention(in)](in, i, &v);
        for (int sex = 0; sex < 2; sex++)
            for (int x = 0; x < grid->ages; x++) {
                assert_cell(p, RESULT_POPULATION, i + 1, sex, x, v.closing[sex][x]);
                assert_cell(p, RESULT_BIRTHS, i, sex, x, x == 0 ? v.births[sex] : 0.0);
                assert_cell(p, RESULT_DEATHS, i, sex, x, v.deaths[sex][x]);
                assert_cell(p, RESULT_NET_MIGRATION, i, sex, x, v.moves[sex][x]);
            }
    }
    cohort_projection_free(p);
}

static const cohort_grid grids[] = {{5, 12, 2015, 3}, {5, 11, 2000, 2},  {5, 21, 1950, 4},
                                    {1, 61, 2000, 4}, {1, 101, 1999, 3}, {10, 9, 2000, 2}};
enum { GRIDS = sizeof grids / sizeof *grids };

static void follows_the_formulas(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (int g = 0; g < GRIDS; g++) {
            if (c == COHORT_IPSS && grids[g].width == 10)
                continue; /* no groups 15-49 */
            cohort_inputs *in = scattered_inputs_of(&grids[g], c);
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* Parts that are zero may be left out; the rest must not go with them. */
static void follows_the_formulas_where_parts_are_zero(void **state)
{
    static const cohort_quantity zero[] = {COHORT_NET_MIGRATION_RATIO,
                                           COHORT_NET_MIGRANTS,
                                           COHORT_MALE_SHARE,
                                           COHORT_CWR,
                                           COHORT_ASFR,
                                           COHORT_BASE};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) {
            cohort_inputs *in = scattered_inputs_of(&small_grid, c);
            fill_quantity(in, zero[i], 0.0);
            let_nobody_leave(in);
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* One rate alone, in the first, a middle or the open group; of one sex, in one interval. */
static void follows_the_formulas_with_one_rate(void **state)
{
    static const int ages[] = {0, 5, SMALL_OPEN - 1, SMALL_OPEN};
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        for (int k = 0; k < 8; k++) {
            if (c == COHORT_IPSS && ages[k / 2] == 0)
                continue; /* newborns have counts alone */
            cohort_inputs *in = scattered_inputs_of(&small_grid, c);
            fill_quantity(in, COHORT_NET_MIGRATION_RATIO, 0.0);
            *value_at(in, COHORT_NET_MIGRATION_RATIO, 1, k % 2, ages[k / 2]) = 0.375;
            assert_formulas(in);
            cohort_inputs_free(in);
        }
    }
}

/* Ages of bearing that change from interval to interval, the oldest and the youngest possible. */
static void bears_at_any_age(void **state)
{
    static const int ages[SMALL_STEPS] = {4, SMALL_OPEN, 1};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        let_nobody_leave(in);
        fill_quantity(in, COHORT_ASFR, 0.0);
        for (int i = 0; i < SMALL_STEPS; i++)
            *value_at(in, COHORT_ASFR, i, 0, ages[i]) = 0.0625 * (i + 1);
        assert_formulas(in);
        cohort_inputs_free(in);
    }
}

static void agrees_on_inputs_without_migration(void **state)
{
    for (int g = 0; g < GRIDS; g++) {
        cohort_inputs *even = scattered_inputs_of(&grids[g], COHORT_WPP_EVEN);
        cohort_inputs *end = scattered_inputs_of(&grids[g], COHORT_WPP_END);
        cohort_inputs *both[] = {even, end};
        cohort_projection *p[2];
        for (int k = 0; k < 2; k++) {
            fill_quantity(both[k], COHORT_NET_MIGRATION_RATIO, 0.0);
            fill_quantity(both[k], COHORT_NET_MIGRANTS, 0.0);
            p[k] = project(both[k]);
        }
        for (int r = 0; r < RESULTS; r++)
            for (size_t i = 0; i < result_count(p[0], r); i++) /* the same sums, whatever order */
                assert_close(result_cells(p[0], r)[i], result_cells(p[1], r)[i], 1e-14, 0.0);
        for (int k = 0; k < 2; k++) {
            cohort_projection_free(p[k]);
            cohort_inputs_free(both[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reproduces_box_6_2),
        cmocka_unit_test(differs_by_convention_in_box_6_2),
        cmocka_unit_test(follows_the_formulas),
        cmocka_unit_test(follows_the_formulas_where_parts_are_zero),
        cmocka_unit_test(follows_the_formulas_with_one_rate),
        cmocka_unit_test(bears_at_any_age),
        cmocka_unit_test(agrees_on_inputs_without_migration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
