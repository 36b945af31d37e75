/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intervals: how sure is Nemuro's population to 2060? Intervals of 80 %, and of how many areas of this
 * size the later count lay inside. */
#include <cohort/cohort.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 9, TRAJECTORIES = 10000 };

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
    cohort_inputs *town;
    cohort_spreads *spreads;
    cohort_ensemble *ensemble;
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    cohort_figure totals[STEPS];
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    for (int i = 0; i < STEPS; i++)
        totals[i] = cohort_figure_of(everybody, 2020 + 5 * i, 0);
    options.figure_count = STEPS;
    options.figures = totals;
    options.trajectories = TRAJECTORIES;
    options.seed = cohort_ensemble_seed(1, "01223");
    must(cohort_spreads_read("fixtures/spreads.csv", &spreads, &error));
    must(cohort_spreads_apply(spreads, town, &options, &error));
    must(cohort_ensemble_new(town, &options, &ensemble, &error));
    must(cohort_ensemble_run(ensemble, 0, TRAJECTORIES, 0, &error));

    printf("year  80 %% between   counts inside, back-tested\n");
    for (int i = 0; i < STEPS; i++) {
        double low, high, percent;
        must(cohort_ensemble_quantile(ensemble, i, 0.1, &low, &error));
        must(cohort_ensemble_quantile(ensemble, i, 0.9, &high, &error));
        printf("%.0f  %5.0f - %5.0f  ", totals[i].measure.year, low, high);
        if (cohort_spreads_coverage(spreads, town, &totals[i], 0.8, &percent, NULL))
            printf("not measured\n");
        else
            printf("%.0f %%\n", percent);
    }
    cohort_ensemble_free(ensemble);
    cohort_spreads_free(spreads);
    cohort_inputs_free(town);
    return fclose(stdout) != 0;
}
