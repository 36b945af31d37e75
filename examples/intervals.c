/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intervals: how sure is Nemuro's population? Intervals of 80 %, as past errors of municipalities
 * make them, and of how many areas of this size the later count lay inside. */
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
    cohort_projection *town;
    cohort_spreads *spreads;
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    must(cohort_table_project("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                              &town, &error));
    must(cohort_spreads_read("fixtures/spreads.csv", &spreads, &error));
    printf("year  80 %% between   counts inside, back-tested (all sizes, by base date)\n");
    for (int year = 2020; year <= 2060; year += 5) {
        const cohort_figure total = cohort_figure_of(everybody, year, 0);
        const cohort_stock *population = cohort_projection_population(town);
        double low, high;
        cohort_coverage inside;
        must(cohort_spreads_quantile(spreads, population, &total, 0.1, &low, &error));
        must(cohort_spreads_quantile(spreads, population, &total, 0.9, &high, &error));
        printf("%d  %5.0f - %5.0f  ", year, low, high);
        if (cohort_spreads_coverage(spreads, population, &total, 0.8, &inside, NULL))
            printf("not measured\n");
        else
            printf("%.0f %% (%.0f to %.0f)\n", inside.percent, inside.least, inside.most);
    }
    cohort_spreads_free(spreads);
    cohort_projection_free(town);
    return fclose(stdout) != 0;
}
