/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/written.h"

#include "text/number.h"
#include "text/wording.h"

#include <cohort/error.h>

#include <stdio.h>
#include <string.h>

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* Take the commas out of `1,234,567`, one to three digits and then threes; anything else stays. */
static void join_thousands(char *text)
{
    const size_t sign = strspn(text, "+-"), first = digits_at(text + sign);
    char *at = text + sign + first;
    if (first == 0 || first > 3)
        return;
    while (*at == ',' && digits_at(at + 1) == 3)
        at += 4;
    if (*at == ',')
        return;
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ',' || from > at)
            *to++ = *from;
    *to = '\0';
}

/* The number in the one form that is parsed. */
static void make_plain(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    static const char *const falls[] = {"▲", "△"};
    cohort_plain_text(text, plain);
    for (int i = 0; i < 2; i++) {
        const size_t length = strlen(falls[i]);
        if (strncmp(plain, falls[i], length) == 0) {
            const char *rest = plain + length + strspn(plain + length, " ");
            plain[0] = '-';
            memmove(plain + 1, rest, strlen(rest) + 1);
        }
    }
    join_thousands(plain);
}

int cohort_written_number(const char *text, double *value)
{
    const int code = cohort_parse_number(text, value);
    if (code != COHORT_ERROR_FORMAT)
        return code;
    char plain[COHORT_PLAIN_TEXT];
    make_plain(text, plain);
    return cohort_parse_number(plain, value);
}

int cohort_written_integer(const char *text, int *value)
{
    const int code = cohort_parse_integer(text, value);
    if (code != COHORT_ERROR_FORMAT)
        return code;
    char plain[COHORT_PLAIN_TEXT];
    make_plain(text, plain);
    return cohort_parse_integer(plain, value);
}

/* What stands behind a number, such as 人; NULL: nothing, or something in ASCII. */
static const char *unit_of(const char *plain)
{
    const size_t sign = strspn(plain, "+-"), digits = strspn(plain + sign, "0123456789.");
    const char *rest = plain + sign + digits;
    return digits > 0 && (unsigned char)*rest >= 0x80 ? rest : NULL;
}

const char *cohort_written_expected(const char *text, const char *example,
                                    char expected[COHORT_EXPECTED_TEXT])
{
    char plain[COHORT_PLAIN_TEXT];
    make_plain(text, plain);
    const char *unit = unit_of(plain);
    const size_t length = strlen(plain);
    const char *what = NULL;
    if (unit)
        snprintf(expected, COHORT_EXPECTED_TEXT, "%s, without a unit: take %.60s away", example,
                 unit);
    else if (strchr(plain, ','))
        what = "a point for decimals, and commas between thousands alone, as in 1,234.5";
    else if (length > 0 && plain[length - 1] == '%')
        what = "a plain number, no percentage: 0.12 for 12%";
    else
        what = example;
    if (what)
        snprintf(expected, COHORT_EXPECTED_TEXT, "%s", what);
    return expected;
}
