/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every public function that allocates, called by itself while its first, second, ... allocation fails,
 * until it succeeds: COHORT_ERROR_MEMORY each time, no output, nothing kept. (test_memory.c calls many
 * of them one after the other.) */
#include "core/error.h"
#include "support/charts.h"
#include "support/close.h"
#include "support/figures.h"
#include "support/files.h"
#include "support/memory.h"
#include "support/small.h"

#include <cohort/cohort.h>

/* What the functions are given, made before anything fails. */
static struct {
    cohort_table *towns, *japan, *document;
    cohort_stock published;
    cohort_inputs *nation, *inputs, *wpp;
    cohort_projection *run;
    cohort_spreads *spreads;
    cohort_scenario *scenario;
    char path[SCRATCH_PATH];
} world;

static const char plan[] = "operation,sex,age_from,age_to,year_from,year_to,value_from,value,"
                           "baseline_tfr,note\ntfr,both,,,2025,,,1.8,,\n";

static int build_world(void **state)
{
    cohort_error error;
    cohort_csv *csv;
    scratch_setup(state);
    scratch_path("made.csv", world.path);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/ipss2018.csv", NULL, &world.towns, &error),
              error);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &world.japan, &error), error);
    assert_ok(
        cohort_table_read(COHORT_FIXTURES "/nemuro_published.csv", NULL, &world.document, &error),
        error);
    assert_ok(cohort_table_population(world.towns, "01694", "population", &world.published, &error),
              error);
    assert_ok(cohort_table_reference(world.japan, "00000", 2050, &world.nation, &error), error);
    assert_ok(cohort_derive(&world.published, world.nation, NULL, &world.inputs, &error), error);
    world.wpp = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    world.run = project(world.inputs);
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &world.spreads, &error), error);
    assert_ok(cohort_csv_parse(plan, strlen(plan), "plan", &csv, &error), error);
    assert_ok(cohort_scenario_from_csv(csv, &world.scenario, &error), error);
    return 0;
}

static int free_world(void **state)
{
    cohort_table_free(world.towns);
    cohort_table_free(world.japan);
    cohort_table_free(world.document);
    cohort_stock_free(&world.published);
    cohort_inputs_free(world.nation);
    cohort_inputs_free(world.inputs);
    cohort_inputs_free(world.wpp);
    cohort_projection_free(world.run);
    cohort_spreads_free(world.spreads);
    cohort_scenario_free(world.scenario);
    return scratch_teardown(state);
}

/* ---- calls: each frees what it was given ---- */

/* A call that makes one thing. */
#define MAKES(name, type, release, call)                                                           \
    static int name(cohort_error *error)                                                           \
    {                                                                                              \
        type *made = NULL;                                                                         \
        const int code = call;                                                                     \
        assert_true((code == COHORT_OK) == (made != NULL));                                        \
        release(made);                                                                             \
        return code;                                                                               \
    }

/* One that fills a stock, or a flow. */
#define FILLS(name, type, release, call)                                                           \
    static int name(cohort_error *error)                                                           \
    {                                                                                              \
        type made = {.cells = NULL};                                                               \
        const int code = call;                                                                     \
        assert_true((code == COHORT_OK) == (made.cells != NULL));                                  \
        release(&made);                                                                            \
        return code;                                                                               \
    }

FILLS(stock_init, cohort_stock, cohort_stock_free, cohort_stock_init(&made, &small_grid, error))
FILLS(flow_init, cohort_flow, cohort_flow_free, cohort_flow_init(&made, &small_grid, error))
FILLS(table_population, cohort_stock, cohort_stock_free,
      cohort_table_population(world.towns, "01694", "population", &made, error))
FILLS(table_population_of, cohort_stock, cohort_stock_free,
      cohort_table_population_of(world.towns, "01694", "population", 2020, &made, error))
FILLS(forecast_population, cohort_stock, cohort_stock_free,
      cohort_forecast_population(&world.published, 2060, NULL, &made, error))
FILLS(forecast_peers, cohort_stock, cohort_stock_free,
      cohort_forecast_peers(1, &world.published, NULL, &made, error))
MAKES(inputs_new, cohort_inputs, cohort_inputs_free,
      cohort_inputs_new(&small_grid, COHORT_WPP_END, &made, error))
MAKES(inputs_copy, cohort_inputs, cohort_inputs_free,
      cohort_inputs_copy(world.inputs, &made, error))
MAKES(inputs_extend, cohort_inputs, cohort_inputs_free,
      cohort_inputs_extend(world.inputs, 2080, &made, error))
MAKES(table_reference, cohort_inputs, cohort_inputs_free,
      cohort_table_reference(world.japan, "00000", 2050, &made, error))
