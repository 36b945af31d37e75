/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ensemble as bytes, the same on every machine (numbers have their lowest byte first):
 *   8   "COHENS1\n"
 *   8   fingerprint of inputs and options
 *   4   number of ranges of trajectories that have been run, and for each
 *       4 + 4   its first and its last trajectory
 *   kept: for each value, in the order of the trajectories, 8 bytes of a double
 *   counted: for each value, 4 how many classes are not empty, and for each of these
 *       4 + 4   its number and its count
 *     then for each figure 8 + 8   its sum, the higher half first
 *   8   checksum of all before it
 */
#include "fit/ensemble.h"

#include "core/error.h"
#include "core/inputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char magic[8] = {'C', 'O', 'H', 'E', 'N', 'S', '1', '\n'};

/* ---- hashes ---- */

uint64_t cohort_hash_bytes(uint64_t hash, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    return cohort_hash_bytes(hash, bytes, sizeof bytes);
}

static uint64_t hash_double(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return hash_number(hash, bits);
}

static uint64_t hash_band(uint64_t hash, cohort_band band)
{
    hash = hash_number(hash, (uint64_t)band.sex);
    hash = hash_number(hash, (uint64_t)band.age_from);
    return hash_number(hash, (uint64_t)band.age_to);
}

static uint64_t hash_measure(uint64_t hash, const cohort_grid *grid, const cohort_measure *m)
{
    hash = hash_double(hash_band(hash, m->band), m->year);
    hash = hash_number(hash, m->is_percent ? 1 : 0);
    if (m->is_percent)
        hash = hash_band(hash, m->per);
    hash = hash_number(hash, m->rates ? 1 : 0);
    for (size_t c = 0; m->rates && c < cohort_grid_cells(grid); c++)
        hash = hash_double(hash, m->rates[c]);
    return hash;
}

static uint64_t hash_inputs(uint64_t hash, const cohort_inputs *inputs)
{
    const cohort_grid *grid = &inputs->grid;
    const int numbers[] = {grid->width, grid->ages, grid->start, grid->steps,
                           (int)inputs->convention};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        hash = hash_number(hash, (uint64_t)numbers[i]);
    for (size_t i = 0; i < inputs->offset[COHORT_QUANTITY_COUNT]; i++)
        hash = hash_double(hash, inputs->values[i]);
    return hash;
}

uint64_t cohort_ensemble_fingerprint(const struct chances *chances, const struct record *record)
{
    const cohort_grid *grid = &chances->inputs->grid;
    uint64_t hash = hash_inputs(FNV_BEGIN, chances->inputs);
    hash = hash_number(hash, chances->seed);
    hash = hash_number(hash, chances->events ? 1 : 0);
    for (int v = 0; v < VARIES; v++) {
        hash = hash_double(hash, chances->variation.of[v].sd);
        hash = hash_double(hash, chances->variation.of[v].autocorrelation);
        hash = hash_double(hash, chances->variation.of[v].age_correlation);
        hash = hash_double(hash, chances->variation.of[v].neighbour_correlation);
    }
    for (int x = 0; chances->profile && x < grid->ages; x++)
        hash = hash_double(hash, chances->profile[x]);
    hash = hash_number(hash, (uint64_t)record->trajectories);
    hash = hash_number(hash, (uint64_t)record->bits);
    for (int i = 0; i < chances->figure_count; i++) {
        const cohort_figure *figure = &chances->figures[i];
        hash = hash_double(hash_measure(hash, grid, &figure->measure), figure->times);
        if (figure->times != 0.0)
            hash = hash_measure(hash, grid, &figure->minus);
    }
    return hash;
}

/* ---- writing ---- */

static void put(unsigned char **at, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        *(*at)++ = (unsigned char)(number >> 8 * i);
}

static uint32_t count_filled(const struct record *record, size_t value)
{
    const uint32_t *counts = cohort_record_counts(record, value);
    uint32_t filled = 0;
    for (size_t i = 0; i < cohort_record_classes(record, value); i++)
        filled += counts[i] > 0;
    return filled;
}

