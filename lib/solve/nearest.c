/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * At each step the functions are made linear and the nearest point of that linear problem is
 * found through its dual: with y the scaled departures, z = J' v for multipliers v and y = z cut
 * to the bounds, the v for which J y = b is the maximum of a concave function of as many numbers
 * as there are goals. Newton's method with a line search finds it; a proximal term keeps it
 * regular, and makes the answer the least miss where b cannot be met.
 */
#include "solve/nearest.h"

#include "core/error.h"
#include "core/sized.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 200, NEWTON_MAX = 200, PROXIMAL_MAX = 60, HALVINGS_MAX = 40, PLACES_MAX = 16 };

/* The first two are of the range between an unknown's bounds: no choice of scale moves them. */
static const double STEP_AT_REST = 1e-11;    /* largest change of a step that ends the search */
static const double DIFFERENCE = 1e-5;       /* for derivatives */
static const double TARGET_MET = 1e-6;       /* persons, */
static const double TARGET_ROUNDING = 1e-12; /* and of the goal */
static const double RANK_TOLERANCE = 1e-7;   /* of the largest diagonal of R */
static const double PROXIMAL = 1e-6;         /* of the mean diagonal of J J', */
static const double PROXIMAL_NEAR = 1e-8;    /* and near another place than the prior */
static const double HELPS = 0.99;            /* of a miss: what is less is worth another step */

/* Everything a search needs. n unknowns, m goals. */
struct work {
    const struct nearest *problem;
    size_t n, m;
    double *x, *y, *start, *trial; /* [n] point; scaled departure, before, and the linear answer */
    double *near, *best;           /* [n] where to stay near to: the prior, or another place; the
                                      departure that misses least */
    double *lower, *upper;         /* [n] bounds of y */
    double *value, *miss, *side;   /* [m] unit g(x), unit (g(x) - goal); the linear problem's right
                                      side */
    double *unit, *goal;           /* [m] unit; unit goal */
    double *v, *next, *centre;     /* [m] multipliers, those on trial, the proximal centre */
    double *step, *residual;       /* [m] Newton's step, what is left of the dual's gradient */
    double *scratch, *tau;         /* [m] for the decompositions */
    double *J, *free, *M;          /* [n][m] by y: a column each; those of free unknowns; [m][m] */
    double proximal;
    double *block; /* all of the above */
    size_t *order; /* [m] */
};

static void work_free(struct work *w)
{
    free(w->block);
    free(w->order);
}

static double cut(double value, double lower, double upper)
{
    return value < lower ? lower : value > upper ? upper : value;
}

static int work_new(const struct nearest *problem, struct work *w, cohort_error *error)
{
    const size_t n = (size_t)problem->unknowns, m = (size_t)problem->goals;
    *w = (struct work){.problem = problem, .n = n, .m = m, .proximal = PROXIMAL};
    const struct {
        double **array;
        size_t size;
    } arrays[] = {{&w->x, n},     {&w->y, n},        {&w->start, n},   {&w->trial, n},
                  {&w->near, n},  {&w->best, n},     {&w->lower, n},   {&w->upper, n},
                  {&w->value, m}, {&w->miss, m},     {&w->side, m},    {&w->unit, m},
                  {&w->goal, m},  {&w->v, m},        {&w->next, m},    {&w->centre, m},
                  {&w->step, m},  {&w->residual, m}, {&w->scratch, m}, {&w->tau, m},
                  {&w->J, n * m}, {&w->free, n * m}, {&w->M, m * m}};
    const size_t count = sizeof arrays / sizeof *arrays;
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += arrays[i].size;
    w->block = calloc(size, sizeof *w->block);
    w->order = calloc(m, sizeof *w->order);
    if (!w->block || !w->order) {
        work_free(w);
        return cohort_fail_memory(error);
    }
    double *at = w->block;
    for (size_t i = 0; i < count; at += arrays[i++].size)
        *arrays[i].array = at;
    for (size_t i = 0; i < m; i++) {
        w->unit[i] = problem->unit ? problem->unit[i] : 1.0;
        w->goal[i] = w->unit[i] * problem->goal[i];
    }
    for (size_t j = 0; j < n; j++) {
        const cohort_parameter *p = &problem->parameters[j];
        w->lower[j] = (p->lower - p->prior) / p->scale;
        w->upper[j] = (p->upper - p->prior) / p->scale;
        w->y[j] = cut(0.0, w->lower[j], w->upper[j]);
    }
    return COHORT_OK;
}

