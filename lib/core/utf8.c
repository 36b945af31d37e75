/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"

#include <string.h>

/* The UTF-8 character of several bytes at `at`. Returned: its length, or 0 if it is none (Unicode,
 * table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t decode(const unsigned char *at, size_t left, uint32_t *code)
{
    static const uint32_t min[] = {[2] = 0x80, [3] = 0x800, [4] = 0x10000};
    const size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || length > left)
        return 0;
    uint32_t found = at[0] & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        found = found << 6 | (at[i] & 0x3FU);
    }
    *code = found;
    const bool is_surrogate = found >= 0xD800 && found <= 0xDFFF;
    return found >= min[length] && found <= 0x10FFFF && !is_surrogate ? length : 0;
}

size_t cohort_utf8_next(const char *text, size_t left, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0x80)
        return *code = at[0], 1;
    const size_t length = decode(at, left, code);
    if (length == 0)
        return *code = 0xFFFD, 1;
    return length;
}

/* Skip the ASCII characters at `i`, eight at a time. */
static size_t skip_ascii(const char *text, size_t i, size_t size)
{
    uint64_t eight;
    for (; size - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < size && (unsigned char)text[i] < 0x80)
        i++;
    return i;
}

size_t cohort_utf8_check(const char *text, size_t size)
{
    uint32_t code;
    size_t i = 0;
    while (i < size) {
        if ((unsigned char)text[i] < 0x80) {
            i = skip_ascii(text, i, size);
            continue;
        }
        const size_t length = decode((const unsigned char *)text + i, size - i, &code);
        if (length == 0)
            return i;
        i += length;
    }
    return size;
}

size_t cohort_utf8_mark(const char *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool cohort_utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E ||
           code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x206F);
}

void cohort_utf8_clean(char *text, bool keeps_blanks)
{
    char *to = text;
    for (size_t left = strlen(text), length; left > 0; left -= length, text += length) {
        uint32_t code;
        length = cohort_utf8_next(text, left, &code);
        const bool is_kept = keeps_blanks && (code == '\t' || code == '\n' || code == '\r');
        if ((length == 1 && code == 0xFFFD) || (!is_kept && cohort_utf8_is_control(code))) {
            *to++ = '?';
        } else {
            memmove(to, text, length);
            to += length;
        }
    }
    *to = '\0';
}
