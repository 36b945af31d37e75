/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static int line_of(const cohort_table *table, const cohort_row *row)
{
    int line;
    cohort_table_where(table, row->line, &line);
    return line;
}

/* The oldest beyond what can be is the one by which a unit is guessed. */
static int check_values(const cohort_table *table, cohort_row_range range, cohort_error *error)
{
    char expected[COHORT_LIMITS_TEXT];
    for (int i = range.end - 1; i >= range.first; i--) {
        const cohort_row row = cohort_table_sorted(table, i);
        const bool is_mx = strcmp(row.variable, "mx") == 0;
        if (cohort_beyond(is_mx ? cohort_table_limits(table, COHORT_MX_LIMITS) : COHORT_QX_LIMITS,
                          row.value, expected))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "line %d: %s at age %d: %.10g: expected %s", line_of(table, &row),
                               row.variable, row.age_from, row.value, expected);
    }
    return COHORT_OK;
}

/* First ages of the rows: from 0 on, rising, the last one open. */
static int read_ages(const cohort_table *table, cohort_row_range range, int *first,
                     cohort_error *error)
{
    cohort_row of_row = {.area = NULL};
    const cohort_row *row = &of_row;
    for (int i = range.first; i < range.end; i++) {
        const int x = i - range.first;
        of_row = cohort_table_sorted(table, i);
        if (x == 0 ? row->age_from != 0 : row->age_from == first[x - 1])
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d: expected ages from 0 on, each once",
                               line_of(table, row), row->age_from);
        first[x] = row->age_from;
        if (i == range.end - 1 || row->age_to == COHORT_AGE_GROUP)
            continue;
        const cohort_row next = cohort_table_sorted(table, i + 1);
        if (row->age_to != next.age_from - 1)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "line %d: age %d to %d, and the next from %d: expected no gap",
                               line_of(table, row), row->age_from, row->age_to, next.age_from);
    }
    if (range.end - range.first < 2)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: one age only: expected single years, or 0, 1, 5, 10, ...",
                           line_of(table, row));
    if (row->age_to != COHORT_OPEN_END)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "line %d: the last age is not open: expected it written as %d+",
                           line_of(table, row), row->age_from);
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

/* Death rates of abridged ages: m = q / (n - (n - a) q), where those who die within a group have
 * lived a years of it, half; 0.1 of the first year and 1.6 of the four behind it, about as where
 * mortality is low (Preston, Heuveline and Guillot 2001, section 3.3). The open group, of which
 * q says nothing, goes on with the last ratio of rates. */
static int qx_to_mx(const int *first, int ages, const double *qx, double *mx, cohort_error *error)
{
    for (int x = 0; x < ages - 1; x++) {
        const double n = first[x + 1] - first[x];
        const double a = x == 0 && n == 1.0 ? 0.1 : x == 1 && n == 4.0 ? 1.6 : 0.5 * n;
        mx[x] = qx[x] / (n - (n - a) * qx[x]);
    }
    const double before = ages > 2 ? mx[ages - 3] : 0.0, last = mx[ages - 2];
    mx[ages - 1] = before > 0.0 && last > before ? last * last / before : last;
    if (last > 0.0)
        return COHORT_OK;
    return cohort_fail(
        error, COHORT_ERROR_VALUE,
        "qx at age %d: 0, in groups wider than a year: expected more than 0, from which "
        "the rate of the open group is extrapolated",
        first[ages - 2]);
}

