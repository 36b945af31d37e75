/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reader.h"

#include "core/error.h"
#include "text/age.h"
#include "text/cell.h"
#include "text/wording.h"
#include "text/written.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *cell(const cohort_reader *read, int record, cohort_reader_column column)
{
    return cohort_csv_cell(read->csv, record, read->columns[column]);
}

static int fail(const cohort_reader *read, int record, cohort_reader_column column, int code,
                const char *expected)
{
    return cohort_cell_fail(read->csv, record, read->columns[column], code, expected, read->error);
}

static int read_area(const cohort_reader *read, int record, cohort_row *row)
{
    row->area = cell(read, record, READ_AREA);
    if (*row->area == '\0')
        return fail(read, record, READ_AREA, COHORT_ERROR_VALUE, "the code or name of an area");
    return COHORT_OK;
}

const char *cohort_reader_refuses(const cohort_reader *read, const char *variable,
                                  char expected[COHORT_READER_EXPECTED])
{
    size_t used = (size_t)snprintf(expected, COHORT_READER_EXPECTED, "one of");
    for (int i = 0; read->variables && read->variables[i]; i++) {
        if (strcmp(variable, read->variables[i]) == 0)
            return NULL;
        if (used < COHORT_READER_EXPECTED)
            used += (size_t)snprintf(expected + used, COHORT_READER_EXPECTED - used, "%s %s",
                                     i ? "," : "", read->variables[i]);
    }
    return read->variables ? expected : NULL;
}

static int read_variable(const cohort_reader *read, int record, cohort_row *row)
{
    const bool has_column = read->columns[READ_VARIABLE] >= 0;
    char text[COHORT_READER_EXPECTED];
    row->variable = has_column ? cell(read, record, READ_VARIABLE) : COHORT_POPULATION;
    if (record > 0 && strcmp(row->variable, read->rows[record - 1].variable) == 0)
        return COHORT_OK;
    if (*row->variable == '\0')
        return fail(read, record, READ_VARIABLE, COHORT_ERROR_VALUE, "the name of a variable");
    const char *expected = cohort_reader_refuses(read, row->variable, text);
    return expected ? fail(read, record, READ_VARIABLE, COHORT_ERROR_ARGUMENT, expected)
                    : COHORT_OK;
}

static int read_year(const cohort_reader *read, int record, cohort_row *row)
{
    const char *text = cell(read, record, READ_YEAR);
    char expected[COHORT_EXPECTED_TEXT];
    int code = cohort_written_integer(text, &row->year);
    if (code || row->year < COHORT_TABLE_FIRST_YEAR || row->year > COHORT_TABLE_LAST_YEAR)
        return fail(read, record, READ_YEAR, COHORT_ERROR_VALUE,
                    cohort_written_expected(text, "a whole year, such as 2015", expected));
    return COHORT_OK;
}

static int read_sex(const cohort_reader *read, int record, cohort_row *row)
{
    if (cohort_parse_sex(cell(read, record, READ_SEX), &row->sex))
        return COHORT_OK;
    return fail(read, record, READ_SEX, COHORT_ERROR_VALUE, COHORT_SEX_EXPECTED);
}

/* What was expected instead of a text that is no age. */
static const char *expected_age(const char *text)
{
    if (cohort_is_unknown_age(text))
        return "an age. Persons of unknown age are in no group: spread them over the ages, each "
               "group getting its share, or remove the row";
    if (cohort_is_date(text))
        return "an age. A spreadsheet has turned an age range into a date: write only the "
               "first age, 5 for 5-9";
    return "an age, such as 5, 5-9, 90+ or all (or 5〜9歳, 90歳以上, 総数)";
}

