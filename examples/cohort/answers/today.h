/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five municipalities of Nemuro subprefecture from the census of 2020 on: by the forecaster,
 * and by the rates of 2015-2020 held, beside what IPSS projected. */
#ifndef TODAY_H
#define TODAY_H

#include "text/text.h"

enum { TODAY_TOWNS = 5, TODAY_FROM = 2020, TODAY_TO = 2060 };

struct today {
    cohort_spreads *spreads;
    struct town {
        char code[16];
        struct text name;
        double unknown;                    /* persons of unknown age in 2020, which were spread */
        cohort_stock counts;               /* 1980 to 2020 */
        cohort_stock forecast, held, ipss; /* from 2020 on; IPSS's of 2018 from 2015 on */
    } towns[TODAY_TOWNS];
    cohort_table *ipss2023; /* its projection of 2023: three ages of Nemuro */
};

/* Exits with a message on an error. */
void today_make(struct today *today);
void today_clear(struct today *today);

/* The end of an interval of the forecast's total. */
double today_end(const struct today *today, int town, int year, double p);

/* As text. `plan`: the city's path. */
void today_print(const struct today *today, const cohort_stock *plan);

#endif
