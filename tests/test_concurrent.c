/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight threads at once on shared handles that are const: each gets the bits that one alone gets, from
 * every public function that takes such a handle (tests/api.sh sees that none is missing here). The
 * ThreadSanitizer sees the rest (.ci/run). */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/figures.h"
#include "support/small.h"

#include <cohort/cohort.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 4, NUMBERS = 160, SMALL_CELLS = COHORT_SEXES * SMALL_AGES };

/* What is shared. */
static struct {
    cohort_table *towns, *japan, *pupils, *wpp_table;
    cohort_csv *csv;
    cohort_sheets *sheets;
    cohort_output *output;
    cohort_stock published;
    cohort_inputs *nation, *inputs, *wpp;
    struct paths paths;
    cohort_projection *run, *wpp_run;
    cohort_scenario *scenario;
    cohort_spreads *spreads;
    cohort_ensemble *ensemble;
    cohort_batch *batch;
    cohort_controlled *controlled;
    cohort_system *system;
} shared;

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_measure total = {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2030};
static double
    moves[SMALL_STEPS * 2 * 2 * SMALL_CELLS]; /* nobody moves from one area to the other */

static void read_shared(void)
{
    cohort_error error;
    assert_ok(cohort_table_read(COHORT_FIXTURES "/ipss2018.csv", NULL, &shared.towns, &error),
              error);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &shared.japan, &error), error);
    assert_ok(cohort_table_read(COHORT_FIXTURES "/pupils.csv", NULL, &shared.pupils, &error),
              error);
    assert_ok(
        cohort_table_read(COHORT_FIXTURES "/wpp2024_japan.csv", NULL, &shared.wpp_table, &error),
        error);
    assert_ok(cohort_csv_read(COHORT_FIXTURES "/observed.csv", &shared.csv, &error), error);
    assert_ok(cohort_sheets_read(COHORT_FIXTURES "/observed.csv", &shared.sheets, &error), error);
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &shared.spreads, &error), error);
    assert_ok(cohort_output_memory(&shared.output, &error), error);
    cohort_output_print(shared.output, "what is shared");
}

static void make_shared(void)
{
    cohort_error error;
    const cohort_ensemble_options options = uncertain_rates(20);
    const cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    const cohort_moves none = {.rates = moves};
    assert_ok(
        cohort_table_population(shared.towns, "01694", "population", &shared.published, &error),
        error);
    assert_ok(cohort_table_reference(shared.japan, "00000", 2050, &shared.nation, &error), error);
    assert_ok(cohort_derive(&shared.published, shared.nation, NULL, &shared.inputs, &error), error);
    shared.wpp = scattered_inputs_of(&small_grid, COHORT_WPP_EVEN);
    shared.paths = paths_of(COHORT_WPP_EVEN);
    shared.run = project(shared.inputs);
    shared.wpp_run = project(shared.wpp);
    assert_ok(cohort_scenario_new(&shared.scenario, &error), error);
    assert_ok(cohort_scenario_add(shared.scenario, &tfr, &error), error);
    shared.ensemble = run_ensemble(shared.wpp, &options, 1);
    const cohort_inputs *both[] = {shared.inputs, shared.inputs},
                        *areas[] = {shared.wpp, shared.wpp};
    assert_ok(cohort_batch_new(2, both, 1, &shared.batch, &error), error);
    const cohort_projection *runs[] = {shared.run, shared.run};
    const cohort_figure control = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2030, 30000.0);
    assert_ok(cohort_controlled_new(2, runs, 1, &control, &shared.controlled, &error), error);
    assert_ok(cohort_system_new(2, areas, &none, &shared.system, &error), error);
}

static int build_shared(void **state)
{
    read_shared();
    make_shared();
    return 0;
}

static int free_shared(void **state)
{
    cohort_table_free(shared.towns);
    cohort_table_free(shared.japan);
    cohort_table_free(shared.pupils);
    cohort_table_free(shared.wpp_table);
    cohort_csv_free(shared.csv);
    cohort_sheets_free(shared.sheets);
    cohort_output_close(&shared.output, 0, NULL);
    cohort_stock_free(&shared.published);
    cohort_inputs_free(shared.nation);
    cohort_inputs_free(shared.inputs);
    cohort_inputs_free(shared.wpp);
    free_paths(shared.paths);
    cohort_projection_free(shared.run);
    cohort_projection_free(shared.wpp_run);
    cohort_scenario_free(shared.scenario);
    cohort_spreads_free(shared.spreads);
    cohort_ensemble_free(shared.ensemble);
    cohort_batch_free(shared.batch);
    cohort_controlled_free(shared.controlled);
    cohort_system_free(shared.system);
    return 0;
}

