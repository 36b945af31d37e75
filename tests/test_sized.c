/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structs that callers fill and that grow at their end: what a program compiled with an older or a
 * newer header hands over. */
#include "core/sized.h"

#include <cohort/cohort.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/close.h"
#include "support/ensembles.h"
#include "support/small.h"

/* --- The one mechanism --- */

struct grown {
    size_t size;
    int first, second;
    double third;
};

static const struct grown defaults = {sizeof(struct grown), 1, 2, 3.0};
static const struct cohort_sized type = {"grown", &defaults, sizeof defaults,
                                         COHORT_THROUGH(struct grown, second)};
enum { OLD = COHORT_THROUGH(struct grown, second), NEW = sizeof(struct grown) + 16 };

static void fills_what_there_is(void **state)
{
    unsigned char room[NEW + 1];
    struct grown x;
    for (size_t size = OLD; size <= NEW; size += 8) {
        memset(room, 7, sizeof room);
        cohort_sized_init(&type, room, size);
        memcpy(&x, room, sizeof x);
        assert_int_equal(x.size, size);
        assert_int_equal(x.first, 1);
        assert_int_equal(x.second, 2);
        if (size >= sizeof x)
            assert_true(x.third == 3.0);
        for (size_t i = sizeof x; i < NEW + 1; i++)
            assert_int_equal(room[i], i < size ? 0 : 7);
        assert_int_equal(room[size], 7); /* nothing behind it was written */
    }
}

static void takes_shorter_and_longer(void **state)
{
    struct {
        struct grown known;
        unsigned char rest[16];
    } given = {{OLD, 5, 6, 9.0}, {0}};
    struct grown whole;
    cohort_error error;
    assert_int_equal(cohort_sized_take(&type, &given, &whole, &error), COHORT_OK);
    assert_int_equal(whole.size, sizeof whole);
    assert_int_equal(whole.second, 6);
    assert_true(whole.third == 3.0); /* not there: its default */
    given.known.size = sizeof given;
    assert_int_equal(cohort_sized_take(&type, &given, &whole, &error), COHORT_OK);
    assert_true(whole.third == 9.0);
    given.rest[15] = 1;
    assert_fails(cohort_sized_take(&type, &given, &whole, &error), COHORT_ERROR_ARGUMENT, error,
                 "the bytes after them are not zero");
    given.known.size = OLD - 1;
    assert_fails(cohort_sized_take(&type, &given, &whole, &error), COHORT_ERROR_ARGUMENT, error,
                 "begin with cohort_grown_init");
    given.known.size = (size_t)-1; /* whatever was there */
    assert_fails(cohort_sized_take(&type, &given, &whole, &error), COHORT_ERROR_ARGUMENT, error,
                 "to 4096; begin with cohort_grown_init");
    given.known.size = 0;
    assert_fails(cohort_sized_take(&type, &given, &whole, NULL), COHORT_ERROR_ARGUMENT, error, "");
}

static void gives_back_what_there_is_room_for(void **state)
{
    const struct grown whole = {sizeof whole, 10, 20, 30.0};
    struct grown given = {OLD, 1, 2, 3.0};
    cohort_sized_give(&type, &whole, &given);
    assert_int_equal(given.size, OLD);
    assert_int_equal(given.second, 20);
    assert_true(given.third == 3.0);
    given.size = sizeof given;
    cohort_sized_give(&type, &whole, &given);
    assert_true(given.third == 30.0);
}

/* --- Each struct: the macro and the function say the same, and nothing is padded --- */

#define SAYS_THE_SAME(type, macro, last)                                                           \
    do {                                                                                           \
        static const type by_macro = macro;                                                        \
        type by_function;                                                                          \
        memset(&by_function, 7, sizeof by_function);                                               \
        type##_init(&by_function);                                                                 \
        assert_memory_equal(&by_function, &by_macro, sizeof by_macro);                             \
        assert_int_equal(by_macro.size, sizeof(type));                                             \
        assert_int_equal(COHORT_THROUGH(type, last), sizeof(type));                                \
    } while (0)

static void macros_and_functions_agree(void **state)
{
    SAYS_THE_SAME(cohort_ensemble_options, COHORT_ENSEMBLE_OPTIONS, most_bytes);
    SAYS_THE_SAME(cohort_backtest_options, COHORT_BACKTEST_OPTIONS, peers);
    SAYS_THE_SAME(cohort_forecast_options, COHORT_FORECAST_OPTIONS, trend_children);
    SAYS_THE_SAME(cohort_cases, COHORT_CASES, horizons);
    SAYS_THE_SAME(cohort_chart, COHORT_CHART, span);
    SAYS_THE_SAME(cohort_fit, COHORT_FIT, at_bound);
    SAYS_THE_SAME(cohort_rogers_castro_options, COHORT_ROGERS_CASTRO_OPTIONS, upper);
}