static double norm(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] * values[i];
    return sqrt(sum);
}

/* unit g at the departure y; a bound is met exactly, not by way of the scale. */
static int evaluate(struct work *w, const double *y, double *values, cohort_error *error)
{
    for (size_t j = 0; j < w->n; j++) {
        const cohort_parameter *p = &w->problem->parameters[j];
        w->x[j] = y[j] <= w->lower[j]   ? p->lower
                  : y[j] >= w->upper[j] ? p->upper
                                        : p->prior + p->scale * y[j];
    }
    int code = w->problem->evaluate(w->problem->context, w->x, values, error);
    for (size_t i = 0; !code && i < w->m; i++) {
        values[i] *= w->unit[i];
        if (!isfinite(values[i]))
            code = cohort_fail(error, COHORT_ERROR_SOLVE, "target %d is not finite", (int)i + 1);
    }
    return code;
}

/* Values of g with unknown j at y; where g fails there, at the present point instead.
 * Returned: the y that was used. */
static double side_of(struct work *w, size_t j, double y, double *values)
{
    double here = w->y[j];
    w->y[j] = y;
    int code = evaluate(w, w->y, values, NULL);
    w->y[j] = here;
    if (code == COHORT_OK)
        return y;
    memcpy(values, w->value, w->m * sizeof *values);
    return here;
}

/* J by central differences; one-sided at a bound and where g fails on a side, zero where it fails on
 * both. Uses `side` and `residual` as scratch. */
static void differentiate(struct work *w)
{
    for (size_t j = 0; j < w->n; j++) {
        double reach = DIFFERENCE * (w->upper[j] - w->lower[j]);
        double low = side_of(w, j, fmax(w->lower[j], w->y[j] - reach), w->side);
        double high = side_of(w, j, fmin(w->upper[j], w->y[j] + reach), w->residual);
        for (size_t i = 0; i < w->m; i++)
            w->J[j * w->m + i] = high > low ? (w->residual[i] - w->side[i]) / (high - low) : 0.0;
    }
}

/* trial = near + J' v cut to the bounds; residual = side - J (trial - near) - mu (v - centre).
 * Returned: the dual function at v. */
static double dual(struct work *w, const double *v, double mu)
{
    double value = 0.0, *restrict residual = w->residual;
    memcpy(residual, w->side, w->m * sizeof *residual);
    for (size_t j = 0; j < w->n; j++) {
        const double *column = w->J + j * w->m;
        double z = 0.0;
        for (size_t i = 0; i < w->m; i++)
            z += column[i] * v[i];
        w->trial[j] = cut(w->near[j] + z, w->lower[j], w->upper[j]);
        double y = w->trial[j] - w->near[j];
        value -= z * y - 0.5 * y * y;
        for (size_t i = 0; i < w->m; i++)
            residual[i] -= column[i] * y;
    }
    for (size_t i = 0; i < w->m; i++) {
        double from = v[i] - w->centre[i];
        value += w->side[i] * v[i] - 0.5 * mu * from * from;
        residual[i] -= mu * from;
    }
    return value;
}

/* Newton's step: (J_free J_free' + mu I) step = residual. */
static void newton_step(struct work *w, double mu)
{
    memset(w->M, 0, w->m * w->m * sizeof *w->M);
    for (size_t i = 0; i < w->m; i++)
        w->M[i * (w->m + 1)] = mu;
    for (size_t j = 0; j < w->n; j++) {
        const double *column = w->J + j * w->m;
        if (w->trial[j] > w->lower[j] && w->trial[j] < w->upper[j])
            for (size_t i = 0; i < w->m; i++) {
                double *restrict row = w->M + i * w->m;
                for (size_t k = 0; k < w->m; k++)
                    row[k] += column[i] * column[k];
            }
    }
    gsl_matrix_view M = gsl_matrix_view_array(w->M, w->m, w->m);
    gsl_vector_view tau = gsl_vector_view_array(w->tau, w->m);
    gsl_vector_view right = gsl_vector_view_array(w->residual, w->m);
    gsl_vector_view step = gsl_vector_view_array(w->step, w->m);
    gsl_linalg_QR_decomp(&M.matrix, &tau.vector);
    gsl_linalg_QR_solve(&M.matrix, &tau.vector, &right.vector, &step.vector);
}

