/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/encoding.h"

#include "core/error.h"
#include "text/shift_jis.h"

#include <stdbool.h>
#include <string.h>

/* The file types of Excel 2019 and later, in English and Japanese. */
#define SAVE_AS                                                                                    \
    "in Excel, File > Save As with the file type \"CSV UTF-8 (Comma delimited)\" "                 \
    "(名前を付けて保存、ファイルの種類「CSV UTF-8 (コンマ区切り)」)"

enum { MAX_LINE_BYTES = 1 << 20 };

static bool begins(const char *bytes, size_t size, const char *with, size_t length)
{
    return size >= length && memcmp(bytes, with, length) == 0;
}

size_t cohort_utf8_mark(const char *bytes, size_t size)
{
    return begins(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

static int line_of(const char *bytes, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

/* Length of the UTF-8 character of several bytes at `at`, or 0 if it is none (Unicode, table 3-7:
 * no overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t character_length(const unsigned char *at, size_t left)
{
    unsigned char first = at[0], low = 0x80, high = 0xBF;
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || length > left)
        return 0;
    if (first == 0xE0)
        low = 0xA0;
    if (first == 0xED)
        high = 0x9F;
    if (first == 0xF0)
        low = 0x90;
    if (first == 0xF4)
        high = 0x8F;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t cohort_utf8_next(const char *text, size_t left, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0x80)
        return *code = at[0], 1;
    const size_t length = character_length(at, left);
    *code = length == 0 ? 0xFFFD : at[0] & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++)
        *code = *code << 6 | (at[i] & 0x3FU);
    return length ? length : 1;
}

/* Past the ASCII characters at `i`, eight at a time. */
static size_t skip_ascii(const unsigned char *bytes, size_t i, size_t size)
{
    uint64_t eight;
    for (; size - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, bytes + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < size && bytes[i] < 0x80)
        i++;
    return i;
}

/* Offset of the first byte that is not UTF-8, or size. */
static size_t first_not_utf8(const unsigned char *bytes, size_t size)
{
    size_t i = skip_ascii(bytes, 0, size);
    while (i < size) {
        size_t length = character_length(bytes + i, size - i);
        if (length == 0)
            return i;
        i = skip_ascii(bytes, i + length, size);
    }
    return size;
}

/* Is the bad byte at the offset the beginning of a character that the file's end cuts off? */
static bool ends_within_character(const unsigned char *bytes, size_t offset, size_t size)
{
    if (size - offset > 3 || bytes[offset] < 0xC2)
        return false;
    for (size_t i = offset + 1; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

static int check_utf8(const char *name, const char *text, size_t size, cohort_error *error)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t bad = first_not_utf8(bytes, size);
    if (bad == size)
        return COHORT_OK;
    int line = line_of(text, bad);
    if (ends_within_character(bytes, bad, size))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s, line %d: the file ends within a character: it seems to be cut",
                           name, line);
    if (cohort_looks_like_shift_jis(text, size))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s, line %d: the text is not UTF-8 but, it seems, Shift-JIS, which "
                           "Excel in Japan writes and this system cannot convert: " SAVE_AS,
                           name, line);
    return cohort_fail(error, COHORT_ERROR_FORMAT,
                       "%s, line %d: the text is not UTF-8 (byte %02X): " SAVE_AS, name, line,
                       (unsigned)bytes[bad]);
}

/* Where the text begins behind a mark and white space. */
static size_t text_begin(const char *bytes, size_t size)
{
    size_t at = cohort_utf8_mark(bytes, size);
    while (at < size &&
           (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n'))
        at++;
    return at;
}

/* Kinds of files that are often taken for CSV. */
static int check_kind(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    const size_t before = text_begin(bytes, size);
    if (begins(bytes, size, "\xFF\xFE", 2) || begins(bytes, size, "\xFE\xFF", 2))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s: the text is UTF-16 (\"Unicode text\"): " SAVE_AS, name);
    if (begins(bytes, size, "PK\x03\x04", 4) || begins(bytes, size, "\xD0\xCF\x11\xE0", 4))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s: a workbook (.xlsx, .xls) or ZIP file, not CSV: " SAVE_AS, name);
    if (begins(bytes, size, "%PDF", 4))
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s: a PDF file, not CSV: expected the table itself, as its publisher "
                           "has it for spreadsheets",
                           name);
    if (begins(bytes + before, size - before, "<", 1))
        return cohort_fail(
            error, COHORT_ERROR_FORMAT,
            "%s: a page or sheet in HTML or XML, not CSV: open it in a spreadsheet; " SAVE_AS,
            name);
    const char *nul = memchr(bytes, '\0', size);
    if (nul)
        return cohort_fail(error, COHORT_ERROR_FORMAT,
                           "%s, line %d: a NUL byte: expected text in UTF-8", name,
                           line_of(bytes, (size_t)(nul - bytes)));
    return COHORT_OK;
}

static int check_line_lengths(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    const char *begin = bytes, *end = bytes + size;
    for (int line = 1; begin < end; line++) {
        const char *stop = memchr(begin, '\n', (size_t)(end - begin));
        if (!stop)
            stop = end;
        if (stop - begin > MAX_LINE_BYTES)
            return cohort_fail(error, COHORT_ERROR_FORMAT,
                               "%s, line %d: %lld bytes long: expected at most 1 MiB", name, line,
                               (long long)(stop - begin));
        begin = stop + 1;
    }
    return COHORT_OK;
}

int cohort_check_text(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    int code = check_kind(name, bytes, size, error);
    if (!code)
        code = check_line_lengths(name, bytes, size, error);
    if (!code)
        code = check_utf8(name, bytes, size, error);
    return code ? code : cohort_succeed(error);
}
