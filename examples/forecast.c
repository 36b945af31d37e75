/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast: Nemuro from its censuses of 1980 to 2015, with Japan's municipalities as peers, and how sure
 * that is. (The census of 2020 counted 24,636.) */
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

/* The populations of an area in a table. */
static void read_counts(const char *path, const char *area, cohort_stock *counts)
{
    cohort_table *table;
    must(cohort_table_read(path, NULL, &table, &error));
    must(cohort_table_population(table, area, "population", counts, &error));
    cohort_table_free(table);
}

int main(void)
{
    cohort_stock town, peers, path;
    cohort_spreads *spreads;
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    read_counts("fixtures/census.csv", "01223", &town);
    read_counts("fixtures/peers.csv", "peers", &peers);
    options.peers = &peers;
    must(cohort_forecast_population(&town, 2045, &options, &path, &error));

    must(cohort_spreads_read("fixtures/spreads.csv", &spreads, &error));
    printf("year  forecast   80 %% between\n");
    for (int year = 2015; year <= 2045; year += 5) {
        const cohort_figure total = cohort_figure_of(everybody, year, 0);
        double low, high;
        must(cohort_spreads_quantile(spreads, &path, &total, 0.1, &low, &error));
        must(cohort_spreads_quantile(spreads, &path, &total, 0.9, &high, &error));
        printf("%d  %8.0f  %6.0f - %5.0f\n", year, cohort_total(&path, year), low, high);
    }
    cohort_spreads_free(spreads);
    cohort_stock_free(&path);
    cohort_stock_free(&peers);
    cohort_stock_free(&town);
    return fclose(stdout) != 0;
}
