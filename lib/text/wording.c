/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/wording.h"

#include "core/utf8.h"

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
    if (code == 0x3000 || code == 0x00A0 || code == 0x202F || (code >= 0x2000 && code <= 0x200A))
        return ' '; /* ideographic, no-break, narrow, thin, ... */
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x2500 || code == 0xFE63)
        return '-'; /* hyphens, dashes, minus, and a line that looks like one */
    if (code == 0x2019)
        return '\'';
    return code == 0x301C || code == 0x223C ? '~' : '\0'; /* wave dash */
}

/* ---- half-size katakana ---- */

enum { HALF_FIRST = 0xFF61, HALF_LAST = 0xFF9F, HALF_VOICED = 0xFF9E, HALF_PLOSIVE = 0xFF9F };

/* The full-size form of U+FF61 to U+FF9F, from U+3000 on. */
static const unsigned char full_size[] = {
    0x02, 0x0C, 0x0D, 0x01, 0xFB, 0xF2, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xE3, 0xE5, 0xE7, 0xC3, 0xFC,
    0xA2, 0xA4, 0xA6, 0xA8, 0xAA, 0xAB, 0xAD, 0xAF, 0xB1, 0xB3, 0xB5, 0xB7, 0xB9, 0xBB, 0xBD, 0xBF,
    0xC1, 0xC4, 0xC6, 0xC8, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD2, 0xD5, 0xD8, 0xDB, 0xDE, 0xDF,
    0xE0, 0xE1, 0xE2, 0xE4, 0xE6, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xF3, 0x9B, 0x9C};

/* A half-size letter and the mark behind it in full size. Returned: how many bytes they were. */
static size_t take_half(const char *text, size_t left, uint32_t code, char full[3])
{
    uint32_t mark = 0, letter = full_size[code - HALF_FIRST];
    size_t length = 3;
    const size_t marked = left > length ? cohort_utf8_next(text + length, left - length, &mark) : 0;
    const bool with_h = letter >= 0xCF && letter <= 0xDB; /* from ha to ho */
    if ((mark == HALF_VOICED && ((letter >= 0xAB && letter <= 0xC8) || with_h)) ||
        (mark == HALF_PLOSIVE && with_h)) {
        letter += mark - HALF_VOICED + 1;
        length += marked;
    }
    full[0] = (char)0xE3;
    full[1] = (char)(0x80 | letter >> 6);
    full[2] = (char)(0x80 | (letter & 0x3F));
    return length;
}

const char *cohort_plain_text(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    return cohort_plain_line(text, COHORT_PLAIN_TEXT, plain);
}

const char *cohort_plain_line(const char *text, size_t size, char *plain)
{
    size_t left = strlen(text), used = 0;
    while (left > 0) {
        uint32_t code;
        char full[3];
        size_t length = cohort_utf8_next(text, left, &code);
        const bool half = code >= HALF_FIRST && code <= HALF_LAST;
        const char ascii = plain_character(code);
        const size_t added = ascii ? 1 : length;
        if (used + added >= size)
            return strcpy(plain, "");
        if (half)
            length = take_half(text, left, code, full);
        memcpy(plain + used, ascii ? &ascii : half ? full : text, added);
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

/* Is this the end of one word of a list? */
static bool ends_word(const char *at)
{
    return !*at || *at == '|';
}

size_t cohort_begins(const char *text, const char *words)
{
    size_t longest = 0;
    for (; *words; words = cohort_next_word(words)) {
        size_t i = 0;
        while (*words != '=' && !ends_word(words + i) && cohort_lower(text[i]) == words[i])
            i++;
        longest = ends_word(words + i) && i > longest ? i : longest;
    }
    return longest;
}

size_t cohort_ends(const char *text, const char *end, const char *words)
{
    for (; *words; words = cohort_next_word(words)) {
        const size_t length = strcspn(words, "|");
        if ((size_t)(end - text) >= length && memcmp(end - length, words, length) == 0)
            return length;
    }
    return 0;
}

const char *cohort_first_of(const char *text, const char *words)
{
    while (*text && !cohort_begins(text, words))
        text++;
    return *text ? text : NULL;
}

void cohort_replace(char *text, const char *words, const char *with)
{
    const size_t put = strlen(with);
    for (; *words; words = cohort_next_word(words)) {
        const size_t length = strcspn(words, "|");
        for (char *at = text; (at = strchr(at, *words));) {
            const bool found = strncmp(at, words, length) == 0;
            if (found) {
                memmove(at + put, at + length, strlen(at + length) + 1);
                memcpy(at, with, put);
            }
            at += found ? put : 1;
        }
    }
}

bool cohort_begins_word(const char *text, const char *at)
{
    return at == text || !cohort_is_letter(at[-1]);
}

const char *cohort_begin_of_count(const char *text, const char *end)
{
    static const char words[] =
        "0|1|2|3|4|5|6|7|8|9|,|人|百|千|万|十|一|二|三|四|五|六|七|八|九|数|半|"
        "カ|か|ヵ|ヶ|ケ";
    size_t length;
    while ((length = cohort_ends(text, end, words)) > 0)
        end -= length;
    return end;
}

/* Of words that end a bracket or a part: is it one of what figures are per (`births per woman`)? */
static bool is_clause(const char *at, const char *end)
{
    static const char words[] = "/wom|/1,0|/100|十対|百対|千対|万対|人対|当たり|当り|あたり|につき";
    for (const char *begin = at; at < end; at++)
        if (cohort_begins(at, words) ||
            (cohort_begins_word(begin, at) && cohort_begins(at, COHORT_PER)))
            return true;
    return false;
}

size_t cohort_clause_length(const char *text, const char *at)
{
    static const char against[] = "対|当|あたり|につき";
    const size_t bracket = cohort_begins(at, COHORT_OPENING),
                 population = cohort_begins(at, "人口");
    const char *begin = at + bracket + population, *end = begin;
    if (population) { /* `人口千対`, `人口10万人当たり` */
        end = cohort_first_of(begin, against);
        return end && end > begin && cohort_begin_of_count(begin, end) == begin
                   ? (size_t)(end - at) + cohort_begins(end, against)
                   : 0;
    }
    if (at == text || !(bracket || (cohort_begins(at, COHORT_PER) && cohort_begins_word(text, at))))
        return 0;
    while (*end && !cohort_begins(end, bracket ? COHORT_CLOSING : COHORT_OPENING) &&
           (bracket || strncmp(end, ", ", 2) != 0))
        end++;
    return is_clause(at, end)
               ? (size_t)(end - at) + (bracket ? cohort_begins(end, COHORT_CLOSING) : 0)
               : 0;
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