MAKES(table_reference_on, cohort_inputs, cohort_inputs_free,
      cohort_table_reference_on(world.japan, "00000", &world.published.grid, &made, error))
MAKES(table_derive, cohort_inputs, cohort_inputs_free,
      cohort_table_derive(COHORT_FIXTURES "/ipss2018.csv", "01694", COHORT_FIXTURES "/japan.csv",
                          "00000", 2050, &made, error))
MAKES(table_derive_from, cohort_inputs, cohort_inputs_free,
      cohort_table_derive_from(world.towns, "01694", world.japan, "00000", 2050, &made, error))
MAKES(derive, cohort_inputs, cohort_inputs_free,
      cohort_derive(&world.published, world.nation, NULL, &made, error))
MAKES(forecast, cohort_inputs, cohort_inputs_free,
      cohort_forecast(&world.published, 2060, NULL, &made, error))
MAKES(scenario_new, cohort_scenario, cohort_scenario_free, cohort_scenario_new(&made, error))
MAKES(scenario_apply, cohort_inputs, cohort_inputs_free,
      cohort_scenario_apply(world.scenario, world.inputs, &made, error))
MAKES(projection_new, cohort_projection, cohort_projection_free,
      cohort_projection_new(world.inputs, &made, error))
MAKES(table_read, cohort_table, cohort_table_free,
      cohort_table_read(COHORT_FIXTURES "/observed.csv", NULL, &made, error))
MAKES(csv_read, cohort_csv, cohort_csv_free,
      cohort_csv_read(COHORT_FIXTURES "/observed.csv", &made, error))
MAKES(csv_parse, cohort_csv, cohort_csv_free,
      cohort_csv_parse(plan, strlen(plan), "plan", &made, error))
MAKES(sheets_read, cohort_sheets, cohort_sheets_free,
      cohort_sheets_read(COHORT_FIXTURES "/observed.csv", &made, error))
MAKES(sheets_parse, cohort_sheets, cohort_sheets_free,
      cohort_sheets_parse(plan, strlen(plan), "plan", &made, error))
MAKES(spreads_read, cohort_spreads, cohort_spreads_free,
      cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &made, error))

/* A sheet of cells, until its text and the list of sheets have to grow. */
static int sheets_of_cells(cohort_error *error)
{
    cohort_sheets *sheets = NULL;
    int code = cohort_sheets_new("book", &sheets, error);
    for (int k = 0; !code && k < 20; k++)
        code = cohort_sheets_begin(sheets, "sheet", error);
    for (int row = 0; !code && row < 400; row++)
        code = cohort_sheets_cell(sheets, row, row % 5, "a cell", 6, error);
    cohort_sheets_free(sheets);
    return code;
}

static int refit(cohort_error *error)
{
    cohort_stock stock = {.cells = NULL};
    const cohort_grid less = {5, 10, 2020, 1};
    int code = cohort_stock_init(&stock, &small_grid, error);
    const double *cells = stock.cells;
    if (!code)
        code = cohort_stock_refit(&stock, &less, error);
    assert_true(!code || stock.cells == cells);
    cohort_stock_free(&stock);
    return code;
}

static int join(cohort_error *error)
{
    cohort_table *table = NULL;
    int matched = 7, code = cohort_table_read(COHORT_FIXTURES "/observed.csv", NULL, &table, error);
    if (!code)
        code = cohort_table_join(table, world.document, &matched, error);
    cohort_table_free(table);
    return code;
}

static int lifetable_init(cohort_error *error)
{
    static const int ages[] = {0, 1, 5};
    cohort_lifetable table;
    const int code = cohort_lifetable_init(&table, 3, ages, error);
    cohort_lifetable_free(&table);
    return code;
}

static int leslie(cohort_error *error)
{
    static double matrix[4 * SMALL_AGES * SMALL_AGES];
    return cohort_leslie(world.wpp, 0, matrix, error);
}

static int stable(cohort_error *error)
{
    cohort_stable found;
    return cohort_stable_population(world.wpp, 0, &found, NULL, error);
}

static int projection_cuts(cohort_error *error)
{
    if (cohort_projection_cuts(world.run, 0, NULL) == COHORT_ERROR_MEMORY)
        return cohort_fail_memory(error);
    return COHORT_OK;
}

static int sensitivity(cohort_error *error)
{
    cohort_inputs *gradient = NULL;
    const cohort_measure total = {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2045};
    int code = cohort_inputs_copy(world.inputs, &gradient, error);
    if (!code)
        code = cohort_sensitivity(world.run, &total, gradient, NULL, error);
    cohort_inputs_free(gradient);
    return code;
}

