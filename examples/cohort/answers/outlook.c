/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/outlook.h"

#include "inputs/fixtures.h"
#include "inputs/runs.h"
#include "text/progress.h"

enum { ROUND = 1000 };

const char *const figure_names[BANDS][LANGUAGES] = {
    {W_TOTAL}, {W_AGE_0_14}, {W_AGE_15_64}, {W_AGE_65_PLUS}, {W_WOMEN_20_39}};

const struct option outlook_options[] = {
    OPTION("--scenario", "S.csv", INPUTS, offsetof(struct outlook_request, scenarios),
           "operations on the inputs (lib/doc/scenarios.md); given again, another path",
           .most = MOST_SCENARIOS, .count_at = offsetof(struct outlook_request, scenario_count)),
    TARGETS_OPTION(offsetof(struct outlook_request, targets)),
    OBSERVED_OPTION(offsetof(struct outlook_request, observed)),
    DATES_OPTION(offsetof(struct outlook_request, dates)),
    OPTION("--name", "NAME", TEXT, offsetof(struct outlook_request, name),
           "what to call the area; without it, as the table or the fixtures do"),
    OPTION("--source", "TEXT", TEXT, offsetof(struct outlook_request, origin),
           "where the figures are from, below each picture; without it, the names of the files"),
    OPTION(
        "--strict", NULL, FLAG, offsetof(struct outlook_request, strict),
        "a row of a scenario that finds nothing to change in the area is an error; without it, a "
        "note"),
    LANGUAGE_OPTION(offsetof(struct outlook_request, language)),
    {.name = NULL},
};

/* ---- names ---- */

static struct text name_outlook(const struct outlook *o)
{
    if (o->request->name && *o->request->name)
        return text_of("%s", o->request->name);
    return name_of_area(o->language, &o->source, o->cases[0].area);
}

/* A scenario's name: its file's, without folder and ending. */
static struct text name_scenario(const char *path)
{
    struct text name = text_of("%.79s", base_name(path));
    char *end = strrchr(name.s, '.');
    if (end && end > name.s && strcmp(end, ".csv") == 0)
        *end = '\0';
    return name;
}

/* Where the figures are from. */
static struct text name_sources(const struct outlook *o)
{
    if (o->request->origin)
        return text_of("%.299s", o->request->origin);
    return name_of_origin(o->language, o->cases[0].is_nemuro ? in(o, W_SOURCE_NEMURO) : "",
                          &o->source);
}

/* ---- paths ---- */

static void add_path(struct outlook *o, const char *name, const cohort_projection *run,
                     const struct path *kind)
{
    struct outlook_path *path = &o->paths[o->path_count++];
    path->name = text_of("%s", name);
    path->run = run;
    path->kind = *kind;
    path->kind.population = cohort_projection_population(run);
}

static void list_paths(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    const struct comparison *first = &o->cases[0];
    const bool is_nemuro = first->is_nemuro;
    const struct path predicted = {.target_count = 0},
                      baseline = {.last_published = o->published, .target_count = 0};
    add_path(o, is_nemuro ? in(o, W_IPSS_BASELINE) : in(o, W_BASELINE), first->without,
             is_nemuro ? &first->nemuro.paths[RUN_BASELINE] : &baseline);
    for (int k = 0; k < r->scenario_count; k++) {
        const struct comparison *c = &o->cases[k];
        add_path(o, name_scenario(r->scenarios[k]).s, c->with,
                 is_nemuro ? &c->nemuro.paths[RUN_PLAN] : &predicted);
    }
    if (is_nemuro && r->scenario_count == 0)
        add_path(o, in(o, W_CITYS_PATH), first->with, &first->nemuro.paths[RUN_PLAN]);
}

static void open_source(struct outlook *o)
{
    o->source = o->request->source;
    o->source.skips_idle_rows = !o->request->strict;
    if (o->source.files == 0)
        return;
    source_open(&o->source);
    if (!o->source.reference)
        return;
    cohort_stock population;
    source_population(&o->source, source_area(&o->source), &population);
    o->published = cohort_grid_year(&population.grid, population.grid.steps);
    o->is_forecast = counted_is_forecast(&o->source.counted, &population.grid);
    cohort_stock_free(&population);
}

