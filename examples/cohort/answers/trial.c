/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/trial.h"

#include "inputs/names.h"
#include "options/options.h"
#include "text/progress.h"

const cohort_limits trial_sizes = {SIZES - 1, {3000, 10000, 30000, 100000}};

/* Fewer cases than this at a horizon show nothing. */
enum { LEAST = 5 };

/* ---- forecasters ---- */

/* The rivals. Held: the last ratios of cohorts and of children to women of 15-49 (Hamilton and
 * Perry). Three: ratios of three intervals, the latest weighing most,
 * what is the area's own fading. */
static void make_forecasters(struct trial *t)
{
    static const double weights[COHORT_FORECAST_RECENT] = {0.6, 0.25, 0.15};
    for (int f = 0; f < FORECASTERS; f++) {
        cohort_forecast_options *o = &t->forecasters[f];
        cohort_forecast_options_init(o);
        if (f == OURS)
            continue;
        o->prior = f == THREE ? 100.0 : 0.0;
        o->trend = o->trend_children = f == THREE ? 0.8 : 0.0;
        o->gains_counted = 0;
        o->children_keep = o->gains[0] = o->gains[1] = o->losses[0] = o->losses[1] = 1.0;
        o->children_fade = f == THREE ? 0.8 : 1.0;
        for (int k = 0; k < COHORT_FORECAST_AGES; k++) {
            o->keep[k] = 1.0;
            o->fade[k] = o->children_fade;
        }
        for (int k = 0; k < COHORT_FORECAST_RECENT; k++) {
            o->recent[k] = f == THREE ? weights[k] : k == 0;
            o->level[k] = o->level_old[k] = o->recent[k]; /* so that own ratios are averaged */
        }
        o->mothers_from = 15;
        o->mothers_to = 49;
    }
}

/* ---- parts ---- */

static void divide(struct trial *t, const char *fit_on)
{
    int year, by_year = parse_year(fit_on, &year);
    const int areas = t->censuses.areas;
    for (int p = 0; p < PARTS; p++) {
        t->part[p] = (cohort_cases)COHORT_CASES;
        t->part[p].horizons = t->horizons;
        t->areas[p] = allocate((size_t)areas, 1);
        for (int a = 0; a < areas; a++) /* the first is odd */
            t->areas[p][a] = by_year || (a % 2 == (strcmp(fit_on, "even") == 0)) == (p == 0);
        t->part[p].areas = t->areas[p];
    }
    if (by_year)
        t->part[FITTED].until = t->part[TESTED].from = year;
}

static void find_groups(struct trial *t)
{
    struct text names[MOST_GROUPS];
    t->group = allocate((size_t)t->censuses.areas, sizeof *t->group);
    for (int a = 0; a < t->censuses.areas; a++)
        t->group[a] = prefecture_of(t->censuses.area[a].code, MOST_GROUPS, names, &t->groups);
}

/* ---- running ---- */

/* As many horizons as both parts have cases for. */
static int find_horizons(struct trial *t)
{
    static struct rows rows;
    int horizons = HORIZONS;
    for (int p = 0; p < PARTS; p++) {
        cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
        must(cohort_backtest_run(&t->counted, &t->part[p], &options, rows.row, &error));
        while (horizons > 1 && rows.row[2 * (horizons - 1)].cases < LEAST)
            horizons--;
    }
    return horizons;
}

static void run_rows(struct trial *t, int f, int by, int peers, const cohort_cases *cases,
                     bool intervals, struct rows *rows)
{
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    options.forecast = &t->forecasters[f];
    options.spreads = intervals ? t->spreads[f] : NULL;
    options.classes = trial_sizes;
    options.by = rows->by = by;
    options.peers = peers;
    rows->classes = by == COHORT_BY_SIZE ? SIZES + 1 : t->censuses.dates;
    if (rows->classes > MOST_CLASSES)
        die("%d censuses: expected %d or fewer", t->censuses.dates, MOST_CLASSES);
    must(cohort_backtest_run(&t->counted, cases, &options, rows->row, &error));
}

