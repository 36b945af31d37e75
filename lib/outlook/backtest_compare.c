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

static int add_errors(void *context, const struct forecast *forecast, cohort_error *error)
{
    struct errors *errors = context;
    const struct tested *tested = &forecast->tested;
    const cohort_stock *counts = &forecast->panel->censuses->stocks[tested->area];
    for (int i = 0; i < tested->horizons * errors->bands; i++) {
        const int horizon = 1 + i / errors->bands;
        const cohort_band band = errors->band[i % errors->bands];
        const int year = cohort_grid_year(&forecast->panel->grid, tested->base + horizon);
        double counted, expected;
        if (!cohort_case_counted(forecast->panel, tested, horizon))
            continue;
        int code = cohort_count(counts, year, band, &counted, error);
        if (!code)
            code = cohort_count(forecast->population, year, band, &expected, error);
        if (code)
            return code;
        errors->sum += fabs(log((expected + ADDED_PERSONS) / (counted + ADDED_PERSONS)));
        errors->count++;
    }
    return COHORT_OK;
}

static int mean_error(const cohort_censuses *censuses, const cohort_cases *cases,
                      const cohort_outlook *outlook, struct errors errors, double *mean,
                      cohort_error *error)
{
    struct panel panel;
    int code = cohort_panel_make(&panel, censuses, outlook, cases, error);
    if (!code)
        code = cohort_cases_visit(&panel, add_errors, &errors, error);
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
