/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios under the UN's conventions: what they do to asfr, and to migrants by age as they come. */
#include <cohort/fertility.h>
#include <cohort/scenario.h>

#include "support/close.h"
#include "support/small.h"
#include "support/words.h"

/* Short names: a table's row on a line. */
#define ALL BOTH, 0, OPEN, COHORT_OPEN_START, OPEN /* sexes, ages, years */
#define TFR COHORT_SET_TFR
#define PROPORTION COHORT_SET_TFR_PROPORTION
#define SUPPRESS COHORT_SUPPRESS_OUT_MIGRATION
#define SCALE COHORT_SCALE_NET_MIGRATION
#define ZERO COHORT_ZERO_MIGRATION
#define ADD COHORT_ADD_MIGRANTS

static cohort_inputs *un_inputs(cohort_convention convention)
{
    return scattered_inputs_of(&small_grid, convention);
}

/* --- Fertility --- */

static double tfr_of(const cohort_inputs *in, int interval)
{
    return cohort_tfr(SMALL_AGES, SMALL_WIDTH,
                      cohort_inputs_view(in, COHORT_ASFR) + SMALL_AGES * interval);
}

/* Each interval's rates are those before times one number: the schedule stays. */
static void assert_asfr(const cohort_inputs *in, const cohort_inputs *out,
                        const double factors[SMALL_STEPS])
{
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int x = 0; x < SMALL_AGES; x++) /* some roundings of the sum of rates */
            assert_close(value_of(out, COHORT_ASFR, i, 0, x),
                         value_of(in, COHORT_ASFR, i, 0, x) * factors[i], 1e-14, 0.0);
    assert_only_component_changed(in, out, COHORT_FERTILITY);
    assert_same_quantity(out, in, COHORT_MALE_SHARE);
}

/* Years are dates, each for the births of the interval that it ends. A value of zero in `tfr` is
 * none set. */
static const struct {
    cohort_operation op;
    double tfr[SMALL_STEPS];
} paths[] = {
    {{TFR, ALL, 1.8, NONE, NONE, ""}, {1.8, 1.8, 1.8}},
    {{TFR, BOTH, 0, OPEN, 2025, OPEN, 2.1, NONE, NONE, ""}, {0, 2.1, 2.1}},
    {{TFR, BOTH, 0, OPEN, COHORT_OPEN_START, 2020, 2.1, NONE, NONE, ""}, {2.1, 0, 0}},
    {{TFR, BOTH, 0, OPEN, 2025, 2025, 1.3, NONE, NONE, ""}, {0, 1.3, 0}},
    {{TFR, BOTH, 0, OPEN, 2020, 2030, 2.0, 1.5, NONE, ""}, {1.5, 1.75, 2.0}},
    {{TFR, BOTH, 0, OPEN, 2010, 2025, 1.9, 1.3, NONE, ""}, {1.7, 1.9, 0}}, /* begun before */
};

static void sets_the_tfr_and_keeps_the_schedule(void **state)
{
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        for (size_t k = 0; k < LENGTH(paths); k++) {
            cohort_inputs *in = un_inputs(c), *out = apply_operations(in, 1, &paths[k].op);
            double factors[SMALL_STEPS];
            for (int i = 0; i < SMALL_STEPS; i++) {
                double wanted = paths[k].tfr[i] > 0.0 ? paths[k].tfr[i] : tfr_of(in, i);
                factors[i] = wanted / tfr_of(in, i);
                assert_close(tfr_of(out, i), wanted, 1e-14, 0.0);
            }
            assert_asfr(in, out, factors);
            cohort_inputs_free(out);
            cohort_inputs_free(in);
        }
    }
}

