/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/rogers_castro.h"

#include "core/error.h"

#include <math.h>
#include <string.h>

_Static_assert(sizeof(cohort_rogers_castro) == ROGERS_CASTRO_SIZE * sizeof(double),
               "the parameters are an array");

static const struct {
    const char *name;
    double most;
} parameters[ROGERS_CASTRO_SIZE] = {
    {"a1", 1e6},     {"alpha1", 3.0},  {"a2", 1e6}, {"mu2", 150.0},
    {"alpha2", 3.0}, {"lambda2", 3.0}, {"a3", 1e6}, {"mu3", 150.0},
    {"alpha3", 3.0}, {"lambda3", 3.0}, {"c", 1e6},
};

void cohort_rogers_castro_init(cohort_rogers_castro *fundamental, cohort_rogers_castro *lower,
                               cohort_rogers_castro *upper)
{
    if (fundamental)
        *fundamental = (cohort_rogers_castro)COHORT_ROGERS_CASTRO_FUNDAMENTAL;
    if (lower)
        *lower = (cohort_rogers_castro)COHORT_ROGERS_CASTRO_LOWER;
    if (upper)
        *upper = (cohort_rogers_castro)COHORT_ROGERS_CASTRO_UPPER;
}

int cohort_rogers_castro_check(const cohort_rogers_castro *schedule, const char *what,
                               cohort_error *error)
{
    double values[ROGERS_CASTRO_SIZE];
    memcpy(values, schedule, sizeof values);
    for (int j = 0; j < ROGERS_CASTRO_SIZE; j++)
        if (!(values[j] >= 0.0 && values[j] <= parameters[j].most))
            return cohort_fail(error, COHORT_ERROR_VALUE, "%s: %s: %g: expected 0 to %g", what,
                               parameters[j].name, values[j], parameters[j].most);
    return COHORT_OK;
}

/* a exp(-alpha t - exp(-lambda t)), t = age - mu; derivatives by a, mu, alpha, lambda. */
static double peak(const double p[4], double age, double slopes[4])
{
    const double a = p[0], t = age - p[1], alpha = p[2], lambda = p[3];
    double inner = exp(-lambda * t), shape = exp(-alpha * t - inner);
    if (shape == 0.0) /* where `inner` may be infinite */
        inner = 0.0;
    slopes[0] = shape;
    slopes[1] = a * shape * (alpha - lambda * inner);
    slopes[2] = -a * shape * t;
    slopes[3] = a * shape * t * inner;
    return a * shape;
}

/* The rate at one age and its derivatives. */
static double at_age(const cohort_rogers_castro *s, double age, double slopes[ROGERS_CASTRO_SIZE])
{
    const double labour[4] = {s->a2, s->mu2, s->alpha2, s->lambda2};
    const double retirement[4] = {s->a3, s->mu3, s->alpha3, s->lambda3};
    const double child = exp(-s->alpha1 * age);
    slopes[ROGERS_CASTRO_A1] = child;
    slopes[ROGERS_CASTRO_ALPHA1] = -s->a1 * age * child;
    slopes[ROGERS_CASTRO_C] = 1.0;
    double rate = s->a1 * child + s->c;
    rate += peak(labour, age, slopes + ROGERS_CASTRO_A2);
    return rate + peak(retirement, age, slopes + ROGERS_CASTRO_A3);
}

/* Pieces short enough that no exponent changes by more than 1 in one: ten nodes are then exact. */
static int pieces_of(const cohort_rogers_castro *s, double years)
{
    static const double least = 0.2, most = 1e6; /* no endless loop, whatever is given */
    double steepest = fmax(fmax(s->lambda2, s->lambda3), fmax(s->alpha2, s->alpha3));
    return (int)fmin(ceil(years * fmax(fmax(steepest, s->alpha1), least)), most);
}

/* The ten nodes of Gauss and Legendre on -1 .. 1 are these and their negatives. */
static const struct {
    double at, weight;
} nodes[] = {{0.973906528517171720, 0.066671344308688137},
             {0.865063366688984510, 0.149451349150580593},
             {0.679409568299024406, 0.219086362515982043},
             {0.433395394129247190, 0.269266719309996355},
             {0.148874338981631210, 0.295524224714752870}};

double cohort_rogers_castro_slopes(const cohort_rogers_castro *schedule, double from, double to,
                                   double slopes[ROGERS_CASTRO_SIZE])
{
    double here[ROGERS_CASTRO_SIZE], sums[ROGERS_CASTRO_SIZE] = {0}, mean = 0.0;
    if (!(to > from))
        return at_age(schedule, from, slopes ? slopes : here);
    const int pieces = pieces_of(schedule, to - from);
    const double half = 0.5 * (to - from) / pieces;
    for (int i = 0; i < pieces; i++)
        for (int k = 0; k < 10; k++) {
            double weight = nodes[k / 2].weight / (2.0 * pieces);
            double offset = k % 2 ? nodes[k / 2].at : -nodes[k / 2].at;
            mean += weight * at_age(schedule, from + half * (2.0 * i + 1.0 + offset), here);
            for (int j = 0; slopes && j < ROGERS_CASTRO_SIZE; j++)
                sums[j] += weight * here[j];
        }
    if (slopes)
        memcpy(slopes, sums, sizeof sums);
    return mean;
}

double cohort_rogers_castro_rate(const cohort_rogers_castro *schedule, double age)
{
    return cohort_rogers_castro_slopes(schedule, age, age, NULL);
}

double cohort_rogers_castro_mean(const cohort_rogers_castro *schedule, double from, double to)
{
    return cohort_rogers_castro_slopes(schedule, from, to, NULL);
}

int cohort_rogers_castro_schedule(const cohort_rogers_castro *schedule, int ages, int width,
                                  double *rates, cohort_error *error)
{
    if (ages < 1 || ages > 1000 || width < 1 || width > 100)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d groups of %d years: expected 1 to 1000 groups of 1 to 100 years",
                           ages, width);
    int code = cohort_rogers_castro_check(schedule, "schedule", error);
    if (code)
        return code;
    for (int x = 0; x < ages; x++)
        rates[x] = cohort_rogers_castro_mean(schedule, (double)x * width, (x + 1.0) * width);
    return cohort_succeed(error);
}