int cohort_table_lifetable(const cohort_table *table, cohort_row_range range, int sex, int oldest,
                           cohort_lifetable *life, cohort_error *error)
{
    enum { SURELY_OLD = 100 }; /* a rate of 2 there, as if of one year, changes little */
    const int ages = range.end - range.first;
    bool is_mx = strcmp(cohort_table_sorted(table, range.first).variable, "mx") == 0;
    int *first = malloc((size_t)ages * sizeof *first);
    int code = first ? read_ages(table, range, first, error) : cohort_fail_memory(error);
    if (!code)
        code = check_values(table, range, error);
    if (!code)
        code = cohort_lifetable_init(life, ages, first, error);
    double *column = code ? NULL : is_mx ? life->mx : life->qx;
    for (int x = 0; x < ages && !code; x++)
        column[x] = cohort_table_sorted(table, range.first + x).value;
    if (!code && !is_mx && first[ages - 1] > ages - 1) {
        code = qx_to_mx(first, ages, life->qx, life->mx, error);
        is_mx = true;
    }
    free(first);
    if (code)
        return code;
    life->limits = table->limits;
    code = is_mx ? cohort_lifetable_from_mx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error)
                 : cohort_lifetable_from_qx(life, sex, COHORT_AX_ANDREEV_KINGKADE, error);
    const bool all_die = !is_mx && cohort_table_sorted(table, range.end - 1).value >= 1.0;
    if (!code && all_die && life->age[ages - 1] < SURELY_OLD)
        code = cohort_fail(error, COHORT_ERROR_VALUE,
                           "qx at the open age %d: 1, which says nothing of its death rate: "
                           "expected single years to %d, or a model of old ages",
                           life->age[ages - 1], SURELY_OLD);
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
    char what[COHORT_TABLE_WHAT], shown[COHORT_SHOWN_TEXT];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        cohort_row key = *any;
        key.sex = sex;
        range[sex] = cohort_table_range(table, &key, COHORT_ROW_SEX);
        key.sex = COHORT_BOTH;
        if (range[sex].first == range[sex].end)
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
        int line, code = cohort_table_lifetable(table, range[sex], sex, 0, &tables[sex], error);
        const int number = cohort_table_sorted(table, range[sex].first).line;
        if (code)
            return cohort_fail_prefix(error, code, "%s: area \"%s\", %s, %d, %s: ",
                                      cohort_table_where(table, number, &line),
                                      cohort_shown_text(any->area, shown), any->variable, any->year,
                                      cohort_sex_word(sex));
        dated->table[sex] = &tables[sex];
    }
    return COHORT_OK;
}

/* The first sorted row after the year of row `i`. */
static int next_year(const cohort_table *table, int i)
{
    const cohort_row row = cohort_table_sorted(table, i);
    return cohort_table_range(table, &row, COHORT_ROW_YEAR).end;
}

/* What the mortality of an area is given by: qx, or if there is none mx. */
static const char *mortality_of(const cohort_table *table, const char *area)
{
    const cohort_row_range by_qx = cohort_table_rows(table, area, "qx"),
                           by_mx = cohort_table_rows(table, area, "mx");
    return by_qx.first == by_qx.end && by_mx.first < by_mx.end ? "mx" : "qx";
}

static int read_life_tables(const cohort_table *table, const char *area, int last_year,
                            life_tables *life, cohort_error *error)
{
    cohort_row_range range;
    int code = cohort_table_select(table, area, mortality_of(table, area), &range, error);
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
        const cohort_row row = cohort_table_sorted(table, i);
        if (row.year <= last_year)
            code = read_year(table, &row, life, error);
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

/* The TFR of a date: the only one, whatever its sex and ages of mothers, or that of women, or of sex
 * "both". */
static cohort_row_range find_tfr(const cohort_table *table, const char *area, int year)
{
    cohort_row key = {area, "tfr", year, COHORT_FEMALE, 0, COHORT_OPEN_END, 0.0, 0};
    const cohort_row_range all = cohort_table_range(table, &key, COHORT_ROW_YEAR);
    const cohort_row only = all.end - all.first == 1 ? cohort_table_sorted(table, all.first)
                                                     : (cohort_row){.age_to = -1};
    if (cohort_row_is_whole(&only))
        return all;
    const cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_AGE);
    key.sex = COHORT_BOTH;
    return range.first < range.end ? range : cohort_table_range(table, &key, COHORT_ROW_AGE);
}

/* `all` are the rows of the TFR. */
static int read_dates(const cohort_table *table, const char *area, cohort_row_range all,
                      const cohort_grid *grid, double *tfr, cohort_error *error)
{
    char what[COHORT_TABLE_WHAT], missing[120] = "";
    const int first = cohort_table_sorted(table, all.first).year;
    const bool held = first == cohort_table_sorted(table, all.end - 1).year;
    for (int i = 0; i <= grid->steps; i++) {
        const int year = held ? first : cohort_grid_year(grid, i);
        cohort_row_range range = find_tfr(table, area, year);
        if (range.first == range.end) {
            cohort_append(missing, sizeof missing, "%s %d", *missing ? "," : "", year);
            continue;
        }
        const cohort_row row = cohort_table_sorted(table, range.first);
        char expected[COHORT_LIMITS_TEXT];
        if (cohort_beyond(cohort_table_limits(table, COHORT_TFR_LIMITS), row.value, expected))
            return cohort_table_fail(table, row.line, COHORT_ERROR_VALUE, error,
                                     "tfr %.10g: expected %s", row.value, expected);
        tfr[i] = row.value;
    }
    if (!*missing)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_MISSING,
                       "%s: no row (female, all) for%s: expected one for each date, or none",
                       cohort_table_what(table, area, "tfr", what), missing);
}

