/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/shift_jis.h"

#include "core/error.h"

#include <iconv.h>
#include <limits.h>
#include <stdlib.h>

/* A character of Shift-JIS is one of three bytes at most in UTF-8. */
enum { GROWTH = 3 };

/* The lead bytes 81-9F tell it from EUC-JP and Latin-1. */
bool cohort_looks_like_shift_jis(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    bool any = false;
    for (size_t i = 0; i < size; i++) {
        unsigned char first = bytes[i];
        if (first < 0x80 || (first >= 0xA1 && first <= 0xDF))
            continue;
        unsigned char next = i + 1 < size ? bytes[i + 1] : 0;
        if (first == 0x80 || first == 0xA0 || first > 0xFC || next < 0x40 || next == 0x7F ||
            next > 0xFC)
            return false;
        any = any || first <= 0x9F;
        i++;
    }
    return any;
}

/* Into *room bytes at `to`. Returned: did all go through? *room is what is left. */
static bool convert(char *from, size_t size, char *to, size_t *room)
{
    iconv_t turn = iconv_open("UTF-8", "CP932");
    if (turn == (iconv_t)-1)
        return false;
    const size_t irreversible = iconv(turn, &from, &size, &to, room);
    iconv_close(turn);
    return irreversible == 0 && size == 0;
}

int cohort_from_shift_jis(char **bytes, size_t *size, cohort_error *error)
{
    if (*size > INT_MAX / GROWTH || !cohort_looks_like_shift_jis(*bytes, *size))
        return COHORT_ERROR_FORMAT;
    size_t room = GROWTH * *size, left = room;
    char *text = malloc(room + 1);
    if (!text)
        return cohort_fail_memory(error);
    if (!convert(*bytes, *size, text, &left)) {
        free(text);
        return COHORT_ERROR_FORMAT;
    }
    free(*bytes);
    *bytes = text;
    *size = room - left;
    text[*size] = '\0';
    return COHORT_OK;
}
