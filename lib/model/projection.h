/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_PROJECTION_H
#define COHORT_MODEL_PROJECTION_H

#include <cohort/projection.h>

#include "model/step.h"

#include <float.h>
#include <stdbool.h>

struct cohort_projection {
    cohort_inputs *inputs, *spare;      /* spare: new inputs are copied there as they are checked */
    struct survey survey, spare_survey; /* of both */
    struct steps steps;                 /* of the inputs, as all that follows */
    cohort_stock population;
    cohort_flow births, deaths, net_migration;
    struct events events; /* that stand in these */
};

/* cohort_projection_new without the run: the base population stands at the first date, and the
 * inputs are checked and made ready. */
int cohort_projection_make(const cohort_inputs *inputs, cohort_projection **out,
                           cohort_error *error);

/* Is it a number of persons: finite, 0 or more? */
static inline bool cohort_is_count(double value)
{
    return value >= 0.0 && value <= DBL_MAX;
}

/* How many cells with more leaving than are there an error names. */
enum { COHORT_CUTS_NAMED = 9 };

/* COHORT_ERROR_VALUE, naming them. */
int cohort_cuts_fail(const cohort_grid *grid, const struct cuts *cuts, cohort_error *error);

/* Intervals' closings one after another, the first cell that is not finite: the same error. */
int cohort_check_finite(const cohort_grid *grid, int interval, int intervals,
                        const double *closings, cohort_error *error);

/* cohort_steps_run of checked inputs. Errors: COHORT_ERROR_VALUE, if more leave than are there and
 * emigration is not to be cut, or the last population is not finite. */
int cohort_steps_run_checked(const struct steps *steps, int first, int end, double *population,
                             const struct events *events, cohort_error *error);

/* COHORT_ERROR_ACCOUNT where there are children whose births nobody survived. */
int cohort_projection_check_births(const cohort_projection *projection, cohort_error *error);

/* Does opening - deaths + net migration = closing hold in every cell of an interval, to 1e-9 of the four
 * together? COHORT_ERROR_ACCOUNT, naming the first cell where it does not (what is not finite does
 * not). opening: of this date, and the next behind it; events of this interval. */
int cohort_check_accounts(const cohort_grid *grid, int interval, const double *opening,
                          const struct events *events, cohort_error *error);

#endif
