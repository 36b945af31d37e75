/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured errors of forecasts in CSV, and what they say of a path. */
#include "fuzz/take.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const cohort_grid grid = {5, 19, 2015, 3};
    const cohort_figure total =
        cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, 2020, 0.0);
    cohort_csv *csv;
    cohort_spreads *spreads = NULL;
    cohort_stock stock;
    cohort_error error;
    double value;
    int code = cohort_csv_parse((const char *)bytes, size, "spreads.csv", &csv, &error);
    if (!code)
        code = cohort_spreads_from_csv(csv, &spreads, &error);
    check_error(code, &error);
    if (!spreads)
        return 0;
    HOLDS(cohort_stock_init(&stock, &grid, &error) == COHORT_OK);
    for (size_t i = 0; i < 4 * cohort_grid_cells(&grid); i++)
        cohort_stock_cells(&stock)[i] = 100.0;
    check_error(cohort_spreads_quantile(spreads, &stock, &total, 0.1, &value, &error), &error);
    check_error(cohort_spreads_below(spreads, &stock, &total, 3000.0, &value, &error), &error);
    cohort_stock_free(&stock);
    cohort_spreads_free(spreads);
    return 0;
}
