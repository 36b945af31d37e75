/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/letters.h"

#include "core/utf8.h"

#include <string.h>

/* Marks without width on one letter. */
enum { MARKS_MAX = 6 };

/* Ranges of codes, two numbers each: from and to. */

/* Square letters: Chinese, Japanese, Korean, full-width forms, pictures. */
static const uint32_t wide[] = {0x1100,  0x115F,  0x2014,  0x2015,  0x2026, 0x2026, 0x2190, 0x21FF,
                                0x2460,  0x27BF,  0x2E80,  0xA4CF,  0xAC00, 0xD7A3, 0xF900, 0xFAFF,
                                0xFE30,  0xFE4F,  0xFF00,  0xFF60,  0xFFE0, 0xFFE6, 0xFFFD, 0xFFFD,
                                0x1F000, 0x1FAFF, 0x20000, 0x3FFFF, 0,      0};

/* Marks on another letter, and invisible characters. */
static const uint32_t unseen[] = {0x0300, 0x036F, 0x0483,  0x0489,  0x0591, 0x05BD, 0x0610, 0x061A,
                                  0x064B, 0x065F, 0x0E34,  0x0E3A,  0x0E47, 0x0E4E, 0x1AB0, 0x1AFF,
                                  0x1DC0, 0x1DFF, 0x200B,  0x200F,  0x202A, 0x202E, 0x2060, 0x206F,
                                  0x20D0, 0x20FF, 0x3099,  0x309A,  0xFE00, 0xFE0F, 0xFE20, 0xFE2F,
                                  0xFEFF, 0xFEFF, 0xE0100, 0xE01EF, 0,      0};

/* A line of Japanese does not begin with these. */
static const uint32_t closing[] = {0x3001, 0x3002, 0x300D, 0x300D, 0x300F, 0x300F, 0x3011, 0x3011,
                                   0x30FC, 0x30FC, 0xFF01, 0xFF01, 0xFF09, 0xFF09, 0xFF0C, 0xFF0C,
                                   0xFF1A, 0xFF1B, 0xFF5D, 0xFF5D, 0,      0};

/* It does not end with these. */
static const uint32_t opening[] = {0x300C, 0x300C, 0x300E, 0x300E, 0x3010, 0x3010,
                                   0xFF08, 0xFF08, 0xFF5B, 0xFF5B, 0,      0};

static bool is_in(const uint32_t *ranges, uint32_t code)
{
    for (; ranges[1]; ranges += 2)
        if (code >= ranges[0] && code <= ranges[1])
            return true;
    return false;
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

/* A control character is written as U+FFFD. */
static double ascii_width(uint32_t code)
{
    const char letter = (char)code;
    if (code < 0x20)
        return is_blank(code) ? 0.32 : 1.0;
    if (strchr(" ijlI.,:;'|!", letter))
        return 0.32;
    if (strchr("frt()[]{}-/\\`\"", letter))
        return 0.40;
    if (strchr("mwMW@%+<=>~#&", letter))
        return 0.92;
    return letter >= 'A' && letter <= 'Z' ? 0.70 : 0.62;
}

static double width_of(uint32_t code)
{
    if (code < 0x7F)
        return ascii_width(code);
    if (is_in(unseen, code))
        return 0.0;
    return is_in(wide, code) ? 1.0 : 0.62;
}

/* The next letter with the marks on it. */
typedef struct letter {
    size_t bytes;
    uint32_t code;
    double width;
    bool too_many_marks;
} letter;

static letter next_letter(const char *text, size_t left)
{
    letter found = {0};
    int marks = 0;
    found.bytes = cohort_utf8_next(text, left, &found.code);
    found.width = width_of(found.code);
    while (found.bytes < left) {
        uint32_t code;
        const size_t bytes = cohort_utf8_next(text + found.bytes, left - found.bytes, &code);
        if (!is_in(unseen, code))
            break;
        if (++marks > MARKS_MAX)
            return found.too_many_marks = true, found;
        found.bytes += bytes;
    }
    return found;
}

double cohort_letters_width(const char *text)
{
    double width = 0.0;
    for (size_t left = strlen(text); left > 0;) {
        const letter at = next_letter(text, left);
        width += at.width;
        text += at.bytes;
        left -= at.bytes;
    }
    return width;
}

/* May a line end between the two? */
static bool parts(uint32_t before, uint32_t after)
{
    if (is_blank(before) || is_blank(after))
        return true;
    return (is_in(wide, before) || is_in(wide, after)) && !is_in(closing, after) &&
           !is_in(opening, before);
}

/* How many of the bytes fit into `max` ems, up to a whole letter. */
static size_t fitting(const char *text, size_t size, double max)
{
    double width = 0.0;
    for (size_t at = 0; at < size;) {
        const letter next = next_letter(text + at, size - at);
        width += next.width;
        if (width > max)
            return at;
        at += next.bytes;
        if (next.too_many_marks)
            return at;
    }
    return size;
}

size_t cohort_letters_line(const char *text, double max, bool last, size_t *next)
{
    enum { ELLIPSIS = 1 };
    const size_t size = strlen(text), full = fitting(text, size, max);
    *next = size;
    if (full == size)
        return size;
    if (last)
        return fitting(text, size, max - ELLIPSIS);
    size_t end = 0;
    for (size_t at = 0; at < full;) {
        const letter one = next_letter(text + at, size - at);
        uint32_t after;
        at += one.bytes;
        cohort_utf8_next(text + at, size - at, &after);
        if (at <= full && parts(one.code, after))
            end = at;
    }
    if (end == 0)
        end = full;
    *next = end + strspn(text + end, " \t\n\r");
    while (end > 0 && is_blank((unsigned char)text[end - 1]))
        end--;
    return end;
}
