/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project: any area's inputs in tidy CSV, projected; populations and events out as tidy CSV. */
#include "answers/outcome.h"
#include "commands/commands.h"
#include "inputs/names.h"
#include "inputs/runs.h"
#include "inputs/rates.h"
#include "inputs/source.h"
#include "report/sheets.h"
#include "text/progress.h"

struct request {
    struct source source;
    const char *rates, *output;
    bool summary, whole, annual, single_ages;
};

/* ---- results ---- */

static double median_age(const cohort_stock *population, int year)
{
    double age;
    return cohort_median_age(population, year, COHORT_BOTH, &age, NULL) ? (double)NAN : age;
}

static double change_percent(const struct outcome *people, int time)
{
    return cohort_annual_change_percent(outcome_sum(people, time, EVERYBODY),
                                        outcome_sum(people, time + 1, EVERYBODY), people->every,
                                        COHORT_CHANGE_COMPOUND);
}

/* A line a date, or a year; the events are those of the interval that begins there. */
static void print_summary(struct text title, const cohort_projection *p,
                          const struct outcomes *list)
{
    static const int events[] = {OUTCOME_BIRTHS, OUTCOME_DEATHS, OUTCOME_MIGRATION};
    const struct outcome *people = &list->of[OUTCOME_POPULATION];
    const cohort_stock *population = cohort_projection_population(p);
    printf("%s, %s\n  year        total         0-14        15-64          65+  median  old-age  "
           "change     births     deaths  migration\n",
           title.s, cohort_convention_name(cohort_inputs_convention(cohort_projection_inputs(p))));
    for (int i = 0; i < people->times; i++) {
        const int year = outcome_year(people, i);
        cohort_dependency ratios = {(double)NAN, (double)NAN, (double)NAN};
        cohort_dependency_ratios(population, year, &ratios, NULL);
        printf("  %d %s %s %s %s  %s  %s ", year, persons(outcome_sum(people, i, EVERYBODY), 12).s,
               persons(outcome_sum(people, i, shown_bands[AGE_0_14]), 12).s,
               persons(outcome_sum(people, i, shown_bands[AGE_15_64]), 12).s,
               persons(outcome_sum(people, i, shown_bands[AGE_65_PLUS]), 12).s,
               grouped(median_age(population, year), 1, 6, "-", "").s,
               grouped(ratios.old_age, 1, 6, "-", "").s);
        if (i < people->times - 1)
            printf(" %s", percent_change(change_percent(people, i), 2, 6).s);
        for (int k = 0; k < 3 && i < people->times - 1; k++) {
            const double sum = outcome_sum(&list->of[events[k]], i, EVERYBODY);
            printf(" %s", events[k] == OUTCOME_MIGRATION ? change(sum, 10).s : persons(sum, 10).s);
        }
        printf("\n");
    }
    printf("\n");
}

/* The totals of what is derived by rates: a line a date, a column a variable. */
static void print_derived(const struct outcomes *list)
{
    enum { COLUMN = 12 /* of a total, at least */ };
    if (list->count == OUTCOME_DERIVED)
        return;
    printf("  year");
    for (int i = OUTCOME_DERIVED; i < list->count; i++) {
        const char *name = list->of[i].variable;
        const int columns = columns_of(name, strlen(name));
        printf("  %*s%s", columns < COLUMN ? COLUMN - columns : 0, "", name);
    }
    for (int time = 0; time < list->of[OUTCOME_DERIVED].times; time++) {
        printf("\n  %d", outcome_year(&list->of[OUTCOME_DERIVED], time));
        for (int i = OUTCOME_DERIVED; i < list->count; i++) {
            const struct outcome *s = &list->of[i];
            const int columns = columns_of(s->variable, strlen(s->variable));
            printf("  %s",
                   persons(outcome_sum(s, time, EVERYBODY), columns < COLUMN ? COLUMN : columns).s);
        }
    }
    printf("\n\n");
}

/* ---- all together ---- */

/* Every area is projected before anything is written. */
struct result {
    const char *area;
    cohort_projection *projection;
};

/* An area without inputs is left out where there are others. Returned: how many are projected. */
static int project_all(const struct source *s, struct result **results, int *out)
{
    const char **areas;
    int count = 0;
    const int all = source_areas(s, &areas);
    cohort_error *problems = allocate((size_t)all, sizeof *problems);
    *results = allocate((size_t)all, sizeof **results);
    struct progress progress = progress_begin("areas", all);
    for (int i = 0; i < all; i++) {
        cohort_inputs *inputs;
        const bool is_out = bearable(source_inputs(s, areas[i], &inputs, &problems[i]));
        if (!is_out) /* areas may have years of their own */
            note_surprises(s->operations, s->scenario, cohort_inputs_grid(inputs));
        if (!is_out)
            (*results)[count++] = (struct result){areas[i], source_run(s, areas[i], inputs)};
        progress_step(&progress);
    }
    progress_end(&progress);
    if (count == 0)
        die("%s", problems[0].text);
    for (int i = 0; i < all; i++)
        if (problems[i].code)
            say_area_left_out(areas[i], source_area_name(s, areas[i]), problems[i].text);
    *out = all - count;
    say_areas_left_out(*out, all);
    free(problems);
    free(areas);
    return count;
}

