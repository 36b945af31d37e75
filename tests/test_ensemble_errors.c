/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ensembles refuse: options, requests, trajectories that fail. */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/small.h"
#include "support/words.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 30 };

/* ---- options ---- */

static void assert_no_ensemble(const cohort_inputs *inputs, const cohort_ensemble_options *options,
                               int code, const char *part)
{
    cohort_ensemble *e = (void *)&options;
    cohort_error error;
    assert_fails(cohort_ensemble_new(inputs, options, &e, &error), code, error, part);
    assert_null(e);
}

static void bad_options_are_refused(void **state)
{
    static cohort_ensemble_options o;
    static cohort_figure figure;
    static double rates[2 * SMALL_AGES], profile[SMALL_AGES];
    const double none = (double)NAN, many = (double)INFINITY;
    const struct {
        double *number; /* what is changed: this, or a whole number */
        int *whole;
        double value;
        int code;
        const char *part;
    } cases[] = {
        {NULL, &o.trajectories, 0, ARGUMENT, "0 trajectories"},
        {NULL, &o.events, 2, ARGUMENT, "events 2"},
        {&o.fertility.sd, NULL, -0.1, ARGUMENT, "standard deviation of fertility -0.1"},
        {&o.mortality.sd, NULL, none, ARGUMENT, "standard deviation of mortality"},
        {&o.migration.sd, NULL, many, ARGUMENT, "standard deviation of migration inf"},
        {&o.migration.autocorrelation, NULL, 1.1, ARGUMENT, "autocorrelation of migration 1.1"},
        {&o.fertility.age_correlation, NULL, -1, ARGUMENT, "correlation of ages of fertility"},
        {&o.mortality.neighbour_correlation, NULL, 1.1, ARGUMENT,
         "correlation of neighbours of mortality 1.1"},
        {&profile[4], NULL, -0.5, ARGUMENT, "migration profile, age group 4: -0.5"},
        {&profile[4], NULL, many, ARGUMENT, "migration profile, age group 4: inf"},
        {NULL, &o.certain_rates, 2, ARGUMENT, "certain_rates 2"},
        {NULL, &o.figure_count, -1, ARGUMENT, "-1 figures"},
        {&figure.times, NULL, many, ARGUMENT, "figure 0: times inf"},
        {NULL, &figure.measure.band.sex, 7, ARGUMENT, "figure 0: sex 7"},
        {&figure.measure.year, NULL, 2031, GRID, "figure 0: year 2031"},
        {&rates[3], NULL, none, VALUE, "figure 0: rate of men 15-19: nan"},
    };
    cohort_inputs *inputs = small_inputs();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        o = uncertain_rates(10);
        figure = test_figures[3];
        memset(rates, 0, sizeof rates);
        memset(profile, 0, sizeof profile);
        o.figure_count = 1;
        o.figures = &figure;
        o.migration_profile = profile;
        figure.measure.rates = rates;
        if (cases[i].number)
            *cases[i].number = cases[i].value;
        else
            *cases[i].whole = (int)cases[i].value;
        assert_no_ensemble(inputs, &o, cases[i].code, cases[i].part);
    }
    cohort_inputs_free(inputs);
}

static void options_that_make_no_ensemble_are_refused(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options o = uncertain_rates(10);
    o.size = 8;
    assert_no_ensemble(inputs, &o, ARGUMENT, "begin with cohort_ensemble_options_init");
    o = uncertain_rates(10);
    o.figures = NULL;
    assert_no_ensemble(inputs, &o, ARGUMENT, "4 figures");
    o = uncertain_rates(10);
    o.most_bytes = 100;
    assert_no_ensemble(inputs, &o, VALUE, "most_bytes 100");
    o = uncertain_rates(10);
    o.certain_rates = 0;
    o.fertility.sd = o.mortality.sd = 0.0;
    cohort_ensemble_free(ensemble_of(inputs, &o)); /* one component is enough */
    o.migration.sd = 0.0;
    assert_no_ensemble(inputs, &o, ARGUMENT, "no rate is uncertain");
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 3) = 1.5;
    o = certain_rates(10);
    assert_no_ensemble(inputs, &o, VALUE, "survival");
    cohort_inputs_free(inputs);
}

/* ---- requests ---- */

