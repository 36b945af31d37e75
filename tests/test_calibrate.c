/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/calibrate.h>
#include <cohort/derive.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/reaching.h"
#include "support/small.h"
#include "support/tables.h"

/* A town of 27,000: Nemuro as published, 2015 to 2060. */
enum { LAST = 2060, MOST = 4 };
static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band young = {COHORT_BOTH, 0, 14};

/* The header's promise for a target that is met, in persons. */
static const double MET = 1e-6;

struct town {
    cohort_projection *projection;
    const cohort_inputs *baseline;
    cohort_scenario *scenario;
    cohort_fit fit;
    double misses[MOST];
    int at_bound[MOST];
};

static int begin(void **state)
{
    static struct town town;
    cohort_error error;
    town = (struct town){.fit = {.size = sizeof town.fit, .targets = -1}};
    town.projection = project_town("01223", LAST);
    town.baseline = cohort_projection_inputs(town.projection);
    assert_ok(cohort_scenario_new(&town.scenario, &error), error);
    town.fit.misses = town.misses;
    town.fit.at_bound = town.at_bound;
    *state = &town;
    return 0;
}

static int end(void **state)
{
    struct town *t = *state;
    cohort_projection_free(t->projection);
    cohort_scenario_free(t->scenario);
    return 0;
}

static void add(struct town *t, cohort_operation operation)
{
    cohort_error error;
    assert_ok(cohort_scenario_add(t->scenario, &operation, &error), error);
}

static cohort_operation suppression(double value)
{
    cohort_operation operation = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, value);
    operation.age_to = 59;
    return operation;
}

static cohort_operation fertility(double tfr)
{
    cohort_operation operation = COHORT_OPERATION(COHORT_SET_TFR, tfr);
    operation.year_from = 2025;
    return operation;
}

static double value_at_operation(const struct town *t, int index)
{
    return cohort_scenario_operation(t->scenario, index)->value;
}

static void set(struct town *t, int index, double value)
{
    cohort_error error;
    assert_ok(cohort_scenario_set_value(t->scenario, index, value, &error), error);
}

/* What a projection gives with these components of the scenario: apart from the library's fit. */
static double measured(const struct town *t, unsigned components, const cohort_measure *measure)
{
    return measured_under(t->baseline, t->scenario, components, measure);
}

static double reached(const struct town *t, unsigned components, cohort_band band, int year)
{
    const cohort_measure persons = {.band = band, .year = year};
    return measured(t, components, &persons);
}

static double reached_by(const struct town *t, const cohort_figure *target)
{
    double value = measured(t, target->components, &target->measure);
    return target->times != 0.0
               ? value - target->times * measured(t, target->minus_components, &target->minus)
               : value;
}

static void calibrate_to(struct town *t, int parameter_count, const cohort_parameter *parameters,
                         int target_count, const cohort_figure *targets, double exactness)
{
    cohort_error error;
    assert_ok(cohort_calibrate(t->baseline, t->scenario, parameter_count, parameters, target_count,
                               targets, &t->fit, &error),
              error);
    assert_int_equal(t->fit.targets, target_count);
    assert_int_equal(t->fit.parameters, parameter_count);
    for (int i = 0; i < target_count; i++) /* the report is what the scenario gives */
        assert_close(t->misses[i], reached_by(t, &targets[i]) - targets[i].value, 0, exactness);
}

static void calibrate(struct town *t, int parameter_count, const cohort_parameter *parameters,
                      int target_count, const cohort_figure *targets)
{
    calibrate_to(t, parameter_count, parameters, target_count, targets, MET);
}

static void check_met(const struct town *t, int rank)
{
    assert_int_equal(t->fit.met, 1);
    assert_int_equal(t->fit.rank, rank);
    assert_int_equal(t->fit.bounds_active, 0);
    assert_true(t->fit.worst_miss <= MET);
    for (int i = 0; i < t->fit.targets; i++)
        assert_close(t->misses[i], 0, 0, MET);
}

/* --- What can be met --- */

