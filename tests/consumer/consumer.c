/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stranger's program, built against an installed libcohort: a town of its own, the suppression
 * that keeps a goal, and the library's version. */
#include <cohort/cohort.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static int fill(cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++) {
            size_t cell = cohort_cell(grid, 0, sex, x);
            cohort_inputs_array(inputs, COHORT_BASE)[cell] = 100.0;
            cohort_inputs_array(inputs, COHORT_SURVIVAL)[cell] = 0.98;
            cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO)[cell] = x ? -0.1 : 0.0;
        }
    cohort_inputs_array(inputs, COHORT_CWR)[0] = 0.2;
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[0] = 0.51;
    return 0;
}

int main(void)
{
    const cohort_grid grid = {.width = 5, .ages = 12, .start = 2020, .steps = 1};
    const cohort_operation keep = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0.0);
    const cohort_parameter factor = {.operation = 0, .upper = 1, .scale = 1};
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure goal = cohort_figure_of(everybody, 2025, 2300.0);
    cohort_error error = {0, ""};
    cohort_inputs *inputs = NULL, *changed = NULL;
    cohort_scenario *scenario = NULL;
    cohort_projection *projection = NULL;
    cohort_fit fit = COHORT_FIT;

    int failed =
        cohort_inputs_new(&grid, COHORT_IPSS, &inputs, &error) || fill(inputs) ||
        cohort_scenario_new(&scenario, &error) || cohort_scenario_add(scenario, &keep, &error) ||
        cohort_calibrate(inputs, scenario, 1, &factor, 1, &goal, &fit, &error) ||
        cohort_scenario_apply(scenario, inputs, &changed, &error) ||
        cohort_projection_new(changed, &projection, &error) || !fit.met ||
        fabs(cohort_total(cohort_projection_population(projection), 2025) - goal.value) > 1e-6;
    if (failed)
        fprintf(stderr, "%s\n", error.text);
    else
        puts(cohort_version());
    cohort_projection_free(projection);
    cohort_inputs_free(changed);
    cohort_scenario_free(scenario);
    cohort_inputs_free(inputs);
    return failed || strcmp(cohort_version(), COHORT_VERSION) != 0;
}
