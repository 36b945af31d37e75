/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_STEP_H
#define COHORT_MODEL_STEP_H

#include "core/inputs.h"
#include "core/level.h"

#include <stdbool.h>

/*
 * One kernel for every convention. With o the opening and c the closing population,
 *   c_x = o_x-1 passage_x + o_x stay_x + arrivals_x
 *   exposure = sum over women of o_x bearing_opening_x + c_x bearing_closing_x, + bearing_migrants
 *   c_0 = exposure children + o_0 stay_0 + arrivals_0
 * and a convention is a way to make these coefficients from inputs: once, for many runs.
 *
 * Arrays are [sex][age] of one date or one interval. The two sexes lie one after another, so that
 * growing older is one shift of the whole array by a cell; the cells that it gets wrong (the first
 * groups) are set right behind it. Stays are mostly zero but in the open group, whose own are kept
 * apart.
 */

/* The coefficients of an interval: pure numbers, borrowed. */
struct step {
    int ages, women_first, women_last;  /* the groups of women who count for the exposure */
    const double *passage, *arrivals;   /* [sex][age] */
    const double *stay;                 /* [sex][age] but for the open group; NULL: all zero */
    const double *stay_open, *children; /* [sex] */
    const double *bearing_opening;      /* [age]; NULL: all zero */
    const double *bearing_closing;      /* [age] */
    double bearing_migrants;
};

/* The same for all intervals. One block of memory, begun by `passage`. */
struct steps {
    int count, ages, women_first, women_last;
    double *passage, *arrivals, *stay;         /* [interval][sex][age] */
    double *bearing_opening, *bearing_closing; /* [interval][age] */
    double *stay_open, *children, *births;     /* [interval][sex]; births per exposure */
    double *bearing_migrants;                  /* [interval] */
    bool has_stay, has_opening;                /* else the kernel passes them over */
    bool may_turn_negative;                    /* a coefficient is negative */
    enum level level;                          /* of the processor, for the kernel */
};

/* Free with cohort_steps_free, also after a failure. Errors: COHORT_ERROR_MEMORY. */
int cohort_steps_init(struct steps *steps, const cohort_grid *grid, cohort_error *error);
void cohort_steps_free(struct steps *steps);

/* Make the coefficients from inputs on the same grid. */
void cohort_steps_prepare(struct steps *steps, const cohort_inputs *inputs);

/* The coefficients of one interval again, after its net migrants have changed. */
void cohort_steps_prepare_interval(struct steps *steps, const cohort_inputs *inputs, int interval);

/* Is any of them negative in an interval? If not in any, no population becomes so. */
bool cohort_steps_negative(const struct steps *steps, int interval);

static inline struct step cohort_step_of(const struct steps *steps, int interval)
{
    const size_t ages = (size_t)interval * (size_t)steps->ages, cells = COHORT_SEXES * ages;
    const size_t sexes = (size_t)interval * COHORT_SEXES;
    return (struct step){
        .ages = steps->ages,
        .women_first = steps->women_first,
        .women_last = steps->women_last,
        .passage = steps->passage + cells,
        .arrivals = steps->arrivals + cells,
        .stay = steps->has_stay ? steps->stay + cells : NULL,
        .stay_open = steps->stay_open + sexes,
        .children = steps->children + sexes,
        .bearing_opening = steps->has_opening ? steps->bearing_opening + ages : NULL,
        .bearing_closing = steps->bearing_closing + ages,
        .bearing_migrants = steps->bearing_migrants[interval],
    };
}

/* The population at the end of an interval from the one at its beginning. */
void cohort_step_run(const struct steps *steps, int interval, const double *opening,
                     double *closing);

/* All intervals one after another: population [date][sex][age], the first date given. */
void cohort_steps_run(const struct steps *steps, double *population);

/* The women's exposure to bearing, as above. */
double cohort_step_exposure(const struct step *step, const double *opening, const double *closing);

#endif