static void meets_differences_of_runs(void **state)
{
    struct town *t = *state;
    static const unsigned minus[] = {COHORT_NO_COMPONENT, COHORT_MIGRATION};
    add(t, suppression(0.1));
    add(t, fertility(1.5));
    for (size_t i = 0; i < 2; i++) {
        /* Of the baseline both values can make the gain; of the run with migration alone, only
         * fertility can. */
        const cohort_parameter parameters[] = {{0, 0.1, 0, 1, 1}, {1, 1.5, 0, 5, 1}};
        const cohort_figure gain =
            gain_of_run(COHORT_ALL_COMPONENTS, minus[i], everybody, LAST, 400);
        calibrate(t, 2, parameters, 1, &gain);
        check_met(t, 1);
    }
    const cohort_parameter none = {0, 0.1, 0, 1, 1};
    const cohort_figure nothing =
        gain_of_run(COHORT_FERTILITY, COHORT_FERTILITY, everybody, LAST, 0);
    calibrate(t, 1, &none, 1, &nothing); /* a run less itself */
    check_met(t, 0);
}

/* The suppression acts in a run of its component alone. */
static void reads_each_run_by_its_components(void **state)
{
    struct town *t = *state;
    const cohort_parameter factor = {0, 0.1, 0, 1, 1};
    add(t, suppression(0));
    add(t, fertility(1.9));
    const cohort_figure migration = persons_of_run(COHORT_MIGRATION, everybody, LAST, 9000);
    calibrate(t, 1, &factor, 1, &migration);
    check_met(t, 1);
    assert_true(reached(t, COHORT_ALL_COMPONENTS, everybody, LAST) > 9010);

    double fertile = reached(t, COHORT_FERTILITY, everybody, LAST);
    const cohort_figure other = persons_of_run(COHORT_FERTILITY, everybody, LAST, fertile + 5);
    calibrate(t, 1, &factor, 1, &other); /* nothing that the factor could do */
    assert_int_equal(t->fit.met, 0);
    assert_int_equal(t->fit.rank, 0);
    assert_close(t->misses[0], -5, 0, MET);
    assert_close(value_at_operation(t, 0), 0.1, 0, 0); /* so it stays at its prior */
}

static void leaves_other_operations_alone(void **state)
{
    struct town *t = *state;
    const cohort_parameter factor = {.operation = 1, .prior = 0.1, .upper = 1, .scale = 1};
    const cohort_figure total = cohort_figure_of(everybody, LAST, 9300);
    add(t, fertility(1.7));
    add(t, suppression(0.4));
    calibrate(t, 1, &factor, 1, &total);
    check_met(t, 1);
    assert_int_equal(cohort_scenario_count(t->scenario), 2);
    assert_close(value_at_operation(t, 0), 1.7, 0, 0);
    assert_close(value_at_operation(t, 1), 0.1, 0, 0.2); /* moved from its prior, not from 0.4 */
}

/* One target, two periods: the departures from the prior stand in the ratio of their effects. */
static void shares_the_change_by_its_effect(void **state)
{
    struct town *t = *state;
    const cohort_parameter parameters[] = {{0, 0.1, 0, 1, 1}, {1, 0.1, 0, 1, 1}};
    cohort_operation early = suppression(0.1), late = suppression(0.1);
    early.year_to = late.year_from = 2035;
    add(t, early);
    add(t, late);
    double slope[2], from = reached(t, COHORT_MIGRATION, everybody, LAST);
    const cohort_figure total = persons_of_run(COHORT_MIGRATION, everybody, LAST, from + 0.1);
    for (int i = 0; i < 2; i++) {
        set(t, i, 0.1 + 1e-4);
        slope[i] = reached(t, COHORT_MIGRATION, everybody, LAST) - from;
        set(t, i, 0.1);
    }
    calibrate(t, 2, parameters, 1, &total);
    check_met(t, 1);
    /* So small a change is straight to 1e-3 of itself. */
    assert_close((value_at_operation(t, 0) - 0.1) / (value_at_operation(t, 1) - 0.1),
                 slope[0] / slope[1], 1e-3, 0);
}

