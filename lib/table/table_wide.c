/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table_wide.h"

#include "core/error.h"
#include "table/table_columns.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct date {
    int year, column;
} date;

/* The file on its way to rows: a line of it has the values of all dates. */
typedef struct wide {
    int date_count, line_count;
    date *dates;       /* in order of year */
    cohort_row *lines; /* rows without year and value */
    double *values;    /* [line][date] */
    uint32_t *sorted;  /* lines in order, as of cohort_order_end */
} wide;

/* --- Columns ---------------------------------------------------------------------------------- */

static int compare_dates(const void *a, const void *b)
{
    int one = ((const date *)a)->year, other = ((const date *)b)->year;
    return (one > other) - (one < other);
}

/* Other columns are passed over, but one such as `2O20` is a date misspelt. */
static int find_dates(const cohort_reader *read, wide *w)
{
    const int columns = cohort_csv_columns(read->csv);
    char shown[COHORT_SHOWN_TEXT];
    w->dates = malloc((size_t)columns * sizeof *w->dates);
    if (!w->dates)
        return cohort_fail_memory(read->error);
    for (int i = 0; i < columns; i++) {
        const char *header = cohort_csv_header(read->csv, i);
        int year = cohort_date_column(header);
        if (year)
            w->dates[w->date_count++] = (date){year, i};
        else if (header[0] >= '0' && header[0] <= '9')
            return cohort_fail(read->error, COHORT_ERROR_VALUE,
                               "%s: column \"%s\": expected a date, a year of four digits "
                               "(2015 or 2015年)",
                               read->name, cohort_shown_text(header, shown));
    }
    qsort(w->dates, (size_t)w->date_count, sizeof *w->dates, compare_dates);
    return COHORT_OK;
}

static int find_variable(cohort_reader *read)
{
    char expected[COHORT_READER_EXPECTED];
    if (read->columns[READ_VARIABLE] >= 0 || cohort_reader_knows(read, COHORT_POPULATION))
        return COHORT_OK;
    return cohort_fail(read->error, COHORT_ERROR_ARGUMENT,
                       "%s: dates are columns and there is no column \"variable\": that is a "
                       "%s: expected %s",
                       read->name, COHORT_POPULATION, cohort_reader_expected(read, expected));
}

static int find_columns(cohort_reader *read, wide *w)
{
    int code = cohort_reader_find(read, READ_AREA);
    if (!code)
        code = find_variable(read);
    if (!code)
        code = cohort_reader_find(read, READ_SEX);
    if (!code)
        code = cohort_reader_find(read, READ_AGE);
    return code ? code : find_dates(read, w);
}

/* --- Lines ------------------------------------------------------------------------------------ */

static double *values_of(const wide *w, size_t line)
{
    return w->values + line * (size_t)w->date_count;
}

static int read_line(cohort_reader *read, const wide *w, int record)
{
    cohort_row *line = &w->lines[record];
    double *values = values_of(w, (size_t)record);
    *line = (cohort_row){.year = 0};
    int code = cohort_reader_group(read, record, record ? line - 1 : NULL, line);
    for (int i = 0; i < w->date_count && !code; i++)
        code = cohort_reader_value(read, record, w->dates[i].column, line, &values[i]);
    return code ? code : cohort_order_add(&read->order, line, read->error);
}

static int read_lines(cohort_reader *read, wide *w)
{
    int code = cohort_reader_records(read, &w->line_count);
    if (!code)
        code = cohort_order_begin(&read->order, w->line_count, read->error);
    if (code)
        return code;
    w->lines = malloc((size_t)w->line_count * sizeof *w->lines);
    w->values = malloc((size_t)w->line_count * (size_t)w->date_count * sizeof *w->values);
    if (!w->lines || !w->values)
        return cohort_fail_memory(read->error);
    for (int i = 0; i < w->line_count && !code; i++)
        code = read_line(read, w, i);
    if (code)
        return code;
    bool variable = read->columns[READ_VARIABLE] >= 0;
    return cohort_reader_sort(
        read, w->lines, variable ? "area, variable, sex and age" : "area, sex and age", &w->sorted);
}

/* --- Rows ------------------------------------------------------------------------------------- */

/* Number of the line that is `i`th in order. */
static size_t line_at(const wide *w, int i)
{
    return w->sorted ? w->sorted[i] : (size_t)i;
}

/* Lines first .. end - 1, which share area and variable, date by date. */
static void spread(const wide *w, int first, int end, cohort_row *rows)
{
    for (int d = 0; d < w->date_count; d++)
        for (int i = first; i < end; i++, rows++) {
            size_t line = line_at(w, i);
            *rows = w->lines[line];
            rows->year = w->dates[d].year;
            rows->value = values_of(w, line)[d];
        }
}

/* Rows in order: area by area and variable by variable. */
static void spread_all(const wide *w, cohort_row *rows)
{
    for (int first = 0, end; first < w->line_count; first = end) {
        const cohort_row *line = &w->lines[line_at(w, first)];
        for (end = first + 1; end < w->line_count; end++) {
            const cohort_row *next = &w->lines[line_at(w, end)];
            if (next->area != line->area || next->variable != line->variable)
                break;
        }
        spread(w, first, end, rows + (size_t)first * (size_t)w->date_count);
    }
}

static int make_rows(const cohort_reader *read, const wide *w, cohort_table *table)
{
    size_t count = (size_t)w->line_count * (size_t)w->date_count;
    table->rows = malloc(count * sizeof *table->rows);
    if (!table->rows)
        return cohort_fail_memory(read->error);
    spread_all(w, table->rows);
    table->count = (int)count; /* a value takes two bytes or more of a file under 2 GiB */
    return COHORT_OK;
}

int cohort_reader_wide(cohort_reader *read, cohort_table *table)
{
    wide w = {.date_count = 0};
    int code = find_columns(read, &w);
    if (!code)
        code = read_lines(read, &w);
    if (!code)
        code = make_rows(read, &w, table);
    free(w.dates);
    free(w.lines);
    free(w.values);
    free(w.sorted);
    return code;
}
