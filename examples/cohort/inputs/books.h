/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of whatever file people have. */
#ifndef BOOKS_H
#define BOOKS_H

#include <cohort/sheets.h>

/* Read a text file, a workbook (.xlsx, .ods), or a ZIP with one table in it; "-" is a text on
 * standard input. Errors: those of cohort_sheets_read and of book_read (book.h); *out is then NULL.
 */
int open_sheets(const char *path, cohort_sheets **out, cohort_error *problem);

#endif
