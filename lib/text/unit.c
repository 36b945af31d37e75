/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/unit.h"

#include "text/words.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 7, EXPONENT_MAX = 6, PERSONS_MAX = 1000000000 };

static const char rates[] = "per |当|対|あたり|につき";

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
           (digits > 0 && *at && strchr(", '", *at) && cohort_digits(at + 1) == 3);
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
    at += cohort_begins(at, "は");
    at += strspn(at, ":.'= ");
    if (strncmp(at, "in ", 3) == 0 || strncmp(at, "x ", 2) == 0)
        at += at[0] == 'i' ? 3 : 2;
    at += *at == 'x' && cohort_is_digit(at[1]);
    meant = meant || at > plain;
    at = take_count(at, &count);
    at += strspn(at, " ");
    if (strcmp(at, "MN") == 0) /* Minnesota */
        return 0;
    if (!*at || strcmp(at, "s") == 0)
        return (meant || *at) && count >= 1000 ? count : 0;
    return cohort_means(cohort_word_meanings(at, details), COHORT_MEANS_UNIT) &&
                   details[COHORT_MEANS_UNIT] <= PERSONS_MAX / (count + 1)
               ? count * details[COHORT_MEANS_UNIT]
               : 0;
}

/* Persons, but not a rate of them? */
static bool is_of_persons(const char *piece)
{
    return cohort_first_of(piece, "人|person") && !cohort_first_of(piece, rates) &&
           !cohort_first_of(piece, "人口");
}

bool cohort_unit_find(const char *text, size_t from, cohort_unit *unit)
{
    static const char ends[] = "、|，|・|/|／|;|\n|, |" COHORT_OPENING "|" COHORT_CLOSING;
    *unit = (cohort_unit){.persons = 0};
    for (size_t at = from; text[at]; at++) {
        const size_t bracket = cohort_begins(text + at, COHORT_OPENING);
        const size_t name =
            cohort_begins_word(text, text + at) ? cohort_begins(text + at, "単位|units|unit") : 0;
        const size_t before =
            bracket + name + (bracket + name ? 0 : cohort_begins(text + at, " in | en "));
        if (before == 0 && at > 0)
            continue;
        char piece[COHORT_PLAIN_TEXT];
        const char *begin = text + at + before, *end = begin;
        while (*end && !cohort_begins(end, ends))
            end++;
        snprintf(piece, sizeof piece, "%.*s", (int)(end - begin), begin);
        const int persons = persons_of(piece, before > 0);
        if (persons == 0 && name && is_of_persons(piece))
            unit->persons = COHORT_UNIT_UNKNOWN;
        if (persons == 0)
            continue;
        unit->persons = persons;
        unit->begin = at;
        unit->end = (size_t)(end - text) + (bracket ? cohort_begins(end, COHORT_CLOSING) : 0);
        return true;
    }
    return unit->persons != 0;
}

/* Is what begins like a unit a name, or a part of a word (`Thousand Oaks`, `Lakhimpur`)? */
static bool is_name(const char *text, const char *at, size_t length)
{
    const char *behind = at + length + (at[length] == 's');
    return cohort_is_letter(*at) &&
           (!cohort_begins_word(text, at) || cohort_is_letter(*behind) ||
            (*at <= 'Z' && *behind == ' ' && cohort_is_letter(behind[1]) && behind[1] <= 'Z'));
}

bool cohort_unit_within(const char *text)
{
    static const char units[] = "十人|百人|千人|万人|thousand|lakh|millier|tausend";
    const char *at = cohort_first_of(text, units);
    while (at &&
           ((at > text && cohort_is_digit(at[-1])) || is_name(text, at, cohort_begins(at, units))))
        at = cohort_first_of(at + 1, units);
    return at && !cohort_first_of(text, rates) && !cohort_first_of(text, "以上|未満");
}

int cohort_unit_of_cell(const char *text)
{
    const bool exponent = cohort_is_digit(*text) && *text <= '0' + EXPONENT_MAX && !text[1];
    const int persons = exponent ? power_of_ten(*text - '0') : persons_of(text, true);
    if (!*text || persons)
        return persons ? persons : 1;
    return is_of_persons(text) && !cohort_unit_is_yearly(text) ? COHORT_UNIT_UNKNOWN : 0;
}

