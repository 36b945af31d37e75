/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the errors of cases to spreads. */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/range.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The fewest cases, and the fewest from which sizes are told apart; the smallest error that is told
 * from a larger one on the logarithm, the farthest normal deviate of a single error. */
enum { LEAST_CASES = 5, LEAST_FOR_TERMS = 50 };
static const double LEAST_ERROR = 1e-4, MOST_DEVIATE = 2.88;

/* Of cells: persons below whom chance decides, and ages that are far apart, in groups. */
enum { LEAST_EXPECTED = 200, FAR_APART = 4 };

struct fit {
    struct panel panel;
    struct outcomes outcomes;
    cohort_spreads *spreads;
    double *room;                /* [2 outcomes] */
    const struct outcome **some; /* [outcomes]: those of an item and horizon */
    int count;
};

/* ---- scale: least squares ---- */

/* Solve a symmetric system by Cholesky's decomposition. Returned: false if it is singular. */
static bool solve(double a[COEFFICIENTS][COEFFICIENTS], double b[COEFFICIENTS])
{
    for (int i = 0; i < COEFFICIENTS; i++)
        for (int j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (int k = 0; k < j; k++)
                sum -= a[i][k] * a[j][k];
            if (i == j && !(sum > 1e-12 * a[i][i]))
                return false;
            a[i][j] = i == j ? sqrt(sum) : sum / a[j][j];
        }
    for (int i = 0; i < COEFFICIENTS; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (int i = COEFFICIENTS - 1; i >= 0; i--) {
        for (int k = i + 1; k < COEFFICIENTS; k++)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return true;
}

static double error_of(const struct outcome *of, int item)
{
    return log(of->counted[item] / of->expected[item]);
}

/* ln |error| on the terms of scale. Of few areas, or such as are too much alike, one scale for all. */
static void fit_scale(const struct fit *fit, int item, struct spread *to)
{
    double a[COEFFICIENTS][COEFFICIENTS] = {{0.0}}, b[COEFFICIENTS] = {0.0};
    for (int i = 0; i < fit->count; i++) {
        double terms[COEFFICIENTS];
        const double y = log(fmax(fabs(error_of(fit->some[i], item)), LEAST_ERROR));
        cohort_spread_terms(fit->some[i]->kind, terms);
        for (int j = 0; j < COEFFICIENTS; j++) {
            b[j] += terms[j] * y;
            for (int k = 0; k < COEFFICIENTS; k++)
                a[j][k] += terms[j] * terms[k];
        }
    }
    const double mean = b[0] / fit->count;
    memset(to->scale, 0, sizeof to->scale);
    if (fit->count >= LEAST_FOR_TERMS && solve(a, b))
        memcpy(to->scale, b, sizeof b);
    else
        to->scale[0] = mean;
}

/* ---- quantiles ---- */

/* Of the errors as they are, and of the same moved so that their median has the other sign: which way
 * forecasts of a future date are biased is not known. */
static void fit_quantiles(const struct fit *fit, int item, struct spread *to)
{
    const int n = fit->count;
    for (int i = 0; i < n; i++)
        fit->room[i] = error_of(fit->some[i], item) / cohort_spread_scale(to, fit->some[i]->kind);
    gsl_sort(fit->room, 1, (size_t)n);
    const double median = cohort_quantile_of(fit->room, n, 0.5);
    for (int i = 0; i < n; i++)
        fit->room[n + i] = fit->room[i] - 2.0 * median;
    gsl_sort(fit->room, 1, 2 * (size_t)n);
    for (int k = 0; k < QUANTILES; k++)
        to->quantile[k] = cohort_quantile_of(fit->room, 2 * n, cohort_spread_levels[k]);
}

/* ---- what areas have in common ---- */

/* A sum of weighted deviates over areas. Its variance is `squares` if they are independent, and
 * `square` if they are one. */
struct sum {
    double value, weight, squares;
};

static void add_case(struct sum *sum, double weight, double deviate)
{
    sum->value += weight * deviate;
    sum->weight += weight;
    sum->squares += weight * weight;
}

/* The share of the variance that a group has in common, in hundredths: with it 80 % of its sums lie
 * within the interval of 80 %. */
static double share_of_groups(const struct sum *sums, int count)
{
    double best = 0.0, least = HUGE_VAL;
    for (int percent = 0; percent < 100; percent++) {
        const double share = percent / 100.0;
        int inside = 0, all = 0;
        for (int i = 0; i < count; i++) {
            const struct sum *s = &sums[i];
            const double sd = sqrt(share * s->weight * s->weight + (1.0 - share) * s->squares);
            all += sd > 0.0;
            inside += sd > 0.0 && fabs(s->value) <= DEVIATE_80 * sd;
        }
        const double miss = all > 0 ? fabs((double)inside / all - 0.8) : 0.0;
        if (miss < least - 1e-12) {
            least = miss;
            best = share;
        }
    }
    return best;
}

/* The share that all areas have in common: by the mean square of their sums. Where it is more than the
 * groups', which contains it, it is that of both. Given: sums[dates][groups]. */
static void fit_share_of_all(const struct sum *sums, int dates, int groups, struct spread *to)
{
    double over = 0.0, pairs = 0.0, in_groups = 0.0; /* products of two areas */
    for (int d = 0; d < dates; d++) {
        double value = 0.0, weight = 0.0, squares = 0.0, of_groups = 0.0;
        for (int g = 0; g < groups; g++) {
            const struct sum *s = &sums[d * groups + g];
            value += s->value;
            weight += s->weight;
            squares += s->squares;
            of_groups += s->weight * s->weight;
        }
        over += value * value - squares;
        pairs += weight * weight - squares;
        in_groups += of_groups - squares;
    }
    const double share =
        pairs > in_groups ? (over - to->group * in_groups) / (pairs - in_groups) : 0.0;
    if (share > to->group)
        to->group = fmin(over / pairs, 1.0);
    to->nation = fmin(fmax(share, 0.0), to->group);
}

static int fit_together(const struct fit *fit, int item, struct spread *to, cohort_error *error)
{
    const int *group = fit->panel.censuses->group;
    const int dates = fit->panel.grid.steps + 1;
    const int groups = cohort_spread_groups(group, fit->panel.censuses->areas);
    struct sum *sums = calloc((size_t)dates * (size_t)groups, sizeof *sums);
    if (!sums)
        return cohort_fail_memory(error);
    for (int i = 0; i < fit->count; i++) {
        const struct outcome *of = fit->some[i];
        const double scale = cohort_spread_scale(to, of->kind);
        const double deviate = cohort_spread_deviate(to, error_of(of, item) / scale);
        add_case(&sums[of->base * groups + (group ? group[of->area] : 0)],
                 scale * of->expected[item], fmin(fmax(deviate, -MOST_DEVIATE), MOST_DEVIATE));
    }
    to->group = share_of_groups(sums, dates * groups);
    to->nation = to->group;
    if (groups > 1)
        fit_share_of_all(sums, dates, groups, to);
    free(sums);
    return COHORT_OK;
}

/* ---- an item at a horizon ---- */

static int fit_item(struct fit *fit, int item, int horizon, cohort_error *error)
{
    struct spread *to = &fit->spreads->of[item][horizon - 1];
    fit->count = 0;
    for (int i = 0; i < fit->outcomes.count; i++) {
        const struct outcome *of = &fit->outcomes.of[i];
        if (of->horizon == horizon && of->counted[item] > 0.0 && of->expected[item] > 0.0)
            fit->some[fit->count++] = of;
    }
    if (fit->count < LEAST_CASES)
        return cohort_fail(error, COHORT_ERROR_MISSING,
                           "%d cases %d years on: expected %d or more to estimate intervals from",
                           fit->count, horizon * WIDTH, LEAST_CASES);
    fit_scale(fit, item, to);
    fit_quantiles(fit, item, to);
    return fit_together(fit, item, to, error);
}

/* ---- cells ---- */

/* Products of errors of cells, and their weights by persons, of two ages: of one cell, of neighbours
 * of a sex, of ages far apart. */
struct cells {
    double product[AGES][AGES], weight[AGES][AGES];
};
enum { SAME, NEAR, FAR, APARTS };

/* The errors of a case's ratios in its first interval; NAN where too few are expected. */
static void errors_of_cells(const struct panel *panel, const struct outcome *of,
                            const cohort_stock *forecast, double *errors)
{
    const double *counted = cohort_panel_cells(panel, of->area, of->base + 1);
    const size_t cells = cohort_grid_cells(&panel->grid);
    for (size_t c = 0; c < cells; c++)
        errors[c] = c % (size_t)panel->grid.ages > 0 && forecast->cells[cells + c] >= LEAST_EXPECTED
                        ? log((counted[c] + 0.5) / (forecast->cells[cells + c] + 0.5))
                        : (double)NAN;
}

/* How two ages are related; APARTS: in no way that is of use. */
static int apart(int x, int y)
{
    const int ages = abs(x - y);
    return ages == 0 ? SAME : ages == 1 ? NEAR : ages >= FAR_APART ? FAR : APARTS;
}

static void add_cells(const struct panel *panel, const cohort_stock *forecast, const double *errors,
                      struct cells *sums)
{
    const int ages = panel->grid.ages;
    const double *persons = forecast->cells + cohort_grid_cells(&panel->grid);
    for (int i = 0; i < COHORT_SEXES * ages; i++)
        for (int j = i; j < COHORT_SEXES * ages && !isnan(errors[i]); j++) {
            const int x = i % ages, y = j % ages, how = apart(x, y);
            if (isnan(errors[j]) || how == APARTS || (how != FAR && i / ages != j / ages))
                continue;
            const double weight = sqrt(persons[i] * persons[j]);
            sums->product[x][y] += weight * errors[i] * errors[j];
            sums->weight[x][y] += weight;
        }
}

static int sum_cells(const struct fit *fit, struct cells *sums, cohort_error *error)
{
    double errors[COHORT_SEXES * AGES];
    int code = COHORT_OK;
    for (int i = 0; !code && i < fit->outcomes.count; i++) {
        const struct outcome *of = &fit->outcomes.of[i];
        cohort_stock forecast;
        if (of->horizon != 1)
            continue;
        code = cohort_panel_forecast(&fit->panel, of->area, of->base, 1, &forecast, error);
        if (!code) {
            errors_of_cells(&fit->panel, of, &forecast, errors);
            add_cells(&fit->panel, &forecast, errors, sums);
        }
        cohort_stock_free(&forecast);
    }
    return code;
}

static double mean(double sum, double weight)
{
    return weight > 0.0 ? sum / weight : 0.0;
}

/* The mean products of errors over their profile: of one cell, of neighbours, of ages far apart. */
static void means_of(const struct cells *sums, const double *profile, double means[APARTS])
{
    double product[APARTS + 1] = {0.0}, weight[APARTS + 1] = {0.0};
    for (int x = 1; x < AGES; x++)
        for (int y = 1; y < AGES; y++) {
            product[apart(x, y)] += sums->product[x][y] / (profile[x] * profile[y]);
            weight[apart(x, y)] += sums->weight[x][y];
        }
    for (int how = 0; how < APARTS; how++)
        means[how] = mean(product[how], weight[how]);
}

/* A part of a whole: 0 to 1. */
static double share_within(double part, double whole)
{
    return whole > 0.0 ? fmin(fmax(part / whole, 0.0), 1.0) : 0.0;
}

/* The profile by age first; with it, how cells move together. */
static int fit_cells(const struct fit *fit, cohort_error *error)
{
    cohort_spreads *s = fit->spreads;
    struct cells sums = {{{0.0}}, {{0.0}}};
    double means[APARTS];
    const int code = sum_cells(fit, &sums, error);
    if (code)
        return code;
    for (int x = 1; x < AGES; x++)
        s->profile[x] = 1.0;
    means_of(&sums, s->profile, means);
    for (int x = 1; x < AGES; x++) { /* beyond the last age, as there */
        const double square = mean(sums.product[x][x], sums.weight[x][x]);
        s->profile[x] = x >= fit->panel.grid.ages ? s->profile[x - 1]
                        : square > 0.0            ? sqrt(square / means[SAME])
                                                  : 1.0;
    }
    means_of(&sums, s->profile, means);
    s->age_correlation = share_within(means[FAR], means[SAME]);
    s->neighbour_correlation = share_within(
        share_within(means[NEAR], means[SAME]) - s->age_correlation, 1.0 - s->age_correlation);
    return COHORT_OK;
}

/* ---- all ---- */

/* The persons of the largest area: nothing is known of larger ones. */
static double most_persons(const struct panel *panel)
{
    const unsigned char *taken = panel->cases.areas;
    double most = 0.0;
    for (int a = 0; a < panel->censuses->areas; a++)
        for (int date = 0; (!taken || taken[a]) && date <= panel->grid.steps; date++)
            most = fmax(most, cohort_sum(cohort_panel_cells(panel, a, date),
                                         cohort_grid_cells(&panel->grid)));
    return ceil(most);
}

static int fit_all(struct fit *fit, cohort_error *error)
{
    const size_t count = (size_t)fit->outcomes.count;
    fit->spreads = malloc(sizeof *fit->spreads);
    fit->room = malloc(2 * count * sizeof *fit->room);
    fit->some = malloc(count * sizeof *fit->some);
    if (!fit->spreads || !fit->room || !fit->some)
        return cohort_fail_memory(error);
    int code = COHORT_OK;
    cohort_spreads_clear(fit->spreads);
    fit->spreads->most_persons = most_persons(&fit->panel);
    fit->spreads->horizons = fit->panel.cases.horizons;
    for (int item = 0; !code && item < ITEMS; item++)
        for (int h = 1; !code && h <= fit->spreads->horizons; h++)
            code = fit_item(fit, item, h, error);
    return code ? code : fit_cells(fit, error);
}

int cohort_backtest_fit(const cohort_censuses *censuses, const cohort_cases *cases,
                        const cohort_forecast_options *forecast, cohort_spreads **out,
                        cohort_error *error)
{
    struct fit fit = {.count = 0};
    *out = NULL;
    int code = cohort_panel_make(&fit.panel, censuses, cases, forecast, error);
    if (!code && fit.panel.grid.ages > AGES)
        code = cohort_fail(error, COHORT_ERROR_GRID, "%d ages: expected %d or fewer",
                           fit.panel.grid.ages, AGES);
    if (!code)
        code = cohort_outcomes_make(&fit.panel, &fit.outcomes, error);
    if (!code)
        code = fit_all(&fit, error);
    if (!code)
        *out = fit.spreads;
    else
        cohort_spreads_free(fit.spreads);
    free(fit.outcomes.of);
    free(fit.room);
    free(fit.some);
    cohort_panel_free(&fit.panel);
    return code ? code : cohort_succeed(error);
}
