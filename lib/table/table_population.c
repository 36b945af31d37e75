/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include "core/error.h"
#include "core/grid.h"
#include "table/groups.h"
#include "text/age.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CENSUS_WIDTH = 5, CODES = 30 };

/* The rows of a population, and the grid that they are found to be on. */
typedef struct layout {
    const cohort_table *table;
    char what[COHORT_TABLE_WHAT]; /* file, area and variable: for messages */
    cohort_row_range range;
    const char *area, *variable;
    int first_year, last_year;
    int *years; /* dates with rows by sex and age, from the first to the last; allocated */
    int dates;
    cohort_pieces *pieces; /* of the year and sex that are looked at; allocated */
    double *unknown;       /* [date][sex], both the last: persons of unknown age; allocated */
    bool has_men;          /* or only women */
    bool has_five;         /* are there groups of five years? */
    int open;              /* the first age of the open one; -1: none */
    bool has_age[COHORT_AGE_MAX + 2]; /* first ages of rows */
    cohort_grid grid;
    cohort_population_notes *notes;
    cohort_error *error;
} layout;

static bool is_by_age(const cohort_row *row)
{
    return !cohort_row_all_ages(row) && row->age_to != COHORT_AGE_UNKNOWN;
}

/* By sex and age? */
static bool is_group(const cohort_row *row)
{
    return row->sex != COHORT_BOTH && is_by_age(row);
}

/* Take the rows of a year and sex. */
static int take(const layout *rows, int year, int sex)
{
    const cohort_row key = {rows->area, rows->variable, year, sex, 0, 0, 0.0, 0};
    return cohort_pieces_take(rows->table, cohort_table_range(rows->table, &key, COHORT_ROW_SEX),
                              rows->has_age, rows->pieces, rows->error);
}

/* --- Dates ------------------------------------------------------------------------------------ */

/* What there is instead of rows by sex and age. */
static int fail_none(const layout *rows)
{
    bool by_age = false;
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        by_age = by_age || is_by_age(&row);
    }
    return cohort_fail(rows->error, COHORT_ERROR_MISSING, "%s: no rows by sex and age group%s",
                       rows->what,
                       by_age ? ": only persons of both sexes: expected men and women apart "
                                "(--sex-ratio 95 splits them, 95 men per 100 women)"
                              : ": only totals: expected the table by sex and age (0-4, ..., 85+)");
}

/* Take from a row by sex and age, of a date that is asked for, its date and ages. */
static void note_row(layout *rows, const cohort_row *row)
{
    if (rows->dates == 0 || row->year != rows->years[rows->dates - 1])
        rows->years[rows->dates++] = row->year;
    rows->has_age[row->age_from] = true;
    rows->has_men = rows->has_men || row->sex == COHORT_MALE;
    rows->has_five = rows->has_five || row->age_to == row->age_from + CENSUS_WIDTH - 1;
    if (row->age_to == COHORT_OPEN_END && row->age_from > rows->open)
        rows->open = row->age_from;
}

/* The dates and ages that there are; the horizon has to be one of the dates. */
static int find_rows(layout *rows)
{
    int last = 0;
    bool any = false, found = rows->last_year == COHORT_OPEN_END;
    rows->years = malloc((size_t)(rows->range.end - rows->range.first) * sizeof *rows->years);
    if (!rows->years)
        return cohort_fail_memory(rows->error);
    for (int i = rows->range.first; i < rows->range.end; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        if (!is_group(&row))
            continue;
        any = true;
        last = row.year;
        found = found || last == rows->last_year;
        if (last >= rows->first_year && last <= rows->last_year)
            note_row(rows, &row);
    }
    if (!any)
        return fail_none(rows);
    if (!found)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: last year %d: expected one of its dates, the last of which is %d",
                           rows->what, rows->last_year, last);
    return COHORT_OK;
}

