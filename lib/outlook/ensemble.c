/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/ensemble.h"

#include "core/error.h"
#include "core/sized.h"
#include "core/inputs.h"
#include "core/threads.h"
#include "measure/figure.h"
#include "outlook/fingerprint.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_BYTES = 48 << 20,
    ROUND_BYTES = 4 << 20, /* of values that wait to be recorded */
    ROUND_MAX = 1024,
    VALUES_AT_ONCE = 64
};

/* ---- options ---- */

static int check_uncertainty(const char *name, const cohort_uncertainty *u, cohort_error *error)
{
    if (!(u->sd >= 0.0 && isfinite(u->sd)))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "standard deviation of %s %g: expected a finite number, 0 or more", name,
                           u->sd);
    const struct {
        const char *name;
        double value;
    } shares[] = {{"autocorrelation", u->autocorrelation},
                  {"correlation of ages", u->age_correlation},
                  {"correlation of neighbours", u->neighbour_correlation}};
    for (int i = 0; i < 3; i++)
        if (!(shares[i].value >= 0.0 && shares[i].value <= 1.0))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%s of %s %g: expected 0 to 1",
                               shares[i].name, name, shares[i].value);
    return COHORT_OK;
}

static const cohort_ensemble_options DEFAULTS = COHORT_ENSEMBLE_OPTIONS;
static const struct cohort_sized OPTIONS = {"ensemble_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_ensemble_options, figures)};

void cohort_ensemble_options_init_sized(cohort_ensemble_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

/* Intervals of chance only are far too narrow, so they have to be asked for. */
static int check_certain(const cohort_ensemble_options *o, cohort_error *error)
{
    if (o->certain_rates != 0 && o->certain_rates != 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "certain_rates %d: expected 0 or 1",
                           o->certain_rates);
    if (!o->certain_rates && o->fertility.sd == 0.0 && o->mortality.sd == 0.0 &&
        o->migration.sd == 0.0)
        return cohort_fail(
            error, COHORT_ERROR_ARGUMENT,
            "no rate is uncertain, so intervals would be far too narrow: use cohort_spreads_apply, "
            "set standard deviations, or set certain_rates to 1 for chance only");
    return COHORT_OK;
}

static int check_options(const cohort_ensemble_options *o, cohort_error *error)
{
    if (o->trajectories < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d trajectories: expected 1 or more",
                           o->trajectories);
    if (o->events != 0 && o->events != 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "events %d: expected 0 or 1", o->events);
    if (o->figure_count < 0 || (o->figure_count > 0 && !o->figures))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d figures: expected 0 or more",
                           o->figure_count);
    int code = check_uncertainty("fertility", &o->fertility, error);
    if (!code)
        code = check_uncertainty("mortality", &o->mortality, error);
    if (!code)
        code = check_uncertainty("migration", &o->migration, error);
    return code ? code : check_certain(o, error);
}

/* Check what has to fit the grid. */
static int check_arrays(const cohort_grid *grid, const cohort_ensemble_options *o,
                        cohort_error *error)
{
    const double *profile = o->migration_profile;
    for (int x = 0; profile && x < grid->ages; x++)
        if (!(profile[x] >= 0.0 && isfinite(profile[x])))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "migration profile, age group %d: %g: expected 0 or more, finite", x,
                               profile[x]);
    for (int i = 0; i < o->figure_count; i++) {
        int code = cohort_figure_check(grid, &o->figures[i], error);
        if (code)
            return cohort_fail_prefix(error, code, "figure %d: ", i);
    }
    return COHORT_OK;
}

/* ---- making ---- */

