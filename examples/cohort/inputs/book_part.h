/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a workbook: files of a ZIP, in XML. Both are hostile until they have been read. */
#ifndef BOOK_PART_H
#define BOOK_PART_H

#include "inputs/book.h"

#include <expat.h>
#include <zip.h>

struct book {
    const char *name;  /* for messages */
    const char *sheet; /* the one that is being read, or NULL */
    zip_t *zip;
    long long most, left; /* bytes that may be unpacked, in all and still */
    long long emitted;
    const struct book_sink *sink;
    int code; /* what has ended the reading */
    cohort_error *error;
    XML_Parser parser; /* of the part that is being read */
};

/* A text that grows, with a NUL behind it once there is any. */
struct book_text {
    char *bytes;
    size_t used, room;
};
/* Returned: was there room, below `most`? If not, the book has failed. */
bool book_append(struct book *book, struct book_text *text, const char *bytes, size_t size,
                 size_t most);

/* A copy of an attribute (a sheet's name), of "" for NULL; NULL if the book has failed. */
enum { BOOK_NAME = 4096 };
char *book_copy(struct book *book, const char *text);

/* Room for one more element of an array of `count`, which grows by doubling. Given: where its
 * pointer is. Returned: false if there is no memory or there are `most`; the book has failed. */
bool book_grow(struct book *book, void *array, size_t count, size_t size, size_t most);

/* What is done with the elements of a part. Names and attributes have their namespace before them:
 * see book_named. */
struct book_handlers {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *text, int length);
};

/* Is it the name, whose namespace ends as given: "spreadsheetml/2006/main row" is "main row", and
 * so is that of strict files? */
bool book_named(const char *name, const char *ending);

/* The value of an attribute, named as an element, or without a namespace. NULL: none. */
const char *book_attribute(const char **attributes, const char *name);

/* A whole number of 0 to `most`, or -1. */
int book_whole(const char *text, int most);

/* Read a part of the ZIP. Errors: COHORT_ERROR_MISSING, without a message: there is none. */
int book_part(struct book *book, const char *part, const struct book_handlers *handlers,
              void *context);

/* All bytes of a part, and a NUL. */
int book_bytes(struct book *book, const char *part, struct book_text *bytes);

/* End the reading with a message: where it is, then the text. Returned: the code. */
COHORT_PRINTF(2, 3) int book_fail(struct book *book, const char *format, ...);

/* Hand a sheet or a cell over. */
void book_begin(struct book *book, const char *sheet);
void book_cell(struct book *book, int row, int column, const char *text, size_t length);

/* The two kinds of workbook. */
int book_read_xlsx(struct book *book);
int book_read_ods(struct book *book);

#endif
