/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What trajectories leave behind: sets of their numbers, quantiles kept and counted, sums. */
#include "support/close.h"
#include "support/random.h"

#include "outlook/record.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

/* ---- sets of numbers ---- */

enum { MEMBERS = 60 };

static void assert_set(const struct ranges *ranges, const bool members[MEMBERS])
{
    int count = 0, i = 0;
    for (int n = 0; n < MEMBERS; n++) {
        count += members[n];
        if (members[n] && (n == 0 || !members[n - 1]))
            assert_int_equal(ranges->at[i].first, n);
        if (members[n] && (n == MEMBERS - 1 || !members[n + 1]))
            assert_int_equal(ranges->at[i++].last, n);
    }
    assert_int_equal(ranges->count, i);
    assert_int_equal(ranges->members, count);
}

/* Against an array of flags: ranges added in random places until all are there. */
static void sets_are_what_was_added(void **state)
{
    uint64_t seed = 5;
    for (int turn = 0; turn < 50; turn++) {
        struct ranges ranges = {0};
        bool members[MEMBERS] = {false};
        while (ranges.members < MEMBERS) {
            const int first = (int)(next_random(&seed) * MEMBERS);
            const int length = (int)(next_random(&seed) * 4.0);
            struct range within = {first, first + length < MEMBERS ? first + length : MEMBERS - 1};
            struct range gap;
            if (!cohort_ranges_gap(&ranges, within, &gap)) {
                for (int n = within.first; n <= within.last; n++)
                    assert_true(members[n]);
                continue;
            }
            for (int n = within.first; n < gap.first; n++)
                assert_true(members[n]);
            for (int n = gap.first; n <= gap.last; n++)
                assert_false(members[n]);
            assert_true(gap.last == within.last || members[gap.last + 1]);
            assert_true(cohort_ranges_reserve(&ranges, 1));
            cohort_ranges_add(&ranges, gap);
            for (int n = gap.first; n <= gap.last; n++)
                members[n] = true;
            assert_set(&ranges, members);
        }
        cohort_ranges_free(&ranges);
    }
}

static void common_numbers_are_found(void **state)
{
    struct range odd[] = {{1, 1}, {3, 3}, {9, 12}}, even[] = {{0, 0}, {2, 2}, {4, 8}};
    struct range wide[] = {{5, 10}};
    const struct ranges a = {.count = 3, .at = odd}, b = {.count = 3, .at = even};
    const struct ranges c = {.count = 1, .at = wide}, none = {0};
    assert_int_equal(cohort_ranges_common(&a, &b), -1);
    assert_int_equal(cohort_ranges_common(&a, &none), -1);
    assert_int_equal(cohort_ranges_common(&a, &c), 9);
    assert_int_equal(cohort_ranges_common(&c, &b), 5);
    assert_int_equal(cohort_ranges_common(&a, &a), 1);
}

/* ---- quantiles ---- */

/* Two values a trajectory: persons, and a figure of either sign. */
enum { VALUES = 2, MANY = 3001 };

static struct record record_of(int trajectories, size_t most_bytes)
{
    struct record record;
    cohort_error error;
    assert_ok(cohort_record_make(&record, 1, 1, trajectories, most_bytes, &error), error);
    return record;
}

static void take(struct record *record, int first, int count, const double *values)
{
    assert_true(cohort_ranges_reserve(&record->done, 1));
    cohort_record_take(record, first, count, values, 0, VALUES);
    cohort_ranges_add(&record->done, (struct range){first, first + count - 1});
}

/* Numbers of all sizes: powers of 2 from below 1 to the largest; some whole, some 0, some twice. */
static void scatter(double values[MANY][VALUES])
{
    uint64_t seed = 11;
    for (int t = 0; t < MANY; t++)
        for (int v = 0; v < VALUES; v++) {
            const double size = exp2(-3.0 + (v == 0 ? 33.9 : 42.9) * next_random(&seed));
            const double kind = next_random(&seed);
            values[t][v] = kind < 0.1 ? 0.0 : kind < 0.5 ? floor(size) : size;
            if (v == 1 && next_random(&seed) < 0.4)
                values[t][v] *= -1.0;
            if (t > 10 && kind > 0.95)
                values[t][v] = values[t - 7][v];
        }
}

static const double probabilities[] = {0.0, 0.001, 0.025, 0.1, 0.37, 0.5, 0.5003, 0.8, 0.975, 1.0};
enum { PROBABILITIES = sizeof probabilities / sizeof *probabilities };

