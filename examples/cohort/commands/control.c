/* SPDX-License-Identifier: GPL-3.0-or-later */
/* control: municipalities, each projected by its own rates, made to add up to a path of their
 * region: that of the region taken as one area, or the totals of a file. */
#include "commands/commands.h"
#include "inputs/fixtures.h"
#include "options/options.h"

enum { AREAS = 5, FIRST = 2015, LAST = 2060 };
static const char *const codes[AREAS] = {"01223", "01691", "01692", "01693", "01694"};

struct request {
    const char *controls;
    bool csv, excel;
};

/* The events of an area, with their names in CSV. */
static const struct {
    const char *name;
    const cohort_flow *(*of)(const cohort_controlled *, int);
} events[] = {{"births", cohort_controlled_births},
              {"deaths", cohort_controlled_deaths},
              {"net_migration", cohort_controlled_net_migration},
              {"adjustment", cohort_controlled_adjustment}};
enum { EVENTS = 4, ADJUSTMENT = 3 };

static cohort_projection *areas[AREAS], *region;
static cohort_controlled *controlled;

/* ---- projections ---- */

static cohort_projection *project(const cohort_stock *published, const cohort_inputs *nation)
{
    cohort_inputs *inputs;
    cohort_projection *projection;
    must(cohort_derive(published, nation, NULL, &inputs, &error));
    must(cohort_projection_new(inputs, &projection, &error));
    cohort_inputs_free(inputs);
    return projection;
}

/* The areas, and the region: the sum of their published tables, taken as one area. */
static void project_all(void)
{
    cohort_stock published, sum;
    cohort_inputs *nation;
    for (int a = 0; a < AREAS; a++) {
        load_area(codes[a], LAST, &published, &nation);
        areas[a] = project(&published, nation);
        if (a == 0)
            must(cohort_stock_init(&sum, &published.grid, &error));
        for (size_t c = 0; c < cohort_cell(&sum.grid, sum.grid.steps + 1, 0, 0); c++)
            cohort_stock_cells(&sum)[c] += published.cells[c];
        if (a == AREAS - 1)
            region = project(&sum, nation);
        cohort_stock_free(&published);
        cohort_inputs_free(nation);
    }
    cohort_stock_free(&sum);
}

/* ---- controls ---- */

/* The age group that begins at an age. */
static cohort_band group_from(const cohort_grid *grid, int sex, int age)
{
    int last = age + grid->width - 1;
    return (cohort_band){sex, age, last >= grid->ages * grid->width - 1 ? COHORT_OPEN_END : last};
}

/* Control i: of every cell of the region at every date, */
static cohort_figure cell_of_region(int i)
{
    const cohort_stock *path = cohort_projection_population(region);
    const cohort_grid *grid = &path->grid;
    const int ages = grid->ages, date = i / ages / COHORT_SEXES;
    return cohort_figure_of(group_from(grid, i / ages % COHORT_SEXES, i % ages * grid->width),
                            cohort_grid_year(grid, date), path->cells[i]);
}

/* or of a file's row. */
static cohort_figure control_of(const cohort_row *row)
{
    const cohort_grid *grid = &cohort_projection_population(region)->grid;
    const cohort_band band = {row->sex, row->age_from, row->age_to};
    int area = AREAS - 1;
    while (area >= 0 && strcmp(row->area, codes[area]) != 0)
        area--;
    if (area < 0)
        area = strcmp(row->area, "region") == 0 ? COHORT_ALL_AREAS : AREAS;
    cohort_figure control = cohort_figure_of(
        row->age_to == COHORT_AGE_GROUP ? group_from(grid, row->sex, row->age_from) : band,
        row->year, row->value);
    control.area = area;
    return control;
}

static void fail_line(const char *file, const cohort_table *table, int row, const char *problem)
{
    die("%s, line %d: %s", input_name(file), cohort_table_row(table, row)->line, problem);
}

/* Where a row of a file is wrong, its line is told. */
static void control(const char *file)
{
    static const char *const variables[] = {"population", NULL};
    const cohort_grid *grid = &cohort_projection_population(region)->grid;
    cohort_table *table = NULL;
    int wrong, count = (grid->steps + 1) * COHORT_SEXES * grid->ages;
    if (file) {
        must(cohort_table_read(file, variables, &table, &error));
        count = cohort_table_count(table);
    }
    cohort_figure *controls = malloc((size_t)count * sizeof *controls);
    if (!controls)
        die("out of memory");
    for (int i = 0; i < count; i++) {
        controls[i] = file ? control_of(cohort_table_row(table, i)) : cell_of_region(i);
        if (controls[i].area == AREAS)
            fail_line(file, table, i, "column area: expected region, or a municipality's code");
    }
    int code = cohort_controlled_new(AREAS, (const cohort_projection *const *)areas, count,
                                     controls, &controlled, &error);
    if (code && file && sscanf(error.text, "control %d", &wrong) == 1)
        fail_line(file, table, wrong - 1, error.text);
    must(code);
    free(controls);
    cohort_table_free(table);
}

