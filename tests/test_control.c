/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control totals: populations raked, events in step. */
#include <cohort/control.h>

#include "model/projection.h"
#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { AREAS = 3, CELLS = COHORT_SEXES * SMALL_AGES, DATES = SMALL_STEPS + 1, MOST = 400 };

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static cohort_projection *area[AREAS];
static cohort_figure controls[MOST];
static int count;

/* --- Areas and controls --- */

/* Areas that differ in everything but their grid; `edit`, unless NULL, is done to each. */
static void begin(cohort_convention convention, void (*edit)(cohort_inputs *))
{
    count = 0;
    for (int a = 0; a < AREAS; a++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, convention);
        for (int c = 0; c < CELLS; c++)
            cohort_inputs_array(in, COHORT_BASE)[c] *= 1.0 + 0.3 * a * ((c * 7 + a) % 5);
        for (int c = 0; c < SMALL_STEPS * CELLS; c++)
            cohort_inputs_array(in, COHORT_SURVIVAL)[c] *= 1.0 - 0.02 * a;
        if (edit)
            edit(in);
        area[a] = project(in);
        cohort_inputs_free(in);
    }
}

static void end(void)
{
    for (int a = 0; a < AREAS; a++)
        cohort_projection_free(area[a]);
}

static void add(int where, cohort_band band, int year, double value)
{
    assert_true(count < MOST);
    controls[count++] = persons_of_area(where, band, year, value);
}

/* Persons in a control's cells (`controlled` NULL: before), summed backwards, unlike the library. */
static double persons(const cohort_figure *c, const cohort_controlled *controlled)
{
    const cohort_band band = c->measure.band;
    const int date = cohort_grid_date(&small_grid, (int)c->measure.year);
    double sum = 0.0;
    for (int a = AREAS - 1; a >= 0; a--)
        for (int cell = CELLS - 1; cell >= 0; cell--) {
            const int sex = cell / SMALL_AGES, age = cell % SMALL_AGES * SMALL_WIDTH;
            const cohort_stock *stock = controlled ? cohort_controlled_population(controlled, a)
                                                   : cohort_projection_population(area[a]);
            if ((c->area == a || c->area == COHORT_ALL_AREAS) &&
                (band.sex == sex || band.sex == COHORT_BOTH) && age >= band.age_from &&
                age < band.age_to)
                sum += stock->cells[date * CELLS + cell];
        }
    return sum;
}

/* A control that is `factor` times what is there. */
static void add_times(int where, cohort_band band, int year, double factor)
{
    add(where, band, year, 0.0);
    controls[count - 1].value = factor * persons(&controls[count - 1], NULL);
}

/* The margins of the areas (totals), and of the region (by sex and age), at one date. The region's
 * factors are uneven, and the areas' totals add up to it. */
static void add_margins(int year)
{
    double region = 0.0, areas = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < SMALL_AGES; x++) {
            add_times(COHORT_ALL_AREAS, small_group(sex, x), year, 0.8 + 0.03 * x + 0.1 * sex);
            region += controls[count - 1].value;
        }
    for (int a = 0; a < AREAS; a++) {
        add_times(a, everybody, year, 1.2 - 0.2 * a);
        areas += controls[count - 1].value;
    }
    for (int a = 1; a <= AREAS; a++)
        controls[count - a].value *= region / areas;
}

static cohort_controlled *control(void)
{
    cohort_controlled *controlled;
    cohort_error error;
    assert_ok(cohort_controlled_new(AREAS, (const cohort_projection *const *)area, count, controls,
                                    &controlled, &error),
              error);
    return controlled;
}

/* --- What holds always --- */

/* Every control met. */
static void check_met(const cohort_controlled *controlled)
{
    for (int i = 0; i < count; i++) /* as promised */
        assert_close(persons(&controls[i], controlled), controls[i].value, 1e-9, 1e-9);
    assert_true(cohort_controlled_rounds(controlled) >= 1);
}

/* One cohort's events against those without controls. */
static void check_cohort(const double before[4], const double after[4], double adjustment)
{
    enum { OPENING, DEATHS, NET, CLOSING };
    const double r = before[OPENING] > 0.0 ? after[OPENING] / before[OPENING] : 1.0;
    const double size = after[OPENING] + after[DEATHS] + fabs(after[NET]) + after[CLOSING];
    /* 1e-14, 1e-13: a few roundings of numbers of this size */
    assert_close(after[DEATHS], r * before[DEATHS], 1e-14, 0);
    assert_close(after[OPENING] - after[DEATHS] + after[NET], after[CLOSING], 0, 1e-14 * size);
    assert_close(adjustment, after[NET] - r * before[NET], 0, 1e-14 * size);
    assert_close(adjustment, after[CLOSING] - r * before[CLOSING], 0,
                 1e-13 * (size + r * before[CLOSING]));
}

