/* SPDX-License-Identifier: GPL-3.0-or-later */
/* municipalities: a country's censuses or published tables in; every area's rates forecast or derived
 * from them, and its population projected to a later date, by any scenario; one CSV out. */
#include "commands/commands.h"
#include "inputs/censuses.h"
#include "inputs/fixtures.h"
#include "inputs/source.h"
#include "text/progress.h"
#include "inputs/runs.h"

#ifdef _OPENMP
#include <omp.h>
#endif

/* What the command line asks for. */
struct request {
    const char *table, *nation, *code, *scenario, *output;
    int last_year; /* COHORT_OPEN_END: the table's last */
    struct counted counted;
    int threads; /* 0: as many as there are */
    bool cells, excel;
};

/* One area on its way. */
struct area {
    const char *code, *name;
    int place;  /* in the censuses */
    int status; /* COHORT_OK, or there is nothing of it: */
    cohort_error problem;
    bool is_closed;          /* were its oldest ages summed? */
    unsigned char *idle;     /* by operation: does it change nothing here? */
    cohort_stock population; /* the result */
};

struct country {
    cohort_table *table;      /* NULL: there are censuses */
    struct censuses censuses; /* with persons of unknown age, which have been spread */
    struct counted counted;
    int last;                  /* the horizon */
    cohort_inputs *nation;     /* reference rates up to there; NULL: counts are too early for any */
    cohort_scenario *scenario; /* NULL: none */
    int operations;
    cohort_scenario **single; /* each operation of the scenario by itself */
    int count;
    struct area *areas;
    unsigned char *idle; /* what the areas' point to */
};

/* ---- what is read ---- */

/* Fewer areas than this are no peers of one another. */
enum { LEAST_PEERS = 50 };

/* The population of an area, freed by the caller. */
static int population_of(const struct country *c, const struct area *area, cohort_stock *population,
                         cohort_error *problem)
{
    if (c->table)
        return cohort_table_population(c->table, area->code, "population", population, problem);
    const cohort_stock *counts = &c->censuses.stock[area->place];
    const int code = cohort_stock_init(population, &counts->grid, problem);
    if (!code)
        memcpy(cohort_stock_cells(population), counts->cells,
               cohort_cell(&counts->grid, counts->grid.steps + 1, 0, 0) * sizeof(double));
    return code;
}

/* What is counted until the last count, and no later count. */
static void cut_counts(const struct country *c, cohort_stock *population)
{
    if (c->counted.as_of)
        counted_cut(population, COHORT_OPEN_START, c->counted.as_of);
}

/* The nation's rates from the first date of the projections on; there are none for counts before
 * it. */
static void read_nation(struct country *c, const struct request *r, int first, bool is_counted)
{
    cohort_table *table;
    int from, to;
    must(cohort_table_read(r->nation ? r->nation : fixture("japan.csv").path, source_variables,
                           &table, &error));
    must(cohort_table_years(table, r->code, "population", &from, &to, &error));
    if (!is_counted || first >= from)
        must(national_rates(table, r->code, first, c->last, &c->nation, &error));
    cohort_table_free(table);
}

/* Was a count of the area, among those that are used, left out? */
static bool is_left_out(const struct country *c, const struct area *area)
{
    const int dates = c->censuses.dates;
    for (int i = 0; !c->table && i < dates; i++) {
        const int year = cohort_grid_year(&c->censuses.stock[area->place].grid, i);
        if (c->counted.as_of && year > c->counted.as_of)
            break;
        if (c->censuses.left_out[area->place * dates + i])
            return true;
    }
    return false;
}

/* The peers of few areas: those asked for, Japan's municipalities, or the nation's counts. */
static void read_peers(struct country *c, const struct request *r)
{
    cohort_table *table;
    if (c->counted.peers_file || !r->nation) {
        counted_read_peers(&c->counted, c->counted.peers_file ? c->counted.peers_file
                                                              : fixture("peers.csv").path);
        return;
    }
    must(cohort_table_read(r->nation, source_variables, &table, &error));
    counted_take_peers(&c->counted, table, r->code);
    cohort_table_free(table);
}

/* Many areas are peers of one another. */
static void find_peers(struct country *c, const struct request *r)
{
    cohort_stock *all = allocate((size_t)c->count, sizeof *all);
    cohort_error none;
    int count = 0;
    for (int i = 0; i < c->count && c->count >= LEAST_PEERS; i++) {
        cohort_stock *own = &all[count];
        if (is_left_out(c, &c->areas[i]) || population_of(c, &c->areas[i], own, &none))
            continue;
        cut_counts(c, own);
        if (count > 0 && (own->grid.steps != all->grid.steps || own->grid.ages != all->grid.ages ||
                          own->grid.start != all->grid.start))
            cohort_stock_free(own);
        else
            count++;
    }
    if (c->counted.peers_file || count < LEAST_PEERS)
        read_peers(c, r);
    else {
        must(cohort_forecast_peers(count, all, NULL, &c->counted.peers, &error));
        c->counted.has_peers = true;
    }
    for (int i = 0; i < count; i++)
        cohort_stock_free(&all[i]);
    free(all);
}

