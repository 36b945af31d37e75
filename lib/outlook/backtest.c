/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of forecasts and their intervals, by class and horizon. */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/sized.h"
#include "outlook/classes.h"

#include <gsl/gsl_cdf.h>
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
    double *absolute; /* [band][horizon][class][outcomes]: to find medians */
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

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
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
    qsort(absolute, (size_t)n, sizeof *absolute, by_value);
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

static void put(struct run *run, int band, int horizon, int class, const struct compared *c,
                cohort_backtest_row *rows)
{
    const int to[2] = {class, run->classes - 1};
    for (int k = 0; k < 2; k++) {
        const int place = (band * run->panel.cases.horizons + horizon - 1) * run->classes + to[k];
        add(&rows[place], c, run->options.spreads != NULL,
            run->absolute + (size_t)place * (size_t)run->outcomes.count);
    }
}

static void run_areas(struct run *run, cohort_backtest_row *rows)
{
    for (int i = 0; i < run->outcomes.count; i++)
        for (int band = 0; band < COHORT_SPREAD_BANDS; band++) {
            const struct outcome *of = &run->outcomes.of[i];
            struct compared c = {.counted = of->counted[band], .expected = of->expected[band]};
            if (!(c.counted > 0.0 && c.expected > 0.0))
                continue;
            if (run->options.spreads)
                quantiles_of(run, of, band, &c);
            put(run, band, of->horizon, class_of(run, of), &c, rows);
        }
}

/* ---- sums of groups ---- */

static int group_of(const struct run *run, const struct outcome *of)
{
    const int *group = run->panel.censuses->group;
    return group ? group[of->area] : 0;
}

/* The sum over a group among outcomes of one base date and horizon. Given: errors[count], room. */
static int sum_group(struct run *run, const struct outcome *first, int count, int group, int band,
                     struct error_of *errors, cohort_backtest_row *rows, cohort_error *error)
{
    struct compared c = {.counted = 0.0};
    int n = 0;
    for (int i = 0; i < count; i++) {
        const struct outcome *of = &first[i];
        if (group_of(run, of) != group || !(of->expected[band] > 0.0))
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
    const int code = run->options.spreads
                         ? cohort_spread_sum(n, errors, NULL, DRAWS, (uint64_t)group + 1, ASKED,
                                             run->p, c.quantile, error)
                         : COHORT_OK;
    if (!code)
        put(run, band, first->horizon, first->base - 1, &c, rows);
    return code;
}

static int run_groups(struct run *run, cohort_backtest_row *rows, cohort_error *error)
{
    const struct outcome *all = run->outcomes.of;
    int groups = 1, code = COHORT_OK;
    struct error_of *errors = malloc((size_t)run->outcomes.count * sizeof *errors);
    if (!errors)
        return cohort_fail_memory(error);
    for (int i = 0; i < run->outcomes.count; i++)
        groups = group_of(run, &all[i]) >= groups ? group_of(run, &all[i]) + 1 : groups;
    for (int i = 0, n = 0; !code && i < run->outcomes.count; i += n) {
        for (n = 1; i + n < run->outcomes.count && all[i + n].base == all[i].base &&
                    all[i + n].horizon == all[i].horizon;
             n++)
            continue;
        for (int g = 0; !code && g < groups * COHORT_SPREAD_BANDS; g++)
            code = sum_group(run, &all[i], n, g / COHORT_SPREAD_BANDS, g % COHORT_SPREAD_BANDS,
                             errors, rows, error);
    }
    free(errors);
    return code;
}

/* ---- running ---- */

static const cohort_backtest_options DEFAULTS = COHORT_BACKTEST_OPTIONS;
static const struct cohort_sized OPTIONS = {"backtest_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_backtest_options, reserved)};

void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

static int check(const struct run *run, cohort_error *error)
{
    const cohort_backtest_options *o = &run->options;
    if (o->by < COHORT_BY_SIZE || o->by > COHORT_BY_GROUP)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "by %d: expected COHORT_BY_SIZE to "
                           "COHORT_BY_GROUP",
                           o->by);
    if (o->spreads && o->spreads->horizons < run->panel.cases.horizons)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d horizons, spreads of %d: expected no more",
                           run->panel.cases.horizons, o->spreads->horizons);
    return cohort_limits_check(&o->classes, "classes", error);
}