static void check_children(const double before[4], const double after[4], double adjustment)
{
    const double factor = before[3] > 0.0 ? after[3] / before[3] : 1.0;
    for (int k = 0; k < 4; k++)
        assert_close(after[k], factor * before[k], 1e-14, 0); /* two roundings */
    assert_true(adjustment == 0.0);
}

/* Births, or those of the cohort; deaths, net migration; closing. */
static void account_of(const cohort_stock *population, const cohort_flow *births,
                       const cohort_flow *deaths, const cohort_flow *net, size_t cell,
                       double out[4])
{
    const int x = (int)(cell % SMALL_AGES);
    out[0] = x == 0 ? births->cells[cell] : population->cells[cell - 1];
    if (x == SMALL_OPEN)
        out[0] += population->cells[cell];
    out[1] = deaths->cells[cell];
    out[2] = net->cells[cell];
    out[3] = population->cells[cell + CELLS];
}

static void check_area(const cohort_controlled *controlled, int a)
{
    const cohort_stock *population = cohort_controlled_population(controlled, a);
    const cohort_flow *births = cohort_controlled_births(controlled, a);
    const cohort_flow *deaths = cohort_controlled_deaths(controlled, a);
    const cohort_flow *net = cohort_controlled_net_migration(controlled, a);
    const double *factors = cohort_controlled_factors(controlled, a)->cells;
    const double *was = cohort_projection_population(area[a])->cells;
    for (size_t c = 0; c < DATES * CELLS; c++) /* 1e-15: one rounding */
        assert_close(factors[c] * was[c], population->cells[c], 1e-15, 0);
    for (size_t c = 0; c < SMALL_STEPS * CELLS; c++) {
        double before[4], after[4];
        double adjustment = cohort_controlled_adjustment(controlled, a)->cells[c];
        account_of(cohort_projection_population(area[a]), cohort_projection_births(area[a]),
                   cohort_projection_deaths(area[a]), cohort_projection_net_migration(area[a]), c,
                   before);
        account_of(population, births, deaths, net, c, after);
        (c % SMALL_AGES == 0 ? check_children : check_cohort)(before, after, adjustment);
    }
    for (size_t at = 0; at < SMALL_STEPS * CELLS; at += CELLS) {
        double copies[3][CELLS];
        memcpy(copies[0], births->cells + at, sizeof copies[0]);
        memcpy(copies[1], deaths->cells + at, sizeof copies[1]);
        memcpy(copies[2], net->cells + at, sizeof copies[2]);
        cohort_error error;
        const struct events events = {copies[0], copies[1], copies[2]};
        const double *opening = population->cells + at;
        const int interval = (int)(at / CELLS);
        assert_ok(cohort_check_accounts(&small_grid, interval, opening, &events, &error), error);
    }
}

static void check_all(const cohort_controlled *controlled)
{
    check_met(controlled);
    for (int a = 0; a < AREAS; a++)
        check_area(controlled, a);
}

/* --- Properties --- */

static void margins_are_met_and_events_follow(void **state)
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++) {
        begin((cohort_convention)k, NULL);
        add_margins(2020);
        add_times(1, everybody, 2030, 0.9); /* by itself a matter of two rounds */
        cohort_controlled *controlled = control();
        check_all(controlled);
        assert_true(cohort_controlled_rounds(controlled) > 2);
        assert_true(cohort_controlled_rounds(controlled) < 50); /* it converges fast */
        for (int a = 0; a < AREAS; a++)
            for (int date = 0; date <= 2; date += 2) /* 2015 and 2025 have no control */
                assert_same_bits(cohort_controlled_population(controlled, a)->cells + date * CELLS,
                                 cohort_projection_population(area[a])->cells + date * CELLS,
                                 CELLS);
        cohort_controlled_free(controlled);
        end();
    }
}

