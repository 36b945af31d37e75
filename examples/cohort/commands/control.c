/* SPDX-License-Identifier: GPL-3.0-or-later */
/* control: areas, each projected by its own rates, made to add up to the totals of a file, or to
 * the path of all of them taken as one area. */
#include "answers/outcome.h"
#include "commands/commands.h"
#include "inputs/bands.h"
#include "inputs/names.h"
#include "inputs/runs.h"

/* The events of an area, with their names in CSV. */
static const struct {
    const char *name;
    const cohort_flow *(*of)(const cohort_controlled *, int);
} events[] = {{"births", cohort_controlled_births},
              {"deaths", cohort_controlled_deaths},
              {"net_migration", cohort_controlled_net_migration},
              {"adjustment", cohort_controlled_adjustment}};
enum { EVENTS = 4, ADJUSTMENT = 3 };

struct control {
    struct source source;
    int count; /* of areas */
    const char **codes;
    cohort_projection **areas, *region; /* region: all as one area; NULL: not known */
    const cohort_grid *grid;
    cohort_controlled *controlled;
    bool has_gaps; /* has the file no control at some date after the first? */
};

/* ---- projections ---- */

/* The sum of the areas' published tables, taken as one area; NULL where rates are not derived. */
static cohort_projection *project_region(const struct control *c)
{
    cohort_stock sum, published;
    cohort_inputs *inputs;
    cohort_projection *region;
    if (!c->source.reference)
        return NULL;
    source_population(&c->source, c->codes[0], &sum);
    for (int a = 1; a < c->count; a++) {
        source_population(&c->source, c->codes[a], &published);
        const size_t cells = cohort_cell(&sum.grid, sum.grid.steps + 1, 0, 0);
        if (memcmp(&sum.grid, &published.grid, sizeof sum.grid) != 0)
            die("area \"%s\": expected the dates and ages of area \"%s\"", c->codes[a],
                c->codes[0]);
        for (size_t i = 0; i < cells; i++)
            cohort_stock_cells(&sum)[i] += published.cells[i];
        cohort_stock_free(&published);
    }
    must(source_derive(&c->source, &sum, &inputs, &error));
    must(run_inputs(NULL, inputs, &region, &error));
    cohort_inputs_free(inputs);
    cohort_stock_free(&sum);
    return region;
}

/* A file of controls among the areas has only totals. */
static void check_totals(const struct source *s, const char *area)
{
    const cohort_table *table = s->tables[source_file(s, area)];
    int last = -1;
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        if (strcmp(row.area, area) != 0)
            continue;
        if (row.age_from > 0 || row.age_to != COHORT_OPEN_END)
            return;
        last = i;
    }
    die("%s: area \"%s\" has only totals: controls are given by --controls",
        cohort_table_row_file(table, last), area);
}

static void project_all(struct control *c, bool is_controlled)
{
    c->count = source_areas(&c->source, &c->codes);
    for (int a = 0; a < c->count && !is_controlled; a++)
        check_totals(&c->source, c->codes[a]);
    c->areas = allocate((size_t)c->count, sizeof *c->areas);
    for (int a = 0; a < c->count; a++)
        c->areas[a] = source_project(&c->source, c->codes[a]);
    c->grid = &cohort_projection_population(c->areas[0])->grid;
    c->region = project_region(c);
}

/* ---- controls ---- */

/* The age group that begins at an age. */
static cohort_band group_from(const cohort_grid *grid, int sex, int age)
{
    int last = age + grid->width - 1;
    return (cohort_band){sex, age, last >= grid->ages * grid->width - 1 ? COHORT_OPEN_END : last};
}

/* Every cell of the region at every date. Returned: how many. */
static int controls_of_region(const struct control *c, cohort_figure **controls)
{
    const double *cells = cohort_projection_population(c->region)->cells;
    const int ages = c->grid->ages, count = (c->grid->steps + 1) * COHORT_SEXES * ages;
    *controls = allocate((size_t)count, sizeof **controls);
    for (int i = 0; i < count; i++)
        (*controls)[i] = cohort_figure_of(
            group_from(c->grid, i / ages % COHORT_SEXES, i % ages * c->grid->width),
            cohort_grid_year(c->grid, i / ages / COHORT_SEXES), cells[i]);
    return count;
}

/* The number of an area; COHORT_ALL_AREAS for the sum of all, c->count for neither. */
static int area_of(const struct control *c, const char *code)
{
    for (int a = 0; a < c->count; a++)
        if (strcmp(code, c->codes[a]) == 0)
            return a;
    return strcmp(code, "region") == 0 ? COHORT_ALL_AREAS : c->count;
}

