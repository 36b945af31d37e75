/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/grid.h"

#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the headers have inline, as symbols. */
extern COHORT_API inline size_t cohort_cell(const cohort_grid *grid, int time, int sex, int age);
extern COHORT_API inline size_t cohort_grid_cells(const cohort_grid *grid);
extern COHORT_API inline int cohort_grid_year(const cohort_grid *grid, int date);

int cohort_grid_check(const cohort_grid *grid, cohort_error *error)
{
    if (grid->width < 1 || grid->width > 100)
        return cohort_fail(error, COHORT_ERROR_GRID, "age groups of %d years: expected 1 to 100",
                           grid->width);
    if (grid->ages < 3 || grid->ages > AGES_MAX)
        return cohort_fail(error, COHORT_ERROR_GRID, "%d age groups: expected 3 to %d", grid->ages,
                           AGES_MAX);
    if (grid->start < -100000 || grid->start > 100000)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "first date %d: expected a year within 100000 of zero", grid->start);
    if (grid->steps < 0 || grid->steps > 10000)
        return cohort_fail(error, COHORT_ERROR_GRID, "%d intervals: expected 0 to 10000",
                           grid->steps);
    return cohort_succeed(error);
}

int cohort_grid_date(const cohort_grid *grid, int year)
{
    long long since = (long long)year - grid->start;
    if (grid->width < 1 || since < 0 || since % grid->width != 0 ||
        since / grid->width > grid->steps)
        return -1;
    return (int)(since / grid->width);
}

bool cohort_grid_equal(const cohort_grid *a, const cohort_grid *b)
{
    return a->width == b->width && a->ages == b->ages && a->start == b->start &&
           a->steps == b->steps;
}

int cohort_grid_groups(const cohort_grid *grid, int age_from, int age_to, int *first, int *last,
                       cohort_error *error)
{
    int code = cohort_grid_check(grid, error); /* a struct that was refused, or is all zero */
    if (code)
        return code;
    int open = (grid->ages - 1) * grid->width;
    if (age_from < 0 || age_from > open || age_from % grid->width != 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "ages from %d: expected the first age of a group: 0, %d, ... %d",
                           age_from, grid->width, open);
    const bool to_open = age_to == COHORT_OPEN_END;
    if (!to_open && (age_to < age_from || age_to >= open || (age_to + 1) % grid->width != 0)) {
        const int group = age_to / grid->width * grid->width;
        char share[80] = "";
        if (age_to >= age_from && age_to < open)
            snprintf(share, sizeof share, " (%d to %d are %d/%d of the group %d-%d)", group, age_to,
                     age_to - group + 1, grid->width, group, group + grid->width - 1);
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "ages %d to %d: expected the last age of a group, up to %d, or an open "
                           "end%s",
                           age_from, age_to, open - 1, share);
    }
    *first = age_from / grid->width;
    *last = to_open ? grid->ages - 1 : (age_to + 1) / grid->width - 1;
    return cohort_succeed(error);
}

int cohort_grid_groups_at_start(const cohort_grid *grid, int age_from, int age_to, int *first,
                                int *last, cohort_error *error)
{
    const int open = grid->ages - 1;
    int code = cohort_grid_groups(grid, age_from, age_to, first, last, error);
    if (code)
        return code;
    if (*first == open || *last == open - 1)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "the two oldest age groups share one rate: include both, %d and over, "
                           "or neither",
                           (open - 1) * grid->width);
    *last = *last == open ? open : *last + 1;
    *first = *first == 0 ? 0 : *first + 1;
    return code;
}

int cohort_grid_check_year(const cohort_grid *grid, int year, cohort_error *error)
{
    int end = cohort_grid_year(grid, grid->steps);
    if (year <= grid->start || year >= end || cohort_grid_date(grid, year) >= 0)
        return COHORT_OK;
    int before = grid->start + (year - grid->start) / grid->width * grid->width;
    return cohort_fail(error, COHORT_ERROR_GRID,
                       "year %d is not a date of the projection: expected %d or %d", year, before,
                       before + grid->width);
}

const char *cohort_sex_name(int sex)
{
    static const char *const names[] = {"men", "women", "both sexes"};
    return sex >= COHORT_MALE && sex <= COHORT_BOTH ? names[sex] : "unknown sex";
}

