/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/scenario.h>

#include "support/close.h"
#include "support/small.h"
#include "support/words.h"

#include <stdio.h>

/* Short names: a table's row on a line. */
#define ALL BOTH, 0, OPEN, COHORT_OPEN_START, OPEN /* sexes, ages, years */
#define TFR COHORT_SET_TFR
#define PROPORTION COHORT_SET_TFR_PROPORTION
#define SUPPRESS COHORT_SUPPRESS_OUT_MIGRATION
#define SCALE COHORT_SCALE_NET_MIGRATION
#define ZERO COHORT_ZERO_MIGRATION
#define ADD COHORT_ADD_MIGRANTS

static void assert_apply_fails(const cohort_inputs *inputs, size_t count,
                               const cohort_operation *operations, int code, const char *part)
{
    cohort_scenario *scenario = scenario_of(count, operations);
    cohort_inputs *before = copy_inputs(inputs), *out = before;
    cohort_error error;
    assert_fails(cohort_scenario_apply(scenario, inputs, &out, &error), code, error, part);
    assert_null(out);
    assert_same_inputs(inputs, before);
    cohort_inputs_free(before);
    cohort_scenario_free(scenario);
}

/* --- Operations on migration --- */

/* Those who reach group x: births, or persons of these ages at the interval's start. */
static int takes_in(const cohort_operation *op, int sex, int x)
{
    if (op->sex != BOTH && op->sex != sex)
        return 0;
    if (op->kind == ADD) /* ages at its end */
        return ages_hold_group(op->age_from, op->age_to, x);
    return ages_hold_passage(op->age_from, op->age_to, x);
}

static int takes_in_interval(const cohort_operation *op, int interval)
{
    int begins = SMALL_START + 5 * interval;
    return op->year_from <= begins && begins + 5 <= op->year_to;
}

static double value_at_year(const cohort_operation *op, double year)
{
    double years = (double)op->year_to - op->year_from;
    if (isnan(op->value_from))
        return op->value;
    return op->value_from * ((op->year_to - year) / years) +
           op->value * ((year - op->year_from) / years);
}

/* Share of the operation's persons that come to one of its cells: over its sexes and groups. */
static double share_of_cell(const cohort_operation *op)
{
    int cells = 0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < SMALL_AGES; x++)
            cells += takes_in(op, sex, x);
    return 1.0 / cells;
}

static double expected_net(const cohort_operation *op, int interval, cohort_quantity quantity,
                           double net)
{
    double value = value_at_year(op, SMALL_START + 5 * interval + 2.5); /* its middle */
    switch (op->kind) {
    case SUPPRESS:
        return net < 0.0 ? net * (1.0 - value) : net;
    case SCALE:
        return net * value;
    case ADD:
        return quantity == COHORT_NET_MIGRANTS ? net + 5.0 * value * share_of_cell(op) : net;
    default:
        return 0.0;
    }
}

static void assert_migration(const cohort_inputs *in, const cohort_inputs *out,
                             const cohort_operation *op, cohort_quantity quantity)
{
    for (int i = 0; i < SMALL_STEPS; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < SMALL_AGES; x++) {
                double before = value_of(in, quantity, i, sex, x);
                double after = value_of(out, quantity, i, sex, x);
                int touched = takes_in_interval(op, i) && takes_in(op, sex, x);
                double expected = touched ? expected_net(op, i, quantity, before) : before;
                if (expected == before)
                    assert_same_bits(&after, &before, 1);
                else /* roundings of the ramp; absolute where 1 - value is near zero */
                    assert_close(after, expected, 1e-14, 1e-14);
            }
}

