/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/graduate_parts.h"

#include "core/error.h"
#include "core/range.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_AGE = 1000 };

static const double MOST_COUNT = 1e15; /* beyond it doubles no longer tell persons apart */

/* --- Checks --------------------------------------------------------------------------------------- */

static int check_ages(int groups, const int *first_age, cohort_error *error)
{
    if (groups < 1 || groups > MOST_AGE)
        return cohort_fail(error, COHORT_ERROR_GRID, "%d age groups: expected 1 to %d", groups,
                           MOST_AGE);
    for (int g = 0; g <= groups; g++) {
        if (first_age[g] < 0 || first_age[g] > MOST_AGE)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "first age of group %d is %d: expected 0 to %d", g, first_age[g],
                               MOST_AGE);
        if (g > 0 && first_age[g] <= first_age[g - 1])
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "first age of group %d is %d: expected more than the %d before it",
                               g, first_age[g], first_age[g - 1]);
    }
    return COHORT_OK;
}

/* A count of the ages from .. to; `to` below `from` is an open group. */
static int check_count(double count, int from, int to, cohort_error *error)
{
    if (count >= 0.0 && count <= MOST_COUNT) /* not so with NaN */
        return COHORT_OK;
    char ages[64];
    if (to > from)
        snprintf(ages, sizeof ages, "%d-%d", from, to);
    else
        snprintf(ages, sizeof ages, to == from ? "%d" : "%d+", from);
    return cohort_fail(error, COHORT_ERROR_VALUE, "count at ages %s is %g: expected 0 to %g", ages,
                       count, MOST_COUNT);
}

static int check_counts(int groups, const int *first_age, const double *counts, cohort_error *error)
{
    int code = COHORT_OK;
    for (int g = 0; !code && g < groups; g++)
        code = check_count(counts[g], first_age[g], first_age[g + 1] - 1, error);
    return code;
}

static int check_panels(int groups, const int *first_age, cohort_error *error)
{
    if (groups < COHORT_PANEL)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d age groups: Sprague's and Beers's multipliers need %d or more",
                           groups, COHORT_PANEL);
    for (int g = 0; g < groups; g++)
        if (first_age[g + 1] - first_age[g] != COHORT_PANEL)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "ages %d-%d: Sprague's and Beers's multipliers need five-year "
                               "groups",
                               first_age[g], first_age[g + 1] - 1);
    return COHORT_OK;
}

/* --- Groups and single years ---------------------------------------------------------------------- */

void cohort_scale_to(double total, int size, double *values)
{
    const double sum = cohort_sum(values, (size_t)size);
    for (int i = 0; i < size; i++)
        values[i] = sum > 0.0 ? total * (values[i] / sum) : total / size;
}

static int draw_curve(cohort_graduation method, int groups, const int *first_age,
                      const double *counts, double *single, cohort_error *error)
{
    if (method == COHORT_PENALISED_COMPOSITE_LINK && groups > 1 &&
        cohort_sum(counts, (size_t)groups) > 0.0)
        return cohort_composite_singles(groups, first_age, counts, single, error);
    for (int g = 0; g < groups; g++) {
        double *own = single + (first_age[g] - first_age[0]);
        if (method > COHORT_BEERS_MODIFIED || !cohort_panel_singles(method, groups, counts, g, own))
            cohort_spline_singles(groups, first_age, counts, g, own);
    }
    return COHORT_OK;
}

int cohort_graduate(cohort_graduation method, int groups, const int *first_age,
                    const double *counts, double *single, cohort_error *error)
{
    if ((int)method < COHORT_SPRAGUE || method > COHORT_PENALISED_COMPOSITE_LINK)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "graduation method %d: expected one of cohort_graduation", (int)method);
    int code = check_ages(groups, first_age, error);
    if (!code && method <= COHORT_BEERS_MODIFIED)
        code = check_panels(groups, first_age, error);
    if (!code)
        code = check_counts(groups, first_age, counts, error);
    if (!code)
        code = draw_curve(method, groups, first_age, counts, single, error);
    if (code)
        return code;
    for (int g = 0; g < groups; g++)
        cohort_scale_to(counts[g], first_age[g + 1] - first_age[g],
                        single + (first_age[g] - first_age[0]));
    return cohort_succeed(error);
}

int cohort_aggregate(int groups, const int *first_age, const double *single, double *counts,
                     cohort_error *error)
{
    int code = check_ages(groups, first_age, error);
    for (int age = code ? 0 : first_age[0]; !code && age < first_age[groups]; age++)
        code = check_count(single[age - first_age[0]], age, age, error);
    if (code)
        return code;
    for (int g = 0; g < groups; g++)
        counts[g] = cohort_sum(single + (first_age[g] - first_age[0]),
                               (size_t)(first_age[g + 1] - first_age[g]));
    return cohort_succeed(error);
}