/* ---- what a thread asks: numbers, one behind the other ---- */

struct answers {
    int count, failures;
    double numbers[NUMBERS];
};

static void put(struct answers *a, int code, double number)
{
    if (code != COHORT_OK && a->failures++ == 0)
        print_error("question %d: error %d\n", a->count, code);
    a->numbers[a->count++] = number;
}

/* Of many, their sum. */
static void put_all(struct answers *a, int code, const double *numbers, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; !code && i < count; i++)
        sum += numbers[i] * (double)(i % 7 + 1);
    put(a, code, sum);
}

static void put_text(struct answers *a, const char *text)
{
    double sum = text ? 0.0 : -1.0;
    for (int i = 0; text && text[i]; i++)
        sum += text[i] * (i % 7 + 1);
    put(a, COHORT_OK, sum);
}

/* Inputs that were made, which are freed. */
static void put_inputs(struct answers *a, int code, cohort_inputs *inputs)
{
    const size_t count = code ? 0 : value_count(inputs, COHORT_SURVIVAL);
    put_all(a, code, code ? NULL : cohort_inputs_view(inputs, COHORT_SURVIVAL), count);
    put_all(a, code, code ? NULL : cohort_inputs_view(inputs, COHORT_BASE),
            code ? 0 : cohort_grid_cells(cohort_inputs_grid(inputs)));
    cohort_inputs_free(inputs);
}

static void put_stock(struct answers *a, int code, const cohort_stock *stock)
{
    put_all(a, code, stock->cells,
            code ? 0 : (size_t)(stock->grid.steps + 1) * cohort_grid_cells(&stock->grid));
}

static void put_flow(struct answers *a, int code, const cohort_flow *flow)
{
    put_all(a, code, flow->cells, (size_t)flow->grid.steps * cohort_grid_cells(&flow->grid));
}

/* What was written, which is closed. */
static void put_output(struct answers *a, int code, cohort_output *output)
{
    cohort_error error;
    const char *text = "";
    size_t size = 0;
    if (!code)
        code = cohort_output_text(output, &text, &size, &error);
    put(a, code, (double)size + text[size / 2]);
    cohort_output_close(&output, 0, NULL);
}

static cohort_output *new_output(void)
{
    cohort_output *output = NULL;
    cohort_error error;
    assert_ok(cohort_output_memory(&output, &error), error);
    return output;
}

static void ask_rows(struct answers *a)
{
    const cohort_table *t = shared.towns;
    cohort_figure figures[NUMBERS];
    cohort_error error;
    int count = 0, first = 0, last = 0;
    double number = 0.0;
    put(a, 0, cohort_table_count(t) + 0.5 * cohort_table_area_count(t));
    put(a, 0, cohort_table_row(t, 100).value);
    put_text(a, cohort_table_row_file(t, 100));
    put_text(a, cohort_table_note(t, 0));
    put_text(a, cohort_table_title(t));
    put(a, 0, cohort_table_unit(t));
    put_text(a, cohort_table_area(t, 1));
    put_text(a, cohort_table_area_name(t, 1));
    put_text(a, cohort_table_find_area(t, "01694", ""));
    int code = cohort_table_years(t, "01694", "population", &first, &last, &error);
    put(a, code, first + 0.5 * last);
    code = cohort_table_value(t, "01694", "population", 2015, COHORT_MALE, 20, COHORT_AGE_GROUP,
                              &number, &error);
    put(a, code, number);
    code = cohort_published_figures(t, "01694", "population", COHORT_ALL_COMPONENTS, NUMBERS,
                                    figures, &count, &error);
    put(a, code == COHORT_ERROR_ARGUMENT ? COHORT_OK : code, count); /* there is no room for all */
}

