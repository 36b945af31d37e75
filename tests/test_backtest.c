/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Back-tests of made-up areas whose uncertainty is known. */
#include <cohort/backtest.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/files.h"
#include "support/world.h"

#include <stdlib.h>

static cohort_error error;

enum { ALL_ROWS = COHORT_SPREAD_BANDS * HORIZONS * 10 };

static cohort_backtest_options options_of(const cohort_forecast_options *forecast)
{
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    options.forecast = forecast;
    return options;
}

/* rows[band][horizon][class] */
static const cohort_backtest_row *row_of(const cohort_backtest_row *rows, int horizons, int classes,
                                         int band, int horizon, int class)
{
    return &rows[(band * horizons + horizon) * classes + class];
}

/* ---- errors ---- */

/* One interval from one base date: errors of +25, -20 and 0 % when the counts are set so. */
static void errors_are_reported(void **state)
{
    struct world *world = make_world(3, 2000.0, 9, &CELLS, &BIRTHS);
    static const double counted_per_forecast[] = {0.8, 1.25, 1.0};
    const cohort_cases cases = {sizeof(cohort_cases), NULL, BASE, BASE, 2000, 3};
    cohort_forecast_options known = known_rates();
    cohort_backtest_options options = options_of(&known);
    cohort_backtest_row rows[ALL_ROWS];
    cohort_stock peers;
    assert_ok(cohort_forecast_peers(3, world->stocks, NULL, &peers, &error), error);
    known.peers = &peers;
    known.as_of = BASE;
    for (int a = 0; a < 3; a++) {
        cohort_stock path;
        assert_ok(cohort_forecast_population(&world->stocks[a], BASE + 5, &known, &path, &error),
                  error);
        for (int c = 0; c < COHORT_SEXES * AGES; c++)
            person(world, a, 2, 0, 0)[c] =
                counted_per_forecast[a] * path.cells[COHORT_SEXES * AGES + c];
        cohort_stock_free(&path);
    }
    options.classes =
        (cohort_limits){1, {cohort_total(&world->stocks[0], BASE)}}; /* the class above has it */
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    for (int band = 0; band < COHORT_SPREAD_BANDS; band++) {
        const cohort_backtest_row *all = row_of(rows, 3, 3, band, 0, 2);
        assert_int_equal(all->cases, 3);
        assert_close(all->bias, (25.0 - 20.0 + 0.0) / 3.0, 0.0, 1e-9);
        assert_close(all->mape, (25.0 + 20.0 + 0.0) / 3.0, 0.0, 1e-9);
        assert_close(all->median, 20.0, 0.0, 1e-9);
        assert_true(isnan(all->within_80) && isnan(all->crps) && isnan(all->winkler_95));
        assert_int_equal(row_of(rows, 3, 3, band, 1, 2)->cases, 0);
        assert_true(isnan(row_of(rows, 3, 3, band, 1, 2)->mape));
        assert_int_equal(
            row_of(rows, 3, 3, band, 0, 0)->cases + row_of(rows, 3, 3, band, 0, 1)->cases, 3);
        assert_true(row_of(rows, 3, 3, band, 0, 1)->cases >= 1);
    }
    cohort_stock_free(&peers);
    free_world(world);
}

