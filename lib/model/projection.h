/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_PROJECTION_H
#define COHORT_MODEL_PROJECTION_H

#include <cohort/projection.h>

#include "model/accounts.h"
#include "model/step.h"

#include <float.h>

struct cohort_projection {
    cohort_inputs *inputs;
    struct steps steps; /* of the inputs, for the kernel */
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

/* COHORT_ERROR_VALUE unless it is: those of a cell who begin an interval, with the migrants who come
 * then, or the first cell of the populations at its end. */
int cohort_check_beginning(const cohort_grid *grid, int interval, int sex, int age, double persons,
                           cohort_error *error);
int cohort_check_closing(const cohort_grid *grid, int interval, const double *closing,
                         cohort_error *error);

/* After the populations have been computed: are those of an interval sound, at its opening with the
 * migrants who come then and at its end? Births, deaths, net migration of all, and do the accounts
 * close? Errors: COHORT_ERROR_VALUE, COHORT_ERROR_ACCOUNT. */
int cohort_projection_check_interval(const cohort_projection *projection, int interval,
                                     cohort_error *error);
int cohort_projection_account(cohort_projection *projection, cohort_error *error);

/* COHORT_ERROR_ACCOUNT, naming the cell that cohort_audit has found in an interval. */
int cohort_fail_account(const cohort_grid *grid, int interval, int cell, double gap,
                        cohort_error *error);

#endif
