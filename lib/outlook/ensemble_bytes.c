/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ensemble as bytes, the same on every machine (numbers have their lowest byte first):
 *   8   "COHENS2\n"
 *   8   fingerprint of inputs and options
 *   4   number of ranges of trajectories that have been run, and for each
 *       4 + 4   its first and its last trajectory
 *   for cells, then figures, and each value of them
 *     kept: in the order of the trajectories, 8 bytes of a double
 *     counted: 4 how many classes are not empty, and for each of these
 *       4 + 4   its number and its count
 *   then for each figure, if they are counted
 *       8 + 8   its sum, the higher half first
 *   8   checksum of all before it
 * They are read and written number by number, without a copy of the ensemble.
 */
#include "outlook/ensemble.h"

#include "core/error.h"
#include "outlook/fingerprint.h"

#include <math.h>

static const unsigned char magic[8] = {'C', 'O', 'H', 'E', 'N', 'S', '2', '\n'};

/* ---- writing ---- */

/* Where bytes go, and the hash of those written. */
struct sink {
    cohort_output *output;
    uint64_t hash;
};

/* The lower bytes of a number. A failure stays with the output. */
static void put(struct sink *sink, uint64_t number, size_t size)
{
    unsigned char bytes[8];
    cohort_lay_out(number, bytes);
    sink->hash = cohort_hash_bytes(sink->hash, bytes, size);
    cohort_output_write(sink->output, bytes, size);
}

static void put_kept(struct sink *sink, const struct record *record, const double *kept)
{
    for (int i = 0; i < record->done.count; i++)
        for (int t = record->done.at[i].first; t <= record->done.at[i].last; t++)
            put(sink, cohort_bits_of(kept[t]), 8);
}

static void put_counts(struct sink *sink, const struct store *store, size_t value)
{
    const uint32_t *counts = cohort_store_counts(store, value);
    const size_t classes = cohort_store_classes(store);
    uint32_t filled = 0;
    for (size_t i = 0; i < classes; i++)
        filled += counts[i] > 0;
    put(sink, filled, 4);
    for (size_t i = 0; i < classes; i++)
        if (counts[i] > 0) {
            put(sink, i, 4);
            put(sink, counts[i], 4);
        }
}

static void put_store(struct sink *sink, const struct record *record, const struct store *store)
{
    for (size_t value = 0; value < store->values; value++)
        if (store->kept)
            put_kept(sink, record, store->kept + value * (size_t)record->trajectories);
        else
            put_counts(sink, store, value);
    for (size_t i = 0; !store->kept && store->is_figures && i < store->values; i++) {
        put(sink, (uint64_t)store->totals[i].high, 8);
        put(sink, store->totals[i].low, 8);
    }
}

void cohort_ensemble_save(const cohort_ensemble *ensemble, cohort_output *output)
{
    const struct record *record = &ensemble->record;
    const struct ranges *done = &record->done;
    struct sink sink = {output, FNV_BEGIN};
    for (size_t i = 0; i < sizeof magic; i++)
        put(&sink, magic[i], 1);
    put(&sink, ensemble->fingerprint, 8);
    put(&sink, (uint64_t)done->count, 4);
    for (int i = 0; i < done->count; i++) {
        put(&sink, (uint64_t)done->at[i].first, 4);
        put(&sink, (uint64_t)done->at[i].last, 4);
    }
    for (int kind = 0; kind < STORES; kind++)
        put_store(&sink, record, &record->store[kind]);
    put(&sink, sink.hash, 8);
}

/* ---- reading ---- */

/* Where bytes come from, and the hash of those read. Beyond the end they are 0 and `ended` is set.
 * They are read twice: first checked, then taken. */
struct source {
    const unsigned char *at;
    size_t left;
    uint64_t hash;
    bool ended, taking;
};

static uint64_t take(struct source *source, size_t size)
{
    uint64_t number = 0;
    if (source->ended || source->left < size) {
        source->ended = true;
        return 0;
    }
    source->hash = cohort_hash_bytes(source->hash, source->at, size);
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)source->at[i] << 8 * i;
    source->at += size;
    source->left -= size;
    return number;
}

static int fail_damaged(cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "a saved ensemble that is damaged or cut off");
}

/* Does it belong to this ensemble? */
static int take_head(struct source *source, const cohort_ensemble *ensemble, cohort_error *error)
{
    bool same = true;
    for (size_t i = 0; i < sizeof magic; i++)
        same = take(source, 1) == magic[i] && same;
    if (!same || source->ended)
        return cohort_fail(error, COHORT_ERROR_FORMAT, "not a saved ensemble of this version");
    if (take(source, 8) != ensemble->fingerprint && !source->ended)
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "a saved ensemble of other inputs or options");
    return COHORT_OK;
}