/* Figures with rates of their own: one block, the rates behind the figures. */
static int copy_figures(struct chances *chances, int count, const cohort_figure *figures,
                        cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&chances->inputs->grid), n = (size_t)count;
    chances->figures = malloc(n * sizeof *figures + 2 * n * cells * sizeof(double) + 1);
    if (!chances->figures)
        return cohort_fail_memory(error);
    double *rates = (double *)(void *)(chances->figures + n);
    chances->figure_count = count;
    for (size_t i = 0; i < n; i++) {
        cohort_figure *figure = &chances->figures[i];
        *figure = figures[i];
        cohort_measure *measures[] = {&figure->measure, &figure->minus};
        for (int m = 0; m < 2; m++, rates += cells) {
            if ((m == 1 && figure->times == 0.0) || !measures[m]->rates)
                continue;
            memcpy(rates, measures[m]->rates, cells * sizeof *rates);
            measures[m]->rates = rates;
        }
    }
    return COHORT_OK;
}

/* The logarithms of survival, and the profile. */
static int make_variation(struct chances *chances, const cohort_inputs *inputs,
                          const double *profile, cohort_error *error)
{
    const size_t count = cohort_cell(&inputs->grid, inputs->grid.steps, 0, 0);
    const size_t ages = profile ? (size_t)inputs->grid.ages : 0;
    chances->log_survival = malloc((count + ages + 1) * sizeof *chances->log_survival);
    if (!chances->log_survival)
        return cohort_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        chances->log_survival[i] = log(cohort_inputs_view(inputs, COHORT_SURVIVAL)[i]);
    if (profile)
        chances->profile = memcpy(chances->log_survival + count, profile, ages * sizeof *profile);
    return COHORT_OK;
}

static int make_chances(struct chances *chances, const cohort_inputs *inputs,
                        const cohort_ensemble_options *o, cohort_error *error)
{
    int code = cohort_inputs_copy(inputs, &chances->inputs, error);
    if (!code)
        code = copy_figures(chances, o->figure_count, o->figures, error);
    if (!code)
        code = make_variation(chances, inputs, o->migration_profile, error);
    if (code)
        return code;
    chances->variation = (struct variation){
        .inputs = chances->inputs,
        .log_survival = chances->log_survival,
        .of = {[VARY_FERTILITY] = o->fertility,
               [VARY_MORTALITY] = o->mortality,
               [VARY_MIGRATION] = o->migration},
        .profile = chances->profile,
    };
    chances->seed = o->seed;
    chances->events = o->events;
    return code;
}

int cohort_ensemble_new(const cohort_inputs *inputs, const cohort_ensemble_options *given,
                        cohort_ensemble **out, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    *out = NULL;
    cohort_ensemble_options options;
    int code = cohort_sized_take(&OPTIONS, given, &options, error);
    if (!code)
        code = check_options(&options, error);
    if (!code)
        code = check_arrays(grid, &options, error);
    if (!code)
        code = cohort_inputs_check(inputs, error);
    if (code)
        return code;
    cohort_ensemble *e = calloc(1, sizeof *e);
    if (!e)
        return cohort_fail_memory(error);
    code = make_chances(&e->chances, inputs, &options, error);
    if (!code)
        code = cohort_record_make(&e->record, cohort_cell(grid, grid->steps + 1, 0, 0),
                                  (size_t)options.figure_count, options.trajectories,
                                  options.most_bytes ? options.most_bytes : DEFAULT_BYTES, error);
    if (code) {
        cohort_ensemble_free(e);
        return code;
    }
    e->fingerprint = cohort_ensemble_fingerprint(&e->chances, &e->record);
    *out = e;
    return cohort_succeed(error);
}

void cohort_ensemble_free(cohort_ensemble *ensemble)
{
    if (!ensemble)
        return;
    cohort_record_free(&ensemble->record);
    cohort_inputs_free(ensemble->chances.inputs);
    free(ensemble->chances.log_survival);
    free(ensemble->chances.figures);
    free(ensemble);
}

/* ---- running ---- */

/* A thread's place, and the first of its trajectories that failed. */
struct worker {
    struct workspace workspace;
    int failed;
    cohort_error error;
};

