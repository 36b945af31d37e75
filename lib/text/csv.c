/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/csv.h>

#include "core/error.h"
#include "text/cells.h"
#include "text/text.h"

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
    return -1;
}
