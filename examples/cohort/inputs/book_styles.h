/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a number of an .xlsx file is by its format: a date, or a code with zeros before it. */
#ifndef BOOK_STYLES_H
#define BOOK_STYLES_H

#include <stdbool.h>

/* A kind: these, or so many digits, filled up with zeros ("00000"). */
enum { BOOK_DATE = -1, BOOK_PLAIN = 0, BOOK_MOST_ZEROS = 20, BOOK_STYLED = 40 };

struct book_format {
    int id, kind;
};

/* The kind of a format as it is written, such as yyyy"年"m"月". */
int book_format_kind(const char *code);

/* The kind of a format by its number: one of the file's, or one that every program knows. */
int book_format_of(int id, int count, const struct book_format *formats);

/* A number as a date or a code: 44105 as 2020-10-01, 1223 as 01223. Returned: is it one? */
bool book_styled(const char *number, int kind, bool from_1904, char text[BOOK_STYLED]);

#endif
