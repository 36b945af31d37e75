/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/worksheet.h>

#include "core/error.h"
#include "core/inputs.h"
#include "model/projection.h"
#include "model/scenario.h"

#include <cohort/indicators.h>

#include <math.h>

int cohort_worksheet_simulation(int number, cohort_scenario **out, cohort_error *error)
{
    *out = NULL;
    if (number < 1 || number > 2)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "simulation %d: expected 1 or 2", number);
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, COHORT_WORKSHEET_TFR);
    const cohort_operation no_migration = COHORT_OPERATION(COHORT_ZERO_MIGRATION, 0.0);
    tfr.year_from = COHORT_WORKSHEET_TFR_FROM;
    cohort_scenario *scenario;
    int code = cohort_scenario_new(&scenario, error);
    if (!code)
        code = cohort_scenario_add(scenario, &tfr, error);
    if (!code && number == 2)
        code = cohort_scenario_add(scenario, &no_migration, error);
    if (code)
        cohort_scenario_free(scenario);
    else
        *out = scenario;
    return code;
}

/* The first degree whose limit the percentage is below; the fifth has none. */
static int degree(double percent, const double limits[4])
{
    if (isnan(percent))
        return 0;
    int found = 1;
    while (found <= 4 && percent >= limits[found - 1])
        found++;
    return found;
}

int cohort_natural_degree(double percent)
{
    return degree(percent, (const double[]){100.0, 105.0, 110.0, 115.0});
}

int cohort_social_degree(double percent)
{
    return degree(percent, (const double[]){100.0, 110.0, 120.0, 130.0});
}

/* The totals of pattern 1 and of both simulations at the horizon. Without net migration simulation
 * 2 is the same as 1, and no error. */
static int run_all(const cohort_inputs *pattern_1, double year, cohort_inputs *changed,
                   cohort_projection *projection, double totals[3], cohort_error *error)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    int code = COHORT_OK;
    for (int number = 0; !code && number <= 2; number++) {
        cohort_scenario *scenario = NULL;
        cohort_inputs_assign(changed, pattern_1);
        if (number > 0)
            code = cohort_worksheet_simulation(number, &scenario, error);
        if (!code && scenario)
            code = cohort_scenario_apply_to(scenario, false, changed, error);
        if (!code)
            code = cohort_projection_update(projection, changed, error);
        cohort_scenario_free(scenario);
        if (!code)
            code = cohort_count(cohort_projection_population(projection), year, everybody,
                                &totals[number], error);
        if (code && number > 0)
            cohort_fail_prefix(error, code, "simulation %d: ", number);
    }
    return code;
}

int cohort_influence_of(const cohort_inputs *pattern_1, double year, cohort_influence *influence,
                        cohort_error *error)
{
    double totals[3] = {0};
    cohort_inputs *changed = NULL;
    cohort_projection *projection = NULL;
    int code = cohort_inputs_copy(pattern_1, &changed, error);
    if (!code)
        code = cohort_projection_make(pattern_1, &projection, error);
    if (!code)
        code = run_all(pattern_1, year, changed, projection, totals, error);
    cohort_inputs_free(changed);
    cohort_projection_free(projection);
    if (code)
        return code;
    const double natural = cohort_share_percent(totals[1], totals[0]);
    const double social = cohort_share_percent(totals[2], totals[1]);
    *influence = (cohort_influence){totals[0],
                                    totals[1],
                                    totals[2],
                                    natural,
                                    social,
                                    cohort_natural_degree(natural),
                                    cohort_social_degree(social)};
    return code;
}
