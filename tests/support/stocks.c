/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/stocks.h"

#include "support/close.h"

#include <math.h>

cohort_stock scattered_stock(const cohort_grid *grid)
{
    cohort_stock stock;
    cohort_error error;
    assert_ok(cohort_stock_init(&stock, grid, &error), error);
    size_t count = cohort_cell(grid, grid->steps + 1, 0, 0);
    for (size_t i = 0; i < count; i++)
        cohort_stock_cells(&stock)[i] =
            100.0 + 800.0 * fmod(0.6180339887498949 * (double)(i + 1), 1.0);
    return stock;
}

double *stock_cell(cohort_stock *stock, int date, int sex, int age)
{
    return &cohort_stock_cells(stock)[cohort_cell(&stock->grid, date, sex, age)];
}

double children_of(cohort_stock *stock, int date)
{
    return *stock_cell(stock, date, COHORT_MALE, 0) + *stock_cell(stock, date, COHORT_FEMALE, 0);
}

double women_of(cohort_stock *stock, int date)
{
    const int width = stock->grid.width;
    double women = 0.0;
    for (int x = 15 / width; x < 50 / width; x++)
        women += *stock_cell(stock, date, COHORT_FEMALE, x);
    return women;
}

double ratio_of(cohort_stock *stock, int interval, int sex, int age)
{
    double opening = *stock_cell(stock, interval, sex, age - 1);
    if (age == stock->grid.ages - 1)
        opening += *stock_cell(stock, interval, sex, age);
    return *stock_cell(stock, interval + 1, sex, age) / opening;
}

double count_of(const cohort_stock *stock, double year, cohort_band band)
{
    double count;
    cohort_error error;
    assert_ok(cohort_count(stock, year, band, &count, &error), error);
    return count;
}
