/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household as a planner types it: m32,f30,c3. */
#ifndef FAMILY_H
#define FAMILY_H

#include "options/options.h"

enum { MOST_MEMBERS = 20 };
struct family {
    const char *text;
    int count;
    cohort_member members[MOST_MEMBERS];
};
#define DEFAULT_FAMILY                                                                             \
    {                                                                                              \
        "m32,f30,c3", 3,                                                                           \
        {                                                                                          \
            {COHORT_MALE, 32}, {COHORT_FEMALE, 30},                                                \
            {                                                                                      \
                COHORT_BOTH, 3                                                                     \
            }                                                                                      \
        }                                                                                          \
    }

/* The option `--family` of a command. Members: m a man or boy, f a woman or girl, c a child of
 * either sex, with the age behind it. */
#define FAMILY_OPTION(place)                                                                       \
    OPTION("--family", "LIST", OWN, place,                                                         \
           "who moves in, as m32,f30,c3: a man, a woman, a child of either sex",                   \
           .take = take_family,                                                                    \
           .expected = "members such as m32,f30,c3: m man, f woman, c child, and an age")
bool take_family(const char *text, void *to);

#endif