/* Persons, shares, households and gains: figures that two known values give lead back to the two. */
static void meets_figures_of_every_kind(void **state)
{
    struct town *t = *state;
    double heads[COHORT_SEXES * 40];
    const cohort_parameter parameters[] = {{1, 1.5, 0.5, 3, 1}, {0, 0.05, 0, 1, 0.5}};
    const double first = (1.87 - 1.5) / 1, second = (0.23 - 0.05) / 0.5;
    const cohort_figure share = PERCENT_OF(COHORT_BOTH, 65, COHORT_OPEN_END, 2050, 0);
    cohort_figure households = cohort_figure_of(everybody, 2042.5, 0), gain = share;
    for (int c = 0; c < COHORT_SEXES * 40; c++)
        heads[c] = 0.1 + 0.02 * (c % 19);
    households.measure.rates = heads;
    gain.times = 1.0;
    gain.minus = share.measure;
    gain.minus_components = COHORT_MIGRATION;
    const cohort_figure sets[][2] = {
        {cohort_figure_of(young, LAST, 0), cohort_figure_of(everybody, 2040, 0)},
        {share, cohort_figure_of(young, LAST, 0)},
        {households, share},
        {gain, households}};
    add(t, suppression(0));
    add(t, fertility(0));
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
        cohort_figure targets[2] = {sets[s][0], sets[s][1]};
        set(t, 0, 0.23);
        set(t, 1, 1.87);
        for (int i = 0; i < 2; i++)
            targets[i].value = reached_by(t, &targets[i]);
        set(t, 0, 0.9); /* what stands there does not matter */
        set(t, 1, 0.9);
        calibrate(t, 2, parameters, 2, targets);
        check_met(t, 2);
        /* 1e-6 of a person in some thousands a unit */
        assert_close(t->fit.distance, sqrt((first * first + second * second) / 2), 0, 1e-8);
        assert_close(value_at_operation(t, 0), 0.23, 0, 1e-8);
        assert_close(value_at_operation(t, 1), 1.87, 0, 1e-8);
    }
}

/* In a nation a percentage point is a million persons: beside them it counts as such. */
static void meets_a_share_of_a_nation(void **state)
{
    struct town *t = *state;
    const cohort_parameter parameters[] = {{0, 0.05, 0, 1, 1}, {1, 1.5, 0.5, 3, 1}};
    cohort_inputs *nation = copy_inputs(t->baseline);
    const cohort_inputs *town = t->baseline;
    double *base = cohort_inputs_array(nation, COHORT_BASE);
    for (size_t c = 0; c < cohort_grid_cells(cohort_inputs_grid(nation)); c++)
        base[c] *= 1e4;
    t->baseline = nation;
    add(t, suppression(0.23));
    add(t, fertility(1.87));
    cohort_figure targets[] = {PERCENT_OF(COHORT_BOTH, 0, 14, LAST, 0),
                               cohort_figure_of(everybody, LAST, 0)};
    for (int i = 0; i < 2; i++)
        targets[i].value = reached_by(t, &targets[i]);
    assert_true(targets[1].value > 5e7);
    calibrate_to(t, 2, parameters, 2, targets, 1e-6 + 1e-12 * targets[1].value); /* as promised */
    assert_int_equal(t->fit.met, 1);
    assert_int_equal(t->fit.rank, 2);
    assert_close(value_at_operation(t, 0), 0.23, 0, 1e-10);
    assert_close(value_at_operation(t, 1), 1.87, 0, 1e-10);
    t->baseline = town;
    cohort_inputs_free(nation);
}

/* --- What cannot be met --- */

/* No total that is out of reach makes up for a share: the miss is reported in percentage points. */
static void misses_a_share_in_percentage_points(void **state)
{
    struct town *t = *state;
    const cohort_parameter factor = {0, 0.1, 0.05, 0.3, 1};
    const cohort_figure share = PERCENT_OF(COHORT_BOTH, 0, 14, LAST, 50);
    add(t, suppression(0));
    calibrate(t, 1, &factor, 1, &share);
    assert_int_equal(t->fit.met, 0);
    assert_int_equal(t->at_bound[0], 1);
    assert_true(t->misses[0] < -30 && t->misses[0] > -50);
    assert_close(t->fit.worst_miss, -t->misses[0], 0, 0);
}

static void stands_at_a_bound_for_a_total_out_of_reach(void **state)
{
    struct town *t = *state;
    static const struct {
        double goal, bound;
        int side;
    } cases[] = {{20000, 0.3, 1}, {5000, 0.05, -1}};
    const cohort_parameter factor = {0, 0.1, 0.05, 0.3, 1};
    add(t, suppression(0));
    for (size_t i = 0; i < 2; i++) {
        const cohort_figure total = cohort_figure_of(everybody, LAST, cases[i].goal);
        calibrate(t, 1, &factor, 1, &total);
        assert_close(value_at_operation(t, 0), cases[i].bound, 0, 0);
        assert_int_equal(t->at_bound[0], cases[i].side);
        assert_int_equal(t->fit.bounds_active, 1);
        assert_int_equal(t->fit.met, 0);
        assert_int_equal(t->fit.rank, 0);
        set(t, 0, cases[i].bound);
        /* The same sums in another order: rounding of 27,000 persons. */
        double miss = reached_by(t, &total) - cases[i].goal;
        assert_close(t->misses[0], miss, 0, 1e-9);
        assert_close(t->fit.worst_miss, fabs(miss), 0, 1e-9);
    }
}

