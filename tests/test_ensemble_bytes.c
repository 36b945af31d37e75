/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ensembles as bytes, and what is refused: options, bytes, requests, trajectories. */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/small.h"

#include "fit/ensemble.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 30, PART = 11, COUNTED_BYTES = 100000 };

/* Kept, or counted in classes. */
static cohort_ensemble_options some_options(int counted)
{
    cohort_ensemble_options options = uncertain_rates(counted ? 500 : N);
    options.most_bytes = counted ? COUNTED_BYTES : 0;
    return options;
}

static cohort_ensemble *run_part(const cohort_inputs *inputs,
                                 const cohort_ensemble_options *options, int first, int count)
{
    cohort_ensemble *ensemble = ensemble_of(inputs, options);
    cohort_error error;
    assert_ok(cohort_ensemble_run(ensemble, first, count, 1, &error), error);
    return ensemble;
}

/* ---- bytes ---- */

static void what_is_saved_is_loaded(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    for (int counted = 0; counted < 2; counted++) {
        const cohort_ensemble_options options = some_options(counted);
        cohort_ensemble *all = run_ensemble(inputs, &options, 1);
        cohort_ensemble *part = run_part(inputs, &options, 3, PART);
        cohort_ensemble *loaded = run_part(inputs, &options, 0, 5), *empty;
        cohort_error error;
        size_t size;
        unsigned char *bytes = saved(part, &size);
        assert_ok(cohort_ensemble_load(loaded, bytes, size, &error), error);
        assert_int_equal(cohort_ensemble_done(loaded), PART); /* what it had is replaced */
        assert_same_ensemble(loaded, part);
        assert_ok(cohort_ensemble_run(loaded, 0, options.trajectories, 2, &error), error);
        assert_same_ensemble(loaded, all); /* and can be carried on */
        free(bytes);
        empty = ensemble_of(inputs, &options);
        bytes = saved(empty, &size);
        assert_ok(cohort_ensemble_load(all, bytes, size, &error), error);
        assert_int_equal(cohort_ensemble_done(all), 0);
        assert_same_ensemble(all, empty);
        free(bytes);
        cohort_ensemble_free(empty);
        cohort_ensemble_free(loaded);
        cohort_ensemble_free(part);
        cohort_ensemble_free(all);
    }
    cohort_inputs_free(inputs);
}

/* Bytes that are refused leave an ensemble as it was. */
static void assert_refused(cohort_ensemble *ensemble, const unsigned char *bytes, size_t size,
                           const char *why)
{
    size_t before_size;
    cohort_error error;
    unsigned char *before = saved(ensemble, &before_size), *copy = malloc(size + 1);
    assert_non_null(copy); /* of its size alone, so that reading behind it is seen */
    memcpy(copy, bytes, size);
    assert_fails(cohort_ensemble_load(ensemble, copy, size, &error), COHORT_ERROR_FORMAT, error,
                 why);
    assert_int_equal(cohort_ensemble_bytes(ensemble), before_size);
    unsigned char *after = saved(ensemble, &before_size);
    assert_memory_equal(after, before, before_size);
    free(after);
    free(before);
    free(copy);
}

static void set_checksum(unsigned char *bytes, size_t size)
{
    const uint64_t hash = cohort_hash_bytes(FNV_BEGIN, bytes, size - 8);
    for (int i = 0; i < 8; i++)
        bytes[size - 8 + (size_t)i] = (unsigned char)(hash >> 8 * i);
}

