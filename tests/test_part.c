/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of inputs taken over, and projections that begin at a later date. */
#include <cohort/inputs.h>

#include "core/inputs.h"
#include "support/close.h"
#include "support/random.h"
#include "support/small.h"
#include "support/words.h"

#include <limits.h>

/* Short names: a table's row on a line. */
#define BASE COHORT_BASE_POPULATION
#define MORTALITY COHORT_MORTALITY
#define MIGRATION COHORT_MIGRATION
#define FERTILITY COHORT_FERTILITY
#define ALL COHORT_ALL_COMPONENTS
#define IPSS COHORT_IPSS
#define EVEN COHORT_WPP_EVEN
#define END COHORT_WPP_END

static const double nan_value = (double)NAN;

/* --- Which cells a part takes up --- */

/* Has a part this cell of a quantity? As the header has it, cell by cell. */
static int holds(const cohort_part *part, int ipss, int quantity, int interval, int sex, int x)
{
    const int begins = SMALL_START + SMALL_WIDTH * interval, ends = begins + SMALL_WIDTH;
    const int within = part->year_from <= begins && ends <= part->year_to;
    const int of_sex = part->sex == BOTH || part->sex == sex;
    const int group = ages_hold_group(part->age_from, part->age_to, x);
    const int passage = ages_hold_passage(part->age_from, part->age_to, x);
    if (!(component_of(quantity) & part->components))
        return 0;
    switch (quantity) {
    case COHORT_BASE:
        return part->year_from <= SMALL_START && SMALL_START <= part->year_to && of_sex && group;
    case COHORT_SURVIVAL:
        return within && of_sex && passage;
    case COHORT_ASFR:
        return within && part->sex != MEN && group;
    case COHORT_MALE_SHARE:
    case COHORT_CWR:
        return within && part->sex == BOTH && part->age_from == 0 && part->age_to == OPEN;
    default:
        return within && of_sex && (ipss ? passage : group);
    }
}

/* If the part was taken, what it holds is the other path's, bit for bit, and all else is mine.
 * Returned: whether it holds anything. */
static int assert_part_alone(const cohort_inputs *inputs, struct paths paths,
                             const cohort_part *part, int taken)
{
    const int ipss = cohort_inputs_convention(inputs) == IPSS;
    int any = 0;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (int c = 0; c < SMALL_STEPS * COHORT_SEXES * SMALL_AGES; c++) {
            const cohort_quantity quantity = (cohort_quantity)q;
            const int i = c / (COHORT_SEXES * SMALL_AGES), x = c % SMALL_AGES;
            const int sex = q == COHORT_ASFR ? WOMEN : c / SMALL_AGES % COHORT_SEXES;
            if (value_count(inputs, quantity) == 0)
                break;
            const int held = holds(part, ipss, q, i, sex, x);
            const double value = value_of(inputs, quantity, i, sex, x);
            const double expected =
                value_of(held && taken ? paths.other : paths.mine, quantity, i, sex, x);
            assert_same_bits(&value, &expected, 1);
            any |= held;
        }
    return any;
}

/* Is a part whose ends are those of groups and dates refused for the convention? */
static int code_of(const cohort_part *part, cohort_convention convention)
{
    const int whole = part->sex == BOTH && part->age_from == 0 && part->age_to == OPEN;
    const unsigned of_both_oldest = convention == IPSS ? MORTALITY | MIGRATION : MORTALITY;
    if (convention == IPSS && part->components & FERTILITY && !whole)
        return ARGUMENT;
    if (part->components & of_both_oldest && (part->age_from == 55 || part->age_to == 54))
        return GRID;
    return COHORT_OK;
}

static void try_part(struct paths paths, const cohort_part *part)
{
    cohort_inputs *inputs = copy_inputs(paths.mine);
    cohort_error error;
    const int code = cohort_inputs_take_part(inputs, paths.other, part, &error);
    const int any = assert_part_alone(inputs, paths, part, code == COHORT_OK);
    const int refused = code_of(part, cohort_inputs_convention(inputs));
    assert_int_equal(code, refused ? refused : any ? COHORT_OK : NO_EFFECT);
    cohort_inputs_free(inputs);
}

