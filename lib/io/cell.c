/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/cell.h"

#include "core/error.h"
#include "io/number.h"
#include "io/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int cohort_cell_fail(const cohort_csv *csv, int record, int column, int code, const char *expected,
                     cohort_error *error)
{
    char shown[COHORT_SHOWN_TEXT], name[COHORT_SHOWN_TEXT];
    const char *text = cohort_csv_cell(csv, record, column);
    const char *quote = *text ? "\"" : "";
    cohort_shown_text(*text ? text : "the cell is empty", shown);
    return cohort_fail(error, code, "%s, line %d, column %s: %s%s%s: expected %s",
                       cohort_shown_path(cohort_csv_name(csv)), cohort_csv_line(csv, record),
                       cohort_shown_text(cohort_csv_header(csv, column), name), quote, shown, quote,
                       expected);
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

static bool has_full_width_digit(const char *text)
{
    /* U+FF10 to U+FF19 */
    for (const char *at = strstr(text, "\xEF\xBC"); at; at = strstr(at + 2, "\xEF\xBC"))
        if ((unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x99)
            return true;
    return false;
}

static bool ends_in_percent(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == '%';
}

/* What was expected, with what went wrong as far as the text tells. */
static const char *expected_number(const char *text, int code)
{
    if (code == COHORT_ERROR_VALUE)
        return "a number within the range of double precision";
    if (has_full_width_digit(text))
        return "a number in ASCII digits, not in full-width ones";
    if (strchr(text, ','))
        return "a number without commas, neither for thousands nor for decimals";
    if (ends_in_percent(text))
        return "a plain number, no percentage: 0.12 for 12%";
    return "a finite number, such as 1234.5";
}

static int fail_beyond(const cohort_csv *csv, int record, int column, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "%s: record %d, column %d: expected less than %d and %d",
                       cohort_shown_path(cohort_csv_name(csv)), record, column,
                       cohort_csv_records(csv), cohort_csv_columns(csv));
}

int cohort_csv_number(const cohort_csv *csv, int record, int column, double *value,
                      cohort_error *error)
{
    const char *text = cohort_csv_cell(csv, record, column);
    if (!text)
        return fail_beyond(csv, record, column, error);
    int code = cohort_parse_number(text, value);
    if (code)
        return cohort_cell_fail(csv, record, column, COHORT_ERROR_VALUE,
                                expected_number(text, code), error);
    return COHORT_OK;
}

int cohort_csv_integer(const cohort_csv *csv, int record, int column, int *value,
                       cohort_error *error)
{
    const char *text = cohort_csv_cell(csv, record, column);
    const char *expected = "a whole number, such as 2015";
    if (!text)
        return fail_beyond(csv, record, column, error);
    int code = cohort_parse_integer(text, value);
    if (code && has_full_width_digit(text))
        expected = "a whole number in ASCII digits, not in full-width ones";
    if (code)
        return cohort_cell_fail(csv, record, column, COHORT_ERROR_VALUE, expected, error);
    return COHORT_OK;
}