/* Kept: as GSL has it from sorted numbers, also when some are not yet there. */
static void kept_quantiles_are_exact(void **state)
{
    static double values[MANY][VALUES], sorted[MANY];
    scatter(values);
    struct record record = record_of(MANY, MANY * VALUES * sizeof(double));
    assert_non_null(record.store[CELLS].kept);
    static const struct range parts[] = {{5, 5}, {100, 101}, {0, 4}, {102, MANY - 1}, {6, 99}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        take(&record, parts[i].first, parts[i].last - parts[i].first + 1, values[parts[i].first]);
        for (size_t v = 0; v < VALUES; v++) {
            size_t n = 0;
            for (size_t t = 0; t < MANY; t++)
                for (size_t part = 0; part <= i; part++)
                    if ((int)t >= parts[part].first && (int)t <= parts[part].last)
                        sorted[n++] = values[t][v];
            assert_int_equal(record.done.members, n);
            gsl_sort(sorted, 1, n);
            for (int p = 0; p < PROBABILITIES; p++) /* two roundings of a straight line */
                assert_close(cohort_record_quantile(&record, (int)v, 0, probabilities[p]),
                             gsl_stats_quantile_from_sorted_data(sorted, 1, n, probabilities[p]),
                             1e-14, 1e-14);
            assert_true(cohort_record_quantile(&record, (int)v, 0, 0.0) == sorted[0]);
            assert_true(cohort_record_quantile(&record, (int)v, 0, 1.0) == sorted[n - 1]);
        }
    }
    cohort_record_free(&record);
}

/* A record in classes of so many bits, 32 octaves of persons and twice 41 of figures. Half of the
 * bytes are the figures' unless cells leave more. */
static struct record counted_in(int bits)
{
    struct record record =
        record_of(1 << 30, 2 * ((size_t)(2 * 41) << bits) * sizeof(uint32_t) + 8);
    assert_int_equal(record.store[FIGURES].bits, bits);
    assert_true(record.store[CELLS].bits >= bits);
    return record;
}

/* Counted: each value, and so each quantile, is within the class's error; small whole numbers are
 * exact. */
static void counted_quantiles_are_within_their_error(void **state)
{
    static double values[MANY][VALUES];
    scatter(values);
    for (int bits = 1; bits <= 9; bits += 4) {
        struct record record = counted_in(bits);
        struct record kept = record_of(MANY, 1 << 20);
        for (int t = 0; t < MANY; t++) {
            struct record one = counted_in(bits);
            take(&one, t, 1, values[t]);
            for (int v = 0; v < VALUES; v++) {
                const double value = values[t][v], found = cohort_record_quantile(&one, v, 0, 0.5);
                const double error = ldexp(1.0, -one.store[v].bits - 1);
                assert_close(found, value, 0.0, error * fmax(1.0, fabs(value)));
                if (fabs(value) <= exp2(one.store[v].bits + 1) && value == floor(value))
                    assert_true(found == value);
            }
            cohort_record_free(&one);
            take(&record, t, 1, values[t]);
            take(&kept, t, 1, values[t]);
        }
        for (int v = 0; v < VALUES; v++)
            for (int p = 0; p < PROBABILITIES; p++) {
                const double exact = cohort_record_quantile(&kept, v, 0, probabilities[p]);
                const double error = cohort_record_error(&record, v);
                assert_true(error == ldexp(1.0, -record.store[v].bits - 1));
                assert_close(cohort_record_quantile(&record, v, 0, probabilities[p]), exact, 0.0,
                             error * fmax(1.0, fabs(exact)));
            }
        assert_true(cohort_record_mean(&record, 0) == cohort_record_mean(&kept, 0));
        cohort_record_free(&kept);
        cohort_record_free(&record);
    }
}

/* How many bytes a record's values take. */
static size_t bytes_of(const struct record *record)
{
    size_t bytes = 0;
    for (int kind = 0; kind < STORES; kind++) {
        const struct store *store = &record->store[kind];
        bytes += store->values * (store->kept ? (size_t)record->trajectories * sizeof(double)
                                              : cohort_store_classes(store) * sizeof(uint32_t));
    }
    return bytes;
}

/* Bits of cells and figures by what there is room for: as many as fit, never more, and figures are
 * not coarsened by the cells of a large grid. */
