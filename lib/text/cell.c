/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/cell.h"

#include "core/error.h"
#include "text/date.h"
#include "text/text.h"
#include "text/wording.h"
#include "text/written.h"

#include <string.h>

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
    return (cohort_cell_place){cohort_shown_path(cohort_csv_name(csv)),
                               cohort_csv_header(csv, column), cohort_csv_cell(csv, record, column),
                               cohort_csv_line(csv, record)};
}

int cohort_cell_fail(const cohort_csv *csv, int record, int column, int code, const char *expected,
                     cohort_error *error)
{
    const cohort_cell_place place = place_of(csv, record, column);
    return cohort_place_fail(&place, code, expected, error);
}

int cohort_cell_column(const cohort_csv *csv, const char *name, int *column, cohort_error *error)
{
    int found = cohort_csv_column(csv, name);
    if (found >= 0) {
        *column = found;
        return COHORT_OK;
    }
    return cohort_fail(error, COHORT_ERROR_MISSING, "%s: the header has no column \"%s\"",
                       cohort_shown_path(cohort_csv_name(csv)), name);
}

static int fail_number(const cohort_csv *csv, int record, int column, int code, const char *example,
                       cohort_error *error)
{
    if (code == COHORT_ERROR_ARGUMENT)
        return cohort_fail(error, code, "%s: record %d, column %d: expected less than %d and %d",
                           cohort_shown_path(cohort_csv_name(csv)), record, column,
                           cohort_csv_records(csv), cohort_csv_columns(csv));
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
