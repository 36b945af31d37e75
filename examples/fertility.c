/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fertility: what does Nemuro's rise of the TFR from 1.53 to 1.61 add? Four readings, each run. */
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

/* Everybody in 2060, with one operation on fertility from 2025 on. */
static double total(const cohort_inputs *town, cohort_operation operation)
{
    cohort_scenario *scenario;
    cohort_inputs *changed;
    cohort_projection *run;
    operation.year_from = 2025;
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, &operation, &error));
    must(cohort_scenario_apply(scenario, town, &changed, &error));
    must(cohort_projection_new(changed, &run, &error));
    const double persons = cohort_total(cohort_projection_population(run), 2060);
    cohort_projection_free(run);
    cohort_inputs_free(changed);
    cohort_scenario_free(scenario);
    return persons;
}

/* The town's TFR at a year by national age-specific rates on its women of each age. */
static double by_age(const cohort_stock *town, const cohort_table *japan, int year)
{
    const size_t from = cohort_cell(&town->grid, cohort_grid_date(&town->grid, year), 0, 0);
    cohort_stock nation;
    double tfr, asfr[100] = {0};
    must(cohort_table_population(japan, "00000", "population", &nation, &error));
    must(cohort_table_value(japan, "00000", "tfr", year, COHORT_FEMALE, 0, COHORT_OPEN_END, &tfr,
                            &error));
    for (int age = 15; age <= 50; age += 5)
        must(cohort_table_value(japan, "00000", "asfr", 2015, COHORT_FEMALE, age, COHORT_AGE_GROUP,
                                &asfr[age / 5], &error));
    tfr = cohort_tfr_standardised(&town->grid, town->cells + from, nation.cells + from, asfr, tfr);
    cohort_stock_free(&nation);
    return tfr;
}

int main(void)
{
    const double now = 1.53, planned = 1.61; /* the strategy's */
    cohort_inputs *town, *city;
    cohort_scenario *plan;
    cohort_projection *baseline;
    cohort_table *japan;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    must(cohort_projection_new(town, &baseline, &error));
    must(cohort_table_read("fixtures/japan.csv", NULL, &japan, &error));
    const double women = by_age(cohort_projection_population(baseline), japan, 2025);
    const double counted = by_age(cohort_projection_population(baseline), japan, 2015);
    double mean = 0; /* in the conversion, of 2025 to 2060 */
    for (int i = 1; i <= 8; i++)
        mean += cohort_inputs_view(town, COHORT_CWR)[i] *
                cohort_inputs_view(town, COHORT_TFR_PER_CWR)[i] / 8;

    /* The plan's migration in every run: what differs is fertility. */
    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &plan, &error));
    must(cohort_scenario_apply(plan, town, &city, &error));
    must(cohort_inputs_take(town, city, COHORT_MIGRATION, &error));
    cohort_operation same = COHORT_OPERATION(COHORT_SET_TFR_PROPORTION, 1);
    cohort_operation to_plan = COHORT_OPERATION(COHORT_SET_TFR, planned), at_now = to_plan;
    cohort_operation ratio = COHORT_OPERATION(COHORT_SET_TFR_PROPORTION, planned), by_women = ratio;
    same.baseline_tfr = 1;
    at_now.value = ratio.baseline_tfr = now;
    by_women.baseline_tfr = women;
    const double as_it_is = total(town, same), plan_2060 = total(town, to_plan);
    const struct {
        const char *name;
        double from, without, with;
    } readings[] = {
        {"national conversion, from the baseline", mean, as_it_is, plan_2060},
        {"national conversion, from 1.53", now, total(town, at_now), plan_2060},
        {"a proportion, 1.61 / 1.53", now, as_it_is, total(town, ratio)},
        {"by age of women, from the baseline's 2025", women, as_it_is, total(town, by_women)},
    };
    printf("TFR read as                                  from    to  without     with    adds\n");
    for (int i = 0; i < 4; i++)
        printf("%-43s %.3f  %.2f %8.1f %8.1f %+7.1f\n", readings[i].name, readings[i].from, planned,
               readings[i].without, readings[i].with, readings[i].with - readings[i].without);
    printf("By age of women the town had a TFR of %.2f in 2015, as counted.\n", counted);

    cohort_inputs_free(city);
    cohort_scenario_free(plan);
    cohort_projection_free(baseline);
    cohort_inputs_free(town);
    cohort_table_free(japan);
    return fclose(stdout) != 0;
}
