/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out at the first, second, … allocation until all goes well: each time the error
 * is COHORT_ERROR_MEMORY, outputs are NULL, and everything is given back. And the allocations that
 * are promised not to be. */
#include "support/close.h"
#include "support/figures.h"
#include "support/files.h"
#include "support/memory.h"

#include <cohort/cohort.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Everything that a planning tool does with the library, once. */
struct work {
    cohort_table *towns, *japan, *wide;
    cohort_stock published, unrounded;
    cohort_inputs *nation, *inputs, *changed;
    cohort_scenario *scenario, *read;
    cohort_projection *projection, *direct;
    cohort_system *system;
    cohort_table *un;
    cohort_inputs *japan_un;
    cohort_table *law;
    cohort_stock pupils, peers;
    cohort_controlled *controlled;
    cohort_inputs *restarted, *later;
    cohort_inputs *gradient;
    cohort_scenario *simulation;
    cohort_ensemble *kept, *counted, *merged;
    cohort_spreads *spreads, *tested;
    cohort_inputs *past;
    cohort_batch *batch, *shared;
};

/* A date a column, more areas than a first index of them holds, and not in order; in Shift-JIS. */
static int wide_table(struct work *w, cohort_error *error)
{
    char text[4000] = "code,name,sex,age,2015,2020\n";
    size_t used = strlen(text);
    for (int i = 99; i >= 0; i--)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,\x8D\xAA,M,0,%d,x\n", i, i);
    cohort_table_options options;
    cohort_sheets *sheets;
    cohort_table_options_init(&options);
    options.gaps = 1;
    const int code = cohort_sheets_parse(text, used, "wide", &sheets, error);
    return code ? code : cohort_table_from_sheets(sheets, &options, &w->wide, error);
}

static int tables_and_rates(struct work *w, cohort_error *error)
{
    int code = cohort_table_read(COHORT_FIXTURES "/ipss2018.csv", NULL, &w->towns, error);
    if (!code)
        code = cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &w->japan, error);
    if (!code)
        code = wide_table(w, error);
    if (!code)
        code = cohort_table_population(w->towns, "01694", "population", &w->published, error);
    if (!code)
        code = cohort_table_reference(w->japan, "00000", 2050, &w->nation, error);
    if (!code)
        code = cohort_derive(&w->published, w->nation, NULL, &w->inputs, error);
    if (!code)
        code = cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", "01694",
                                    COHORT_FIXTURES "/japan.csv", "00000", 2050, &w->direct, error);
    return code;
}

static int scenario_and_fit(struct work *w, cohort_error *error)
{
    const cohort_operation keep = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0.1);
    const cohort_parameter factor = {.operation = 0, .prior = 0.1, .upper = 1, .scale = 1};
    cohort_figure target = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2050, 0.0);
    cohort_fit fit = COHORT_FIT;
    target.value = cohort_total(cohort_projection_population(w->direct), 2050);
    int code = cohort_scenario_new(&w->scenario, error);
    if (!code)
        code = cohort_scenario_add(w->scenario, &keep, error);
    if (!code)
        code = cohort_stock_init(&w->unrounded, &w->published.grid, error);
    if (!code)
        code = cohort_unround(&w->published, w->nation, 1, &target, &w->unrounded, &fit, error);
    target.value += 50.0;
    if (!code)
        code = cohort_calibrate(w->inputs, w->scenario, 1, &factor, 1, &target, &fit, error);
    return code;
}

/* Through a file, and through memory with a picture before it, which takes more than its first room. */
static int scenario_and_picture(struct work *w, const char *path, cohort_error *error)
{
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_population at = {cohort_projection_population(w->direct), 2050, NULL};
    cohort_output *file = NULL, *memory = NULL;
    const char *text = NULL;
    size_t begin = 0, size = 0;
    int code = cohort_output_memory(&memory, error);
    if (!code)
        code = cohort_chart_pyramid(memory, &chart, 1, &at, error);
    if (!code)
        code = cohort_output_text(memory, &text, &begin, error);
    if (!code)
        code = cohort_scenario_write(w->scenario, memory, error);
    if (!code)
        code = cohort_output_text(memory, &text, &size, error);
    if (!code)
        code = cohort_output_open(path, &file, error);
    if (!code)
        cohort_output_write(file, text + begin, size - begin);
    const int closed = cohort_output_close(&file, !code, NULL);
    const int freed = cohort_output_close(&memory, 1, NULL);
    assert_true(code || (!closed && !freed));
    return code;
}

