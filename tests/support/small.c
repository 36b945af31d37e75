/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/small.h"

#include "support/close.h"

#include <stdbool.h>

const cohort_grid small_grid = {SMALL_WIDTH, SMALL_AGES, SMALL_START, SMALL_STEPS};

const double small_weights[COHORT_SEXES * SMALL_AGES] = {
    0.0, 0.11, 0.42, 0.23, 0.54, 0.75, 0.36, 0.97, 0.18, 0.69, 0.81, 0.33, /* men */
    2.1, 0.14, 0.47, 0.28, 0.59, 0.72, 0.31, 0.93, 0.15, 0.66, 0.87, 1.38, /* women */
};

cohort_inputs *blank_inputs_of(const cohort_grid *grid, cohort_convention convention)
{
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(cohort_inputs_new(grid, convention, &inputs, &error), error);
    return inputs;
}

cohort_inputs *blank_inputs(const cohort_grid *grid)
{
    return blank_inputs_of(grid, COHORT_IPSS);
}

/* Multiples of an irrational number modulo 1: spread evenly, none twice. */
static double scatter(int quantity, size_t index)
{
    double turn = 0.6180339887498949 * (double)(index + 1) + 0.7548776662466927 * quantity;
    return turn - floor(turn);
}

static void scatter_quantity(cohort_inputs *inputs, cohort_quantity quantity, double from,
                             double to)
{
    size_t count = value_count(inputs, quantity);
    double *values = cohort_inputs_array(inputs, quantity);
    for (size_t i = 0; i < count; i++)
        values[i] = from + (to - from) * scatter((int)quantity, i);
}

/* Counts take the sign of their cell's rate. */
static void sign_migration(cohort_inputs *inputs)
{
    double *migrants = cohort_inputs_array(inputs, COHORT_NET_MIGRANTS);
    const double *rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    for (size_t c = 0; c < value_count(inputs, COHORT_NET_MIGRANTS); c++)
        if (rate[c] < 0.0)
            migrants[c] *= -1.0;
}

