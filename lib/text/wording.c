/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/wording.h"

#include "text/utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- characters ---- */

/* The ASCII form of a character, or 0. */
static char plain_character(uint32_t code)
{
    if (code < 0x80)
        return (char)code;
    if (code >= 0xFF01 && code <= 0xFF5E) /* full width */
        return (char)(code - 0xFF01 + '!');
    if (code == 0x3000 || code == 0x00A0) /* ideographic, no-break */
        return ' ';
    if ((code >= 0x2010 && code <= 0x2014) || code == 0x2212) /* hyphens, dashes, minus */
        return '-';
    return code == 0x301C || code == 0x223C ? '~' : '\0'; /* wave dash */
}

const char *cohort_plain_text(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    size_t left = strlen(text), used = 0;
    while (left > 0) {
        uint32_t code;
        const size_t length = cohort_utf8_next(text, left, &code);
        const char ascii = plain_character(code);
        const size_t added = ascii ? 1 : length;
        if (used + added >= COHORT_PLAIN_TEXT)
            return strcpy(plain, "");
        memcpy(plain + used, ascii ? &ascii : text, added);
        if (used > 0 || ascii != ' ')
            used += added;
        text += length;
        left -= length;
    }
    while (used > 0 && plain[used - 1] == ' ')
        used--;
    plain[used] = '\0';
    return plain;
}

/* ---- words ---- */

bool cohort_same_word(const char *a, const char *b)
{
    while (*a && cohort_lower(*a) == cohort_lower(*b))
        a++, b++;
    return *a == *b;
}

/* How many letters must be changed, added or removed to turn one text into the other; `b` is
 * shorter than COHORT_PLAIN_TEXT. */
static int distance(const char *a, const char *b)
{
    int row[COHORT_PLAIN_TEXT];
    const int length = (int)strlen(b);
    for (int j = 0; j <= length; j++)
        row[j] = j;
    for (int i = 1; *a; a++, i++) {
        int before = row[0];
        row[0] = i;
        for (int j = 1; j <= length; j++) {
            const int changed = before + (cohort_lower(*a) != cohort_lower(b[j - 1]));
            before = row[j];
            row[j] = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            if (changed < row[j])
                row[j] = changed;
        }
    }
    return row[length];
}

const char *cohort_nearest_word(const char *text, const char *const *words)
{
    const char *nearest = NULL;
    int min = strlen(text) < 8 ? 3 : 6;
    for (; *words && strlen(text) < COHORT_PLAIN_TEXT; words++) {
        const int found = distance(text, *words);
        if (found < min) {
            min = found;
            nearest = *words;
        }
    }
    return nearest;
}
