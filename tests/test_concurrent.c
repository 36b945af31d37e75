/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight threads at once on shared handles that are const: each gets the bits that one alone gets. The
 * ThreadSanitizer sees the rest (.ci/run). */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/figures.h"
#include "support/small.h"

#include <cohort/cohort.h>

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 6, NUMBERS = 64 };

/* What is shared. */
static struct {
    cohort_table *towns, *japan;
    cohort_csv *csv;
    cohort_stock published;
    cohort_inputs *nation, *inputs, *wpp;
    cohort_projection *run;
    cohort_scenario *scenario;
    cohort_spreads *spreads;
    cohort_ensemble *ensemble;
    cohort_batch *batch;
    cohort_controlled *controlled;
} shared;

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};

static int build_shared(void **state)
{
    (void)state;
    cohort_error error;
    const cohort_ensemble_options options = uncertain_rates(20);
    const cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/ipss2018.csv", NULL, &shared.towns, &error),
              error);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &shared.japan, &error), error);
    assert_ok(cohort_csv_read(COHORT_FIXTURES "/observed.csv", &shared.csv, &error), error);
    assert_ok(
        cohort_table_population(shared.towns, "01694", "population", &shared.published, &error),
        error);
    assert_ok(cohort_table_reference(shared.japan, "00000", 2050, &shared.nation, &error), error);
    assert_ok(cohort_derive(&shared.published, shared.nation, NULL, &shared.inputs, &error), error);
    shared.wpp = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    shared.run = project(shared.inputs);
    assert_ok(cohort_scenario_new(&shared.scenario, &error), error);
    assert_ok(cohort_scenario_add(shared.scenario, &tfr, &error), error);
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &shared.spreads, &error), error);
    shared.ensemble = run_ensemble(shared.wpp, &options, 1);
    const cohort_inputs *both[] = {shared.inputs, shared.inputs};
    assert_ok(cohort_batch_new(2, both, 1, &shared.batch, &error), error);
    const cohort_projection *runs[] = {shared.run, shared.run};
    const cohort_figure control = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2030, 30000.0);
    assert_ok(cohort_controlled_new(2, runs, 1, &control, &shared.controlled, &error), error);
    return 0;
}

static int free_shared(void **state)
{
    (void)state;
    cohort_table_free(shared.towns);
    cohort_table_free(shared.japan);
    cohort_csv_free(shared.csv);
    cohort_stock_free(&shared.published);
    cohort_inputs_free(shared.nation);
    cohort_inputs_free(shared.inputs);
    cohort_inputs_free(shared.wpp);
    cohort_projection_free(shared.run);
    cohort_scenario_free(shared.scenario);
    cohort_spreads_free(shared.spreads);
    cohort_ensemble_free(shared.ensemble);
    cohort_batch_free(shared.batch);
    cohort_controlled_free(shared.controlled);
    return 0;
}

/* ---- what a thread asks: numbers, one behind the other ---- */

struct answers {
    int count, failures;
    double numbers[NUMBERS];
};

static void put(struct answers *a, int code, double number)
{
    a->failures += code != COHORT_OK;
    a->numbers[a->count++] = number;
}

static void ask_tables(struct answers *a)
{
    cohort_stock stock = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    cohort_error error;
    double number = 0.0;
    int code = cohort_table_population(shared.towns, "01223", "population", &stock, &error);
    put(a, code, cohort_total(&stock, 2020));
    code = cohort_table_derive_from(shared.towns, "01691", shared.japan, "00000", 2050, &inputs,
                                    &error);
    put(a, code, inputs ? cohort_inputs_view(inputs, COHORT_SURVIVAL)[40] : 0.0);
    code =
        cohort_csv_number(shared.csv, 1, cohort_csv_column(shared.csv, "value"), &number, &error);
    put(a, code, number);
    put(a, 0, cohort_table_count(shared.towns));
    cohort_stock_free(&stock);
    cohort_inputs_free(inputs);
}