/* Every length that is too short, one too long, and a change of any of a good many bytes. */
static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    for (int counted = 0; counted < 2; counted++) {
        const cohort_ensemble_options options = some_options(counted);
        cohort_ensemble *part = run_part(inputs, &options, 3, 2);
        size_t size;
        unsigned char *bytes = saved(part, &size);
        for (size_t length = 0; length < size; length += length < 100 ? 1 : 37)
            assert_refused(part, bytes, length, "a saved ensemble");
        unsigned char *longer = calloc(size + 8, 1);
        assert_non_null(longer);
        memcpy(longer, bytes, size);
        assert_refused(part, longer, size + 1, "checksum");
        for (size_t i = 0; i < size; i += i < 100 || i + 20 > size ? 1 : 29) {
            bytes[i] ^= (unsigned char)(1 << i % 8);
            assert_refused(part, bytes, size, i < 8 ? "not a saved ensemble" : "checksum");
            bytes[i] ^= (unsigned char)(1 << i % 8);
        }
        /* too long and too short, but with a checksum that holds */
        set_checksum(longer, size + 8);
        assert_refused(part, longer, size + 8, "malformed");
        for (size_t length = 28; length < size; length += length < 100 ? 1 : 53) {
            memcpy(longer, bytes, length);
            set_checksum(longer, length);
            assert_refused(part, longer, length, "malformed");
        }
        free(longer);
        free(bytes);
        cohort_ensemble_free(part);
    }
    cohort_inputs_free(inputs);
}

static void put_number(unsigned char *at, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(number >> 8 * i);
}

/* Whole by their checksum, but saying what cannot be. The head is 20 bytes: then the ranges, here
 * 3-4 and 7-7, and the values. */
static void impossible_bytes_are_refused(void **state)
{
    (void)state;
    enum { FIRST = 20, VALUES = 36 };
    static const struct {
        int counted, at, bytes;
        uint64_t number;
    } wrong[] = {
        {0, FIRST, 4, 5},                                 /* 5-4 */
        {0, FIRST + 4, 4, 6},                             /* 3-6 and 7-7: one range in two */
        {0, FIRST + 4, 4, 8},                             /* overlapping */
        {0, FIRST + 12, 4, N},                            /* beyond the trajectories */
        {0, FIRST + 12, 4, 0xffffffffu},                  /* far beyond */
        {0, FIRST - 4, 4, 0xffffffffu},                   /* so many ranges */
        {0, FIRST + 12, 4, 8},                            /* more trajectories than values */
        {0, VALUES, 8, 0x7ff8000000000000u},              /* not a number of persons */
        {0, VALUES, 8, 0xbff0000000000000u},              /* -1 */
        {0, VALUES, 8, 0x4200000000000000u},              /* 2^33 */
        {0, VALUES + 8 * 3 * 96, 8, 0x7ff0000000000000u}, /* an infinite figure */
        {1, VALUES, 4, 3},                                /* another number of classes */
        {1, VALUES, 4, 0xffffffffu},                      /* very many */
        {1, VALUES + 4, 4, 0x00ffffffu},                  /* no such class */
        {1, VALUES + 8, 4, 2},                            /* not as many as were run */
        {1, VALUES + 8, 4, 0},                            /* an empty class */
    };
    cohort_inputs *inputs = small_inputs();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const cohort_ensemble_options options = some_options(wrong[i].counted);
        cohort_ensemble *part = run_part(inputs, &options, 3, 2);
        cohort_error error;
        size_t size;
        assert_ok(cohort_ensemble_run(part, 7, 1, 1, &error), error);
        unsigned char *bytes = saved(part, &size);
        put_number(bytes + wrong[i].at, wrong[i].number, wrong[i].bytes);
        set_checksum(bytes, size);
        assert_refused(part, bytes, size, "malformed");
        free(bytes);
        cohort_ensemble_free(part);
    }
    cohort_inputs_free(inputs);
}

