/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/stable.h>

#include "core/error.h"
#include "core/inputs.h"
#include "core/range.h"
#include "model/step.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITERATIONS = 1000000, LONG = 2000 /* lives, more than there are ages */ };

/* One interval's kernel without counts, and room for two populations. */
struct leslie {
    cohort_inputs *inputs;
    struct steps steps;
    size_t cells;
    double *before, *after, *room; /* room: for two */
};

static void operator_free(struct leslie *op)
{
    cohort_inputs_free(op->inputs);
    free(op->before);
}

static int operator_new(struct leslie *op, const cohort_inputs *inputs, int interval,
                        cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    *op = (struct leslie){.cells = cohort_grid_cells(grid)};
    if (interval < 0 || interval >= grid->steps)
        return cohort_fail(error, COHORT_ERROR_GRID, "interval %d: there are %d, from 0 on",
                           interval, grid->steps);
    struct survey survey = {0};
    int code = cohort_inputs_see(inputs, COHORT_BASE, NULL, &survey, error);
    if (!code)
        code = cohort_inputs_copy(inputs, &op->inputs, error);
    if (code)
        return code;
    op->before = calloc(4 * op->cells, sizeof *op->before);
    if (!op->before)
        return cohort_fail_memory(error);
    op->after = op->before + op->cells;
    op->room = op->after + op->cells;
    memset(cohort_inputs_array(op->inputs, COHORT_NET_MIGRANTS), 0,
           (size_t)grid->steps * op->cells * sizeof(double));
    survey.of[COHORT_NET_MIGRANTS].nonzero = false;
    op->steps = cohort_steps_of(op->inputs, &survey);
    return COHORT_OK;
}

/* One interval, from before to after. What is below zero stays so: it is an operator, not a run. */
static void pass(struct leslie *op, int interval)
{
    memcpy(op->room, op->before, op->cells * sizeof *op->room);
    cohort_steps_run(&op->steps, interval, interval + 1, op->room, NULL, NULL);
    memcpy(op->after, op->room + op->cells, op->cells * sizeof *op->after);
}

int cohort_leslie(const cohort_inputs *inputs, int interval, double *matrix, cohort_error *error)
{
    struct leslie op;
    int code = operator_new(&op, inputs, interval, error);
    for (size_t column = 0; !code && column < op.cells; column++) {
        op.before[column] = 1.0;
        pass(&op, interval);
        op.before[column] = 0.0;
        for (size_t row = 0; row < op.cells; row++)
            matrix[row * op.cells + column] = op.after[row];
    }
    operator_free(&op);
    return code ? code : cohort_succeed(error);
}

/* Women of an age to bear children, now or later. */
static double young_women(const struct leslie *op, const struct step *step)
{
    double young = 0.0;
    for (int x = 0; x <= step->women_last; x++)
        young += fabs(op->before[COHORT_FEMALE * step->ages + x]);
    return young;
}

/* Daughters of a newborn girl: her cohort, with who comes by the rates, passed on until nobody is
 * left who will bear. Returned: without bound if they do not become fewer. */
static double net_reproduction(struct leslie *op, int interval)
{
    const struct step step = cohort_step_of(&op->steps, interval);
    const int girls = COHORT_FEMALE * step.ages;
    const double survival = step.S[girls];
    const double births = step.share[COHORT_FEMALE] / (step.asfr ? 1.0 : survival);
    if (!(births * step.factor > 0.0))
        return 0.0;
    double daughters = 0.0, earlier = HUGE_VAL;
    memset(op->before, 0, 2 * op->cells * sizeof *op->before);
    op->after[girls] = survival; /* of one birth */
    for (int life = 0; life < MOST_ITERATIONS; life++) {
        daughters += births * cohort_step_births(&step, op->before, op->after);
        memcpy(op->before, op->after, op->cells * sizeof *op->before);
        pass(op, interval);
        const double more = cohort_step_births(&step, op->before, op->after);
        for (int sex = 0; sex < COHORT_SEXES; sex++) /* she and who comes, not her children */
            op->after[sex * step.ages] -=
                more * step.share[sex] * (step.asfr ? step.S[sex * step.ages] : 1.0);
        const double young = young_women(op, &step);
        if (young < 1e-17) /* nobody is left who will have children */
            return daughters;
        if (life % LONG == LONG - 1 && !(young < earlier))
            break;
        earlier = life % LONG == LONG - 1 ? young : earlier;
    }
    return HUGE_VAL;
}

/* Power iteration. Returned: the growth factor; *steps, or 0 if it did not come to rest. */
static double iterate(struct leslie *op, int interval, int *steps)
{
    double factor = 0.0;
    for (size_t c = 0; c < op->cells; c++)
        op->before[c] = 1.0 / (double)op->cells;
    for (*steps = 1; *steps < MOST_ITERATIONS; ++*steps) {
        double change = 0.0;
        pass(op, interval);
        factor = cohort_sum(op->after, op->cells);
        if (!(factor > DBL_MIN && factor <= DBL_MAX))
            break;
        for (size_t c = 0; c < op->cells; c++) {
            double share = op->after[c] / factor;
            change = fmax(change, fabs(share - op->before[c]));
            op->before[c] = share;
        }
        if (change < 1e-14)
            return factor;
    }
    *steps = 0;
    return factor;
}

int cohort_stable_population(const cohort_inputs *inputs, int interval, cohort_stable *stable,
                             double *structure, cohort_error *error)
{
    struct leslie op;
    int steps = 0, code = operator_new(&op, inputs, interval, error);
    if (code)
        goto out;
    double net = net_reproduction(&op, interval), factor = iterate(&op, interval, &steps);
    if (!isfinite(net)) {
        code = cohort_fail(error, COHORT_ERROR_SOLVE,
                           "births without survival, or by an open group in which nobody dies");
        goto out;
    }
    if (steps == 0) {
        code = cohort_fail(error, COHORT_ERROR_SOLVE,
                           "no stable population: the shares do not come to rest (growth by %g)",
                           factor);
        goto out;
    }
    stable->net_reproduction = net;
    if (structure)
        memcpy(structure, op.before, op.cells * sizeof *structure);
    stable->factor = factor;
    stable->growth = log(factor) / inputs->grid.width;
    stable->iterations = steps;
    code = cohort_succeed(error);
out:
    operator_free(&op);
    return code;
}