static void ask_tables(struct answers *a)
{
    const cohort_table *wpp = shared.wpp_table;
    cohort_stock stock = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    cohort_table *joined = NULL;
    cohort_error error;
    int matched = 0;
    double rates[(SMALL_STEPS + 1) * SMALL_CELLS];
    int code = cohort_table_population(shared.towns, "01223", "population", &stock, &error);
    put_stock(a, code, &stock);
    cohort_stock_free(&stock);
    code = cohort_table_population_of(shared.towns, "01223", "population", 2015, &stock, &error);
    put_stock(a, code, &stock);
    cohort_stock_free(&stock);
    code = cohort_table_derive_from(shared.towns, "01691", shared.japan, "00000", 2050, &inputs,
                                    &error);
    put_inputs(a, code, inputs);
    code = cohort_table_reference(shared.japan, "00000", 2050, &inputs, &error);
    put_inputs(a, code, inputs);
    code =
        cohort_table_reference_on(shared.japan, "00000", &shared.published.grid, &inputs, &error);
    put_inputs(a, code, inputs);
    code = cohort_table_inputs(1, &wpp, "392", COHORT_WPP_EVEN, 2040, &inputs, &error);
    put_inputs(a, code, inputs);
    code =
        cohort_table_rates(shared.pupils, "01223", "pupils_elementary", &small_grid, rates, &error);
    put_all(a, code, rates, sizeof rates / sizeof *rates);
    code = cohort_table_read(COHORT_FIXTURES "/ipss2023.csv", NULL, &joined, &error);
    if (!code)
        code = cohort_table_join(joined, shared.pupils, &matched, &error);
    put(a, code, matched);
    cohort_table_free(joined);
}

static void ask_cells(struct answers *a)
{
    const int column = cohort_csv_column(shared.csv, "value");
    cohort_error error;
    const char *text = "";
    size_t size = 0;
    int whole = 0;
    double number = 0.0;
    int code = cohort_csv_number(shared.csv, 1, column, &number, &error);
    put(a, code, number);
    code = cohort_csv_integer(shared.csv, 2, column, &whole, &error);
    put(a, code, whole);
    code = cohort_csv_year(shared.csv, 2, column, &whole, &error);
    put(a, code, whole);
    put_text(a, cohort_csv_name(shared.csv));
    put_text(a, cohort_csv_cell(shared.csv, 3, 1));
    put_text(a, cohort_csv_header(shared.csv, 1));
    put(a, 0, cohort_csv_line(shared.csv, 3) + 0.5 * cohort_csv_records(shared.csv));
    put(a, 0, cohort_csv_columns(shared.csv));
    put_text(a, cohort_sheets_name(shared.sheets));
    put_text(a, cohort_sheets_title(shared.sheets, 0));
    put(a, 0, cohort_sheets_count(shared.sheets));
    code = cohort_output_text(shared.output, &text, &size, &error);
    put(a, code, (double)size + text[size / 2]);
}

static void ask_inputs(struct answers *a)
{
    const cohort_part part = COHORT_PART(COHORT_MORTALITY);
    cohort_inputs *other = NULL;
    cohort_error error;
    put(a, cohort_inputs_check(shared.wpp, &error), cohort_inputs_convention(shared.wpp));
    put(a, 0, cohort_inputs_grid(shared.wpp)->ages);
    int code = cohort_inputs_restart(shared.wpp, 2020, small_weights, &other, &error);
    put_inputs(a, code, other);
    code = cohort_inputs_extend(shared.wpp, 2040, &other, &error);
    put_inputs(a, code, other);
    code = cohort_inputs_copy(shared.paths.mine, &other, &error);
    if (!code)
        code = cohort_inputs_take_part(other, shared.paths.other, &part, &error);
    if (!code)
        code = cohort_inputs_take(other, shared.paths.other, COHORT_FERTILITY, &error);
    put_inputs(a, code, other);
    code = cohort_scenario_apply(shared.scenario, shared.inputs, &other, &error);
    put_inputs(a, code, other);
    code = cohort_forecast(&shared.published, 2060, NULL, &other, &error);
    put_inputs(a, code, other);
}

static void ask_scenarios(struct answers *a)
{
    static const cohort_member family[] = {
        {COHORT_MALE, 35}, {COHORT_FEMALE, 33}, {COHORT_BOTH, 4}};
    cohort_scenario *own = NULL;
    cohort_output *output = new_output();
    cohort_error error;
    put(a, 0, cohort_scenario_count(shared.scenario));
    put(a, 0, cohort_scenario_operation(shared.scenario, 0)->value);
    put_output(a, cohort_scenario_write(shared.scenario, output, &error), output);
    int code = cohort_scenario_new(&own, &error);
    if (!code)
        code = cohort_scenario_add_household(own, shared.inputs, 3, family, 10.0, 2020, 2030, NULL,
                                             &error);
    put(a, code, cohort_scenario_operation(own, 1)->value);
    cohort_scenario_free(own);
}

