/* SPDX-License-Identifier: GPL-3.0-or-later */
/* municipalities: a country's published tables in; every area's rates derived from them, and its
 * population projected to a later date, by any scenario; one CSV out. */
#include "answers/outcome.h"
#include "commands/commands.h"
#include "inputs/fixtures.h"
#include "inputs/names.h"
#include "inputs/nation.h"
#include "inputs/source.h"
#include "report/sheets.h"
#include "text/progress.h"
#include "inputs/runs.h"

#ifdef _OPENMP
#include <omp.h>
#endif

/* What the command line asks for. */
struct request {
    const char *table, *nation, *code, *scenario, *output;
    bool whole, annual;
    int last_year; /* COHORT_OPEN_END: the table's last */
    int threads;   /* 0: as many as there are */
    bool cells, excel, no_migration, split_open;
    struct table_options reading;
};

/* One area on its way. */
struct area {
    const char *code, *name;
    int status; /* COHORT_OK, or there is nothing of it: */
    cohort_error problem;
    unsigned char *idle;     /* by operation: does it change nothing here? */
    cohort_stock population; /* the result */
    struct outcomes shown;   /* the same as it was asked for, with --whole or --annual */
};

struct country {
    cohort_table *table;
    bool no_migration;
    struct fit fit;            /* what the areas have in common with the nation */
    cohort_inputs *nation;     /* its rates up to the horizon */
    cohort_scenario *scenario; /* NULL: none */
    int operations;
    cohort_scenario **single; /* each operation of the scenario by itself */
    int count;
    struct area *areas;
    unsigned char *idle; /* what the areas' point to */
};

/* ---- what is read ---- */

/* The nation's rates on the grid of the first area that has a population. */
static void read_nation(struct country *c, const struct request *r, int to)
{
    cohort_stock town = {.cells = NULL};
    cohort_table *table =
        read_table(r->nation ? r->nation : fixture("japan.csv").path, source_variables, NULL);
    int code = COHORT_ERROR_MISSING;
    for (int i = 0; i < c->count && code; i++)
        code = cohort_table_population(c->table, c->areas[i].code, "population", &town, &error);
    if (!code) {
        if (r->no_migration)
            must(fit_last(&town, &error));
        must(fit_find(table, r->code, &town.grid, to, r->split_open, &c->fit, &error));
        must(cohort_table_reference_on(table, r->code, &c->fit.grid, &c->nation, &error));
        cohort_stock_free(&town);
    } /* else every area says why it has none */
    cohort_table_free(table);
}

/* The areas of the table that are not the reference, and their last date. */
static void list_areas(struct country *c, const struct request *r, int *last)
{
    int from, to, count = cohort_table_area_count(c->table);
    *last = COHORT_OPEN_START;
    c->areas = allocate((size_t)count, sizeof *c->areas);
    for (int i = 0; i < count; i++) {
        const char *code = cohort_table_area(c->table, i);
        if (strcmp(code, r->code) == 0)
            continue;
        c->areas[c->count++] =
            (struct area){.code = code, .name = cohort_table_area_name(c->table, i)};
        if (cohort_table_years(c->table, code, "population", &from, &to, &error))
            continue;
        *last = to > *last ? to : *last;
    }
    if (*last == COHORT_OPEN_START)
        die("no area has a population: %s", error.text);
}

static void read_scenario(struct country *c, const struct request *r)
{
    if (!r->scenario)
        return;
    must(cohort_scenario_read(r->scenario, &c->scenario, &error));
    c->operations = cohort_scenario_count(c->scenario);
    c->single = allocate((size_t)c->operations, sizeof *c->single);
    for (int k = 0; k < c->operations; k++) {
        const cohort_operation *operation = cohort_scenario_operation(c->scenario, k);
        must(cohort_scenario_new(&c->single[k], &error));
        must(cohort_scenario_add(c->single[k], operation, &error));
    }
    c->idle = allocate((size_t)c->count, (size_t)c->operations);
    for (int i = 0; i < c->count; i++)
        c->areas[i].idle = c->idle + (size_t)i * (size_t)c->operations;
}

