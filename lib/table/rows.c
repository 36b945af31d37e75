/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/rows.h"

#include "core/error.h"
#include "core/room.h"
#include "text/age.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PAIRS = 1 << (64 - COHORT_KEY_PAIR), TEXT_BLOCK = 1 << 16 };

void cohort_rows_free(cohort_rows *rows)
{
    for (size_t i = 0; i < rows->text_blocks; i++)
        free(rows->texts[i]);
    free(rows->texts);
    free(rows->keys);
    free(rows->values);
    free(rows->lines);
    free(rows->sorted);
    free(rows->pairs);
    free(rows->slots);
}

/* ---- texts ---- */

static char *add_block(cohort_rows *rows, size_t size)
{
    if (!cohort_resize(&rows->texts, rows->text_blocks + 1, sizeof *rows->texts))
        return NULL;
    char *block = malloc(size);
    if (block)
        rows->texts[rows->text_blocks++] = block;
    return block;
}

const char *cohort_rows_text(cohort_rows *rows, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *to;
    if (size > TEXT_BLOCK / 4 || rows->text_blocks == 0 || rows->text_used + size > TEXT_BLOCK) {
        to = add_block(rows, size > TEXT_BLOCK / 4 ? size : TEXT_BLOCK);
        rows->text_used = size > TEXT_BLOCK / 4 ? TEXT_BLOCK : size;
    } else {
        to = rows->texts[rows->text_blocks - 1] + rows->text_used;
        rows->text_used += size;
    }
    rows->failed = rows->failed || !to;
    return to ? memcpy(to, text, size) : "";
}

/* ---- pairs ---- */

static size_t hash_text(size_t hash, const char *text)
{
    do /* FNV-1a, the NUL included */
        hash = (hash ^ (unsigned char)*text) * (size_t)UINT64_C(0x100000001B3);
    while (*text++);
    return hash;
}

static size_t hash_pair(const cohort_rows *rows, const char *area, const char *variable)
{
    /* of the variable its first two letters will do: a table has few */
    const size_t letters = (size_t)(unsigned char)variable[0] << 5 ^
                           (size_t)(unsigned char)(variable[0] ? variable[1] : 0);
    const size_t hash = hash_text((size_t)UINT64_C(0xCBF29CE484222325) + letters, area);
    return (hash ^ hash >> 15) & (rows->slot_count - 1);
}

/* The slot of a pair, or the empty one where it belongs. */
static int *slot_of(const cohort_rows *rows, const char *area, const char *variable)
{
    size_t i = hash_pair(rows, area, variable);
    for (; rows->slots[i] >= 0; i = (i + 1) & (rows->slot_count - 1)) {
        const cohort_row_pair *pair = &rows->pairs[rows->slots[i]];
        if (cohort_same_text(pair->area, area) && cohort_same_text(pair->variable, variable))
            break;
    }
    return &rows->slots[i];
}

static void fill_slots(cohort_rows *rows)
{
    for (size_t i = 0; i < rows->slot_count; i++)
        rows->slots[i] = -1;
    for (int i = 0; i < rows->pair_count; i++)
        *slot_of(rows, rows->pairs[i].area, rows->pairs[i].variable) = i;
}

/* Room for one pair more, slots being at least twice as many. */
static int grow(cohort_rows *rows, cohort_error *error)
{
    if (rows->pair_count < rows->pair_room)
        return COHORT_OK;
    size_t room = rows->pair_room ? 4 * (size_t)rows->pair_room : 64;
    if (room > MOST_PAIRS || !cohort_resize(&rows->pairs, room, sizeof *rows->pairs))
        return cohort_fail_memory(error);
    int *slots = malloc(2 * room * sizeof *slots);
    if (!slots)
        return cohort_fail_memory(error);
    free(rows->slots);
    rows->slots = slots;
    rows->slot_count = 2 * room;
    rows->pair_room = (int)room;
    fill_slots(rows);
    return COHORT_OK;
}

