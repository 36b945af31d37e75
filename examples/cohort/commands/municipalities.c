/* SPDX-License-Identifier: GPL-3.0-or-later */
/* municipalities: a country's censuses or published tables in; every area's rates forecast or
 * derived from them, and its population projected to a later date, by any scenario; one CSV out. */
#include "answers/outcome.h"
#include "commands/commands.h"
#include "inputs/bands.h"
#include "inputs/fixtures.h"
#include "inputs/names.h"
#include "inputs/nation.h"
#include "inputs/source.h"
#include "report/sheets.h"
#include "text/progress.h"
#include "inputs/runs.h"
#include "inputs/series.h"

#ifdef _OPENMP
#include <omp.h>
#endif

/* What the command line asks for. */
struct request {
    struct source source; /* its reference is the nation */
    const char *output;
    bool whole, annual, cells;
    int threads; /* 0: as many as there are */
};

/* One area on its way. */
struct area {
    const char *code, *name;
    int status; /* COHORT_OK, or there is nothing of it: */
    cohort_error problem;
    unsigned char *idle;     /* by operation: does it change nothing here? */
    cohort_stock population; /* the result */
};

struct country {
    struct source source; /* its first table is that of the areas */
    struct lender lender; /* of the nation's rates */
    struct fit fit;       /* what the areas have in common with the nation, and its rates */
    int operations;
    int count, latest, last; /* the first that goes to the last date of any; that date */
    struct area *areas;
    struct outcomes *shown; /* of each: its population as asked for, with --whole or --annual */
    unsigned char *idle;    /* what the areas' point to */
};

/* ---- what is read ---- */

/* The table with the nation's rates: the areas', another of the files, or the fixture of Japan. */
static cohort_table *find_nation(struct source *s)
{
    cohort_table *found = NULL;
    for (int t = 0; t < s->files; t++)
        if (has_rates(s->tables[t], s->reference))
            found = s->tables[t];
        else if (t > 0)
            die("%s has no further dates of the areas of %s, nor rates (qx, mx, tfr) of the nation "
                "\"%s\"",
                input_name(s->paths[t]), input_name(s->paths[0]), s->reference);
    if (found)
        return found;
    s->nation = read_table(fixture("japan.csv").path, source_variables, NULL);
    s->reference = find_area(1, &s->nation, s->reference);
    return s->nation;
}

/* Has a table areas that are not the reference? */
static bool has_areas(const cohort_table *table, const char *reference)
{
    const char *first = cohort_table_area(table, 0);
    return first && (cohort_table_area_count(table) > 1 || strcmp(first, reference) != 0);
}

/* The areas' table comes before the others: the first without the reference's rates, or else the
 * first with other areas. */
static void put_areas_first(struct source *s)
{
    int found = -1;
    for (int t = 0; t < s->files; t++)
        if (has_areas(s->tables[t], s->reference) &&
            (found < 0 ||
             (has_rates(s->tables[found], s->reference) && !has_rates(s->tables[t], s->reference))))
            found = t;
    if (found > 0) {
        cohort_table *table = s->tables[found];
        const char *path = s->paths[found];
        s->tables[found] = s->tables[0];
        s->paths[found] = s->paths[0];
        s->tables[0] = table;
        s->paths[0] = path;
    }
}

/* The nation's rates on the grid of an area that goes to the last date, or of the next that has a
 * population. */
static void read_nation(struct country *c)
{
    struct source *s = &c->source;
    cohort_stock town = {.cells = NULL};
    int code = COHORT_ERROR_MISSING;
    s->national = find_nation(s);
    counted_know_nation(&s->counted, s->national, s->reference);
    if (s->last_year == COHORT_OPEN_END && s->nation)
        s->last_year = look_ahead(c->last);
    c->lender = source_lender(s);
    for (int i = 0; i < c->count && code; i++)
        code = bearable(cohort_table_population(
            s->tables[0], c->areas[(c->latest + i) % c->count].code, "population", &town, &error));
    if (code)
        return; /* every area says why it has none */
    must(lender_fit(&c->lender, &town, &c->fit, &error));
    if (!s->no_migration && counted_all(&s->counted, &town.grid))
        note("%s: %s", input_name(s->paths[0]), counted_words(&s->counted, &town.grid).s);
    cohort_stock_free(&town);
}

/* ---- peers ---- */

