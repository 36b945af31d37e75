/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts from counts: the formulas of the header, written out. */
#include <cohort/derive.h>
#include <cohort/forecast.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/world.h"

#include <stdlib.h>

static cohort_error error;

enum { CELLS_OF_DATE = COHORT_SEXES * AGES, LAST = START + 5 * (DATES - 1), TO = LAST + 15 };

/* Areas, their peers, and the options for them. */
struct setting {
    struct world *world;
    cohort_stock peers;
    cohort_forecast_options options;
};

static struct setting set_up(int areas, unsigned long seed)
{
    struct setting s = {.world = make_world(areas, 800.0, seed, &CELLS, &BIRTHS),
                        .options = COHORT_FORECAST_OPTIONS};
    assert_ok(cohort_forecast_peers(areas, s.world->stocks, NULL, &s.peers, &error), error);
    return s;
}

static void tear_down(struct setting *s)
{
    cohort_stock_free(&s->peers);
    free_world(s->world);
}

/* The first area's path to a year, by the options and the peers. */
static cohort_stock path_of(struct setting *s, int last_year)
{
    cohort_stock path;
    s->options.peers = &s->peers;
    assert_ok(
        cohort_forecast_population(&s->world->stocks[0], last_year, &s->options, &path, &error),
        error);
    return path;
}

static double in(const cohort_stock *stock, int date, int sex, int age)
{
    return stock->cells[cohort_cell(&stock->grid, date, sex, age)];
}

/* The ratio of a cohort that reaches an age, not the last, at a date. */
static double ratio(const cohort_stock *stock, int date, int sex, int age)
{
    return in(stock, date, sex, age) / in(stock, date - 1, sex, age - 1);
}

static double drawn(const struct setting *s, int date, int sex, int age)
{
    const cohort_stock *own = &s->world->stocks[0];
    const double R = ratio(&s->peers, date, sex, age), prior = s->options.prior;
    return (in(own, date, sex, age) + prior * R) / (in(own, date - 1, sex, age - 1) + prior) - R;
}

/* Under 60: level, excess of two intervals, gains and losses, growth by counts. */
static void the_young_are_forecast_by_the_formulas(void **state)
{
    struct setting s = set_up(4, 21);
    int gains = 0, growths = 0;
    cohort_stock path = path_of(&s, TO);
    assert_int_equal(path.grid.start, LAST);
    assert_int_equal(path.grid.steps, 3);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x <= 12; x++) {
            static const int groups[] = {0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4};
            const int group = groups[x - 1];
            const double level =
                (11.0 * ratio(&s.peers, 4, sex, x) + 2.0 * ratio(&s.peers, 3, sex, x) +
                 2.0 * ratio(&s.peers, 2, sex, x)) /
                15.0;
            const double e = 0.8 * drawn(&s, 4, sex, x) + 0.2 * drawn(&s, 3, sex, x);
            const double *by_sign = e > 0.0 ? s.options.gains : s.options.losses;
            for (int i = 0; i < 3; i++) {
                const double r = level + e * s.options.keep[group] * by_sign[0] *
                                             pow(s.options.fade[group] * by_sign[1], i);
                const double opening = in(&path, i, sex, x - 1);
                const double closing =
                    r > 1.0 ? opening + (r - 1.0) * in(&s.world->stocks[0], 3, sex, x - 1)
                            : r * opening;
                assert_close(in(&path, i + 1, sex, x), closing, 1e-12, 0.0); /* rounding */
                growths += r > 1.0;
            }
            gains += e > 0.0;
        }
    assert_true(gains > 3 && gains < 21 && growths > 3);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* From 60 on: the latest level, and the trend of all. */
static void the_old_follow_the_trend(void **state)
{
    struct setting s = set_up(4, 22);
    const double d = s.options.trend;
    cohort_stock path = path_of(&s, TO);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const int x = 13;
        const double now = ratio(&s.peers, 4, sex, x), first = ratio(&s.peers, 1, sex, x);
        const double g = pow(log(now) / log(first), 1.0 / 3.0);
        const double e = 0.8 * drawn(&s, 4, sex, x) + 0.2 * drawn(&s, 3, sex, x);
        for (int i = 0; i < 3; i++) {
            const double moved = d + (i > 0) * d * d + (i > 1) * d * d * d;
            const double r = (now + e * s.options.keep[5] * pow(s.options.fade[5], i)) *
                             exp(log(now) * (pow(g, moved) - 1.0));
            assert_close(in(&path, i + 1, sex, x), r * in(&path, i, sex, x - 1), 1e-12, 0.0);
        }
        assert_true(fabs(g - 1.0) > 1e-3);
    }
    cohort_stock_free(&path);
    tear_down(&s);
}