const char *cohort_sex_word(int sex)
{
    static const char *const words[] = {"male", "female", "both"};
    return sex >= COHORT_MALE && sex <= COHORT_BOTH ? words[sex] : "unknown";
}

const char *cohort_age_text(const cohort_grid *grid, int age, char text[COHORT_AGE_TEXT])
{
    int from = age * grid->width;
    if (age == grid->ages - 1)
        snprintf(text, COHORT_AGE_TEXT, "%d+", from);
    else if (grid->width == 1)
        snprintf(text, COHORT_AGE_TEXT, "%d", from);
    else
        snprintf(text, COHORT_AGE_TEXT, "%d-%d", from, from + grid->width - 1);
    return text;
}

/* `more`: dates beyond the intervals. A grid that is refused is not kept. */
static int cells_new(cohort_grid *own, const double **cells, const cohort_grid *grid, int more,
                     cohort_error *error)
{
    const cohort_grid asked = *grid; /* which may be the stock's own */
    *own = (cohort_grid){0, 0, 0, 0};
    *cells = NULL;
    int code = cohort_grid_check(&asked, error);
    if (code)
        return code;
    /* One cell at least: flows of a grid without intervals are empty, not missing. */
    size_t count = (size_t)(asked.steps + more) * cohort_grid_cells(&asked);
    *cells = calloc(count ? count : 1, sizeof **cells);
    if (!*cells)
        return cohort_fail_memory(error);
    *own = asked;
    return cohort_succeed(error);
}

/* Cells have their own memory; they are const only to others. */
static double *writable(const double *cells)
{
    double *own;
    memcpy(&own, &cells, sizeof own);
    return own;
}

static void cells_free(const double **cells)
{
    free(writable(*cells));
    *cells = NULL;
}

int cohort_stock_init(cohort_stock *stock, const cohort_grid *grid, cohort_error *error)
{
    return cells_new(&stock->grid, &stock->cells, grid, 1, error);
}

int cohort_flow_init(cohort_flow *flow, const cohort_grid *grid, cohort_error *error)
{
    return cells_new(&flow->grid, &flow->cells, grid, 0, error);
}

double *cohort_stock_cells(cohort_stock *stock)
{
    return writable(stock->cells);
}

double *cohort_flow_cells(cohort_flow *flow)
{
    return writable(flow->cells);
}

int cohort_stock_has_cells(const cohort_stock *stock, cohort_error *error)
{
    const int code = cohort_grid_check(&stock->grid, error);
    return !code && !stock->cells
               ? cohort_fail(error, COHORT_ERROR_GRID, "a stock without cells: initialise it")
               : code;
}

int cohort_stock_refit(cohort_stock *stock, const cohort_grid *grid, cohort_error *error)
{
    const cohort_grid from = stock->grid;
    int code = cohort_stock_has_cells(stock, error);
    if (!code)
        code = cohort_grid_check(grid, error);
    if (code)
        return code;
    const int first = cohort_grid_date(&from, grid->start);
    if (grid->width != from.width || grid->ages > from.ages || first < 0 ||
        first + grid->steps > from.steps)
        return cohort_fail(
            error, COHORT_ERROR_GRID,
            "%d groups of %d years from %d to %d: expected a part of %d groups of %d "
            "years from %d to %d",
            grid->ages, grid->width, grid->start, cohort_grid_year(grid, grid->steps), from.ages,
            from.width, from.start, cohort_grid_year(&from, from.steps));
    cohort_stock part;
    code = cohort_stock_init(&part, grid, error);
    if (code)
        return code;
    double *cells = cohort_stock_cells(&part);
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < from.ages; x++)
                cells[cohort_cell(grid, date, sex, x < grid->ages ? x : grid->ages - 1)] +=
                    stock->cells[cohort_cell(&from, first + date, sex, x)];
    cohort_stock_free(stock);
    *stock = part;
    return COHORT_OK;
}

void cohort_stock_free(cohort_stock *stock)
{
    if (stock)
        cells_free(&stock->cells);
}

void cohort_flow_free(cohort_flow *flow)
{
    if (flow)
        cells_free(&flow->cells);
}
