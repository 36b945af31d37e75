/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/label.h"

#include "text/age.h"
#include "text/date.h"
#include "text/text.h"
#include "text/unit.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

static bool is_number(const char *text)
{
    return *text && text[cohort_digits(text)] == '\0';
}

/* What says nothing of a column's figures. */
#define OF_TITLES                                                                                  \
    (1U << COHORT_MEANS_AS_OF | 1U << COHORT_MEANS_MADE | 1U << COHORT_MEANS_REGISTER |            \
     1U << COHORT_MEANS_CENSUS)

/* What is none of a label's own, as far as there is room for whole characters. */
static void keep_rest(const char *text, cohort_label *label)
{
    enum { MOST = COHORT_LABEL_REST - 2 };
    const size_t length = strlen(text),
                 kept = cohort_whole_length(text, length < MOST ? length : MOST);
    snprintf(label->rest, sizeof label->rest, "%.*s", (int)kept, text);
}

/* The meanings of a word. Returned: does it have any? */
static bool take_word(const char *word, cohort_label *label)
{
    int details[COHORT_MEANINGS];
    const unsigned meanings = cohort_word_meanings(word, details);
    for (int column = COHORT_MEANS_AREA; column <= COHORT_MEANS_REGION; column++)
        if (cohort_means(meanings, (cohort_meaning)column) &&
            (!(label->says & COHORT_SAYS_COLUMN) || label->column == COHORT_MEANS_REGION ||
             (column == COHORT_MEANS_NAME && label->column == COHORT_MEANS_AREA))) {
            label->says |= COHORT_SAYS_COLUMN;
            label->column = (cohort_meaning)column;
        }
    if (cohort_means(meanings, COHORT_MEANS_ONE_SEX))
        label->says |= COHORT_SAYS_SEX, label->sex = details[COHORT_MEANS_ONE_SEX];
    if (cohort_means(meanings, COHORT_MEANS_QUANTITY))
        label->says |= COHORT_SAYS_QUANTITY, label->quantity = details[COHORT_MEANS_QUANTITY];
    if (cohort_means(meanings, COHORT_MEANS_UNIT))
        label->says |= COHORT_SAYS_UNIT, label->unit = details[COHORT_MEANS_UNIT];
    if (cohort_means(meanings, COHORT_MEANS_OTHER)) {
        label->says |= COHORT_SAYS_OTHER;
        if (!*label->rest)
            keep_rest(word, label);
    }
    if (cohort_means(meanings, COHORT_MEANS_TOTAL))
        label->says |= COHORT_SAYS_TOTAL;
    return (meanings & ~OF_TITLES) != 0;
}

/* A word, a date or an age. Of all ages or both sexes the ages are set, too. */
static bool take_part(const char *part, cohort_label *label)
{
    int year, from, to;
    const bool is_word = take_word(part, label);
    if (cohort_parse_date(part, true, &year)) {
        if (label->says & COHORT_SAYS_YEAR && label->year != year)
            return false; /* of two years: a change */
        label->number = is_number(part) && !label->says;
        label->says |= COHORT_SAYS_YEAR;
        label->year = year;
        return true;
    }
    if (!cohort_parse_age(part, &from, &to))
        return is_word;
    if (label->says & COHORT_SAYS_AGE && (label->age_from != from || label->age_to != to))
        return cohort_word_means(part, COHORT_MEANS_TOTAL); /* not [0,4] */
    if (!(label->says & COHORT_SAYS_TOTAL) || !cohort_word_means(part, COHORT_MEANS_TOTAL))
        label->says = (label->says & ~(unsigned)COHORT_SAYS_TOTAL) | COHORT_SAYS_AGE;
    label->age_from = from;
    label->age_to = to;
    label->number = is_number(part);
    return true;
}

/* A year of four digits, and no more? */
static bool is_year(const char *at)
{
    return cohort_digits(at) == 4;
}

/* `2020p`: a year with a letter that says how sure its figures are? */
static bool is_marked_year(const char *at)
{
    return is_year(at) && cohort_begins(at, "19|20") && at[4] &&
           strchr("prebs", cohort_lower(at[4])) && !at[5];
}

/* `2015M`, `2015.male`? */
static bool is_year_of_sex(const char *at)
{
    return is_year(at) && cohort_word_means(at + 4 + (at[4] == '.'), COHORT_MEANS_ONE_SEX);
}

