/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: why two paths of an area differ, what happened on each, and what moves the result. */
#include "answers/explanation.h"
#include "answers/levers.h"
#include "commands/commands.h"

static const char *const sexes[] = {"men", "women", "both"};
static const char *const words[] = {"male", "female", "both"};

/* ---- as a planner reads it ---- */

/* Persons, or percent points. */
static struct text amount(const struct explanation *e, double value, int width)
{
    return e->measure.is_percent ? text_of("%+*.2f", width, cohort_round(value, 2))
                                 : change(value, width);
}

/* A level: a number of persons, or a percentage. */
static struct text level(const struct explanation *e, double value)
{
    return e->measure.is_percent ? text_of("%.2f %%", value) : persons(value, 0);
}

static void print_components(const struct explanation *e)
{
    printf("1. By component (%s)\n\n"
           "                  one by one, in this order  mean over all orders\n",
           e->measure.is_percent ? "percentage points" : "persons");
    for (int k = 0; k < COMPONENTS; k++)
        printf("  %-16s %s %s\n", components[k].name, amount(e, e->ordered[k], 21).s,
               amount(e, e->shapley[k], 20).s);
    printf("  %-16s %s %s\n"
           "  Figures are rounded one by one: sums may differ by 1 in the last place.\n\n",
           "together", amount(e, e->with - e->without, 21).s,
           amount(e, e->with - e->without, 20).s);
}

/* One row of section 2, unless there is nothing in it. */
static void print_causes(const struct explanation *e, unsigned component, const cohort_part *band,
                         int sex, const char *name)
{
    double parts[MOST_BANDS];
    bool any = false;
    for (int i = 0; i < e->period_count; i++) {
        parts[i] = sum_of(e, component, &e->periods[i], band, sex);
        any |= fabs(parts[i]) >= (e->measure.is_percent ? 0.005 : 0.5);
    }
    if (!any)
        return;
    printf("  %-24s", name);
    for (int i = 0; i < e->period_count; i++)
        printf(" %s", amount(e, parts[i], 11).s);
    printf("\n");
}

static void print_when(const struct explanation *e)
{
    const cohort_part all = COHORT_PART(COHORT_FERTILITY);
    printf("2. When and at which ages it arises: first migration, period by period, the youngest\n"
           "   first, men before women; then fertility (%s;\n"
           "   rows of zero are left out)\n\n%26s",
           e->by_mother ? "ages of migrants as they come, of mothers at the birth"
                        : "ages at the interval's start",
           "");
    for (int i = 0; i < e->period_count; i++)
        printf(" %11s", period_text(&e->periods[i]).s);
    printf("\n");
    for (int c = 0; c < 2; c++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int band = 0; band < e->band_count; band++) {
                const struct text name = text_of("%s, %s %s", components[c].name, sexes[sex],
                                                 ages_text(&e->bands[band]).s);
                print_causes(e, components[c].bit, &e->bands[band], sex, name.s);
            }
    print_causes(e, COHORT_FERTILITY, &all, COHORT_BOTH,
                 e->by_mother ? "sexes at birth" : "fertility");
    printf("\n");
}

/* The largest part of migration, and that of fertility, in a sentence each. */
static void print_largest(const struct explanation *e)
{
    for (int c = 0; c < 2; c++) {
        int largest = -1;
        for (int k = 0; k < e->cause_count; k++)
            if (e->causes[k].components == components[c].bit && e->parts[k] != 0.0 &&
                (largest < 0 || fabs(e->parts[k]) > fabs(e->parts[largest])))
                largest = k;
        if (largest < 0)
            continue;
        const cohort_part *cause = &e->causes[largest];
        printf("  Of the %s, the %s", amount(e, e->with - e->without, 0).s, components[c].name);
        if (cause->sex != COHORT_BOTH)
            printf(" of %s aged %s", sexes[cause->sex], ages_text(cause).s);
        printf(" in %s makes %s.\n", period_text(cause).s, amount(e, e->parts[largest], 0).s);
    }
    if (e->c->is_nemuro && e->c->nemuro.plan_is_fitted)
        printf("  The city publishes only results: migration and fertility in all are fitted to "
               "them,\n"
               "  ages and periods are those of the inferred factors (see nemuro, sections 4 and "
               "6).\n");
    printf("\n");
}