/* The rows of a file. Returned: how many. */
static int controls_of_table(const struct control *c, const cohort_table *table,
                             cohort_figure **controls)
{
    const int count = cohort_table_count(table);
    *controls = allocate((size_t)count, sizeof **controls);
    for (int i = 0; i < count; i++) {
        const cohort_row row = cohort_table_row(table, i);
        const cohort_band band = {row.sex, row.age_from, row.age_to};
        (*controls)[i] = cohort_figure_of(
            row.age_to == COHORT_AGE_GROUP ? group_from(c->grid, row.sex, row.age_from) : band,
            row.year, row.value);
        (*controls)[i].area = area_of(c, row.area);
        if ((*controls)[i].area == c->count)
            fail_row(table, i,
                     text_of("column area: \"%.60s\": expected region, or the code "
                             "of an area (region: the sum of all)",
                             row.area)
                         .s);
    }
    return count;
}

/* Is there a date after the first without a control? */
static bool has_gaps(const struct control *c, int count, const cohort_figure *controls)
{
    for (int date = 1; date <= c->grid->steps; date++) {
        int i = 0;
        while (i < count && controls[i].measure.year != cohort_grid_year(c->grid, date))
            i++;
        if (i == count)
            return true;
    }
    return false;
}

/* What the library says of a control, with its line and the code of its area. */
static _Noreturn void fail_control(const struct control *c, const cohort_table *table)
{
    int number, area, end = 0;
    if (table && sscanf(error.text, "control %d (area %d%n", &number, &area, &end) == 2)
        fail_row(table, number - 1,
                 text_of("control %d (area %s%s", number, c->codes[area], error.text + end).s);
    if (table && sscanf(error.text, "control %d", &number) == 1)
        fail_row(table, number - 1, error.text);
    if (sscanf(error.text, "area %d: %n", &area, &end) == 1 && end > 0)
        die("area %s: %s", c->codes[area], error.text + end);
    die("%s", error.text);
}

static void control(struct control *c, const char *file)
{
    static const char *const variables[] = {"population", NULL};
    cohort_table *table = NULL;
    cohort_figure *controls;
    if (file)
        table = read_table(file, variables, &(struct table_options){.is_whole = true});
    else if (!c->region)
        die("--controls C.csv: areas of which there are rates have no path as one area");
    const int count =
        file ? controls_of_table(c, table, &controls) : controls_of_region(c, &controls);
    const int code = cohort_controlled_new(c->count, (const cohort_projection *const *)c->areas,
                                           count, controls, &c->controlled, &error);
    if (code)
        fail_control(c, table);
    c->has_gaps = file && has_gaps(c, count, controls);
    free(controls);
    cohort_table_free(table);
}

/* ---- results ---- */

static struct text name_of(const struct control *c, int area)
{
    return name_of_area(COHORT_ENGLISH, &c->source, c->codes[area]);
}

static void print_totals(const struct control *c)
{
    printf("          region     areas     areas    factor: total after / before\n"
           "year  as one area    before     after");
    for (int a = 0; a < c->count; a++)
        printf("%13s", name_of(c, a).s);
    for (int date = 0; date <= c->grid->steps; date++) {
        const int year = cohort_grid_year(c->grid, date);
        double before = 0.0, after = 0.0;
        for (int a = 0; a < c->count; a++) {
            before += cohort_total(cohort_projection_population(c->areas[a]), year);
            after += cohort_total(cohort_controlled_population(c->controlled, a), year);
        }
        printf("\n%d %s %s %s", year,
               c->region
                   ? persons(cohort_total(cohort_projection_population(c->region), year), 12).s
                   : "           -",
               persons(before, 9).s, persons(after, 9).s);
        for (int a = 0; a < c->count; a++)
            printf("%s",
                   grouped(cohort_total(cohort_controlled_population(c->controlled, a), year) /
                               cohort_total(cohort_projection_population(c->areas[a]), year),
                           4, 13, "-", "")
                       .s);
    }
    printf("\n\n");
}

/* The events of an area in an interval, all ages. */
static double sum_of(const struct control *c, int event, int area, int interval)
{
    return events_in(events[event].of(c->controlled, area), interval);
}

