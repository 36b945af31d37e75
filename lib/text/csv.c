/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/csv.h"

#include "core/error.h"
#include "text/cells.h"
#include "text/date.h"
#include "text/text.h"
#include "text/wording.h"
#include "text/words.h"
#include "text/written.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_HINT ": if that is a title, delete it: the names of the columns must come first"

/* A text file whose rows are all kept: the header, and as many cells in each as it has. */
struct cohort_csv {
    cohort_sheets *sheets;
    cohort_cells cells;
    int columns, records;
};

static const cohort_cell_row *row_of(const cohort_csv *csv, int record)
{
    return &csv->cells.rows[record + 1];
}

static const char *shown_name(const cohort_csv *csv)
{
    return cohort_shown_path(cohort_csv_name(csv));
}

/* --- The header ------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of columns must differ; any number of columns may have none. */
static int check_header(const cohort_csv *csv, cohort_error *error)
{
    const char **names = malloc((size_t)csv->columns * sizeof *names);
    if (!names)
        return cohort_fail_memory(error);
    for (int i = 0; i < csv->columns; i++)
        names[i] = cohort_csv_header(csv, i);
    qsort(names, (size_t)csv->columns, sizeof *names, compare_names);
    int code = COHORT_OK;
    char shown[COHORT_SHOWN_TEXT];
    for (int i = 1; i < csv->columns && !code; i++)
        if (*names[i] && strcmp(names[i - 1], names[i]) == 0)
            code = cohort_fail(error, COHORT_ERROR_DUPLICATE,
                               "%s, line %d: column \"%s\" appears twice", shown_name(csv),
                               row_of(csv, -1)->line, cohort_shown_text(names[i], shown));
    free(names);
    return code;
}

/* --- Records ---------------------------------------------------------------------------------- */

/* A record that does not fit the header; `last`: it is the file's last. */
static int fail_count(const cohort_csv *csv, const cohort_cell_row *row, bool last,
                      cohort_error *error)
{
    const char *hint = csv->columns == 1                   ? TITLE_HINT
                       : last && row->count < csv->columns ? COHORT_CUT_HINT
                                                           : "";
    return cohort_fail(error, COHORT_ERROR_FORMAT,
                       "%s, line %d: %d cell%s: expected %d, as in the header%s", shown_name(csv),
                       row->line, row->count, row->count == 1 ? "" : "s", csv->columns, hint);
}

static int read_records(cohort_csv *csv, cohort_error *error)
{
    const cohort_cell_row *row;
    int code, count = 0;
    while (!(code = cohort_cells_peek(&csv->cells, count, &row)) && row)
        count++;
    if (code)
        return code;
    if (count == 0)
        return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: the file is empty: expected a header",
                           shown_name(csv));
    csv->records = count - 1;
    csv->columns = row_of(csv, -1)->count;
    for (int i = 0; i < csv->records; i++)
        if (row_of(csv, i)->count != csv->columns)
            return fail_count(csv, row_of(csv, i), i == csv->records - 1, error);
    return check_header(csv, error);
}

/* Takes the sheets, also on failure. */
static int make_csv(cohort_sheets *sheets, cohort_csv **out, cohort_error *error)
{
    cohort_csv *csv = calloc(1, sizeof *csv);
    if (!csv) {
        cohort_sheets_free(sheets);
        return cohort_fail_memory(error);
    }
    csv->sheets = sheets;
    cohort_cells_open(&csv->cells, sheets, 0, error);
    const int code = read_records(csv, error);
    csv->cells.error = NULL;
    if (code) {
        cohort_csv_free(csv);
        return code;
    }
    *out = csv;
    return cohort_succeed(error);
}

/* --- The public functions --------------------------------------------------------------------- */

int cohort_csv_read(const char *path, cohort_csv **out, cohort_error *error)
{
    cohort_sheets *sheets;
    *out = NULL;
    const int code = cohort_sheets_read(path, &sheets, error);
    return code ? code : make_csv(sheets, out, error);
}

int cohort_csv_parse(const char *text, size_t size, const char *name, cohort_csv **out,
                     cohort_error *error)
{
    cohort_sheets *sheets;
    *out = NULL;
    const int code = cohort_sheets_parse(text, size, name, &sheets, error);
    return code ? code : make_csv(sheets, out, error);
}

void cohort_csv_free(cohort_csv *csv)
{
    if (csv) {
        cohort_cells_free(&csv->cells);
        cohort_sheets_free(csv->sheets);
        free(csv);
    }
}

const char *cohort_csv_name(const cohort_csv *csv)
{
    return cohort_sheets_name(csv->sheets);
}

int cohort_csv_records(const cohort_csv *csv)
{
    return csv->records;
}

int cohort_csv_columns(const cohort_csv *csv)
{
    return csv->columns;
}

