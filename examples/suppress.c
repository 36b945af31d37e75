/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suppress AREA FACTOR: what one factor of suppressed net out-migration does to a town's total.
 * FACTOR 0 to 1 acts on every net out-migration rate under age 60, from 2015 on. */
#include "common/planner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAST_YEAR = 2060, OLDEST = 59 };

static int usage(void)
{
    fprintf(stderr, "usage: suppress AREA FACTOR\n"
                    "  AREA    code of a municipality in fixtures/areas.csv, such as 01223\n"
                    "  FACTOR  share of net out-migration taken away, 0 to 1\n");
    return 2;
}

int main(int argc, char **argv)
{
    char *end = NULL, name[100];
    double factor = argc == 3 ? strtod(argv[2], &end) : (double)NAN;
    if (!end || *end != '\0' || end == argv[2] || strchr(argv[2], 'x'))
        return usage();

    cohort_error error;
    cohort_stock published;
    cohort_inputs *nation, *baseline, *suppressed;
    cohort_scenario *scenario;
    cohort_projection *without, *with;
    cohort_operation operation = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, factor);
    operation.age_to = OLDEST;

    load_area(argv[1], LAST_YEAR, &published, &nation);
    must(cohort_derive(&published, nation, NULL, &baseline, &error), &error);
    must(cohort_scenario_new(&scenario, &error), &error);
    must(cohort_scenario_add(scenario, &operation, &error), &error);
    must(cohort_scenario_apply(scenario, baseline, &suppressed, &error), &error);
    must(cohort_projection_new(baseline, &without, &error), &error);
    must(cohort_projection_new(suppressed, &with, &error), &error);

    const cohort_stock *a = cohort_projection_population(without);
    const cohort_stock *b = cohort_projection_population(with);
    area_name(argv[1], name, sizeof name);
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
    return finish();
}