static void changes_migration(void **state)
{
    static const cohort_operation cases[] = {
        {SUPPRESS, ALL, 0.3, NONE, NONE, ""},
        {SUPPRESS, ALL, 1.0, NONE, NONE, ""},
        {SUPPRESS, MEN, 20, 39, 2020, 2025, 0.3, NONE, NONE, ""},
        {SUPPRESS, WOMEN, 0, 4, 2015, 2025, 0.7, NONE, NONE, ""},
        {SUPPRESS, BOTH, 45, OPEN, 2020, OPEN, 0.4, NONE, NONE, ""},
        {SUPPRESS, BOTH, 0, OPEN, 2015, 2030, 0.3, 0.0, NONE, ""},
        {SUPPRESS, BOTH, 5, 29, 2005, 2025, 0.4, 0.1, NONE, ""},
        {SUPPRESS, BOTH, 5, 29, 2020, 2050, 0.1, 0.9, NONE, ""},
        {SCALE, ALL, 0.5, NONE, NONE, ""},
        {SCALE, WOMEN, 50, OPEN, 2015, 2020, 1.5, NONE, NONE, ""},
        {SCALE, BOTH, 45, 49, 2025, 2030, 0.0, NONE, NONE, ""},
        {SCALE, BOTH, 15, 49, 2015, 2025, 0.5, 1.0, NONE, ""},
        {SCALE, MEN, 0, 14, 2010, 2040, 2.0, 0.25, NONE, ""},
        {ZERO, ALL, 0.0, NONE, NONE, ""},
        {ZERO, MEN, 0, 19, 2020, OPEN, 0.0, NONE, NONE, ""},
        {ZERO, WOMEN, 50, OPEN, 1900, 2025, 0.0, NONE, NONE, ""},
        {ADD, ALL, 240.0, NONE, NONE, ""},
        {ADD, WOMEN, 20, 39, 2020, 2030, -7.3, NONE, NONE, ""},
        {ADD, MEN, 0, 4, 2015, 2020, 11.0, NONE, NONE, ""},
        {ADD, BOTH, 50, 54, 2015, 2020, 11.0, NONE, NONE, ""},
        {ADD, BOTH, 55, OPEN, 2015, 2020, 11.0, NONE, NONE, ""},
        {ADD, BOTH, 25, 34, 2015, 2030, 30.0, -3.0, NONE, ""},
    };
    cohort_inputs *in = small_inputs();
    for (size_t c = 0; c < LENGTH(cases); c++) {
        cohort_inputs *out = apply_operations(in, 1, &cases[c]);
        assert_migration(in, out, &cases[c], COHORT_NET_MIGRATION_RATIO);
        assert_migration(in, out, &cases[c], COHORT_NET_MIGRANTS);
        assert_only_component_changed(in, out, COHORT_MIGRATION);
        cohort_inputs_free(out);
    }
    cohort_inputs_free(in);
}

/* The groups that ages stand for, written out: where people arrive, one group on. */
static void arrives_one_group_on(void **state)
{
    static const struct {
        cohort_operation_kind kind;
        int age_from, age_to;
        const char *groups; /* by arrival: x = changed */
    } cases[] = {
        {ZERO, 0, OPEN, "xxxxxxxxxxxx"},  {ZERO, 0, 4, "xx.........."},
        {ZERO, 5, 9, "..x........."},     {ZERO, 20, 39, ".....xxxx..."},
        {ZERO, 45, 49, "..........x."},   {ZERO, 45, OPEN, "..........xx"},
        {ZERO, 50, OPEN, "...........x"}, /* the two oldest */
        {ADD, 0, OPEN, "xxxxxxxxxxxx"},   {ADD, 0, 4, "x..........."},
        {ADD, 20, 39, "....xxxx...."},    {ADD, 50, 54, "..........x."},
        {ADD, 55, OPEN, "...........x"},
    };
    cohort_inputs *in = small_inputs();
    for (size_t c = 0; c < LENGTH(cases); c++) {
        cohort_operation op = COHORT_OPERATION(cases[c].kind, 0.0);
        op.age_from = cases[c].age_from;
        op.age_to = cases[c].age_to;
        if (op.kind == ADD)
            op.value = 48.0;
        cohort_inputs *out = apply_operations(in, 1, &op);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < SMALL_AGES; x++)
                assert_int_equal(value_of(out, COHORT_NET_MIGRANTS, 1, sex, x) !=
                                     value_of(in, COHORT_NET_MIGRANTS, 1, sex, x),
                                 cases[c].groups[x] == 'x');
        cohort_inputs_free(out);
    }
    cohort_inputs_free(in);
}

/* --- Operations on fertility --- */

