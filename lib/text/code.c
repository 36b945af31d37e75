/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/code.h"

#include <string.h>

enum { DIGITS = 6, PREFECTURES = 47 };

bool cohort_code_checks(const char *code)
{
    int sum = 0;
    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return false;
    const int prefecture = 10 * (code[0] - '0') + code[1] - '0';
    for (int i = 0; i < DIGITS - 1; i++)
        sum += (DIGITS - i) * (code[i] - '0');
    return prefecture >= 1 && prefecture <= PREFECTURES &&
           (11 - sum % 11) % 10 == code[DIGITS - 1] - '0';
}
