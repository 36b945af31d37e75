/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/record.h"

#include "core/error.h"
#include "core/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BITS_MAX = 20, CELL_OCTAVES = 31, FIGURE_OCTAVES = 40 };

/* ---- ranges ---- */

void cohort_ranges_free(struct ranges *ranges)
{
    free(ranges->at);
    *ranges = (struct ranges){0};
}

bool cohort_ranges_reserve(struct ranges *ranges, int more)
{
    const int room = ranges->count + more;
    if (room <= ranges->room)
        return true;
    if (!cohort_resize(&ranges->at, (size_t)room, sizeof *ranges->at))
        return false;
    ranges->room = room;
    return true;
}

void cohort_ranges_add(struct ranges *ranges, struct range range)
{
    int i = ranges->count;
    while (i > 0 && ranges->at[i - 1].first > range.last)
        i--;
    ranges->members += range.last - range.first + 1;
    const bool joins_left = i > 0 && ranges->at[i - 1].last == range.first - 1;
    const bool joins_right = i < ranges->count && ranges->at[i].first == range.last + 1;
    struct range *here = ranges->at + i;
    const size_t behind = (size_t)(ranges->count - i);
    if (joins_left && joins_right) {
        here[-1].last = here->last;
        memmove(here, here + 1, (behind - 1) * sizeof *here);
        ranges->count--;
    } else if (joins_left) {
        here[-1].last = range.last;
    } else if (joins_right) {
        here->first = range.first;
    } else {
        memmove(here + 1, here, behind * sizeof *here);
        *here = range;
        ranges->count++;
    }
}

bool cohort_ranges_gap(const struct ranges *ranges, struct range within, struct range *gap)
{
    *gap = within;
    for (int i = 0; i < ranges->count; i++) {
        const struct range *r = &ranges->at[i];
        if (r->last < gap->first)
            continue;
        if (r->first > gap->first) {
            if (r->first <= gap->last)
                gap->last = r->first - 1;
            break;
        }
        if (r->last >= gap->last)
            return false;
        gap->first = r->last + 1;
    }
    return gap->first <= gap->last;
}

int cohort_ranges_common(const struct ranges *a, const struct ranges *b)
{
    for (int i = 0, j = 0; i < a->count && j < b->count;) {
        const struct range x = a->at[i], y = b->at[j];
        if (x.first <= y.last && y.first <= x.last)
            return x.first > y.first ? x.first : y.first;
        if (x.last < y.last)
            i++;
        else
            j++;
    }
    return -1;
}

/* ---- classes ---- */

/* The number of a class, 0 or more, of a number that is 0 or more. The bits of a double that is 1
 * or more ascend with it and are cut, with rounding, to exponent and `bits` binary places. */
static size_t class_of_size(double size, int bits)
{
    const int cut = 52 - bits;
    if (size < 1.0)
        return (size_t)lround(ldexp(size, bits));
    const uint64_t half = (uint64_t)1 << (cut - 1);
    return (size_t)((cohort_bits_of(size) + half) >> cut) - ((size_t)1022 << bits);
}

static double size_of_class(size_t number, int bits)
{
    if (number < (size_t)1 << bits)
        return ldexp((double)number, -bits);
    return cohort_number_of_bits((uint64_t)(number + ((size_t)1022 << bits)) << (52 - bits));
}

/* Classes from 0 up to and including that of 2^octaves. */
static size_t classes_up(int octaves, int bits)
{
    return ((size_t)(octaves + 1) << bits) + 1;
}

static size_t classes_of(bool is_figures, int bits)
{
    return is_figures ? 2 * classes_up(FIGURE_OCTAVES, bits) - 1 : classes_up(CELL_OCTAVES, bits);
}

size_t cohort_store_classes(const struct store *store)
{
    return classes_of(store->is_figures, store->bits);
}

uint32_t *cohort_store_counts(const struct store *store, size_t value)
{
    return store->counts + value * cohort_store_classes(store);
}

/* Figures: those below 0 stand before that of 0. */
static size_t zero_class(const struct store *store)
{
    return store->is_figures ? classes_up(FIGURE_OCTAVES, store->bits) - 1 : 0;
}

