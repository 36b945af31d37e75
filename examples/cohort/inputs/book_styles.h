/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which numbers of an .xlsx file are dates, by their formats. */
#ifndef BOOK_STYLES_H
#define BOOK_STYLES_H

#include <stdbool.h>

enum book_kind { BOOK_PLAIN, BOOK_DATE };

struct book_format {
    int id, kind;
};

/* The kind of a format as it is written, such as yyyy"年"m"月". */
int book_format_kind(const char *code);

/* The kind of a format by its number: one of the file's, or one that every program knows. */
int book_format_of(int id, int count, const struct book_format *formats);

/* A day's number as a date: 44105 as 2020-10-01, with any time of day. Returned: is it one? */
enum { BOOK_DATE_TEXT = 40 };
bool book_date(const char *number, bool from_1904, char text[BOOK_DATE_TEXT]);

#endif
