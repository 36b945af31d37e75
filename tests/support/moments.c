/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/moments.h"

#include "support/close.h"

#include <math.h>

static const double bound = 6.0;

void add(struct moments *m, double value)
{
    double power = 1.0;
    m->n++;
    for (int i = 1; i <= 4; i++)
        m->sums[i] += power *= value - m->centre;
}

static double mean_of(const struct moments *m)
{
    return m->centre + m->sums[1] / m->n;
}

/* Mean square and mean fourth power about the centre. */
static double square_of(const struct moments *m)
{
    return m->sums[2] / m->n;
}

void assert_mean(const char *what, const struct moments *m)
{
    const double off = m->sums[1] / m->n, error = sqrt(square_of(m) / m->n);
    if (!(fabs(off) <= bound * error))
        fail_msg("%s: mean %.8g, expected %.8g, off by %.2f standard errors", what, mean_of(m),
                 m->centre, off / error);
}

void assert_variance(const char *what, const struct moments *m, double expected)
{
    const double found = square_of(m), fourth = m->sums[4] / m->n;
    const double error = sqrt((fourth - found * found) / m->n);
    if (!(fabs(found - expected) <= bound * error))
        fail_msg("%s: variance %.8g, expected %.8g, off by %.2f standard errors", what, found,
                 expected, (found - expected) / error);
}