/* An area of the table that is not the reference. */
static void add_area(struct country *c, const struct request *r, const char *code, const char *name,
                     int place)
{
    if (strcmp(code, r->code) != 0)
        c->areas[c->count++] = (struct area){.code = code, .name = name, .place = place};
}

/* The areas, and the dates that they have together. */
static void list_areas(struct country *c, const struct request *r, cohort_grid *dates)
{
    const int count = c->table ? cohort_table_area_count(c->table) : c->censuses.areas;
    int from, to, first = COHORT_OPEN_END, last = COHORT_OPEN_START;
    cohort_stock some;
    c->areas = allocate((size_t)count, sizeof *c->areas);
    for (int i = 0; i < count; i++)
        if (c->table)
            add_area(c, r, cohort_table_area(c->table, i), cohort_table_area_name(c->table, i), i);
        else
            add_area(c, r, c->censuses.area[i].code, c->censuses.area[i].name, i);
    *dates = (cohort_grid){.width = 5};
    for (int i = 0; i < c->count; i++) {
        const char *code = c->areas[i].code;
        if (c->table && cohort_table_years(c->table, code, "population", &from, &to, &error))
            continue;
        if (!population_of(c, &c->areas[i], &some, &c->areas[i].problem)) {
            *dates = some.grid;
            from = some.grid.start;
            to = cohort_grid_year(&some.grid, some.grid.steps);
            cohort_stock_free(&some);
        }
        first = from < first ? from : first;
        last = to > last ? to : last;
    }
    if (first > last)
        die("no area has a population: %s", error.text);
    dates->start = first;
    dates->steps = (last - first) / dates->width;
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

static void read_table(struct country *c, const struct request *r)
{
    cohort_csv *csv;
    must(cohort_csv_read(r->table, &csv, &error));
    if (!censuses_are(csv))
        must(cohort_table_from_csv(csv, source_variables, 1, &c->table, &error));
    else {
        censuses_from_csv(csv, &c->censuses);
        note("%s: persons of unknown age are spread over the ages of their sex",
             input_name(r->table));
    }
}

static void read_all(struct country *c, const struct request *r)
{
    cohort_grid dates;
    c->counted = r->counted;
    read_table(c, r);
    list_areas(c, r, &dates);
    while (c->counted.as_of && dates.steps > 0 &&
           cohort_grid_year(&dates, dates.steps) > c->counted.as_of)
        dates.steps--;
    const bool is_counted = counted_all(&c->counted, &dates);
    const int first = counted_last(&c->counted, &dates);
    const int end = cohort_grid_year(&dates, dates.steps);
    c->last = r->last_year != COHORT_OPEN_END ? r->last_year : is_counted ? VISION : end;
    if (c->last <= first)
        die("--to %d: expected a date after the last count, %d", c->last, first);
    read_nation(c, r, first, is_counted);
    if (is_counted) {
        find_peers(c, r);
        note("%s: %s", input_name(r->table), counted_words(&c->counted, &dates).s);
    }
    read_scenario(c, r);
}

/* ---- an area ---- */

/* *inputs under the scenario: of one that changes nothing here, operation by operation. An
 * area without net out-migration at the ages of a suppression, say, is no reason to leave it out. */
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

/* The rates of an area from its last count on. */
static int make_rates(const struct country *c, struct area *area, cohort_stock *published,
                      cohort_inputs **inputs)
{
    cohort_error *problem = &area->problem;
    int code = COHORT_OK;
    cut_counts(c, published);
    if (c->nation)
        code = close_ages(published, c->nation, &area->is_closed, problem);
    if (code)
        return code;
    if (counted_all(&c->counted, &published->grid))
        code = counted_forecast(&c->counted, published, c->last, c->nation, inputs, problem);
    else {
        counted_cut(published, counted_last(&c->counted, &published->grid), c->last);
        code = cohort_derive(published, c->nation, NULL, inputs, problem);
    }
    if (!code)
        counted_split_old(&c->counted, c->nation, *inputs);
    return code;
}

static void run_area(const struct country *c, struct area *area)
{
    cohort_stock published = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    int code = population_of(c, area, &published, &area->problem);
    if (!code)
        code = make_rates(c, area, &published, &inputs);
    if (!code)
        code = change_rates(c, area, &inputs, &area->problem);
    if (!code)
        code = project(inputs, &area->population, &area->problem);
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
        say_left_out("%s%s%s: %s", area->code, *area->name ? " " : "", area->name,
                     area->problem.text);
    }
    if (out)
        say_left_out("%d of %d areas", out, c->count);
    if (out == c->count)
        die("no area is left");
    return out;
}

