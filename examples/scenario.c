/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario: what a tenth less net out-migration does to a town, or what `scenario AREA SHARE` says. */
#include <cohort/cohort.h>
#include <stdio.h>
#include <stdlib.h>

static cohort_error error;

/* Ends the program with what is wrong. */
static void must(int code)
{
    if (code) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    cohort_inputs *town, *kept;
    cohort_scenario *scenario;
    cohort_projection *baseline, *path;
    cohort_operation operation = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0);
    if (argc != 1 && argc != 3)
        return fprintf(stderr, "usage: scenario [AREA SHARE]\n"), 2;
    operation.value = argc == 3 ? atof(argv[2]) : 0.1;
    operation.age_to = 59;
    must(cohort_table_derive("fixtures/ipss2018.csv", argc == 3 ? argv[1] : "01691",
                             "fixtures/japan.csv", "00000", 2060, &town, &error));
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, &operation, &error));
    must(cohort_scenario_apply(scenario, town, &kept, &error));
    must(cohort_projection_new(town, &baseline, &error));
    must(cohort_projection_new(kept, &path, &error));

    printf("year  baseline  suppressed   gain\n");
    for (int year = 2015; year <= 2060; year += 5) {
        const double without = cohort_total(cohort_projection_population(baseline), year);
        const double with = cohort_total(cohort_projection_population(path), year);
        printf("%d %9.0f %11.0f %+6.0f\n", year, without, with, with - without);
    }
    cohort_projection_free(path);
    cohort_projection_free(baseline);
    cohort_scenario_free(scenario);
    cohort_inputs_free(kept);
    cohort_inputs_free(town);
    return fclose(stdout) != 0;
}
