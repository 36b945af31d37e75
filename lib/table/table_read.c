/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/table.h>

#include "core/error.h"
#include "table/reader.h"

#include <stdlib.h>

/* Number of the line that is `i`th in order. */
static size_t line_at(const cohort_reader *read, int i)
{
    return read->sorted ? read->sorted[i] : (size_t)i;
}

/* Rows in order: area by area and variable by variable, and within these date by date. */
static void spread(const cohort_reader *read, cohort_row *rows)
{
    for (int first = 0, end; first < read->count; first = end) {
        const cohort_row *line = &read->rows[line_at(read, first)];
        for (end = first + 1; end < read->count; end++) {
            const cohort_row *next = &read->rows[line_at(read, end)];
            if (next->area != line->area || next->variable != line->variable)
                break;
        }
        for (int d = 0; d < read->date_count; d++)
            for (int i = first; i < end; i++, rows++) {
                const size_t at = line_at(read, i);
                *rows = read->rows[at];
                rows->year = read->dates[d].year;
                rows->value = cohort_reader_values(read, at)[d];
            }
    }
}

/* Long lines are the table's rows as they stand. */
static int make_rows(cohort_reader *read, cohort_table *table)
{
    /* a value takes two bytes or more of a file under 2 GiB */
    table->count = read->count * read->date_count;
    if (!read->wide) {
        table->rows = read->rows;
        table->sorted = read->sorted;
        read->rows = NULL;
        read->sorted = NULL;
        return COHORT_OK;
    }
    table->rows = malloc((size_t)table->count * sizeof *table->rows);
    if (!table->rows)
        return cohort_fail_memory(read->error);
    spread(read, table->rows);
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
    int code = cohort_reader_columns(&read);
    table->wide = read.wide;
    if (!code)
        code = cohort_reader_lines(&read);
    if (!code)
        code = make_rows(&read, table);
    if (!code)
        code = index_areas(&read, table);
    cohort_reader_free(&read);
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
