/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved ensemble: bytes that are damaged or of another are refused, and change nothing. */
#include "fuzz/take.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static cohort_inputs *inputs;
    const cohort_figure total =
        cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, 2020, 0.0);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    cohort_ensemble *ensemble;
    cohort_error error;
    static uint8_t ones[400];
    if (!inputs) { /* sound ones, always the same */
        const cohort_grid grid = {5, 4, 2015, 1};
        memset(ones, 128, sizeof ones);
        struct take take = {ones, sizeof ones};
        inputs = take_inputs(&take, &grid);
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
    }
    options.trajectories = 4;
    options.certain_rates = 1;
    options.figure_count = 1;
    options.figures = &total;
    HOLDS(cohort_ensemble_new(inputs, &options, &ensemble, &error) == COHORT_OK);
    const int code = cohort_ensemble_load(ensemble, bytes, size, &error);
    check_error(code, &error);
    HOLDS(code == COHORT_OK || cohort_ensemble_done(ensemble) == 0);
    HOLDS(cohort_ensemble_done(ensemble) <= 4);
    cohort_ensemble_free(ensemble);
    return 0;
}
