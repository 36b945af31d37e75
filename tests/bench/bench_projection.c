/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One projection of a ready handle, populations kept, beside the same populations by dense matrices
 * (two gsl_blas_dgemv an interval, by libgslcblas), beside a plain loop, and beside reading as many
 * bytes as it reads and writes. Stops with an error if the two do not give the same populations.
 */
#include "bench/common/synthetic.h"
#include "bench/common/timing.h"

#include "model/projection.h"

#include <cohort/cohort.h>

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The projection as matrices: a closing population is matrix times opening one, by sex. Women bear
 * girls by the first row of theirs; boys are the girls times their ratio. (So nobody comes by
 * number, and no newborn by rate.) */
struct dense {
    int ages, steps;
    double *matrix;        /* [step][sex][age to][age from] */
    double *boys_per_girl; /* [step] */
    double *population;    /* [date][sex][age] */
};

static double *matrix_of(const struct dense *d, int step, int sex)
{
    return d->matrix + ((size_t)step * COHORT_SEXES + (size_t)sex) * (size_t)(d->ages * d->ages);
}

/* Column by column, from one person of each age. */
static void fill_matrix(struct dense *d, const struct steps *steps, int step, int sex)
{
    const size_t ages = (size_t)d->ages, first = (size_t)sex * ages;
    double *one = need(calloc(4 * ages, sizeof *one)), *after = one + 2 * ages;
    for (size_t from = 0; from < ages; from++) {
        one[first + from] = 1.0;
        cohort_steps_run(steps, step, step + 1, one, NULL);
        one[first + from] = 0.0;
        for (size_t to = 0; to < ages; to++)
            matrix_of(d, step, sex)[to * ages + from] = after[first + to];
    }
    free(one);
}

static struct dense dense_of(const cohort_projection *projection)
{
    const cohort_inputs *inputs = cohort_projection_inputs(projection);
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const size_t cells = cohort_grid_cells(grid), steps = (size_t)grid->steps;
    struct dense d = {
        .ages = grid->ages,
        .steps = grid->steps,
        .matrix = need(calloc(steps * cells * (size_t)grid->ages, sizeof(double))),
        .boys_per_girl = need(calloc(steps, sizeof(double))),
        .population = need(calloc((steps + 1) * cells, sizeof(double))),
    };
    memcpy(d.population, cohort_inputs_view(inputs, COHORT_BASE), cells * sizeof(double));
    for (int i = 0; i < d.steps; i++) {
        const struct step step = cohort_step_of(&projection->steps, i);
        d.boys_per_girl[i] = step.share[COHORT_MALE] / step.share[COHORT_FEMALE];
        if (step.asfr)
            d.boys_per_girl[i] *= step.S[0] / step.S[grid->ages];
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            fill_matrix(&d, &projection->steps, i, sex);
    }
    return d;
}

static void dense_free(struct dense *d)
{
    free(d->matrix);
    free(d->boys_per_girl);
    free(d->population);
}