static void takes_only_its_cells(void **state)
{
    static const int ages[][2] = {{0, OPEN},  {0, 4},  {5, 9},     {0, 44},  {20, 39},  {45, 49},
                                  {45, OPEN}, {0, 49}, {50, OPEN}, {50, 54}, {55, OPEN}};
    static const int years[][2] = {{START, OPEN}, {START, 2015}, {2015, 2015}, {2015, 2020},
                                   {2020, 2025},  {2020, OPEN},  {1990, 2025}, {2025, 2041},
                                   {2020, 2020},  {1990, 2000},  {2030, OPEN}, {2031, 2099}};
    for (cohort_convention c = IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct paths paths = paths_of(c);
        for (unsigned components = 1; components <= ALL; components++)
            for (int sex = 0; sex <= BOTH; sex++)
                for (size_t a = 0; a < LENGTH(ages); a++)
                    for (size_t y = 0; y < LENGTH(years); y++)
                        try_part(paths, &(cohort_part){components, sex, ages[a][0], ages[a][1],
                                                       years[y][0], years[y][1]});
        free_paths(paths);
    }
}

/* The groups that ages stand for, written out. */
static void counts_ages_at_the_start(void **state)
{
    static const struct {
        cohort_convention convention;
        cohort_quantity quantity;
        int age_from, age_to;
        const char *groups; /* x = taken */
    } cases[] = {
        {IPSS, COHORT_SURVIVAL, 0, 4, "xx.........."}, /* births, and those who are 0-4 */
        {IPSS, COHORT_SURVIVAL, 20, 39, ".....xxxx..."},
        {IPSS, COHORT_SURVIVAL, 50, OPEN, "...........x"},
        {IPSS, COHORT_NET_MIGRATION_RATIO, 0, 4, "xx.........."},
        {IPSS, COHORT_NET_MIGRANTS, 45, 49, "..........x."},
        {IPSS, COHORT_NET_MIGRANTS, 45, OPEN, "..........xx"},
        {IPSS, COHORT_BASE, 0, 4, "x..........."},
        {EVEN, COHORT_SURVIVAL, 0, 4, "xx.........."},
        {END, COHORT_SURVIVAL, 50, OPEN, "...........x"},
        {EVEN, COHORT_NET_MIGRATION_RATIO, 0, 4, "x..........."},
        {END, COHORT_NET_MIGRANTS, 50, 54, "..........x."},
        {EVEN, COHORT_NET_MIGRANTS, 55, OPEN, "...........x"},
        {END, COHORT_ASFR, 20, 39, "....xxxx...."},
        {EVEN, COHORT_BASE, 55, OPEN, "...........x"},
    };
    for (size_t k = 0; k < LENGTH(cases); k++) {
        struct paths paths = paths_of(cases[k].convention);
        cohort_part part = COHORT_PART(component_of((int)cases[k].quantity));
        part.age_from = cases[k].age_from;
        part.age_to = cases[k].age_to;
        take_part(paths.mine, paths.other, &part);
        for (int x = 0; x < SMALL_AGES; x++) {
            double value = value_of(paths.mine, cases[k].quantity, 1, WOMEN, x);
            double other = value_of(paths.other, cases[k].quantity, 1, WOMEN, x);
            if (other != 0.0)
                assert_int_equal(value == other, cases[k].groups[x] == 'x');
        }
        free_paths(paths);
    }
}

/* --- Wholes --- */

static void equals_take_for_whole_components(void **state)
{
    for (cohort_convention c = IPSS; c < COHORT_CONVENTION_COUNT; c++)
        for (unsigned components = 1; components <= ALL; components++) {
            struct paths paths = paths_of(c);
            cohort_inputs *expected = copy_inputs(paths.mine);
            const cohort_part part = COHORT_PART(components);
            cohort_error error;
            assert_ok(cohort_inputs_take(expected, paths.other, components, &error), error);
            take_part(paths.mine, paths.other, &part);
            assert_same_inputs(paths.mine, expected);
            cohort_inputs_free(expected);
            free_paths(paths);
        }
}

/* Cut 0 .. count into pieces, each from ends[k] up to ends[k + 1]. Returned: how many. */
enum { MOST_ENDS = SMALL_AGES + 1 };
static int cut(uint64_t *random, int count, int ends[MOST_ENDS])
{
    int pieces = 0;
    ends[0] = 0;
    for (int end = 1; end <= count; end++)
        if (end == count || next_random(random) < 0.4)
            ends[++pieces] = end;
    return pieces;
}

