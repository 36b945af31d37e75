/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "io/age.h"
#include "io/cell.h"
#include "io/number.h"
#include "io/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cohort_table {
    cohort_csv *csv;  /* has the texts that rows point to */
    cohort_row *rows; /* in the order of the file */
    int count;
    const cohort_row **sorted; /* NULL: the rows are in order as they are */
};

enum column { AREA, VARIABLE, YEAR, SEX, AGE, VALUE, COLUMNS };

static const char *const column_names[COLUMNS] = {"area", "variable", "year",
                                                  "sex",  "age",      "value"};

enum { FIRST_YEAR = -9999, LAST_YEAR = 9999 };

/* A table on its way: where its columns are, and what may stand in them. */
typedef struct reader {
    const cohort_csv *csv;
    int columns[COLUMNS];
    const char *const *variables;
    cohort_error *error;
} reader;

/* --- Cells ------------------------------------------------------------------------------------ */

static const char *cell(const reader *read, int record, enum column column)
{
    return cohort_csv_cell(read->csv, record, read->columns[column]);
}

static int fail(const reader *read, int record, enum column column, int code, const char *expected)
{
    return cohort_cell_fail(read->csv, record, read->columns[column], code, expected, read->error);
}

/* Rows of one area or variable often follow each other: they share one text, which makes
 * comparing them quick. */
static const char *shared(const char *text, const char *before)
{
    return before && strcmp(text, before) == 0 ? before : text;
}

static int read_area(const reader *read, int record, const cohort_row *before, cohort_row *row)
{
    row->area = shared(cell(read, record, AREA), before ? before->area : NULL);
    if (*row->area == '\0')
        return fail(read, record, AREA, COHORT_ERROR_VALUE, "the code or name of an area");
    return COHORT_OK;
}

static int fail_variable(const reader *read, int record)
{
    char expected[200] = "one of";
    size_t used = strlen(expected);
    for (int i = 0; read->variables[i] && used < sizeof expected - 1; i++) {
        snprintf(expected + used, sizeof expected - used, "%s %s", i ? "," : "",
                 read->variables[i]);
        used = strlen(expected);
    }
    return fail(read, record, VARIABLE, COHORT_ERROR_ARGUMENT, expected);
}

static int read_variable(const reader *read, int record, const cohort_row *before, cohort_row *row)
{
    row->variable = shared(cell(read, record, VARIABLE), before ? before->variable : NULL);
    if (before && row->variable == before->variable)
        return COHORT_OK;
    if (*row->variable == '\0')
        return fail(read, record, VARIABLE, COHORT_ERROR_VALUE, "the name of a variable");
    if (!read->variables)
        return COHORT_OK;
    for (int i = 0; read->variables[i]; i++)
        if (strcmp(row->variable, read->variables[i]) == 0)
            return COHORT_OK;
    return fail_variable(read, record);
}

static int read_year(const reader *read, int record, cohort_row *row)
{
    int code = cohort_parse_integer(cell(read, record, YEAR), &row->year);
    if (code || row->year < FIRST_YEAR || row->year > LAST_YEAR)
        return fail(read, record, YEAR, COHORT_ERROR_VALUE, "a whole year, such as 2015");
    return COHORT_OK;
}

static int read_sex(const reader *read, int record, cohort_row *row)
{
    static const struct {
        const char *text;
        int sex;
    } known[] = {{"male", COHORT_MALE}, {"female", COHORT_FEMALE}, {"both", COHORT_BOTH},
                 {"M", COHORT_MALE},    {"F", COHORT_FEMALE},      {"m", COHORT_MALE},
                 {"f", COHORT_FEMALE},  {"男", COHORT_MALE},       {"女", COHORT_FEMALE}};
    const char *text = cell(read, record, SEX);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(text, known[i].text) == 0) {
            row->sex = known[i].sex;
            return COHORT_OK;
        }
    return fail(read, record, SEX, COHORT_ERROR_VALUE, "male, female or both (or M, F)");
}

