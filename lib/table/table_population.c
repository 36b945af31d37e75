/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/age.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

/* The rows of a population, and the grid that they are found to be on. */
typedef struct layout {
    const cohort_table *table;
    const char *name;             /* of the file */
    char what[COHORT_TABLE_WHAT]; /* file, area and variable: for messages */
    cohort_row_range range;
    int last_year;
    bool has_men;                     /* or only women */
    bool has_age[COHORT_AGE_MAX + 1]; /* is there a group that begins with this age? */
    cohort_grid grid;
    cohort_error *error;
} layout;

static bool is_total(const cohort_row *row)
{
    return row->sex == COHORT_BOTH || cohort_row_all_ages(row);
}

/* Row i, or NULL if it is a total or beyond the last year. */
static const cohort_row *group_row(const layout *rows, int i)
{
    const cohort_row *row = cohort_table_sorted(rows->table, i);
    return is_total(row) || row->year > rows->last_year ? NULL : row;
}

/* The horizon has to be one of the dates. */
static int check_last_year(const layout *rows)
{
    int last = 0;
    bool any = false, found = rows->last_year == COHORT_OPEN_END;
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row *row = cohort_table_sorted(rows->table, i);
        if (is_total(row))
            continue;
        any = true;
        last = row->year;
        found = found || last == rows->last_year;
    }
    if (!any)
        return cohort_fail(rows->error, COHORT_ERROR_MISSING, "%s: no rows by sex and age group",
                           rows->what);
    if (!found)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: last year %d: expected one of its dates, the last of which is %d",
                           rows->what, rows->last_year, last);
    return COHORT_OK;
}

/* --- Ages ------------------------------------------------------------------------------------- */

/* Find the first ages of groups. Returned: *open, -1 before: the first age of the open one. */
static int mark_ages(layout *rows, int *open)
{
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row *row = group_row(rows, i);
        if (!row)
            continue;
        rows->has_age[row->age_from] = true;
        rows->has_men = rows->has_men || row->sex == COHORT_MALE;
        if (row->age_to != COHORT_OPEN_END)
            continue;
        if (*open >= 0 && *open != row->age_from)
            return cohort_fail(rows->error, COHORT_ERROR_GRID,
                               "%s, line %d: age %d+, where other rows have %d+: expected one open "
                               "group",
                               rows->name, row->line, row->age_from, *open);
        *open = row->age_from;
    }
    return COHORT_OK;
}

static int find_ages(layout *rows)
{
    int starts[COHORT_AGE_MAX + 1], count = 0, width = INT_MAX, open = -1;
    int code = mark_ages(rows, &open);
    if (code)
        return code;
    for (int age = 0; age <= COHORT_AGE_MAX; age++)
        if (rows->has_age[age])
            starts[count++] = age;
    for (int i = 1; i < count; i++)
        width = starts[i] - starts[i - 1] < width ? starts[i] - starts[i - 1] : width;
    if (starts[0] != 0)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: the first age group begins with %d: expected 0", rows->what,
                           starts[0]);
    for (int i = 1; i < count; i++)
        if (starts[i] - starts[i - 1] != width)
            return cohort_fail(rows->error, COHORT_ERROR_GRID,
                               "%s: a gap in ages: no group between %d and %d, where groups are "
                               "%d years wide",
                               rows->what, starts[i - 1], starts[i], width);
    const int age = starts[count - 1];
    if (open != age)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: the last age group, %d, is not open: expected it written as %d+",
                           rows->what, age, age);
    rows->grid.width = width;
    rows->grid.ages = count;
    return COHORT_OK;
}

/* --- Dates ------------------------------------------------------------------------------------ */

static int find_dates(layout *rows)
{
    int year = 0, dates = 0;
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row *row = group_row(rows, i);
        if (!row || (dates > 0 && row->year == year))
            continue;
        if (dates > 0 && row->year - year != rows->grid.width)
            return cohort_fail(rows->error, COHORT_ERROR_GRID,
                               "%s: dates %d and %d: expected dates %d years apart, as wide as the "
                               "age groups%s",
                               rows->what, year, row->year, rows->grid.width,
                               row->year - year < rows->grid.width ? ": remove those between" : "");
        if (dates == 0)
            rows->grid.start = row->year;
        year = row->year;
        dates++;
    }
    rows->grid.steps = dates - 1;
    return COHORT_OK;
}

/* --- Cells ------------------------------------------------------------------------------------ */

/* `line 3`, or `line 3, column 2015` when dates are columns; into the caller's buffer. */
enum { PLACE = 48 };
static const char *place_of(const layout *rows, const cohort_row *row, char place[PLACE])
{
    snprintf(place, PLACE, rows->table->wide ? "line %d, column %d" : "line %d", row->line,
             row->year);
    return place;
}

static int check_row(const layout *rows, const cohort_row *row)
{
    int width = rows->grid.width, age = row->age_from / width;
    bool last = age == rows->grid.ages - 1;
    int to = last ? COHORT_OPEN_END : row->age_from + width - 1;
    char text[COHORT_AGE_TEXT], given[COHORT_AGE_RANGE_TEXT], place[PLACE];
    if (row->age_to != to && (last || row->age_to != COHORT_AGE_GROUP))
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s, line %d: age %s: expected the group %s, as in the other rows",
                           rows->name, row->line,
                           cohort_age_range_text(row->age_from, row->age_to, given),
                           cohort_age_text(&rows->grid, age, text));
    if (row->value < 0)
        return cohort_fail(rows->error, COHORT_ERROR_VALUE,
                           "%s, %s: %.10g: expected a population, 0 or more", rows->name,
                           place_of(rows, row, place), row->value);
    return COHORT_OK;
}