/* Trajectories of a round wait in `values` until all of it have been run: then they are recorded
 * value by value, so that no two threads write to one place, and up to the first that failed. */
struct crew {
    cohort_ensemble *ensemble;
    int threads, round;
    struct worker *workers;
    double *values; /* [trajectory][value] */
    int first, count;
};

static int make_crew(struct crew *crew, cohort_ensemble *ensemble, int threads, int most,
                     cohort_error *error)
{
    const size_t size = cohort_record_values(&ensemble->record) * sizeof(double);
    const size_t fit = ROUND_BYTES / size;
    const int room = fit < 1 ? 1 : fit > ROUND_MAX ? ROUND_MAX : (int)fit;
    *crew = (struct crew){.ensemble = ensemble, .round = most < room ? most : room};
    crew->threads = threads < crew->round ? threads : crew->round;
    crew->workers = calloc((size_t)crew->threads, sizeof *crew->workers);
    crew->values = malloc((size_t)crew->round * size);
    if (!crew->workers || !crew->values)
        return cohort_fail_memory(error);
    int code = COHORT_OK;
    for (int t = 0; !code && t < crew->threads; t++)
        code = cohort_workspace_make(&crew->workers[t].workspace, &ensemble->chances, error);
    return code;
}

static void free_crew(struct crew *crew)
{
    for (int t = 0; crew->workers && t < crew->threads; t++)
        cohort_workspace_free(&crew->workers[t].workspace);
    free(crew->workers);
    free(crew->values);
}

static int run_piece(void *context, int thread, int piece)
{
    struct crew *crew = context;
    struct worker *worker = &crew->workers[thread];
    cohort_error error;
    double *values = crew->values + (size_t)piece * cohort_record_values(&crew->ensemble->record);
    if (piece > worker->failed)
        return INT_MAX;
    if (!cohort_trajectory_run(&worker->workspace, &crew->ensemble->chances, crew->first + piece,
                               values, &error))
        return INT_MAX;
    worker->failed = piece;
    worker->error = error;
    return piece;
}

static int record_piece(void *context, int thread, int piece)
{
    (void)thread;
    const struct crew *crew = context;
    struct record *record = &crew->ensemble->record;
    const size_t values = cohort_record_values(record), from = (size_t)piece * VALUES_AT_ONCE;
    const size_t to = from + VALUES_AT_ONCE < values ? from + VALUES_AT_ONCE : values;
    cohort_record_take(record, crew->first, crew->count, crew->values, from, to);
    return INT_MAX;
}

static int run_round(struct crew *crew, int first, int count, cohort_error *error)
{
    struct record *record = &crew->ensemble->record;
    const struct worker *worst = NULL;
    crew->first = first;
    crew->count = count;
    for (int t = 0; t < crew->threads; t++)
        crew->workers[t].failed = count;
    cohort_run_pieces(crew->threads, count, run_piece, crew);
    for (int t = 0; t < crew->threads; t++)
        if (crew->workers[t].failed < crew->count) {
            worst = &crew->workers[t];
            crew->count = worst->failed;
        }
    const size_t pieces = (cohort_record_values(record) + VALUES_AT_ONCE - 1) / VALUES_AT_ONCE;
    cohort_run_pieces(crew->threads, (int)pieces, record_piece, crew);
    if (crew->count > 0)
        cohort_ranges_add(&record->done, (struct range){first, first + crew->count - 1});
    if (!worst)
        return COHORT_OK;
    if (error)
        *error = worst->error;
    return worst->error.code;
}

/* Run those of a range that have not been run. */
static int run_missing(struct crew *crew, struct range within, cohort_error *error)
{
    struct ranges *done = &crew->ensemble->record.done;
    struct range gap;
    while (cohort_ranges_gap(done, within, &gap)) {
        const int left = gap.last - gap.first + 1;
        if (!cohort_ranges_reserve(done, 1))
            return cohort_fail_memory(error);
        int code = run_round(crew, gap.first, left < crew->round ? left : crew->round, error);
        if (code)
            return code;
    }
    return cohort_succeed(error);
}

