/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split: why does Nemuro's plan end higher than the baseline in 2060? By component, and by age. */
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
    static const char *const names[] = {"migration, ages 0-19 at the start",
                                        "migration, ages 20-39", "migration, ages 40 and over",
                                        "fertility", "the rest"};
    cohort_part causes[4] = {COHORT_PART(COHORT_MIGRATION), COHORT_PART(COHORT_MIGRATION),
                             COHORT_PART(COHORT_MIGRATION), COHORT_PART(COHORT_FERTILITY)};
    cohort_inputs *town, *planned;
    cohort_scenario *plan;
    cohort_measure total;
    double in_order[5], shapley[5], sums[2] = {0};
    causes[0].age_to = 19;
    causes[1].age_from = 20;
    causes[1].age_to = 39;
    causes[2].age_from = 40;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &plan, &error));
    must(cohort_scenario_apply(plan, town, &planned, &error));
    must(cohort_measure_parse("total", 2060, &total, &error));
    must(cohort_decompose(town, planned, &total, 4, causes, in_order, &error));
    must(cohort_decompose_shapley(town, planned, &total, 4, causes, shapley, &error));

    printf("%-34s  in this order  mean over all orders\n", "persons in 2060");
    for (int i = 0; i < 5; i++) {
        printf("%-34s %+14.1f %+21.1f\n", names[i], in_order[i], shapley[i]);
        sums[0] += in_order[i];
        sums[1] += shapley[i];
    }
    printf("%-34s %+14.1f %+21.1f\n", "together", sums[0], sums[1]);
    cohort_inputs_free(planned);
    cohort_scenario_free(plan);
    cohort_inputs_free(town);
    return fclose(stdout) != 0;
}
