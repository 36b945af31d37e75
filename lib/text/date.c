/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/date.h"

#include "text/wording.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { DATE_MIN = 1000, DATE_MAX = 2999, DATE_TEXT = 24 };
enum { CENTURY = 100, BARE_MIN = 1600, BARE_MAX = 2299 /* not `1000 persons` */ };

/* The eras of Japan: the year before the first of each. */
static const struct era {
    const char *name;
    char letter;
    int before;
} eras[] = {{"令和", 'R', 2018}, {"平成", 'H', 1988}, {"昭和", 'S', 1925}, {"大正", 'T', 1911},
            {"令", 'R', 2018},   {"平", 'H', 1988},   {"昭", 'S', 1925},   {"㋿", 'R', 2018},
            {"㍻", 'H', 1988},   {"㍼", 'S', 1925}};

/* A number of `most` digits or fewer. Returned: what follows; NULL: none. */
static const char *take_number(const char *at, int most, int *number)
{
    const char *begin = at;
    *number = 0;
    while (cohort_is_digit(*at) && at - begin < most)
        *number = 10 * *number + (*at++ - '0');
    return at > begin && !cohort_is_digit(*at) ? at : NULL;
}

/* `10月1日`, `-10-01`, `/10/01`, `M10`, or as much of it as there is, to the end of the text; `.10.01`.
 * Behind it the time of day may be. */
static bool ends_as_date(const char *at)
{
    const bool points = *at == '.';
    if (points && !strchr(at + 1, '.'))
        return false;
    for (int parts = 0; *at && parts < 2; parts++) {
        int number;
        if (*at == '-' || *at == '/' || (points && *at == '.') || (*at == 'M' && parts == 0))
            at++;
        at = take_number(at, 2, &number);
        if (!at || number < 1 || number > (parts ? 31 : 12))
            return false;
        at += cohort_begins(at, parts ? "日" : "月");
        at += *at == 'T' || *at == ' ' ? 1 + strspn(at + 1, "0123456789:.Z") : 0;
    }
    return *at == '\0';
}

/* Behind the year: nothing, 年 or 年度, the day, or the last year of an interval. A fiscal year's end,
 * 年度末, is 31 March of the next. */
static bool ends_date(const char *at, int *of)
{
    const int year = *of;
    int last;
    if (strcmp(at, "年度末") == 0) {
        ++*of;
        return true;
    }
    const size_t sign = cohort_begins(at, "年|年度");
    at += sign;
    const char *behind = *at == '-' || *at == '/' ? take_number(at + 1, 4, &last) : NULL;
    if (behind && *behind == '\0' &&
        ((*at == '-' && last > year) || last == year + 1 ||
         last == (year + 1) % CENTURY)) /* `2015/16` */
        return true;
    if (strcmp(at, ".0") == 0)
        return true;
    return *at == '\0' || ((sign || strchr("-/.M", *at)) && ends_as_date(at));
}

/* Is so much of a text a date? */
static bool parse_part(const char *at, size_t length, bool letters, int *year)
{
    char date[DATE_TEXT];
    if (length == 0 || length >= sizeof date)
        return false;
    snprintf(date, sizeof date, "%.*s", (int)length, at);
    return cohort_parse_date(date, letters, year);
}

/* Behind the same year in brackets: `令和2(2020)年`, `2020(令和2)年`. */
static const char *behind_year(const char *at, int year)
{
    int same;
    const size_t length = *at == '(' ? strcspn(at, ")") : 0;
    const bool is_same = length > 0 && length < DATE_TEXT && at[length] &&
                         parse_part(at + 1, length - 1, true, &same) && same == year;
    return is_same ? at + length + 1 : at;
}

