// SPDX-License-Identifier: GPL-3.0-or-later
// A stranger's C++ program, built against an installed libcohort: everybody grows five years older,
// a scenario is written to memory; and the library's version.
#include <cohort/cohort.h>

#include <iostream>
#include <memory>
#include <string>

int main()
{
    cohort_grid grid = {5, 12, 2020, 1};
    cohort_error error;
    cohort_inputs *made = nullptr;
    if (cohort_inputs_new(&grid, COHORT_IPSS, &made, &error) != COHORT_OK) {
        std::cerr << error.text << '\n';
        return 1;
    }
    std::unique_ptr<cohort_inputs, void (*)(cohort_inputs *)> inputs(made, cohort_inputs_free);
    cohort_inputs_array(made, COHORT_BASE)[cohort_cell(&grid, 0, COHORT_FEMALE, 3)] = 42.0;
    cohort_inputs_array(made, COHORT_SURVIVAL)[cohort_cell(&grid, 0, COHORT_FEMALE, 4)] = 1.0;

    cohort_operation none = COHORT_OPERATION(COHORT_ADD_MIGRANTS, 0.0);
    cohort_scenario *scenario = nullptr;
    cohort_projection *projection = nullptr;
    double there = 0.0;
    int code = cohort_scenario_new(&scenario, &error);
    if (!code)
        code = cohort_scenario_add(scenario, &none, &error);
    if (!code)
        code = cohort_projection_new(made, &projection, &error);
    if (!code)
        code = cohort_count(cohort_projection_population(projection), 2025,
                            cohort_band{COHORT_FEMALE, 20, 24}, &there, &error);
    cohort_output *output = nullptr;
    const char *text = nullptr;
    size_t size = 0;
    if (!code)
        code = cohort_output_memory(&output, &error);
    if (!code)
        code = cohort_scenario_write(scenario, output, &error);
    if (!code)
        code = cohort_output_text(output, &text, &size, &error);
    const std::string written(text ? text : "", size);
    cohort_output_close(&output, 1, nullptr);
    cohort_scenario_free(scenario);
    cohort_projection_free(projection);
    std::cout << cohort_version() << '\n';
    return code || written.find("add_migrants,both,") == std::string::npos || there != 42.0 || std::string(cohort_version()) != COHORT_VERSION;
}
