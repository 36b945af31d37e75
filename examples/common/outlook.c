/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/outlook.h"

#include "common/planner.h"
#include "common/progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

enum { ROUND = 1000 };

const struct figure figures[FIGURES] = {
    {"total", "total", "総人口"},
    {"age_0_14", "0–14", "0〜14歳"},
    {"age_15_64", "15–64", "15〜64歳"},
    {"age_65_plus", "65+", "65歳以上"},
    {"women_20_39", "women 20–39", "20〜39歳の女性"},
};

/* ---- names ---- */

/* The name that a table of the source has for an area, or NULL. */
static const char *name_in_tables(struct source *source, const char *area, char *name, size_t size)
{
    const char *found = NULL;
    source_open(source);
    for (int t = 0; t < source->files && !found; t++)
        for (int i = 0; i < cohort_table_area_count(source->tables[t]); i++)
            if (strcmp(cohort_table_area(source->tables[t], i), area) == 0 &&
                cohort_table_area_name(source->tables[t], i)[0]) {
                snprintf(name, size, "%s", cohort_table_area_name(source->tables[t], i));
                found = name;
            }
    source_close(source);
    return found;
}

/* The name in areas.csv in one of its languages, or NULL. */
static const char *name_in_fixtures(const char *area, cohort_language language, char *name,
                                    size_t size)
{
    cohort_csv *areas;
    const char *found = NULL;
    must(cohort_csv_read(fixture("areas.csv"), &areas, &error), &error);
    const int column = cohort_csv_column(areas, language == COHORT_JAPANESE ? "name" : "name_en");
    for (int i = 0; i < cohort_csv_records(areas) && !found; i++)
        if (strcmp(cohort_csv_cell(areas, i, cohort_csv_column(areas, "area")), area) == 0) {
            snprintf(name, size, "%s", cohort_csv_cell(areas, i, column));
            found = name;
        }
    cohort_csv_free(areas);
    return found;
}

static void name_area(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    struct source source = r->source;
    const char *area = o->cases[0].area;
    if (r->name)
        snprintf(o->name, sizeof o->name, "%s", r->name);
    else if (!name_in_tables(&source, area, o->name, sizeof o->name) &&
             !name_in_fixtures(area, r->language, o->name, sizeof o->name))
        snprintf(o->name, sizeof o->name, "%s", area);
}

/* A scenario's name: its file's, without folder and ending. */
static void name_scenario(const char *path, char name[PATH_NAME])
{
    const char *slash = strrchr(path, '/');
    snprintf(name, PATH_NAME, "%s", slash ? slash + 1 : path);
    char *end = strrchr(name, '.');
    if (end && end > name && strcmp(end, ".csv") == 0)
        *end = '\0';
}

/* ---- paths ---- */

static bool in_japanese(const struct outlook *o)
{
    return o->request->language == COHORT_JAPANESE;
}

static void add_path(struct outlook *o, const cohort_projection *run, const struct path *kind)
{
    struct outlook_path *path = &o->paths[o->path_count++];
    path->run = run;
    path->kind = kind ? *kind : (struct path){0};
    path->kind.population = cohort_projection_population(run);
}

static void list_paths(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    const struct comparison *first = &o->cases[0];
    const bool is_nemuro = first->is_nemuro;
    add_path(o, first->without, is_nemuro ? &first->nemuro.paths[RUN_BASELINE] : NULL);
    if (!is_nemuro)
        o->paths[0].kind.last_published = o->published;
    snprintf(o->paths[0].name, PATH_NAME, "%s",
             is_nemuro ? (in_japanese(o) ? "社人研推計準拠" : "IPSS baseline")
                       : (in_japanese(o) ? "基準推計" : "baseline"));
    for (int k = 0; k < o->case_count && (is_nemuro || r->scenario_count > 0); k++) {
        const struct comparison *c = &o->cases[k];
        add_path(o, c->with, is_nemuro ? &c->nemuro.paths[RUN_PLAN] : NULL);
        if (r->scenario_count > 0)
            name_scenario(r->scenarios[k], o->paths[k + 1].name);
        else
            snprintf(o->paths[k + 1].name, PATH_NAME, "%s",
                     in_japanese(o) ? "市の計画" : "city’s path");
    }
}