int cohort_rows_pair(cohort_rows *rows, const char *area, const char *variable, const char *name,
                     cohort_error *error)
{
    if (grow(rows, error))
        return -1;
    int *slot = slot_of(rows, area, variable);
    if (*slot >= 0)
        return *slot;
    const cohort_row_pair *last = rows->pair_count > 0 ? &rows->pairs[rows->pair_count - 1] : NULL;
    const bool same = last && strcmp(last->variable, variable) == 0;
    const cohort_row_pair pair = {.area = cohort_rows_text(rows, area),
                                  .variable =
                                      same ? last->variable : cohort_rows_text(rows, variable),
                                  .name = cohort_rows_text(rows, name),
                                  .first = rows->count,
                                  .number = rows->pair_count};
    rows->pairs[rows->pair_count] = pair;
    return *slot = rows->pair_count++;
}

static int compare_texts(const cohort_row_pair *one, const cohort_row_pair *other)
{
    const int order = strcmp(one->area, other->area);
    return order ? order : strcmp(one->variable, other->variable);
}

static int compare_pairs(const void *a, const void *b)
{
    const cohort_row_pair *one = a, *other = b;
    const int order = compare_texts(one, other);
    return order ? order : one->number - other->number;
}

void cohort_unread_earlier(cohort_unread *unread, const cohort_unread *other)
{
    if (other->text && (!unread->text || other->line < unread->line))
        *unread = *other;
}

/* The rows of a pair, and what could not be read of it, become those of another. */
static void unite_pairs(cohort_row_pair *pair, const cohort_row_pair *other)
{
    pair->rows += other->rows;
    cohort_unread_earlier(&pair->gap, &other->gap);
    cohort_unread_earlier(&pair->empty, &other->empty);
}

int cohort_rows_order_pairs(cohort_rows *rows, cohort_error *error)
{
    int kept = 0, *now = malloc(((size_t)rows->pair_count + 1) * sizeof *now);
    if (!now)
        return cohort_fail_memory(error);
    qsort(rows->pairs, (size_t)rows->pair_count, sizeof *rows->pairs, compare_pairs);
    for (int i = 0; i < rows->pair_count; i++) {
        const cohort_row_pair pair = rows->pairs[i];
        if (kept > 0 && compare_texts(&rows->pairs[kept - 1], &pair) == 0)
            unite_pairs(&rows->pairs[kept - 1], &pair);
        else
            rows->pairs[kept++] = pair;
        now[pair.number] = kept - 1;
        rows->pairs[kept - 1].number = kept - 1;
    }
    rows->pair_count = kept;
    const uint64_t within = ((uint64_t)1 << COHORT_KEY_PAIR) - 1;
    for (int i = 0; i < rows->count; i++)
        rows->keys[i] = (uint64_t)now[rows->keys[i] >> COHORT_KEY_PAIR] << COHORT_KEY_PAIR |
                        (rows->keys[i] & within);
    free(now);
    return COHORT_OK;
}

static int compare_first(const void *a, const void *b)
{
    int one = ((const cohort_row_area *)a)->first, other = ((const cohort_row_area *)b)->first;
    return (one > other) - (one < other);
}

int cohort_rows_areas(const cohort_rows *rows, cohort_row_area **areas, int *count,
                      cohort_error *error)
{
    cohort_row_area *found = malloc(((size_t)rows->pair_count + 1) * sizeof *found);
    int n = 0;
    if (!found)
        return cohort_fail_memory(error);
    for (int i = 0; i < rows->pair_count; i++) {
        const cohort_row_pair *pair = &rows->pairs[i];
        if (pair->rows == 0)
            continue;
        if (n == 0 || strcmp(found[n - 1].area, pair->area) != 0)
            found[n++] = (cohort_row_area){pair->area, pair->name, pair->first};
        else if (pair->first < found[n - 1].first)
            found[n - 1] = (cohort_row_area){pair->area, pair->name, pair->first};
    }
    qsort(found, (size_t)n, sizeof *found, compare_first);
    *areas = found;
    *count = n;
    return COHORT_OK;
}

