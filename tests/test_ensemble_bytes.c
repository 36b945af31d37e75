/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ensembles as bytes, and what is refused of them. */
#define _POSIX_C_SOURCE 200809L /* access */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/files.h"
#include "support/small.h"
#include "support/words.h"

#include "outlook/fingerprint.h"

#include <stdlib.h>
#include <unistd.h>

enum { N = 30, PART = 11, COUNTED_BYTES = 30000, MIXED_BYTES = 100000, WAYS = 3 };

/* Kept; counted in classes; or cells counted, figures kept. */
static cohort_ensemble_options some_options(int counted)
{
    cohort_ensemble_options options = uncertain_rates(counted ? 500 : N);
    options.most_bytes = counted == 0 ? 0 : counted == 1 ? COUNTED_BYTES : MIXED_BYTES;
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
    cohort_inputs *inputs = small_inputs();
    for (int counted = 0; counted < WAYS; counted++) {
        const cohort_ensemble_options options = some_options(counted);
        cohort_ensemble *all = run_ensemble(inputs, &options, 1);
        cohort_ensemble *part = run_part(inputs, &options, 3, PART);
        cohort_ensemble *loaded = ensemble_of(inputs, &options),
                        *empty = ensemble_of(inputs, &options);
        cohort_error error;
        merge(loaded, part);
        assert_int_equal(cohort_ensemble_done(loaded), PART);
        assert_same_ensemble(loaded, part);
        merge(loaded, empty);
        assert_same_ensemble(loaded, part);
        assert_ok(cohort_ensemble_run(empty, 0, 2, 1, &error), error);
        merge(loaded, empty); /* beside what there is */
        assert_int_equal(cohort_ensemble_done(loaded), PART + 2);
        assert_ok(cohort_ensemble_run(loaded, 0, options.trajectories, 2, &error), error);
        assert_same_ensemble(loaded, all); /* and can be carried on */
        cohort_ensemble_free(empty);
        cohort_ensemble_free(loaded);
        cohort_ensemble_free(part);
        cohort_ensemble_free(all);
    }
    cohort_inputs_free(inputs);
}

/* A file has the same bytes; one that cannot be written is known when it is closed. */
static void a_file_has_the_same_bytes(void **state)
{
    cohort_inputs *inputs = small_inputs();
    const cohort_ensemble_options options = some_options(0);
    cohort_ensemble *part = run_part(inputs, &options, 3, PART);
    char path[SCRATCH_PATH];
    cohort_output *file;
    cohort_error error;
    size_t size, file_size;
    unsigned char *bytes = saved(part, &size);
    assert_ok(cohort_output_open(scratch_path("part", path), &file, &error), error);
    cohort_ensemble_save(part, file);
    assert_ok(cohort_output_close(&file, 1, &error), error);
    char *in_file = file_read(path, &file_size);
    assert_int_equal(file_size, size);
    assert_memory_equal(in_file, bytes, size);
    if (access("/dev/full", W_OK) == 0) {
        assert_ok(cohort_output_open("/dev/full", &file, &error), error);
        cohort_ensemble_save(part, file);
        assert_fails(cohort_output_close(&file, 1, &error), COHORT_ERROR_WRITE, error,
                     "/dev/full: cannot be written: ");
    }
    free(in_file);
    free(bytes);
    cohort_ensemble_free(part);
    cohort_inputs_free(inputs);
}