/* Sums of a group have the errors of their sums; classes are base dates. */
static void sums_and_base_dates_are_reported(void **state)
{
    struct world *world = make_world(4, 2000.0, 10, &CELLS, &BIRTHS);
    static const int group[] = {0, 1, 0, 1};
    const cohort_cases cases = COHORT_CASES;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row by_base[ALL_ROWS], sums[ALL_ROWS];
    cohort_stock peers, path[4];
    cohort_forecast_options usual = COHORT_FORECAST_OPTIONS;
    world->censuses.group = group;
    options.by = COHORT_BY_BASE;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, by_base, &error), error);
    options.by = COHORT_BY_GROUP;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, sums, &error), error);
    assert_int_equal(row_of(by_base, 3, DATES, 0, 0, 0)->cases, 4); /* from 1995 */
    assert_int_equal(row_of(by_base, 3, DATES, 0, 0, 2)->cases, 4); /* from 2005, the last */
    assert_int_equal(row_of(by_base, 3, DATES, 0, 2, 1)->cases, 0);
    assert_int_equal(row_of(by_base, 3, DATES, 0, 0, DATES - 1)->cases, 12);
    assert_int_equal(row_of(sums, 3, DATES, 0, 0, 0)->cases, 2);
    assert_int_equal(row_of(sums, 3, DATES, 0, 2, DATES - 1)->cases, 2);
    assert_ok(cohort_forecast_peers(4, world->stocks, NULL, &peers, &error), error);
    usual.peers = &peers;
    usual.as_of = BASE;
    double absolute = 0.0;
    for (int a = 0; a < 4; a++)
        assert_ok(
            cohort_forecast_population(&world->stocks[a], BASE + 15, &usual, &path[a], &error),
            error);
    for (int g = 0; g < 2; g++) {
        const double forecast =
            cohort_total(&path[g], BASE + 15) + cohort_total(&path[g + 2], BASE + 15);
        const double counted = cohort_total(&world->stocks[g], BASE + 15) +
                               cohort_total(&world->stocks[g + 2], BASE + 15);
        absolute += 100.0 * fabs(forecast / counted - 1.0) / 2.0;
    }
    assert_close(row_of(sums, 3, DATES, 0, 2, 0)->mape, absolute, 1e-12, 0.0); /* rounding */
    double forecast = 0.0, counted = 0.0;
    for (int a = 0; a < 4; a++) {
        forecast += cohort_total(&path[a], BASE + 15);
        counted += cohort_total(&world->stocks[a], BASE + 15);
    }
    options.by = COHORT_BY_ALL;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, sums, &error), error);
    assert_int_equal(row_of(sums, 3, DATES, 0, 2, 0)->cases, 1);
    assert_close(row_of(sums, 3, DATES, 0, 2, 0)->bias, 100.0 * (forecast / counted - 1.0), 1e-9,
                 1e-12); /* rounding */
    for (int a = 0; a < 4; a++)
        cohort_stock_free(&path[a]);
    cohort_stock_free(&peers);
    free_world(world);
}

/* Peers until the census before, and none: as forecasts with such peers. */
static void other_peers_are_taken(void **state)
{
    struct world *world = make_world(2, 2000.0, 12, &CELLS, &BIRTHS);
    cohort_cases cases = COHORT_CASES;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS];
    cohort_stock peers, path;
    assert_ok(cohort_forecast_peers(2, world->stocks, NULL, &peers, &error), error);
    peers.grid.steps = 1;
    options.by = COHORT_BY_BASE;
    for (int k = COHORT_PEERS_OLDER; k <= COHORT_PEERS_NONE; k++) {
        cohort_forecast_options usual = COHORT_FORECAST_OPTIONS;
        double bias = 0.0;
        usual.peers = k == COHORT_PEERS_OLDER ? &peers : NULL;
        usual.as_of = BASE + 5;
        options.peers = k;
        assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
        assert_int_equal(row_of(rows, 3, DATES, 0, 0, 0)->cases, k == COHORT_PEERS_OLDER ? 0 : 2);
        for (int a = 0; a < 2; a++) {
            const cohort_stock *own = &world->stocks[a];
            assert_ok(cohort_forecast_population(own, BASE + 10, &usual, &path, &error), error);
            bias += 50.0 * (cohort_total(&path, BASE + 10) / cohort_total(own, BASE + 10) - 1.0);
            cohort_stock_free(&path);
        }
        assert_close(row_of(rows, 3, DATES, 0, 0, 1)->bias, bias, 1e-9, 1e-12); /* rounding */
    }
    cohort_stock_free(&peers);
    free_world(world);
}

/* ---- intervals ---- */

/* Where they were fitted, intervals hold what they say, but for the sign of the median error, which is
 * taken both ways: it is a seventh of the sd here, which adds up to 1 point at 80 %. */
static void intervals_hold_where_they_were_fitted(void **state)
{
    struct world *world = make_world(400, 3000.0, 4, &CELLS, &BIRTHS);
    cohort_spreads *spreads;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS];
    assert_ok(cohort_backtest_fit(&world->censuses, &from_base, NULL, &spreads, &error), error);
    assert_int_equal(cohort_spreads_years(spreads), 5 * HORIZONS);
    options.spreads = spreads;
    assert_ok(cohort_backtest_run(&world->censuses, &from_base, &options, rows, &error), error);
    for (int band = 0; band < COHORT_SPREAD_BANDS; band++)
        for (int h = 0; h < HORIZONS; h++) {
            const cohort_backtest_row *row = row_of(rows, HORIZONS, 2, band, h, 1);
            assert_int_equal(row->cases, 400);
            assert_close(row->within_80, 80.0, 0.0, 2.0);
            assert_close(row->within_95, 95.0, 0.0, 1.0);
            assert_true(row->crps > 0.0 && row->winkler_95 > row->winkler_80);
            assert_true(row->crps < row->mape); /* an interval says more than its middle */
        }
    cohort_spreads_free(spreads);
    free_world(world);
}

