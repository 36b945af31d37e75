/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks, and tables in a ZIP: the cells of .xlsx and .ods, handed over one by one as they are
 * read. It needs libzip and expat; a program built without them refuses these files and says why.
 */
#ifndef BOOK_H
#define BOOK_H

#include <cohort/sheets.h>

#include <stdbool.h>
#include <stddef.h>

/* Whom the cells go to. A code other than COHORT_OK ends the reading; the error says why. */
struct book_sink {
    void *context;
    int (*begin)(void *context, const char *sheet, cohort_error *error);
    /* From 0 on, in the order of rows and, within a row, of columns; empty ones are left out. The
     * text is UTF-8: a number as the file has it, a date as 2020-10-01, TRUE or FALSE. Of merged
     * cells only the first has one. */
    int (*cell)(void *context, int row, int column, const char *text, size_t length,
                cohort_error *error);
};

/* What a workbook may hold: as much as spreadsheets have, and what unpacks in bounded time. */
enum {
    BOOK_COLUMNS = 16384,
    BOOK_ROWS = 1048576,
    BOOK_PARTS = 4096,       /* files in the ZIP; sheets, formats */
    BOOK_UNPACKED = 1 << 30, /* bytes of all that is read of it, */
    BOOK_RATIO = 100,        /* and so many for each byte of the file, */
    BOOK_SMALL = 1 << 24,    /* but always as many as this */
    BOOK_TEXTS = 1 << 27,    /* bytes of an .xlsx file's shared texts */
    BOOK_TEXT = 1 << 20,     /* of one cell, or between < and > */
    BOOK_DEPTH = 256,        /* of elements in elements */
    BOOK_EMITTED = 100000000 /* cells with a text, repeated ones counted each */
};

/* By its first bytes, is it a ZIP, which a workbook is, or an older workbook (.xls) or one with a
 * password? False for what cannot be opened, for "-", and for pipes, whose first bytes come but
 * once. */
bool book_is(const char *path);

/* The text of the only table in a ZIP: *size bytes and a NUL, and `FILE: NAME` for messages. NULL
 * where cells have gone to the sink. */
struct book_packed {
    char *name, *text;
    size_t size;
};
void book_packed_free(struct book_packed *packed);

/* Read all sheets that are not hidden, or the text of the only table in a ZIP.
 * Errors: COHORT_ERROR_FORMAT naming file, sheet and cell: no workbook and no table in it, one that
 * is damaged or has a password, a document type (entities), more than what is above;
 * COHORT_ERROR_MEMORY; those of the sink. */
int book_read(const char *path, const struct book_sink *sink, struct book_packed *packed,
              cohort_error *error);

/* Read a text file, a workbook (.xlsx, .ods), or a ZIP with one table in it; "-" is a text on
 * standard input. Errors: those of cohort_sheets_read and of book_read; *out is then NULL. */
int open_sheets(const char *path, cohort_sheets **out, cohort_error *problem);

/* What reads workbooks here, with versions; NULL: nothing does. */
const char *book_version(void);

#endif
