/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town's population from its published table, carried on to 2060. */
#include <cohort/cohort.h>
#include <stdio.h>

int main(void)
{
    cohort_error error;
    cohort_projection *town;
    if (cohort_table_project("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error))
        return fprintf(stderr, "%s\n", error.text), 1;
    for (int year = 2015; year <= 2060; year += 15)
        printf("%d %6.0f\n", year, cohort_total(cohort_projection_population(town), year));
    cohort_projection_free(town);
    return fclose(stdout) != 0;
}