static int check_dates(layout *rows)
{
    const int width = rows->grid.width;
    for (int i = 1; i < rows->dates; i++) {
        const int gap = rows->years[i] - rows->years[i - 1];
        if (gap != width)
            return cohort_fail(
                rows->error, COHORT_ERROR_GRID,
                "%s: dates %d and %d: expected dates %d year%s apart, as wide as the "
                "age groups%s",
                rows->what, rows->years[i - 1], rows->years[i], width, width == 1 ? "" : "s",
                gap >= width               ? ""
                : width > 2 * CENSUS_WIDTH ? ": such groups are too wide: expected 0-4, 5-9, ..."
                                           : ": remove those between, or give narrower groups");
    }
    rows->grid.start = rows->years[0];
    rows->grid.steps = rows->dates - 1;
    return COHORT_OK;
}

/* --- Ages ------------------------------------------------------------------------------------- */

/* Do the rows of all dates and sexes make up groups of this width? *open is the first age of the open
 * group that all of them have. */
static int try_width(const layout *rows, int width, int *open)
{
    *open = INT_MAX;
    for (int date = 0; date<rows->dates && * open> 0; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            const int code = take(rows, rows->years[date], sex);
            if (code)
                return code;
            const int own = rows->pieces->any ? cohort_pieces_open(rows->pieces, width) : *open;
            *open = own < *open ? own : *open;
        }
    return COHORT_OK;
}

/* Why the ages are no groups. */
static int fail_ages(const layout *rows, const int *starts, int count, int width)
{
    if (starts[0] <= 1 && width == 1 && starts[count - 1] - starts[0] == count - 1 &&
        count < CODES && rows->open < 0)
        return cohort_fail(
            rows->error, COHORT_ERROR_GRID,
            "%s: ages %d, %d, ... %d, as if they were numbers of groups: expected the "
            "groups themselves (0-4, 5-9, ..., 85+)",
            rows->what, starts[0], starts[0] + 1, starts[count - 1]);
    if (starts[0] != 0)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: the first age group begins with %d: expected 0", rows->what,
                           starts[0]);
    for (int i = 1; i < count; i++)
        if (starts[i] - starts[i - 1] != width)
            return cohort_fail(rows->error, COHORT_ERROR_GRID,
                               "%s: a gap in ages: no group between %d and %d, where groups are "
                               "%d year%s wide",
                               rows->what, starts[i - 1], starts[i], width, width == 1 ? "" : "s");
    const int age = starts[count - 1];
    if (rows->open != age)
        return cohort_fail(rows->error, COHORT_ERROR_GRID,
                           "%s: the last age group, %d, is not open: expected it written as %d+",
                           rows->what, age, age);
    return COHORT_OK;
}

/* The width and number of groups: as wide as dates are apart if the rows make up such groups, else
 * as most of the rows are. */
static int find_ages(layout *rows)
{
    int starts[COHORT_AGE_MAX + 1], count = 0, width = INT_MAX, open = 0, code = COHORT_OK;
    for (int age = 0; age <= COHORT_AGE_MAX; age++)
        if (rows->has_age[age])
            starts[count++] = age;
    for (int i = 1; i < count; i++)
        width = starts[i] - starts[i - 1] < width ? starts[i] - starts[i - 1] : width;
    const int apart = rows->dates > 1 ? rows->years[1] - rows->years[0] : 0;
    const int tried[] = {apart <= CENSUS_WIDTH ? apart : 0, rows->has_five ? CENSUS_WIDTH : 0,
                         width};
    for (int i = 0; i < 3 && !code; i++) {
        if (tried[i] > 0 && tried[i] < INT_MAX)
            code = try_width(rows, tried[i], &open);
        if (code || (tried[i] > 0 && open > 0 && open < INT_MAX)) {
            rows->grid.width = tried[i];
            rows->grid.ages = code ? 0 : open / tried[i] + 1;
            rows->notes->width = tried[i];
            return code;
        }
    }
    rows->grid.width = width < INT_MAX ? width : 1;
    rows->grid.ages = (rows->open > 0 ? rows->open : 0) / rows->grid.width + 1;
    for (int sex = 0; rows->dates > 0 && sex < COHORT_SEXES && !code; sex++) {
        code = take(rows, rows->years[0], sex);
        code = code ? code : cohort_pieces_overlap(rows->pieces, rows->what, rows->error);
    }
    return code ? code : fail_ages(rows, starts, count, width);
}

/* --- Cells ------------------------------------------------------------------------------------ */

