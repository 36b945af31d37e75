/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/bands.h"

bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

double persons_in(const cohort_stock *population, int year, const char *band)
{
    cohort_band which;
    double count;
    must(cohort_band_parse(band, &which, &error));
    must(cohort_count(population, year, which, &count, &error));
    return count;
}
