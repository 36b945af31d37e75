/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/wording.h"

#include "core/grid.h"
#include "text/encoding.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- characters ---- */

/* The character of ASCII that another is a form of, or 0. */
static char plain_character(uint32_t code)
{
    if (code < 0x80)
        return (char)code;
    if (code >= 0xFF01 && code <= 0xFF5E) /* full width */
        return (char)(code - 0xFF01 + '!');
    switch (code) {
    case 0x3000: /* ideographic space */
    case 0x00A0:
        return ' ';
    case 0x2010: /* hyphens, dashes, minus */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return '-';
    case 0x301C: /* wave dash */
    case 0x223C:
        return '~';
    default:
        return '\0';
    }
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

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool cohort_same_word(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b))
        a++, b++;
    return *a == *b;
}

const char *cohort_word_among(const char *text, const char *const *words)
{
    while (*words && !cohort_same_word(text, *words))
        words++;
    return *words;
}

static int least_of(int a, int b, int c)
{
    const int least = a < b ? a : b;
    return least < c ? least : c;
}

/* How many letters have to be changed, put in or taken out to make one of the other; `b` is shorter
 * than COHORT_PLAIN_TEXT. */
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
            const int changed = before + (lower(*a) != lower(b[j - 1]));
            before = row[j];
            row[j] = least_of(changed, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[length];
}

const char *cohort_nearest_word(const char *text, const char *const *words)
{
    const char *nearest = NULL;
    int least = strlen(text) < 8 ? 3 : 6;
    for (; *words && strlen(text) < COHORT_PLAIN_TEXT; words++) {
        const int found = distance(text, *words);
        if (found < least) {
            least = found;
            nearest = *words;
        }
    }
    return nearest;
}

/* ---- sexes ---- */

const char *const cohort_total_words[] = {"all", "total", "総数", "計", "合計", NULL};

bool cohort_parse_sex(const char *text, int *sex)
{
    /* what most cells have, quickly */
    for (int plain = COHORT_MALE; plain <= COHORT_BOTH && text[0] && text[1]; plain++)
        if (strcmp(text, cohort_sex_word(plain)) == 0)
            return *sex = plain, true;
    static const char *const male[] = {"male", "m", "男", "男性", NULL};
    static const char *const female[] = {"female", "f", "女", "女性", NULL};
    static const char *const both[] = {"both", "t", "男女計", "男女", NULL};
    if (cohort_word_among(text, male))
        *sex = COHORT_MALE;
    else if (cohort_word_among(text, female))
        *sex = COHORT_FEMALE;
    else if (cohort_word_among(text, both) || cohort_word_among(text, cohort_total_words))
        *sex = COHORT_BOTH;
    else
        return false;
    return true;
}
