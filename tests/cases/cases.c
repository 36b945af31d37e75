/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Usage: cases write >FILE     cases FILE     both at the top of the tree
 *
 * A list of cases, with inputs and what the library makes of them, for every language and machine
 * to go through again: `cases FILE` does, and so does tests/python/cases.py. A case is
 *   case KIND WORDS...
 *   in NAME COUNT VALUES...        what it is given besides the words
 *   same NAME COUNT VALUES...      the same bits everywhere
 *   digits NAME COUNT VALUES...    the same nine digits: exp, log and powers enter, which are the C
 *                                  library's own
 *   end
 * with values as C's %a writes them. Ends with the line "N passed, N failed".
 */
#include <cohort/cohort.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

enum { WORDS = 10, INPUTS = 8, VALUES = 4000, LINE = 1 << 18 };

struct line {
    char kind[8];
    char name[32];
    int count;
    double value[VALUES];
};

static struct {
    FILE *file; /* NULL: write */
    char text[LINE];
    char word[WORDS][40];
    int input_count;
    struct line input[INPUTS];
    struct line next; /* in the file */
    int passed, failed;
} run;

static cohort_error error;

static void must(int code)
{
    if (code) {
        printf("FAILED: %s\n", error.text);
        exit(1);
    }
}

/* ---- lines ---- */

static void parse(struct line *line)
{
    char *at = run.text;
    int used = 0;
    line->count = 0;
    line->kind[0] = line->name[0] = '\0';
    if (sscanf(at, "%7s %31s %d%n", line->kind, line->name, &line->count, &used) < 3)
        return;
    if (line->count > VALUES)
        exit(2);
    at += used;
    for (int i = 0; i < line->count; i++)
        line->value[i] = strtod(at, &at);
}

static int next_line(void)
{
    if (!fgets(run.text, LINE, run.file))
        return 0;
    parse(&run.next);
    return 1;
}

static void print(const char *kind, const char *name, int count, const double *values)
{
    printf("%s %s %d", kind, name, count);
    for (int i = 0; i < count; i++)
        printf(" %a", values[i]);
    printf("\n");
}

static int agree(const char *kind, double x, double y)
{
    char a[32], b[32];
    if (strcmp(kind, "same") == 0)
        return memcmp(&x, &y, sizeof x) == 0;
    snprintf(a, sizeof a, "%.8e", x);
    snprintf(b, sizeof b, "%.8e", y);
    return strcmp(a, b) == 0;
}

/* What a case gives: written, or compared with the file's next line. */
static void give(const char *kind, const char *name, int count, const double *values)
{
    if (!run.file) {
        print(kind, name, count, values);
        return;
    }
    int bad = strcmp(kind, run.next.kind) != 0 || strcmp(name, run.next.name) != 0 ||
              count != run.next.count;
    for (int i = 0; !bad && i < count; i++) {
        bad = !agree(kind, values[i], run.next.value[i]);
        if (bad)
            printf("%d: %a, expected %a\n", i, values[i], run.next.value[i]);
    }
    if (bad)
        printf("FAILED %s %s: %s %s %d\n", run.word[1], run.word[2], kind, name, count);
    run.failed += bad;
    run.passed += !bad;
    next_line();
}

static const double *input(const char *name)
{
    for (int i = 0; i < run.input_count; i++)
        if (strcmp(run.input[i].name, name) == 0)
            return run.input[i].value;
    printf("FAILED %s: no input %s\n", run.word[1], name);
    exit(1);
}

static int whole(int word)
{
    return atoi(run.word[word]);
}

/* ---- kinds of cases ---- */

static cohort_inputs *given_inputs(void)
{
    const cohort_grid grid = {whole(3), whole(4), whole(5), whole(6)};
    cohort_convention convention;
    cohort_inputs *inputs;
    must(cohort_convention_parse(run.word[2], &convention, &error));
    must(cohort_inputs_new(&grid, convention, &inputs, &error));
    for (int i = 0; i < run.input_count; i++)
        for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
            if (strcmp(cohort_quantity_name((cohort_quantity)q), run.input[i].name) == 0)
                memcpy(cohort_inputs_array(inputs, (cohort_quantity)q), run.input[i].value,
                       (size_t)run.input[i].count * sizeof(double));
    return inputs;
}

static int cells(const cohort_grid *grid)
{
    return (int)cohort_grid_cells(grid);
}

static void give_flow(const char *name, const cohort_flow *flow)
{
    give("same", name, cells(&flow->grid) * flow->grid.steps, flow->cells);
}

static void batch_of(const cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const cohort_inputs *lanes[] = {inputs, inputs};
    static double populations[2 * VALUES];
    cohort_batch *batch;
    must(cohort_batch_new(2, lanes, 1, &batch, &error));
    must(cohort_batch_populations(batch, 1, populations, &error));
    give("same", "batch", 2 * cells(grid) * (grid->steps + 1), populations);
    cohort_batch_free(batch);
}