static void takes_a_tfr_in_proportion(void **state)
{
    static const cohort_operation op = {PROPORTION, BOTH, 0,    OPEN, 2025,
                                        OPEN,       1.61, NONE, 1.53, ""};
    static const cohort_operation ramp = {PROPORTION, BOTH, 0, OPEN, 2020, 2030, 2.0, 1.0, 1.6, ""};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c), *out = apply_operations(in, 1, &op);
        assert_asfr(in, out, (const double[]){1.0, 1.61 / 1.53, 1.61 / 1.53});
        cohort_inputs_free(out);
        out = apply_operations(in, 1, &ramp);
        assert_asfr(in, out, (const double[]){1.0 / 1.6, 1.5 / 1.6, 2.0 / 1.6});
        cohort_inputs_free(out);
        cohort_inputs_free(in);
    }
}

static void needs_a_schedule_for_a_tfr(void **state)
{
    static const cohort_operation tfr = {TFR, ALL, 1.8, NONE, NONE, ""};
    static const cohort_operation proportion = {PROPORTION, ALL, 1.8, NONE, 1.5, ""};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c), *out = in;
        cohort_scenario *scenario = scenario_of(1, &tfr);
        cohort_error error;
        for (int x = 0; x < SMALL_AGES; x++)
            *value_at(in, COHORT_ASFR, 1, 0, x) = 0.0;
        assert_fails(cohort_scenario_apply(scenario, in, &out, &error), COHORT_ERROR_MISSING, error,
                     "operation 1, tfr: asfr of 2020-2025 are zero: no schedule");
        assert_null(out);
        cohort_scenario_free(scenario);
        out = apply_operations(in, 1, &proportion); /* zero times anything */
        assert_asfr(in, out, (const double[]){1.2, 0.0, 1.2});
        cohort_inputs_free(out);
        cohort_inputs_free(in);
    }
}

/* --- Migration: ages are those of the migrants as they come --- */

/* Touched groups by sex and intervals, "x" = touched; the value there. */
static const struct move {
    cohort_operation op;
    const char *men, *women;
    double values[SMALL_STEPS]; /* NAN = interval not touched */
} moves[] = {
    {{SUPPRESS, ALL, 0.3, NONE, NONE, ""}, "xxxxxxxxxxxx", "xxxxxxxxxxxx", {0.3, 0.3, 0.3}},
    {{SUPPRESS, MEN, 0, 4, 2020, OPEN, 1.0, NONE, NONE, ""},
     "x...........",
     "............",
     {NONE, 1.0, 1.0}},
    {{SUPPRESS, WOMEN, 15, 49, 2015, 2030, 0.6, 0.0, NONE, ""},
     "............",
     "...xxxxxxx..",
     {0.1, 0.3, 0.5}},
    {{SCALE, BOTH, 55, OPEN, 2015, 2020, 2.0, NONE, NONE, ""},
     "...........x",
     "...........x",
     {2.0, NONE, NONE}}, /* the open group alone has its own */
    {{SCALE, WOMEN, 50, 54, 2015, 2025, 1.5, 0.5, NONE, ""},
     "............",
     "..........x.",
     {0.75, 1.25, NONE}},
    {{ZERO, BOTH, 20, 39, 2025, 2030, 0.0, NONE, NONE, ""},
     "....xxxx....",
     "....xxxx....",
     {NONE, NONE, 0.0}},
    {{ADD, BOTH, 20, 29, 2020, OPEN, 40.0, NONE, NONE, ""},
     "....xx......",
     "....xx......",
     {NONE, 50.0, 50.0}}, /* 40 a year for 5 years to 4 cells */
    {{ADD, WOMEN, 0, 4, 2015, 2025, -1.0, 1.0, NONE, ""},
     "............",
     "x...........",
     {2.5, -2.5, NONE}},
    {{ADD, MEN, 55, OPEN, 2015, OPEN, 2.0, NONE, NONE, ""},
     "...........x",
     "............",
     {10.0, 10.0, 10.0}},
};

static double expected_net(const struct move *move, int interval, cohort_quantity quantity,
                           double net)
{
    double value = move->values[interval];
    switch (move->op.kind) {
    case SUPPRESS:
        return net < 0.0 ? net * (1.0 - value) : net;
    case ADD:
        return quantity == COHORT_NET_MIGRANTS ? net + value : net;
    default:
        return net * value;
    }
}

