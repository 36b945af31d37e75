/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/runs.h"

#include "inputs/source.h"

#include "text/numbers.h"

static void note_cut(const cohort_grid *grid, const cohort_cut *cut)
{
    const int year = grid->start + grid->width * cut->interval, age = grid->width * cut->age;
    const struct text ages = cut->age == grid->ages - 1 ? text_of("%d+", age)
                             : grid->width == 1         ? whole(age)
                                                : text_of("%d-%d", age, age + grid->width - 1);
    note("emigration of %d-%d, %s %s%s: %.4g persons cut: only those who are there can leave", year,
         year + grid->width, cut->sex == COHORT_MALE ? "men" : "women", ages.s,
         cut->at_opening ? " at the opening" : "", cut->persons);
}

int run_inputs(const cohort_inputs *inputs, cohort_projection **out, cohort_error *problem)
{
    int code = cohort_projection_new(inputs, out, problem);
    if (code == COHORT_ERROR_VALUE && cohort_inputs_check(inputs, NULL) == COHORT_OK)
        advise(problem, "; with --cut-emigration only those who are there leave");
    const int count = code ? 0 : cohort_projection_cuts(*out, 0, NULL);
    if (count <= 0)
        return code;
    cohort_cut *cuts = allocate((size_t)count, sizeof *cuts);
    cohort_projection_cuts(*out, count, cuts);
    for (int i = 0; i < count; i++)
        note_cut(cohort_inputs_grid(inputs), &cuts[i]);
    free(cuts);
    return code;
}

int change_inputs(const cohort_scenario *scenario, cohort_inputs **inputs, cohort_error *problem)
{
    cohort_inputs *changed;
    const int code = scenario ? cohort_scenario_apply(scenario, *inputs, &changed, problem) : 0;
    if (code == COHORT_ERROR_NO_EFFECT && strstr(problem->text, "net out-migration"))
        advise(problem, ". (Where rates are derived, every loss from 60 on is taken for death: "
                        "--old nation takes what is beyond the nation's for moves)");
    if (code || !scenario)
        return code;
    cohort_inputs_free(*inputs);
    *inputs = changed;
    return COHORT_OK;
}

int change_by_row(const cohort_operation *row, cohort_inputs **inputs, cohort_error *problem)
{
    cohort_scenario *scenario;
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, row, &error));
    const int code = change_inputs(scenario, inputs, problem);
    cohort_scenario_free(scenario);
    return code;
}

int change_where_possible(const cohort_scenario *scenario, cohort_inputs **inputs,
                          unsigned char *idle, cohort_error *problem)
{
    int code = change_inputs(scenario, inputs, problem);
    if (code != COHORT_ERROR_NO_EFFECT)
        return code;
    code = COHORT_OK;
    for (int k = 0; !code && k < cohort_scenario_count(scenario); k++) {
        code = change_by_row(cohort_scenario_operation(scenario, k), inputs, problem);
        idle[k] = code == COHORT_ERROR_NO_EFFECT;
        if (idle[k])
            code = COHORT_OK;
    }
    return code;
}

cohort_projection *source_project(const struct source *s, const char *area)
{
    cohort_inputs *inputs;
    must(source_inputs(s, area, &inputs, &error));
    return source_run(s, area, inputs);
}

cohort_projection *source_run(const struct source *s, const char *area, cohort_inputs *inputs)
{
    cohort_projection *projection;
    if (change_inputs(s->operations, &inputs, &error) || run_inputs(inputs, &projection, &error))
        die("area \"%s\": %s", area, error.text);
    cohort_inputs_free(inputs);
    return projection;
}
