/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/age.h"

#include "io/table.h"

#include <cohort/grid.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *take_age(const char *at, int *age)
{
    const char *begin = at;
    int value = 0;
    for (; *at >= '0' && *at <= '9' && value <= COHORT_TABLE_MAX_AGE; at++)
        value = value * 10 + (*at - '0');
    *age = value;
    return at > begin && value <= COHORT_TABLE_MAX_AGE ? at : NULL;
}

bool cohort_parse_age(const char *text, int *from, int *to)
{
    if (strcmp(text, "all") == 0) {
        *from = 0;
        *to = COHORT_OPEN_END;
        return true;
    }
    const char *at = take_age(text, from);
    if (!at)
        return false;
    if (*at == '\0') {
        *to = COHORT_AGE_GROUP;
        return true;
    }
    if (*at == '+') {
        *to = COHORT_OPEN_END;
        return at[1] == '\0';
    }
    static const char en_dash[] = "\xE2\x80\x93";
    bool dash = strncmp(at, en_dash, sizeof en_dash - 1) == 0;
    if (*at != '-' && !dash)
        return false;
    at = take_age(at + (dash ? sizeof en_dash - 1 : 1), to);
    return at && *at == '\0';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool has_month_name(const char *text)
{
    static const char months[] = "jan feb mar apr may jun jul aug sep oct nov dec";
    for (; text[0] && text[1] && text[2]; text++)
        for (size_t i = 0; i < sizeof months - 3; i += 4)
            if (lower(text[0]) == months[i] && lower(text[1]) == months[i + 1] &&
                lower(text[2]) == months[i + 2])
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