static void one_total_is_one_factor(void **state)
{
    begin(COHORT_WPP_EVEN, NULL);
    add_times(COHORT_ALL_AREAS, everybody, 2025, 1.25);
    cohort_controlled *controlled = control();
    check_all(controlled);
    assert_int_equal(cohort_controlled_rounds(controlled), 2); /* one, and one to check */
    for (int a = 0; a < AREAS; a++)
        for (int c = 0; c < DATES * CELLS; c++) /* 1e-13: sums of 72 cells in another order */
            assert_close(cohort_controlled_factors(controlled, a)->cells[c],
                         c / CELLS == 2 ? 1.25 : 1.0, 1e-13, 0);
    cohort_controlled_free(controlled);
    end();
}

/* Areas by themselves, in bands that do not meet: each by its own factor. */
static void disjoint_controls_need_one_round(void **state)
{
    begin(COHORT_IPSS, NULL);
    add_times(0, (cohort_band){COHORT_MALE, 10, 24}, 2030, 3.0);
    add_times(0, (cohort_band){COHORT_FEMALE, 0, COHORT_OPEN_END}, 2030, 0.5);
    add_times(2, (cohort_band){COHORT_BOTH, 40, COHORT_OPEN_END}, 2030, 0.1);
    cohort_controlled *controlled = control();
    check_all(controlled);
    assert_int_equal(cohort_controlled_rounds(controlled), 2);
    for (int c = 0; c < CELLS; c++) {
        const int x = c % SMALL_AGES;
        const double *factors[AREAS], young = x >= 2 && x <= 4 ? 3.0 : 1.0;
        for (int a = 0; a < AREAS; a++)
            factors[a] = cohort_controlled_factors(controlled, a)->cells + 3 * CELLS;
        /* 1e-13 as above */
        assert_close(factors[0][c], c < SMALL_AGES ? young : 0.5, 1e-13, 0);
        assert_true(factors[1][c] == 1.0);
        assert_close(factors[2][c], x >= 8 ? 0.1 : 1.0, 1e-13, 0);
    }
    cohort_controlled_free(controlled);
    end();
}

/* Area 0 given every cell of area 1 becomes area 1. */
static void cells_are_taken_over(void **state)
{
    begin(COHORT_WPP_END, NULL);
    const double *other = cohort_projection_population(area[1])->cells;
    for (int c = 0; c < DATES * CELLS; c++)
        add(0, small_group(c / SMALL_AGES % 2, c % SMALL_AGES), 2015 + 5 * (c / CELLS), other[c]);
    cohort_controlled *controlled = control();
    check_all(controlled);
    for (int c = 0; c < DATES * CELLS; c++) /* 1e-15: a division and a multiplication */
        assert_close(cohort_controlled_population(controlled, 0)->cells[c], other[c], 1e-15, 0);
    for (int a = 1; a < AREAS; a++)
        assert_same_bits(cohort_controlled_net_migration(controlled, a)->cells,
                         cohort_projection_net_migration(area[a])->cells, SMALL_STEPS * CELLS);
    cohort_controlled_free(controlled);
    end();
}

static void order_of_areas_does_not_matter(void **state)
{
    begin(COHORT_WPP_EVEN, NULL);
    add_margins(2025);
    cohort_controlled *controlled = control();
    cohort_projection *first = area[0];
    area[0] = area[2];
    area[2] = first;
    for (int i = 0; i < count; i++)
        if (controls[i].area != COHORT_ALL_AREAS)
            controls[i].area = AREAS - 1 - controls[i].area;
    cohort_controlled *turned = control();
    check_all(turned);
    for (int a = 0; a < AREAS; a++)
        for (int c = 0; c < DATES * CELLS; c++) /* 1e-11: raking ends 1e-12 from its limit */
            assert_close(cohort_controlled_population(turned, a)->cells[c],
                         cohort_controlled_population(controlled, AREAS - 1 - a)->cells[c], 1e-11,
                         0);
    cohort_controlled_free(turned);
    cohort_controlled_free(controlled);
    end();
}

/* --- What is consistent stays --- */

/* Controls that say what is there: summed in another order, and of 15 digits. */
static void add_what_is_there(void)
{
    for (int date = 0; date < DATES; date++) {
        const int year = SMALL_START + date * SMALL_WIDTH;
        for (int a = COHORT_ALL_AREAS; a < AREAS; a++) {
            add_times(a, everybody, year, 1.0);
            add_times(a, (cohort_band){COHORT_FEMALE, 15, 49}, year, 1.0);
        }
        for (int x = 0; x < SMALL_AGES; x++)
            add_times(COHORT_ALL_AREAS, small_group(x % 2, x), year, 1.0);
    }
    for (int i = 0; i < count; i += 2) {
        char text[40];
        snprintf(text, sizeof text, "%.15g", controls[i].value);
        controls[i].value = strtod(text, NULL);
    }
}

