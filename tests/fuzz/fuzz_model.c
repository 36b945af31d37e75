/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs, a projection, a scenario and what is measured: any rates. Where a projection ran, its accounts
 * close. */
#include "fuzz/take.h"

static cohort_operation take_operation(struct take *take)
{
    cohort_operation o;
    const int kind = take_byte(take) > 4 ? take_up_to(take, 6) : take_int(take);
    cohort_operation_init(&o, (cohort_operation_kind)kind, take_rate(take));
    if (take_byte(take) > 128)
        o.sex = take_int(take);
    if (take_byte(take) > 128) {
        const cohort_band band = take_band(take);
        o.age_from = band.age_from;
        o.age_to = band.age_to;
    }
    if (take_byte(take) > 128)
        o.year_from = take_int(take);
    if (take_byte(take) > 128)
        o.year_to = take_int(take);
    if (take_byte(take) > 200)
        o.value_from = take_number(take);
    if (take_byte(take) > 128)
        o.baseline_tfr = take_number(take);
    return o;
}

static cohort_part take_part(struct take *take)
{
    cohort_part part;
    const cohort_band band = take_band(take);
    cohort_part_init(&part, take_byte(take));
    part.sex = band.sex;
    part.age_from = band.age_from;
    part.age_to = band.age_to;
    if (take_byte(take) > 128)
        part.year_from = take_int(take);
    return part;
}

static void close_accounts(const cohort_projection *p)
{
    const cohort_grid *grid = &cohort_projection_population(p)->grid;
    cohort_balance balance;
    cohort_error error;
    if (!cohort_projection_balance(p, grid->start, cohort_grid_year(grid, grid->steps), &balance,
                                   &error))
        HOLDS(fabs(balance.opening + balance.births - balance.deaths + balance.net_migration -
                   balance.closing) <= 1e-6 * (1.0 + fabs(balance.opening) + fabs(balance.births) +
                                               fabs(balance.deaths) + fabs(balance.net_migration)));
}

static void measure(const cohort_projection *p, const cohort_inputs *inputs, struct take *take)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const cohort_measure of = take_measure(take);
    const cohort_part parts[2] = {take_part(take), take_part(take)};
    cohort_influencer most[4];
    cohort_inputs *gradient;
    cohort_stable stable;
    cohort_influence influence;
    cohort_error error;
    double value, changes[3], mothers[200];
    int count;
    HOLDS(cohort_inputs_copy(inputs, &gradient, &error) == COHORT_OK);
    const int code = cohort_sensitivity(p, &of, gradient, &value, &error);
    check_error(code, &error);
    if (!code) {
        check_error(cohort_sensitivity_rank(inputs, gradient, value, 4, most, &count, &error),
                    &error);
        check_error(cohort_sensitivity_change(inputs, gradient, &parts[0], 0.01, &value, &error),
                    &error);
    }
    cohort_inputs_free(gradient);
    check_error(cohort_decompose(inputs, inputs, &of, 2, parts, changes, &error), &error);
    if (grid->ages <= 200)
        check_error(cohort_projection_births_by_mother(p, take_int(take), mothers, &error), &error);
    check_error(cohort_stable_population(inputs, take_up_to(take, 3), &stable, NULL, &error),
                &error);
    check_error(cohort_influence_of(inputs, take_year(take), &influence, &error), &error);
}

static void change(const cohort_inputs *inputs, struct take *take)
{
    cohort_scenario *scenario;
    cohort_inputs *changed;
    cohort_error error;
    HOLDS(cohort_scenario_new(&scenario, &error) == COHORT_OK);
    for (int i = take_up_to(take, 3); i >= 0; i--) {
        const cohort_operation operation = take_operation(take);
        check_error(cohort_scenario_add(scenario, &operation, &error), &error);
    }
    check_error(cohort_scenario_apply(scenario, inputs, &changed, &error), &error);
    cohort_inputs_free(changed);
    if (cohort_scenario_count(scenario) > 0) {
        const cohort_lever lever = {0, 1, take_number(take), take_number(take)};
        const cohort_figure goal = take_figure(take);
        cohort_reached reached;
        check_error(cohort_reach(inputs, scenario, &lever, &goal, &reached, &error), &error);
    }
    cohort_scenario_free(scenario);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct take take = {bytes, size};
    const cohort_grid grid = take_grid(&take);
    if (grid.ages > 200 || grid.steps > 50 ||
        (long long)grid.ages * grid.steps > 600) /* too slow */
        return 0;
    cohort_inputs *inputs = take_inputs(&take, &grid), *later;
    cohort_projection *p = NULL;
    cohort_error error;
    if (!inputs)
        return 0;
    if (take_byte(&take) > 128)
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
    if (take_byte(&take) > 200)
        cohort_inputs_cut_emigration(inputs, 1);
    const int code = cohort_projection_new(inputs, &p, &error);
    check_error(code, &error);
    HOLDS((code == COHORT_OK) == (p != NULL));
    if (p) {
        close_accounts(p);
        measure(p, inputs, &take);
    }
    change(inputs, &take);
    const int year = 2015 + 5 * take_up_to(&take, 4);
    check_error(cohort_inputs_extend(inputs, year, &later, &error), &error);
    cohort_inputs_free(later);
    cohort_projection_free(p);
    cohort_inputs_free(inputs);
    return 0;
}