static void bad_requests_are_refused(void **state)
{
    cohort_inputs *inputs = small_inputs();
    const cohort_ensemble_options o = certain_rates(N);
    cohort_ensemble *e = ensemble_of(inputs, &o);
    cohort_error error;
    double value = -1.0;
    assert_fails(cohort_ensemble_quantile(e, 0, 0.5, &value, &error), COHORT_ERROR_MISSING, error,
                 "no trajectory has been run");
    assert_fails(cohort_ensemble_cell(e, 0, 0, 0, 0.5, &value, &error), COHORT_ERROR_MISSING, error,
                 "no trajectory has been run");
    assert_ok(cohort_ensemble_run(e, 0, 0, 1, &error), error);
    assert_int_equal(cohort_ensemble_done(e), 0);
    static const int stretches[][2] = {
        {-1, 2}, {0, N + 1}, {N, 1}, {3, -1}, {2147483647, 2147483647}};
    for (size_t i = 0; i < sizeof stretches / sizeof *stretches; i++)
        assert_fails(cohort_ensemble_run(e, stretches[i][0], stretches[i][1], 1, &error), ARGUMENT,
                     error, "there are 30, from 0 on");
    assert_fails(cohort_ensemble_run(e, 0, 1, -1, &error), ARGUMENT, error, "threads -1");
    assert_ok(cohort_ensemble_run(e, 0, 5, 1, &error), error);
    assert_fails(cohort_ensemble_quantile(e, TEST_FIGURES, 0.5, &value, &error), ARGUMENT, error,
                 "figure 4: there are 4");
    assert_fails(cohort_ensemble_mean(e, -1, &value, &error), ARGUMENT, error, "-1");
    assert_fails(cohort_ensemble_quantile(e, 0, 1.1, &value, &error), ARGUMENT, error,
                 "probability 1.1");
    assert_fails(cohort_ensemble_below(e, -1, 0.0, &value, &error), ARGUMENT, error, "figure -1");
    assert_fails(cohort_ensemble_below(e, 0, (double)NAN, &value, &error), ARGUMENT, error,
                 "limit");
    static const int beyond[][2] = {{4, 0}, {-1, 0}, {0, 12}, {0, -1}};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        assert_fails(cohort_ensemble_cell(e, beyond[i][0], 0, beyond[i][1], 0.5, &value, &error),
                     GRID, error, "expected 0 to 3 and 0 to 11");
    assert_fails(cohort_ensemble_cell(e, 0, COHORT_BOTH, 0, 0.5, &value, &error), ARGUMENT, error,
                 "sex 2");
    assert_fails(cohort_ensemble_cell(e, 0, 0, 0, -0.5, &value, &error), ARGUMENT, error,
                 "probability -0.5");
    assert_true(value == -1.0);
    assert_int_equal(cohort_ensemble_run(e, -1, 1, 1, NULL), ARGUMENT);
    cohort_ensemble_free(e);
    cohort_ensemble_free(NULL);
    cohort_inputs_free(inputs);
}

/* ---- trajectories that fail ---- */

/* Deaths that leave too few for a count of those who leave: in some trajectories. The first of them
 * is named, and those before it have been run, whatever the threads. */
static void the_first_failure_is_named(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options o = certain_rates(300);
    cohort_error error;
    char first[500];
    double *m = value_at(inputs, COHORT_NET_MIGRATION_RATIO, 2, COHORT_MALE, 6);
    *m = 0.0;
    *value_at(inputs, COHORT_SURVIVAL, 2, COHORT_MALE, 6) = 0.5;
    cohort_projection *path = project(inputs);
    const double before =
        cohort_projection_population(path)->cells[cohort_cell(&small_grid, 2, COHORT_MALE, 5)];
    o.events = 0;
    o.mortality = (cohort_uncertainty){0.1, 1.0, 1.0, 0.0};
    /* two standard deviations of two intervals' deviation and more: one in some 30 trajectories */
    *value_at(inputs, COHORT_NET_MIGRANTS, 2, COHORT_MALE, 6) =
        -before * pow(0.5, exp(0.26)) * 0.985;
    cohort_ensemble *one = ensemble_of(inputs, &o), *three = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(one, 0, 300, 1, &error), VALUE, error,
                 ": projected population, 2030, men 30-34: -");
    strcpy(first, error.text);
    const int done = cohort_ensemble_done(one);
    char name[40];
    snprintf(name, sizeof name, "trajectory %d: ", done);
    assert_true(done > 1 && strncmp(first, name, strlen(name)) == 0);
    assert_fails(cohort_ensemble_run(three, 0, 300, 3, &error), VALUE, error, first);
    assert_same_ensemble(three, one);
    assert_fails(cohort_ensemble_run(one, 0, 300, 1, &error), VALUE, error, first);
    assert_int_equal(cohort_ensemble_run(one, 0, 300, 1, NULL), VALUE);
    assert_same_ensemble(three, one);
    assert_ok(cohort_ensemble_run(one, 0, done, 1, &error), error); /* those are there */
    cohort_ensemble_free(three);
    cohort_ensemble_free(one);
    cohort_projection_free(path);
    cohort_inputs_free(inputs);
}

static void other_failures_are_named(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options o = certain_rates(10);
    cohort_error error;
    double *base = value_at(inputs, COHORT_BASE, 0, COHORT_FEMALE, 3), kept = *base;
    *base = 3e9;
    cohort_ensemble *e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 2, 5, 1, &error), VALUE, error,
                 "trajectory 2: population, 2020, women 20-24: ");
    cohort_ensemble_free(e);
    *base = kept;
    o.fertility = (cohort_uncertainty){1e6, 1.0, 1.0, 0.0};
    e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 0, 10, 1, &error), VALUE, error,
                 ": not finite: its standard deviation is too large");
    cohort_ensemble_free(e);
    o.fertility.sd = 0.0;
    fill_quantity(inputs, COHORT_SURVIVAL, 0.0); /* a percentage of nobody */
    fill_quantity(inputs, COHORT_NET_MIGRATION_RATIO, 0.0);
    fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
    e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 0, 10, 1, &error), VALUE, error,
                 "trajectory 0: figure 2: a percentage of nobody");
    assert_int_equal(cohort_ensemble_done(e), 0);
    cohort_ensemble_free(e);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(options_that_make_no_ensemble_are_refused),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(the_first_failure_is_named),
        cmocka_unit_test(other_failures_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