/* Cells that no row has given are left NAN; without men, theirs are 0. */
static int fill(const layout *rows, cohort_stock *stock)
{
    size_t count = ((size_t)rows->grid.steps + 1) * cohort_grid_cells(&rows->grid);
    double *cells = cohort_stock_cells(stock);
    for (size_t i = 0; i < count; i++)
        cells[i] = rows->has_men || i / (size_t)rows->grid.ages % COHORT_SEXES != COHORT_MALE
                       ? (double)NAN
                       : 0.0;
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row *row = group_row(rows, i);
        if (!row)
            continue;
        int code = check_row(rows, row);
        if (code)
            return code;
        int date = cohort_grid_date(&rows->grid, row->year);
        int age = row->age_from / rows->grid.width;
        double *cell = &cells[cohort_cell(&rows->grid, date, row->sex, age)];
        if (!isnan(*cell))
            return cohort_fail(rows->error, COHORT_ERROR_DUPLICATE,
                               "%s, line %d: age %d is given as a first age and as a range: "
                               "expected each cell once",
                               rows->name, row->line, row->age_from);
        *cell = row->value;
    }
    return COHORT_OK;
}

static int check_complete(const layout *rows, const cohort_stock *stock)
{
    const cohort_grid *grid = &rows->grid;
    char text[COHORT_AGE_TEXT];
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < grid->ages; age++)
                if (isnan(stock->cells[cohort_cell(grid, date, sex, age)]))
                    return cohort_fail(rows->error, COHORT_ERROR_MISSING,
                                       "%s: no row for year %d, sex %s, age %s", rows->what,
                                       cohort_grid_year(grid, date), cohort_sex_word(sex),
                                       cohort_age_text(grid, age, text));
    return COHORT_OK;
}

/* What the cells of a total add up to; how many there are, or 0 when its ages are no groups. */
static int sum_parts(const cohort_row *row, const cohort_stock *stock, double *sum)
{
    const cohort_grid *grid = &stock->grid;
    const int date = cohort_grid_date(grid, row->year), open = (grid->ages - 1) * grid->width;
    int to = row->age_to, first, last, parts = 0;
    if (to == COHORT_AGE_GROUP)
        to = row->age_from == open ? COHORT_OPEN_END : row->age_from + grid->width - 1;
    if (date < 0 || cohort_grid_groups(grid, row->age_from, to, &first, &last, NULL))
        return 0;
    *sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = first; age <= last && (row->sex == sex || row->sex == COHORT_BOTH); age++) {
            *sum += stock->cells[cohort_cell(grid, date, sex, age)];
            parts++;
        }
    return parts;
}

/* Does a row of both sexes or all ages agree with the cells that it is the total of, within their
 * rounding? A row whose ages are no groups, or whose year is no date, is ignored. */
static int check_total(const layout *rows, const cohort_row *row, const cohort_stock *stock)
{
    double sum;
    const int parts = sum_parts(row, stock, &sum);
    /* each part is rounded, and so is the total; and both may be sums of doubles */
    const double rounding = 0.5 * (parts + 1) + 1e-9 * fabs(row->value);
    if (parts == 0 || fabs(row->value - sum) <= rounding)
        return COHORT_OK;
    char place[PLACE], age[COHORT_AGE_RANGE_TEXT];
    return cohort_fail(rows->error, COHORT_ERROR_VALUE,
                       "%s, %s: %.10g persons, year %d, sex %s, age %s, where its parts add up to "
                       "%.10g: expected their sum (persons of unknown age, if the total has them, "
                       "belong to none: spread them over the ages, or remove the row)",
                       rows->name, place_of(rows, row, place), row->value, row->year,
                       cohort_sex_word(row->sex),
                       cohort_age_range_text(row->age_from, row->age_to, age), sum);
}

static int check_totals(const layout *rows, const cohort_stock *stock)
{
    int code = COHORT_OK;
    for (int i = rows->range.first; i < rows->range.end && !code; i++) {
        const cohort_row *row = cohort_table_sorted(rows->table, i);
        if (is_total(row))
            code = check_total(rows, row, stock);
    }
    return code;
}

static int build(layout *rows, cohort_stock *stock)
{
    int code = check_last_year(rows);
    if (!code)
        code = find_ages(rows);
    if (!code)
        code = find_dates(rows);
    if (!code && (code = cohort_stock_init(stock, &rows->grid, rows->error)) != COHORT_OK)
        cohort_fail_prefix(rows->error, code, "%s: ", rows->what);
    if (!code)
        code = fill(rows, stock);
    if (!code)
        code = check_complete(rows, stock);
    if (!code)
        code = check_totals(rows, stock);
    return code;
}

int cohort_table_stock(const cohort_table *table, const char *area, const char *variable,
                       int last_year, cohort_stock *stock, cohort_error *error)
{
    layout rows = {.table = table, .last_year = last_year, .error = error};
    cohort_stock built = {.cells = NULL};
    int code = cohort_table_select(table, area, variable, &rows.range, error);
    if (code)
        return code;
    rows.name = cohort_table_name(table);
    cohort_table_what(table, area, variable, rows.what);
    code = build(&rows, &built);
    if (code) {
        cohort_stock_free(&built);
        return code;
    }
    *stock = built;
    return cohort_succeed(error);
}

int cohort_table_population(const cohort_table *table, const char *area, const char *variable,
                            cohort_stock *stock, cohort_error *error)
{
    return cohort_table_stock(table, area, variable, COHORT_OPEN_END, stock, error);
}
