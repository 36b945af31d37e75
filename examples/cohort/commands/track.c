/* SPDX-License-Identifier: GPL-3.0-or-later */
/* track: what has been counted, compared with the plan; and what it would now take. */
#include "answers/comparison.h"
#include "answers/goals.h"
#include "answers/levers.h"
#include "answers/origin.h"
#include "commands/commands.h"
#include "inputs/bands.h"
#include "inputs/fixtures.h"

enum { PATHS = 2 };
static const char *const path_names[PATHS] = {"baseline", "plan"};

struct request {
    struct source source;
    const char *observed, *targets, *measure;
    int year; /* of the goal */
    struct dates dates;
    double goal;
    bool csv;
    struct attempt attempt;
};

struct track {
    struct request *r;
    struct comparison c;
    struct observed o;
    cohort_figure goal;
    struct aims aims;
    struct origin origins[PATHS]; /* of the gap that is looked at */
};

/* ---- compared with the paths ---- */

static const cohort_projection *path_of(const struct track *t, int path)
{
    return path == 0 ? t->c.without : t->c.with;
}

static void print_count(const struct track *t, const struct counts *counts, cohort_band band)
{
    const cohort_figure observation = cohort_figure_of(band, counts->at, counted(counts, band));
    char name[COHORT_BAND_NAME];
    cohort_gap gaps[PATHS];
    if (isnan(observation.value))
        return;
    for (int p = 0; p < PATHS; p++)
        must(cohort_track(path_of(t, p), 1, &observation, &gaps[p], &error));
    printf("  %-8s %d  %-12s%s", counts->kind, counts->year, cohort_band_name(band, name),
           persons(observation.value, 8).s);
    for (int p = 0; p < PATHS; p++)
        printf(" %s %s %s", persons(gaps[p].expected, 10).s, change(gaps[p].gap, 7).s,
               percent_change(cohort_round(gaps[p].percent, 1), 1, 6).s);
    printf("\n");
}

/* What planners look at, as far as it was counted, and besides the bands that were given. */
static void print_counts(const struct track *t)
{
    enum { FEW = 12 };
    printf(
        "1. Counted, and expected on each path (between two dates: a straight line)\n\n"
        "                               counted   baseline       gap            plan       gap\n");
    for (int i = 0; i < t->o.count; i++) {
        const struct counts *counts = &t->o.counts[i];
        for (int k = 0; k < BANDS; k++)
            print_count(t, counts, shown_bands[k]);
        for (int k = 0; counts->count <= FEW && k < counts->count; k++) {
            const cohort_band band = counts->bands[k].measure.band;
            int known = 0;
            while (known < BANDS && !same_band(shown_bands[known], band))
                known++;
            if (known == BANDS)
                print_count(t, counts, band);
        }
    }
    printf(
        "\n  census: who lives there on the day that the projection's dates mean, as the plan\n"
        "  counts. register: who is registered on 1 January; people who moved without saying so,\n"
        "  or live elsewhere for study or care, are counted where they are registered. Part of\n"
        "  the register's gap is this difference of concepts: these figures do not tell it apart."
        "\n\n");
}

static void print_origin(const struct track *t, const struct counts *counts)
{
    const struct origin *o[PATHS] = {&t->origins[0], &t->origins[1]};
    printf("  %-24scounted   baseline  of the gap       plan  of the gap\n",
           years_text(o[0]->first, counts->year - 1).s);
    for (int k = 0; k < ORIGINS; k++) {
        const double count = o[0]->events[k].counted;
        printf("  %-22s%s", origin_names[k], isnan(count) ? "         -" : persons(count, 10).s);
        for (int p = 0; p < PATHS; p++)
            printf(" %s %s", persons(o[p]->events[k].expected, 10).s,
                   change(o[p]->events[k].part, 11).s);
        printf("\n");
    }
    printf("  before, or of concepts           %s %s\n", change(o[0]->before, 22).s,
           change(o[1]->before, 22).s);
    printf("  the gap                          %s %s\n\n", change(o[0]->gap, 22).s,
           change(o[1]->gap, 22).s);
}

/* Wherever events end at a count of the register. Returned: how many there are. */
static int each_origin(struct track *t, void show(const struct track *, const struct counts *))
{
    int count = 0;
    for (int i = 0; i < t->o.count; i++) {
        const struct counts *counts = &t->o.counts[i];
        bool has = true;
        for (int p = 0; p < PATHS; p++)
            has = has && origin_of(&t->o, counts, path_of(t, p), &t->origins[p]);
        if (has)
            show(t, counts);
        count += has;
    }
    return count;
}

static void print_origins(struct track *t)
{
    printf("2. Where the gap of the register's total comes from, as far as events of the years\n"
           "   right before it were counted (persons in the total: a death more is a person "
           "less)\n\n");
    if (each_origin(t, print_origin) == 0)
        printf("  no events were given of the year before a register with a total\n\n");
    else
        printf("  before: what stood at the beginning already, the difference of concepts, and "
               "entries\n"
               "  of the register that are no events.%s\n\n",
               cohort_inputs_convention(t->c.plan) == COHORT_IPSS
                   ? " Rates derived from published tables count\n"
                     "  the town's excess mortality under 60 as migration: part of one may be the "
                     "other."
                   : "");
}

