/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household as a planner types it: m32,f30,c3. */
#ifndef FAMILY_H
#define FAMILY_H

#include <cohort/cohort.h>

enum { MOST_MEMBERS = 20 };

/* What help and messages say of it. */
#define FAMILY_HELP "who moves in, as m32,f30,c3: a man, a woman, a child of either sex"
#define FAMILY_EXPECTED "members such as m32,f30,c3: m man, f woman, c child, and an age"

/* m a man or boy, f a woman or girl, c a child of either sex, with the age behind it. Returned: how
 * many members, or 0 when the text is none. */
int parse_family(const char *text, cohort_member members[MOST_MEMBERS]);

#endif
