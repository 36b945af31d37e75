/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/goals.h"

#include "core/error.h"
#include "core/inputs.h"
#include "measure/figure.h"
#include "model/projection.h"
#include "model/scenario.h"

#include <math.h>
#include <stdlib.h>

static int check_runs(const cohort_figure *figure, cohort_error *error)
{
    const unsigned all = COHORT_ALL_COMPONENTS, run = figure->components;
    const unsigned minus = figure->times != 0.0 ? figure->minus_components : COHORT_NO_COMPONENT;
    if ((run | minus) & ~all)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "components %u and %u: expected 0 to %u",
                           run, minus, all);
    if ((run | minus) == COHORT_NO_COMPONENT)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "of the baseline, which no scenario changes: expected components of the "
                           "scenario, 1 to %u",
                           all);
    return COHORT_OK;
}

static int check_figure(const cohort_grid *grid, const cohort_figure *figure, bool one_run,
                        cohort_error *error)
{
    int code = isfinite(figure->value) ? cohort_figure_check(grid, figure, error)
                                       : cohort_fail(error, COHORT_ERROR_VALUE,
                                                     "%g: expected a finite number", figure->value);
    return code || one_run ? code : check_runs(figure, error);
}

static int fill_values(struct goals *goals, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&goals->baseline->grid), n = (size_t)goals->count;
    const double *base = cohort_inputs_view(goals->baseline, COHORT_BASE);
    double persons = 0.0;
    goals->asked = calloc(4 * n, sizeof *goals->asked);
    if (!goals->asked)
        return cohort_fail_memory(error);
    goals->units = goals->asked + n;
    goals->of = goals->units + n;
    goals->minus = goals->of + n;
    for (size_t c = 0; c < cells; c++)
        persons += base[c];
    for (size_t i = 0; i < n; i++) {
        goals->asked[i] = goals->figures[i].value;
        goals->units[i] = goals->figures[i].measure.is_percent ? fmax(persons / 100.0, 1.0) : 1.0;
    }
    return COHORT_OK;
}

int cohort_goals_new(struct goals *goals, const cohort_inputs *baseline, int count,
                     const cohort_figure *figures, const char *what, bool one_run,
                     cohort_error *error)
{
    *goals = (struct goals){.baseline = baseline, .count = count, .figures = figures};
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "no %ss: expected one or more", what);
    for (int i = 0; i < count; i++) {
        int code = check_figure(&baseline->grid, &figures[i], one_run, error);
        if (code)
            return cohort_fail_prefix(error, code, "%s %d: ", what, i + 1);
    }
    int code = cohort_projection_make(baseline, &goals->projection, error);
    if (!code)
        code = fill_values(goals, error);
    if (!code && !one_run)
        code = cohort_inputs_copy(baseline, &goals->changed, error);
    if (!code && !one_run)
        code = cohort_inputs_copy(baseline, &goals->mixed, error);
    return code;
}

void cohort_goals_free(struct goals *goals)
{
    cohort_inputs_free(goals->changed);
    cohort_inputs_free(goals->mixed);
    cohort_projection_free(goals->projection);
    free(goals->asked);
}

static int project(struct goals *goals, const cohort_inputs *inputs, cohort_error *error)
{
    goals->runs++;
    int code = cohort_projection_update(goals->projection, inputs, error);
    goals->no_run = code == COHORT_ERROR_VALUE;
    return code;
}

int cohort_goals_find_in(struct goals *goals, const cohort_inputs *inputs, double *values,
                         cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(goals->projection);
    int code = project(goals, inputs, error);
    for (int i = 0; !code && i < goals->count; i++)
        code = cohort_figure_value(population, &goals->figures[i], &values[i], error);
    return code;
}

static bool needs(const struct goals *goals, unsigned run)
{
    bool found = false;
    for (const cohort_figure *f = goals->figures; f < goals->figures + goals->count; f++)
        found |= f->components == run || (f->times != 0.0 && f->minus_components == run);
    return found;
}

/* The baseline with these components of the scenario, and what figures have of its run. */
static int find_run(struct goals *goals, unsigned run, cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(goals->projection);
    cohort_inputs_assign(goals->mixed, goals->baseline);
    int code = cohort_inputs_take(goals->mixed, goals->changed, run, error);
    if (!code)
        code = project(goals, goals->mixed, error);
    for (int i = 0; !code && i < goals->count; i++) {
        const cohort_figure *f = &goals->figures[i];
        if (f->components == run)
            code = cohort_measure_value(population, &f->measure, &goals->of[i], error);
        if (!code && f->times != 0.0 && f->minus_components == run)
            code = cohort_measure_value(population, &f->minus, &goals->minus[i], error);
    }
    return code;
}

int cohort_goals_find(struct goals *goals, const cohort_scenario *scenario, double *values,
                      cohort_error *error)
{
    cohort_inputs_assign(goals->changed, goals->baseline);
    int code = cohort_scenario_apply_to(scenario, false, goals->changed, error);
    for (unsigned run = 0; !code && run <= COHORT_ALL_COMPONENTS; run++)
        if (needs(goals, run))
            code = find_run(goals, run, error);
    for (int i = 0; !code && i < goals->count; i++)
        values[i] = goals->of[i] - goals->figures[i].times * goals->minus[i];
    return code;
}
