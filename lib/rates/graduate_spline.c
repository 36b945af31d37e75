/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/graduate_parts.h"

#include <math.h>

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

/* Hermite's cubic over a group from 0 to `count`, at the part `at` of its width. */
static double hermite(double count, double start, double end, double at)
{
    double rest = 1.0 - at;
    return count * at * at * (3.0 - 2.0 * at) + start * at * rest * rest - end * at * at * rest;
}

void cohort_spline_singles(int groups, const int *first_age, const double *counts, int g,
                           double *single)
{
    const int width = first_age[g + 1] - first_age[g];
    const double start = width * knot_slope(groups, first_age, counts, g);
    const double end = width * knot_slope(groups, first_age, counts, g + 1);
    double before = 0.0;
    for (int i = 0; i < width; i++) {
        double after = hermite(counts[g], start, end, (i + 1.0) / width);
        single[i] = fmax(after - before, 0.0); /* rounding may leave less than 0 */
        before = after;
    }
}
