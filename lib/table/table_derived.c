/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/age.h"

#include <stdlib.h>

/* The rates of one variable on the grid's ages, by the years that the table gives, in order. */
typedef struct schedules {
    const cohort_table *table;
    const cohort_grid *grid;
    cohort_row *rows; /* in order; allocated */
    int row_count;
    int count;
    int *years;
    double *rates; /* [year][sex][age] */
    cohort_error *error;
} schedules;

/* The row that has the rate of a single year of age, by sex; NULL: none has. */
typedef struct spoken {
    const cohort_row *rows[COHORT_SEXES][COHORT_AGE_MAX + 1];
} spoken;

/* The area's own rows; if there are none, those of all areas. */
static int find_rows(schedules *s, const char *area, const char *variable)
{
    char what[COHORT_TABLE_WHAT];
    cohort_row_range range;
    int code = cohort_table_select(s->table, area, variable, &range, s->error);
    if (code == COHORT_ERROR_MISSING)
        code = cohort_table_select(s->table, "all", variable, &range, s->error);
    if (code == COHORT_ERROR_MISSING)
        return cohort_fail(s->error, code, "%s: no rows, and none of area \"all\" either",
                           cohort_table_what(s->table, area, variable, what));
    if (code)
        return code;
    s->row_count = range.end - range.first;
    s->rows = malloc((size_t)s->row_count * sizeof *s->rows);
    for (int i = 0; i < s->row_count && s->rows; i++)
        s->rows[i] = cohort_table_sorted(s->table, range.first + i);
    return s->rows ? COHORT_OK : cohort_fail_memory(s->error);
}

/* The end of the rows of a year. */
static int end_of_year(const schedules *s, int first)
{
    int end = first;
    while (end < s->row_count && s->rows[end].year == s->rows[first].year)
        end++;
    return end;
}

/* The last age of a row. */
static int find_last_age(const schedules *s, const cohort_row *row, int *last)
{
    const int width = s->grid->width, open = (s->grid->ages - 1) * width;
    const bool is_open = row->age_to == COHORT_OPEN_END;
    char age[COHORT_AGE_RANGE_TEXT];
    cohort_age_range_text(row->age_from, row->age_to, age);
    if (row->age_from > open || (row->age_to >= open && !is_open))
        return cohort_table_fail(s->table, row->line, COHORT_ERROR_GRID, s->error,
                                 "age %s: expected no range that begins or ends within the "
                                 "population's open group, %d+",
                                 age, open);
    if (row->age_to != COHORT_AGE_GROUP)
        *last = row->age_to;
    else if (row->age_from == open)
        *last = COHORT_OPEN_END;
    else if (row->age_from % width == 0)
        *last = row->age_from + width - 1;
    else
        return cohort_table_fail(s->table, row->line, COHORT_ERROR_GRID, s->error,
                                 "age %s: expected the first age of a group of the population, "
                                 "every %d years from 0 on, or a range such as 6-11",
                                 age, width);
    return COHORT_OK;
}

/* Each age of a sex once, in a row of that sex or of both. */
static int mark_row(const schedules *s, const cohort_row *row, int sex, int last, spoken *now)
{
    for (int age = row->age_from; age <= last && age <= COHORT_AGE_MAX; age++) {
        const cohort_row *other = now->rows[sex][age];
        int line;
        if (other) {
            const bool is_later = row->line > other->line;
            cohort_table_where(s->table, is_later ? other->line : row->line, &line);
            return cohort_table_fail(
                s->table, is_later ? row->line : other->line, COHORT_ERROR_DUPLICATE, s->error,
                "%d, %s, age %d has a rate by line %d: expected ages that do not overlap",
                row->year, cohort_sex_word(sex), age, line);
        }
        now->rows[sex][age] = row;
    }
    return COHORT_OK;
}

/* Add a row to the rates [age] of a sex. In a group that it covers only in part it counts for that
 * part, as if the ages of a group were even. (The open group is always covered as a whole, here by its
 * first years: no range begins or ends within it.) */
static void add_row(const cohort_grid *grid, const cohort_row *row, int last, double *rates)
{
    for (int x = row->age_from / grid->width; x < grid->ages && x * grid->width <= last; x++) {
        int from = x * grid->width, to = from + grid->width - 1;
        from = row->age_from > from ? row->age_from : from;
        to = last < to ? last : to;
        rates[x] += (double)(to - from + 1) / grid->width * row->value;
    }
}

static int read_row(const schedules *s, const cohort_row *row, int index, spoken *now)
{
    if (row->value < 0.0)
        return cohort_table_fail(s->table, row->line, COHORT_ERROR_VALUE, s->error,
                                 "%.10g: expected a rate, 0 or more", row->value);
    int last = 0, code = find_last_age(s, row, &last);
    for (int sex = 0; sex < COHORT_SEXES && !code; sex++) {
        if (row->sex != sex && row->sex != COHORT_BOTH)
            continue;
        code = mark_row(s, row, sex, last, now);
        if (!code)
            add_row(s->grid, row, last, s->rates + cohort_cell(s->grid, index, sex, 0));
    }
    return code;
}

