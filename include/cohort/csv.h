/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CSV_H
#define COHORT_CSV_H

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * CSV files, read whole.
 */

/**
 * CSV files (RFC 4180): quotes, doubled quotes, line breaks within quotes; LF or CRLF; `="012"` is
 * the text 012. A UTF-8
 * byte-order mark is passed over, and so are records whose cells are all empty. Text that is not
 * UTF-8 and all of which looks like Shift-JIS (CP932, which Excel in Japan writes by default) is
 * converted, where the system's iconv can. The file is held in memory once; cells point into it.
 */
typedef struct cohort_csv cohort_csv;

/**
 * Read a file whose first record is the header.
 * Given: path; "-" is standard input, which can be read once.
 * Errors: COHORT_ERROR_READ; COHORT_ERROR_FORMAT naming file and line: empty file, semicolons or
 * tabs between the cells of the header, a record with
 * more or fewer cells than the header, an open quote at the end, text after a closing quote, a NUL
 * byte, text that is neither UTF-8 nor Shift-JIS, a workbook, PDF or HTML, a line longer than 1 MiB, a file over 2 GiB; COHORT_ERROR_DUPLICATE
 * for a column named twice.
 * Ownership: freed with cohort_csv_free, which takes NULL.
 */
COHORT_API int cohort_csv_read(const char *path, cohort_csv **out, cohort_error *error);

/** Free a file; NULL is passed over. */
COHORT_API void cohort_csv_free(cohort_csv *csv);

/** Name for messages: the path, or "standard input". */
COHORT_API const char *cohort_csv_name(const cohort_csv *csv);

/** How many records there are after the header. */
COHORT_API int cohort_csv_records(const cohort_csv *csv);

/** How many columns there are. */
COHORT_API int cohort_csv_columns(const cohort_csv *csv);

/** Number of the column with this name, or -1. */
COHORT_API int cohort_csv_column(const cohort_csv *csv, const char *name);

/** A cell's text, without its quotes, ended by NUL; NULL beyond. */
COHORT_API const char *cohort_csv_cell(const cohort_csv *csv, int record, int column);

/** A column's header, likewise. */
COHORT_API const char *cohort_csv_header(const cohort_csv *csv, int column);

/** The line that a record begins on; 0 beyond. */
COHORT_API int cohort_csv_line(const cohort_csv *csv, int record);

/**
 * A cell as a number: a finite decimal number with a point, without units. Commas between thousands
 * (`1,234`), digits and signs in full width, `▲3` or `△3` for -3 and spaces around are read.
 * The reading does not depend on the locale.
 * Errors: COHORT_ERROR_VALUE naming file, line, column, the text and what was expected.
 */
COHORT_API int cohort_csv_number(const cohort_csv *csv, int record, int column, double *value,
                                 cohort_error *error);

/** The same for a whole number. */
COHORT_API int cohort_csv_integer(const cohort_csv *csv, int record, int column, int *value,
                                  cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
