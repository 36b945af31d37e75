/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of forecasts and their intervals, by class and horizon. */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/range.h"
#include "core/sized.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

/* Quantiles of the CRPS, and the ends of both intervals behind them. */
enum { OF_CRPS = 23, ENDS = 4, ASKED = OF_CRPS + ENDS, DRAWS = 1000 };
static const double ends[ENDS] = {0.1, 0.9, 0.025, 0.975};

struct run {
    struct panel panel;
    cohort_backtest_options options;
    struct outcomes outcomes;
    double p[ASKED], deviate[ASKED];
    int classes;      /* with all */
    double *absolute; /* [class][outcomes], of a band and horizon: to find medians */
};

/* ---- one comparison ---- */

/* The forecast of a case's sum over areas; values[ASKED]. */
struct compared {
    double counted, expected, quantile[ASKED];
};

static double winkler(double low, double high, double level, double count)
{
    const double times = 2.0 / (1.0 - level);
    return high - low + times * fmax(low - count, 0.0) + times * fmax(count - high, 0.0);
}

/* Sums until `finish`. */
static void add(cohort_backtest_row *row, const struct compared *c, bool has_intervals,
                double *absolute)
{
    const double *q = c->quantile, *end = c->quantile + OF_CRPS, per = 100.0 / c->counted;
    const double error = per * (c->expected - c->counted);
    double pinball = 0.0;
    absolute[row->cases++] = fabs(error);
    row->bias += error;
    row->mape += fabs(error);
    if (!has_intervals)
        return;
    row->within_80 += 100.0 * (c->counted >= end[0] && c->counted <= end[1]);
    row->within_95 += 100.0 * (c->counted >= end[2] && c->counted <= end[3]);
    row->winkler_80 += per * winkler(end[0], end[1], 0.8, c->counted);
    row->winkler_95 += per * winkler(end[2], end[3], 0.95, c->counted);
    for (int i = 0; i < OF_CRPS; i++) {
        const double p = 0.01 + 0.98 * i / (OF_CRPS - 1), over = c->counted - q[i];
        pinball += fmax(p * over, (p - 1.0) * over);
    }
    row->crps += per * 2.0 * pinball / OF_CRPS;
}

static void finish(cohort_backtest_row *row, bool has_intervals, double *absolute)
{
    const int n = row->cases;
    double *const means[] = {&row->bias,       &row->mape,       &row->within_80, &row->within_95,
                             &row->winkler_80, &row->winkler_95, &row->crps};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        *means[i] = n > 0 && (i < 2 || has_intervals) ? *means[i] / n : (double)NAN;
    row->median = (double)NAN;
    if (n == 0)
        return;
    gsl_sort(absolute, 1, (size_t)n);
    row->median = 0.5 * (absolute[(n - 1) / 2] + absolute[n / 2]);
}

/* ---- single areas ---- */

static int class_of(const struct run *run, const struct outcome *of)
{
    return run->options.by == COHORT_BY_SIZE
               ? cohort_limits_class(&run->options.classes, of->kind.persons)
               : of->base - 1;
}

static void quantiles_of(const struct run *run, const struct outcome *of, int band,
                         struct compared *c)
{
    const struct spread *spread = &run->options.spreads->of[band][of->horizon - 1];
    const double scale = cohort_spread_scale(spread, of->kind);
    for (int i = 0; i < ASKED; i++)
        c->quantile[i] = c->expected * exp(scale * cohort_spread_at(spread, run->deviate[i]));
}

/* Into the rows of a class and of all. */
static void put(const struct run *run, int class, const struct compared *c,
                cohort_backtest_row *rows)
{
    const int to[2] = {class, run->classes - 1};
    for (int k = 0; k < 2; k++)
        add(&rows[to[k]], c, run->options.spreads != NULL,
            run->absolute + (size_t)to[k] * (size_t)run->outcomes.count);
}

static void run_areas(const struct run *run, int band, int horizon, cohort_backtest_row *rows)
{
    for (int i = 0; i < run->outcomes.count; i++) {
        const struct outcome *of = &run->outcomes.of[i];
        struct compared c = {.counted = of->counted[band], .expected = of->expected[band]};
        if (of->horizon != horizon || !(c.counted > 0.0 && c.expected > 0.0))
            continue;
        if (run->options.spreads)
            quantiles_of(run, of, band, &c);
        put(run, class_of(run, of), &c, rows);
    }
}

/* ---- sums of groups ---- */

/* The sum over a group (-1: all) among outcomes of one base date and horizon. Given: room,
 * errors[count] and of[count]. */
