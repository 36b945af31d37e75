/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/sensitivity.h>

#include "core/error.h"
#include "core/inputs.h"
#include "core/part.h"
#include "measure/adjoint.h"
#include "measure/figure.h"
#include "model/projection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- all derivatives ---- */

/* Backward over the intervals: seeds [date][sex][age] become those of all before them. */
static void sweep(const cohort_projection *projection, double *seeds, cohort_inputs *gradient)
{
    const cohort_inputs *inputs = projection->inputs;
    const size_t cells = cohort_grid_cells(&inputs->grid);
    memset(gradient->values, 0, gradient->offset[COHORT_QUANTITY_COUNT] * sizeof(double));
    for (int i = inputs->grid.steps - 1; i >= 0; i--) {
        const struct step step = cohort_step_of(&projection->steps, i);
        const size_t at = (size_t)i * cells;
        const double *opening = projection->population.cells + at;
        cohort_step_adjoint(&step, i, opening, opening + cells, seeds + at + cells, seeds + at,
                            gradient);
    }
    memcpy(cohort_inputs_array(gradient, COHORT_BASE), seeds, cells * sizeof *seeds);
}

int cohort_sensitivity(const cohort_projection *projection, const cohort_measure *measure,
                       cohort_inputs *gradient, double *value, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    double found = 0.0;
    int code = cohort_inputs_match(projection->inputs, gradient, error);
    if (code)
        return code;
    double *seeds = calloc(((size_t)grid->steps + 1) * cohort_grid_cells(grid), sizeof *seeds);
    code = seeds ? cohort_measure_seed(&projection->population, measure, seeds, &found, error)
                 : cohort_fail_memory(error);
    if (!code) {
        sweep(projection, seeds, gradient);
        if (value)
            *value = found;
    }
    free(seeds);
    return code;
}

/* ---- what a proportional change does ---- */

/* The derivative with respect to a proportional change: of deaths, for survival. */
static double response(cohort_quantity quantity, double value, double derivative)
{
    if (quantity == COHORT_MALE_SHARE)
        return 0.0;
    return quantity == COHORT_SURVIVAL ? -derivative * (1.0 - value) : derivative * value;
}

struct responses {
    const double *values, *derivatives;
    double sum;
};

static void add_run(void *context, cohort_quantity quantity, size_t offset, size_t count)
{
    struct responses *r = context;
    for (size_t i = offset; i < offset + count; i++)
        r->sum += response(quantity, r->values[i], r->derivatives[i]);
}

int cohort_sensitivity_change(const cohort_inputs *inputs, const cohort_inputs *gradient,
                              const cohort_part *part, double by, double *change,
                              cohort_error *error)
{
    struct responses responses = {inputs->values, gradient->values, 0.0};
    int code = cohort_inputs_match(inputs, gradient, error);
    if (!code)
        code = cohort_part_visit(inputs, part, add_run, &responses, error);
    if (!code)
        *change = by * responses.sum;
    return code;
}

/* ---- ranking ---- */

static cohort_influencer influencer_of(const cohort_inputs *inputs, const cohort_inputs *gradient,
                                       cohort_quantity quantity, size_t index, double measure)
{
    const struct place place = cohort_quantity_place(&inputs->grid, quantity, index);
    const double value = inputs->values[inputs->offset[quantity] + index];
    const double derivative = gradient->values[inputs->offset[quantity] + index];
    return (cohort_influencer){
        .quantity = quantity,
        .interval = place.interval,
        .sex = place.sex,
        .age = place.age,
        .value = value,
        .derivative = derivative,
        .elasticity = measure != 0.0 ? derivative * value / measure : (double)NAN,
        .change = 0.01 * response(quantity, value, derivative),
    };
}

/* Larger changes first; then by the order of the list of quantities, and of their arrays. */
static int compare(const void *left, const void *right)
{
    const cohort_influencer *a = left, *b = right;
    const double size_a = fabs(a->change), size_b = fabs(b->change);
    if (size_a != size_b)
        return size_a > size_b ? -1 : 1;
    const int keys[][2] = {{(int)a->quantity, (int)b->quantity},
                           {a->interval, b->interval},
                           {a->sex, b->sex},
                           {a->age, b->age}};
    for (int k = 0; k < 4; k++)
        if (keys[k][0] != keys[k][1])
            return keys[k][0] < keys[k][1] ? -1 : 1;
    return 0;
}

int cohort_sensitivity_rank(const cohort_inputs *inputs, const cohort_inputs *gradient,
                            double measure, int most, cohort_influencer *influencers, int *count,
                            cohort_error *error)
{
    int code = cohort_inputs_match(inputs, gradient, error);
    if (!code && most < 1)
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT, "most %d: expected 1 or more", most);
    if (code)
        return code;
    cohort_influencer *all = calloc(inputs->offset[COHORT_QUANTITY_COUNT], sizeof *all);
    if (!all)
        return cohort_fail_memory(error);
    size_t found = 0;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < inputs->offset[q + 1] - inputs->offset[q]; i++)
            if (q != COHORT_MALE_SHARE && q != COHORT_TFR_PER_CWR)
                all[found++] = influencer_of(inputs, gradient, (cohort_quantity)q, i, measure);
    qsort(all, found, sizeof *all, compare);
    *count = found < (size_t)most ? (int)found : most;
    memcpy(influencers, all, (size_t)*count * sizeof *all);
    free(all);
    return code;
}
