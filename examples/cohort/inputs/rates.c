/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/rates.h"

static bool is_in(const char *name, int count, const char *const *names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void refuse(const cohort_table *table, int row, const char *column, const char *text,
                   const char *expected)
{
    die("%s, line %d, column %s: \"%s\": expected %s", cohort_table_row_file(table, row),
        cohort_table_row(table, row).line, column, text, expected);
}

void rates_read(const char *path, const struct source *source, struct rates *rates)
{
    int taken_count = 0;
    const char *area = "all";
    while (source_variables[taken_count])
        taken_count++;
    rates->table = read_table(path, NULL, NULL);
    const int rows = cohort_table_count(rates->table);
    rates->count = 0;
    rates->variables = allocate((size_t)rows, sizeof *rates->variables);
    for (int i = 0; i < rows; i++) {
        const cohort_row row = cohort_table_row(rates->table, i);
        if (is_in(row.variable, taken_count, source_variables))
            refuse(rates->table, i, "variable", row.variable,
                   "a name that the variables of INPUT and OUT do not have");
        if (strcmp(row.area, area) != 0 && strcmp(row.area, "all") != 0 &&
            source_file(source, row.area) < 0)
            refuse(rates->table, i, "area", row.area, "all, or an area with a population");
        area = row.area;
        if (!is_in(row.variable, rates->count, rates->variables))
            rates->variables[rates->count++] = row.variable;
    }
}

void rates_free(struct rates *rates)
{
    cohort_table_free(rates->table);
    free(rates->variables);
}

cohort_stock *rates_derive(const struct rates *rates, const char *area,
                           const cohort_stock *population)
{
    const cohort_grid *grid = &population->grid;
    cohort_stock *derived = allocate((size_t)rates->count + 1, sizeof *derived);
    double *cells = allocate(cohort_cell(grid, grid->steps + 1, 0, 0), sizeof *cells);
    for (int i = 0; i < rates->count; i++) {
        must(cohort_table_rates(rates->table, area, rates->variables[i], grid, cells, &error));
        must(cohort_stock_init(&derived[i], grid, &error));
        must(cohort_derived(population, cells, &derived[i], &error));
    }
    free(cells);
    return derived;
}

void rates_give_back(const struct rates *rates, cohort_stock *derived)
{
    for (int i = 0; derived && i < rates->count; i++)
        cohort_stock_free(&derived[i]);
    free(derived);
}