static void read_all(struct country *c, const struct request *r)
{
    int last;
    c->no_migration = r->no_migration;
    c->table = read_table(r->table, source_variables, &r->reading);
    list_areas(c, r, &last);
    read_nation(c, r, r->last_year == COHORT_OPEN_END ? last : r->last_year);
    read_scenario(c, r);
}

/* ---- an area ---- */

/* *inputs under the scenario: of one that changes nothing here, operation by operation. An area
 * without net out-migration at the ages of a suppression, say, is no reason to leave it out. */
static int change_rates(const struct country *c, struct area *area, cohort_inputs **inputs,
                        cohort_error *problem)
{
    int code = change_inputs(c->scenario, inputs, problem);
    if (code != COHORT_ERROR_NO_EFFECT)
        return code;
    for (int k = 0; k < c->operations; k++) {
        code = change_inputs(c->single[k], inputs, problem);
        area->idle[k] = code == COHORT_ERROR_NO_EFFECT;
        if (code && !area->idle[k])
            return code;
    }
    return COHORT_OK;
}

static int project(const cohort_inputs *inputs, cohort_stock *result, cohort_error *problem)
{
    cohort_projection *projection;
    int code = run_inputs(inputs, &projection, problem);
    if (code)
        return code;
    const cohort_stock *population = cohort_projection_population(projection);
    const cohort_grid *grid = &population->grid;
    code = cohort_stock_init(result, grid, problem);
    if (!code)
        memcpy(cohort_stock_cells(result), population->cells,
               cohort_cell(grid, grid->steps + 1, 0, 0) * sizeof *result->cells);
    cohort_projection_free(projection);
    return code;
}

static void run_area(const struct country *c, struct area *area)
{
    cohort_error *problem = &area->problem;
    cohort_stock published = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    int code = cohort_table_population(c->table, area->code, "population", &published, problem);
    if (!code)
        code = c->no_migration ? fit_last(&published, problem) : COHORT_OK;
    if (!code)
        code = fit_town(&c->fit, &published, problem);
    if (!code)
        code = fit_inputs(&c->fit, &published, c->nation, c->no_migration, &inputs, problem);
    if (!code)
        code = change_rates(c, area, &inputs, problem);
    if (!code)
        code = project(inputs, &area->population, problem);
    area->status = code;
    cohort_inputs_free(inputs);
    cohort_stock_free(&published);
}

/* Each thread takes areas of its own, and each area has its place: the order is the table's. */
static void run_areas(struct country *c, int threads)
{
    struct progress progress = progress_begin("areas", c->count);
#ifdef _OPENMP
    if (threads == 0)
        threads = omp_get_max_threads();
#pragma omp parallel for schedule(dynamic, 8) num_threads(threads)
#else
    (void)threads;
#endif
    for (int i = 0; i < c->count; i++) {
        run_area(c, &c->areas[i]);
#ifdef _OPENMP
#pragma omp critical
#endif
        progress_step(&progress);
    }
    progress_end(&progress);
}

/* ---- what went wrong ---- */

/* Returned: how many areas are left out. */
static int tell_left_out(const struct country *c)
{
    int out = 0;
    for (int i = 0; i < c->count; i++) {
        const struct area *area = &c->areas[i];
        if (!area->status)
            continue;
        if (area->status == COHORT_ERROR_MEMORY)
            die("out of memory");
        out++;
        say_area_left_out(area->code, area->name, area->problem.text);
    }
    say_areas_left_out(out, c->count);
    return out;
}

/* An operation that changes nothing anywhere is a mistake; in some areas it may be so. */
static void tell_idle(const struct country *c, const struct request *r, int left)
{
    for (int k = 0; k < c->operations; k++) {
        int idle = 0;
        for (int i = 0; i < c->count; i++)
            idle += !c->areas[i].status && c->areas[i].idle[k];
        const char *name = cohort_operation_name(cohort_scenario_operation(c->scenario, k)->kind);
        if (idle == left)
            die("%s: operation %d (%s) changes nothing in any area", input_name(r->scenario), k + 1,
                name);
        if (idle > 0)
            note("%s: operation %d (%s) changes nothing in %d areas", input_name(r->scenario),
                 k + 1, name, idle);
    }
}

/* ---- what is written ---- */