static void ask_models(struct answers *a)
{
    cohort_inputs *changed = NULL, *gradient = NULL;
    cohort_projection *again = NULL;
    cohort_stable stable = {0};
    cohort_influence influence = {0};
    cohort_error error;
    double value = 0.0;
    const cohort_measure total = {.band = everybody, .year = 2045};
    int code = cohort_scenario_apply(shared.scenario, shared.inputs, &changed, &error);
    if (!code)
        code = cohort_projection_new(changed, &again, &error);
    put(a, code, again ? cohort_total(cohort_projection_population(again), 2050) : 0.0);
    code = cohort_inputs_copy(shared.inputs, &gradient, &error);
    if (!code)
        code = cohort_sensitivity(shared.run, &total, gradient, &value, &error);
    put(a, code, value);
    put(a, cohort_stable_population(shared.wpp, 0, &stable, NULL, &error), stable.growth);
    put(a, cohort_influence_of(shared.inputs, 2040, &influence, &error), influence.pattern_1);
    cohort_projection_free(again);
    cohort_inputs_free(changed);
    cohort_inputs_free(gradient);
}

static void ask_results(struct answers *a)
{
    cohort_error error;
    cohort_balance balance = {0};
    const cohort_figure total = cohort_figure_of(everybody, 2030, 0.0);
    double value = 0.0, values[2] = {0.0};
    put(a, cohort_projection_balance(shared.run, 2020, 2030, &balance, &error), balance.births);
    put(a, cohort_spreads_quantile(shared.spreads, &shared.published, &total, 0.1, &value, &error),
        value);
    put(a, cohort_ensemble_quantile(shared.ensemble, 0, 0.5, &value, &error), value);
    put(a, cohort_ensemble_mean(shared.ensemble, 0, &value, &error), value);
    put(a, cohort_batch_measures(shared.batch, 1, 1, &total.measure, values, &error), values[1]);
    put(a, 0, cohort_total(cohort_controlled_population(shared.controlled, 1), 2030));
    put(a, 0, cohort_controlled_rounds(shared.controlled));
}

static void ask_forecasts(struct answers *a)
{
    cohort_inputs *ahead = NULL;
    cohort_output *picture = NULL;
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_population at = {cohort_projection_population(shared.run), 2050, NULL};
    cohort_error error;
    const char *text = "";
    size_t size = 0;
    put(a, cohort_forecast(&shared.published, 2060, NULL, &ahead, &error),
        ahead ? cohort_inputs_view(ahead, COHORT_NET_MIGRATION_RATIO)[50] : 0.0);
    int code = cohort_output_memory(&picture, &error);
    if (!code)
        code = cohort_chart_pyramid(picture, &chart, 1, &at, &error);
    if (!code)
        code = cohort_output_text(picture, &text, &size, &error);
    put(a, code, (double)size + text[size / 2]);
    cohort_output_close(&picture, 0, NULL);
    cohort_inputs_free(ahead);
}

static void ask(struct answers *a)
{
    *a = (struct answers){0};
    ask_tables(a);
    ask_models(a);
    ask_results(a);
    ask_forecasts(a);
}

/* ---- all at once ---- */

static struct answers alone;

static void *ask_again(void *to)
{
    bool *same = to;
    *same = true;
    for (int i = 0; i < ROUNDS; i++) {
        struct answers a;
        ask(&a);
        *same = *same && a.count == alone.count && a.failures == 0 &&
                memcmp(a.numbers, alone.numbers, (size_t)a.count * sizeof *a.numbers) == 0;
    }
    return NULL;
}

static void const_handles_may_be_shared(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    bool same[THREADS] = {false};
    ask(&alone);
    assert_int_equal(alone.failures, 0);
    assert_true(alone.count > 15);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_again, &same[i]), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS; i++)
        assert_true(same[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(const_handles_may_be_shared),
    };
    return cmocka_run_group_tests(tests, build_shared, free_shared);
}