static int scenario_from_csv(cohort_error *error)
{
    cohort_csv *csv = NULL;
    cohort_scenario *scenario = NULL;
    int code = cohort_csv_parse(plan, strlen(plan), "plan", &csv, error);
    if (!code)
        code = cohort_scenario_from_csv(csv, &scenario, error); /* takes the CSV */
    cohort_scenario_free(scenario);
    return code;
}

static int graduation(cohort_error *error)
{
    static const int first_age[] = {0, 15, 65, 100};
    static const double counts[] = {10.0, 30.0, 12.0};
    double single[100];
    return cohort_graduate(COHORT_PENALISED_COMPOSITE_LINK, 3, first_age, counts, single, error);
}

/* A picture: nothing of it is written when memory is short. */
static int lines(cohort_error *error)
{
    cohort_output *output = NULL;
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_series series = series_of("a line", COHORT_MARK_LINE, rising);
    const cohort_chart_panel panel = panel_of(1, &series);
    int code = cohort_output_memory(&output, error);
    if (!code)
        code = cohort_chart_lines(output, &chart, 1, &panel, error);
    cohort_output_close(&output, 0, NULL);
    return code;
}

static int bars(cohort_error *error)
{
    static const double values[] = {1.0, -2.0, 3.0, 4.0};
    cohort_output *output = NULL;
    const cohort_chart chart = COHORT_CHART;
    const cohort_bars data = bars_of(2, 2, values);
    int code = cohort_output_memory(&output, error);
    if (!code)
        code = cohort_chart_bars(output, &chart, &data, error);
    cohort_output_close(&output, 0, NULL);
    return code;
}

static int file(cohort_error *error)
{
    cohort_output *output = NULL;
    int code = cohort_output_open(world.path, &output, error);
    if (!code)
        cohort_output_print(output, "text\n");
    if (!code)
        code = cohort_output_close(&output, 1, error);
    return code;
}

static int sum_of_spreads(cohort_error *error)
{
    static const double p = 0.1;
    const cohort_figure total = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 0.0);
    double low;
    return cohort_spreads_sum(world.spreads, 1, &world.published, NULL, &total, 100, 1, 1, &p, &low,
                              error);
}

/* ---- all of them ---- */

#define CALL(name)                                                                                 \
    {                                                                                              \
#name, name                                                                                \
    }
static const struct {
    const char *name;
    int (*call)(cohort_error *error);
} calls[] = {
    CALL(stock_init),
    CALL(flow_init),
    CALL(table_population),
    CALL(forecast_peers),
    CALL(forecast_population),
    CALL(table_population_of),
    CALL(inputs_new),
    CALL(inputs_copy),
    CALL(inputs_extend),
    CALL(table_reference),
    CALL(table_reference_on),
    CALL(table_derive),
    CALL(table_derive_from),
    CALL(derive),
    CALL(forecast),
    CALL(scenario_new),
    CALL(scenario_apply),
    CALL(projection_new),
    CALL(table_read),
    CALL(csv_read),
    CALL(csv_parse),
    CALL(sheets_read),
    CALL(sheets_parse),
    CALL(spreads_read),
    CALL(sheets_of_cells),
    CALL(refit),
    CALL(join),
    CALL(lifetable_init),
    CALL(projection_cuts),
    CALL(leslie),
    CALL(stable),
    CALL(sensitivity),
    CALL(scenario_from_csv),
    CALL(graduation),
    CALL(lines),
    CALL(bars),
    CALL(file),
    CALL(sum_of_spreads),
};

/* Returned: how many allocations have failed. */
static long fail_each(const char *name, int (*call)(cohort_error *error))
{
    int code = COHORT_ERROR_MEMORY;
    long n = 0;
    for (; code != COHORT_OK; n++) {
        cohort_error error = {0};
        const int before = alive_count;
        allocations = 0;
        fail_at = n;
        code = call(&error);
        fail_at = -1;
        if (alive_count != before || (code && code != COHORT_ERROR_MEMORY) || code != error.code ||
            (!code && allocations > n) || n > 10000)
            fail_msg("%s, allocation %ld: %d, %s; %d kept", name, n, code, error.text,
                     alive_count - before);
    }
    return n - 1;
}

static void each_allocation_of_each_function_may_fail(void **state)
{
    long sum = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const long failed = fail_each(calls[i].name, calls[i].call);
        print_message("%-20s %3ld\n", calls[i].name, failed);
        if (failed == 0)
            fail_msg("%s", calls[i].name); /* or it does not allocate, and does not belong here */
        sum += failed;
    }
    print_message("%-20s %3ld failed allocations\n", "all", sum);
    assert_true(sum > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_of_each_function_may_fail),
    };
    return cmocka_run_group_tests(tests, build_world, free_world);
}
