/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Penalised composite link (Rizzi, Gampe and Eilers 2015). The latent series is gamma = exp(B b),
 * B a basis of cubic B-splines; group g's count is Poisson with the mean mu_g = sum of its gammas.
 * b makes the deviance plus `penalty` times the sum of b's squared second differences least:
 * iterated weighted least squares on the rows of groups and of differences, by QR, for the normal
 * equations would square a condition that counts of millions already make bad. Steps are halved
 * until they descend.
 */
#include "rates/graduate_composite.h"

#include "core/error.h"
#include "core/range.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    YEARS_A_KNOT = 2,
    INTERVALS_MAX = 100,
    SPLINES = 4, /* cubics that are not 0 at an age */
    STEPS_MAX = 200,
    HALVINGS_MAX = 40,
    PENALTIES = 21
};

static const double FIRST_PENALTY = 1e8, NEXT_PENALTY = 0.31622776601683794; /* down to 1e-2 */
static const double STEP_AT_REST = 1e-8;     /* of a coefficient: a logarithm */
static const double DESCENT_AT_REST = 1e-13; /* of the penalised deviance */

struct composite {
    int groups, ages, columns, rows; /* columns: splines; rows: groups, then differences */
    const int *first_age;            /* [groups + 1] */
    double *count, *mu;              /* [groups] */
    double *spline;                  /* [ages][SPLINES] */
    double *gamma;                   /* [ages] */
    double *b, *step, *trial, *row;  /* [columns] */
    double *best;                    /* [ages] gamma of the least BIC so far */
    double *X;                       /* [groups][columns], weighted */
    double *A, *tau;                 /* [rows][columns], [columns] */
    double *right, *residual;        /* [rows] */
    double *block;                   /* all of the above */
};

static int composite_new(int groups, const int *first_age, struct composite *c, cohort_error *error)
{
    const int ages = first_age[groups] - first_age[0];
    const int wanted = (ages + YEARS_A_KNOT - 1) / YEARS_A_KNOT;
    const int intervals = wanted < INTERVALS_MAX ? wanted : INTERVALS_MAX;
    *c = (struct composite){.groups = groups, .ages = ages, .first_age = first_age};
    c->columns = intervals + SPLINES - 1;
    c->rows = groups + c->columns - 2;
    const size_t g = (size_t)groups, n = (size_t)ages, k = (size_t)c->columns, r = (size_t)c->rows;
    const struct {
        double **array;
        size_t size;
    } arrays[] = {{&c->count, g}, {&c->mu, g},      {&c->spline, n * SPLINES},
                  {&c->gamma, n}, {&c->b, k},       {&c->step, k},
                  {&c->trial, k}, {&c->row, k},     {&c->best, n},
                  {&c->X, g * k}, {&c->A, r * k},   {&c->tau, k},
                  {&c->right, r}, {&c->residual, r}};
    const size_t count = sizeof arrays / sizeof *arrays;
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += arrays[i].size;
    double *at = c->block = calloc(size, sizeof *at);
    if (!at)
        return cohort_fail_memory(error);
    for (size_t i = 0; i < count; at += arrays[i++].size)
        *arrays[i].array = at;
    return COHORT_OK;
}

/* The first spline that is not 0 at the middle of year `age`, counted from the first age. `within`,
 * when not NULL, is the position of the middle within that interval. */
static int first_spline(const struct composite *c, int age, double *within)
{
    const int intervals = c->columns - (SPLINES - 1);
    const double at = (age + 0.5) * intervals / c->ages;
    if (within)
        *within = at - floor(at);
    return (int)at;
}

static void lay_splines(struct composite *c)
{
    for (int age = 0; age < c->ages; age++) {
        double *w = c->spline + (size_t)age * SPLINES, u;
        first_spline(c, age, &u);
        double v = 1.0 - u;
        w[0] = v * v * v / 6.0;
        w[1] = (4.0 - 6.0 * u * u + 3.0 * u * u * u) / 6.0;
        w[2] = (4.0 - 6.0 * v * v + 3.0 * v * v * v) / 6.0;
        w[3] = u * u * u / 6.0;
    }
}

/* Counts for the fit: the caller's, scaled up where there is less than one event in all, for a
 * Poisson count says nothing there. */
static void take_counts(struct composite *c, const double *counts, bool turned)
{
    for (int g = 0; g < c->groups; g++)
        c->count[g] = counts[turned ? c->groups - 1 - g : g];
    const double total = cohort_sum(c->count, (size_t)c->groups);
    for (int g = 0; g < c->groups && total < 1.0; g++)
        c->count[g] /= total;
}

