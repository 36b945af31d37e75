/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the errors of totals to the uncertainty of an ensemble's rates. */
#include "outlook/spread.h"

#include "core/error.h"
#include "core/inputs.h"

#include <cohort/projection.h>

#include <math.h>
#include <stdlib.h>

/* The horizons that are matched. */
enum { MATCHED = 3 };

/* The variance of an item's error after some intervals. */
static double variance_of(const cohort_spreads *spreads, int item, int h, struct kind kind)
{
    const struct spread *of = &spreads->of[item][h];
    const double half = cohort_spread_scale(of, kind) *
                        (cohort_spread_at(of, DEVIATE_80) - cohort_spread_at(of, -DEVIATE_80)) /
                        2.0;
    return half * half / (DEVIATE_80 * DEVIATE_80);
}

/*
 * The variance at a horizon for an sd of 1: of the error of that interval, or, summed, of all until
 * then: persons carry with them what each interval has brought.
 */
static double growth_of_variance(double autocorrelation, int horizon, bool is_summed)
{
    double sum = 0.0, lasting = 0.0, power = 1.0;
    for (int i = 0; i < horizon; i++, power *= autocorrelation) {
        lasting = is_summed ? lasting + power : power;
        sum += lasting * lasting;
    }
    return sum;
}

/* The misfit of an autocorrelation, squared logarithms, and the sd that goes with it. */
static double misfit(int horizons, const double *variance, double autocorrelation, bool is_summed,
                     double *sd)
{
    double mean = 0.0, sum = 0.0, logs[MATCHED];
    int n = 0;
    for (int h = 1; h <= horizons; h++)
        if (variance[h - 1] > 0.0) {
            logs[n] =
                0.5 * log(variance[h - 1] / growth_of_variance(autocorrelation, h, is_summed));
            mean += logs[n++];
        }
    *sd = n > 0 ? exp(mean / n) : 0.0;
    for (int i = 0; i < n; i++)
        sum += (logs[i] - mean / n) * (logs[i] - mean / n);
    return sum;
}

/* The best autocorrelation, in hundredths; the largest if several are equally good. */
static cohort_uncertainty autoregression(int horizons, const double *variance, bool is_summed)
{
    cohort_uncertainty best = {0.0, 0.0, 1.0, 0.0};
    double least = HUGE_VAL, sd;
    for (int percent = 100; percent >= 0; percent--) {
        const double miss = misfit(horizons, variance, percent / 100.0, is_summed, &sd);
        if (miss < least) {
            least = miss;
            best = (cohort_uncertainty){sd, percent / 100.0, 1.0, 0.0};
        }
    }
    return best;
}

/* The variance of the total that chance gives in an interval, as a share of its square. */
static double chance_of(const cohort_inputs *inputs, double persons)
{
    const cohort_grid *grid = &inputs->grid;
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    const double *S = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO);
    double sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 1; x < grid->ages; x++) {
            const size_t c = cohort_cell(grid, 0, sex, x);
            sum += base[c - 1] * (S[c] * (1.0 - S[c]) + fabs(m[c]));
        }
    return sum / (persons * persons);
}

/* The variance of the total over that of a cell: correlated cells, by persons and profile. */
static double share_of_total(const cohort_spreads *spreads, const cohort_inputs *inputs,
                             double persons)
{
    const cohort_grid *grid = &inputs->grid;
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    const int cells = (int)cohort_grid_cells(grid);
    double sum = 0.0;
    for (int i = 0; i < cells; i++)
        for (int j = 0; j < cells; j++) {
            const int apart =
                abs(i % grid->ages - j % grid->ages) + (i / grid->ages != j / grid->ages);
            const double tied =
                spreads->age_correlation +
                (1.0 - spreads->age_correlation) * pow(spreads->neighbour_correlation, apart);
            sum += tied * base[i] * spreads->profile[i % grid->ages] * base[j] *
                   spreads->profile[j % grid->ages];
        }
    return sum / (persons * persons);
}

static void set_rates(const cohort_spreads *spreads, const cohort_inputs *inputs, struct kind kind,
                      cohort_ensemble_options *options)
{
    const int horizons = spreads->horizons < MATCHED ? spreads->horizons : MATCHED;
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    const double chance = chance_of(inputs, kind.persons);
    const double born = base[0] + base[inputs->grid.ages];
    double variance[MATCHED] = {0.0};
    for (int h = 0; h < horizons; h++)
        variance[h] = variance_of(spreads, CHILDREN, h, kind) - (born > 0.0 ? 1.0 / born : 0.0);
    options->fertility = autoregression(horizons, variance, false);
    for (int h = 0; h < horizons; h++) {
        const double sd = options->fertility.sd * born / kind.persons;
        variance[h] = variance_of(spreads, COHORT_SPREAD_TOTAL, h, kind) - (h + 1) * chance -
                      sd * sd * growth_of_variance(options->fertility.autocorrelation, h + 1, true);
    }
    options->mortality = (cohort_uncertainty){.sd = 0.0};
    options->migration = autoregression(horizons, variance, true);
    options->migration.age_correlation = spreads->age_correlation;
    options->migration.neighbour_correlation = spreads->neighbour_correlation;
    options->migration.sd /= sqrt(share_of_total(spreads, inputs, kind.persons));
    options->migration_profile = spreads->profile;
}

int cohort_spreads_apply(const cohort_spreads *spreads, const cohort_inputs *inputs,
                         cohort_ensemble_options *options, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    const struct convention *convention = inputs->convention;
    cohort_projection *path;
    if (!convention->by_arrival || convention->births != BIRTHS_BY_RATIO || grid->width != WIDTH ||
        grid->ages > AGES)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "spreads are for inputs like ipss, steps of %d years and up to %d age "
                           "groups, not for %s, steps of %d years and %d age groups",
                           WIDTH, AGES, cohort_convention_name(convention->constant), grid->width,
                           grid->ages);
    int code = cohort_projection_new(inputs, &path, error);
    if (code)
        return code;
    const cohort_stock *population = cohort_projection_population(path);
    code = cohort_spread_check(spreads, population, error);
    if (!code)
        set_rates(spreads, inputs, cohort_spread_kind(population), options);
    cohort_projection_free(path);
    return code ? code : cohort_succeed(error);
}