/* A class that is given twice, 1 and 2 in place of 3. */
static void classes_given_twice_are_refused(void **state)
{
    (void)state;
    enum { VALUES = 28 };
    cohort_inputs *inputs = small_inputs();
    const cohort_ensemble_options options = some_options(1);
    cohort_ensemble *part = run_part(inputs, &options, 3, 3);
    size_t size;
    unsigned char *bytes = saved(part, &size), *longer = malloc(size + 8);
    assert_non_null(longer);
    assert_int_equal(bytes[VALUES], 1); /* the base population is the same in all */
    assert_int_equal(bytes[VALUES + 8], 3);
    memcpy(longer, bytes, VALUES + 12);
    memcpy(longer + VALUES + 12, bytes + VALUES + 4, size - VALUES - 4);
    longer[VALUES] = 2;
    longer[VALUES + 8] = 1;
    longer[VALUES + 16] = 2;
    set_checksum(longer, size + 8);
    assert_refused(part, longer, size + 8, "malformed");
    free(longer);
    free(bytes);
    cohort_ensemble_free(part);
    cohort_inputs_free(inputs);
}

/* Everything that a trajectory depends on, and what is recorded, is in the fingerprint. */
static void foreign_bytes_are_refused(void **state)
{
    (void)state;
    enum { KINDS = 15 };
    cohort_inputs *inputs = small_inputs(), *other = small_inputs();
    const cohort_ensemble_options options = some_options(0);
    cohort_ensemble *mine = run_part(inputs, &options, 0, 3);
    *value_at(other, COHORT_SURVIVAL, 2, COHORT_FEMALE, 4) *= 1.0 + 1e-15;
    for (int kind = 0; kind < KINDS; kind++) {
        cohort_ensemble_options o = options;
        cohort_figure figures[TEST_FIGURES];
        double weights[2 * SMALL_AGES], profile[SMALL_AGES] = {1.0, 1.0};
        memcpy(figures, test_figures, sizeof figures);
        memcpy(weights, figures[3].measure.rates, sizeof weights);
        weights[7] *= 1.5;
        o.figures = figures;
        switch (kind) {
        case 0:
            o.seed ^= (uint64_t)1 << 40;
            break;
        case 1:
            o.trajectories++;
            break;
        case 2:
            o.events = 0;
            break;
        case 3:
            o.fertility.sd *= 2.0;
            break;
        case 4:
            o.mortality.autocorrelation = 0.0;
            break;
        case 5:
            o.migration.age_correlation = 1.0;
            break;
        case 6:
            o.figure_count--;
            break;
        case 7:
            figures[0].measure.year = 2025;
            break;
        case 8:
            figures[1].times = 0.25;
            break;
        case 9:
            figures[1].minus.band.age_to = 34;
            break;
        case 10:
            figures[2].measure.per.sex = COHORT_MALE;
            break;
        case 11:
            figures[3].measure.rates = weights;
            break;
        case 12:
            o.mortality.neighbour_correlation = 0.5;
            break;
        case 13:
            o.migration_profile = profile;
            break;
        default:
            break; /* inputs */
        }
        cohort_ensemble *theirs = run_part(kind < 14 ? inputs : other, &o, 5, 1);
        size_t size;
        cohort_error error;
        unsigned char *bytes = saved(theirs, &size);
        assert_refused(mine, bytes, size, "other inputs or options");
        assert_fails(cohort_ensemble_merge(mine, theirs, &error), COHORT_ERROR_ARGUMENT, error,
                     "not of the same inputs and options");
        assert_int_equal(cohort_ensemble_done(mine), 3);
        free(bytes);
        cohort_ensemble_free(theirs);
    }
    cohort_ensemble_free(mine);
    cohort_inputs_free(other);
    cohort_inputs_free(inputs);
}

/* ---- options ---- */

