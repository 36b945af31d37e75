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

/* Everybody in 2060 if child-woman ratios from 2025 on (the second interval's end) are those of a
 * TFR in the national conversion; or with TFR 0, the baseline's times a factor. */
static double total(const cohort_inputs *inputs, double tfr, double factor)
{
    cohort_inputs *changed;
    cohort_projection *run;
    must(cohort_inputs_copy(inputs, &changed, &error));
    double *cwr = cohort_inputs_array(changed, COHORT_CWR);
    for (int i = 1; i <= 8; i++)
        cwr[i] =
            tfr > 0 ? tfr / cohort_inputs_view(inputs, COHORT_TFR_PER_CWR)[i] : cwr[i] * factor;
    must(cohort_projection_new(changed, &run, &error));
    const double persons = cohort_total(cohort_projection_population(run), 2060);
    cohort_projection_free(run);
    cohort_inputs_free(changed);
    return persons;
}

/* The town's TFR of 2025 by national age-specific rates on its women of each age. */
static double standardised(const cohort_projection *town, const cohort_table *japan)
{
    const cohort_stock *population = cohort_projection_population(town);
    const size_t date = cohort_cell(&population->grid, 2, COHORT_MALE, 0);
    cohort_stock nation;
    double tfr, asfr[11 * COHORT_SEXES * 19]; /* 2015-2065, ages to 90+ */
    must(cohort_table_population(japan, "00000", "population", &nation, &error));
    must(cohort_table_rates(japan, "00000", "asfr", &nation.grid, asfr, &error));
    must(cohort_table_value(japan, "00000", "tfr", 2025, COHORT_FEMALE, 0, COHORT_OPEN_END, &tfr,
                            &error));
    tfr = cohort_tfr_standardised(&nation.grid, population->cells + date, nation.cells + date,
                                  asfr + cohort_cell(&nation.grid, 2, COHORT_FEMALE, 0), tfr);
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
    const double by_age = standardised(baseline, japan);
    double converted = 0; /* the mean of 2025 to 2060 */
    for (int i = 1; i <= 8; i++)
        converted += cohort_inputs_view(town, COHORT_CWR)[i] *
                     cohort_inputs_view(town, COHORT_TFR_PER_CWR)[i] / 8;

    /* The plan's migration in every run: what differs is fertility. */
    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &plan, &error));
    must(cohort_scenario_apply(plan, town, &city, &error));
    must(cohort_inputs_take(town, city, COHORT_MIGRATION, &error));
    const double as_it_is = total(town, 0, 1), to_161 = total(town, planned, 0);
    const struct {
        const char *name;
        double from, without, with;
    } readings[] = {
        {"national conversion, from the baseline", converted, as_it_is, to_161},
        {"national conversion, from 1.53", now, total(town, now, 0), to_161},
        {"a proportion, 1.61 / 1.53", now, as_it_is, total(town, 0, planned / now)},
        {"national rates on the town's women", by_age, as_it_is, total(town, 0, planned / by_age)},
    };
    printf("TFR read as                               from    to  without    with   adds\n");
    for (int i = 0; i < 4; i++)
        printf("%-40s %.3f  %.2f %8.0f %7.0f %+6.0f\n", readings[i].name, readings[i].from, planned,
               readings[i].without, readings[i].with, readings[i].with - readings[i].without);

    cohort_inputs_free(city);
    cohort_scenario_free(plan);
    cohort_projection_free(baseline);
    cohort_inputs_free(town);
    cohort_table_free(japan);
    return fclose(stdout) != 0;
}