/* ---- what it would now take ---- */

/* The date nearest to a count. */
static int start_of(const struct track *t, const struct counts *counts)
{
    const cohort_grid *grid = cohort_inputs_grid(t->c.plan);
    return grid->start + (int)lround((counts->at - grid->start) / grid->width) * grid->width;
}

/* The plan's rates from a count on. */
static cohort_inputs *restart(const struct track *t, const struct counts *counts)
{
    cohort_inputs *inputs;
    must(cohort_track_restart(t->c.with, counts->count, counts->bands, start_of(t, counts), &inputs,
                              &error));
    return inputs;
}

/* The goal's measure when inputs go on, changed by an operation unless it is NULL. */
static double goes_on(const struct track *t, const cohort_inputs *inputs,
                      const cohort_operation *operation)
{
    cohort_projection *projection = run_with(inputs, operation);
    const double value = measured(projection, &t->goal.measure);
    cohort_projection_free(projection);
    return value;
}

/* What a row of CSV says of the answer to one question. */
static void write_answer(const struct track *t, const struct counts *counts, const char *lever,
                         double x, double result, bool reached)
{
    printf("needed,%s,%d,,,,,,%s,", counts->kind, counts->year, lever);
    printf(isnan(x) ? "," : "%.10g,", x);
    printf("%.10g,%.10g,%d,,,\n", result, t->goal.value, reached);
}

static void solve(const struct track *t, const struct counts *counts, const cohort_inputs *inputs)
{
    static const enum lever tried[] = {TFR, SUPPRESSION, FAMILIES};
    for (int k = 0; k < 3; k++) {
        struct attempt a = t->r->attempt;
        struct answer answer;
        a.lever = tried[k];
        a.from = start_of(t, counts);
        a.most = most_of(a.lever, inputs);
        cohort_scenario_free(attempt(&a, inputs, &t->goal, &answer));
        if (t->r->csv)
            write_answer(t, counts, lever_words[a.lever], answer.reached.x, answer.verified,
                         answer.reached.reached);
        else
            print_answer(&a, &t->goal, &answer);
    }
}

/* The plan's rates with births as far from it as in the year counted last before a date. Returned:
 * their share of the plan's births, or NAN. */
static double births_as_counted(const struct track *t, const struct counts *counts,
                                const cohort_inputs *inputs, double *value)
{
    int first;
    const cohort_vital v = events_until(&t->o, counts->year - 1, &first);
    cohort_operation births = COHORT_OPERATION(COHORT_SET_TFR_PROPORTION, 0);
    cohort_balance expected;
    if (isnan(v.births))
        return (double)NAN;
    must(cohort_projection_balance(t->c.with, v.year_from, v.year_to, &expected, &error));
    if (!(expected.births > 0.0))
        return (double)NAN;
    births.value = v.births / expected.births;
    births.baseline_tfr = 1.0;
    *value = goes_on(t, inputs, &births);
    return births.value;
}

static void print_restart(const struct track *t, const struct counts *counts, double value,
                          double share, double low)
{
    const cohort_measure *measure = &t->goal.measure;
    printf("  restarted in %d with the %s of %d%s: %s in %g%s\n\n", start_of(t, counts),
           counts->kind, counts->year, is_census(counts) ? "" : " (another concept of population)",
           figure_of(measure, value).s, measure->year,
           value >= t->goal.value ? ", the goal or more" : "");
    if (!isnan(share))
        printf("  with births at %.0f %% of the plan's from then on, as counted: %s\n\n",
               100 * share, figure_of(measure, low).s);
}

/* From each count before the goal on, as text or as CSV. */
static void show_needed(const struct track *t)
{
    for (int i = 0; i < t->o.count; i++) {
        const struct counts *counts = &t->o.counts[i];
        if (start_of(t, counts) >= t->goal.measure.year)
            continue;
        cohort_inputs *inputs = restart(t, counts);
        double low = 0.0;
        const double value = goes_on(t, inputs, NULL),
                     share = births_as_counted(t, counts, inputs, &low);
        if (!t->r->csv)
            print_restart(t, counts, value, share, low);
        else
            write_answer(t, counts, "nothing", (double)NAN, value, value >= t->goal.value);
        if (t->r->csv && !isnan(share))
            write_answer(t, counts, "births_as_counted", share, low, low >= t->goal.value);
        if (value < t->goal.value)
            solve(t, counts, inputs);
        if (value < t->goal.value && !t->r->csv)
            printf("\n");
        cohort_inputs_free(inputs);
    }
}

static void print_needed(const struct track *t)
{
    char name[COHORT_MEASURE_NAME];
    cohort_measure_name(&t->goal.measure, name);
    printf(
        "3. The plan's rates from what was counted on, and what it would take besides, one thing\n"
        "   only, for %s of %s in %g\n\n",
        name, figure_of(&t->goal.measure, t->goal.value).s, t->goal.measure.year);
    show_needed(t);
}

