/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/age.h"

#include "text/date.h"
#include "text/words.h"
#include "text/wording.h"

#include <cohort/grid.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *take_age(const char *at, int *age)
{
    const char *begin = at;
    int value = 0;
    for (; *at >= '0' && *at <= '9' && value <= COHORT_AGE_MAX; at++)
        value = value * 10 + (*at - '0');
    *age = value;
    return at > begin && value <= COHORT_AGE_MAX ? at : NULL;
}

/* `5`, `5-9` or `90+`. */
static bool parse_plain(const char *text, int *from, int *to)
{
    const char *at = take_age(text, from);
    if (!at)
        return false;
    if (*at == '-') {
        at = take_age(at + 1, to);
        return at && *at == '\0';
    }
    *to = *at == '+' ? COHORT_OPEN_END : COHORT_AGE_GROUP;
    return at[*at == '+'] == '\0';
}

/* How people write ages, in English, Japanese, German, French and Spanish: a plain form, and what
 * it stands for, in this order; first bands that have names. '<' before or behind an age is
 * "under", '=' "and under", '>' "and over"; '~' at the end "and over", elsewhere a dash. */
static const char *const forms[][2] = {
    {"0-14", "年少人口"},
    {"15-64", "生産年齢人口"},
    {"65+", "老年人口|高齢人口"},
    {"65-74", "前期高齢者"},
    {"75+", "後期高齢者"},
    {"65+", "高齢者"},
    {"", "yearsofage|yearsold"},
    {"and", "_and_"},
    {"or", "_or_"},
    {"-", "_to_"},
    {"+", "_over"},
    {"<", "under_"},
    {"", "歳児|years|year|yrs.|yrs|yr.|yr|y.o.|歳|才|人口|の者|まで|jahren|jahre|ans|años"},
    {">", ">="},
    {"=", "以下"},
    {"<", "未満"},
    {"=", "andunder|andbelow|andyounger|oryounger|orless|upto|<=|≤|≦"},
    {">", "≥|≧"},
    {"+", "andover|&over|&older|andolder|andabove|&above|andmore|andup|orover|orolder|orabove|"
          "ormore|etplus|ouplus|epiù"},
    {"", "anni"},
    {"+", "undälter|undmehr|plus|ymás|ymas|以上"},
    {"<", "lessthan|moinsde|menosde"},
    {"-<", "bisunter"},
    {"<", "under|unter|below"},
    {">", "over|above"},
    {"+", "ov"},
    {"<", "y_lt"},
    {"=", "y_le"},
    {"<", "ylt"},
    {">", "y_ge|yge"},
    {"-", "から|ー|through|to|bis|à|..|and|_"},
    {"+", "-+"},
    {"", "うち|between|from|aged|ages|age"}};

/* `[0,5)` as `0-5<`; `de0a4` and `0t4` as `0-4`. */
static void make_bounds(char *plain)
{
    char *a = strpbrk(plain, "at");
    if (*plain == '[') {
        cohort_replace(plain, ",", "-");
        cohort_replace(plain, "]", "");
        cohort_replace(plain, ")", "<");
        cohort_replace(plain, "-inf<", "+");
        cohort_replace(plain, "[", "");
    } else if (a > plain && cohort_is_digit(a[-1]) && cohort_is_digit(a[1])) {
        *a = '-';
        cohort_replace(plain, "de", "");
    }
}

/* The age in the plain form, as far as the forms go: small letters, no blanks. */
static void make_plain(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    char *to = plain;
    const bool minus = *cohort_plain_text(text + strspn(text, ".'"), plain) == '-';
    for (const char *at = plain; *at; at++)
        if (*at != ' ' ||
            (to > plain && cohort_is_digit(to[-1]) && cohort_is_digit(at[1]))) /* not `0 4` */
            *to++ = cohort_lower(*at);
    *to = '\0';
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        cohort_replace(plain, forms[i][1], forms[i][0]);
    make_bounds(plain);
    const size_t length = strlen(plain);
    if (length > 1 && cohort_is_digit(plain[length - 2]) && strchr("~p", plain[length - 1]))
        plain[length - 1] = '+';
    cohort_replace(plain, "~", "-");
    const char *begin = plain + (*plain == 'y' || *plain == 'a' || (*plain == '-' && !minus));
    begin += cohort_begins(begin, "満");
    if (*begin >= '0' && *begin <= '9') /* `y5-9`, `age_5_9` */
        memmove(plain, begin, strlen(begin) + 1);
}