size_t cohort_ensemble_bytes(const cohort_ensemble *ensemble)
{
    const struct record *record = &ensemble->record;
    const size_t values = cohort_record_values(record);
    size_t size = sizeof magic + 8 + 4 + 8 * (size_t)record->done.count + 8;
    if (record->kept)
        return size + 8 * values * (size_t)record->done.members;
    for (size_t value = 0; value < values; value++)
        size += 4 + 8 * (size_t)count_filled(record, value);
    return size + 16 * record->figures;
}

static void put_kept(unsigned char **at, const struct record *record, size_t value)
{
    const double *kept = record->kept + value * (size_t)record->trajectories;
    for (int i = 0; i < record->done.count; i++)
        for (int t = record->done.at[i].first; t <= record->done.at[i].last; t++) {
            uint64_t bits;
            memcpy(&bits, &kept[t], sizeof bits);
            put(at, bits, 8);
        }
}

static void put_counts(unsigned char **at, const struct record *record, size_t value)
{
    const uint32_t *counts = cohort_record_counts(record, value);
    put(at, count_filled(record, value), 4);
    for (size_t i = 0; i < cohort_record_classes(record, value); i++)
        if (counts[i] > 0) {
            put(at, i, 4);
            put(at, counts[i], 4);
        }
}

void cohort_ensemble_save(const cohort_ensemble *ensemble, void *bytes)
{
    const struct record *record = &ensemble->record;
    unsigned char *at = bytes;
    memcpy(at, magic, sizeof magic);
    at += sizeof magic;
    put(&at, ensemble->fingerprint, 8);
    put(&at, (uint64_t)record->done.count, 4);
    for (int i = 0; i < record->done.count; i++) {
        put(&at, (uint64_t)record->done.at[i].first, 4);
        put(&at, (uint64_t)record->done.at[i].last, 4);
    }
    for (size_t value = 0; value < cohort_record_values(record); value++)
        if (record->kept)
            put_kept(&at, record, value);
        else
            put_counts(&at, record, value);
    for (size_t i = 0; !record->kept && i < record->figures; i++) {
        put(&at, (uint64_t)record->totals[i].high, 8);
        put(&at, record->totals[i].low, 8);
    }
    const size_t size = (size_t)(at - (unsigned char *)bytes);
    put(&at, cohort_hash_bytes(FNV_BEGIN, bytes, size), 8);
}

/* ---- reading ---- */

/* What is left of the bytes. Beyond their end there are zeros, and `ended` tells. */
struct source {
    const unsigned char *at, *end;
    bool ended;
};

static uint64_t take(struct source *source, int bytes)
{
    uint64_t number = 0;
    if (source->end - source->at < bytes) {
        source->ended = true;
        return 0;
    }
    for (int i = 0; i < bytes; i++)
        number |= (uint64_t)source->at[i] << 8 * i;
    source->at += bytes;
    return number;
}