/* `FILE, line 3`, or `FILE, line 3, column 2015` when dates are columns; into the caller's buffer. */
enum { PLACE = COHORT_AT_TEXT + 32 };
static const char *place_of(const layout *rows, int line, int year, char place[PLACE])
{
    cohort_table_at(rows->table, line, place);
    if (rows->table->dated)
        cohort_append(place, PLACE, ", column %d", year);
    return place;
}

/* A row no wider than the groups that is none of them, nor a part of one. */
static int check_pieces(const layout *rows)
{
    const int width = rows->grid.width, open = (rows->grid.ages - 1) * width;
    char given[COHORT_AGE_RANGE_TEXT], text[COHORT_AGE_TEXT];
    for (int i = 0; i < rows->pieces->count; i++) {
        const cohort_piece *piece = &rows->pieces->piece[i];
        const int x = piece->from >= open ? rows->grid.ages - 1 : piece->from / width;
        const int last = x == rows->grid.ages - 1 ? COHORT_OPEN_END : (x + 1) * width - 1;
        if (piece->to <= last && x < rows->grid.ages - 1)
            continue;
        if (piece->to - piece->from >= width || piece->to == COHORT_OPEN_END ||
            (x == rows->grid.ages - 1 &&
             cohort_pieces_sum(rows->pieces, piece->to + 1, COHORT_OPEN_END).parts > 0))
            continue;
        return cohort_table_fail(
            rows->table, piece->line, COHORT_ERROR_GRID, rows->error,
            "age %s: expected the group %s, as in the other rows",
            cohort_age_range_text(piece->from,
                                  piece->to == piece->from ? COHORT_AGE_GROUP : piece->to, given),
            cohort_age_text(&rows->grid, x, text));
    }
    return COHORT_OK;
}

static int fail_cell(const layout *rows, int date, int sex, int age)
{
    char text[COHORT_AGE_TEXT];
    return cohort_fail(rows->error, COHORT_ERROR_MISSING,
                       "%s: no row for year %d, sex %s, age %s%s", rows->what, rows->years[date],
                       cohort_sex_word(sex), cohort_age_text(&rows->grid, age, text),
                       rows->pieces->any ? "" : ", nor any other age: expected both sexes");
}

/* Is what a total differs by from its parts no more than their rounding? Each part is rounded, and so is
 * the total; and both may be sums of doubles. */
static bool is_rounded(const layout *rows, double difference, int parts, double total)
{
    return fabs(difference) <= 0.5 * rows->notes->rounding * (parts + 1) + 1e-9 * fabs(total);
}

/* A group given beside its parts is their sum. */
static int check_parts(const layout *rows, int year, int from, int to, double value)
{
    char place[PLACE], age[COHORT_AGE_RANGE_TEXT];
    const cohort_pieces_total parts = cohort_pieces_chain(rows->pieces, from, to);
    if (parts.parts == 0 || is_rounded(rows, parts.sum - value, parts.parts, value))
        return COHORT_OK;
    return cohort_fail(rows->error, COHORT_ERROR_VALUE,
                       "%s: ages that add up to %.10g, and age %s is %.10g: expected their sum",
                       place_of(rows, parts.line, year, place), parts.sum,
                       cohort_age_range_text(from, to, age), value);
}

/* The cells of a date and sex. */
static int fill_ages(const layout *rows, int date, int sex, double *cells)
{
    const cohort_grid *grid = &rows->grid;
    char place[PLACE];
    int code = take(rows, rows->years[date], sex);
    if (!code)
        code = check_pieces(rows);
    rows->unknown[date * (COHORT_SEXES + 1) + sex] = rows->pieces->unknown;
    for (int age = 0; age < grid->ages && !code; age++) {
        const int from = age * grid->width;
        const int to = age == grid->ages - 1 ? COHORT_OPEN_END : from + grid->width - 1;
        const cohort_pieces_total found = cohort_pieces_sum(rows->pieces, from, to);
        cells[age] = found.sum;
        if (found.parts == 0)
            code = fail_cell(rows, date, sex, age);
        else if (cells[age] < 0)
            code = cohort_fail(rows->error, COHORT_ERROR_VALUE,
                               "%s: %.10g: expected a population, 0 or more",
                               place_of(rows, found.line, rows->years[date], place), cells[age]);
        else
            code = check_parts(rows, rows->years[date], from, to, cells[age]);
        rows->notes->summed = rows->notes->summed || (!code && found.parts > 1);
    }
    return code;
}

