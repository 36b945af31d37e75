/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_RATES_DERIVE_H
#define COHORT_RATES_DERIVE_H

#include <cohort/derive.h>

#include "core/inputs.h"

/* From this age on (at the interval's start) an area's ratio below the reference's survival is
 * taken for mortality, not for migration. */
enum { AGE_OF_OWN_SURVIVAL = 60 };

/* The two ends of a cohort's passage through an interval, by age at its end (1 or more): persons
 * at the opening, the two oldest groups together for the open one, and at the closing. */
struct ratio {
    double opening, closing;
};
struct ratio cohort_ratio(const cohort_stock *stock, int interval, int sex, int age);

/* The first age group at a date, and the women of the groups from the first to the last of two
 * beside it. */
struct children {
    double boys, girls, women;
};
struct children cohort_children(const cohort_stock *stock, const int groups[2], int date);

/* COHORT_ERROR_VALUE names, behind `what`, the first cell that is negative or not finite. */
int cohort_stock_check(const cohort_stock *stock, const char *what, cohort_error *error);

/* cohort_derive without checks or allocation: `inputs` is on the grid of `reference`, which the
 * published dates fit. */
void cohort_derive_into(const cohort_stock *published, const cohort_inputs *reference,
                        unsigned char *split, cohort_inputs *inputs);

#endif
