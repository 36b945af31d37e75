/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/encoding.h"

#include "core/error.h"
#include "text/cp932.h"
#include "core/utf8.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The file types of Excel 2019 and later, in English and Japanese. */
#define SAVE_AS                                                                                    \
    "in Excel, File > Save As with the file type \"CSV UTF-8 (Comma delimited)\" "                 \
    "(名前を付けて保存、ファイルの種類「CSV UTF-8 (コンマ区切り)」)"

/* What Excel does not open. */
#define CONVERT(from)                                                                              \
    "iconv -f " from " -t UTF-8 FILE > NEW.csv converts it, and so does LibreOffice, opening it "  \
    "with that character set (文字コードをUTF-8に変換して保存)"

enum { MAX_LINE_BYTES = 1 << 20 };

/* A byte of Shift-JIS or UTF-16 becomes up to three bytes of UTF-8. */
enum { GROWTH = 3 };

static bool begins(const char *bytes, size_t size, const char *with)
{
    return size >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

static int line_of(const char *bytes, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

static int fail_line(const char *name, const char *bytes, size_t offset, const char *problem,
                     cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s, line %d: %s", name, line_of(bytes, offset),
                       problem);
}

/* Does a character begin at the offset that the file's end cuts off? */
static bool ends_within_character(const char *text, size_t offset, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (size - offset > 3 || bytes[offset] < 0xC2)
        return false;
    for (size_t i = offset + 1; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* Is it UTF-8 but for its cut end or damage within? Before the first byte that is none there are then
 * characters of three bytes, such as all of Japanese; of Shift-JIS hardly two look like these. */
static bool was_utf8(const char *text, size_t size)
{
    const size_t bad = cohort_utf8_check(text, size);
    uint32_t code;
    int wide = 0;
    for (size_t i = 0, length; i < bad && wide < 2; i += length) {
        length = cohort_utf8_next(text + i, size - i, &code);
        wide += length == 3;
    }
    return wide >= 2 || bad == size || ends_within_character(text, bad, size);
}

/* Could all of it be Shift-JIS as Windows has it (CP932), which Excel in Japan writes by default?
 * Its lead bytes 81-9F do not occur in EUC-JP and Latin-1. */
static bool looks_like_shift_jis(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    bool any = false;
    if (was_utf8(text, size))
        return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char first = bytes[i];
        if (first < 0x80 || (first >= 0xA1 && first <= 0xDF))
            continue;
        unsigned char next = i + 1 < size ? bytes[i + 1] : 0;
        if (first == 0x80 || first == 0xA0 || first > 0xFC || next < 0x40 || next == 0x7F ||
            next > 0xFC)
            return false;
        any = any || first <= 0x9F;
        i++;
    }
    return any;
}

/* Two bytes a character, both of A1 or above; three or half-size kana after a mark. One may be
 * chance. */
static bool looks_like_euc_jp(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    int characters = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] < 0x80)
            continue;
        i += bytes[i] == 0x8F;
        if (i + 1 >= size || (bytes[i] != 0x8E && bytes[i] < 0xA1) || bytes[i + 1] < 0xA1)
            return false;
        characters++;
        i++;
    }
    return characters > 1;
}

static int check_utf8(const char *name, const char *text, size_t size, cohort_error *error)
{
    const size_t bad = cohort_utf8_check(text, size);
    if (bad == size)
        return COHORT_OK;
    if (ends_within_character(text, bad, size))
        return fail_line(name, text, bad, "the file ends within a character: it seems to be cut",
                         error);
    if (looks_like_shift_jis(text, size))
        return fail_line(name, text, bad,
                         "the text is not UTF-8 but, it seems, Shift-JIS, which Excel in Japan "
                         "writes, but not all of it is: " SAVE_AS,
                         error);
    if (looks_like_euc_jp(text, size))
        return fail_line(name, text, bad,
                         "the text is not UTF-8 but, it seems, EUC-JP: " CONVERT("EUC-JP"), error);
    return cohort_fail(error, COHORT_ERROR_FORMAT,
                       "%s, line %d: the text is not UTF-8 (byte %02X): " SAVE_AS, name,
                       line_of(text, bad), (unsigned)(unsigned char)text[bad]);
}

/* Files that are often mistaken for CSV, by their first bytes; HTML may begin with white space. */
static int check_kind(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    static const char workbook[] = "a workbook (.xlsx, .xls) or ZIP file, not CSV: " SAVE_AS;
    static const char picture[] =
        "a picture, not CSV: expected the table itself, as its publisher has "
        "it for spreadsheets";
    static const char json[] = "JSON, not CSV: expected the same table as CSV or a workbook";
    static const char packed[] = "a packed file (gzip, 7-Zip, RAR), not CSV: unpack it";
    static const char *const kinds[][2] = {
        {"PK\x03\x04", workbook},
        {"\xD0\xCF\x11\xE0", workbook},
        {"%PDF", "a PDF file, not CSV: expected the table itself, as its publisher has it for "
                 "spreadsheets"},
        {"\x89PNG", picture},
        {"\xFF\xD8\xFF", picture},
        {"GIF8", picture},
        {"\x1F\x8B", packed},
        {"7z\xBC\xAF", packed},
        {"Rar!", packed},
        {"\x1B$", "text in ISO-2022-JP (JIS): " CONVERT("ISO-2022-JP")},
        {"{\\rtf", "a text with its layout (RTF), not CSV: expected the table for spreadsheets"},
        {"{", json},
        {"[{", json},
        {"<", "a page or sheet in HTML or XML, not CSV: open it in a spreadsheet; " SAVE_AS}};
    const size_t mark = cohort_utf8_mark(bytes, size);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const size_t before = kinds[i][0][0] == '<' ? mark + strspn(bytes + mark, " \t\r\n") : 0;
        if (begins(bytes + before, size - before, kinds[i][0]))
            return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: %s", name, kinds[i][1]);
    }
    const char *nul = memchr(bytes, '\0', size);
    return nul ? fail_line(name, bytes, (size_t)(nul - bytes), "a NUL byte: expected text in UTF-8",
                           error)
               : COHORT_OK;
}

