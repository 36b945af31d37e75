/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/common/synthetic.h"

#include "bench/common/timing.h"

#include <math.h>

/* At an age in years. */
static double bell(double age, double middle, double spread)
{
    const double z = (age - middle) / spread;
    return exp(-0.5 * z * z);
}

static void fill_cell(cohort_inputs *inputs, int interval, int sex, int x, double own, int migrants)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const size_t cell = cohort_cell(grid, interval, sex, x);
    const double age = x * grid->width, n = grid->width;
    const double force = (2e-5 + (2e-5 - 4e-6 * sex) * exp(0.1 * age)) * (1.0 - 0.003 * interval);
    double *rate = cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO);
    cohort_inputs_array(inputs, COHORT_SURVIVAL)[cell] = exp(-n * force * (1.0 + 0.1 * own));
    rate[cell] = x == 0 ? 0.0 : n * (0.004 * bell(age, 25, 5) - 0.002 * bell(age, 20, 2)) * own;
    if (migrants)
        cohort_inputs_array(inputs, COHORT_NET_MIGRANTS)[cell] =
            n * (2.0 * bell(age, 30, 10) - 3.0 * bell(age, 20, 4)) * own;
}

static void fill_births(cohort_inputs *inputs, int interval, double own)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    double *asfr = cohort_inputs_array(inputs, COHORT_ASFR);
    double *cwr = cohort_inputs_array(inputs, COHORT_CWR);
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[interval] = 0.512;
    if (cwr)
        cwr[interval] = 0.04 * grid->width * (1.0 + 0.1 * own);
    for (int x = 0; asfr && x < grid->ages; x++) {
        const double age = x * grid->width;
        if (age >= 15 && age < 50)
            asfr[interval * grid->ages + x] = 0.11 * bell(age, 29, 6) * (1.0 + 0.1 * own);
    }
}

cohort_inputs *synthetic_inputs(const cohort_grid *grid, cohort_convention convention, int number,
                                int migrants)
{
    cohort_inputs *inputs;
    cohort_error error;
    const double own = cos(number); /* -1 to 1 */
    need_ok(cohort_inputs_new(grid, convention, &inputs, &error), &error);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++)
            cohort_inputs_array(inputs, COHORT_BASE)[cohort_cell(grid, 0, sex, x)] =
                1000.0 * grid->width * exp(-1e-4 * pow(x * grid->width, 2)) * (2.0 + own);
    for (int i = 0; i < grid->steps; i++) {
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < grid->ages; x++)
                fill_cell(inputs, i, sex, x, own, migrants);
        fill_births(inputs, i, own);
    }
    return inputs;
}
