/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_STEP_H
#define COHORT_MODEL_STEP_H

#include "core/inputs.h"
#include "core/level.h"

#include <stdbool.h>

/*
 * One kernel for every convention, straight from the inputs' arrays. With o the opening and c the
 * closing population of a sex, x an age group, A the open one, and e the share of the migrants who
 * come at the opening:
 *   rates of the age at the start    G_x = M_x + m_x o_x,  b_x = o_x + e G_x
 *                                    c_x = b_x-1 S_x + (1 - e) G_x
 *                                    deaths b_x-1 (1 - S_x), net migration e G_x-1 + (1 - e) G_x
 *   rates of the age that is reached c_x = o_x-1 (S_x + m_x) + M_x
 *                                    deaths o_x-1 (1 - S_x), net migration o_x-1 m_x + M_x
 * where those who come to A are of A-1 and of A. Births are of the women's mean over the interval
 * (rates), or follow from the women at its end (a ratio).
 *
 * Arrays are [sex][age] of one date or interval. The two sexes lie one after another, so growing
 * older is one shift of the whole array by a cell; the cells that it gets wrong (the first and the
 * open groups) are set right behind it. The same operations in the same order make every run, with
 * events and without, alone and in a batch: one arithmetic, the same bits.
 */

/* Women are summed in so many parts, by their age group modulo it, from the oldest down: no sum waits
 * for the one before. */
enum { COHORT_WOMEN_PARTS = 4 };

/* Which migrants there are: what is 0 in all cells is not read. */
enum moves { MOVES_NONE, MOVES_COUNT, MOVES_RATE /* and counts */ };

/* What all intervals of some inputs share. */
struct steps {
    const cohort_inputs *inputs; /* borrowed */
    int women_first, women_last; /* the groups whose births count, of any interval; may be none */
    enum moves moves;
    enum level level; /* of the processor */
};

/* The quantities of one interval, as the formulas name them. */
struct step {
    int ages, women_first, women_last;
    enum moves moves;
    bool by_arrival, after_births; /* as the convention says */
    double early;
    const double *S, *m, *M; /* [sex][age] */
    const double *asfr;      /* [age]; NULL: births by a ratio */
    double factor;           /* of the women's sum: half an interval's years, or the ratio */
    double share[COHORT_SEXES];
};

/* Events of an interval by age at its end; births stand in age group 0. */
struct events {
    double *births, *deaths, *net_migration; /* [sex][age] of an interval, or of all intervals */
};

/* Of inputs that were checked, and what was then seen of them [COHORT_QUANTITY_COUNT]. Nothing is
 * allocated: the inputs are read as they stand. */
void cohort_steps_survey(struct steps *steps, const cohort_inputs *inputs, const struct seen *seen);

struct step cohort_step_of(const struct steps *steps, int interval);

/*
 * Intervals first to end - 1, one after another: population [date][sex][age] from the date `first`
 * on, which is given; events [interval][sex][age] of all intervals, NULL for populations only.
 * Returned: `end`; or the first interval in which a cell, or those who begin it with the migrants of
 * the opening, are below zero or not a number: cohort_step_settle has to see to it.
 */
int cohort_steps_run(const struct steps *steps, int first, int end, double *population,
                     const struct events *events);

/* More leave than are there: those of an age group at the opening, or who come to it. */
struct excess {
    int sex, age;
    bool at_opening;
    double persons; /* above 0: how many too many; or not a number */
};

/*
 * The same for one interval, cell by cell. What is below zero by no more than COHORT_ZERO_TOLERANCE
 * of what entered it is zero. Beyond that `found` is called, and emigration is cut to those who are
 * there: net migration is then what could leave, and accounts close.
 * Given: events of this interval, or NULL; found may be NULL. Returned: how many cells were cut.
 */
typedef void cohort_excess_found(void *context, const struct excess *excess);
int cohort_step_settle(const struct step *step, const double *opening, double *closing,
                       const struct events *events, cohort_excess_found *found, void *context);

/* The births of an interval before they are shared out by sex (a ratio: the children at its end).
 * `cut`: of populations in which what was below zero has been cut. */
double cohort_step_births(const struct step *step, bool cut, const double *opening,
                          const double *closing);

/* Of those, the births by the women of each group [age]; of births by rates. */
void cohort_step_births_by_mother(const struct step *step, const double *opening,
                                  const double *closing, double *births);

#endif