static void make_cases(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    o->case_count = r->scenario_count > 0 ? r->scenario_count : 1;
    o->cases = calloc((size_t)o->case_count, sizeof *o->cases);
    if (!o->cases)
        die("out of memory");
    for (int k = 0; k < o->case_count; k++) {
        struct source source = r->source;
        source.scenario = r->scenario_count > 0 ? r->scenarios[k] : NULL;
        comparison_make(&o->cases[k], &source);
    }
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    o->first = grid->start;
    o->last = cohort_grid_year(grid, grid->steps);
    if (grid->steps == 0)
        die("there is no interval to project: give a later date with --to");
}

/* The last date of the published table that rates are derived from. */
static void find_published(struct outlook *o)
{
    struct source source = o->request->source;
    cohort_stock published;
    if (o->cases[0].is_nemuro) {
        o->published = o->cases[0].nemuro.paths[RUN_BASELINE].last_published;
        return;
    }
    source_open(&source);
    if (source.reference) {
        source_population(&source, o->cases[0].area, &published);
        o->published = cohort_grid_year(&published.grid, published.grid.steps);
        cohort_stock_free(&published);
    }
    source_close(&source);
}

/* ---- aims ---- */

static void add_aim(struct outlook *o, const cohort_measure *measure, double value)
{
    if (o->aim_count == MOST_AIMS)
        die("more than %d targets", MOST_AIMS);
    o->aims[o->aim_count++] = (struct aim){*measure, value};
}

static bool same_measure(const cohort_measure *a, const cohort_measure *b)
{
    char names[2][COHORT_MEASURE_NAME];
    return a->year == b->year &&
           strcmp(cohort_measure_name(a, names[0]), cohort_measure_name(b, names[1])) == 0;
}

static void read_aim(struct outlook *o, const cohort_csv *csv, int record, const int columns[3])
{
    const cohort_stock *population = cohort_projection_population(o->paths[0].run);
    cohort_measure measure;
    double value, there;
    int year;
    must(cohort_csv_integer(csv, record, columns[1], &year, &error), &error);
    must(cohort_csv_number(csv, record, columns[2], &value, &error), &error);
    if (value < 0.0)
        die("%s, line %d, column \"value\": %g: expected 0 or more", cohort_csv_name(csv),
            cohort_csv_line(csv, record), value);
    if (cohort_measure_parse(cohort_csv_cell(csv, record, columns[0]), year, &measure, &error) ||
        cohort_measure_value(population, &measure, &there, &error))
        die("%s, line %d: %s", cohort_csv_name(csv), cohort_csv_line(csv, record), error.text);
    for (int i = 0; i < o->aim_count; i++)
        if (same_measure(&o->aims[i].measure, &measure))
            die("%s, line %d: \"%s\" of %d has a target already", cohort_csv_name(csv),
                cohort_csv_line(csv, record), cohort_csv_cell(csv, record, columns[0]), year);
    add_aim(o, &measure, value);
}

static void read_aims(struct outlook *o, const char *path)
{
    static const char *const columns[] = {"measure", "year", "value"};
    cohort_csv *csv;
    int found[3];
    must(cohort_csv_read(path, &csv, &error), &error);
    for (int i = 0; i < 3; i++)
        if ((found[i] = cohort_csv_column(csv, columns[i])) < 0)
            die("%s: no column \"%s\": expected measure,year,value", cohort_csv_name(csv),
                columns[i]);
    for (int i = 0; i < cohort_csv_records(csv); i++)
        read_aim(o, csv, i, found);
    cohort_csv_free(csv);
}