/* Start: the logarithm of each group's mean count a year. */
static void start(struct composite *c)
{
    const int intervals = c->columns - (SPLINES - 1);
    for (int k = 0, g = 0; k < c->columns; k++) {
        const double at = c->first_age[0] + (double)(k - 1) * c->ages / intervals;
        while (g < c->groups - 1 && at >= c->first_age[g + 1])
            g++;
        const int width = c->first_age[g + 1] - c->first_age[g];
        c->b[k] = log((c->count[g] + 0.1) / width);
    }
}

static double poisson_deviance(const struct composite *c)
{
    double sum = 0.0;
    for (int g = 0; g < c->groups; g++) {
        const double y = c->count[g], mu = c->mu[g];
        const double ratio = mu > 0.0 ? y / mu : (double)INFINITY; /* may underflow */
        sum += 2.0 * (ratio > 0.0 ? y * log(ratio) - (y - mu) : mu - y);
    }
    return sum;
}

/* gamma and mu at the coefficients b. Returned: the penalised deviance, or what is not finite. */
static double evaluate(struct composite *c, const double *b, double penalty)
{
    for (int age = 0; age < c->ages; age++) {
        const double *w = c->spline + (size_t)age * SPLINES;
        const double *own = b + first_spline(c, age, NULL);
        c->gamma[age] = exp(w[0] * own[0] + w[1] * own[1] + w[2] * own[2] + w[3] * own[3]);
    }
    for (int g = 0; g < c->groups; g++)
        c->mu[g] = cohort_sum(c->gamma + (c->first_age[g] - c->first_age[0]),
                              (size_t)(c->first_age[g + 1] - c->first_age[g]));
    double bends = 0.0;
    for (int k = 2; k < c->columns; k++) {
        const double bend = b[k] - 2.0 * b[k - 1] + b[k - 2];
        bends += bend * bend;
    }
    return poisson_deviance(c) + penalty * bends;
}

/* The weighted rows of groups, X, and the working responses on the right. */
static void set_group_rows(struct composite *c)
{
    memset(c->X, 0, (size_t)c->groups * (size_t)c->columns * sizeof *c->X);
    for (int g = 0; g < c->groups; g++) {
        const double scale = c->mu[g] > 0.0 ? 1.0 / sqrt(c->mu[g]) : 0.0;
        double *row = c->X + (size_t)g * (size_t)c->columns;
        for (int age = c->first_age[g] - c->first_age[0];
             age < c->first_age[g + 1] - c->first_age[0]; age++) {
            const int first = first_spline(c, age, NULL);
            for (int i = 0; i < SPLINES; i++)
                row[first + i] +=
                    scale * c->gamma[age] * c->spline[(size_t)age * SPLINES + (size_t)i];
        }
        double fitted = 0.0;
        for (int k = 0; k < c->columns; k++)
            fitted += row[k] * c->b[k];
        c->right[g] = (c->count[g] - c->mu[g]) * scale + fitted;
    }
}

/* Put the solution of the linear problem at b into `step`; A keeps the factor R. */
static void solve(struct composite *c, double penalty)
{
    const size_t columns = (size_t)c->columns, rows = (size_t)c->rows;
    set_group_rows(c);
    memset(c->A, 0, rows * columns * sizeof *c->A);
    memcpy(c->A, c->X, (size_t)c->groups * columns * sizeof *c->A);
    for (size_t i = 0; i + 2 < columns; i++) {
        double *row = c->A + ((size_t)c->groups + i) * columns;
        row[i] = row[i + 2] = sqrt(penalty);
        row[i + 1] = -2.0 * sqrt(penalty);
        c->right[(size_t)c->groups + i] = 0.0;
    }
    gsl_matrix_view A = gsl_matrix_view_array(c->A, rows, columns);
    gsl_vector_view tau = gsl_vector_view_array(c->tau, columns);
    gsl_vector_view right = gsl_vector_view_array(c->right, rows);
    gsl_vector_view least = gsl_vector_view_array(c->step, columns);
    gsl_vector_view residual = gsl_vector_view_array(c->residual, rows);
    gsl_linalg_QR_decomp(&A.matrix, &tau.vector);
    gsl_linalg_QR_lssolve(&A.matrix, &tau.vector, &right.vector, &least.vector, &residual.vector);
}

/* Go from b towards `step` as far as the deviance falls. Returned: the penalised deviance there, or
 * `before` if it falls nowhere (b then stays). */