static size_t class_of(const struct store *store, double number)
{
    const size_t zero = zero_class(store), size = class_of_size(fabs(number), store->bits);
    return number < 0.0 ? zero - size : zero + size;
}

static double number_of(const struct store *store, size_t number)
{
    const size_t zero = zero_class(store);
    return number < zero ? -size_of_class(zero - number, store->bits)
                         : size_of_class(number - zero, store->bits);
}

/* ---- sums ---- */

void cohort_add_total(struct total *total, struct total term)
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

/* Bytes of so many places for each value; SIZE_MAX for what is more than can be counted. */
static size_t bytes_of(const struct store *store, size_t places, size_t size)
{
    if (store->values > SIZE_MAX / size / places)
        return SIZE_MAX;
    return store->values * places * size;
}

static size_t bytes_in_classes(const struct store *store, int bits)
{
    return bytes_of(store, classes_of(store->is_figures, bits), sizeof *store->counts);
}

static size_t bytes_kept(const struct store *store, int trajectories)
{
    return bytes_of(store, (size_t)trajectories, sizeof *store->kept);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t least_bytes(const struct store *store, int trajectories)
{
    return smaller(bytes_kept(store, trajectories), bytes_in_classes(store, 1));
}

/* As exact as fits. Returned: the bytes. */
static size_t fit_store(struct store *store, int trajectories, size_t most_bytes)
{
    if (bytes_kept(store, trajectories) <= most_bytes) {
        store->bits = KEPT;
        return bytes_kept(store, trajectories);
    }
    store->bits = BITS_MAX;
    while (store->bits > 1 && bytes_in_classes(store, store->bits) > most_bytes)
        store->bits--;
    return bytes_in_classes(store, store->bits);
}

/* Figures come first, with what cells do not need or half of the bytes; cells get the rest. */
static int share_bytes(struct record *record, size_t most_bytes, cohort_error *error)
{
    struct store *cells = &record->store[CELLS], *figures = &record->store[FIGURES];
    const int n = record->trajectories;
    const size_t least_cells = least_bytes(cells, n), least_figures = least_bytes(figures, n);
    if (least_cells > most_bytes || least_figures > most_bytes - least_cells)
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "most_bytes %zu: expected %zu or more for %zu cells and %zu figures",
                           most_bytes, least_cells + least_figures, cells->values, figures->values);
    size_t share = most_bytes - smaller(bytes_kept(cells, n), most_bytes / 2);
    share = smaller(share, most_bytes - least_cells);
    share = fit_store(figures, n, share > least_figures ? share : least_figures);
    fit_store(cells, n, most_bytes - share);
    return COHORT_OK;
}

/* Without values there is nothing that is read: a byte, so that NULL is a failure. */
static bool make_store(struct store *store, int trajectories)
{
    const size_t count = store->values * (size_t)trajectories;
    if (store->bits == KEPT) {
        store->kept = malloc(count * sizeof *store->kept + 1);
        for (size_t i = 0; store->kept && i < count; i++)
            store->kept[i] = (double)NAN;
        return store->kept;
    }
    store->counts = calloc(1, bytes_in_classes(store, store->bits) + 1);
    store->totals = calloc(store->values + 1, sizeof *store->totals);
    return store->counts && store->totals;
}

int cohort_record_make(struct record *record, size_t cells, size_t figures, int trajectories,
                       size_t most_bytes, cohort_error *error)
{
    *record = (struct record){
        .trajectories = trajectories,
        .store = {[CELLS] = {.values = cells}, [FIGURES] = {.values = figures, .is_figures = true}},
    };
    int code = share_bytes(record, most_bytes, error);
    for (int kind = 0; !code && kind < STORES; kind++)
        if (!make_store(&record->store[kind], trajectories))
            code = cohort_fail_memory(error);
    return code;
}

void cohort_record_free(struct record *record)
{
    for (int kind = 0; kind < STORES; kind++) {
        free(record->store[kind].kept);
        free(record->store[kind].counts);
        free(record->store[kind].totals);
    }
    cohort_ranges_free(&record->done);
}

/* ---- taking ---- */

