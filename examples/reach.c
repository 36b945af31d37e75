/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach: what would it take? One measure alone, solved for a goal; and whether it can be had. */
#include "common/comparison.h"
#include "common/family.h"
#include "common/planner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

/* What can be done, each by itself. */
enum lever { TFR, SUPPRESSION, FAMILIES, WOMEN, LEVERS };
static const struct {
    const char *word, *title, *unit;
    double lower, upper,
        scale; /* bounds that are tried; what a value is multiplied by to print it */
} levers[LEVERS] = {
    {"tfr", "TFR of", "children per woman", 0, 5, 1},
    {"suppression", "net out-migration under 60 cut by", "%", 0, 1, 100},
    {"families", "families moving in, each year", "families", 0, 1000, 1},
    {"women", "net out-migration of women 20-39 cut by", "%", 0, 1, 100},
};

struct request {
    struct source source;
    const char *measure, *family, *write_to;
    int year, from, same_as; /* same_as: the year whose level is the goal */
    double goal, most;       /* NAN: not given */
    enum lever only;         /* LEVERS: all */
    bool csv;
    int member_count;
    cohort_member members[MOST_MEMBERS];
};

/* ---- computing ---- */

static void add(cohort_scenario *scenario, cohort_operation operation, int from)
{
    operation.year_from = from;
    must(cohort_scenario_add(scenario, &operation, &error), &error);
}

/* The lever as a scenario, at one unit of it, from a year on. */
static cohort_scenario *scenario_of(const struct request *r, const cohort_inputs *inputs,
                                    enum lever lever)
{
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1);
    cohort_operation keep = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1);
    cohort_scenario *scenario;
    must(cohort_scenario_new(&scenario, &error), &error);
    switch (lever) {
    case TFR: /* a date's TFR is that of the births before it */
        add(scenario, tfr, r->from + cohort_inputs_grid(inputs)->width);
        break;
    case SUPPRESSION:
        keep.age_to = 59;
        add(scenario, keep, r->from);
        break;
    case WOMEN:
        keep.sex = COHORT_FEMALE;
        keep.age_from = 20;
        keep.age_to = 39;
        add(scenario, keep, r->from);
        break;
    default:
        must(cohort_scenario_add_household(scenario, inputs, r->member_count, r->members, 1,
                                           r->from, COHORT_OPEN_END, NULL, &error),
             &error);
    }
    return scenario;
}

struct answer {
    cohort_reached reached;
    double verified; /* the goal's measure in a projection of its own, with the answer */
    double migrants; /* net migration a year, more than without */
};

/* Run the answer anew, from the scenario that it is written as. */
static void verify(const struct request *r, const cohort_inputs *inputs, const cohort_goal *goal,
                   const cohort_scenario *scenario, struct answer *answer)
{
    cohort_inputs *changed;
    cohort_projection *with, *without;
    cohort_balance a, b;
    const double last = goal->measure.year;
    if (answer->reached.x == 0.0 && cohort_scenario_operation(scenario, 0)->kind != COHORT_SET_TFR)
        must(cohort_inputs_copy(inputs, &changed, &error), &error); /* nothing is done */
    else
        must(cohort_scenario_apply(scenario, inputs, &changed, &error), &error);
    must(cohort_projection_new(changed, &with, &error), &error);
    must(cohort_projection_new(inputs, &without, &error), &error);
    answer->verified = measured(with, &goal->measure);
    if (goal->is_difference)
        answer->verified -= measured(with, &goal->minus);
    if (r->from < last) {
        must(cohort_projection_balance(with, r->from, last, &a, &error), &error);
        must(cohort_projection_balance(without, r->from, last, &b, &error), &error);
        answer->migrants = (a.net_migration - b.net_migration) / (last - r->from);
    }
    cohort_projection_free(with);
    cohort_projection_free(without);
    cohort_inputs_free(changed);
}

/* Returned: the scenario of the answer, for the caller to free. */
static cohort_scenario *solve(const struct request *r, const cohort_inputs *inputs,
                              const cohort_goal *goal, enum lever which, struct answer *answer)
{
    cohort_scenario *scenario = scenario_of(r, inputs, which);
    const cohort_lever lever = {0, cohort_scenario_count(scenario), levers[which].lower,
                                isnan(r->most) ? levers[which].upper : r->most};
    *answer = (struct answer){{0}, 0, 0};
    must(cohort_reach(inputs, scenario, &lever, goal, &answer->reached, &error), &error);
    verify(r, inputs, goal, scenario, answer);
    return scenario;
}