static bool parse_era(const char *text, bool letters, int *year)
{
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        const size_t letter = text[0] && text[1] == '.' ? 2 : 1;
        const bool is_letter =
            letters && text[0] == eras[i].letter && cohort_is_digit(text[letter]);
        const size_t name = is_letter ? letter : cohort_begins(text, eras[i].name);
        if (name == 0)
            continue;
        const size_t first = cohort_begins(text + name, "元");
        *year = 1;
        const char *at = first ? text + name + first : take_number(text + name, 2, year);
        *year += eras[i].before;
        at = at ? behind_year(at, *year) : NULL;
        return at && (!is_letter || *at != '-') && ends_date(at, year);
    }
    return false;
}

/* The letters at the beginning of a text. */
static size_t word_of(const char *text)
{
    size_t length = 0;
    while (cohort_is_letter(text[length]))
        length++;
    return length;
}

/* The month that a word of so many letters names: 1 to 12; 0: none. */
static int month_named(const char *word, size_t length)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int month = 0; month < 12 && length >= 3; month++) {
        size_t i = 0;
        while (i < length && cohort_lower(word[i]) == names[month][i])
            i++;
        if (i == length)
            return month + 1;
    }
    return 0;
}

/* `31 March 2020`, `Mar 31st, 2020`, `1-Jul-2020`: a year, a month by its name, and perhaps a day. */
static bool parse_named(const char *at, int *year)
{
    bool month = false;
    int number, years = 0;
    while (*at) {
        const size_t digits = cohort_digits(at), letters = word_of(at + digits);
        const bool day = digits > 0 && digits <= 2 && (letters == 0 || letters == 2);
        if (digits == 4 && letters == 0)
            take_number(at, 4, &number), *year = number, years++;
        else if (digits == 0 && letters > 0 && !month && month_named(at, letters))
            month = true;
        else if (!day && (digits + letters > 0 || !strchr(" ,.-/", *at)))
            return false;
        at += digits + letters ? digits + letters : 1;
    }
    return month && years == 1 && *year >= BARE_MIN && *year <= BARE_MAX;
}

/* `1.10.2015`, `01/10/2015`: the year last. */
static bool parse_last(const char *at, int *year)
{
    int day, month;
    const char *next = take_number(at, 2, &day);
    const char sign = next ? *next : '\0';
    next = sign && strchr("./-", sign) ? take_number(next + 1, 2, &month) : NULL;
    next = next && *next == sign && day > 0 && month > 0 ? take_number(next + 1, 4, year) : NULL;
    return next && !*next && *year >= BARE_MIN && *year <= BARE_MAX;
}

/* `20151001`, or e-Stat's codes of a year, `2015000000`, and of a fiscal one, `2015100000`. */
static bool parse_compact(const char *text, int *year)
{
    enum { DAY = 8, CODE = 10, MONTHS = 12, DAYS = 31 };
    const size_t digits = cohort_digits(text);
    int month, day;
    if (text[digits] || sscanf(text, "%4d%2d%2d", year, &month, &day) != 3)
        return false;
    return *year >= BARE_MIN && *year <= BARE_MAX &&
           (digits == DAY ? month >= 1 && month <= MONTHS && day >= 1 && day <= DAYS
                          : digits == CODE && (strcmp(text + 4, "000000") == 0 ||
                                               strcmp(text + 4, "100000") == 0));
}

/* Without the blanks beside Japanese letters (`令和 2 年`), but those before a time of day. */
static void close_up(char *plain)
{
    char *to = plain;
    for (const char *at = plain; *at; at++) {
        const bool letter =
            (unsigned char)at[1] >= 0x80 || (to > plain && (unsigned char)to[-1] >= 0x80);
        if (*at != ' ' || !letter || cohort_ends(plain, to, "日"))
            *to++ = *at;
    }
    *to = '\0';
}

/* `平成二十七年`, `二〇二〇年`: digits for the numerals; a ten is a 1 with none before it, a 0 with none
 * behind. */