/* A value of the youngest group in every interval: of both sexes, or of women alone. */
static void clear_youngest(cohort_inputs *inputs, cohort_quantity quantity)
{
    for (int i = 0; i < cohort_inputs_grid(inputs)->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            *value_at(inputs, quantity, i, sex, 0) = 0.0;
}

cohort_inputs *scattered_inputs_of(const cohort_grid *grid, cohort_convention convention)
{
    const bool ipss = convention == COHORT_IPSS;
    cohort_inputs *inputs = blank_inputs_of(grid, convention);
    scatter_quantity(inputs, COHORT_BASE, 400.0, 1600.0);
    scatter_quantity(inputs, COHORT_SURVIVAL, 0.75, 0.999);
    /* The UN's rates are of those who are at an age, who may be many more than those who come to
     * it: smaller, so that no cell becomes negative. */
    scatter_quantity(inputs, COHORT_NET_MIGRATION_RATIO, ipss ? -0.2 : -0.08, ipss ? 0.15 : 0.06);
    scatter_quantity(inputs, COHORT_NET_MIGRANTS, 1.0, ipss ? 30.0 : 10.0);
    scatter_quantity(inputs, COHORT_MALE_SHARE, 0.45, 0.58);
    scatter_quantity(inputs, COHORT_CWR, 0.15, 0.35);
    scatter_quantity(inputs, COHORT_TFR_PER_CWR, 5.0, 8.0);
    scatter_quantity(inputs, COHORT_ASFR, 0.01, 0.04);
    sign_migration(inputs);
    clear_youngest(inputs, ipss ? COHORT_NET_MIGRATION_RATIO : COHORT_ASFR);
    return inputs;
}

cohort_inputs *scattered_inputs(const cohort_grid *grid)
{
    return scattered_inputs_of(grid, COHORT_IPSS);
}

cohort_inputs *small_inputs(void)
{
    return scattered_inputs(&small_grid);
}

cohort_inputs *copy_inputs(const cohort_inputs *inputs)
{
    cohort_inputs *copy;
    cohort_error error;
    assert_ok(cohort_inputs_copy(inputs, &copy, &error), error);
    return copy;
}

static cohort_inputs *altered_inputs(const cohort_inputs *inputs)
{
    cohort_inputs *other = copy_inputs(inputs);
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        for (size_t i = 0; component_of(q) && i < value_count(other, (cohort_quantity)q); i++)
            cohort_inputs_array(other, (cohort_quantity)q)[i] *= 0.9 + 0.099 * scatter(q + 50, i);
    return other;
}

struct paths paths_of(cohort_convention convention)
{
    cohort_inputs *mine = scattered_inputs_of(&small_grid, convention);
    return (struct paths){mine, altered_inputs(mine)};
}

void free_paths(struct paths paths)
{
    cohort_inputs_free(paths.other);
    cohort_inputs_free(paths.mine);
}

void take_part(cohort_inputs *inputs, const cohort_inputs *from, const cohort_part *part)
{
    cohort_error error;
    assert_ok(cohort_inputs_take_part(inputs, from, part, &error), error);
}

unsigned component_of(int quantity)
{
    static const unsigned components[COHORT_QUANTITY_COUNT] = {
        [COHORT_BASE] = COHORT_BASE_POPULATION,          [COHORT_SURVIVAL] = COHORT_MORTALITY,
        [COHORT_NET_MIGRATION_RATIO] = COHORT_MIGRATION, [COHORT_NET_MIGRANTS] = COHORT_MIGRATION,
        [COHORT_MALE_SHARE] = COHORT_FERTILITY,          [COHORT_CWR] = COHORT_FERTILITY,
        [COHORT_TFR_PER_CWR] = COHORT_NO_COMPONENT,      [COHORT_ASFR] = COHORT_FERTILITY,
    };
    return components[quantity];
}

int ages_hold_group(int age_from, int age_to, int x)
{
    return age_from <= 5 * x && (x < SMALL_OPEN ? 5 * x + 4 : COHORT_OPEN_END) <= age_to;
}

int ages_hold_passage(int age_from, int age_to, int x)
{
    if (x == 0)
        return age_from == 0;
    return age_from <= 5 * (x - 1) && (x < SMALL_OPEN ? 5 * x - 1 : COHORT_OPEN_END) <= age_to;
}

void let_nobody_leave(cohort_inputs *inputs)
{
    double *came = cohort_inputs_array(inputs, COHORT_NET_MIGRANTS);
    double *rate = cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO);
    for (size_t i = 0; i < value_count(inputs, COHORT_NET_MIGRANTS); i++) {
        came[i] = fabs(came[i]);
        rate[i] = fabs(rate[i]);
    }
}

cohort_projection *project(const cohort_inputs *inputs)
{
    cohort_projection *projection;
    cohort_error error;
    assert_ok(cohort_projection_new(inputs, &projection, &error), error);
    return projection;
}

cohort_scenario *scenario_of(size_t count, const cohort_operation *operations)
{
    cohort_scenario *scenario;
    cohort_error error;
    assert_ok(cohort_scenario_new(&scenario, &error), error);
    for (size_t i = 0; i < count; i++)
        assert_ok(cohort_scenario_add(scenario, &operations[i], &error), error);
    assert_int_equal(cohort_scenario_count(scenario), count);
    return scenario;
}

cohort_inputs *apply_operations(const cohort_inputs *inputs, size_t count,
                                const cohort_operation *operations)
{
    cohort_scenario *scenario = scenario_of(count, operations);
    cohort_inputs *before = copy_inputs(inputs), *out;
    cohort_error error;
    assert_ok(cohort_scenario_apply(scenario, inputs, &out, &error), error);
    assert_ptr_not_equal(out, inputs);
    assert_same_inputs(inputs, before);
    cohort_inputs_free(before);
    cohort_scenario_free(scenario);
    return out;
}

static size_t value_index(const cohort_grid *grid, cohort_quantity quantity, int interval, int sex,
                          int age)
{
    switch (quantity) {
    case COHORT_CWR:
    case COHORT_MALE_SHARE:
    case COHORT_TFR_PER_CWR:
        return (size_t)interval;
    case COHORT_ASFR:
        return (size_t)interval * (size_t)grid->ages + (size_t)age;
    case COHORT_BASE:
        return cohort_cell(grid, 0, sex, age);
    default:
        return cohort_cell(grid, interval, sex, age);
    }
}

