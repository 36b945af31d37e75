/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach: what would it take? Only one measure, solved for a goal; and whether it can be reached. */
#include "answers/comparison.h"
#include "answers/levers.h"
#include "commands/commands.h"

struct request {
    struct source source;
    const char *measure, *write_to;
    int year, same_as; /* same_as: the year whose level is the goal */
    double goal, most; /* NAN: not given */
    int only;          /* a lever; LEVERS: all */
    bool csv;
    struct attempt attempt; /* but for its lever */
};

static void print_csv(const char *name, const cohort_figure *goal, const struct attempt *a,
                      const struct answer *answer)
{
    const cohort_reached *r = &answer->reached;
    char same_as[16] = "";
    if (goal->times != 0.0)
        snprintf(same_as, sizeof same_as, "%g", goal->minus.year);
    printf("%s,%g,%.10g,%s,%d,%s,%d,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g\n", name,
           goal->measure.year, answer->level, same_as, a->from, lever_words[a->lever], r->reached,
           r->x, answer->verified, levers[a->lever].lower, a->most, r->at_lower, r->at_upper,
           answer->migrants);
}

/* The answer as a scenario, with a note that says what it is; where there is no answer, none. */
static void write_answer(const struct request *r, const struct attempt *a,
                         const struct answer *answer, const cohort_scenario *scenario)
{
    cohort_scenario *noted;
    if (!answer->reached.reached)
        die("the goal cannot be reached by %s: nothing is written", lever_words[a->lever]);
    must(cohort_scenario_new(&noted, &error));
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        cohort_operation op = *cohort_scenario_operation(scenario, i);
        if (a->lever == FAMILIES)
            snprintf(op.note, sizeof op.note, "solved for: %.6g families a year, each %s",
                     answer->reached.x, r->attempt.family.text);
        else
            snprintf(op.note, sizeof op.note, "solved for: %s of %.6g", lever_words[a->lever],
                     answer->reached.x);
        must(cohort_scenario_add(noted, &op, &error));
    }
    write_scenario(noted, r->write_to);
    cohort_scenario_free(noted);
}

/* A goal, by every lever or the one asked for. */
static void reach(const struct request *r, const struct comparison *c, const cohort_figure *goal)
{
    char name[COHORT_MEASURE_NAME];
    const cohort_inputs *inputs = r->source.scenario ? c->plan : c->baseline;
    const cohort_projection *path = r->source.scenario ? c->with : c->without;
    const bool quiet = r->csv || is_standard(r->write_to);
    const struct text without = figure_of(&goal->measure, measured(path, &goal->measure));
    cohort_measure_name(&goal->measure, name);
    if (!quiet && goal->times != 0.0)
        printf("%s in %g as many as in %g (without: %s)\n\n", name, goal->measure.year,
               goal->minus.year, without.s);
    else if (!quiet)
        printf("%s of %s in %g (without: %s)\n\n", name, figure_of(&goal->measure, goal->value).s,
               goal->measure.year, without.s);
    for (int which = 0; which < LEVERS; which++) {
        struct attempt a = r->attempt;
        struct answer answer;
        if (r->only != LEVERS && r->only != which)
            continue;
        a.lever = (enum lever)which;
        a.most = isnan(r->most) ? most_of(a.lever, inputs) : r->most;
        cohort_scenario *scenario = attempt(&a, inputs, goal, &answer);
        if (r->write_to)
            write_answer(r, &a, &answer, scenario);
        if (r->csv)
            print_csv(name, goal, &a, &answer);
        else if (!quiet)
            print_answer(&a, goal, &answer);
        cohort_scenario_free(scenario);
    }
    if (!quiet)
        printf("\n");
}

static cohort_figure goal_of(const struct comparison *c, const char *name, int year, double value)
{
    cohort_figure goal = {.components = COHORT_ALL_COMPONENTS, .value = value};
    goal.measure = measure_of(c, name, "--year", year);
    return goal;
}

/* The level of an earlier year. */
static cohort_figure level_of(const struct comparison *c, const char *name, int year, int same_as)
{
    cohort_figure goal = goal_of(c, name, year, 0.0);
    goal.times = 1.0;
    goal.minus = measure_of(c, name, "--same-as", same_as);
    goal.minus_components = goal.components;
    return goal;
}

/* The goals: the one asked for; or Nemuro's plan, and today's children and total for good. */
static int list_goals(const struct request *r, const struct comparison *c, cohort_figure goals[3])
{
    const char *name = r->measure ? r->measure : "total";
    int count = 0;
    if (r->same_as != COHORT_OPEN_END)
        goals[count++] = level_of(c, name, r->year, r->same_as);
    else if (!isnan(r->goal))
        goals[count++] = goal_of(c, name, r->year, r->goal);
    if (count > 0)
        return count;
    if (c->is_nemuro)
        goals[count++] = goal_of(c, "total", NEMURO_LAST,
                                 published_value(c->nemuro.document, "plan", NEMURO_LAST, "total"));
    goals[count++] = level_of(c, "age_0_14", r->year, r->attempt.from);
    goals[count++] = level_of(c, "total", r->year, r->attempt.from);
    return count;
}