/* ---- rows ---- */

static uint64_t key_of(int pair, const cohort_row *row)
{
    const uint64_t end = row->age_to == COHORT_AGE_UNKNOWN ? COHORT_KEY_UNKNOWN
                         : row->age_to == COHORT_OPEN_END  ? COHORT_KEY_OPEN
                                                           : (uint64_t)(row->age_to + 1);
    return (uint64_t)pair << COHORT_KEY_PAIR |
           (uint64_t)(row->year - COHORT_TABLE_FIRST_YEAR) << COHORT_KEY_YEAR |
           (uint64_t)row->sex << COHORT_KEY_SEX | (uint64_t)row->age_from << COHORT_KEY_FIRST_AGE |
           end;
}

static int more_rows(cohort_rows *rows, cohort_error *error)
{
    const size_t room = 2 * rows->room + 64;
    if (room > INT32_MAX || !cohort_resize(&rows->keys, room, sizeof *rows->keys) ||
        !cohort_resize(&rows->values, room, sizeof *rows->values) ||
        !cohort_resize(&rows->lines, room, sizeof *rows->lines))
        return cohort_fail_memory(error);
    rows->room = room;
    return COHORT_OK;
}

int cohort_rows_add(cohort_rows *rows, int pair, const cohort_row *row, cohort_error *error)
{
    const int code = (size_t)rows->count == rows->room ? more_rows(rows, error) : COHORT_OK;
    if (code)
        return code;
    rows->keys[rows->count] = key_of(pair, row);
    rows->values[rows->count] = row->value;
    rows->lines[rows->count++] = row->line;
    rows->unknown = rows->unknown || row->age_to == COHORT_AGE_UNKNOWN;
    rows->pairs[pair].rows++;
    return COHORT_OK;
}

int cohort_rows_split(cohort_rows *rows, double share, cohort_error *error)
{
    const uint64_t a_sex = (uint64_t)1 << COHORT_KEY_SEX;
    const int count = rows->count;
    cohort_rows_reopen(rows);
    for (int i = 0; i < count; i++) {
        if (cohort_key_member(rows->keys[i], COHORT_KEY_SEX, COHORT_KEY_YEAR) != COHORT_BOTH)
            continue;
        const int code = (size_t)rows->count == rows->room ? more_rows(rows, error) : COHORT_OK;
        if (code)
            return code;
        rows->keys[i] -= (COHORT_BOTH - COHORT_MALE) * a_sex;
        rows->keys[rows->count] = rows->keys[i] + (COHORT_FEMALE - COHORT_MALE) * a_sex;
        rows->values[rows->count] = rows->values[i] * (1.0 - share);
        rows->lines[rows->count++] = rows->lines[i];
        rows->values[i] *= share;
    }
    return COHORT_OK;
}

void cohort_rows_reopen(cohort_rows *rows)
{
    free(rows->sorted);
    rows->sorted = NULL;
    rows->ordered = false;
    fill_slots(rows);
}

void cohort_rows_mark(cohort_rows *rows, int index)
{
    rows->lines[index] = -rows->lines[index];
}

void cohort_rows_drop(cohort_rows *rows)
{
    int kept = 0;
    cohort_rows_reopen(rows);
    for (int i = 0; i < rows->count; i++) {
        if (rows->lines[i] < 0) {
            rows->pairs[cohort_rows_number(rows, i)].rows--;
            continue;
        }
        rows->keys[kept] = rows->keys[i];
        rows->values[kept] = rows->values[i];
        rows->lines[kept++] = rows->lines[i];
    }
    rows->count = kept;
}

/* The bits by which rows are sorted; 0 when they are in order. Where they are but for the years, as by
 * lines of dates, these and the pairs will do. */