/* Do so many letters name a sex, before an age (`男0～4歳`, `m0_4`)? `M1` may be anything. */
static bool is_sex(const char *at, size_t length)
{
    char word[COHORT_PLAIN_TEXT];
    int from, to;
    snprintf(word, sizeof word, "%.*s", (int)length, at);
    return cohort_word_means(word, COHORT_MEANS_ONE_SEX) &&
           cohort_parse_age(at + length, &from, &to) && (length > 1 || to != COHORT_AGE_GROUP);
}

/* Without a の (`0～4歳の男性`) or a point (`2015.male`). */
static const char *behind_of(const char *at)
{
    return at + cohort_begins(at, "の|.");
}

/* Where the heading is cut into parts: blanks and brackets, where small letters are followed by
 * capital ones (`PopMale`) or letters by a year, behind `2020p`'s year, behind a sex before digits,
 * and behind 年 (`平成27年国勢調査`). */
static size_t end_of_part(const char *at)
{
    size_t length = 0;
    for (; at[length] && !strchr(" /_()[]:,\\\n|;!", at[length]); length++) {
        const char *here = at + length;
        const bool small = *here >= 'a' && *here <= 'z';
        const bool letter = cohort_is_letter(*here) || (unsigned char)*here >= 0x80;
        if ((small && here[1] >= 'A' && here[1] <= 'Z') || (letter && is_year(here + 1)) ||
            (*here == '-' && length > 0 && !cohort_is_digit(here[-1]) && is_year(here + 1)))
            return length + 1;
        if ((length == 4 && (is_marked_year(at) || is_year_of_sex(at))) ||
            (cohort_is_digit(*here) && is_sex(at, length)))
            return length;
        if (length > 0 && (unsigned char)*here >= 0xE3 && /* `0～4歳男`, `R2男女計` */
            cohort_word_means(behind_of(here), COHORT_MEANS_ONE_SEX))
            return length;
        if (length > 0 && cohort_is_digit(here[-1]) && cohort_begins(here, "年"))
            return length + cohort_begins(here, "年|年度|年度末");
    }
    return length;
}

/* `市区町村 コード`, `country_code`: without the word for codes. */
static void cut_code(char *text, cohort_label *label)
{
    char *end = text + strlen(text);
    const size_t length = cohort_ends(text, end, "コード|code|Code|CODE|CD");
    label->code = length > 0 && end - length > text;
    if (label->code)
        *(end - length) = '\0';
}

/* `pop_1000`, `population x1000`: no date, but a unit; of `asfr_per_1000` and `AGE_000` none.
 * text: all parts. */
static bool take_power(const char *part, const char *text, cohort_label *label)
{
    const int persons = strlen(part) > 1 && part[strspn(part, "0")] ? cohort_unit_of_cell(part) : 1;
    if (persons < 1000)
        return false;
    if (!cohort_unit_per(text))
        label->says |= COHORT_SAYS_UNIT, label->unit = persons;
    return true;
}

/* Parts that are one range of ages together (`5_9`, `90_plus`, `Age 5-9`): where it ends; 0: none. */
static size_t end_of_ages(const char *at)
{
    enum { PARTS = 4 };
    char part[COHORT_PLAIN_TEXT];
    size_t end = strcspn(at, " _"), found = 0;
    int from, to;
    for (int i = 1; i < PARTS && at[end] && strchr(" _", at[end]); i++) {
        end += 1 + strcspn(at + end + 1, " _,:/()[]!");
        snprintf(part, sizeof part, "%.*s", (int)end, at);
        if (part[strcspn(part, "0123456789")] && !cohort_word_meanings(part, NULL) &&
            cohort_parse_age(part, &from, &to) &&
            (to > from || to == COHORT_OPEN_END || !cohort_is_digit(*at)))
            found = end;
    }
    return found;
}

/* All of the text behind a part may be one: `0_4` of `pop_0_4`. */
static void take_parts(const char *text, cohort_label *label)
{
    char part[COHORT_PLAIN_TEXT];
    for (const char *at = text; *at;) {
        at = at > text ? behind_of(at) : at;
        const size_t ages = end_of_ages(at), length = ages ? ages : end_of_part(at);
        if (length > 0 && at > text && (take_power(at, text, label) || take_part(at, label)))
            return;
        snprintf(part, sizeof part, "%.*s", (int)length, at);
        if (length > 0 && !(at > text && take_power(part, text, label)) &&
            !take_part(part, label) && !*label->rest)
            keep_rest(part, label);
        at += length ? length : 1;
    }
}