/* Other areas of the same kind: of 600, which know nothing of each other, a share has the standard
 * error sqrt(0.8 0.2 / 600) = 1.6 points, or 0.9 at 95 %, and the quantiles of 400 have 2.0 and 1.1.
 * The bounds are four of both together: of 30 shares one false alarm in 500 seeds. */
static void intervals_hold_elsewhere(void **state)
{
    struct world *world = make_world(MOST_AREAS, 3000.0, 4, &CELLS, &BIRTHS);
    unsigned char fitted[MOST_AREAS] = {0}, tested[MOST_AREAS] = {0};
    cohort_cases cases[2] = {from_base, from_base};
    cohort_spreads *spreads;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS];
    for (int a = 0; a < MOST_AREAS; a++)
        (a < 400 ? fitted : tested)[a] = 1;
    cases[0].areas = fitted;
    cases[1].areas = tested;
    assert_ok(cohort_backtest_fit(&world->censuses, &cases[0], NULL, &spreads, &error), error);
    options.spreads = spreads;
    assert_ok(cohort_backtest_run(&world->censuses, &cases[1], &options, rows, &error), error);
    for (int i = 0; i < COHORT_SPREAD_BANDS * HORIZONS; i++) {
        assert_int_equal(rows[2 * i + 1].cases, 600);
        assert_close(rows[2 * i + 1].within_80, 80.0, 0.0, 10.3);
        assert_close(rows[2 * i + 1].within_95, 95.0, 0.0, 5.7);
    }
    cohort_spreads_free(spreads);
    free_world(world);
}

/* The score of an interval, and the CRPS, of one case whose quantiles are asked for one by one. */
static void scores_are_those_of_the_formulas(void **state)
{
    struct world *world = make_world(40, 3000.0, 5, &CELLS, &BIRTHS);
    unsigned char one[40] = {1};
    cohort_cases cases = from_base;
    cohort_spreads *spreads;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS];
    cohort_stock peers, path;
    cohort_forecast_options usual = COHORT_FORECAST_OPTIONS;
    const cohort_figure total = cohort_figure_of(everybody, BASE + 10, 0.0);
    double ends[4], pinball = 0.0, q;
    static const double p[] = {0.1, 0.9, 0.025, 0.975};
    assert_ok(cohort_backtest_fit(&world->censuses, &cases, NULL, &spreads, &error), error);
    cases.areas = one;
    options.spreads = spreads;
    *person(world, 0, 3, 0, 5) += 700.0; /* outside of both intervals */
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    assert_ok(cohort_forecast_peers(40, world->stocks, NULL, &peers, &error), error);
    usual.peers = &peers;
    usual.as_of = BASE;
    assert_ok(cohort_forecast_population(&world->stocks[0], BASE + 15, &usual, &path, &error),
              error);
    const double counted = cohort_total(&world->stocks[0], BASE + 10), per = 100.0 / counted;
    for (int i = 0; i < 4; i++)
        assert_ok(cohort_spreads_quantile(spreads, &path, &total, p[i], &ends[i], &error), error);
    for (int i = 0; i < 23; i++) {
        const double level = 0.01 + 0.98 * i / 22;
        assert_ok(cohort_spreads_quantile(spreads, &path, &total, level, &q, &error), error);
        pinball += counted > q ? level * (counted - q) : (1.0 - level) * (q - counted);
    }
    const cohort_backtest_row *row = row_of(rows, HORIZONS, 2, 0, 1, 1);
    assert_true(counted > ends[3]);
    assert_close(row->within_95, 0.0, 0.0, 0.0);
    assert_close(row->winkler_80, per * (ends[1] - ends[0] + 10.0 * (counted - ends[1])), 1e-9,
                 0.0);
    assert_close(row->winkler_95, per * (ends[3] - ends[2] + 40.0 * (counted - ends[3])), 1e-9,
                 0.0);
    assert_close(row->crps, per * 2.0 * pinball / 23.0, 1e-9, 0.0);
    cohort_stock_free(&path);
    cohort_stock_free(&peers);
    cohort_spreads_free(spreads);
    free_world(world);
}