static int make_room(struct run *run, cohort_error *error)
{
    for (int i = 0; i < ASKED; i++) {
        run->p[i] = i < OF_CRPS ? 0.01 + 0.98 * i / (OF_CRPS - 1) : ends[i - OF_CRPS];
        run->deviate[i] = gsl_cdf_ugaussian_Pinv(run->p[i]);
    }
    run->classes = run->options.by == COHORT_BY_SIZE ? run->options.classes.count + 2
                                                     : run->panel.grid.steps + 1;
    const size_t rows = (size_t)(COHORT_SPREAD_BANDS * run->panel.cases.horizons * run->classes);
    run->absolute = malloc(rows * (size_t)run->outcomes.count * sizeof *run->absolute);
    return run->absolute ? COHORT_OK : cohort_fail_memory(error);
}

static int run_all(struct run *run, cohort_backtest_row *rows, cohort_error *error)
{
    const int count = COHORT_SPREAD_BANDS * run->panel.cases.horizons * run->classes;
    int code = COHORT_OK;
    for (int i = 0; i < count; i++)
        rows[i] = (cohort_backtest_row){.cases = 0};
    if (run->options.by == COHORT_BY_GROUP)
        code = run_groups(run, rows, error);
    else
        run_areas(run, rows);
    for (int i = 0; i < count; i++)
        finish(&rows[i], run->options.spreads != NULL,
               run->absolute + (size_t)i * (size_t)run->outcomes.count);
    return code;
}

int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                        const cohort_backtest_options *options, cohort_backtest_row *rows,
                        cohort_error *error)
{
    struct run run = {.classes = 0};
    int code = cohort_sized_take(&OPTIONS, options ? options : &DEFAULTS, &run.options, error);
    if (!code)
        code = cohort_panel_make(&run.panel, censuses, cases, run.options.forecast, error);
    if (!code)
        code = check(&run, error);
    if (!code)
        code = cohort_outcomes_make(&run.panel, &run.outcomes, error);
    if (!code)
        code = make_room(&run, error);
    if (!code)
        code = run_all(&run, rows, error);
    free(run.outcomes.of);
    free(run.absolute);
    cohort_panel_free(&run.panel);
    return code ? code : cohort_succeed(error);
}

/* Coverage by size, or by base date, into the spreads. Given: rows, room for either. */
static int measure_by(const cohort_censuses *censuses, const cohort_cases *cases, int by,
                      cohort_backtest_options *options, cohort_backtest_row *rows,
                      cohort_spreads *spreads, cohort_error *error)
{
    const int dates = censuses->stocks[0].grid.steps;
    const int classes = by == COHORT_BY_SIZE ? options->classes.count + 1 : dates;
    options->by = by;
    options->spreads = spreads;
    const int code = cohort_backtest_run(censuses, cases, options, rows, error);
    for (int i = 0; !code && i < COHORT_SPREAD_BANDS * cases->horizons; i++) {
        struct spread *of = &spreads->of[i / cases->horizons][i % cases->horizons];
        for (int k = 0; k < classes; k++) {
            const cohort_backtest_row *row = &rows[i * (classes + 1) + k];
            const double within[INTERVALS] = {row->within_80, row->within_95};
            for (int j = 0; j < INTERVALS; j++) {
                if (by == COHORT_BY_SIZE)
                    of->within[j][k] = within[j];
                of->least[j] = by == COHORT_BY_SIZE ? (double)NAN : fmin(of->least[j], within[j]);
                of->most[j] = by == COHORT_BY_SIZE ? (double)NAN : fmax(of->most[j], within[j]);
            }
        }
    }
    return code;
}

int cohort_backtest_measure(const cohort_censuses *censuses, const cohort_cases *cases,
                            const cohort_backtest_options *options, cohort_spreads *spreads,
                            cohort_error *error)
{
    cohort_backtest_options whole;
    int code = cohort_sized_take(&OPTIONS, options ? options : &DEFAULTS, &whole, error);
    if (!code)
        code = cohort_limits_check(&whole.classes, "classes", error);
    if (!code && (censuses->areas < 1 || !censuses->stocks))
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT, "no areas");
    if (code)
        return code;
    const size_t classes = (size_t)(censuses->stocks[0].grid.steps + COHORT_LIMITS_MAX + 2);
    cohort_backtest_row *rows =
        malloc(COHORT_SPREAD_BANDS * COHORT_HORIZONS_MAX * classes * sizeof *rows);
    cohort_spreads *measured = malloc(sizeof *measured); /* until all has gone well */
    code = rows && measured ? COHORT_OK : cohort_fail_memory(error);
    if (!code) {
        *measured = *spreads;
        code = measure_by(censuses, cases, COHORT_BY_SIZE, &whole, rows, measured, error);
    }
    if (!code)
        code = measure_by(censuses, cases, COHORT_BY_BASE, &whole, rows, measured, error);
    if (!code) {
        *spreads = *measured;
        spreads->classes = whole.classes;
    }
    free(rows);
    free(measured);
    return code;
}
