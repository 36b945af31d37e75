/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/books.h"

#include "inputs/book.h"

static int begin(void *context, const char *sheet, cohort_error *problem)
{
    return cohort_sheets_begin(context, sheet, problem);
}

static int add_cell(void *context, int row, int column, const char *text, size_t length,
                    cohort_error *problem)
{
    return cohort_sheets_cell(context, row, column, text, length, problem);
}

int open_sheets(const char *path, cohort_sheets **out, cohort_error *problem)
{
    struct book_packed packed;
    *out = NULL;
    if (!book_is(path))
        return cohort_sheets_read(path, out, problem);
    int code = cohort_sheets_new(path, out, problem);
    if (code)
        return code;
    const struct book_sink sink = {*out, begin, add_cell};
    code = book_read(path, &sink, &packed, problem);
    if (code || packed.text) {
        cohort_sheets_free(*out);
        *out = NULL;
    }
    if (!code && packed.text)
        code = cohort_sheets_parse(packed.text, packed.size, packed.name, out, problem);
    book_packed_free(&packed);
    return code;
}