/* Rows that several towns may share, and of which this one has nothing to change: why, by all rows
 * once more in their order. */
static void note_idle(const struct comparison *c, const cohort_scenario *scenario, const char *path)
{
    static const char by_itself[] = "operation 1, "; /* of the row, which is tried alone */
    cohort_inputs *again;
    if (!scenario || !c->idle)
        return;
    must(cohort_inputs_copy(c->baseline, &again, &error));
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        cohort_error why = {.text = ""};
        change_by_row(cohort_scenario_operation(scenario, i), &again, &why);
        if (c->idle[i])
            note("%s, row %d: there is nothing to change in %s: %s (--strict: an error)",
                 input_name(path), i + 1, c->name, why.text + strlen(by_itself));
    }
    cohort_inputs_free(again);
}

/* One case a scenario, the tables being read once. */
static void make_case(struct outlook *o, int k, const char *scenario)
{
    o->source.scenario = scenario;
    if (scenario)
        must(cohort_scenario_read(scenario, &o->scenarios[k], &error));
    o->source.operations = o->scenarios[k];
    must(comparison_make(&o->cases[k], &o->source, &error));
    note_idle(&o->cases[k], o->scenarios[k], scenario);
    if (o->request->whole) /* a report */
        note_surprises(o->scenarios[k], scenario, cohort_inputs_grid(o->cases[k].baseline));
    o->source.operations = NULL;
    o->source.scenario = NULL;
}

static void make_cases(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    o->case_count = r->scenario_count > 0 ? r->scenario_count : 1;
    o->cases = allocate((size_t)o->case_count, sizeof *o->cases);
    for (int k = 0; k < o->case_count; k++)
        make_case(o, k, r->scenario_count > 0 ? r->scenarios[k] : NULL);
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    o->first = grid->start;
    o->last = cohort_grid_year(grid, grid->steps);
    if (grid->steps == 0)
        die("there is no interval to project: give a later date with --to");
    if (o->cases[0].is_nemuro)
        o->published = o->cases[0].nemuro.paths[RUN_BASELINE].last_published;
}

/* ---- degrees of influence; what was counted; how sure ---- */

static void find_influence(struct outlook *o)
{
    const cohort_inputs *baseline = o->cases[0].baseline;
    const char *problem;
    if (cohort_inputs_convention(baseline) == COHORT_IPSS)
        o->influence_count =
            influences(baseline, o->last, o->influence_years, o->influence, &problem);
}

static void make_counts(struct outlook *o)
{
    const char *path = o->request->observed;
    if (!path && !o->cases[0].is_nemuro)
        return;
    o->observed = (struct observed){.area = o->cases[0].area, .dates = o->request->dates};
    observed_read(&o->observed, path ? path : fixture("observed.csv").path,
                  cohort_inputs_grid(o->cases[0].baseline));
    o->is_counted = true;
}

/* As asked for; else those of a fan where it is known how uncertain rates are, or none. */
static int trajectories_of(const struct outlook *o)
{
    cohort_ensemble_options options;
    const struct fan_request *r = &o->fan_requests[0];
    if (o->request->trajectories >= 0)
        return o->request->trajectories;
    return cohort_spreads_apply(r->table, o->cases[0].baseline, &options, NULL) ? 0
                                                                                : r->trajectories;
}

/* What is asked of a path: the baseline, Nemuro's plan or a scenario. */
static void ask_path(struct outlook *o, int path, int trajectories)
{
    const struct outlook_request *r = o->request;
    struct fan_request *ask = &o->fan_requests[path];
    *ask = o->fan_requests[0];
    ask->source = o->source;
    ask->trajectories = trajectories;
    ask->seed = r->seed;
    ask->aims = &o->aims;
    if (path > 0 && r->scenario_count > 0) {
        ask->source.scenario = r->scenarios[path - 1];
        ask->source.operations = o->scenarios[path - 1];
    } else
        ask->plan = path > 0;
}

