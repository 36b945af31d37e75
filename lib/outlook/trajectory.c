/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/trajectory.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "measure/figure.h"
#include "model/projection.h"
#include "outlook/chance.h"
#include "outlook/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cohort_workspace_make(struct workspace *workspace, const struct chances *chances,
                          cohort_error *error)
{
    const cohort_grid *grid = &chances->inputs->grid;
    struct survey survey = {0};
    *workspace = (struct workspace){0};
    int code = cohort_inputs_see(chances->inputs, COHORT_BASE, NULL, &survey, error);
    if (!code)
        code = cohort_inputs_copy(chances->inputs, &workspace->inputs, error);
    if (!code)
        code = cohort_stock_init(&workspace->population, grid, error);
    if (code)
        return code;
    workspace->state = malloc(cohort_vary_room(grid) * sizeof *workspace->state);
    workspace->room = malloc(2 * cohort_grid_cells(grid) * sizeof *workspace->room);
    if (!workspace->state || !workspace->room)
        return cohort_fail_memory(error);
    if (cohort_varies(&chances->variation))
        survey.of[COHORT_NET_MIGRANTS].nonzero = survey.of[COHORT_NET_MIGRATION_RATIO].nonzero =
            true;
    workspace->steps = cohort_steps_of(workspace->inputs, &survey);
    for (int i = 0; i < STREAMS; i++)
        cohort_generator_make(&workspace->random[i]);
    return code;
}

void cohort_workspace_free(struct workspace *workspace)
{
    cohort_inputs_free(workspace->inputs);
    cohort_stock_free(&workspace->population);
    free(workspace->state);
    free(workspace->room);
}

/* Given: found, what is there instead. */
static int fail_cell(const cohort_grid *grid, int date, int cell, const char *found,
                     cohort_error *error)
{
    char text[COHORT_AGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "population, %d, %s %s: %s: expected 0 to %.10g persons",
                       cohort_grid_year(grid, date), cohort_sex_name(cell / grid->ages),
                       cohort_age_text(grid, cell % grid->ages, text), found, MOST_PERSONS);
}

/* Events by chance, from whole persons to whole persons. */
static int run_events(struct workspace *w, double *population, cohort_error *error)
{
    const cohort_grid *grid = &w->inputs->grid;
    const size_t cells = cohort_grid_cells(grid);
    for (size_t c = 0; c < cells; c++)
        population[c] = round(population[c]);
    for (int i = 0; i < grid->steps; i++, population += cells) {
        const int beyond = cohort_chance_interval(w->inputs, i, &w->random[STREAM_EVENTS].rng,
                                                  population, population + cells, w->room);
        if (beyond >= 0)
            return fail_cell(grid, i + 1, beyond, "too many to be drawn", error);
    }
    return COHORT_OK;
}

static int check_population(const cohort_stock *population, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&population->grid);
    const size_t count = cells * ((size_t)population->grid.steps + 1);
    for (size_t i = 0; i < count; i++)
        if (!(population->cells[i] >= 0.0 && population->cells[i] <= MOST_PERSONS)) {
            char found[40];
            snprintf(found, sizeof found, "%.10g", population->cells[i]);
            return fail_cell(&population->grid, (int)(i / cells), (int)(i % cells), found, error);
        }
    return COHORT_OK;
}

static int find_figure(const cohort_stock *population, const cohort_figure *figure, double *value,
                       cohort_error *error)
{
    int code = cohort_figure_value(population, figure, value, error);
    if (!code && !(fabs(*value) <= MOST_FIGURE))
        code = cohort_fail(error, COHORT_ERROR_VALUE, "%.10g: expected %.10g at most", *value,
                           MOST_FIGURE);
    return code;
}

static int find_figures(const struct chances *chances, const cohort_stock *population,
                        double *figures, cohort_error *error)
{
    for (int i = 0; i < chances->figure_count; i++) {
        int code = find_figure(population, &chances->figures[i], &figures[i], error);
        if (code)
            return cohort_fail_prefix(error, code, "figure %d: ", i);
    }
    return COHORT_OK;
}

/* The rates of this trajectory, and its path. */
static int run(struct workspace *w, const struct chances *chances, cohort_error *error)
{
    const cohort_inputs *inputs = chances->inputs;
    double *population = cohort_stock_cells(&w->population);
    memcpy(population, cohort_inputs_view(inputs, COHORT_BASE),
           cohort_grid_cells(&inputs->grid) * sizeof *population);
    if (cohort_varies(&chances->variation)) {
        int code =
            cohort_vary(&chances->variation, w->random + STREAM_RATES, w->state, w->inputs, error);
        if (code)
            return code;
    }
    if (chances->events)
        return run_events(w, population, error);
    return cohort_steps_run_checked(&w->steps, 0, inputs->grid.steps, population, NULL, error);
}

int cohort_trajectory_run(struct workspace *workspace, const struct chances *chances, int number,
                          double *values, cohort_error *error)
{
    const cohort_stock *population = &workspace->population;
    const cohort_grid *grid = &population->grid;
    const size_t cells = cohort_cell(grid, grid->steps + 1, 0, 0);
    for (uint64_t i = 0; i < STREAMS; i++)
        cohort_random_seek(&workspace->random[i].rng, chances->seed, (uint64_t)number + (i << 32),
                           NULL);
    int code = run(workspace, chances, error);
    if (!code)
        code = check_population(population, error);
    if (!code)
        code = find_figures(chances, population, values + cells, error);
    if (code)
        return cohort_fail_prefix(error, code, "trajectory %d: ", number);
    memcpy(values, population->cells, cells * sizeof *values);
    return code;
}
