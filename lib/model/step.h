/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_STEP_H
#define COHORT_MODEL_STEP_H

#include "core/inputs.h"
#include "core/level.h"

#include <cohort/projection.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
 * Arrays are [sex][age] of one date or interval, the two sexes one after another. The same operations in
 * the same order make every run, with events and without, alone and in a batch: one arithmetic, the
 * same bits.
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
    const double *S, *m, *M;  /* [sex][age] */
    const double *asfr;       /* [age]; NULL: births by a ratio */
    const double *boys, *cwr; /* their share and the ratio, of this interval */
    double factor;            /* of the women's sum: half an interval's years, or the ratio */
    double share[COHORT_SEXES];
};

/* Events of an interval by age at its end; births stand in age group 0. */
struct events {
    double *births, *deaths, *net_migration; /* [sex][age] of an interval, or of all intervals */
};

/* From a cell of them on. */
static inline struct events cohort_events_from(const struct events *events, size_t cell)
{
    return (struct events){events->births + cell, events->deaths + cell,
                           events->net_migration + cell};
}

/* Of inputs that were checked, and what was then seen of them. Nothing is allocated or copied. */
struct steps cohort_steps_of(const cohort_inputs *inputs, const struct survey *survey);

struct step cohort_step_of(const struct steps *steps, int interval);

/* The same of the next interval. */
static inline void cohort_step_next(struct step *step)
{
    const ptrdiff_t ages = step->ages, cells = COHORT_SEXES * ages;
    step->S += cells;
    step->m += cells;
    step->M += cells;
    step->share[COHORT_MALE] = *++step->boys;
    step->share[COHORT_FEMALE] = 1.0 - *step->boys;
    if (step->by_arrival)
        step->factor = *++step->cwr;
    else
        step->asfr += ages;
}

/* Below 0 for what is below zero: signs can be gathered by `or`, which needs no comparison. What is
 * not a number may have either sign, and is found at the end. */
static inline int64_t cohort_sign(double persons)
{
    int64_t bits;
    memcpy(&bits, &persons, sizeof bits);
    return bits;
}

/* Where more leave than are there: listed as they are found, in the order of intervals, those of an
 * opening before those of the closing, by sex and age, the first groups last. Begin with the room. */
struct cuts {
    int most;
    cohort_cut *list; /* of the first `most` */
    int count;        /* of all */
    int interval;     /* at hand */
};
void cohort_cuts_add(struct cuts *cuts, int sex, int age, bool at_opening, double persons);

/*
 * Intervals first to end - 1, one after another: population [date][sex][age] from the date `first`
 * on, which is given; events [interval][sex][age] of all intervals, NULL for populations only.
 * Where a cell, or those who begin in it, fall below zero the interval is settled; cuts NULL: it
 * stays as it is.
 */
void cohort_steps_run(const struct steps *steps, int first, int end, double *population,
                      const struct events *events, struct cuts *cuts);

/*
 * One interval, cell by cell. What is below zero by no more than COHORT_ZERO_TOLERANCE of what
 * entered it is zero. Beyond that it is listed, and emigration is cut to those who are there: net
 * migration is then what could leave, and accounts close. Given: events of this interval, or NULL.
 */
void cohort_step_settle(const struct step *step, const double *opening, double *closing,
                        const struct events *events, struct cuts *cuts);

/* The births of an interval before they are shared out by sex (a ratio: the children at its end). */
double cohort_step_births(const struct step *step, const double *opening, const double *closing);

/* Of those, the births by the women of each group [age]; of births by rates. */
void cohort_step_births_by_mother(const struct step *step, const double *opening,
                                  const double *closing, double *births);

#endif