static void make_digits(char *plain)
{
    enum { LETTER = 3, TEN = 10 };
    static const char numerals[] = "〇一二三四五六七八九十";
    char *to = plain;
    int number, last = 0;
    for (const char *at = plain; *at; at += number > TEN ? 1 : LETTER, last = number) {
        for (number = 0; number <= TEN; number++)
            if (strncmp(at, numerals + LETTER * number, LETTER) == 0)
                break;
        if (last == TEN && number > TEN)
            *to++ = '0';
        if (number != TEN)
            *to++ = number > TEN ? *at : (char)('0' + number);
        else if (to == plain || !cohort_is_digit(to[-1]))
            *to++ = '1';
    }
    *to = '\0';
}

bool cohort_parse_date(const char *text, bool letters, int *year)
{
    char plain[COHORT_PLAIN_TEXT];
    cohort_plain_text(text, plain);
    close_up(plain);
    if (strstr(plain, "年"))
        make_digits(plain);
    if (parse_era(plain, letters, year))
        return true;
    const char *at = take_number(plain + cohort_begins(plain, "西暦"), 4, year);
    at = at ? behind_year(at, *year) : NULL;
    return (at && *year >= DATE_MIN && *year <= DATE_MAX && ends_date(at, year)) ||
           (letters && parse_compact(plain, year)) || parse_named(plain, year) ||
           parse_last(plain, year);
}

/* Of `31.12.2020`, `31/12/2020` and `12/31/2020`; 0: another, or either number may be the month. */
static int month_before_year(const char *text)
{
    enum { MONTHS = 12 };
    int day, month, year;
    char sign[2], again[2];
    const char *at = strpbrk(text, "0123456789");
    if (!at || sscanf(at, "%2d%1[./]%2d%1[./]%4d", &day, sign, &month, again, &year) != 5 ||
        *sign != *again || year < BARE_MIN)
        return 0;
    if (*sign == '/' && month > MONTHS) /* as in the US */
        return day <= MONTHS ? day : 0;
    const bool either = *sign == '/' && day <= MONTHS && day != month;
    return either || month > MONTHS ? 0 : month;
}

int cohort_month_within(const char *before, const char *behind)
{
    enum { MONTHS = 12, MARCH = 3 };
    int month;
    const char *texts[] = {behind, before};
    if (cohort_begins(behind, "度末"))
        return MARCH;
    const char *end = take_number(behind + (*behind && strchr("-/.M", *behind)), 2, &month);
    if (end && month >= 1 && month <= MONTHS &&
        (cohort_begins(end, "月") || *behind == 'M' || (strchr("-/.", *behind) && *end == *behind)))
        return month;
    if ((month = month_before_year(before)) > 0)
        return month;
    for (int i = 0; i < 2; i++)
        for (const char *at = texts[i]; *at;) {
            const size_t letters = word_of(at);
            month = month_named(at, letters);
            if (month)
                return month;
            at += letters ? letters : 1;
        }
    return 0;
}

const char *cohort_date_next(const char *title, int *year)
{
    const char *end = strstr(title, "年");
    for (const char *at = title; *at; at++) {
        if (end && end < at)
            end = strstr(at, "年");
        const size_t digits = cohort_digits(at);
        const size_t length = end ? (size_t)(end - at) + strlen("年") : 0;
        if (parse_part(at, length, true, year)) {
            *year += cohort_begins(at + length, "度末") > 0;
            return at + length;
        }
        if (digits == 4 && parse_part(at, digits, false, year) && *year >= BARE_MIN &&
            *year <= BARE_MAX)
            return at + digits;
        const size_t era = cohort_digits(at + 1); /* `H27国勢調査`, `R2.10.1`, not `S12` */
        const char *behind = at + 1 + era;
        if (strchr("HR", *at) && (era == 1 || era == 2) &&
            (at == title || !cohort_is_letter(at[-1])) &&
            ((unsigned char)*behind >= 0x80 || (*behind == '.' && cohort_is_digit(behind[1]))) &&
            parse_part(at, era + 1, true, year))
            return behind;
        at += digits > 0 ? digits - 1 : 0;
    }
    return NULL;
}

int cohort_date_within(const char *title)
{
    int year;
    return cohort_date_next(title, &year) ? year : 0;
}