static double descend(struct composite *c, double penalty, double before)
{
    double part = 1.0;
    for (int i = 0; i < HALVINGS_MAX; i++, part /= 2.0) {
        for (int k = 0; k < c->columns; k++)
            c->trial[k] = c->b[k] + part * (c->step[k] - c->b[k]);
        const double after = evaluate(c, c->trial, penalty);
        if (after < before) {
            memcpy(c->b, c->trial, (size_t)c->columns * sizeof *c->b);
            return after;
        }
    }
    return before;
}

/* Fit under one penalty, from the present b. Returned: did it converge? */
static bool fit(struct composite *c, double penalty)
{
    double at = evaluate(c, c->b, penalty);
    for (int i = 0; i < STEPS_MAX && isfinite(at); i++) {
        solve(c, penalty);
        double furthest = 0.0;
        for (int k = 0; k < c->columns; k++) {
            if (!isfinite(c->step[k]))
                return false;
            furthest = fmax(furthest, fabs(c->step[k] - c->b[k]));
        }
        const double before = at;
        at = descend(c, penalty, before);
        if (furthest < STEP_AT_REST || before - at <= DESCENT_AT_REST * (1.0 + at)) {
            evaluate(c, c->b, penalty);
            return true;
        }
    }
    return false;
}

/* Effective number of parameters: trace of X (X'X + P)^-1 X', from A's R. */
static double dimension(struct composite *c)
{
    const size_t columns = (size_t)c->columns;
    gsl_matrix_view A = gsl_matrix_view_array(c->A, (size_t)c->rows, columns);
    gsl_matrix_view R = gsl_matrix_submatrix(&A.matrix, 0, 0, columns, columns);
    gsl_vector_view row = gsl_vector_view_array(c->row, columns);
    double sum = 0.0;
    for (int g = 0; g < c->groups; g++) {
        memcpy(c->row, c->X + (size_t)g * columns, columns * sizeof *c->row);
        gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &R.matrix, &row.vector);
        for (size_t k = 0; k < columns; k++)
            sum += c->row[k] * c->row[k];
    }
    return sum;
}

/* From the heaviest penalty down, each fit from the last; `best` is the gamma of the least BIC. */
static bool choose(struct composite *c)
{
    double least = HUGE_VAL, penalty = FIRST_PENALTY;
    start(c);
    for (int i = 0; i < PENALTIES; i++, penalty *= NEXT_PENALTY) {
        if (!fit(c, penalty)) {
            start(c);
            continue;
        }
        const double bic = poisson_deviance(c) + log(c->groups) * dimension(c);
        if (bic < least) {
            least = bic;
            memcpy(c->best, c->gamma, (size_t)c->ages * sizeof *c->best);
        }
    }
    return isfinite(least);
}

/* Would the groups from the end on come first in order, by widths and then counts? */
static bool is_turned(int groups, const int *first_age, const double *counts)
{
    for (int g = 0, h = groups - 1; g < h; g++, h--) {
        const int width = first_age[g + 1] - first_age[g], other = first_age[h + 1] - first_age[h];
        if (width != other)
            return width > other;
        if (counts[g] != counts[h])
            return counts[g] > counts[h];
    }
    return false;
}

/* Of the two directions always the same one is fitted, so that counts turned around give the same
 * singles turned around, wherever the iteration stops. */
static int fit_groups(struct composite *c, const int *first_age, const double *counts, int *own_age,
                      double *single, cohort_error *error)
{
    const int groups = c->groups;
    const bool turned = is_turned(groups, first_age, counts);
    for (int g = 0; g <= groups; g++)
        own_age[g] =
            turned ? first_age[groups] - first_age[groups - g] : first_age[g] - first_age[0];
    c->first_age = own_age;
    lay_splines(c);
    take_counts(c, counts, turned);
    if (!choose(c))
        return cohort_fail(error, COHORT_ERROR_SOLVE,
                           "penalised composite link of %d groups, ages %d-%d: no fit settled",
                           groups, first_age[0], first_age[groups] - 1);
    for (int age = 0; age < c->ages; age++)
        single[age] = c->best[turned ? c->ages - 1 - age : age];
    return COHORT_OK;
}

int cohort_composite_singles(int groups, const int *first_age, const double *counts, double *single,
                             cohort_error *error)
{
    struct composite c;
    int *own_age = malloc(((size_t)groups + 1) * sizeof *own_age);
    int code = own_age ? composite_new(groups, first_age, &c, error) : cohort_fail_memory(error);
    if (!code) {
        code = fit_groups(&c, first_age, counts, own_age, single, error);
        free(c.block);
    }
    free(own_age);
    return code;
}
