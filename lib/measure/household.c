/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/inputs.h"
#include "model/scenario.h"

#include <stdlib.h>

/* Integral of the part of an interval of n years that has gone by, up to u. */
static double ramp_integral(double u, double n)
{
    if (u <= 0.0)
        return 0.0;
    return u < n ? 0.5 * u * u : 0.5 * n * n + n * (u - n);
}

/* Persons of a household by sex and age group, counts[sex][age], as migrants of an interval. By
 * arrival, a group has those who are no more than `limit` years older, exactly, at the interval's
 * end than their completed age when they came: the time since a birthday is even over a year, the
 * time that is left even over the interval. */
static void count_member(const cohort_inputs *inputs, const cohort_member *member, double *counts)
{
    const int width = inputs->grid.width, last = inputs->grid.ages - 1;
    const double weight = member->sex == COHORT_BOTH ? 0.5 : 1.0;
    double before = 0.0; /* share of those in younger groups */
    for (int x = 0; x <= last; x++) {
        const double limit = (x + 1.0) * width - member->age;
        double until = limit > 0.0 ? 1.0 : 0.0;
        if (inputs->convention->by_arrival)
            until = (ramp_integral(limit, width) - ramp_integral(limit - 1.0, width)) / width;
        if (x == last)
            until = 1.0;
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            if (member->sex == sex || member->sex == COHORT_BOTH)
                counts[cohort_cell(&inputs->grid, 0, sex, x)] += weight * (until - before);
        before = until;
    }
}

static int check_members(int count, const cohort_member *members, cohort_error *error)
{
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d members: expected 1 or more", count);
    for (int i = 0; i < count; i++)
        if (members[i].sex < 0 || members[i].sex > COHORT_BOTH || members[i].age < 0)
            return cohort_fail(
                error, COHORT_ERROR_ARGUMENT,
                "member %d: sex %d, age %d: expected a sex or COHORT_BOTH, 0 or more", i + 1,
                members[i].sex, members[i].age);
    return COHORT_OK;
}

int cohort_scenario_add_household(cohort_scenario *scenario, const cohort_inputs *inputs,
                                  int member_count, const cohort_member *members, double households,
                                  int year_from, int year_to, int *first, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    const int before = cohort_scenario_count(scenario);
    int code = check_members(member_count, members, error);
    if (code)
        return code;
    double *counts = calloc(cohort_grid_cells(grid), sizeof *counts);
    if (!counts)
        return cohort_fail_memory(error);
    for (int i = 0; i < member_count; i++)
        count_member(inputs, &members[i], counts);
    for (int cell = 0; !code && cell < COHORT_SEXES * grid->ages; cell++) {
        const int sex = cell / grid->ages, x = cell % grid->ages;
        cohort_operation come = COHORT_OPERATION(COHORT_ADD_MIGRANTS, households * counts[cell]);
        come.sex = sex;
        come.age_from = x * grid->width;
        come.age_to = x == grid->ages - 1 ? COHORT_OPEN_END : come.age_from + grid->width - 1;
        come.year_from = year_from;
        come.year_to = year_to;
        if (counts[cell] > 0.0)
            code = cohort_scenario_add(scenario, &come, error);
    }
    free(counts);
    if (code)
        cohort_scenario_cut(scenario, before);
    else if (first)
        *first = before;
    return code;
}