/* Multipliers of the proximal problem around `centre`, from v; trial = their answer. */
static void solve_proximal(struct work *w, double mu)
{
    double best = dual(w, w->v, mu), enough = 1e-13 * (norm(w->side, w->m) + 1e-3);
    for (int k = 0; k < NEWTON_MAX && norm(w->residual, w->m) > enough; k++) {
        double slope = 0.0, length = 1.0, reached = best;
        newton_step(w, mu);
        for (size_t i = 0; i < w->m; i++)
            slope += w->residual[i] * w->step[i];
        for (int h = 0; h < HALVINGS_MAX; h++, length *= 0.5) {
            for (size_t i = 0; i < w->m; i++)
                w->next[i] = w->v[i] + length * w->step[i];
            reached = dual(w, w->next, mu);
            if (reached >= best + 1e-4 * length * slope)
                break;
        }
        if (!(reached > best)) { /* as near as rounding allows */
            dual(w, w->v, mu);
            return;
        }
        memcpy(w->v, w->next, w->m * sizeof *w->v);
        best = reached;
    }
}

/* The linear problem: trial = the nearest y with J (y - near) = side, or with the least miss. */
static void solve_linear(struct work *w)
{
    double mu = w->proximal * norm(w->J, w->m * w->n) * norm(w->J, w->m * w->n) / (double)w->m;
    double before = HUGE_VAL;
    if (!(mu > 0.0))
        mu = 1.0;
    memset(w->v, 0, w->m * sizeof *w->v);
    for (int k = 0; k < PROXIMAL_MAX; k++) {
        double change = 0.0;
        memcpy(w->centre, w->v, w->m * sizeof *w->v);
        solve_proximal(w, mu);
        /* What is left of the goals is mu (v - centre): it vanishes, or comes to rest. */
        for (size_t i = 0; i < w->m; i++)
            change += (w->v[i] - w->centre[i]) * (w->v[i] - w->centre[i]);
        double left = mu * sqrt(change);
        if (left < 1e-12 * (1.0 + norm(w->side, w->m)) || before - left < 1e-9 * left)
            return;
        before = left;
    }
}

/* Go to y; miss = g(y) - goal. */
static int visit(struct work *w, const double *y, cohort_error *error)
{
    if (y != w->y)
        memcpy(w->y, y, w->n * sizeof *y);
    int code = evaluate(w, w->y, w->value, error);
    for (size_t i = 0; !code && i < w->m; i++)
        w->miss[i] = w->value[i] - w->goal[i];
    return code;
}

/* What a step has to lower: the miss, plus the distance times a weight. The weight falls as the
 * multipliers grow (an exact penalty): where the goals cannot be met they grow, and the
 * miss decides. */
static double merit(const struct work *w)
{
    double squares = 0.0, weight = 0.5 / (norm(w->v, w->m) + 1e-300);
    for (size_t j = 0; j < w->n; j++)
        squares += (w->y[j] - w->near[j]) * (w->y[j] - w->near[j]);
    const double far = sqrt(squares);
    return norm(w->miss, w->m) + weight * 0.5 * far * far;
}

/*
 * Move from y toward trial as far as that lowers the merit; not to a point where g fails.
 * Returned: *moved, the largest change of an unknown as a part of its range; 0 when no step
 * lowers it.
 */
