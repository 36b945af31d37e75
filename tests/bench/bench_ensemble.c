/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random trajectories of Nemuro to 2060 (19 ages, both sexes, 9 intervals; chance and rates
 * random), and five quantiles of every cell, from nothing to the last quantile; and the memory that
 * the process has taken by then. Prints case,unit,ours,reference,ratio: the reference is what is
 * asked for, 2 seconds and 64 MB. Of five rounds the median.
 */
#define _POSIX_C_SOURCE 200809L
#include <cohort/cohort.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { ROUNDS = 5, MANY = 10000, MORE = 30000 };

static cohort_error error;

static void must(int code)
{
    if (!code)
        return;
    fprintf(stderr, "%s\n", error.text);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds for so many trajectories and the quantiles of their cells. */
static double run(const cohort_inputs *inputs, int trajectories, int threads)
{
    static const double p[] = {0.025, 0.1, 0.5, 0.9, 0.975};
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double begin = now();
    double value;
    cohort_ensemble *ensemble;
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    options.trajectories = trajectories;
    options.fertility = (cohort_uncertainty){0.05, 0.9, 1.0, 0.0};
    options.mortality = (cohort_uncertainty){0.03, 0.9, 0.8, 0.0};
    options.migration = (cohort_uncertainty){0.02, 0.5, 0.5, 0.0};
    must(cohort_ensemble_new(inputs, &options, &ensemble, &error));
    must(cohort_ensemble_run(ensemble, 0, trajectories, threads, &error));
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < grid->ages; age++)
                for (size_t i = 0; i < sizeof p / sizeof *p; i++)
                    must(cohort_ensemble_cell(ensemble, date, sex, age, p[i], &value, &error));
    cohort_ensemble_free(ensemble);
    return now() - begin;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void time_it(const char *name, const cohort_inputs *inputs, int trajectories, int threads)
{
    double seconds[ROUNDS];
    const double target = 2.0 * trajectories / MANY;
    for (int round = 0; round < ROUNDS; round++)
        seconds[round] = run(inputs, trajectories, threads);
    qsort(seconds, ROUNDS, sizeof *seconds, by_value);
    const double median = seconds[ROUNDS / 2];
    printf("%s,s,%.2f,%.0f,%.1f\n", name, median, target, target / median);
}

static void print_memory(const char *name)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    const double megabytes = (double)usage.ru_maxrss * 1024.0 / 1e6;
    printf("%s,MB,%.0f,64,%.1f\n", name, megabytes, 64.0 / megabytes);
}

int main(void)
{
    cohort_projection *town;
    must(cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", "01223",
                              COHORT_FIXTURES "/japan.csv", "00000", 2060, &town, &error));
    const cohort_inputs *inputs = cohort_projection_inputs(town);
    printf("case,unit,ours,reference,ratio\n");
    time_it("10000 trajectories kept; one thread / target", inputs, MANY, 1);
    time_it("10000 trajectories kept; all threads / target", inputs, MANY, 0);
    print_memory("10000 trajectories kept / target");
    time_it("30000 trajectories counted; all threads / target", inputs, MORE, 0);
    print_memory("30000 trajectories counted / target");
    cohort_projection_free(town);
    return 0;
}