static int files_and_run(struct work *w, const char *path, cohort_error *error)
{
    int code = scenario_and_picture(w, path, error);
    if (!code)
        code = cohort_scenario_read(path, &w->read, error);
    if (!code)
        code = cohort_scenario_apply(w->read, w->inputs, &w->changed, error);
    if (!code)
        code = cohort_projection_new(w->changed, &w->projection, error);
    return code;
}

/* Inputs of the UN, a stable population, single years, and two areas that exchange people. */
static int other_modules(struct work *w, cohort_error *error)
{
    static const int first_age[] = {0, 15, 65, 100};
    static const double counts[] = {10.0, 30.0, 12.0};
    double single[100], rates[2 * 2 * COHORT_SEXES * 21] = {0};
    cohort_stable stable;
    int code = cohort_table_read(COHORT_FIXTURES "/wpp2024_japan.csv", NULL, &w->un, error);
    const cohort_table *tables[] = {w->un};
    if (!code)
        code = cohort_table_inputs(1, tables, "392", COHORT_WPP_EVEN, 2025, &w->japan_un, error);
    if (!code)
        code = cohort_stable_population(w->japan_un, 0, &stable, NULL, error);
    if (!code)
        code =
            cohort_graduate(COHORT_PENALISED_COMPOSITE_LINK, 3, first_age, counts, single, error);
    if (!code)
        code = cohort_split_open_composite(3, first_age, counts, 90, single, error);
    const cohort_inputs *areas[] = {w->japan_un, w->japan_un};
    const cohort_moves moves = {NULL, NULL, rates};
    if (!code)
        code = cohort_system_new(2, areas, &moves, &w->system, error);
    return code;
}

static int derived_projection(struct work *w, cohort_error *error)
{
    double rates[7 * COHORT_SEXES * 19]; /* as the published table of an area */
    const cohort_grid *grid = &w->published.grid;
    int code = cohort_table_read(COHORT_FIXTURES "/pupils.csv", NULL, &w->law, error);
    if (!code)
        code = cohort_stock_init(&w->pupils, grid, error);
    assert_true(code || cohort_cell(grid, grid->steps + 1, 0, 0) == sizeof rates / sizeof *rates);
    if (!code)
        code = cohort_table_rates(w->law, "01694", "pupils_elementary", grid, rates, error);
    if (!code)
        code = cohort_derived(&w->published, rates, &w->pupils, error);
    return code;
}

/* A town's total given, and one array's. */
static int controls(struct work *w, cohort_error *error)
{
    const cohort_projection *towns[] = {w->direct, w->projection};
    cohort_figure total = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2050, 9000.0);
    total.area = 1;
    int code = cohort_controlled_new(2, towns, 1, &total, &w->controlled, error);
    if (!code)
        code = cohort_rake(&w->published.grid, cohort_stock_cells(&w->published), 1, &total, error);
    return code;
}

/* A count after the plan was made. */
static int counted(struct work *w, cohort_error *error)
{
    const cohort_figure observed = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2024.25, 22000.0);
    return cohort_track_restart(w->direct, 1, &observed, 2025, &w->restarted, error);
}

static int moving_values(struct work *w, cohort_error *error)
{
    const cohort_measure total = {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2050};
    cohort_influencer most[10];
    double value;
    int count, code = cohort_inputs_copy(w->inputs, &w->gradient, error);
    if (!code)
        code = cohort_sensitivity(w->direct, &total, w->gradient, &value, error);
    if (!code)
        code = cohort_sensitivity_rank(w->inputs, w->gradient, value, 10, most, &count, error);
    return code;
}

/* So many families a year that a town keeps its total; where they cannot be had, the scenario
 * stays. The family has operations enough for the list to grow in their midst. */
static int families(struct work *w, cohort_error *error)
{
    const cohort_member family[] = {{COHORT_BOTH, 34}, {COHORT_BOTH, 62}, {COHORT_BOTH, 4}};
    const int before = cohort_scenario_count(w->scenario);
    cohort_figure goal = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2050, 0.0);
    cohort_lever lever = {0, 0, 0.0, 1000.0};
    cohort_reached reached;
    goal.value = cohort_total(cohort_projection_population(w->direct), 2050) + 1000.0;
    int code = cohort_scenario_add_household(w->scenario, w->inputs, 3, family, 1.0, 2025,
                                             COHORT_OPEN_END, &lever.first, error);
    lever.count = cohort_scenario_count(w->scenario) - before;
    assert_int_equal(lever.count, code ? 0 : 12);
    if (!code)
        code = cohort_reach(w->inputs, w->scenario, &lever, &goal, &reached, error);
    if (lever.count > 0) /* half of a man of 4, a tenth of whom is not yet 5 */
        assert_int_equal(fabs(cohort_scenario_operation(w->scenario, before)->value - 0.05) < 1e-9,
                         code != COHORT_OK);
    return code;
}

