/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project: any area's inputs in tidy CSV, projected; populations and events out as tidy CSV. */
#include "commands/commands.h"
#include "inputs/bands.h"
#include "inputs/names.h"
#include "inputs/rates.h"
#include "inputs/source.h"
#include "text/progress.h"

struct request {
    struct source source;
    const char *rates, *output;
    bool summary, excel;
};

/* ---- results ---- */

/* Births of both sexes by the mother's age, where the convention knows it. */
static void write_births_by_mother(cohort_output *out, const char *area, const cohort_projection *p)
{
    const cohort_grid *grid = &cohort_projection_population(p)->grid;
    double *births = malloc((size_t)grid->ages * sizeof *births);
    char number[COHORT_NUMBER_TEXT];
    for (int i = 0; births && i < grid->steps; i++) {
        if (cohort_projection_births_by_mother(p, i, births, NULL))
            break;
        for (int x = 0; x < grid->ages; x++) {
            if (births[x] == 0.0)
                continue;
            cohort_output_cell(out, area);
            cohort_output_print(out, ",births_by_mother,%d,both,%d%s,%s\n",
                                grid->start + i * grid->width, x * grid->width,
                                x == grid->ages - 1 ? "+" : "",
                                cohort_number_text(births[x], number));
        }
    }
    free(births);
}

static void write_results(cohort_output *out, const char *area, const cohort_projection *p)
{
    const cohort_stock *population = cohort_projection_population(p);
    const cohort_grid *grid = &population->grid;
    cohort_flow by_age;
    must(cohort_flow_init(&by_age, grid, &error));
    must(cohort_projection_deaths_by_age(p, &by_age, &error));
    tidy_cells(out, area, NULL, "population", grid, population->cells, grid->steps + 1);
    tidy_cells(out, area, NULL, "births", grid, cohort_projection_births(p)->cells, grid->steps);
    write_births_by_mother(out, area, p);
    tidy_cells(out, area, NULL, "deaths", grid, cohort_projection_deaths(p)->cells, grid->steps);
    tidy_cells(out, area, NULL, "deaths_by_age", grid, by_age.cells, grid->steps);
    tidy_cells(out, area, NULL, "net_migration", grid, cohort_projection_net_migration(p)->cells,
               grid->steps);
    cohort_flow_free(&by_age);
}

static void write_derived(cohort_output *out, const char *area, const struct rates *rates,
                          const cohort_stock *derived)
{
    for (int i = 0; i < rates->count; i++)
        tidy_cells(out, area, NULL, rates->variables[i], &derived[i].grid, derived[i].cells,
                   derived[i].grid.steps + 1);
}

/* Persons, or a dash where the age groups do not have these ages. */
static struct text persons_or_dash(double count)
{
    return isnan(count) ? text_of("%12s", "-") : persons(count, 12);
}

static double median_age(const cohort_stock *population, int year)
{
    double age;
    return cohort_median_age(population, year, COHORT_BOTH, &age, NULL) ? (double)NAN : age;
}

/* A line a date; the events are those of the interval that begins there. */
static void print_summary(struct text title, const cohort_projection *p)
{
    const cohort_stock *population = cohort_projection_population(p);
    const cohort_grid *grid = &population->grid;
    printf("%s, %s\n  year        total         0-14        15-64          65+  median  old-age  "
           "change     births     deaths  migration\n",
           title.s, cohort_convention_name(cohort_inputs_convention(cohort_projection_inputs(p))));
    for (int i = 0; i <= grid->steps; i++) {
        int year = grid->start + i * grid->width;
        const double unknown = (double)NAN;
        double ages[3] = {unknown, unknown, unknown}, total = cohort_total(population, year);
        cohort_dependency ratios = {unknown, unknown, unknown};
        cohort_three_ages(population, year, ages, NULL);
        cohort_dependency_ratios(population, year, &ratios, NULL);
        printf("  %d %s %s %s %s  %6.1f  %6.1f ", year, persons(total, 12).s,
               persons_or_dash(ages[0]).s, persons_or_dash(ages[1]).s, persons_or_dash(ages[2]).s,
               median_age(population, year), ratios.old_age);
        if (i < grid->steps)
            printf(" %+5.2f%% %s %s %s",
                   cohort_annual_change_percent(total, cohort_total(population, year + grid->width),
                                                grid->width, COHORT_CHANGE_COMPOUND),
                   persons(events_in(cohort_projection_births(p), i), 10).s,
                   persons(events_in(cohort_projection_deaths(p), i), 10).s,
                   change(events_in(cohort_projection_net_migration(p), i), 10).s);
        printf("\n");
    }
    printf("\n");
}