static double per_woman(const cohort_stock *stock, int date, int first, int last)
{
    double women = 0.0;
    for (int x = first; x <= last; x++)
        women += in(stock, date, COHORT_FEMALE, x);
    return (in(stock, date, COHORT_MALE, 0) + in(stock, date, COHORT_FEMALE, 0)) / women;
}

static void children_are_those_of_women_20_39(void **state)
{
    struct setting s = set_up(4, 23);
    const cohort_stock *own = &s.world->stocks[0];
    cohort_stock path = path_of(&s, TO);
    const double children = in(own, 4, COHORT_MALE, 0) + in(own, 4, COHORT_FEMALE, 0);
    const double R = per_woman(&s.peers, 4, 4, 7), women = children / per_woman(own, 4, 4, 7);
    const double e = (children + 20.0 * R) / (women + 20.0) - R;
    const double k = pow(R / per_woman(&s.peers, 0, 4, 7), 0.25);
    for (int i = 0; i < 3; i++) {
        const double moved = 0.4 + (i > 0) * 0.16 + (i > 1) * 0.064;
        assert_close(per_woman(&path, i + 1, 4, 7), (R + e * pow(0.9, i)) * pow(k, moved), 1e-12,
                     0.0);
    }
    assert_true(fabs(k - 1.0) > 1e-3 && fabs(e / R) > 1e-3);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* To the last age: those of the open group, too. */
static void mothers_may_be_of_any_age(void **state)
{
    struct setting s = set_up(3, 32);
    const cohort_stock *own = &s.world->stocks[0];
    cohort_forecast_options known = known_rates();
    cohort_stock path;
    known.peers = &s.peers;
    known.mothers_to = COHORT_OPEN_END;
    assert_ok(cohort_forecast_population(own, TO, &known, &path, &error), error);
    for (int i = 1; i <= 3; i++)
        assert_close(per_woman(&path, i, 3, AGES - 1), per_woman(&s.peers, 4, 3, AGES - 1), 1e-12,
                     0.0); /* rounding */
    cohort_stock_free(&path);
    tear_down(&s);
}

/* An area by itself keeps its ratios, but for trends; then they are those of derive. */
static void held_ratios_are_those_of_derive(void **state)
{
    struct world *world = make_world(1, 800.0, 24, &CELLS, &BIRTHS);
    cohort_forecast_options held = known_rates();
    cohort_inputs *reference, *derived, *later, *ours;
    cohort_projection *theirs, *mine;
    const cohort_stock *own = &world->stocks[0];
    cohort_grid grid = world_grid;
    grid.steps += 3;
    held.prior = 0.0;
    assert_ok(cohort_inputs_new(&grid, COHORT_IPSS, &reference, &error), error);
    for (int c = 0; c < grid.steps * CELLS_OF_DATE; c++)
        cohort_inputs_array(reference, COHORT_SURVIVAL)[c] = 0.9;
    for (int i = 0; i < grid.steps; i++)
        cohort_inputs_array(reference, COHORT_CWR)[i] = CWR;
    assert_ok(cohort_derive(own, reference, NULL, &derived, &error), error);
    assert_ok(cohort_inputs_restart(derived, LAST, own->cells + 4 * CELLS_OF_DATE, &later, &error),
              error);
    held.nation = reference;
    assert_ok(cohort_forecast(own, TO, &held, &ours, &error), error);
    assert_ok(cohort_projection_new(later, &theirs, &error), error);
    assert_ok(cohort_projection_new(ours, &mine, &error), error);
    for (int c = 0; c < 4 * CELLS_OF_DATE; c++)
        assert_close(cohort_projection_population(mine)->cells[c],
                     cohort_projection_population(theirs)->cells[c], 1e-12, 0.0); /* rounding */
    /* as cells are split: survival is the nation's under 60 */
    assert_close(cohort_inputs_view(ours, COHORT_SURVIVAL)[5], 0.9, 0.0, 0.0);
    cohort_projection_free(mine);
    cohort_projection_free(theirs);
    cohort_inputs_free(reference);
    cohort_inputs_free(derived);
    cohort_inputs_free(later);
    cohort_inputs_free(ours);
    free_world(world);
}

/* The rates lead to the populations; with a nation or without one. */
static void rates_lead_to_the_populations(void **state)
{
    struct setting s = set_up(4, 25);
    cohort_stock path;
    cohort_inputs *inputs;
    cohort_projection *run;
    s.options.peers = &s.peers;
    assert_ok(cohort_forecast_population(&s.world->stocks[1], TO, &s.options, &path, &error),
              error);
    assert_ok(cohort_forecast(&s.world->stocks[1], TO, &s.options, &inputs, &error), error);
    assert_ok(cohort_projection_new(inputs, &run, &error), error);
    for (int c = 0; c < 4 * CELLS_OF_DATE; c++)
        assert_close(cohort_projection_population(run)->cells[c], path.cells[c], 1e-11, 0.0);
    for (int c = 1; c < AGES; c++)
        assert_true(cohort_inputs_view(inputs, COHORT_SURVIVAL)[c] <= 1.0);
    cohort_projection_free(run);
    cohort_inputs_free(inputs);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* What comes after as_of does not enter, neither of the area nor of its peers. */
static void the_future_is_not_known(void **state)
{
    struct setting s = set_up(3, 26);
    cohort_stock before, after;
    s.options.as_of = BASE;
    before = path_of(&s, BASE + 10);
    assert_int_equal(before.grid.start, BASE);
    for (int c = 2 * CELLS_OF_DATE; c < DATES * CELLS_OF_DATE; c++)
        cohort_stock_cells(&s.world->stocks[0])[c] = cohort_stock_cells(&s.peers)[c] = 1.0;
    after = path_of(&s, BASE + 10);
    assert_memory_equal(before.cells, after.cells, 3 * CELLS_OF_DATE * sizeof(double));
    cohort_stock_free(&before);
    cohort_stock_free(&after);
    tear_down(&s);
}

/* Peers until an earlier date stand for the later ones, too. */
static void peers_may_end_earlier(void **state)
{
    struct setting s = set_up(3, 27);
    s.peers.grid.steps = 3;
    cohort_stock path = path_of(&s, LAST + 5);
    const int x = 13, sex = COHORT_MALE;
    const double R = ratio(&s.peers, 3, sex, x), first = ratio(&s.peers, 1, sex, x);
    const cohort_stock *own = &s.world->stocks[0];
    const double last = (in(own, 4, sex, x) + 20.0 * R) / (in(own, 3, sex, x - 1) + 20.0) - R;
    const double e = 0.8 * last + 0.2 * drawn(&s, 3, sex, x);
    const double g = pow(log(R) / log(first), 0.5);
    assert_close(in(&path, 1, sex, x),
                 (R + 0.8 * e) * exp(log(R) * (pow(g, 0.8) - 1.0)) * in(own, 4, sex, x - 1), 1e-12,
                 0.0);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* Nobody, and no interval counted at both ends: the peers' ratios, and no sum that is not a number. */
static void nobody_stays_nobody(void **state)
{
    struct setting s = set_up(3, 28);
    unsigned char left_out[DATES] = {0, 1, 0, 1, 0};
    s.options.left_out = left_out;
    cohort_stock path = path_of(&s, LAST + 5);
    assert_close(
        in(&path, 1, 0, 13) / in(&path, 0, 0, 12),
        ratio(&s.peers, 4, 0, 13) *
            exp(log(ratio(&s.peers, 4, 0, 13)) *
                (pow(log(ratio(&s.peers, 4, 0, 13)) / log(ratio(&s.peers, 1, 0, 13)), 0.8 / 3.0) -
                 1.0)),
        1e-12, 0.0);
    cohort_stock_free(&path);
    memset(person(s.world, 0, 4, 0, 0), 0, CELLS_OF_DATE * sizeof(double));
    s.options.left_out = NULL;
    path = path_of(&s, TO);
    for (int c = 0; c < 4 * CELLS_OF_DATE; c++)
        assert_true(path.cells[c] == 0.0);
    cohort_stock_free(&path);
    tear_down(&s);
}

static void assert_same_path(const cohort_stock *counts, int last_year,
                             const cohort_forecast_options *options, const cohort_stock *expected)
{
    cohort_stock path;
    assert_ok(cohort_forecast_population(counts, last_year, options, &path, &error), error);
    assert_memory_equal(&path.grid, &expected->grid, sizeof path.grid);
    assert_memory_equal(path.cells, expected->cells,
                        ((size_t)path.grid.steps + 1) * CELLS_OF_DATE * sizeof(double));
    cohort_stock_free(&path);
}

/* The excess is that of the latest interval that was counted at both ends, however long ago. */
static void a_gap_leaves_the_area_its_own(void **state)
{
    struct setting s = set_up(3, 28);
    unsigned char left_out[DATES] = {0, 0, 0, 1, 0};
    s.options.left_out = left_out;
    s.options.trend = 0.0;
    cohort_stock path = path_of(&s, LAST + 5);
    assert_close(in(&path, 1, 0, 13) / in(&path, 0, 0, 12),
                 ratio(&s.peers, 4, 0, 13) + 0.8 * drawn(&s, 2, 0, 13), 1e-12, 0.0);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* A year between two counts is as the one before; peers of later dates know nothing yet. */
static void years_between_counts(void **state)
{
    struct setting s = set_up(3, 35);
    cohort_stock *own = &s.world->stocks[0], before;
    s.options.as_of = LAST - 5;
    before = path_of(&s, TO);
    s.options.as_of = LAST - 1;
    assert_same_path(own, TO, &s.options, &before);
    cohort_stock_free(&before);
    s.peers.grid.start += 20;
    assert_fails(cohort_forecast_population(own, TO, &s.options, &before, &error),
                 COHORT_ERROR_GRID, error, "expected two dates until the last count");
    s.peers.grid.start -= 20;
    tear_down(&s);
}

/* What is left out is not the base, whatever is there; neither that of as_of. */
static void a_count_that_is_left_out_is_no_base(void **state)
{
    struct setting s = set_up(3, 33);
    cohort_stock *own = &s.world->stocks[0], before;
    unsigned char left_out[DATES] = {0, 0, 0, 0, 1};
    s.options.as_of = LAST - 5;
    before = path_of(&s, TO);
    for (int k = 0; k < 2; k++) {
        s.options.left_out = left_out;
        s.options.as_of = k == 0 ? COHORT_OPEN_END : LAST;
        assert_same_path(own, TO, &s.options, &before);
        memset(person(s.world, 0, 4, 0, 0), 0, CELLS_OF_DATE * sizeof(double));
    }
    cohort_stock_free(&before);
    memset(left_out + 1, 1, DATES - 1);
    assert_fails(cohort_forecast_population(own, TO, &s.options, &before, &error),
                 COHORT_ERROR_GRID, error, "as of 1990: expected the second date or a later one");
    tear_down(&s);
}

/* An area by itself: as if those who were left out had not been counted at all. */
static void what_is_left_out_is_no_peer(void **state)
{
    struct world *world = make_world(1, 800.0, 34, &CELLS, &BIRTHS);
    cohort_stock *own = &world->stocks[0], later, path;
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    for (int gone = 0; gone < DATES; gone++) {
        unsigned char left_out[DATES] = {0};
        left_out[gone] = 1;
        options.left_out = left_out;
        assert_ok(cohort_forecast_population(own, TO, &options, &path, &error), error);
        for (int c = 0; c < CELLS_OF_DATE; c++)
            person(world, 0, gone, 0, 0)[c] *= 3.0 + c;
        assert_same_path(own, TO, &options, &path);
        if (gone == 0) { /* the same as censuses from the second one on */
            later = *own;
            later.grid = (cohort_grid){5, AGES, START + 5, DATES - 2};
            later.cells = own->cells + CELLS_OF_DATE;
            options.left_out = NULL;
            assert_same_path(&later, TO, &options, &path);
        }
        cohort_stock_free(&path);
    }
    unsigned char every_second[DATES] = {0, 1, 0, 1, 0};
    options.left_out = every_second;
    assert_fails(cohort_forecast_population(own, TO, &options, &path, &error), COHORT_ERROR_GRID,
                 error, "without peers, two in a row");
    free_world(world);
}

/* In steps of one year: what fades in five years fades by the fifth root in one. */
static void fading_is_of_five_years(void **state)
{
    const cohort_grid grid = {1, 60, 2018, 2};
    cohort_stock own, peers, path;
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    assert_ok(cohort_stock_init(&own, &grid, &error), error);
    assert_ok(cohort_stock_init(&peers, &grid, &error), error);
    for (int c = 0; c < 3 * COHORT_SEXES * 60; c++) {
        cohort_stock_cells(&peers)[c] = 1000.0 - 10.0 * (c % 60);
        cohort_stock_cells(&own)[c] = 1000.0 - 12.0 * (c % 60);
    }
    options.peers = &peers;
    assert_ok(cohort_forecast_population(&own, 2023, &options, &path, &error), error);
    const int x = 31; /* from 30 on: of the third group */
    const double R = 690.0 / 700.0;
    const double e = (628.0 + 20.0 * R) / (640.0 + 20.0) - R;
    assert_true(e < 0.0);
    for (int i = 0; i < 3; i++) {
        const double kept = 0.7 * 1.1 * pow(0.5 * 1.05, i / 5.0);
        assert_close(in(&path, i + 1, 1, x) / in(&path, i, 1, x - 1), R + kept * e, 1e-12, 0.0);
    }
    cohort_stock_free(&own);
    cohort_stock_free(&peers);
    cohort_stock_free(&path);
}

/* Where the peers have nobody a cohort stays as it is; a first ratio of 1 gives no trend. */
static void a_ratio_of_nobody_is_one(void **state)
{
    struct setting s = set_up(3, 32);
    static const int ages[] = {5, 12};
    for (int date = 0; date < DATES; date++)
        for (int k = 0; k < 2; k++)
            for (int x = ages[k]; x <= ages[k] + 1; x++) {
                *person(s.world, 0, date, 0, x) = 100.0; /* so own ratios are 1, too */
                cohort_stock_cells(&s.peers)[cohort_cell(&world_grid, date, 0, x)] = 0.0;
            }
    cohort_stock_cells(&s.peers)[cohort_cell(&world_grid, 0, 1, 12)] = 0.0; /* at first */
    s.options.keep[5] = 0.0;
    cohort_stock path = path_of(&s, TO);
    for (int k = 0; k < 2; k++)
        assert_close(in(&path, 1, 0, ages[k] + 1), 100.0, 1e-12, 0.0); /* rounding */
    assert_close(in(&path, 1, 1, 13) / in(&path, 0, 1, 12), ratio(&s.peers, 4, 1, 13), 1e-12, 0.0);
    cohort_stock_free(&path);
    tear_down(&s);
}

/* ---- peers ---- */

static void peers_are_a_sum(void **state)
{
    struct world *world = make_world(3, 800.0, 29, &CELLS, &BIRTHS);
    unsigned char left_out[3 * DATES] = {0};
    cohort_stock peers;
    left_out[DATES + 2] = 1; /* the second area, at one date: not counted at every date */
    assert_ok(cohort_forecast_peers(3, world->stocks, left_out, &peers, &error), error);
    for (int c = 0; c < DATES * CELLS_OF_DATE; c++)
        assert_close(peers.cells[c], world->stocks[0].cells[c] + world->stocks[2].cells[c], 0.0,
                     0.0);
    cohort_stock_free(&peers);
    memset(left_out, 1, sizeof left_out);
    assert_fails(cohort_forecast_peers(3, world->stocks, left_out, &peers, &error),
                 COHORT_ERROR_MISSING, error, "no area was counted at every date");
    assert_null(peers.cells);
    assert_fails(cohort_forecast_peers(0, world->stocks, NULL, &peers, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 areas");
    assert_fails(cohort_forecast_peers(3, NULL, NULL, &peers, &error), COHORT_ERROR_ARGUMENT, error,
                 "3 areas");
    world->stocks[2].grid.start++;
    assert_fails(cohort_forecast_peers(3, world->stocks, NULL, &peers, &error), COHORT_ERROR_GRID,
                 error, "area 2: expected the ages and dates of area 0");
    world->stocks[2].grid.start--;
    *person(world, 1, 2, 1, 3) = -1.0;
    assert_fails(cohort_forecast_peers(3, world->stocks, NULL, &peers, &error), COHORT_ERROR_VALUE,
                 error, "area 1: count, 2000, women 15-19: -1");
    free_world(world);
}

/* ---- what is refused ---- */

static void fails(const struct setting *s, const cohort_forecast_options *options, int last_year,
                  int code, const char *text)
{
    cohort_stock path;
    cohort_inputs *inputs;
    assert_fails(
        cohort_forecast_population(&s->world->stocks[0], last_year, options, &path, &error), code,
        error, text);
    assert_null(path.cells);
    assert_fails(cohort_forecast(&s->world->stocks[0], last_year, options, &inputs, &error), code,
                 error, text);
    assert_null(inputs);
}

static void wrong_arguments_are_refused(void **state)
{
    struct setting s = set_up(2, 30);
    cohort_forecast_options o = s.options;
    cohort_stock fewer = s.peers;
    fails(&s, &o, LAST, COHORT_ERROR_GRID, "a whole number of intervals of 5 years after the last");
    fails(&s, &o, LAST + 7, COHORT_ERROR_GRID, "to 2017");
    o.as_of = START;
    fails(&s, &o, TO, COHORT_ERROR_GRID, "as of 1990: expected the second date or a later one");
    o.as_of = 1987;
    fails(&s, &o, TO, COHORT_ERROR_GRID, "as of 1987");
    const struct {
        double *option, value;
    } wrong[] = {{&o.prior, -1.0},    {&o.keep[3], (double)NAN}, {&o.trend, 1.5},
                 {&o.recent[0], 0.0}, {&o.level[0], 0.0},        {&o.level_old[0], 0.0}};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        o = s.options;
        *wrong[k].option = wrong[k].value;
        fails(&s, &o, TO, COHORT_ERROR_ARGUMENT,
              "the first weights above 0, trend and trend_children at most 1");
    }
    o = s.options;
    o.mothers_from = 22;
    fails(&s, &o, TO, COHORT_ERROR_GRID, "22");
    o = s.options;
    fewer.grid.ages = AGES - 1;
    o.peers = &fewer;
    fails(&s, &o, TO, COHORT_ERROR_GRID,
          "peers: 14 groups of 5 years at 5 dates: expected 15 of 5");
    fewer.grid = (cohort_grid){10, AGES, START, DATES - 1};
    fails(&s, &o, TO, COHORT_ERROR_GRID, "peers: 15 groups of 10 years");
    fewer.grid = (cohort_grid){5, AGES, START, 0};
    fails(&s, &o, TO, COHORT_ERROR_GRID, "at 1 dates: expected 15 of 5, at two dates or more");
    o = s.options;
    *person(s.world, 0, 2, 1, 3) = (double)INFINITY;
    fails(&s, &o, TO, COHORT_ERROR_VALUE, "count, 2000, women 15-19: inf");
    tear_down(&s);
}

/* A nation whose dates do not reach, or that has no child-woman ratios. */
static void a_nation_must_reach(void **state)
{
    struct setting s = set_up(2, 31);
    cohort_inputs *nation, *inputs;
    static const cohort_grid grids[] = {{5, AGES, START, DATES - 1},
                                        {5, AGES + 1, LAST, 3},
                                        {5, AGES, LAST + 5, 3},
                                        {5, AGES, LAST, 2}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        assert_ok(cohort_inputs_new(&grids[i], COHORT_IPSS, &nation, &error), error);
        s.options.nation = nation;
        assert_fails(cohort_forecast(&s.world->stocks[0], TO, &s.options, &inputs, &error),
                     COHORT_ERROR_GRID, error, "expected 15 of 5, the dates 2010 to 2025");
        assert_null(inputs);
        cohort_inputs_free(nation);
    }
    const cohort_grid grid = {5, AGES, LAST, 3};
    assert_ok(cohort_inputs_new(&grid, COHORT_WPP_EVEN, &nation, &error), error);
    s.options.nation = nation;
    assert_fails(cohort_forecast(&s.world->stocks[0], TO, &s.options, &inputs, &error),
                 COHORT_ERROR_GRID, error, "wpp-even: expected");
    assert_null(inputs);
    cohort_inputs_free(nation);
    tear_down(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_young_are_forecast_by_the_formulas),
        cmocka_unit_test(the_old_follow_the_trend),
        cmocka_unit_test(children_are_those_of_women_20_39),
        cmocka_unit_test(mothers_may_be_of_any_age),
        cmocka_unit_test(held_ratios_are_those_of_derive),
        cmocka_unit_test(rates_lead_to_the_populations),
        cmocka_unit_test(the_future_is_not_known),
        cmocka_unit_test(peers_may_end_earlier),
        cmocka_unit_test(nobody_stays_nobody),
        cmocka_unit_test(a_gap_leaves_the_area_its_own),
        cmocka_unit_test(years_between_counts),
        cmocka_unit_test(a_count_that_is_left_out_is_no_base),
        cmocka_unit_test(what_is_left_out_is_no_peer),
        cmocka_unit_test(fading_is_of_five_years),
        cmocka_unit_test(a_ratio_of_nobody_is_one),
        cmocka_unit_test(peers_are_a_sum),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(a_nation_must_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
