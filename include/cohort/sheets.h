/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SHEETS_H
#define COHORT_SHEETS_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Sheets of cells, as people have them: text files, or the sheets of a workbook that a program
 * reads and hands over cell by cell. Tables are made from them (cohort_table_from_sheets).
 */

/**
 * Sheets, opaque. A cell is a text at a row and a column; rows may differ in length. All of
 * it is held in memory once.
 */
typedef struct cohort_sheets cohort_sheets;

/**
 * Read a text file: one sheet, without a name.
 *
 * Cells are separated by commas, tabs, semicolons or blanks, whichever the file uses, and may have
 * quotes, doubled quotes and line breaks within quotes; lines end with LF, CRLF or CR. UTF-8, with
 * or without a mark, UTF-16 with one, or Shift-JIS (CP932).
 * Given: path; "-" is standard input, which can be read once. An empty file is a sheet without
 * cells; who looks for a table in it reports that.
 * Errors: COHORT_ERROR_READ; COHORT_ERROR_FORMAT naming file and line: an open quote at the end,
 * text after a closing quote, a NUL byte, text in another encoding, a workbook, PDF or HTML, a line
 * longer than 1 MiB, a file of 2 GiB or more; COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_sheets_free.
 */
COHORT_API int cohort_sheets_read(const char *path, cohort_sheets **out, cohort_error *error);

/**
 * Read text from memory, as from a file.
 * Given: text, size bytes (no NUL is needed after them); name, used in messages in place of a path.
 * Errors: those of cohort_sheets_read except COHORT_ERROR_READ.
 * Ownership: text and name stay the caller's and need not outlive the call.
 */
COHORT_API int cohort_sheets_parse(const char *text, size_t size, const char *name,
                                   cohort_sheets **out, cohort_error *error);

/**
 * Begin sheets that are given cell by cell, as by a reader of workbooks.
 * Given: name, used in messages in place of a path; it stays the caller's.
 * Errors: COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_sheets_free.
 */
COHORT_API int cohort_sheets_new(const char *name, cohort_sheets **out, cohort_error *error);

/**
 * Begin the next sheet.
 * Given: its name, which stays the caller's.
 * Errors: COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_sheets_begin(cohort_sheets *sheets, const char *name, cohort_error *error);

/**
 * The next cell of the sheet that was begun last.
 * Given: row and column, from 0 on, each cell behind the one before in the order of rows and,
 * within a row, of columns (cells between them are empty); text, length bytes of UTF-8, which stay
 * the caller's. A number as the workbook has it, with a point. Of merged cells only the first is
 * given.
 * Errors: COHORT_ERROR_FORMAT: no sheet, a cell not behind the one before, a column from 16384 on,
 * a row from 1048576 on, text that is not UTF-8, or sheets of more than 2^28 bytes, empty cells
 * counting one each; COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_sheets_cell(cohort_sheets *sheets, int row, int column, const char *text,
                                  size_t length, cohort_error *error);

/** Free sheets. */
COHORT_API void cohort_sheets_free(cohort_sheets *sheets);

/** The name used in messages. */
COHORT_API const char *cohort_sheets_name(const cohort_sheets *sheets);

/** The number of sheets. */
COHORT_API int cohort_sheets_count(const cohort_sheets *sheets);

/** The name of a sheet, "" for a text file's; NULL if there is no such sheet. */
COHORT_API const char *cohort_sheets_title(const cohort_sheets *sheets, int sheet);

#ifdef __cplusplus
}
#endif

#endif
