/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/table.h>

#include "core/error.h"
#include "core/sized.h"
#include "table/settle.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cohort_table_options DEFAULTS = {.size = sizeof DEFAULTS};
static const struct cohort_sized OPTIONS = {"table_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_table_options, sex_ratio)};

void cohort_table_options_init_sized(cohort_table_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

enum { MISSING_TEXT = 200 };

/* Rows that are the same because nothing says what they differ in. */
static const char *missing_column(const cohort_reader_counts *counts, char text[MISSING_TEXT])
{
    *text = '\0';
    if (*counts->unused)
        snprintf(text, MISSING_TEXT, " (column \"%s\" says nothing that is known)", counts->unused);
    else if (*counts->block[1] && strcmp(counts->block[0], counts->block[1]) != 0)
        snprintf(text, MISSING_TEXT, " (blocks are called \"%s\" and \"%s\")", counts->block[0],
                 counts->block[1]);
    else if (counts->asides > 0)
        snprintf(text, MISSING_TEXT, " (line %d says nothing that is known)", counts->aside_line);
    return *text ? text
           : counts->sheets > counts->empty_sheets + 1
               ? " (several sheets have tables: --sheet NAME reads one)"
           : counts->no_age && counts->no_sex
               ? " (the header has no column \"age\" or 年齢, nor \"sex\" or 性別)"
           : counts->no_age ? " (the header has no column \"age\" or 年齢)"
           : counts->no_sex ? " (the header has no column \"sex\" or 性別)"
                            : "";
}

static int fail_again(const cohort_table *table, const cohort_reader_counts *counts, int again,
                      int before, cohort_error *error)
{
    char at[COHORT_AT_TEXT], first[COHORT_AT_TEXT];
    char missing[MISSING_TEXT];
    int line, first_line;
    const bool same = cohort_table_where(table, table->rows.lines[again], &line) ==
                      cohort_table_where(table, table->rows.lines[before], &first_line);
    cohort_table_at(table, table->rows.lines[before], first);
    if (same)
        snprintf(first, sizeof first, "line %d", first_line);
    return cohort_fail(
        error, COHORT_ERROR_DUPLICATE,
        "%s: area, variable, %ssex and age are those of %s: expected each cell once%s",
        cohort_table_at(table, table->rows.lines[again], at), table->dated ? "" : "year, ", first,
        missing_column(counts, missing));
}

/* Put the rows that were read into order. */
static int order(cohort_table *table, const cohort_reader_counts *counts, cohort_error *error)
{
    int again, before;
    const int code = cohort_rows_end(&table->rows, &again, &before, error);
    if (code)
        return code;
    if (table->rows.count == 0 && *counts->refusal)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%s", counts->refusal);
    if (table->rows.count == 0)
        return cohort_fail(error, COHORT_ERROR_MISSING,
                           counts->sheets > 1
                               ? "%s: none of its %d sheets has a table: expected one "
                                 "with ages, sexes or dates as headings"
                               : "%s: no rows after the header",
                           cohort_table_name(table), counts->sheets);
    if (again >= 0)
        return fail_again(table, counts, again, before, error);
    return cohort_table_index(table, error);
}

static int check_options(const cohort_table_options *options, cohort_error *error)
{
    const double ratio = options->sex_ratio;
    if (options->gaps != 0 && options->gaps != 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "gaps %d: expected 0 or 1", options->gaps);
    if ((unsigned)options->dash > COHORT_DASH_MISSING)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "dash %d: expected 0 to %d",
                           (int)options->dash, COHORT_DASH_MISSING);
    if (ratio != 0.0 && !(ratio >= 1.0 && ratio <= 10000.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "sex_ratio %.10g: expected 1 to 10000 men per 100 women, or 0", ratio);
    return COHORT_OK;
}

static int read_rows(cohort_table *table, cohort_sheets *sheets,
                     const cohort_table_options *options, cohort_reader_counts *counts,
                     cohort_error *error)
{
    table->name = cohort_copy_text(cohort_sheets_name(sheets));
    return table->name ? cohort_reader_read(sheets, options, table, counts, error)
                       : cohort_fail_memory(error);
}

int cohort_table_from_sheets(cohort_sheets *sheets, const cohort_table_options *given,
                             cohort_table **out, cohort_error *error)
{
    cohort_table_options options = DEFAULTS;
    cohort_reader_counts counts = {.sheets = 0};
    *out = NULL;
    cohort_table *table = calloc(1, sizeof *table);
    int code = table ? COHORT_OK : cohort_fail_memory(error);
    if (!code && given)
        code = cohort_sized_take(&OPTIONS, given, &options, error);
    if (!code)
        code = check_options(&options, error);
    if (!code)
        code = read_rows(table, sheets, &options, &counts, error);
    cohort_sheets_free(sheets);
    if (!code)
        code = cohort_table_settle(table, &options, &counts, error);
    if (!code)
        code = order(table, &counts, error);
    if (!code)
        code = cohort_table_note_use(table, error);
    if (!code && table->rows.failed)
        code = cohort_fail_memory(error);
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
    cohort_table_options options = DEFAULTS;
    cohort_sheets *sheets;
    *out = NULL;
    options.variables = variables;
    const int code = cohort_sheets_read(path, &sheets, error);
    return code ? code : cohort_table_from_sheets(sheets, &options, out, error);
}
