/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations by date for tests. */
#ifndef TESTS_SUPPORT_STOCKS_H
#define TESTS_SUPPORT_STOCKS_H

#include <cohort/indicators.h>

/* Irregular persons, 100 to 900 a cell, no two alike; freed with cohort_stock_free. */
cohort_stock scattered_stock(const cohort_grid *grid);

/* A cell, to be read or written. */
double *stock_cell(cohort_stock *stock, int date, int sex, int age);

/* The change of a cohort by age at its end; the two oldest together. */
double ratio_of(cohort_stock *stock, int interval, int sex, int age);

/* Persons of a band, by the library's own sum. */
double count_of(const cohort_stock *stock, double year, cohort_band band);

/* The first group of both sexes; women of 15-49. */
double children_of(cohort_stock *stock, int date);
double women_of(cohort_stock *stock, int date);

#endif