/* The totals' errors of the tested part in each prefecture, to see how they differ. */
static void run_group(struct trial *t, int f, int group)
{
    static struct rows rows;
    const int areas = t->censuses.areas;
    cohort_cases cases = t->part[TESTED];
    unsigned char *some = allocate((size_t)areas, 1);
    cohort_error none;
    for (int a = 0; a < areas; a++)
        some[a] = t->areas[TESTED][a] && t->group[a] == group;
    cases.areas = some;
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    options.forecast = &t->forecasters[f];
    const int code = cohort_backtest_run(&t->counted, &cases, &options, rows.row, &none);
    for (int h = 0; h < t->horizons; h++)
        t->by_group[f][group][h] = code ? (cohort_backtest_row){.cases = 0} : rows.row[2 * h];
    free(some);
}

static void run_forecaster(struct trial *t, int f)
{
    const cohort_cases *tested = &t->part[TESTED];
    cohort_cases recent = COHORT_CASES;
    recent.from = t->recent_from;
    recent.horizons = t->horizons;
    must(cohort_backtest_fit(&t->counted, &t->part[FITTED], &t->forecasters[f], &t->spreads[f],
                             &error));
    for (int p = 0; p < PARTS; p++)
        run_rows(t, f, COHORT_BY_SIZE, COHORT_PEERS_TO_BASE, &t->part[p], true, &t->by_size[p][f]);
    run_rows(t, f, COHORT_BY_BASE, COHORT_PEERS_TO_BASE, tested, true, &t->by_base[f]);
    if (f == OURS) {
        run_rows(t, f, COHORT_BY_GROUP, COHORT_PEERS_TO_BASE, tested, true, &t->sums);
        run_rows(t, f, COHORT_BY_ALL, COHORT_PEERS_TO_BASE, tested, true, &t->sum_of_all);
        for (int k = 0; k < OTHER_PEERS; k++)
            run_rows(t, f, COHORT_BY_BASE, COHORT_PEERS_OLDER + k, tested, true,
                     &t->other_peers[k]);
    }
    t->recent[f].classes = 0;
    if (t->recent_from < cohort_grid_year(&t->censuses.stock[0].grid, t->censuses.dates - 1))
        run_rows(t, f, COHORT_BY_SIZE, COHORT_PEERS_TO_BASE, &recent, false, &t->recent[f]);
    for (int g = 0; g < t->groups; g++)
        run_group(t, f, g);
}

void trial_make(struct trial *t, const char *file, const char *fit_on, int recent_from)
{
    memset(t, 0, sizeof *t);
    t->recent_from = recent_from;
    censuses_read(file, NULL, &t->censuses);
    find_groups(t);
    t->counted =
        (cohort_censuses){t->censuses.areas, t->censuses.stock, t->censuses.left_out, t->group};
    make_forecasters(t);
    t->horizons = HORIZONS;
    divide(t, fit_on);
    t->horizons = find_horizons(t);
    for (int p = 0; p < PARTS; p++)
        t->part[p].horizons = t->horizons;
    struct progress progress = progress_begin("forecasters", FORECASTERS);
    for (int f = 0; f < FORECASTERS; f++) {
        run_forecaster(t, f);
        progress_step(&progress);
    }
    progress_end(&progress);
}

void trial_clear(struct trial *t)
{
    for (int f = 0; f < FORECASTERS; f++)
        cohort_spreads_free(t->spreads[f]);
    for (int p = 0; p < PARTS; p++)
        free(t->areas[p]);
    free(t->group);
    censuses_free(&t->censuses);
}

const cohort_backtest_row *trial_row(const struct trial *t, const struct rows *rows, int band,
                                     int horizon, int class)
{
    return &rows->row[(band * t->horizons + horizon) * rows->classes + class];
}
