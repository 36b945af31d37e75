/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Are two names of one place, one with its region before it (`架空県架空町`)? */
static bool same_ending(const char *one, const char *other)
{
    enum { LETTER = 3 };
    static const char *const regions[] = {"県", "府", "都", "道", "郡", "市"};
    const size_t m = strlen(one), n = strlen(other), least = m < n ? m : n, most = m < n ? n : m;
    const char *whole = m < n ? other : one, *end = whole + most - least;
    bool region = false;
    for (size_t i = 0; i < sizeof regions / sizeof *regions && most > least + LETTER; i++)
        region = region || strncmp(end - LETTER, regions[i], LETTER) == 0;
    return region && least > LETTER && strcmp(end, m < n ? one : other) == 0;
}

/* What an area is called. */
static const char *called(const char *area, const char *name)
{
    return *name ? name : area;
}

/* The only area of such a name; NULL: none, or several. */
static const cohort_row_area *find_ending(const cohort_table *table, const char *name)
{
    const cohort_row_area *found = NULL;
    int same = 0;
    for (int i = 0; i < table->area_count; i++) {
        const cohort_row_area *area = &table->areas[i];
        if (same_ending(called(area->area, area->name), name))
            found = area, same++;
    }
    return same == 1 ? found : NULL;
}

/* The first that is known by a text; the others follow it. */
static const cohort_known_area *first_known(const cohort_table *table, const char *text)
{
    int low = 0, high = table->known_count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (strcmp(table->known[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return table->known + low;
}

static const cohort_row_area *find_area(const cohort_table *table, const char *area,
                                        const char *name)
{
    const cohort_known_area *end = table->known + table->known_count;
    const cohort_row_area *found = NULL;
    const char *texts[] = {area, strcmp(area, name) == 0 ? "" : name};
    int same = 0;
    for (int i = 0; i < 2; i++) {
        const cohort_known_area *known = first_known(table, texts[i]);
        for (; *texts[i] && known < end && strcmp(known->text, texts[i]) == 0; known++) {
            if (i == 0 && strcmp(known->area->area, area) == 0)
                return known->area;
            same += known->area != found;
            found = known->area;
        }
    }
    return same == 0 ? find_ending(table, called(area, name)) : same == 1 ? found : NULL;
}

const char *cohort_table_find_area(const cohort_table *table, const char *area, const char *name)
{
    const cohort_row_area *found = find_area(table, area, name);
    return found ? found->area : NULL;
}

/* The pair here of each of the other's pairs that have rows: of the area with its code, or of the only
 * one with its name, if the other has none of that one's code, or of that without its region, which is
 * noted. *matched: how many of its areas are here. */
static int match_pairs(cohort_table *table, const cohort_table *other, int *pairs, int *matched,
                       cohort_error *error)
{
    const char *last = NULL, *first[2] = {NULL, NULL};
    const cohort_row_area *here = NULL;
    int code = COHORT_OK, endings = 0;
    *matched = 0;
    for (int i = 0; i < other->rows.pair_count && !code; i++) {
        const cohort_row_pair *pair = &other->rows.pairs[i];
        if (pair->rows == 0)
            continue;
        if (!last || strcmp(last, pair->area) != 0) {
            here = find_area(table, last = pair->area, pair->name);
            if (here && strcmp(here->area, last) != 0 && cohort_table_has_area(other, here->area))
                here = NULL; /* 泊村 is 01403 and 01696 */
            *matched += here != NULL;
            const char *own = called(pair->area, pair->name),
                       *its = here ? called(here->area, here->name) : "";
            if (here && strcmp(here->area, last) != 0 && same_ending(own, its) && endings++ == 0)
                first[0] = own, first[1] = its;
        }
        pairs[i] = cohort_rows_pair(&table->rows, here ? here->area : pair->area, pair->variable,
                                    pair->name, error);
        code = pairs[i] < 0 ? COHORT_ERROR_MEMORY : COHORT_OK;
    }
    if (endings > 0)
        cohort_table_add_note(table,
                              "areas are matched by names without their regions: \"%s\" is "
                              "\"%s\"%s",
                              first[0], first[1], endings > 1 ? ", ..." : "");
    return code;
}

static int add_rows(cohort_table *table, const cohort_table *other, const int *pairs,
                    cohort_error *error)
{
    int code = COHORT_OK;
    for (int i = 0; i < other->rows.count && !code; i++) {
        cohort_row row = cohort_rows_get(&other->rows, i);
        row.line += table->lines;
        code =
            cohort_rows_add(&table->rows, pairs[cohort_rows_number(&other->rows, i)], &row, error);
    }
    return code;
}

/* Populations of a census and of a register, or of other months, are one series only nearly. */
static void note_sources(cohort_table *table, const cohort_table *other)
{
    const unsigned by = table->counted_by, in = table->counted_in;
    table->counted_by |= other->counted_by;
    table->counted_in |= other->counted_in;
    if ((!by || !other->counted_by || by & other->counted_by) &&
        (!in || !other->counted_in || in & other->counted_in))
        return;
    cohort_table_add_note(table,
                          "its counts and those of %s differ in kind (census, register) or day of "
                          "the year: they are not quite one series",
                          other->name);
}

/* The other's places come after those here. */
static int add_places(cohort_table *table, const cohort_table *other, cohort_error *error)
{
    int code = COHORT_OK;
    for (int i = 0; i < other->place_count && !code; i++)
        code = cohort_table_add_place(table, other->places[i].name,
                                      table->lines + other->places[i].before, error);
    table->lines += other->lines;
    return code;
}

/* What is meant in a message is one of the two. */
static int join_names(cohort_table *table, const cohort_table *other, cohort_error *error)
{
    const size_t size = strlen(table->name) + strlen(other->name) + sizeof " or ";
    char *both = malloc(size);
    if (!both)
        return cohort_fail_memory(error);
    snprintf(both, size, "%s or %s", table->name, other->name);
    free(table->name);
    table->name = both;
    return COHORT_OK;
}

/* Gaps of the other's areas are gaps here. */
static void add_gaps(cohort_table *table, const cohort_table *other, const int *pairs)
{
    cohort_rows *rows = &table->rows;
    for (int i = 0; i < other->rows.pair_count; i++) {
        const cohort_unread *gap = &other->rows.pairs[i].gap;
        if (other->rows.pairs[i].rows == 0 || !gap->text)
            continue;
        const cohort_unread here = {cohort_rows_text(rows, gap->column),
                                    cohort_rows_text(rows, gap->text), gap->line + table->lines};
        cohort_unread_earlier(&rows->pairs[pairs[i]].gap, &here);
    }
}

static int put_in_order(cohort_table *table, cohort_error *error)
{
    char one[COHORT_AT_TEXT], two[COHORT_AT_TEXT];
    int again = -1, before = -1;
    int code = cohort_rows_order_pairs(&table->rows, error);
    if (!code)
        code = cohort_rows_end(&table->rows, &again, &before, error);
    if (!code && again >= 0 && cohort_rows_unite(&table->rows))
        code = cohort_rows_end(&table->rows, &again, &before, error);
    if (!code && again >= 0)
        return cohort_fail(
            error, COHORT_ERROR_DUPLICATE,
            "%s and %s: the same area, variable, year, sex and age: expected each cell once",
            cohort_table_at(table, table->rows.lines[before], one),
            cohort_table_at(table, table->rows.lines[again], two));
    return code ? code : cohort_table_index(table, error);
}

int cohort_table_join(cohort_table *table, const cohort_table *other, int *matched,
                      cohort_error *error)
{
    if (other == table)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%s: a table joined with itself: expected another", table->name);
    int *pairs = calloc((size_t)other->rows.pair_count + 1, sizeof *pairs);
    int count;
    if (!pairs)
        return cohort_fail_memory(error);
    cohort_rows_reopen(&table->rows);
    table->yearly = table->yearly || other->yearly;
    int code = match_pairs(table, other, pairs, &count, error);
    if (!code)
        code = add_rows(table, other, pairs, error);
    if (!code)
        add_gaps(table, other, pairs);
    free(pairs);
    if (!code && count > 0)
        note_sources(table, other);
    if (!code)
        code = add_places(table, other, error);
    if (!code)
        code = put_in_order(table, error);
    if (!code)
        code = join_names(table, other, error);
    if (code)
        return code;
    if (matched)
        *matched = count;
    return cohort_succeed(error);
}
