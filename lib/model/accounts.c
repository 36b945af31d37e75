/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/accounts.h"

#include <math.h>

int cohort_audit(int ages, const double *opening, const double *closing,
                 const struct events *events, double *gap)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int first = sex * ages, open = first + ages - 1;
        for (int c = first; c <= open; c++) {
            double before = c == first  ? events->births[c]
                            : c == open ? opening[c - 1] + opening[c]
                                        : opening[c - 1];
            double off = before - events->deaths[c] + events->net_migration[c] - closing[c];
            if (fabs(off) <= 1e-9 * (before + closing[c] + fabs(events->deaths[c]) +
                                     fabs(events->net_migration[c])))
                continue;
            *gap = off;
            return c;
        }
    }
    return -1;
}