/* Returned: *tfr, one a date, allocated; NULL when the table has none. */
static int read_tfr(const cohort_table *table, const char *area, const cohort_grid *grid,
                    double **tfr, cohort_error *error)
{
    const cohort_row_range range = cohort_table_rows(table, area, "tfr");
    int code = cohort_table_gaps(table, area, "tfr", error);
    if (code || range.first == range.end)
        return code;
    *tfr = calloc((size_t)grid->steps + 1, sizeof **tfr);
    return *tfr ? read_dates(table, area, range, grid, *tfr, error) : cohort_fail_memory(error);
}

/* The reference's rates from its population's grid. */
static int derive(const cohort_table *table, const char *area, const cohort_stock *population,
                  cohort_inputs **out, cohort_error *error)
{
    const int last = cohort_grid_year(&population->grid, population->grid.steps);
    life_tables life = {0};
    double *tfr = NULL;
    int code = read_life_tables(table, area, last, &life, error);
    if (!code)
        code = read_tfr(table, area, &population->grid, &tfr, error);
    if (!code) {
        code = cohort_derive_reference(population, life.count, life.dated, tfr, out, error);
        if (code)
            cohort_fail_prefix(error, code, "%s: ", cohort_table_name(table));
    }
    free(tfr);
    free_life_tables(&life);
    return code;
}

int cohort_table_reference(const cohort_table *table, const char *area, int last_year,
                           cohort_inputs **out, cohort_error *error)
{
    cohort_stock population = {.cells = NULL};
    *out = NULL;
    int code = cohort_table_stock(table, area, "population", COHORT_OPEN_START, last_year,
                                  &population, NULL, error);
    if (!code)
        code = derive(table, area, &population, out, error);
    cohort_stock_free(&population);
    return code;
}

/* The part of the reference's population up to the last date of a grid; as it is for a grid of
 * other groups or ages beyond its own, which the caller is told of later. */
static int fit_population(cohort_stock *population, const cohort_grid *grid, cohort_error *error)
{
    cohort_grid part = population->grid;
    const int last = cohort_grid_year(grid, grid->steps);
    while (part.steps > 1 && cohort_grid_year(&part, part.steps - 1) >= last)
        part.steps--;
    if (grid->ages > 0 && grid->width == part.width && grid->ages < part.ages)
        part.ages = grid->ages;
    return cohort_stock_refit(population, &part, error);
}

/* Others take the place of inputs, if they could be made. */
static int replace(cohort_inputs **inputs, cohort_inputs *other, int code)
{
    if (!code) {
        cohort_inputs_free(*inputs);
        *inputs = other;
    }
    return code;
}

/* Rates from a later date on: *inputs are replaced. */
static int start_later(cohort_inputs **inputs, const cohort_stock *population, int year,
                       cohort_error *error)
{
    cohort_inputs *later;
    const int date = cohort_grid_date(&population->grid, year);
    if (date <= 0)
        return COHORT_OK;
    const double *base = population->cells + cohort_cell(&population->grid, date, 0, 0);
    const int code = cohort_inputs_restart(*inputs, year, base, &later, error);
    return replace(inputs, later, code);
}

static int go_on(cohort_inputs **inputs, int year, cohort_error *error)
{
    cohort_inputs *longer;
    const cohort_grid *own = cohort_inputs_grid(*inputs);
    if (year <= cohort_grid_year(own, own->steps))
        return COHORT_OK;
    const int code = cohort_inputs_extend(*inputs, year, &longer, error);
    return replace(inputs, longer, code);
}

int cohort_table_reference_on(const cohort_table *table, const char *area, const cohort_grid *grid,
                              cohort_inputs **out, cohort_error *error)
{
    cohort_stock population = {.cells = NULL};
    cohort_inputs *inputs = NULL;
    *out = NULL;
    int code = cohort_grid_check(grid, error);
    if (!code)
        code = cohort_table_stock(table, area, "population", COHORT_OPEN_START, COHORT_OPEN_END,
                                  &population, NULL, error);
    if (!code)
        code = fit_population(&population, grid, error);
    if (!code)
        code = derive(table, area, &population, &inputs, error);
    if (!code)
        code = start_later(&inputs, &population, grid->start, error);
    if (!code)
        code = go_on(&inputs, cohort_grid_year(grid, grid->steps), error);
    cohort_stock_free(&population);
    if (code)
        cohort_inputs_free(inputs);
    else
        *out = inputs;
    return code;
}
