/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/text.h"

#include "core/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 40, SHOWN_PATH_BYTES = 160 };

static int continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

const char *cohort_shown_text(const char *text, char shown[COHORT_SHOWN_TEXT])
{
    size_t length = strlen(text), kept = length;
    if (length > SHOWN_BYTES) {
        kept = SHOWN_BYTES;
        while (kept > 0 && continues_character(text[kept]))
            kept--;
    }
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
