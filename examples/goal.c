/* SPDX-License-Identifier: GPL-3.0-or-later */
/* goal: what would it take to have 9,345 people in Nemuro in 2060? One thing solved for at a time. */
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

/* The operation's value at which the goal is met, or nearest to it, from 0 to the largest. */
static void solve(const cohort_inputs *town, const char *name, cohort_operation_kind kind,
                  double largest)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const cohort_figure goal = cohort_figure_of(everybody, 2060, 9345);
    const cohort_lever lever = {0, 1, 0, largest};
    cohort_operation unit = COHORT_OPERATION(kind, 1);
    cohort_scenario *scenario;
    cohort_reached found;
    unit.year_from = 2025;
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, &unit, &error));
    must(cohort_reach(town, scenario, &lever, &goal, &found, &error));
    printf("%-44s %7.3f  %6.0f in 2060%s\n", name, found.x, found.value,
           found.reached ? "" : ": cannot be reached");
    cohort_scenario_free(scenario);
}

int main(void)
{
    cohort_inputs *town;
    must(cohort_table_derive("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                             &town, &error));
    solve(town, "TFR from 2025 on", COHORT_SET_TFR, 5);
    solve(town, "share of net out-migration taken away", COHORT_SUPPRESS_OUT_MIGRATION, 1);
    solve(town, "persons who move in, a year, of all ages", COHORT_ADD_MIGRANTS, 1000);
    cohort_inputs_free(town);
    return fclose(stdout) != 0;
}
