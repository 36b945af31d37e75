/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/table.h>

#include "core/error.h"
#include "table/reader.h"
#include "text/text.h"

#include <stdlib.h>

typedef struct date {
    int year, column;
} date;

/* The file on its way to rows. In the wide layout a line has the values of all dates; in the long one
 * it is a row, with its own year and value, and there is one date, whose year is not read. */
typedef struct lines {
    cohort_reader *read;
    bool wide;
    int date_count, count;
    date *dates;      /* in order of year */
    cohort_row *rows; /* one a line; of a wide table without year and value */
    double *values;   /* of a wide table: [line][date] */
    uint32_t *sorted; /* lines in order, as of cohort_order_end */
} lines;

/* --- Columns ---------------------------------------------------------------------------------- */

static int compare_dates(const void *a, const void *b)
{
    int one = ((const date *)a)->year, other = ((const date *)b)->year;
    return (one > other) - (one < other);
}

/* Other columns are passed over, but one such as `2O20` is a date misspelt. */
static int find_dates(lines *l)
{
    const cohort_reader *read = l->read;
    const int columns = cohort_csv_columns(read->csv);
    char shown[COHORT_SHOWN_TEXT];
    l->dates = malloc((size_t)columns * sizeof *l->dates);
    if (!l->dates)
        return cohort_fail_memory(read->error);
    if (!l->wide)
        l->dates[l->date_count++] = (date){0, read->columns[READ_VALUE]};
    for (int i = 0; i < columns && l->wide; i++) {
        const char *header = cohort_csv_header(read->csv, i);
        int year = cohort_date_column(header);
        if (year)
            l->dates[l->date_count++] = (date){year, i};
        else if (header[0] >= '0' && header[0] <= '9')
            return cohort_fail(read->error, COHORT_ERROR_VALUE,
                               "%s: column \"%s\": expected a date, a year of four digits "
                               "(2015 or 2015年)",
                               read->name, cohort_shown_text(header, shown));
    }
    qsort(l->dates, (size_t)l->date_count, sizeof *l->dates, compare_dates);
    return COHORT_OK;
}

/* Without a column of variables all is the population, if dates are columns or the header of the
 * values says that they are persons. */
static int find_variable(const lines *l)
{
    const cohort_reader *read = l->read;
    char expected[COHORT_READER_EXPECTED];
    if (read->columns[READ_VARIABLE] >= 0 || ((l->wide || cohort_reader_counts_persons(read)) &&
                                              cohort_reader_knows(read, COHORT_POPULATION)))
        return COHORT_OK;
    if (!l->wide)
        return cohort_reader_find(read, READ_VARIABLE);
    return cohort_fail(read->error, COHORT_ERROR_ARGUMENT,
                       "%s: dates are columns and there is no column \"variable\": that is a "
                       "%s: expected %s",
                       read->name, COHORT_POPULATION, cohort_reader_expected(read, expected));
}

static int find_columns(lines *l)
{
    int code = COHORT_OK;
    for (int i = 0; i < READ_COLUMNS && !code; i++)
        if (i == READ_VARIABLE)
            code = find_variable(l);
        else if (i != READ_NAME && !(l->wide && (i == READ_YEAR || i == READ_VALUE)))
            code = cohort_reader_find(l->read, (cohort_reader_column)i);
    return code ? code : find_dates(l);
}

/* --- Lines ------------------------------------------------------------------------------------ */

static double *values_of(const lines *l, size_t line)
{
    return l->wide ? l->values + line * (size_t)l->date_count : &l->rows[line].value;
}

static int read_line(const lines *l, int record)
{
    cohort_reader *read = l->read;
    cohort_row *row = &l->rows[record];
    double *values = values_of(l, (size_t)record);
    row->year = 0;
    int code = cohort_reader_group(read, record, record ? row - 1 : NULL, row);
    if (!code && !l->wide)
        code = cohort_reader_year(read, record, row);
    for (int i = 0; i < l->date_count && !code; i++)
        code = cohort_reader_value(read, record, l->dates[i].column, row, &values[i]);
    return code ? code : cohort_order_add(&read->order, row, read->error);
}

