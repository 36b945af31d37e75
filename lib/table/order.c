/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/order.h"

#include "core/error.h"
#include "text/age.h"

#include <stdlib.h>
#include <string.h>

/* How many values the members of a key have. With as many pairs as a file under 2 GiB has rows, of
 * 12 bytes or more, a key stays below 2^64. */
enum {
    YEARS = COHORT_TABLE_LAST_YEAR - COHORT_TABLE_FIRST_YEAR + 1,
    SEXES = COHORT_BOTH + 1,
    AGES = COHORT_AGE_MAX + 1,
    AGE_ENDS = AGES + 2 /* none before them, open after them */
};

int cohort_order_begin(cohort_row_order *order, int rows, cohort_error *error)
{
    *order = (cohort_row_order){.keys = malloc((size_t)rows * sizeof *order->keys)};
    return order->keys ? COHORT_OK : cohort_fail_memory(error);
}

void cohort_order_free(cohort_row_order *order)
{
    free(order->keys);
    free(order->pairs);
    free(order->slots);
    free(order->ranked);
}

static size_t hash_text(size_t hash, const char *text)
{
    do /* FNV-1a, the NUL included */
        hash = (hash ^ (unsigned char)*text) * (size_t)UINT64_C(0x100000001B3);
    while (*text++);
    return hash;
}

static size_t hash_pair(const cohort_row_order *order, const char *area, const char *variable)
{
    size_t hash = hash_text(hash_text((size_t)UINT64_C(0xCBF29CE484222325), area), variable);
    return (hash ^ hash >> 15) & (order->slot_count - 1);
}

/* The slot of a pair, or the empty one where it belongs. */
static int *slot_of(const cohort_row_order *order, const char *area, const char *variable)
{
    size_t i = hash_pair(order, area, variable);
    for (; order->slots[i] >= 0; i = (i + 1) & (order->slot_count - 1)) {
        const cohort_row_pair *pair = &order->pairs[order->slots[i]];
        if (strcmp(pair->area, area) == 0 && strcmp(pair->variable, variable) == 0)
            break;
    }
    return &order->slots[i];
}

/* Room for one pair more, slots being at least twice as many. */
static int grow(cohort_row_order *order, cohort_error *error)
{
    if (order->pair_count < order->pair_room)
        return COHORT_OK;
    size_t room = order->pair_room ? 4 * (size_t)order->pair_room : 64;
    cohort_row_pair *pairs = realloc(order->pairs, room * sizeof *pairs);
    if (!pairs)
        return cohort_fail_memory(error);
    order->pairs = pairs;
    int *slots = malloc(2 * room * sizeof *slots);
    if (!slots)
        return cohort_fail_memory(error);
    free(order->slots);
    order->slots = slots;
    order->slot_count = 2 * room;
    order->pair_room = (int)room;
    for (size_t i = 0; i < order->slot_count; i++)
        slots[i] = -1;
    for (int i = 0; i < order->pair_count; i++)
        *slot_of(order, pairs[i].area, pairs[i].variable) = i;
    return COHORT_OK;
}

int cohort_order_add(cohort_row_order *order, cohort_row *row, cohort_error *error)
{
    int i = order->rows;
    const cohort_row_pair *pair = i ? &order->pairs[order->keys[i - 1]] : NULL;
    if (!pair || strcmp(pair->area, row->area) != 0 || strcmp(pair->variable, row->variable) != 0) {
        int code = grow(order, error);
        if (code)
            return code;
        int *slot = slot_of(order, row->area, row->variable);
        if (*slot < 0) {
            *slot = order->pair_count++;
            order->pairs[*slot] = (cohort_row_pair){row->area, row->variable, i, 0};
        }
        pair = &order->pairs[*slot];
    }
    row->area = pair->area;
    row->variable = pair->variable;
    order->keys[order->rows++] = (uint64_t)(pair - order->pairs);
    return COHORT_OK;
}

static int compare_pairs(const void *a, const void *b)
{
    const cohort_row_pair *one = *(cohort_row_pair *const *)a,
                          *other = *(cohort_row_pair *const *)b;
    int order = strcmp(one->area, other->area);
    return order ? order : strcmp(one->variable, other->variable);
}

static int rank_pairs(cohort_row_order *order, cohort_error *error)
{
    order->ranked = malloc((size_t)order->pair_count * sizeof *order->ranked);
    if (!order->ranked)
        return cohort_fail_memory(error);
    for (int i = 0; i < order->pair_count; i++)
        order->ranked[i] = &order->pairs[i];
    qsort(order->ranked, (size_t)order->pair_count, sizeof *order->ranked, compare_pairs);
    for (int i = 0; i < order->pair_count; i++)
        order->ranked[i]->rank = i;
    return COHORT_OK;
}

