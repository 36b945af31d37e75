/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/spread.h"

#include "core/error.h"
#include "core/grid.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* The largest growth that is told from a larger one, and the least persons likewise. */
static const double MOST_GROWTH = 0.25, LEAST_PERSONS = 200.0;

const double cohort_spread_levels[QUANTILES] = {0.01, 0.025, 0.05, 0.1, 0.2,  0.3,   0.4, 0.5,
                                                0.6,  0.7,   0.8,  0.9, 0.95, 0.975, 0.99};
/* Their normal deviates. */
static const double deviates[QUANTILES] = {
    -2.3263478740408408, -1.9599639845400545, -1.6448536269514729, -DEVIATE_80,
    -0.8416212335729143, -0.5244005127080409, -0.2533471031357997, 0.0,
    0.2533471031357997,  0.5244005127080407,  0.8416212335729143,  DEVIATE_80,
    1.6448536269514722,  1.9599639845400545,  2.3263478740408408};
const double cohort_spread_intervals[INTERVALS] = {0.8, 0.95};

static const cohort_band bands[COHORT_SPREAD_BANDS] = {
    [COHORT_SPREAD_TOTAL] = {COHORT_BOTH, 0, COHORT_OPEN_END},
    [COHORT_SPREAD_0_14] = {COHORT_BOTH, 0, 14},
    [COHORT_SPREAD_15_64] = {COHORT_BOTH, 15, 64},
    [COHORT_SPREAD_65_PLUS] = {COHORT_BOTH, 65, COHORT_OPEN_END},
    [COHORT_SPREAD_WOMEN_20_39] = {COHORT_FEMALE, 20, 39},
};

cohort_band cohort_spread_band(int number)
{
    return bands[number > 0 && number < COHORT_SPREAD_BANDS ? number : 0];
}

/* The band of a measure of persons; -1 for any other. */
static int number_of(const cohort_measure *measure)
{
    const cohort_band band = measure->band;
    for (int b = 0; b < COHORT_SPREAD_BANDS; b++)
        if (band.sex == bands[b].sex && band.age_from == bands[b].age_from &&
            band.age_to == bands[b].age_to && !measure->is_percent && !measure->rates)
            return b;
    return -1;
}

void cohort_spreads_clear(cohort_spreads *spreads)
{
    double *numbers = (double *)spreads->of; /* it has nothing else */
    *spreads = (cohort_spreads){.horizons = 0};
    for (size_t i = 0; i < sizeof spreads->of / sizeof *numbers; i++)
        numbers[i] = (double)NAN;
    spreads->most_persons = spreads->age_correlation = spreads->neighbour_correlation = (double)NAN;
    for (int x = 0; x < AGES; x++)
        spreads->profile[x] = x == 0 ? 1.0 : (double)NAN;
}

void cohort_spreads_free(cohort_spreads *spreads)
{
    free(spreads);
}

int cohort_spreads_years(const cohort_spreads *spreads)
{
    return WIDTH * spreads->horizons;
}

/* ---- errors ---- */

void cohort_spread_terms(struct kind kind, double terms[COEFFICIENTS])
{
    const double x = log(fmax(kind.persons, LEAST_PERSONS)) - 10.0;
    terms[0] = 1.0;
    terms[1] = x;
    terms[2] = x * x;
    terms[3] = fmin(fabs(kind.growth), MOST_GROWTH);
    terms[4] = fmin(fmax(kind.growth, 0.0), MOST_GROWTH);
}

double cohort_spread_scale(const struct spread *spread, struct kind kind)
{
    double terms[COEFFICIENTS], sum = 0.0;
    cohort_spread_terms(kind, terms);
    for (int k = 0; k < COEFFICIENTS; k++)
        sum += spread->scale[k] * terms[k];
    return exp(sum);
}

struct kind cohort_spread_kind(const cohort_stock *population)
{
    const cohort_grid *grid = &population->grid;
    const double first = cohort_total(population, grid->start);
    const double next = cohort_total(population, grid->start + (grid->steps > 0) * grid->width);
    return (struct kind){first, first > 0.0 && next > 0.0 ? log(next / first) : 0.0};
}

/* The pair of levels that a value lies between, or the first or last: its lower end. Counted without
 * branches: draws are random, so a search would be predicted wrongly each time. */
static int pair_of(const double *ascending, double value)
{
    int k = 0;
    for (int i = 1; i < QUANTILES - 1; i++)
        k += value > ascending[i];
    return k;
}

static double on_line(double x, const double *from, const double *to, int k)
{
    const double width = from[k + 1] - from[k];
    return width > 0.0 ? to[k] + (x - from[k]) / width * (to[k + 1] - to[k]) : to[k];
}

