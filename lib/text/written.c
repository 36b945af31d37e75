/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/written.h"

#include <cohort/error.h>
#include <cohort/output.h>

#include "text/wording.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtod and printf follow the locale of the host program. printf itself shows which decimal point
 * they use: unlike localeconv, it is safe with threads. */

enum {
    MAX_DIGITS = 18,         /* of a decimal: they fit 64 bits */
    MAX_EXPONENT = 100000,   /* beyond any double: keeps the sum of exponents within int */
    MAX_NUMBER_LENGTH = 400, /* of a text handed to strtod */
    EXACT_POWERS = 23        /* 10^0 to 10^22 are doubles without rounding */
};

/* A number taken apart: digits * 10^exponent. */
typedef struct decimal {
    uint64_t digits;
    int count; /* digits, leading zeros left out */
    int exponent;
    bool negative;
    bool cut; /* there were more digits than fit */
} decimal;

static const char *take_digits(const char *at, decimal *number, int after_point)
{
    decimal sum = *number;
    for (; cohort_is_digit(*at); at++) {
        if (sum.count < MAX_DIGITS) {
            sum.digits = sum.digits * 10 + (uint64_t)(*at - '0');
            sum.count += sum.digits != 0;
            sum.exponent -= after_point;
        } else {
            sum.cut = true;
        }
    }
    *number = sum;
    return at;
}

/* Read the exponent, if any. Returned: what follows, or NULL after an e without digits. */
static const char *take_exponent(const char *at, decimal *number)
{
    if (*at != 'e' && *at != 'E')
        return at;
    at++;
    bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    if (!cohort_is_digit(*at))
        return NULL;
    int exponent = 0;
    for (; cohort_is_digit(*at); at++)
        if (exponent < MAX_EXPONENT)
            exponent = exponent * 10 + (*at - '0');
    number->exponent += negative ? -exponent : exponent;
    return at;
}

static bool take_apart(const char *text, decimal *number)
{
    *number = (decimal){.negative = *text == '-'};
    const char *whole = text + (*text == '-' || *text == '+');
    const char *point = take_digits(whole, number, 0);
    const char *at = *point == '.' ? take_digits(point + 1, number, 1) : point;
    const bool any = point > whole || at > point + 1;
    at = any ? take_exponent(at, number) : NULL;
    return at && *at == '\0';
}

/* If both operands are exact, the product or quotient is rounded only once, correctly. */
static bool is_exact(const decimal *number)
{
    return FLT_EVAL_METHOD == 0 && !number->cut && number->digits <= (uint64_t)1 << 53 &&
           number->exponent > -EXACT_POWERS && number->exponent < EXACT_POWERS;
}

static double exact_value(const decimal *number)
{
    static const double powers[EXACT_POWERS] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double digits = (double)number->digits;
    double value = number->exponent < 0 ? digits / powers[-number->exponent]
                                        : digits * powers[number->exponent];
    return number->negative ? -value : value;
}

/* The locale's decimal point: what printf writes between the digits of 0.5. */
static size_t locale_point(char *point, size_t size)
{
    char half[32];
    int length = snprintf(half, sizeof half, "%.1f", 0.5);
    if (length < 3 || (size_t)length - 2 > size)
        return 0;
    memcpy(point, half + 1, (size_t)length - 2);
    return (size_t)length - 2;
}

static int parse_by_strtod(const char *text, double *value)
{
    char copy[MAX_NUMBER_LENGTH + 16];
    size_t length = strlen(text), whole = strcspn(text, ".");
    if (length > MAX_NUMBER_LENGTH)
        return COHORT_ERROR_FORMAT;
    memcpy(copy, text, length + 1);
    if (whole < length) {
        size_t point = locale_point(copy + whole, 8);
        memcpy(copy + whole + point, text + whole + 1, length - whole);
    }
    double result = strtod(copy, NULL);
    if (!isfinite(result))
        return COHORT_ERROR_VALUE;
    *value = result;
    return COHORT_OK;
}

/* Plain numbers. Returned as by cohort_written_number. */
static int parse_number(const char *text, double *value)
{
    decimal number;
    if (!take_apart(text, &number))
        return COHORT_ERROR_FORMAT;
    if (!is_exact(&number))
        return parse_by_strtod(text, value);
    *value = exact_value(&number);
    return COHORT_OK;
}

