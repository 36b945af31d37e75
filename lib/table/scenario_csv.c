/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/scenario.h>

#include "core/error.h"
#include "core/grid.h"
#include "model/scenario.h"
#include "text/csv.h"
#include "text/encoding.h"
#include "text/text.h"
#include "text/wording.h"
#include "text/words.h"

#include <cohort/csv.h>
#include <cohort/output.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum column {
    OPERATION,
    SEX,
    AGE_FROM,
    AGE_TO,
    YEAR_FROM,
    YEAR_TO,
    VALUE_FROM,
    VALUE,
    BASELINE_TFR,
    NOTE,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {"operation",    "sex",     "age_from",   "age_to",
                                                  "year_from",    "year_to", "value_from", "value",
                                                  "baseline_tfr", "note"};

/* --- Reading ---------------------------------------------------------------------------------- */

typedef struct reader {
    const cohort_csv *csv;
    int columns[COLUMNS]; /* -1: not there */
    cohort_error *error;
} reader;

/* Text of a cell; "" when the file has no such column. */
static const char *cell(const reader *read, int record, enum column column)
{
    int at = read->columns[column];
    return at < 0 ? "" : cohort_csv_cell(read->csv, record, at);
}

static int fail(const reader *read, int record, enum column column, int code, const char *expected)
{
    return cohort_cell_fail(read->csv, record, read->columns[column], code, expected, read->error);
}

/* A misspelt column must not be ignored silently. */
static int find_columns(reader *read)
{
    char shown[COHORT_SHOWN_TEXT];
    for (int i = 0; i < COLUMNS; i++)
        read->columns[i] = cohort_csv_column(read->csv, column_names[i]);
    int code = cohort_cell_column(read->csv, "operation", &read->columns[OPERATION], read->error);
    if (!code)
        code = cohort_cell_column(read->csv, "value", &read->columns[VALUE], read->error);
    for (int i = 0; i < cohort_csv_columns(read->csv) && !code; i++) {
        const char *name = cohort_csv_header(read->csv, i);
        bool known = *name == '\0';
        for (int j = 0; j < COLUMNS && !known; j++)
            known = strcmp(name, column_names[j]) == 0;
        if (!known)
            code = cohort_fail(read->error, COHORT_ERROR_FORMAT,
                               "%s: column \"%s\": expected operation, sex, age_from, age_to, "
                               "year_from, year_to, value_from, value, baseline_tfr, note",
                               cohort_shown_path(cohort_csv_name(read->csv)),
                               cohort_shown_text(name, shown));
    }
    return code;
}

