/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/goals.h"

#include "core/error.h"
#include "core/inputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int check_target(const cohort_grid *grid, const cohort_target *target,
                        struct band_groups *groups, cohort_error *error)
{
    if (target->components & ~(unsigned)COHORT_ALL_COMPONENTS ||
        (target->is_difference && target->minus & ~(unsigned)COHORT_ALL_COMPONENTS))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "components %u and %u: expected 0 to %u",
                           target->components, target->minus, (unsigned)COHORT_ALL_COMPONENTS);
    if (!isfinite(target->value))
        return cohort_fail(error, COHORT_ERROR_VALUE, "%g: expected a finite number of persons",
                           target->value);
    if (cohort_grid_date(grid, target->year) < 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "year %d: expected a date of the projection, every %d years from %d to "
                           "%d",
                           target->year, grid->width, grid->start,
                           cohort_grid_year(grid, grid->steps));
    return cohort_band_groups(grid, target->band, groups, error);
}

int cohort_goals_new(struct goals *goals, const cohort_inputs *inputs, int count,
                     const cohort_target *targets, cohort_error *error)
{
    *goals = (struct goals){.count = count, .targets = targets};
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "no targets: expected one or more");
    goals->groups = calloc((size_t)count, sizeof *goals->groups);
    goals->values = calloc((size_t)count, sizeof *goals->values);
    if (!goals->groups || !goals->values)
        return cohort_fail_memory(error);
    for (int i = 0; i < count; i++) {
        int code = check_target(&inputs->grid, &targets[i], &goals->groups[i], error);
        if (code)
            return cohort_fail_prefix(error, code, "target %d: ", i + 1);
        goals->values[i] = targets[i].value;
    }
    return cohort_projection_new(inputs, &goals->projection, error);
}

void cohort_goals_free(struct goals *goals)
{
    free(goals->groups);
    free(goals->values);
    cohort_projection_free(goals->projection);
}

void cohort_goals_begin(const struct goals *goals, double *values)
{
    memset(values, 0, (size_t)goals->count * sizeof *values);
}

/* How often a target counts a run: 1, -1 as the run to be taken away, 0. */
static int weight(const cohort_target *target, unsigned run)
{
    return (target->components == run) - (target->is_difference && target->minus == run);
}

int cohort_goals_need(const struct goals *goals, unsigned run)
{
    for (int i = 0; i < goals->count; i++)
        if (weight(&goals->targets[i], run) != 0)
            return 1;
    return 0;
}

int cohort_goals_add_run(struct goals *goals, unsigned run, const cohort_inputs *inputs,
                         double *values, cohort_error *error)
{
    int code = cohort_projection_update(goals->projection, inputs, error);
    if (code)
        return code;
    const cohort_stock *population = cohort_projection_population(goals->projection);
    const cohort_grid *grid = &population->grid;
    for (int i = 0; i < goals->count; i++) {
        int date = cohort_grid_date(grid, goals->targets[i].year);
        values[i] += weight(&goals->targets[i], run) *
                     cohort_band_sum(grid, population->cells, date, &goals->groups[i]);
    }
    return code;
}
