/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CSV_H
#define COHORT_CSV_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * CSV, from files or from memory. Tables, scenarios and spreads are made from it.
 */

/**
 * CSV that has been read (RFC 4180), opaque: a sheet (see sheets.h) whose first row is a header and
 * whose rows have as many cells as that. Cells may have quotes, doubled quotes and line breaks
 * within quotes; tabs or semicolons may separate them; `="012"` is the text 012. A UTF-8 byte-order
 * mark and records whose cells are all empty are ignored. All of it is held in memory once.
 */
typedef struct cohort_csv cohort_csv;

/**
 * Read a CSV file whose first record is the header.
 * Given: path; "-" is standard input, which can be read once.
 * Errors: those of cohort_sheets_read; COHORT_ERROR_FORMAT naming file and line: an empty file, a
 * record with more or fewer cells than the header; COHORT_ERROR_DUPLICATE for a column named twice.
 * Ownership: freed with cohort_csv_free.
 */
COHORT_API int cohort_csv_read(const char *path, cohort_csv **out, cohort_error *error);

/**
 * Read CSV from memory, as from a file.
 * Given: text, size bytes (no NUL is needed after them); name, used in messages in place of a path.
 * Errors: those of cohort_csv_read except COHORT_ERROR_READ.
 * Ownership: text and name stay the caller's and need not outlive the call; *out is freed with
 * cohort_csv_free.
 */
COHORT_API int cohort_csv_parse(const char *text, size_t size, const char *name, cohort_csv **out,
                                cohort_error *error);

/** Free CSV. */
COHORT_API void cohort_csv_free(cohort_csv *csv);

/** The name used in messages: the path, "standard input", or the name given to cohort_csv_parse. */
COHORT_API const char *cohort_csv_name(const cohort_csv *csv);

/** The number of records after the header. */
COHORT_API int cohort_csv_records(const cohort_csv *csv);

/** The number of columns. */
COHORT_API int cohort_csv_columns(const cohort_csv *csv);

/** The number of the column with a name, or else a synonym (年度 of year), from 0 on; -1: none. */
COHORT_API int cohort_csv_column(const cohort_csv *csv, const char *name);

/**
 * The text of a cell, without its quotes, ended by NUL.
 * Given: record and column, from 0 on; record 0 is the first after the header.
 * Returned: it belongs to the csv; NULL if there is no such cell.
 */
COHORT_API const char *cohort_csv_cell(const cohort_csv *csv, int record, int column);

/** The header of a column. It belongs to the csv; NULL if there is no such column. */
COHORT_API const char *cohort_csv_header(const cohort_csv *csv, int column);

/** The line of the file on which a record begins, from 1 on; 0 if there is no such record. */
COHORT_API int cohort_csv_line(const cohort_csv *csv, int record);

/**
 * A cell as a number: a finite decimal number with a point, without units. Commas between thousands
 * (`1,234`), full-width digits and signs, `▲3` or `△3` for -3, and spaces around the number are
 * allowed. The locale has no influence.
 * Returned: *value.
 * Errors: COHORT_ERROR_VALUE naming file, line, column, the text and what was expected;
 * COHORT_ERROR_ARGUMENT (no such cell).
 */
COHORT_API int cohort_csv_number(const cohort_csv *csv, int record, int column, double *value,
                                 cohort_error *error);

/**
 * A cell as a whole number, written as for cohort_csv_number. Errors are the same.
 * Returned: *value.
 */
COHORT_API int cohort_csv_integer(const cohort_csv *csv, int record, int column, int *value,
                                  cohort_error *error);

/**
 * A cell as a year: a whole number, `2025年`, `令和7年` or `R7`. Errors are the same.
 * Returned: *year.
 */
COHORT_API int cohort_csv_year(const cohort_csv *csv, int record, int column, int *year,
                               cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
