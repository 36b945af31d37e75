/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"

#include <stdio.h>
#include <stdlib.h>

/* The life tables that the rows hold, by year, in order. */
typedef struct life_tables {
    int count;
    cohort_lifetable (*tables)[COHORT_SEXES];
    cohort_dated_lifetable *dated; /* points to the above */
} life_tables;

/* --- Life tables ------------------------------------------------------------------------------ */

static cohort_row_range rows_of(const cohort_table *table, const cohort_row *any, int sex)
{
    cohort_row key = *any;
    key.sex = sex;
    return cohort_table_range(table, &key, COHORT_ROW_SEX);
}

/* The tables of both sexes for the year of `any`. */
static int read_year(const cohort_table *table, const cohort_row *any, life_tables *life,
                     cohort_error *error)
{
    cohort_row_range range[COHORT_SEXES];
    char what[COHORT_TABLE_WHAT];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        range[sex] = rows_of(table, any, sex);
        if (range[sex].first == range[sex].end)
            return cohort_fail(error, COHORT_ERROR_MISSING,
                               "%s: no rows for %d, %s: expected both sexes",
                               cohort_table_what(table, any->area, any->variable, what), any->year,
                               cohort_sex_word(sex));
    }
    cohort_dated_lifetable *dated = &life->dated[life->count];
    cohort_lifetable *tables = life->tables[life->count++];
    dated->year = any->year;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        int code = cohort_table_lifetable(table, range[sex], sex, &tables[sex], error);
        if (code)
            return cohort_fail_prefix(error, code, "%s, %d, %s: ",
                                      cohort_table_what(table, any->area, any->variable, what),
                                      any->year, cohort_sex_name(sex));
        dated->table[sex] = &tables[sex];
    }
    return COHORT_OK;
}

/* First of the sorted rows behind the year of row `i`. */
static int next_year(const cohort_table *table, int i)
{
    return cohort_table_range(table, cohort_table_sorted(table, i), COHORT_ROW_YEAR).end;
}

static int read_life_tables(const cohort_table *table, const char *area, int last_year,
                            life_tables *life, cohort_error *error)
{
    cohort_row_range range;
    int code = cohort_table_select(table, area, "qx", &range, error);
    if (code)
        return code;
    size_t years = 0;
    for (int i = range.first; i < range.end; i = next_year(table, i))
        years++;
    life->tables = calloc(years, sizeof *life->tables);
    life->dated = calloc(years, sizeof *life->dated);
    if (!life->tables || !life->dated)
        return cohort_fail_memory(error);
    for (int i = range.first; i < range.end && !code; i = next_year(table, i)) {
        const cohort_row *row = cohort_table_sorted(table, i);
        if (row->year <= last_year)
            code = read_year(table, row, life, error);
    }
    return code;
}

static void free_life_tables(life_tables *life)
{
    for (int i = 0; i < life->count; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            cohort_lifetable_free(&life->tables[i][sex]);
    free(life->tables);
    free(life->dated);
}

/* --- Fertility -------------------------------------------------------------------------------- */

/* The dates that have no rate, as in " 2020, 2025", into text. */
static void list_dates(const cohort_grid *grid, const bool *missing, char *text, size_t size)
{
    size_t used = 0;
    for (int i = 0; i <= grid->steps && used < size; i++)
        if (missing[i])
            used += (size_t)snprintf(text + used, size - used, "%s %d", used ? "," : "",
                                     cohort_grid_year(grid, i));
}

static int read_dates(const cohort_table *table, const char *area, const cohort_grid *grid,
                      double *tfr, bool *missing, cohort_error *error)
{
    bool any_missing = false;
    char what[COHORT_TABLE_WHAT];
    for (int i = 0; i <= grid->steps; i++) {
        cohort_row key = {.area = area,
                          .variable = "tfr",
                          .year = cohort_grid_year(grid, i),
                          .sex = COHORT_FEMALE,
                          .age_to = COHORT_OPEN_END};
        cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AGE);
        missing[i] = range.first == range.end;
        any_missing = any_missing || missing[i];
        if (missing[i])
            continue;
        const cohort_row *row = cohort_table_sorted(table, range.first);
        if (row->value < 0)
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%s, line %d: tfr %.10g: expected children per woman, 0 or more",
                               cohort_table_name(table), row->line, row->value);
        tfr[i] = row->value;
    }
    if (!any_missing)
        return COHORT_OK;
    char dates[120] = "";
    list_dates(grid, missing, dates, sizeof dates);
    return cohort_fail(error, COHORT_ERROR_MISSING,
                       "%s: no row (female, all) for%s: expected one for each date, or none",
                       cohort_table_what(table, area, "tfr", what), dates);
}

/* Returned: *tfr, one a date, on the heap; NULL when the table has none. */
static int read_tfr(const cohort_table *table, const char *area, const cohort_grid *grid,
                    double **tfr, cohort_error *error)
{
    cohort_row key = {.area = area, .variable = "tfr"};
    cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
    int code = cohort_table_gaps(table, area, "tfr", error);
    if (code || range.first == range.end)
        return code;
    size_t dates = (size_t)grid->steps + 1;
    bool *missing = calloc(dates, sizeof *missing);
    *tfr = calloc(dates, sizeof **tfr);
    code = missing && *tfr ? read_dates(table, area, grid, *tfr, missing, error)
                           : cohort_fail_memory(error);
    free(missing);
    return code;
}

/* --- The reference area ----------------------------------------------------------------------- */

int cohort_table_reference(const cohort_table *table, const char *area, int last_year,
                           cohort_inputs **out, cohort_error *error)
{
    cohort_stock population = {.cells = NULL};
    life_tables life = {0};
    double *tfr = NULL;
    *out = NULL;
    int code = cohort_table_stock(table, area, "population", last_year, &population, error);
    if (!code)
        code = read_life_tables(table, area, last_year, &life, error);
    if (!code)
        code = read_tfr(table, area, &population.grid, &tfr, error);
    if (!code) {
        code = cohort_derive_reference(&population, life.count, life.dated, tfr, out, error);
        if (code)
            cohort_fail_prefix(error, code, "%s: ", cohort_table_name(table));
    }
    free(tfr);
    free_life_tables(&life);
    cohort_stock_free(&population);
    return code;
}
