/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suppress: what one factor of suppressed net out-migration does to a town's total. */
#include "common/planner.h"
#include "common/program.h"

#include <stdio.h>

enum { LAST_YEAR = 2060, OLDEST = 59 };

struct request {
    const char *area;
    double factor;
};

static const struct option options[] = {
    OPTION("AREA", NULL, TEXT, offsetof(struct request, area),
           "code of a municipality of Nemuro subprefecture (fixtures/areas.csv), such as 01223",
           .needed = true),
    OPTION("FACTOR", NULL, NUMBER, offsetof(struct request, factor),
           "share of net out-migration taken away, 0 to 1", .most = 1, .needed = true),
    {.name = NULL},
};

static const struct program program = {
    .name = "suppress",
    .summary = "what less net out-migration does to a town's population",
    .synopsis = (const char *const[]){"AREA FACTOR", NULL},
    .description = "Takes a share of every net out-migration rate under age 60 away, from 2015 on, "
                   "and prints the total population with and without that, to 2060.",
    .sets = (const struct option_set[]){{NULL, options, 0}, {NULL, NULL, 0}},
    .examples = (const struct example[]){{"01223 0.3", "30 % taken away in Nemuro"}, {NULL, NULL}},
};

static void run(const char *area, double factor)
{
    char name[100];
    cohort_error error;
    cohort_stock published;
    cohort_inputs *nation, *baseline, *suppressed;
    cohort_scenario *scenario;
    cohort_projection *without, *with;
    cohort_operation operation = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, factor);
    operation.age_to = OLDEST;

    load_area(area, LAST_YEAR, &published, &nation);
    must(cohort_derive(&published, nation, NULL, &baseline, &error), &error);
    must(cohort_scenario_new(&scenario, &error), &error);
    must(cohort_scenario_add(scenario, &operation, &error), &error);
    must(cohort_scenario_apply(scenario, baseline, &suppressed, &error), &error);
    must(cohort_projection_new(baseline, &without, &error), &error);
    must(cohort_projection_new(suppressed, &with, &error), &error);

    const cohort_stock *a = cohort_projection_population(without);
    const cohort_stock *b = cohort_projection_population(with);
    area_name(area, name, sizeof name);
    printf("%s: net out-migration under %d suppressed by %g %%\n\n", name, OLDEST + 1,
           100 * factor);
    printf("year   baseline  suppressed        gain\n");
    for (int year = 2015; year <= LAST_YEAR; year += 5) {
        double was = cohort_total(a, year), is = cohort_total(b, year);
        printf("%d %s %s %s\n", year, persons(was, 10), persons(is, 11), change(is - was, 11));
    }

    cohort_projection_free(without);
    cohort_projection_free(with);
    cohort_scenario_free(scenario);
    cohort_inputs_free(suppressed);
    cohort_inputs_free(baseline);
    cohort_inputs_free(nation);
    cohort_stock_free(&published);
}

int main(int argc, char **argv)
{
    struct request r = {.area = NULL};
    const int status = program_read(&program, argc, argv, &r);
    if (status != PROGRAM_RUN)
        return status;
    run(r.area, r.factor);
    return finish();
}
