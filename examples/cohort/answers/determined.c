/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/determined.h"

#include "answers/comparison.h"
#include "inputs/bands.h"
#include "inputs/runs.h"

static const struct prior priors[PRIORS] = {
    [PRIOR_UNIFORM] = {COHORT_BOTH, NEMURO_OLDEST, NEMURO_BASE},
    [PRIOR_YOUNG] = {COHORT_BOTH, 24, NEMURO_BASE},
    [PRIOR_LATER] = {COHORT_BOTH, NEMURO_OLDEST, NEMURO_PLAN_FROM},
    [PRIOR_WOMEN] = {COHORT_FEMALE, NEMURO_OLDEST, NEMURO_BASE},
};
static const char *const names[PRIORS][LANGUAGES] = {
    {W_PRIOR_UNIFORM}, {W_PRIOR_YOUNG}, {W_PRIOR_LATER}, {W_PRIOR_WOMEN}};

const struct open_figure open_figures[OPEN_FIGURES] = {
    {"total", 2020},       {"total", 2030},       {"total", 2040},       {"total", 2050},
    {"age_0_14", 2030},    {"age_0_14", 2050},    {"age_15_64", 2030},   {"age_15_64", 2050},
    {"age_65_plus", 2030}, {"age_65_plus", 2050}, {"women_20_39", 2030}, {"women_20_39", 2035},
    {"women_20_39", 2050}, {NULL, 2025},
};

/* What a calibration needs. */
struct problem {
    const cohort_inputs *baseline;
    int targets;
    cohort_figure asked[2 * MOST_TARGETS];
    cohort_parameter parameters[NEMURO_FACTORS];
};

/* A decline is known by the total of its end, that of its beginning being fitted. */
static cohort_figure figure_at(const struct open_figure *open)
{
    const int year = open->name ? open->year : open->year + 5;
    return cohort_figure_of(band_named(open->name ? open->name : "total"), year, 0.0);
}

static double as_shown(const struct nemuro *n, const struct open_figure *open, double persons)
{
    const double begin = persons_in(n->paths[RUN_PLAN].population, open->year, TOTAL);
    return open->name ? persons
                      : -cohort_annual_change_percent(begin, persons, 5, COHORT_CHANGE_LINEAR);
}

static void look_at(struct way *way, const struct nemuro *n, const struct problem *p,
                    const cohort_scenario *scenario)
{
    cohort_inputs *inputs;
    cohort_projection *run;
    must(cohort_scenario_apply(scenario, p->baseline, &inputs, &error));
    must(run_inputs(NULL, inputs, &run, &error));
    for (int i = 0; i < OPEN_FIGURES; i++) {
        const cohort_figure figure = figure_at(&open_figures[i]);
        way->figures[i] = as_shown(n, &open_figures[i], measured(run, &figure.measure));
    }
    for (int i = 0; i < NEMURO_FACTORS; i++)
        way->factors[i] = cohort_scenario_operation(scenario, i)->value;
    cohort_projection_free(run);
    cohort_inputs_free(inputs);
}

/* With no other factors than those that the prior has: are the targets met? */
static void try_alone(struct way *way, const struct problem *p, cohort_scenario *scenario)
{
    cohort_parameter own[NEMURO_FACTORS];
    cohort_fit fit = COHORT_FIT;
    int count = 0;
    for (int i = 0; i < NEMURO_FACTORS; i++)
        if (p->parameters[i].prior > 0.0)
            own[count++] = p->parameters[i];
    must(cohort_calibrate(p->baseline, scenario, count, own, p->targets, p->asked, &fit, &error));
    way->is_met_alone = fit.met;
    way->alone_miss = fit.worst_miss;
}

static void make_way(struct determined *d, int prior, const struct nemuro *n, struct problem *p)
{
    struct way *way = &d->ways[prior];
    cohort_scenario *one, *scenario;
    cohort_fit fit = COHORT_FIT;
    memcpy(way->in, names[prior], sizeof way->in);
    way->factor = nemuro_factor(n, &priors[prior], &one);
    nemuro_schedule(n, &priors[prior], way->factor, &scenario, p->parameters);
    must(cohort_calibrate(p->baseline, scenario, NEMURO_FACTORS, p->parameters, p->targets,
                          p->asked, &fit, &error));
    way->is_met = fit.met;
    way->miss = fit.worst_miss;
    way->at_bound = fit.bounds_active;
    look_at(way, n, p, scenario);
    cohort_scenario_free(scenario);
    nemuro_schedule(n, &priors[prior], way->factor, &scenario, p->parameters);
    try_alone(way, p, scenario);
    cohort_scenario_free(scenario);
    cohort_scenario_free(one);
}

