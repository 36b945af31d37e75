/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which outlook does best? Errors of cases under several, without uncertainty. */
#include "outlook/backtest_case.h"

#include "core/error.h"

#include <math.h>

/* Errors of several bands, on the logarithm, absolute: their sum, and how many they are. */
struct errors {
    int bands;
    const cohort_band *band;
    double sum;
    int count;
};

static int add_errors(const struct panel *panel, const struct tested *tested,
                      const cohort_stock *expected, int horizon, struct errors *errors,
                      cohort_error *error)
{
    const int year = cohort_grid_year(&panel->grid, tested->base + horizon);
    int code = COHORT_OK;
    for (int b = 0; !code && b < errors->bands; b++) {
        double persons[2];
        code = cohort_count(&panel->censuses->stocks[tested->area], year, errors->band[b],
                            &persons[0], error);
        if (!code)
            code = cohort_count(expected, year, errors->band[b], &persons[1], error);
        if (code)
            return code;
        errors->sum += fabs(log((persons[1] + ADDED_PERSONS) / (persons[0] + ADDED_PERSONS)));
        errors->count++;
    }
    return code;
}

static int add_case(const struct panel *panel, const struct tested *tested,
                    const cohort_outlook *outlook, struct errors *errors, cohort_error *error)
{
    cohort_inputs *inputs;
    cohort_projection *projection;
    int code = cohort_case_forecast(panel, tested, outlook, &inputs, &projection, error);
    for (int h = 1; !code && h <= tested->horizons; h++)
        if (cohort_case_counted(panel, tested, h))
            code = add_errors(panel, tested, cohort_projection_population(projection), h, errors,
                              error);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
    return code;
}

static int mean_error(const cohort_censuses *censuses, const cohort_cases *given,
                      const cohort_outlook *outlook, struct errors errors, double *mean,
                      cohort_error *error)
{
    struct panel panel;
    cohort_cases cases;
    int code = cohort_panel_make(&panel, censuses, outlook, error);
    if (!code)
        code = cohort_cases_take(given, &cases, error);
    struct tested tested = {.area = -1};
    while (!code && cohort_case_next(&panel, &cases, &tested))
        code = add_case(&panel, &tested, outlook, &errors, error);
    if (!code && errors.count == 0)
        code = cohort_case_fail_none(error);
    if (!code)
        *mean = errors.sum / errors.count;
    cohort_panel_free(&panel);
    return code;
}

int cohort_backtest_compare(const cohort_censuses *censuses, const cohort_cases *cases, int bands,
                            const cohort_band *band, int count, const cohort_outlook *outlooks,
                            double *errors, cohort_error *error)
{
    int code = COHORT_OK;
    if (bands < 1 || !band)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d bands: expected 1 or more", bands);
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d outlooks: expected 1 or more", count);
    for (int k = 0; !code && k < count; k++)
        code = mean_error(censuses, cases, &outlooks[k], (struct errors){bands, band, 0.0, 0},
                          &errors[k], error);
    return code ? code : cohort_succeed(error);
}