/* Rows with only a first age that leave out ages between them may be of groups wider than the
 * population's: each would count for its first years only. */
static int check_first_ages(const schedules *s, int sex, const spoken *now)
{
    const cohort_row *before = NULL;
    int last = 0;
    for (int age = 0; age <= COHORT_AGE_MAX; age++) {
        const cohort_row *row = now->rows[sex][age];
        if (!row)
            continue;
        if (before && row->age_to == COHORT_AGE_GROUP && before->age_to == COHORT_AGE_GROUP &&
            age > last + 1)
            return cohort_table_fail(s->table, row->line, COHORT_ERROR_GRID, s->error,
                                     "no rate for ages %d to %d, between %d and %d, which are "
                                     "first ages of groups as wide as the population's: expected "
                                     "ranges, such as %d-%d",
                                     last + 1, age - 1, before->age_from, age, before->age_from,
                                     age - 1);
        before = row;
        last = age;
    }
    return COHORT_OK;
}

/* The rate of an age that only one of two years has would fall to 0 between the two. */
static int check_same_ages(const schedules *s, int sex, const spoken *first, const spoken *now,
                           int year)
{
    for (int age = 0; age <= COHORT_AGE_MAX; age++) {
        const cohort_row *then = first->rows[sex][age], *row = now->rows[sex][age];
        if (!then == !row)
            continue;
        const cohort_row *given = then ? then : row;
        return cohort_table_fail(s->table, given->line, COHORT_ERROR_MISSING, s->error,
                                 "%d has a rate for %s, age %d, and %d has none: expected the "
                                 "same ages in each year, with 0 where there is none",
                                 given->year, cohort_sex_word(sex), age, then ? year : s->years[0]);
    }
    return COHORT_OK;
}

/* Read the rows of a year, `from` to `end` - 1. */
static int read_year(schedules *s, int from, int end, spoken *first)
{
    spoken now = {{{NULL}}};
    const int index = s->count++;
    int code = COHORT_OK;
    s->years[index] = s->rows[from].year;
    for (int i = from; i < end && !code; i++)
        code = read_row(s, &s->rows[i], index, &now);
    for (int sex = 0; sex < COHORT_SEXES && !code; sex++)
        code = check_first_ages(s, sex, &now);
    if (index == 0)
        *first = now;
    for (int sex = 0; sex < COHORT_SEXES && !code; sex++)
        code = check_same_ages(s, sex, first, &now, s->years[index]);
    return code;
}

static int read_years(schedules *s)
{
    spoken first;
    size_t years = 0;
    int code = COHORT_OK;
    for (int i = 0; i < s->row_count; i = end_of_year(s, i))
        years++;
    s->years = calloc(years, sizeof *s->years);
    s->rates = calloc(years * cohort_grid_cells(s->grid), sizeof *s->rates);
    if (!s->years || !s->rates)
        return cohort_fail_memory(s->error);
    for (int i = 0; i < s->row_count && !code; i = end_of_year(s, i))
        code = read_year(s, i, end_of_year(s, i), &first);
    return code;
}

/* The rates [sex][age] of a date: on a straight line between two years, held before the first and
 * after the last. */
static void interpolate(const schedules *s, int year, double *rates)
{
    int before = 0;
    while (before + 1 < s->count && s->years[before + 1] <= year)
        before++;
    const bool between = year > s->years[before] && before + 1 < s->count;
    const double part =
        between ? (double)(year - s->years[before]) / (s->years[before + 1] - s->years[before])
                : 0.0;
    const double *from = s->rates + cohort_cell(s->grid, before, 0, 0);
    const double *to = between ? from + cohort_grid_cells(s->grid) : from;
    for (size_t i = 0; i < cohort_grid_cells(s->grid); i++)
        rates[i] = from[i] + part * (to[i] - from[i]);
}

int cohort_table_rates(const cohort_table *table, const char *area, const char *variable,
                       const cohort_grid *grid, double *rates, cohort_error *error)
{
    schedules s = {.table = table, .grid = grid, .error = error};
    int code = cohort_grid_check(grid, error);
    if (!code)
        code = find_rows(&s, area, variable);
    if (!code)
        code = read_years(&s);
    for (int date = 0; date <= grid->steps && !code; date++)
        interpolate(&s, cohort_grid_year(grid, date), rates + cohort_cell(grid, date, 0, 0));
    free(s.rows);
    free(s.years);
    free(s.rates);
    return code ? code : cohort_succeed(error);
}
