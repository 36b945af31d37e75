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
 * CSV, from files or from memory: what tables and scenarios are made from.
 */

/**
 * CSV (RFC 4180): quotes, doubled quotes, line breaks within quotes; LF or CRLF; `="012"` is
 * the text 012. A UTF-8
 * byte-order mark is ignored, and so are records whose cells are all empty. Text that is not
 * UTF-8 and all of which looks like Shift-JIS (CP932, which Excel in Japan writes by default) is
 * converted, where the system's iconv can. All of it is held in memory once; cells point into it.
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

/**
 * The same of a text in memory: what may stand in a file may stand in it, and what is wrong with it
 * is reported alike.
 * Given: size bytes (no NUL is needed behind them); name, for messages in place of the path.
 * Errors: those of cohort_csv_read but COHORT_ERROR_READ; COHORT_ERROR_MEMORY.
 * Ownership: text and name stay the caller's and need not outlive the call; freed with
 * cohort_csv_free.
 */
COHORT_API int cohort_csv_parse(const char *text, size_t size, const char *name, cohort_csv **out,
                                cohort_error *error);

/** Free it; NULL is ignored. */
COHORT_API void cohort_csv_free(cohort_csv *csv);

/** Name for messages: the path, "standard input", or what cohort_csv_parse was given. */
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
