/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_GRID_H
#define COHORT_GRID_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * The grid of sexes, ages and dates; stocks and flows on it.
 */

/**
 * The grid: two sexes, age groups of one width, dates one width apart.
 *
 * Age group x holds the completed ages x * width to (x + 1) * width - 1; the last group is
 * open-ended. Date i is the year start + i * width. Interval i runs from date i to date i + 1.
 */
typedef struct cohort_grid {
    int width; /**< years in an age group and in an interval, 1 to 100 */
    int ages;  /**< number of age groups, the open one included, 3 to 1000 */
    int start; /**< year of the first date, -100000 to 100000 */
    int steps; /**< number of intervals, 0 to 10000; there is one date more */
} cohort_grid;

/** Sexes: values of `sex`. */
enum {
    COHORT_MALE = 0,   /**< men and boys, first in every array */
    COHORT_FEMALE = 1, /**< women and girls */
    COHORT_SEXES = 2,  /**< number of sexes in an array */
    COHORT_BOTH = 2    /**< both, where persons are counted or selected; never an index */
};

/** The end of a range of ages or years that has no end. */
#define COHORT_OPEN_END 2147483647

/** In place of a group's last age: a table gives only the group's first age. */
#define COHORT_AGE_GROUP (-1)

/** In place of a last age: persons of unknown age, whose first age is 0. */
#define COHORT_AGE_UNKNOWN (-2)

/** The beginning of a range of years that has no beginning. */
#define COHORT_OPEN_START (-2147483647 - 1)

/**
 * The index of a cell in an array [time][sex][age], age fastest. It is the library's only index
 * function.
 * Given: time 0 .. steps for stocks, 0 .. steps - 1 for flows and rates; sex COHORT_MALE or
 * COHORT_FEMALE; age group 0 .. ages - 1. Nothing is checked.
 */
COHORT_API_INLINE size_t cohort_cell(const cohort_grid *grid, int time, int sex, int age);

/** The number of cells of one date or interval: both sexes, all ages. */
COHORT_API_INLINE size_t cohort_grid_cells(const cohort_grid *grid);

/** The year of a date, given its number from 0 on. */
COHORT_API_INLINE int cohort_grid_year(const cohort_grid *grid, int date);

/**
 * Check that every member of a grid is within the range given above.
 * Errors: COHORT_ERROR_GRID.
 */
COHORT_API int cohort_grid_check(const cohort_grid *grid, cohort_error *error);

/** The number of the date in a year; -1 if the grid has no date in that year. */
COHORT_API int cohort_grid_date(const cohort_grid *grid, int year);

/**
 * A stock: numbers of persons at dates. A stock owns its cells. They are read in the struct and
 * written through cohort_stock_cells, so a const stock, such as a projection's result, cannot be
 * changed.
 */
typedef struct cohort_stock {
    cohort_grid grid;    /**< sexes, ages and dates of the cells */
    const double *cells; /**< [steps + 1][sex][age], persons */
} cohort_stock;

/**
 * A flow: numbers of events in intervals, by age at the END of the interval. It owns its cells as a
 * stock does. Stocks and flows are two types so that one cannot be mistaken for the other.
 */
typedef struct cohort_flow {
    cohort_grid grid;    /**< sexes, ages and intervals of the cells */
    const double *cells; /**< [steps][sex][age], events */
} cohort_flow;

/**
 * Allocate a stock with all cells zero.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_MEMORY; `cells` is then NULL, and the grid all zero.
 * Ownership: the caller frees it with cohort_stock_free, which is also allowed after a failed init.
 */
COHORT_API int cohort_stock_init(cohort_stock *stock, const cohort_grid *grid, cohort_error *error);

/**
 * The part of a stock on a smaller grid: some of its dates, its oldest ages summed.
 * Given: grid, as wide as the stock's, of no more ages, its dates among the stock's.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_MEMORY; the stock is then as it was.
 */
COHORT_API int cohort_stock_refit(cohort_stock *stock, const cohort_grid *grid,
                                  cohort_error *error);

/** Free the cells of a stock. */
COHORT_API void cohort_stock_free(cohort_stock *stock);

/** The cells of a stock, [date][sex][age], persons, for writing. They belong to the stock. */
COHORT_API double *cohort_stock_cells(cohort_stock *stock);

/** Allocate a flow with all cells zero. Errors and ownership are those of a stock. */
COHORT_API int cohort_flow_init(cohort_flow *flow, const cohort_grid *grid, cohort_error *error);

/** Free the cells of a flow. */
COHORT_API void cohort_flow_free(cohort_flow *flow);

/** The cells of a flow, [interval][sex][age], for writing. They belong to the flow. */
COHORT_API double *cohort_flow_cells(cohort_flow *flow);

/*
 * The three inline functions. The library exports them as well. Define COHORT_NO_INLINE for tools
 * that read only declarations.
 */
#ifndef COHORT_NO_INLINE
inline size_t cohort_cell(const cohort_grid *grid, int time, int sex, int age)
{
    return ((size_t)time * COHORT_SEXES + (size_t)sex) * (size_t)grid->ages + (size_t)age;
}

inline size_t cohort_grid_cells(const cohort_grid *grid)
{
    return (size_t)COHORT_SEXES * (size_t)grid->ages;
}

inline int cohort_grid_year(const cohort_grid *grid, int date)
{
    return grid->start + date * grid->width;
}
#endif

#ifdef __cplusplus
}
#endif

#endif