/* ---- all together ---- */

/* Every area is projected before anything is written. */
struct result {
    const char *area;
    cohort_projection *projection;
    cohort_stock *derived; /* one a variable of the rates */
};

static int project_all(const struct source *s, struct result **results)
{
    const char **areas;
    const int count = source_areas(s, &areas);
    *results = allocate((size_t)count, sizeof **results);
    struct progress progress = progress_begin("areas", count);
    for (int i = 0; i < count; i++) {
        (*results)[i] = (struct result){areas[i], source_project(s, areas[i]), NULL};
        progress_step(&progress);
    }
    progress_end(&progress);
    free(areas);
    return count;
}

static void write_all(const struct request *r, const struct rates *rates, int count,
                      const struct result *results)
{
    cohort_output *out;
    must(cohort_output_open(r->output, &out, &error));
    cohort_output_print(out, "%sarea,variable,year,sex,age,value\n", r->excel ? EXCEL_MARK : "");
    for (int i = 0; i < count; i++) {
        write_results(out, results[i].area, results[i].projection);
        write_derived(out, results[i].area, rates, results[i].derived);
    }
    must(cohort_output_close(&out, 1, &error));
}

static int run(void *request)
{
    struct request *r = request;
    struct source *s = &r->source;
    struct rates rates = {0};
    struct result *results;
    source_open(s);
    if (r->rates)
        rates_read(r->rates, s, &rates);
    int count = project_all(s, &results);
    for (int i = 0; i < count; i++)
        results[i].derived = rates_derive(&rates, results[i].area,
                                          cohort_projection_population(results[i].projection));
    if (r->output)
        write_all(r, &rates, count, results);
    for (int i = 0; i < count; i++) {
        if (r->summary) {
            print_summary(title_of_area(s, results[i].area), results[i].projection);
            rates_print(&rates, results[i].derived);
        }
        cohort_projection_free(results[i].projection);
        rates_give_back(&rates, results[i].derived);
    }
    free(results);
    rates_free(&rates);
    source_close(s);
    return finish();
}

/* ---- the command line ---- */

static const char *check(void *request)
{
    struct request *r = request;
    if (r->source.files == 0)
        return "no INPUT.csv";
    if (r->summary && r->output && strcmp(r->output, "-") == 0)
        return "--summary and -o -: standard output cannot hold both";
    if (!r->output && !r->summary)
        r->output = "-";
    if (r->excel && !r->output)
        return "--excel belongs to CSV: give -o OUT.csv";
    return source_problem(&r->source);
}

static const struct option options[] = {
    OPTION(
        "-o", "OUT.csv", OUTPUT, offsetof(struct request, output),
        "write the populations and events there, all or nothing; - is standard output, as without "
        "--summary"),
    EXCEL_OPTION(offsetof(struct request, excel)),
    OPTION("--rates", "RATES.csv", INPUT, offsetof(struct request, rates),
           "rates by sex and age (area all, or an area's own): each variable of it, such as "
           "households or pupils, is rate times population"),
    OPTION("--summary", NULL, FLAG, offsetof(struct request, summary),
           "print the indicators (then OUT only if -o is given)"),
    {.name = NULL},
};

static const struct request defaults = {.source = SOURCE_NONE};

const struct command project_command = {
    .name = "project",
    .summary = "populations projected by age and sex, from tables in CSV",
    .synopsis = (const char *const[]){"INPUT.csv ... [-o OUT.csv] [--summary] [options]", NULL},
    .description =
        "Projects every area of the tables (or the one of --area) by cohorts: survivors, births "
        "and migrants, interval by interval. Writes area,variable,year,sex,age,value: population "
        "(dates) and, at each interval's first year, births, births_by_mother, deaths, "
        "deaths_by_age and net_migration. What it writes it reads again.\n\n"
        "Variables and units: lib/doc/tables.md.",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"town.csv --to 2060 --summary", "a town's published populations, carried on to 2060"},
             {"town.csv rates.csv --scenario plan.csv -o out.csv",
              "from rates of one's own, under a scenario, to a file"}),
    .check = check,
    REQUEST(defaults, run),
};
