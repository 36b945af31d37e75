/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/record.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BITS = 20, CELL_OCTAVES = 31, FIGURE_OCTAVES = 40 };

/* ---- classes ---- */

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double value_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The number of a class, 0 or more, of a number that is 0 or more. The bits of a double that is 1
 * or more ascend with it and are cut, with rounding, to exponent and `bits` binary places. */
static size_t class_of_size(double size, int bits)
{
    const int cut = 52 - bits;
    if (size < 1.0)
        return (size_t)lround(ldexp(size, bits));
    const uint64_t half = (uint64_t)1 << (cut - 1);
    return (size_t)((bits_of(size) + half) >> cut) - ((size_t)1022 << bits);
}

static double size_of_class(size_t number, int bits)
{
    if (number < (size_t)1 << bits)
        return ldexp((double)number, -bits);
    return value_of((uint64_t)(number + ((size_t)1022 << bits)) << (52 - bits));
}

/* Classes from 0 up to and including that of 2^octaves. */
static size_t classes_up(int octaves, int bits)
{
    return ((size_t)(octaves + 1) << bits) + 1;
}

/* Figures: those below 0 stand before that of 0. */
static size_t zero_class(const struct record *record, size_t value)
{
    return value < record->cells ? 0 : classes_up(FIGURE_OCTAVES, record->bits) - 1;
}

size_t cohort_record_classes(const struct record *record, size_t value)
{
    if (value < record->cells)
        return classes_up(CELL_OCTAVES, record->bits);
    return 2 * classes_up(FIGURE_OCTAVES, record->bits) - 1;
}

uint32_t *cohort_record_counts(const struct record *record, size_t value)
{
    const size_t cells = value < record->cells ? value : record->cells;
    return record->counts + cells * cohort_record_classes(record, 0) +
           (value - cells) * cohort_record_classes(record, record->cells);
}

static size_t class_of(const struct record *record, size_t value, double number)
{
    const size_t zero = zero_class(record, value);
    const size_t size = class_of_size(fabs(number), record->bits);
    return number < 0.0 ? zero - size : zero + size;
}

static double number_of(const struct record *record, size_t value, size_t number)
{
    const size_t zero = zero_class(record, value);
    return number < zero ? -size_of_class(zero - number, record->bits)
                         : size_of_class(number - zero, record->bits);
}

/* ---- sums ---- */

static void add_to_total(struct total *total, struct total term)
{
    total->low += term.low;
    total->high += term.high + (total->low < term.low);
}

static struct total term_of(double number)
{
    const int64_t places = llround(ldexp(number, 22));
    return (struct total){places < 0 ? -1 : 0, (uint64_t)places};
}

static double value_of_total(struct total total)
{
    const double sign = total.high < 0 ? -1.0 : 1.0;
    if (total.high < 0) {
        total.low = ~total.low + 1;
        total.high = ~total.high + (total.low == 0);
    }
    return sign * ldexp(ldexp((double)total.high, 64) + (double)total.low, -22);
}

/* ---- making ---- */

/* Counts of all values in classes of `bits`. */
static size_t count_classes(struct record *record, int bits)
{
    record->bits = bits;
    return record->cells * cohort_record_classes(record, 0) +
           record->figures * cohort_record_classes(record, record->cells);
}

static int make_classes(struct record *record, size_t most_bytes, cohort_error *error)
{
    int bits = MOST_BITS;
    while (bits > 0 && count_classes(record, bits) > most_bytes / sizeof *record->counts)
        bits--;
    if (bits == 0)
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "most_bytes %zu: expected %zu or more for %zu cells and %zu figures",
                           most_bytes, count_classes(record, 1) * sizeof *record->counts,
                           record->cells, record->figures);
    record->counts = calloc(count_classes(record, bits), sizeof *record->counts);
    record->totals = calloc(record->figures + 1, sizeof *record->totals);
    return record->counts && record->totals ? COHORT_OK : cohort_fail_memory(error);
}

int cohort_record_make(struct record *record, size_t cells, size_t figures, int trajectories,
                       size_t most_bytes, cohort_error *error)
{
    const size_t values = cells + figures, places = (size_t)trajectories;
    *record = (struct record){
        .cells = cells, .figures = figures, .trajectories = trajectories, .bits = -1};
    if (values > most_bytes / sizeof *record->kept / places)
        return make_classes(record, most_bytes, error);
    record->kept = malloc(values * places * sizeof *record->kept);
    if (!record->kept)
        return cohort_fail_memory(error);
    for (size_t i = 0; i < values * places; i++)
        record->kept[i] = (double)NAN;
    return COHORT_OK;
}

void cohort_record_free(struct record *record)
{
    free(record->kept);
    free(record->counts);
    free(record->totals);
    cohort_ranges_free(&record->done);
}

/* ---- taking ---- */

static void count_value(struct record *record, size_t value, int count, const double *values)
{
    const size_t stride = cohort_record_values(record);
    uint32_t *counts = cohort_record_counts(record, value);
    for (int i = 0; i < count; i++) {
        const double number = values[(size_t)i * stride + value];
        counts[class_of(record, value, number)]++;
        if (value >= record->cells)
            add_to_total(&record->totals[value - record->cells], term_of(number));
    }
}