static void bad_options_are_refused(void **state)
{
    (void)state;
    enum { KINDS = 15 };
    cohort_inputs *inputs = small_inputs();
    for (int kind = 0; kind < KINDS; kind++) {
        cohort_ensemble_options o = uncertain_rates(10);
        cohort_figure figure = test_figures[3];
        double rates[2 * SMALL_AGES] = {0}, profile[SMALL_AGES] = {0};
        cohort_ensemble *e = (void *)inputs;
        cohort_error error;
        int code = COHORT_ERROR_ARGUMENT;
        const char *why = "";
        o.figure_count = 1;
        o.figures = &figure;
        switch (kind) {
        case 0:
            o.size = 8;
            why = "begin with COHORT_ENSEMBLE_OPTIONS";
            break;
        case 1:
            o.trajectories = 0;
            why = "0 trajectories";
            break;
        case 2:
            o.events = 2;
            why = "events 2";
            break;
        case 3:
            o.fertility.sd = -0.1;
            why = "standard deviation of fertility -0.1";
            break;
        case 4:
            o.mortality.sd = (double)NAN;
            why = "standard deviation of mortality";
            break;
        case 5:
            o.migration.autocorrelation = 1.1;
            why = "autocorrelation of migration 1.1";
            break;
        case 6:
            o.fertility.age_correlation = -1.0;
            why = "correlation of ages of fertility";
            break;
        case 7:
            o.figures = NULL;
            why = "1 figures";
            break;
        case 8:
            figure.times = (double)INFINITY;
            why = "figure 0: times inf";
            break;
        case 9:
            figure.measure.band.sex = 7;
            why = "figure 0: sex 7";
            break;
        case 10:
            figure.measure.year = 2031, code = COHORT_ERROR_GRID, why = "figure 0: year 2031";
            break;
        case 11:
            rates[3] = (double)NAN, figure.measure.rates = rates;
            code = COHORT_ERROR_VALUE, why = "figure 0: rate 3: nan";
            break;
        case 12:
            o.mortality.neighbour_correlation = 1.1;
            why = "correlation of neighbours of mortality 1.1";
            break;
        case 13:
            profile[4] = -0.5, o.migration_profile = profile;
            why = "profile of migration, age group 4: -0.5";
            break;
        default:
            o.most_bytes = 100;
            code = COHORT_ERROR_VALUE;
            why = "most_bytes 100";
            break;
        }
        assert_fails(cohort_ensemble_new(inputs, &o, &e, &error), code, error, why);
        assert_null(e);
    }
    *value_at(inputs, COHORT_SURVIVAL, 0, COHORT_MALE, 3) = 1.5;
    cohort_ensemble *e;
    cohort_error error;
    const cohort_ensemble_options o = certain_rates(10);
    assert_fails(cohort_ensemble_new(inputs, &o, &e, &error), COHORT_ERROR_VALUE, error,
                 "survival");
    assert_null(e);
    cohort_inputs_free(inputs);
}

/* ---- requests ---- */

static void bad_requests_are_refused(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    const cohort_ensemble_options o = certain_rates(N);
    cohort_ensemble *e = ensemble_of(inputs, &o), *other = run_part(inputs, &o, 4, 3);
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
        assert_fails(cohort_ensemble_run(e, stretches[i][0], stretches[i][1], 1, &error),
                     COHORT_ERROR_ARGUMENT, error, "there are 30, from 0 on");
    assert_fails(cohort_ensemble_run(e, 0, 1, -1, &error), COHORT_ERROR_ARGUMENT, error,
                 "threads -1");
    assert_ok(cohort_ensemble_run(e, 0, 5, 1, &error), error);
    assert_fails(cohort_ensemble_merge(e, other, &error), COHORT_ERROR_ARGUMENT, error,
                 "trajectory 4 has been run in both");
    assert_int_equal(cohort_ensemble_done(e), 5);
    assert_fails(cohort_ensemble_quantile(e, TEST_FIGURES, 0.5, &value, &error),
                 COHORT_ERROR_ARGUMENT, error, "figure 4: there are 4");
    assert_fails(cohort_ensemble_mean(e, -1, &value, &error), COHORT_ERROR_ARGUMENT, error, "-1");
    assert_fails(cohort_ensemble_quantile(e, 0, 1.1, &value, &error), COHORT_ERROR_ARGUMENT, error,
                 "probability 1.1");
    assert_fails(cohort_ensemble_below(e, 0, (double)NAN, &value, &error), COHORT_ERROR_ARGUMENT,
                 error, "limit");
    assert_fails(cohort_ensemble_cell(e, 4, 0, 0, 0.5, &value, &error), COHORT_ERROR_GRID, error,
                 "date 4");
    assert_fails(cohort_ensemble_cell(e, 0, 0, 12, 0.5, &value, &error), COHORT_ERROR_GRID, error,
                 "age group 12");
    assert_fails(cohort_ensemble_cell(e, 0, COHORT_BOTH, 0, 0.5, &value, &error),
                 COHORT_ERROR_ARGUMENT, error, "sex 2");
    assert_fails(cohort_ensemble_cell(e, 0, 0, 0, -0.5, &value, &error), COHORT_ERROR_ARGUMENT,
                 error, "probability -0.5");
    assert_true(value == -1.0);
    assert_int_equal(cohort_ensemble_run(e, -1, 1, 1, NULL), COHORT_ERROR_ARGUMENT);
    cohort_ensemble_free(other);
    cohort_ensemble_free(e);
    cohort_ensemble_free(NULL);
    cohort_inputs_free(inputs);
}