static void tell_closed(const struct country *c, const struct request *r)
{
    bool any = false;
    for (int i = 0; i < c->count; i++)
        any = any || (c->areas[i].is_closed && !c->areas[i].status);
    if (any)
        note_closed_ages(r->table, c->nation);
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

static const cohort_band women = {COHORT_FEMALE, 20, 39};

/* All areas are on one grid: whether it has the ages of the figures is known before writing. */
static void check_ages(const struct country *c)
{
    double ages[3];
    for (int i = 0; i < c->count; i++) {
        const cohort_stock *population = &c->areas[i].population;
        if (c->areas[i].status)
            continue;
        must(cohort_three_ages(population, population->grid.start, ages, &error));
        must(cohort_count(population, population->grid.start, women, ages, &error));
        return;
    }
}

static void write_figures(cohort_output *out, const struct area *area)
{
    const cohort_grid *grid = &area->population.grid;
    char text[COHORT_NUMBER_TEXT];
    for (int i = 0; i <= grid->steps; i++) {
        double figures[5];
        const int year = cohort_grid_year(grid, i);
        figures[0] = cohort_total(&area->population, year);
        must(cohort_three_ages(&area->population, year, figures + 1, &error));
        must(cohort_count(&area->population, year, women, &figures[4], &error));
        tidy_place(out, area->code, area->name);
        cohort_output_print(out, ",%d", year);
        for (int k = 0; k < 5; k++)
            cohort_output_print(out, ",%s", cohort_number_text(figures[k], text));
        cohort_output_print(out, "\n");
    }
}

static void write_all(const struct country *c, const struct request *r)
{
    cohort_output *out;
    if (!r->cells)
        check_ages(c);
    must(cohort_output_open(r->output, &out, &error));
    cohort_output_print(out, "%s", r->excel ? EXCEL_MARK : "");
    cohort_output_print(out, "%s",
                        r->cells
                            ? "area,name,variable,year,sex,age,value\n"
                            : "area,name,year,total,age_0_14,age_15_64,age_65_plus,women_20_39\n");
    for (int i = 0; i < c->count; i++) {
        if (c->areas[i].status)
            continue;
        if (r->cells)
            tidy_cells(out, c->areas[i].code, c->areas[i].name, "population",
                       &c->areas[i].population.grid, c->areas[i].population.cells,
                       c->areas[i].population.grid.steps + 1);
        else
            write_figures(out, &c->areas[i]);
    }
    must(cohort_output_close(&out, 1, &error));
}

/* ---- all together ---- */

static void give_back(struct country *c)
{
    for (int i = 0; i < c->count; i++)
        cohort_stock_free(&c->areas[i].population);
    for (int k = 0; k < c->operations; k++)
        cohort_scenario_free(c->single[k]);
    free(c->single);
    free(c->idle);
    free(c->areas);
    cohort_scenario_free(c->scenario);
    cohort_inputs_free(c->nation);
    counted_free(&c->counted);
    if (!c->table)
        censuses_free(&c->censuses);
    cohort_table_free(c->table);
}

static int run(void *request)
{
    const struct request *r = request;
    struct country c = {.table = NULL};
    read_all(&c, r);
    run_areas(&c, r->threads);
    const int out = tell_left_out(&c);
    tell_closed(&c, r);
    tell_idle(&c, r, c.count - out);
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
           "last date; without it, the table's, or 2060 for counts. Counts are forecast; beyond a "
           "published projection its last ratios of cohorts are held, child-woman ratios go with "
           "the nation's"),
    COUNTED_OPTIONS(offsetof(struct request, counted)),
    OPTION("--scenario", "S.csv", INPUT, offsetof(struct request, scenario),
           "operations on every area's rates (lib/doc/scenarios.md); one that changes "
           "nothing in some areas is reported, in all areas an error"),
    OPTION("--cells", NULL, FLAG, offsetof(struct request, cells),
           "every cell, area,name,variable,year,sex,age,value, instead of "
           "area,name,year,total,age_0_14,age_15_64,age_65_plus,women_20_39"),
    OUTPUT_OPTION("OUT.csv", offsetof(struct request, output)),
    EXCEL_OPTION(offsetof(struct request, excel)),
    OPTION("--threads", "N", WHOLE, offsetof(struct request, threads),
           "at most so many at once, 0: as many as the machine has; what is written does not "
           "depend on it",
           .most = 9999),
    {.name = NULL},
};

static const struct request defaults = {.code = JAPAN, .output = "-", .last_year = COHORT_OPEN_END};

const struct command municipalities_command = {
    .name = "municipalities",
    .summary = "every area of a country's table projected to a later date",
    .synopsis = (const char *const[]){"TABLE.csv [REFERENCE.csv] [-o OUT.csv] [options]", NULL},
    .description =
        "Reads a country's censuses or published populations, forecasts or derives every area's "
        "rates from them, and projects all areas from the last count to a later date, by any "
        "scenario.\n\n"
        "Areas that cannot be derived (a value that is no number, say) are reported on standard "
        "error, "
        "with the reason, and left out.",
    SETS({NULL, options, 0}),
    EXAMPLES({"published.csv --to 2065 -o projected.csv --excel",
              "all areas to 2065, for a spreadsheet"}),
    .partly = "some areas were left out, the others are written",
    REQUEST(defaults, run),
};