static void check_unchanged(const cohort_controlled *controlled, int a)
{
    static const double none[SMALL_STEPS * CELLS];
    const size_t flows = SMALL_STEPS * CELLS;
    assert_same_bits(cohort_controlled_population(controlled, a)->cells,
                     cohort_projection_population(area[a])->cells, DATES * CELLS);
    assert_same_bits(cohort_controlled_births(controlled, a)->cells,
                     cohort_projection_births(area[a])->cells, flows);
    assert_same_bits(cohort_controlled_deaths(controlled, a)->cells,
                     cohort_projection_deaths(area[a])->cells, flows);
    assert_same_bits(cohort_controlled_net_migration(controlled, a)->cells,
                     cohort_projection_net_migration(area[a])->cells, flows);
    assert_same_bits(cohort_controlled_adjustment(controlled, a)->cells, none, flows);
    for (int c = 0; c < DATES * CELLS; c++)
        assert_true(cohort_controlled_factors(controlled, a)->cells[c] == 1.0);
}

static void what_is_consistent_stays(void **state)
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++) {
        begin((cohort_convention)k, NULL);
        add_what_is_there();
        cohort_controlled *controlled = control();
        check_met(controlled);
        assert_int_equal(cohort_controlled_rounds(controlled), 1);
        for (int a = 0; a < AREAS; a++)
            check_unchanged(controlled, a);
        cohort_controlled_free(controlled);
        end();
    }
}

/* --- Nobody --- */

/* Empty openings with and without those who come; empty closings; no children in the first interval
 * (in the UN's conventions all those born die). */
static void empty_cells(cohort_inputs *in)
{
    const int women = COHORT_FEMALE;
    let_nobody_leave(in);
    for (int x = 2; x <= 4; x++)
        *value_at(in, COHORT_BASE, 0, women, x) = 0.0;
    for (int x = SMALL_OPEN - 1; x <= SMALL_OPEN; x++)
        *value_at(in, COHORT_BASE, 0, COHORT_MALE, x) = 0.0;
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int x = 3; x <= 8; x++) {
            *value_at(in, COHORT_NET_MIGRATION_RATIO, i, women, x) = 0.0;
            *value_at(in, COHORT_NET_MIGRANTS, i, women, x) = x == 3 ? 7.5 : 0.0;
            *value_at(in, COHORT_SURVIVAL, i, women, x) = x < 7 ? 0.9 : 0.0;
        }
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const bool ipss = cohort_inputs_convention(in) == COHORT_IPSS;
        *value_at(in, ipss ? COHORT_CWR : COHORT_SURVIVAL, 0, sex, 0) = 0.0;
        *value_at(in, COHORT_NET_MIGRANTS, 0, sex, 0) = 0.0;
        *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, sex, 0) = 0.0;
    }
}

static void accounts_close_where_nobody_is(void **state)
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++) {
        begin((cohort_convention)k, empty_cells);
        int empty = 0;
        for (int c = 0; c < DATES * CELLS; c++)
            empty += cohort_projection_population(area[0])->cells[c] == 0.0;
        assert_true(empty > 10);
        for (int year = 2015; year <= 2030; year += 5)
            for (int a = 0; a < AREAS; a++)
                add_times(a, everybody, year, 1.3 - 0.2 * a + 0.01 * (year - 2015));
        cohort_controlled *controlled = control();
        check_all(controlled);
        cohort_controlled_free(controlled);
        end();
    }
}

/* Control 0 at the opening, at the closing, at both; of the whole area; and what is 0 already. */
static void zero_empties_cells(void **state)
{
    for (int k = 0; k < COHORT_CONVENTION_COUNT; k++) {
        begin((cohort_convention)k, NULL);
        add(0, (cohort_band){COHORT_MALE, 0, 24}, 2015, 0.0);
        add(0, (cohort_band){COHORT_MALE, 20, COHORT_OPEN_END}, 2020, -0.0);
        add(1, everybody, 2025, 0.0);
        add(COHORT_ALL_AREAS, (cohort_band){COHORT_BOTH, 0, 4}, 2030, 0.0);
        add(2, (cohort_band){COHORT_BOTH, 0, 4}, 2030, 0.0);
        cohort_controlled *controlled = control();
        check_all(controlled);
        for (int i = 0; i < count; i++)
            assert_true(persons(&controls[i], controlled) == 0.0);
        /* of men 5-9: nobody at the opening */
        assert_true(cohort_controlled_deaths(controlled, 0)->cells[1] == 0.0);
        for (int c = 0; c < DATES * CELLS; c++)
            assert_false(signbit(cohort_controlled_population(controlled, 0)->cells[c]));
        cohort_controlled_free(controlled);
        end();
    }
}

