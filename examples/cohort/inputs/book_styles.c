/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/book_styles.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is shown as a date by the formats that are not written in a file: ECMA-376, part 1, 18.8.30,
 * with those of Japanese, Chinese and Korean. */
static bool is_date_by_number(int id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) ||
           (id >= 50 && id <= 58);
}

/* Skip what is not a letter of a format: "text", \x, _x, *x, [Red], General. */
static const char *skip_literal(const char *at)
{
    const char *end = at;
    if (*at == '"')
        end = strchr(at + 1, '"');
    else if (*at == '[')
        end = strchr(at, ']');
    else if (*at == '\\' || *at == '_' || *at == '*')
        end = at[1] ? at + 1 : NULL;
    else if (strncmp(at, "General", 7) == 0)
        end = at + 6;
    return end ? end : at + strlen(at) - 1;
}

int book_format_kind(const char *code)
{
    bool date = false, clock = false, number = false, month = false;
    for (const char *at = code; *at && *at != ';'; at++) {
        const char *literal = skip_literal(at);
        const int letter = tolower((unsigned char)*at);
        if (literal > at) {
            clock = clock || (*at == '[' && strchr("hms", tolower((unsigned char)at[1])));
            at = literal;
            continue;
        }
        number = number || strchr("0#?", letter);
        month = month || letter == 'm';
        clock = clock || letter == 'h' || letter == 's';
        date =
            date || letter == 'y' || letter == 'd' || letter == 'g' || (letter == 'e' && !number);
    }
    return !number && (date || (month && !clock)) ? BOOK_DATE : BOOK_PLAIN;
}

int book_format_of(int id, int count, const struct book_format *formats)
{
    for (int i = 0; i < count; i++)
        if (formats[i].id == id)
            return formats[i].kind;
    return is_date_by_number(id) ? BOOK_DATE : BOOK_PLAIN;
}

/* The date so many days after 1970-01-01, by whole 400 years from 0000-03-01. */
static void date_of(int days, int *year, int *month, int *day)
{
    const int shifted = days + 719468, era = shifted / 146097, of_era = shifted % 146097;
    const int of_400 = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int of_year = of_era - (365 * of_400 + of_400 / 4 - of_400 / 100);
    const int from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = 400 * era + of_400 + (*month <= 2);
}

/* Day 60 of 1900 is a 29 February that there was not. */
bool book_date(const char *number, bool from_1904, char text[BOOK_DATE_TEXT])
{
    enum { LAST = 2958465 /* 9999-12-31 */, FROM_1900 = -25569, FROM_1904 = -24107 };
    int year, month, day;
    char *end;
    const double serial = strtod(number, &end);
    if (end == number || *end || !(serial >= 0.0 && serial <= LAST))
        return false;
    const long long moment = (long long)(serial * 86400.0 + 0.5);
    const int whole = (int)(moment / 86400), seconds = (int)(moment % 86400);
    date_of(whole + (from_1904 ? FROM_1904 : FROM_1900 + (whole < 60)), &year, &month, &day);
    int used = snprintf(text, BOOK_DATE_TEXT, "%04d-%02d-%02d", year, month, day);
    if (seconds > 0)
        snprintf(text + used, BOOK_DATE_TEXT - (size_t)used, "T%02d:%02d:%02d", seconds / 3600,
                 seconds / 60 % 60, seconds % 60);
    return true;
}