/* Intervals in which the controls change anything. */
static void print_events(const struct control *c)
{
    for (int i = 0; i < c->grid->steps; i++) {
        double adjusted = 0.0;
        for (int a = 0; a < c->count; a++)
            adjusted += fabs(sum_of(c, ADJUSTMENT, a, i));
        if (adjusted < 0.5)
            continue;
        printf("%d-%d           births       deaths net migration   adjustment\n",
               cohort_grid_year(c->grid, i), cohort_grid_year(c->grid, i + 1));
        for (int a = 0; a < c->count; a++) {
            printf("%-13s", name_of(c, a).s);
            for (int k = 0; k < EVENTS; k++)
                printf(" %s", k < ADJUSTMENT - 1 ? persons(sum_of(c, k, a, i), 12).s
                                                 : change(sum_of(c, k, a, i), 12).s);
            printf("\n");
        }
        printf("\n");
    }
    printf("Adjustment, a part of net migration: what the controls add to or take from cohorts on\n"
           "their way.%s\n",
           c->has_gaps
               ? " Dates without a control keep the areas' own figures, so what one takes is\n"
                 "given back until the next: give controls at every date from the first on."
               : "");
}

static struct outcomes outcomes_of(const struct control *c, int a)
{
    struct outcomes list = {0, allocate(2 + EVENTS, sizeof *list.of)};
    outcome_add(&list, c->codes[a], "population", c->grid,
                cohort_controlled_population(c->controlled, a)->cells, false);
    outcome_add(&list, c->codes[a], "factor", c->grid,
                cohort_controlled_factors(c->controlled, a)->cells, false);
    outcome_add_births(&list, c->codes[a], cohort_controlled_births(c->controlled, a));
    for (int k = 1; k < EVENTS; k++)
        outcome_add(&list, c->codes[a], events[k].name, c->grid,
                    events[k].of(c->controlled, a)->cells, true);
    return list;
}

static void write_csv(const struct control *c)
{
    cohort_output *out = output_open("-");
    cohort_output_print(out, "%sarea,variable,year,sex,age,value\n", csv_mark());
    for (int a = 0; a < c->count; a++) {
        struct outcomes list = outcomes_of(c, a);
        for (int i = 0; i < list.count; i++)
            outcome_write(out, &list.of[i]);
        outcome_free(&list);
    }
    output_close(out);
}

/* ---- the command line ---- */

struct request {
    struct source source;
    const char *controls;
    bool csv;
};

static int run(void *request)
{
    const struct request *r = request;
    struct fixture files[2];
    const bool is_nemuro = r->source.files == 0;
    struct control c = {.source = is_nemuro ? source_around_nemuro(files) : r->source};
    c.source.scenario = r->source.scenario;
    source_open(&c.source);
    project_all(&c, r->controls);
    control(&c, r->controls);
    if (r->csv) {
        write_csv(&c);
    } else {
        printf("%s, made to add up to control totals\n\n",
               is_nemuro ? "The municipalities of Nemuro subprefecture"
                         : text_of("%d area%s", c.count, c.count == 1 ? "" : "s").s);
        print_totals(&c);
        print_events(&c);
    }
    cohort_controlled_free(c.controlled);
    for (int a = 0; a < c.count; a++)
        cohort_projection_free(c.areas[a]);
    cohort_projection_free(c.region);
    free(c.areas);
    free(c.codes);
    source_close(&c.source);
    return finish();
}

static const struct option options[] = {
    OPTION("--controls", "C.csv", INPUT, offsetof(struct request, controls),
           "totals to meet instead of the path of all areas taken as one: "
           "area,variable,year,sex,age,value; area: the code of one, or region for their sum; "
           "variable: population; age: all, a range, or a group's first age"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv),
           "every area's population, the factors it was multiplied by, and events, as CSV"),
    CSV_OPTIONS,
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    return source_problem(&r->source);
}

static const struct request defaults = {.source = SOURCE_NONE};

const struct command control_command = {
    .name = "control",
    .summary = "areas made to add up to control totals, or to a region's path",
    .synopsis = (const char *const[]){"[INPUT.csv ...] [--controls C.csv] [--csv] [options]", NULL},
    .description =
        "Projects every area, each by its own rates, and makes them add up to the totals of a "
        "file; births, deaths and migration with them. Without --controls they are made to add up "
        "to the path of all of them taken as one area, if their rates are derived from published "
        "populations.\n\n"
        "Without INPUT.csv it is the municipalities of Nemuro subprefecture. Where rates are "
        "derived with those of Japan, the last date is 2060 unless --to says otherwise.",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"areas.csv --to 2045 --controls prefecture.csv",
              "districts that add up to their prefecture's projection"}),
    .check = check,
    REQUEST(defaults, run),
};