static int read_age(const reader *read, int record, cohort_row *row)
{
    const char *text = cell(read, record, AGE);
    if (!cohort_parse_age(text, &row->age_from, &row->age_to))
        return fail(read, record, AGE, COHORT_ERROR_VALUE,
                    cohort_is_date(text)
                        ? "an age. A spreadsheet has turned an age range into a date: write the "
                          "first age alone, 5 for 5-9"
                        : "an age, such as 5, 5-9, 90+ or all");
    if (row->age_to != COHORT_AGE_GROUP && row->age_to < row->age_from)
        return fail(read, record, AGE, COHORT_ERROR_VALUE, "the last age not before the first");
    return COHORT_OK;
}

static int read_row(const reader *read, int record, const cohort_row *before, cohort_row *row)
{
    row->line = cohort_csv_line(read->csv, record);
    int code = read_area(read, record, before, row);
    if (!code)
        code = read_variable(read, record, before, row);
    if (!code)
        code = read_year(read, record, row);
    if (!code)
        code = read_sex(read, record, row);
    if (!code)
        code = read_age(read, record, row);
    if (!code)
        code = cohort_csv_number(read->csv, record, read->columns[VALUE], &row->value, read->error);
    return code;
}

static int read_rows(cohort_table *table, const char *const *variables, cohort_error *error)
{
    reader read = {.csv = table->csv, .variables = variables, .error = error};
    for (int i = 0; i < COLUMNS; i++) {
        int code = cohort_cell_column(table->csv, column_names[i], &read.columns[i], error);
        if (code)
            return code;
    }
    table->count = cohort_csv_records(table->csv);
    if (table->count == 0)
        return cohort_fail(error, COHORT_ERROR_MISSING, "%s: no rows after the header",
                           cohort_table_name(table));
    table->rows = malloc((size_t)table->count * sizeof *table->rows);
    if (!table->rows)
        return cohort_fail_memory(error);
    for (int i = 0; i < table->count; i++) {
        int code = read_row(&read, i, i ? &table->rows[i - 1] : NULL, &table->rows[i]);
        if (code)
            return code;
    }
    return COHORT_OK;
}

/* --- Order ------------------------------------------------------------------------------------ */

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
    if (order || depth == COHORT_ROW_AREA)
        return order;
    order = compare_text(a->variable, b->variable);
    if (order || depth == COHORT_ROW_VARIABLE)
        return order;
    order = compare_int(a->year, b->year);
    if (order || depth == COHORT_ROW_YEAR)
        return order;
    order = compare_int(a->sex, b->sex);
    if (order || depth == COHORT_ROW_SEX)
        return order;
    order = compare_int(a->age_from, b->age_from);
    if (order || depth == COHORT_ROW_AGE_FROM)
        return order;
    return compare_int(a->age_to, b->age_to);
}

static int compare_pointers(const void *a, const void *b)
{
    return compare(*(const cohort_row *const *)a, *(const cohort_row *const *)b, COHORT_ROW_AGE_TO);
}

static bool in_order(const cohort_table *table)
{
    for (int i = 1; i < table->count; i++)
        if (compare(&table->rows[i - 1], &table->rows[i], COHORT_ROW_AGE_TO) > 0)
            return false;
    return true;
}

static int sort_rows(cohort_table *table, cohort_error *error)
{
    if (in_order(table))
        return COHORT_OK;
    table->sorted = malloc((size_t)table->count * sizeof *table->sorted);
    if (!table->sorted)
        return cohort_fail_memory(error);
    for (int i = 0; i < table->count; i++)
        table->sorted[i] = &table->rows[i];
    qsort(table->sorted, (size_t)table->count, sizeof *table->sorted, compare_pointers);
    return COHORT_OK;
}