static void ask_runs(struct answers *a)
{
    cohort_projection *again = NULL;
    cohort_flow deaths = {.cells = NULL};
    cohort_balance balance = {0};
    cohort_cut cut;
    cohort_error error;
    double births[SMALL_AGES];
    int code = cohort_projection_new(shared.wpp, &again, &error);
    if (!code)
        code = cohort_projection_update(again, shared.paths.other, &error);
    put_stock(a, code, cohort_projection_population(again));
    cohort_projection_free(again);
    put_flow(a, 0, cohort_projection_births(shared.run));
    put_flow(a, 0, cohort_projection_deaths(shared.run));
    put_flow(a, 0, cohort_projection_net_migration(shared.run));
    put(a, 0, cohort_inputs_view(cohort_projection_inputs(shared.run), COHORT_BASE)[3]);
    put(a, 0, cohort_projection_cuts(shared.run, 1, &cut));
    code = cohort_projection_balance(shared.run, 2020, 2030, &balance, &error);
    put(a, code, balance.births);
    code = cohort_projection_births_by_mother(shared.wpp_run, 1, births, &error);
    put_all(a, code, births, SMALL_AGES);
    code = cohort_flow_init(&deaths, &small_grid, &error);
    if (!code)
        code = cohort_projection_deaths_by_age(shared.wpp_run, &deaths, &error);
    put_flow(a, code, &deaths);
    cohort_flow_free(&deaths);
}

static void ask_many(struct answers *a)
{
    const cohort_grid *grid = cohort_batch_grid(shared.batch);
    const cohort_inputs *both[] = {shared.paths.mine, shared.paths.other};
    const size_t size = 2 * (size_t)(grid->steps + 1) * cohort_grid_cells(grid);
    double bases[2 * SMALL_CELLS] = {1.0}, values[2] = {0.0},
                     *populations = calloc(size, sizeof *populations);
    cohort_batch *batch = NULL;
    cohort_error error;
    assert_non_null(populations);
    put(a, cohort_batch_run(shared.batch, 1, NULL, NULL, &error), cohort_batch_lanes(shared.batch));
    put_all(a, cohort_batch_populations(shared.batch, 1, populations, &error), populations, size);
    put_all(a, cohort_batch_measures(shared.batch, 1, 1, &total, values, &error), values, 2);
    free(populations);
    for (size_t c = 0; c < 2 * SMALL_CELLS; c++)
        bases[c] = 1000.0 + (double)c;
    int code = cohort_batch_new(2, both, 1, &batch, &error);
    if (!code)
        code = cohort_batch_measures(batch, 1, 1, &total, values, &error);
    put_all(a, code, values, 2);
    cohort_batch_free(batch);
    code = cohort_batch_new_shared(shared.wpp, 2, bases, &batch, &error);
    put(a, code, code ? 0 : cohort_batch_grid(batch)->ages);
    cohort_batch_free(batch);
}

static void ask_areas(struct answers *a)
{
    const cohort_inputs *areas[] = {shared.paths.mine, shared.paths.other};
    const cohort_projection *runs[] = {shared.run, shared.run};
    const cohort_figure control = PERSONS_OF(COHORT_FEMALE, 20, 39, 2030, 2000.0);
    const cohort_moves none = {.rates = moves};
    cohort_stock sum = {.cells = NULL};
    cohort_system *system = NULL;
    cohort_controlled *controlled = NULL;
    cohort_error error;
    put_stock(a, 0, cohort_controlled_population(shared.controlled, 1));
    put_stock(a, 0, cohort_controlled_factors(shared.controlled, 1));
    put_flow(a, 0, cohort_controlled_births(shared.controlled, 1));
    put_flow(a, 0, cohort_controlled_deaths(shared.controlled, 1));
    put_flow(a, 0, cohort_controlled_net_migration(shared.controlled, 1));
    put_flow(a, 0, cohort_controlled_adjustment(shared.controlled, 1));
    put(a, 0, cohort_controlled_rounds(shared.controlled));
    int code = cohort_controlled_new(2, runs, 1, &control, &controlled, &error);
    put(a, code, code ? 0 : cohort_controlled_rounds(controlled));
    cohort_controlled_free(controlled);
    put_stock(a, 0, cohort_projection_population(cohort_system_area(shared.system, 1)));
    put_all(a, 0, cohort_system_departures(shared.system, 1), 2 * SMALL_CELLS);
    put_all(a, 0, cohort_system_arrivals(shared.system, 1), 2 * SMALL_CELLS);
    code = cohort_stock_init(&sum, &small_grid, &error);
    if (!code)
        code = cohort_system_total(shared.system, &sum, &error);
    put_stock(a, code, &sum);
    cohort_stock_free(&sum);
    code = cohort_system_new(2, areas, &none, &system, &error);
    put(a, code, code ? 0 : cohort_system_departures(system, 0)[0]);
    cohort_system_free(system);
}