static int advance(struct work *w, double *moved, cohort_error *error)
{
    double before = merit(w), length = 1.0;
    memcpy(w->start, w->y, w->n * sizeof *w->start);
    for (int h = 0; h < HALVINGS_MAX; h++, length *= 0.5) {
        *moved = 0.0;
        for (size_t j = 0; j < w->n; j++) {
            double step = length * (w->trial[j] - w->start[j]);
            w->y[j] = length == 1.0 ? w->trial[j] : w->start[j] + step;
            if (step != 0.0)
                *moved = fmax(*moved, fabs(step) / (w->upper[j] - w->lower[j]));
        }
        if (visit(w, w->y, NULL) == COHORT_OK && merit(w) < before)
            return COHORT_OK;
        if (*moved < STEP_AT_REST)
            break;
    }
    *moved = 0.0;
    return visit(w, w->start, error);
}

/* Does the linear problem promise to remove most of the miss? Then a search that cannot move has
 * failed. */
static bool is_stuck(const struct work *w)
{
    double promised = 0.0, miss = norm(w->miss, w->m), goal = norm(w->goal, w->m);
    for (size_t i = 0; i < w->m; i++) {
        double left = w->miss[i];
        for (size_t j = 0; j < w->n; j++)
            left += w->J[j * w->m + i] * (w->trial[j] - w->y[j]);
        promised += left * left;
    }
    return sqrt(promised) < 0.5 * miss && miss > TARGET_MET + 1e3 * TARGET_ROUNDING * goal;
}

/* Independent goals as the free unknowns see them: rank of J without the columns at a bound. */
static int free_rank(struct work *w)
{
    size_t free = 0;
    for (size_t j = 0; j < w->n; j++)
        if (w->y[j] > w->lower[j] && w->y[j] < w->upper[j])
            memcpy(w->free + free++ * w->m, w->J + j * w->m, w->m * sizeof *w->free);
    if (free == 0)
        return 0;
    size_t smaller = free < w->m ? free : w->m;
    gsl_matrix_view columns = gsl_matrix_view_array(w->free, free, w->m);
    gsl_vector_view tau = gsl_vector_view_array(w->tau, smaller);
    gsl_vector_view scratch = gsl_vector_view_array(w->scratch, w->m);
    gsl_permutation order = {w->m, w->order};
    int sign, rank = 0;
    gsl_linalg_QRPT_decomp(&columns.matrix, &tau.vector, &order, &sign, &scratch.vector);
    while (rank < (int)smaller &&
           fabs(w->free[(size_t)rank * (w->m + 1)]) > RANK_TOLERANCE * fabs(w->free[0]))
        rank++;
    return rank;
}

static bool is_met(const struct work *w)
{
    for (size_t i = 0; i < w->m; i++)
        if (fabs(w->miss[i]) > TARGET_MET + TARGET_ROUNDING * fabs(w->goal[i]))
            return false;
    return true;
}

static void report(struct work *w, int steps, double *x, cohort_fit *fit)
{
    const struct nearest *p = w->problem;
    int bounds = 0;
    double worst = 0.0;
    fit->met = is_met(w);
    for (size_t i = 0; i < w->m; i++) {
        const double miss = w->miss[i] / w->unit[i];
        worst = fmax(worst, fabs(miss));
        if (fit->misses)
            fit->misses[i] = miss;
    }
    for (size_t j = 0; j < w->n; j++) {
        int side = w->y[j] <= w->lower[j] ? -1 : w->y[j] >= w->upper[j] ? 1 : 0;
        bounds += side != 0;
        x[j] = w->x[j];
        if (fit->at_bound)
            fit->at_bound[j] = side;
    }
    fit->targets = p->goals;
    fit->parameters = p->unknowns;
    fit->rank = free_rank(w);
    fit->bounds_active = bounds;
    fit->iterations = steps;
    fit->worst_miss = worst;
    fit->distance = norm(w->y, w->n) / sqrt((double)w->n);
}