/* Nemuro's: what its document says of the city's path. */
static void take_aims(struct outlook *o)
{
    const cohort_table *document = o->cases[0].nemuro.document;
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row *row = cohort_table_row(document, i);
        const cohort_measure measure = {.band = {row->sex, row->age_from, row->age_to},
                                        .year = row->year};
        if (strcmp(row->variable, "plan") == 0)
            add_aim(o, &measure, row->value);
    }
}

/* ---- degrees of influence; what was counted; how sure ---- */

static void find_influence(struct outlook *o)
{
    struct explanation e = {.c = &o->cases[0]};
    const char *problem;
    if (cohort_inputs_convention(o->cases[0].baseline) != COHORT_IPSS)
        return;
    e.measure = measure_of(&o->cases[0], "total", o->last);
    o->influence_count = influences(&e, o->influence_years, o->influence, &problem);
}

static void make_counts(struct outlook *o)
{
    const struct outlook_request *r = o->request;
    const char *path = r->observed;
    if (!path && o->cases[0].is_nemuro)
        path = fixture("observed.csv");
    if (!path)
        return;
    o->observed = (struct observed){.area = o->cases[0].area, .month = r->month, .day = r->day};
    observed_read(&o->observed, path, cohort_inputs_grid(o->cases[0].baseline));
    o->is_counted = true;
}

static void make_fan(struct outlook *o)
{
    o->fan_request = fan_defaults();
    o->fan_request.source = o->request->source;
    o->fan_request.trajectories = o->request->trajectories;
    o->fan_request.seed = o->request->seed;
    fan_make(&o->fan, &o->fan_request, NULL);
    struct progress progress = progress_begin("trajectories", o->request->trajectories);
    for (int first = 0; first < o->request->trajectories; first += ROUND) {
        const int left = o->request->trajectories - first, count = left < ROUND ? left : ROUND;
        must(cohort_ensemble_run(o->fan.ensemble, first, count, 0, &error), &error);
        for (int i = 0; i < count; i++)
            progress_step(&progress);
    }
    progress_end(&progress);
    o->has_fan = true;
}

void outlook_make(struct outlook *o, const struct outlook_request *request)
{
    memset(o, 0, sizeof *o);
    o->request = request;
    make_cases(o);
    find_published(o);
    name_area(o);
    list_paths(o);
    for (int k = 0; k + 1 < o->path_count; k++) {
        const cohort_measure total = measure_of(&o->cases[k], "total", o->last);
        explanation_make(&o->why[k], &o->cases[k], &total);
    }
    if (request->targets)
        read_aims(o, request->targets);
    else if (o->cases[0].is_nemuro)
        take_aims(o);
    find_influence(o);
    make_counts(o);
    if (request->trajectories > 0)
        make_fan(o);
}

void outlook_clear(struct outlook *o)
{
    for (int k = 0; k + 1 < o->path_count; k++)
        explanation_clear(&o->why[k]);
    for (int k = 0; k < o->case_count; k++)
        comparison_clear(&o->cases[k]);
    free(o->cases);
    if (o->is_counted)
        observed_free(&o->observed);
    if (o->has_fan)
        fan_clear(&o->fan);
}

/* ---- figures ---- */

double outlook_figure(const struct outlook *o, int path, int figure, double year)
{
    cohort_band band;
    double count;
    must(cohort_band_parse(figures[figure].measure, &band, &error), &error);
    if (cohort_count(cohort_projection_population(o->paths[path].run), year, band, &count, &error))
        return (double)NAN;
    return count;
}

const char *outlook_status(const struct outlook *o, int path, int figure, int year)
{
    cohort_band band;
    must(cohort_band_parse(figures[figure].measure, &band, &error), &error);
    return status_of(&o->paths[path].kind, year, band);
}

int outlook_years(const struct outlook *o, int *years, int most)
{
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    const int apart = grid->steps > 20 ? (grid->width >= 5 ? grid->width : 5) : grid->width;
    int count = 0;
    for (int i = 0; i <= grid->steps && count < most; i++) {
        const int year = cohort_grid_year(grid, i);
        if ((year - grid->start) % apart == 0 || i == grid->steps)
            years[count++] = year;
    }
    return count;
}