static int compare_first(const void *a, const void *b)
{
    int one = ((const cohort_row_area *)a)->first, other = ((const cohort_row_area *)b)->first;
    return (one > other) - (one < other);
}

int cohort_order_areas(const cohort_row_order *order, cohort_row_area **areas, int *count,
                       cohort_error *error)
{
    cohort_row_area *found = malloc((size_t)order->pair_count * sizeof *found);
    int n = 0;
    if (!found)
        return cohort_fail_memory(error);
    for (int i = 0; i < order->pair_count; i++) {
        const cohort_row_pair *pair = order->ranked[i];
        if (n == 0 || strcmp(found[n - 1].area, pair->area) != 0)
            found[n++] = (cohort_row_area){pair->area, "", pair->first};
        else if (pair->first < found[n - 1].first)
            found[n - 1].first = pair->first;
    }
    qsort(found, (size_t)n, sizeof *found, compare_first);
    *areas = found;
    *count = n;
    return COHORT_OK;
}

static uint64_t age_end(int age_to)
{
    if (age_to == COHORT_AGE_GROUP)
        return 0;
    return age_to == COHORT_OPEN_END ? AGE_ENDS - 1 : (uint64_t)age_to + 1;
}

static uint64_t key_of(int rank, const cohort_row *row)
{
    uint64_t key = (uint64_t)rank * YEARS + (uint64_t)(row->year - COHORT_TABLE_FIRST_YEAR);
    key = key * SEXES + (uint64_t)row->sex;
    return (key * AGES + (uint64_t)row->age_from) * AGE_ENDS + age_end(row->age_to);
}

/* Keys of all rows. Returned: all bits that they have, or 0 when they are in order. */
static uint64_t make_keys(cohort_row_order *order, const cohort_row *rows)
{
    bool ordered = true;
    uint64_t bits = 0;
    for (int i = 0; i < order->rows; i++) {
        order->keys[i] = key_of(order->pairs[order->keys[i]].rank, &rows[i]);
        ordered = ordered && (i == 0 || order->keys[i - 1] <= order->keys[i]);
        bits |= order->keys[i];
    }
    return ordered ? 0 : bits;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* Sort by one digit of the keys; rows with the same digit keep their order. */
static void sort_by_digit(const cohort_row_order *order, int shift, const uint32_t *from,
                          uint32_t *to)
{
    uint32_t begin[DIGITS + 1] = {0};
    for (int i = 0; i < order->rows; i++)
        begin[(order->keys[i] >> shift) % DIGITS + 1]++;
    for (int i = 1; i < DIGITS; i++)
        begin[i] += begin[i - 1];
    for (int i = 0; i < order->rows; i++)
        to[begin[(order->keys[from[i]] >> shift) % DIGITS]++] = from[i];
}

/* Numbers of the rows in order, allocated; NULL: out of memory. */
static uint32_t *sort_rows(const cohort_row_order *order, uint64_t bits)
{
    uint32_t *from = malloc((size_t)order->rows * sizeof *from);
    uint32_t *to = malloc((size_t)order->rows * sizeof *to);
    if (!from || !to) {
        free(from);
        free(to);
        return NULL;
    }
    for (int i = 0; i < order->rows; i++)
        from[i] = (uint32_t)i;
    for (int shift = 0; shift < 64 && bits >> shift; shift += DIGIT_BITS) {
        sort_by_digit(order, shift, from, to);
        uint32_t *other = from;
        from = to;
        to = other;
    }
    free(to);
    return from;
}

/* Rows with the same key stand next to each other. */
static void find_again(const cohort_row_order *order, const uint32_t *sorted, int *again,
                       int *before)
{
    *again = *before = -1;
    for (int i = 1; i < order->rows && *again < 0; i++) {
        int one = sorted ? (int)sorted[i - 1] : i - 1, other = sorted ? (int)sorted[i] : i;
        if (order->keys[one] == order->keys[other]) {
            *before = one;
            *again = other;
        }
    }
}

int cohort_order_end(cohort_row_order *order, const cohort_row *rows, uint32_t **sorted, int *again,
                     int *before, cohort_error *error)
{
    *sorted = NULL;
    int code = rank_pairs(order, error);
    if (code)
        return code;
    const uint64_t bits = make_keys(order, rows);
    if (bits && !(*sorted = sort_rows(order, bits)))
        return cohort_fail_memory(error);
    find_again(order, *sorted, again, before);
    return COHORT_OK;
}
