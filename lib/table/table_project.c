/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/derive.h>
#include <cohort/table.h>

#include "core/error.h"

/* The variables that the two tables may have: another name is misspelt. */
static const char *const variables[] = {"asfr", "population", "qx", "tfr", NULL};

int cohort_table_derive_from(const cohort_table *table, const char *area,
                             const cohort_table *reference, const char *reference_area,
                             int last_year, cohort_inputs **out, cohort_error *error)
{
    cohort_stock published = {0};
    cohort_inputs *rates = NULL;
    *out = NULL;
    int code = cohort_table_population(table, area, "population", &published, error);
    const int last = code ? last_year : cohort_grid_year(&published.grid, published.grid.steps);
    if (last_year < last)
        code = cohort_fail(error, COHORT_ERROR_GRID,
                           "last year %d: expected %d, the last published date, or later",
                           last_year, last);
    if (!code)
        code = cohort_table_reference(reference, reference_area, last_year, &rates, error);
    if (!code)
        code = cohort_derive(&published, rates, NULL, out, error);
    cohort_inputs_free(rates);
    cohort_stock_free(&published);
    return code;
}

int cohort_table_derive(const char *path, const char *area, const char *reference_path,
                        const char *reference_area, int last_year, cohort_inputs **out,
                        cohort_error *error)
{
    cohort_table *table = NULL, *reference = NULL;
    *out = NULL;
    int code = cohort_table_read(path, variables, &table, error);
    if (!code)
        code = cohort_table_read(reference_path, variables, &reference, error);
    if (!code)
        code =
            cohort_table_derive_from(table, area, reference, reference_area, last_year, out, error);
    cohort_table_free(reference);
    cohort_table_free(table);
    return code;
}

int cohort_table_project(const char *path, const char *area, const char *reference_path,
                         const char *reference_area, int last_year, cohort_projection **out,
                         cohort_error *error)
{
    cohort_inputs *inputs;
    *out = NULL;
    int code =
        cohort_table_derive(path, area, reference_path, reference_area, last_year, &inputs, error);
    if (!code)
        code = cohort_projection_new(inputs, out, error);
    cohort_inputs_free(inputs);
    return code;
}
