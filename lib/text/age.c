/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/age.h"

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

/* Replace a word everywhere in a text by a shorter one, or by nothing. */
static void replace(char *text, const char *word, const char *with)
{
    const size_t length = strlen(word), put = strlen(with);
    for (char *at = strstr(text, word); at; at = strstr(at + put, word)) {
        memmove(at + put, at + length, strlen(at + length) + 1);
        memcpy(at, with, put);
    }
}

/* `0〜4歳`, `90歳以上` and `90歳～` become the plain forms. */
static void make_plain(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    cohort_plain_text(text, plain);
    replace(plain, "歳", "");
    replace(plain, "才", "");
    replace(plain, "以上", "+");
    const size_t length = strlen(plain);
    if (length > 0 && plain[length - 1] == '~')
        plain[length - 1] = '+';
    replace(plain, "~", "-");
}

bool cohort_parse_age(const char *text, int *from, int *to)
{
    if (parse_plain(text, from, to))
        return true;
    char plain[COHORT_PLAIN_TEXT];
    if (cohort_word_among(cohort_plain_text(text, plain), cohort_total_words)) {
        *from = 0;
        *to = COHORT_OPEN_END;
        return true;
    }
    make_plain(text, plain);
    return parse_plain(plain, from, to);
}

bool cohort_is_unknown_age(const char *text)
{
    return strstr(text, "不詳") || cohort_same_word(text, "unknown");
}

static bool has_month_name(const char *text)
{
    static const char months[] = "jan feb mar apr may jun jul aug sep oct nov dec";
    for (; text[0] && text[1] && text[2]; text++)
        for (size_t i = 0; i < sizeof months - 3; i += 4)
            if (cohort_lower(text[0]) == months[i] && cohort_lower(text[1]) == months[i + 1] &&
                cohort_lower(text[2]) == months[i + 2])
                return true;
    return false;
}

bool cohort_is_date(const char *text)
{
    const char *dash = strchr(text, '-');
    bool two_dashes = dash && strchr(dash + 1, '-');
    return two_dashes || strchr(text, '/') || strstr(text, "月") || has_month_name(text);
}

const char *cohort_age_range_text(int from, int to, char text[COHORT_AGE_RANGE_TEXT])
{
    if (to == COHORT_OPEN_END && from == 0)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "all");
    else if (to == COHORT_OPEN_END)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d+", from);
    else if (to == COHORT_AGE_GROUP)
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d", from);
    else
        snprintf(text, COHORT_AGE_RANGE_TEXT, "%d-%d", from, to);
    return text;
}