static void print_balances(const struct explanation *e)
{
    const cohort_projection *const paths[] = {e->c->without, e->c->with};
    printf("3. What happens on each path, persons a year\n\n"
           "                      births   deaths   natural change   social change   TFR\n");
    for (int p = 0; p < 2; p++)
        for (int i = 0; i < e->period_count; i++) {
            const cohort_balance b = balance_of(paths[p], &e->periods[i]);
            const double years = e->periods[i].year_to - e->periods[i].year_from;
            const double tfr = tfr_between(cohort_projection_inputs(paths[p]),
                                           e->periods[i].year_from, e->periods[i].year_to);
            printf("  %-8s %s %s %s %s %s", p ? "path" : "baseline", period_text(&e->periods[i]).s,
                   persons(b.births / years, 8).s, persons(b.deaths / years, 8).s,
                   change((b.births - b.deaths) / years, 16).s,
                   change(b.net_migration / years, 15).s);
            if (!isnan(tfr))
                printf("  %.2f", tfr);
            printf("\n");
        }
    if (cohort_inputs_convention(e->c->baseline) == COHORT_IPSS)
        printf("  Social change is net migration; derived from published tables, it contains the\n"
               "  town's excess mortality under age 60.\n");
    printf("\n");
}

static void print_influence(const struct explanation *e)
{
    int years[2];
    const char *problem;
    cohort_influence found[2];
    int count = influences(e->c->baseline, (int)e->measure.year, years, found, &problem);
    printf("4. Degrees of influence of the Cabinet Office's worksheet, 1 to 5, on the baseline\n"
           "   (simulation 1: TFR %.1f from %d on; simulation 2: and no net migration)\n\n",
           COHORT_WORKSHEET_TFR, COHORT_WORKSHEET_TFR_FROM);
    if (count == 0)
        printf("  not available: %s\n\n", problem);
    else
        printf("        pattern 1  simulation 1  simulation 2   natural change    social change\n");
    for (int i = 0; i < count; i++)
        printf("  %d %s %s %s   %s: %d       %s: %d\n%s", years[i],
               persons(found[i].pattern_1, 12).s, persons(found[i].simulation_1, 13).s,
               persons(found[i].simulation_2, 13).s, percent(found[i].natural_percent, 1, 7).s,
               found[i].natural_degree, percent(found[i].social_percent, 1, 7).s,
               found[i].social_degree, i == count - 1 ? "\n" : "");
}

/* A small change, with as many digits as it needs. */
static struct text small_change(const struct explanation *e, double value)
{
    return fabs(value) >= 1000     ? change(value, 11)
           : e->measure.is_percent ? text_of("%+11.4f", value)
                                   : text_of("%+11.2f", value);
}

static void print_sensitivity(const struct explanation *e, int from)
{
    enum { SHOWN = 15 };
    printf("5. What moves it most, on the path, from %d on: if the net migration (in or out), the\n"
           "   births or the deaths of one period and age were 1 %% larger\n\n"
           "  rank  change, %-8s what\n",
           from, e->measure.is_percent ? "points" : "persons");
    for (int i = 0, shown = 0; i < e->cause_count && shown < SHOWN; i++) {
        const cohort_part *cause = &e->causes[e->ranked[i]];
        const bool again = cause->components == COHORT_FERTILITY && e->by_mother &&
                           cause->sex == COHORT_BOTH; /* the women of all ages once more */
        if (cause->components == COHORT_BASE_POPULATION || cause->year_from < from || again ||
            e->changes[e->ranked[i]] == 0.0)
            continue; /* nobody can move it any more, or it moves nothing */
        printf("  %4d %s       ", ++shown, small_change(e, e->changes[e->ranked[i]]).s);
        if (cause->components != COHORT_FERTILITY)
            printf("%s of %s %s in %s\n",
                   cause->components == COHORT_MIGRATION ? "net migration" : "deaths",
                   sexes[cause->sex], ages_text(cause).s, period_text(cause).s);
        else if (cause->sex == COHORT_FEMALE)
            printf("births of women %s in %s\n", ages_text(cause).s, period_text(cause).s);
        else
            printf("births in %s\n", period_text(cause).s);
    }
    printf("\n");
}

