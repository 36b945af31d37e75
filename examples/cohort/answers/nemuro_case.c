/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/nemuro_case.h"

#include "inputs/bands.h"
#include "inputs/fixtures.h"
#include "inputs/runs.h"

static const int band_from[NEMURO_BANDS + 1] = {0, 10, 25, 40, NEMURO_OLDEST + 1};
static const int period_from[NEMURO_PERIODS + 1] = {NEMURO_BASE, NEMURO_PLAN_FROM, 2035,
                                                    NEMURO_LAST};
static const struct prior uniform = {COHORT_BOTH, NEMURO_OLDEST, NEMURO_BASE};

static void take_targets(struct path *path, const cohort_table *document, const char *series,
                         unsigned components)
{
    must(cohort_published_figures(document, NEMURO_AREA, series, components, MOST_TARGETS,
                                  path->targets, &path->target_count, &error));
}

static void run(struct nemuro *n, enum nemuro_run which)
{
    must(run_inputs(NULL, n->inputs[which], &n->runs[which], &error));
    n->paths[which].population = cohort_projection_population(n->runs[which]);
}

/* The published table, and what it borrows from the nation. */
static void load_tables(struct nemuro *n)
{
    static const char *const variables[] = {"asfr", "population", "qx", "tfr", NULL};
    cohort_table *towns, *japan;
    must(cohort_table_read(fixture("ipss2018.csv").path, variables, &towns, &error));
    must(cohort_table_read(fixture("japan.csv").path, variables, &japan, &error));
    must(cohort_table_population(towns, NEMURO_AREA, "population", &n->ipss, &error));
    must(cohort_table_reference(japan, JAPAN, NEMURO_LAST, &n->nation, &error));
    cohort_table_free(towns);
    cohort_table_free(japan);
}

/* IPSS's table carried on to 2060: from its cells as published, and from the unrounded ones that
 * give the document's figures. */
static void make_baseline(struct nemuro *n)
{
    struct path *baseline = &n->paths[RUN_BASELINE];
    load_tables(n);
    must(cohort_derive(&n->ipss, n->nation, NULL, &n->inputs[RUN_RAW], &error));
    run(n, RUN_RAW);

    take_targets(baseline, n->document, "ipss", COHORT_NO_COMPONENT);
    must(cohort_stock_init(&n->unrounded, &n->ipss.grid, &error));
    cohort_fit_init(&n->unrounding);
    must(cohort_unround(&n->ipss, n->nation, baseline->target_count, baseline->targets,
                        &n->unrounded, &n->unrounding, &error));
    must(cohort_derive(&n->unrounded, n->nation, NULL, &n->inputs[RUN_BASELINE], &error));
    run(n, RUN_BASELINE);
    baseline->last_published = NEMURO_BASE + n->ipss.grid.steps * n->ipss.grid.width;
}

static void add_fertility(const struct nemuro *n, cohort_scenario *scenario)
{
    cohort_operation rise = COHORT_OPERATION(COHORT_SET_TFR, 0);
    rise.value = published_value(n->document, "tfr_plan", NEMURO_PLAN_FROM, "women");
    rise.year_from = NEMURO_PLAN_FROM;
    must(cohort_scenario_add(scenario, &rise, &error));
}

double nemuro_factor(const struct nemuro *n, const struct prior *prior, cohort_scenario **scenario)
{
    cohort_operation suppress = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0);
    const cohort_parameter factor = {.operation = 0, .upper = 1, .scale = 1};
    const cohort_figure target = n->paths[RUN_UNIFORM].targets[0];
    suppress.sex = prior->sex;
    suppress.age_to = prior->oldest;
    suppress.year_from = prior->from;
    must(cohort_scenario_new(scenario, &error));
    must(cohort_scenario_add(*scenario, &suppress, &error));
    add_fertility(n, *scenario);
    must(
        cohort_calibrate(n->inputs[RUN_BASELINE], *scenario, 1, &factor, 1, &target, NULL, &error));
    return cohort_scenario_operation(*scenario, 0)->value;
}

/* One factor for everybody. */
static double make_uniform(struct nemuro *n)
{
    struct path *path = &n->paths[RUN_UNIFORM];
    path->target_count = 1;
    path->targets[0] = cohort_figure_of(EVERYBODY, NEMURO_LAST,
                                        published_value(n->document, "plan", NEMURO_LAST, "total"));
    const double factor = nemuro_factor(n, &uniform, &n->uniform);
    must(cohort_scenario_apply(n->uniform, n->inputs[RUN_BASELINE], &n->inputs[RUN_UNIFORM],
                               &error));
    run(n, RUN_UNIFORM);
    return factor;
}

void nemuro_schedule(const struct nemuro *n, const struct prior *prior, double factor,
                     cohort_scenario **scenario, cohort_parameter parameters[NEMURO_FACTORS])
{
    must(cohort_scenario_new(scenario, &error));
    for (int i = 0; i < NEMURO_FACTORS; i++) {
        const int period = i / (COHORT_SEXES * NEMURO_BANDS), sex = i / NEMURO_BANDS % COHORT_SEXES,
                  band = i % NEMURO_BANDS;
        const bool is_in = (prior->sex == COHORT_BOTH || prior->sex == sex) &&
                           band_from[band] <= prior->oldest && period_from[period] >= prior->from;
        cohort_operation op = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, is_in ? factor : 0.0);
        op.sex = sex;
        op.age_from = band_from[band];
        op.age_to = band_from[band + 1] - 1;
        op.year_from = period_from[period];
        op.year_to = period_from[period + 1];
        strcpy(op.note, "fitted to the published results");
        must(cohort_scenario_add(*scenario, &op, &error));
        parameters[i] = (cohort_parameter){i, op.value, 0, 1, 1};
    }
    add_fertility(n, *scenario);
}