/* Two totals for one date: the least squares lie in the middle. */
static void goes_halfway_between_two_totals(void **state)
{
    struct town *t = *state;
    const cohort_parameter factor = {.operation = 0, .prior = 0.1, .upper = 1, .scale = 1};
    const cohort_figure totals[] = {cohort_figure_of(everybody, LAST, 9000),
                                    cohort_figure_of(everybody, LAST, 9100)};
    add(t, suppression(0));
    calibrate(t, 1, &factor, 2, totals);
    assert_int_equal(t->fit.met, 0);
    assert_int_equal(t->fit.rank, 1);
    assert_close(t->misses[0], 50, 0, 1e-3); /* least squares are flat at their least */
    assert_close(t->misses[1], -50, 0, 1e-3);
}

/* --- Errors --- */

static void check_refused(struct town *t, int parameter_count, const cohort_parameter *parameters,
                          int target_count, const cohort_figure *targets, int code,
                          const char *part)
{
    cohort_error error;
    double before[MOST];
    int operations = cohort_scenario_count(t->scenario);
    for (int i = 0; i < operations; i++)
        before[i] = value_at_operation(t, i);
    t->fit.targets = -1;
    t->misses[0] = t->misses[1] = -7.5;
    assert_fails(cohort_calibrate(t->baseline, t->scenario, parameter_count, parameters,
                                  target_count, targets, &t->fit, &error),
                 code, error, part);
    assert_int_equal(error.code, code);
    assert_int_equal(cohort_scenario_count(t->scenario), operations);
    for (int i = 0; i < operations; i++)
        assert_close(value_at_operation(t, i), before[i], 0, 0);
    assert_int_equal(t->fit.targets, -1);
    assert_close(t->misses[0], -7.5, 0, 0);
}

static const cohort_parameter good_parameter = {0, 0.1, 0, 1, 1};
static const cohort_figure good_target = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, LAST, 9000);

static void refuses_bad_parameters(void **state)
{
    struct town *t = *state;
    const double nan = (double)NAN;
    const struct {
        cohort_parameter parameter;
        int code;
        const char *part;
    } cases[] = {
        {{-1, 0.1, 0, 1, 1}, COHORT_ERROR_ARGUMENT, "parameter 2: operation -1: there are 2"},
        {{2, 0.1, 0, 1, 1}, COHORT_ERROR_ARGUMENT, "parameter 2: operation 2: there are 2"},
        {{0, 0.1, 0, 1, 1}, COHORT_ERROR_DUPLICATE, "parameters 1 and 2 are the same operation 0"},
        {{1, 0.1, 0.2, 1, 1}, COHORT_ERROR_VALUE, "parameter 2: prior 0.1, bounds 0.2 and 1"},
        {{1, 1.1, 0, 1, 1}, COHORT_ERROR_VALUE, "parameter 2: prior 1.1"},
        {{1, 0.5, 1, 0, 1}, COHORT_ERROR_VALUE, "bounds 1 and 0"},
        {{1, 0.1, 0, 1, 0}, COHORT_ERROR_VALUE, "scale 0"},
        {{1, 0.1, 0, 1, -1}, COHORT_ERROR_VALUE, "scale -1"},
        {{1, nan, 0, 1, 1}, COHORT_ERROR_VALUE, "parameter 2: prior"},
        {{1, 0.1, nan, 1, 1}, COHORT_ERROR_VALUE, "parameter 2: prior"},
        {{1, 0.1, 0, nan, 1}, COHORT_ERROR_VALUE, "parameter 2: prior"},
        {{1, 0.1, 0, 1, nan}, COHORT_ERROR_VALUE, "parameter 2: prior"},
        {{1, 0.1, -HUGE_VAL, 1, 1}, COHORT_ERROR_VALUE, "bounds -inf and 1"},
        {{1, 0.1, 0, HUGE_VAL, 1}, COHORT_ERROR_VALUE, "bounds 0 and inf"},
        {{1, 0.1, 0, 1, HUGE_VAL}, COHORT_ERROR_VALUE, "scale inf"},
    };
    add(t, suppression(0.3));
    add(t, suppression(0.4));
    check_refused(t, 0, NULL, 1, &good_target, COHORT_ERROR_ARGUMENT, "no parameters");
    check_refused(t, -1, NULL, 1, &good_target, COHORT_ERROR_ARGUMENT, "no parameters");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cohort_parameter parameters[] = {good_parameter, cases[i].parameter};
        check_refused(t, 2, parameters, 1, &good_target, cases[i].code, cases[i].part);
    }
}

