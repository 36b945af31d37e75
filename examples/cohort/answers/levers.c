/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/levers.h"

#include "answers/comparison.h"
#include "inputs/runs.h"

const char *const lever_words[LEVERS + 1] = {"tfr", "suppression", "families", "women", NULL};

const struct lever_facts levers[LEVERS] = {
    {"TFR of", 0, 5, 1},
    {"net out-migration under 60 cut by", 0, 1, 100},
    {"families moving in, each year", 0, 1000, 1},
    {"net out-migration of women 20-39 cut by", 0, 1, 100},
};

bool take_family(const char *text, void *to)
{
    struct family *family = to;
    static const char letters[] = "mfc";
    *family = (struct family){.text = text};
    while (family->count < MOST_MEMBERS) {
        const char *letter = *text ? strchr(letters, *text) : NULL;
        if (!letter || text[1] < '0' || text[1] > '9')
            return false;
        char *end;
        const long age = strtol(text + 1, &end, 10);
        if (age > 120)
            return false;
        family->members[family->count++] = (cohort_member){(int)(letter - letters), (int)age};
        if (*end == '\0')
            return true;
        if (*end != ',')
            return false;
        text = end + 1;
    }
    return false;
}

static void add(cohort_scenario *scenario, cohort_operation operation, int from)
{
    operation.year_from = from;
    must(cohort_scenario_add(scenario, &operation, &error));
}

/* The lever as a scenario, at one unit of it, from a year on. */
static cohort_scenario *scenario_of(const struct attempt *a, const cohort_inputs *inputs)
{
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1);
    cohort_operation keep = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 1);
    cohort_scenario *scenario;
    must(cohort_scenario_new(&scenario, &error));
    switch (a->lever) {
    case TFR: /* a date's TFR is that of the births before it */
        add(scenario, tfr, a->from + cohort_inputs_grid(inputs)->width);
        break;
    case SUPPRESSION:
        keep.age_to = 59;
        add(scenario, keep, a->from);
        break;
    case WOMEN:
        keep.sex = COHORT_FEMALE;
        keep.age_from = 20;
        keep.age_to = 39;
        add(scenario, keep, a->from);
        break;
    default:
        must(cohort_scenario_add_household(scenario, inputs, a->family.count, a->family.members, 1,
                                           a->from, COHORT_OPEN_END, NULL, &error));
    }
    return scenario;
}

double tfr_between(const cohort_inputs *inputs, int year_from, int year_to)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    const double *cwr = cohort_inputs_view(inputs, COHORT_CWR);
    const double *tfr_per_cwr = cohort_inputs_view(inputs, COHORT_TFR_PER_CWR);
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < grid->steps; i++) {
        if (cohort_grid_year(grid, i) < year_from || cohort_grid_year(grid, i + 1) > year_to)
            continue;
        sum += asfr ? cohort_tfr(grid->ages, grid->width, asfr + (size_t)i * (size_t)grid->ages)
               : tfr_per_cwr[i] > 0.0 ? cwr[i] * tfr_per_cwr[i]
                                      : (double)NAN;
        count++;
    }
    return count ? sum / count : (double)NAN;
}

/* Run the answer anew, from the scenario that it is written as. */
static void verify(const struct attempt *a, const cohort_inputs *inputs, const cohort_figure *goal,
                   const cohort_scenario *scenario, struct answer *answer)
{
    cohort_inputs *changed;
    cohort_projection *with, *without;
    cohort_balance then, now;
    const double last = goal->measure.year;
    if (answer->reached.x == 0.0 && cohort_scenario_operation(scenario, 0)->kind != COHORT_SET_TFR)
        must(cohort_inputs_copy(inputs, &changed, &error)); /* nothing is done */
    else
        must(cohort_scenario_apply(scenario, inputs, &changed, &error));
    must(run_inputs(NULL, changed, &with, &error));
    must(run_inputs(NULL, inputs, &without, &error));
    answer->verified = measured(with, &goal->measure);
    answer->level = goal->value + (goal->times != 0.0 ? measured(with, &goal->minus) : 0.0);
    if (a->from < last) {
        must(cohort_projection_balance(with, a->from, last, &then, &error));
        must(cohort_projection_balance(without, a->from, last, &now, &error));
        answer->migrants = (then.net_migration - now.net_migration) / (last - a->from);
    }
    cohort_projection_free(with);
    cohort_projection_free(without);
    cohort_inputs_free(changed);
}