/* Coverage is kept, by size and the extremes by base date. */
static void coverage_is_measured(void **state)
{
    struct world *world = make_world(60, 3000.0, 6, &CELLS, &BIRTHS);
    cohort_cases cases = COHORT_CASES;
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS], by_base[ALL_ROWS];
    cohort_spreads *spreads;
    cohort_coverage found;
    const cohort_figure total = cohort_figure_of(everybody, START + 5, 0.0);
    const cohort_stock *path = &world->stocks[0];
    cases.horizons = 1;
    options.classes = (cohort_limits){1, {cohort_total(path, START)}};
    assert_ok(cohort_backtest_fit(&world->censuses, &cases, NULL, &spreads, &error), error);
    assert_fails(cohort_spreads_coverage(spreads, path, &total, 0.8, &found, &error),
                 COHORT_ERROR_MISSING, error, "coverage of this figure at 80 %, in 1995, has not");
    assert_ok(cohort_backtest_measure(&world->censuses, &cases, &options, spreads, &error), error);
    assert_ok(cohort_spreads_coverage(spreads, path, &total, 0.8, &found, &error), error);
    options.spreads = spreads;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    options.by = COHORT_BY_BASE;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, by_base, &error), error);
    assert_close(found.percent, rows[1].within_80, 0.0, 0.0);
    assert_close(found.persons_from, options.classes.limit[0], 0.0, 0.0);
    assert_true(isinf(found.persons_to));
    assert_close(found.least,
                 fmin(fmin(by_base[0].within_80, by_base[1].within_80), by_base[2].within_80), 0.0,
                 0.0);
    assert_close(found.most,
                 fmax(fmax(by_base[0].within_80, by_base[1].within_80), by_base[2].within_80), 0.0,
                 0.0);
    cohort_spreads_free(spreads);
    free_world(world);
}

/* ---- what areas have in common ---- */

/* A shock that a group shares makes its sum's interval wider than independent areas would have. */
static double width_of_sum(int shared)
{
    struct world *world = make_world(200, 3000.0, 7, &CERTAIN, &CERTAIN);
    int group[200];
    const cohort_cases cases = COHORT_CASES;
    cohort_spreads *spreads;
    cohort_stock paths[20];
    static const double p[] = {0.1, 0.9};
    double ends[2];
    srand(1);
    for (int a = 0; a < 200; a++)
        group[a] = a / 20;
    for (int date = 1; date < DATES; date++) {
        double shock = 0.0;
        for (int a = 0; a < 200; a++) {
            if (a % 20 == 0 || !shared)
                shock = 0.1 * ((double)rand() / RAND_MAX - 0.5);
            for (int later = date; later < DATES; later++)
                for (int c = 0; c < COHORT_SEXES * AGES; c++)
                    person(world, a, later, 0, 0)[c] *= exp(shock);
        }
    }
    world->censuses.group = group;
    assert_ok(cohort_backtest_fit(&world->censuses, &cases, NULL, &spreads, &error), error);
    for (int a = 0; a < 20; a++)
        paths[a] = world->stocks[a];
    const cohort_figure total = cohort_figure_of(everybody, START + 5, 0.0);
    assert_ok(cohort_spreads_sum(spreads, 20, paths, NULL, &total, 2000, 1, 2, p, ends, &error),
              error);
    cohort_spreads_free(spreads);
    free_world(world);
    return ends[1] / ends[0] - 1.0;
}

static void what_is_shared_is_found(void **state)
{
    const double together = width_of_sum(1), apart = width_of_sum(0);
    assert_true(together > 2.5 * apart); /* one shock or twenty: sqrt(20) = 4.5 times */
}

/* ---- structs of other versions ---- */

/* Options with members that this library does not know, and cases without the last ones, behind which
 * anything may stand. */
static void older_and_newer_structs_are_taken(void **state)
{
    struct world *world = make_world(8, 2000.0, 11, &CELLS, &BIRTHS);
    struct {
        cohort_forecast_options known;
        double rest[30];
    } forecast = {.known = known_rates()};
    cohort_backtest_options options = options_of(&forecast.known), usual = options_of(NULL);
    cohort_cases cases = COHORT_CASES, older = COHORT_CASES;
    cohort_backtest_row rows[ALL_ROWS], expected[ALL_ROWS];
    char *texts[2];
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, expected, &error), error);
    forecast.known.size = sizeof forecast;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    assert_memory_equal(rows, expected, (size_t)(COHORT_SPREAD_BANDS * 3 * 2) * sizeof *rows);
    forecast.rest[29] = 1.0;
    assert_fails(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error),
                 COHORT_ERROR_ARGUMENT, error, "the bytes after them are not zero");
    older.size = offsetof(cohort_cases, until);
    older.until = -1;
    older.horizons = 1000;
    for (int k = 0; k < 2; k++) {
        const cohort_cases *given = k == 0 ? &cases : &older;
        cohort_spreads *spreads;
        cohort_output *output;
        assert_ok(cohort_backtest_fit(&world->censuses, given, NULL, &spreads, &error), error);
        assert_ok(cohort_backtest_measure(&world->censuses, given, &usual, spreads, &error), error);
        assert_ok(cohort_output_memory(&output, &error), error);
        cohort_spreads_write(spreads, output);
        texts[k] = memory_read(output, NULL);
        cohort_spreads_free(spreads);
    }
    assert_string_equal(texts[0], texts[1]);
    assert_non_null(strstr(texts[0], "total,15,within_95,most"));
    free(texts[0]);
    free(texts[1]);
    free_world(world);
}