double *value_at(cohort_inputs *inputs, cohort_quantity quantity, int interval, int sex, int age)
{
    return cohort_inputs_array(inputs, quantity) +
           value_index(cohort_inputs_grid(inputs), quantity, interval, sex, age);
}

double value_of(const cohort_inputs *inputs, cohort_quantity quantity, int interval, int sex,
                int age)
{
    return cohort_inputs_view(
        inputs, quantity)[value_index(cohort_inputs_grid(inputs), quantity, interval, sex, age)];
}

size_t value_count(const cohort_inputs *inputs, cohort_quantity quantity)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    if (!cohort_inputs_view(inputs, quantity))
        return 0;
    if (quantity == COHORT_BASE)
        return cohort_grid_cells(grid);
    return grid->steps == 0
               ? 0
               : value_index(grid, quantity, grid->steps - 1, COHORT_FEMALE, grid->ages - 1) + 1;
}

void fill_quantity(cohort_inputs *inputs, cohort_quantity quantity, double value)
{
    size_t count = value_count(inputs, quantity);
    for (size_t i = 0; i < count; i++)
        cohort_inputs_array(inputs, quantity)[i] = value;
}

void assert_same_bits(const double *actual, const double *expected, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(&actual[i], &expected[i], sizeof *actual) != 0)
            fail_msg("value %zu: %.17g, expected the bits of %.17g", i, actual[i], expected[i]);
}

void assert_same_quantity(const cohort_inputs *actual, const cohort_inputs *expected,
                          cohort_quantity quantity)
{
    assert_same_bits(cohort_inputs_view(actual, quantity), cohort_inputs_view(expected, quantity),
                     value_count(expected, quantity));
}

void assert_same_inputs(const cohort_inputs *actual, const cohort_inputs *expected)
{
    assert_memory_equal(cohort_inputs_grid(actual), cohort_inputs_grid(expected),
                        sizeof(cohort_grid));
    assert_int_equal(cohort_inputs_convention(actual), cohort_inputs_convention(expected));
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        assert_same_quantity(actual, expected, (cohort_quantity)q);
}

void assert_only_component_changed(const cohort_inputs *in, const cohort_inputs *out,
                                   unsigned component)
{
    cohort_inputs *back = copy_inputs(out);
    cohort_error error;
    assert_ok(cohort_inputs_take(back, in, component, &error), error);
    assert_same_inputs(back, in);
    cohort_inputs_free(back);
}

void assert_same_results(const cohort_projection *actual, const cohort_projection *expected)
{
    for (int r = 0; r < RESULTS; r++) {
        assert_int_equal(result_count(actual, r), result_count(expected, r));
        assert_same_bits(result_cells(actual, r), result_cells(expected, r),
                         result_count(expected, r));
    }
}

static const cohort_flow *result_flow(const cohort_projection *projection, int result)
{
    return result == RESULT_BIRTHS   ? cohort_projection_births(projection)
           : result == RESULT_DEATHS ? cohort_projection_deaths(projection)
                                     : cohort_projection_net_migration(projection);
}

const double *result_cells(const cohort_projection *projection, int result)
{
    return result == RESULT_POPULATION ? cohort_projection_population(projection)->cells
                                       : result_flow(projection, result)->cells;
}

size_t result_count(const cohort_projection *projection, int result)
{
    const cohort_grid *grid = result == RESULT_POPULATION
                                  ? &cohort_projection_population(projection)->grid
                                  : &result_flow(projection, result)->grid;
    return cohort_grid_cells(grid) *
           (size_t)(result == RESULT_POPULATION ? grid->steps + 1 : grid->steps);
}

cohort_projection *small_plan(void)
{
    cohort_inputs *inputs = small_inputs();
    cohort_projection *plan = project(inputs);
    cohort_inputs_free(inputs);
    return plan;
}

cohort_band small_group(int sex, int x)
{
    return (cohort_band){sex, x * SMALL_WIDTH,
                         x == SMALL_OPEN ? COHORT_OPEN_END : (x + 1) * SMALL_WIDTH - 1};
}
