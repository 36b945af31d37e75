/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/published.h>

#include "core/error.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band three_ages[] = {
    {COHORT_BOTH, 0, 14}, {COHORT_BOTH, 15, 64}, {COHORT_BOTH, 65, COHORT_OPEN_END}};

const char *cohort_kind_name(cohort_kind kind)
{
    static const char *const names[] = {
#define COHORT_KIND_NAME(constant, name) name,
        COHORT_KINDS(COHORT_KIND_NAME)
#undef COHORT_KIND_NAME
    };
    return (unsigned)kind < COHORT_KIND_COUNT ? names[kind] : NULL;
}

static bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

/* Does the table give all three ages of a year, too? */
static bool has_parts(const cohort_table *table, const cohort_row *row)
{
    double value;
    for (int i = 0; i < 3; i++)
        if (cohort_table_value(table, row->area, row->variable, row->year, three_ages[i].sex,
                               three_ages[i].age_from, three_ages[i].age_to, &value, NULL))
            return false;
    return true;
}

int cohort_published_figures(const cohort_table *table, const char *area, const char *variable,
                             unsigned components, int most, cohort_figure *figures, int *count,
                             cohort_error *error)
{
    int found = 0;
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        const cohort_band band = {row.sex, row.age_from, row.age_to};
        if (strcmp(row.area, area) != 0 || strcmp(row.variable, variable) != 0 ||
            isnan(row.value) || (same_band(band, everybody) && has_parts(table, &row)))
            continue;
        if (found == most)
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "area \"%s\", %s: more than %d figures: expected room for them",
                               area, variable, most);
        figures[found] = cohort_figure_of(band, row.year, row.value);
        figures[found++].components = components;
    }
    *count = found;
    return cohort_succeed(error);
}

static bool is_fitted(int count, const cohort_figure *fitted, cohort_band band, double year)
{
    for (int i = 0; i < count; i++)
        if (fitted[i].measure.year == year && same_band(fitted[i].measure.band, band))
            return true;
    return false;
}

cohort_kind cohort_published_kind(const cohort_stock *population, int identity_until, int count,
                                  const cohort_figure *fitted, cohort_band band, double year)
{
    if (year == population->grid.start)
        return COHORT_INPUT;
    if (is_fitted(count, fitted, band, year) ||
        (same_band(band, everybody) && is_fitted(count, fitted, three_ages[0], year) &&
         is_fitted(count, fitted, three_ages[1], year) &&
         is_fitted(count, fitted, three_ages[2], year)))
        return COHORT_FITTED;
    return year <= identity_until ? COHORT_IDENTITY : COHORT_PREDICTED;
}
