/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/unit.h"

#include "text/words.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 7, EXPONENT_MAX = 6 };

static int power_of_ten(int exponent)
{
    return exponent == 0 ? 1 : 10 * power_of_ten(exponent - 1);
}

/* `1,000`, `1 000`, `'000`. Returned: what follows; *count: a power of ten, or 0 for another number. */
static const char *take_count(const char *at, int *count)
{
    int digits = 0, zeros = 0;
    bool one = true;
    for (; cohort_is_digit(*at) ||
           (digits > 0 && strchr(", '", *at) && *at && cohort_is_digit(at[1]));
         at++) {
        if (!cohort_is_digit(*at))
            continue;
        one = one && *at == (digits == 0 && *at != '0' ? '1' : '0');
        zeros += *at == '0';
        digits++;
    }
    const bool good = one && digits <= DIGITS_MAX && (zeros < digits || zeros % 3 == 0);
    *count = good ? power_of_ten(zeros) : 0;
    return at;
}

/* How many persons a piece of a text says; 0: none. A number alone is a unit only where one is meant. */
static int persons_of(const char *piece, bool meant)
{
    char plain[COHORT_PLAIN_TEXT];
    int details[COHORT_MEANINGS], count;
    const char *at = cohort_plain_text(piece, plain);
    char *end = strstr(plain, "単位"); /* `千人単位` */
    if (end > plain && !end[strlen("単位")])
        *end = '\0';
    const char *colon = strrchr(plain, ':'); /* `実数：千人`, not `注：1,000人` */
    at = meant && colon && !strpbrk(colon, "0123456789") ? colon : at;
    at += strncmp(at, "は", strlen("は")) == 0 ? strlen("は") : 0;
    at += strspn(at, ":.'= ");
    if (strncmp(at, "in ", 3) == 0 || strncmp(at, "x ", 2) == 0)
        at += at[0] == 'i' ? 3 : 2;
    at += *at == 'x' && cohort_is_digit(at[1]);
    meant = meant || at > plain;
    at = take_count(at, &count);
    at += strspn(at, " ");
    if (!*at || strcmp(at, "s") == 0)
        return (meant || *at) && count >= 1000 ? count : 0;
    return cohort_means(cohort_word_meanings(at, details), COHORT_MEANS_UNIT)
               ? count * details[COHORT_MEANS_UNIT]
               : 0;
}

/* Persons, but not a rate of them? */
static bool is_of_persons(const char *piece)
{
    static const char *const others[] = {"per ", "人口", "当", "対"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strstr(piece, others[i]))
            return false;
    return strstr(piece, "人") || strstr(piece, "person");
}

/* Of a word, not a part of one? */
static bool begins_word(const char *text, size_t at)
{
    const char before = at > 0 ? cohort_lower(text[at - 1]) : ' ';
    return before < 'a' || before > 'z';
}

bool cohort_unit_find(const char *text, size_t from, cohort_unit *unit)
{
    static const char *const open[] = {"(", "（", "[", "［", "【", "〔", NULL},
                             *const close[] = {")", "）", "]", "］", "】", "〕", NULL},
                             *const named[] = {"単位", "units", "unit", NULL},
                             *const within[] = {" in ", " en ", NULL}, *const ends[] = {"、", "，",
                                                                                        "・", "/",
                                                                                        "／", ";",
                                                                                        "\n", ", ",
                                                                                        NULL};
    *unit = (cohort_unit){.persons = 0};
    for (size_t at = from; text[at]; at++) {
        const size_t bracket = cohort_begins(text + at, open);
        const size_t name = begins_word(text, at) ? cohort_begins(text + at, named) : 0;
        const size_t before =
            bracket + name + (bracket + name ? 0 : cohort_begins(text + at, within));
        if (before == 0 && at > 0)
            continue;
        char piece[COHORT_PLAIN_TEXT];
        const char *begin = text + at + before, *end = begin;
        while (*end && !cohort_begins(end, open) && !cohort_begins(end, close) &&
               !cohort_begins(end, ends))
            end++;
        snprintf(piece, sizeof piece, "%.*s", (int)(end - begin), begin);
        const int persons = persons_of(piece, before > 0);
        if (persons == 0 && name && is_of_persons(piece))
            unit->persons = COHORT_UNIT_UNKNOWN;
        if (persons == 0)
            continue;
        unit->persons = persons;
        unit->begin = at;
        unit->end = (size_t)(end - text) + (bracket ? cohort_begins(end, close) : 0);
        return true;
    }
    return unit->persons != 0;
}

bool cohort_unit_within(const char *text)
{
    static const char *const units[] = {"十人",     "百人", "千人",    "万人",
                                        "thousand", "lakh", "millier", "Tausend"},
                             *const rates[] = {"per ", "当", "対", "あたり", "以上", "未満"};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        if (strstr(text, rates[i]))
            return false;
    bool found = false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *at = strstr(text, units[i]);
        found = found || (at && (at == text || !cohort_is_digit(at[-1])));
    }
    return found;
}

int cohort_unit_of_cell(const char *text)
{
    static const char *const numbers[] = {"number", "count",    "people", "migrants",
                                          "net mi", "absolute", "indivi", NULL};
    const bool exponent = cohort_is_digit(*text) && *text <= '0' + EXPONENT_MAX && !text[1];
    const int persons = exponent ? power_of_ten(*text - '0') : persons_of(text, true);
    if (persons || is_of_persons(text))
        return persons ? persons : COHORT_UNIT_UNKNOWN;
    return !*text || cohort_begins(text, numbers) ? 1 : 0;
}

/* Where words begin in a text, behind no digit (`95%`, `5年間`); NULL: nowhere. */
static const char *find_words(const char *text, const char *const *words)
{
    for (size_t at = 0; text[at]; at++)
        if (begins_word(text, at) && !(at > 0 && cohort_is_digit(text[at - 1])) &&
            cohort_begins(text + at, words))
            return text + at;
    return NULL;
}

int cohort_unit_per(const char *text)
{
    static const char *const before[] = {"per ", "per_", " /", "/1", "人口1", "女性1", NULL};
    static const struct {
        int per;
        const char *const words[11];
    } units[] = {{1000,
                  {"per mille", "pour mille", "promille", "‰", "per thousand", "千対", "千人対",
                   "千人当", "千人あたり"}},
                 {100, {"percent", "per cent", "per hundred", "%", "％", "百対", "百人当"}},
                 {1, {"per person", "per woman", "per capita"}},
                 {COHORT_PER_YEAR,
                  {"annual", "annuel", "yearly", "per year", "per_year", "a year", "/y", "par an",
                   "年間", "年平均"}}};
    int count;
    for (const char *at = find_words(text, before); at; at = find_words(at + 1, before)) {
        take_count(at + strcspn(at, "0123456789"), &count);
        if (count >= 100 && strcspn(at, "0123456789") < strlen("人口1"))
            return count;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (find_words(text, units[i].words))
            return units[i].per;
    return 0;
}