cohort_scenario *attempt(const struct attempt *a, const cohort_inputs *inputs,
                         const cohort_figure *goal, struct answer *answer)
{
    cohort_scenario *scenario = scenario_of(a, inputs);
    const cohort_lever lever = {0, cohort_scenario_count(scenario), levers[a->lever].lower,
                                a->most};
    *answer = (struct answer){.baseline = tfr_between(inputs, a->from, COHORT_OPEN_END)};
    must(cohort_reach(inputs, scenario, &lever, goal, &answer->reached, &error));
    verify(a, inputs, goal, scenario, answer);
    return scenario;
}

/* A value of a lever, with its unit. */
static struct text value_text(enum lever which, double x)
{
    const double value = x * levers[which].scale;
    return which == TFR                 ? text_of("%.3f", value)
           : levers[which].scale == 100 ? text_of("%.4g %%", value)
           : value < 1000               ? text_of("%.2f", value)
                                        : text_of("%.0f", value);
}

struct text figure_of(const cohort_measure *measure, double value)
{
    return measure->is_percent ? text_of("%.2f %%", value)
           : fabs(value) < 100 ? text_of("%.1f", value)
                               : persons(value, 0);
}

/* Within the bounds the goal is never met: what comes nearest, and what the other bound gives. */
static void print_failure(const struct attempt *a, const cohort_figure *goal,
                          const struct answer *answer)
{
    const cohort_reached *r = &answer->reached;
    const double lower = levers[a->lever].lower, other = r->x == lower ? a->most : lower;
    const double far = r->x == lower ? r->at_upper : r->at_lower;
    printf("cannot be reached: even at %s it is %s\n", value_text(a->lever, r->x).s,
           figure_of(&goal->measure, answer->verified).s);
    if (goal->times != 0.0)
        return;
    printf("%44s at %s ", "", value_text(a->lever, other).s);
    if (isnan(far))
        printf("more leave than are there\n");
    else
        printf("it is %s%s\n", figure_of(&goal->measure, far).s,
               fabs(far - answer->verified) < 1e-9 ? ": it moves nothing"
               : r->x == lower                     ? ": it moves the other way"
                                                   : "");
}

double most_of(enum lever lever, const cohort_inputs *inputs)
{
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    double total = 0.0;
    for (size_t c = 0; c < cohort_grid_cells(cohort_inputs_grid(inputs)); c++)
        total += base[c];
    return lever == FAMILIES ? fmax(levers[lever].upper, round(total / 100)) : levers[lever].upper;
}

void print_answer(const struct attempt *attempt, const cohort_figure *goal,
                  const struct answer *answer)
{
    const enum lever which = attempt->lever;
    const cohort_reached *r = &answer->reached;
    printf("  %-41s ", levers[which].title);
    if (!r->reached) {
        print_failure(attempt, goal, answer);
        return;
    }
    printf("%s", value_text(which, r->x).s);
    if (which != TFR)
        printf(" (net migration %s a year, mean of %d-%g)", change(answer->migrants, 0).s,
               attempt->from, goal->measure.year);
    else if (!isnan(answer->baseline))
        printf(" (without: %.3f, mean from %d on)", answer->baseline, attempt->from);
    printf("\n%44s run with it: %s in %g", "", figure_of(&goal->measure, answer->verified).s,
           goal->measure.year);
    if (goal->times != 0.0)
        printf(", %s in %g", figure_of(&goal->measure, answer->level).s, goal->minus.year);
    printf("\n");
}