static void dense_run(void *context)
{
    struct dense *d = context;
    const size_t ages = (size_t)d->ages;
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

static void check_dense(struct dense *d, const cohort_stock *population)
{
    const size_t cells = cohort_grid_cells(&population->grid);
    dense_run(d);
    for (size_t i = 0; i < (size_t)(d->steps + 1) * cells; i++)
        if (!(fabs(d->population[i] - population->cells[i]) <= 1e-9 * population->cells[i])) {
            fprintf(stderr, "the two differ in cell %zu\n", i);
            exit(1);
        }
}

static void populations_run(void *projection)
{
    cohort_projection_run_population(projection, NULL);
}

static void full_run(void *projection)
{
    cohort_projection_run(projection, NULL);
}

/* How many numbers a run reads and writes: rates, and populations once each. */
static size_t count_of(const cohort_projection *projection)
{
    const struct steps *steps = &projection->steps;
    const cohort_grid *grid = &projection->inputs->grid;
    const size_t cells = cohort_grid_cells(grid);
    const size_t women = (size_t)(steps->women_last - steps->women_first + 1);
    return (cells * (2 + (size_t)steps->moves) + women + 2) * (size_t)grid->steps + cells;
}

/* ---- a plain loop: what a careful afternoon gives, for one convention and populations only ---- */

struct plain {
    const cohort_inputs *inputs;
    double *population; /* [date][sex][age] */
    bool has_migrants;
};

/* wpp-even, migrants by number, as the formulas of inputs.h are written down. */
static COHORT_INLINE void plain_interval(const struct plain *p, int i, const double *restrict from,
                                         double *restrict to)
{
    const cohort_grid *grid = &p->inputs->grid;
    const int ages = grid->ages, last = ages - 1;
    const size_t at = cohort_cell(grid, i, 0, 0);
    const double *S = cohort_inputs_view(p->inputs, COHORT_SURVIVAL) + at;
    const double *M = cohort_inputs_view(p->inputs, COHORT_NET_MIGRANTS) + at;
    const double *asfr = cohort_inputs_view(p->inputs, COHORT_ASFR) + (size_t)i * (size_t)ages;
    const double boys = cohort_inputs_view(p->inputs, COHORT_MALE_SHARE)[i];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const double *o = from + sex * ages, *s = S + sex * ages, *m = M + sex * ages;
        double *c = to + sex * ages;
        if (p->has_migrants) {
            for (int x = 1; x < last; x++)
                c[x] = (o[x - 1] + 0.5 * m[x - 1]) * s[x] + 0.5 * m[x];
            c[last] = (o[last - 1] + 0.5 * m[last - 1] + o[last] + 0.5 * m[last]) * s[last] +
                      0.5 * m[last];
        } else {
            for (int x = 1; x < last; x++)
                c[x] = o[x - 1] * s[x];
            c[last] = (o[last - 1] + o[last]) * s[last];
        }
    }
    double births = 0.0;
    for (int x = 15 / grid->width; x < 50 / grid->width; x++)
        births += asfr[x] * (from[ages + x] + 0.5 * M[ages + x] + to[ages + x]);
    births *= 0.5 * grid->width;
    to[0] = births * boys * S[0] + 0.5 * M[0];
    to[ages] = births * (1.0 - boys) * S[ages] + 0.5 * M[ages];
}

static COHORT_INLINE void plain_body(struct plain *p)
{
    const cohort_grid *grid = &p->inputs->grid;
    const size_t cells = cohort_grid_cells(grid);
    for (int i = 0; i < grid->steps; i++)
        plain_interval(p, i, p->population + (size_t)i * cells,
                       p->population + (size_t)(i + 1) * cells);
}

/* At the level at which the library runs. */
COHORT_AT_V3 static void plain_v3(struct plain *p)
{
    plain_body(p);
}

static void plain_run(void *context)
{
    struct plain *p = context;
    if (cohort_level_best() >= LEVEL_V3)
        plain_v3(p);
    else
        plain_body(p);
}

static void check_plain(struct plain *p, const cohort_stock *population)
{
    const size_t cells = cohort_cell(&population->grid, population->grid.steps + 1, 0, 0);
    plain_run(p);
    for (size_t i = 0; i < cells; i++)
        if (!(fabs(p->population[i] - population->cells[i]) <= 1e-9 * population->cells[i])) {
            fprintf(stderr, "the plain loop differs in cell %zu\n", i);
            exit(1);
        }
}

/* New inputs: copied, checked and run, with all events. */
struct renewed {
    cohort_projection *projection;
    const cohort_inputs *inputs;
};

static void renew(void *context)
{
    struct renewed *r = context;
    cohort_projection_update(r->projection, r->inputs, NULL);
}

