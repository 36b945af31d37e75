/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household as a planner types it: m32,f30,c3. */
#ifndef FAMILY_H
#define FAMILY_H

#include <cohort/cohort.h>

enum { MOST_MEMBERS = 20 };

/* m a man or boy, f a woman or girl, c a child of either sex, with the age behind it. Returned: how
 * many members, or 0 when the text is none. */
int parse_family(const char *text, cohort_member members[MOST_MEMBERS]);

#endif