static void make_fans(struct outlook *o)
{
    o->fan_requests[0] = (struct fan_request)FAN_REQUEST;
    fan_open(&o->fan_requests[0]);
    const int trajectories = trajectories_of(o);
    if (trajectories == 0)
        return;
    struct progress progress = progress_begin("trajectories", trajectories * o->path_count);
    for (int k = 0; k < o->path_count; k++) {
        ask_path(o, k, trajectories);
        must(fan_make(&o->fans[k], &o->fan_requests[k], NULL, &error));
        for (int first = 0; first < trajectories; first += ROUND) {
            const int left = trajectories - first, count = left < ROUND ? left : ROUND;
            must(cohort_ensemble_run(o->fans[k].ensemble, first, count, 0, &error));
            progress_to(&progress, k * trajectories + first + count);
        }
    }
    progress_end(&progress);
    o->has_fan = true;
}

/* ---- all of it ---- */

void outlook_make(struct outlook *o, const struct outlook_request *request)
{
    memset(o, 0, sizeof *o);
    o->request = request;
    o->language = language_of(request->language);
    open_source(o);
    make_cases(o);
    o->name = name_outlook(o);
    o->origin = name_sources(o);
    list_paths(o);
    for (int k = 0; k + 1 < o->path_count; k++) {
        const cohort_measure total = measure_of(&o->cases[k], "total", "--to", o->last);
        explanation_make(&o->why[k], &o->cases[k], &total);
    }
    if (request->targets)
        aims_read(&o->aims, o->paths[0].kind.population, request->targets);
    else if (o->cases[0].is_nemuro)
        aims_of_nemuro(&o->aims, &o->cases[0].nemuro);
    find_influence(o);
    if (o->cases[0].is_nemuro && request->whole) {
        o->today = allocate(1, sizeof *o->today);
        today_make(o->today);
    }
    if (o->today && request->scenario_count == 0) {
        o->determined = allocate(1, sizeof *o->determined);
        determined_make(o->determined, &o->cases[0].nemuro);
    }
    make_counts(o);
    make_fans(o);
}

void outlook_clear(struct outlook *o)
{
    for (int k = 0; k + 1 < o->path_count; k++)
        explanation_clear(&o->why[k]);
    for (int k = 0; k < MOST_SCENARIOS; k++)
        cohort_scenario_free(o->scenarios[k]);
    for (int k = 0; k < o->case_count; k++)
        comparison_clear(&o->cases[k]);
    free(o->cases);
    if (o->today)
        today_clear(o->today);
    free(o->today);
    free(o->determined);
    if (o->is_counted)
        observed_free(&o->observed);
    for (int k = 0; o->has_fan && k < o->path_count; k++)
        fan_clear(&o->fans[k]);
    fan_close(&o->fan_requests[0]);
    if (o->source.files > 0)
        source_close(&o->source);
}

/* ---- figures ---- */

bool outlook_is_inferred(const struct outlook *o)
{
    return o->cases[0].is_nemuro && o->cases[0].nemuro.plan_is_fitted;
}

bool outlook_is_japan(const struct outlook *o)
{
    return o->cases[0].is_nemuro || (o->source.nation && !o->source.nation_file);
}

double outlook_figure(const struct outlook *o, int path, int figure, double year)
{
    double count;
    return cohort_count(o->paths[path].kind.population, year, shown_bands[figure], &count, NULL)
               ? (double)NAN
               : count;
}

bool outlook_has(const struct outlook *o, int figure)
{
    return !isnan(outlook_figure(o, 0, figure, o->first));
}

const char *outlook_mark(const struct outlook *o, int path, int figure, int year)
{
    return path_mark(&o->paths[path].kind, year, shown_bands[figure]);
}

int outlook_years(const struct outlook *o, int years[MOST_YEARS])
{
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    const int apart = grid->steps > 20 && grid->width < 5 ? 5 : grid->width;
    int count = 0;
    for (int i = 0; i <= grid->steps && count < MOST_YEARS; i++) {
        const int year = cohort_grid_year(grid, i);
        if ((year - grid->start) % apart == 0 || i == grid->steps)
            years[count++] = year;
    }
    return count;
}