/* ---- printing ---- */

/* A value of a lever, with its unit. */
static void print_value(enum lever which, double x)
{
    const double value = x * levers[which].scale;
    if (which == TFR)
        printf("%.3f", value);
    else if (levers[which].unit[0] == '%')
        printf("%.2f %%", value);
    else
        printf("%.2f", value);
}

static const char *level(const cohort_goal *goal, double value)
{
    static char texts[4][40];
    static int next;
    char *text = texts[next++ % 4];
    if (goal->is_difference)
        snprintf(text, 40, "%+.1f against %g", value + 0.0, goal->minus.year);
    else
        snprintf(text, 40, goal->measure.is_percent ? "%.2f %%" : "%.1f", value);
    return text;
}

static void print_answer(const cohort_goal *goal, enum lever which, const struct answer *answer)
{
    const cohort_reached *r = &answer->reached;
    printf("  %-42s", levers[which].title);
    if (!r->reached) {
        printf("cannot be reached: at best, at ");
        print_value(which, r->x);
        printf(",\n  %42s %g it is %s\n", "in", goal->measure.year, level(goal, r->value));
        return;
    }
    print_value(which, r->x);
    if (which == FAMILIES || which == SUPPRESSION || which == WOMEN)
        printf("  (net migration %s a year)", change(answer->migrants, 0));
    printf("\n  %42s %g, run with it: %s\n", "in", goal->measure.year,
           level(goal, answer->verified));
}

static void print_csv(const char *name, const cohort_goal *goal, enum lever which, double upper,
                      const struct answer *answer)
{
    const cohort_reached *r = &answer->reached;
    char same_as[16] = "";
    if (goal->is_difference)
        snprintf(same_as, sizeof same_as, "%g", goal->minus.year);
    printf("%s,%g,%.10g,%s,%s,%d,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g\n", name, goal->measure.year,
           goal->value, same_as, levers[which].word, r->reached, r->x, answer->verified,
           levers[which].lower, upper, r->at_lower, r->at_upper);
}