static void ask_effects(struct answers *a)
{
    const cohort_part parts[] = {COHORT_PART(COHORT_MORTALITY), COHORT_PART(COHORT_FERTILITY)};
    cohort_inputs *gradient = NULL;
    cohort_stable stable = {0};
    cohort_influence influence = {0};
    cohort_influencer most[4];
    cohort_error error;
    double value = 0.0, changes[3] = {0.0}, matrix[SMALL_CELLS * SMALL_CELLS];
    int count = 0;
    int code = cohort_inputs_copy(shared.wpp, &gradient, &error);
    if (!code)
        code = cohort_sensitivity(shared.wpp_run, &total, gradient, &value, &error);
    put(a, code, value);
    code = cohort_sensitivity_change(shared.wpp, gradient, &parts[0], 0.01, &changes[0], &error);
    put(a, code, changes[0]);
    code = cohort_sensitivity_rank(shared.wpp, gradient, value, 4, most, &count, &error);
    put(a, code, most[3].change + count);
    cohort_inputs_free(gradient);
    code =
        cohort_decompose(shared.paths.mine, shared.paths.other, &total, 2, parts, changes, &error);
    put_all(a, code, changes, 3);
    code = cohort_decompose_shapley(shared.paths.mine, shared.paths.other, &total, 2, parts,
                                    changes, &error);
    put_all(a, code, changes, 3);
    put_all(a, cohort_stable_population(shared.wpp, 0, &stable, NULL, &error), &stable.growth, 1);
    put_all(a, cohort_leslie(shared.wpp, 0, matrix, &error), matrix, SMALL_CELLS * SMALL_CELLS);
    put_all(a, cohort_influence_of(shared.inputs, 2040, &influence, &error), &influence.pattern_1,
            1);
}

static void ask_searches(struct answers *a)
{
    const cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    const cohort_parameter free_tfr = {0, 1.8, 0.5, 4.0, 0.1};
    const cohort_lever lever = {0, 1, 0.5, 4.0};
    const cohort_figure women = PERSONS_OF(COHORT_FEMALE, 20, 39, 2045, 0.0);
    cohort_figure goal = cohort_figure_of(everybody, 2045, 0.0);
    cohort_reached reached = {0};
    cohort_stock cells = {.cells = NULL};
    cohort_scenario *own = NULL;
    cohort_inputs *derived = NULL;
    cohort_error error;
    double value = 0.0;
    goal.value = 1.01 * cohort_total(cohort_projection_population(shared.run), 2045);
    int code = cohort_scenario_new(&own, &error);
    if (!code)
        code = cohort_scenario_add(own, &tfr, &error);
    if (!code)
        code = cohort_calibrate(shared.inputs, own, 1, &free_tfr, 1, &goal, NULL, &error);
    put(a, code, cohort_scenario_operation(own, 0)->value);
    code = cohort_calibrate_extreme(shared.inputs, own, 1, &free_tfr, 1, &goal, &women, 1, &value,
                                    NULL, &error);
    put(a, code, value);
    put_all(a, cohort_reach(shared.inputs, own, &lever, &goal, &reached, &error), &reached.x, 1);
    cohort_scenario_free(own);
    goal.value = cohort_total(cohort_projection_population(shared.run), 2045) + 0.5;
    code = cohort_stock_init(&cells, &shared.published.grid, &error);
    if (!code)
        code = cohort_unround(&shared.published, shared.nation, 1, &goal, &cells, NULL, &error);
    put_stock(a, code, &cells);
    cohort_stock_free(&cells);
    code = cohort_derive(&shared.published, shared.nation, NULL, &derived, &error);
    put_inputs(a, code, derived);
}

