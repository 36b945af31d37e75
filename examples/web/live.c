/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the live page's script calls, beside the program itself (main). One instance of all this is
 * to the page what a process is to a terminal: it reads its files once, and what ends the program
 * ends the instance. Each call returns a text that lasts until the next one: JSON, SVG or HTML.
 */
#include "answers/levers.h"
#include "answers/outcome.h"
#include "inputs/names.h"
#include "inputs/runs.h"
#include "report/pictures.h"
#include "report/report.h"
#include "text/progress.h"

#include <emscripten.h>

#define CALLED EMSCRIPTEN_KEEPALIVE const char *

enum { MOST_WORDS = 100 };

struct request {
    struct outlook_request outlook;
};

static struct {
    struct request request;
    struct outlook outlook;
    cohort_output *answer;
    bool unexplained[MOST_SCENARIOS]; /* has the plan changed since? */
} live;

/* ---- answers ---- */

static cohort_output *begin(void)
{
    cohort_output_close(&live.answer, 0, NULL);
    must(cohort_output_memory(&live.answer, &error));
    return live.answer;
}

static const char *end(void)
{
    const char *text;
    must(cohort_output_text(live.answer, &text, NULL, &error));
    return text;
}

/* A text in JSON. */
static void quote(cohort_output *out, const char *text)
{
    cohort_output_print(out, "\"");
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            cohort_output_print(out, "\\%c", *text);
        else if ((unsigned char)*text < ' ')
            cohort_output_print(out, "\\u%04x", (unsigned)*text);
        else
            cohort_output_write(out, text, 1);
    cohort_output_print(out, "\"");
}

/* `,"name":`, the comma unless it is the first; a text, or a number, null where there is none. */
static void key(cohort_output *out, const char *name)
{
    cohort_output_print(out, ",\"%s\":", name);
}

static void text(cohort_output *out, const char *name, const char *value)
{
    key(out, name);
    quote(out, value);
}

static void number(cohort_output *out, double value)
{
    char digits[COHORT_NUMBER_TEXT];
    cohort_output_print(out, "%s", isfinite(value) ? cohort_number_text(value, digits) : "null");
}

/* A number of an array, from the ith on. */
static void item(cohort_output *out, int i, double value)
{
    cohort_output_print(out, i ? "," : "");
    number(out, value);
}

/* ---- how far a long run has got: the script is told, in place of the terminal's bar ---- */

EM_JS(void, tell_progress, (int done, int total),
      { Module.progress &&Module.progress(done, total); })

struct progress progress_begin(const char *what, int total)
{
    return (struct progress){what, total, 0, true};
}

void progress_to(struct progress *p, int done)
{
    p->done = done;
    tell_progress(done, p->total);
}

void progress_step(struct progress *p)
{
    progress_to(p, p->done + 1);
}

void progress_end(struct progress *p)
{
    p->shown = false;
}

/* ---- files and the area ---- */

static const struct option options[] = {
    OPTION("--trajectories", "N", WHOLE, offsetof(struct request, outlook.trajectories),
           "how many random ones to run; without it, none", .most = 1e6),
    {.name = NULL},
};

static const char *check(void *request)
{
    return source_problem(&((struct request *)request)->outlook.source);
}

static int keep(void *request)
{
    live.request = *(struct request *)request;
    return EXIT_DONE;
}

static const struct request defaults = {.outlook = OUTLOOK_REQUEST};
static const struct command command = {
    .name = "report",
    SETS({NULL, options, 0}, OUTLOOK_SETS(struct request, outlook)),
    .check = check,
    REQUEST(defaults, keep),
};

/* Read the files of a command line, whose words stand a line each: the areas, code and name. */
CALLED live_read(const char *lines)
{
    static char *words[MOST_WORDS + 1];
    char *line = strcpy(allocate(strlen(lines) + 1, 1), lines);
    int count = 0;
    for (line = strtok(line, "\n"); line && count < MOST_WORDS; line = strtok(NULL, "\n"))
        words[count++] = line;
    if (command_run(&command, count, words))
        exit(EXIT_USAGE);
    struct source *source = &live.request.outlook.source;
    const cohort_language language = language_of(live.request.outlook.language);
    cohort_output *out = begin();
    cohort_output_print(out, "[");
    if (source->files > 0) {
        const char **areas;
        source_open(source);
        count = source_areas(source, &areas);
        for (int i = 0; i < count; i++) {
            cohort_output_print(out, i ? ",[" : "[");
            quote(out, areas[i]);
            cohort_output_print(out, ",");
            quote(out, name_of_area(language, source, areas[i]).s);
            cohort_output_print(out, "]");
        }
        free(areas);
    }
    cohort_output_print(out, "]");
    return end();
}

