// SPDX-License-Identifier: GPL-3.0-or-later
// A stranger's C++ program, built against an installed libcohort: everybody grows five years older,
// a scenario is written to memory; structs are filled by their macros and their functions; and the
// library's version.
#include <cohort/cohort.h>

#include <iostream>
#include <memory>
#include <string>

// What the macros of C11 say, C++11 understands, and the functions say the same.
static bool fills_structs()
{
    const cohort_ensemble_options ensemble = COHORT_ENSEMBLE_OPTIONS;
    const cohort_backtest_options backtest = COHORT_BACKTEST_OPTIONS;
    const cohort_forecast_options forecast = COHORT_FORECAST_OPTIONS;
    const cohort_rogers_castro_options fitting = COHORT_ROGERS_CASTRO_OPTIONS;
    const cohort_cases cases = COHORT_CASES;
    const cohort_fit fit = COHORT_FIT;
    const cohort_part part = COHORT_PART(COHORT_MIGRATION);
    cohort_chart chart = COHORT_CHART, again;
    cohort_ensemble_options options;
    cohort_operation operation;
    cohort_chart_init(&again);
    cohort_ensemble_options_init(&options);
    cohort_operation_init(&operation, COHORT_ADD_MIGRANTS, 5.0);
    return ensemble.size == options.size && ensemble.trajectories == options.trajectories &&
           backtest.by == COHORT_BY_SIZE && forecast.mothers_from == 20 &&
           fitting.parameters == 7 && cases.horizons == 3 && fit.size == sizeof fit &&
           part.sex == COHORT_BOTH && chart.width == again.width && operation.value == 5.0 &&
           operation.age_to == COHORT_OPEN_END;
}

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
    return code || written.find("add_migrants,both,") == std::string::npos || there != 42.0 ||
           !fills_structs() || std::string(cohort_version()) != COHORT_VERSION;
}
