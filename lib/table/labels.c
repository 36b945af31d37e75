/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/labels.h"

#include "table/rows.h"
#include "text/age.h"
#include "text/date.h"
#include "text/text.h"
#include "text/wording.h"

#include <string.h>

/* A sex, also by the numbers that offices use (ISO/IEC 5218; 0 or 3 being both). */
static bool read_sex(const char *text, int *sex)
{
    static const int numbered[] = {COHORT_BOTH, COHORT_MALE, COHORT_FEMALE, COHORT_BOTH};
    cohort_label label;
    if (text[0] >= '0' && text[0] <= '3' && text[1] == '\0')
        return *sex = numbered[text[0] - '0'], true;
    if (cohort_parse_sex(text, sex))
        return true;
    /* "1 men", "all (persons)": or "persons" of whatever sex */
    const unsigned said = COHORT_SAYS_SEX | COHORT_SAYS_TOTAL | COHORT_SAYS_UNIT;
    if (!cohort_parse_label(text, &label) || *label.rest || !(label.says & said) ||
        label.says & (COHORT_SAYS_YEAR | COHORT_SAYS_QUANTITY))
        return false;
    *sex = label.says & COHORT_SAYS_SEX ? label.sex : COHORT_BOTH;
    return true;
}

static bool has_letter(const char *text)
{
    while (*text && !cohort_is_letter(*text))
        text++;
    return *text != '\0';
}

static bool read_year(const char *text, int *year)
{
    cohort_label label;
    const int code = cohort_written_integer(text, year);
    if (code && cohort_parse_date(text, true, year))
        return true;
    if (code && cohort_parse_label(text, &label) && label.says == COHORT_SAYS_YEAR) /* `2020*` */
        return *year = label.year, true;
    if (code) /* `平成27年国勢調査`; but not `2015人` */
        return (strstr(text, "年") || has_letter(text)) && (*year = cohort_date_within(text)) > 0;
    return (*year >= COHORT_TABLE_FIRST_YEAR && *year <= COHORT_TABLE_LAST_YEAR) ||
           cohort_parse_date(text, true, year);
}

static bool read_age(const char *text, int *from, int *to)
{
    cohort_label label;
    if (cohort_parse_age(text, from, to))
        return true;
    if (strcmp(text, "その他") == 0) /* which may be of any other column */
        return *from = 0, *to = COHORT_AGE_UNKNOWN, true;
    const unsigned age = COHORT_SAYS_AGE | COHORT_SAYS_TOTAL;
    if (cohort_is_date(text) || !cohort_parse_label(text, &label) || !(label.says & age) ||
        *label.rest)
        return false;
    *from = label.age_from;
    *to = label.age_to;
    return true;
}

static bool read_new(cohort_meaning axis, const char *text, int *from, int *to)
{
    if (axis == COHORT_MEANS_AGE)
        return read_age(text, from, to) && (*to < 0 || *to >= *from);
    return axis == COHORT_MEANS_SEX ? read_sex(text, from) : read_year(text, from);
}

/* The words of a code (`M: Male`, `1.男`); "": there are none. */
static const char *words_of_code(const char *text)
{
    const char *at = text;
    bool letter = false;
    for (; *at == '_' || (*at >= '0' && *at <= '9') || cohort_is_letter(*at); at++)
        letter = letter || cohort_is_letter(*at);
    const bool words = *at && (at[1] < '0' || at[1] > '9');
    if (at > text && !letter && (unsigned char)*at >= 0x80) /* `1男` */
        return at;
    if (at == text || (*at != ':' && *at != '.') || !(letter || words))
        return "";
    return at + 1 + strspn(at + 1, " ");
}

bool cohort_row_label_read(cohort_row_label *label, cohort_meaning axis, const char *text)
{
    const bool is_word = axis < COHORT_MEANS_YEAR || axis > COHORT_MEANS_AGE;
    unsigned hash = 0;
    label->changed = is_word && (!*text || !cohort_same_text(label->text, text));
    label->text = text;
    label->is_new = false;
    if (axis == COHORT_MEANS_AGE && label->oldest > 0 && strcmp(text, "Y_OPEN") == 0) /* Eurostat */
        return label->from = label->oldest + 1, label->to = COHORT_OPEN_END, true;
    if (is_word)
        return *text || axis == COHORT_MEANS_NAME || axis == COHORT_MEANS_REGION;
    for (const char *at = text; *at; at++)
        hash = 31 * hash + (unsigned char)*at;
    struct cohort_known_label *known = &label->known[hash % COHORT_KNOWN_LABELS];
    if (!known->text || !cohort_same_text(known->text, text)) {
        label->is_new = true;
        known->text = text; /* the sheet's own, which stays */
        known->good = read_new(axis, text, &known->from, &known->to) ||
                      read_new(axis, words_of_code(text), &known->from, &known->to);
    }
    label->from = known->from;
    label->to = known->to;
    if (known->good && label->to == COHORT_AGE_GROUP && label->from > label->oldest)
        label->oldest = label->from;
    return known->good;
}

static const char *expected_age(const char *text)
{
    int from, to;
    if (cohort_parse_age(text, &from, &to))
        return "the last age not before the first";
    if (cohort_is_date(text))
        return COHORT_AGE_AS_DATE;
    return "an age, such as 5, 5-9, 90+ or all (or 5〜9歳, 90歳以上, 総数)";
}

const char *cohort_row_label_expected(cohort_meaning axis, const char *text,
                                      char expected[COHORT_EXPECTED_TEXT])
{
    switch (axis) {
    case COHORT_MEANS_SEX:
        return COHORT_SEX_EXPECTED;
    case COHORT_MEANS_AGE:
        return expected_age(text);
    case COHORT_MEANS_YEAR:
        return cohort_written_expected(text, "a whole year, such as 2015", expected);
    case COHORT_MEANS_VARIABLE:
        return "the name of a variable";
    default:
        return "the code or name of an area";
    }
}
