/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_GRID_H
#define COHORT_CORE_GRID_H

#include <cohort/grid.h>

#include <stdbool.h>

enum { AGES_MAX = 1000 }; /* groups of a grid */

/* "men", "women" or "both sexes"; "male", "female" or "both" as CSV has it. */
const char *cohort_sex_name(int sex);
const char *cohort_sex_word(int sex);

/* Name of an age group, such as "85-89" or "90+", into the caller's buffer, which is returned. */
#define COHORT_AGE_TEXT 32
const char *cohort_age_text(const cohort_grid *grid, int age, char text[COHORT_AGE_TEXT]);

/* A stock as others give it: not one that is all zero, that was refused, or whose cells were freed.
 * Errors: COHORT_ERROR_GRID. */
int cohort_stock_has_cells(const cohort_stock *stock, cohort_error *error);

/* Same width, ages, start and steps? */
bool cohort_grid_equal(const cohort_grid *a, const cohort_grid *b);

/*
 * The groups first .. last of a range of ages (completed years, inclusive).
 * Errors: COHORT_ERROR_GRID when its ends are not ends of groups.
 */
int cohort_grid_groups(const cohort_grid *grid, int age_from, int age_to, int *first, int *last,
                       cohort_error *error);

/*
 * The cells first .. last, which stand at the age at an interval's end, of those who are of these
 * ages at its start. From age 0 on: the births of the interval too.
 * Errors: COHORT_ERROR_GRID as above, and when the range separates the two oldest groups.
 */
int cohort_grid_groups_at_start(const cohort_grid *grid, int age_from, int age_to, int *first,
                                int *last, cohort_error *error);

/* May a range of years begin or end here? Years outside the dates are allowed; those within
 * have to be dates. Errors: COHORT_ERROR_GRID. */
int cohort_grid_check_year(const cohort_grid *grid, int year, cohort_error *error);

#endif
