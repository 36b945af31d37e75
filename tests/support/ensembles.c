/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ensembles.h"

#include "support/close.h"
#include "support/files.h"
#include "support/small.h"

#include <stdlib.h>

#define EVERYBODY                                                                                  \
    {                                                                                              \
        COHORT_BOTH, 0, COHORT_OPEN_END                                                            \
    }
#define YOUNG_WOMEN                                                                                \
    {                                                                                              \
        COHORT_FEMALE, 20, 39                                                                      \
    }

const cohort_figure test_figures[TEST_FIGURES] = {
    {.measure = {.band = EVERYBODY, .year = 2030}},
    {.measure = {.band = YOUNG_WOMEN, .year = 2025},
     .times = 0.5,
     .minus = {.band = YOUNG_WOMEN, .year = 2015}},
    {.measure = {.band = {COHORT_BOTH, 55, COHORT_OPEN_END},
                 .year = 2030,
                 .is_percent = 1,
                 .per = EVERYBODY}},
    {.measure = {.band = EVERYBODY, .year = 2022.5, .rates = small_weights}},
};

cohort_ensemble_options certain_rates(int trajectories)
{
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    options.certain_rates = 1;
    options.trajectories = trajectories;
    options.figure_count = TEST_FIGURES;
    options.figures = test_figures;
    return options;
}

cohort_ensemble_options uncertain_rates(int trajectories)
{
    cohort_ensemble_options options = certain_rates(trajectories);
    options.fertility = (cohort_uncertainty){0.1, 0.9, 1.0, 0.0};
    options.mortality = (cohort_uncertainty){0.05, 0.8, 0.7, 0.0};
    options.migration = (cohort_uncertainty){0.03, 0.5, 0.2, 0.0};
    return options;
}

cohort_ensemble *ensemble_of(const cohort_inputs *inputs, const cohort_ensemble_options *options)
{
    cohort_ensemble *ensemble;
    cohort_error error;
    assert_ok(cohort_ensemble_new(inputs, options, &ensemble, &error), error);
    return ensemble;
}

cohort_ensemble *run_ensemble(const cohort_inputs *inputs, const cohort_ensemble_options *options,
                              int threads)
{
    cohort_ensemble *ensemble = ensemble_of(inputs, options);
    cohort_error error;
    assert_ok(cohort_ensemble_run(ensemble, 0, options->trajectories, threads, &error), error);
    assert_int_equal(cohort_ensemble_done(ensemble), options->trajectories);
    return ensemble;
}

unsigned char *saved(const cohort_ensemble *ensemble, size_t *size)
{
    cohort_output *output;
    assert_int_equal(cohort_output_memory(&output, NULL), COHORT_OK);
    cohort_ensemble_save(ensemble, output);
    return (unsigned char *)memory_read(output, size);
}

void merge(cohort_ensemble *ensemble, const cohort_ensemble *from)
{
    cohort_error error;
    size_t size;
    unsigned char *bytes = saved(from, &size);
    assert_ok(cohort_ensemble_load(ensemble, bytes, size, &error), error);
    free(bytes);
}

void assert_same_ensemble(const cohort_ensemble *actual, const cohort_ensemble *expected)
{
    size_t size, other;
    unsigned char *a = saved(actual, &size), *b = saved(expected, &other);
    assert_int_equal(size, other);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
}