static uint64_t find_bits(const cohort_rows *rows)
{
    const uint64_t years = ((uint64_t)1 << COHORT_KEY_PAIR) - ((uint64_t)1 << COHORT_KEY_YEAR);
    bool ordered = true, but_for_years = true;
    uint64_t bits = 0;
    for (int i = 1; i < rows->count; i++) {
        const uint64_t before = rows->keys[i - 1], key = rows->keys[i];
        ordered = ordered && before <= key;
        but_for_years = but_for_years && (before & ~years) <= (key & ~years);
        bits |= key ^ before;
    }
    return ordered ? 0 : but_for_years ? bits >> COHORT_KEY_YEAR << COHORT_KEY_YEAR : bits;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* Sort by one digit of the keys; rows with the same digit keep their order. */
static void sort_by_digit(const cohort_rows *rows, int shift, const uint32_t *from, uint32_t *to)
{
    uint32_t begin[DIGITS + 1] = {0};
    for (int i = 0; i < rows->count; i++)
        begin[(rows->keys[i] >> shift) % DIGITS + 1]++;
    for (int i = 1; i < DIGITS; i++)
        begin[i] += begin[i - 1];
    for (int i = 0; i < rows->count; i++)
        to[begin[(rows->keys[from[i]] >> shift) % DIGITS]++] = from[i];
}

/* Numbers of the rows in order, allocated; NULL: out of memory. */
static uint32_t *sort_rows(const cohort_rows *rows, uint64_t bits)
{
    uint32_t *from = malloc((size_t)rows->count * sizeof *from);
    uint32_t *to = malloc((size_t)rows->count * sizeof *to);
    if (!from || !to) {
        free(from);
        free(to);
        return NULL;
    }
    for (int i = 0; i < rows->count; i++)
        from[i] = (uint32_t)i;
    for (int shift = 0; shift < 64 && bits >> shift; shift += DIGIT_BITS) {
        while (!(bits >> shift & 1))
            shift++;
        sort_by_digit(rows, shift, from, to);
        uint32_t *other = from;
        from = to;
        to = other;
    }
    free(to);
    return from;
}

/* Rows with the same key stand next to each other. */
static void find_again(const cohort_rows *rows, int *again, int *before)
{
    *again = *before = -1;
    for (int i = 1; i < rows->count && *again < 0; i++)
        if (rows->keys[cohort_rows_at(rows, i - 1)] == rows->keys[cohort_rows_at(rows, i)]) {
            *before = cohort_rows_at(rows, i - 1);
            *again = cohort_rows_at(rows, i);
        }
}

int cohort_rows_sort(cohort_rows *rows, cohort_error *error)
{
    const uint64_t bits = rows->ordered ? 0 : find_bits(rows);
    if (rows->failed || (bits && !(rows->sorted = sort_rows(rows, bits))))
        return cohort_fail_memory(error);
    rows->ordered = true;
    return COHORT_OK;
}

int cohort_rows_end(cohort_rows *rows, int *again, int *before, cohort_error *error)
{
    const int code = cohort_rows_sort(rows, error);
    if (!code)
        find_again(rows, again, before);
    return code;
}

bool cohort_rows_unite(cohort_rows *rows)
{
    bool any = false;
    for (int i = 1; i < rows->count; i++) {
        const int before = cohort_rows_at(rows, i - 1), again = cohort_rows_at(rows, i);
        if (rows->keys[before] != rows->keys[again] ||
            memcmp(&rows->values[before], &rows->values[again], sizeof *rows->values) != 0)
            continue;
        cohort_rows_mark(rows, again);
        any = true;
    }
    if (any)
        cohort_rows_drop(rows);
    return any;
}

int cohort_rows_bound(const cohort_rows *rows, int pair, const cohort_row *row, int depth,
                      bool after)
{
    static const int below[] = {COHORT_KEY_PAIR, COHORT_KEY_YEAR, COHORT_KEY_SEX, 0};
    const uint64_t key = ((key_of(pair, row) >> below[depth]) + after) << below[depth];
    int low = 0, high = rows->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (rows->keys[cohort_rows_at(rows, middle)] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