/* Over sexes, or both at once. */
static void take_sexes(struct paths paths, cohort_part part, uint64_t *random)
{
    const int both = part.components == FERTILITY || next_random(random) < 0.5;
    for (int sex = both ? BOTH : MEN; sex <= (both ? BOTH : WOMEN); sex++) {
        part.sex = sex;
        take_part(paths.mine, paths.other, &part);
    }
}

/* One component piece by piece; fertility by years alone, and what stands at the first date by ages
 * alone. */
static void take_in_pieces(struct paths paths, unsigned component, uint64_t *random)
{
    const int ipss = cohort_inputs_convention(paths.mine) == IPSS;
    const int paired = component == MORTALITY || (component == MIGRATION && ipss);
    const int units = component == FERTILITY ? 1 : SMALL_AGES - paired;
    const int spans = component == BASE ? 1 : SMALL_STEPS;
    int ages[MOST_ENDS], years[MOST_ENDS];
    const int year_pieces = cut(random, spans, years);
    for (int y = 0; y < year_pieces; y++) {
        const int age_pieces = cut(random, units, ages);
        for (int a = 0; a < age_pieces; a++) {
            cohort_part part = COHORT_PART(component);
            part.age_from = SMALL_WIDTH * ages[a];
            if (ages[a + 1] < units)
                part.age_to = SMALL_WIDTH * ages[a + 1] - 1;
            if (years[y] > 0)
                part.year_from = SMALL_START + SMALL_WIDTH * years[y];
            if (years[y + 1] < spans)
                part.year_to = SMALL_START + SMALL_WIDTH * years[y + 1];
            take_sexes(paths, part, random);
        }
    }
}

static void makes_the_whole_of_disjoint_parts(void **state)
{
    uint64_t random = 20150101;
    for (int k = 0; k < 20; k++)
        for (cohort_convention c = IPSS; c < COHORT_CONVENTION_COUNT; c++) {
            struct paths paths = paths_of(c);
            for (unsigned component = 1; component <= ALL; component *= 2)
                take_in_pieces(paths, component, &random);
            assert_same_inputs(paths.mine, paths.other);
            free_paths(paths);
        }
}

/* The shares of the sexes among births have no ages: they come with the whole alone. */
static void leaves_shares_of_births_to_the_whole(void **state)
{
    for (cohort_convention c = EVEN; c <= END; c++) {
        struct paths paths = paths_of(c);
        cohort_inputs *before = copy_inputs(paths.mine);
        cohort_part young = COHORT_PART(FERTILITY), old = COHORT_PART(FERTILITY);
        cohort_part women = COHORT_PART(FERTILITY);
        young.age_to = 24;
        old.age_from = 25;
        women.sex = WOMEN;
        take_part(paths.mine, paths.other, &young);
        take_part(paths.mine, paths.other, &old);
        assert_same_quantity(paths.mine, paths.other, COHORT_ASFR);
        assert_same_quantity(paths.mine, before, COHORT_MALE_SHARE);
        take_part(before, paths.other, &women);
        assert_same_inputs(before, paths.mine);
        cohort_inputs_free(before);
        free_paths(paths);
    }
}

static void takes_from_itself(void **state)
{
    cohort_inputs *inputs = small_inputs(), *before = small_inputs();
    const cohort_part part = COHORT_PART(ALL);
    take_part(inputs, inputs, &part);
    assert_same_inputs(inputs, before);
    cohort_inputs_free(before);
    cohort_inputs_free(inputs);
}

/* --- What is refused --- */

