/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/graduate_composite.h"

#include "core/error.h"
#include "core/range.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    AGE_MAX = 1000,
    PANEL = 5 /* groups under the multipliers, and ages in a group of theirs */
};

static const double COUNT_MAX = 1e15; /* beyond it doubles no longer tell persons apart */

/* --- Checks --- */

static int check_ages(int groups, const int *first_age, cohort_error *error)
{
    if (groups < 1 || groups > AGE_MAX)
        return cohort_fail(error, COHORT_ERROR_GRID, "%d age groups: expected 1 to %d", groups,
                           AGE_MAX);
    for (int g = 0; g <= groups; g++) {
        if (first_age[g] < 0 || first_age[g] > AGE_MAX)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "first age of group %d is %d: expected 0 to %d", g, first_age[g],
                               AGE_MAX);
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
    if (count >= 0.0 && count <= COUNT_MAX) /* not so with NaN */
        return COHORT_OK;
    char ages[64];
    if (to > from)
        snprintf(ages, sizeof ages, "%d-%d", from, to);
    else
        snprintf(ages, sizeof ages, to == from ? "%d" : "%d+", from);
    return cohort_fail(error, COHORT_ERROR_VALUE, "count at ages %s is %g: expected 0 to %g", ages,
                       count, COUNT_MAX);
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
    if (groups < PANEL)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d age groups: Sprague and Beers multipliers need %d or more", groups,
                           PANEL);
    for (int g = 0; g < groups; g++)
        if (first_age[g + 1] - first_age[g] != PANEL)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "ages %d-%d: Sprague and Beers multipliers need five-year groups",
                               first_age[g], first_age[g + 1] - 1);
    return COHORT_OK;
}

/* --- Sprague's and Beers's multipliers --- */

/* Multipliers of the five groups under a panel, for each of its five ages, in ten-thousandths:
 * first and second group, then every group between. The last two groups are the mirror image of the
 * first two, and the last two ages between are that of the first two. */
struct multipliers {
    short end[2][PANEL][PANEL];
    short middle[3][PANEL];
};

/* Siegel and Swanson (2004), appendix C. */
static const struct multipliers tables[] = {
    [COHORT_SPRAGUE] = {{{{3616, -2768, 1488, -336, 0},
                          {2640, -960, 400, -80, 0},
                          {1840, 400, -320, 80, 0},
                          {1200, 1360, -720, 160, 0},
                          {704, 1968, -848, 176, 0}},
                         {{336, 2272, -752, 144, 0},
                          {80, 2320, -480, 80, 0},
                          {-80, 2160, -80, 0, 0},
                          {-160, 1840, 400, -80, 0},
                          {-176, 1408, 912, -144, 0}}},
                        {{-128, 848, 1504, -240, 16},
                         {-16, 144, 2224, -416, 64},
                         {64, -336, 2544, -336, 64}}},
    [COHORT_BEERS_ORDINARY] = {{{{3333, -1636, -210, 796, -283},
                                 {2595, -780, 130, 100, -45},
                                 {1924, 64, 184, -256, 84},
                                 {1329, 844, 54, -356, 129},
                                 {819, 1508, -158, -284, 115}},
                                {{404, 2000, -344, -128, 68},
                                 {93, 2268, -402, 28, 13},
                                 {-108, 2272, -248, 112, -28},
                                 {-198, 1992, 172, 72, -38},
                                 {-191, 1468, 822, -84, -15}}},
                               {{-117, 804, 1570, -284, 27},
                                {-20, 160, 2200, -400, 60},
                                {50, -280, 2460, -280, 50}}},
    [COHORT_BEERS_MODIFIED] = {{{{3332, -1938, 702, -118, 22},
                                 {2569, -753, 205, -27, 6},
                                 {1903, 216, -146, 32, -5},
                                 {1334, 969, -351, 59, -11},
                                 {862, 1506, -410, 54, -12}},
                                {{486, 1831, -329, 21, -9},
                                 {203, 1955, -123, -31, -4},
                                 {8, 1893, 193, -97, 3},
                                 {-108, 1677, 577, -153, 7},
                                 {-159, 1354, 972, -170, 3}}},
                               {{-160, 973, 1321, -121, -13},
                                {-129, 590, 1564, 18, -43},
                                {-85, 260, 1650, 260, -85}}},
};

/* Of the largest count under the panel: what rounding may leave of a 0. */
static const double ROUNDING = 1e-14;

/* The multiplier of the k-th of the five groups under group g's panel, for its i-th age. */
static double multiplier(const struct multipliers *table, int groups, int g, int i, int k)
{
    const int last = PANEL - 1, from_end = groups - 1 - g;
    int value = g < 2          ? table->end[g][i][k]
                : from_end < 2 ? table->end[from_end][last - i][last - k]
                : i < 3        ? table->middle[i][k]
                               : table->middle[last - i][last - k];
    return value / 10000.0;
}

/* The singles of group g; false when one of them is negative. */
static bool panel_singles(cohort_graduation method, int groups, const double *counts, int g,
                          double single[PANEL])
{
    const struct multipliers *table = &tables[method];
    const int first = g < 2 ? 0 : g > groups - 3 ? groups - PANEL : g - 2;
    double largest = 0.0;
    for (int k = 0; k < PANEL; k++)
        largest = counts[first + k] > largest ? counts[first + k] : largest;
    for (int i = 0; i < PANEL; i++) {
        single[i] = 0.0;
        for (int k = 0; k < PANEL; k++)
            single[i] += multiplier(table, groups, g, i, k) * counts[first + k];
        if (single[i] < -ROUNDING * largest)
            return false;
        single[i] = single[i] > 0.0 ? single[i] : 0.0;
    }
    return true;
}

/* --- The monotone spline --- */