/* A goal, by every lever or the one asked for. */
static void reach(const struct request *r, const struct comparison *c, const cohort_goal *goal)
{
    char name[COHORT_MEASURE_NAME];
    const cohort_inputs *inputs = r->source.scenario ? c->plan : c->baseline;
    const cohort_projection *path = r->source.scenario ? c->with : c->without;
    const bool quiet = r->csv || (r->write_to && strcmp(r->write_to, "-") == 0);
    double now = measured(path, &goal->measure);
    cohort_measure_name(&goal->measure, name);
    if (goal->is_difference)
        now -= measured(path, &goal->minus);
    if (!quiet && goal->is_difference)
        printf("%s in %g as in %g (without: %s)\n\n", name, goal->measure.year, goal->minus.year,
               level(goal, now));
    else if (!quiet)
        printf("%s of %s in %g (without: %s)\n\n", name, level(goal, goal->value),
               goal->measure.year, level(goal, now));
    for (int which = 0; which < LEVERS; which++) {
        struct answer answer;
        if (r->only != LEVERS && (int)r->only != which)
            continue;
        cohort_scenario *scenario = solve(r, inputs, goal, (enum lever)which, &answer);
        if (r->write_to)
            must(cohort_scenario_write(scenario, r->write_to, &error), &error);
        if (r->csv)
            print_csv(name, goal, (enum lever)which, isnan(r->most) ? levers[which].upper : r->most,
                      &answer);
        else if (!quiet)
            print_answer(goal, (enum lever)which, &answer);
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
    goals[count++] = level_of(c, "age_0_14", r->year, r->from);
    goals[count++] = level_of(c, "total", r->year, r->from);
    return count;
}

static int run(struct request *r)
{
    struct comparison c;
    cohort_goal goals[3];
    comparison_make(&c, &r->source);
    const cohort_grid *grid = cohort_inputs_grid(c.baseline);
    if (r->from == COHORT_OPEN_END)
        r->from = c.is_nemuro ? NEMURO_PLAN_FROM : grid->start;
    const int count = list_goals(r, &c, goals);
    if (r->csv)
        printf("measure,year,goal,same_as,lever,reached,value,verified,lower,upper,at_lower,"
               "at_upper\n");
    else if (!r->write_to || strcmp(r->write_to, "-") != 0)
        printf("%s: what would it take? On top of %s, from %d on, one of these alone.\n"
               "Tried: a TFR up to %g, up to %g families (%s) a year, all net out-migration.\n\n",
               c.name, r->source.scenario ? r->source.scenario : "the baseline", r->from,
               levers[TFR].upper, levers[FAMILIES].upper, r->family);
    for (int i = 0; i < count; i++)
        reach(r, &c, &goals[i]);
    comparison_clear(&c);
    return finish();
}

/* ---- the command line ---- */

static int usage(FILE *stream, const char *problem)
{
    if (problem)
        fprintf(stream, "error: %s\n", problem);
    fprintf(
        stream,
        "usage: reach [INPUT.csv ...] [--goal VALUE | --same-as YEAR] [options]\n"
        "Without INPUT.csv: Nemuro; without a goal: its city's plan, and today's level of "
        "children\n"
        "and of all.\n"
        "  --goal VALUE       persons, or percent, of the measure\n"
        "  --same-as YEAR     the goal is the level of this year\n"
        "  --measure NAME     total (the default), women_20_39, age_65_plus/total, ...\n"
        "  --year YEAR        of the goal; the default is the last date\n"
        "  --from YEAR        when the measure begins, a date; the default is the first date,\n"
        "                     for Nemuro 2025\n"
        "  --lever NAME       tfr, suppression, families or women alone\n"
        "  --max VALUE        with --lever: try no more than this (suppressions: 0 to 1)\n"
        "  --family LIST      who moves in, as m32,f30,c3: a man, a woman, a child of either sex\n"
        "  --write-scenario FILE  with --lever and a goal: the answer as a scenario\n"
        "  --csv              the answers as CSV\n%s",
        source_help);
    return problem ? 2 : finish();
}

static bool parse_number(const char *text, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value) && !strchr(text, 'x');
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
        return parse_year(text, &r->from) ? NULL : "--from: expected a year";
    if ((text = value_of("--lever", argc, argv, i)))
        return parse_lever(text, &r->only)
                   ? NULL
                   : "--lever: expected tfr, suppression, families or women";
    if ((text = value_of("--measure", argc, argv, i)))
        return r->measure = text, NULL;
    if ((text = value_of("--family", argc, argv, i)))
        return r->family = text, NULL;
    if ((text = value_of("--write-scenario", argc, argv, i)))
        return r->write_to = text, NULL;
    if (strcmp(argv[*i], "--csv") == 0)
        return r->csv = true, NULL;
    if (!source_argument(&r->source, argc, argv, i, &problem))
        return "unknown option, or one without its value";
    return problem;
}

/* What is wrong with the arguments together, or NULL. */
static const char *check(struct request *r)
{
    const bool has_goal = !isnan(r->goal) || r->same_as != COHORT_OPEN_END;
    r->member_count = parse_family(r->family, r->members);
    if (r->member_count == 0)
        return "--family: expected members such as m32,f30,c3";
    if (!isnan(r->goal) && r->same_as != COHORT_OPEN_END)
        return "--goal and --same-as: one goal at a time";
    if (r->write_to && (r->only == LEVERS || !has_goal))
        return "--write-scenario needs --lever and a goal";
    if (r->write_to && strcmp(r->write_to, "-") == 0 && r->csv)
        return "--write-scenario - and --csv: standard output cannot hold both";
    if (!isnan(r->most) && r->only == LEVERS)
        return "--max needs --lever";
    return source_problem(&r->source);
}

int main(int argc, char **argv)
{
    struct request r = {.source = SOURCE_NONE,
                        .year = COHORT_OPEN_END,
                        .from = COHORT_OPEN_END,
                        .same_as = COHORT_OPEN_END,
                        .goal = (double)NAN,
                        .most = (double)NAN,
                        .only = LEVERS,
                        .family = "m32,f30,c3"};
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