void cohort_record_take(struct record *record, int first, int count, const double *values,
                        size_t from, size_t to)
{
    const size_t stride = cohort_record_values(record);
    for (size_t value = from; value < to; value++) {
        if (!record->kept) {
            count_value(record, value, count, values);
            continue;
        }
        double *kept = record->kept + value * (size_t)record->trajectories + first;
        for (int i = 0; i < count; i++)
            kept[i] = values[(size_t)i * stride + value];
    }
}

static void merge_kept(struct record *record, const struct record *from, struct range range)
{
    const size_t size = (size_t)(range.last - range.first + 1) * sizeof(double);
    for (size_t value = 0; value < cohort_record_values(record); value++) {
        const size_t at = value * (size_t)record->trajectories + (size_t)range.first;
        memcpy(record->kept + at, from->kept + at, size);
    }
}

void cohort_record_merge(struct record *record, const struct record *from)
{
    for (int i = 0; i < from->done.count; i++) {
        if (record->kept)
            merge_kept(record, from, from->done.at[i]);
        cohort_ranges_add(&record->done, from->done.at[i]);
    }
    if (record->kept)
        return;
    for (size_t i = 0; i < count_classes(record, record->bits); i++)
        record->counts[i] += from->counts[i];
    for (size_t i = 0; i < record->figures; i++)
        add_to_total(&record->totals[i], from->totals[i]);
}

/* ---- quantiles ---- */

/* Bits that ascend with the number; NaN (not yet run) comes last. */
static uint64_t key_of(double number)
{
    const uint64_t bits = bits_of(number), sign = (uint64_t)1 << 63;
    return bits & sign ? ~bits : bits | sign;
}

static double number_of_key(uint64_t key)
{
    const uint64_t sign = (uint64_t)1 << 63;
    return value_of(key & sign ? key ^ sign : ~key);
}

/* Two neighbours in order: of rank `rank` from 0 on, and the next. */
struct neighbours {
    double low, high;
};

/* Byte by byte of their keys, the highest first: no copy, nothing allocated, in time proportional
 * to their number. */
static struct neighbours find_kept(const double *numbers, size_t count, size_t rank)
{
    uint64_t key = 0, known = 0, above = UINT64_MAX;
    size_t counts[256], digit = 0;
    for (int shift = 56; shift >= 0; shift -= 8) {
        memset(counts, 0, sizeof counts);
        for (size_t i = 0; i < count; i++) {
            const uint64_t other = key_of(numbers[i]);
            if ((other & known) == key)
                counts[other >> shift & 255]++;
        }
        for (digit = 0; rank >= counts[digit]; digit++)
            rank -= counts[digit];
        key |= (uint64_t)digit << shift;
        known |= (uint64_t)255 << shift;
    }
    struct neighbours found = {number_of_key(key), number_of_key(key)};
    if (rank + 1 < counts[digit])
        return found;
    for (size_t i = 0; i < count; i++) {
        const uint64_t other = key_of(numbers[i]);
        if (other > key && other < above)
            above = other;
    }
    found.high = number_of_key(above);
    return found;
}

static struct neighbours find_counted(const struct record *record, size_t value, size_t rank)
{
    const uint32_t *counts = cohort_record_counts(record, value);
    size_t number = 0;
    for (; rank >= counts[number]; number++)
        rank -= counts[number];
    struct neighbours found;
    found.low = found.high = number_of(record, value, number);
    if (rank + 1 < counts[number])
        return found;
    const size_t classes = cohort_record_classes(record, value);
    for (number++; number < classes && counts[number] == 0; number++)
        continue;
    if (number < classes)
        found.high = number_of(record, value, number);
    return found;
}

double cohort_record_quantile(const struct record *record, size_t value, double p)
{
    const size_t places = (size_t)record->trajectories, most = (size_t)record->done.members - 1;
    const double at = p * (double)most;
    const size_t rank = (size_t)at;
    const double part = at - (double)rank;
    const struct neighbours found = record->kept
                                        ? find_kept(record->kept + value * places, places, rank)
                                        : find_counted(record, value, rank);
    return part > 0.0 ? found.low + part * (found.high - found.low) : found.low;
}

double cohort_record_mean(const struct record *record, size_t figure)
{
    struct total total = {0, 0};
    if (!record->kept) {
        total = record->totals[figure];
    } else {
        const size_t places = (size_t)record->trajectories;
        const double *kept = record->kept + (record->cells + figure) * places;
        for (size_t i = 0; i < places; i++)
            if (!isnan(kept[i]))
                add_to_total(&total, term_of(kept[i]));
    }
    return value_of_total(total) / record->done.members;
}

double cohort_record_below(const struct record *record, size_t value, double limit)
{
    const size_t places = (size_t)record->trajectories;
    uint64_t below = 0;
    if (record->kept) {
        const double *kept = record->kept + value * places;
        for (size_t i = 0; i < places; i++)
            below += kept[i] < limit;
    } else {
        const uint32_t *counts = cohort_record_counts(record, value);
        const size_t classes = cohort_record_classes(record, value);
        for (size_t i = 0; i < classes && number_of(record, value, i) < limit; i++)
            below += counts[i];
    }
    return (double)below / record->done.members;
}