static int read_kind(const reader *read, int record, cohort_operation *operation)
{
    const char *text = cell(read, record, OPERATION);
    const char *names[COHORT_OPERATION_COUNT + 1] = {NULL};
    for (int i = 0; i < COHORT_OPERATION_COUNT; i++) {
        names[i] = cohort_operation_name((cohort_operation_kind)i);
        if (strcmp(text, names[i]) == 0) {
            operation->kind = (cohort_operation_kind)i;
            return COHORT_OK;
        }
    }
    const char *nearest = cohort_nearest_word(text, names);
    char expected[200];
    snprintf(expected, sizeof expected,
             "tfr, tfr_proportion, suppress_out_migration, scale_net_migration, zero_migration or "
             "add_migrants%s%s%s",
             nearest ? ": did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    return fail(read, record, OPERATION, COHORT_ERROR_ARGUMENT, expected);
}

/* What a row says of an operation: an empty cell leaves what the operation begins with. */
static int read_cell(const reader *read, int record, enum column column,
                     cohort_operation *operation)
{
    int *const integers[COLUMNS] = {[AGE_FROM] = &operation->age_from,
                                    [AGE_TO] = &operation->age_to,
                                    [YEAR_FROM] = &operation->year_from,
                                    [YEAR_TO] = &operation->year_to};
    double *const numbers[COLUMNS] = {[VALUE_FROM] = &operation->value_from,
                                      [VALUE] = &operation->value,
                                      [BASELINE_TFR] = &operation->baseline_tfr};
    const char *text = cell(read, record, column);
    const bool needed =
        column == OPERATION || (column == VALUE && operation->kind != COHORT_ZERO_MIGRATION);
    if (!*text && !needed)
        return COHORT_OK;
    if (column == VALUE_FROM && (!*cell(read, record, YEAR_FROM) || !*cell(read, record, YEAR_TO)))
        return fail(read, record, VALUE_FROM, COHORT_ERROR_ARGUMENT,
                    "year_from and year_to as well: a ramp has a first and a last year");
    switch (column) {
    case OPERATION:
        return read_kind(read, record, operation);
    case SEX:
        return cohort_parse_sex(text, &operation->sex)
                   ? COHORT_OK
                   : fail(read, record, SEX, COHORT_ERROR_VALUE, COHORT_SEX_EXPECTED);
    case NOTE:
        if (strlen(text) >= sizeof operation->note)
            return fail(read, record, NOTE, COHORT_ERROR_VALUE,
                        "at most 199 bytes, which are 66 characters of Japanese");
        strcpy(operation->note, text);
        return COHORT_OK;
    case AGE_FROM:
    case AGE_TO:
        return cohort_csv_integer(read->csv, record, read->columns[column], integers[column],
                                  read->error);
    case YEAR_FROM:
    case YEAR_TO:
        return cohort_csv_year(read->csv, record, read->columns[column], integers[column],
                               read->error);
    default:
        return cohort_csv_number(read->csv, record, read->columns[column], numbers[column],
                                 read->error);
    }
}

static int read_operations(const cohort_csv *csv, cohort_scenario *scenario, cohort_error *error)
{
    reader read = {.csv = csv, .error = error};
    const char *name = cohort_shown_path(cohort_csv_name(csv));
    int code = find_columns(&read);
    if (!code)
        code = cohort_scenario_read_from(scenario, name, error);
    for (int i = 0; i < cohort_csv_records(csv) && !code; i++) {
        cohort_operation operation = COHORT_OPERATION(COHORT_SET_TFR, 0.0);
        for (int column = 0; column < COLUMNS && !code; column++)
            code = read_cell(&read, i, (enum column)column, &operation);
        if (code)
            break;
        code = cohort_scenario_add(scenario, &operation, error);
        if (code)
            cohort_fail_prefix(error, code, "%s, line %d: ", name, cohort_csv_line(csv, i));
        else
            cohort_scenario_read_at(scenario, cohort_csv_line(csv, i));
    }
    return code;
}

int cohort_scenario_from_csv(cohort_csv *csv, cohort_scenario **out, cohort_error *error)
{
    cohort_scenario *scenario = NULL;
    *out = NULL;
    int code = cohort_scenario_new(&scenario, error);
    if (!code)
        code = read_operations(csv, scenario, error);
    cohort_csv_free(csv);
    if (code) {
        cohort_scenario_free(scenario);
        return code;
    }
    *out = scenario;
    return cohort_succeed(error);
}

int cohort_scenario_read(const char *path, cohort_scenario **out, cohort_error *error)
{
    cohort_csv *csv;
    *out = NULL;
    int code = cohort_csv_read(path, &csv, error);
    return code ? code : cohort_scenario_from_csv(csv, out, error);
}

/* --- Writing ---------------------------------------------------------------------------------- */

/* What has been written has to be readable again. */
static int check_notes(const cohort_scenario *scenario, bool *is_ascii, cohort_error *error)
{
    *is_ascii = true;
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        const char *note = cohort_scenario_operation(scenario, i)->note;
        if (cohort_check_text("note", note, strlen(note), error))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "operation %d: the note is not UTF-8: it cannot be written", i);
        for (; *note; note++)
            *is_ascii = *is_ascii && (unsigned char)*note < 0x80;
    }
    return COHORT_OK;
}

static void write_number(cohort_output *out, double value, bool is_empty)
{
    char text[COHORT_NUMBER_TEXT];
    cohort_output_print(out, "%s,", is_empty ? "" : cohort_number_text(value, text));
}

static void write_operation(cohort_output *out, const cohort_operation *operation)
{
    cohort_output_print(out, "%s,%s,", cohort_operation_name(operation->kind),
                        cohort_sex_word(operation->sex));
    write_number(out, operation->age_from, false);
    write_number(out, operation->age_to, operation->age_to == COHORT_OPEN_END);
    write_number(out, operation->year_from, operation->year_from == COHORT_OPEN_START);
    write_number(out, operation->year_to, operation->year_to == COHORT_OPEN_END);
    write_number(out, operation->value_from, isnan(operation->value_from));
    write_number(out, operation->value, operation->kind == COHORT_ZERO_MIGRATION);
    write_number(out, operation->baseline_tfr, isnan(operation->baseline_tfr));
    cohort_output_cell(out, operation->note);
    cohort_output_print(out, "\n");
}

int cohort_scenario_write(const cohort_scenario *scenario, cohort_output *output,
                          cohort_error *error)
{
    bool is_ascii;
    const int code = check_notes(scenario, &is_ascii, error);
    if (code)
        return code;
    /* Without the mark a spreadsheet takes the text of notes for that of another encoding. */
    if (!is_ascii)
        cohort_output_print(output, "\xEF\xBB\xBF");
    for (int i = 0; i < COLUMNS; i++)
        cohort_output_print(output, "%s%s", i ? "," : "", column_names[i]);
    cohort_output_print(output, "\n");
    for (int i = 0; i < cohort_scenario_count(scenario); i++)
        write_operation(output, cohort_scenario_operation(scenario, i));
    return cohort_succeed(error);
}
