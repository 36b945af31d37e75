/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios in CSV: what was read can be applied and written, and what was written is read again. */
#include "fuzz/take.h"

static cohort_scenario *read_it(const char *text, size_t size)
{
    cohort_csv *csv;
    cohort_scenario *scenario = NULL;
    cohort_error error;
    int code = cohort_csv_parse(text, size, "plan.csv", &csv, &error);
    if (!code)
        code = cohort_scenario_from_csv(csv, &scenario, &error);
    check_error(code, &error);
    HOLDS((code == COHORT_OK) == (scenario != NULL));
    return scenario;
}

static void apply(const cohort_scenario *scenario, cohort_convention convention)
{
    const cohort_grid grid = {5, 12, 2015, 3};
    cohort_inputs *inputs, *changed;
    cohort_error error;
    HOLDS(cohort_inputs_new(&grid, convention, &inputs, &error) == COHORT_OK);
    for (size_t i = 0; i < cohort_grid_cells(&grid); i++)
        cohort_inputs_array(inputs, COHORT_BASE)[i] = 10.0;
    for (size_t i = 0; i < 3 * cohort_grid_cells(&grid); i++) {
        cohort_inputs_array(inputs, COHORT_SURVIVAL)[i] = 0.9;
        cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO)[i] = -0.1;
    }
    for (int i = 0; i < 3; i++)
        cohort_inputs_array(inputs, COHORT_MALE_SHARE)[i] = 0.5;
    const int code = cohort_scenario_apply(scenario, inputs, &changed, &error);
    check_error(code, &error);
    HOLDS((code == COHORT_OK) == (changed != NULL));
    cohort_inputs_free(changed);
    cohort_inputs_free(inputs);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    cohort_scenario *scenario = read_it((const char *)bytes, size), *again;
    cohort_output *output;
    cohort_error error;
    const char *text;
    size_t written;
    if (!scenario)
        return 0;
    apply(scenario, COHORT_IPSS);
    apply(scenario, COHORT_WPP_END);
    HOLDS(cohort_output_memory(&output, &error) == COHORT_OK);
    if (cohort_scenario_write(scenario, output, &error) == COHORT_OK) {
        HOLDS(cohort_output_text(output, &text, &written, &error) == COHORT_OK);
        again = read_it(text, written);
        HOLDS(cohort_scenario_count(again) == cohort_scenario_count(scenario));
        cohort_scenario_free(again);
    }
    cohort_output_close(&output, 0, NULL);
    cohort_scenario_free(scenario);
    return 0;
}
