/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include <math.h>

/* The rates of one sex in one interval, and who gives birth. */
struct rates {
    const double *survival, *migration_rate, *migrants;
    double children_per_woman; /* of this sex */
};

static struct rates rates_of(const cohort_inputs *inputs, int interval, int sex)
{
    size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
    double male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE)[interval];
    double share = sex == COHORT_MALE ? male_share : 1.0 - male_share;
    return (struct rates){
        .survival = cohort_inputs_view(inputs, COHORT_SURVIVAL) + cell,
        .migration_rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE) + cell,
        .migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + cell,
        .children_per_woman = cohort_inputs_view(inputs, COHORT_CWR)[interval] * share,
    };
}

static double women_15_49(const cohort_inputs *inputs, const double *population)
{
    const double *women = population + cohort_cell(&inputs->grid, 0, COHORT_FEMALE, 0);
    double sum = 0.0;
    for (int x = inputs->women_first; x <= inputs->women_last; x++)
        sum += women[x];
    return sum;
}

void cohort_step(const cohort_inputs *inputs, int interval, const double *restrict opening,
                 double *restrict closing)
{
    const int last = inputs->grid.ages - 1;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        struct rates r = rates_of(inputs, interval, sex);
        const double *from = opening + cohort_cell(&inputs->grid, 0, sex, 0);
        double *to = closing + cohort_cell(&inputs->grid, 0, sex, 0);
        for (int x = 1; x < last; x++)
            to[x] = from[x - 1] * (r.survival[x] + r.migration_rate[x]) + r.migrants[x];
        to[last] = (from[last - 1] + from[last]) * (r.survival[last] + r.migration_rate[last]) +
                   r.migrants[last];
    }
    double women = women_15_49(inputs, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        struct rates r = rates_of(inputs, interval, sex);
        closing[cohort_cell(&inputs->grid, 0, sex, 0)] =
            r.children_per_woman * women + r.migrants[0];
    }
}

void cohort_step_flows(const cohort_inputs *inputs, int interval, const double *restrict opening,
                       const double *restrict closing, double *restrict births,
                       double *restrict deaths, double *restrict net_migration)
{
    const int last = inputs->grid.ages - 1;
    double women = women_15_49(inputs, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        struct rates r = rates_of(inputs, interval, sex);
        size_t first = cohort_cell(&inputs->grid, 0, sex, 0);
        const double *from = opening + first;
        double *die = deaths + first, *move = net_migration + first;

        double children = r.children_per_woman * women;
        double born = children == 0.0 ? 0.0 : children / r.survival[0];
        births[first] = born;
        die[0] = born - children;
        move[0] = r.migrants[0];
        for (int x = 1; x < last; x++) {
            die[x] = from[x - 1] * (1.0 - r.survival[x]);
            move[x] = from[x - 1] * r.migration_rate[x] + r.migrants[x];
        }
        double oldest = from[last - 1] + from[last];
        die[last] = oldest * (1.0 - r.survival[last]);
        move[last] = oldest * r.migration_rate[last] + r.migrants[last];
    }
}

int cohort_step_audit(const cohort_grid *grid, const double *opening, const double *closing,
                      const double *births, const double *deaths, const double *net_migration,
                      double *gap)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++) {
            size_t cell = cohort_cell(grid, 0, sex, x);
            double before = x == 0 ? births[cell] : opening[cell - 1];
            if (x == grid->ages - 1)
                before += opening[cell];
            *gap = before - deaths[cell] + net_migration[cell] - closing[cell];
            if (!(fabs(*gap) <= 1e-9 * fmax(fabs(before), fabs(closing[cell]))))
                return (int)cell;
        }
    return -1;
}
