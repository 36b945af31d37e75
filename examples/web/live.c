/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers; files and the area; a plan. */
#include "live.h"

#include "answers/levers.h"
#include "inputs/names.h"
#include "inputs/runs.h"
#include "text/progress.h"

enum { MOST_WORDS = 100 };

struct request {
    struct outlook_request outlook;
};

struct live live;
static struct request asked;
static bool kept; /* false: of a command line such as --help nothing is asked */
static cohort_output *answer;

/* ---- answers ---- */

cohort_output *begin(void)
{
    cohort_output_close(&answer, 0, NULL);
    must(cohort_output_memory(&answer, &error));
    return answer;
}

const char *end(void)
{
    const char *text;
    must(cohort_output_text(answer, &text, NULL, &error));
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

void json_text(cohort_output *out, const char *name, const char *value)
{
    cohort_output_print(out, ",\"%s\":", name);
    quote(out, value);
}

void json_item(cohort_output *out, int i, double value)
{
    char digits[COHORT_NUMBER_TEXT];
    cohort_output_print(out, "%s%s", i ? "," : "",
                        isfinite(value) ? cohort_number_text(value, digits) : "null");
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
           "how many random trajectories to run; without it, none", .most = 1e6),
    {.name = NULL},
};

static const char *check(void *request)
{
    return source_problem(&((struct request *)request)->outlook.source);
}

static int keep(void *request)
{
    asked = *(struct request *)request;
    kept = true;
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
    if (command_run(&command, count, words) || !kept)
        exit(EXIT_USAGE);
    struct source *source = &asked.outlook.source;
    const cohort_language language = language_of(asked.outlook.language);
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

/* Project an area under its plans: what the controls have to know. */
CALLED live_open(const char *area)
{
    struct outlook *o = &live.outlook;
    if (*area)
        source_choose(&asked.outlook.source, area);
    outlook_make(o, &asked.outlook);
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    cohort_output *out = begin();
    cohort_output_print(out, "{\"first\":%d,\"last\":%d,\"width\":%d,\"oldest\":%d,\"steps\":%d",
                        o->first, o->last, grid->width, (grid->ages - 1) * grid->width,
                        grid->steps);
    json_text(out, "area", o->cases[0].area);
    json_text(out, "name", o->name.s);
    json_text(out, "convention",
              cohort_convention_name(cohort_inputs_convention(o->cases[0].baseline)));
    cohort_output_print(out, ",\"nemuro\":%s}", o->cases[0].is_nemuro ? "true" : "false");
    return end();
}

/* ---- a plan ---- */

/* A plan that has been run; idle: for each row, has it nothing to change here? */
struct made {
    cohort_scenario *scenario;
    cohort_inputs *plan;
    cohort_projection *with;
    unsigned char *idle;
};

static void clear(struct made *m)
{
    cohort_projection_free(m->with);
    cohort_inputs_free(m->plan);
    cohort_scenario_free(m->scenario);
    free(m->idle);
}

/* What a scenario's text makes of a baseline, as comparison_make has it. After an error nothing. */
static int make(const struct comparison *c, const char *csv, const char *name, struct made *m,
                cohort_error *problem)
{
    cohort_csv *rows;
    *m = (struct made){.idle = NULL};
    int code = cohort_csv_parse(csv, strlen(csv), name, &rows, problem);
    if (!code)
        code = cohort_scenario_from_csv(rows, &m->scenario, problem);
    if (!code)
        code = cohort_inputs_copy(c->baseline, &m->plan, problem);
    if (!code) {
        m->idle = allocate((size_t)cohort_scenario_count(m->scenario) + 1, 1);
        code = c->idle ? change_where_possible(m->scenario, &m->plan, m->idle, problem)
                       : change_inputs(m->scenario, &m->plan, problem);
    }
    if (!code)
        code = run_inputs(NULL, m->plan, &m->with, problem);
    if (code)
        clear(m);
    return code;
}

/* Put a path in the place of a plan's. */
static void replace(int k, const struct made *m)
{
    struct outlook *o = &live.outlook;
    struct comparison *c = &o->cases[k];
    struct outlook_path *path = &o->paths[k + 1];
    clear(&(struct made){o->scenarios[k], c->plan, c->with, c->idle ? c->idle : m->idle});
    o->scenarios[k] = m->scenario;
    c->plan = m->plan;
    c->with = m->with;
    c->idle = c->idle ? m->idle : NULL;
    if (c->is_nemuro) {
        nemuro_replan(&c->nemuro, m->scenario);
        path->kind = c->nemuro.paths[RUN_PLAN];
    }
    live.unexplained[k] = true;
    path->run = m->with;
    path->kind.population = cohort_projection_population(m->with);
}

/* Let a plan, from 0 on, be what the text of a scenario says. Returned: what is wrong with it, the
 * plan being as it was; or the numbers of rows that have nothing to change here, from 1 on, in
 * brackets, and what may surprise of rows, a line each. */
CALLED live_plan(int k, const char *csv, const char *name)
{
    const struct comparison *c = &live.outlook.cases[k];
    cohort_error problem = {.code = COHORT_OK};
    cohort_output *out = begin();
    const cohort_grid *grid = cohort_inputs_grid(c->baseline);
    struct text said[ROW_SURPRISES];
    struct made m;
    if (make(c, csv, name, &m, &problem)) {
        cohort_output_print(out, "%s", problem.text);
        return end();
    }
    replace(k, &m);
    for (int i = 0; c->idle && i < cohort_scenario_count(m.scenario); i++)
        if (c->idle[i])
            cohort_output_print(out, "[%d]", i + 1);
    for (int i = 0; i < cohort_scenario_count(m.scenario); i++)
        for (int s = row_surprises(live.outlook.language, m.scenario, i, grid, said); s > 0; s--)
            cohort_output_print(out, "\n%s", said[s - 1].s);
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

/* Net migration a year from a year on under a scenario's text; null: it cannot be run. */
CALLED live_moves(const char *csv, int from)
{
    struct made m;
    cohort_balance balance = {.net_migration = (double)NAN};
    if (!make(&live.outlook.cases[0], csv, "plan", &m, NULL)) {
        must(cohort_projection_balance(m.with, from, live.outlook.last, &balance, &error));
        clear(&m);
    }
    json_item(begin(), 0, balance.net_migration / (live.outlook.last - from));
    return end();
}
