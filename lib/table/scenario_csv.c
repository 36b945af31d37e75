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

static int read_sex(const reader *read, int record, cohort_operation *operation)
{
    const char *text = cell(read, record, SEX);
    if (*text == '\0' || cohort_parse_sex(text, &operation->sex))
        return COHORT_OK;
    return fail(read, record, SEX, COHORT_ERROR_VALUE, COHORT_SEX_EXPECTED);
}

/* An empty cell leaves what the operation begins with. */
static int read_integer(const reader *read, int record, enum column column, int *value)
{
    if (*cell(read, record, column) == '\0')
        return COHORT_OK;
    return (column >= YEAR_FROM ? cohort_csv_year : cohort_csv_integer)(
        read->csv, record, read->columns[column], value, read->error);
}

static int read_number(const reader *read, int record, enum column column, double *value)
{
    if (*cell(read, record, column) == '\0')
        return COHORT_OK;
    return cohort_csv_number(read->csv, record, read->columns[column], value, read->error);
}

static int read_range(const reader *read, int record, cohort_operation *operation)
{
    int *const ends[] = {&operation->age_from, &operation->age_to, &operation->year_from,
                         &operation->year_to};
    int code = COHORT_OK;
    for (int i = 0; i < 4 && !code; i++)
        code = read_integer(read, record, (enum column)(AGE_FROM + i), ends[i]);
    return code;
}

static int read_value(const reader *read, int record, cohort_operation *operation)
{
    const bool may_be_empty = operation->kind == COHORT_ZERO_MIGRATION; /* which is its 0 */
    int code = may_be_empty ? read_number(read, record, VALUE, &operation->value)
                            : cohort_csv_number(read->csv, record, read->columns[VALUE],
                                                &operation->value, read->error);
    return code ? code : read_number(read, record, BASELINE_TFR, &operation->baseline_tfr);
}

static int read_ramp(const reader *read, int record, cohort_operation *operation)
{
    bool years = *cell(read, record, YEAR_FROM) && *cell(read, record, YEAR_TO);
    if (*cell(read, record, VALUE_FROM) && !years)
        return fail(read, record, VALUE_FROM, COHORT_ERROR_ARGUMENT,
                    "year_from and year_to as well: a ramp has a first and a last year");
    return read_number(read, record, VALUE_FROM, &operation->value_from);
}

static int read_note(const reader *read, int record, cohort_operation *operation)
{
    const char *text = cell(read, record, NOTE);
    size_t length = strlen(text);
    if (length >= sizeof operation->note)
        return fail(read, record, NOTE, COHORT_ERROR_VALUE,
                    "at most 199 bytes, which are 66 characters of Japanese");
    memcpy(operation->note, text, length + 1);
    return COHORT_OK;
}

static int read_operation(const reader *read, int record, cohort_operation *operation)
{
    static int (*const parts[])(const reader *, int, cohort_operation *) = {
        read_kind, read_sex, read_range, read_ramp, read_value, read_note};
    int code = COHORT_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !code; i++)
        code = parts[i](read, record, operation);
    return code;
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
        code = read_operation(&read, i, &operation);
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