static int sum_group(const struct run *run, const struct outcome *first, int count, int group,
                     int band, struct error_of *errors, int *of_area, cohort_backtest_row *rows,
                     cohort_error *error)
{
    const int *groups = run->panel.censuses->group;
    struct compared c = {.counted = 0.0};
    int n = 0;
    for (int i = 0; i < count; i++) {
        const struct outcome *of = &first[i];
        of_area[n] = groups ? groups[of->area] : 0;
        if ((group >= 0 && of_area[n] != group) || !(of->expected[band] > 0.0))
            continue;
        c.counted += of->counted[band];
        c.expected += of->expected[band];
        errors[n] = (struct error_of){.forecast = of->expected[band]};
        if (run->options.spreads) {
            errors[n].spread = &run->options.spreads->of[band][of->horizon - 1];
            errors[n].scale = cohort_spread_scale(errors[n].spread, of->kind);
        }
        n++;
    }
    if (n == 0 || !(c.counted > 0.0))
        return COHORT_OK;
    const int code = run->options.spreads ? cohort_spread_sum(n, errors, group < 0 ? of_area : NULL,
                                                              DRAWS, (uint64_t)(group + 1), ASKED,
                                                              run->p, c.quantile, error)
                                          : COHORT_OK;
    if (!code)
        put(run, first->base - 1, &c, rows);
    return code;
}

static int run_groups(const struct run *run, int band, int horizon, cohort_backtest_row *rows,
                      cohort_error *error)
{
    const struct outcome *all = run->outcomes.of;
    const bool is_all = run->options.by == COHORT_BY_ALL;
    const int end =
        is_all ? 0 : cohort_spread_groups(run->panel.censuses->group, run->panel.censuses->areas);
    struct error_of *errors = malloc((size_t)run->outcomes.count * sizeof *errors);
    int *of_area = malloc((size_t)run->outcomes.count * sizeof *of_area);
    int code = errors && of_area ? COHORT_OK : cohort_fail_memory(error);
    for (int i = 0, n = 0; !code && i < run->outcomes.count; i += n) {
        for (n = 1; i + n < run->outcomes.count && all[i + n].base == all[i].base &&
                    all[i + n].horizon == all[i].horizon;
             n++)
            continue;
        for (int g = is_all ? -1 : 0; !code && all[i].horizon == horizon && g < end; g++)
            code = sum_group(run, &all[i], n, g, band, errors, of_area, rows, error);
    }
    free(errors);
    free(of_area);
    return code;
}

/* ---- running ---- */

static const cohort_backtest_options DEFAULTS = COHORT_BACKTEST_OPTIONS;
static const struct cohort_sized OPTIONS = {"backtest_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_backtest_options, peers)};

void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

static int check_classes(const cohort_limits *limits, cohort_error *error)
{
    bool is_good = limits->count >= 0 && limits->count <= COHORT_LIMITS_MAX;
    for (int k = 0; is_good && k < limits->count; k++)
        is_good = isfinite(limits->limit[k]) && (k == 0 || limits->limit[k] > limits->limit[k - 1]);
    return is_good ? COHORT_OK
                   : cohort_fail(error, COHORT_ERROR_ARGUMENT,
                                 "limits of classes, %d: expected 0 to %d, finite and ascending",
                                 limits->count, COHORT_LIMITS_MAX);
}

static int check(const struct run *run, cohort_error *error)
{
    const cohort_backtest_options *o = &run->options;
    if (o->by < COHORT_BY_SIZE || o->by > COHORT_BY_ALL || o->peers < COHORT_PEERS_TO_BASE ||
        o->peers > COHORT_PEERS_NONE)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "by %d, peers %d: expected COHORT_BY_SIZE to COHORT_BY_ALL, "
                           "COHORT_PEERS_TO_BASE to COHORT_PEERS_NONE",
                           o->by, o->peers);
    if (o->spreads && o->spreads->horizons < run->panel.cases.horizons)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d horizons, spreads of %d: expected no more",
                           run->panel.cases.horizons, o->spreads->horizons);
    return COHORT_OK;
}

