/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/calibrate.h>
#include <cohort/derive.h>

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "rates/derive.h"
#include "solve/goals.h"
#include "solve/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct unrounding {
    const cohort_inputs *reference;
    cohort_stock cells;    /* on trial; the first date as published */
    cohort_inputs *inputs; /* derived from them */
    struct goals goals;
};

static int evaluate(void *context, const double *x, double *values, cohort_error *error)
{
    struct unrounding *u = context;
    const cohort_grid *grid = &u->cells.grid;
    size_t first = cohort_cell(grid, 1, 0, 0), free_cells = cohort_cell(grid, grid->steps, 0, 0);
    memcpy(cohort_stock_cells(&u->cells) + first, x, free_cells * sizeof *x);
    cohort_derive_into(&u->cells, u->reference, NULL, u->inputs);
    return cohort_goals_find_in(&u->goals, u->inputs, values, error);
}

/* The cells as parameters, allocated. A published 0 stays 0: grown, it would have no rate. */
static cohort_parameter *make_parameters(const double *published, size_t count)
{
    cohort_parameter *parameters = malloc(count * sizeof *parameters);
    for (size_t j = 0; parameters && j < count; j++) {
        const double prior = published[j], half = prior > 0.0 ? 0.5 : 0.0;
        parameters[j] = (cohort_parameter){0, prior, fmax(0.0, prior - half), prior + half, 1.0};
    }
    return parameters;
}

static int solve(struct unrounding *u, const cohort_stock *published, cohort_stock *unrounded,
                 cohort_fit *fit, cohort_error *error)
{
    const cohort_grid *grid = &published->grid;
    const size_t first = cohort_cell(grid, 1, 0, 0), n = cohort_cell(grid, grid->steps, 0, 0);
    cohort_parameter *parameters = make_parameters(published->cells + first, n);
    if (!parameters)
        return cohort_fail_memory(error);
    double *to = cohort_stock_cells(unrounded);
    const struct nearest problem = {(int)n, u->goals.count, parameters, u->goals.asked, evaluate,
                                    u,      u->goals.units};
    memcpy(cohort_stock_cells(&u->cells), published->cells, (first + n) * sizeof *to);
    int code = cohort_nearest(&problem, to + first, fit, error);
    if (!code)
        memcpy(to, published->cells, first * sizeof *to);
    free(parameters);
    return code;
}

int cohort_unround(const cohort_stock *published, const cohort_inputs *reference, int control_count,
                   const cohort_figure *controls, cohort_stock *unrounded, cohort_fit *fit,
                   cohort_error *error)
{
    struct unrounding u = {.reference = reference};
    if (!cohort_grid_equal(&published->grid, &unrounded->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "unrounded: expected the grid of published");
    int code = cohort_derive(published, reference, NULL, &u.inputs, error);
    if (!code)
        code =
            cohort_goals_new(&u.goals, u.inputs, control_count, controls, "control", true, error);
    if (!code)
        code = cohort_stock_init(&u.cells, &published->grid, error);
    if (!code)
        code = solve(&u, published, unrounded, fit, error);
    cohort_stock_free(&u.cells);
    cohort_inputs_free(u.inputs);
    cohort_goals_free(&u.goals);
    return code;
}