/* What each area has, as it was asked for. */
static struct outcomes *list_all(const struct request *r, const struct rates *rates, int count,
                                 const struct result *results)
{
    struct outcomes *lists = allocate((size_t)count, sizeof *lists);
    for (int i = 0; i < count; i++) {
        const cohort_projection *p = results[i].projection;
        cohort_stock *derived =
            rates_derive(rates, results[i].area, cohort_projection_population(p));
        lists[i] = outcome_of(results[i].area, p, rates->count, rates->variables, derived);
        rates_give_back(rates, derived);
        if (r->annual)
            outcome_annual(&lists[i], r->single_ages);
    }
    if (r->whole)
        outcome_round(count, lists);
    outcome_tell(r->annual, r->single_ages, r->whole);
    return lists;
}

/* A workbook, with what has been said of how it came about. */
static void write_workbook(const struct request *r, int count, const struct outcomes *lists)
{
    struct text *names = allocate((size_t)count, sizeof *names);
    struct sheets *sheets = sheets_new("sources and notes");
    for (int i = 0; i < count; i++) {
        names[i] = known_name(&r->source, lists[i].of->area);
        for (int k = 0; k < lists[i].count; k++)
            lists[i].of[k].name = names[i].s;
    }
    sheets_of_outcomes(sheets, COHORT_ENGLISH, "area", count, lists);
    sheets_note(sheets, name_of_origin(COHORT_ENGLISH, "", &r->source).s, true);
    sheets_note(sheets,
                text_of("libcohort %s, convention %s; populations at dates, events in the interval "
                        "that begins in a year; figures are exact and shown without decimals",
                        COHORT_VERSION,
                        cohort_convention_name((cohort_convention)r->source.convention))
                    .s,
                false);
    sheets_write(sheets, r->output);
    free(names);
}

static void write_all(const struct request *r, int count, const struct outcomes *lists)
{
    if (sheets_asked(r->output)) {
        write_workbook(r, count, lists);
        return;
    }
    cohort_output *out = output_open(r->output);
    cohort_output_print(out, "%sarea,variable,year,sex,age,value%s\n", csv_mark(),
                        r->whole ? ",whole" : "");
    for (int i = 0; i < count; i++)
        for (int k = 0; k < lists[i].count; k++)
            outcome_write(out, &lists[i].of[k]);
    output_close(out);
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
    int out, count = project_all(s, &results, &out);
    struct outcomes *lists = list_all(r, &rates, count, results);
    if (r->output)
        write_all(r, count, lists);
    for (int i = 0; i < count; i++) {
        if (r->summary) {
            print_summary(title_of_area(s, results[i].area), results[i].projection, &lists[i]);
            print_derived(&lists[i]);
        }
        cohort_projection_free(results[i].projection);
        outcome_free(&lists[i]);
    }
    free(results);
    free(lists);
    rates_free(&rates);
    source_close(s);
    const int status = finish();
    return status == EXIT_DONE && out > 0 ? EXIT_PARTLY : status;
}

/* ---- the command line ---- */

static const char *check(void *request)
{
    struct request *r = request;
    if (r->source.files == 0)
        return "no INPUT.csv";
    if (!r->output && !r->summary)
        r->output = "-";
    if (sheets_problem(r->output))
        return sheets_problem(r->output);
    if (r->single_ages && !r->annual)
        return "--single-ages belongs to --annual";
    return source_problem(&r->source);
}

static const struct option options[] = {
    OPTION("-o", "OUT.csv", OUTPUT, offsetof(struct request, output),
           "the file of populations and events to write, whole or not at all; - is standard "
           "output, as without --summary. OUT.xlsx: a workbook, with indicators, charts and notes",
           .words = ENDINGS(".csv", ".xlsx")),
    CSV_OPTIONS,
    OPTION("--rates", "RATES.csv", INPUT, offsetof(struct request, rates),
           "rates by sex and age (area all, or an area's own): each variable of it, such as "
           "households or pupils, is rate times population"),
    OPTION("--annual", NULL, FLAG, offsetof(struct request, annual), ANNUAL_HELP),
    OPTION(
        "--single-ages", NULL, FLAG, offsetof(struct request, single_ages),
        "with --annual: the population by single age, graduated, cohorts followed between dates"),
    OPTION("--whole", NULL, FLAG, offsetof(struct request, whole),
           "whole persons in a further column, whole, and in the summary: ages and sexes add up to "
           "each date's rounded total, areas to that of all, and births - deaths + migration is "
           "the change"),
    OPTION("--summary", NULL, FLAG, offsetof(struct request, summary),
           "print the indicators (then OUT only if -o is given)"),
    {.name = NULL},
};

static const struct request defaults = {.source = SOURCE_NONE};

const struct command project_command = {
    .name = "project",
    .summary = "populations projected by age and sex, from tables",
    .synopsis = (const char *const[]){"INPUT.csv ... [-o OUT.csv] [--summary] [options]", NULL},
    .description =
        "Projects every area of the tables (or those of --area) by cohorts: survivors, births "
        "and migrants, interval by interval. Writes area,variable,year,sex,age,value: population "
        "(dates) and, at each interval's first year, births, births_by_mother, deaths, "
        "deaths_by_age and net_migration. What it writes it reads again.\n\n"
        "Variables and units: lib/doc/tables.md.",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"town.csv --to 2060 --summary", "a town's published populations, carried on to 2060"},
             {"town.csv rates.csv --scenario plan.csv -o out.csv",
              "from rates of one's own, under a scenario, to a file"}),
    .partly = "some areas were left out, the others are written",
    .check = check,
    REQUEST(defaults, run),
};
