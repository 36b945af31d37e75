/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/readings.h"

#include "answers/comparison.h"
#include "answers/levers.h"
#include "inputs/fixtures.h"

/* ---- two ways ---- */

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

/* ---- readings ---- */

/* The total of 2060 with the plan's migration and an operation on fertility. */
static double total_with(const struct nemuro *n, cohort_operation_kind kind, double tfr,
                         double baseline_tfr)
{
    cohort_operation operation = COHORT_OPERATION(kind, tfr);
    operation.baseline_tfr = baseline_tfr;
    operation.year_from = NEMURO_PLAN_FROM;
    cohort_projection *run = run_with(n->inputs[RUN_MIGRATION_ALONE], &operation);
    const double total = cohort_total(cohort_projection_population(run), NEMURO_LAST);
    cohort_projection_free(run);
    return total;
}

void read_fertility(const struct nemuro *n, struct reading readings[READINGS])
{
    const double now = published_value(n->document, "tfr_observed", NEMURO_OBSERVED, "women");
    const double plan = published_value(n->document, "tfr_plan", NEMURO_PLAN_FROM, "women");
    const double base = cohort_total(n->paths[RUN_MIGRATION_ALONE].population, NEMURO_LAST);
    const double converted = tfr_between(n->inputs[RUN_BASELINE], 2020, COHORT_OPEN_END);
    const double by_age = two_tfr_of(n->paths[RUN_BASELINE].population, NEMURO_PLAN_FROM).by_age;
    const double to_plan = total_with(n, COHORT_SET_TFR, plan, (double)NAN);
    const double to_now = total_with(n, COHORT_SET_TFR, now, (double)NAN);
    const double from_now = total_with(n, COHORT_SET_TFR_PROPORTION, plan, now);
    const double from_age = total_with(n, COHORT_SET_TFR_PROPORTION, plan, by_age);
    const struct reading all[READINGS] = {
        [READ_CONVERTED] = {{W_READ_CONVERTED}, converted, plan, base, to_plan, "f", "f"},
        [READ_FROM_OBSERVED] = {{W_READ_OBSERVED}, now, plan, to_now, to_plan, "p", "f"},
        [READ_PROPORTION] = {{W_READ_PROPORTION}, now, plan, base, from_now, "f", "p"},
        [READ_STANDARDISED] = {{W_READ_BY_AGE}, by_age, plan, base, from_age, "f", "p"},
    };
    memcpy(readings, all, sizeof all);
}

struct text readings_words(cohort_language language, const struct reading r[READINGS])
{
    return filled(IN_LANGUAGE(language, W_READINGS), text_of("%.2f", r[READ_FROM_OBSERVED].from).s,
                  text_of("%.2f", r[READ_CONVERTED].to).s,
                  text_of("%.2f", r[READ_STANDARDISED].from).s,
                  text_of("%.2f", r[READ_CONVERTED].from).s);
}