static int fill(const layout *rows, cohort_stock *stock)
{
    double *cells = cohort_stock_cells(stock);
    int code = COHORT_OK;
    for (int date = 0; date < rows->dates && !code; date++) {
        code = take(rows, rows->years[date], COHORT_BOTH);
        rows->unknown[date * (COHORT_SEXES + 1) + COHORT_BOTH] = rows->pieces->unknown;
        for (int sex = rows->has_men ? 0 : COHORT_FEMALE; sex < COHORT_SEXES && !code; sex++)
            code = fill_ages(rows, date, sex, cells + cohort_cell(&rows->grid, date, sex, 0));
    }
    return code;
}

/* --- Totals ----------------------------------------------------------------------------------- */

/* Persons of unknown age that a total may have besides those of its cells. */
static double unknown_in(const layout *rows, const cohort_row *row, int date)
{
    const double *unknown = &rows->unknown[date * (COHORT_SEXES + 1)];
    if (!cohort_row_all_ages(row))
        return 0.0;
    const double apart = unknown[COHORT_MALE] + unknown[COHORT_FEMALE];
    return row->sex != COHORT_BOTH ? unknown[row->sex] : apart > 0.0 ? apart : unknown[COHORT_BOTH];
}

/* What the cells of a total add up to; how many there are, or 0 when its ages are no groups. */
static int sum_parts(const layout *rows, const cohort_row *row, const cohort_stock *stock,
                     double *sum)
{
    const cohort_grid *grid = &stock->grid;
    const int date = cohort_grid_date(grid, row->year), open = (grid->ages - 1) * grid->width;
    int to = row->age_to, first, last, parts = 0;
    if (to == COHORT_AGE_GROUP && rows->has_age[row->age_from + 1])
        return 0; /* a single age beside its group */
    if (to == COHORT_AGE_GROUP)
        to = row->age_from == open ? COHORT_OPEN_END : row->age_from + grid->width - 1;
    if (date < 0 || to == COHORT_AGE_UNKNOWN ||
        cohort_grid_groups(grid, row->age_from, to, &first, &last, NULL))
        return 0;
    *sum = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = first; age <= last && (row->sex == sex || row->sex == COHORT_BOTH); age++) {
            *sum += stock->cells[cohort_cell(grid, date, sex, age)];
            parts++;
        }
    return parts;
}

/* A total may have more persons than its parts, of whom no age or sex is published, and a few less:
 * of 1,000 so many. */
enum { PER = 1000, MORE = 20, LESS = 1, EXPECTED = 200 };

/* Does a total agree with the cells that it is the sum of, within their rounding? A row whose ages
 * are no groups, or whose year is no date, is ignored. */
static int check_total(const layout *rows, const cohort_row *row, const cohort_stock *stock)
{
    double sum;
    const int parts = sum_parts(rows, row, stock, &sum);
    if (parts <= 1)
        return COHORT_OK; /* a cell, or ages that are no groups */
    const double other = row->value - sum;
    const double off =
        fmin(fabs(other),
             fabs(other - unknown_in(rows, row, cohort_grid_date(&stock->grid, row->year))));
    rows->notes->totals++;
    if (is_rounded(rows, off, parts, row->value))
        return COHORT_OK;
    if (PER * off <= (other > 0 ? MORE : LESS) * fabs(row->value)) {
        rows->notes->differing++;
        rows->notes->most_differing = fmax(rows->notes->most_differing, off / fabs(row->value));
        return COHORT_OK;
    }
    char place[PLACE], age[COHORT_AGE_RANGE_TEXT], expected[EXPECTED] = "expected their sum";
    if (other > 0)
        snprintf(expected, sizeof expected,
                 "expected their sum: %.10g (%.2g %%) are in none of them, and withheld or unknown "
                 "ages may be %d %%, or stand in a row (不詳, unknown)",
                 other, 100.0 * other / row->value, 100 * MORE / PER);
    return cohort_fail(rows->error, COHORT_ERROR_VALUE,
                       "%s: %.10g persons, year %d, sex %s, age %s, where its parts add up to "
                       "%.10g: %s",
                       place_of(rows, row->line, row->year, place), row->value, row->year,
                       cohort_sex_word(row->sex),
                       cohort_age_range_text(row->age_from, row->age_to, age), sum, expected);
}

