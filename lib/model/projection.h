/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_PROJECTION_H
#define COHORT_MODEL_PROJECTION_H

#include <cohort/projection.h>

#include "model/accounts.h"
#include "model/step.h"

#include <float.h>
#include <stdbool.h>

struct cohort_projection {
    cohort_inputs *inputs;
    struct steps steps; /* of the inputs */
    cohort_stock population;
    cohort_flow births, deaths, net_migration;
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

/* Of a whole run: where more leave than are there. Begin with its grid. */
struct excesses {
    const cohort_grid *grid;
    int interval; /* at hand */
    int count, first_interval;
    struct excess first;
    char more[260]; /* the others, as far as they fit */
};
cohort_excess_found cohort_excess_collect; /* its context is a struct excesses */

/* COHORT_ERROR_VALUE, naming them. */
int cohort_excess_fail(const struct excesses *excesses, cohort_error *error);

/* cohort_steps_run to the end: an interval where it stops is settled. Returned: how many cells had
 * more leaving than there are. */
int cohort_steps_run_settled(const struct steps *steps, int first, int end, double *population,
                             const struct events *events, struct excesses *excesses);

/* COHORT_ERROR_ACCOUNT where there are children whose births nobody survived. */
int cohort_projection_check_births(const cohort_projection *projection, cohort_error *error);

/* COHORT_ERROR_ACCOUNT, naming a cell. */
int cohort_fail_account(const cohort_grid *grid, int interval, int cell, double gap,
                        cohort_error *error);

#endif