/* A town's table forecast, and compared with itself. */
static int past(struct work *w, cohort_error *error)
{
    const cohort_censuses censuses = {1, &w->published, NULL, NULL};
    const cohort_cases cases = {sizeof(cohort_cases), NULL, COHORT_OPEN_START, COHORT_OPEN_END,
                                COHORT_OPEN_END,      1};
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    cohort_backtest_options compared = COHORT_BACKTEST_OPTIONS;
    cohort_backtest_row rows[COHORT_SPREAD_BANDS * 7];
    int code = cohort_forecast_peers(1, &w->published, NULL, &w->peers, error);
    options.peers = &w->peers;
    options.as_of = 2020;
    if (!code)
        code = cohort_forecast(&w->published, 2030, &options, &w->past, error);
    if (!code)
        code = cohort_backtest_fit(&censuses, &cases, NULL, &w->tested, error);
    if (!code)
        code = cohort_backtest_measure(&censuses, &cases, NULL, w->tested, error);
    compared.spreads = w->tested;
    compared.by = COHORT_BY_GROUP;
    if (!code)
        code = cohort_backtest_run(&censuses, &cases, &compared, rows, error);
    return code;
}

/* Where a difference comes from, the worksheet's degrees, and a later start. */
static int questions(struct work *w, cohort_error *error)
{
    const cohort_measure total = {{COHORT_BOTH, 0, COHORT_OPEN_END}, 2040, 0, {0, 0, 0}, NULL};
    const cohort_part causes[] = {COHORT_PART(COHORT_MIGRATION), COHORT_PART(COHORT_FERTILITY)};
    const cohort_stock *population = cohort_projection_population(w->projection);
    const double *at_2030 = population->cells + cohort_cell(&population->grid, 3, 0, 0);
    double parts[3] = {0};
    cohort_influence influence = {0};
    int code = cohort_decompose(w->inputs, w->changed, &total, 2, causes, parts, error);
    assert_true(code == COHORT_OK || parts[0] == 0.0);
    if (!code)
        code = cohort_decompose_shapley(w->inputs, w->changed, &total, 2, causes, parts, error);
    if (!code)
        code = cohort_influence_of(w->inputs, 2040, &influence, error);
    assert_true(code == COHORT_OK || influence.pattern_1 == 0.0);
    if (!code)
        code = cohort_worksheet_simulation(2, &w->simulation, error);
    if (!code)
        code = cohort_inputs_restart(w->inputs, 2030, at_2030, &w->later, error);
    return code;
}

/* Random trajectories of one ensemble into another. */
static int hand_over(struct work *w, cohort_error *error)
{
    cohort_output *memory;
    const char *bytes;
    size_t size;
    const int had = cohort_ensemble_done(w->merged);
    int code = cohort_output_memory(&memory, error);
    if (!code)
        cohort_ensemble_save(w->kept, memory);
    if (!code)
        code = cohort_output_text(memory, &bytes, &size, error);
    if (!code)
        code = cohort_ensemble_load(w->merged, bytes, size, error);
    cohort_output_close(&memory, 1, NULL);
    assert_int_equal(cohort_ensemble_done(w->merged), code ? had : had + 10);
    return code;
}

/* How uncertain a forecast is, from a file; of a sum, too. */
static int uncertain(struct work *w, cohort_error *error)
{
    static const double p = 0.1;
    const cohort_figure total = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2020, 0.0);
    double low;
    int code = cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &w->spreads, error);
    if (!code)
        code = cohort_spreads_sum(w->spreads, 1, &w->published, NULL, &total, 100, 1, 1, &p, &low,
                                  error);
    return code;
}

/* Random trajectories, in two ensembles that are put together, and once more counted in classes. */
static int trajectories(struct work *w, cohort_error *error)
{
    const cohort_figure total = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, 2050, 0.0);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    options.trajectories = 20;
    options.mortality = (cohort_uncertainty){0.05, 0.9, 0.5, 0.0};
    options.figure_count = 1;
    options.figures = &total;
    int code = cohort_ensemble_new(w->inputs, &options, &w->kept, error);
    if (!code)
        code = cohort_ensemble_new(w->inputs, &options, &w->merged, error);
    if (!code)
        code = cohort_ensemble_run(w->kept, 0, 10, 2, error);
    if (!code)
        code = cohort_ensemble_run(w->merged, 15, 5, 1, error);
    if (!code)
        code = hand_over(w, error);
    options.most_bytes = 200000;
    options.trajectories = 1000000;
    if (!code)
        code = cohort_ensemble_new(w->inputs, &options, &w->counted, error);
    return code ? code : cohort_ensemble_run(w->counted, 500, 5, 1, error);
}

