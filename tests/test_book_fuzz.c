/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzzer of each reader of workbooks: small workbooks with some of their bytes changed, taken
 * out, put in or repeated, in their parts or in the ZIP itself. Whatever comes of it is read or
 * refused with a message, in order and within bounds; the sanitizers see the rest. The changes are
 * the same in every run: COHORT_FUZZ=100000 tries more of them.
 */
#include "support/books.h"
#include "support/files.h"
#include "support/random.h"

#include "inputs/book.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 1500, MOST_TEXT = 1 << 14, MOST_CELLS = 200000, FULL = -99 };

/* ---- what comes of it ---- */

struct check {
    bool begun;
    int row, column, cells;
};

static int begin(void *context, const char *sheet, cohort_error *error)
{
    assert_non_null(sheet);
    *(struct check *)context = (struct check){true, -1, -1, 0};
    return COHORT_OK;
}

static int cell(void *context, int row, int column, const char *text, size_t length,
                cohort_error *error)
{
    struct check *check = context;
    assert_true(check->begun);
    assert_true(row > check->row || (row == check->row && column > check->column));
    assert_in_range(row, 0, BOOK_ROWS - 1);
    assert_in_range(column, 0, BOOK_COLUMNS - 1);
    assert_true(length > 0 && memchr(text, '\0', length) == NULL);
    check->row = row;
    check->column = column;
    return ++check->cells > MOST_CELLS ? FULL : COHORT_OK;
}

/* Returned: was it read? */
static bool read_one(const char *path)
{
    struct check check = {.begun = false};
    const struct book_sink sink = {&check, begin, cell};
    struct book_packed packed;
    cohort_error error = {.code = COHORT_OK, .text = ""};
    const int code = book_read(path, &sink, &packed, &error);
    assert_true(code == COHORT_OK || code == FULL || code == error.code);
    if (code && code != FULL)
        assert_true(strlen(error.text) > strlen(path) && strncmp(error.text, path, 20) == 0);
    book_packed_free(&packed);
    return code == COHORT_OK;
}

/* ---- changes ---- */

static uint64_t seed;

static size_t below(size_t count)
{
    return (size_t)(next_random(&seed) * (double)count);
}

/* A place of a text becomes that of another length. */
static void put(char *text, size_t *size, size_t at, size_t out, const char *in, size_t count)
{
    out = out < *size - at ? out : *size - at;
    if (*size - out + count >= MOST_TEXT)
        return;
    memmove(text + at + count, text + at + out, *size - at - out);
    memcpy(text + at, in, count);
    *size += count - out;
}

static void change(char *text, size_t *size)
{
    static const char *const words[] = {"<row>",
                                        "</row>",
                                        "<c t='s'>",
                                        "<v>",
                                        "</c>",
                                        "9999999999",
                                        "-1",
                                        "1048576",
                                        "16384",
                                        "r='XFD1'",
                                        "&#x10FFFF;",
                                        "<![CDATA[",
                                        "<t>",
                                        "'",
                                        "<table:table-row table:number-rows-repeated='9999'>",
                                        "<table:table-cell table:number-columns-repeated='9999'>",
                                        "<table:table>",
                                        "</table:table>",
                                        "<text:p>",
                                        "</text:p>",
                                        "<text:s text:c='99'/>",
                                        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
                                        "\xFF\xFE",
                                        "&b;"};
    char copied[256];
    const size_t at = below(*size), kind = below(5);
    const char *word = words[below(sizeof words / sizeof *words)];
    if (kind == 0)
        text[at] = (char)below(256);
    else if (kind == 1)
        put(text, size, at, below(64), "", 0);
    else if (kind == 2)
        put(text, size, at, 0, word, strlen(word));
    else if (kind == 3)
        put(text, size, at, strlen(word), word, strlen(word));
    else {
        const size_t count = below(*size - at < sizeof copied ? *size - at : sizeof copied);
        memcpy(copied, text + at, count);
        put(text, size, below(*size), 0, copied, count);
    }
}

/* Change one of the parts, then write and read it. */
static void fuzz_parts(const struct part *parts, int count)
{
    char path[SCRATCH_PATH], text[MOST_TEXT];
    const char *all = getenv("COHORT_FUZZ");
    const int cases = all ? atoi(all) : CASES;
    int read = 0;
    scratch_path("fuzz.zip", path);
    for (int i = 0; i < cases; i++) {
        struct part changed[16];
        const size_t which = below((size_t)count);
        memcpy(changed, parts, ((size_t)count + 1) * sizeof *parts);
        size_t size = strlen(parts[which].text);
        memcpy(text, parts[which].text, size);
        for (size_t k = below(4) + 1; k > 0 && size > 0; k--)
            change(text, &size);
        changed[which].text = text;
        changed[which].size = size ? size : 1;
        book_write(path, changed, -1, NULL);
        read += read_one(path);
    }
    /* neither all broken nor all whole, or nothing was tried */
    assert_in_range(read, cases / 20, cases - cases / 20);
}

static int count_of(const struct part *parts)
{
    int count = 0;
    while (parts[count].name)
        count++;
    return count;
}

static void changed_xlsx_parts_do_no_harm(void **state)
{
    fuzz_parts(xlsx_parts, count_of(xlsx_parts));
}

static void changed_ods_parts_do_no_harm(void **state)
{
    fuzz_parts(ods_parts, count_of(ods_parts));
}

static void changed_zips_do_no_harm(void **state)
{
    char path[SCRATCH_PATH], text[MOST_TEXT];
    const char *all = getenv("COHORT_FUZZ");
    size_t whole;
    book_write(scratch_path("whole.xlsx", path), xlsx_parts, -1, NULL);
    char *bytes = file_read(path, &whole);
    assert_in_range(whole, 100, MOST_TEXT / 2);
    scratch_path("fuzz.xlsx", path);
    for (int i = 0; i < (all ? atoi(all) : CASES); i++) {
        size_t size = whole;
        memcpy(text, bytes, size);
        for (size_t k = below(4) + 1; k > 0; k--)
            change(text, &size);
        file_write(path, text, size);
        read_one(path);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_xlsx_parts_do_no_harm),
        cmocka_unit_test(changed_ods_parts_do_no_harm),
        cmocka_unit_test(changed_zips_do_no_harm),
    };
    if (!book_version()) {
        puts("skipped: fuzzers of workbooks: the program is built without libzip and expat");
        return 0;
    }
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
