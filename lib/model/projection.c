/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/projection.h>

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "model/step.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

struct cohort_projection {
    cohort_inputs *inputs;
    struct steps steps; /* of the inputs, for the kernel */
    cohort_stock population;
    cohort_flow births, deaths, net_migration;
};

static int steps_new(const cohort_grid *grid, struct steps *steps, cohort_error *error)
{
    size_t cells = cohort_cell(grid, grid->steps, 0, 0);
    size_t children = (size_t)grid->steps * COHORT_SEXES;
    steps->passage = calloc(cells + children + 1, sizeof *steps->passage);
    if (!steps->passage)
        return cohort_fail_memory(error);
    steps->children = steps->passage + cells;
    return COHORT_OK;
}

int cohort_projection_new(const cohort_inputs *inputs, cohort_projection **out, cohort_error *error)
{
    *out = NULL;
    cohort_projection *p = calloc(1, sizeof *p);
    if (!p)
        return cohort_fail_memory(error);
    const cohort_grid *grid = &inputs->grid;
    int code = cohort_inputs_copy(inputs, &p->inputs, error);
    if (!code)
        code = steps_new(grid, &p->steps, error);
    if (!code)
        code = cohort_stock_init(&p->population, grid, error);
    if (!code)
        code = cohort_flow_init(&p->births, grid, error);
    if (!code)
        code = cohort_flow_init(&p->deaths, grid, error);
    if (!code)
        code = cohort_flow_init(&p->net_migration, grid, error);
    if (!code)
        code = cohort_projection_update(p, inputs, error);
    if (code) {
        cohort_projection_free(p);
        return code;
    }
    *out = p;
    return code;
}

void cohort_projection_free(cohort_projection *projection)
{
    if (!projection)
        return;
    cohort_inputs_free(projection->inputs);
    free(projection->steps.passage); /* one block with the children */
    cohort_stock_free(&projection->population);
    cohort_flow_free(&projection->births);
    cohort_flow_free(&projection->deaths);
    cohort_flow_free(&projection->net_migration);
    free(projection);
}

int cohort_projection_update(cohort_projection *projection, const cohort_inputs *inputs,
                             cohort_error *error)
{
    int code = cohort_inputs_match(projection->inputs, inputs, error);
    if (!code)
        code = cohort_inputs_check(inputs, error);
    if (code)
        return code;
    cohort_inputs_assign(projection->inputs, inputs);
    cohort_steps_prepare(&projection->steps, projection->inputs);
    return cohort_projection_run(projection, error);
}

/* Name the first cell that is negative or not finite; rates make it so, or migrants leaving. */
static int fail_cell(const cohort_stock *population, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    for (int date = 1; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++) {
                double value = population->cells[cohort_cell(grid, date, sex, x)];
                char age[COHORT_AGE_TEXT];
                if (!(value >= 0.0 && value <= DBL_MAX))
                    return cohort_fail(error, COHORT_ERROR_VALUE,
                                       "projected population, %d, %s %s: %.10g: expected a "
                                       "finite number, 0 or more; net migration of the interval "
                                       "before it takes away "
                                       "more than survive, or a rate is too large",
                                       cohort_grid_year(grid, date), cohort_sex_name(sex),
                                       cohort_age_text(grid, x, age), value);
            }
    return COHORT_OK;
}

/* A negative rate or count is needed for a negative cell, and what is not finite never becomes
 * finite again: mostly the last date tells for all. */
static bool is_sound(const cohort_projection *projection)
{
    const cohort_grid *grid = &projection->population.grid;
    const double *population = projection->population.cells;
    size_t end = cohort_cell(grid, grid->steps + 1, 0, 0);
    size_t begin = projection->steps.may_turn_negative ? 0 : cohort_cell(grid, grid->steps, 0, 0);
    for (size_t c = begin; c < end; c++)
        if (!(population[c] >= 0.0 && population[c] <= DBL_MAX))
            return false;
    return true;
}

int cohort_projection_run_population(cohort_projection *projection, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    const size_t cells = cohort_grid_cells(&inputs->grid);
    double *population = projection->population.cells;

    memcpy(population, cohort_inputs_view(inputs, COHORT_BASE), cells * sizeof *population);
    for (int i = 0; i < inputs->grid.steps; i++, population += cells) {
        struct step step = cohort_step_of(&projection->steps, inputs, i);
        cohort_step(&step, population, population + cells);
    }
    return is_sound(projection) ? cohort_succeed(error) : fail_cell(&projection->population, error);
}

static int audit(const cohort_projection *projection, int interval, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    size_t at = cohort_cell(grid, interval, 0, 0), next = cohort_cell(grid, interval + 1, 0, 0);
    double gap = 0.0;
    int cell = cohort_step_audit(grid->ages, projection->population.cells + at,
                                 projection->population.cells + next, projection->births.cells + at,
                                 projection->deaths.cells + at,
                                 projection->net_migration.cells + at, &gap);
    if (cell < 0)
        return COHORT_OK;
    char age[COHORT_AGE_TEXT];
    int year = cohort_grid_year(grid, interval);
    return cohort_fail(error, COHORT_ERROR_ACCOUNT,
                       "account of %d-%d, %s reaching %s: off by %g persons (births without "
                       "survival, or numbers too far apart in size)",
                       year, year + grid->width, cohort_sex_name(cell / grid->ages),
                       cohort_age_text(grid, cell % grid->ages, age), gap);
}

int cohort_projection_run(cohort_projection *projection, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    const double *survival = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE);
    int code = cohort_projection_run_population(projection, error);
    for (int i = 0; !code && i < inputs->grid.steps; i++) {
        size_t at = cohort_cell(&inputs->grid, i, 0, 0);
        size_t next = cohort_cell(&inputs->grid, i + 1, 0, 0);
        struct step step = cohort_step_of(&projection->steps, inputs, i);
        cohort_step_flows(&step, survival + at, rate + at, projection->population.cells + at,
                          projection->population.cells + next, projection->births.cells + at,
                          projection->deaths.cells + at, projection->net_migration.cells + at);
        code = audit(projection, i, error);
    }
    return code;
}

const cohort_stock *cohort_projection_population(const cohort_projection *projection)
{
    return &projection->population;
}

const cohort_flow *cohort_projection_births(const cohort_projection *projection)
{
    return &projection->births;
}

const cohort_flow *cohort_projection_deaths(const cohort_projection *projection)
{
    return &projection->deaths;
}

const cohort_flow *cohort_projection_net_migration(const cohort_projection *projection)
{
    return &projection->net_migration;
}

const cohort_inputs *cohort_projection_inputs(const cohort_projection *projection)
{
    return projection->inputs;
}