/* ---- trajectories that fail ---- */

/* Deaths that leave too few for a count of those who leave: in some trajectories. The first of them
 * is named, and those before it have been run, whatever the threads. */
static void the_first_failure_is_named(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options o = certain_rates(300);
    cohort_error error;
    char first[500];
    double *m = value_at(inputs, COHORT_NET_MIGRATION_RATE, 2, COHORT_MALE, 6);
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
    assert_fails(cohort_ensemble_run(one, 0, 300, 1, &error), COHORT_ERROR_VALUE, error,
                 ": population, 2030, men 30-34: -");
    strcpy(first, error.text);
    const int done = cohort_ensemble_done(one);
    char name[40];
    snprintf(name, sizeof name, "trajectory %d: ", done);
    assert_true(done > 1 && strncmp(first, name, strlen(name)) == 0);
    assert_fails(cohort_ensemble_run(three, 0, 300, 3, &error), COHORT_ERROR_VALUE, error, first);
    assert_same_ensemble(three, one);
    assert_fails(cohort_ensemble_run(one, 0, 300, 1, &error), COHORT_ERROR_VALUE, error, first);
    assert_same_ensemble(three, one);
    assert_ok(cohort_ensemble_run(one, 0, done, 1, &error), error); /* those are there */
    cohort_ensemble_free(three);
    cohort_ensemble_free(one);
    cohort_projection_free(path);
    cohort_inputs_free(inputs);
}

static void other_failures_are_named(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options o = certain_rates(10);
    cohort_error error;
    double *base = value_at(inputs, COHORT_BASE, 0, COHORT_FEMALE, 3), kept = *base;
    *base = 3e9;
    cohort_ensemble *e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 2, 5, 1, &error), COHORT_ERROR_VALUE, error,
                 "trajectory 2: population, 2020, women 20-24: ");
    cohort_ensemble_free(e);
    *base = kept;
    o.fertility = (cohort_uncertainty){1e6, 1.0, 1.0, 0.0};
    e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 0, 10, 1, &error), COHORT_ERROR_VALUE, error,
                 ": expected a finite number; its standard deviation is too large");
    cohort_ensemble_free(e);
    o.fertility.sd = 0.0;
    fill_quantity(inputs, COHORT_SURVIVAL, 0.0); /* a percentage of nobody */
    fill_quantity(inputs, COHORT_NET_MIGRATION_RATE, 0.0);
    fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
    e = ensemble_of(inputs, &o);
    assert_fails(cohort_ensemble_run(e, 0, 10, 1, &error), COHORT_ERROR_VALUE, error,
                 "trajectory 0: figure 2: a percentage of nobody");
    assert_int_equal(cohort_ensemble_done(e), 0);
    cohort_ensemble_free(e);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(impossible_bytes_are_refused),
        cmocka_unit_test(classes_given_twice_are_refused),
        cmocka_unit_test(foreign_bytes_are_refused),
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(the_first_failure_is_named),
        cmocka_unit_test(other_failures_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
