/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_STEP_H
#define COHORT_MODEL_STEP_H

#include "core/inputs.h"

#include <stdbool.h>

/*
 * One interval: pure functions, no memory, no checks. Arrays are [sex][age] of one date or one
 * interval, in the caller's hands, and do not overlap. The two sexes lie behind each other, so
 * that growing older is one shift of the whole array by a cell; the three cells that it gets wrong
 * (the open groups, the first women) are set right behind it.
 */

/* What the kernel reads of an interval. */
struct step {
    int ages, women_first, women_last;
    const double *passage;  /* survival + net migration rate */
    const double *migrants; /* net, persons */
    const double *children; /* [sex] per woman 15-49 at the end */
};

/* The same for all intervals, made ready from inputs by cohort_steps_prepare. */
struct steps {
    double *passage;  /* [interval][sex][age], the caller's */
    double *children; /* [interval][sex], the caller's */
    bool may_turn_negative;
};
void cohort_steps_prepare(struct steps *steps, const cohort_inputs *inputs);

static inline struct step cohort_step_of(const struct steps *steps, const cohort_inputs *inputs,
                                         int interval)
{
    size_t cell = cohort_cell(&inputs->grid, interval, 0, 0);
    return (struct step){
        .ages = inputs->grid.ages,
        .women_first = inputs->women_first,
        .women_last = inputs->women_last,
        .passage = steps->passage + cell,
        .migrants = inputs->values + inputs->offset[COHORT_NET_MIGRANTS] + cell,
        .children = steps->children + interval * COHORT_SEXES,
    };
}

/* The population at the end of an interval from the one at its beginning. */
void cohort_step(const struct step *step, const double *restrict opening, double *restrict closing);

/*
 * What happened in between, by age at the end. Births stand in age group 0; the other cells of
 * `births` are left alone. `survival` and `rate` (net migration) are the interval's.
 */
void cohort_step_flows(const struct step *step, const double *restrict survival,
                       const double *restrict rate, const double *restrict opening,
                       const double *restrict closing, double *restrict births,
                       double *restrict deaths, double *restrict net_migration);

/*
 * Does opening - deaths + net migration = closing hold in every cell, to 1e-9 of opening and
 * closing together? Returned: -1 if so, or the number of the first cell that fails (what is not
 * finite fails), and its gap.
 */
int cohort_step_audit(int ages, const double *opening, const double *closing, const double *births,
                      const double *deaths, const double *net_migration, double *gap);

#endif
