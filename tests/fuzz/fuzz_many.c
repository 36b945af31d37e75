/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several areas or paths at once: batches, systems, controlled areas, ensembles, tracks. A batch has the
 * numbers of single projections. */
#include "fuzz/take.h"

enum { AREAS = 2, MOST_CELLS = 2 * 20 };

/* Can so many persons be added up? */
static bool adds_up(const double *cells, size_t count)
{
    double most = 0.0;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, cells[i]);
    return most <= DBL_MAX / MOST_CELLS;
}

static void batch(const cohort_inputs *const *areas, struct take *take)
{
    const cohort_grid *grid = cohort_inputs_grid(areas[0]);
    static double together[AREAS * 4 * MOST_CELLS];
    const cohort_measure measure = take_measure(take);
    cohort_batch *many;
    cohort_error error;
    double values[AREAS];
    int code = cohort_batch_new(AREAS, areas, 1, &many, &error);
    check_error(code, &error);
    if (code)
        return;
    check_error(cohort_batch_measures(many, 1, 1, &measure, values, &error), &error);
    code = grid->ages <= 20 && grid->steps <= 3
               ? cohort_batch_populations(many, 1, together, &error)
               : COHORT_ERROR_GRID;
    for (int i = 0; !code && i < AREAS; i++) {
        cohort_projection *p;
        const size_t cells = cohort_grid_cells(grid) * ((size_t)grid->steps + 1);
        const int single = cohort_projection_new(areas[i], &p, &error);
        /* a batch has no accounts: births may be infinite of whom nobody survives; and no births of
         * women who do not bear, whose number times 0 is none where they are too many */
        HOLDS(single == COHORT_OK || single == COHORT_ERROR_ACCOUNT ||
              (single == COHORT_ERROR_VALUE && !adds_up(together + (size_t)i * cells, cells)));
        HOLDS(!p || memcmp(cohort_projection_population(p)->cells, together + (size_t)i * cells,
                           cells * sizeof *together) == 0);
        cohort_projection_free(p);
    }
    cohort_batch_free(many);
}

static void controlled(const cohort_projection *const *runs, struct take *take)
{
    const cohort_figure controls[2] = {take_figure(take), take_figure(take)};
    cohort_controlled *made;
    cohort_inputs *restarted;
    cohort_gap gaps[2];
    cohort_error error;
    check_error(
        cohort_controlled_new(AREAS, runs, 1 + take_up_to(take, 1), controls, &made, &error),
        &error);
    cohort_controlled_free(made);
    check_error(cohort_track(runs[0], 2, controls, gaps, &error), &error);
    check_error(cohort_track_restart(runs[0], 1, controls, 2015 + 5 * take_up_to(take, 3),
                                     &restarted, &error),
                &error);
    cohort_inputs_free(restarted);
}

static void ensemble(const cohort_inputs *inputs, struct take *take)
{
    const cohort_figure figure = take_figure(take);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    cohort_ensemble *made;
    cohort_error error;
    double value;
    options.trajectories = take_up_to(take, 4);
    options.certain_rates = take_byte(take) % 2;
    options.figure_count = 1;
    options.figures = &figure;
    options.mortality =
        (cohort_uncertainty){take_rate(take), take_rate(take), take_rate(take), 0.0};
    options.migration =
        (cohort_uncertainty){take_rate(take), take_rate(take), take_rate(take), 0.0};
    if (take_byte(take) > 200)
        options.most_bytes = take_byte(take) * 100;
    check_error(cohort_ensemble_new(inputs, &options, &made, &error), &error);
    if (!made)
        return;
    check_error(cohort_ensemble_run(made, 0, options.trajectories, 1, &error), &error);
    check_error(cohort_ensemble_quantile(made, 0, take_number(take), &value, &error), &error);
    check_error(cohort_ensemble_cell(made, take_int(take), take_int(take), take_int(take), 0.5,
                                     &value, &error),
                &error);
    check_error(cohort_ensemble_below(made, take_int(take), take_number(take), &value, &error),
                &error);
    cohort_ensemble_free(made);
}

static void together(const cohort_inputs *const *areas, struct take *take)
{
    const cohort_grid *grid = cohort_inputs_grid(areas[0]);
    const size_t cells = cohort_grid_cells(grid) * (size_t)grid->steps;
    double *rates = calloc(AREAS * AREAS * cells + 1, sizeof *rates);
    cohort_system *system;
    cohort_error error;
    HOLDS(rates);
    for (size_t i = 0; i < AREAS * AREAS * cells; i++)
        rates[i] = i / cells % (AREAS + 1) == 0 ? 0.0 : take_rate(take) / 4.0;
    const cohort_moves moves = {NULL, NULL, rates};
    check_error(cohort_system_new(AREAS, areas, &moves, &system, &error), &error);
    cohort_system_free(system);
    free(rates);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct take take = {bytes, size};
    const cohort_grid grid = take_grid(&take);
    if (grid.ages > 20 || grid.steps > 3)
        return 0;
    cohort_inputs *inputs[AREAS];
    cohort_projection *runs[AREAS] = {NULL, NULL};
    cohort_error error;
    inputs[0] = take_inputs(&take, &grid);
    inputs[1] = inputs[0] ? take_inputs(&take, &grid) : NULL;
    const cohort_inputs *const areas[AREAS] = {inputs[0], inputs[1]};
    if (inputs[1]) {
        batch(areas, &take);
        together(areas, &take);
        ensemble(inputs[0], &take);
        for (int i = 0; i < AREAS; i++)
            check_error(cohort_projection_new(inputs[i], &runs[i], &error), &error);
        const cohort_projection *const both[AREAS] = {runs[0], runs[1]};
        if (runs[0] && runs[1])
            controlled(both, &take);
    }
    for (int i = 0; i < AREAS; i++) {
        cohort_projection_free(runs[i]);
        cohort_inputs_free(inputs[i]);
    }
    return 0;
}