static void changes_fertility(void **state)
{
    static const struct {
        int year_from, year_to;
        double value_from, value;
        double tfr[SMALL_STEPS]; /* at 2020, 2025, 2030; NAN = as it was */
    } cases[] = {
        {0, OPEN, NONE, 1.8, {1.8, 1.8, 1.8}},      {2015, OPEN, NONE, 1.8, {1.8, 1.8, 1.8}},
        {2020, 2025, NONE, 1.8, {1.8, 1.8, NONE}},  {2025, 2025, NONE, 1.8, {NONE, 1.8, NONE}},
        {2030, OPEN, NONE, 1.8, {NONE, NONE, 1.8}}, {1999, 2020, NONE, 1.8, {1.8, NONE, NONE}},
        {2025, 2051, NONE, 1.8, {NONE, 1.8, 1.8}},  {0, OPEN, NONE, 0.0, {0.0, 0.0, 0.0}},
        {2020, 2030, 1.4, 1.8, {1.4, 1.6, 1.8}}, /* a ramp: each date its own value */
        {2020, 2025, 1.4, 1.8, {1.4, 1.8, NONE}},   {2015, 2045, 1.2, 1.8, {1.3, 1.4, 1.5}},
        {2005, 2025, 1.2, 2.0, {1.8, 2.0, NONE}},
    };
    static const cohort_operation_kind kinds[] = {TFR, PROPORTION};
    cohort_inputs *in = small_inputs();
    for (size_t c = 0; c < 2 * LENGTH(cases); c++) {
        cohort_operation op = COHORT_OPERATION(kinds[c % 2], cases[c / 2].value);
        op.year_from = cases[c / 2].year_from;
        op.year_to = cases[c / 2].year_to;
        op.value_from = cases[c / 2].value_from;
        op.baseline_tfr = op.kind == TFR ? NONE : 1.53;
        cohort_inputs *out = apply_operations(in, 1, &op);
        for (int i = 0; i < SMALL_STEPS; i++) {
            double before = value_of(in, COHORT_CWR, i, 0, 0), tfr = cases[c / 2].tfr[i];
            double per_tfr =
                op.kind == TFR ? 1.0 / value_of(in, COHORT_TFR_PER_CWR, i, 0, 0) : before / 1.53;
            if (isnan(tfr))
                assert_same_bits(&cohort_inputs_view(out, COHORT_CWR)[i], &before, 1);
            else /* a few roundings */
                assert_close(value_of(out, COHORT_CWR, i, 0, 0), tfr * per_tfr, 1e-14, 0.0);
        }
        assert_same_quantity(out, in, COHORT_MALE_SHARE);
        assert_only_component_changed(in, out, COHORT_FERTILITY);
        cohort_inputs_free(out);
    }
    cohort_inputs_free(in);
}

/* --- Order --- */

static void applies_operations_from_first_to_last(void **state)
{
    const cohort_operation fifth = COHORT_OPERATION(SUPPRESS, 0.2);
    const cohort_operation half = COHORT_OPERATION(SUPPRESS, 0.5);
    const cohort_operation zero = COHORT_OPERATION(ZERO, 0.0);
    const cohort_operation add = COHORT_OPERATION(ADD, 24.0); /* 5 a cell */
    const cohort_operation leave = COHORT_OPERATION(ADD, -24.0);
    const cohort_operation lower = COHORT_OPERATION(TFR, 1.2);
    const cohort_operation higher = COHORT_OPERATION(TFR, 1.9);
    cohort_inputs *in = small_inputs();
    double rate = value_of(in, COHORT_NET_MIGRATION_RATIO, 1, WOMEN, 5);
    double people = value_of(in, COHORT_NET_MIGRANTS, 1, WOMEN, 5);
    double unit = 1.0 / value_of(in, COHORT_TFR_PER_CWR, 1, 0, 0);
    double cwr = value_of(in, COHORT_CWR, 1, 0, 0);
    assert_true(rate < 0.0 && people < 0.0);
    const struct {
        cohort_operation operations[2];
        double rate, people, cwr;
    } cases[] = {
        {{fifth, half}, 0.8 * 0.5 * rate, 0.8 * 0.5 * people, cwr},
        {{add, zero}, 0.0, 0.0, cwr},
        {{zero, add}, 0.0, 5.0, cwr},
        {{leave, half}, 0.5 * rate, 0.5 * (people - 5.0), cwr},
        {{half, leave}, 0.5 * rate, 0.5 * people - 5.0, cwr},
        {{zero, leave}, 0.0, -5.0, cwr},
        {{lower, higher}, rate, people, 1.9 * unit},
        {{higher, lower}, rate, people, 1.2 * unit},
    };
    for (size_t c = 0; c < LENGTH(cases); c++) {
        cohort_inputs *out = apply_operations(in, 2, cases[c].operations);
        /* two or three roundings */
        assert_close(value_of(out, COHORT_NET_MIGRATION_RATIO, 1, WOMEN, 5), cases[c].rate, 1e-15,
                     0.0);
        assert_close(value_of(out, COHORT_NET_MIGRANTS, 1, WOMEN, 5), cases[c].people, 1e-15, 0.0);
        assert_close(value_of(out, COHORT_CWR, 1, 0, 0), cases[c].cwr, 1e-15, 0.0);
        cohort_inputs_free(out);
    }
    cohort_inputs_free(in);
}

