/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/numbers.h"

#include <cohort/indicators.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text text_of(const char *format, ...)
{
    struct text text;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text.s, sizeof text.s, format, arguments);
    va_end(arguments);
    return text;
}

struct text whole(int number)
{
    return text_of("%d", number);
}

struct text shown_name(const char *path)
{
    struct text name = text_of("%s", input_name(path));
    cohort_clean_text(name.s);
    return name;
}

int columns_of(const char *text, size_t bytes)
{
    int columns = 0;
    for (size_t i = 0; i < bytes; i++) {
        const unsigned char byte = (unsigned char)text[i];
        columns += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xE0 ? 2 : 1;
    }
    return columns;
}

size_t bytes_of(const char *text, int characters)
{
    size_t bytes = 0;
    for (; text[bytes]; bytes++)
        if (((unsigned char)text[bytes] & 0xC0) != 0x80 && characters-- == 0)
            break;
    return bytes;
}

#define MOST_GROUPED 1e15 /* what is larger has no whole persons anyway */

/* A sign takes one column, however many bytes it has. */
struct text grouped(double value, int decimals, int width, const char *minus, const char *plus)
{
    struct text text;
    char digits[64];
    if (isnan(value))
        return text_of("%*s", width, "-");
    if (fabs(value) >= MOST_GROUPED)
        return text_of("%*.4g", width, value);
    const double rounded = cohort_round(value, decimals);
    const char *sign = rounded < 0.0 ? minus : rounded > 0.0 ? plus : "";
    const int length = snprintf(digits, sizeof digits, "%.*f", decimals, fabs(rounded));
    const int whole = (int)strcspn(digits, ".");
    const int columns = length + (whole - 1) / 3 + (*sign != '\0');
    int used =
        snprintf(text.s, sizeof text.s, "%*s%s", width > columns ? width - columns : 0, "", sign);
    for (int i = 0; i < length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text.s[used++] = ',';
        text.s[used++] = digits[i];
    }
    text.s[used] = '\0';
    return text;
}

struct text persons(double value, int width)
{
    return grouped(value, 0, width, "▲", "");
}

struct text change(double value, int width)
{
    return grouped(value, 0, width, "▲", "+");
}

struct text percent(double value, int decimals, int width)
{
    return isnan(value) ? text_of("%*s", width, "-")
                        : text_of("%*.*f%%", width - 1, decimals, value);
}

struct text percent_change(double value, int decimals, int width)
{
    return isnan(value) ? text_of("%*s", width, "-")
                        : text_of("%+*.*f%%", width - 1, decimals, value);
}