double cohort_spread_at(const struct spread *spread, double deviate)
{
    return on_line(deviate, deviates, spread->quantile, pair_of(deviates, deviate));
}

double cohort_spread_deviate(const struct spread *spread, double error)
{
    return on_line(error, spread->quantile, deviates, pair_of(spread->quantile, error));
}

/* ---- of a path ---- */

int cohort_spread_check(const cohort_spreads *spreads, const cohort_stock *population,
                        cohort_error *error)
{
    const double persons = cohort_spread_kind(population).persons;
    if (population->grid.width != WIDTH)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "spreads are for steps of %d years, not of %d", WIDTH,
                           population->grid.width);
    if (!(persons > 0.0 && persons <= spreads->most_persons))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "spreads have not been estimated for areas of %.0f persons", persons);
    return COHORT_OK;
}

int cohort_spread_find(const cohort_spreads *spreads, const cohort_stock *population,
                       const cohort_figure *figure, struct error_of *found, cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    const double year = figure->measure.year;
    const int date =
        year == floor(year) && fabs(year) < 1e6 ? cohort_grid_date(grid, (int)year) : -1;
    const int number = figure->times == 0.0 ? number_of(&figure->measure) : -1;
    int code = cohort_spread_check(spreads, population, error);
    if (!code && (number < 0 || date < 0))
        code = cohort_fail(error, COHORT_ERROR_MISSING,
                           "errors of this figure, at %.10g, have not been measured: expected the "
                           "total, an age group or women 20-39 at one of the dates",
                           year);
    if (!code)
        code = cohort_count(population, year, figure->measure.band, &found->forecast, error);
    if (code)
        return code;
    found->spread = NULL;
    found->scale = 0.0;
    if (date == 0)
        return cohort_succeed(error);
    const int last = spreads->horizons, h = date < last ? date : last;
    found->spread = &spreads->of[number][h - 1];
    found->scale =
        cohort_spread_scale(found->spread, cohort_spread_kind(population)) * date / (double)h;
    return cohort_succeed(error);
}

int cohort_spreads_quantile(const cohort_spreads *spreads, const cohort_stock *population,
                            const cohort_figure *figure, double p, double *value,
                            cohort_error *error)
{
    struct error_of found;
    int code = cohort_spread_find(spreads, population, figure, &found, error);
    if (!code && !(p > 0.0 && p < 1.0))
        code =
            cohort_fail(error, COHORT_ERROR_ARGUMENT, "quantile %g: expected above 0, below 1", p);
    if (code)
        return code;
    *value = found.forecast;
    if (found.spread)
        *value *= exp(found.scale * cohort_spread_at(found.spread, gsl_cdf_ugaussian_Pinv(p)));
    return COHORT_OK;
}

int cohort_spreads_below(const cohort_spreads *spreads, const cohort_stock *population,
                         const cohort_figure *figure, double limit, double *probability,
                         cohort_error *error)
{
    struct error_of found;
    const int code = cohort_spread_find(spreads, population, figure, &found, error);
    if (code)
        return code;
    *probability = found.forecast < limit ? 1.0 : 0.0;
    if (found.spread && limit > 0.0 && found.forecast > 0.0)
        *probability = gsl_cdf_ugaussian_P(
            cohort_spread_deviate(found.spread, log(limit / found.forecast) / found.scale));
    return COHORT_OK;
}

int cohort_spreads_coverage(const cohort_spreads *spreads, const cohort_stock *population,
                            const cohort_figure *figure, double level, cohort_coverage *coverage,
                            cohort_error *error)
{
    struct error_of found;
    const cohort_limits *classes = &spreads->classes;
    const int code = cohort_spread_find(spreads, population, figure, &found, error);
    if (code)
        return code;
    const int k = cohort_limits_class(classes, cohort_spread_kind(population).persons);
    const int date = cohort_grid_date(&population->grid, (int)figure->measure.year);
    for (int i = 0; i < INTERVALS && found.spread && date <= spreads->horizons; i++)
        if (fabs(level - cohort_spread_intervals[i]) < 1e-9 && !isnan(found.spread->within[i][k])) {
            *coverage = (cohort_coverage){.percent = found.spread->within[i][k],
                                          .persons_from = k > 0 ? classes->limit[k - 1] : 0.0,
                                          .persons_to = k < classes->count ? classes->limit[k]
                                                                           : (double)INFINITY,
                                          .least = found.spread->least[i],
                                          .most = found.spread->most[i]};
            return COHORT_OK;
        }
    return cohort_fail(error, COHORT_ERROR_MISSING,
                       "coverage of this figure at %g %%, in %.10g, has not been measured",
                       100.0 * level, figure->measure.year);
}
