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
 * Age group x holds the ages from x * width to (x + 1) * width - 1 in completed years; the last
 * group is open-ended. Date i is start + i * width; interval i runs from date i to date i + 1.
 */
typedef struct cohort_grid {
    int width; /**< years in an age group, and in an interval; 1 or more */
    int ages;  /**< number of age groups, the open one included; 3 or more */
    int start; /**< year of the first date */
    int steps; /**< number of intervals; 0 or more */
} cohort_grid;

/** Sexes. */
enum {
    COHORT_MALE = 0,   /**< men and boys, first in every array */
    COHORT_FEMALE = 1, /**< women and girls */
    COHORT_SEXES = 2,  /**< how many there are in an array */
    COHORT_BOTH = 2    /**< either, where persons are counted or picked; never an index */
};

/** The end of a range of ages or years that has none. */
#define COHORT_OPEN_END 2147483647

/** The last age of a group that is named by its first age only, where a table has it so. */
#define COHORT_AGE_GROUP (-1)

/** The beginning of a range of years that has none. */
#define COHORT_OPEN_START (-2147483647 - 1)

/**
 * Index of a cell in an array [time][sex][age], age fastest: the one index function of the library.
 * Given: time 0 .. steps for stocks, 0 .. steps - 1 for flows and rates; sex COHORT_MALE or
 * COHORT_FEMALE; age 0 .. ages - 1.
 */
COHORT_API_INLINE size_t cohort_cell(const cohort_grid *grid, int time, int sex, int age);

/** Number of cells of one date or one interval: both sexes, all ages. */
COHORT_API_INLINE size_t cohort_grid_cells(const cohort_grid *grid);

/** Year of date i. */
COHORT_API_INLINE int cohort_grid_year(const cohort_grid *grid, int date);

/**
 * Is the grid usable?
 * Errors: COHORT_ERROR_GRID when a member is out of its range: width 1 to 100, ages 3 to 1000,
 * start within 100000 of zero, steps 0 to 10000.
 */
COHORT_API int cohort_grid_check(const cohort_grid *grid, cohort_error *error);

/** Number of the date whose year is `year`, or -1 when no date of the grid has it. */
COHORT_API int cohort_grid_date(const cohort_grid *grid, int year);

/**
 * A stock: numbers of persons at dates. Stocks and flows are two types, so that one cannot be taken
 * for the other. Both own their cells, which are read in the struct and written by cohort_stock_cells
 * and cohort_flow_cells: so a const stock, such as a projection's result, stays as it is.
 */
typedef struct cohort_stock {
    cohort_grid grid;    /**< sexes, ages and dates of the cells */
    const double *cells; /**< [steps + 1][sex][age], persons */
} cohort_stock;

/** A flow: numbers of events in intervals, by age at the END of the interval. */
typedef struct cohort_flow {
    cohort_grid grid;    /**< sexes, ages and intervals of the cells */
    const double *cells; /**< [steps][sex][age], events */
} cohort_flow;

/**
 * Allocate a stock, all cells zero.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_MEMORY; `cells` is then NULL, and _free is legal.
 * Ownership: the caller frees with the matching _free, which also takes NULL.
 */
COHORT_API int cohort_stock_init(cohort_stock *stock, const cohort_grid *grid, cohort_error *error);

/** Free the cells; NULL, and what a failed _init left, are passed over. */
COHORT_API void cohort_stock_free(cohort_stock *stock);

/** The cells, to be written. */
COHORT_API double *cohort_stock_cells(cohort_stock *stock);

/** Allocate a flow, as a stock. */
COHORT_API int cohort_flow_init(cohort_flow *flow, const cohort_grid *grid, cohort_error *error);

/** Free the cells, as of a stock. */
COHORT_API void cohort_flow_free(cohort_flow *flow);

/** The cells, to be written. */
COHORT_API double *cohort_flow_cells(cohort_flow *flow);

/* The three inline functions. The library exports them as well; COHORT_NO_INLINE is for what reads
 * declarations only. */
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