/* All areas are on one grid: whether it has the ages of the figures is known before writing. */
static void check_ages(const struct country *c)
{
    double ages[3];
    for (int i = 0; i < c->count; i++) {
        const cohort_stock *population = &c->areas[i].population;
        if (c->areas[i].status)
            continue;
        must(cohort_three_ages(population, population->grid.start, ages, &error));
        must(cohort_count(population, population->grid.start, outcome_bands[BAND_WOMEN], ages,
                          &error));
        return;
    }
}

/* Whole persons and years between, of the areas that are left. */
static void make_shown(struct country *c, const struct request *r)
{
    struct outcomes *lists = allocate((size_t)c->count, sizeof *lists);
    int count = 0;
    for (int i = 0; i < c->count; i++)
        if (!c->areas[i].status) {
            struct area *area = &c->areas[i];
            lists[count] = outcome_of_stock(area->code, area->name, &area->population);
            if (r->annual)
                outcome_annual(&lists[count], false);
            count++;
        }
    if (r->whole)
        outcome_round(count, lists);
    for (int i = 0, next = 0; i < c->count; i++)
        if (!c->areas[i].status)
            c->areas[i].shown = lists[next++];
    free(lists);
    outcome_tell(r->annual, false, r->whole);
}

static void write_figures(cohort_output *out, const struct area *area)
{
    const struct outcome *people = area->shown.of;
    char text[COHORT_NUMBER_TEXT];
    for (int i = 0; i < people->times; i++) {
        double figures[BANDS];
        const int year = outcome_year(people, i);
        figures[0] = cohort_total(&area->population, year);
        must(cohort_three_ages(&area->population, year, figures + 1, &error));
        must(cohort_count(&area->population, year, outcome_bands[BAND_WOMEN], &figures[4], &error));
        tidy_place(out, area->code, area->name);
        cohort_output_print(out, ",%d", year);
        for (int k = 0; k < BANDS; k++)
            cohort_output_print(out, ",%s", cohort_number_text(figures[k], text));
        for (int k = 0; k < BANDS && people->whole; k++)
            cohort_output_print(out, ",%.0f", outcome_sum(people, i, outcome_bands[k]));
        cohort_output_print(out, "\n");
    }
}

static void write_csv(const struct country *c, const struct request *r, cohort_output *out)
{
    cohort_output_print(out, "%s", r->excel ? EXCEL_MARK : "");
    cohort_output_print(out,
                        r->cells ? "area,name,variable,year,sex,age,value%s\n"
                                 : "area,name,year,total,age_0_14,age_15_64,age_65_plus,"
                                   "women_20_39%s\n",
                        !r->whole  ? ""
                        : r->cells ? ",whole"
                                   : ",total_whole,age_0_14_whole,age_15_64_whole,"
                                     "age_65_plus_whole,women_20_39_whole");
    for (int i = 0; i < c->count; i++)
        if (!c->areas[i].status && r->cells)
            outcome_write(out, c->areas[i].shown.of);
        else if (!c->areas[i].status)
            write_figures(out, &c->areas[i]);
}

static void write_all(const struct country *c, const struct request *r)
{
    cohort_output *out;
    const bool is_workbook = sheets_asked(r->output);
    if (!r->cells)
        check_ages(c);
    must(is_workbook ? cohort_output_memory(&out, &error)
                     : cohort_output_open(r->output, &out, &error));
    write_csv(c, r, out);
    if (is_workbook) {
        struct sheets *sheets = sheets_new();
        sheets_of_csv(sheets, r->cells ? "populations" : "figures", out);
        sheets_note(sheets, text_of("%s, %s", base_name(r->table), "libcohort " COHORT_VERSION).s,
                    true);
        sheets_write(sheets, r->output, "sources and notes");
    }
    must(cohort_output_close(&out, 1, &error));
}

/* ---- all together ---- */

static void give_back(struct country *c)
{
    for (int i = 0; i < c->count; i++) {
        cohort_stock_free(&c->areas[i].population);
        outcome_free(&c->areas[i].shown);
    }
    for (int k = 0; k < c->operations; k++)
        cohort_scenario_free(c->single[k]);
    free(c->single);
    free(c->idle);
    free(c->areas);
    cohort_scenario_free(c->scenario);
    cohort_inputs_free(c->nation);
    fit_free(&c->fit);
    cohort_table_free(c->table);
}