/* project CONVENTION WIDTH AGES START STEPS */
static void project(void)
{
    cohort_inputs *inputs = given_inputs();
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    cohort_projection *result;
    cohort_balance account;
    must(cohort_projection_new(inputs, &result, &error));
    give("same", "population", cells(grid) * (grid->steps + 1),
         cohort_projection_population(result)->cells);
    give_flow("births", cohort_projection_births(result));
    give_flow("deaths", cohort_projection_deaths(result));
    give_flow("net_migration", cohort_projection_net_migration(result));
    must(cohort_projection_balance(result, grid->start, cohort_grid_year(grid, grid->steps),
                                   &account, &error));
    give("same", "balance", 5, &account.opening);
    batch_of(inputs);
    cohort_projection_free(result);
    cohort_inputs_free(inputs);
}

/* plan TABLE AREA NATION AREA TO PLAN TARGET: a town, what its plan adds, and what would do */
static void plan(void)
{
    const int to = whole(6);
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure goal = cohort_figure_of(everybody, to, atof(run.word[8]));
    const cohort_lever lever = {0, 1, 0, 1};
    const cohort_part causes[] = {COHORT_PART(COHORT_MIGRATION), COHORT_PART(COHORT_FERTILITY)};
    const cohort_operation stay = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1);
    double parts[3];
    cohort_inputs *town, *city;
    cohort_projection *result;
    cohort_scenario *scenario, *free_one;
    cohort_reached found;
    must(
        cohort_table_derive(run.word[2], run.word[3], run.word[4], run.word[5], to, &town, &error));
    const cohort_grid *grid = cohort_inputs_grid(town);
    give("same", "survival", cells(grid), cohort_inputs_view(town, COHORT_SURVIVAL));
    give("same", "net_migration_ratio", cells(grid),
         cohort_inputs_view(town, COHORT_NET_MIGRATION_RATIO));
    must(cohort_scenario_read(run.word[7], &scenario, &error));
    must(cohort_scenario_apply(scenario, town, &city, &error));
    must(cohort_projection_new(city, &result, &error));
    const cohort_stock *population = cohort_projection_population(result);
    give("same", "population", cells(grid),
         population->cells + cohort_cell(grid, grid->steps, COHORT_MALE, 0));
    must(cohort_decompose(town, city, &goal.measure, 2, causes, parts, &error));
    give("same", "parts", 3, parts);
    must(cohort_scenario_new(&free_one, &error));
    must(cohort_scenario_add(free_one, &stay, &error));
    must(cohort_reach(town, free_one, &lever, &goal, &found, &error));
    give("same", "reached", 1, &found.x);
    cohort_scenario_free(free_one);
    cohort_scenario_free(scenario);
    cohort_projection_free(result);
    cohort_inputs_free(city);
    cohort_inputs_free(town);
}

/* intervals TABLE AREA NATION AREA TO SPREADS YEAR: of past errors, and of an ensemble */
static void intervals(void)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure figure = cohort_figure_of(everybody, whole(8), 0);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    double values[3];
    cohort_projection *town;
    cohort_spreads *spreads;
    cohort_ensemble *ensemble;
    must(cohort_table_project(run.word[2], run.word[3], run.word[4], run.word[5], whole(6), &town,
                              &error));
    const cohort_stock *population = cohort_projection_population(town);
    must(cohort_spreads_read(run.word[7], &spreads, &error));
    must(cohort_spreads_quantile(spreads, population, &figure, 0.1, &values[0], &error));
    must(cohort_spreads_quantile(spreads, population, &figure, 0.9, &values[1], &error));
    must(cohort_spreads_below(spreads, population, &figure, 20000, &values[2], &error));
    give("digits", "spreads", 3, values);
    options.trajectories = 40;
    options.figure_count = 1;
    options.figures = &figure;
    must(cohort_spreads_apply(spreads, cohort_projection_inputs(town), &options, &error));
    must(cohort_ensemble_new(cohort_projection_inputs(town), &options, &ensemble, &error));
    must(cohort_ensemble_run(ensemble, 0, 40, 1, &error));
    must(cohort_ensemble_quantile(ensemble, 0, 0.1, &values[0], &error));
    must(cohort_ensemble_quantile(ensemble, 0, 0.9, &values[1], &error));
    must(cohort_ensemble_mean(ensemble, 0, &values[2], &error));
    give("digits", "ensemble", 3, values);
    cohort_ensemble_free(ensemble);
    cohort_spreads_free(spreads);
    cohort_projection_free(town);
}