static int check_totals(layout *rows, const cohort_stock *stock)
{
    int code = COHORT_OK;
    for (int i = rows->range.first; i < rows->range.end && !code; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        code = check_total(rows, &row, stock);
    }
    return code;
}

/* --- Persons of unknown age ------------------------------------------------------------------- */

/* They are as those of their sex whose age is known; where only both sexes have them, as all. */
static void spread_unknown(const layout *rows, cohort_stock *stock)
{
    const cohort_grid *grid = &stock->grid;
    const size_t cells = (size_t)grid->ages;
    for (int date = 0; date < rows->dates; date++) {
        const double *unknown = &rows->unknown[date * (COHORT_SEXES + 1)];
        double known[COHORT_SEXES] = {0.0};
        double *of = cohort_stock_cells(stock) + cohort_cell(grid, date, 0, 0);
        for (size_t i = 0; i < COHORT_SEXES * cells; i++)
            known[i / cells] += of[i];
        const bool apart = unknown[COHORT_MALE] + unknown[COHORT_FEMALE] > 0.0;
        const double all = known[COHORT_MALE] + known[COHORT_FEMALE];
        for (size_t i = 0; i < COHORT_SEXES * cells; i++) {
            const double among = apart ? known[i / cells] : all;
            const double share = apart ? unknown[i / cells] : unknown[COHORT_BOTH];
            of[i] *= among > 0.0 ? 1.0 + share / among : 1.0;
        }
    }
}

static int build(layout *rows, cohort_stock *stock)
{
    int code = find_rows(rows);
    rows->notes->rounding = strcmp(rows->variable, COHORT_POPULATION) == 0
                                ? rows->table->rounding
                                : cohort_table_rounding(rows->table, rows->variable);
    if (!code)
        code = find_ages(rows);
    if (!code)
        code = check_dates(rows);
    if (!code && (code = cohort_stock_init(stock, &rows->grid, rows->error)) != COHORT_OK)
        cohort_fail_prefix(rows->error, code, "%s: ", rows->what);
    if (!code) {
        rows->unknown = calloc((size_t)rows->dates * (COHORT_SEXES + 1), sizeof *rows->unknown);
        code = rows->unknown ? fill(rows, stock) : cohort_fail_memory(rows->error);
    }
    if (!code)
        code = check_totals(rows, stock);
    if (!code)
        spread_unknown(rows, stock);
    return code;
}

int cohort_table_stock(const cohort_table *table, const char *area, const char *variable,
                       int first_year, int last_year, cohort_stock *stock,
                       cohort_population_notes *notes, cohort_error *error)
{
    cohort_population_notes none;
    layout rows = {.table = table,
                   .area = area,
                   .variable = variable,
                   .first_year = first_year,
                   .last_year = last_year,
                   .open = -1,
                   .notes = notes ? notes : &none,
                   .error = error};
    cohort_stock built = {.cells = NULL};
    *stock = built; /* in case of a failure */
    *rows.notes = (cohort_population_notes){.summed = false};
    int code = cohort_table_select(table, area, variable, &rows.range, error);
    if (code)
        return code;
    cohort_table_what(table, area, variable, rows.what);
    rows.pieces = malloc(sizeof *rows.pieces);
    code = rows.pieces ? build(&rows, &built) : cohort_fail_memory(error);
    free(rows.years);
    free(rows.pieces);
    free(rows.unknown);
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
    return cohort_table_stock(table, area, variable, COHORT_OPEN_START, COHORT_OPEN_END, stock,
                              NULL, error);
}

int cohort_table_population_of(const cohort_table *table, const char *area, const char *variable,
                               int year, cohort_stock *stock, cohort_error *error)
{
    return cohort_table_stock(table, area, variable, year, year, stock, NULL, error);
}