static void ask_tracks(struct answers *a)
{
    const cohort_figure counted = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 12000.0);
    const cohort_vital vital = {2015, 2020, 400.0, 800.0, -900.0};
    cohort_inputs *restarted = NULL;
    cohort_gap gap = {0};
    cohort_origin origin = {0};
    cohort_error error;
    put_all(a, cohort_track(shared.run, 1, &counted, &gap, &error), &gap.gap, 1);
    put_all(a, cohort_track_origin(shared.run, &vital, 12000.0, &origin, &error), &origin.before,
            1);
    const int code = cohort_track_restart(shared.run, 1, &counted, 2020, &restarted, &error);
    put_inputs(a, code, restarted);
}

static void ask_spreads(struct answers *a)
{
    const cohort_spreads *s = shared.spreads;
    const cohort_stock *path = &shared.published;
    const cohort_figure figure = cohort_figure_of(everybody, 2030, 0.0);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    const cohort_stock areas[2] = {*path, *path};
    cohort_coverage coverage = {0};
    cohort_output *output = new_output();
    cohort_error error;
    const double p[] = {0.1, 0.9};
    double value = 0.0, values[2] = {0.0};
    cohort_spreads_write(s, output);
    put_output(a, COHORT_OK, output);
    put(a, 0, cohort_spreads_years(s));
    put_all(a, cohort_spreads_quantile(s, path, &figure, 0.1, &value, &error), &value, 1);
    put_all(a, cohort_spreads_below(s, path, &figure, 11000.0, &value, &error), &value, 1);
    put_all(a, cohort_spreads_sum(s, 2, areas, NULL, &figure, 100, 7, 2, p, values, &error), values,
            2);
    put_all(a, cohort_spreads_coverage(s, path, &figure, 0.8, &coverage, &error), &coverage.percent,
            1);
    put_all(a, cohort_spreads_apply(s, shared.inputs, &options, &error), &options.migration.sd, 1);
}

static void ask_ensembles(struct answers *a)
{
    const cohort_ensemble *e = shared.ensemble;
    const cohort_ensemble_options options = certain_rates(3);
    cohort_ensemble *made = NULL;
    cohort_output *output = new_output();
    cohort_error error;
    double value = 0.0;
    cohort_ensemble_save(e, output);
    put_output(a, COHORT_OK, output);
    put(a, 0, cohort_ensemble_done(e));
    put(a, 0, cohort_ensemble_error(e));
    put(a, 0, cohort_ensemble_cell_error(e));
    put_all(a, cohort_ensemble_cell(e, 1, COHORT_MALE, 3, 0.5, &value, &error), &value, 1);
    put_all(a, cohort_ensemble_quantile(e, 0, 0.5, &value, &error), &value, 1);
    put_all(a, cohort_ensemble_mean(e, 0, &value, &error), &value, 1);
    put_all(a, cohort_ensemble_below(e, 0, value, &value, &error), &value, 1);
    int code = cohort_ensemble_new(shared.wpp, &options, &made, &error);
    if (!code)
        code = cohort_ensemble_run(made, 0, 3, 1, &error);
    if (!code)
        code = cohort_ensemble_mean(made, 0, &value, &error);
    put(a, code, value);
    cohort_ensemble_free(made);
}

static void ask_pictures(struct answers *a)
{
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_population at = {cohort_projection_population(shared.run), 2050, NULL};
    cohort_output *picture = new_output();
    cohort_error error;
    put_output(a, cohort_chart_pyramid(picture, &chart, 1, &at, &error), picture);
}

static void ask(struct answers *a)
{
    static void (*const questions[])(struct answers *) = {
        ask_rows,   ask_tables,  ask_cells,     ask_inputs,   ask_scenarios,
        ask_runs,   ask_many,    ask_areas,     ask_effects,  ask_searches,
        ask_tracks, ask_spreads, ask_ensembles, ask_pictures,
    };
    *a = (struct answers){0};
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++)
        questions[q](a);
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
    pthread_t threads[THREADS];
    bool same[THREADS] = {false};
    ask(&alone);
    assert_int_equal(alone.failures, 0);
    assert_true(alone.count > 100);
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
