/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach: what would it take? One measure alone, solved for a goal; and whether it can be had. */
#include "common/comparison.h"
#include "common/levers.h"
#include "common/planner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

struct request {
    struct source source;
    const char *measure, *family, *write_to;
    int year, same_as; /* same_as: the year whose level is the goal */
    double goal, most; /* NAN: not given */
    enum lever only;   /* LEVERS: all */
    bool csv;
    struct attempt attempt; /* but for its lever */
};

static void print_csv(const char *name, const cohort_goal *goal, const struct attempt *a,
                      const struct answer *answer)
{
    const cohort_reached *r = &answer->reached;
    char same_as[16] = "";
    if (goal->is_difference)
        snprintf(same_as, sizeof same_as, "%g", goal->minus.year);
    printf("%s,%g,%.10g,%s,%d,%s,%d,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g\n", name,
           goal->measure.year, answer->level, same_as, a->from, levers[a->lever].word, r->reached,
           r->x, answer->verified, levers[a->lever].lower, a->most, r->at_lower, r->at_upper,
           answer->migrants);
}

/* The answer as a scenario, with a note that says what it is; an answer that there is not is none. */
static void write_answer(const struct request *r, const struct attempt *a,
                         const struct answer *answer, const cohort_scenario *scenario)
{
    cohort_scenario *noted;
    if (!answer->reached.reached)
        die("the goal cannot be reached by %s: nothing is written", levers[a->lever].word);
    must(cohort_scenario_new(&noted, &error), &error);
    for (int i = 0; i < cohort_scenario_count(scenario); i++) {
        cohort_operation op = *cohort_scenario_operation(scenario, i);
        snprintf(op.note, sizeof op.note, "solved for: %s%s%s of %.6g", levers[a->lever].word,
                 a->lever == FAMILIES ? " " : "", a->lever == FAMILIES ? r->family : "",
                 answer->reached.x);
        must(cohort_scenario_add(noted, &op, &error), &error);
    }
    must(cohort_scenario_write(noted, r->write_to, &error), &error);
    cohort_scenario_free(noted);
}

