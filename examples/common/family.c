/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/family.h"

#include <stdlib.h>
#include <string.h>

int parse_family(const char *text, cohort_member members[MOST_MEMBERS])
{
    static const char letters[] = "mfc";
    for (int count = 0; count < MOST_MEMBERS;) {
        const char *letter = *text ? strchr(letters, *text) : NULL;
        if (!letter || text[1] < '0' || text[1] > '9')
            return 0;
        char *end;
        const long age = strtol(text + 1, &end, 10);
        if (age > 120)
            return 0;
        members[count++] = (cohort_member){(int)(letter - letters), (int)age};
        if (*end == '\0')
            return count;
        if (*end != ',')
            return 0;
        text = end + 1;
    }
    return 0;
}
