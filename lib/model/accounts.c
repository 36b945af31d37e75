/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/accounts.h"

#include <math.h>

/* One sex in one interval, [age]. */
struct passage {
    const double *opening, *S, *m, *M;
    bool by_arrival; /* as in struct convention */
    double early;
};

/* Net migrants of age group x: by arrival those of the cohort that is in it at the end. */
static inline double migrants_of(const struct passage *p, int x)
{
    if (!p->by_arrival)
        return p->M[x] + p->m[x] * p->opening[x];
    return x == 0 ? p->M[0] : p->M[x] + p->m[x] * p->opening[x - 1];
}

/* Deaths and net migration of the cohort that comes to age group x out of group `from`. */
static inline void pass(const struct passage *p, int from, int x, double *death, double *migration)
{
    double in = p->early > 0.0 ? p->early * migrants_of(p, from) : 0.0;
    *death += (p->opening[from] + in) * (1.0 - p->S[x]);
    *migration += in;
}

void cohort_accounts(const struct steps *steps, const cohort_inputs *inputs, int interval,
                     const double *opening, const double *closing, const struct events *events)
{
    const struct step step = cohort_step_of(steps, interval);
    const double exposure = cohort_step_exposure(&step, opening, closing);
    const int last = steps->ages - 1;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const size_t at = cohort_cell(&inputs->grid, interval, sex, 0);
        const int pair = interval * COHORT_SEXES + sex, first = sex * steps->ages;
        const struct passage p = {
            .opening = opening + first,
            .S = cohort_inputs_view(inputs, COHORT_SURVIVAL) + at,
            .m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at,
            .M = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at,
            .by_arrival = inputs->convention->by_arrival,
            .early = inputs->convention->early,
        };
        double *deaths = events->deaths + first, *moves = events->net_migration + first;
        events->births[first] = steps->births[pair] * exposure;
        deaths[0] = events->births[first] - steps->children[pair] * exposure;
        moves[0] = (1.0 - p.early) * migrants_of(&p, 0);
        for (int x = 1; x <= last; x++) {
            deaths[x] = 0.0;
            moves[x] = (1.0 - p.early) * migrants_of(&p, x);
            pass(&p, x - 1, x, &deaths[x], &moves[x]);
        }
        pass(&p, last, last, &deaths[last], &moves[last]);
        if (p.by_arrival) /* the rate of the two oldest is of both */
            moves[last] += p.m[last] * p.opening[last];
    }
}

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