static void changes_nothing_bit_for_bit(void **state)
{
    static const cohort_operation idle[] = {
        COHORT_OPERATION(SUPPRESS, 0.0),
        COHORT_OPERATION(SCALE, 1.0),
        COHORT_OPERATION(ADD, 0.0),
    };
    cohort_inputs *in = small_inputs();
    cohort_projection *before = project(in);
    for (size_t c = 0; c <= LENGTH(idle); c++) { /* the last: an empty list */
        cohort_inputs *out =
            apply_operations(in, c < LENGTH(idle), c < LENGTH(idle) ? &idle[c] : NULL);
        cohort_projection *after = project(out);
        assert_same_inputs(out, in);
        assert_same_results(after, before);
        cohort_projection_free(after);
        cohort_inputs_free(out);
    }
    cohort_projection_free(before);
    cohort_inputs_free(in);
}

/* --- What cannot be applied --- */

static void refuses_what_does_not_fit(void **state)
{
    static const struct {
        cohort_operation op;
        int code;
        const char *part;
    } cases[] = {
        {{ZERO, BOTH, 0, OPEN, 2017, OPEN, 0, NONE, NONE, ""}, GRID, "expected 2015 or 2020"},
        {{SCALE, BOTH, 0, OPEN, 0, 2029, 2, NONE, NONE, ""},
         GRID,
         "year 2029 is not a date of the"},
        {{TFR, BOTH, 0, OPEN, 2021, OPEN, 1, NONE, NONE, ""}, GRID, "expected 2020 or 2025"},
        {{ZERO, BOTH, 3, OPEN, 0, OPEN, 0, NONE, NONE, ""}, GRID, "ages from 3"},
        {{SUPPRESS, BOTH, 0, 17, 0, OPEN, 1, NONE, NONE, ""}, GRID, "ages 0 to 17"},
        {{ADD, BOTH, 20, 59, 0, OPEN, 10, NONE, NONE, ""}, GRID, "ages 20 to 59"},
        {{ZERO, BOTH, 55, OPEN, 0, OPEN, 0, NONE, NONE, ""}, GRID, "include both, 50 and over"},
        {{SCALE, BOTH, 20, 54, 0, OPEN, 2, NONE, NONE, ""}, GRID, "the two oldest age groups"},
        {{ZERO, BOTH, 0, OPEN, 2030, OPEN, 0, NONE, NONE, ""}, NO_EFFECT, "no whole interval"},
        {{ADD, BOTH, 0, OPEN, 1990, 2015, 9, NONE, NONE, ""}, NO_EFFECT, "no whole interval"},
        {{SCALE, BOTH, 0, OPEN, 2020, 2020, 2, NONE, NONE, ""}, NO_EFFECT, "no whole interval"},
        {{TFR, BOTH, 0, OPEN, 2000, 2015, 1, NONE, NONE, ""}, NO_EFFECT, "take in no date of"},
        {{PROPORTION, BOTH, 0, OPEN, 2035, OPEN, 1, NONE, 2, ""}, NO_EFFECT, "take in no date of"},
    };
    static const cohort_operation good = COHORT_OPERATION(SCALE, 0.5);
    cohort_inputs *in = small_inputs();
    for (size_t c = 0; c < LENGTH(cases); c++) {
        const cohort_operation both[] = {good, cases[c].op};
        char place[60];
        snprintf(place, sizeof place, "operation 2, %s: ", cohort_operation_name(cases[c].op.kind));
        assert_apply_fails(in, 2, both, cases[c].code, place);
        assert_apply_fails(in, 2, both, cases[c].code, cases[c].part);
    }
    cohort_inputs_free(in);
}