/* The TFR of each interval, as levers take it. */
static void print_tfr(cohort_output *out, const cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    for (int i = 0; i < grid->steps; i++)
        item(out, i, tfr_between(inputs, cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1)));
}

/* Targets of a band or a share. */
static void print_aims(cohort_output *out, const struct aims *aims)
{
    for (int i = 0, count = 0; i < aims->count; i++) {
        const struct aim *aim = &aims->of[i];
        char name[COHORT_MEASURE_NAME];
        if (aim->is_decline)
            continue;
        cohort_output_print(out, count++ ? ",{\"year\":%g" : "{\"year\":%g", aim->measure.year);
        text(out, "measure", cohort_measure_name(&aim->measure, name));
        key(out, "value");
        number(out, aim->value);
        cohort_output_print(out, "}");
    }
}

/* Project an area under its plans: what the controls have to know. */
CALLED live_open(const char *area)
{
    struct outlook *o = &live.outlook;
    if (*area)
        live.request.outlook.source.area = strcpy(allocate(strlen(area) + 1, 1), area);
    outlook_make(o, &live.request.outlook);
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    cohort_output *out = begin();
    cohort_output_print(out, "{\"first\":%d,\"last\":%d,\"width\":%d,\"oldest\":%d,\"steps\":%d",
                        o->first, o->last, grid->width, (grid->ages - 1) * grid->width,
                        grid->steps);
    text(out, "area", o->cases[0].area);
    text(out, "name", o->name.s);
    text(out, "convention", cohort_convention_name(cohort_inputs_convention(o->cases[0].baseline)));
    cohort_output_print(out, ",\"nemuro\":%s,\"tfr\":[", o->cases[0].is_nemuro ? "true" : "false");
    print_tfr(out, o->cases[0].baseline);
    cohort_output_print(out, "],\"aims\":[");
    print_aims(out, &o->aims);
    cohort_output_print(out, "]}");
    return end();
}

/* ---- a plan ---- */

/* What a scenario makes of a baseline, as comparison_make has it: where rows may be idle, which are. */
static int plan_from(const struct comparison *c, const cohort_scenario *scenario,
                     cohort_inputs **inputs, unsigned char *idle, cohort_error *problem)
{
    const int code = cohort_inputs_copy(c->baseline, inputs, problem);
    if (code)
        return code;
    return c->idle ? change_where_possible(scenario, inputs, idle, problem)
                   : change_inputs(scenario, inputs, problem);
}

/* Put a path in the place of a plan's. */
static void replace(int k, cohort_scenario *scenario, cohort_inputs *plan, cohort_projection *with)
{
    struct outlook *o = &live.outlook;
    struct comparison *c = &o->cases[k];
    struct outlook_path *path = &o->paths[k + 1];
    cohort_scenario_free(o->scenarios[k]);
    cohort_inputs_free(c->plan);
    cohort_projection_free(c->with);
    o->scenarios[k] = scenario;
    c->plan = plan;
    c->with = with;
    if (c->is_nemuro) {
        nemuro_replan(&c->nemuro, scenario);
        path->kind = c->nemuro.paths[RUN_PLAN];
    }
    live.unexplained[k] = true;
    path->run = with;
    path->kind.population = cohort_projection_population(with);
}

/* Let a plan, from 0 on, be what the text of a scenario says. Returned: what is wrong with it, the plan
 * being as it was; or the numbers of rows that have nothing to change here, from 1 on, in brackets. */
CALLED live_plan(int k, const char *csv, const char *name)
{
    struct comparison *c = &live.outlook.cases[k];
    cohort_csv *rows;
    cohort_scenario *scenario = NULL;
    cohort_inputs *plan = NULL;
    cohort_projection *with = NULL;
    unsigned char *idle = NULL;
    cohort_error problem = {.code = COHORT_OK};
    int code = cohort_csv_parse(csv, strlen(csv), name, &rows, &problem);
    if (!code)
        code = cohort_scenario_from_csv(rows, &scenario, &problem);
    if (!code) {
        idle = allocate((size_t)cohort_scenario_count(scenario) + 1, 1);
        code = plan_from(c, scenario, &plan, idle, &problem);
    }
    if (!code)
        code = run_inputs(plan, &with, &problem);
    cohort_output *out = begin();
    if (code) {
        cohort_inputs_free(plan);
        cohort_scenario_free(scenario);
        free(idle);
        cohort_output_print(out, "%s", problem.text);
        return end();
    }
    free(c->idle ? c->idle : idle);
    c->idle = c->idle ? idle : NULL;
    for (int i = 0; c->idle && i < cohort_scenario_count(scenario); i++)
        if (idle[i])
            cohort_output_print(out, "[%d]", i + 1);
    replace(k, scenario, plan, with);
    return end();
}