/* What was there before does not show: but for a note, which may hold anything behind its end. */
static void closed_structs_have_functions(void **state)
{
    const cohort_operation by_macro = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    const cohort_part part_by_macro = COHORT_PART(COHORT_MIGRATION);
    const cohort_rogers_castro schedules[] = {
        COHORT_ROGERS_CASTRO_FUNDAMENTAL, COHORT_ROGERS_CASTRO_LOWER, COHORT_ROGERS_CASTRO_UPPER};
    cohort_rogers_castro found[3];
    cohort_operation operation;
    cohort_part part;
    memset(&operation, 7, sizeof operation);
    memset(&part, 7, sizeof part);
    cohort_operation_init(&operation, COHORT_SET_TFR, 1.8);
    cohort_part_init(&part, COHORT_MIGRATION);
    cohort_rogers_castro_init(&found[0], &found[1], &found[2]);
    cohort_rogers_castro_init(NULL, NULL, NULL);
    assert_memory_equal(&part, &part_by_macro, sizeof part);
    assert_memory_equal(found, schedules, sizeof found);
    assert_int_equal(operation.kind, by_macro.kind);
    assert_int_equal(operation.sex, by_macro.sex);
    assert_int_equal(operation.age_to, by_macro.age_to);
    assert_int_equal(operation.year_from, by_macro.year_from);
    assert_int_equal(operation.year_to, by_macro.year_to);
    assert_true(operation.value == by_macro.value && isnan(operation.baseline_tfr));
    assert_string_equal(operation.note, "");
}

/* --- Programs of yesterday --- */

/* The options as far as `figures`, and nothing behind them that could be read. */
static void runs_an_ensemble_of_yesterday(void **state)
{
    const size_t size = offsetof(cohort_ensemble_options, most_bytes);
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options today = uncertain_rates(20);
    void *yesterday = malloc(size); /* shorter than the type, which gcc 14 warns of */
    assert_non_null(yesterday);
    today.most_bytes = 0;
    cohort_ensemble *expected = run_ensemble(inputs, &today, 1);
    today.size = size;
    memcpy(yesterday, &today, size);
    cohort_ensemble *actual = run_ensemble(inputs, yesterday, 1);
    assert_same_ensemble(actual, expected);
    cohort_ensemble_free(actual);
    cohort_ensemble_free(expected);
    cohort_inputs_free(inputs);
    free(yesterday);
}

static void draws_a_chart_of_yesterday(void **state)
{
    const char *const names[] = {"a"};
    const double values[] = {1.0};
    const cohort_bars bars = {NULL, 0, 1, 1, names, NULL, values};
    cohort_chart today = COHORT_CHART, yesterday = COHORT_CHART;
    cohort_error error;
    cohort_output *outputs[2];
    const char *texts[2];
    yesterday.size = offsetof(cohort_chart, width);
    yesterday.width = yesterday.height = -1.0; /* not read */
    for (int k = 0; k < 2; k++) {
        assert_ok(cohort_output_memory(&outputs[k], &error), error);
        assert_ok(cohort_chart_bars(outputs[k], k ? &yesterday : &today, &bars, &error), error);
        assert_ok(cohort_output_text(outputs[k], &texts[k], NULL, &error), error);
    }
    assert_string_equal(texts[0], texts[1]);
    for (int k = 0; k < 2; k++)
        assert_ok(cohort_output_close(&outputs[k], 0, &error), error);
}

static void reports_a_fit_of_yesterday(void **state)
{
    const double asked = 1.0;
    cohort_inputs *inputs = small_inputs();
    cohort_scenario *scenario;
    cohort_error error;
    const cohort_operation cut = COHORT_OPERATION(COHORT_SCALE_NET_MIGRATION, 1.0);
    const cohort_parameter free_one = {0, 1.0, 0.0, 2.0, 1.0};
    assert_ok(cohort_scenario_new(&scenario, &error), error);
    assert_ok(cohort_scenario_add(scenario, &cut, &error), error);
    const cohort_figure target = cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END},
                                                  SMALL_START + SMALL_WIDTH, asked);
    cohort_fit fit = {.size = offsetof(cohort_fit, misses)};
    double kept = 5.0;
    fit.misses = &kept; /* behind its end: neither read nor written */
    assert_ok(cohort_calibrate(inputs, scenario, 1, &free_one, 1, &target, &fit, &error), error);
    assert_int_equal(fit.size, offsetof(cohort_fit, misses));
    assert_int_equal(fit.parameters, 1);
    assert_true(fit.misses == &kept && kept == 5.0);
    fit.size = 4;
    assert_fails(cohort_calibrate(inputs, scenario, 1, &free_one, 1, &target, &fit, &error),
                 COHORT_ERROR_ARGUMENT, error, "begin with cohort_fit_init");
    cohort_scenario_free(scenario);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_what_there_is),
        cmocka_unit_test(takes_shorter_and_longer),
        cmocka_unit_test(gives_back_what_there_is_room_for),
        cmocka_unit_test(macros_and_functions_agree),
        cmocka_unit_test(closed_structs_have_functions),
        cmocka_unit_test(runs_an_ensemble_of_yesterday),
        cmocka_unit_test(draws_a_chart_of_yesterday),
        cmocka_unit_test(reports_a_fit_of_yesterday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