/* Given: rows[COHORT_SPREAD_BANDS][horizons][classes]. */
static int run_all(struct run *run, cohort_backtest_row *rows, cohort_error *error)
{
    const int horizons = run->panel.cases.horizons, classes = run->classes;
    const size_t count = (size_t)run->outcomes.count;
    int code = check(run, error);
    run->absolute = malloc((size_t)classes * count * sizeof *run->absolute);
    if (!code && !run->absolute)
        code = cohort_fail_memory(error);
    for (int i = 0; !code && i < COHORT_SPREAD_BANDS * horizons; i++, rows += classes) {
        for (int k = 0; k < classes; k++)
            rows[k] = (cohort_backtest_row){.cases = 0};
        if (run->options.by >= COHORT_BY_GROUP)
            code = run_groups(run, i / horizons, i % horizons + 1, rows, error);
        else
            run_areas(run, i / horizons, i % horizons + 1, rows);
        for (int k = 0; k < classes; k++)
            finish(&rows[k], run->options.spreads != NULL, run->absolute + (size_t)k * count);
    }
    free(run->absolute);
    return code;
}

/* The way to put errors together, and its classes, with all. */
static void put_by(struct run *run, int by)
{
    run->options.by = by;
    run->classes =
        by == COHORT_BY_SIZE ? run->options.classes.count + 2 : run->panel.grid.steps + 1;
}

/* From the options to the outcomes, which the caller frees, and the panel. */
static int begin(struct run *run, const cohort_censuses *censuses, const cohort_cases *cases,
                 const cohort_backtest_options *options, cohort_error *error)
{
    *run = (struct run){.classes = 0};
    for (int i = 0; i < ASKED; i++) {
        run->p[i] = i < OF_CRPS ? 0.01 + 0.98 * i / (OF_CRPS - 1) : ends[i - OF_CRPS];
        run->deviate[i] = gsl_cdf_ugaussian_Pinv(run->p[i]);
    }
    int code = cohort_sized_take(&OPTIONS, options, &run->options, error);
    if (!code)
        code = check_classes(&run->options.classes, error);
    if (!code)
        code = cohort_panel_make(&run->panel, censuses, cases, run->options.forecast, error);
    if (!code)
        put_by(run, run->options.by);
    run->panel.peers_until = run->options.peers;
    return code ? code : cohort_outcomes_make(&run->panel, &run->outcomes, error);
}

int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                        const cohort_backtest_options *options, cohort_backtest_row *rows,
                        cohort_error *error)
{
    struct run run;
    int code = begin(&run, censuses, cases, options, error);
    if (!code)
        code = run_all(&run, rows, error);
    free(run.outcomes.of);
    cohort_panel_free(&run.panel);
    return code ? code : cohort_succeed(error);
}

/* Coverage by size, or by base date, into the spreads. */
static int measure_by(struct run *run, int by, cohort_spreads *spreads, cohort_error *error)
{
    const int horizons = run->panel.cases.horizons, lines = COHORT_SPREAD_BANDS * horizons;
    put_by(run, by);
    const int classes = run->classes;
    cohort_backtest_row *rows = malloc((size_t)(lines * classes) * sizeof *rows);
    const int code = rows ? run_all(run, rows, error) : cohort_fail_memory(error);
    for (int i = 0; !code && i < lines; i++) {
        struct spread *of = &spreads->of[i / horizons][i % horizons];
        for (int k = 0; k < (classes - 1) * INTERVALS; k++) {
            const int j = k % INTERVALS;
            const cohort_backtest_row *row = &rows[i * classes + k / INTERVALS];
            const double within = j == 0 ? row->within_80 : row->within_95;
            if (by == COHORT_BY_SIZE)
                of->within[j][k / INTERVALS] = within;
            of->least[j] = by == COHORT_BY_SIZE ? (double)NAN : fmin(of->least[j], within);
            of->most[j] = by == COHORT_BY_SIZE ? (double)NAN : fmax(of->most[j], within);
        }
    }
    free(rows);
    return code;
}

int cohort_backtest_measure(const cohort_censuses *censuses, const cohort_cases *cases,
                            const cohort_backtest_options *options, cohort_spreads *spreads,
                            cohort_error *error)
{
    struct run run;
    cohort_spreads *measured = malloc(sizeof *measured); /* until all has gone well */
    if (!measured)
        return cohort_fail_memory(error);
    *measured = *spreads;
    int code = begin(&run, censuses, cases, options, error);
    run.options.spreads = spreads;
    if (!code)
        code = measure_by(&run, COHORT_BY_SIZE, measured, error);
    if (!code)
        code = measure_by(&run, COHORT_BY_BASE, measured, error);
    if (!code) {
        *spreads = *measured;
        spreads->classes = run.options.classes;
    }
    free(run.outcomes.of);
    cohort_panel_free(&run.panel);
    free(measured);
    return code ? code : cohort_succeed(error);
}
