/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/rake.h"

#include "core/error.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

/* Tables of towns need some ten rounds, with many empty cells a hundred; nearly separate blocks
 * thousands. Controls that contradict one another take all of them: three seconds for 1900
 * areas. */
enum { ROUNDS_MAX = 10000 };

/* Parts of a margin's value, or of one person where that is more: within the first a margin is met;
 * if all are within the second when their turn comes, another round changes nothing. */
static const double MET = 1e-9, SETTLED = 1e-12;

/* A value that is written in 15 digits is off by up to 22.5 DBL_EPSILON. */
static const double DIGITS = 24.0;

static double sum_of(const struct rake *rake, const struct margin *m)
{
    double sum = 0.0;
    for (int a = m->first; a <= m->last; a++)
        sum += cohort_band_sum(rake->grid, rake->cells[a], m->time, &m->groups);
    return sum;
}

static void multiply(const struct rake *rake, const struct margin *m, double factor)
{
    for (int a = m->first; a <= m->last; a++)
        for (int sex = m->groups.sex_first; sex <= m->groups.sex_last; sex++)
            for (int x = m->groups.first; x <= m->groups.last; x++)
                rake->cells[a][cohort_cell(rake->grid, m->time, sex, x)] *= factor;
}

/* What the order of summation (two sums of n cells differ by up to n DBL_EPSILON) and a value's
 * digits do to a sum: within this a margin's cells stay bit for bit. A tenth of MET at most. */
static double rounding_of(const struct margin *m, double sum)
{
    const double sexes = m->groups.sex_last - m->groups.sex_first + 1;
    const double ages = m->groups.last - m->groups.first + 1;
    const double cells = (m->last - m->first + 1.0) * sexes * ages;
    return fmin((DIGITS + cells) * DBL_EPSILON, 0.1 * MET) * sum;
}

static double scale_of(const struct margin *m)
{
    return fmax(m->value, 1.0);
}

/* Every margin once. *settled: all had been met before their turn came. */
static int turn(struct rake *rake, bool *settled, cohort_error *error)
{
    *settled = true;
    for (int i = 0; i < rake->count; i++) {
        const struct margin *m = &rake->margins[i];
        if (m->time != rake->time)
            continue;
        const double sum = sum_of(rake, m), miss = fabs(sum - m->value);
        if (miss <= rounding_of(m, sum))
            continue;
        const double factor = sum > 0.0 ? m->value / sum : (double)INFINITY;
        rake->missed = i;
        if (!(factor <= DBL_MAX)) /* the sum is 0 or nearly 0 */
            return cohort_fail(
                error, COHORT_ERROR_SOLVE,
                "expected %.10g persons, but there are none to multiply (%g persons): "
                "missed by %.10g",
                m->value, sum, miss);
        multiply(rake, m, factor);
        *settled = *settled && miss <= SETTLED * scale_of(m);
    }
    return COHORT_OK;
}

/* Are all margins met now? The one that is missed most for its size is named. */
static int judge(struct rake *rake, cohort_error *error)
{
    double most = 0.0, sum = 0.0;
    for (int i = 0; i < rake->count; i++) {
        const struct margin *m = &rake->margins[i];
        if (m->time != rake->time)
            continue;
        const double now = sum_of(rake, m), miss = fabs(now - m->value);
        if (miss / scale_of(m) <= most)
            continue;
        most = miss / scale_of(m);
        sum = now;
        rake->missed = i;
    }
    if (most <= MET)
        return cohort_succeed(error);
    const double value = rake->margins[rake->missed].value;
    return cohort_fail(error, COHORT_ERROR_SOLVE,
                       "expected %.10g persons, got %.10g after %d rounds: missed by %.10g; it "
                       "contradicts other controls, or converges too slowly",
                       value, sum, rake->rounds, fabs(sum - value));
}

int cohort_rake_margins(struct rake *rake, cohort_error *error)
{
    bool settled = false;
    rake->missed = rake->rounds = 0;
    while (!settled && rake->rounds < ROUNDS_MAX) {
        int code = turn(rake, &settled, error);
        if (code)
            return code;
        rake->rounds++;
    }
    return judge(rake, error);
}