static int check_duplicates(const cohort_table *table, cohort_error *error)
{
    for (int i = 1; i < table->count; i++) {
        const cohort_row *a = cohort_table_sorted(table, i - 1);
        const cohort_row *b = cohort_table_sorted(table, i);
        if (compare(a, b, COHORT_ROW_AGE_TO) == 0)
            return cohort_fail(error, COHORT_ERROR_DUPLICATE,
                               "%s, line %d: area, variable, year, sex and age are those of line "
                               "%d: expected each cell once",
                               cohort_table_name(table), a->line > b->line ? a->line : b->line,
                               a->line < b->line ? a->line : b->line);
    }
    return COHORT_OK;
}

const cohort_row *cohort_table_sorted(const cohort_table *table, int index)
{
    return table->sorted ? table->sorted[index] : &table->rows[index];
}

/* First of the sorted rows that is not before the key (not behind it, with `after`). */
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

/* --- Look-ups --------------------------------------------------------------------------------- */

static bool has_area(const cohort_table *table, const char *area)
{
    cohort_row key = {.area = area};
    cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AREA);
    return range.first < range.end;
}

static int fail_area(const cohort_table *table, const char *area, cohort_error *error)
{
    char shown[COHORT_SHOWN_TEXT], hint[160] = "";
    for (const char *rest = area; *rest == '0' && !*hint; rest++)
        if (has_area(table, rest + 1))
            snprintf(hint, sizeof hint,
                     ", but there is \"%s\": a spreadsheet may have taken the leading zero "
                     "away: have it keep the column as text",
                     cohort_shown_text(rest + 1, shown));
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: there is no area \"%s\"%s",
                       cohort_table_name(table), cohort_shown_text(area, shown), hint);
}

int cohort_table_select(const cohort_table *table, const char *area, const char *variable,
                        cohort_row_range *range, cohort_error *error)
{
    cohort_row key = {.area = area, .variable = variable};
    *range = cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
    if (range->first < range->end)
        return COHORT_OK;
    if (!has_area(table, area))
        return fail_area(table, area, error);
    char shown[COHORT_SHOWN_TEXT], shown_variable[COHORT_SHOWN_TEXT];
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: area \"%s\" has no variable \"%s\"",
                       cohort_table_name(table), cohort_shown_text(area, shown),
                       cohort_shown_text(variable, shown_variable));
}

int cohort_table_value(const cohort_table *table, const char *area, const char *variable, int year,
                       int sex, int age_from, int age_to, double *value, cohort_error *error)
{
    cohort_row key = {.area = area,
                      .variable = variable,
                      .year = year,
                      .sex = sex,
                      .age_from = age_from,
                      .age_to = age_to};
    cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AGE_TO);
    if (range.first < range.end) {
        *value = cohort_table_sorted(table, range.first)->value;
        return cohort_succeed(error);
    }
    int code = cohort_table_select(table, area, variable, &range, error);
    if (code)
        return code;
    char what[COHORT_TABLE_WHAT], age[COHORT_AGE_RANGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: no row for year %d, sex %s, age %s",
                       cohort_table_what(table, area, variable, what), year, cohort_sex_word(sex),
                       cohort_age_range_text(age_from, age_to, age));
}

/* --- The table -------------------------------------------------------------------------------- */

int cohort_table_read(const char *path, const char *const *variables, cohort_table **out,
                      cohort_error *error)
{
    *out = NULL;
    cohort_table *table = calloc(1, sizeof *table);
    if (!table)
        return cohort_fail_memory(error);
    int code = cohort_csv_read(path, &table->csv, error);
    if (!code)
        code = read_rows(table, variables, error);
    if (!code)
        code = sort_rows(table, error);
    if (!code)
        code = check_duplicates(table, error);
    if (code) {
        cohort_table_free(table);
        return code;
    }
    *out = table;
    return cohort_succeed(error);
}

void cohort_table_free(cohort_table *table)
{
    if (table) {
        cohort_csv_free(table->csv);
        free(table->rows);
        free(table->sorted);
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

bool cohort_row_all_ages(const cohort_row *row)
{
    return row->age_from == 0 && row->age_to == COHORT_OPEN_END;
}