/* A goal, by every lever or the one asked for. */
static void reach(const struct request *r, const struct comparison *c, const cohort_goal *goal)
{
    char name[COHORT_MEASURE_NAME];
    const cohort_inputs *inputs = r->source.scenario ? c->plan : c->baseline;
    const cohort_projection *path = r->source.scenario ? c->with : c->without;
    const bool quiet = r->csv || (r->write_to && strcmp(r->write_to, "-") == 0);
    const char *without = figure_of(&goal->measure, measured(path, &goal->measure));
    cohort_measure_name(&goal->measure, name);
    if (!quiet && goal->is_difference)
        printf("%s in %g as many as in %g (without: %s)\n\n", name, goal->measure.year,
               goal->minus.year, without);
    else if (!quiet)
        printf("%s of %s in %g (without: %s)\n\n", name, figure_of(&goal->measure, goal->value),
               goal->measure.year, without);
    for (int which = 0; which < LEVERS; which++) {
        struct attempt a = r->attempt;
        struct answer answer;
        if (r->only != LEVERS && (int)r->only != which)
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

static cohort_goal goal_of(const struct comparison *c, const char *name, int year, double value)
{
    return (cohort_goal){.measure = measure_of(c, name, year), .value = value};
}

/* The level of an earlier year. */
static cohort_goal level_of(const struct comparison *c, const char *name, int year, int same_as)
{
    return (cohort_goal){.measure = measure_of(c, name, year),
                         .is_difference = 1,
                         .minus = measure_of(c, name, same_as)};
}

/* The goals: the one asked for; or Nemuro's plan, and today's children and total for good. */
static int list_goals(const struct request *r, const struct comparison *c, cohort_goal goals[3])
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

static int run(struct request *r)
{
    struct comparison c;
    cohort_goal goals[3];
    hold_output();
    comparison_make(&c, &r->source);
    const cohort_grid *grid = cohort_inputs_grid(c.baseline);
    if (r->attempt.from == COHORT_OPEN_END)
        r->attempt.from = NEMURO_PLAN_FROM;
    if (cohort_grid_date(grid, r->attempt.from) < 0)
        die("--from %d: expected a date, every %d years from %d to %d", r->attempt.from,
            grid->width, grid->start, cohort_grid_year(grid, grid->steps));
    const int count = list_goals(r, &c, goals);
    if (r->csv)
        printf("measure,year,goal,level_of,from,lever,reached,value,verified,lower,upper,at_lower,"
               "at_upper,net_migration_a_year\n");
    else if (!r->write_to || strcmp(r->write_to, "-") != 0)
        printf("%s: what would it take? On top of %s,\nfrom %d on, one of these alone; a family: "
               "%s.\n\n",
               c.name, r->source.scenario ? r->source.scenario : "the baseline", r->attempt.from,
               r->family);
    for (int i = 0; i < count; i++)
        reach(r, &c, &goals[i]);
    comparison_clear(&c);
    return finish();
}

/* ---- the command line ---- */

static int usage(FILE *stream, const char *problem)
{
    if (problem)
        return fprintf(stream, "error: %s (see reach --help)\n", problem), 2;
    fprintf(
        stream,
        "usage: reach [INPUT.csv ...] [--goal VALUE | --same-as YEAR] [options]\n"
        "Without INPUT.csv: Nemuro; without a goal: its city's plan, and today's level of "
        "children\n"
        "and of all.\n"
        "  --goal VALUE       persons, or percent, of the measure\n"
        "  --same-as YEAR     the goal is the level of this year\n" MEASURE_HELP
        "  --year YEAR        of the goal; the default is the last date\n"
        "  --from YEAR        when something begins to be done, a date; for Nemuro 2025\n"
        "  --lever NAME       one alone: tfr, suppression (of net out-migration under 60), "
        "families,\n"
        "                     or women (net out-migration of women 20-39)\n"
        "  --max VALUE        with --lever: try no more than this (suppressions: 0 to 1)\n"
        "  --family LIST      who moves in, as m32,f30,c3: a man, a woman, a child of either sex\n"
        "  --write-scenario FILE  with --lever and a goal: the answer as a scenario\n"
        "  --csv              the answers as CSV\n%s",
        source_help);
    return finish();
}

static bool parse_lever(const char *text, enum lever *lever)
{
    for (int i = 0; i < LEVERS; i++)
        if (strcmp(text, levers[i].word) == 0)
            return *lever = (enum lever)i, true;
    return false;
}

/* Take one argument. Returned: what is wrong with it, or NULL. */
static const char *take(struct request *r, int argc, char **argv, int *i)
{
    const char *text, *problem;
    if ((text = value_of("--goal", argc, argv, i)))
        return parse_number(text, &r->goal) ? NULL : "--goal: expected a number";
    if ((text = value_of("--max", argc, argv, i)))
        return parse_number(text, &r->most) ? NULL : "--max: expected a number";
    if ((text = value_of("--same-as", argc, argv, i)))
        return parse_year(text, &r->same_as) ? NULL : "--same-as: expected a year";
    if ((text = value_of("--year", argc, argv, i)))
        return parse_year(text, &r->year) ? NULL : "--year: expected a year";
    if ((text = value_of("--from", argc, argv, i)))
        return parse_year(text, &r->attempt.from) ? NULL : "--from: expected a year";
    if ((text = value_of("--lever", argc, argv, i)))
        return parse_lever(text, &r->only) ? NULL
                                           : "--lever: expected tfr, suppression (of net "
                                             "out-migration under 60), families, or "
                                             "women (net out-migration of women 20-39)";
    if ((text = value_of("--measure", argc, argv, i)))
        return r->measure = text, NULL;
    if ((text = value_of("--family", argc, argv, i)))
        return r->family = text, NULL;
    if ((text = value_of("--write-scenario", argc, argv, i)))
        return r->write_to = text, NULL;
    if (strcmp(argv[*i], "--csv") == 0)
        return r->csv = true, NULL;
    if (!source_argument(&r->source, argc, argv, i, &problem))
        return unknown_option(argv[*i]);
    return problem;
}

/* What is wrong with the arguments together, or NULL. */
static const char *check(struct request *r)
{
    const bool has_goal = !isnan(r->goal) || r->same_as != COHORT_OPEN_END;
    r->attempt.member_count = parse_family(r->family, r->attempt.members);
    if (r->attempt.member_count == 0)
        return "--family: expected members such as m32,f30,c3: m man, f woman, c child, and an age";
    if (!isnan(r->goal) && r->same_as != COHORT_OPEN_END)
        return "--goal and --same-as: one goal at a time";
    if (r->write_to && (r->only == LEVERS || !has_goal))
        return "--write-scenario needs --lever and a goal";
    if (r->write_to && strcmp(r->write_to, "-") == 0 && r->csv)
        return "--write-scenario - and --csv: standard output cannot hold both";
    if (!isnan(r->most) && r->only == LEVERS)
        return "--max needs --lever";
    if (r->most > 1 && (r->only == SUPPRESSION || r->only == WOMEN))
        return "--max: a share, 0 to 1 (0.2 for 20 %)";
    if (r->source.files > 0 && r->attempt.from == COHORT_OPEN_END)
        return "--from YEAR: from which date on can something be done?";
    return source_problem(&r->source);
}

int main(int argc, char **argv)
{
    struct request r = {.source = SOURCE_NONE,
                        .year = COHORT_OPEN_END,
                        .attempt.from = COHORT_OPEN_END,
                        .same_as = COHORT_OPEN_END,
                        .goal = (double)NAN,
                        .most = (double)NAN,
                        .only = LEVERS,
                        .family = DEFAULT_FAMILY};
    const char *problem = NULL;
    for (int i = 1; i < argc && !problem; i++) {
        if (strcmp(argv[i], "--help") == 0)
            return usage(stdout, NULL);
        problem = take(&r, argc, argv, &i);
    }
    if (!problem)
        problem = check(&r);
    return problem ? usage(stderr, problem) : run(&r);
}
