/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The oldest beyond what can be is the one by which a unit is guessed. */
static int check_values(const cohort_table *table, cohort_row_range range, cohort_error *error)
{
    char expected[COHORT_LIMITS_TEXT];
    for (int i = range.end - 1; i >= range.first; i--) {
        const cohort_row *row = cohort_table_sorted(table, i);
        const bool is_mx = strcmp(row->variable, "mx") == 0;
        if (cohort_beyond(is_mx ? cohort_table_limits(table, COHORT_MX_LIMITS) : COHORT_QX_LIMITS,
                          row->value, expected))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "line %d: %s at age %d: %.10g: expected %s", row->line,
                               row->variable, row->age_from, row->value, expected);
    }
    return COHORT_OK;
}

/* First ages of the rows: from 0 on, rising, the last one open. */
static int read_ages(const cohort_table *table, cohort_row_range range, int *first,
                     cohort_error *error)
{
    const cohort_row *row = NULL;
    for (int i = range.first; i < range.end; i++) {
        const int x = i - range.first;
        row = cohort_table_sorted(table, i);
        if (x == 0 ? row->age_from != 0 : row->age_from == first[x - 1])
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d: expected ages from 0 on, each once", row->line,
                               row->age_from);
        first[x] = row->age_from;
        if (i == range.end - 1 || row->age_to == COHORT_AGE_GROUP)
            continue;
        const cohort_row *next = cohort_table_sorted(table, i + 1);
        if (row->age_to != next->age_from - 1)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d to %d, and the next from %d: expected no gap",
                               row->line, row->age_from, row->age_to, next->age_from);
    }
    if (range.end - range.first < 2 || (first[1] != 1 && strcmp(row->variable, "mx") == 0))
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: no age 1: expected single years, or 0, 1, 5, 10, ...",
                           cohort_table_sorted(table, range.first)->line);
    if (row->age_to != COHORT_OPEN_END)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: the last age is not open: expected it written as %d+",
                           row->line, row->age_from);
    return COHORT_OK;
}

/* From its open age on, by the table's model to 110 or `oldest`, in groups as wide as the last. */
static int extend(const cohort_table *table, int sex, int oldest, cohort_lifetable *life,
                  cohort_error *error)
{
    enum { LIMIT = 110, FITTED_FROM = 80, FITTED = 10 };
    const int last = life->ages - 1, open = life->age[last], width = open - life->age[last - 1];
    const int to = oldest > LIMIT ? oldest : LIMIT;
    const int two = life->age[last > 2 ? last - 2 : 0]; /* groups, at least */
    const int fit_from = open - FITTED < FITTED_FROM ? open - FITTED : FITTED_FROM;
    const int more = to > open ? (to - open + width - 1) / width : 0;
    cohort_lifetable longer = {0};
    int *age = malloc((size_t)(life->ages + more) * sizeof *age);
    if (!age)
        return cohort_fail_memory(error);
    for (int x = 0; x <= last + more; x++)
        age[x] = x <= last ? life->age[x] : open + (x - last) * width;
    int code = cohort_lifetable_init(&longer, life->ages + more, age, error);
    longer.limits = table->limits;
    if (!code)
        code = cohort_lifetable_extend(life, table->old_ages, fit_from < two ? fit_from : two, sex,
                                       COHORT_AX_ANDREEV_KINGKADE, &longer, error);
    free(age);
    cohort_lifetable_free(life);
    *life = longer;
    return code;
}

int cohort_table_lifetable(const cohort_table *table, cohort_row_range range, int sex, int oldest,
                           cohort_lifetable *life, cohort_error *error)
{
    const int ages = range.end - range.first;
    const bool is_mx = strcmp(cohort_table_sorted(table, range.first)->variable, "mx") == 0;
    int *first = malloc((size_t)ages * sizeof *first);
    int code = first ? read_ages(table, range, first, error) : cohort_fail_memory(error);
    if (!code)
        code = check_values(table, range, error);
    if (!code)
        code = cohort_lifetable_init(life, ages, first, error);
    free(first);
    if (code)
        return code;
    life->limits = table->limits;
    double *column = is_mx ? life->mx : life->qx;
    for (int x = 0; x < ages; x++)
        column[x] = cohort_table_sorted(table, range.first + x)->value;
    code = is_mx ? cohort_lifetable_from_mx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error)
                 : cohort_lifetable_from_qx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error);
    const bool is_short = code == COHORT_ERROR_VALUE || (!code && life->age[ages - 1] < oldest);
    return is_short && table->old_ages ? extend(table, sex, oldest, life, error) : code;
}

/* The life tables that the rows hold, by year, in order. */
typedef struct life_tables {
    int count;
    cohort_lifetable (*tables)[COHORT_SEXES];
    cohort_dated_lifetable *dated; /* points to the above */
} life_tables;

/* The tables of both sexes for the year of `any`. */
static int read_year(const cohort_table *table, const cohort_row *any, life_tables *life,
                     cohort_error *error)
{
    cohort_row_range range[COHORT_SEXES];
    char what[COHORT_TABLE_WHAT];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        cohort_row key = *any;
        key.sex = sex;
        range[sex] = cohort_table_range(table, &key, COHORT_ROW_SEX);
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
        int code = cohort_table_lifetable(table, range[sex], sex, 0, &tables[sex], error);
        if (code)
            return cohort_fail_prefix(error, code, "%s, %d, %s: ",
                                      cohort_table_what(table, any->area, any->variable, what),
                                      any->year, cohort_sex_name(sex));
        dated->table[sex] = &tables[sex];
    }
    return COHORT_OK;
}

/* The first sorted row after the year of row `i`. */
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

static int read_dates(const cohort_table *table, const char *area, const cohort_grid *grid,
                      double *tfr, cohort_error *error)
{
    char what[COHORT_TABLE_WHAT], missing[120] = "";
    size_t used = 0;
    for (int i = 0; i <= grid->steps; i++) {
        const int year = cohort_grid_year(grid, i);
        const cohort_row key = {area, "tfr", year, COHORT_FEMALE, 0, COHORT_OPEN_END, 0.0, 0};
        cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AGE);
        if (range.first == range.end) {
            if (used < sizeof missing)
                used += (size_t)snprintf(missing + used, sizeof missing - used, "%s %d",
                                         used ? "," : "", year);
            continue;
        }
        const cohort_row *row = cohort_table_sorted(table, range.first);
        char expected[COHORT_LIMITS_TEXT];
        if (cohort_beyond(cohort_table_limits(table, COHORT_TFR_LIMITS), row->value, expected))
            return cohort_fail(error, COHORT_ERROR_VALUE, "%s, line %d: tfr %.10g: expected %s",
                               cohort_table_name(table), row->line, row->value, expected);
        tfr[i] = row->value;
    }
    if (used == 0)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_MISSING,
                       "%s: no row (female, all) for%s: expected one for each date, or none",
                       cohort_table_what(table, area, "tfr", what), missing);
}

/* Returned: *tfr, one a date, allocated; NULL when the table has none. */
static int read_tfr(const cohort_table *table, const char *area, const cohort_grid *grid,
                    double **tfr, cohort_error *error)
{
    cohort_row key = {.area = area, .variable = "tfr"};
    cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
    int code = cohort_table_gaps(table, area, "tfr", error);
    if (code || range.first == range.end)
        return code;
    *tfr = calloc((size_t)grid->steps + 1, sizeof **tfr);
    return *tfr ? read_dates(table, area, grid, *tfr, error) : cohort_fail_memory(error);
}

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