static const char *text_at(const cohort_csv *csv, int record, int column)
{
    if (record >= csv->records || column < 0 || column >= csv->columns)
        return NULL;
    return cohort_cell_text(&csv->cells, row_of(csv, record), column);
}

const char *cohort_csv_header(const cohort_csv *csv, int column)
{
    return text_at(csv, -1, column);
}

const char *cohort_csv_cell(const cohort_csv *csv, int record, int column)
{
    return record < 0 ? NULL : text_at(csv, record, column);
}

int cohort_csv_line(const cohort_csv *csv, int record)
{
    return record < 0 || record >= csv->records ? 0 : row_of(csv, record)->line;
}

int cohort_csv_column(const cohort_csv *csv, const char *name)
{
    for (int i = 0; i < csv->columns; i++)
        if (strcmp(cohort_csv_header(csv, i), name) == 0)
            return i;
    for (int i = 0; i < csv->columns; i++)
        if (cohort_is_synonym(cohort_csv_header(csv, i), name))
            return i;
    return -1;
}

/* --- Cells ------------------------------------------------------------------------------------ */

int cohort_place_fail(const cohort_cell_place *place, int code, const char *expected,
                      cohort_error *error)
{
    char shown[COHORT_SHOWN_TEXT], name[COHORT_SHOWN_TEXT];
    const char *quote = *place->text ? "\"" : "";
    cohort_shown_text(*place->text ? place->text : "the cell is empty", shown);
    return cohort_fail(error, code, "%s, line %d, column %s: %s%s%s: expected %s", place->file,
                       place->line,
                       cohort_shown_text(*place->column ? place->column : "without a name", name),
                       quote, shown, quote, expected);
}

int cohort_place_no_number(const cohort_cell_place *place, int code, const char *example,
                           cohort_error *error)
{
    char expected[COHORT_EXPECTED_TEXT] = "a number within the range of double precision";
    if (code == COHORT_ERROR_FORMAT)
        cohort_written_expected(place->text, example, expected);
    return cohort_place_fail(place, COHORT_ERROR_VALUE, expected, error);
}

static cohort_cell_place place_of(const cohort_csv *csv, int record, int column)
{
    return (cohort_cell_place){shown_name(csv), cohort_csv_header(csv, column),
                               cohort_csv_cell(csv, record, column), cohort_csv_line(csv, record)};
}

int cohort_cell_fail(const cohort_csv *csv, int record, int column, int code, const char *expected,
                     cohort_error *error)
{
    const cohort_cell_place place = place_of(csv, record, column);
    return cohort_place_fail(&place, code, expected, error);
}

int cohort_cell_column(const cohort_csv *csv, const char *name, int *column, cohort_error *error)
{
    const int found = cohort_csv_column(csv, name);
    if (found < 0)
        return cohort_fail(error, COHORT_ERROR_MISSING, "%s: the header has no column \"%s\"",
                           shown_name(csv), name);
    *column = found;
    return COHORT_OK;
}

static int fail_number(const cohort_csv *csv, int record, int column, int code, const char *example,
                       cohort_error *error)
{
    if (code == COHORT_ERROR_ARGUMENT)
        return cohort_fail(error, code, "%s: record %d, column %d: expected less than %d and %d",
                           shown_name(csv), record, column, cohort_csv_records(csv),
                           cohort_csv_columns(csv));
    const cohort_cell_place place = place_of(csv, record, column);
    return cohort_place_no_number(&place, code, example, error);
}

int cohort_csv_number(const cohort_csv *csv, int record, int column, double *value,
                      cohort_error *error)
{
    const char *text = cohort_csv_cell(csv, record, column);
    const int code = text ? cohort_written_number(text, value) : COHORT_ERROR_ARGUMENT;
    return code ? fail_number(csv, record, column, code, "a finite number, such as 1234.5", error)
                : cohort_succeed(error);
}

int cohort_csv_integer(const cohort_csv *csv, int record, int column, int *value,
                       cohort_error *error)
{
    const char *text = cohort_csv_cell(csv, record, column);
    int code = text ? cohort_written_integer(text, value) : COHORT_ERROR_ARGUMENT;
    if (code == COHORT_ERROR_VALUE) /* beyond int: the example says enough */
        code = COHORT_ERROR_FORMAT;
    return code ? fail_number(csv, record, column, code, "a whole number, such as 2015", error)
                : cohort_succeed(error);
}

int cohort_csv_year(const cohort_csv *csv, int record, int column, int *year, cohort_error *error)
{
    const char *text = cohort_csv_cell(csv, record, column);
    char plain[COHORT_PLAIN_TEXT];
    const char *behind = strstr(cohort_plain_text(text ? text : "", plain), "年");
    const bool one = !cohort_is_digit(*plain) || (behind && !behind[strlen("年")]);
    return one && cohort_parse_date(plain, true, year) /* no interval */
               ? cohort_succeed(error)
               : cohort_csv_integer(csv, record, column, year, error);
}