static int read_age(const cohort_reader *read, int record, cohort_row *row)
{
    const char *text = cell(read, record, READ_AGE);
    if (!cohort_parse_age(text, &row->age_from, &row->age_to))
        return fail(read, record, READ_AGE, COHORT_ERROR_VALUE, expected_age(text));
    if (row->age_to != COHORT_AGE_GROUP && row->age_to < row->age_from)
        return fail(read, record, READ_AGE, COHORT_ERROR_VALUE,
                    "the last age not before the first");
    return COHORT_OK;
}

static int note_gap(const cohort_reader *read, cohort_unread gap)
{
    cohort_table *table = read->gaps;
    const cohort_unread *last = table->gap_count > 0 ? &table->gaps[table->gap_count - 1] : NULL;
    if (last && strcmp(last->area, gap.area) == 0 && strcmp(last->variable, gap.variable) == 0)
        return COHORT_OK;
    if (table->gap_count == table->gap_room) {
        const int room = 2 * table->gap_room + 16;
        cohort_unread *gaps = realloc(table->gaps, (size_t)room * sizeof *gaps);
        if (!gaps)
            return cohort_fail_memory(read->error);
        table->gaps = gaps;
        table->gap_room = room;
    }
    table->gaps[table->gap_count++] = gap;
    return COHORT_OK;
}

static int read_value(const cohort_reader *read, int record, int column, const cohort_row *row,
                      double *value)
{
    int code = cohort_csv_number(read->csv, record, column, value, read->error);
    if (code != COHORT_ERROR_VALUE || !read->gaps)
        return code;
    *value = (double)NAN;
    return note_gap(read, (cohort_unread){row->area, row->variable, record, column});
}

double *cohort_reader_values(const cohort_reader *read, size_t line)
{
    return read->wide ? read->values + line * (size_t)read->date_count : &read->rows[line].value;
}

static int read_line(cohort_reader *read, int record)
{
    static int (*const parts[])(const cohort_reader *, int, cohort_row *) = {
        read_area, read_variable, read_sex, read_age, read_year};
    cohort_row *row = &read->rows[record];
    double *values = cohort_reader_values(read, (size_t)record);
    row->line = cohort_csv_line(read->csv, record);
    row->year = 0;
    int code = COHORT_OK;
    for (int i = 0; i < (read->wide ? 4 : 5) && !code; i++)
        code = parts[i](read, record, row);
    for (int i = 0; i < read->date_count && !code; i++)
        code = read_value(read, record, read->dates[i].column, row, &values[i]);
    return code ? code : cohort_order_add(&read->order, row, read->error);
}

static int sort(cohort_reader *read)
{
    int again, before;
    int code =
        cohort_order_end(&read->order, read->rows, &read->sorted, &again, &before, read->error);
    if (code || again < 0)
        return code;
    return cohort_fail(read->error, COHORT_ERROR_DUPLICATE,
                       "%s, line %d: area, %s%ssex and age are those of line %d: expected each "
                       "cell once",
                       read->name, read->rows[again].line,
                       read->wide && read->columns[READ_VARIABLE] < 0 ? "" : "variable, ",
                       read->wide ? "" : "year, ", read->rows[before].line);
}

int cohort_reader_lines(cohort_reader *read)
{
    read->count = cohort_csv_records(read->csv);
    if (read->count == 0)
        return cohort_fail(read->error, COHORT_ERROR_MISSING, "%s: no rows after the header",
                           read->name);
    int code = cohort_order_begin(&read->order, read->count, read->error);
    if (code)
        return code;
    const size_t count = (size_t)read->count;
    read->rows = malloc(count * sizeof *read->rows);
    if (read->wide)
        read->values = malloc(count * (size_t)read->date_count * sizeof *read->values);
    if (!read->rows || (read->wide && !read->values))
        return cohort_fail_memory(read->error);
    for (int i = 0; i < read->count && !code; i++)
        code = read_line(read, i);
    return code ? code : sort(read);
}

void cohort_reader_free(cohort_reader *read)
{
    free(read->dates);
    free(read->rows);
    free(read->values);
    free(read->sorted);
    cohort_order_free(&read->order);
}
