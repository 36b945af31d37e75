/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of a back-test: their list, and their forecasts. */
#ifndef COHORT_OUTLOOK_BACKTEST_CASE_H
#define COHORT_OUTLOOK_BACKTEST_CASE_H

#include <cohort/backtest.h>

#include "outlook/spread.h"

/* Censuses that have been checked, and what is asked of them. */
struct panel {
    const cohort_censuses *censuses;
    cohort_forecast_options forecast;
    cohort_cases cases;
    cohort_grid grid;
    cohort_stock peers;
    int peers_until; /* COHORT_PEERS_TO_BASE ... */
};

/* Freed with cohort_panel_free, also after an error. Given: forecast, NULL = the defaults. */
int cohort_panel_make(struct panel *panel, const cohort_censuses *censuses,
                      const cohort_cases *cases, const cohort_forecast_options *forecast,
                      cohort_error *error);
void cohort_panel_free(struct panel *panel);

/* One case at one horizon: an area, the number of its base date, intervals from there. */
struct outcome {
    int area, base, horizon;
    struct kind kind;
    double counted[ITEMS], expected[ITEMS];
};

/* All outcomes by base date, horizon and area. */
struct outcomes {
    struct outcome *of;
    int count;
};

/* Forecast everything that is asked for. Errors: COHORT_ERROR_MISSING for no case; else an error
 * begins with its area and base date. */
int cohort_outcomes_make(const struct panel *panel, struct outcomes *outcomes, cohort_error *error);

/* The cells of an area at a date, [sex][age]. */
const double *cohort_panel_cells(const struct panel *panel, int area, int date);

/* The forecast of a case from its base date on; freed by the caller. */
int cohort_panel_forecast(const struct panel *panel, int area, int base, int horizons,
                          cohort_stock *out, cohort_error *error);

#endif