static void refuses_bad_targets(void **state)
{
    struct town *t = *state;
    const unsigned all = COHORT_ALL_COMPONENTS;
    const double no_rate = (double)NAN; /* that of the first cell alone is read */
    cohort_figure times_infinity = good_target, of_no_rate = good_target;
    times_infinity.times = HUGE_VAL;
    of_no_rate.measure.rates = &no_rate;
    const struct {
        cohort_figure target;
        int code;
        const char *part;
    } cases[] = {
        {cohort_figure_of(everybody, 2060.1, 9000), COHORT_ERROR_GRID, "target 2: year 2060.1"},
        {cohort_figure_of(everybody, 2065, 9000), COHORT_ERROR_GRID, "target 2: year 2065"},
        {cohort_figure_of(everybody, 2010, 9000), COHORT_ERROR_GRID, "expected 2015 to 2060"},
        {cohort_figure_of(everybody, LAST, (double)NAN), COHORT_ERROR_VALUE, "target 2: "},
        {cohort_figure_of(everybody, LAST, HUGE_VAL), COHORT_ERROR_VALUE, "target 2: inf"},
        {persons_of_run(all + 1, everybody, LAST, 9000), COHORT_ERROR_ARGUMENT,
         "target 2: components 16"},
        {persons_of_run(0, everybody, LAST, 9000), COHORT_ERROR_ARGUMENT,
         "target 2: of the baseline, which"},
        {gain_of_run(0, 0, everybody, LAST, 9000), COHORT_ERROR_ARGUMENT, "of the baseline, which"},
        {gain_of_run(all, 32, everybody, LAST, 9000), COHORT_ERROR_ARGUMENT,
         "components 15 and 32"},
        {cohort_figure_of((cohort_band){COHORT_BOTH, 3, 14}, LAST, 9000), COHORT_ERROR_GRID,
         "target 2: ages"},
        {cohort_figure_of((cohort_band){COHORT_BOTH, 0, 13}, LAST, 9000), COHORT_ERROR_GRID,
         "target 2: ages"},
        {cohort_figure_of((cohort_band){3, 0, 14}, LAST, 9000), COHORT_ERROR_ARGUMENT,
         "target 2: "},
        {PERCENT_OF(COHORT_BOTH, 65, 67, LAST, 40), COHORT_ERROR_GRID, "target 2: ages"},
        {times_infinity, COHORT_ERROR_ARGUMENT, "target 2: times inf"},
        {of_no_rate, COHORT_ERROR_VALUE, "target 2: rate of men 0-4: nan"},
    };
    add(t, suppression(0.3));
    check_refused(t, 1, &good_parameter, 0, NULL, COHORT_ERROR_ARGUMENT, "no targets");
    check_refused(t, 1, &good_parameter, -3, NULL, COHORT_ERROR_ARGUMENT, "no targets");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cohort_figure targets[] = {good_target, cases[i].target};
        check_refused(t, 1, &good_parameter, 2, targets, cases[i].code, cases[i].part);
    }
    cohort_figure single = good_target;
    single.minus_components = 32; /* not read where there is no difference */
    single.minus.year = 1900;
    calibrate(t, 1, &good_parameter, 1, &single);
}

/* What the scenario itself says to its values: its errors come out as they are. */
static void hands_on_the_scenarios_errors(void **state)
{
    struct town *t = *state;
    cohort_operation outside = suppression(0.3);
    const cohort_parameter beyond = {0, 0.5, 0, 2, 1}; /* a suppression ends at 1 */
    const cohort_figure much = cohort_figure_of(everybody, LAST, 40000);
    add(t, suppression(0.3));
    check_refused(t, 1, &beyond, 1, &much, COHORT_ERROR_VALUE,
                  "bounds of parameter 1: suppress_out_migration: value: 2: expected 0 to 1");
    outside.year_from = 2070;
    add(t, outside);
    check_refused(t, 1, &good_parameter, 1, &good_target, COHORT_ERROR_NO_EFFECT, "operation 2");
}