static void refuses_parts(void **state)
{
    static const struct {
        cohort_convention convention;
        cohort_part part;
        int code;
        const char *text;
    } cases[] = {
        {IPSS, {0, BOTH, 0, OPEN, START, OPEN}, ARGUMENT, "components 0: expected 1 to 15"},
        {END, {16, BOTH, 0, OPEN, START, OPEN}, ARGUMENT, "components 16: expected"},
        {IPSS, {31, BOTH, 0, OPEN, START, OPEN}, ARGUMENT, "components 31: expected"},
        {EVEN, {ALL, 3, 0, OPEN, START, OPEN}, ARGUMENT, "sex 3: expected COHORT_MALE"},
        {IPSS, {BASE, -1, 0, OPEN, START, OPEN}, ARGUMENT, "sex -1: expected COHORT_MALE"},
        {IPSS, {BASE, BOTH, 20, 14, START, OPEN}, ARGUMENT, "ages 20 to 14: expected"},
        {IPSS, {BASE, BOTH, -5, 14, START, OPEN}, ARGUMENT, "ages -5 to 14: expected 0 or more"},
        {END, {ALL, BOTH, 0, OPEN, 2025, 2020}, ARGUMENT, "years 2025 to 2020: expected"},
        {END, {ALL, BOTH, 0, OPEN, OPEN, START}, ARGUMENT, "years 2147483647 to"},
        {IPSS, {FERTILITY, WOMEN, 0, OPEN, START, OPEN}, ARGUMENT, "fertility in ipss"},
        {IPSS, {FERTILITY, BOTH, 15, 49, START, OPEN}, ARGUMENT, "fertility in ipss"},
        {IPSS, {ALL, BOTH, 0, 49, START, OPEN}, ARGUMENT, "fertility in ipss"},
        {IPSS, {BASE, BOTH, 3, 14, START, OPEN}, GRID, "ages from 3: expected the first age"},
        {EVEN, {BASE, BOTH, 60, OPEN, START, OPEN}, GRID, "ages from 60: expected the first age"},
        {EVEN, {FERTILITY, BOTH, 15, 48, START, OPEN}, GRID, "ages 15 to 48: expected the last"},
        {END, {MIGRATION, BOTH, 55, 59, START, OPEN}, GRID, "ages 55 to 59: expected the last"},
        {IPSS, {MIGRATION, BOTH, 55, OPEN, START, OPEN}, GRID, "the two oldest age groups"},
        {END, {MORTALITY, BOTH, 0, 54, START, OPEN}, GRID, "the two oldest age groups"},
        {IPSS, {MORTALITY, MEN, 50, 54, START, OPEN}, GRID, "include both, 50 and over"},
        {IPSS, {MORTALITY, MEN, 0, OPEN, 2022, OPEN}, GRID, "expected 2020 or 2025"},
        {EVEN, {BASE, MEN, 0, OPEN, START, 2029}, GRID, "year 2029 is not a date"},
        {IPSS, {MORTALITY, BOTH, 0, OPEN, START, 2015}, NO_EFFECT, "without cells"},
        {IPSS, {MIGRATION, BOTH, 0, OPEN, 2020, 2020}, NO_EFFECT, "without cells"},
        {EVEN, {FERTILITY, BOTH, 0, OPEN, 2030, OPEN}, NO_EFFECT, "2015-2030"},
        {EVEN, {BASE, BOTH, 0, OPEN, 2020, OPEN}, NO_EFFECT, "without cells"},
        {IPSS, {ALL, BOTH, 0, OPEN, 1900, 2014}, NO_EFFECT, "without cells"},
        {END, {FERTILITY, MEN, 0, OPEN, START, OPEN}, NO_EFFECT, "its sex has no rates"},
    };
    for (size_t k = 0; k < LENGTH(cases); k++) {
        struct paths paths = paths_of(cases[k].convention);
        cohort_inputs *before = copy_inputs(paths.mine);
        cohort_error error;
        assert_fails(cohort_inputs_take_part(paths.mine, paths.other, &cases[k].part, &error),
                     cases[k].code, error, cases[k].text);
        assert_int_equal(cohort_inputs_take_part(paths.mine, paths.other, &cases[k].part, NULL),
                         cases[k].code);
        assert_same_inputs(paths.mine, before);
        cohort_inputs_free(before);
        free_paths(paths);
    }
}

static void takes_only_from_the_same_grid_and_convention(void **state)
{
    const cohort_part part = COHORT_PART(ALL);
    cohort_inputs *inputs = small_inputs(), *before = small_inputs();
    cohort_inputs *others[] = {scattered_inputs(&(cohort_grid){5, 13, 2015, 3}),
                               scattered_inputs(&(cohort_grid){5, 12, 2010, 3}),
                               scattered_inputs(&(cohort_grid){5, 12, 2015, 2}),
                               scattered_inputs_of(&small_grid, EVEN)};
    for (size_t k = 0; k < LENGTH(others); k++) {
        cohort_error error;
        assert_fails(cohort_inputs_take_part(inputs, others[k], &part, &error), GRID, error,
                     "not on one grid and convention");
        assert_same_inputs(inputs, before);
        cohort_inputs_free(others[k]);
    }
    cohort_inputs_free(before);
    cohort_inputs_free(inputs);
}

/* --- A later start --- */

