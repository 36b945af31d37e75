/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/table.h>

#include "core/error.h"
#include "table/table_columns.h"
#include "table/table_wide.h"

#include <stdlib.h>

/* --- The long layout: a row a value ----------------------------------------------------------- */

static int read_row(cohort_reader *read, int record, const cohort_row *before, cohort_row *row)
{
    int code = cohort_reader_group(read, record, before, row);
    if (!code)
        code = cohort_reader_year(read, record, row);
    if (!code)
        code = cohort_reader_value(read, record, read->columns[READ_VALUE], row, &row->value);
    if (!code)
        code = cohort_order_add(&read->order, row, read->error);
    return code;
}

/* Without a column of variables: all is the population, if the header of its values says so. */
static bool is_population(const cohort_reader *read)
{
    return read->columns[READ_VARIABLE] < 0 && cohort_reader_counts_persons(read) &&
           cohort_reader_knows(read, COHORT_POPULATION);
}

static int read_long(cohort_reader *read, cohort_table *table)
{
    int records, code = COHORT_OK;
    for (int i = 0; i < READ_COLUMNS && !code; i++)
        if (i != READ_NAME && (i != READ_VARIABLE || !is_population(read)))
            code = cohort_reader_find(read, (cohort_reader_column)i);
    if (!code)
        code = cohort_reader_records(read, &records);
    if (!code)
        code = cohort_order_begin(&read->order, records, read->error);
    if (code)
        return code;
    table->rows = malloc((size_t)records * sizeof *table->rows);
    if (!table->rows)
        return cohort_fail_memory(read->error);
    for (int i = 0; i < records && !code; i++)
        code = read_row(read, i, i ? &table->rows[i - 1] : NULL, &table->rows[i]);
    table->count = records;
    if (code)
        return code;
    return cohort_reader_sort(read, table->rows, "area, variable, year, sex and age",
                              &table->sorted);
}

/* --- Both layouts ----------------------------------------------------------------------------- */

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
    int code = cohort_reader_locate(&read);
    if (code)
        return code;
    table->wide = cohort_reader_is_wide(&read);
    code = table->wide ? cohort_reader_wide(&read, table) : read_long(&read, table);
    if (!code)
        code = index_areas(&read, table);
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
