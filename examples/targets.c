/* SPDX-License-Identifier: GPL-3.0-or-later */
/* targets: Nemuro's strategy to 2060: the baseline, the city's plan, and the figures it published. */
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

int main(void)
{
    static const char *const who[] = {"total", "age_0_14", "age_15_64", "age_65_plus",
                                      "women_20_39"};
    static const int years[] = {2025, 2035, 2060};
    cohort_inputs *town, *planned;
    cohort_scenario *scenario;
    cohort_projection *baseline, *plan;
    cohort_table *published;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &scenario, &error));
    must(cohort_scenario_apply(scenario, town, &planned, &error));
    must(cohort_projection_new(town, &baseline, &error));
    must(cohort_projection_new(planned, &plan, &error));
    must(cohort_table_read("fixtures/nemuro_published.csv", NULL, &published, &error));

    printf("year  who          baseline     plan  published  difference\n");
    for (int i = 0; i < 15; i++) {
        const int year = years[i / 5];
        cohort_band band;
        double without, with, asked;
        must(cohort_band_parse(who[i % 5], &band, &error));
        must(cohort_count(cohort_projection_population(baseline), year, band, &without, &error));
        must(cohort_count(cohort_projection_population(plan), year, band, &with, &error));
        printf("%d  %-12s %8.0f %8.0f ", year, who[i % 5], without, with);
        if (cohort_table_value(published, "01223", "plan", year, band.sex, band.age_from,
                               band.age_to, &asked, NULL))
            printf("%10s\n", "-");
        else
            printf("%10.0f %+11.0f\n", asked, cohort_round(with, 0) - asked);
    }
    cohort_table_free(published);
    cohort_projection_free(plan);
    cohort_projection_free(baseline);
    cohort_scenario_free(scenario);
    cohort_inputs_free(planned);
    cohort_inputs_free(town);
    return fclose(stdout) != 0;
}
