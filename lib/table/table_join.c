/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The code of an area of another table: its own, or that of the only area here with its name. *known:
 * is it here? */
static const char *code_here(const cohort_table *table, const char *area, const char *name,
                             bool *known)
{
    const char *found = NULL;
    int same = 0;
    for (int i = 0; i < table->area_count; i++) {
        *known = strcmp(table->areas[i].area, area) == 0;
        if (*known)
            return area;
        const bool named = *name && strcmp(table->areas[i].name, name) == 0;
        found = named ? table->areas[i].area : found;
        same += named;
    }
    *known = same == 1;
    return *known ? found : area;
}

/* The pair here of each of the other's pairs; -1: out of memory. */
static int match_pairs(cohort_table *table, const cohort_table *other, int *pairs,
                       cohort_error *error)
{
    bool known;
    for (int i = 0; i < other->rows.pair_count; i++) {
        const cohort_row_pair *pair = &other->rows.pairs[i];
        const char *code = code_here(table, pair->area, pair->name, &known);
        pairs[i] = cohort_rows_pair(&table->rows, code, pair->variable, pair->name, error);
        if (pairs[i] < 0)
            return COHORT_ERROR_MEMORY;
    }
    return COHORT_OK;
}

static int add_rows(cohort_table *table, const cohort_table *other, const int *pairs,
                    cohort_error *error)
{
    int code = COHORT_OK;
    for (int i = 0; i < other->rows.count && !code; i++) {
        const cohort_row row = cohort_rows_get(&other->rows, i);
        code =
            cohort_rows_add(&table->rows, pairs[cohort_rows_pair_of(&other->rows, i)], &row, error);
    }
    return code;
}

/* Whose lines are meant in a message: those of either file. Gaps know theirs. */
static int join_names(cohort_table *table, const cohort_table *other, cohort_error *error)
{
    const char *own = cohort_rows_text(&table->rows, table->name);
    const size_t size = strlen(table->name) + strlen(other->name) + sizeof " or ";
    char *both = malloc(size);
    if (!own || !both) {
        free(both);
        return cohort_fail_memory(error);
    }
    for (int i = 0; i < table->gap_count; i++)
        table->gaps[i].file = table->gaps[i].file ? table->gaps[i].file : own;
    snprintf(both, size, "%s or %s", table->name, other->name);
    free(table->name);
    table->name = both;
    return COHORT_OK;
}

/* Gaps of the other's areas are gaps here. */
static int add_gaps(cohort_table *table, const cohort_table *other, const int *pairs,
                    cohort_error *error)
{
    const size_t count = (size_t)table->gap_count + (size_t)other->gap_count;
    cohort_unread *gaps = realloc(table->gaps, (count + 1) * sizeof *gaps);
    if (!gaps)
        return cohort_fail_memory(error);
    table->gaps = gaps;
    for (int i = 0; i < other->gap_count; i++) {
        cohort_unread gap = other->gaps[i];
        gap.pair = pairs[gap.pair];
        gap.column = cohort_rows_text(&table->rows, gap.column);
        gap.text = cohort_rows_text(&table->rows, gap.text);
        gap.file = cohort_rows_text(&table->rows, gap.file ? gap.file : other->name);
        if (!gap.column || !gap.text || !gap.file)
            return cohort_fail_memory(error);
        gaps[table->gap_count++] = gap;
    }
    table->gap_room = table->gap_count;
    return COHORT_OK;
}

static int put_in_order(cohort_table *table, const cohort_table *other, cohort_error *error)
{
    int again, before;
    int code = cohort_rows_end(&table->rows, &again, &before, error);
    if (!code && again >= 0)
        return cohort_fail(
            error, COHORT_ERROR_DUPLICATE,
            "%s, line %d and %s, line %d: the same area, variable, year, sex and age: "
            "expected each cell once",
            cohort_table_name(table), table->rows.lines[before], cohort_table_name(other),
            table->rows.lines[again]);
    free(table->areas);
    table->areas = NULL;
    return code ? code : cohort_rows_areas(&table->rows, &table->areas, &table->area_count, error);
}

int cohort_table_join(cohort_table *table, const cohort_table *other, int *matched,
                      cohort_error *error)
{
    int *pairs = malloc(((size_t)other->rows.pair_count + 1) * sizeof *pairs);
    int count = 0;
    bool known;
    if (!pairs)
        return cohort_fail_memory(error);
    for (int i = 0; i < other->area_count; i++) {
        code_here(table, other->areas[i].area, other->areas[i].name, &known);
        count += known;
    }
    cohort_rows_reopen(&table->rows);
    int code = match_pairs(table, other, pairs, error);
    if (!code)
        code = add_rows(table, other, pairs, error);
    if (!code)
        code = add_gaps(table, other, pairs, error);
    free(pairs);
    if (!code)
        code = put_in_order(table, other, error);
    if (!code)
        code = join_names(table, other, error);
    if (code)
        return code;
    if (matched)
        *matched = count;
    return cohort_succeed(error);
}