static int run(void *request)
{
    const struct request *r = request;
    struct country c = {.table = NULL};
    read_all(&c, r);
    run_areas(&c, r->threads);
    const int out = tell_left_out(&c);
    if (c.nation)
        fit_note(&c.fit, r->table, r->nation ? r->code : "Japan");
    tell_idle(&c, r, c.count - out);
    make_shown(&c, r);
    write_all(&c, r);
    give_back(&c);
    return out ? EXIT_PARTLY : EXIT_DONE;
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION(
        "TABLE.csv", NULL, INPUT, offsetof(struct request, table),
        "populations by area, sex, age group and date. A date a column: "
        "code,name,sex,age,2015,2020,...; or a row a value: area,name,variable,year,sex,age,value "
        "(name may be left out); - is standard input",
        .needed = true),
    OPTION("REFERENCE.csv", NULL, INPUT, offsetof(struct request, nation),
           "population, qx and tfr of the nation, up to the last date; without it, those of "
           "Japan that come with the library"),
    OPTION("--reference", "CODE", TEXT, offsetof(struct request, code),
           "the nation's code in it (00000); an area of this code is ignored"),
    OPTION("--to", "YEAR", YEAR, offsetof(struct request, last_year),
           "last date; without it, the table's. Beyond the table's: its last ratios of cohorts "
           "are held, child-woman ratios go with the nation's"),
    OPTION("--scenario", "S.csv", INPUT, offsetof(struct request, scenario),
           "operations on every area's rates (lib/doc/scenarios.md); one that changes "
           "nothing in some areas is reported, in all areas an error"),
    OPTION(
        "--no-migration", NULL, FLAG, offsetof(struct request, no_migration),
        "take the nation's rates, and no migration, from the last date on: what populations of one "
        "date only allow"),
    OPTION("--split-open", NULL, FLAG, offsetof(struct request, split_open), SPLIT_OPEN_HELP),
    OPTION("--cells", NULL, FLAG, offsetof(struct request, cells),
           "every cell, area,name,variable,year,sex,age,value, instead of "
           "area,name,year,total,age_0_14,age_15_64,age_65_plus,women_20_39"),
    OPTION("--annual", NULL, FLAG, offsetof(struct request, annual), ANNUAL_HELP),
    OPTION("--whole", NULL, FLAG, offsetof(struct request, whole),
           "whole persons in further columns: ages and sexes add up to an area's total, areas to "
           "the rounded total of all"),
    OPTION(
        "-o", "OUT.csv", OUTPUT, offsetof(struct request, output),
        "write there, all or nothing; - is standard output, as without it. OUT.xlsx: a workbook"),
    EXCEL_OPTION(offsetof(struct request, excel)),
    OPTION("--threads", "N", WHOLE, offsetof(struct request, threads),
           "at most so many at once, 0: as many as the machine has; what is written does not "
           "depend on it",
           .most = 9999),
    {.name = NULL},
};

static const char *check(void *request)
{
    const struct request *r = request;
    if (r->excel && sheets_asked(r->output))
        return "--excel belongs to CSV: give -o OUT.csv";
    return sheets_problem(r->output);
}

static const struct request defaults = {.code = JAPAN, .output = "-", .last_year = COHORT_OPEN_END};

const struct command municipalities_command = {
    .name = "municipalities",
    .summary = "every area of a country's table projected to a later date",
    .synopsis = (const char *const[]){"TABLE.csv [REFERENCE.csv] [-o OUT.csv] [options]", NULL},
    .description =
        "Reads a country's published populations, derives every area's rates from them with the "
        "nation's, and projects all areas to a later date, by any scenario.\n\n"
        "Areas that cannot be derived (a value that is no number, say) are reported on standard "
        "error, "
        "with the reason, and left out.",
    SETS({NULL, options, 0}, TABLE_SET(struct request, reading)),
    EXAMPLES({"published.csv --to 2065 -o projected.csv --excel",
              "all areas to 2065, for a spreadsheet"}),
    .partly = "some areas were left out, the others are written",
    .check = check,
    REQUEST(defaults, run),
};