static void refuses_operations_without_effect(void **state)
{
    const cohort_operation suppress = COHORT_OPERATION(SUPPRESS, 0.5);
    const cohort_operation zero = COHORT_OPERATION(ZERO, 0.0);
    static const cohort_operation limited[] = {
        {SUPPRESS, BOTH, 0, OPEN, 2025, OPEN, 0.5, NONE, NONE, ""},
        {SUPPRESS, BOTH, 50, OPEN, 0, OPEN, 0.5, NONE, NONE, ""},
        {SUPPRESS, MEN, 0, OPEN, 0, OPEN, 0.5, NONE, NONE, ""}};
    cohort_inputs *none = blank_inputs(&small_grid), *inward = blank_inputs(&small_grid);
    fill_quantity(inward, COHORT_NET_MIGRANTS, 3.0);
    assert_apply_fails(none, 1, &suppress, NO_EFFECT,
                       "operation 1, suppress_out_migration: no cell");
    assert_apply_fails(none, 1, &zero, NO_EFFECT, "operation 1, zero_migration: no cell");
    assert_apply_fails(none, 1, &(cohort_operation)COHORT_OPERATION(SCALE, 2.0), NO_EFFECT,
                       "operation 1, scale_net_migration: no cell");
    assert_apply_fails(inward, 1, &suppress, NO_EFFECT, "net out-migration");
    assert_apply_fails(inward, 2, (const cohort_operation[]){zero, zero}, NO_EFFECT,
                       "operation 2, zero_migration: "); /* the first has left nothing */
    /* one leaving cell, women's in the first interval, outside the limits of each */
    *value_at(inward, COHORT_NET_MIGRANTS, 0, WOMEN, 5) = -3.0;
    for (size_t i = 0; i < LENGTH(limited); i++)
        assert_apply_fails(inward, 1, &limited[i], NO_EFFECT, "net out-migration");
    cohort_inputs_free(apply_operations(inward, 1, &suppress));
    cohort_inputs_free(inward);
    cohort_inputs_free(none);
}

static void needs_a_conversion_and_good_inputs(void **state)
{
    cohort_operation tfr = COHORT_OPERATION(TFR, 1.8);
    cohort_inputs *in = small_inputs();
    *value_at(in, COHORT_TFR_PER_CWR, 1, 0, 0) = 0.0; /* not known at 2025 */
    assert_apply_fails(in, 1, &tfr, COHORT_ERROR_MISSING,
                       "operation 1, tfr: no tfr_per_cwr for 2025");
    tfr.year_from = 2030;
    cohort_inputs_free(apply_operations(in, 1, &tfr)); /* known where it is needed */
    *value_at(in, COHORT_SURVIVAL, 0, MEN, 3) = 1.25;
    assert_apply_fails(in, 0, NULL, VALUE, "survival, 2015-2020, men reaching 15-19");
    cohort_inputs_free(in);
}

/* --- The list --- */

