/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets computed from known values within the bounds are met, however many there are, wherever the
 * prior runs. COHORT_CALIBRATIONS=100000 tries as many problems. */
#include <cohort/calibrate.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/random.h"
#include "support/small.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What the header promises of a target that is met: persons, and of the target. */
static const double MET = 1e-6, ROUNDING = 1e-12;

enum { VALUES = 4, TARGETS = 8 };
static const cohort_grid grid = {.width = 5, .ages = 19, .start = 2020, .steps = 6};

/* A town, and figures that values within the bounds give. */
struct problem {
    cohort_inputs *inputs;
    cohort_scenario *scenario;
    int values, targets;
    cohort_parameter parameters[VALUES];
    cohort_figure figures[TARGETS];
};

static uint64_t state;
static struct {
    int problems, cannot_run, linearisations;
} tally;

static int between(int low, int high)
{
    return low + (int)(next_random(&state) * (high - low + 1));
}

/* A tenth of the young leave in every interval, so that suppressing too little may empty a cell. */
static cohort_inputs *random_town(void)
{
    cohort_inputs *inputs =
        blank_inputs_of(&grid, (cohort_convention)between(0, COHORT_CONVENTION_COUNT - 1));
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid.ages; x++) {
            *value_at(inputs, COHORT_BASE, 0, sex, x) = between(500, 1499);
            for (int i = 0; i < grid.steps; i++) {
                *value_at(inputs, COHORT_SURVIVAL, i, sex, x) = x < 12 ? 0.98 : x < 16 ? 0.9 : 0.6;
                if (x > 0 && x < 13)
                    *value_at(inputs, COHORT_NET_MIGRATION_RATIO, i, sex, x) =
                        x > 2 && x < 8 ? -0.11 : -0.01;
            }
        }
    fill_quantity(inputs, COHORT_MALE_SHARE, 0.51);
    fill_quantity(inputs, COHORT_CWR, 0.2);
    fill_quantity(inputs, COHORT_TFR_PER_CWR, 7.0);
    for (int i = 0; value_count(inputs, COHORT_ASFR) && i < grid.steps; i++)
        for (int x = 3; x < 10; x++)
            *value_at(inputs, COHORT_ASFR, i, COHORT_FEMALE, x) = 0.05;
    return inputs;
}

/* A TFR, and how much of the out-migration of up to three bands of ages is suppressed; priors are a
 * planner's, or anywhere within the bounds. */
static void add_values(struct problem *p)
{
    static const int ages[] = {0, 20, 35, 60};
    const bool anywhere = between(0, 1);
    cohort_error error;
    assert_ok(cohort_scenario_new(&p->scenario, &error), error);
    for (int j = 0; j < p->values; j++) {
        cohort_operation operation = COHORT_OPERATION(COHORT_SET_TFR, 1.0 + next_random(&state));
        p->parameters[j] = (cohort_parameter){j, 1.5, 0.5, 3.0, 0.2};
        if (j > 0) {
            operation = (cohort_operation)COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION,
                                                           0.9 * next_random(&state));
            operation.age_from = ages[j - 1];
            operation.age_to = ages[j] - 1;
            p->parameters[j] = (cohort_parameter){j, 0.2, 0.0, 1.0, 0.1};
        }
        if (anywhere)
            p->parameters[j].prior =
                p->parameters[j].lower +
                next_random(&state) * (p->parameters[j].upper - p->parameters[j].lower);
        assert_ok(cohort_scenario_add(p->scenario, &operation, &error), error);
    }
}

static cohort_figure random_figure(const cohort_projection *projection)
{
    const int from = between(0, 12), to = between(from, grid.ages - 1);
    const cohort_band band = {between(0, COHORT_BOTH), grid.width * from,
                              to == grid.ages - 1 ? COHORT_OPEN_END : grid.width * (to + 1) - 1};
    const int year = grid.start + grid.width * between(1, grid.steps);
    cohort_figure figure = cohort_figure_of(band, year, 0.0);
    cohort_error error;
    figure.measure.is_percent = between(0, 3) == 0;
    assert_ok(cohort_measure_value(cohort_projection_population(projection), &figure.measure,
                                   &figure.value, &error),
              error);
    return figure;
}

/* The scenario's run, or NULL if it cannot be run: too many leave. */
static cohort_projection *run(const struct problem *p)
{
    cohort_inputs *inputs;
    cohort_projection *projection;
    cohort_error error;
    assert_ok(cohort_scenario_apply(p->scenario, p->inputs, &inputs, &error), error);
    cohort_projection_new(inputs, &projection, &error);
    cohort_inputs_free(inputs);
    return projection;
}

static bool prior_runs(struct problem *p)
{
    cohort_error error;
    for (int j = 0; j < p->values; j++)
        assert_ok(cohort_scenario_set_value(p->scenario, j, p->parameters[j].prior, &error), error);
    cohort_projection *projection = run(p);
    cohort_projection_free(projection);
    return projection != NULL;
}

/* The report's word is not taken: the answer's run has the figures. */
static void check_met(const struct problem *p)
{
    cohort_projection *projection = run(p);
    cohort_error error;
    for (int i = 0; i < p->targets; i++) {
        double value;
        assert_ok(cohort_measure_value(cohort_projection_population(projection),
                                       &p->figures[i].measure, &value, &error),
                  error);
        assert_close(value, p->figures[i].value, ROUNDING, MET);
    }
    cohort_projection_free(projection);
}

static void solve(struct problem *p)
{
    cohort_fit fit = COHORT_FIT;
    cohort_error error;
    const int code = cohort_calibrate(p->inputs, p->scenario, p->values, p->parameters, p->targets,
                                      p->figures, &fit, &error);
    if (code || !fit.met)
        fail_msg("problem %d, %d values and %d targets: %s, the worst miss %g", tally.problems,
                 p->values, p->targets, code ? error.text : "not met", fit.worst_miss);
    check_met(p);
    tally.linearisations += fit.iterations;
}

static void try_one(void)
{
    struct problem p = {.inputs = random_town(), .values = between(1, VALUES)};
    p.targets = between(p.values > 1 ? p.values - 1 : 1, p.values + 4);
    add_values(&p);
    cohort_projection *truth = run(&p);
    for (int i = 0; truth && i < p.targets; i++)
        p.figures[i] = random_figure(truth);
    if (truth && prior_runs(&p)) {
        solve(&p);
        tally.problems++;
    } else {
        tally.cannot_run++;
    }
    cohort_projection_free(truth);
    cohort_scenario_free(p.scenario);
    cohort_inputs_free(p.inputs);
}

static void meets_consistent_targets(void **unused)
{
    const char *asked = getenv("COHORT_CALIBRATIONS");
    const int problems = asked ? atoi(asked) : 3000;
    for (state = 1; tally.problems < problems;)
        try_one();
    printf("%d problems met in %d linearisations; %d others cannot be run\n", tally.problems,
           tally.linearisations, tally.cannot_run);
    assert_true(tally.cannot_run < problems / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(meets_consistent_targets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
