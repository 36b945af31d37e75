/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/bands.h"

#include "text/say.h"

bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

double persons_in(const cohort_stock *population, int year, const char *band)
{
    cohort_error error;
    cohort_band which;
    double count;
    must(cohort_band_parse(band, &which, &error), &error);
    must(cohort_count(population, year, which, &count, &error), &error);
    return count;
}