/* A scenario that was opened as a file, as the library writes it. */
CALLED live_scenario(const char *path)
{
    cohort_scenario *scenario;
    must(cohort_scenario_read(path, &scenario, &error));
    must(cohort_scenario_write(scenario, begin(), &error));
    cohort_scenario_free(scenario);
    return end();
}

/* The rows of one family a year that moves in, as a scenario; "" for what is no family. */
CALLED live_family(const char *members, int from, int to)
{
    struct family family;
    cohort_scenario *scenario;
    cohort_output *out = begin();
    if (!take_family(members, &family))
        return end();
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add_household(scenario, live.outlook.cases[0].baseline, family.count,
                                       family.members, 1, from, to < 0 ? COHORT_OPEN_END : to, NULL,
                                       &error));
    must(cohort_scenario_write(scenario, out, &error));
    cohort_scenario_free(scenario);
    return end();
}

/* A simulation of the Cabinet Office's worksheet, as a scenario. */
CALLED live_simulation(int simulation)
{
    cohort_scenario *scenario;
    must(cohort_worksheet_simulation(simulation, &scenario, &error));
    must(cohort_scenario_write(scenario, begin(), &error));
    cohort_scenario_free(scenario);
    return end();
}

/* Net migration a year from a year on, when a scenario's last rows are so many times as large as
 * they stand; NAN: it cannot be run. */
static double moved(const cohort_scenario *scenario, int first, double times, int from)
{
    const cohort_inputs *baseline = live.outlook.cases[0].baseline;
    cohort_scenario *scaled;
    cohort_inputs *changed = NULL;
    cohort_projection *run = NULL;
    cohort_balance balance = {.net_migration = (double)NAN};
    must(cohort_scenario_new(&scaled, &error));
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        cohort_operation op = *cohort_scenario_operation(scenario, i);
        op.value *= i < first ? 1.0 : times;
        must(cohort_scenario_add(scaled, &op, &error));
    }
    if (!cohort_scenario_apply(scaled, baseline, &changed, NULL) &&
        !cohort_projection_new(changed, &run, NULL))
        must(cohort_projection_balance(run, from, live.outlook.last, &balance, &error));
    cohort_projection_free(run);
    cohort_inputs_free(changed);
    cohort_scenario_free(scaled);
    return balance.net_migration / (live.outlook.last - from);
}

/* How many times as large the rows from `first` on have to be for a balance of net migration, persons
 * a year from a year on: by the secant, as it is nearly a straight line; null: it cannot be had. */
CALLED live_balance(const char *csv, int first, int from, double balance, double least, double most)
{
    cohort_csv *rows;
    cohort_scenario *scenario;
    double x[2] = {0.0, 0.5}, y[2];
    must(cohort_csv_parse(csv, strlen(csv), "plan", &rows, &error));
    must(cohort_scenario_from_csv(rows, &scenario, &error));
    y[0] = moved(scenario, first, x[0], from) - balance;
    y[1] = moved(scenario, first, x[1], from) - balance;
    for (int i = 0; i < 40 && fabs(y[1]) > 1e-9 && y[1] != y[0]; i++) {
        const double next = x[1] - y[1] * (x[1] - x[0]) / (y[1] - y[0]);
        x[0] = x[1], y[0] = y[1];
        x[1] = fmin(fmax(next, least), most);
        y[1] = moved(scenario, first, x[1], from) - balance;
    }
    cohort_scenario_free(scenario);
    number(begin(), fabs(y[1]) <= 1e-6 ? x[1] : (double)NAN);
    return end();
}

/* ---- pictures, and their figures for a pointer ---- */

/* A picture of a size; a pyramid of a path at a year against another. */
CALLED live_picture(const char *kind, double width, double height, int path, int year, int other,
                    int other_year)
{
    const struct outlook *o = &live.outlook;
    cohort_chart chart = COHORT_CHART;
    cohort_output *out = begin();
    chart.embedded = 1;
    chart.width = width;
    chart.height = height;
    if (strcmp(kind, "pyramid") == 0)
        picture_pyramid(out, o, &chart, (struct moment){path, year},
                        (struct moment){other, other_year}, true);
    else if (strcmp(kind, "bars") == 0)
        picture_bars(out, o, &chart, path);
    else if (strcmp(kind, "fan") == 0)
        picture_fan(out, o, &chart, path);
    else
        picture_paths(out, o, &chart);
    return end();
}