/* ---- results ---- */

/* An area's name in English. */
static const char *name_of(int area)
{
    static struct area_names names;
    return area_names(codes[area], &names) ? names.english : codes[area];
}

static void print_totals(void)
{
    printf("The municipalities of Nemuro subprefecture, made to add up to control totals\n\n");
    printf("          region     areas     areas    factors: an area's total after over before\n"
           "year  as one area    before     after");
    for (int a = 0; a < AREAS; a++)
        printf("%13s", name_of(a));
    for (int year = FIRST; year <= LAST; year += 5) {
        double before[AREAS], after[AREAS], all_before = 0.0, all_after = 0.0;
        for (int a = 0; a < AREAS; a++) {
            all_before += before[a] = cohort_total(cohort_projection_population(areas[a]), year);
            all_after += after[a] = cohort_total(cohort_controlled_population(controlled, a), year);
        }
        double one = cohort_total(cohort_projection_population(region), year);
        printf("\n%d %s %s %s", year, persons(one, 12).s, persons(all_before, 9).s,
               persons(all_after, 9).s);
        for (int a = 0; a < AREAS; a++)
            printf("%13.4f", after[a] / before[a]);
    }
}

/* The events of an area in an interval, all ages. */
static double sum_of(int event, int area, int interval)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    double count;
    must(
        cohort_flow_count(events[event].of(controlled, area), interval, everybody, &count, &error));
    return count;
}

/* Intervals in which the controls change anything. */
static void print_events(void)
{
    const cohort_grid *grid = &cohort_projection_population(region)->grid;
    for (int i = 0; i < grid->steps; i++) {
        double adjusted = 0.0;
        for (int a = 0; a < AREAS; a++)
            adjusted += fabs(sum_of(ADJUSTMENT, a, i));
        if (adjusted < 0.5)
            continue;
        printf("%d-%d           births       deaths net migration   adjustment\n",
               cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1));
        for (int a = 0; a < AREAS; a++) {
            printf("%-13s", name_of(a));
            for (int k = 0; k < EVENTS; k++)
                printf(" %s", k < ADJUSTMENT - 1 ? persons(sum_of(k, a, i), 12).s
                                                 : change(sum_of(k, a, i), 12).s);
            printf("\n");
        }
        printf("\n");
    }
    printf("Adjustment, a part of net migration: what the controls add to or take from cohorts on\n"
           "their way. Dates without a control keep the areas' own figures, so what one takes is\n"
           "given back until the next: give controls at every date from the first on.\n");
}

static void write_csv(bool excel)
{
    cohort_output *out;
    must(cohort_output_open("-", &out, &error));
    cohort_output_print(out, "%sarea,variable,year,sex,age,value\n", excel ? EXCEL_MARK : "");
    for (int a = 0; a < AREAS; a++) {
        const cohort_stock *population = cohort_controlled_population(controlled, a);
        const cohort_grid *grid = &population->grid;
        tidy_cells(out, codes[a], "population", grid, population->cells, grid->steps + 1);
        tidy_cells(out, codes[a], "factor", grid, cohort_controlled_factors(controlled, a)->cells,
                   grid->steps + 1);
        for (int k = 0; k < EVENTS; k++)
            tidy_cells(out, codes[a], events[k].name, grid, events[k].of(controlled, a)->cells,
                       grid->steps);
    }
    must(cohort_output_close(&out, 1, &error));
}

static int run(void *request)
{
    const struct request *r = request;
    project_all();
    control(r->controls);
    if (r->csv)
        write_csv(r->excel);
    else
        print_totals(), printf("\n\n"), print_events();
    cohort_controlled_free(controlled);
    for (int a = 0; a < AREAS; a++)
        cohort_projection_free(areas[a]);
    cohort_projection_free(region);
    return finish();
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION(
        "--controls", "C.csv", INPUT, offsetof(struct request, controls),
        "totals to meet instead of the path of the region taken as one area: "
        "area,variable,year,sex,age,value; area: a municipality's code, or region for their sum; "
        "variable: population; age: all, a range, or a group's first age"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv),
           "every area's population, the factors it was multiplied by, and events, as CSV"),
    EXCEL_OPTION(offsetof(struct request, excel)),
    {.name = NULL},
};

static const char *check(void *request)
{
    const struct request *r = request;
    return r->excel && !r->csv ? EXCEL_WITHOUT_CSV : NULL;
}

static const struct request defaults = {.controls = NULL};

const struct command control_command = {
    .name = "control",
    .summary = "municipalities made to add up to their region's path",
    .synopsis = (const char *const[]){"[--controls C.csv] [--csv]", NULL},
    .description = "Projects the municipalities of Nemuro subprefecture to 2060, each by its own "
                   "rates, and makes them add up to the path of the region taken as one area, or "
                   "to the totals of a file; births, deaths and migration with them.",
    .sets = (const struct option_set[]){{NULL, options, 0}, {NULL, NULL, 0}},
    .check = check,
    .size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
