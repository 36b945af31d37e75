/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place in Japan beside its prefecture (IPSS 2018) and the nation (IPSS 2017). */
#ifndef ELSEWHERE_H
#define ELSEWHERE_H

#include "answers/outlook.h"

enum { PLACES = 2 };
struct elsewhere {
    int count;
    struct place {
        struct text name;
        char code[8];
        cohort_table *table;
        cohort_stock stock; /* the nation's; of a prefecture none */
    } places[PLACES];
};

/* Those that are known at the first date; none where it is not Japan. */
void elsewhere_make(struct elsewhere *e, const struct outlook *o);
void elsewhere_clear(struct elsewhere *e);

/* A figure of a place at a year, NAN where it is not known. */
double elsewhere_figure(const struct elsewhere *e, int place, int figure, int year);

#endif