/* Units in brackets and the like are taken out. Returned: are there any? */
static bool take_units(char *plain, cohort_label *label)
{
    cohort_unit unit;
    while (cohort_unit_find(plain, 0, &unit) && unit.persons > 0) {
        label->says |= COHORT_SAYS_UNIT;
        label->unit = unit.persons;
        memmove(plain + unit.begin, plain + unit.end, strlen(plain + unit.end) + 1);
    }
    const bool found = label->says & COHORT_SAYS_UNIT;
    for (char *end = plain + strlen(plain); found && end > plain && end[-1] == ' ';)
        *--end = '\0';
    return found;
}

/* Marks of notes at the end: `※2`, `注1)`, `*`, ` 1)`. Behind a bracket a number is of a range. */
static void strike_notes(char *plain)
{
    static const char *const marks[] = {"(注", "注", "※", "*"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char *at = strstr(plain, marks[i]);
        if (at > plain && !at[strlen(marks[i]) + strspn(at + strlen(marks[i]), "0123456789, *)")])
            *at = '\0';
    }
    char *end = plain + strlen(plain), *at = end - (end > plain && end[-1] == ')');
    const char *digits = at;
    while (at > plain && cohort_is_digit(at[-1]))
        at--;
    if (at > plain && at < digits && *digits && !strpbrk(plain, "(["))
        *at = '\0';
    for (end = plain + strlen(plain); end > plain && end[-1] == ' ';)
        *--end = '\0';
}

/* Brackets that are not in ASCII become parentheses, whatever their width. */
static void make_plain(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    cohort_plain_text(text, plain);
    cohort_replace(plain, "【|〔", "(");
    cohort_replace(plain, "】|〕", ")");
    cohort_replace(plain, "・", " ");
    strike_notes(plain);
}

/* What figures are per says no quantity, age or sex. Returned: does it without a bracket (`persons per
 * household`)? */
static bool cut_clauses(char *plain)
{
    bool ratio = false, cut = false;
    size_t length;
    for (char *at = plain; *at; at += length == 0) {
        length = cohort_clause_length(plain, at);
        cut = cut || length > 0;
        ratio = ratio || (length > 0 && *at == 'p' && !cohort_unit_is_yearly(at));
        memmove(at, at + length, strlen(at + length) + 1);
    }
    for (char *end = plain + strlen(plain); cut && end > plain && strchr(" _", end[-1]);)
        *--end = '\0';
    return ratio;
}

/* A share or rate of persons (`Mean income of persons`, `persons per household`) is not they. */
static void make_other(const char *plain, bool ratio, cohort_label *label)
{
    const bool counts = label->says & COHORT_SAYS_QUANTITY
                            ? !label->quantity || label->quantity > COHORT_LAST_RATE
                            : label->says & (ratio ? (unsigned)COHORT_SAYS_UNIT : ~0U);
    const bool rate = *label->rest && (cohort_quantity_within(plain) == COHORT_OTHER_QUANTITY ||
                                       (strncmp(plain, label->rest, strlen(label->rest)) == 0 &&
                                        cohort_rate_within(label->rest)));
    if (!counts || label->says & COHORT_SAYS_OTHER || (!ratio && !rate))
        return;
    keep_rest(plain, label);
    label->says |= COHORT_SAYS_OTHER;
    label->says &= ~(unsigned)COHORT_SAYS_QUANTITY;
    if (label->says & COHORT_SAYS_COLUMN && label->column == COHORT_MEANS_VALUE)
        label->says &= ~(unsigned)(COHORT_SAYS_COLUMN | COHORT_SAYS_UNIT);
}

/* A heading of several parts, without its units. */
static void take_all(char *plain, cohort_label *label)
{
    cut_code(plain, label);
    if (label->says != COHORT_SAYS_UNIT && take_units(plain, label) && take_part(plain, label))
        return; /* `net_migration (thousands)` */
    take_parts(plain, label);
    label->number = label->number && !(label->says & (COHORT_SAYS_SEX | COHORT_SAYS_QUANTITY));
    if (label->code && label->says & COHORT_SAYS_COLUMN && label->column == COHORT_MEANS_NAME)
        label->column = COHORT_MEANS_AREA;
}

bool cohort_parse_label(const char *text, cohort_label *label)
{
    char plain[COHORT_PLAIN_TEXT];
    *label = (cohort_label){.says = 0};
    make_plain(text, plain);
    const bool ratio = cut_clauses(plain);
    if (*plain && (!take_part(plain, label) || label->says == COHORT_SAYS_UNIT))
        take_all(plain, label);
    make_other(plain, ratio, label);
    return label->says != 0;
}
