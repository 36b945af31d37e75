/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/step.h"

#include <math.h>

void cohort_steps_prepare(struct steps *steps, const cohort_inputs *inputs)
{
    const cohort_grid *grid = &inputs->grid;
    const double *S = cohort_inputs_view(inputs, COHORT_SURVIVAL);
    const double *m = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE);
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS);
    const double *cwr = cohort_inputs_view(inputs, COHORT_CWR);
    const double *male_share = cohort_inputs_view(inputs, COHORT_MALE_SHARE);
    bool negative = false;
    for (size_t c = 0; c < cohort_cell(grid, grid->steps, 0, 0); c++) {
        steps->passage[c] = S[c] + m[c];
        negative |= steps->passage[c] < 0.0 || migrants[c] < 0.0;
    }
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            double share = sex == COHORT_MALE ? male_share[i] : 1.0 - male_share[i];
            steps->children[i * COHORT_SEXES + sex] = cwr[i] * share;
        }
    steps->may_turn_negative = negative;
}

static double women_15_49(const struct step *step, const double *population)
{
    const double *women = population + COHORT_FEMALE * step->ages;
    double sum = 0.0;
    for (int x = step->women_first; x <= step->women_last; x++)
        sum += women[x];
    return sum;
}

void cohort_step(const struct step *step, const double *restrict opening, double *restrict closing)
{
    const double *passage = step->passage, *migrants = step->migrants;
    const int ages = step->ages;
    for (int c = 1; c < COHORT_SEXES * ages; c++)
        closing[c] = opening[c - 1] * passage[c] + migrants[c];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int open = sex * ages + ages - 1;
        closing[open] = (opening[open - 1] + opening[open]) * passage[open] + migrants[open];
    }
    double women = women_15_49(step, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        closing[sex * ages] = step->children[sex] * women + migrants[sex * ages];
}

void cohort_step_flows(const struct step *step, const double *restrict survival,
                       const double *restrict rate, const double *restrict opening,
                       const double *restrict closing, double *restrict births,
                       double *restrict deaths, double *restrict net_migration)
{
    const double *migrants = step->migrants;
    const int ages = step->ages;
    for (int c = 1; c < COHORT_SEXES * ages; c++) {
        deaths[c] = opening[c - 1] * (1.0 - survival[c]);
        net_migration[c] = opening[c - 1] * rate[c] + migrants[c];
    }
    double women = women_15_49(step, closing);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int first = sex * ages, open = first + ages - 1;
        double oldest = opening[open - 1] + opening[open];
        deaths[open] = oldest * (1.0 - survival[open]);
        net_migration[open] = oldest * rate[open] + migrants[open];

        double children = step->children[sex] * women;
        births[first] = children == 0.0 ? 0.0 : children / survival[first];
        deaths[first] = births[first] - children;
        net_migration[first] = migrants[first];
    }
}

int cohort_step_audit(int ages, const double *opening, const double *closing, const double *births,
                      const double *deaths, const double *net_migration, double *gap)
{
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int first = sex * ages, open = first + ages - 1;
        for (int c = first; c <= open; c++) {
            double before = c == first  ? births[c]
                            : c == open ? opening[c - 1] + opening[c]
                                        : opening[c - 1];
            double off = before - deaths[c] + net_migration[c] - closing[c];
            if (fabs(off) <= 1e-9 * (before + closing[c]))
                continue;
            *gap = off;
            return c;
        }
    }
    return -1;
}
