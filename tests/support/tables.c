/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/tables.h"

#include "support/close.h"

#include <stdio.h>
#include <string.h>

cohort_table *fixture(const char *name)
{
    char path[1024];
    cohort_table *table;
    cohort_error error;
    snprintf(path, sizeof path, "%s/%s", COHORT_FIXTURES, name);
    assert_ok(cohort_table_read(path, NULL, &table, &error), error);
    return table;
}

cohort_table_options with_gaps(void)
{
    cohort_table_options options;
    cohort_table_options_init(&options);
    options.gaps = 1;
    return options;
}

int parse_table(const char *text, const char *name, const cohort_table_options *options,
                cohort_table **table, cohort_error *error)
{
    cohort_sheets *sheets;
    *table = NULL;
    const int code = cohort_sheets_parse(text, strlen(text), name, &sheets, error);
    return code ? code : cohort_table_from_sheets(sheets, options, table, error);
}

cohort_table *parsed_table(const char *text, const char *name, const cohort_table_options *options)
{
    cohort_table *table;
    cohort_error error;
    if (parse_table(text, name, options, &table, &error))
        fail_msg("%s: %s", text, error.text);
    return table;
}

int notes_with(const cohort_table *table, const char *part)
{
    int count = 0;
    for (int i = 0; cohort_table_note(table, i); i++)
        count += strstr(cohort_table_note(table, i), part) != NULL;
    return count;
}

int check_small_town(const char *what, const cohort_table *table, const char *area, int start,
                     double unit)
{
    cohort_stock stock;
    cohort_error error;
    if (cohort_table_population(table, area, "population", &stock, &error))
        fail_msg("%s: %s", what, error.text);
    if (stock.grid.start != start || stock.grid.ages != 3 || stock.grid.width != 5)
        fail_msg("%s: %d ages of %d from %d", what, stock.grid.ages, stock.grid.width,
                 stock.grid.start);
    const int dates = stock.grid.steps + 1;
    for (int i = 0; i < dates * COHORT_SEXES * 3; i++)
        if (stock.cells[i] != unit * (10 * (i / 6) + i % 6 + 1))
            fail_msg("%s: cell %d: %g", what, i, stock.cells[i]);
    cohort_stock_free(&stock);
    return dates;
}

void assert_row(cohort_row row, const char *area, int year, int sex, int age_from, int age_to,
                double value, int line)
{
    assert_string_equal(row.area, area);
    assert_string_equal(row.variable, "population");
    assert_int_equal(row.year, year);
    assert_int_equal(row.sex, sex);
    assert_int_equal(row.age_from, age_from);
    assert_int_equal(row.age_to, age_to);
    assert_true(row.value == value);
    assert_int_equal(row.line, line);
}

void read_town(const char *area, int last_year, cohort_stock *published, cohort_inputs **japan)
{
    cohort_table *towns = fixture("ipss2018.csv"), *nation = fixture("japan.csv");
    cohort_error error;
    assert_ok(cohort_table_population(towns, area, "population", published, &error), error);
    assert_ok(cohort_table_reference(nation, "00000", last_year, japan, &error), error);
    cohort_table_free(nation);
    cohort_table_free(towns);
}

cohort_projection *project_town(const char *area, int last_year)
{
    cohort_projection *projection;
    cohort_error error;
    assert_ok(cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", area,
                                   COHORT_FIXTURES "/japan.csv", "00000", last_year, &projection,
                                   &error),
              error);
    return projection;
}

void check_failure(const char *name, int code, int expected, const cohort_error *error,
                   const char *part)
{
    if (code != expected || error->code != expected || !strstr(error->text, part))
        fail_msg("%s: code %d, \"%s\": expected code %d, \"... %s ...\"", name, code, error->text,
                 expected, part);
}

static void assert_is_malformed(const struct malformed *file, read_bytes_as *read)
{
    char other;
    void *out = &other;
    cohort_error error;
    const int code = read(file->bytes, file->size, &out, &error);
    check_failure(file->name, code, file->code, &error, file->part);
    assert_null(out);
    out = &other;
    assert_int_equal(read(file->bytes, file->size, &out, NULL), code);
    assert_null(out);
}

void assert_malformed(size_t count, const struct malformed *files, read_bytes_as *read)
{
    for (size_t i = 0; i < count; i++)
        assert_is_malformed(&files[i], read);
}
