/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/words.h"

#include <string.h>

/* The part that a place such as {2} stands for; NULL where there is none. */
static const char *part_at(const char *place, const char *const *words)
{
    if (place[0] != '{' || place[1] < '1' || place[1] > '9' || place[2] != '}')
        return NULL;
    for (int i = 0; i < place[1] - '0'; i++)
        if (!*++words)
            return NULL;
    return *words;
}

void fill(char *to, size_t size, const char *const *words)
{
    size_t used = 0;
    for (const char *at = words[0]; *at && used + 1 < size;) {
        const char *part = part_at(at, words);
        const size_t bytes = part ? strlen(part) : 1;
        const size_t taken = bytes < size - 1 - used ? bytes : size - 1 - used;
        memcpy(to + used, part ? part : at, taken);
        used += taken;
        at += part ? 3 : 1;
    }
    to[used] = '\0';
}

struct text text_filled(const char *const *words)
{
    struct text text;
    fill(text.s, sizeof text.s, words);
    return text;
}
