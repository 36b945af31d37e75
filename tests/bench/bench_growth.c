/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four times as much of something, and the time and memory that it takes: rows of a table, operations
 * of a scenario, areas that exchange people, intervals, trajectories. Each in a process of its own, of
 * which the system tells both; of three rounds the least. Prints case,unit,ours,reference,ratio: ours
 * for four times as much, the reference four times that for as much, so a ratio of 1 is linear. Stops
 * with an error below 0.5 (what grows by the square has 0.25). Memory: beyond that of no work at all.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <cohort/cohort.h>

#include "bench/common/synthetic.h"
#include "bench/common/timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 3, TIMES = 4 };

static cohort_error error;

static void must(int code)
{
    need_ok(code, &error);
}

/* ---- texts ---- */

/* A heading and `count` lines, the i-th written by `line`. Freed by the caller. */
static char *text_of(const char *heading, void (*line)(FILE *file, int i), int count, size_t *size)
{
    char *text;
    FILE *file = open_memstream(&text, size);
    need(file);
    fputs(heading, file);
    for (int i = 0; i < count; i++)
        line(file, i);
    need(fclose(file) == 0 ? text : NULL);
    return text;
}

static void put_row(FILE *file, int i)
{
    fprintf(file, "%05d,population,%d,%s,%d,%d\n", 1000 + i / 190, 2000 + i / 38 % 5 * 5,
            i / 19 % 2 ? "male" : "female", i % 19 * 5, i % 977);
}

static cohort_table *table_of(const char *header, void (*put)(FILE *, int), int count)
{
    size_t size;
    char *text = text_of(header, put, count, &size);
    cohort_sheets *sheets;
    cohort_table *table;
    must(cohort_sheets_parse(text, size, "rows", &sheets, &error));
    must(cohort_table_from_sheets(sheets, NULL, &table, &error));
    free(text);
    return table;
}

static void rows(int count)
{
    cohort_table_free(table_of("area,variable,year,sex,age,value\n", put_row, count));
}

static int date;

static void put_place(FILE *file, int i)
{
    fprintf(file, "Z%06d,Place %d,population,%d,male,0,%d\n", i, i, date, i % 1000);
}

static void joined(int count)
{
    cohort_table *tables[2];
    for (int t = 0; t < 2; t++) {
        date = 2015 + 5 * t;
        tables[t] = table_of("area,name,variable,year,sex,age,value\n", put_place, count);
    }
    must(cohort_table_join(tables[0], tables[1], NULL, &error));
    cohort_table_free(tables[0]);
    cohort_table_free(tables[1]);
}

static void put_operation(FILE *file, int i)
{
    fprintf(file, "add_migrants,male,%d,%d,%d,%d,%d\n", i % 18 * 5, i % 18 * 5 + 4,
            2020 + i % 4 * 5, 2025 + i % 4 * 5, i % 7);
}

static const cohort_grid town = {5, 19, 2020, 4};

static void operations(int count)
{
    size_t size;
    char *text = text_of("operation,sex,age_from,age_to,year_from,year_to,value\n", put_operation,
                         count, &size);
    cohort_csv *csv;
    cohort_scenario *scenario;
    cohort_inputs *inputs = synthetic_inputs(&town, COHORT_IPSS, 1, 1), *changed;
    must(cohort_csv_parse(text, size, "operations", &csv, &error));
    must(cohort_scenario_from_csv(csv, &scenario, &error));
    must(cohort_scenario_apply(scenario, inputs, &changed, &error));
    cohort_inputs_free(changed);
    cohort_inputs_free(inputs);
    cohort_scenario_free(scenario);
    free(text);
}

/* ---- projections ---- */

static void areas(int count)
{
    const size_t cells = (size_t)town.steps * cohort_grid_cells(&town), n = (size_t)count;
    const cohort_inputs **inputs = need(calloc(n, sizeof *inputs));
    double *out_rates = need(malloc(2 * n * cells * sizeof *out_rates));
    double *in_shares = out_rates + n * cells;
    for (size_t i = 0; i < n * cells; i++) {
        out_rates[i] = 0.01;
        in_shares[i] = 1.0 / count;
    }
    for (int a = 0; a < count; a++)
        inputs[a] = synthetic_inputs(&town, COHORT_WPP_END, a, 0);
    const cohort_moves moves = {out_rates, in_shares, NULL};
    cohort_system *system;
    must(cohort_system_new(count, inputs, &moves, &system, &error));
    cohort_system_free(system);
}

static void intervals(int count)
{
    const cohort_grid grid = {5, 19, 0, 1};
    cohort_inputs *one = synthetic_inputs(&grid, COHORT_IPSS, 1, 0), *all;
    cohort_projection *projection;
    memset(cohort_inputs_array(one, COHORT_NET_MIGRATION_RATIO), 0, /* or nobody is left to leave */
           cohort_grid_cells(&grid) * sizeof(double));
    must(cohort_inputs_extend(one, 5 * count, &all, &error));
    must(cohort_projection_new(all, &projection, &error));
    cohort_projection_free(projection);
    cohort_inputs_free(all);
    cohort_inputs_free(one);
}

static void trajectories(int count)
{
    cohort_inputs *inputs = synthetic_inputs(&town, COHORT_IPSS, 1, 0);
    cohort_ensemble *ensemble;
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    options.trajectories = count;
    options.fertility = (cohort_uncertainty){0.05, 0.9, 1.0, 0.0};
    must(cohort_ensemble_new(inputs, &options, &ensemble, &error));
    must(cohort_ensemble_run(ensemble, 0, count, 1, &error));
    cohort_ensemble_free(ensemble);
    cohort_inputs_free(inputs);
}

/* ---- what they take ---- */

struct cost {
    double seconds, bytes;
};

static void nothing(int count)
{
    (void)count;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static struct cost cost_of(void (*run)(int count), int count)
{
    struct cost cost = {1e300, 1e300};
    for (int round = 0; round < ROUNDS; round++) {
        struct rusage usage;
        int status = 1;
        const pid_t child = fork();
        if (child == 0) {
            run(count);
            _exit(0);
        }
        if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
            exit(1);
        cost.seconds = least(cost.seconds,
                             (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                                 1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec));
        cost.bytes = least(cost.bytes, 1024.0 * (double)usage.ru_maxrss);
    }
    return cost;
}

/* Returned: was it linear? */
static int print_growth(const char *name, int count, const char *unit, double ours,
                        double reference)
{
    printf("%d times %d %s / linear,%s,%.3g,%.3g,%.2f\n", TIMES, count, name, unit, ours, reference,
           reference / ours);
    return reference / ours >= 0.5;
}

int main(void)
{
    static const struct kind {
        const char *name;
        void (*run)(int count);
        int count;
    } kinds[] = {{"rows", rows, 100000},
                 {"areas of two tables", joined, 20000},
                 {"operations", operations, 20000},
                 {"areas", areas, 1000},
                 {"intervals", intervals, 2500},
                 {"trajectories", trajectories, 50000}};
    int linear = 1;
    const struct cost none = cost_of(nothing, 0);
    printf("case,unit,ours,reference,ratio\n");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *kind = &kinds[i];
        const struct cost few = cost_of(kind->run, kind->count);
        const struct cost many = cost_of(kind->run, TIMES * kind->count);
        linear &= print_growth(kind->name, kind->count, "ms", 1e3 * many.seconds,
                               1e3 * TIMES * few.seconds);
        linear &= print_growth(kind->name, kind->count, "MB", 1e-6 * (many.bytes - none.bytes),
                               1e-6 * TIMES * (few.bytes - none.bytes));
        fflush(stdout);
    }
    return !linear;
}
