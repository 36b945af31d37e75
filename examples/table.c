/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table: every area of a published table projected to 2060, side by side. */
#include <cohort/cohort.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIGURES = 3 };
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
    static const char *const names[FIGURES] = {"total", "age_65_plus/total", "women_20_39"};
    cohort_measure measures[FIGURES];
    cohort_table *table, *japan;
    cohort_batch *batch;
    must(cohort_table_read(argc > 1 ? argv[1] : "fixtures/ipss2018.csv", NULL, &table, &error));
    must(cohort_table_read("fixtures/japan.csv", NULL, &japan, &error));
    const int count = cohort_table_area_count(table);
    cohort_inputs **areas = calloc((size_t)count, sizeof *areas);
    double *values = calloc((size_t)count * FIGURES, sizeof *values);
    if (!areas || !values)
        return fprintf(stderr, "out of memory\n"), 1;
    for (int i = 0; i < count; i++)
        must(cohort_table_derive_from(table, cohort_table_area(table, i), japan, "00000", 2060,
                                      &areas[i], &error));
    for (int i = 0; i < FIGURES; i++)
        must(cohort_measure_parse(names[i], 2060, &measures[i], &error));
    must(cohort_batch_new(count, (const cohort_inputs *const *)areas, 0, &batch, &error));
    must(cohort_batch_measures(batch, 0, FIGURES, measures, values, &error));

    printf("area,total,share_65_plus_percent,women_20_39\n");
    for (int i = 0; i < count; i++)
        printf("%s,%.0f,%.1f,%.0f\n", cohort_table_area(table, i), values[FIGURES * i],
               values[FIGURES * i + 1], values[FIGURES * i + 2]);
    cohort_batch_free(batch);
    for (int i = 0; i < count; i++)
        cohort_inputs_free(areas[i]);
    free(values);
    free(areas);
    cohort_table_free(japan);
    cohort_table_free(table);
    return fclose(stdout) != 0;
}
