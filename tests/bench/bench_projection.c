/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One projection of a ready handle (Nemuro: 19 ages, both sexes, 9 intervals, populations kept)
 * beside the same populations by dense matrices: two 19 x 19 gsl_blas_dgemv an interval, by
 * libgslcblas. Prints case,unit,ours,reference,ratio; the two are timed in turn, and the median of
 * the rounds is printed. Stops with an error if they do not give the same populations.
 */
#define _POSIX_C_SOURCE 200809L
#include <cohort/cohort.h>

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 41, RUNS = 5000 };

/* The projection as matrices: a closing population is matrix times opening one, by sex. Women bear
 * girls by the first row of theirs; boys are the girls times their ratio. */
struct dense {
    int ages, steps;
    double *matrix;        /* [step][sex][age to][age from] */
    double *boys_per_girl; /* [step] */
    double *population;    /* [date][sex][age] */
};

static void *need(void *memory)
{
    if (!memory) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return memory;
}

static double *matrix_of(const struct dense *d, int step, int sex)
{
    return d->matrix + ((size_t)step * COHORT_SEXES + (size_t)sex) * (size_t)(d->ages * d->ages);
}

static void fill_matrix(struct dense *d, const cohort_inputs *inputs, int step, int sex)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double *S = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE);
    double cwr = cohort_inputs_view(inputs, COHORT_CWR)[step];
    double girls = 1.0 - cohort_inputs_view(inputs, COHORT_MALE_SHARE)[step];
    double *matrix = matrix_of(d, step, sex);
    for (int x = 1; x < d->ages; x++) {
        size_t cell = cohort_cell(grid, step, sex, x);
        matrix[x * d->ages + x - 1] = S[cell] + m[cell];
        if (x == d->ages - 1)
            matrix[x * d->ages + x] = S[cell] + m[cell];
        if (sex == COHORT_FEMALE && x * grid->width >= 15 && x * grid->width < 50)
            matrix[x - 1] = cwr * girls * (S[cell] + m[cell]);
    }
}

static void dense_new(struct dense *d, const cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    size_t cells = cohort_grid_cells(grid), steps = (size_t)grid->steps;
    d->ages = grid->ages;
    d->steps = grid->steps;
    d->matrix = need(calloc(steps * cells * (size_t)grid->ages, sizeof(double)));
    d->boys_per_girl = need(calloc(steps, sizeof(double)));
    d->population = need(calloc((steps + 1) * cells, sizeof(double)));
    memcpy(d->population, cohort_inputs_view(inputs, COHORT_BASE), cells * sizeof(double));
    for (int i = 0; i < d->steps; i++) {
        double boys = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[i];
        d->boys_per_girl[i] = boys / (1.0 - boys);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            fill_matrix(d, inputs, i, sex);
    }
}

static void dense_run(struct dense *d)
{
    size_t ages = (size_t)d->ages;
    for (int i = 0; i < d->steps; i++) {
        double *from = d->population + (size_t)i * COHORT_SEXES * ages;
        double *to = from + COHORT_SEXES * ages;
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            gsl_matrix_const_view A = gsl_matrix_const_view_array(matrix_of(d, i, sex), ages, ages);
            gsl_vector_const_view x = gsl_vector_const_view_array(from + (size_t)sex * ages, ages);
            gsl_vector_view y = gsl_vector_view_array(to + (size_t)sex * ages, ages);
            gsl_blas_dgemv(CblasNoTrans, 1.0, &A.matrix, &x.vector, 0.0, &y.vector);
        }
        to[COHORT_MALE * ages] = d->boys_per_girl[i] * to[COHORT_FEMALE * ages];
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double times[ROUNDS])
{
    qsort(times, ROUNDS, sizeof *times, by_value);
    return times[ROUNDS / 2];
}

static void compare(const char *name, cohort_projection *town, struct dense *dense,
                    int (*run)(cohort_projection *, cohort_error *))
{
    double ours[ROUNDS], theirs[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (int i = 0; i < RUNS; i++)
            run(town, NULL);
        double middle = now();
        for (int i = 0; i < RUNS; i++)
            dense_run(dense);
        ours[round] = (middle - begin) / RUNS;
        theirs[round] = (now() - middle) / RUNS;
    }
    double a = 1e9 * median(ours), b = 1e9 * median(theirs);
    printf("%s,ns,%.0f,%.0f,%.1f\n", name, a, b, b / a);
}

int main(void)
{
    cohort_error error;
    cohort_projection *town;
    struct dense dense;
    if (cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", "01223", COHORT_FIXTURES "/japan.csv",
                             "00000", 2060, &town, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    const cohort_stock *population = cohort_projection_population(town);
    const cohort_grid *grid = &population->grid;
    dense_new(&dense, cohort_projection_inputs(town));
    dense_run(&dense);
    for (size_t i = 0; i < (size_t)(grid->steps + 1) * cohort_grid_cells(grid); i++)
        if (!(fabs(dense.population[i] - population->cells[i]) <= 1e-9 * population->cells[i])) {
            fprintf(stderr, "the two differ in cell %zu\n", i);
            return 1;
        }
    printf("case,unit,ours,reference,ratio\n");
    compare("19x9 populations / dense dgemv", town, &dense, cohort_projection_run_population);
    compare("19x9 populations and accounts / dense dgemv", town, &dense, cohort_projection_run);
    cohort_projection_free(town);
    free(dense.matrix);
    free(dense.boys_per_girl);
    free(dense.population);
    return 0;
}