static void figures_are_kept_longer_than_cells(void **state)
{
    static const struct {
        size_t cells, figures;
        int trajectories, cell_bits, figure_bits;
    } cases[] = {
        {380, 23, 15000, KEPT, KEPT},   {380, 23, 16000, 9, KEPT},
        {380, 23, 136000, 9, KEPT},     {380, 23, 137000, 9, 11},
        {380, 23, 2147483647, 9, 11},   {20402, 0, 10000, 4, KEPT},
        {20402, 23, 309, 4, KEPT},      {20402, 205, 10000, 3, KEPT},
        {20402, 205, 1000000000, 3, 8}, {1, 5000, 10000, KEPT, 4},
        {5000, 5000, 2000000000, 5, 3}, {20402, 205, 290, KEPT, KEPT},
    };
    const size_t most = 48 << 20;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record record;
        cohort_error error;
        assert_ok(cohort_record_make(&record, cases[i].cells, cases[i].figures,
                                     cases[i].trajectories, most, &error),
                  error);
        assert_int_equal(record.store[CELLS].bits, cases[i].cell_bits);
        assert_int_equal(record.store[FIGURES].bits, cases[i].figure_bits);
        assert_true(bytes_of(&record) <= most);
        cohort_record_free(&record);
    }
}

/* Sums in any order are the same, and those of whole numbers exact, also where doubles' are not. */
static void means_are_exact(void **state)
{
    static const double figures[] = {1099511627776.0, -1099511627775.0, 0.25, -0.5, 3.0, 7.0};
    enum { COUNT = sizeof figures / sizeof *figures };
    const double sum = 1.0 + 0.25 - 0.5 + 10.0;
    for (int turn = 0; turn < COUNT; turn++)
        for (int counted = 0; counted < 2; counted++) {
            struct record record = record_of(counted ? 1 << 30 : COUNT, 1 << 20);
            for (int i = 0; i < COUNT; i++) {
                const double values[] = {0.0, figures[(i + turn) % COUNT]};
                take(&record, i, 1, values);
            }
            assert_true(cohort_record_mean(&record, 0) == sum / COUNT);
            cohort_record_free(&record);
        }
    struct record negative = record_of(1 << 30, 1 << 20);
    for (int i = 0; i < 1000; i++)
        take(&negative, i, 1, (const double[]){0.0, -1099511627776.0});
    assert_true(cohort_record_mean(&negative, 0) == -1099511627776.0);
    cohort_record_free(&negative);
}

static void shares_below_are_counted(void **state)
{
    for (int counted = 0; counted < 2; counted++) {
        struct record record = record_of(counted ? 1 << 30 : 10, 1 << 20);
        for (int i = 0; i < 8; i++) /* -40, -30, ... 30 */
            take(&record, i, 1, (const double[]){i, 10.0 * i - 40.0});
        assert_true(cohort_record_below(&record, FIGURES, 0, -40.0) == 0.0);
        assert_true(cohort_record_below(&record, FIGURES, 0, -39.0) == 0.125);
        assert_true(cohort_record_below(&record, FIGURES, 0, 0.0) == 0.5);
        assert_true(cohort_record_below(&record, FIGURES, 0, 1.0) == 0.625);
        assert_true(cohort_record_below(&record, FIGURES, 0, HUGE_VAL) == 1.0);
        assert_true(cohort_record_below(&record, FIGURES, 0, -HUGE_VAL) == 0.0);
        assert_true(cohort_record_below(&record, CELLS, 0, 4.0) == 0.5);
        cohort_record_free(&record);
    }
}

static void too_little_memory_is_refused(void **state)
{
    struct record record;
    cohort_error error;
    assert_fails(cohort_record_make(&record, 380, 10, 1 << 20, 1000, &error), COHORT_ERROR_VALUE,
                 error, "most_bytes 1000: expected 105400 or more for 380 cells and 10 figures");
    cohort_record_free(&record);
    assert_ok(cohort_record_make(&record, 380, 10, 1 << 20, 105400, &error), error);
    assert_int_equal(record.store[CELLS].bits, 1);
    assert_int_equal(record.store[FIGURES].bits, 1);
    assert_int_equal(bytes_of(&record), 105400);
    cohort_record_free(&record);
    assert_ok(cohort_record_make(&record, 3, 0, 1 << 20, 0x7fffffffu, &error), error);
    assert_non_null(record.store[CELLS].kept);
    cohort_record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_what_was_added),
        cmocka_unit_test(common_numbers_are_found),
        cmocka_unit_test(kept_quantiles_are_exact),
        cmocka_unit_test(counted_quantiles_are_within_their_error),
        cmocka_unit_test(figures_are_kept_longer_than_cells),
        cmocka_unit_test(means_are_exact),
        cmocka_unit_test(shares_below_are_counted),
        cmocka_unit_test(too_little_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
