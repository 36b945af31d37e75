/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/family.h"

bool take_family(const char *text, void *to)
{
    struct family *family = to;
    static const char letters[] = "mfc";
    *family = (struct family){.text = text};
    while (family->count < MOST_MEMBERS) {
        const char *letter = *text ? strchr(letters, *text) : NULL;
        if (!letter || text[1] < '0' || text[1] > '9')
            return false;
        char *end;
        const long age = strtol(text + 1, &end, 10);
        if (age > 120)
            return false;
        family->members[family->count++] = (cohort_member){(int)(letter - letters), (int)age};
        if (*end == '\0')
            return true;
        if (*end != ',')
            return false;
        text = end + 1;
    }
    return false;
}