static void print_all(const struct explanation *e, int from)
{
    printf("%s: %s in %g\n\n  baseline %s, path %s, difference %s%s\n  path: %s\n\n", e->c->name,
           e->name, e->measure.year, level(e, e->without).s, level(e, e->with).s,
           amount(e, e->with - e->without, 0).s, e->measure.is_percent ? " points" : "",
           e->c->plan_name.s);
    print_components(e);
    print_when(e);
    print_largest(e);
    print_balances(e);
    print_influence(e);
    print_sensitivity(e, from);
}

/* ---- as a program reads it ---- */

static void write_row(const char *table, const char *what, const cohort_part *part, double value,
                      const char *unit)
{
    char number[COHORT_NUMBER_TEXT];
    const cohort_part all = COHORT_PART(COHORT_ALL_COMPONENTS), *p = part ? part : &all;
    printf("%s,%s,%s,", table, what, words[p->sex]);
    printf("%d,", p->age_from);
    printf(p->age_to == COHORT_OPEN_END ? "," : "%d,", p->age_to);
    printf(p->year_from == COHORT_OPEN_START ? "," : "%d,", p->year_from);
    printf(p->year_to == COHORT_OPEN_END ? "," : "%d,", p->year_to);
    printf("%s,%s\n", isnan(value) ? "" : cohort_number_text(value, number), unit);
}

static void write_balances(const struct explanation *e, const char *table,
                           const cohort_projection *path)
{
    for (int i = 0; i < e->period_count; i++) {
        const cohort_balance b = balance_of(path, &e->periods[i]);
        write_row(table, "births", &e->periods[i], b.births, "persons");
        write_row(table, "deaths", &e->periods[i], b.deaths, "persons");
        write_row(table, "natural_change", &e->periods[i], b.births - b.deaths, "persons");
        write_row(table, "social_change", &e->periods[i], b.net_migration, "persons");
    }
}

static void write_influence(const struct explanation *e)
{
    int years[2];
    const char *problem;
    cohort_influence found[2];
    int count = influences(e->c->baseline, (int)e->measure.year, years, found, &problem);
    for (int i = 0; i < count; i++) {
        cohort_part at = COHORT_PART(COHORT_ALL_COMPONENTS);
        at.year_to = years[i];
        write_row("influence", "pattern_1", &at, found[i].pattern_1, "persons");
        write_row("influence", "simulation_1", &at, found[i].simulation_1, "persons");
        write_row("influence", "simulation_2", &at, found[i].simulation_2, "persons");
        write_row("influence", "natural_percent", &at, found[i].natural_percent, "percent");
        write_row("influence", "natural_degree", &at, found[i].natural_degree, "degree");
        write_row("influence", "social_percent", &at, found[i].social_percent, "percent");
        write_row("influence", "social_degree", &at, found[i].social_degree, "degree");
    }
}

static void write_csv(const struct explanation *e)
{
    const char *level = e->measure.is_percent ? "percent" : "persons";
    const char *part = e->measure.is_percent ? "points" : "persons";
    cohort_part at = COHORT_PART(COHORT_ALL_COMPONENTS);
    at.year_to = (int)e->measure.year;
    printf("%stable,what,sex,age_from,age_to,year_from,year_to,value,unit\n", csv_mark());
    write_row("measure_baseline", e->name, &at, e->without, level);
    write_row("measure_path", e->name, &at, e->with, level);
    for (int k = 0; k < COMPONENTS; k++)
        write_row("in_order", components[k].name, NULL, e->ordered[k], part);
    for (int k = 0; k < COMPONENTS; k++)
        write_row("shapley", components[k].name, NULL, e->shapley[k], part);
    for (int k = 0; k < e->cause_count; k++)
        write_row("part", component_name(e->causes[k].components), &e->causes[k], e->parts[k],
                  part);
    for (int k = 0; k < e->cause_count; k++)
        write_row("change_per_percent", component_name(e->causes[k].components), &e->causes[k],
                  e->changes[k], part);
    write_balances(e, "events_baseline", e->c->without);
    write_balances(e, "events_path", e->c->with);
    write_influence(e);
}