static int read_lines(lines *l)
{
    cohort_reader *read = l->read;
    int code = cohort_reader_records(read, &l->count);
    if (!code)
        code = cohort_order_begin(&read->order, l->count, read->error);
    if (code)
        return code;
    l->rows = malloc((size_t)l->count * sizeof *l->rows);
    if (l->wide)
        l->values = malloc((size_t)l->count * (size_t)l->date_count * sizeof *l->values);
    if (!l->rows || (l->wide && !l->values))
        return cohort_fail_memory(read->error);
    for (int i = 0; i < l->count && !code; i++)
        code = read_line(l, i);
    if (code)
        return code;
    const char *same = !l->wide                            ? "area, variable, year, sex and age"
                       : read->columns[READ_VARIABLE] >= 0 ? "area, variable, sex and age"
                                                           : "area, sex and age";
    return cohort_reader_sort(read, l->rows, same, &l->sorted);
}

/* --- Rows of a wide table --------------------------------------------------------------------- */

/* Number of the line that is `i`th in order. */
static size_t line_at(const lines *l, int i)
{
    return l->sorted ? l->sorted[i] : (size_t)i;
}

/* Lines first .. end - 1, which share area and variable, date by date. */
static void spread(const lines *l, int first, int end, cohort_row *rows)
{
    for (int d = 0; d < l->date_count; d++)
        for (int i = first; i < end; i++, rows++) {
            size_t line = line_at(l, i);
            *rows = l->rows[line];
            rows->year = l->dates[d].year;
            rows->value = values_of(l, line)[d];
        }
}

/* Rows in order: area by area and variable by variable. */
static void spread_all(const lines *l, cohort_row *rows)
{
    for (int first = 0, end; first < l->count; first = end) {
        const cohort_row *row = &l->rows[line_at(l, first)];
        for (end = first + 1; end < l->count; end++) {
            const cohort_row *next = &l->rows[line_at(l, end)];
            if (next->area != row->area || next->variable != row->variable)
                break;
        }
        spread(l, first, end, rows + (size_t)first * (size_t)l->date_count);
    }
}

/* --- The table -------------------------------------------------------------------------------- */

/* Long lines are the table's rows as they stand. */
static int make_rows(lines *l, cohort_table *table)
{
    /* a value takes two bytes or more of a file under 2 GiB */
    table->count = l->count * l->date_count;
    if (!l->wide) {
        table->rows = l->rows;
        table->sorted = l->sorted;
        l->rows = NULL;
        l->sorted = NULL;
        return COHORT_OK;
    }
    table->rows = malloc((size_t)table->count * sizeof *table->rows);
    if (!table->rows)
        return cohort_fail_memory(l->read->error);
    spread_all(l, table->rows);
    return COHORT_OK;
}

static int index_areas(const cohort_reader *read, cohort_table *table)
{
    int code = cohort_order_areas(&read->order, &table->areas, &table->area_count, read->error);
    for (int i = 0; !code && read->columns[READ_NAME] >= 0 && i < table->area_count; i++)
        table->areas[i].name =
            cohort_csv_cell(read->csv, table->areas[i].first, read->columns[READ_NAME]);
    return code;
}

/*
 * Fill a table that has its file and nothing else, and put it into order. With gaps, a value that
 * cannot be read is NAN and noted. After a failure, what the table has by then is freed with it.
 */
static int fill(cohort_table *table, const char *const *variables, bool with_gaps,
                cohort_error *error)
{
    cohort_reader read = {.csv = table->csv,
                          .name = cohort_table_name(table),
                          .variables = variables,
                          .gaps = with_gaps ? table : NULL,
                          .error = error};
    lines l = {.read = &read};
    int code = cohort_reader_locate(&read);
    if (code)
        return code;
    l.wide = table->wide = cohort_reader_is_wide(&read);
    code = find_columns(&l);
    if (!code)
        code = read_lines(&l);
    if (!code)
        code = make_rows(&l, table);
    if (!code)
        code = index_areas(&read, table);
    free(l.dates);
    free(l.rows);
    free(l.values);
    free(l.sorted);
    cohort_order_free(&read.order);
    return code;
}

int cohort_table_from_csv(cohort_csv *csv, const char *const *variables, int with_gaps,
                          cohort_table **out, cohort_error *error)
{
    *out = NULL;
    cohort_table *table = calloc(1, sizeof *table);
    if (!table) {
        cohort_csv_free(csv);
        return cohort_fail_memory(error);
    }
    table->csv = csv;
    int code = fill(table, variables, with_gaps, error);
    if (code) {
        cohort_table_free(table);
        return code;
    }
    *out = table;
    return cohort_succeed(error);
}

int cohort_table_read(const char *path, const char *const *variables, cohort_table **out,
                      cohort_error *error)
{
    cohort_csv *csv;
    *out = NULL;
    int code = cohort_csv_read(path, &csv, error);
    return code ? code : cohort_table_from_csv(csv, variables, 0, out, error);
}