/* ---- what is left out, what is refused ---- */

static void counts_are_left_out(void **state)
{
    struct world *world = make_world(3, 2000.0, 8, &CELLS, &BIRTHS);
    unsigned char left_out[3 * DATES] = {0};
    const cohort_cases cases = COHORT_CASES;
    const cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row rows[ALL_ROWS];
    left_out[0 * DATES + 2] = 1; /* 2000 of the first: no base 2000, 2005; no error in 2000 */
    world->censuses.left_out = left_out;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    assert_int_equal(row_of(rows, 3, 2, 0, 0, 1)->cases, 9 - 3);
    assert_int_equal(row_of(rows, 3, 2, 0, 1, 1)->cases, 6 - 1);
    left_out[0 * DATES + 2] = 0;
    memset(person(world, 1, 4, 0, 0), 0, COHORT_SEXES * AGES * sizeof(double)); /* nobody */
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error), error);
    assert_int_equal(row_of(rows, 3, 2, 0, 0, 1)->cases, 8);
    free_world(world);
}

/* Sums of groups: an area of nobody adds nothing, and a group of such areas, or one in which nobody was
 * counted, is no case. */
static void groups_of_nobody_are_no_cases(void **state)
{
    enum { AREAS = 4, NOW = 2000 };
    const size_t size = COHORT_SEXES * AGES * sizeof(double);
    static const int group[AREAS] = {0, 1, 2, 0};
    struct world *world = make_world(AREAS, 2000.0, 33, &CELLS, &BIRTHS);
    const cohort_cases cases = {sizeof cases, NULL, BASE, BASE, NOW, 1};
    cohort_backtest_options options = options_of(NULL);
    cohort_backtest_row with[ALL_ROWS], without[ALL_ROWS];
    cohort_stock peers;
    cohort_forecast_options usual = COHORT_FORECAST_OPTIONS;
    assert_ok(cohort_forecast_peers(AREAS, world->stocks, NULL, &peers, &error), error);
    usual.peers = &peers;
    usual.as_of = BASE;
    options.forecast = &usual;
    world->censuses.group = group;
    for (int date = 0; date < DATES; date++) /* the second never had anybody */
        memset(person(world, 1, date, 0, 0), 0, size);
    memset(person(world, 2, 2, 0, 0), 0, size); /* in the third nobody was counted in 2000 */
    options.by = COHORT_BY_SIZE;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, with, &error), error);
    assert_int_equal(row_of(with, 1, 2, 0, 0, 1)->cases, 2);
    options.by = COHORT_BY_GROUP;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, with, &error), error);
    assert_int_equal(row_of(with, 1, DATES, 0, 0, DATES - 1)->cases, 1);
    memset(person(world, 3, 2, 0, 0), 0, size); /* now the first only */
    world->censuses.areas = 1;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, without, &error), error);
    world->censuses.areas = AREAS;
    assert_ok(cohort_backtest_run(&world->censuses, &cases, &options, with, &error), error);
    assert_int_equal(row_of(without, 1, DATES, 0, 0, DATES - 1)->cases, 1);
    assert_true(row_of(with, 1, DATES, 0, 0, DATES - 1)->bias >
                row_of(without, 1, DATES, 0, 0, DATES - 1)->bias); /* more than are there */
    cohort_stock_free(&peers);
    free_world(world);
}