static void assert_moved(const cohort_inputs *in, const cohort_inputs *out, const struct move *move,
                         cohort_quantity quantity)
{
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < SMALL_AGES; x++) {
                double before = value_of(in, quantity, i, sex, x);
                double after = value_of(out, quantity, i, sex, x);
                int touched = (sex == MEN ? move->men : move->women)[x] == 'x';
                if (touched && !isnan(move->values[i])) /* roundings of a ramp */
                    assert_close(after, expected_net(move, i, quantity, before), 1e-14, 1e-14);
                else
                    assert_same_bits(&after, &before, 1);
            }
}

static void changes_migration_by_ages_as_they_come(void **state)
{
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        for (size_t k = 0; k < LENGTH(moves); k++) {
            cohort_inputs *in = un_inputs(c), *out;
            *value_at(in, COHORT_NET_MIGRATION_RATIO, 1, MEN, 0) = -0.03; /* boys who leave */
            *value_at(in, COHORT_NET_MIGRANTS, 2, MEN, 0) = -4.5;
            out = apply_operations(in, 1, &moves[k].op);
            assert_moved(in, out, &moves[k], COHORT_NET_MIGRATION_RATIO);
            assert_moved(in, out, &moves[k], COHORT_NET_MIGRANTS);
            assert_only_component_changed(in, out, COHORT_MIGRATION);
            cohort_inputs_free(out);
            cohort_inputs_free(in);
        }
    }
}

/* Of a cell's rate and count each is looked at by itself. */
static void suppresses_only_what_leaves(void **state)
{
    static const cohort_operation op = {SUPPRESS, ALL, 0.25, NONE, NONE, ""};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c), *out;
        *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, MEN, 3) = -0.0625;
        *value_at(in, COHORT_NET_MIGRANTS, 0, MEN, 3) = 8.0;
        *value_at(in, COHORT_NET_MIGRATION_RATIO, 0, MEN, 4) = 0.0625;
        *value_at(in, COHORT_NET_MIGRANTS, 0, MEN, 4) = -8.0;
        out = apply_operations(in, 1, &op);
        assert_close(value_of(out, COHORT_NET_MIGRATION_RATIO, 0, MEN, 3), -0.046875, 0.0, 0.0);
        assert_close(value_of(out, COHORT_NET_MIGRANTS, 0, MEN, 3), 8.0, 0.0, 0.0);
        assert_close(value_of(out, COHORT_NET_MIGRATION_RATIO, 0, MEN, 4), 0.0625, 0.0, 0.0);
        assert_close(value_of(out, COHORT_NET_MIGRANTS, 0, MEN, 4), -6.0, 0.0, 0.0);
        cohort_inputs_free(out);
        cohort_inputs_free(in);
    }
}

/* No migration at all, and a total of persons a year over all cells: wpp-even and wpp-end are one
 * without migrants; what is added comes in full in both. */
static void adds_its_persons_in_full(void **state)
{
    static const cohort_operation zero[] = {{ZERO, ALL, 0.0, NONE, NONE, ""}};
    static const cohort_operation more[] = {{ZERO, ALL, 0.0, NONE, NONE, ""},
                                            {ADD, ALL, 24.0, NONE, NONE, ""}};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c), *none = apply_operations(in, 1, zero);
        cohort_inputs *some = apply_operations(in, 2, more);
        cohort_projection *p = project(none), *q = project(some);
        double came = 0.0;
        for (size_t i = 0; i < result_count(p, RESULT_NET_MIGRATION); i++) {
            assert_close(result_cells(p, RESULT_NET_MIGRATION)[i], 0.0, 0.0, 0.0);
            came += result_cells(q, RESULT_NET_MIGRATION)[i];
        }
        assert_close(came, 24.0 * 15.0, 1e-13, 0.0); /* of three times five years, 72 cells */
        cohort_projection_free(q);
        cohort_projection_free(p);
        cohort_inputs_free(some);
        cohort_inputs_free(none);
        cohort_inputs_free(in);
    }
}