/* ---- as a program reads it ---- */

static void write_gaps(const struct track *t)
{
    for (int i = 0; i < t->o.count; i++)
        for (int k = 0; k < t->o.counts[i].count; k++)
            for (int p = 0; p < PATHS; p++) {
                char name[COHORT_BAND_NAME];
                cohort_gap gap;
                const cohort_figure *o = &t->o.counts[i].bands[k];
                must(cohort_track(path_of(t, p), 1, o, &gap, &error));
                printf("count,%s,%d,%s,%s,%.10g,%.10g,%.10g,,,,,,,,\n", t->o.counts[i].kind,
                       t->o.counts[i].year, cohort_band_name(o->measure.band, name), path_names[p],
                       o->value, gap.expected, gap.gap);
            }
}

static void write_origin(const struct track *t, const struct counts *counts)
{
    static const char *const variables[ORIGINS] = {"births", "deaths", "net_migration"};
    for (int p = 0; p < PATHS; p++) {
        const struct origin *o = &t->origins[p];
        for (int k = 0; k < ORIGINS; k++) {
            printf("origin,%d-%d,%d,%s,%s,", o->first, counts->year - 1, counts->year, variables[k],
                   path_names[p]);
            printf(isnan(o->events[k].counted) ? "," : "%.10g,", o->events[k].counted);
            printf("%.10g,%.10g,,,,,,,,\n", o->events[k].expected, o->events[k].part);
        }
        printf("origin,%d-%d,%d,before,%s,,,%.10g,,,,,,,,\n", o->first, counts->year - 1,
               counts->year, path_names[p], o->before);
    }
}

/* ---- the command line ---- */

static const struct option options[] = {
    OBSERVED_OPTION(offsetof(struct request, observed)),
    TARGETS_OPTION(offsetof(struct request, targets)),
    DATES_OPTION(offsetof(struct request, dates)),
    MEASURE_OPTION(offsetof(struct request, measure)),
    OPTION("--year", "YEAR", YEAR, offsetof(struct request, year),
           "of the goal; without it: the last date"),
    OPTION("--goal", "VALUE", NUMBER, offsetof(struct request, goal),
           "without it: what the plan has there"),
    FAMILY_OPTION(offsetof(struct request, attempt.family)),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv), "the tables as CSV"),
    CSV_OPTIONS,
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    if (r->source.files > 0 && !r->observed)
        return "INPUT.csv without --observed: there is nothing to compare with it";
    return source_problem(&r->source);
}

static int run(void *request)
{
    struct request *r = request;
    struct track t = {.r = r};
    hold_output();
    must(comparison_make(&t.c, &r->source, &error));
    t.o = (struct observed){.area = t.c.area, .dates = r->dates};
    observed_read(&t.o, r->observed ? r->observed : fixture("observed.csv").path,
                  cohort_inputs_grid(t.c.baseline));
    if (r->targets)
        aims_read(&t.aims, cohort_projection_population(t.c.without), r->targets);
    else if (t.c.is_nemuro)
        aims_of_nemuro(&t.aims, &t.c.nemuro);
    t.goal.components = COHORT_ALL_COMPONENTS;
    t.goal.measure = measure_of(&t.c, r->measure, "--year", r->year);
    t.goal.value = isnan(r->goal) ? measured(t.c.with, &t.goal.measure) : r->goal;
    if (r->csv) {
        printf("%stable,kind,year,what,path,counted,expected,gap,lever,lever_value,result,goal,"
               "reached,goal_year,start,way\n",
               csv_mark());
        write_gaps(&t);
        each_origin(&t, write_origin);
        show_needed(&t);
        goals_write(&t.aims, cohort_projection_population(t.c.with), &t.o);
    } else {
        printf("%s: on track? The plan: %s.\n\n", t.c.name, t.c.plan_name.s);
        print_counts(&t);
        print_origins(&t);
        print_needed(&t);
        if (t.aims.count > 0)
            goals_print(&t.aims, cohort_projection_population(t.c.with), &t.o);
    }
    observed_free(&t.o);
    comparison_clear(&t.c);
    return finish();
}

static const struct request defaults = {.source = SOURCE_NONE,
                                        .measure = "total",
                                        .year = COHORT_OPEN_END,
                                        .dates = OCTOBER_1,
                                        .goal = (double)NAN,
                                        .attempt.family = DEFAULT_FAMILY};

const struct command track_command = {
    .name = "track",
    .summary = "what has been counted, compared with the plan",
    .synopsis =
        (const char *const[]){"[INPUT.csv ... --observed O.csv] [--scenario S.csv] [options]",
                              NULL},
    .description =
        "Compares censuses and registers with the baseline and the plan, finds where the gap comes "
        "from, goes on from what was counted, and solves for what it would now take.\n\n"
        "Without INPUT.csv it is Nemuro, its city's path (or S.csv), and what was counted there.",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"town.csv --to 2060 --scenario plan.csv --observed "
              "counts.csv",
              "is the town on its plan's path?"}),
    .check = check,
    REQUEST(defaults, run),
};