int cohort_ensemble_run(cohort_ensemble *ensemble, int first, int count, int threads,
                        cohort_error *error)
{
    const int most = ensemble->record.trajectories;
    if (first < 0 || count < 0 || first > most || count > most - first)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d trajectories from %d on: there are %d, from 0 on", count, first,
                           most);
    struct crew crew;
    int team, code = cohort_threads(threads, count, &team, error);
    if (code || count == 0)
        return code;
    code = make_crew(&crew, ensemble, team, count, error);
    if (!code)
        code = run_missing(&crew, (struct range){first, first + count - 1}, error);
    free_crew(&crew);
    return code;
}

int cohort_ensemble_done(const cohort_ensemble *ensemble)
{
    return ensemble->record.done.members;
}

/* ---- results ---- */

/* Given: p, a probability. */
static int check_run(const cohort_ensemble *ensemble, double p, cohort_error *error)
{
    if (!(p >= 0.0 && p <= 1.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "probability %g: expected 0 to 1", p);
    if (ensemble->record.done.members == 0)
        return cohort_fail(error, COHORT_ERROR_MISSING, "no trajectory has been run");
    return COHORT_OK;
}

static int check_figure(const cohort_ensemble *ensemble, int figure, double p, cohort_error *error)
{
    if (figure < 0 || figure >= ensemble->chances.figure_count)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "figure %d: there are %d, from 0 on",
                           figure, ensemble->chances.figure_count);
    return check_run(ensemble, p, error);
}

int cohort_ensemble_cell(const cohort_ensemble *ensemble, int date, int sex, int age, double p,
                         double *quantile, cohort_error *error)
{
    const cohort_grid *grid = &ensemble->chances.inputs->grid;
    if (date < 0 || date > grid->steps || age < 0 || age >= grid->ages)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "date %d, age group %d: expected 0 to %d and 0 to %d", date, age,
                           grid->steps, grid->ages - 1);
    if (sex != COHORT_MALE && sex != COHORT_FEMALE)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "sex %d: expected COHORT_MALE or COHORT_FEMALE", sex);
    int code = check_run(ensemble, p, error);
    if (code)
        return code;
    *quantile =
        cohort_record_quantile(&ensemble->record, CELLS, cohort_cell(grid, date, sex, age), p);
    return cohort_succeed(error);
}

int cohort_ensemble_quantile(const cohort_ensemble *ensemble, int figure, double p,
                             double *quantile, cohort_error *error)
{
    int code = check_figure(ensemble, figure, p, error);
    if (code)
        return code;
    *quantile = cohort_record_quantile(&ensemble->record, FIGURES, (size_t)figure, p);
    return cohort_succeed(error);
}

int cohort_ensemble_mean(const cohort_ensemble *ensemble, int figure, double *mean,
                         cohort_error *error)
{
    int code = check_figure(ensemble, figure, 0.0, error);
    if (code)
        return code;
    *mean = cohort_record_mean(&ensemble->record, (size_t)figure);
    return cohort_succeed(error);
}

int cohort_ensemble_below(const cohort_ensemble *ensemble, int figure, double limit, double *share,
                          cohort_error *error)
{
    int code = check_figure(ensemble, figure, 0.0, error);
    if (!code && isnan(limit))
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT, "limit %g: expected a number", limit);
    if (code)
        return code;
    *share = cohort_record_below(&ensemble->record, FIGURES, (size_t)figure, limit);
    return cohort_succeed(error);
}

double cohort_ensemble_error(const cohort_ensemble *ensemble)
{
    return cohort_record_error(&ensemble->record, FIGURES);
}

double cohort_ensemble_cell_error(const cohort_ensemble *ensemble)
{
    return cohort_record_error(&ensemble->record, CELLS);
}
