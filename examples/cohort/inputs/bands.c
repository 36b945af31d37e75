/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/bands.h"

const cohort_band shown_bands[BANDS] = {{COHORT_BOTH, 0, COHORT_OPEN_END},
                                        {COHORT_BOTH, 0, 14},
                                        {COHORT_BOTH, 15, 64},
                                        {COHORT_BOTH, 65, COHORT_OPEN_END},
                                        {COHORT_FEMALE, 20, 39}};
const char *const band_codes[BANDS] = {"total", "age_0_14", "age_15_64", "age_65_plus",
                                       "women_20_39"};
const char *const band_names[BANDS] = {"total", "0-14", "15-64", "65+", "women 20-39"};

bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

cohort_band band_named(const char *name)
{
    cohort_band band;
    must(cohort_band_parse(name, &band, &error));
    return band;
}

double persons_of(const cohort_stock *population, int year, cohort_band band)
{
    double count;
    must(cohort_count(population, year, band, &count, &error));
    return count;
}

double persons_in(const cohort_stock *population, int year, int shown)
{
    return persons_of(population, year, shown_bands[shown]);
}

double events_in(const cohort_flow *flow, int interval)
{
    double count;
    must(cohort_flow_count(flow, interval, EVERYBODY, &count, &error));
    return count;
}

int copy_stock(const cohort_stock *from, cohort_stock *to, cohort_error *problem)
{
    const int code = cohort_stock_init(to, &from->grid, problem);
    if (!code)
        memcpy(cohort_stock_cells(to), from->cells,
               cohort_cell(&from->grid, from->grid.steps + 1, 0, 0) * sizeof *from->cells);
    return code;
}