static double take_double(struct source *source)
{
    const uint64_t bits = take(source, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Ascending, with gaps between them, within the trajectories. Returned: false if not. */
static bool take_ranges(struct source *source, const struct record *record, struct ranges *ranges)
{
    const uint64_t count = take(source, 4);
    uint64_t next = 0;
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t first = take(source, 4), last = take(source, 4);
        if (source->ended || first < next || last < first || last >= (uint64_t)record->trajectories)
            return false;
        if (ranges->at)
            cohort_ranges_add(ranges, (struct range){(int)first, (int)last});
        else
            ranges->members += (int)(last - first) + 1;
        next = last + 2;
    }
    if (!ranges->at)
        ranges->count = (int)count;
    return !source->ended;
}

/* Values one by one; into the record if `into` is true, else looked at. */
static bool take_kept(struct source *source, struct record *record, const struct ranges *done,
                      bool into)
{
    const size_t values = cohort_record_values(record), places = (size_t)record->trajectories;
    if (!into && (uint64_t)(source->end - source->at) != 8 * values * (uint64_t)done->members)
        return false;
    if (!into) {
        for (size_t i = 0; i < values * (size_t)done->members; i++) {
            const bool is_cell = i / (size_t)done->members < record->cells;
            const double value = take_double(source);
            if (!(is_cell ? value >= 0.0 && value <= MOST_PERSONS : fabs(value) <= MOST_FIGURE))
                return false;
        }
        return true;
    }
    for (size_t value = 0; value < values; value++) {
        double *kept = record->kept + value * places;
        for (size_t t = 0; t < places; t++)
            kept[t] = (double)NAN;
        for (int i = 0; i < done->count; i++)
            for (int t = done->at[i].first; t <= done->at[i].last; t++)
                kept[t] = take_double(source);
    }
    return true;
}

/* Classes of one value: ascending, none empty, as many trajectories as were run. */
static bool take_counts(struct source *source, struct record *record, size_t value, int members,
                        bool into)
{
    const size_t classes = cohort_record_classes(record, value);
    uint32_t *counts = cohort_record_counts(record, value);
    const uint64_t filled = take(source, 4);
    uint64_t next = 0, sum = 0;
    if (into)
        memset(counts, 0, classes * sizeof *counts);
    for (uint64_t i = 0; i < filled && !source->ended; i++) {
        const uint64_t number = take(source, 4), count = take(source, 4);
        if (number < next || number >= classes || count == 0)
            return false;
        next = number + 1;
        sum += count;
        if (into)
            counts[number] = (uint32_t)count;
    }
    return !source->ended && sum == (uint64_t)members;
}

static bool take_record(struct source *source, struct record *record, const struct ranges *done,
                        bool into)
{
    if (record->kept)
        return take_kept(source, record, done, into);
    for (size_t value = 0; value < cohort_record_values(record); value++)
        if (!take_counts(source, record, value, done->members, into))
            return false;
    for (size_t i = 0; i < record->figures; i++) {
        struct total total;
        total.high = (int64_t)take(source, 8);
        total.low = take(source, 8);
        if (into)
            record->totals[i] = total;
    }
    return !source->ended && source->at == source->end;
}

/* The head, the tail, and whose they are. Returned: what lies between, or an error. */
static int open_bytes(const cohort_ensemble *ensemble, const unsigned char *bytes, size_t size,
                      struct source *source, cohort_error *error)
{
    if (size < sizeof magic + 8 + 4 + 8 || memcmp(bytes, magic, sizeof magic) != 0)
        return cohort_fail(error, COHORT_ERROR_FORMAT, "not a saved ensemble of this version");
    *source = (struct source){bytes + size - 8, bytes + size, false};
    if (take(source, 8) != cohort_hash_bytes(FNV_BEGIN, bytes, size - 8))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "a saved ensemble that is damaged: its checksum does not hold");
    *source = (struct source){bytes + sizeof magic, bytes + size - 8, false};
    if (take(source, 8) != ensemble->fingerprint)
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "a saved ensemble of other inputs or options");
    return COHORT_OK;
}

int cohort_ensemble_load(cohort_ensemble *ensemble, const void *bytes, size_t size,
                         cohort_error *error)
{
    struct record *record = &ensemble->record;
    struct ranges done = {0};
    struct source source;
    int code = open_bytes(ensemble, bytes, size, &source, error);
    if (code)
        return code;
    struct source again = source; /* everything is looked at before anything is taken */
    if (!take_ranges(&source, record, &done) || !take_record(&source, record, &done, false))
        return cohort_fail(error, COHORT_ERROR_FORMAT, "a saved ensemble that is malformed");
    const int count = done.count;
    done = (struct ranges){0};
    if (!cohort_ranges_reserve(&done, count + 1))
        return cohort_fail_memory(error);
    take_ranges(&again, record, &done);
    take_record(&again, record, &done, true);
    cohort_ranges_free(&record->done);
    record->done = done;
    return cohort_succeed(error);
}
