/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/age.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_text(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare_int(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare(const cohort_row *a, const cohort_row *b, cohort_row_depth depth)
{
    int order = compare_text(a->area, b->area);
    if (!order && depth >= COHORT_ROW_VARIABLE)
        order = compare_text(a->variable, b->variable);
    if (!order && depth >= COHORT_ROW_YEAR)
        order = compare_int(a->year, b->year);
    if (!order && depth >= COHORT_ROW_SEX)
        order = compare_int(a->sex, b->sex);
    if (!order && depth >= COHORT_ROW_AGE)
        order = compare_int(a->age_from, b->age_from);
    if (!order && depth >= COHORT_ROW_AGE)
        order = compare_int(a->age_to, b->age_to);
    return order;
}

const cohort_row *cohort_table_sorted(const cohort_table *table, int index)
{
    return &table->rows[table->sorted ? (int)table->sorted[index] : index];
}

/* The first sorted row that is not before the key; with `after`, the first that is after it. */
static int bound(const cohort_table *table, const cohort_row *key, cohort_row_depth depth,
                 bool after)
{
    int low = 0, high = table->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = compare(cohort_table_sorted(table, middle), key, depth);
        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

cohort_row_range cohort_table_range(const cohort_table *table, const cohort_row *key,
                                    cohort_row_depth depth)
{
    return (cohort_row_range){bound(table, key, depth, false), bound(table, key, depth, true)};
}

static bool has_area(const cohort_table *table, const char *area)
{
    cohort_row key = {.area = area};
    cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AREA);
    return range.first < range.end;
}

/* The area that the table has with a zero more or less before its code, or NULL; `with` is room for
 * a code with one more. */
static const char *area_but_for_zeros(const cohort_table *table, const char *area,
                                      char with[COHORT_SHOWN_TEXT])
{
    for (const char *rest = area; *rest == '0'; rest++)
        if (has_area(table, rest + 1))
            return rest + 1;
    snprintf(with, COHORT_SHOWN_TEXT, "0%s", area);
    return has_area(table, with) ? with : NULL;
}

static int fail_area(const cohort_table *table, const char *area, cohort_error *error)
{
    char shown[COHORT_SHOWN_TEXT], other[COHORT_SHOWN_TEXT], with[COHORT_SHOWN_TEXT],
        hint[160] = "";
    const char *found = area_but_for_zeros(table, area, with);
    if (found == with)
        snprintf(hint, sizeof hint, ", but there is \"%s\"", found);
    else if (found)
        snprintf(hint, sizeof hint,
                 ", but there is \"%s\": a spreadsheet may have removed the leading "
                 "zero: store the column as text",
                 cohort_shown_text(found, other));
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: there is no area \"%s\"%s",
                       cohort_table_name(table), cohort_shown_text(area, shown), hint);
}

int cohort_table_gaps(const cohort_table *table, const char *area, const char *variable,
                      cohort_error *error)
{
    double value;
    for (int i = 0; i < table->gap_count; i++) {
        const cohort_unread *gap = &table->gaps[i];
        if (strcmp(gap->area, area) == 0 && strcmp(gap->variable, variable) == 0)
            return cohort_csv_number(table->csv, gap->record, gap->column, &value, error);
    }
    return COHORT_OK;
}

int cohort_table_select(const cohort_table *table, const char *area, const char *variable,
                        cohort_row_range *range, cohort_error *error)
{
    cohort_row key = {.area = area, .variable = variable};
    *range = cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
    if (range->first < range->end)
        return cohort_table_gaps(table, area, variable, error);
    if (!has_area(table, area))
        return fail_area(table, area, error);
    char shown[COHORT_SHOWN_TEXT], shown_variable[COHORT_SHOWN_TEXT];
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: area \"%s\" has no variable \"%s\"",
                       cohort_table_name(table), cohort_shown_text(area, shown),
                       cohort_shown_text(variable, shown_variable));
}

int cohort_table_years(const cohort_table *table, const char *area, const char *variable,
                       int *first_year, int *last_year, cohort_error *error)
{
    cohort_row_range range;
    int code = cohort_table_select(table, area, variable, &range, error);
    if (code)
        return code;
    *first_year = cohort_table_sorted(table, range.first)->year;
    *last_year = cohort_table_sorted(table, range.end - 1)->year;
    return cohort_succeed(error);
}

int cohort_table_value(const cohort_table *table, const char *area, const char *variable, int year,
                       int sex, int age_from, int age_to, double *value, cohort_error *error)
{
    const cohort_row key = {area, variable, year, sex, age_from, age_to, 0.0, 0};
    cohort_row_range range;
    int code = cohort_table_select(table, area, variable, &range, error);
    if (code)
        return code;
    range = cohort_table_range(table, &key, COHORT_ROW_AGE);
    if (range.first < range.end) {
        *value = cohort_table_sorted(table, range.first)->value;
        return cohort_succeed(error);
    }
    char what[COHORT_TABLE_WHAT], age[COHORT_AGE_RANGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: no row for year %d, sex %s, age %s",
                       cohort_table_what(table, area, variable, what), year, cohort_sex_word(sex),
                       cohort_age_range_text(age_from, age_to, age));
}

void cohort_table_set_rate_limits(cohort_table *table, cohort_rate_limits limits)
{
    table->limits = limits;
}

void cohort_table_set_old_ages(cohort_table *table, cohort_old_ages model)
{
    table->old_ages = model;
}

void cohort_table_free(cohort_table *table)
{
    if (table) {
        cohort_csv_free(table->csv);
        free(table->rows);
        free(table->sorted);
        free(table->areas);
        free(table->gaps);
        free(table);
    }
}

int cohort_table_count(const cohort_table *table)
{
    return table->count;
}

const cohort_row *cohort_table_row(const cohort_table *table, int index)
{
    return index >= 0 && index < table->count ? &table->rows[index] : NULL;
}

int cohort_table_area_count(const cohort_table *table)
{
    return table->area_count;
}

const char *cohort_table_area(const cohort_table *table, int index)
{
    return index >= 0 && index < table->area_count ? table->areas[index].area : NULL;
}

const char *cohort_table_area_name(const cohort_table *table, int index)
{
    return index >= 0 && index < table->area_count ? table->areas[index].name : NULL;
}

const char *cohort_table_name(const cohort_table *table)
{
    return cohort_shown_path(cohort_csv_name(table->csv));
}

const char *cohort_table_what(const cohort_table *table, const char *area, const char *variable,
                              char what[COHORT_TABLE_WHAT])
{
    char shown[COHORT_SHOWN_TEXT], shown_variable[COHORT_SHOWN_TEXT];
    snprintf(what, COHORT_TABLE_WHAT, "%s: area \"%s\", %s", cohort_table_name(table),
             cohort_shown_text(area, shown), cohort_shown_text(variable, shown_variable));
    return what;
}