/* Ranges of trajectories: ascending, with gaps between them. */
static int take_ranges(struct source *source, struct ranges *ranges, cohort_error *error)
{
    const uint64_t count = take(source, 4);
    uint64_t next = 0;
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t first = take(source, 4), last = take(source, 4);
        if (source->ended || first < next || last < first || last >= INT32_MAX)
            return fail_damaged(error);
        if (ranges->count == ranges->room && !cohort_ranges_reserve(ranges, ranges->count + 1))
            return cohort_fail_memory(error);
        cohort_ranges_add(ranges, (struct range){(int)first, (int)last});
        next = last + 2;
    }
    return source->ended ? fail_damaged(error) : COHORT_OK;
}

static bool take_kept(struct source *source, const struct store *store, const struct ranges *done,
                      double *kept)
{
    for (int i = 0; i < done->count; i++)
        for (int t = done->at[i].first; t <= done->at[i].last; t++) {
            const double number = cohort_number_of_bits(take(source, 8));
            if (source->ended || !(fabs(number) <= MOST_FIGURE))
                return false;
            if (!store->is_figures && !(number >= 0.0 && number <= MOST_PERSONS))
                return false;
            if (source->taking)
                kept[t] = number;
        }
    return true;
}

/* Classes of one value: ascending, none empty, as many trajectories as were run. */
static bool take_counts(struct source *source, const struct store *store, size_t value, int members)
{
    uint32_t *counts = cohort_store_counts(store, value);
    const size_t classes = cohort_store_classes(store);
    const uint64_t filled = take(source, 4);
    uint64_t next = 0, sum = 0;
    for (uint64_t i = 0; i < filled && !source->ended; i++) {
        const uint64_t number = take(source, 4), count = take(source, 4);
        if (number < next || number >= classes || count == 0)
            return false;
        next = number + 1;
        sum += count;
        if (source->taking)
            counts[number] += (uint32_t)count;
    }
    return !source->ended && sum == (uint64_t)members;
}

static bool take_store(struct source *source, struct store *store, int trajectories,
                       const struct ranges *done)
{
    for (size_t value = 0; value < store->values; value++)
        if (store->kept
                ? !take_kept(source, store, done, store->kept + value * (size_t)trajectories)
                : !take_counts(source, store, value, done->members))
            return false;
    for (size_t i = 0; !store->kept && store->is_figures && i < store->values; i++) {
        struct total total;
        total.high = (int64_t)take(source, 8);
        total.low = take(source, 8);
        if (source->taking)
            cohort_add_total(&store->totals[i], total);
    }
    return !source->ended;
}

/* Everything behind the ranges. */
static bool take_rest(struct source *source, struct record *record, const struct ranges *done)
{
    for (int kind = 0; kind < STORES; kind++)
        if (!take_store(source, &record->store[kind], record->trajectories, done))
            return false;
    const uint64_t hash = source->hash;
    return take(source, 8) == hash && !source->ended && source->left == 0;
}

/* Read them once. Returned: *done, the trajectories, in the room that it may have already; the
 * caller frees it also after a failure. */
static int read_through(cohort_ensemble *ensemble, struct source source, struct ranges *done,
                        cohort_error *error)
{
    done->count = done->members = 0;
    int code = take_head(&source, ensemble, error);
    if (!code)
        code = take_ranges(&source, done, error);
    if (!code && !take_rest(&source, &ensemble->record, done))
        code = fail_damaged(error);
    return code;
}

/* May these trajectories join those of a record? Then there is room for them. */
static int make_room(struct record *record, const struct ranges *done, cohort_error *error)
{
    const int common = cohort_ranges_common(&record->done, done);
    const int last = done->count > 0 ? done->at[done->count - 1].last : 0;
    if (last >= record->trajectories)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "a saved ensemble with trajectory %d: there are %d, from 0 on", last,
                           record->trajectories);
    if (common >= 0)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "a saved ensemble with trajectory %d, which has been run here", common);
    return cohort_ranges_reserve(&record->done, done->count) ? COHORT_OK
                                                             : cohort_fail_memory(error);
}

int cohort_ensemble_load(cohort_ensemble *ensemble, const void *bytes, size_t size,
                         cohort_error *error)
{
    struct ranges done = {0};
    struct source source = {.at = bytes, .left = size, .hash = FNV_BEGIN};
    int code = read_through(ensemble, source, &done, error);
    if (!code)
        code = make_room(&ensemble->record, &done, error);
    source.taking = true;
    if (!code)
        code = read_through(ensemble, source, &done, error); /* which succeeds again */
    for (int i = 0; !code && i < done.count; i++)
        cohort_ranges_add(&ensemble->record.done, done.at[i]);
    cohort_ranges_free(&done);
    return code ? code : cohort_succeed(error);
}