/* --- Controls that cannot be met --- */

static void refuses(int code, const char *part)
{
    cohort_error error;
    cohort_controlled *out = (cohort_controlled *)&error;
    const cohort_projection *const *all = (const cohort_projection *const *)area;
    assert_fails(cohort_controlled_new(AREAS, all, count, controls, &out, &error), code, error,
                 part);
    assert_null(out);
    assert_int_equal(cohort_controlled_new(AREAS, all, count, controls, &out, NULL), code);
}

static void contradictions_are_reported(void **state)
{
    begin(COHORT_WPP_END, NULL);
    add(COHORT_ALL_AREAS, everybody, 2025, 4500.0);
    for (int a = 0; a < AREAS; a++)
        add(a, everybody, 2025, 1000.0);
    refuses(COHORT_ERROR_SOLVE,
            "control 1 (all areas, total, 2025): expected 4500 persons, got 3000 "
            "after 10000 rounds: missed by 1500; it contradicts");
    count = 0;
    add(1, small_group(COHORT_FEMALE, 2), 2030, 10.0);
    add(1, small_group(COHORT_FEMALE, 2), 2030, 10.0 + 1e-6);
    refuses(COHORT_ERROR_SOLVE, "control 1 (area 1, women_10_14, 2030): expected 10 persons");
    controls[1].value = 10.0 + 1e-9; /* within 1e-9 of both */
    cohort_controlled *controlled = control();
    check_met(controlled);
    cohort_controlled_free(controlled);
    count = 0;
    add(COHORT_ALL_AREAS, (cohort_band){COHORT_MALE, 0, 9}, 2030, 0.0);
    add(2, small_group(COHORT_MALE, 1), 2030, 12.5);
    refuses(COHORT_ERROR_SOLVE, "control 2 (area 2, men_5_9, 2030): expected 12.5 persons, but "
                                "there are none to multiply (0 persons): missed by 12.5");
    end();
}

static void nobody_cannot_be_multiplied(void **state)
{
    begin(COHORT_IPSS, empty_cells);
    add_times(COHORT_ALL_AREAS, everybody, 2015, 1.1);
    add(1, small_group(COHORT_FEMALE, 3), 2015, 1e-3);
    refuses(COHORT_ERROR_SOLVE, "control 2 (area 1, women_15_19, 2015): expected 0.001 persons, "
                                "but there are none");
    controls[1].value = 0.0;
    cohort_controlled *controlled = control();
    check_all(controlled);
    cohort_controlled_free(controlled);
    end();
}

/* --- What is refused --- */