static const double *population_at(const cohort_projection *projection, int date)
{
    return result_cells(projection, RESULT_POPULATION) +
           (size_t)date * cohort_grid_cells(&small_grid);
}

static cohort_inputs *restart(const cohort_inputs *inputs, int date, const double *population)
{
    cohort_inputs *later;
    cohort_error error;
    const int year = cohort_grid_year(&small_grid, date);
    assert_ok(cohort_inputs_restart(inputs, year, population, &later, &error), error);
    return later;
}

/* The grid, the population that was given, and the rates of the intervals that are left. */
static void assert_restarted(const cohort_inputs *later, const cohort_inputs *inputs, int date,
                             const double *population)
{
    const cohort_grid grid = {SMALL_WIDTH, SMALL_AGES, SMALL_START + SMALL_WIDTH * date,
                              SMALL_STEPS - date};
    assert_memory_equal(cohort_inputs_grid(later), &grid, sizeof grid);
    assert_int_equal(cohort_inputs_convention(later), cohort_inputs_convention(inputs));
    assert_same_bits(cohort_inputs_view(later, COHORT_BASE), population, cohort_grid_cells(&grid));
    for (int q = COHORT_BASE + 1; q < COHORT_QUANTITY_COUNT; q++) {
        const size_t left = value_count(later, (cohort_quantity)q);
        const size_t all = value_count(inputs, (cohort_quantity)q);
        assert_int_equal(SMALL_STEPS * left, (size_t)grid.steps * all);
        if (left > 0)
            assert_same_bits(cohort_inputs_view(later, (cohort_quantity)q),
                             cohort_inputs_view(inputs, (cohort_quantity)q) + all - left, left);
    }
}

/* From its own population at a date a projection goes on as it did, bit for bit. */
static void goes_on_from_its_own_population(void **state)
{
    for (cohort_convention c = IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c), *before = copy_inputs(in);
        cohort_projection *whole = project(in);
        for (int date = 0; date <= SMALL_STEPS; date++) {
            cohort_inputs *later = restart(in, date, population_at(whole, date));
            cohort_projection *rest = project(later);
            assert_restarted(later, in, date, population_at(whole, date));
            for (int r = 0; r < RESULTS; r++)
                assert_same_bits(result_cells(rest, r),
                                 result_cells(whole, r) + result_count(whole, r) -
                                     result_count(rest, r),
                                 result_count(rest, r));
            cohort_projection_free(rest);
            cohort_inputs_free(later);
        }
        assert_same_inputs(in, before);
        cohort_projection_free(whole);
        cohort_inputs_free(before);
        cohort_inputs_free(in);
    }
}

/* At once, or by way of a date between: the same. */
static void begins_with_another_population(void **state)
{
    for (cohort_convention c = IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        struct paths paths = paths_of(c);
        const double *counted = cohort_inputs_view(paths.other, COHORT_BASE);
        cohort_inputs *between =
            restart(paths.mine, 1, cohort_inputs_view(paths.mine, COHORT_BASE));
        cohort_inputs *by_way = restart(between, 2, counted);
        cohort_inputs *at_once = restart(paths.mine, 2, counted);
        assert_restarted(at_once, paths.mine, 2, counted);
        assert_same_inputs(by_way, at_once);
        cohort_inputs_free(at_once);
        cohort_inputs_free(by_way);
        cohort_inputs_free(between);
        free_paths(paths);
    }
}

static void assert_no_restart(const cohort_inputs *inputs, int year, const double *population,
                              int code, const char *text)
{
    cohort_inputs *later = (cohort_inputs *)(uintptr_t)1;
    cohort_error error;
    assert_fails(cohort_inputs_restart(inputs, year, population, &later, &error), code, error,
                 text);
    assert_null(later);
    assert_int_equal(cohort_inputs_restart(inputs, year, population, &later, NULL), code);
}

