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

/* The cells as the solver's columns: prior, lower, upper, scale. A published 0 stays 0: a cell
 * that came out of nothing would have no rate. */
static void fill_columns(const double *published, size_t count, double *columns)
{
    for (size_t j = 0; j < count; j++) {
        double half = published[j] > 0.0 ? 0.5 : 0.0;
        columns[j] = published[j];
        columns[count + j] = fmax(0.0, published[j] - half);
        columns[2 * count + j] = published[j] + half;
        columns[3 * count + j] = 1.0;
    }
}

int cohort_unround(const cohort_stock *published, const cohort_inputs *reference, int control_count,
                   const cohort_figure *controls, cohort_stock *unrounded, cohort_fit *fit,
                   cohort_error *error)
{
    struct unrounding u = {.reference = reference};
    const cohort_grid *grid = &published->grid;
    if (!cohort_grid_equal(grid, &unrounded->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "unrounded: expected the grid of published");
    double *columns = NULL;
    int code = cohort_derive(published, reference, NULL, &u.inputs, error);
    if (!code)
        code =
            cohort_goals_new(&u.goals, u.inputs, control_count, controls, "control", true, error);
    if (!code)
        code = cohort_stock_init(&u.cells, grid, error);
    if (code)
        goto out;

    const size_t first = cohort_cell(grid, 1, 0, 0), n = cohort_cell(grid, grid->steps, 0, 0);
    columns = malloc(5 * n * sizeof *columns);
    if (!columns) {
        code = cohort_fail_memory(error);
        goto out;
    }
    memcpy(cohort_stock_cells(&u.cells), published->cells, (first + n) * sizeof *published->cells);
    fill_columns(published->cells + first, n, columns);
    const struct nearest problem = {
        (int)n,          control_count, columns,  columns + n, columns + 2 * n,
        columns + 3 * n, u.goals.asked, evaluate, &u,          u.goals.units};
    code = cohort_nearest(&problem, columns + 4 * n, fit, error);
    if (!code) {
        double *to = cohort_stock_cells(unrounded);
        memcpy(to, published->cells, first * sizeof *to);
        memcpy(to + first, columns + 4 * n, n * sizeof *columns);
    }
out:
    free(columns);
    cohort_stock_free(&u.cells);
    cohort_inputs_free(u.inputs);
    cohort_goals_free(&u.goals);
    return code;
}