static const struct wrong {
    int horizons, from, to, by, peers;
    cohort_limits classes;
    int code;
    const char *part; /* of the message */
} wrongs[] = {
    {0, 0, 9999, 0, 0, {0, {0}}, COHORT_ERROR_ARGUMENT, "0 horizons"},
    {COHORT_HORIZONS_MAX + 1, 0, 9999, 0, 0, {0, {0}}, COHORT_ERROR_ARGUMENT, "expected 1 to"},
    {3, 2010, 2005, 0, 0, {0, {0}}, COHORT_ERROR_ARGUMENT, "2010 to 2005: expected 1 to"},
    {3, 2006, 2009, 0, 0, {0, {0}}, COHORT_ERROR_MISSING, "no case"},
    {3, 0, 9999, 4, 0, {0, {0}}, COHORT_ERROR_ARGUMENT, "by 4"},
    {3, 0, 9999, -1, 0, {0, {0}}, COHORT_ERROR_ARGUMENT, "by -1"},
    {3, 0, 9999, 0, 3, {0, {0}}, COHORT_ERROR_ARGUMENT, "peers 3"},
    {3, 0, 9999, 0, -1, {0, {0}}, COHORT_ERROR_ARGUMENT, "peers -1"},
    {3, 0, 9999, 0, 0, {2, {5.0, 4.0}}, COHORT_ERROR_ARGUMENT, "limits of classes, 2"},
    {3, 0, 9999, 0, 0, {1, {(double)INFINITY}}, COHORT_ERROR_ARGUMENT, "limits of classes, 1"},
    {3, 0, 9999, 0, 0, {-1, {0}}, COHORT_ERROR_ARGUMENT, "limits of classes, -1"},
    {3, 0, 9999, 0, 0, {COHORT_LIMITS_MAX + 1, {0}}, COHORT_ERROR_ARGUMENT, "limits of classes"},
};

static void wrong_arguments_are_refused(void **state)
{
    struct world *world = make_world(3, 2000.0, 8, &CELLS, &BIRTHS);
    cohort_backtest_row rows[ALL_ROWS];
    cohort_spreads *spreads;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const struct wrong *wrong = &wrongs[i];
        cohort_cases cases = COHORT_CASES;
        cohort_backtest_options options = options_of(NULL);
        cases.horizons = wrong->horizons;
        cases.from = wrong->from;
        cases.to = wrong->to;
        options.by = wrong->by;
        options.peers = wrong->peers;
        options.classes = wrong->classes;
        assert_fails(cohort_backtest_run(&world->censuses, &cases, &options, rows, &error),
                     wrong->code, error, wrong->part);
    }
    const cohort_stock short_one = {.grid = {5, 19, 2000, 1}}, annual = {.grid = {1, 90, 2000, 5}};
    const cohort_censuses none = {0, NULL, NULL, NULL}, without = {1, NULL, NULL, NULL},
                          two = {1, &short_one, NULL, NULL}, years = {1, &annual, NULL, NULL};
    const struct {
        const cohort_censuses *censuses;
        int code;
        const char *part;
    } unfit[] = {{&none, COHORT_ERROR_ARGUMENT, "0 areas"},
                 {&without, COHORT_ERROR_ARGUMENT, "1 areas: expected 1 or more, with stocks"},
                 {&two, COHORT_ERROR_GRID, "2 censuses, 5 years apart"},
                 {&years, COHORT_ERROR_GRID, "6 censuses, 1 years apart"}};
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
        assert_fails(cohort_backtest_run(unfit[i].censuses, &from_base, NULL, rows, &error),
                     unfit[i].code, error, unfit[i].part);
    assert_fails(cohort_backtest_fit(&world->censuses, &from_base, NULL, &spreads, &error),
                 COHORT_ERROR_MISSING, error, "3 cases 5 years on: expected 5 or more");
    assert_null(spreads);
    const int group[] = {0, -1, 0};
    world->censuses.group = group;
    assert_fails(cohort_backtest_run(&world->censuses, &from_base, NULL, rows, &error),
                 COHORT_ERROR_ARGUMENT, error, "area 1, group -1");
    free_world(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_reported),
        cmocka_unit_test(sums_and_base_dates_are_reported),
        cmocka_unit_test(other_peers_are_taken),
        cmocka_unit_test(intervals_hold_where_they_were_fitted),
        cmocka_unit_test(intervals_hold_elsewhere),
        cmocka_unit_test(scores_are_those_of_the_formulas),
        cmocka_unit_test(coverage_is_measured),
        cmocka_unit_test(what_is_shared_is_found),
        cmocka_unit_test(older_and_newer_structs_are_taken),
        cmocka_unit_test(counts_are_left_out),
        cmocka_unit_test(groups_of_nobody_are_no_cases),
        cmocka_unit_test(wrong_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
