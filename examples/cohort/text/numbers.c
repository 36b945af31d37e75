/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/numbers.h"

#include <math.h>
#include <stdio.h>

/* Digits in groups of three behind a sign; the sign ▲ has three bytes and takes one column. */
static const char *figure(double value, int width, const char *plus)
{
    static char texts[8][64];
    static int next;
    char digits[40], *text = texts[next++ % 8];
    long long rounded = llround(fabs(value));
    int length = snprintf(digits, sizeof digits, "%lld", rounded);
    const char *sign = rounded == 0 ? "" : value < 0 ? "▲" : plus;
    int columns = length + (length - 1) / 3 + (*sign != '\0'), used = 0;
    for (int i = columns; i < width && used < 20; i++)
        text[used++] = ' ';
    used += snprintf(text + used, 8, "%s", sign);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

const char *persons(double value, int width)
{
    return figure(value, width, "");
}

const char *change(double value, int width)
{
    return figure(value, width, "+");
}