static int run(void *request)
{
    struct request *r = request;
    struct comparison c;
    cohort_figure goals[3];
    hold_output();
    must(comparison_make(&c, &r->source, &error));
    if (r->attempt.from == COHORT_OPEN_END)
        r->attempt.from = NEMURO_PLAN_FROM;
    check_from(&c, r->attempt.from);
    const int count = list_goals(r, &c, goals);
    if (r->csv)
        printf(
            "%smeasure,year,goal,level_of,from,lever,reached,value,verified,lower,upper,at_lower,"
            "at_upper,net_migration_a_year\n",
            csv_mark());
    else if (!is_standard(r->write_to))
        printf("%s: what would it take? On top of %s,\nfrom %d on, only one of these; a family: "
               "%s.\n\n",
               c.name, r->source.scenario ? c.plan_name.s : "the baseline", r->attempt.from,
               r->attempt.family.text);
    for (int i = 0; i < count; i++)
        reach(r, &c, &goals[i]);
    comparison_clear(&c);
    return finish();
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION("--goal", "VALUE", NUMBER, offsetof(struct request, goal),
           "persons, or percent, of the measure"),
    OPTION("--same-as", "YEAR", YEAR, offsetof(struct request, same_as),
           "the goal is the level of this year"),
    MEASURE_OPTION(offsetof(struct request, measure)),
    OPTION("--year", "YEAR", YEAR, offsetof(struct request, year),
           "of the goal; without it: the last date"),
    FROM_OPTION(offsetof(struct request, attempt.from),
                "; needed with INPUT.csv; for Nemuro, without it: 2025"),
    OPTION("--lever", NULL, CHOICE, offsetof(struct request, only),
           "solve for this one only: tfr, suppression (of net out-migration under 60), families, "
           "or women (net out-migration of women 20-39)",
           .words = lever_words),
    OPTION("--max", "VALUE", NUMBER, offsetof(struct request, most),
           "with --lever: try no more than this (suppressions: 0 to 1)"),
    FAMILY_OPTION(offsetof(struct request, attempt.family)),
    OPTION("--write-scenario", "FILE", OUTPUT, offsetof(struct request, write_to),
           "with --lever and a goal: the answer as a scenario; - is standard output"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv), "the answers as CSV"),
    CSV_OPTIONS,
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    const bool has_goal = !isnan(r->goal) || r->same_as != COHORT_OPEN_END;
    if (!isnan(r->goal) && r->same_as != COHORT_OPEN_END)
        return "--goal and --same-as: one goal at a time";
    if (r->write_to && (r->only == LEVERS || !has_goal))
        return "--write-scenario needs --lever and a goal";
    if (!isnan(r->most) && r->only == LEVERS)
        return "--max needs --lever";
    if (r->most > 1 && (r->only == SUPPRESSION || r->only == WOMEN))
        return "--max: a share, 0 to 1 (0.2 for 20 %)";
    if (r->source.files > 0 && r->attempt.from == COHORT_OPEN_END)
        return "--from YEAR is missing: the date from which the change begins";
    return source_problem(&r->source);
}

static const struct request defaults = {.source = SOURCE_NONE,
                                        .attempt.family = DEFAULT_FAMILY,
                                        .year = COHORT_OPEN_END,
                                        .attempt.from = COHORT_OPEN_END,
                                        .same_as = COHORT_OPEN_END,
                                        .goal = (double)NAN,
                                        .most = (double)NAN,
                                        .only = LEVERS};

const struct command reach_command = {
    .name = "reach",
    .summary = "what it would take to reach a goal by one measure only",
    .synopsis = (const char *const[]){"[INPUT.csv ... --from YEAR] "
                                      "[--goal VALUE | --same-as YEAR] [options]",
                                      NULL},
    .description =
        "Solves for a goal with one thing only (fertility, less net out-migration, families "
        "moving in), runs the answer, and says so when the goal cannot be reached.\n\n"
        "Without INPUT.csv it is Nemuro; without a goal, its city's plan, and today's level of "
        "children and of all.",
    SETS({NULL, options, 0}, SOURCE_SET(struct request, source)),
    EXAMPLES({"--goal 12000 --year 2050", "Nemuro: 12,000 persons in 2050"},
             {"town.csv --to 2060 --from 2025 --same-as 2025 --measure age_0_14",
              "as many children as in 2025, for good"}),
    .check = check,
    REQUEST(defaults, run),
};