/* The least or the greatest value of every figure. */
static void make_extremes(struct determined *d, const struct nemuro *n, const struct problem *p,
                          int greatest)
{
    double *values = greatest ? d->greatest : d->least;
    for (int i = 0; i < OPEN_FIGURES; i++) {
        const cohort_figure figure = figure_at(&open_figures[i]);
        const bool is_decline = !open_figures[i].name;
        cohort_scenario *scenario;
        must(cohort_scenario_new(&scenario, &error));
        for (int k = 0; k < cohort_scenario_count(n->plan); k++)
            must(cohort_scenario_add(scenario, cohort_scenario_operation(n->plan, k), &error));
        must(cohort_calibrate_extreme(p->baseline, scenario, NEMURO_FACTORS, p->parameters,
                                      p->targets, p->asked, &figure, is_decline != !!greatest,
                                      &values[i], NULL, &error));
        values[i] = as_shown(n, &open_figures[i], values[i]);
        cohort_scenario_free(scenario);
    }
}

/* How low or high one factor can be: the nearest to a bound, as if others hardly counted. */
static double bound_of(const struct nemuro *n, const struct problem *p, int factor, double bound)
{
    enum { MUCH = 1000 };
    cohort_parameter parameters[NEMURO_FACTORS];
    cohort_scenario *scenario;
    memcpy(parameters, p->parameters, sizeof parameters);
    parameters[factor].prior = bound;
    parameters[factor].scale = 1.0 / MUCH;
    nemuro_schedule(n, &priors[PRIOR_UNIFORM], 0.0, &scenario,
                    (cohort_parameter[NEMURO_FACTORS]){{0}});
    must(cohort_calibrate(p->baseline, scenario, NEMURO_FACTORS, parameters, p->targets, p->asked,
                          NULL, &error));
    const double value = cohort_scenario_operation(scenario, factor)->value;
    cohort_scenario_free(scenario);
    return value;
}

void determined_make(struct determined *d, const struct nemuro *n)
{
    struct problem p = {.baseline = n->inputs[RUN_BASELINE]};
    memset(d, 0, sizeof *d);
    d->targets = p.targets = nemuro_targets(n, p.asked);
    for (int prior = PRIORS - 1; prior >= 0; prior--) /* the uniform one's parameters stay */
        make_way(d, prior, n, &p);
    make_extremes(d, n, &p, 0);
    make_extremes(d, n, &p, 1);
    for (int i = 0; i < NEMURO_FACTORS; i++) {
        d->factor_least[i] = bound_of(n, &p, i, 0.0);
        d->factor_greatest[i] = bound_of(n, &p, i, 1.0);
    }
}

/* ---- as text ---- */

static void print_heads(const char *what, const char *last)
{
    static const char *const heads[PRIORS] = {"uniform", "young", "from 2025", "women"};
    printf("  %-30s", what);
    for (int k = 0; k < PRIORS; k++)
        printf(" %9s", heads[k]);
    printf("%s\n", last);
}

static void print_figures(const struct determined *d)
{
    print_heads("not fitted (inferred)", "     least  greatest");
    for (int i = 0; i < OPEN_FIGURES; i++) {
        const struct open_figure *open = &open_figures[i];
        const int decimals = open->name ? 0 : 2;
        printf("  %d  %-24s", open->year, open->name ? open->name : "yearly decline, %");
        for (int k = 0; k < PRIORS; k++)
            printf(" %s", grouped(d->ways[k].figures[i], decimals, 9, "▲", "").s);
        printf(" %s %s\n", grouped(d->least[i], decimals, 9, "▲", "").s,
               grouped(d->greatest[i], decimals, 9, "▲", "").s);
    }
}

static void print_factors(const struct determined *d, const struct nemuro *n)
{
    printf("\n");
    print_heads("factor (inferred)", "     least  greatest");
    for (int i = 0; i < NEMURO_FACTORS; i++) {
        const cohort_operation *op = cohort_scenario_operation(n->plan, i);
        printf("  %d-%d  %-6s %2d-%2d        ", op->year_from, op->year_to,
               op->sex == COHORT_MALE ? "men" : "women", op->age_from, op->age_to);
        for (int k = 0; k < PRIORS; k++)
            printf(" %9.3f", d->ways[k].factors[i]);
        printf(" %9.3f %9.3f\n", d->factor_least[i], d->factor_greatest[i]);
    }
}

void determined_print(const struct determined *d, const struct nemuro *n)
{
    printf(
        "\n8. How far the document's figures determine the plan (inferred)\n\n"
        "  Many schedules of %d factors between 0 and 1 give its %d figures. Those nearest to:\n\n",
        NEMURO_FACTORS, d->targets);
    for (int k = 0; k < PRIORS; k++) {
        const struct way *way = &d->ways[k];
        printf("  %-34s %.3f: ", way->in[COHORT_ENGLISH], way->factor);
        if (way->is_met)
            printf("all %d met, %d factors at 0 or 1", d->targets, way->at_bound);
        else
            printf("missed by up to %s", persons(way->miss, 0).s);
        if (k == PRIOR_UNIFORM)
            printf("\n");
        else if (way->is_met_alone)
            printf("; also by these factors only\n");
        else
            printf(";\n%42s not by these factors only: missed by up to %.0f persons\n", "",
                   way->alone_miss);
    }
    printf("\n  The %d fitted figures stay, to a thousandth of a person. The others, with the "
           "least and\n"
           "  the greatest that they can be with all of them met (found by a local search):\n\n",
           d->targets);
    print_figures(d);
    print_factors(d, n);
}