/* The areas, if they are enough; or those asked for, Japan's municipalities, or the nation. */
static void find_peers(struct country *c)
{
    struct source *s = &c->source;
    cohort_stock *all = allocate((size_t)c->count, sizeof *all);
    cohort_error none;
    int count = 0;
    char emptied[200] = "";
    for (int i = 0; i < c->count; i++) {
        cohort_stock *own = &all[count];
        if (bearable(
                cohort_table_population(s->tables[0], c->areas[i].code, "population", own, &none)))
            continue;
        const bool is_counted = counted_all(&s->counted, &own->grid);
        if (bearable(lender_cut(&c->lender, own, &none))) {
            cohort_stock_free(own);
            continue;
        }
        const size_t used = strlen(emptied);
        if (is_counted && counted_is_emptied(own, own->grid.steps) && used + 20 < sizeof emptied)
            snprintf(emptied + used, sizeof emptied - used, "%s%.12s", used ? " " : "",
                     c->areas[i].code);
        count++;
    }
    if (!counted_peers_of(&s->counted, source_is_japanese(s), count, all))
        counted_find_peers(&s->counted, source_is_japanese(s), s->national, s->reference);
    if (count > 0)
        counted_note(&s->counted, s->paths[0], &all[0]);
    counted_note_emptied(s->paths[0], emptied);
    for (int i = 0; i < count; i++)
        cohort_stock_free(&all[i]);
    free(all);
}

/* ---- areas ---- */

/* The areas of the table that are not the reference, and their last date. */
static void list_areas(struct country *c)
{
    const struct source *s = &c->source;
    const cohort_table *table = s->tables[0];
    int from, to, count = cohort_table_area_count(table);
    bool several = s->no_migration; /* dates of an area */
    c->last = COHORT_OPEN_START;
    c->areas = allocate((size_t)count, sizeof *c->areas);
    for (int i = 0; i < count; i++) {
        const char *code = cohort_table_area(table, i);
        if (strcmp(code, s->reference) == 0)
            continue;
        c->areas[c->count++] =
            (struct area){.code = code, .name = cohort_table_area_name(table, i)};
        if (bearable(cohort_table_years(table, code, "population", &from, &to, &error)))
            continue;
        c->latest = to > c->last ? c->count - 1 : c->latest;
        c->last = to > c->last ? to : c->last;
        several = several || from < to;
    }
    if (c->count == 0)
        die("%s: no area but the reference \"%s\"", input_name(s->paths[0]), s->reference);
    if (c->last == COHORT_OPEN_START)
        die("no area has a population: %s", error.text);
    if (!several) {
        fail_one_date(&error, NULL, c->last);
        die("%s: %s", input_name(s->paths[0]), error.text);
    }
}

static void read_scenario(struct country *c)
{
    struct source *s = &c->source;
    if (!s->scenario)
        return;
    must(cohort_scenario_read(s->scenario, &s->operations, &error));
    c->operations = cohort_scenario_count(s->operations);
    c->idle = allocate((size_t)c->count, (size_t)c->operations);
    for (int i = 0; i < c->count; i++)
        c->areas[i].idle = c->idle + (size_t)i * (size_t)c->operations;
}

static void read_all(struct country *c)
{
    struct source *s = &c->source;
    source_read(s);
    source_find_reference(s);
    put_areas_first(s);
    list_areas(c);
    read_nation(c);
    if (!s->no_migration)
        find_peers(c);
    read_scenario(c);
}

/* ---- an area ---- */

static int project(const cohort_inputs *inputs, cohort_stock *result, cohort_error *problem)
{
    cohort_projection *projection;
    int code = run_inputs(NULL, inputs, &projection, problem);
    if (!code)
        code = copy_stock(cohort_projection_population(projection), result, problem);
    cohort_projection_free(projection);
    return code;
}