/* From y to the point nearest to `near`. */
static int search(struct work *w, int *steps, cohort_error *error)
{
    for (int k = 1; k <= STEPS_MAX; k++) {
        double moved = 0.0;
        ++*steps;
        differentiate(w);
        for (size_t i = 0; i < w->m; i++) {
            w->side[i] = -w->miss[i];
            for (size_t j = 0; j < w->n; j++)
                w->side[i] += w->J[j * w->m + i] * (w->y[j] - w->near[j]);
        }
        solve_linear(w);
        int code = advance(w, &moved, error);
        if (!code && moved == 0.0 && is_stuck(w))
            return cohort_fail(error, COHORT_ERROR_SOLVE,
                               "stuck after %d steps: no step comes nearer to the goals", k);
        if (code || moved < STEP_AT_REST)
            return code;
    }
    return cohort_fail(error, COHORT_ERROR_SOLVE, "no convergence after %d steps", STEPS_MAX);
}

/* A place within the bounds: each unknown at multiples of its own of an irrational number. */
static void look_elsewhere(struct work *w, int place)
{
    for (size_t j = 0; j < w->n; j++) {
        const double turn = 0.6180339887498949 * (double)(j + 1) * place;
        w->near[j] = w->lower[j] + (turn - floor(turn)) * (w->upper[j] - w->lower[j]);
    }
}

/* Search again from a place. If less than `enough` of the miss is not reached there, y stays. */
static void try_from(struct work *w, const double *place, double enough, int *steps)
{
    const double before = norm(w->miss, w->m);
    memcpy(w->best, w->y, w->n * sizeof *w->y);
    if (visit(w, place, NULL) || search(w, steps, NULL) ||
        !(is_met(w) || norm(w->miss, w->m) < enough * before))
        visit(w, w->best, NULL);
}

/* At rest, but not there: that may be due to the way. Stay near to where it is instead of the prior,
 * as long as that helps, then near to other places within the bounds; and from there to the prior. */
static void search_on(struct work *w, int places, int *steps)
{
    bool helps = true, moved = false;
    w->proximal = PROXIMAL_NEAR;
    for (int place = 0; !is_met(w) && place <= places; place += !helps) {
        const double before = norm(w->miss, w->m);
        memcpy(w->near, w->y, w->n * sizeof *w->y);
        if (!helps)
            look_elsewhere(w, place);
        try_from(w, w->near, helps ? 1.0 : HELPS, steps);
        helps = norm(w->miss, w->m) < HELPS * before;
        moved |= helps;
    }
    w->proximal = PROXIMAL;
    memset(w->near, 0, w->n * sizeof *w->near);
    if (moved)
        try_from(w, w->y, 1.0, steps);
    differentiate(w);
    visit(w, w->y, NULL);
}

/* What could not be run or met on the way is no error if the goals are met in the end. A prior beyond
 * the bounds is a direction: other places would lead away from it. */
static int find(struct work *w, int *steps, cohort_error *error)
{
    const bool within = norm(w->y, w->n) == 0.0;
    int code = visit(w, w->y, error); /* the prior, or the point within the bounds next to it */
    if (code)
        return code;
    code = search(w, steps, error);
    if (!is_met(w) && (!code || code == COHORT_ERROR_SOLVE))
        search_on(w, within ? PLACES_MAX : 0, steps);
    return is_met(w) && code == COHORT_ERROR_SOLVE ? COHORT_OK : code;
}

static const cohort_fit EMPTY = COHORT_FIT;
static const struct cohort_sized FIT = {"fit", &EMPTY, sizeof EMPTY,
                                        COHORT_THROUGH(cohort_fit, distance)};

void cohort_fit_init_sized(cohort_fit *fit, size_t size)
{
    cohort_sized_init(&FIT, fit, size);
}

int cohort_nearest(const struct nearest *problem, double *x, cohort_fit *fit, cohort_error *error)
{
    struct work work;
    cohort_fit whole = EMPTY;
    int steps = 0, code = fit ? cohort_sized_take(&FIT, fit, &whole, error) : COHORT_OK;
    if (!code)
        code = work_new(problem, &work, error);
    if (code)
        return code;
    code = find(&work, &steps, error);
    if (!code)
        report(&work, steps, x, &whole);
    if (!code && fit)
        cohort_sized_give(&FIT, &whole, fit);
    work_free(&work);
    return code ? code : cohort_succeed(error);
}