/* From line to line, of which a step passes as many as are within the limit. */
static int check_line_lengths(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    for (size_t begin = 0, end; size - begin > MAX_LINE_BYTES; begin = end) {
        for (end = begin + MAX_LINE_BYTES + 1; end > begin && bytes[end - 1] != '\n';)
            end--;
        if (end == begin)
            return fail_line(name, bytes, begin, "longer than 1 MiB, the most of a line", error);
    }
    return COHORT_OK;
}

int cohort_check_text(const char *name, const char *bytes, size_t size, cohort_error *error)
{
    const int code = check_line_lengths(name, bytes, size, error);
    return code ? code : check_utf8(name, bytes, size, error);
}

/* ---- other encodings ---- */

/* Write a character as UTF-8. Returned: behind it. */
static char *put_utf8(char *to, uint32_t code)
{
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const int length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = length - 1; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(first[length] | code);
    return to + length;
}

/* The next character of UTF-16, the low byte at `low`. Returned: as of cohort_cp932_next. */
static size_t utf16_next(const char *text, size_t left, int low, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)text;
    if (left < 2)
        return 0;
    *code = (uint32_t)(at[1 - low] << 8 | at[low]);
    if (*code < 0xD800 || *code > 0xDFFF)
        return 2;
    if (left < 4)
        return 0;
    const uint32_t next = (uint32_t)(at[3 - low] << 8 | at[2 + low]);
    if (*code > 0xDBFF || next < 0xDC00 || next > 0xDFFF)
        return 0;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (next - 0xDC00);
    return 4;
}

typedef enum coding { SHIFT_JIS, UTF_16_LITTLE, UTF_16_BIG } coding;

/* The text in UTF-8 takes the place of the bytes from `from` on. Errors, which leave both as they
 * were: COHORT_ERROR_FORMAT, without a message, if it cannot be converted; COHORT_ERROR_MEMORY. */
static int convert(coding from, size_t at, char **bytes, size_t *size, cohort_error *error)
{
    uint32_t code;
    if (*size > INT_MAX / GROWTH)
        return COHORT_ERROR_FORMAT;
    char *text = malloc(GROWTH * *size + 4), *to = text;
    if (!text)
        return cohort_fail_memory(error);
    for (size_t length; at < *size; at += length, to = put_utf8(to, code)) {
        length = from == SHIFT_JIS ? cohort_cp932_next(*bytes + at, *size - at, &code)
                                   : utf16_next(*bytes + at, *size - at, from == UTF_16_BIG, &code);
        if (length == 0) {
            free(text);
            return COHORT_ERROR_FORMAT;
        }
    }
    free(*bytes);
    *bytes = text;
    *size = (size_t)(to - text);
    *to = '\0';
    return COHORT_OK;
}

/* Without a mark, UTF-16 has the zeros of its ASCII in every other byte only: at `high` of each pair. */
static bool is_utf16(const char *bytes, size_t size, size_t high)
{
    enum { LOOK = 4096, LEAST = 3, PARTS = 8 };
    const size_t look = size < LOOK ? size : LOOK;
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < look; i++)
        zeros[i % 2] += bytes[i] == '\0';
    return size % 2 == 0 && zeros[1 - high] == 0 && zeros[high] > LEAST + look / PARTS;
}

/* UTF-16 becomes UTF-8; any other text stays. */
static int from_utf16(const char *name, char **bytes, size_t *size, cohort_error *error)
{
    const bool little = begins(*bytes, *size, "\xFF\xFE"), big = begins(*bytes, *size, "\xFE\xFF"),
               marked = little || big, bare_big = !marked && is_utf16(*bytes, *size, 0);
    if (!marked && !bare_big && !is_utf16(*bytes, *size, 1))
        return COHORT_OK;
    const int code =
        convert(big || bare_big ? UTF_16_BIG : UTF_16_LITTLE, marked ? 2 : 0, bytes, size, error);
    if (code == COHORT_ERROR_FORMAT && !marked)
        return COHORT_OK;
    return code != COHORT_ERROR_FORMAT
               ? code
               : cohort_fail(
                     error, code,
                     "%s: the text begins as UTF-16 and is not: it seems to be cut: " SAVE_AS,
                     name);
}

int cohort_take_text(const char *name, char **bytes, size_t *size, cohort_error *error)
{
    int code = from_utf16(name, bytes, size, error);
    if (!code)
        code = check_kind(name, *bytes, *size, error);
    if (code)
        return code; /* no encoding makes a table of a picture */
    code = cohort_check_text(name, *bytes, *size, error);
    if (code == COHORT_ERROR_FORMAT && looks_like_shift_jis(*bytes, *size)) {
        const int converted = convert(SHIFT_JIS, 0, bytes, size, error);
        if (converted != COHORT_ERROR_FORMAT)
            code = converted ? converted : cohort_check_text(name, *bytes, *size, error);
    }
    return code;
}