static void plain_rows(const cohort_grid *grid, bool migrants, bool rates)
{
    char text[120], what[60];
    cohort_projection *projection;
    cohort_error error;
    cohort_inputs *inputs = synthetic_inputs(grid, COHORT_WPP_EVEN, 1, migrants);
    const size_t cells = cohort_cell(grid, grid->steps, 0, 0);
    if (!rates)
        memset(cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO), 0, cells * sizeof(double));
    need_ok(cohort_projection_new(inputs, &projection, &error), &error);
    snprintf(what, sizeof what, "%dx%d wpp-even%s", grid->ages, grid->steps,
             rates      ? " with migration rates"
             : migrants ? ""
                        : " without migrants");
    struct plain plain = {inputs, need(calloc(cells + cohort_grid_cells(grid), sizeof(double))),
                          migrants};
    memcpy(plain.population, cohort_inputs_view(inputs, COHORT_BASE),
           cohort_grid_cells(grid) * sizeof(double));
    if (!rates)
        check_plain(&plain, cohort_projection_population(projection));
    const struct way reference = {plain_run, &plain}, full = {full_run, projection};
    snprintf(text, sizeof text, "populations / plain loop, %s", what);
    compare(text, "ns", 1, (struct way){populations_run, projection}, reference);
    snprintf(text, sizeof text, "accounts / plain loop, %s", what);
    compare(text, "ns", 1, full, reference);
    snprintf(text, sizeof text, "new inputs / accounts, %s", what);
    struct renewed renewed = {projection, inputs};
    compare(text, "ns", 1, (struct way){renew, &renewed}, full);
    free(plain.population);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

static void rows(const char *name, cohort_projection *projection)
{
    char text[120];
    struct dense dense = dense_of(projection);
    double *bytes = need(calloc(count_of(projection), sizeof *bytes));
    struct stream stream = {bytes, count_of(projection), 0.0};
    const struct way ours = {populations_run, projection};
    check_dense(&dense, cohort_projection_population(projection));
    snprintf(text, sizeof text, "%s populations / dense dgemv", name);
    compare(text, "ns", 1, ours, (struct way){dense_run, &dense});
    snprintf(text, sizeof text, "%s populations / reading their bytes", name);
    compare(text, "ns", 1, ours, (struct way){stream_run, &stream});
    snprintf(text, sizeof text, "%s populations and accounts / dense dgemv", name);
    compare(text, "ns", 1, (struct way){full_run, projection}, (struct way){dense_run, &dense});
    free(bytes);
    dense_free(&dense);
}

static void synthetic_rows(const cohort_grid *grid, cohort_convention convention)
{
    char name[60];
    cohort_projection *projection;
    cohort_error error;
    cohort_inputs *inputs = synthetic_inputs(grid, convention, 1, 0);
    need_ok(cohort_projection_new(inputs, &projection, &error), &error);
    snprintf(name, sizeof name, "one %dx%d %s", grid->ages, grid->steps,
             cohort_convention_name(convention));
    rows(name, projection);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

int main(void)
{
    cohort_error error;
    cohort_projection *town;
    need_ok(cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", "01223",
                                 COHORT_FIXTURES "/japan.csv", "00000", 2060, &town, &error),
            &error);
    rows("Nemuro 19x9 ipss", town);
    cohort_projection_free(town);
    static const cohort_grid sizes[] = {{5, 21, 2000, 20}, {1, 101, 2000, 100}};
    for (int i = 0; i < 2; i++) {
        plain_rows(&sizes[i], true, false);
        plain_rows(&sizes[i], false, false);
        plain_rows(&sizes[i], true, true);
    }
    for (int convention = 0; convention < COHORT_CONVENTION_COUNT; convention++) {
        synthetic_rows(&(cohort_grid){5, 21, 2000, 20}, (cohort_convention)convention);
        synthetic_rows(&(cohort_grid){1, 101, 2000, 100}, (cohort_convention)convention);
    }
    return 0;
}