/* One value of so many trajectories, which lie `stride` apart. */
static void count_value(struct store *store, size_t value, int count, const double *numbers,
                        size_t stride)
{
    uint32_t *counts = cohort_store_counts(store, value);
    for (int i = 0; i < count; i++) {
        const double number = numbers[(size_t)i * stride];
        counts[class_of(store, number)]++;
        if (store->is_figures)
            cohort_add_total(&store->totals[value], term_of(number));
    }
}

void cohort_record_take(struct record *record, int first, int count, const double *values,
                        size_t from, size_t to)
{
    const size_t stride = cohort_record_values(record), cells = record->store[CELLS].values;
    for (size_t value = from; value < to; value++) {
        struct store *store = &record->store[value < cells ? CELLS : FIGURES];
        const size_t number = value < cells ? value : value - cells;
        if (!store->kept) {
            count_value(store, number, count, values + value, stride);
            continue;
        }
        double *kept = store->kept + number * (size_t)record->trajectories + first;
        for (int i = 0; i < count; i++)
            kept[i] = values[(size_t)i * stride + value];
    }
}

/* ---- quantiles ---- */

/* Bits that ascend with the number; NaN (not yet run) comes last. */
static uint64_t key_of(double number)
{
    const uint64_t bits = cohort_bits_of(number), sign = (uint64_t)1 << 63;
    return bits & sign ? ~bits : bits | sign;
}

static double number_of_key(uint64_t key)
{
    const uint64_t sign = (uint64_t)1 << 63;
    return cohort_number_of_bits(key & sign ? key ^ sign : ~key);
}

/* Two neighbours in order: of rank `rank` from 0 on, and the next. */
struct neighbours {
    double low, high;
};

/* Byte by byte of their keys, the highest first: no copy, nothing allocated, in linear time. */
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

static struct neighbours find_counted(const struct store *store, size_t value, size_t rank)
{
    const uint32_t *counts = cohort_store_counts(store, value);
    size_t number = 0;
    for (; rank >= counts[number]; number++)
        rank -= counts[number];
    struct neighbours found;
    found.low = found.high = number_of(store, number);
    if (rank + 1 < counts[number])
        return found;
    const size_t classes = cohort_store_classes(store);
    for (number++; number < classes && counts[number] == 0; number++)
        continue;
    if (number < classes)
        found.high = number_of(store, number);
    return found;
}

double cohort_record_quantile(const struct record *record, int kind, size_t value, double p)
{
    const struct store *store = &record->store[kind];
    const size_t places = (size_t)record->trajectories, most = (size_t)record->done.members - 1;
    const double at = p * (double)most;
    const size_t rank = (size_t)at;
    const double part = at - (double)rank;
    const struct neighbours found = store->kept
                                        ? find_kept(store->kept + value * places, places, rank)
                                        : find_counted(store, value, rank);
    return part > 0.0 ? found.low + part * (found.high - found.low) : found.low;
}

double cohort_record_mean(const struct record *record, size_t figure)
{
    const struct store *store = &record->store[FIGURES];
    struct total total = {0, 0};
    if (!store->kept) {
        total = store->totals[figure];
    } else {
        const size_t places = (size_t)record->trajectories;
        const double *kept = store->kept + figure * places;
        for (size_t i = 0; i < places; i++)
            if (!isnan(kept[i]))
                cohort_add_total(&total, term_of(kept[i]));
    }
    return value_of_total(total) / record->done.members;
}

double cohort_record_below(const struct record *record, int kind, size_t value, double limit)
{
    const struct store *store = &record->store[kind];
    const size_t places = (size_t)record->trajectories;
    uint64_t below = 0;
    if (store->kept) {
        const double *kept = store->kept + value * places;
        for (size_t i = 0; i < places; i++)
            below += kept[i] < limit;
    } else {
        const uint32_t *counts = cohort_store_counts(store, value);
        const size_t classes = cohort_store_classes(store);
        for (size_t i = 0; i < classes && number_of(store, i) < limit; i++)
            below += counts[i];
    }
    return (double)below / record->done.members;
}

double cohort_record_error(const struct record *record, int kind)
{
    const struct store *store = &record->store[kind];
    return store->kept ? 0.0 : ldexp(1.0, -store->bits - 1);
}
