/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/derive.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* From this age on (at the interval's start) the change of a nation's cohort ratios is taken for
 * a change of survival: migration hardly matters there. */
enum { AGE_WITHOUT_MIGRATION = 50 };

/* Survival of one sex in an interval by the life tables of its ends: Sx[ages].
 * Returned: how many tables were used, or a negative code. */
static int survival_from_tables(const cohort_grid *grid, int interval, int sex, int count,
                                const cohort_dated_lifetable *lifetables, double *Sx,
                                double *scratch, cohort_error *error)
{
    int year = cohort_grid_year(grid, interval), used = 0;
    for (int i = 0; i < count; i++) {
        if (lifetables[i].year != year && lifetables[i].year != year + grid->width)
            continue;
        int code = cohort_lifetable_survival(lifetables[i].table[sex], grid->width, grid->ages,
                                             scratch, error);
        if (code)
            return code;
        used++;
        for (int x = 0; x < grid->ages; x++)
            Sx[x] = used == 1 ? scratch[x] : Sx[x] + (scratch[x] - Sx[x]) / used;
    }
    return used;
}

/* Survival without a life table: the last known one, times the change of cohort ratios. */
static int survival_extrapolated(const cohort_stock *population, int interval, int known, int sex,
                                 const double *known_Sx, double *Sx, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    memcpy(Sx, known_Sx, (size_t)grid->ages * sizeof *Sx);
    for (int x = 1; x < grid->ages; x++) {
        if ((x - 1) * grid->width < AGE_WITHOUT_MIGRATION)
            continue;
        struct ratio now = cohort_ratio(population, interval, sex, x);
        struct ratio then = cohort_ratio(population, known, sex, x);
        bool defined = now.opening > 0.0 && then.opening > 0.0 && then.closing > 0.0;
        char age[COHORT_AGE_TEXT];
        if (!defined)
            return cohort_fail(
                error, COHORT_ERROR_VALUE,
                "reference population, %d to %d, %s reaching %s: no cohort ratio: a cell is 0",
                cohort_grid_year(grid, interval), cohort_grid_year(grid, interval + 1),
                cohort_sex_name(sex), cohort_age_text(grid, x, age));
        double change = now.closing / now.opening * (then.opening / then.closing);
        Sx[x] = fmin(1.0, known_Sx[x] * change);
    }
    return COHORT_OK;
}

static int fill_survival(const cohort_stock *population, int count,
                         const cohort_dated_lifetable *lifetables, double *survival,
                         double *scratch, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int known = -1; /* last interval with a life table */
        for (int i = 0; i < grid->steps; i++) {
            double *Sx = survival + cohort_cell(grid, i, sex, 0);
            int used = survival_from_tables(grid, i, sex, count, lifetables, Sx, scratch, error);
            if (used < 0)
                return used;
            if (used > 0) {
                known = i;
                continue;
            }
            if (known < 0)
                return cohort_fail(error, COHORT_ERROR_MISSING,
                                   "no life table for %d or %d, the ends of the first interval",
                                   grid->start, grid->start + grid->width);
            int code = survival_extrapolated(
                population, i, known, sex, survival + cohort_cell(grid, known, sex, 0), Sx, error);
            if (code)
                return code;
        }
    }
    return COHORT_OK;
}

static int fill_fertility(const cohort_stock *population, const double *tfr, cohort_inputs *inputs,
                          cohort_error *error)
{
    for (int i = 0; i < population->grid.steps; i++) {
        struct children c = cohort_children(population, inputs->women, i + 1);
        int year = cohort_grid_year(&population->grid, i + 1);
        if (!(c.women > 0.0 && c.boys + c.girls > 0.0))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "reference population, %d: no children or no women 15-49", year);
        if (tfr && !(tfr[i + 1] > 0.0 && tfr[i + 1] <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "reference tfr, %d: %g: expected a number above 0", year,
                               tfr[i + 1]);
        double cwr = (c.boys + c.girls) / c.women;
        cohort_inputs_array(inputs, COHORT_CWR)[i] = cwr;
        cohort_inputs_array(inputs, COHORT_MALE_SHARE)[i] = c.boys / (c.boys + c.girls);
        cohort_inputs_array(inputs, COHORT_TFR_PER_CWR)[i] = tfr ? tfr[i + 1] / cwr : 0.0;
    }
    return COHORT_OK;
}

int cohort_derive_reference(const cohort_stock *population, int lifetable_count,
                            const cohort_dated_lifetable *lifetables, const double *tfr,
                            cohort_inputs **out, cohort_error *error)
{
    *out = NULL;
    cohort_inputs *inputs = NULL;
    double *scratch = NULL;
    const cohort_grid *grid = &population->grid;
    int code = cohort_stock_check(population, "reference population", error);
    if (!code)
        code = cohort_inputs_new(grid, COHORT_IPSS, &inputs, error);
    if (code)
        goto out;
    scratch = malloc((size_t)grid->ages * sizeof *scratch);
    if (!scratch) {
        code = cohort_fail_memory(error);
        goto out;
    }
    memcpy(cohort_inputs_array(inputs, COHORT_BASE), population->cells,
           cohort_grid_cells(grid) * sizeof *population->cells);
    code = fill_survival(population, lifetable_count, lifetables,
                         cohort_inputs_array(inputs, COHORT_SURVIVAL), scratch, error);
    if (!code)
        code = fill_fertility(population, tfr, inputs, error);
    if (!code)
        code = cohort_inputs_check(inputs, error);
out:
    free(scratch);
    if (code)
        cohort_inputs_free(inputs);
    else
        *out = inputs;
    return code;
}