static void refuses_controls(void **state)
{
    const int value = COHORT_ERROR_VALUE, grid = COHORT_ERROR_GRID, other = COHORT_ERROR_ARGUMENT;
    static const double heads[CELLS] = {1.0};
    const cohort_figure percent = PERCENT_OF(COHORT_BOTH, 0, 14, 2020, 10.0);
    cohort_figure households = persons_of_area(1, everybody, 2020, 1.0), growth = households;
    households.measure.rates = heads;
    growth.times = 1.0;
    const struct {
        cohort_figure control;
        int code;
        const char *part;
    } cases[] = {
        {persons_of_area(0, everybody, 2020, (double)NAN), value,
         "control 2 (area 0, total, 2020): nan: expected"},
        {persons_of_area(0, everybody, 2020, (double)INFINITY), value,
         "inf: expected a finite number of persons"},
        {persons_of_area(0, everybody, 2020, -1.0), value,
         "-1: expected a finite number of persons, 0 or more"},
        {persons_of_area(0, everybody, 2021, 1.0), grid,
         "control 2 (area 0, total, 2021): year 2021: expected a "},
        {persons_of_area(-1, everybody, 2035, 1.0), grid,
         "date of the projections, every 5 years from 2015 to 2030"},
        {persons_of_area(0, (cohort_band){COHORT_BOTH, 3, 9}, 2020, 1.0), grid, "ages from 3"},
        {persons_of_area(0, (cohort_band){COHORT_BOTH, 0, 59}, 2020, 1.0), grid, "ages 0 to 59"},
        {persons_of_area(0, (cohort_band){3, 0, 4}, 2020, 1.0), other, "sex 3"},
        {percent, other,
         "control 2 (all areas, age_0_14/total, 2020): a percentage: expected persons in a band"},
        {households, other, "control 2 (area 1, total, 2020): persons times rates: expected"},
        {growth, other, "control 2 (area 1, total, 2020): a difference: expected persons"},
        {persons_of_area(0, everybody, 2020.5, 1.0), grid, "year 2020.5: expected a date"},
        {persons_of_area(AREAS, everybody, 2020, 1.0), other,
         "area 3: expected 0 to 2, or COHORT_ALL_AREAS"},
        {persons_of_area(-2, everybody, 2020, 1.0), other, "area -2"},
    };
    begin(COHORT_IPSS, NULL);
    add_times(0, everybody, 2020, 1.5);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        controls[1] = cases[k].control;
        count = 2;
        refuses(cases[k].code, cases[k].part);
    }
    count = 0;
    refuses(COHORT_ERROR_ARGUMENT, "0 controls: expected 1 or more");
    end();
}

static void refuses_areas(void **state)
{
    cohort_controlled *out = (cohort_controlled *)&count;
    cohort_error error;
    begin(COHORT_IPSS, NULL);
    add_times(0, everybody, 2020, 1.5);
    assert_fails(cohort_controlled_new(0, NULL, count, controls, &out, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 areas");
    assert_null(out);

    double *cell = &cohort_stock_cells(&area[1]->population)[CELLS + 3], kept = *cell;
    *cell = -1.0;
    refuses(COHORT_ERROR_VALUE, "area 1: 2020, men 15-19: -1: expected");
    *cell = kept;
    cohort_flow_cells(&area[2]->deaths)[CELLS + 3] += 1.0;
    refuses(COHORT_ERROR_ACCOUNT, "area 2: account of 2020-2025, men reaching 15-19: off by -1");
    end();

    begin(COHORT_IPSS, NULL);
    add_times(0, everybody, 2020, 1.5);
    cohort_grid later = small_grid;
    later.start++;
    cohort_inputs *in = scattered_inputs(&later);
    cohort_projection_free(area[1]);
    area[1] = project(in);
    cohort_inputs_free(in);
    refuses(COHORT_ERROR_GRID, "area 1: expected the grid of area 0");
    end();
}

/* Each in its convention; the projections need not live on; no area, no results. */
static void hands_out_what_there_is(void **state)
{
    begin(COHORT_IPSS, NULL);
    for (int a = 1; a < AREAS; a++) { /* one in each convention */
        cohort_inputs *in = scattered_inputs_of(&small_grid, (cohort_convention)a);
        cohort_projection_free(area[a]);
        area[a] = project(in);
        cohort_inputs_free(in);
    }
    add_margins(2030);
    cohort_controlled *controlled = control();
    check_all(controlled);
    end();
    check_met(controlled);
    assert_null(cohort_controlled_population(controlled, -1));
    assert_null(cohort_controlled_births(controlled, AREAS));
    assert_null(cohort_controlled_deaths(controlled, AREAS));
    assert_null(cohort_controlled_net_migration(controlled, COHORT_ALL_AREAS));
    assert_null(cohort_controlled_adjustment(controlled, AREAS));
    assert_null(cohort_controlled_factors(controlled, -1));
    cohort_controlled_free(controlled);
    cohort_controlled_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_met_and_events_follow),
        cmocka_unit_test(one_total_is_one_factor),
        cmocka_unit_test(disjoint_controls_need_one_round),
        cmocka_unit_test(cells_are_taken_over),
        cmocka_unit_test(order_of_areas_does_not_matter),
        cmocka_unit_test(what_is_consistent_stays),
        cmocka_unit_test(accounts_close_where_nobody_is),
        cmocka_unit_test(zero_empties_cells),
        cmocka_unit_test(contradictions_are_reported),
        cmocka_unit_test(nobody_cannot_be_multiplied),
        cmocka_unit_test(refuses_controls),
        cmocka_unit_test(refuses_areas),
        cmocka_unit_test(hands_out_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