static void refuses_invalid_operations(void **state)
{
    static const struct {
        cohort_operation op;
        int code;
        const char *part;
    } cases[] = {
        {{(cohort_operation_kind)-1, ALL, 0, NONE, NONE, ""}, ARGUMENT, "operation -1: unkn"},
        {{COHORT_OPERATION_COUNT, ALL, 0, NONE, NONE, ""}, ARGUMENT, "operation 6: unknown"},
        {{ZERO, 3, 0, OPEN, 0, OPEN, 0, NONE, NONE, ""}, ARGUMENT, "zero_migration: sex 3: expe"},
        {{ADD, -1, 0, OPEN, 0, OPEN, 9, NONE, NONE, ""}, ARGUMENT, "add_migrants: sex -1: expect"},
        {{ADD, BOTH, -5, 14, 0, OPEN, 9, NONE, NONE, ""}, ARGUMENT, "ages -5 to 14: expected 0"},
        {{ADD, BOTH, 20, 14, 0, OPEN, 9, NONE, NONE, ""}, ARGUMENT, "ages 20 to 14: expected"},
        {{ADD, BOTH, 0, OPEN, 25, 20, 9, NONE, NONE, ""}, ARGUMENT, "years 25 to 20: expected"},
        {{TFR, WOMEN, 0, OPEN, 0, OPEN, 1.8, NONE, NONE, ""}, ARGUMENT, "tfr: fertility is of"},
        {{PROPORTION, BOTH, 5, OPEN, 0, OPEN, 1, NONE, 1, ""}, ARGUMENT, "fertility is of all"},
        {{TFR, BOTH, 0, 49, 0, OPEN, 1.8, NONE, NONE, ""}, ARGUMENT, "fertility is of all ages"},
        {{TFR, ALL, -1, NONE, NONE, ""}, VALUE, "value: -1: expected 0 to 100"},
        {{TFR, ALL, NONE, NONE, NONE, ""}, VALUE, "tfr: value: nan: expected"},
        {{TFR, ALL, HUGE_VAL, NONE, NONE, ""}, VALUE, "tfr: value: inf: expec"},
        {{SUPPRESS, ALL, 1.01, NONE, NONE, ""}, VALUE, "1.01: expected 0 to 1"},
        {{SUPPRESS, ALL, -0.1, NONE, NONE, ""}, VALUE, "-0.1: expected 0 to 1"},
        {{SCALE, ALL, -1, NONE, NONE, ""}, VALUE, "scale_net_migration: value: -1: expected 0"},
        {{ZERO, ALL, 0.5, NONE, NONE, ""}, VALUE, "0.5: expected 0 to 0"},
        {{ADD, ALL, -HUGE_VAL, NONE, NONE, ""}, VALUE, "value: -inf: expected"},
        {{PROPORTION, ALL, 1, NONE, NONE, ""}, VALUE, "baseline_tfr: nan: exp"},
        {{PROPORTION, ALL, 1, NONE, 0, ""}, VALUE, "baseline_tfr: 0: expected"},
        {{TFR, ALL, 1, NONE, 1, ""}, ARGUMENT, "tfr_proportion: leave it empty (NAN)"},
        {{ZERO, BOTH, 0, OPEN, 2015, 2025, 0, 0, NONE, ""}, ARGUMENT, "zero_migration has no ramp"},
        {{TFR, BOTH, 0, OPEN, 2015, OPEN, 1, 2, NONE, ""}, ARGUMENT, "a ramp (value_from) needs"},
        {{TFR, BOTH, 0, OPEN, COHORT_OPEN_START, 2025, 1, 2, NONE, ""},
         ARGUMENT,
         "a ramp (value_from) needs"},
        {{TFR, BOTH, 0, OPEN, 2025, 2025, 1, 2, NONE, ""}, ARGUMENT, "a ramp (value_from) needs"},
        {{SUPPRESS, BOTH, 0, OPEN, 2015, 2025, 1, 2, NONE, ""}, VALUE, "value_from: 2: expected 0"},
        {{SCALE, BOTH, 0, OPEN, 2015, 2025, 1, HUGE_VAL, NONE, ""}, VALUE, "value_from: inf"},
    };
    cohort_scenario *scenario = scenario_of(0, NULL);
    cohort_error error;
    for (size_t c = 0; c < LENGTH(cases); c++)
        assert_fails(cohort_scenario_add(scenario, &cases[c].op, &error), cases[c].code, error,
                     cases[c].part);
    cohort_operation unended = COHORT_OPERATION(ZERO, 0.0);
    memset(unended.note, 'x', sizeof unended.note);
    assert_fails(cohort_scenario_add(scenario, &unended, &error), ARGUMENT, error, "note");
    assert_int_equal(cohort_scenario_count(scenario), 0);
    cohort_scenario_free(scenario);
}

