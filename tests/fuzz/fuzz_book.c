/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
/* Workbooks and ZIP files, as the program reads them. */
#include "fuzz/take.h"

#include "inputs/book.h"

#include <stdio.h>
#include <unistd.h>

struct check {
    int row, column, cells;
};

static int begin(void *context, const char *sheet, cohort_error *error)
{
    (void)error;
    HOLDS(sheet);
    *(struct check *)context = (struct check){-1, -1, 0};
    return COHORT_OK;
}

static int cell(void *context, int row, int column, const char *text, size_t length,
                cohort_error *error)
{
    struct check *check = context;
    (void)error;
    HOLDS(row > check->row || (row == check->row && column > check->column));
    HOLDS(row < BOOK_ROWS && column >= 0 && column < BOOK_COLUMNS && length > 0);
    HOLDS(!memchr(text, '\0', length));
    check->row = row;
    check->column = column;
    return ++check->cells > 100000 ? -99 : COHORT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct check check = {-1, -1, 0};
    const struct book_sink sink = {&check, begin, cell};
    struct book_packed packed;
    cohort_error error = {0};
    char path[] = "/tmp/cohort-fuzz-XXXXXX";
    const int file = mkstemp(path);
    HOLDS(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    close(file);
    if (book_is(path)) {
        const int code = book_read(path, &sink, &packed, &error);
        HOLDS(code == -99 || code == error.code);
        HOLDS(code == COHORT_OK || code == -99 || *error.text);
        book_packed_free(&packed);
    }
    unlink(path);
    return 0;
}