/* --- Open groups ---------------------------------------------------------------------------------- */

static int check_stable(const cohort_lifetable *table, double growth, int first_age, int open_age,
                        cohort_error *error)
{
    const int last = table->ages - 1;
    if (table->age[last] != last || first_age < 0 || open_age <= first_age || open_age > last)
        return cohort_fail(
            error, COHORT_ERROR_GRID,
            "open group %d+ to be split up to %d+ by a life table of %d groups up to "
            "%d+: expected single years, and ages that rise, to %d at most",
            first_age, open_age, table->ages, table->age[last], last);
    for (int x = first_age; x <= last; x++)
        if (!(table->Lx[x] >= 0.0 && isfinite(table->Lx[x])))
            return cohort_fail(error, COHORT_ERROR_VALUE, "Lx at age %d is %g: expected 0 or more",
                               x, table->Lx[x]);
    if (!(table->Lx[first_age] > 0.0))
        return cohort_fail(error, COHORT_ERROR_VALUE, "nobody survives to age %d", first_age);
    if (!(growth >= -1.0 && growth <= 1.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "growth of %g a year: expected -1 to 1",
                           growth);
    if (table->Lx[last] > 0.0 && !(table->lx[last] / table->Lx[last] + growth > 0.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "growth of %g a year: expected more than -%g, the death rate at ages "
                           "%d+",
                           growth, table->lx[last] / table->Lx[last], last);
    return COHORT_OK;
}

/* Persons of age x beside those of age `from`, in the stable population. */
static double stable_weight(const cohort_lifetable *table, double growth, int x, int from)
{
    const double years = x - from, person_years = table->Lx[x];
    if (x < table->ages - 1)
        return person_years * exp(-growth * (years + 0.5));
    if (person_years <= 0.0)
        return 0.0;
    const double m = table->lx[x] / person_years;
    return person_years * exp(-growth * years) * (m / (m + growth));
}

int cohort_split_open_stable(double count, const cohort_lifetable *table, double growth,
                             int first_age, int open_age, double *single, cohort_error *error)
{
    int code = check_stable(table, growth, first_age, open_age, error);
    if (!code)
        code = check_count(count, first_age, -1, error);
    if (code)
        return code;
    const int size = open_age - first_age + 1;
    single[size - 1] = 0.0;
    for (int x = first_age; x < open_age; x++)
        single[x - first_age] = stable_weight(table, growth, x, first_age);
    for (int x = open_age; x < table->ages; x++)
        single[size - 1] += stable_weight(table, growth, x, first_age);
    cohort_scale_to(count, size, single);
    return cohort_succeed(error);
}

/* Latent singles of all groups and of the empty year above them, into `latent`. */
static int fit_open(int groups, const int *first_age, const double *counts, double *latent,
                    double *padded, int *padded_age, cohort_error *error)
{
    memcpy(padded, counts, (size_t)groups * sizeof *padded);
    memcpy(padded_age, first_age, ((size_t)groups + 1) * sizeof *padded_age);
    padded[groups] = 0.0;
    padded_age[groups + 1] = first_age[groups] + 1;
    return cohort_composite_singles(groups + 1, padded_age, padded, latent, error);
}

int cohort_split_open_composite(int groups, const int *first_age, const double *counts,
                                int open_age, double *single, cohort_error *error)
{
    int code = check_ages(groups, first_age, error);
    if (!code)
        code = check_counts(groups, first_age, counts, error);
    if (code)
        return code;
    const int last = first_age[groups - 1], end = first_age[groups];
    if (groups < 2 || open_age <= last || open_age >= end)
        return cohort_fail(
            error, COHORT_ERROR_GRID,
            "open group %d+ to be split up to %d+, %d groups in all, nobody reaching "
            "%d: expected two groups or more, and ages that rise",
            last, open_age, groups, end);

    const int size = open_age - last + 1, ages = end - first_age[0];
    if (counts[groups - 1] <= 0.0) {
        memset(single, 0, (size_t)size * sizeof *single);
        return cohort_succeed(error);
    }
    double *latent = calloc((size_t)ages + 1 + (size_t)groups + 1, sizeof *latent);
    int *padded_age = calloc((size_t)groups + 2, sizeof *padded_age);
    code = latent && padded_age
               ? fit_open(groups, first_age, counts, latent, latent + ages + 1, padded_age, error)
               : cohort_fail_memory(error);
    if (!code) {
        const double *own = latent + (last - first_age[0]);
        memcpy(single, own, (size_t)size * sizeof *single);
        for (int x = open_age + 1; x < end; x++)
            single[size - 1] += own[x - last];
        cohort_scale_to(counts[groups - 1], size, single);
        code = cohort_succeed(error);
    }
    free(padded_age);
    free(latent);
    return code;
}
