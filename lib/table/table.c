/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/room.h"
#include "text/age.h"
#include "text/csv.h"
#include "text/text.h"
#include "text/written.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cohort_row cohort_table_sorted(const cohort_table *table, int index)
{
    const cohort_rows *rows = &table->rows;
    return cohort_rows_get(rows, cohort_rows_at(rows, index));
}

/* The first pair, by rank, that is not before an area and variable. */
static int first_pair(const cohort_table *table, const char *area, const char *variable)
{
    int low = 0, high = table->rows.pair_count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const cohort_row_pair *pair = &table->rows.pairs[middle];
        const int order = strcmp(pair->area, area);
        if (order < 0 || (order == 0 && strcmp(pair->variable, variable) < 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The pair of an area and variable; -1: there is none. */
static int find_pair(const cohort_table *table, const char *area, const char *variable)
{
    const int first = first_pair(table, area, variable);
    const cohort_row_pair *pair = &table->rows.pairs[first];
    return first < table->rows.pair_count && strcmp(pair->area, area) == 0 &&
                   strcmp(pair->variable, variable) == 0
               ? first
               : -1;
}

static bool can_be_a_row(const cohort_row *key)
{
    return key->year >= COHORT_TABLE_FIRST_YEAR && key->year <= COHORT_TABLE_LAST_YEAR &&
           key->sex >= 0 && key->sex <= COHORT_BOTH && key->age_from >= 0 &&
           key->age_from <= COHORT_AGE_MAX && key->age_to >= COHORT_AGE_UNKNOWN &&
           (key->age_to <= COHORT_AGE_MAX || key->age_to == COHORT_OPEN_END);
}

cohort_row_range cohort_table_range(const cohort_table *table, const cohort_row *key,
                                    cohort_row_depth depth)
{
    const int pair = find_pair(table, key->area, key->variable);
    if (pair < 0 || !can_be_a_row(key))
        return (cohort_row_range){0, 0};
    return (cohort_row_range){cohort_rows_bound(&table->rows, pair, key, (int)depth, false),
                              cohort_rows_bound(&table->rows, pair, key, (int)depth, true)};
}

cohort_row_range cohort_table_rows(const cohort_table *table, const char *area,
                                   const char *variable)
{
    const cohort_row key = {.area = area, .variable = variable};
    return cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
}

enum { NOTE_TEXT = 400 };

bool cohort_table_has_area(const cohort_table *table, const char *area)
{
    const cohort_rows *rows = &table->rows;
    bool found = false;
    for (int i = first_pair(table, area, ""); i < rows->pair_count && !found; i++) {
        if (strcmp(rows->pairs[i].area, area) != 0)
            break;
        found = rows->pairs[i].rows > 0;
    }
    return found;
}

/* The area that the table has with a zero more or less before its code, or NULL; `with` is room for
 * a code with one more. */
static const char *area_but_for_zeros(const cohort_table *table, const char *area,
                                      char with[COHORT_SHOWN_TEXT])
{
    for (const char *rest = area; *rest == '0'; rest++)
        if (cohort_table_has_area(table, rest + 1))
            return rest + 1;
    snprintf(with, COHORT_SHOWN_TEXT, "0%s", area);
    return cohort_table_has_area(table, with) ? with : NULL;
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

/* Of a number whose decimals a unit may have multiplied (1.001 thousands are not quite 1,001). */
static bool is_multiple(double value, double unit)
{
    return fabs(value - unit * round(value / unit)) <= 1e-12 * fabs(value);
}

double cohort_table_rounding(const cohort_table *table, const char *variable)
{
    enum { UNITS = 8 };
    static const double units[UNITS] = {1e6, 1e5, 1e4, 1e3, 100, 10, 5, 3};
    const double sure = 1e6;                      /* to one, if last digits are as they come */
    const double largest = fmax(10, table->unit); /* `0.7` thousands are to 100 */
    const cohort_rows *rows = &table->rows;
    unsigned left = (1U << UNITS) - 1;
    int persons = 0;
    for (int i = 0; i < rows->count && left; i++) {
        const double value = rows->values[i];
        if (isnan(value) ||
            strcmp(rows->pairs[cohort_rows_number(rows, i)].variable, variable) != 0)
            continue;
        for (int u = 0; u < UNITS; u++)
            left &= units[u] <= largest && is_multiple(value, units[u]) ? ~0U : ~(1U << u);
        persons += value > 0.0;
    }
    for (int u = 0; u < UNITS; u++)
        if (left & 1U << u && pow(units[u], persons) >= sure)
            return units[u];
    return 1.0;
}

static int compare_known(const void *a, const void *b)
{
    const cohort_known_area *one = a, *other = b;
    const int order = strcmp(one->text, other->text);
    return order ? order : (one->area > other->area) - (one->area < other->area);
}

/* After the areas are there: what they are known by. */
static int know_areas(cohort_table *table, cohort_error *error)
{
    free(table->known);
    table->known = malloc((2 * (size_t)table->area_count + 1) * sizeof *table->known);
    table->known_count = 0;
    if (!table->known)
        return cohort_fail_memory(error);
    for (int i = 0; i < table->area_count; i++) {
        const cohort_row_area *area = &table->areas[i];
        table->known[table->known_count++] = (cohort_known_area){area->area, area};
        if (*area->name)
            table->known[table->known_count++] = (cohort_known_area){area->name, area};
    }
    qsort(table->known, (size_t)table->known_count, sizeof *table->known, compare_known);
    return COHORT_OK;
}

int cohort_table_index(cohort_table *table, cohort_error *error)
{
    free(table->areas);
    table->areas = NULL;
    table->rounding = fmax(table->rounding, cohort_table_rounding(table, COHORT_POPULATION));
    int code = cohort_rows_areas(&table->rows, &table->areas, &table->area_count, error);
    return code ? code : know_areas(table, error);
}

int cohort_table_gaps(const cohort_table *table, const char *area, const char *variable,
                      cohort_error *error)
{
    double value;
    const int pair = find_pair(table, area, variable);
    const cohort_unread *gap = pair < 0 ? NULL : &table->rows.pairs[pair].gap;
    if (!gap || !gap->text)
        return COHORT_OK;
    cohort_cell_place place = {.column = gap->column, .text = gap->text};
    place.file = cohort_table_where(table, gap->line, &place.line);
    return cohort_place_no_number(&place, cohort_written_number(gap->text, &value),
                                  "a finite number, such as 1234.5", error);
}

int cohort_table_select(const cohort_table *table, const char *area, const char *variable,
                        cohort_row_range *range, cohort_error *error)
{
    *range = cohort_table_rows(table, area, variable);
    if (range->first < range->end)
        return cohort_table_gaps(table, area, variable, error);
    if (!cohort_table_has_area(table, area))
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
    *first_year = cohort_table_sorted(table, range.first).year;
    *last_year = cohort_table_sorted(table, range.end - 1).year;
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
        *value = cohort_table_sorted(table, range.first).value;
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
        cohort_rows_free(&table->rows);
        free(table->notes);
        free(table->name);
        free(table->areas);
        free(table->known);
        free(table->places);
        free(table);
    }
}

int cohort_table_count(const cohort_table *table)
{
    return table->rows.count;
}

/* The number of a row where it is counted; -1: there is none. */
static int number_at(const cohort_table *table, int index)
{
    if (index < 0 || index >= table->rows.count)
        return -1;
    return table->wide ? cohort_rows_at(&table->rows, index) : index;
}

cohort_row cohort_table_row(const cohort_table *table, int index)
{
    const int number = number_at(table, index);
    if (number < 0)
        return (cohort_row){.area = NULL};
    cohort_row row = cohort_rows_get(&table->rows, number);
    cohort_table_where(table, row.line, &row.line);
    return row;
}

const char *cohort_table_row_file(const cohort_table *table, int index)
{
    const int number = number_at(table, index);
    int line;
    return number < 0 ? NULL : cohort_table_where(table, table->rows.lines[number], &line);
}

int cohort_table_unit(const cohort_table *table)
{
    return table->unit > 1 ? table->unit : 1;
}

const char *cohort_table_title(const cohort_table *table)
{
    return table->title ? table->title : "";
}

const char *cohort_table_note(const cohort_table *table, int index)
{
    return index >= 0 && index < table->note_count ? table->notes[index] : NULL;
}

void cohort_table_add_note(cohort_table *table, const char *format, ...)
{
    char text[NOTE_TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (cohort_resize(&table->notes, (size_t)table->note_count + 1, sizeof *table->notes))
        table->notes[table->note_count++] = cohort_rows_text(&table->rows, text);
    else
        table->rows.failed = true;
}

void cohort_append(char *text, size_t size, const char *format, ...)
{
    const size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
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

int cohort_table_add_place(cohort_table *table, const char *name, int before, cohort_error *error)
{
    if (!cohort_resize(&table->places, (size_t)table->place_count + 1, sizeof *table->places))
        return cohort_fail_memory(error);
    table->places[table->place_count++] =
        (cohort_table_place){cohort_rows_text(&table->rows, name), before};
    return COHORT_OK;
}

const char *cohort_table_where(const cohort_table *table, int number, int *line)
{
    int low = 0, high = table->place_count;
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        *(number > table->places[middle].before ? &low : &high) = middle;
    }
    *line = number - table->places[low].before;
    return table->places[low].name;
}

const char *cohort_table_at(const cohort_table *table, int number, char at[COHORT_AT_TEXT])
{
    int line;
    const char *name = cohort_table_where(table, number, &line);
    snprintf(at, COHORT_AT_TEXT, "%s, line %d", name, line);
    return at;
}

int cohort_table_fail(const cohort_table *table, int number, int code, cohort_error *error,
                      const char *format, ...)
{
    char at[COHORT_AT_TEXT], text[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return cohort_fail(error, code, "%s: %s", cohort_table_at(table, number, at), text);
}

const char *cohort_table_name(const cohort_table *table)
{
    return cohort_shown_path(table->name);
}

const char *cohort_table_what(const cohort_table *table, const char *area, const char *variable,
                              char what[COHORT_TABLE_WHAT])
{
    char shown[COHORT_SHOWN_TEXT], shown_variable[COHORT_SHOWN_TEXT];
    snprintf(what, COHORT_TABLE_WHAT, "%s: area \"%s\", %s", cohort_table_name(table),
             cohort_shown_text(area, shown), cohort_shown_text(variable, shown_variable));
    return what;
}
