/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the cases with their intervals, and sums up errors by class and horizon. */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/sized.h"

#include <math.h>
#include <stdlib.h>

/* Probabilities of the ends of both intervals. */
enum { ENDS = 4 };
static const double quantiles[ENDS] = {0.025, 0.1, 0.9, 0.975};

/* One comparison of a forecast with a count. */
struct outcome {
    double error; /* percent */
    short band, horizon, size;
    bool within_80, within_95;
};

struct run {
    const struct panel *panel;
    const cohort_backtest_model *model;
    const cohort_backtest_options *options;
    cohort_figure *figures; /* [horizon][band] */
    struct outcome *outcomes;
    int count;
    double *absolute; /* room to sort */
    int cases, done;
};

/* ---- one case ---- */

static cohort_ensemble_options ensemble_options(const struct run *run, const struct tested *tested)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
    const uint64_t place = (uint64_t)tested->base * (uint64_t)run->panel->censuses->areas;
    const cohort_spread *spread =
        cohort_backtest_spread(run->model, tested->persons, tested->relative_growth);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    /* each case has its own random numbers */
    options.seed = run->options->seed + odd * (1u + place + (uint64_t)tested->area);
    options.trajectories = run->options->trajectories;
    options.certain_rates = 1; /* where errors were those of chance */
    options.fertility = spread->fertility;
    options.migration = spread->migration;
    options.migration_profile = run->model->profile_ages > 0 ? run->model->profile : NULL;
    options.figure_count = tested->horizons * run->options->bands;
    options.figures = run->figures;
    return options;
}

/* All figures of a case at their dates; none without trajectories. */
static int run_ensemble(const struct run *run, const struct forecast *forecast,
                        cohort_ensemble **ensemble, cohort_error *error)
{
    const int bands = run->options->bands;
    *ensemble = NULL;
    if (run->options->trajectories == 0)
        return COHORT_OK;
    for (int i = 0; i < forecast->tested.horizons * bands; i++) {
        int date = forecast->tested.base + 1 + i / bands;
        run->figures[i] = cohort_figure_of(run->options->band[i % bands],
                                           cohort_grid_year(&run->panel->grid, date), 0.0);
    }
    cohort_ensemble_options options = ensemble_options(run, &forecast->tested);
    int code = cohort_ensemble_new(forecast->inputs, &options, ensemble, error);
    if (!code)
        code =
            cohort_ensemble_run(*ensemble, 0, options.trajectories, run->options->threads, error);
    return code;
}

static int compare_one(struct run *run, const struct forecast *forecast, int horizon, int band,
                       const cohort_ensemble *ensemble, cohort_error *error)
{
    const struct tested *tested = &forecast->tested;
    const int year = cohort_grid_year(&run->panel->grid, tested->base + horizon);
    double counted, expected, end[ENDS];
    struct outcome outcome = {.band = (short)band, .horizon = (short)(horizon - 1)};
    int code = cohort_count(&run->panel->censuses->stocks[tested->area], year,
                            run->options->band[band], &counted, error);
    if (!code)
        code = cohort_count(forecast->population, year, run->options->band[band], &expected, error);
    if (code || !(counted > 0.0))
        return code;
    for (int i = 0; !code && ensemble && i < ENDS; i++)
        code = cohort_ensemble_quantile(ensemble, (horizon - 1) * run->options->bands + band,
                                        quantiles[i], &end[i], error);
    if (code)
        return code;
    outcome.error = 100.0 * (expected / counted - 1.0);
    if (ensemble) {
        outcome.within_95 = counted >= end[0] && counted <= end[3];
        outcome.within_80 = counted >= end[1] && counted <= end[2];
    }
    outcome.size = (short)cohort_limits_class(&run->options->classes, tested->persons);
    run->outcomes[run->count++] = outcome;
    return code;
}

static int run_case(void *context, const struct forecast *forecast, cohort_error *error)
{
    struct run *run = context;
    const cohort_backtest_options *options = run->options;
    cohort_ensemble *ensemble;
    int code = run_ensemble(run, forecast, &ensemble, error);
    for (int h = 1; h <= forecast->tested.horizons; h++)
        for (int band = 0; cohort_case_counted(run->panel, &forecast->tested, h) && !code &&
                           band < options->bands;
             band++)
            code = compare_one(run, forecast, h, band, ensemble, error);
    cohort_ensemble_free(ensemble);
    if (!code && options->progress && options->progress(options->context, ++run->done, run->cases))
        code = cohort_fail(error, COHORT_ERROR_STOPPED, "stopped by the caller");
    return code;
}

/* ---- the table ---- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Given: size, a class; one more than the last means all. */
static cohort_backtest_row row_of(const struct run *run, int band, int horizon, int size)
{
    const double nothing = (double)NAN;
    cohort_backtest_row row = {0, nothing, nothing, nothing, nothing, nothing};
    double sum = 0.0, absolute = 0.0, within_80 = 0.0, within_95 = 0.0;
    for (int i = 0; i < run->count; i++) {
        const struct outcome *outcome = &run->outcomes[i];
        if (outcome->band != band || outcome->horizon != horizon ||
            (outcome->size != size && size <= run->options->classes.count))
            continue;
        run->absolute[row.cases++] = fabs(outcome->error);
        sum += outcome->error;
        absolute += fabs(outcome->error);
        within_80 += outcome->within_80;
        within_95 += outcome->within_95;
    }
    if (row.cases == 0)
        return row;
    const int n = row.cases;
    qsort(run->absolute, (size_t)n, sizeof(double), by_value);
    row.bias = sum / n;
    row.mape = absolute / n;
    row.median = 0.5 * (run->absolute[(n - 1) / 2] + run->absolute[n / 2]);
    if (run->options->trajectories > 0) {
        row.within_80 = 100.0 * within_80 / n;
        row.within_95 = 100.0 * within_95 / n;
    }
    return row;
}