static void applies_operations_from_first_to_last(void **state)
{
    static const cohort_operation ops[] = {{TFR, ALL, 1.4, NONE, NONE, ""},
                                           {PROPORTION, ALL, 1.8, NONE, 1.5, ""},
                                           {ADD, ALL, 24.0, NONE, NONE, ""},
                                           {ZERO, ALL, 0.0, NONE, NONE, ""},
                                           {ADD, MEN, 20, 24, 2015, OPEN, 3.0, NONE, NONE, ""},
                                           {SCALE, ALL, 2.0, NONE, NONE, ""}};
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c), *out = apply_operations(in, LENGTH(ops), ops);
        for (int i = 0; i < SMALL_STEPS; i++) {
            assert_close(tfr_of(out, i), 1.4 * 1.2, 1e-14, 0.0);
            for (int x = 0; x < SMALL_AGES; x++)
                assert_close(value_of(out, COHORT_NET_MIGRANTS, i, MEN, x), x == 4 ? 30.0 : 0.0,
                             0.0, 0.0);
        }
        cohort_inputs_free(out);
        cohort_inputs_free(in);
    }
}

static void refuses_what_does_not_fit(void **state)
{
    static const struct {
        cohort_operation op;
        int code;
        const char *part;
    } cases[] = {
        {{ZERO, BOTH, 3, 9, 2015, 2030, 0.0, NONE, NONE, ""}, COHORT_ERROR_GRID, "ages"},
        {{ZERO, BOTH, 0, OPEN, 2017, 2030, 0.0, NONE, NONE, ""}, COHORT_ERROR_GRID, "year 2017"},
        {{ZERO, BOTH, 0, OPEN, 2030, 2040, 0.0, NONE, NONE, ""}, COHORT_ERROR_NO_EFFECT, "years"},
        {{SCALE, BOTH, 0, OPEN, 2015, 2030, 1000.0, NONE, NONE, ""},
         COHORT_ERROR_VALUE,
         "after the scenario: net_migration_ratio"},
        {{ZERO, MEN, 10, 14, 2015, 2020, 0.0, NONE, NONE, ""},
         COHORT_ERROR_NO_EFFECT,
         "net migration"},
        {{SUPPRESS, WOMEN, 55, OPEN, 2015, 2020, 0.5, NONE, NONE, ""},
         COHORT_ERROR_NO_EFFECT,
         "net out-migration"},
    };
    for (cohort_convention c = COHORT_WPP_EVEN; c <= COHORT_WPP_END; c++) {
        cohort_inputs *in = un_inputs(c);
        static const cohort_quantity both[] = {COHORT_NET_MIGRATION_RATIO, COHORT_NET_MIGRANTS};
        for (int q = 0; q < 2; q++) {
            *value_at(in, both[q], 0, MEN, 2) = 0.0;
            *value_at(in, both[q], 0, WOMEN, SMALL_OPEN) = 0.25;
        }
        for (size_t k = 0; k < LENGTH(cases); k++) {
            cohort_scenario *scenario = scenario_of(1, &cases[k].op);
            cohort_inputs *out = in;
            cohort_error error;
            assert_fails(cohort_scenario_apply(scenario, in, &out, &error), cases[k].code, error,
                         cases[k].part);
            assert_null(out);
            cohort_scenario_free(scenario);
        }
        cohort_inputs_free(in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_the_tfr_and_keeps_the_schedule),
        cmocka_unit_test(takes_a_tfr_in_proportion),
        cmocka_unit_test(needs_a_schedule_for_a_tfr),
        cmocka_unit_test(changes_migration_by_ages_as_they_come),
        cmocka_unit_test(suppresses_only_what_leaves),
        cmocka_unit_test(adds_its_persons_in_full),
        cmocka_unit_test(applies_operations_from_first_to_last),
        cmocka_unit_test(refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
