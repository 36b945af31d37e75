/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of areas whose errors have parts in common. */
#include "outlook/spread.h"

#include "core/error.h"
#include "core/range.h"
#include "outlook/random.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

enum { LEAST_DRAWS = 100 };

struct sum {
    int areas, groups;
    const int *group; /* NULL: one */
    const struct error_of *of;
    double *of_group; /* deviates */
    double *draws;
};

int cohort_spread_groups(const int *groups, int areas)
{
    int count = 1;
    for (int a = 0; groups && a < areas; a++)
        count = groups[a] >= count ? groups[a] + 1 : count;
    return count;
}

/* A draw of all areas: a deviate for all, one for each group, one for each area. */
static double draw(const struct sum *sum, const gsl_rng *random)
{
    const double of_all = gsl_ran_gaussian_ziggurat(random, 1.0);
    const struct spread *last = NULL; /* as most areas have the same, its roots are taken once */
    double total = 0.0, roots[3] = {0.0};
    for (int g = 0; g < sum->groups; g++)
        sum->of_group[g] = gsl_ran_gaussian_ziggurat(random, 1.0);
    for (int a = 0; a < sum->areas; a++) {
        const struct error_of *of = &sum->of[a];
        const double own = gsl_ran_gaussian_ziggurat(random, 1.0);
        if (!of->spread) {
            total += of->forecast;
            continue;
        }
        if (of->spread != last) {
            last = of->spread;
            roots[0] = sqrt(last->nation);
            roots[1] = sqrt(last->group - last->nation);
            roots[2] = sqrt(1.0 - last->group);
        }
        const double deviate = roots[0] * of_all +
                               roots[1] * sum->of_group[sum->group ? sum->group[a] : 0] +
                               roots[2] * own;
        total += of->forecast * exp(of->scale * cohort_spread_at(of->spread, deviate));
    }
    return total;
}

static int check(int areas, const int *groups, int draws, int count, const double *p,
                 cohort_error *error)
{
    bool is_good = areas >= 1 && draws >= LEAST_DRAWS;
    for (int a = 0; is_good && groups && a < areas; a++)
        is_good = groups[a] >= 0 && groups[a] <= COHORT_GROUP_MAX;
    for (int i = 0; is_good && i < count; i++)
        is_good = p[i] > 0.0 && p[i] < 1.0;
    return is_good ? COHORT_OK
                   : cohort_fail(error, COHORT_ERROR_ARGUMENT,
                                 "%d areas, %d draws: expected 1 or more, %d or more, groups of 0 "
                                 "to %d, and quantiles above 0 and below 1",
                                 areas, draws, LEAST_DRAWS, COHORT_GROUP_MAX);
}

static int make_room(struct sum *sum, int draws, cohort_error *error)
{
    sum->groups = cohort_spread_groups(sum->group, sum->areas);
    sum->of_group = malloc((size_t)sum->groups * sizeof *sum->of_group);
    sum->draws = malloc((size_t)draws * sizeof *sum->draws);
    return sum->of_group && sum->draws ? COHORT_OK : cohort_fail_memory(error);
}

static void draw_all(const struct sum *sum, int draws, const gsl_rng *random, int count,
                     const double *p, double *values)
{
    for (int i = 0; i < draws; i++)
        sum->draws[i] = draw(sum, random);
    gsl_sort(sum->draws, 1, (size_t)draws);
    for (int i = 0; i < count; i++)
        values[i] = cohort_quantile_of(sum->draws, draws, p[i]);
}

int cohort_spread_sum(int areas, const struct error_of *errors, const int *groups, int draws,
                      uint64_t seed, int count, const double *p, double *values,
                      cohort_error *error)
{
    struct generator random;
    struct sum sum = {.areas = areas, .group = groups, .of = errors};
    int uncertain = 0, code = make_room(&sum, draws, error);
    for (int a = 0; a < areas; a++)
        uncertain += errors[a].spread != NULL;
    cohort_generator_make(&random);
    if (!code)
        code = cohort_random_seek(&random.rng, seed, 0, error);
    if (!code)
        draw_all(&sum, uncertain > 0 ? draws : 1, &random.rng, count, p, values);
    free(sum.of_group);
    free(sum.draws);
    return code;
}

int cohort_spreads_sum(const cohort_spreads *spreads, int areas, const cohort_stock *populations,
                       const int *groups, const cohort_figure *figure, int draws, uint64_t seed,
                       int count, const double *p, double *values, cohort_error *error)
{
    int code = check(areas, groups, draws, count, p, error);
    if (code)
        return code;
    struct error_of *errors = malloc((size_t)areas * sizeof *errors);
    code = errors ? COHORT_OK : cohort_fail_memory(error);
    for (int a = 0; !code && a < areas; a++) {
        code = cohort_spread_find(spreads, &populations[a], figure, &errors[a], error);
        if (code)
            cohort_fail_prefix(error, code, "area %d: ", a);
    }
    if (!code)
        code = cohort_spread_sum(areas, errors, groups, draws, seed, count, p, values, error);
    free(errors);
    return code;
}
