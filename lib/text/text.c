/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/text.h"

#include "core/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 40, SHOWN_PATH_BYTES = 160 };

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t cohort_whole_length(const char *text, size_t length)
{
    while (length > 0 && continues_character(text[length]))
        length--;
    return length;
}

const char *cohort_shown_text(const char *text, char shown[COHORT_SHOWN_TEXT])
{
    const size_t length = strlen(text),
                 kept = length > SHOWN_BYTES ? cohort_whole_length(text, SHOWN_BYTES) : length;
    memcpy(shown, text, kept);
    strcpy(shown + kept, kept < length ? "..." : "");
    cohort_utf8_clean(shown, false);
    return shown;
}

const char *cohort_shown_path(const char *path)
{
    size_t length = strlen(path);
    if (length > SHOWN_PATH_BYTES)
        path += length - SHOWN_PATH_BYTES;
    while (continues_character(*path))
        path++;
    return path;
}

bool cohort_is_formula(const char *text)
{
    if (!*text || !strchr("=+-@\t\r\n", *text))
        return false;
    return strspn(text, "+-.,0123456789") < strlen(text) || !strpbrk(text, "0123456789");
}

char *cohort_copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

bool cohort_code_checks(const char *code)
{
    enum { DIGITS = 6, PREFECTURES = 47 };
    int sum = 0;
    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return false;
    const int prefecture = 10 * (code[0] - '0') + code[1] - '0';
    for (int i = 0; i < DIGITS - 1; i++)
        sum += (DIGITS - i) * (code[i] - '0');
    return prefecture >= 1 && prefecture <= PREFECTURES &&
           (11 - sum % 11) % 10 == code[DIGITS - 1] - '0';
}