static void keeps_a_list(void **state)
{
    static const char *const names[] = {"tfr",
                                        "tfr_proportion",
                                        "suppress_out_migration",
                                        "scale_net_migration",
                                        "zero_migration",
                                        "add_migrants"};
    assert_int_equal(COHORT_OPERATION_COUNT, LENGTH(names));
    for (int kind = 0; kind < COHORT_OPERATION_COUNT; kind++)
        assert_string_equal(cohort_operation_name((cohort_operation_kind)kind), names[kind]);
    assert_null(cohort_operation_name((cohort_operation_kind)-1));
    assert_null(cohort_operation_name(COHORT_OPERATION_COUNT));

    cohort_operation many[20];
    for (int i = 0; i < 20; i++) {
        many[i] = (cohort_operation)COHORT_OPERATION(ADD, i);
        snprintf(many[i].note, sizeof many[i].note, "row %d", i);
    }
    cohort_scenario *scenario = scenario_of(20, many);
    many[3].value = -7.0; /* a copy is kept */
    for (int i = 0; i < 20; i++) {
        char note[20];
        snprintf(note, sizeof note, "row %d", i);
        assert_true(cohort_scenario_operation(scenario, i)->value == i);
        assert_string_equal(cohort_scenario_operation(scenario, i)->note, note);
    }
    assert_null(cohort_scenario_operation(scenario, -1));
    assert_null(cohort_scenario_operation(scenario, 20));
    cohort_scenario_free(scenario);
    cohort_scenario_free(NULL);
}

static void sets_values(void **state)
{
    const cohort_operation operations[] = {COHORT_OPERATION(SUPPRESS, 0.5),
                                           COHORT_OPERATION(TFR, 1.5)};
    cohort_scenario *scenario = scenario_of(2, operations);
    cohort_error error;
    assert_ok(cohort_scenario_set_value(scenario, 1, 1.75, &error), error);
    assert_true(cohort_scenario_operation(scenario, 1)->value == 1.75);
    assert_fails(cohort_scenario_set_value(scenario, 0, 1.75, &error), VALUE, error,
                 "suppress_out_migration: value: 1.75: expected 0 to 1");
    assert_fails(cohort_scenario_set_value(scenario, 0, NONE, &error), VALUE, error, "value: nan");
    assert_fails(cohort_scenario_set_value(scenario, 2, 0.5, &error), ARGUMENT, error,
                 "operation 2: there are 2, from 0 on");
    assert_fails(cohort_scenario_set_value(scenario, -1, 0.5, &error), ARGUMENT, error,
                 "operation -1: there are 2");
    assert_true(cohort_scenario_operation(scenario, 0)->value == 0.5);
    cohort_scenario_free(scenario);
}

/* --- What plans of other cities ask for --- */

/* To 2045. */
static const cohort_grid long_grid = {5, 12, 2015, 6};

/* Kakogawa: halve net migration at ages 0-14 and 20-44 by 2025, zero from 2030. */
static const cohort_operation kakogawa[] = {
    {SCALE, BOTH, 0, 14, 2015, 2025, 0.5, 1.0, NONE, "by 2025"},
    {SCALE, BOTH, 0, 14, 2025, 2030, 0.5, NONE, NONE, "held"},
    {ZERO, BOTH, 0, 14, 2030, OPEN, 0.0, NONE, NONE, ""},
    {SCALE, BOTH, 20, 44, 2015, 2025, 0.5, 1.0, NONE, ""},
    {SCALE, BOTH, 20, 44, 2025, 2030, 0.5, NONE, NONE, ""},
    {ZERO, BOTH, 20, 44, 2030, OPEN, 0.0, NONE, NONE, ""}};

/* Gyoda: two thirds, then one third of the baseline. */
static const cohort_operation gyoda[] = {
    {SCALE, BOTH, 0, OPEN, 2015, 2025, 2.0 / 3, NONE, NONE, ""},
    {SCALE, BOTH, 0, OPEN, 2025, OPEN, 1.0 / 3, NONE, NONE, ""}};

/* A town: out-migration of under-30s less by 30 % by 2030, and 20 couples a year moving in: 40
 * persons a year, 200 in five, over two sexes and two groups. */
static const cohort_operation town[] = {
    {SUPPRESS, BOTH, 0, 29, 2015, 2030, 0.3, 0.0, NONE, ""},
    {SUPPRESS, BOTH, 0, 29, 2030, OPEN, 0.3, NONE, NONE, ""},
    {ADD, BOTH, 25, 34, 2015, OPEN, 40.0, NONE, NONE, "20 couples"}};

