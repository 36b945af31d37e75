/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/lanes.h"

#include "support/close.h"
#include "support/random.h"

#include <stdlib.h>

static void thin_out(cohort_inputs *inputs, uint64_t *random)
{
    cohort_quantity quantity =
        cohort_inputs_convention(inputs) == COHORT_IPSS ? COHORT_CWR : COHORT_ASFR;
    for (size_t i = 0; i < value_count(inputs, quantity); i++)
        if (next_random(random) < 0.7)
            cohort_inputs_array(inputs, quantity)[i] = 0.0;
}

/* All of migration, and so many of the rest that somebody lives. Whoever is born survives, for a ratio
 * has births by that. */
static void negate_zeros(cohort_inputs *inputs)
{
    const size_t ages = (size_t)cohort_inputs_grid(inputs)->ages;
    fill_quantity(inputs, COHORT_NET_MIGRATION_RATIO, -0.0);
    fill_quantity(inputs, COHORT_NET_MIGRANTS, -0.0);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(inputs, (cohort_quantity)q);
             i += q == COHORT_BASE ? 2 : 5)
            if (q != COHORT_SURVIVAL || i % ages > 0)
                cohort_inputs_array(inputs, (cohort_quantity)q)[i] = -0.0;
}

static void vary(cohort_inputs *inputs, enum variant variant, uint64_t *random)
{
    if (variant == NO_RATES || variant == NO_MIGRATION)
        fill_quantity(inputs, COHORT_NET_MIGRATION_RATIO, 0.0);
    if (variant == NO_MIGRANTS || variant == NO_MIGRATION)
        fill_quantity(inputs, COHORT_NET_MIGRANTS, 0.0);
    if (variant == COMING || variant == FEW_MOTHERS || variant == NO_CHILDREN)
        let_nobody_leave(inputs); /* where nobody is born, no child can leave */
    if (variant == FEW_MOTHERS)
        thin_out(inputs, random);
    if (variant == NO_CHILDREN) {
        fill_quantity(inputs, COHORT_CWR, 0.0);
        fill_quantity(inputs, COHORT_ASFR, 0.0);
    }
    if (variant == NEGATIVE_ZEROS)
        negate_zeros(inputs);
}

static cohort_inputs *lane_inputs(const cohort_grid *grid, cohort_convention convention,
                                  enum variant variant, int lane)
{
    cohort_inputs *inputs = scattered_inputs_of(grid, convention);
    uint64_t random = (uint64_t)lane + 1;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; i < value_count(inputs, (cohort_quantity)q); i++)
            cohort_inputs_array(inputs, (cohort_quantity)q)[i] *= 0.9 + 0.1 * next_random(&random);
    vary(inputs, variant, &random);
    return inputs;
}

struct lanes lanes_of(const cohort_grid *grid, cohort_convention convention, enum variant variant,
                      int count)
{
    struct lanes lanes = {.count = count,
                          .size = (size_t)(grid->steps + 1) * cohort_grid_cells(grid)};
    for (int lane = 0; lane < count; lane++) {
        enum variant own = variant == VARIANTS ? (enum variant)(lane % VARIANTS) : variant;
        lanes.inputs[lane] = lane_inputs(grid, convention, own, lane);
        lanes.view[lane] = lanes.inputs[lane];
        lanes.alone[lane] = project(lanes.inputs[lane]);
    }
    return lanes;
}

void free_lanes(struct lanes *lanes)
{
    for (int lane = 0; lane < lanes->count; lane++) {
        cohort_projection_free(lanes->alone[lane]);
        cohort_inputs_free(lanes->inputs[lane]);
    }
}

cohort_batch *batch_of(int lanes, const cohort_inputs *const *inputs)
{
    cohort_batch *batch;
    cohort_error error;
    assert_ok(cohort_batch_new(lanes, inputs, lanes % 4, &batch, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    assert_int_equal(cohort_batch_lanes(batch), lanes);
    assert_memory_equal(cohort_batch_grid(batch), cohort_inputs_grid(inputs[0]),
                        sizeof(cohort_grid));
    return batch;
}

double *populations_of(const cohort_batch *batch, int threads)
{
    const cohort_grid *grid = cohort_batch_grid(batch);
    const size_t size =
        (size_t)cohort_batch_lanes(batch) * (size_t)(grid->steps + 1) * cohort_grid_cells(grid);
    double *populations = malloc(size * sizeof *populations);
    cohort_error error;
    assert_non_null(populations);
    for (size_t i = 0; i < size; i++)
        populations[i] = -7.0;
    assert_ok(cohort_batch_populations(batch, threads, populations, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    return populations;
}

void assert_as_alone(const cohort_batch *batch, int threads, const struct lanes *lanes)
{
    double *populations = populations_of(batch, threads);
    for (int lane = 0; lane < lanes->count; lane++)
        assert_same_bits(populations + (size_t)lane * lanes->size,
                         result_cells(lanes->alone[lane], RESULT_POPULATION), lanes->size);
    free(populations);
}

double *share_rates(struct lanes *lanes)
{
    const size_t cells = cohort_grid_cells(cohort_inputs_grid(lanes->inputs[0]));
    double *bases = malloc((size_t)lanes->count * cells * sizeof *bases);
    cohort_error error;
    assert_non_null(bases);
    for (int lane = 0; lane < lanes->count; lane++) {
        assert_ok(cohort_inputs_take(lanes->inputs[lane], lanes->inputs[0],
                                     COHORT_ALL_COMPONENTS & ~(unsigned)COHORT_BASE_POPULATION,
                                     &error),
                  error);
        memcpy(bases + (size_t)lane * cells, cohort_inputs_view(lanes->inputs[lane], COHORT_BASE),
               cells * sizeof *bases);
        assert_ok(cohort_projection_update(lanes->alone[lane], lanes->inputs[lane], &error), error);
    }
    return bases;
}