/* ---- what figures are per, and of a year ---- */

enum { PER_LEAST = 100, LINE = 1024 };

/* `1,000` or a word behind "per"; 0: another, or with something behind it (`100+`, `100歳`). */
static int count_behind(const char *at)
{
    int count = 1000;
    at += strspn(at, " _");
    const size_t word = cohort_begins(at, "thousand|mille");
    at = word ? at + word : take_count(at, &count);
    return strchr(" _()[],.:;/\n", *at) || cohort_begins(at, COHORT_CLOSING) ? count : 0;
}

int cohort_unit_per(const char *text)
{
    char plain[LINE], piece[COHORT_PLAIN_TEXT], last = ' ';
    int per = 0;
    cohort_plain_line(text, sizeof plain, plain);
    for (const char *at = plain; *at && per < PER_LEAST; last = *at == ' ' ? last : *at, at++) {
        const bool number = cohort_is_digit(last); /* `10 % sample`, `2015/100` */
        const bool word = cohort_begins_word(plain, at);
        if (!number && (word || *at == '%') &&
            cohort_begins(at, "%|percent|per cent|per hundred")) {
            per = PER_LEAST;
        } else if (cohort_begins(at, "‰|promille|pour mille")) {
            per = 1000;
        } else if (*at == '/') { /* `/1000 women`; `M/100` is an age, `population/1000` a unit */
            per = strchr(at, ' ') ? count_behind(at + 1) : 0;
        } else if (word && cohort_begins(at, COHORT_PER)) {
            per = count_behind(at + strlen("per "));
        } else if ((unsigned char)*at >= 0x80 && cohort_begins(at, rates) &&
                   !cohort_begins(at, "対象|対比|対応|当時|当該")) {
            const char *begin = cohort_begin_of_count(plain, at);
            snprintf(piece, sizeof piece, "%.*s", (int)(at - begin), begin);
            per = persons_of(piece, true);
        }
    }
    if (per < PER_LEAST)
        return cohort_first_of(plain, "crude rate") ? 1000 : 0; /* by definition */
    return per;
}

/* Is a word that is of a year that of a publication (`Annual report`, `Statistical Annual`)? */
static bool is_published(const char *plain, const char *at)
{
    static const char names[] = "report|abstract|yearbook|survey|bulletin|review|digest|statist|"
                                "register|publication|table";
    static const char before[] = "statistical ";
    const size_t length = strlen(before);
    const char *behind = at;
    bool named = false;
    for (int word = 0; !named && word < 2; word++) { /* `annual population survey` */
        while (cohort_is_letter(*behind))
            behind++;
        behind += strspn(behind, " ");
        named = cohort_begins(behind, names);
    }
    return named || ((size_t)(at - plain) >= length && cohort_begins(at - length, before));
}

bool cohort_unit_is_yearly(const char *text)
{
    static const char words[] = "annual|yearly|par an|per year|per_year|a year|per annum|persons/y|"
                                "人/年|年間|年平均|annuel";
    char plain[LINE];
    cohort_plain_line(text, sizeof plain, plain);
    for (const char *at = cohort_first_of(plain, words); at; at = cohort_first_of(at + 1, words)) {
        const char *begin = cohort_begin_of_count(plain, at); /* 1年間, not 5年間 */
        if ((unsigned char)*at >= 0x80 ? strncmp(at, "年", strlen("年")) != 0 || begin == at ||
                                             (*begin == '1' && begin + 1 == at)
                                       : cohort_begins_word(plain, at) && !is_published(plain, at))
            return true;
    }
    return false;
}

bool cohort_unit_is_rate(const char *text)
{
    static const char words[] = "rate|ratio|index|share|proportion|率|比|割合|指数";
    const char *at = cohort_first_of(text, words);
    while (at && !cohort_begins_word(text, at))
        at = cohort_first_of(at + 1, words);
    return at || cohort_unit_per(text);
}