static void run_area(const struct country *c, struct area *area)
{
    cohort_error *problem = &area->problem;
    cohort_stock published = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    int code =
        cohort_table_population(c->source.tables[0], area->code, "population", &published, problem);
    if (!code)
        code = lender_cut(&c->lender, &published, problem);
    if (!code)
        code = lender_inputs(&c->lender, &c->fit, &published, &inputs, problem);
    if (code == COHORT_ERROR_GRID && published.cells)
        code = fail_last_date(problem, &published, c->last);
    if (!code)
        code = change_where_possible(c->source.operations, &inputs, area->idle, problem);
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

/* The others move up. Returned: how many areas are left out. */
static int leave_out(struct country *c)
{
    const int all = c->count;
    c->count = 0;
    for (int i = 0; i < all; i++) {
        const struct area *area = &c->areas[i];
        if (bearable(area->status))
            say_area_left_out(area->code, area->name, area->problem.text);
        else
            c->areas[c->count++] = *area;
    }
    say_areas_left_out(all - c->count, all);
    return all - c->count;
}

/* An operation that changes nothing anywhere is a mistake; in some areas it may be so. */
static void tell_idle(const struct country *c)
{
    const struct source *s = &c->source;
    for (int k = 0; k < c->operations; k++) {
        int idle = 0;
        for (int i = 0; i < c->count; i++)
            idle += c->areas[i].idle[k];
        const char *name = cohort_operation_name(cohort_scenario_operation(s->operations, k)->kind);
        if (idle == c->count)
            die("%s: operation %d (%s) changes nothing in any area", input_name(s->scenario), k + 1,
                name);
        if (idle > 0)
            note("%s: operation %d (%s) changes nothing in %d areas", input_name(s->scenario),
                 k + 1, name, idle);
    }
}

/* ---- what is written ---- */

/* All areas are on one grid: whether it has the ages of the figures is known before writing. */
static void check_ages(const struct country *c)
{
    double ages[3];
    const cohort_stock *population = &c->areas->population;
    const int start = population->grid.start;
    if (bearable(cohort_three_ages(population, start, ages, &error)) ||
        bearable(cohort_count(population, start, shown_bands[WOMEN_20_39], ages, &error)))
        die("%s: without --cells the columns are 0-14, 15-64, 65+ and women 20-39", error.text);
}

/* Whole persons and years between. */
static void make_shown(struct country *c, const struct request *r)
{
    c->shown = allocate((size_t)c->count, sizeof *c->shown);
    for (int i = 0; i < c->count; i++) {
        const struct area *area = &c->areas[i];
        c->shown[i] = outcome_of_stock(area->code, area->name, &area->population);
        if (r->annual)
            outcome_annual(&c->shown[i], false);
    }
    if (r->whole)
        outcome_round(c->count, c->shown);
    outcome_tell(r->annual, false, r->whole);
}

static void write_figures(cohort_output *out, const struct area *area, const struct outcome *people)
{
    char text[COHORT_NUMBER_TEXT];
    for (int i = 0; i < people->times; i++) {
        double figures[BANDS];
        const int year = outcome_year(people, i);
        figures[0] = cohort_total(&area->population, year);
        must(cohort_three_ages(&area->population, year, figures + 1, &error));
        must(cohort_count(&area->population, year, shown_bands[WOMEN_20_39], &figures[4], &error));
        tidy_place(out, area->code, area->name);
        cohort_output_print(out, ",%d", year);
        for (int k = 0; k < BANDS; k++)
            cohort_output_print(out, ",%s", cohort_number_text(figures[k], text));
        for (int k = 0; k < BANDS && people->whole; k++)
            cohort_output_print(out, ",%.0f", outcome_sum(people, i, shown_bands[k]));
        cohort_output_print(out, "\n");
    }
}

static void write_csv(const struct country *c, const struct request *r, cohort_output *out)
{
    cohort_output_print(out,
                        r->cells ? "%sarea,name,variable,year,sex,age,value%s\n"
                                 : "%sarea,name,year,total,age_0_14,age_15_64,age_65_plus,"
                                   "women_20_39%s\n",
                        csv_mark(),
                        !r->whole  ? ""
                        : r->cells ? ",whole"
                                   : ",total_whole,age_0_14_whole,age_15_64_whole,"
                                     "age_65_plus_whole,women_20_39_whole");
    for (int i = 0; i < c->count; i++)
        if (r->cells)
            outcome_write(out, c->shown[i].of);
        else
            write_figures(out, &c->areas[i], c->shown[i].of);
}

static void write_all(const struct country *c, const struct request *r)
{
    cohort_output *out;
    const bool is_workbook = sheets_asked(r->output);
    if (!r->cells)
        check_ages(c);
    if (!is_workbook) {
        out = output_open(r->output);
        write_csv(c, r, out);
        output_close(out);
    } else {
        must(cohort_output_memory(&out, &error));
        cohort_output_keep_formulas(out, 1); /* a workbook's texts are texts */
        write_csv(c, r, out);
        struct sheets *sheets = sheets_new("sources and notes");
        sheets_of_csv(sheets, r->cells ? "populations" : "figures", out);
        sheets_note(sheets,
                    text_of("%s, %s", base_name(c->source.paths[0]), "libcohort " COHORT_VERSION).s,
                    true);
        sheets_write(sheets, r->output);
        must(cohort_output_close(&out, 1, &error));
    }
}

/* ---- all together ---- */

static void give_back(struct country *c)
{
    for (int i = 0; i < c->count; i++) {
        cohort_stock_free(&c->areas[i].population);
        outcome_free(&c->shown[i]);
    }
    free(c->shown);
    free(c->idle);
    free(c->areas);
    fit_free(&c->fit);
    source_close(&c->source);
}

static int run(void *request)
{
    const struct request *r = request;
    struct country c = {.source = r->source};
    read_all(&c);
    run_areas(&c, r->threads);
    const int out = leave_out(&c);
    if (c.fit.rates)
        fit_note(&c.fit, c.source.paths[0], c.source.nation ? "Japan" : c.source.reference);
    tell_idle(&c);
    make_shown(&c, r);
    write_all(&c, r);
    give_back(&c);
    return out ? EXIT_PARTLY : EXIT_DONE;
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION(
        "TABLE.csv", NULL, INPUTS, offsetof(struct request, source.paths),
        "populations by area, sex, age group and date. A date a column: "
        "code,name,sex,age,2015,2020,...; or a row a value: area,name,variable,year,sex,age,value "
        "(name may be left out); - is standard input. Further files: other dates of these areas; "
        "population, qx and tfr of the nation to the last date, without which Japan's are taken",
        .most = MOST_FILES, .count_at = offsetof(struct request, source.files), .needed = true),
    REFERENCE_OPTION(offsetof(struct request, source.reference),
                     "; without it: 00000, of the files or else of the tables of Japan that come "
                     "with the library"),
    OPTION("--to", "YEAR", YEAR, offsetof(struct request, source.last_year),
           "last date; without it, the table's, or 2060 for counts and with the rates of Japan. "
           "Counts are forecast; beyond a published projection its last ratios of cohorts are "
           "held, child-woman ratios go with the nation's"),
    COUNTED_OPTIONS(offsetof(struct request, source.counted)),
    OPTION("--scenario", "S.csv", INPUT, offsetof(struct request, source.scenario),
           "operations on every area's rates (lib/doc/scenarios.md); one that changes nothing is "
           "reported, in all areas an error"),
    OPTION("--no-migration", NULL, FLAG, offsetof(struct request, source.no_migration),
           NO_MIGRATION_HELP),
    OPTION("--split-open", NULL, FLAG, offsetof(struct request, source.split_open),
           SPLIT_OPEN_HELP),
    OPTION("--cells", NULL, FLAG, offsetof(struct request, cells),
           "cell by cell: area,name,variable,year,sex,age,value, instead of "
           "area,name,year,total,age_0_14,age_15_64,age_65_plus,women_20_39"),
    OPTION("--annual", NULL, FLAG, offsetof(struct request, annual), ANNUAL_HELP),
    OPTION("--whole", NULL, FLAG, offsetof(struct request, whole),
           "whole persons in a further column: ages and sexes add up, and areas to all"),
    OPTION("-o", "OUT.csv", OUTPUT, offsetof(struct request, output),
           "the file to write, whole or not at all; - is standard output, as without it. OUT.xlsx: "
           "a workbook",
           .words = ENDINGS(".csv", ".xlsx")),
    CSV_OPTIONS,
    OPTION("--threads", "N", WHOLE, offsetof(struct request, threads), THREADS_HELP, .most = 9999),
    {.name = NULL},
};

static const char *check(void *request)
{
    const struct request *r = request;
    return sheets_problem(r->output);
}

static const struct request defaults = {.source = {.reference = JAPAN,
                                                   .convention = COHORT_IPSS,
                                                   .old_ages = -1,
                                                   .last_year = COHORT_OPEN_END},
                                        .output = "-"};

const struct command municipalities_command = {
    .name = "municipalities",
    .summary = "every area of a country's table projected to a later date",
    .synopsis = (const char *const[]){"TABLE.csv ... [-o OUT.csv] [options]", NULL},
    .description =
        "Reads a country's censuses or published populations, forecasts or derives every area's "
        "rates from them, and projects all areas from the last count to a later date, by any "
        "scenario.\n\n"
        "Areas that cannot be derived (a value that is no number, say) are reported on standard "
        "error, with the reason, and left out.",
    SETS({NULL, options, 0}, TABLE_SET(struct request, source.reading)),
    EXAMPLES({"published.csv --to 2065 -o projected.csv --excel",
              "all areas to 2065, for a spreadsheet"}),
    .partly = "some areas were left out, the others are written",
    .check = check,
    REQUEST(defaults, run),
};
