/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/fertility.h>

#include "core/error.h"
#include "core/grid.h"
#include "core/limits.h"
#include "core/range.h"

#include <float.h>
#include <math.h>

double cohort_tfr(int ages, int width, const double *asfr)
{
    return width * cohort_sum(asfr, (size_t)ages);
}

int cohort_asfr(int ages, int width, double tfr, const double *schedule, double *asfr,
                cohort_error *error)
{
    if (ages < 1 || ages > AGES_MAX || width < 1 || width > 100)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d groups of %d years: expected 1 to %d groups of 1 to 100 years", ages,
                           width, AGES_MAX);
    if (!(tfr >= 0.0 && tfr <= DBL_MAX))
        return cohort_fail(error, COHORT_ERROR_VALUE, "tfr %g: expected 0 or more", tfr);
    for (int x = 0; x < ages; x++)
        if (!(schedule[x] >= 0.0 && schedule[x] <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "fertility schedule, age %d: %g: expected 0 or more", x * width,
                               schedule[x]);
    double level = cohort_tfr(ages, width, schedule);
    if (!(level > 0.0 && level <= DBL_MAX))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "fertility schedule: its sum is %g: expected a number above 0",
                           level / width);
    for (int x = 0; x < ages; x++)
        asfr[x] = tfr * (schedule[x] / level);
    return cohort_succeed(error);
}

double cohort_mean_age_at_bearing(int ages, int width, const double *asfr)
{
    double sum = 0.0, moment = 0.0;
    for (int x = 0; x < ages; x++) {
        sum += asfr[x];
        moment += asfr[x] * (x + 0.5) * width;
    }
    return sum > 0.0 ? moment / sum : (double)NAN;
}

int cohort_male_share(double srb, double *male_share, cohort_error *error)
{
    char expected[COHORT_LIMITS_TEXT];
    if (cohort_beyond(COHORT_SRB_LIMITS, srb, expected))
        return cohort_fail(error, COHORT_ERROR_VALUE, "srb %.10g: expected %s", srb, expected);
    *male_share = srb / (1.0 + srb);
    return cohort_succeed(error);
}

double cohort_srb(double male_share)
{
    return male_share / (1.0 - male_share);
}

int cohort_child_woman_ratio(const cohort_grid *grid, const double *population, double *cwr,
                             cohort_error *error)
{
    int first, last, code = cohort_grid_groups(grid, 15, 49, &first, &last, error);
    if (code)
        return code;
    const double *women = population + cohort_cell(grid, 0, COHORT_FEMALE, 0);
    const double sum = cohort_sum(women + first, (size_t)(last - first + 1));
    if (!(sum > 0.0))
        return cohort_fail(error, COHORT_ERROR_VALUE, "child-woman ratio: no women aged 15-49");
    *cwr = (population[0] + women[0]) / sum;
    return cohort_succeed(error);
}

double cohort_tfr_from_cwr(double cwr, double reference_tfr, double reference_cwr)
{
    return reference_tfr > 0.0 && reference_cwr > 0.0 ? cwr * reference_tfr / reference_cwr
                                                      : (double)NAN;
}

double cohort_cwr_from_tfr(double tfr, double reference_tfr, double reference_cwr)
{
    return reference_tfr > 0.0 && reference_cwr > 0.0 ? tfr * reference_cwr / reference_tfr
                                                      : (double)NAN;
}

/* Children that a schedule expects of a population's women. */
static double expected_children(const cohort_grid *grid, const double *population,
                                const double *asfr)
{
    const double *women = population + cohort_cell(grid, 0, COHORT_FEMALE, 0);
    double expected = 0.0;
    for (int x = 0; x < grid->ages; x++)
        expected += asfr[x] * women[x];
    return expected;
}

double cohort_tfr_standardised(const cohort_grid *grid, const double *population,
                               const double *reference_population, const double *asfr,
                               double reference_tfr)
{
    if (cohort_grid_check(grid, NULL))
        return (double)NAN;
    const size_t girls = cohort_cell(grid, 0, COHORT_FEMALE, 0);
    const double own = population[0] + population[girls];
    const double reference = reference_population[0] + reference_population[girls];
    const double own_expected = expected_children(grid, population, asfr);
    const double reference_expected = expected_children(grid, reference_population, asfr);
    if (!(own >= 0.0 && reference > 0.0 && own_expected > 0.0 && reference_expected > 0.0 &&
          reference_tfr > 0.0))
        return (double)NAN;
    return reference_tfr * (own / own_expected) / (reference / reference_expected);
}