/* Every value of the path's inputs, those that move the measure most first. */
static void write_cells(const struct explanation *e)
{
    const cohort_grid *grid = cohort_inputs_grid(e->c->plan);
    const int most = 4 * (grid->steps + 1) * COHORT_SEXES * grid->ages;
    cohort_influencer *all = allocate((size_t)most, sizeof *all);
    cohort_inputs *gradient;
    int count;
    must(cohort_inputs_copy(e->c->plan, &gradient, &error));
    must(cohort_sensitivity(e->c->with, &e->measure, gradient, NULL, &error));
    must(cohort_sensitivity_rank(e->c->plan, gradient, e->with, most, all, &count, &error));
    printf("%srank,quantity,interval,sex,age,value,derivative,elasticity,change_per_percent\n",
           csv_mark());
    for (int i = 0; i < count; i++) {
        const cohort_influencer *cell = &all[i];
        printf("%d,%s,", i + 1, cohort_quantity_name(cell->quantity));
        printf(cell->interval < 0 ? "," : "%s,",
               years_text(cohort_grid_year(grid, cell->interval),
                          cohort_grid_year(grid, cell->interval + 1))
                   .s);
        printf(cell->sex < 0 ? ",," : "%s,%d,", words[cell->sex < 0 ? 0 : cell->sex],
               cell->age * grid->width);
        printf("%.10g,%.10g,%.10g,%.10g\n", cell->value, cell->derivative, cell->elasticity,
               cell->change);
    }
    cohort_inputs_free(gradient);
    free(all);
}

/* ---- the command line ---- */

struct request {
    struct source source;
    const char *measure;
    int year, from;
    bool csv, cells;
};

static const struct option options[] = {
    MEASURE_OPTION(offsetof(struct request, measure)),
    OPTION("--year", "YEAR", YEAR, offsetof(struct request, year),
           "of the measure; without it: the last date"),
    FROM_OPTION(offsetof(struct request, from),
                " and is not ranked; without it: the first date, for Nemuro 2025"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv), "the tables as CSV"),
    OPTION("--cells", NULL, FLAG, offsetof(struct request, cells),
           "cell by cell, as CSV: every single value of the inputs, and what it moves"),
    CSV_OPTIONS,
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    if (r->source.files > 0 && !r->source.scenario)
        return "INPUT.csv without --scenario: there is nothing to compare";
    return source_problem(&r->source);
}

static int run(void *request)
{
    struct request *r = request;
    struct comparison comparison;
    struct explanation e;
    hold_output();
    must(comparison_make(&comparison, &r->source, &error));
    if (r->from == COHORT_OPEN_START)
        r->from = comparison.is_nemuro ? NEMURO_PLAN_FROM
                                       : cohort_inputs_grid(comparison.baseline)->start;
    check_from(&comparison, r->from);
    const cohort_measure measure = measure_of(&comparison, r->measure, "--year", r->year);
    explanation_make(&e, &comparison, &measure);
    if (r->cells)
        write_cells(&e);
    else if (r->csv)
        write_csv(&e);
    else
        print_all(&e, r->from);
    explanation_clear(&e);
    comparison_clear(&comparison);
    return finish();
}

static const struct request defaults = {
    .source = SOURCE_NONE, .measure = "total", .year = COHORT_OPEN_END, .from = COHORT_OPEN_START};

const struct command explain_command = {
    .name = "explain",
    .summary = "why two paths of an area differ, and what moves the result",
    .synopsis = (const char *const[]){"[INPUT.csv ... --scenario S.csv] [options]", NULL},
    .description =
        "Splits the difference that a scenario makes to a measure by component (in one order, "
        "and as the mean over all orders), by period and by age; prints natural and social change, "
        "the degrees of influence of the Cabinet Office's worksheet, and what moves the result "
        "most.\n\n"
        "Without INPUT.csv it is Nemuro, and its city's path (or S.csv).",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"town.csv --to 2060 --scenario plan.csv", "what the plan does, and by what"},
             {"--measure age_65_plus/total --year 2045", "Nemuro: the share of the old in 2045"}),
    .check = check,
    REQUEST(defaults, run),
};
