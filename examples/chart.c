/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart: Nemuro's baseline and plan as a picture, in SVG on standard output or in a file. */
#include <cohort/cohort.h>
#include <stdio.h>
#include <stdlib.h>

enum { DATES = 10 };
static cohort_error error;

/* Ends the program with what is wrong. */
static void must(int code)
{
    if (code) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

/* A path's totals as a line of a colour. */
static cohort_chart_series line(const cohort_inputs *inputs, const char *label, int colour,
                                const double *years, double *values)
{
    cohort_projection *path;
    must(cohort_projection_new(inputs, &path, &error));
    for (int i = 0; i < DATES; i++)
        values[i] = cohort_total(cohort_projection_population(path), years[i]);
    cohort_projection_free(path);
    return (cohort_chart_series){label, COHORT_MARK_LINE, colour, 1, DATES, years, values, NULL};
}

int main(int argc, char **argv)
{
    cohort_inputs *town, *planned;
    cohort_scenario *plan;
    cohort_output *output;
    cohort_chart chart = COHORT_CHART;
    double years[DATES], totals[2][DATES];
    for (int i = 0; i < DATES; i++)
        years[i] = 2015 + 5 * i;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &plan, &error));
    must(cohort_scenario_apply(plan, town, &planned, &error));
    const cohort_chart_series paths[] = {line(town, "IPSS baseline", 0, years, totals[0]),
                                         line(planned, "the city's plan", 1, years, totals[1])};
    const cohort_chart_panel panel = {NULL, "persons", 1, 0, 2, paths};
    chart.title = "Nemuro's population";
    chart.source = "IPSS 2018; the plan was fitted to the city's strategy";
    must(cohort_output_open(argc > 1 ? argv[1] : "-", &output, &error));
    must(cohort_chart_lines(output, &chart, 1, &panel, &error));
    must(cohort_output_close(&output, 1, &error));
    cohort_inputs_free(planned);
    cohort_scenario_free(plan);
    cohort_inputs_free(town);
    return 0;
}