#define NOBODY "............"

/* What becomes of net migration: that of the touched groups (by arrival) times the factor of the
 * interval, then so many persons more to those who are joined. */
static const struct plan {
    const cohort_operation *rows;
    size_t count;
    const char *touched, *joined;
    double factors[6], more;
    int out_alone; /* only out-migration is touched */
} plans[] = {
    {kakogawa, 6, "xxxx.xxxxx..", NOBODY, {0.875, 0.625, 0.5, 0, 0, 0}, 0.0, 0},
    {gyoda, 2, "xxxxxxxxxxxx", NOBODY, {2. / 3, 2. / 3, 1. / 3, 1. / 3, 1. / 3, 1. / 3}, 0, 0},
    {town, 3, "xxxxxxx.....", ".....xx.....", {0.95, 0.85, 0.75, 0.7, 0.7, 0.7}, 50.0, 1},
};

static void says_plans_of_migration(void **state)
{
    cohort_inputs *in = scattered_inputs(&long_grid);
    for (const struct plan *p = plans; p < plans + LENGTH(plans); p++) {
        cohort_inputs *out = apply_operations(in, p->count, p->rows);
        for (size_t c = 0; c < value_count(in, COHORT_NET_MIGRANTS); c++) {
            size_t x = c % SMALL_AGES, interval = c / cohort_grid_cells(&long_grid);
            double rate = cohort_inputs_view(in, COHORT_NET_MIGRATION_RATIO)[c];
            double people = cohort_inputs_view(in, COHORT_NET_MIGRANTS)[c];
            int touched = p->touched[x] == 'x' && (!p->out_alone || people < 0.0);
            double factor = touched ? p->factors[interval] : 1.0;
            double came = p->joined[x] == 'x' ? p->more : 0.0;
            /* a few roundings, of numbers of up to 80 where some come and some leave */
            assert_close(cohort_inputs_view(out, COHORT_NET_MIGRATION_RATIO)[c], factor * rate,
                         1e-14, 0.0);
            assert_close(cohort_inputs_view(out, COHORT_NET_MIGRANTS)[c], factor * people + came,
                         1e-14, 1e-13);
        }
        cohort_inputs_free(out);
    }
    cohort_inputs_free(in);
}

/* A TFR of 1.8 in 2030 and 2.07 in 2040, linear between (the national path). */
static void says_the_national_tfr_path(void **state)
{
    static const cohort_operation rows[] = {
        {TFR, BOTH, 0, OPEN, 2030, 2040, 2.07, 1.8, NONE, ""},
        {TFR, BOTH, 0, OPEN, 2040, OPEN, 2.07, NONE, NONE, "held"},
    };
    static const double tfr[6] = {NONE, NONE, 1.8, 1.935, 2.07, 2.07}; /* 2020, 2025 .. 2045 */
    cohort_inputs *in = scattered_inputs(&long_grid),
                  *out = apply_operations(in, LENGTH(rows), rows);
    for (int i = 0; i < 6; i++) { /* a few roundings */
        double before = value_of(in, COHORT_CWR, i, 0, 0);
        double per_cwr = value_of(in, COHORT_TFR_PER_CWR, i, 0, 0);
        assert_close(value_of(out, COHORT_CWR, i, 0, 0), isnan(tfr[i]) ? before : tfr[i] / per_cwr,
                     1e-14, 0.0);
    }
    cohort_inputs_free(out);
    cohort_inputs_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_migration),
        cmocka_unit_test(arrives_one_group_on),
        cmocka_unit_test(changes_fertility),
        cmocka_unit_test(applies_operations_from_first_to_last),
        cmocka_unit_test(changes_nothing_bit_for_bit),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(refuses_operations_without_effect),
        cmocka_unit_test(needs_a_conversion_and_good_inputs),
        cmocka_unit_test(refuses_invalid_operations),
        cmocka_unit_test(keeps_a_list),
        cmocka_unit_test(sets_values),
        cmocka_unit_test(says_plans_of_migration),
        cmocka_unit_test(says_the_national_tfr_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