/* The cumulated counts' mean slope over group g: persons per year of age. */
static double secant(const int *first_age, const double *counts, int g)
{
    return counts[g] / (first_age[g + 1] - first_age[g]);
}

/* Slope at the outer end of group `end`, `next` being its only neighbour: the parabola's through
 * three knots, not below 0 (nor ever above twice the group's own). */
static double end_slope(const int *first_age, const double *counts, int end, int next)
{
    double own = secant(first_age, counts, end), other = secant(first_age, counts, next);
    double width = first_age[end + 1] - first_age[end];
    double both = width + (first_age[next + 1] - first_age[next]);
    return fmax(own + (own - other) * width / both, 0.0);
}

/* Slope of the cumulated counts at the first age of group g; g = groups is the end. Between two
 * groups the parabola's slope is a mean of theirs, never negative; three times the smaller of them
 * keeps both cubics rising. */
static double knot_slope(int groups, const int *first_age, const double *counts, int g)
{
    if (groups == 1)
        return secant(first_age, counts, 0);
    if (g == 0)
        return end_slope(first_age, counts, 0, 1);
    if (g == groups)
        return end_slope(first_age, counts, groups - 1, groups - 2);
    double below = secant(first_age, counts, g - 1), above = secant(first_age, counts, g);
    double under = first_age[g] - first_age[g - 1], over = first_age[g + 1] - first_age[g];
    double slope = (below * over + above * under) / (under + over);
    return fmin(slope, 3.0 * fmin(below, above));
}

/* The singles of group g; none is negative. */
static void spline_singles(int groups, const int *first_age, const double *counts, int g,
                           double *single)
{
    const int width = first_age[g + 1] - first_age[g];
    const double start = width * knot_slope(groups, first_age, counts, g);
    const double end = width * knot_slope(groups, first_age, counts, g + 1);
    double before = 0.0;
    for (int i = 0; i < width; i++) {
        /* Hermite's cubic over the group from 0 to its count */
        const double at = (i + 1.0) / width, rest = 1.0 - at;
        const double after = counts[g] * at * at * (3.0 - 2.0 * at) + start * at * rest * rest -
                             end * at * at * rest;
        single[i] = fmax(after - before, 0.0); /* rounding may leave less than 0 */
        before = after;
    }
}

/* --- Groups and single years --- */

/* Scale `size` values of 0 or more to a total; evenly where they are all 0. */
static void scale_to(double total, int size, double *values)
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
        if (method > COHORT_BEERS_MODIFIED || !panel_singles(method, groups, counts, g, own))
            spline_singles(groups, first_age, counts, g, own);
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
        scale_to(counts[g], first_age[g + 1] - first_age[g],
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

/* --- Open groups --- */

/* The row that has an age. */
static int row_of(const cohort_lifetable *table, int age)
{
    int row = 0;
    while (row < table->ages - 1 && table->age[row + 1] <= age)
        row++;
    return row;
}

static int check_stable(const cohort_lifetable *table, double growth, int first_age, int open_age,
                        cohort_error *error)
{
    const int last = table->ages - 1;
    if (first_age < 0 || open_age <= first_age || open_age > table->age[last])
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "open group %d+ split to %d+ by a life table of %d groups to %d+: "
                           "expected ages that rise, to %d at most (cohort_lifetable_extend)",
                           first_age, open_age, table->ages, table->age[last], table->age[last]);
    for (int x = row_of(table, first_age); x <= last; x++)
        if (!(table->Lx[x] >= 0.0 && isfinite(table->Lx[x])))
            return cohort_fail(error, COHORT_ERROR_VALUE, "Lx at age %d is %g: expected 0 or more",
                               table->age[x], table->Lx[x]);
    if (!(table->Lx[row_of(table, first_age)] > 0.0))
        return cohort_fail(error, COHORT_ERROR_VALUE, "nobody survives to age %d", first_age);
    if (!(growth >= -1.0 && growth <= 1.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "growth of %g a year: expected -1 to 1",
                           growth);
    if (table->Lx[last] > 0.0 && !(table->lx[last] / table->Lx[last] + growth > 0.0))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "growth of %g a year: expected more than -%g, the death rate at %d+",
                           growth, table->lx[last] / table->Lx[last], table->age[last]);
    return COHORT_OK;
}

/* Person-years in one year of age of a closed row, with an even force of mortality within it. */
static double years_at(const cohort_lifetable *table, int row, int age)
{
    const int width = table->age[row + 1] - table->age[row];
    const double left = table->lx[row] > 0.0 ? table->lx[row + 1] / table->lx[row] : 0.0;
    const double force = -log(left) / width, before = force * (age - table->age[row]);
    if (width == 1 || left >= 1.0 || left <= 0.0)
        return table->Lx[row] / width;
    return table->Lx[row] * exp(-before) * expm1(-force) / expm1(-force * width);
}

/* Persons of age x beside those of age `from`, in the stable population. */
static double stable_weight(const cohort_lifetable *table, double growth, int x, int from)
{
    const int row = row_of(table, x);
    const double years = x - from, person_years = table->Lx[row];
    if (row < table->ages - 1)
        return years_at(table, row, x) * exp(-growth * (years + 0.5));
    if (person_years <= 0.0)
        return 0.0;
    const double m = table->lx[row] / person_years;
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
    for (int x = open_age; x <= table->age[table->ages - 1]; x++)
        single[size - 1] += stable_weight(table, growth, x, first_age);
    scale_to(count, size, single);
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
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "open group %d+ split to %d+, %d groups to age %d: expected two groups "
                           "or more, and ages that rise",
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
        scale_to(counts[groups - 1], size, single);
        code = cohort_succeed(error);
    }
    free(padded_age);
    free(latent);
    return code;
}
