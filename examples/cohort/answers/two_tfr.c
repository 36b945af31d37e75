/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/two_tfr.h"

#include "inputs/fixtures.h"

static double children_per_woman(const cohort_stock *stock, int year)
{
    const cohort_band infants = {COHORT_BOTH, 0, 4}, women = {COHORT_FEMALE, 15, 49};
    double children, mothers;
    if (cohort_count(stock, year, infants, &children, NULL) ||
        cohort_count(stock, year, women, &mothers, NULL) || !(mothers > 0.0))
        return (double)NAN;
    return children / mothers;
}

static struct two_tfr find(const cohort_table *japan, const cohort_stock *nation,
                           const cohort_stock *population, int year)
{
    struct two_tfr found = {(double)NAN, (double)NAN};
    const int there = cohort_grid_date(&nation->grid, year);
    const int here = cohort_grid_date(&population->grid, year);
    double tfr;
    if (there < 0 || here < 0 || nation->grid.ages != population->grid.ages ||
        nation->grid.width != population->grid.width ||
        cohort_table_value(japan, JAPAN, "tfr", year, COHORT_FEMALE, 0, COHORT_OPEN_END, &tfr,
                           NULL))
        return found;
    double *asfr =
        allocate(cohort_grid_cells(&nation->grid) * (size_t)(nation->grid.steps + 1), sizeof *asfr);
    must(cohort_table_rates(japan, JAPAN, "asfr", &nation->grid, asfr, &error));
    found.by_women = tfr * children_per_woman(population, year) / children_per_woman(nation, year);
    found.by_age = cohort_tfr_standardised(
        &nation->grid, population->cells + cohort_cell(&population->grid, here, COHORT_MALE, 0),
        nation->cells + cohort_cell(&nation->grid, there, COHORT_MALE, 0),
        asfr + cohort_cell(&nation->grid, there, COHORT_FEMALE, 0), tfr);
    free(asfr);
    return found;
}

struct two_tfr two_tfr_of(const cohort_stock *population, int year)
{
    cohort_table *japan;
    cohort_stock nation;
    must(cohort_table_read(fixture("japan.csv").path, NULL, &japan, &error));
    must(cohort_table_population(japan, JAPAN, "population", &nation, &error));
    const struct two_tfr found = find(japan, &nation, population, year);
    cohort_stock_free(&nation);
    cohort_table_free(japan);
    return found;
}