int nemuro_targets(const struct nemuro *n, cohort_figure targets[2 * MOST_TARGETS])
{
    const struct path *plan = &n->paths[RUN_PLAN], *alone = &n->paths[RUN_MIGRATION_ALONE];
    memcpy(targets, plan->targets, (size_t)plan->target_count * sizeof *targets);
    memcpy(targets + plan->target_count, alone->targets,
           (size_t)alone->target_count * sizeof *targets);
    return plan->target_count + alone->target_count;
}

/* The factors nearest to the uniform one with which all the plan's figures are met. */
static void calibrate_plan(struct nemuro *n, double factor)
{
    cohort_parameter parameters[NEMURO_FACTORS];
    cohort_figure targets[2 * MOST_TARGETS];
    cohort_fit_init(&n->calibration);
    nemuro_schedule(n, &uniform, factor, &n->plan, parameters);
    const int count = nemuro_targets(n, targets);
    must(cohort_calibrate(n->inputs[RUN_BASELINE], n->plan, NEMURO_FACTORS, parameters, count,
                          targets, &n->calibration, &error));
}

/* The largest miss of a path's targets. */
static double worst_miss(const struct path *path)
{
    double worst = 0.0;
    for (int i = 0; i < path->target_count; i++) {
        const cohort_figure *target = &path->targets[i];
        double count;
        must(cohort_measure_value(path->population, &target->measure, &count, &error));
        worst = fmax(worst, fabs(count - target->value));
    }
    return worst;
}

/* The city's path, and the baseline with only its migration. */
static void run_plan(struct nemuro *n)
{
    const cohort_inputs *baseline = n->inputs[RUN_BASELINE];
    must(cohort_scenario_apply(n->plan, baseline, &n->inputs[RUN_PLAN], &error));
    run(n, RUN_PLAN);
    must(cohort_inputs_copy(baseline, &n->inputs[RUN_MIGRATION_ALONE], &error));
    must(cohort_inputs_take(n->inputs[RUN_MIGRATION_ALONE], n->inputs[RUN_PLAN], COHORT_MIGRATION,
                            &error));
    run(n, RUN_MIGRATION_ALONE);
}

/* What the document says of the city's path: is this plan a fitted one, which meets it all? */
static void compare_plan(struct nemuro *n)
{
    struct path *plan = &n->paths[RUN_PLAN], *alone = &n->paths[RUN_MIGRATION_ALONE];
    n->plan_is_fitted = fmax(worst_miss(plan), worst_miss(alone)) < 1e-3;
    if (!n->plan_is_fitted)
        plan->target_count = alone->target_count = 0;
}

static void take_plan_targets(struct nemuro *n)
{
    take_targets(&n->paths[RUN_PLAN], n->document, "plan", COHORT_ALL_COMPONENTS);
    take_targets(&n->paths[RUN_MIGRATION_ALONE], n->document, "plan_without_fertility_rise",
                 COHORT_MIGRATION);
}

static void make_plan(struct nemuro *n, const char *scenario)
{
    double factor = make_uniform(n);
    take_plan_targets(n);
    if (scenario)
        must(cohort_scenario_read(scenario, &n->plan, &error));
    else
        calibrate_plan(n, factor);
    run_plan(n);
    n->plan_file = scenario ? shown_name(scenario) : text_of("%s", "");
    compare_plan(n);
}

void nemuro_replan(struct nemuro *n, const cohort_scenario *plan)
{
    cohort_scenario_free(n->plan);
    must(cohort_scenario_new(&n->plan, &error));
    for (int i = 0; i < cohort_scenario_count(plan); i++)
        must(cohort_scenario_add(n->plan, cohort_scenario_operation(plan, i), &error));
    for (int i = RUN_PLAN; i <= RUN_MIGRATION_ALONE; i++) {
        cohort_projection_free(n->runs[i]);
        cohort_inputs_free(n->inputs[i]);
    }
    take_plan_targets(n);
    run_plan(n);
    compare_plan(n);
}

void nemuro_make(struct nemuro *n, const char *scenario)
{
    memset(n, 0, sizeof *n);
    must(cohort_table_read(fixture("nemuro_published.csv").path, NULL, &n->document, &error));
    make_baseline(n);
    make_plan(n, scenario);
}

void nemuro_clear(struct nemuro *n)
{
    for (int i = 0; i < RUN_COUNT; i++) {
        cohort_projection_free(n->runs[i]);
        cohort_inputs_free(n->inputs[i]);
    }
    cohort_inputs_free(n->nation);
    cohort_scenario_free(n->plan);
    cohort_scenario_free(n->uniform);
    cohort_stock_free(&n->ipss);
    cohort_stock_free(&n->unrounded);
    cohort_table_free(n->document);
}