static void fill_rows(const struct run *run, int horizons, cohort_backtest_row *rows)
{
    const int classes = run->options->classes.count + 2;
    for (int band = 0; band < run->options->bands; band++)
        for (int h = 0; h < horizons; h++)
            for (int k = 0; k < classes; k++)
                rows[(band * horizons + h) * classes + k] = row_of(run, band, h, k);
}

/* ---- running ---- */

static const cohort_backtest_options DEFAULTS = COHORT_BACKTEST_OPTIONS;
static const struct cohort_sized OPTIONS = {"backtest_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_backtest_options, band)};

void cohort_backtest_options_init_sized(cohort_backtest_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

static int check(const struct run *run, const cohort_backtest_options *given,
                 cohort_backtest_options *options, cohort_error *error)
{
    const int profile = run->model->profile_ages, ages = run->panel->grid.ages;
    int code = cohort_model_check(run->model, error);
    if (!code && profile != 0 && profile != ages)
        code = cohort_fail(error, COHORT_ERROR_GRID, "profile of %d ages: expected %d, or 0",
                           profile, ages);
    if (!code)
        code = cohort_sized_take(&OPTIONS, given, options, error);
    if (code)
        return code;
    if (options->trajectories < 0 || options->bands < 1 || !options->band)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d trajectories, %d bands: expected 0 or more, and 1 or more",
                           options->trajectories, options->bands);
    return cohort_limits_check(&options->classes, "classes", error);
}

static int make_room(struct run *run, cohort_error *error)
{
    const size_t figures = (size_t)run->panel->cases.horizons * (size_t)run->options->bands;
    run->cases = cohort_case_count(run->panel);
    if (run->cases == 0)
        return cohort_case_fail_none(error);
    run->figures = malloc(figures * sizeof *run->figures);
    run->outcomes = malloc(figures * (size_t)run->cases * sizeof *run->outcomes);
    run->absolute = malloc(figures * (size_t)run->cases * sizeof *run->absolute);
    return run->figures && run->outcomes && run->absolute ? COHORT_OK : cohort_fail_memory(error);
}

int cohort_backtest_run(const cohort_censuses *censuses, const cohort_cases *cases,
                        const cohort_backtest_model *model, const cohort_backtest_options *options,
                        cohort_backtest_row *rows, cohort_error *error)
{
    struct panel panel;
    cohort_backtest_options whole;
    struct run run = {.panel = &panel, .model = model, .options = &whole};
    int code = cohort_panel_make(&panel, censuses, &model->outlook, cases, error);
    if (!code)
        code = check(&run, options, &whole, error);
    if (!code)
        code = make_room(&run, error);
    if (!code)
        code = cohort_cases_visit(&panel, run_case, &run, error);
    if (!code)
        fill_rows(&run, panel.cases.horizons, rows);
    free(run.figures);
    free(run.outcomes);
    free(run.absolute);
    cohort_panel_free(&panel);
    return code ? code : cohort_succeed(error);
}

/* ---- comparing outlooks ---- */

/* Absolute errors of the logarithm, over several bands: their sum and number. */
struct errors {
    int bands;
    const cohort_band *band;
    double sum;
    int count;
};

static int add_errors(void *context, const struct forecast *forecast, cohort_error *error)
{
    struct errors *errors = context;
    const struct tested *tested = &forecast->tested;
    const cohort_stock *counts = &forecast->panel->censuses->stocks[tested->area];
    for (int i = 0; i < tested->horizons * errors->bands; i++) {
        const int horizon = 1 + i / errors->bands;
        const cohort_band band = errors->band[i % errors->bands];
        const int year = cohort_grid_year(&forecast->panel->grid, tested->base + horizon);
        double counted, expected;
        if (!cohort_case_counted(forecast->panel, tested, horizon))
            continue;
        int code = cohort_count(counts, year, band, &counted, error);
        if (!code)
            code = cohort_count(forecast->population, year, band, &expected, error);
        if (code)
            return code;
        errors->sum += fabs(log((expected + ADDED_PERSONS) / (counted + ADDED_PERSONS)));
        errors->count++;
    }
    return COHORT_OK;
}

int cohort_backtest_compare(const cohort_censuses *censuses, const cohort_cases *cases, int bands,
                            const cohort_band *band, int count, const cohort_outlook *outlooks,
                            double *errors, cohort_error *error)
{
    int code = COHORT_OK;
    if (bands < 1 || !band)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d bands: expected 1 or more", bands);
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d outlooks: expected 1 or more", count);
    for (int k = 0; !code && k < count; k++) {
        struct panel panel;
        struct errors sum = {.bands = bands, .band = band};
        code = cohort_panel_make(&panel, censuses, &outlooks[k], cases, error);
        if (!code)
            code = cohort_cases_visit(&panel, add_errors, &sum, error);
        if (!code && sum.count == 0)
            code = cohort_case_fail_none(error);
        if (!code)
            errors[k] = sum.sum / sum.count;
        cohort_panel_free(&panel);
    }
    return code ? code : cohort_succeed(error);
}