/* Both paths at once, and one's rates with two base populations. */
static int side_by_side(struct work *w, cohort_error *error)
{
    const cohort_inputs *both[] = {w->inputs, w->changed};
    const cohort_measure total = {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2050};
    double values[2];
    int code = cohort_batch_new(2, both, 2, &w->batch, error);
    assert_true(code == COHORT_OK || !w->batch);
    if (!code)
        code = cohort_batch_measures(w->batch, 2, 1, &total, values, error);
    if (!code) /* the first two dates, as it happens */
        code = cohort_batch_new_shared(w->inputs, 2, w->published.cells, &w->shared, error);
    assert_true(code == COHORT_OK || !w->shared);
    if (!code)
        code = cohort_batch_run(w->shared, 2, NULL, NULL, error);
    return code;
}

static void give_back(struct work *w)
{
    cohort_spreads_free(w->spreads);
    cohort_spreads_free(w->tested);
    cohort_stock_free(&w->peers);
    cohort_ensemble_free(w->kept);
    cohort_ensemble_free(w->counted);
    cohort_ensemble_free(w->merged);
    cohort_inputs_free(w->past);
    cohort_batch_free(w->batch);
    cohort_batch_free(w->shared);
    cohort_inputs_free(w->gradient);
    cohort_scenario_free(w->simulation);
    cohort_inputs_free(w->later);
    cohort_table_free(w->law);
    cohort_stock_free(&w->pupils);
    cohort_inputs_free(w->restarted);
    cohort_controlled_free(w->controlled);
    cohort_system_free(w->system);
    cohort_inputs_free(w->japan_un);
    cohort_table_free(w->un);
    cohort_table_free(w->towns);
    cohort_table_free(w->japan);
    cohort_table_free(w->wide);
    cohort_stock_free(&w->published);
    cohort_stock_free(&w->unrounded);
    cohort_inputs_free(w->nation);
    cohort_inputs_free(w->inputs);
    cohort_inputs_free(w->changed);
    cohort_scenario_free(w->scenario);
    cohort_scenario_free(w->read);
    cohort_projection_free(w->projection);
    cohort_projection_free(w->direct);
}

static void every_allocation_may_fail(void **state)
{
    char path[SCRATCH_PATH];
    scratch_path("scenario.csv", path);
    int code = COHORT_ERROR_MEMORY;
    long n = 0;
    for (; code != COHORT_OK; n++) {
        struct work w = {0};
        cohort_error error = {0};
        int before = alive_count;
        allocations = 0;
        fail_at = n;
        code = tables_and_rates(&w, &error);
        if (!code)
            code = scenario_and_fit(&w, &error);
        if (!code)
            code = files_and_run(&w, path, &error);
        if (!code)
            code = other_modules(&w, &error);
        if (!code)
            code = derived_projection(&w, &error);
        if (!code)
            code = controls(&w, &error);
        if (!code)
            code = counted(&w, &error);
        if (!code)
            code = moving_values(&w, &error);
        if (!code)
            code = families(&w, &error);
        if (!code)
            code = questions(&w, &error);
        if (!code)
            code = uncertain(&w, &error);
        if (!code)
            code = trajectories(&w, &error);
        if (!code)
            code = past(&w, &error);
        if (!code)
            code = side_by_side(&w, &error);
        fail_at = -1;
        give_back(&w);
        assert_int_equal(alive_count, before);
        if (code != COHORT_OK) {
            assert_int_equal(code, COHORT_ERROR_MEMORY);
            assert_int_equal(error.code, COHORT_ERROR_MEMORY);
        }
        assert_true(n < 10000);
    }
    print_message("%ld failed allocations of %ld\n", n - 1, allocations);
    assert_true(n > allocations); /* or one that failed was not noticed */
}

static void running_allocates_nothing(void **state)
{
    struct work w = {0};
    cohort_error error;
    assert_ok(tables_and_rates(&w, &error), error);
    long before = allocations;
    assert_ok(cohort_projection_run(w.direct, &error), error);
    assert_ok(cohort_projection_run_population(w.direct, &error), error);
    assert_ok(cohort_projection_update(w.direct, w.inputs, &error), error);
    assert_int_equal(allocations, before);
    give_back(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(running_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
