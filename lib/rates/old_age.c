/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life tables that are closed too early: their oldest ages by a model of the force of mortality. */
#include <cohort/lifetable.h>

#include "core/error.h"

#include <math.h>
#include <stdbool.h>

enum { ROUNDS = 50, BEYOND = 60 /* years after which nobody is left of an open group */ };

/* log mu or, of Kannisto's, logit mu = level + slope (age - origin). */
struct curve {
    bool is_logistic;
    double origin, level, slope;
};

/* The cumulated force of mortality from the origin to an age, but for a constant. */
static double cumulated(const struct curve *c, double age)
{
    const double z = exp(c->level + c->slope * (age - c->origin));
    return (c->is_logistic ? log1p(z) : z) / c->slope;
}

/* Deaths per person-year between two ages, by Simpson's rule over a quarter of a year. */
static double mean_rate(const struct curve *c, double from, double to)
{
    const int parts = 8 * (int)ceil(to - from);
    const double step = (to - from) / parts, start = cumulated(c, from);
    double years = 1.0, left = 1.0;
    for (int i = 1; i <= parts; i++) {
        left = exp(start - cumulated(c, from + i * step));
        years += i == parts ? left : i % 2 ? 4.0 * left : 2.0 * left;
    }
    return (1.0 - left) / (years * step / 3.0);
}

static double line_of(const struct curve *c, double rate)
{
    return log(c->is_logistic ? rate / (1.0 - rate) : rate);
}

static bool is_fitted(const struct curve *c, const cohort_lifetable *table, int x, int fit_from)
{
    return table->age[x] >= fit_from && table->mx[x] > 0.0 &&
           (!c->is_logistic || table->mx[x] < 1.0);
}

/* Move the curve by the least squares of what the rates of the closed groups still differ, on its
 * line; a flat curve has none of them. Returned: how far the line moved, or -1: fewer than two. */
static double move(struct curve *c, const cohort_lifetable *table, int fit_from)
{
    double n = 0.0, sx = 0.0, sxx = 0.0, sy = 0.0, sxy = 0.0;
    for (int x = 0; x < table->ages - 1; x++) {
        const double from = table->age[x], to = table->age[x + 1],
                     at = 0.5 * (from + to) - c->origin;
        if (!is_fitted(c, table, x, fit_from))
            continue;
        const double now = c->slope > 0.0 ? line_of(c, mean_rate(c, from, to)) : 0.0;
        const double y = line_of(c, table->mx[x]) - now;
        n += 1.0;
        sx += at;
        sxx += at * at;
        sy += y;
        sxy += at * y;
    }
    const double spread = n * sxx - sx * sx;
    if (n < 2.0)
        return -1.0;
    const double slope = (n * sxy - sx * sy) / spread, level = (sy - slope * sx) / n;
    c->slope += slope;
    c->level += level;
    return fabs(level) + fabs(slope);
}

static int fit(struct curve *c, const cohort_lifetable *table, int fit_from, cohort_error *error)
{
    const int open = table->age[table->ages - 1];
    double moved = 1.0;
    c->origin = open;
    for (int i = 0; i < ROUNDS && moved > 1e-13; i++) {
        moved = move(c, table, fit_from);
        if (moved < 0.0)
            return cohort_fail(
                error, COHORT_ERROR_VALUE,
                "life table up to %d+: no two closed groups from age %d on with rates "
                "above 0%s to be extended by",
                open, fit_from, c->is_logistic ? " and below 1" : "");
        if (!(c->slope > 0.0 && isfinite(c->level)))
            return cohort_fail(error, COHORT_ERROR_SOLVE,
                               "life table up to %d+: its rates from age %d on do not rise, so no "
                               "model extends them",
                               open, fit_from);
    }
    if (moved > 1e-9)
        return cohort_fail(error, COHORT_ERROR_SOLVE,
                           "life table up to %d+: the model that extends it does not come to rest",
                           open);
    return COHORT_OK;
}

int cohort_lifetable_extend(const cohort_lifetable *table, cohort_old_ages model, int fit_from,
                            int sex, cohort_ax rule, cohort_lifetable *longer, cohort_error *error)
{
    const int last = table->ages - 1, end = longer->ages - 1;
    struct curve curve = {.is_logistic = model == COHORT_KANNISTO};
    if (model != COHORT_KANNISTO && model != COHORT_GOMPERTZ)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "old ages %d: expected COHORT_KANNISTO or COHORT_GOMPERTZ", (int)model);
    for (int x = 0; x <= last; x++)
        if (x > end || longer->age[x] != table->age[x])
            return cohort_fail(
                error, COHORT_ERROR_GRID,
                "life table up to %d+: expected one with the same groups to extend it",
                table->age[last]);
    int code = fit(&curve, table, fit_from, error);
    if (code)
        return code;
    for (int x = 0; x <= end; x++)
        longer->mx[x] = x < last
                            ? table->mx[x]
                            : mean_rate(&curve, longer->age[x],
                                        x < end ? longer->age[x + 1] : longer->age[x] + BEYOND);
    return cohort_lifetable_from_mx(longer, sex, rule, error);
}