/* Every figure of every path at each date, rounded as it is shown. */
CALLED live_figures(void)
{
    const struct outlook *o = &live.outlook;
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    cohort_output *out = begin();
    for (int k = 0; k < o->path_count; k++) {
        cohort_output_print(out, k ? ",{\"figures\":[" : "[{\"figures\":[");
        for (int i = 0; i <= grid->steps; i++) {
            cohort_output_print(out, i ? ",[" : "[");
            for (int figure = 0; figure < FIGURES; figure++)
                item(out, figure,
                     cohort_round(outlook_figure(o, k, figure, cohort_grid_year(grid, i)), 0));
            cohort_output_print(out, "]");
        }
        cohort_output_print(out, "]");
        text(out, "name", o->paths[k].name.s);
        cohort_output_print(out, "}");
    }
    cohort_output_print(out, "]");
    return end();
}

/* Men and women of each age of a path at a year. */
CALLED live_ages(int path, int year)
{
    const cohort_stock *population = live.outlook.paths[path].kind.population;
    const cohort_grid *grid = &population->grid;
    cohort_output *out = begin();
    for (int x = 0; x < grid->ages; x++) {
        cohort_output_print(out, x ? ",[" : "[[");
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            double persons;
            const int last = x == grid->ages - 1 ? COHORT_OPEN_END : (x + 1) * grid->width - 1;
            const cohort_band band = {sex, x * grid->width, last};
            must(cohort_count(population, year, band, &persons, &error));
            item(out, sex, cohort_round(persons, 0));
        }
        cohort_output_print(out, "]");
    }
    cohort_output_print(out, "]");
    return end();
}

/* Every cell of every path as tidy CSV, the path in the place of the area. */
CALLED live_cells(void)
{
    const struct outlook *o = &live.outlook;
    cohort_output *out = begin();
    cohort_output_print(out, "area,variable,year,sex,age,value\n");
    for (int k = 0; k < o->path_count; k++) {
        struct outcomes list = outcome_of(o->paths[k].name.s, o->paths[k].run, 0, NULL, NULL);
        for (int i = 0; i < list.count; i++)
            outcome_write(out, &list.of[i]);
        outcome_free(&list);
    }
    return end();
}

/* ---- sections of the report ---- */

/* Why the paths differ, as they are now. */
static void explain(struct outlook *o)
{
    for (int k = 0; k + 1 < o->path_count; k++) {
        if (!live.unexplained[k])
            continue;
        const cohort_measure total = measure_of(&o->cases[k], "total", o->last);
        explanation_clear(&o->why[k]);
        explanation_make(&o->why[k], &o->cases[k], &total);
        live.unexplained[k] = false;
    }
}

/* What a section needs. */
enum { ANY, PLANS, DEGREES, FANS, COUNTS, GOALS, IN_JAPAN };

static bool has(const struct outlook *o, int what)
{
    switch (what) {
    case PLANS:
        return o->path_count > 1;
    case DEGREES:
        return o->influence_count > 0;
    case FANS:
        return o->has_fan;
    case COUNTS:
        return o->is_counted;
    case GOALS:
        return o->is_counted && o->aims.count > 0;
    case IN_JAPAN:
        return outlook_is_japan(o);
    default:
        return true;
    }
}

static const struct section {
    const char *name;
    void (*write)(struct page *p, const struct outlook *o);
    int needs;
    bool explains;
} sections[] = {
    {"summary", report_summary, ANY, true},
    {"comparison", report_comparison, ANY, false},
    {"targets", report_targets, ANY, false},
    {"goals", report_goals, GOALS, false},
    {"events", report_events, ANY, false},
    {"school", report_school, IN_JAPAN, false},
    {"elsewhere", report_elsewhere, IN_JAPAN, false},
    {"why", report_why, PLANS, true},
    {"influence", report_influence, DEGREES, false},
    {"sure", report_sure, FANS, false},
    {"track", report_track, COUNTS, false},
    {"inferred", report_inferred, ANY, false},
    {NULL, NULL, ANY, false},
};

/* A section as HTML; "" where there is nothing to tell. */
CALLED live_section(const char *name)
{
    struct outlook *o = &live.outlook;
    struct page page = {.language = o->language, .out = begin()};
    const struct section *s = sections;
    while (s->name && strcmp(s->name, name) != 0)
        s++;
    if (!s->name || !has(o, s->needs))
        return end();
    if (s->explains)
        explain(o);
    s->write(&page, o);
    return end();
}