static void refuses_restarts(void **state)
{
    static const int years[] = {2014, 2010, 2017, 2031, 2035, INT_MIN, INT_MAX};
    cohort_inputs *in = small_inputs(), *base = small_inputs();
    const double *population = cohort_inputs_view(base, COHORT_BASE);
    for (size_t k = 0; k < LENGTH(years); k++)
        assert_no_restart(in, years[k], population, GRID,
                          "expected a date, every 5 years from 2015 to 2030");
    *value_at(base, COHORT_BASE, 0, WOMEN, SMALL_OPEN) = nan_value;
    assert_no_restart(in, 2020, population, COHORT_ERROR_VALUE,
                      "base_population, 2020, women 55+: nan");
    *value_at(base, COHORT_BASE, 0, MEN, 0) = -0.5;
    assert_no_restart(in, 2025, population, COHORT_ERROR_VALUE,
                      "base_population, 2025, men 0-4: -0.5");
    *value_at(in, COHORT_SURVIVAL, 2, MEN, 4) = 1.25;
    assert_no_restart(in, 2025, cohort_inputs_view(in, COHORT_BASE), COHORT_ERROR_VALUE,
                      "survival, 2025-2030, men reaching 20-24: 1.25");
    cohort_inputs_free(base);
    cohort_inputs_free(in);
}

/* --- Longer, or later --- */

/* Any rates, emigration cut, asfr of girls: later ones and longer ones are like what they came from. */
static void refuses_years_that_are_no_dates_to_come(void **state)
{
    const int last = SMALL_START + SMALL_WIDTH * SMALL_STEPS;
    const int years[] = {last - SMALL_WIDTH, last + 1, last + SMALL_WIDTH - 1};
    const cohort_grid one = {SMALL_WIDTH, SMALL_AGES, SMALL_START, 0};
    cohort_inputs *in = small_inputs(), *still = blank_inputs(&one), *longer;
    cohort_error error;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        assert_fails(cohort_inputs_extend(in, years[i], &longer, &error), COHORT_ERROR_GRID, error,
                     "a date every 5 years from 2030 on");
        assert_null(longer);
    }
    assert_fails(cohort_inputs_extend(still, last, &longer, &error), COHORT_ERROR_GRID, error,
                 "of no interval: expected a later population and its rates");
    cohort_inputs_free(in);
    cohort_inputs_free(still);
}

static void keeps_what_inputs_are_like(void **state)
{
    cohort_inputs *in = scattered_inputs_of(&small_grid, COHORT_WPP_END), *later, *longer;
    cohort_error error;
    const int year = SMALL_START + SMALL_WIDTH;
    const double *base = cohort_inputs_view(in, COHORT_BASE);
    fill_quantity(in, COHORT_MALE_SHARE, 0.5);
    fill_quantity(in, COHORT_ASFR, 0.0);
    assert_ok(cohort_inputs_women_only(in, &error), error);
    *value_at(in, COHORT_ASFR, SMALL_STEPS - 1, WOMEN, 4) = 1.2; /* a TFR of 12, girls and boys */
    *value_at(in, COHORT_NET_MIGRANTS, SMALL_STEPS - 1, WOMEN, 5) = -1e9;
    cohort_inputs_cut_emigration(in, 1);
    for (int any = 0; any < 2; any++) {
        const int code = any ? COHORT_OK : COHORT_ERROR_VALUE;
        if (any)
            cohort_inputs_set_rate_limits(in, COHORT_ANY_RATES);
        assert_int_equal(cohort_inputs_restart(in, year, base, &later, &error), code);
        assert_ok(cohort_inputs_extend(in, SMALL_START + SMALL_WIDTH * 5, &longer, &error), error);
        assert_int_equal(cohort_inputs_check(longer, &error), code);
        for (int i = 0; i < 5; i++)
            assert_close(cohort_inputs_births_share(longer, i), 0.5, 0, 0);
        if (any) {
            cohort_projection_free(project(later)); /* not an error: cut */
            cohort_projection_free(project(longer));
            assert_close(cohort_inputs_births_share(later, 1), 0.5, 0, 0);
        }
        cohort_inputs_free(later);
        cohort_inputs_free(longer);
    }
    cohort_inputs_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_only_its_cells),
        cmocka_unit_test(counts_ages_at_the_start),
        cmocka_unit_test(equals_take_for_whole_components),
        cmocka_unit_test(makes_the_whole_of_disjoint_parts),
        cmocka_unit_test(leaves_shares_of_births_to_the_whole),
        cmocka_unit_test(takes_from_itself),
        cmocka_unit_test(refuses_parts),
        cmocka_unit_test(takes_only_from_the_same_grid_and_convention),
        cmocka_unit_test(goes_on_from_its_own_population),
        cmocka_unit_test(begins_with_another_population),
        cmocka_unit_test(refuses_restarts),
        cmocka_unit_test(refuses_years_that_are_no_dates_to_come),
        cmocka_unit_test(keeps_what_inputs_are_like),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