enum { LOW_END = 20, HIGH_START = 40 };

/* `<15`, `15未満`, `14以下`, `>85`; and `12-`, as the Human Fertility Database writes the youngest
 * age of mothers ("12 and under", whose rate is of age 12), and `90-`, an open group. */
static bool parse_ends(const char *plain, int *from, int *to)
{
    const bool first = *plain && strchr("<=>", *plain);
    const char *at = take_age(plain + first, from);
    const char sign = at ? (first ? *plain : *at) : '\0';
    if (!sign || at[!first] != '\0')
        return false;
    if (sign == '<' || sign == '=') {
        *to = *from - (sign == '<');
        *from = 0;
        return *to >= 0;
    }
    const bool youngest = sign == '-' && *from > LOW_END / 2 && *from < LOW_END;
    *to = youngest ? COHORT_AGE_GROUP : COHORT_OPEN_END;
    return youngest || sign == '>' || (sign == '-' && *from >= HIGH_START);
}

/* `0-<5`, `0+5<`, `0=5` (`0 and under 5`) and `0+4=`: from the first on, below the last or up to it. */
static bool parse_bounds(const char *plain, int *from, int *to)
{
    const char *at = take_age(plain, from);
    if (!at || !*at || !strchr("-+=", *at))
        return false;
    const bool sign = at[1] == '<', below = sign || *at == '=';
    at = take_age(at + 1 + sign, to);
    if (!at || (*at && !strchr("<=", *at)))
        return false;
    *to -= below || *at == '<';
    return !*at || !at[1];
}

/* Behind the number of a line: `(1) 0～4歳`, `01_0～4歳`, `1:0～4歳`. NULL: there is none. *sure:
 * is it one whatever is behind? */
static const char *behind_number(const char *text, bool *sure)
{
    const char *at = text + (*text == '(');
    at += cohort_digits(at);
    *sure = *at == ')' || *at == '_';
    return at > text && *at && strchr(*text == '(' ? ")" : "_) :.", *at)
               ? at + 1 + strspn(at + 1, " ")
               : NULL;
}

enum { ALL = 999 /* as the US Census has it */ };

bool cohort_parse_age(const char *text, int *from, int *to)
{
    if (parse_plain(text, from, to) && *from != ALL)
        return true;
    char plain[COHORT_PLAIN_TEXT];
    const unsigned meanings = cohort_text_meanings(text);
    const bool is_unknown = cohort_means(meanings, COHORT_MEANS_UNKNOWN);
    *from = 0;
    *to = is_unknown ? COHORT_AGE_UNKNOWN : COHORT_OPEN_END;
    if (is_unknown || cohort_means(meanings, COHORT_MEANS_TOTAL) ||
        cohort_means(meanings, COHORT_MEANS_ALL_AGES))
        return true;
    make_plain(text, plain);
    if (parse_plain(plain, from, to) || parse_ends(plain, from, to) ||
        parse_bounds(plain, from, to))
        return true;
    bool sure;
    char rest[COHORT_PLAIN_TEXT];
    const char *behind = behind_number(cohort_plain_text(text, plain), &sure);
    if (!behind)
        return false;
    make_plain(behind, rest);
    return (parse_plain(rest, from, to) || parse_ends(rest, from, to)) &&
           (sure || *to != COHORT_AGE_GROUP || strcmp(rest, behind) != 0);
}

bool cohort_is_date(const char *text)
{
    const char *dash = strchr(text, '-');
    const bool two_dashes = dash && strchr(dash + 1, '-');
    const bool stroke = *text != '0' && cohort_is_digit(*text) && text[cohort_digits(text)] == '/';
    return two_dashes || stroke || strstr(text, "月") || cohort_month_within(text, "") > 0;
}

const char *cohort_age_range_text(int from, int to, char text[COHORT_AGE_RANGE_TEXT])
{
    if (to == COHORT_AGE_UNKNOWN)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "unknown");
    else if (to == COHORT_OPEN_END && from == 0)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "all");
    else if (to == COHORT_OPEN_END)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d+", from);
    else if (to == COHORT_AGE_GROUP)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d", from);
    else
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d-%d", from, to);
    return text;
}