static void refuses_bad_inputs(void **state)
{
    struct town *t = *state;
    cohort_inputs *bad = copy_inputs(t->baseline);
    const cohort_inputs *good = t->baseline;
    add(t, suppression(0.3));
    *value_at(bad, COHORT_SURVIVAL, 2, COHORT_MALE, 4) = 1.25;
    t->baseline = bad;
    check_refused(t, 1, &good_parameter, 1, &good_target, COHORT_ERROR_VALUE, "survival, 2025");
    t->baseline = good;
    cohort_inputs_free(bad);
}

#define OF_TOWN(test) cmocka_unit_test_setup_teardown(test, begin, end)

/* Two factors, one target: what the other figure can be. */
static void finds_extremes_of_what_is_no_target(void **state)
{
    struct town *t = *state;
    const double values[2] = {0.2, 0.4};
    cohort_figure target = cohort_figure_of(everybody, LAST, 0.0);
    const cohort_figure children = cohort_figure_of(young, 2040, 0.0);
    cohort_parameter free[2];
    double ends[2], from;
    cohort_error error;
    for (int j = 0; j < 2; j++) {
        cohort_operation early = suppression(values[j]);
        early.year_from = j ? 2035 : 2015;
        early.year_to = j ? LAST : 2035;
        add(t, early);
        free[j] = (cohort_parameter){j, 0.3, 0, 1, 1};
    }
    target.value = reached_by(t, &target);
    from = reached_by(t, &children);
    for (int greatest = 0; greatest < 2; greatest++) {
        assert_ok(cohort_calibrate_extreme(t->baseline, t->scenario, 2, free, 1, &target, &children,
                                           greatest, &ends[greatest], &t->fit, &error),
                  error);
        assert_int_equal(t->fit.met, 1);
        assert_close(reached_by(t, &children), ends[greatest], 0, 1e-9);
        assert_close(reached_by(t, &target), target.value, 0, MET + 1e-8);
        /* With one equation between two factors, an end has one of them at a bound. */
        const double a = value_at_operation(t, 0), b = value_at_operation(t, 1);
        assert_true(a == 0 || a == 1 || b == 0 || b == 1);
    }
    assert_true(ends[0] < from - 1 && from + 1 < ends[1]);
    target.value *= 2;
    assert_ok(cohort_calibrate_extreme(t->baseline, t->scenario, 2, free, 1, &target, &children, 1,
                                       &from, &t->fit, &error),
              error);
    assert_int_equal(t->fit.met, 0);
    target = cohort_figure_of(young, 1900, 0.0);
    assert_fails(cohort_calibrate_extreme(t->baseline, t->scenario, 2, free, 1, &children, &target,
                                          1, &from, NULL, &error),
                 COHORT_ERROR_GRID, error, "figure 1: ");
}

/* Between bounds that are one: what the figure is. */
static void fixed_values_have_one_extreme(void **state)
{
    struct town *t = *state;
    const cohort_parameter fixed = {0, 0.25, 0.25, 0.25, 1};
    const cohort_figure children = cohort_figure_of(young, 2040, 0.0);
    cohort_figure target = cohort_figure_of(everybody, LAST, 0.0);
    cohort_error error;
    double end;
    add(t, suppression(0.25));
    target.value = reached_by(t, &target);
    for (int greatest = 0; greatest < 2; greatest++) {
        assert_ok(cohort_calibrate_extreme(t->baseline, t->scenario, 1, &fixed, 1, &target,
                                           &children, greatest, &end, &t->fit, &error),
                  error);
        assert_int_equal(t->fit.met, 1);
        assert_true(end == reached_by(t, &children) && value_at_operation(t, 0) == 0.25);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_TOWN(meets_differences_of_runs),
        OF_TOWN(reads_each_run_by_its_components),
        OF_TOWN(leaves_other_operations_alone),
        OF_TOWN(shares_the_change_by_its_effect),
        OF_TOWN(meets_figures_of_every_kind),
        OF_TOWN(meets_a_share_of_a_nation),
        OF_TOWN(misses_a_share_in_percentage_points),
        OF_TOWN(stands_at_a_bound_for_a_total_out_of_reach),
        OF_TOWN(goes_halfway_between_two_totals),
        OF_TOWN(finds_extremes_of_what_is_no_target),
        OF_TOWN(fixed_values_have_one_extreme),
        OF_TOWN(refuses_bad_parameters),
        OF_TOWN(refuses_bad_targets),
        OF_TOWN(hands_on_the_scenarios_errors),
        OF_TOWN(refuses_bad_inputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
