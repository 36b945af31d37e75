/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation on net migration means in persons. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "text/text.h"

/* The part of an operation that lies on the grid: dates, and age groups at the start but for the
 * open one, which shares its rate with the group before it. */
struct extent {
    int first_date, last_date, first_age, last_age, first_sex, last_sex;
};
struct extent extent_of(const cohort_grid *grid, const cohort_operation *op);

/* Persons a year whom a path keeps in these cells against the baseline's rates, at the path's own
 * population. */
double kept_a_year(const cohort_inputs *plan, const cohort_inputs *baseline,
                   const cohort_stock *population, const struct extent *e);

#endif
