/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/rate_rows.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"

#include <math.h>
#include <string.h>

/* Rows of a year within an interval would be ignored: they are of shorter intervals. */
static int check_years(const struct rate_rows *rows)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        int since = row.year - grid->start;
        if (since > 0 && since < grid->steps * grid->width && since % grid->width != 0)
            return cohort_table_fail(rows->table, row.line, COHORT_ERROR_GRID, rows->source->error,
                                     "%s of %d: expected the first year of an interval, every %d "
                                     "years from %d on",
                                     rows->variable, row.year, grid->width, grid->start);
    }
    return COHORT_OK;
}

int cohort_rate_rows_find(const struct rate_source *s, const char *variable, struct rate_rows *rows)
{
    *rows = (struct rate_rows){.source = s, .variable = variable};
    for (int i = 0; i < s->count; i++) {
        const cohort_row_range range = cohort_table_rows(s->tables[i], s->area, variable);
        if (range.first == range.end)
            continue;
        if (rows->table)
            return cohort_fail(s->error, COHORT_ERROR_DUPLICATE,
                               "%s and %s: both have %s of area \"%s\": expected one of them",
                               cohort_table_name(rows->table), cohort_table_name(s->tables[i]),
                               variable, s->area);
        rows->table = s->tables[i];
        rows->range = range;
    }
    if (!rows->table)
        return COHORT_OK;
    int code = cohort_table_gaps(rows->table, s->area, variable, s->error);
    return !code && s->inputs ? check_years(rows) : code;
}

cohort_row_range cohort_rate_rows_of(const struct rate_rows *rows, int interval, int sex)
{
    const int first = cohort_table_sorted(rows->table, rows->range.first).year;
    const int last = cohort_table_sorted(rows->table, rows->range.end - 1).year;
    int year = cohort_grid_year(&rows->source->inputs->grid, interval);
    year = first == last && last == rows->source->inputs->grid.start ? last : year;
    const cohort_row key = {rows->source->area, rows->variable, year, sex, 0, 0, 0.0, 0};
    return cohort_table_range(rows->table, &key,
                              sex == COHORT_BOTH ? COHORT_ROW_YEAR : COHORT_ROW_SEX);
}

int cohort_rate_rows_need(const struct rate_rows *rows, int interval, int sex,
                          cohort_row_range *range)
{
    char what[COHORT_TABLE_WHAT];
    *range = cohort_rate_rows_of(rows, interval, sex);
    if (range->first < range->end)
        return COHORT_OK;
    return cohort_fail(rows->source->error, COHORT_ERROR_MISSING,
                       "%s: no rows for %d, %s: expected one for each interval, at its first year",
                       cohort_table_what(rows->table, rows->source->area, rows->variable, what),
                       cohort_grid_year(&rows->source->inputs->grid, interval),
                       cohort_sex_word(sex));
}

int cohort_rate_row_fail(const struct rate_rows *rows, const cohort_row *row, int code,
                         const char *expected)
{
    return cohort_table_fail(rows->table, row->line, code, rows->source->error,
                             "area \"%s\", %s of %d, %s, age %d, %.10g: expected %s",
                             rows->source->area, rows->variable, row->year,
                             cohort_sex_word(row->sex), row->age_from, row->value, expected);
}

/* ---- one value an age group ---- */

const char *cohort_rate_rows_narrow(const struct rate_rows *rows)
{
    if (strcmp(rows->variable, "asfr") == 0)
        return "groups as wide as the projection's step: graduate width * asfr to single years "
               "(cohort_graduate), or project by wider steps";
    if (strcmp(rows->variable, "net_migration") == 0)
        return "groups as wide as the projection's step: graduate them (cohort_graduate), or "
               "project by wider steps";
    return "groups as wide as the projection's step: rates by single years, for which deaths and "
           "population are graduated (cohort_graduate), or project by wider steps";
}

/* The group of a row on the grid, or a code. */
static int group_of(const struct rate_rows *rows, const cohort_row *row)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    const int x = row->age_from / grid->width, open = grid->ages - 1;
    const int to = x == open ? COHORT_OPEN_END : row->age_from + grid->width - 1;
    if (row->age_from % grid->width == 0 && x <= open &&
        (row->age_to == COHORT_AGE_GROUP || row->age_to == to))
        return x;
    if (row->age_to != COHORT_AGE_GROUP && row->age_to - row->age_from >= grid->width && x < open)
        return cohort_rate_row_fail(rows, row, COHORT_ERROR_GRID, cohort_rate_rows_narrow(rows));
    return cohort_rate_row_fail(rows, row, COHORT_ERROR_GRID, "an age group of the population");
}

/* Groups given only by their first age, none next to another: they are wider than the step. */
static int check_coarse(const struct rate_rows *rows, cohort_row_range range)
{
    int closest = COHORT_OPEN_END;
    for (int i = range.first + 1; i < range.end; i++) {
        int gap = cohort_table_sorted(rows->table, i).age_from -
                  cohort_table_sorted(rows->table, i - 1).age_from;
        closest = gap < closest ? gap : closest;
    }
    if (range.end - range.first < 2 || closest <= rows->source->inputs->grid.width)
        return COHORT_OK;
    const cohort_row row = cohort_table_sorted(rows->table, range.first);
    return cohort_rate_row_fail(rows, &row, COHORT_ERROR_GRID, cohort_rate_rows_narrow(rows));
}

int cohort_rate_row_check(const struct rate_rows *rows, const cohort_row *row, struct limits limits)
{
    char expected[COHORT_LIMITS_TEXT];
    return cohort_beyond(cohort_table_limits(rows->table, limits), row->value, expected)
               ? cohort_rate_row_fail(rows, row, COHORT_ERROR_VALUE, expected)
               : COHORT_OK;
}

struct limits cohort_rate_limits_of(const struct rate_source *s, cohort_quantity quantity,
                                    double factor)
{
    static const char *const what[COHORT_QUANTITY_COUNT] = {
        [COHORT_SURVIVAL] = "a share surviving, ",
        [COHORT_ASFR] = "births per woman and year, ",
        [COHORT_NET_MIGRATION_RATIO] = "net migrants per person and year, "};
    const struct limits l =
        cohort_quantity_limits(quantity, s->inputs->grid.width, quantity != COHORT_ASFR);
    return (struct limits){l.lowest / factor, l.highest / factor, l.usual / factor, false,
                           what[quantity]};
}

int cohort_rate_rows_read(const struct rate_rows *rows, cohort_row_range range,
                          cohort_quantity quantity, double factor, double *values)
{
    int code = check_coarse(rows, range);
    for (int x = 0; x < rows->source->inputs->grid.ages; x++)
        values[x] = (double)NAN;
    for (int i = range.first; i < range.end && !code; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        int x = group_of(rows, &row);
        code = x < 0 ? x
                     : cohort_rate_row_check(rows, &row,
                                             cohort_rate_limits_of(rows->source, quantity, factor));
        if (code)
            break;
        if (!isnan(values[x]))
            code = cohort_rate_row_fail(rows, &row, COHORT_ERROR_DUPLICATE, "each group once");
        else
            values[x] = row.value * factor;
    }
    return code;
}