/* Bytes that are refused leave an ensemble as it was. */
static void assert_refused(cohort_ensemble *ensemble, const unsigned char *bytes, size_t size,
                           int code, const char *why)
{
    size_t before_size, after_size;
    cohort_error error;
    unsigned char *before = saved(ensemble, &before_size);
    assert_fails(cohort_ensemble_load(ensemble, bytes, size, &error), code, error, why);
    unsigned char *after = saved(ensemble, &after_size);
    assert_int_equal(after_size, before_size);
    assert_memory_equal(after, before, before_size);
    free(after);
    free(before);
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
    cohort_inputs *inputs = small_inputs();
    for (int counted = 0; counted < WAYS; counted++) {
        const cohort_ensemble_options options = some_options(counted);
        cohort_ensemble *part = run_part(inputs, &options, 3, 2);
        cohort_ensemble *mine = run_part(inputs, &options, 0, 2);
        size_t size;
        unsigned char *bytes = saved(part, &size);
        for (size_t length = 0; length < size; length += length < 100 ? 1 : 37)
            assert_refused(mine, bytes, length, COHORT_ERROR_FORMAT,
                           length < 8 ? "not a saved ensemble" : "damaged or cut off");
        unsigned char *longer = calloc(size + 8, 1);
        assert_non_null(longer);
        memcpy(longer, bytes, size);
        assert_refused(mine, longer, size + 1, COHORT_ERROR_FORMAT, "damaged");
        for (size_t i = 0; i < size; i += i < 100 || i + 20 > size ? 1 : 29) {
            bytes[i] ^= (unsigned char)(1 << i % 8);
            assert_refused(mine, bytes, size, COHORT_ERROR_FORMAT,
                           i < 8    ? "not a saved ensemble"
                           : i < 16 ? "other inputs or options"
                                    : "damaged");
            bytes[i] ^= (unsigned char)(1 << i % 8);
        }
        /* too long and too short, but with a checksum that holds */
        set_checksum(longer, size + 8);
        assert_refused(mine, longer, size + 8, COHORT_ERROR_FORMAT, "damaged");
        for (size_t length = 28; length < size; length += length < 100 ? 1 : 53) {
            memcpy(longer, bytes, length);
            set_checksum(longer, length);
            assert_refused(mine, longer, length, COHORT_ERROR_FORMAT, "damaged");
        }
        free(longer);
        free(bytes);
        cohort_ensemble_free(mine);
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
    enum { FIRST = 20, VALUES = 36 };
    static const struct {
        int counted, at, bytes;
        uint64_t number;
    } wrong[] = {
        {0, FIRST, 4, 5},                                 /* 5-4 */
        {0, FIRST + 4, 4, 6},                             /* 3-6 and 7-7: one range in two */
        {0, FIRST + 4, 4, 8},                             /* overlapping */
        {0, FIRST + 12, 4, 0x7fffffffu},                  /* beyond the trajectories */
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
        cohort_ensemble *mine = run_part(inputs, &options, 0, 2);
        cohort_error error;
        size_t size;
        assert_ok(cohort_ensemble_run(part, 7, 1, 1, &error), error);
        unsigned char *bytes = saved(part, &size);
        put_number(bytes + wrong[i].at, wrong[i].number, wrong[i].bytes);
        set_checksum(bytes, size);
        assert_refused(mine, bytes, size, COHORT_ERROR_FORMAT, "damaged");
        free(bytes);
        cohort_ensemble_free(mine);
        cohort_ensemble_free(part);
    }
    cohort_inputs_free(inputs);
}

/* A class that is given twice, 1 and 2 in place of 3. */
static void classes_given_twice_are_refused(void **state)
{
    enum { VALUES = 28 };
    cohort_inputs *inputs = small_inputs();
    const cohort_ensemble_options options = some_options(1);
    cohort_ensemble *part = run_part(inputs, &options, 3, 3);
    cohort_ensemble *mine = run_part(inputs, &options, 0, 2);
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
    assert_refused(mine, longer, size + 8, COHORT_ERROR_FORMAT, "damaged");
    free(longer);
    free(bytes);
    cohort_ensemble_free(mine);
    cohort_ensemble_free(part);
    cohort_inputs_free(inputs);
}

/* Trajectories that have been run on both sides, or of which there are not so many here. */
static void trajectories_that_do_not_fit_are_refused(void **state)
{
    cohort_inputs *inputs = small_inputs();
    for (int counted = 0; counted < WAYS; counted++) {
        cohort_ensemble_options options = some_options(counted), fewer = options;
        cohort_ensemble *theirs = run_part(inputs, &options, 4, 3);
        cohort_ensemble *mine = run_part(inputs, &options, 0, 5);
        size_t size;
        unsigned char *bytes = saved(theirs, &size);
        assert_refused(mine, bytes, size, COHORT_ERROR_ARGUMENT,
                       "trajectory 4, which has been run here");
        fewer.trajectories = counted ? 450 : 6;
        cohort_ensemble *small = run_part(inputs, &fewer, 0, 4);
        if (!counted)
            assert_refused(small, bytes, size, COHORT_ERROR_ARGUMENT,
                           "trajectory 6: there are 6, from 0 on");
        else
            merge(small, theirs); /* how many there are to be is not what a trajectory depends on */
        free(bytes);
        cohort_ensemble_free(small);
        cohort_ensemble_free(mine);
        cohort_ensemble_free(theirs);
    }
    cohort_inputs_free(inputs);
}

/* What a trajectory does not depend on does not stand in the fingerprint: bytes are taken. */
static void what_is_not_needed_may_differ(void **state)
{
    cohort_inputs *inputs = small_inputs();
    for (int certain = 0; certain <= 1; certain++) {
        cohort_ensemble_options options = certain ? certain_rates(N) : uncertain_rates(N);
        cohort_ensemble_options other = options;
        double profile[SMALL_AGES];
        for (int x = 0; x < SMALL_AGES; x++)
            profile[x] = certain ? 0.5 * x : 1.0;
        other.trajectories = N + 7;
        other.migration_profile = profile;
        if (certain)
            other.migration = (cohort_uncertainty){0.0, 0.5, 0.5, 0.5};
        cohort_ensemble *theirs = run_part(inputs, &options, 0, N);
        cohort_ensemble *mine = ensemble_of(inputs, &other), *all = run_ensemble(inputs, &other, 1);
        cohort_error error;
        merge(mine, theirs);
        assert_int_equal(cohort_ensemble_done(mine), N);
        assert_ok(cohort_ensemble_run(mine, 0, N + 7, 1, &error), error);
        assert_same_ensemble(mine, all);
        cohort_ensemble_free(all);
        cohort_ensemble_free(mine);
        cohort_ensemble_free(theirs);
    }
    cohort_inputs_free(inputs);
}

static void assert_foreign(cohort_ensemble *mine, const cohort_inputs *inputs,
                           const cohort_ensemble_options *options)
{
    cohort_ensemble *theirs = run_part(inputs, options, 5, 1);
    size_t size;
    unsigned char *bytes = saved(theirs, &size);
    assert_refused(mine, bytes, size, COHORT_ERROR_FORMAT, "other inputs or options");
    assert_int_equal(cohort_ensemble_done(mine), 3);
    free(bytes);
    cohort_ensemble_free(theirs);
}

/* Everything that a trajectory depends on, and what is recorded, is in the fingerprint. */
static void foreign_bytes_are_refused(void **state)
{
    static cohort_ensemble_options o;
    static cohort_figure figures[TEST_FIGURES];
    static double weights[2 * SMALL_AGES], profile[SMALL_AGES];
    const struct {
        double *number; /* what is changed: this, or a whole number */
        int *whole;
        double value;
    } changes[] = {
        {NULL, &o.events, 0},
        {&o.fertility.sd, NULL, 0.2},
        {&o.mortality.autocorrelation, NULL, 0.0},
        {&o.migration.age_correlation, NULL, 1.0},
        {&o.mortality.neighbour_correlation, NULL, 0.5},
        {&profile[1], NULL, 0.5},
        {NULL, &o.figure_count, TEST_FIGURES - 1},
        {&figures[0].measure.year, NULL, 2025},
        {&figures[1].times, NULL, 0.25},
        {NULL, &figures[1].minus.band.age_to, 34},
        {NULL, &figures[2].measure.per.sex, COHORT_MALE},
        {&weights[7], NULL, 0.5},
    };
    cohort_inputs *inputs = small_inputs(), *other = small_inputs();
    const cohort_ensemble_options options = some_options(0);
    cohort_ensemble *mine = run_part(inputs, &options, 0, 3);
    for (size_t i = 0; i < LENGTH(changes); i++) {
        o = options;
        memcpy(figures, test_figures, sizeof figures);
        memcpy(weights, small_weights, sizeof weights);
        for (int x = 0; x < SMALL_AGES; x++)
            profile[x] = 1.0;
        figures[3].measure.rates = weights;
        o.figures = figures;
        o.migration_profile = profile;
        if (changes[i].number)
            *changes[i].number = changes[i].value;
        else
            *changes[i].whole = (int)changes[i].value;
        assert_foreign(mine, inputs, &o);
    }
    o = options;
    o.seed ^= (uint64_t)1 << 40;
    assert_foreign(mine, inputs, &o);
    o = some_options(1);
    assert_foreign(mine, inputs, &o);
    *value_at(other, COHORT_SURVIVAL, 2, COHORT_FEMALE, 4) *= 1.0 + 1e-15;
    assert_foreign(mine, other, &options);
    cohort_ensemble_free(mine);
    cohort_inputs_free(other);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(a_file_has_the_same_bytes),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(impossible_bytes_are_refused),
        cmocka_unit_test(classes_given_twice_are_refused),
        cmocka_unit_test(trajectories_that_do_not_fit_are_refused),
        cmocka_unit_test(what_is_not_needed_may_differ),
        cmocka_unit_test(foreign_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