static int parse_integer(const char *text, int *value)
{
    decimal number = {.negative = *text == '-'};
    const char *whole = text + (*text == '-' || *text == '+');
    const char *at = take_digits(whole, &number, 0);
    if (at == whole || *at)
        return COHORT_ERROR_FORMAT;
    const int64_t size = (int64_t)number.digits, result = number.negative ? -size : size;
    if (number.cut || result < INT_MIN || result > INT_MAX)
        return COHORT_ERROR_VALUE;
    *value = (int)result;
    return COHORT_OK;
}

/* --- Numbers as people write them ------------------------------------------------------------- */

/* Remove the commas of `1,234,567`, or blanks or apostrophes: one to three digits, then groups of
 * three; or the points of `1.234.567` and `2.660,0`, whose comma becomes a point. Other texts stay. */
static void join_thousands(char *text)
{
    const size_t sign = strspn(text, "+-"), first = cohort_digits(text + sign);
    char *at = text + sign + first;
    const char between = *at;
    if (first == 0 || first > 3 || !between || !strchr(", '.", between))
        return;
    while (*at == between && cohort_digits(at + 1) == 3)
        at += 4;
    if (*at == between ||
        (between == '.' && *at != ',' && at - text < (ptrdiff_t)(sign + first) + 8))
        return;
    if (between == '.' && *at == ',')
        *at = '.';
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != between || from >= at)
            *to++ = *from;
    *to = '\0';
}

/* The number in the form that is parsed. */
static void make_plain(const char *text, char plain[COHORT_PLAIN_TEXT])
{
    cohort_plain_text(text, plain);
    const size_t fall = cohort_begins(plain, "▲|△");
    if (fall) {
        const char *rest = plain + fall + strspn(plain + fall, " ");
        plain[0] = '-';
        memmove(plain + 1, rest, strlen(rest) + 1);
    }
    join_thousands(plain);
}

int cohort_written_number(const char *text, double *value)
{
    const int code = parse_number(text, value);
    if (code != COHORT_ERROR_FORMAT)
        return code;
    char plain[COHORT_PLAIN_TEXT];
    make_plain(text, plain);
    char *unit = strstr(plain, "人"); /* `12人` */
    if (unit > plain && cohort_is_digit(unit[-1]) && !unit[strlen("人")])
        *unit = '\0';
    return parse_number(plain, value);
}

int cohort_written_integer(const char *text, int *value)
{
    const int code = parse_integer(text, value);
    if (code != COHORT_ERROR_FORMAT)
        return code;
    char plain[COHORT_PLAIN_TEXT];
    make_plain(text, plain);
    return parse_integer(plain, value);
}

/* The unit after a number, such as 人; NULL: none, or something in ASCII. */
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
    if (unit)
        snprintf(expected, COHORT_EXPECTED_TEXT, "%s, without a unit: remove %.60s", example, unit);
    else
        snprintf(expected, COHORT_EXPECTED_TEXT, "%s",
                 strchr(plain, ',')
                     ? "a point for decimals, and commas only between thousands, as in 1,234.5"
                 : length > 0 && plain[length - 1] == '%'
                     ? "a plain number, no percentage: 0.12 for 12%"
                     : example);
    return expected;
}

/* --- Numbers to text -------------------------------------------------------------------------- */

/* Copy a number that printf has written, with a point instead of the locale's. */
static void copy_with_point(const char *from, char *to)
{
    size_t whole = strspn(from, "+-0123456789");
    size_t rest = whole + strcspn(from + whole, "0123456789e");
    memcpy(to, from, whole);
    if (rest > whole)
        to[whole++] = '.';
    strcpy(to + whole, from + rest);
}

/* Whole numbers below 10^15, as most published figures are: their digits. */
static bool write_whole(double value, char *text)
{
    if (!(fabs(value) < 1e15) || value != (double)(int64_t)value || signbit(value))
        return false;
    char digits[16], *at = digits + sizeof digits;
    int64_t left = (int64_t)value;
    *--at = '\0';
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    strcpy(text, at);
    return true;
}

const char *cohort_number_text(double value, char text[COHORT_NUMBER_TEXT])
{
    if (write_whole(value, text))
        return text;
    if (!isfinite(value))
        return strcpy(text, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    /* Fifteen digits that are read back end in zeros, which %g drops, if fewer would do; not so
     * below the normal numbers, which have less precision. Seventeen always do. */
    int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
    char written[64];
    do
        snprintf(written, sizeof written, "%.*g", digits++, value);
    while (digits <= 17 && strtod(written, NULL) != value);
    copy_with_point(written, text);
    return text;
}