/* rates SEX WIDTH GROUPS: a life table of mx by single years, and what is made of it */
static void rates(void)
{
    const int groups = whole(4), ages = run.input[0].count;
    double values[VALUES];
    cohort_lifetable table;
    must(cohort_lifetable_init(&table, ages, NULL, &error));
    memcpy(table.mx, input("mx"), (size_t)ages * sizeof(double));
    must(cohort_lifetable_from_mx(&table, whole(2), COHORT_AX_ANDREEV_KINGKADE, &error));
    give("digits", "ex", ages, table.ex);
    must(cohort_lifetable_survival(&table, whole(3), groups, values, &error));
    give("digits", "Sx", groups, values);
    const cohort_rogers_castro schedule = COHORT_ROGERS_CASTRO_FUNDAMENTAL;
    must(cohort_rogers_castro_schedule(&schedule, groups, whole(3), values, &error));
    give("digits", "rogers_castro", groups, values);
    cohort_lifetable_free(&table);
}

static const struct {
    const char *name;
    void (*run)(void);
} kinds[] = {{"project", project}, {"plan", plan}, {"intervals", intervals}, {"rates", rates}};

static void run_case(void)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, run.word[1]) == 0) {
            kinds[i].run();
            return;
        }
    exit(2);
}

/* ---- written anew ---- */

static void begin(const char *words)
{
    printf("%s\n", words);
    run.input_count = 0;
    memset(run.word, 0, sizeof run.word);
    sscanf(words, "%39s %39s %39s %39s %39s %39s %39s %39s %39s", run.word[0], run.word[1],
           run.word[2], run.word[3], run.word[4], run.word[5], run.word[6], run.word[7],
           run.word[8]);
}

static void end(void)
{
    for (int i = 0; i < run.input_count; i++)
        print("in", run.input[i].name, run.input[i].count, run.input[i].value);
    run_case();
    printf("end\n");
}

/* An input of random numbers between two limits. */
static double *add_input(const char *name, int count, double low, double high)
{
    static uint64_t state = 18;
    struct line *line = &run.input[run.input_count++];
    snprintf(line->name, sizeof line->name, "%s", name);
    line->count = count;
    for (int i = 0; i < count; i++)
        line->value[i] = low + (high - low) * next_random(&state);
    return line->value;
}

static void write_project(const char *words, int ratio)
{
    begin(words);
    const int ages = whole(4), steps = whole(6), n = 2 * ages * steps;
    add_input("base_population", 2 * ages, 5e4, 1e5);
    add_input("survival", n, 0.8, 1);
    double *rate = add_input("net_migration_ratio", n, -0.05, 0.05);
    for (int i = 0; ratio && i < 2 * steps; i++)
        rate[i * ages] = 0;
    add_input("net_migrants", n, 0, 300);
    add_input("male_share", steps, 0.5, 0.52);
    if (ratio) {
        add_input("cwr", steps, 0.1, 0.3);
    } else {
        double *asfr = add_input("asfr", steps * ages, 0, 0.9 / (ages * whole(3)));
        for (int i = 0; i < steps; i++)
            asfr[i * ages] = 0;
    }
    end();
}

static void write_all(void)
{
    write_project("case project ipss 5 12 2015 2", 1);
    write_project("case project wpp-even 5 11 2020 2", 0);
    write_project("case project wpp-end 5 11 2020 2", 0);
    write_project("case project wpp-even 1 25 1990 3", 0);
    begin("case plan fixtures/ipss2018.csv 01223 fixtures/japan.csv 00000 2060 "
          "fixtures/nemuro_plan.csv 9345");
    end();
    begin("case intervals fixtures/ipss2018.csv 01223 fixtures/japan.csv 00000 2060 "
          "fixtures/spreads.csv 2030");
    end();
    begin("case rates 1 5 18");
    double *mx = add_input("mx", 101, 0.9, 1.1);
    for (int age = 0; age <= 100; age++)
        mx[age] *= age == 0 ? 0.003 : 5e-5 + 1e-7 * age * age * age * (age > 60 ? 4 : 1);
    end();
}

/* ---- gone through again ---- */

static int read_case(void)
{
    while (strcmp(run.next.kind, "case") != 0)
        if (!next_line())
            return 0;
    memset(run.word, 0, sizeof run.word);
    int n = 0;
    for (char *word = strtok(run.text, " \r\n"); word && n < WORDS; word = strtok(NULL, " \r\n"))
        snprintf(run.word[n++], sizeof run.word[0], "%s", word);
    run.input_count = 0;
    while (next_line() && strcmp(run.next.kind, "in") == 0 && run.input_count < INPUTS)
        run.input[run.input_count++] = run.next;
    return 1;
}

int main(int count, char **words)
{
    if (count != 2)
        return 2;
    if (strcmp(words[1], "write") == 0) {
        write_all();
        return fclose(stdout) != 0;
    }
    run.file = fopen(words[1], "r");
    if (!run.file)
        return perror(words[1]), 2;
    for (int more = read_case(); more; more = read_case()) {
        run_case();
        int ended = strcmp(run.next.kind, "end") == 0;
        run.failed += !ended;
        run.passed += ended;
    }
    fclose(run.file);
    printf("%d passed, %d failed\n", run.passed, run.failed);
    return run.failed != 0 || run.passed == 0;
}
