/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small workbooks for tests, made of their parts, and their cells as one text. */
#ifndef TESTS_SUPPORT_BOOKS_H
#define TESTS_SUPPORT_BOOKS_H

#include <stdbool.h>
#include <stddef.h>

/* A file of a ZIP. A list ends with one without a name. */
struct part {
    const char *name, *text;
    size_t size; /* of the text; 0: up to its NUL */
};

/* Parts of a small .xlsx with texts, formats and three sheets, the second hidden; and of an .ods.
 */
enum { XLSX_SHEET = 5 /* which part is the first sheet */, ODS_CONTENT = 1 };
extern const struct part xlsx_parts[], ods_parts[];

/* Write the parts to a ZIP, one of them replaced unless `text` is NULL. */
void book_write(const char *path, const struct part *parts, int replaced, const char *text);

/* A sheet of an .xlsx with these rows. */
#define XLSX_ROWS(rows)                                                                            \
    "<worksheet "                                                                                  \
    "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>" rows           \
    "</sheetData></worksheet>"

/* The contents of an .ods with these tables. */
#define ODS_TABLES(tables)                                                                         \
    "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "    \
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "                               \
    "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "                               \
    "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "                              \
    "xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0' "        \
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:automatic-styles>"        \
    "<style:style style:name='ta1' style:family='table'><style:table-properties "                  \
    "table:display='true'/></style:style><style:style style:name='ta2' style:family='table'>"      \
    "<style:table-properties table:display='false'/></style:style></office:automatic-styles>"      \
    "<office:body><office:spreadsheet>" tables "</office:spreadsheet></office:body>"               \
    "</office:document-content>"

/* What book_read gives of a file: `[Sheet]A1=text|B2=text|...`, or `FILE: NAME` and a text, or the
 * message; freed by the caller. */
char *book_shown(const char *path);

#endif
